/* The verdict in one sentence: who did what with which request, and what that means. */
#include "config.h"

#include "sentence.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/find.h"
#include "diagnosis/findings/end.h"
#include "diagnosis/party-private.h"

/* "5f0c7a1e-3b52-4d0e-9c41-7a6f2d9be310" */
#define GUID_CHARS 36

static char *
duration_text (gint64 usec)
{
  return rungs_stamp_duration (usec / 1000);
}

static const char *
method_of (const RungsCase *self, guint32 message)
{
  return message != RUNGS_NONE
           ? rungs_trace_string (self->trace, rungs_case_row (self, message)->method)
           : "?";
}

/* "<guid>;SrtpEncryptionRequired": what Microsoft says, without the key of its records. */
static RungsSpan
without_guid (const char *reason)
{
  RungsSpan text = rungs_span_of (reason);
  gssize semicolon = rungs_span_find_char (text, ';');

  return semicolon == GUID_CHARS ? rungs_span_trim (rungs_span_skip (text, GUID_CHARS + 1)) : text;
}

/* "488 (Not Acceptable Here)", with Microsoft's label instead when that told what happened.
 * (transfer full) */
static char *
code_text (const RungsCase *self, const RungsVerdict *verdict, guint32 answer)
{
  guint code = rungs_case_row (self, answer)->code;
  const char *phrase = rungs_trace_string (self->trace, rungs_case_row (self, answer)->phrase);
  RungsSpan label = RUNGS_SPAN_NONE;
  g_autofree char *text = NULL;

  if (g_strcmp0 (verdict->microsoft_code_from, "phrase") == 0)
    label = without_guid (verdict->reason_text);
  if (label.len == 0)
    label = rungs_span_of (phrase);
  text = rungs_span_dup (label);
  return label.len > 0 ? g_strdup_printf ("%u (%s)", code, text) : g_strdup_printf ("%u", code);
}

/* "Internal Server Error" for "Server Internal Error". */
static gboolean
is_standard (RungsSpan phrase, RungsSpan standard)
{
  RungsSpan word;

  while (rungs_span_take_until (&phrase, ' ', &word))
    if (rungs_span_find_ci (standard, word) < 0)
      return FALSE;
  return TRUE;
}

/* The answer has words or a cause of its own, which the meaning of its code leaves out. */
static gboolean
says_more (RungsCase *self, const RungsVerdict *verdict)
{
  const RungsExhibit *answer = rungs_case_read (self, rungs_case_root (self));

  return verdict->q850 > 0
         || (verdict->phrase != NULL && verdict->entry->phrase != NULL
             && !is_standard (rungs_span_of (verdict->phrase),
                              rungs_span_of (verdict->entry->phrase)))
         || (answer != NULL
             && rungs_sip_header (answer->text, RUNGS_SPAN ("Warning"), 0, NULL).len > 0);
}

/* What the entry says, how sure that is, or that there is none. A title is a line without a full
 * stop. */
static void
append_meaning (GString *sentence, RungsCase *self, const RungsVerdict *verdict)
{
  if (verdict->entry == NULL)
    g_string_append_printf (sentence, ". %s", _ ("What this code means here is not known."));
  else if (verdict->basis == RUNGS_BASIS_GENERIC)
    g_string_append_printf (sentence,
                            says_more (self, verdict)
                              ? _ ("; on its own, this code usually means: %s.")
                              : _ (", which in general means: %s."),
                            verdict->entry->title);
  else if (verdict->basis == RUNGS_BASIS_LIKELY
           && g_strcmp0 (verdict->microsoft_code_from, "rule") != 0)
    g_string_append_printf (sentence, _ (", most likely: %s."), verdict->entry->title);
  else
    g_string_append_printf (sentence, ": %s.", verdict->entry->title);
}

/* What the device in the middle made of it: before the meaning when that is the meaning of what it
 * made, else after it. */
