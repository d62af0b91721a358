/* Ends of calls in what the calling services say and apps write down: JSON of any kind, a browser's
 * HAR, a console's text.
 *
 *   {"callEnd":{"code":487,"subCode":0,"phrase":"CallEndReasonLocalUserInitiated","resultCategories":["Success"]}, "callId":"5f0c…"}
 *   azure:ACS:info 22/11/2026, 11:15:8:240 call 5f0c… ended, callEndReason: { code: 403, subCode: 10105, … }
 *   {"value":[{"changeType":"deleted","resource":"/app/calls/5f0c…","resourceData":{"state":"terminated","resultInfo":{"code":"480","subcode":"10037",…}}}]}
 *   {"type":"Microsoft.Communication.CallDisconnected","data":{"callConnectionId":"5f0c…","resultInformation":{"code":408,"subCode":10057,…}}}
 *
 * An end is any object with a whole number under a name of the code and one under a name of the
 * subcode, wherever it stands (teams-facts.c). In a file of JSON every outermost object is by
 * itself, in text every line and what it opens.
 *
 * Source: TEAMS-ARTEFACTS 2.4 and 3.7, from real payloads. */
#include "config.h"

#include "formats/teams/calling.h"

#include <glib/gi18n-lib.h>

#include "base/limits.h"
#include "base/scan.h"
#include "formats/lines.h"
#include "formats/teams/calls.h"
#include "formats/teams/json.h"
#include "formats/teams/sign-ins.h"
#include "formats/head-line.h"

/* Bytes of a line before its time ends. */
#define MAX_BEFORE_TIME 48
/* Lines of one object in text: a "{" that nobody closes must not swallow the file. */
#define MAX_OBJECT_LINES 2000
/* The longest object that is shown as a tree. */
#define MAX_SHOWN (256 * 1024)

typedef struct
{
  RungsTeamsCalls *calls;
  RungsSignIns *sign_ins;
  gboolean is_json;
  gboolean is_known; /* whether it is JSON */
  gboolean is_open;  /* an entry of text is */
  RungsStamp time;   /* of the entry */
  guint32 last_line;
  guint64 end;
  guint n_lines; /* of the entry */
} Text;

/* ---- times ---- */

static gsize
take_number (RungsSpan *text, guint64 max, int *value)
{
  guint64 number = 0;
  gsize n = rungs_span_take_uint (*text, max, &number);

  *value = (int) number;
  *text = rungs_span_skip (*text, n);
  return n;
}

RungsStamp
rungs_teams_browser_time (RungsSpan text)
{
  int a, b, year, hour, minute, second, usec = 0;
  gboolean is_american, is_afternoon;

  if (take_number (&text, 31, &a) == 0 || !rungs_take_any (&text, "/.-")
      || take_number (&text, 31, &b) == 0 || !rungs_take_any (&text, "/.-")
      || take_number (&text, 9999, &year) != 4)
    return RUNGS_STAMP_NONE;
  rungs_take_any (&text, ",");
  text = rungs_span_trim (text);
  if (take_number (&text, 23, &hour) == 0 || !rungs_take_any (&text, ":.")
      || take_number (&text, 59, &minute) == 0 || !rungs_take_any (&text, ":.")
      || take_number (&text, 59, &second) == 0)
    return RUNGS_STAMP_NONE;
  if (rungs_take_any (&text, ":.,"))
    {
      take_number (&text, 999, &usec);
      usec *= 1000;
    }
  text = rungs_span_trim (text);
  is_afternoon = rungs_span_starts_ci (text, RUNGS_SPAN ("PM"));
  is_american = is_afternoon || rungs_span_starts_ci (text, RUNGS_SPAN ("AM"));
  if (is_american && hour <= 12)
    hour = hour % 12 + (is_afternoon ? 12 : 0);
  if ((is_american && a <= 12) || b > 12)
    return rungs_stamp_civil (year, a, b, hour, minute, second, usec);
  return rungs_stamp_civil (year, b, a, hour, minute, second, usec);
}

/* The time that a line begins with. */
static RungsStamp
time_of (RungsSpan line, gboolean *is_local)
{
  for (gsize at = 0; at < MIN (line.len, MAX_BEFORE_TIME); at++)
    {
      RungsSpan rest = rungs_span_skip (line, at);
      RungsWritten written;
      RungsStamp time;

      if (!g_ascii_isdigit (rest.str[0]) || (at > 0 && g_ascii_isalnum (line.str[at - 1])))
        continue;
      if (rungs_stamp_read (rest, RUNGS_DATES_PLAIN, &written) > 0
          && written.kind == RUNGS_WRITTEN_FULL)
        {
          *is_local = (written.time.facts & RUNGS_TIME_ZONED) == 0;
          return rungs_time_utc (written.time);
        }
      time = rungs_teams_browser_time (rest);
      if (time != RUNGS_STAMP_NONE)
        {
          *is_local = TRUE;
          return time;
        }
    }
  return RUNGS_STAMP_NONE;
}

