/* The session timer (RFC 4028): intervals that are too short by themselves, and the refresh that
 * did not come before the call ended. */
#include "config.h"

#include "findings.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/find.h"
#include "diagnosis/party-private.h"

/* RFC 4028 4 */
#define LEAST_INTERVAL 90
/* Who waits for the refresh gives up so long before the end, or a third of the interval (RFC 4028
 * 10). */
#define GIVES_UP_BEFORE 32
/* Clocks and ways: a BYE so much sooner or later is still the timer’s. */
#define SLACK 3
/* Ends that cannot be a timer’s are not looked at: the shortest interval and what may come before
 * it. */
#define SHORTEST_MS (50 * 1000)
/* A refresh that got no answer ends the call so much later. */
#define UNANSWERED 34

/* The interval of a leg as it was agreed on last. */
typedef struct
{
  guint32 answer; /* the 2xx that says it, or RUNGS_NONE */
  guint64 interval;
  guint32 refresher; /* endpoint; RUNGS_NONE: not said */
  RungsString tag;   /* of the refresher in the dialog; 0: not in the log */
} Session;

static gboolean
sets_timer (const RungsCase *self, guint32 message)
{
  const RungsMessage *row = rungs_case_row (self, message);

  return row->code >= 200 && row->code < 300 && !(row->flags & RUNGS_MESSAGE_DUPLICATE)
         && (rungs_case_is (self, message, "INVITE") || rungs_case_is (self, message, "UPDATE"));
}

static void
read_session (RungsCase *self, guint32 message, Session *session)
{
  const RungsExhibit *answer = rungs_case_read (self, message);
  RungsSpan value, refresher;

  *session = (Session){ RUNGS_NONE, 0, RUNGS_NONE, 0 };
  if (answer == NULL || !answer->is_whole)
    return;
  value = rungs_sip_header (answer->text, RUNGS_SPAN ("Session-Expires"), 0, NULL);
  if (rungs_span_take_uint (value, G_MAXUINT32, &session->interval) == 0
      || session->interval < LEAST_INTERVAL)
    return;
  session->answer = message;
  if (!rungs_sip_param (value, RUNGS_SPAN ("refresher"), &refresher))
    return;
  if (rungs_span_equal_ci (refresher, RUNGS_SPAN ("uac")))
    {
      session->refresher = answer->row->dst;
      session->tag = answer->row->from_tag;
    }
  else if (rungs_span_equal_ci (refresher, RUNGS_SPAN ("uas")))
    {
      session->refresher = answer->row->src;
      session->tag = answer->row->to_tag;
    }
}

/* The refresher itself hung up. */
static gboolean
is_by_refresher (const RungsCase *self, const Session *session, guint32 bye)
{
  const RungsMessage *row = rungs_case_row (self, bye);

  if (session->tag != 0 && row->from_tag != 0)
    return session->tag == row->from_tag;
  return session->refresher != RUNGS_NONE && session->refresher == row->src;
}

/* @message: who did not refresh, or said that the time is up. */
static gboolean
is_when_it_ran_out (const RungsCase *self, const Session *session, guint32 message)
{
  gint64 passed = rungs_case_between (self, session->answer, message) / RUNGS_STAMP_SECOND;
  gint64 interval = (gint64) session->interval;

  return passed >= interval - MIN (GIVES_UP_BEFORE, interval / 3) - SLACK
         && passed <= interval + UNANSWERED;
}

