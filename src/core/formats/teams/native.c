/* Lines of Teams' own logs on a computer. The web part of new and classic Teams (teams-client.c has
 * its calls):
 *
 *   2026-11-22T10:15:02.120Z Inf  CallingService: Received incoming call [callId=5f0c…]
 *
 * The native part of new Teams, MSTeams_2026-11-22_10-00-00.00.log in
 * …\MSTeams_8wekyb3d8bbwe\LocalCache\Microsoft\MSTeams\Logs. It tells when a call rang, was
 * connected and ended, by its id, and has no numbers and no codes:
 *
 *   2026-11-22T11:15:02.120417+01:00 0x00006de8 <INFO> TeamsCallTracker: reportIncomingCall for callId: 5f0c…
 *   2026-11-22T11:15:06.300042+01:00 0x00006de8 <INFO> TeamsCallTracker: NotifyCallActive callId: 5f0c…causeId: 7b1d…
 *
 * Classic Teams, logs.txt and old_logs_*.txt in %appdata%\Microsoft\Teams. It tells when somebody
 * was in a call, and not in which:
 *
 *   Sun Nov 22 2026 11:15:06 GMT+0100 (Central European Standard Time) <4711> -- event -- desktop_call_state_change_send, isOngoing: true
 *
 * Source: TEAMS-ARTEFACTS 3.2, 3.5 and 3.6. Native lines are from real files, classic ones from a
 * program that reads them. */
#include "config.h"

#include "formats/teams/native.h"

#include "formats/teams/row.h"
#include "formats/head-line.h"

/* Digits of the number that an editor put before a line. */
#define MAX_NUMBER 10000000
/* "2026-11-22T10:15:02.120Z", "2026-11-22T11:15:02.120417+01:00", "Sun Nov 22 2026 11:15:06" */
#define WEB_STAMP 24
#define NATIVE_STAMP 32
#define CLASSIC_STAMP 24
/* Bytes of a zone's name and a process id. */
#define MAX_ZONE 96

static gboolean
has (RungsSpan text, const char *part)
{
  return rungs_span_find (text, rungs_span_of (part)) >= 0;
}

/* ---- heads ---- */

static gsize
take_web (RungsSpan line, RungsStamp *time)
{
  static const char *const levels[] = { "Inf", "War", "Err" };
  guint64 number;
  gsize at = rungs_span_take_uint (line, MAX_NUMBER, &number);
  RungsSpan rest;
  gboolean is_local = FALSE;

  if (at > 0 && at < line.len && line.str[at] == ' ')
    at++;
  else
    at = 0;
  rest = rungs_span_skip (line, at);
  if (rest.len < WEB_STAMP + 5 || rest.str[10] != 'T' || rest.str[23] != 'Z' || rest.str[24] != ' ')
    return 0;
  *time = rungs_teams_stamp (rungs_span_head (rest, WEB_STAMP), &is_local);
  if (*time == RUNGS_STAMP_NONE || is_local)
    return 0;
  rest = rungs_span_skip (rest, WEB_STAMP + 1);
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    if (rungs_span_starts (rest, rungs_span_of (levels[i])) && g_ascii_isspace (rest.str[3]))
      return at + WEB_STAMP + 5;
  return 0;
}

/* Behind the stamp: "0x00006de8 <INFO> ". */
static gsize
take_native (RungsSpan line, RungsStamp *time)
{
  gboolean is_local = FALSE;
  gsize at = NATIVE_STAMP + 3;
  RungsSpan rest;
  gssize end;

  if (line.len < NATIVE_STAMP + 16 || line.str[10] != 'T' || line.str[19] != '.'
      || (line.str[26] != '+' && line.str[26] != '-')
      || !rungs_span_starts (rungs_span_skip (line, NATIVE_STAMP), RUNGS_SPAN (" 0x")))
    return 0;
  *time = rungs_teams_stamp (rungs_span_head (line, NATIVE_STAMP), &is_local);
  if (*time == RUNGS_STAMP_NONE || is_local)
    return 0;
  while (at < line.len && at < NATIVE_STAMP + 20 && g_ascii_isxdigit (line.str[at]))
    at++;
  rest = rungs_span_skip (line, at);
  if (!rungs_span_starts (rest, RUNGS_SPAN (" <")))
    return 0;
  end = rungs_span_find (rungs_span_head (rest, 16), RUNGS_SPAN ("> "));
  return end > 0 ? at + (gsize) end + 2 : 0;
}

/* The number of "Nov"; 0: none. */
static int
month_of (RungsSpan name)
{
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  gssize at = rungs_span_find (rungs_span_of (months), rungs_span_head (name, 3));

  return at >= 0 && at % 3 == 0 ? (int) at / 3 + 1 : 0;
}

static int
two_digits (const char *text)
{
  return g_ascii_isdigit (text[0]) && g_ascii_isdigit (text[1])
           ? (text[0] - '0') * 10 + text[1] - '0'
           : -1;
}

