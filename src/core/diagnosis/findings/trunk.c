/* Whether the silent peer of a failed call was there at all: its OPTIONS of the same time, from the
 * rows of the log. */
#include "config.h"

#include "findings.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/find.h"
#include "diagnosis/party-private.h"
#include "diagnosis/shared.h"

/* Messages of an OPTIONS row that are looked at before the call. */
#define MAX_BACK 64
/* Unanswered OPTIONS in a row that tell of a dead trunk: one may have been under way. */
#define SILENT 2
/* An OPTIONS so short before the call has had no time for its answer (T1 doubled thrice). */
#define UNDER_WAY (4 * RUNGS_STAMP_SECOND)
/* An answer so short before the call tells that the peer was there (OPTIONS come every 60 s). */
#define ALIVE (90 * RUNGS_STAMP_SECOND)
/* OPTIONS rows of a log that are looked at. */
#define MAX_ROWS 256

typedef struct
{
  guint32 answer;      /* the last one of the peer, or RUNGS_NONE */
  guint32 first, last; /* OPTIONS to it since then */
  guint n_requests;
} Pulse;

static guint32
device_of (const RungsCase *self, guint32 endpoint)
{
  return endpoint != RUNGS_NONE ? rungs_trace_get_endpoint (self->trace, endpoint)->device
                                : RUNGS_NONE;
}

static const RungsMessage *
row_at (const RungsCase *self, const RungsCall *options, guint32 i)
{
  return rungs_case_row (self, rungs_trace_get_row (self->trace, options, i));
}

/* The first row of @options that is later than @time; its rows are in the order of time. */
static guint32
find_later (const RungsCase *self, const RungsCall *options, RungsStamp time)
{
  guint32 from = 0, to = options->n_rows;

  while (from < to)
    {
      guint32 middle = from + (to - from) / 2;

      if (row_at (self, options, middle)->time <= time)
        from = middle + 1;
      else
        to = middle;
    }
  return from;
}

static void
feel_pulse (const RungsCase *self,
            const RungsCall *options,
            guint32 peer,
            RungsStamp time,
            Pulse *pulse)
{
  guint32 end = find_later (self, options, time);

  *pulse = (Pulse){ RUNGS_NONE, RUNGS_NONE, RUNGS_NONE, 0 };
  for (guint32 n = 0; n < MAX_BACK && n < end; n++)
    {
      guint32 message = rungs_trace_get_row (self->trace, options, end - 1 - n);
      const RungsMessage *row = rungs_case_row (self, message);

      if (row->flags & RUNGS_MESSAGE_DUPLICATE)
        continue;
      if (row->code != 0 && device_of (self, row->src) == peer)
        {
          pulse->answer = message;
          return;
        }
      if (row->code != 0 || device_of (self, row->dst) != peer || row->time > time - UNDER_WAY)
        continue;
      pulse->first = message;
      if (pulse->last == RUNGS_NONE)
        pulse->last = message;
      pulse->n_requests++;
    }
}

/* FALSE: it tells nothing. */
static gboolean
report (RungsCase *self, guint32 request, const Pulse *pulse)
{
  g_autofree char *who = rungs_party_call_name (self, rungs_case_row (self, request)->dst, TRUE);
  g_autofree char *before = NULL;
  RungsFinding *finding = NULL;
  gint64 gap = rungs_case_between (self, pulse->answer, request);

  if (pulse->n_requests >= SILENT)
    {
      before = rungs_case_time (self, pulse->first, request);
      finding = rungs_case_find (
        self, RUNGS_FINDING_TRUNK_OPTIONS_SILENT,
        g_strdup_printf (
          _ ("%s had not answered the last %u OPTIONS either, the first of them %s before this "
             "call: the whole trunk was down, not only this call. Repair the way to it "
             "(connection, TLS, firewall) first."),
          who, pulse->n_requests, before));
      rungs_finding_who (finding, self, rungs_case_row (self, request)->dst);
      rungs_finding_at (finding, self, pulse->first);
      rungs_finding_at (finding, self, pulse->last);
      return TRUE;
    }
  if (pulse->answer == RUNGS_NONE || gap < 0 || gap > ALIVE)
    return FALSE;
  before = rungs_case_time (self, pulse->answer, request);
  if (rungs_case_row (self, pulse->answer)->code >= 500)
    finding = rungs_case_find (
      self, RUNGS_FINDING_TRUNK_OPTIONS_REFUSED,
      g_strdup_printf (
        _ ("%s had answered an OPTIONS with %u, %s before this call: it said that it takes no "
           "calls now."),
        who, (guint) rungs_case_row (self, pulse->answer)->code, before));
  else
    finding = rungs_case_find (
      self, RUNGS_FINDING_TRUNK_OPTIONS_ALIVE,
      g_strdup_printf (
        _ ("%s had answered an OPTIONS %s before this call, so the way to it was open: look "
           "for what is different about this request (size over UDP, address, number)."),
        who, before));
  rungs_finding_who (finding, self, rungs_case_row (self, request)->dst);
  rungs_finding_at (finding, self, pulse->answer);
  rungs_finding_at (finding, self, request);
  return TRUE;
}

void
rungs_findings_trunk (RungsCase *self)
{
  guint32 request = self->waiting != RUNGS_NONE  ? self->waiting
                    : self->answer == RUNGS_NONE ? self->request
                                                 : RUNGS_NONE;
  const GArray *options;

  if (request == RUNGS_NONE || !rungs_case_has_finding (self, RUNGS_FINDING_NO_ANSWER)
      || rungs_case_row (self, request)->time == RUNGS_STAMP_NONE)
    return;
  options = rungs_shared_options (rungs_shared_of (self->trace),
                                  device_of (self, rungs_case_row (self, request)->dst));
  for (guint i = 0; options != NULL && i < options->len && i < MAX_ROWS; i++)
    {
      guint32 peer = device_of (self, rungs_case_row (self, request)->dst);
      Pulse pulse;

      feel_pulse (self, rungs_trace_get_call (self->trace, g_array_index (options, guint32, i)),
                  peer, rungs_case_row (self, request)->time, &pulse);
      if (report (self, request, &pulse))
        return;
    }
}