static void
report_missing (RungsCase *self, const Session *session, guint32 bye)
{
  g_autofree char *lasted = rungs_case_time (self, session->answer, bye);
  g_autofree char *interval = rungs_stamp_duration ((gint64) session->interval * 1000);
  g_autofree char *who = NULL;
  RungsFinding *finding;

  if (session->refresher != RUNGS_NONE)
    {
      who = rungs_party_call_name (self, session->refresher, TRUE);
      finding = rungs_case_find (
        self, RUNGS_FINDING_SESSION_REFRESH_MISSING,
        g_strdup_printf (
          _ ("The session timer of %s ran out: %s should have refreshed the call with a "
             "re-INVITE or UPDATE by half that time, and none is in the log before the "
             "BYE %s later."),
          interval, who, lasted));
    }
  else
    finding = rungs_case_find (
      self, RUNGS_FINDING_SESSION_REFRESH_MISSING,
      g_strdup_printf (_ ("The session timer of %s ran out: the 200 does not say who refreshes "
                          "(no refresher), nobody did, and the BYE came %s later."),
                       interval, lasted));
  rungs_finding_at_header (finding, self, rungs_case_read (self, session->answer),
                           RUNGS_SPAN ("Session-Expires"));
  rungs_finding_at (finding, self, bye);
}

/* The first BYE of the call. */
static guint32
find_bye (const RungsCase *self)
{
  for (guint32 i = 0; i < self->call->n_rows; i++)
    if (rungs_case_row (self, rungs_case_nth (self, i))->code == 0
        && rungs_case_is (self, rungs_case_nth (self, i), "BYE"))
      return rungs_case_nth (self, i);
  return RUNGS_NONE;
}

/* On the leg that was hung up first, by another side than the one that had to refresh. */
static void
check_refresh (RungsCase *self)
{
  guint32 bye = find_bye (self), latest = RUNGS_NONE;
  Session session;

  if (bye == RUNGS_NONE)
    return;
  for (guint32 i = 0; i < self->call->n_rows && rungs_case_nth (self, i) != bye; i++)
    if (rungs_case_row (self, rungs_case_nth (self, i))->leg == rungs_case_row (self, bye)->leg
        && sets_timer (self, rungs_case_nth (self, i)))
      latest = rungs_case_nth (self, i);
  read_session (self, latest, &session);
  if (session.answer == RUNGS_NONE || !is_when_it_ran_out (self, &session, bye)
      || is_by_refresher (self, &session, bye) || rungs_case_names_cause (self, bye))
    return;
  report_missing (self, &session, bye);
}

/* Who asks for less than the RFC allows, or for less than its own least, cannot be understood. */
static void
check_interval (RungsCase *self)
{
  guint32 root = rungs_case_root (self);
  const RungsExhibit *request = rungs_case_read (self, rungs_case_root_request (self));
  guint64 asked, least = LEAST_INTERVAL;
  RungsFinding *finding;

  if (root == RUNGS_NONE || request == NULL
      || rungs_case_has_finding (self, RUNGS_FINDING_SESSION_INTERVAL_SHORT)
      || (rungs_case_row (self, root)->code != 400 && rungs_case_row (self, root)->code != 422)
      || rungs_span_take_uint (
           rungs_sip_header (request->text, RUNGS_SPAN ("Session-Expires"), 0, NULL), G_MAXUINT32,
           &asked)
           == 0)
    return;
  rungs_span_take_uint (rungs_sip_header (request->text, RUNGS_SPAN ("Min-SE"), 0, NULL),
                        G_MAXUINT32, &least);
  least = MAX (least, LEAST_INTERVAL);
  if (asked >= least)
    return;
  finding = rungs_case_find (
    self, RUNGS_FINDING_SESSION_INTERVAL_INVALID,
    g_strdup_printf (
      _ ("The request asks for a session timer of %u s, below the %u s that it must have "
         "at least (RFC 4028): set the session expiry on the SBC to 1800 s."),
      (guint) asked, (guint) least));
  rungs_finding_number (finding, RUNGS_VALUE_AMOUNT, (guint) asked);
  rungs_finding_at_header (finding, self, request, RUNGS_SPAN ("Session-Expires"));
}

void
rungs_findings_session (RungsCase *self)
{
  if (self->call->state == RUNGS_STATE_FAILED)
    check_interval (self);
  else if (self->call->duration < 0 || self->call->duration >= SHORTEST_MS)
    check_refresh (self);
}
