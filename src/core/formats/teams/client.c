/* What Teams on a computer writes about calls. The web part's diagnostics-logs.txt and
 * calling-debug.txt out of PROD-WebLogs-*.zip (Ctrl+Alt+Shift+1 in Teams), and the classic client's
 * "MSTeams Diagnostics Log *.txt" with its "_calling.txt".
 *
 *   {"user":{"profile":{"upn":"anna@example.com",…},…}
 *   2026-11-22T10:15:08.240Z Inf  callingAgents: slimcore-calling [callId=5f0c…] [setCallState] success=changed to 7, terminatedReason: 12
 *   2026-11-22T10:15:02.120Z Inf  CallingService: Received incoming call [callId=5f0c…] [toastCallerDisplayName=Anna Adler]
 *
 * The newest line comes first, so a call's end is read before its begin: its lines are put together
 * by the id, and it is handed out when all have been seen. calling-debug.txt has pieces of JSON
 * instead of lines with a time. Errors of signing in (AADSTS…) are records of their own. The native
 * part's MSTeams_*.log and the classic logs.txt, which only know when there was a call, are in
 * teams-native.c.
 *
 * Source: TEAMS-ARTEFACTS 3.1 to 3.4. The grammar of the lines is from real files; which lines tell
 * of calls is known from programs that read them. */
#include "config.h"

#include "formats/teams/client.h"

#include <glib/gi18n-lib.h>

#include "base/limits.h"
#include "formats/lines.h"
#include "formats/teams/calls.h"
#include "formats/teams/native.h"
#include "formats/teams/sign-ins.h"

/* Bytes of an entry that are shown. */
#define MAX_EVENT 2048
/* Lines of one piece of JSON: a "{" that nobody closes must not swallow the file. */
#define MAX_OBJECT_LINES 2000

typedef struct
{
  RungsSink *sink;
  RungsTeamsCalls *calls;
  RungsSignIns *sign_ins;
  RungsTeamsBusy busy;
  RungsTeamsLog log;  /* of the line that was read last with a head */
  gboolean has_heads; /* lines with a time have been seen */
  gboolean is_open;   /* an entry is */
  RungsStamp time;    /* of the entry */
  guint64 offset;     /* of the entry */
  guint32 line;       /* of the entry */
  guint32 last_line;  /* that was fed */
  guint64 end;        /* of it */
  guint n_lines;      /* of the entry */
  GString *text;      /* of the entry, for those who want events */
} Log;

/* ---- entries ---- */

static void
emit_event (Log *self)
{
  RungsSpan id = rungs_teams_calls_last_id (self->calls);
  RungsSinkEvent event = { .offset = self->offset,
                           .line = self->line,
                           .time = rungs_time (self->time),
                           .text = rungs_span_trim (rungs_span (self->text->str, self->text->len)),
                           .session = id };

  if (id.len > 0 && event.text.len > 0)
    self->sink->event (self->sink, &event);
}

static void
end_entry (Log *self)
{
  if (!self->is_open)
    return;
  rungs_teams_calls_end_entry (self->calls, self->end, self->time);
  if (!self->has_heads)
    rungs_sign_ins_set_user (self->sign_ins, rungs_teams_calls_get_user (self->calls));
  if (self->sink->event != NULL)
    emit_event (self);
  self->is_open = FALSE;
  self->n_lines = 0;
  g_string_truncate (self->text, 0);
}

static void
begin_entry (Log *self, RungsStamp time, guint64 offset, guint32 line)
{
  end_entry (self);
  rungs_teams_calls_begin_entry (self->calls, time);
  self->is_open = TRUE;
  self->time = time;
  self->offset = offset;
  self->line = line;
}

/* ---- what is no setting ---- */

static gboolean
has (RungsSpan line, const char *part)
{
  return rungs_span_find (line, rungs_span_of (part)) >= 0;
}

/* The number behind @name and what stands between. -1: none. */
static int
number_behind (RungsSpan line, const char *name)
{
  gssize at = rungs_span_find (line, rungs_span_of (name));
  guint64 number;

  if (at < 0)
    return -1;
  line = rungs_span_skip (line, (gsize) at + strlen (name));
  while (line.len > 0 && strchr (" \":=", line.str[0]) != NULL && line.str[0] != '\0')
    line = rungs_span_skip (line, 1);
  return rungs_span_take_uint (line, G_MAXINT32, &number) > 0 ? (int) number : -1;
}

static void
mark_number (RungsTeamsFacts *facts, int state)
{
  char text[16];
  RungsMark mark;

  g_snprintf (text, sizeof text, "%d", state);
  if (state >= 0 && rungs_teams_mark_of_state (rungs_span_of (text), &mark))
    rungs_teams_facts_mark (facts, mark, RUNGS_STAMP_NONE);
}

