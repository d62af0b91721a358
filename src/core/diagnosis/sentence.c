/* What happened to a call, in words that need no SIP. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/sentence.h"

typedef struct
{
  gint64 answered; /* milliseconds from the start to the 200 that answered; -1 */
  guint32 bye;     /* message, or RUNGS_NONE */
} Course;

static Course
course_of (RungsTrace *trace, const RungsCall *call)
{
  RungsString invite = RUNGS_NONE, bye = RUNGS_NONE;
  Course course = { -1, RUNGS_NONE };

  for (guint i = 0; i < call->n_rows; i++)
    {
      guint32 number = rungs_trace_get_row (trace, call, i);
      const RungsMessage *message = rungs_trace_get_message (trace, number);

      if (invite == RUNGS_NONE
          && g_str_equal (rungs_trace_string (trace, message->method), "INVITE"))
        invite = message->method;
      if (bye == RUNGS_NONE && g_str_equal (rungs_trace_string (trace, message->method), "BYE"))
        bye = message->method;
      if (course.answered < 0 && message->code >= 200 && message->code < 300
          && message->method == invite && message->time != RUNGS_STAMP_NONE
          && call->start != RUNGS_STAMP_NONE)
        course.answered = (message->time - call->start) / 1000;
      if (course.bye == RUNGS_NONE && message->code == 0 && message->method == bye)
        course.bye = number;
    }
  return course;
}

/* The name of a party at the start of a sentence. */
static char *
capital (const char *title)
{
  g_autofree char *first = g_utf8_substring (title, 0, 1);
  g_autofree char *upper = g_utf8_strup (first, -1);

  return g_strconcat (upper, g_utf8_next_char (title), NULL);
}

static char *
code_words (const RungsVerdict *verdict)
{
  if (verdict->phrase != NULL && *verdict->phrase != '\0')
    return g_strdup_printf ("%d %s", verdict->code, verdict->phrase);
  return g_strdup_printf ("%d", verdict->code);
}

static char *
failed_sentence (RungsTrace *trace, const RungsCall *call, const RungsVerdict *verdict)
{
  g_autofree char *who = capital (rungs_party_title (verdict->produced_by));
  g_autofree char *code = code_words (verdict);
  const char *method = "INVITE";

  if (call->failing_request != RUNGS_NONE)
    method =
      rungs_trace_string (trace, rungs_trace_get_message (trace, call->failing_request)->method);
  if (call->failing_response == RUNGS_NONE && call->failing_request != RUNGS_NONE)
    {
      const RungsMessage *request = rungs_trace_get_message (trace, call->failing_request);

      return g_strdup_printf (_ ("Nobody answered the %s that was sent to %s."), method,
                              rungs_trace_endpoint_text (trace, request->dst));
    }
  if (verdict->code == 0)
    return g_strdup (_ ("The call failed, and the answer that decided it is not in this log."));
  if (verdict->entry != NULL && verdict->basis > RUNGS_BASIS_GENERIC)
    return g_strdup_printf (_ ("%s answered the %s with %s: %s"), who, method, code,
                            verdict->entry->title);
  if (verdict->entry != NULL)
    return g_strdup_printf (_ ("%s answered the %s with %s, in general: %s"), who, method, code,
                            verdict->entry->title);
  return g_strdup_printf (_ ("%s answered the %s with %s; what that means here is not known."), who,
                          method, code);
}

static char *
dropped_sentence (const RungsCall *call, const RungsVerdict *verdict)
{
  g_autofree char *who = capital (rungs_party_title (verdict->produced_by));
  g_autofree char *took =
    call->duration >= 0 ? rungs_stamp_duration (call->duration) : g_strdup ("?");

  if (verdict->entry != NULL)
    return g_strdup_printf (_ ("The call was answered and dropped after %s. %s ended it: %s"), took,
                            who, verdict->entry->title);
  if (verdict->reason_text != NULL)
    return g_strdup_printf (
      _ ("The call was answered and dropped after %s. %s ended it and gave the reason “%s”."), took,
      who, verdict->reason_text);
  if (verdict->q850 > 0)
    return g_strdup_printf (
      _ ("The call was answered and dropped after %s. %s ended it with Q.850 cause %u."), took, who,
      verdict->q850);
  return g_strdup_printf (_ ("The call was answered and dropped after %s. %s ended it."), took,
                          who);
}

static char *
good_sentence (RungsTrace *trace, const RungsCall *call)
{
  Course course = course_of (trace, call);
  g_autofree char *waited = rungs_stamp_duration (MAX (course.answered, 0));
  g_autofree char *took = rungs_stamp_duration (MAX (call->duration, 0));

  if (call->state == RUNGS_STATE_CANCELLED)
    return g_strdup_printf (_ ("The caller gave up after %s, before anybody answered."), took);
  if (call->state == RUNGS_STATE_SETUP)
    return g_strdup (_ ("The log ends before anybody answered."));
  if (course.answered < 0)
    return g_strdup (
      _ ("The call was already answered when the log begins, and no fault is visible."));
  if (call->state == RUNGS_STATE_ESTABLISHED)
    return g_strdup_printf (_ ("Answered after %s; the log ends before the call does."), waited);
  if (course.bye == RUNGS_NONE || rungs_trace_get_message (trace, course.bye)->src == RUNGS_NONE)
    return g_strdup_printf (_ ("Answered after %s, ended normally after %s."), waited, took);
  return g_strdup_printf (
    _ ("Answered after %s, ended normally by %s after %s."), waited,
    rungs_trace_device_name (trace, rungs_trace_get_message (trace, course.bye)->src), took);
}

/* Registrations, keepalives and what else is no call. */
static char *
other_sentence (const RungsCall *call)
{
  if (call->state == RUNGS_STATE_SETUP)
    return g_strdup (_ ("The log ends before an answer came."));
  if (call->kind == RUNGS_KIND_OPTIONS)
    return g_strdup_printf (
      g_dngettext (
        GETTEXT_PACKAGE, "Keepalives between these two: %u message, the last one was answered.",
        "Keepalives between these two: %u messages, the last one was answered.", call->n_messages),
      call->n_messages);
  if (call->kind == RUNGS_KIND_REGISTER)
    return g_strdup (_ ("The registration was accepted."));
  return g_strdup (_ ("The request was answered without fault."));
}

char *
rungs_sentence_new (RungsTrace *trace, const RungsCall *call, const RungsVerdict *verdict)
{
  if (call->state == RUNGS_STATE_FAILED)
    return failed_sentence (trace, call, verdict);
  if (call->state == RUNGS_STATE_DROPPED)
    return dropped_sentence (call, verdict);
  return call->kind == RUNGS_KIND_INVITE ? good_sentence (trace, call) : other_sentence (call);
}
