/* The most similar call that succeeded. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "compare-private.h"

#include "country.h"

/* Peers of one call that are looked at: alternative routes. */
#define MAX_PEERS 4
/* Fewer digits are an extension. */
#define MIN_DIGITS 7

/* What likeness is worth: the trunk more than all that is said of numbers together. */
#define WORTH_DIRECTION 32
#define WORTH_PEER 16
#define WORTH_CALLED_SHAPE 8
#define WORTH_COUNTRY 4
#define WORTH_LEGS 2
#define WORTH_CALLER_SHAPE 1

typedef enum
{
  SHAPE_NONE,
  SHAPE_INTERNATIONAL,
  SHAPE_NATIONAL,
  SHAPE_EXTENSION,
  SHAPE_NAME
} Shape;

typedef struct
{
  const RungsCall *call;
  guint32 peers[MAX_PEERS];
  guint n_peers;
  Shape called, caller;
  RungsSpan country;
} Traits;

static Shape
shape_of (RungsSpan number)
{
  gsize n = 0;

  if (number.len == 0)
    return SHAPE_NONE;
  for (gsize i = number.str[0] == '+' ? 1 : 0; i < number.len; i++)
    {
      if (g_ascii_isdigit (number.str[i]))
        n++;
      else if (strchr ("-.() ", number.str[i]) == NULL)
        return SHAPE_NAME;
    }
  if (number.str[0] == '+')
    return SHAPE_INTERNATIONAL;
  return n < MIN_DIGITS ? SHAPE_EXTENSION : SHAPE_NATIONAL;
}

static void
add_peer (Traits *self, RungsTrace *trace, guint32 endpoint)
{
  guint32 device =
    endpoint != RUNGS_NONE ? rungs_trace_get_endpoint (trace, endpoint)->device : RUNGS_NONE;
  RungsDeviceKind kind;

  if (device == RUNGS_NONE || self->n_peers == MAX_PEERS)
    return;
  kind = rungs_trace_get_device (trace, device)->kind;
  if (kind != RUNGS_DEVICE_SBC && kind != RUNGS_DEVICE_TEAMS)
    self->peers[self->n_peers++] = device;
}

static void
traits_init (Traits *self, RungsTrace *trace, const RungsCall *call)
{
  RungsSpan called = rungs_span_of (rungs_trace_string (trace, call->to));

  *self = (Traits){ .call = call };
  self->called = shape_of (called);
  self->caller = shape_of (rungs_span_of (rungs_trace_string (trace, call->from)));
  self->country = rungs_span_head (called, rungs_country_prefix (called));
  for (guint i = 0; i < call->n_legs; i++)
    {
      const RungsLeg *leg = rungs_trace_get_leg (trace, call, i);

      add_peer (self, trace, leg->src);
      add_peer (self, trace, leg->dst);
    }
}

/* A device of both; RUNGS_NONE: none. */
static guint32
common_peer (const Traits *a, const Traits *b)
{
  for (guint i = 0; i < a->n_peers; i++)
    for (guint k = 0; k < b->n_peers; k++)
      if (a->peers[i] == b->peers[k])
        return a->peers[i];
  return RUNGS_NONE;
}

static guint
likeness (const Traits *a, const Traits *b)
{
  guint worth = 0;

  if (a->call->direction == b->call->direction)
    worth += WORTH_DIRECTION;
  if (common_peer (a, b) != RUNGS_NONE)
    worth += WORTH_PEER;
  if (a->called == b->called)
    worth += WORTH_CALLED_SHAPE;
  if (a->country.len > 0 && rungs_span_equal (a->country, b->country))
    worth += WORTH_COUNTRY;
  if (a->call->n_legs == b->call->n_legs)
    worth += WORTH_LEGS;
  if (a->caller == b->caller)
    worth += WORTH_CALLER_SHAPE;
  return worth;
}