/* ---- lines ---- */

static void
end_entry (Text *self)
{
  if (self->is_open)
    rungs_teams_calls_end_entry (self->calls, self->end, self->time);
  self->is_open = FALSE;
  self->n_lines = 0;
}

static void
begin_line (Text *self, RungsSpan line)
{
  gboolean is_local = FALSE;

  rungs_teams_calls_end_line (self->calls);
  if (self->is_json)
    return;
  self->n_lines++;
  if (rungs_teams_calls_is_within (self->calls) && self->n_lines < MAX_OBJECT_LINES)
    return;
  end_entry (self);
  self->is_open = TRUE;
  self->time = time_of (line, &is_local);
  if (is_local)
    rungs_teams_calls_set_local (self->calls);
}

static void
line_cb (gpointer user_data, RungsSpan line, guint64 offset, guint64 end, guint32 number)
{
  Text *self = user_data;

  if (!self->is_known && rungs_span_trim (line).len > 0)
    {
      self->is_known = TRUE;
      self->is_json = rungs_json_is_likely (line);
      rungs_teams_calls_set_log (self->calls, !self->is_json);
    }
  rungs_sign_ins_take_line (self->sign_ins, line, offset, end, number);
  /* A long line comes in parts. */
  if (number != self->last_line)
    begin_line (self, line);
  rungs_teams_calls_feed (self->calls, line, offset, number);
  self->last_line = number;
  self->end = end;
}

static gboolean
parse (const RungsFormat *format,
       RungsReader *reader,
       RungsSink *sink,
       GCancellable *cancellable,
       GError **error)
{
  g_autoptr (RungsTeamsCalls) calls = rungs_teams_calls_new (sink, FALSE);
  g_autoptr (RungsSignIns) sign_ins = rungs_sign_ins_new (sink);
  Text text = { .calls = calls, .sign_ins = sign_ins, .time = RUNGS_STAMP_NONE };
  RungsLines done = rungs_lines_read (reader, sink, cancellable, error, NULL, line_cb, &text);

  text.is_open = TRUE;
  end_entry (&text);
  if (done == RUNGS_LINES_FAILED)
    return FALSE;
  rungs_sign_ins_finish (sign_ins);
  rungs_teams_calls_emit (calls);
  return TRUE;
}

/* ---- which files ---- */

static gboolean
has (RungsSpan head, const char *part)
{
  return rungs_span_find (head, rungs_span_of (part)) >= 0;
}

/* Names that nothing else has. */
static gboolean
has_sure_name (RungsSpan head)
{
  static const char *const names[] = {
    "callEndReason",
    "callTransactionEnd",
    "callControllerCode",
    "conversationTransactionEnd",
    "resultCategories",
    "commsNotification",
    "microsoft.graph.call\"",
    "Microsoft.Communication.Call",
    "ParticipantEndSubCode",
    "participantEndSubCode",
    "CallEndReasonSubCode",
    "TerminationReason_subCode",
    "azure:ACS:",
    "\"callEnd\"",
    "callEnd\\\"",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (has (head, names[i]))
      return TRUE;
  return (has (head, "resultInfo") || has (head, "ResultInfo"))
         && (has (head, "subcode") || has (head, "ubCode"));
}

static RungsProbe
probe (const RungsFormat *format, RungsSpan head, const char *basename)
{
  gboolean is_json = rungs_json_is_likely (head);

  if (rungs_span_find_char (head, '\0') >= 0)
    return RUNGS_PROBE_NO;
  if (!is_json && has (head, "SIP/2.0"))
    return RUNGS_PROBE_NO;
  if (has_sure_name (head))
    return is_json ? RUNGS_PROBE_YES : RUNGS_PROBE_MAYBE;
  /* What a browser recorded: calls may come late in it. */
  if (is_json && has (head, "\"startedDateTime\"") && has (head, "\"request\""))
    return RUNGS_PROBE_MAYBE;
  if (has (head, "ResponseCode=") && has (head, "SubCode="))
    return RUNGS_PROBE_MAYBE;
  return RUNGS_PROBE_NO;
}

static char *
show_call (RungsInput *input, guint64 offset, RungsSpan bytes)
{
  return bytes.len <= MAX_SHOWN ? rungs_json_show (bytes) : NULL;
}

const RungsFormat rungs_format_teams_calling = {
  .id = "teams-calling-json",
  .title = N_ ("Ends of calls in JSON or text"),
  .how =
    N_ ("Objects with a code and a subcode, as Teams, Azure Communication Services and Graph write "
        "them: callEnd, callEndReason, resultCategories, resultInfo. In JSON, HAR or a console’s "
        "text."),
  .confidence =
    N_ ("Objects as in real payloads; which of them belong to one call is known where they "
        "have its id."),
  .utc = TRUE,
  .probe = probe,
  .parse = parse,
  .show_record = show_call,
};