static void
take_words (Log *self, RungsSpan line, guint32 number)
{
  RungsTeamsFacts *facts = rungs_teams_calls_get_entry (self->calls);

  if (self->has_heads && self->log == RUNGS_TEAMS_LOG_NATIVE)
    rungs_teams_native_line (facts, line);

  if (has (line, "Received incoming call"))
    {
      facts->direction = RUNGS_TEAMS_CALL_INCOMING;
      rungs_teams_facts_mark (facts, RUNGS_MARK_RING, RUNGS_STAMP_NONE);
    }
  if (has (line, "[_createCall]") || has (line, "[initCall["))
    rungs_teams_facts_mark (facts, RUNGS_MARK_START, RUNGS_STAMP_NONE);
  if (has (line, "setCallState"))
    mark_number (facts, number_behind (line, "changed to "));
  if (has (line, "reportCallEnded"))
    rungs_teams_facts_report (facts, number_behind (line, "reason"), number);
  if (has (line, "allingService") || has (line, "callingservice"))
    {
      if (has (line, "=connected"))
        rungs_teams_facts_mark (facts, RUNGS_MARK_ANSWER, RUNGS_STAMP_NONE);
      if (has (line, "=disconnected"))
        rungs_teams_facts_mark (facts, RUNGS_MARK_END, RUNGS_STAMP_NONE);
    }
  if (has (line, "DiagnosticsService - skipped"))
    self->sink->diagnostic (self->sink, number, RUNGS_DIAGNOSTIC_LOST_RECORDS,
                            _ ("Teams wrote too much and left lines out here."));
}

/* Lines of calling-debug.txt that name ids of other calls too. */
static gboolean
is_to_skip (RungsSpan line)
{
  static const char *const starts[] = { "Active calls info",
                                        "teamsCallId:", "setupArgs:", "Dominant Speaker:" };

  line = rungs_span_trim (line);
  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    if (rungs_span_starts (line, rungs_span_of (starts[i])))
      return TRUE;
  return FALSE;
}

/* ---- lines ---- */

static void
feed (Log *self, RungsSpan text, guint64 offset, guint64 end, guint32 number)
{
  if (self->sink->event != NULL && self->text->len < MAX_EVENT)
    {
      g_string_append_len (self->text, text.str, (gssize) MIN (text.len, MAX_EVENT));
      g_string_append_c (self->text, ' ');
    }
  if (!is_to_skip (text))
    {
      rungs_teams_calls_feed (self->calls, text, offset, number);
      take_words (self, text, number);
    }
  self->last_line = number;
  self->end = end;
}

static void
line_cb (gpointer user_data, RungsSpan line, guint64 offset, guint64 end, guint32 number)
{
  Log *self = user_data;
  RungsTeamsLog log = RUNGS_TEAMS_LOG_WEB;
  RungsStamp time = RUNGS_STAMP_NONE;
  gsize n = 0;

  /* A long line comes in parts. */
  if (number != self->last_line)
    {
      rungs_teams_calls_end_line (self->calls);
      self->n_lines++;
      n = rungs_teams_take_head (line, &log, &time);
    }
  if (n > 0)
    {
      begin_entry (self, time, offset, number);
      self->has_heads = TRUE;
      self->log = log;
      rungs_sign_ins_set_time (self->sign_ins, time);
    }
  else if (!self->is_open
           || (!self->has_heads && number != self->last_line
               && (!rungs_teams_calls_is_within (self->calls) || self->n_lines > MAX_OBJECT_LINES)))
    begin_entry (self, RUNGS_STAMP_NONE, offset, number);
  rungs_sign_ins_take_line (self->sign_ins, line, offset, end, number);
  if (n > 0 && log == RUNGS_TEAMS_LOG_CLASSIC)
    rungs_teams_busy_line (&self->busy, self->calls, rungs_span_skip (line, n), offset, end, number,
                           time);
  feed (self, rungs_span_skip (line, n), offset + n, end, number);
}

static gboolean
parse (const RungsFormat *format,
       RungsReader *reader,
       RungsSink *sink,
       GCancellable *cancellable,
       GError **error)
{
  g_autoptr (RungsTeamsCalls) calls = rungs_teams_calls_new (sink, TRUE);
  g_autoptr (RungsSignIns) sign_ins = rungs_sign_ins_new (sink);
  Log log = { .sink = sink, .calls = calls, .sign_ins = sign_ins, .text = g_string_new (NULL) };
  RungsLines done;

  rungs_teams_busy_init (&log.busy);
  done = rungs_lines_read (reader, sink, cancellable, error, NULL, line_cb, &log);
  end_entry (&log);
  if (done != RUNGS_LINES_FAILED)
    {
      rungs_sign_ins_finish (sign_ins);
      rungs_teams_busy_finish (&log.busy, calls);
      rungs_teams_calls_emit (calls);
    }
  rungs_teams_busy_clear (&log.busy);
  g_string_free (log.text, TRUE);
  return done != RUNGS_LINES_FAILED;
}