static void
append_translated (const RungsCase *self,
                   const RungsVerdict *verdict,
                   GString *sentence,
                   gboolean before)
{
  gboolean is_about_answer =
    verdict->entry != NULL
    && verdict->entry->sip == (int) rungs_case_row (self, self->answer)->code;
  g_autofree char *who = NULL;

  if (before != is_about_answer)
    return;
  who = rungs_party_call_name (self, rungs_case_row (self, self->answer)->src, !before);
  if (before)
    /* Translators: the device in the middle, and the other code that it gave to the caller. */
    g_string_append_printf (sentence, _ (", and %s turned it into %u"), who,
                            (guint) rungs_case_row (self, self->answer)->code);
  else
    g_string_append_printf (sentence, _ (" %s passed that on as %u."), who,
                            (guint) rungs_case_row (self, self->answer)->code);
}

static char *
no_answer_sentence (RungsCase *self)
{
  const RungsMessage *row;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *waited = NULL;
  RungsExchange exchange;
  gint64 time;

  if (self->request == RUNGS_NONE)
    return g_strdup (_ ("The call failed, and the log does not show why."));
  row = rungs_case_row (self, self->request);
  from = rungs_party_call_name (self, row->src, FALSE);
  to = rungs_party_call_name (self, row->dst, TRUE);
  rungs_case_exchange (self, self->request, &exchange);
  if (exchange.ringing != RUNGS_NONE)
    return g_strdup_printf (_ ("%s rang, but the %s from %s never got a final answer."), to,
                            method_of (self, self->request), from);
  if (exchange.provisional != RUNGS_NONE)
    return g_strdup_printf (_ ("%s took the %s from %s and then sent nothing more for it."), to,
                            method_of (self, self->request), from);
  time = rungs_case_between (self, exchange.first_request, exchange.last_request);
  if (exchange.n_requests < 2 || time < 0)
    return g_strdup_printf (_ ("%s never answered the %s from %s."), to,
                            method_of (self, self->request), from);
  waited = duration_text (time);
  return g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "%s never answered the %s from %s, sent %u time within %s.",
                 "%s never answered the %s from %s, sent %u times within %s.", exchange.n_requests),
    to, method_of (self, self->request), from, exchange.n_requests, waited);
}

static char *
failed_sentence (RungsCase *self, const RungsVerdict *verdict)
{
  guint32 root = rungs_case_root (self);
  GString *sentence;
  g_autofree char *who = NULL;
  g_autofree char *code = NULL;

  if (root == RUNGS_NONE)
    return no_answer_sentence (self);
  sentence = g_string_new (NULL);
  who = rungs_party_call_name (self, rungs_case_row (self, root)->src, TRUE);
  code = code_text (self, verdict, root);
  g_string_append_printf (sentence,
                          self->call->kind == RUNGS_KIND_OPTIONS ? _ ("%s answered the %s with %s")
                                                                 : _ ("%s refused the %s with %s"),
                          who, method_of (self, root), code);
  if (self->cause != RUNGS_NONE)
    append_translated (self, verdict, sentence, TRUE);
  append_meaning (sentence, self, verdict);
  if (self->cause != RUNGS_NONE)
    append_translated (self, verdict, sentence, FALSE);
  return g_string_free (sentence, FALSE);
}

/* "after 2 min 10 s" since the call was answered; "" when the log has no stamps. (transfer full) */
static char *
after_text (const RungsCase *self, guint32 message)
{
  gint64 time = rungs_case_between (self, self->final, message);
  g_autofree char *text = NULL;

  if (time < 0)
    return g_strdup ("");
  text = duration_text (time);
  /* Translators: how long after it was answered; with the blank before it. */
  return g_strdup_printf (_ (" after %s"), text);
}