/* "Sun Nov 22 2026 11:15:06 GMT+0100 (Central European Standard Time) <4711> -- event -- " */
static gsize
take_classic (RungsSpan line, RungsStamp *time)
{
  gint64 ahead;
  gssize dashes, level;
  RungsSpan zone, rest;

  if (line.len < CLASSIC_STAMP + 16 || !g_ascii_isupper (line.str[0]) || line.str[3] != ' '
      || line.str[18] != ':' || line.str[21] != ':'
      || !rungs_span_starts (rungs_span_skip (line, CLASSIC_STAMP), RUNGS_SPAN (" GMT")))
    return 0;
  *time = rungs_stamp_civil (two_digits (line.str + 11) * 100 + two_digits (line.str + 13),
                             month_of (rungs_span_skip (line, 4)), two_digits (line.str + 8),
                             two_digits (line.str + 16), two_digits (line.str + 19),
                             two_digits (line.str + 22), 0);
  zone = rungs_span_skip (line, CLASSIC_STAMP + 4);
  if (*time == RUNGS_STAMP_NONE || rungs_stamp_take_zone (zone, &ahead) == 0)
    return 0;
  *time -= ahead;
  dashes = rungs_span_find (rungs_span_head (zone, MAX_ZONE), RUNGS_SPAN ("> -- "));
  if (dashes < 0)
    return 0;
  rest = rungs_span_skip (zone, (gsize) dashes + 5);
  level = rungs_span_find (rungs_span_head (rest, 24), RUNGS_SPAN (" -- "));
  return level >= 0 ? (gsize) (rest.str - line.str) + (gsize) level + 4 : 0;
}

gsize
rungs_teams_take_head (RungsSpan line, RungsTeamsLog *log, RungsStamp *time)
{
  gsize n = take_web (line, time);

  *log = RUNGS_TEAMS_LOG_WEB;
  if (n > 0)
    return n;
  *log = RUNGS_TEAMS_LOG_NATIVE;
  n = take_native (line, time);
  if (n > 0)
    return n;
  *log = RUNGS_TEAMS_LOG_CLASSIC;
  return take_classic (line, time);
}

/* ---- the native part ---- */

void
rungs_teams_native_line (RungsTeamsFacts *facts, RungsSpan message)
{
  if (has (message, "reportIncomingCall"))
    {
      facts->direction = RUNGS_TEAMS_CALL_INCOMING;
      rungs_teams_facts_mark (facts, RUNGS_MARK_RING, RUNGS_STAMP_NONE);
    }
  if (has (message, "NotifyCallActive"))
    rungs_teams_facts_mark (facts, RUNGS_MARK_ANSWER, RUNGS_STAMP_NONE);
  if (has (message, "NotifyCallEnded") || has (message, "CallEnded fired"))
    rungs_teams_facts_mark (facts, RUNGS_MARK_END, RUNGS_STAMP_NONE);
}

/* ---- the classic client ---- */

void
rungs_teams_busy_init (RungsTeamsBusy *busy)
{
  busy->is_open = FALSE;
  busy->start = RUNGS_STAMP_NONE;
  rungs_teams_facts_init (&busy->facts);
}

void
rungs_teams_busy_clear (RungsTeamsBusy *busy)
{
  rungs_teams_facts_clear (&busy->facts);
  rungs_teams_busy_init (busy);
}

void
rungs_teams_busy_finish (RungsTeamsBusy *busy, RungsTeamsCalls *calls)
{
  if (busy->is_open)
    rungs_teams_calls_add (calls, RUNGS_SPAN_NONE, &busy->facts, busy->start);
  rungs_teams_busy_clear (busy);
}

/* FALSE: the line is about something else. */
static gboolean
mark_of (RungsSpan message, RungsMark *mark)
{
  static const struct
  {
    const char *text;
    RungsMark mark;
  } marks[] = {
    { "SfB:TeamsPendingCall", RUNGS_MARK_RING },
    { "SfB:TeamsActiveCall", RUNGS_MARK_ANSWER },
    { "SfB:TeamsNoCall", RUNGS_MARK_END },
  };

  if (has (message, "desktop_call_state_change_send"))
    {
      *mark = has (message, "isOngoing: true") ? RUNGS_MARK_ANSWER : RUNGS_MARK_END;
      return *mark == RUNGS_MARK_ANSWER || has (message, "isOngoing: false");
    }
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (has (message, marks[i].text))
      {
        *mark = marks[i].mark;
        return TRUE;
      }
  return FALSE;
}

gboolean
rungs_teams_busy_line (RungsTeamsBusy *busy,
                       RungsTeamsCalls *calls,
                       RungsSpan message,
                       guint64 offset,
                       guint64 end,
                       guint32 line,
                       RungsStamp time)
{
  RungsMark mark;

  if (!mark_of (message, &mark))
    return FALSE;
  /* Free again, by the second of two lines that say so, or at the start of the program. */
  if (!busy->is_open && mark == RUNGS_MARK_END)
    return FALSE;
  if (!busy->is_open)
    {
      busy->is_open = TRUE;
      busy->start = time;
      busy->facts.offset = offset;
      busy->facts.line = line;
    }
  busy->facts.end = end;
  rungs_teams_facts_mark (&busy->facts, mark, time);
  if (mark == RUNGS_MARK_END)
    rungs_teams_busy_finish (busy, calls);
  return TRUE;
}