/* ---- which files ---- */

/* Lines with a time that make it sure. */
#define SURE_HEADS 2
/* Names of calling-debug.txt that make it sure. */
#define SURE_NAMES 3

static gboolean
is_calling_debug (RungsSpan head, const char *basename)
{
  static const char *const names[] = {
    "\"callId\"",        "CallId: ",       "\"conversationId\"",
    "\"participantId\"", "\"mri\"",        "\"terminatedReason\"",
    "Active calls info", "\"organizerId\""
  };
  RungsSpan name = rungs_span_of (basename);
  guint n = 0;

  if (rungs_span_find_ci (name, RUNGS_SPAN ("calling-debug")) < 0
      && rungs_span_find_ci (name, RUNGS_SPAN ("_calling.")) < 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    n += has (head, names[i]) ? 1 : 0;
  return n >= SURE_NAMES;
}

static RungsProbe
probe (const RungsFormat *format, RungsSpan head, const char *basename)
{
  RungsSpan rest = head, line;
  RungsTeamsLog log;
  RungsStamp time;
  guint n = 0;

  while (n < SURE_HEADS && rungs_span_take_line (&rest, &line))
    n += rungs_teams_take_head (line, &log, &time) > 0 ? 1 : 0;
  return n >= SURE_HEADS || is_calling_debug (head, basename) ? RUNGS_PROBE_YES : RUNGS_PROBE_NO;
}

/* ---- for people ---- */

/* The id of the call whose record @bytes are. Empty: it has none. */
static RungsSpan
find_id (RungsSpan bytes)
{
  gssize at;

  while ((at = rungs_span_find_ci (bytes, RUNGS_SPAN ("callid"))) >= 0)
    {
      bytes = rungs_span_skip (bytes, (gsize) at + 6);
      for (gsize i = 0; i < 12 && i < bytes.len; i++)
        if (rungs_teams_is_guid (rungs_span_skip (bytes, i)))
          return rungs_teams_id (rungs_span_skip (bytes, i));
    }
  return RUNGS_SPAN_NONE;
}

/* The lines of the call, those of others left out, the oldest first. */
static char *
show_call (RungsInput *input, guint64 offset, RungsSpan bytes)
{
  RungsSpan id = find_id (bytes), rest = bytes, line;
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  RungsStamp first = RUNGS_STAMP_NONE, last = RUNGS_STAMP_NONE, time;
  RungsTeamsLog log;
  GString *text;

  if (id.len == 0)
    return NULL;
  while (rungs_span_take_line (&rest, &line))
    {
      if (rungs_span_find (line, id) < 0 && !has (line, "callControllerCode")
          && !has (line, "terminatedReason"))
        continue;
      if (rungs_teams_take_head (line, &log, &time) > 0)
        {
          first = first != RUNGS_STAMP_NONE ? first : time;
          last = time;
        }
      g_ptr_array_add (lines, rungs_span_dup_utf8 (rungs_span_trim (line)));
    }
  text = g_string_new (NULL);
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (
      text, "%s\n",
      (const char *) g_ptr_array_index (lines, first > last ? lines->len - 1 - i : i));
  return g_string_free (text, FALSE);
}

const RungsFormat rungs_format_teams_client_log = {
  .id = "teams-client-log",
  .title = N_ ("Teams client log"),
  .how = N_ (
    "Lines “2026-11-22T10:15:02.120Z Inf  …” (diagnostics-logs.txt, MSTeams Diagnostics Log), "
    "“2026-11-22T11:15:02.120417+01:00 0x00006de8 <INFO> …” (MSTeams_*.log) or “Sun Nov 22 2026 "
    "11:15:06 GMT+0100 (…) <4711> -- info -- …” (logs.txt); or call ids and states in a file "
    "named calling-debug.txt."),
  .confidence = N_ (
    "Lines as in real files; which of them tell of calls is known from programs that "
    "read them, and no real end of a call was seen. MSTeams_*.log and logs.txt know when a call "
    "was, and neither numbers nor codes."),
  .utc = TRUE,
  .probe = probe,
  .parse = parse,
  .show_record = show_call,
};
