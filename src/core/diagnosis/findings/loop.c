/* Calls that go round: hops that are used up, numbers that come back, a device that stands twice in
 * Via. What a 482 or 483 says of its own request is in refusal.c. */
#include "config.h"

#include "findings.h"

#include <glib/gi18n-lib.h>

#include "calls/number.h"
#include "diagnosis/find.h"
#include "diagnosis/party-private.h"

/* INVITEs of a call that are read. */
#define MAX_READ 32
#define MAX_VIAS 32
/* Times that one way is gone before it is a circle: a second time may be another route. */
#define ROUNDS 3

/* What an INVITE says of its way. */
typedef struct
{
  guint32 message, src, dst;
  RungsNumber number;
  RungsSpan user; /* in the message's bytes */
  gint hops;      /* Max-Forwards, -1 when it is not said */
} Hop;

static gboolean
is_loop_code (guint code)
{
  return code == 482 || code == 483 || code == 408 || code == 480 || code == 487 || code >= 500;
}

static guint32
device_of (const RungsCase *self, guint32 endpoint)
{
  return rungs_trace_get_endpoint (self->trace, endpoint)->device;
}

static GArray *
read_hops (RungsCase *self)
{
  GArray *hops = g_array_new (FALSE, FALSE, sizeof (Hop));

  for (guint32 i = 0; i < self->call->n_rows && hops->len < MAX_READ; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);
      const RungsExhibit *request;
      RungsSpan user, host, port;
      Hop hop = { .message = message, .hops = -1 };
      guint64 number;

      if (row->code != 0 || !rungs_case_is (self, message, "INVITE") || row->src == RUNGS_NONE
          || row->dst == RUNGS_NONE
          || (row->flags
              & (RUNGS_MESSAGE_TO_TAG | RUNGS_MESSAGE_RETRANSMISSION | RUNGS_MESSAGE_DUPLICATE)))
        continue;
      request = rungs_case_read (self, message);
      if (request == NULL)
        continue;
      rungs_sip_uri (request->sip.request_uri, &user, &host, &port);
      hop.user = user;
      hop.number = rungs_number_of (user);
      hop.src = device_of (self, row->src);
      hop.dst = device_of (self, row->dst);
      if (rungs_span_take_uint (
            rungs_sip_header (request->text, RUNGS_SPAN ("Max-Forwards"), 0, NULL), 255, &number)
          > 0)
        hop.hops = (gint) number;
      g_array_append_val (hops, hop);
    }
  return hops;
}

static gboolean
same_number (const Hop *a, const Hop *b)
{
  return a->number != 0 && rungs_number_matches (a->number, b->number);
}

/* The same way again and again, with fewer hops each time. */
static gboolean
check_falling (RungsCase *self, const GArray *hops, guint first)
{
  const Hop *start = &g_array_index (hops, Hop, first), *last = start;
  g_autofree char *number = rungs_span_dup_utf8 (start->user);
  RungsFinding *finding;
  guint n = 1;

  for (guint i = first + 1; i < hops->len; i++)
    {
      const Hop *hop = &g_array_index (hops, Hop, i);

      if (hop->src != start->src || hop->dst != start->dst || !same_number (hop, start)
          || hop->hops < 0 || hop->hops >= last->hops)
        continue;
      last = hop;
      n++;
    }
  if (n < ROUNDS)
    return FALSE;
  finding = rungs_case_find (
    self, RUNGS_FINDING_MAX_FORWARDS_FALLING,
    g_strdup_printf (
      _ ("The INVITE for %s goes from %s to %s %u times, its Max-Forwards falling from "
         "%d to %d: it runs in a circle. One of the two routes this number back to the "
         "other; take that route out."),
      number, rungs_trace_device_name (self->trace, rungs_case_row (self, start->message)->src),
      rungs_trace_device_name (self->trace, rungs_case_row (self, start->message)->dst), n,
      start->hops, last->hops));
  rungs_finding_value (finding, RUNGS_VALUE_NUMBER, number);
  rungs_finding_number (finding, RUNGS_VALUE_AMOUNT, (guint) MAX (start->hops, 0));
  rungs_finding_number (finding, RUNGS_VALUE_AMOUNT, (guint) MAX (last->hops, 0));
  rungs_finding_at_header (finding, self, rungs_case_read (self, start->message),
                           RUNGS_SPAN ("Max-Forwards"));
  rungs_finding_at_header (finding, self, rungs_case_read (self, last->message),
                           RUNGS_SPAN ("Max-Forwards"));
  return TRUE;
}