static gint64
distance (const RungsCall *a, const RungsCall *b)
{
  if (a->start == RUNGS_STAMP_NONE || b->start == RUNGS_STAMP_NONE)
    return G_MAXINT64;
  return ABS (a->start - b->start);
}

gboolean
rungs_good_call_is (const RungsCall *call)
{
  g_return_val_if_fail (call != NULL, FALSE);

  return call->kind == RUNGS_KIND_INVITE
         && (call->state == RUNGS_STATE_COMPLETED || call->state == RUNGS_STATE_ESTABLISHED);
}

typedef struct
{
  guint32 call;
  guint worth;
  gint64 distance;
} Candidate;

static gint
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *first = a, *second = b;

  if (first->worth != second->worth)
    return first->worth > second->worth ? -1 : 1;
  if (first->distance != second->distance)
    return first->distance < second->distance ? -1 : 1;
  return first->call < second->call ? -1 : first->call > second->call;
}

/* The other direction is another business: what differs would be everything. */
static gboolean
may_compare (const RungsCall *call, const RungsCall *other)
{
  return other != call && rungs_good_call_is (other)
         && (call->direction == RUNGS_DIRECTION_UNKNOWN
             || other->direction == RUNGS_DIRECTION_UNKNOWN || call->direction == other->direction);
}

GArray *
rungs_good_call_list (RungsTrace *trace, const RungsCall *call, guint max)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  GArray *calls = g_array_new (FALSE, FALSE, sizeof (guint32));
  Traits own;

  g_return_val_if_fail (RUNGS_IS_TRACE (trace) && call != NULL, calls);

  traits_init (&own, trace, call);
  for (guint32 i = 0; i < rungs_trace_get_n_calls (trace); i++)
    {
      const RungsCall *other = rungs_trace_get_call (trace, i);
      Candidate candidate = { .call = i };
      Traits traits;

      if (!may_compare (call, other))
        continue;
      traits_init (&traits, trace, other);
      candidate.worth = likeness (&own, &traits);
      candidate.distance = distance (call, other);
      g_array_append_val (candidates, candidate);
    }
  g_array_sort (candidates, compare_candidates);
  for (guint i = 0; i < MIN (candidates->len, max); i++)
    g_array_append_val (calls, g_array_index (candidates, Candidate, i).call);
  return calls;
}

guint32
rungs_good_call_find (RungsTrace *trace, const RungsCall *call)
{
  g_autoptr (GArray) calls = rungs_good_call_list (trace, call, 1);

  return calls->len > 0 ? g_array_index (calls, guint32, 0) : RUNGS_NONE;
}

char *
rungs_good_call_why (RungsTrace *trace, const RungsCall *call, const RungsCall *other)
{
  g_autoptr (GStrvBuilder) reasons = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  gint64 apart = distance (call, other);
  Traits a, b;
  guint32 peer;

  traits_init (&a, trace, call);
  traits_init (&b, trace, other);
  peer = common_peer (&a, &b);
  if (call->direction == other->direction && call->direction != RUNGS_DIRECTION_UNKNOWN)
    g_strv_builder_add (reasons, _ ("same direction"));
  if (peer != RUNGS_NONE)
    {
      g_autofree char *text =
        g_strdup_printf (_ ("same trunk (%s)"),
                         rungs_trace_string (trace, rungs_trace_get_device (trace, peer)->name));

      g_strv_builder_add (reasons, text);
    }
  if (a.called == b.called && a.called != SHAPE_NONE)
    g_strv_builder_add (reasons, _ ("called number of the same shape"));
  if (apart != G_MAXINT64)
    {
      g_autofree char *time = rungs_stamp_duration (apart / 1000);
      g_autofree char *text =
        g_strdup_printf (other->start < call->start ? _ ("%s earlier") : _ ("%s later"), time);

      g_strv_builder_add (reasons, text);
    }
  list = g_strv_builder_end (reasons);
  return g_strjoinv (", ", list);
}