static char *
dropped_sentence (RungsCase *self, const RungsVerdict *verdict)
{
  g_autoptr (GString) sentence = g_string_new (NULL);
  g_autofree char *reason = NULL;
  g_autofree char *who = NULL;
  g_autofree char *after = NULL;
  g_autofree char *code = NULL;

  if (rungs_case_has_finding (self, RUNGS_FINDING_ACK_MISSING))
    {
      after = after_text (self, self->bye);
      return g_strdup_printf (
        _ ("The answer to the INVITE was never acknowledged, so the call was taken down%s."),
        after);
    }
  if (self->answer != RUNGS_NONE)
    {
      who = rungs_party_call_name (self, rungs_case_row (self, self->answer)->src, FALSE);
      code = code_text (self, verdict, self->answer);
      after = after_text (self, self->answer);
      return g_strdup_printf (_ ("The call was up, but %s answered the %s in it with %s%s."), who,
                              method_of (self, self->answer), code, after);
    }
  if (self->bye == RUNGS_NONE)
    return g_strdup (_ ("The call was answered and then ended by a fault."));
  who = rungs_party_call_name (self, rungs_case_row (self, self->bye)->src, TRUE);
  after = after_text (self, self->bye);
  if (verdict->reason_text != NULL)
    {
      reason = rungs_span_dup (without_guid (verdict->reason_text));
      g_string_append_printf (sentence,
                              _ ("%s dropped the answered call%s and gave the reason “%s”"), who,
                              after, reason);
    }
  else if (verdict->q850 > 0)
    g_string_append_printf (sentence, _ ("%s dropped the answered call%s with Q.850 cause %u"), who,
                            after, verdict->q850);
  else
    g_string_append_printf (sentence, _ ("%s dropped the answered call%s"), who, after);
  if (verdict->entry != NULL)
    append_meaning (sentence, self, verdict);
  else
    g_string_append_c (sentence, '.');
  return g_strdup (sentence->str);
}

static guint32
find_first (const RungsCase *self, const char *method, guint32 after)
{
  gboolean reached = after == RUNGS_NONE;

  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_trace_get_row (self->trace, self->call, i);
      const RungsMessage *row = rungs_case_row (self, message);

      reached = reached || message == after;
      if (reached && row->code == 0
          && g_str_equal (rungs_trace_string (self->trace, row->method), method))
        return message;
    }
  return RUNGS_NONE;
}

/* A CANCEL of the caller; with none in the log, any. */
static guint32
find_cancel (const RungsCase *self)
{
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);

      if (row->code == 0 && row->leg == self->call->first_leg
          && rungs_case_is (self, message, "CANCEL"))
        return message;
    }
  return find_first (self, "CANCEL", RUNGS_NONE);
}

static char *
cancelled_sentence (const RungsCase *self)
{
  guint32 cancel = find_cancel (self);
  gint64 time = rungs_case_between (self, rungs_case_first_invite (self), cancel);
  g_autofree char *text = NULL;

  if (cancel == RUNGS_NONE)
    return g_strdup (
      _ ("The call was cancelled before anyone answered; the CANCEL is not in this log."));
  if (rungs_case_row (self, cancel)->leg != self->call->first_leg)
    return g_strdup (_ ("The call was cancelled before anyone answered; this log does not show "
                        "whether the caller did it."));
  if (time < 0)
    return g_strdup (_ ("The caller hung up before anybody answered."));
  text = duration_text (time);
  if (rungs_case_has_finding (self, RUNGS_FINDING_CANCEL_BY_TIMER))
    return g_strdup_printf (_ ("The called side never answered; the caller’s side gave up after "
                               "%s, which is probably a timer, not a person."),
                            text);
  if (rungs_case_has_finding (self, RUNGS_FINDING_ANSWERED_ELSEWHERE))
    return g_strdup_printf (_ ("The call rang for %s and was answered at another phone or app."),
                            text);
  return g_strdup_printf (_ ("The caller hung up after %s, before anybody answered."), text);
}

/* "Answered after 4 s" (transfer full) */
static char *
answered_text (const RungsCase *self)
{
  gint64 time = rungs_case_between (self, rungs_case_first_invite (self), self->final);
  g_autofree char *text = NULL;

  if (time < 0)
    return g_strdup (_ ("Answered"));
  text = duration_text (time);
  return g_strdup_printf (_ ("Answered after %s"), text);
}