/* The number went that way and comes back the other way while the first INVITE still waits. */
static gboolean
check_returned (RungsCase *self, const GArray *hops, guint first)
{
  const Hop *sent = &g_array_index (hops, Hop, first);
  RungsExchange exchange;

  rungs_case_exchange (self, sent->message, &exchange);
  for (guint i = first + 1; i < hops->len; i++)
    {
      const Hop *back = &g_array_index (hops, Hop, i);
      g_autofree char *number = NULL;
      g_autofree char *who = NULL;
      RungsFinding *finding;

      if (back->src != sent->dst || back->dst != sent->src || back->src == back->dst
          || !same_number (back, sent)
          || (exchange.first_final != RUNGS_NONE
              && rungs_case_between (self, back->message, exchange.first_final) < 0))
        continue;
      number = rungs_span_dup_utf8 (sent->user);
      who = rungs_party_call_name (self, rungs_case_row (self, back->message)->src, TRUE);
      finding = rungs_case_find (
        self, RUNGS_FINDING_LOOP_NUMBER,
        g_strdup_printf (
          _ ("%s sends the call for %s back to where it came from: the number is known on "
             "neither side. Assign it, or stop routing it there."),
          who, number));
      rungs_finding_value (finding, RUNGS_VALUE_NUMBER, number);
      rungs_finding_at (finding, self, sent->message);
      rungs_finding_at (finding, self, back->message);
      return TRUE;
    }
  return FALSE;
}

/* ";branch=" and the host before it: the sent-by of a Via. */
static RungsSpan
sent_by (RungsSpan via)
{
  gssize blank = rungs_span_find_char (via, ' ');
  RungsSpan rest = rungs_span_trim (rungs_span_skip (via, blank > 0 ? (gsize) blank : via.len)),
            host;

  return rungs_span_take_until (&rest, ';', &host) ? rungs_span_trim (host) : RUNGS_SPAN_NONE;
}

static void
check_vias (RungsCase *self, const RungsExhibit *request)
{
  RungsSpan hosts[MAX_VIAS];
  gsize offsets[MAX_VIAS];
  guint n = 0;

  for (; n < MAX_VIAS; n++)
    {
      RungsSpan via = rungs_sip_header (request->text, RUNGS_SPAN ("Via"), n, &offsets[n]);

      if (via.len == 0)
        break;
      hosts[n] = sent_by (via);
    }
  for (guint i = 0; i < n; i++)
    for (guint j = i + 1; j < n; j++)
      {
        g_autofree char *host = NULL;
        RungsFinding *finding;

        if (hosts[i].len == 0 || !rungs_span_equal_ci (hosts[i], hosts[j]))
          continue;
        host = rungs_span_dup_utf8 (hosts[i]);
        finding = rungs_case_find (
          self, RUNGS_FINDING_LOOP_VIA_TWICE,
          g_strdup_printf (
            _ ("The request has passed %s twice: it stands twice in Via. That device’s "
               "routing sends the number back into the circle."),
            host));
        rungs_finding_value (finding, RUNGS_VALUE_HOST, host);
        rungs_finding_at_offset (finding, self, request, offsets[i]);
        rungs_finding_at_offset (finding, self, request, offsets[j]);
        return;
      }
}

void
rungs_findings_loop (RungsCase *self)
{
  guint32 root = rungs_case_root (self);
  const RungsExhibit *request = rungs_case_read (self, rungs_case_root_request (self));
  g_autoptr (GArray) hops = NULL;

  if (root != RUNGS_NONE && !is_loop_code (rungs_case_row (self, root)->code))
    return;
  hops = read_hops (self);
  for (guint i = 0; i + 1 < hops->len; i++)
    if (check_falling (self, hops, i) || check_returned (self, hops, i))
      break;
  if (request != NULL && root != RUNGS_NONE
      && !rungs_case_has_finding (self, RUNGS_FINDING_LOOP_VIA))
    check_vias (self, request);
}