static char *
completed_sentence (const RungsCase *self)
{
  guint32 bye = rungs_case_end_bye (self);
  g_autofree char *answered = answered_text (self);
  g_autofree char *who = NULL;
  g_autofree char *lasted = NULL;
  const char *device;

  if (bye == RUNGS_NONE)
    return g_strdup_printf (_ ("%s, ended normally."), answered);
  who = rungs_party_call_name (self, rungs_case_row (self, bye)->src, FALSE);
  if (self->call->duration < 0)
    return g_strdup_printf (_ ("%s, ended normally by %s."), answered, who);
  lasted = rungs_stamp_duration (self->call->duration);
  if (rungs_case_has_finding (self, RUNGS_FINDING_SESSION_REFRESH_MISSING))
    return g_strdup_printf (_ ("%s, ended by %s after %s, just when the session timer ran out."),
                            answered, who, lasted);
  device = rungs_party_short_name (self, rungs_case_row (self, bye)->src);
  if (rungs_case_has_finding (self, RUNGS_FINDING_RELEASED_CALLER))
    /* Translators: "Answered after 4 s; the caller (Teams) hung up after 2 min 10 s." */
    return g_strdup_printf (_ ("%s; the caller (%s) hung up after %s."), answered, device, lasted);
  if (rungs_case_has_finding (self, RUNGS_FINDING_RELEASED_CALLED))
    return g_strdup_printf (_ ("%s; the called side (%s) hung up after %s."), answered, device,
                            lasted);
  if (rungs_case_has_finding (self, RUNGS_FINDING_RELEASED_SBC))
    return g_strdup_printf (
      _ ("%s; after %s %s hung up on both sides on its own and may have cut the call."), answered,
      lasted, who);
  if (rungs_case_has_finding (self, RUNGS_FINDING_RELEASED_AT_ONCE))
    return g_strdup_printf (
      _ ("%s; %s ended the call after %s, which is too soon for a person to have hung up."),
      answered, who, lasted);
  return g_strdup_printf (_ ("%s, ended normally by %s after %s."), answered, who, lasted);
}

/* REGISTER, OPTIONS and the like. */
static char *
other_sentence (RungsCase *self, const RungsVerdict *verdict)
{
  g_autofree char *who = NULL;

  if (self->final == RUNGS_NONE)
    return g_strdup (rungs_trace_is_partial (self->trace)
                       ? _ ("What was read ends before an answer came.")
                       : _ ("The log ends before an answer came."));
  if (self->call->kind == RUNGS_KIND_OPTIONS)
    return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   "Keepalives between these two: %u message, the last one was answered.",
                   "Keepalives between these two: %u messages, the last one was answered.",
                   self->call->n_messages),
      self->call->n_messages);
  who = rungs_party_call_name (self, rungs_case_row (self, self->final)->src, TRUE);
  return g_strdup_printf (_ ("%s answered the %s with %u (%s)."), who,
                          method_of (self, self->final), verdict->code,
                          verdict->phrase != NULL ? verdict->phrase : "");
}

static char *
sentence_of_state (RungsCase *self, const RungsVerdict *verdict)
{
  g_autofree char *answered = NULL;

  switch ((RungsState) self->call->state)
    {
    case RUNGS_STATE_FAILED:
      return failed_sentence (self, verdict);
    case RUNGS_STATE_DROPPED:
      return dropped_sentence (self, verdict);
    case RUNGS_STATE_CANCELLED:
      return cancelled_sentence (self);
    case RUNGS_STATE_SETUP:
      if (self->call->kind == RUNGS_KIND_INVITE)
        return g_strdup (rungs_trace_is_partial (self->trace)
                           ? _ ("What was read ends before the call was answered or refused.")
                           : _ ("The log ends before the call was answered or refused."));
      return other_sentence (self, verdict);
    case RUNGS_STATE_ESTABLISHED:
      answered = answered_text (self);
      return g_strdup_printf (rungs_trace_is_partial (self->trace)
                                ? _ ("%s; what was read ends before the call does.")
                                : _ ("%s; the log ends before the call does."),
                              answered);
    case RUNGS_STATE_COMPLETED:
      break;
    }
  return self->call->kind == RUNGS_KIND_INVITE ? completed_sentence (self)
                                               : other_sentence (self, verdict);
}

/* Evidence that speaks against the meaning is not kept for the small print. */
static gboolean
has_conflict (const RungsVerdict *verdict)
{
  for (guint i = 0; i < verdict->findings->len; i++)
    {
      const RungsFinding *finding = g_ptr_array_index (verdict->findings, i);

      if (rungs_finding_kind (finding->id)->role == RUNGS_ROLE_CONFLICT)
        return TRUE;
    }
  return FALSE;
}

char *
rungs_sentence_new (RungsCase *self, const RungsVerdict *verdict)
{
  g_autofree char *sentence = sentence_of_state (self, verdict);

  if (!has_conflict (verdict))
    return g_steal_pointer (&sentence);
  return g_strconcat (
    sentence, _ (" The evidence in this log does not fit together: see the findings."), NULL);
}
