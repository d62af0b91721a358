/* Endpoints to devices: all interfaces and ports of one SBC are one lane of the ladder, all addresses of Microsoft's proxy
 * another. The log says which ends are its own; in a capture the SBC is who talks to Teams, and who stands in the middle of
 * joined legs. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "trace/assembly.h"

/* What a host (or one logging SBC) is known to be. */
typedef struct
{
  RungsString label; /* host; or what the log calls the device */
  gboolean is_own;
  gboolean is_teams;
  gboolean is_sbc;
  gboolean talks_to_sbc;
  guint8 evidence;
  gboolean from_teams_or_sbc; /* talks to a certain Teams end, so is none itself */
  guint32 same_as;            /* the party it is merged into, or RUNGS_NONE */
  guint32 device;
} Party;

typedef struct
{
  RungsAssembly *assembly;
  GArray *parties;
  RungsTable by_key;
  RungsTable talks_to_itself; /* hosts */
  gboolean has_logger;        /* several devices wrote into one log */
  guint32 *party_of;          /* of each endpoint */
} Parties;

static Party *
party_at (Parties *self, guint32 i)
{
  Party *party = &g_array_index (self->parties, Party, i);

  while (party->same_as != RUNGS_NONE)
    party = &g_array_index (self->parties, Party, party->same_as);
  return party;
}

static Party *
party_of (Parties *self, guint32 endpoint)
{
  return party_at (self, self->party_of[endpoint]);
}

static guint32
find_party (Parties *self, guint64 key, RungsString label, gboolean is_own)
{
  guint32 *slot = rungs_table_slot (&self->by_key, key);
  Party fresh = {
    .label = label, .is_own = is_own, .is_sbc = is_own, .same_as = RUNGS_NONE, .device = RUNGS_NONE
  };

  if (*slot == RUNGS_TABLE_NONE)
    {
      *slot = self->parties->len;
      g_array_append_val (self->parties, fresh);
    }
  return *slot;
}

/* Whose end it is: a host, as a rule. On a machine that talks to itself each port is somebody else; who sends from a
 * port of the moment (TCP) is known by the one in its Via. */
static RungsString
label_of (Parties *self, guint32 i)
{
  const RungsEndpoint *endpoint =
    &g_array_index (self->assembly->trace->endpoints, RungsEndpoint, i);
  const RungsEndpointNote *note =
    &g_array_index (self->assembly->builder->endpoint_notes, RungsEndpointNote, i);

  if (rungs_table_get (&self->talks_to_itself, endpoint->host) == RUNGS_TABLE_NONE)
    return endpoint->host;
  return note->sent_by != 0 ? note->sent_by : endpoint->text;
}

static guint64
host_key (RungsString host)
{
  return rungs_mix (host, 1);
}

/* The device that wrote the log: by its name in the log, by the MAC in its session keys (so that rotated files are one
 * device), else one per kind of log. */
static guint32
own_party (Parties *self, const RungsEndpoint *endpoint, const RungsEndpointNote *note)
{
  const RungsInputNote *input =
    &g_array_index (self->assembly->builder->input_notes, RungsInputNote, endpoint->input);
  const RungsFormat *format =
    g_array_index (self->assembly->trace->inputs, RungsTraceInput, endpoint->input).format;

  if (note->logger != 0)
    return find_party (self, host_key (note->logger), note->logger, TRUE);
  if (input->mac != 0)
    return find_party (self, rungs_mix (input->mac, 2), input->mac, TRUE);
  return find_party (self, rungs_mix (rungs_hash (rungs_span_of (format->id)), 3), endpoint->text,
                     TRUE);
}

static void
collect_parties (Parties *self)
{
  RungsTrace *trace = self->assembly->trace;

  self->party_of = g_new (guint32, trace->endpoints->len + 1);
  for (guint32 i = 0; i < trace->endpoints->len; i++)
    if (g_array_index (self->assembly->builder->endpoint_notes, RungsEndpointNote, i).evidence
        & RUNGS_EVIDENCE_LOOP)
      *rungs_table_slot (&self->talks_to_itself,
                         g_array_index (trace->endpoints, RungsEndpoint, i).host) = i;
  for (guint32 i = 0; i < trace->endpoints->len; i++)
    {
      const RungsEndpoint *endpoint = &g_array_index (trace->endpoints, RungsEndpoint, i);
      const RungsEndpointNote *note =
        &g_array_index (self->assembly->builder->endpoint_notes, RungsEndpointNote, i);
      Party *party;

      self->party_of[i] = endpoint->is_own ? own_party (self, endpoint, note)
                                           : find_party (self, host_key (label_of (self, i)),
                                                         label_of (self, i), FALSE);
      party = &g_array_index (self->parties, Party, self->party_of[i]);
      party->is_own |= endpoint->is_own;
      party->is_sbc |= endpoint->is_own;
      party->evidence |= note->evidence;
      self->has_logger |= note->logger != 0;
    }
  for (guint32 i = 0; i < self->parties->len; i++)
    {
      Party *party = &g_array_index (self->parties, Party, i);
      party->is_teams = !party->is_own && party->evidence & RUNGS_EVIDENCE_STRONG;
    }
}

static void
for_each_leg (Parties *self,
              void (*visit) (Parties *self, const RungsLeg *leg, Party *src, Party *dst))
{
  GArray *legs = self->assembly->trace->legs;

  for (guint32 i = 0; i < legs->len; i++)
    {
      const RungsLeg *leg = &g_array_index (legs, RungsLeg, i);
      visit (self, leg, party_of (self, leg->src), party_of (self, leg->dst));
    }
}

static void
visit_teams (Parties *self, const RungsLeg *leg, Party *src, Party *dst)
{
  if (src->is_teams)
    dst->from_teams_or_sbc = TRUE;
  if (dst->is_teams)
    src->from_teams_or_sbc = TRUE;
}

/* The middle of a call that goes in one side and out the other. */
static void
mark_middles (Parties *self)
{
  RungsTrace *trace = self->assembly->trace;

  for (guint32 c = 0; c < trace->calls->len; c++)
    {
      const RungsCall *call = &g_array_index (trace->calls, RungsCall, c);
      const RungsLeg *legs = &g_array_index (trace->legs, RungsLeg, call->first_leg);

      if (call->kind != RUNGS_KIND_INVITE)
        continue;
      for (guint32 i = 1; i < call->n_legs; i++)
        for (guint32 k = i; k-- > 0 && i - k <= 4;)
          if (party_of (self, legs[k].dst) == party_of (self, legs[i].src)
              && party_of (self, legs[i].src)->label != 0
              && party_of (self, legs[k].src) != party_of (self, legs[k].dst))
            party_of (self, legs[i].src)->from_teams_or_sbc = party_of (self, legs[i].src)->is_sbc =
              TRUE;
    }
}

/* Weaker signs pass through an SBC, so they count only for who is not one. */
static void
mark_weak_teams (Parties *self)
{
  gboolean any_strong = FALSE;

  for (guint32 i = 0; i < self->parties->len; i++)
    any_strong |= g_array_index (self->parties, Party, i).is_teams;
  for (guint32 i = 0; i < self->parties->len; i++)
    {
      Party *party = &g_array_index (self->parties, Party, i);
      gboolean is_weak = party->evidence & (RUNGS_EVIDENCE_AGENT | RUNGS_EVIDENCE_URI)
                         || (party->evidence & RUNGS_EVIDENCE_INTERFACE && !any_strong);

      if (is_weak && !party->is_own && !party->is_sbc && !party->from_teams_or_sbc
          && party->label != 0)
        party->is_teams = TRUE;
    }
}

static void
visit_sbc (Parties *self, const RungsLeg *leg, Party *src, Party *dst)
{
  if (src->is_teams && !dst->is_teams)
    dst->is_sbc = TRUE;
  if (dst->is_teams && !src->is_teams)
    src->is_sbc = TRUE;
}

static void
visit_peer (Parties *self, const RungsLeg *leg, Party *src, Party *dst)
{
  if (src->is_sbc)
    dst->talks_to_sbc = TRUE;
  if (dst->is_sbc)
    src->talks_to_sbc = TRUE;
}

/* Two addresses that joining found to be the two sides of one SBC. */
static void
merge_sides (Parties *self)
{
  const GArray *pairs = self->assembly->same_device;

  for (guint i = 0; i < pairs->len; i++)
    {
      const RungsString *pair = (const RungsString *) pairs->data + 2 * i;
      guint32 a = rungs_table_get (&self->by_key, host_key (pair[0]));
      guint32 b = rungs_table_get (&self->by_key, host_key (pair[1]));
      Party *first, *second;

      if (a == RUNGS_TABLE_NONE || b == RUNGS_TABLE_NONE)
        continue;
      first = party_at (self, MIN (a, b));
      second = party_at (self, MAX (a, b));
      if (first == second || first->is_teams || second->is_teams || first->is_own || second->is_own)
        continue;
      if (second < first)
        {
          Party *swap = first;
          first = second;
          second = swap;
        }
      first->is_sbc = TRUE;
      second->same_as = (guint32) (first - (Party *) self->parties->data);
    }
}

/* @other is an address of the device that wrote a log. */
static void
absorb (Parties *self, guint32 own, guint32 other)
{
  const Party *parties = (const Party *) self->parties->data;
  Party *first = party_at (self, own), *second = party_at (self, other);

  if (first == second || !first->is_own || second->is_own || second->is_teams || second->label == 0)
    return;
  second->same_as = (guint32) (first - parties);
}

/* A capture, or the log of the next device, shows the same message with an address where a log has its own interface. */
static void
learn_own_addresses (Parties *self)
{
  RungsTrace *trace = self->assembly->trace;

  if (trace->inputs->len < 2 && !self->has_logger)
    return;
  for (guint32 i = 0; i < trace->rows.n; i++)
    {
      const RungsMessage *row = rungs_rows_at (&trace->rows, i);
      const RungsMessage *first;

      if (!(row->flags & RUNGS_MESSAGE_DUPLICATE))
        continue;
      first = rungs_rows_at (&trace->rows, row->duplicate_of);
      absorb (self, self->party_of[first->src], self->party_of[row->src]);
      absorb (self, self->party_of[row->src], self->party_of[first->src]);
      absorb (self, self->party_of[first->dst], self->party_of[row->dst]);
      absorb (self, self->party_of[row->dst], self->party_of[first->dst]);
    }
}

static RungsDeviceKind
kind_of (const Party *party)
{
  if (party->is_teams)
    return RUNGS_DEVICE_TEAMS;
  if (party->is_sbc)
    return RUNGS_DEVICE_SBC;
  if (party->evidence & RUNGS_EVIDENCE_REGISTERS)
    return RUNGS_DEVICE_PHONE;
  return party->talks_to_sbc && party->label != 0 ? RUNGS_DEVICE_CARRIER : RUNGS_DEVICE_UNKNOWN;
}

static RungsString
name_of (RungsTrace *trace, const Party *party, RungsDeviceKind kind, guint n_sbcs)
{
  const char *label = rungs_strings_get (trace->strings, party->label);
  g_autofree char *name = NULL;

  if (kind == RUNGS_DEVICE_TEAMS)
    name = g_strdup (_ ("Teams proxy"));
  else if (kind == RUNGS_DEVICE_SBC)
    name = n_sbcs > 1 ? g_strdup_printf (_ ("SBC %s"), label) : g_strdup (_ ("SBC"));
  else
    name = g_strdup (*label != '\0' ? label : _ ("unknown"));
  return rungs_strings_intern (trace->strings, rungs_span_of (name));
}

static void
make_devices (Parties *self)
{
  RungsTrace *trace = self->assembly->trace;
  guint32 teams = RUNGS_NONE;
  guint n_sbcs = 0;

  for (guint32 i = 0; i < self->parties->len; i++)
    {
      const Party *party = &g_array_index (self->parties, Party, i);
      n_sbcs += party->same_as == RUNGS_NONE && kind_of (party) == RUNGS_DEVICE_SBC;
    }
  for (guint32 i = 0; i < trace->endpoints->len; i++)
    {
      Party *party = party_of (self, i);
      RungsDevice device = { 0, kind_of (party) };

      if (party->device == RUNGS_NONE && party->is_teams && teams != RUNGS_NONE)
        party->device = teams;
      if (party->device == RUNGS_NONE)
        {
          device.name = name_of (trace, party, device.kind, n_sbcs);
          party->device = trace->devices->len;
          g_array_append_val (trace->devices, device);
          if (party->is_teams)
            teams = party->device;
        }
      g_array_index (trace->endpoints, RungsEndpoint, i).device = party->device;
    }
}

gboolean
rungs_device_is_teams (RungsTrace *trace, guint32 endpoint)
{
  guint32 device = g_array_index (trace->endpoints, RungsEndpoint, endpoint).device;

  return g_array_index (trace->devices, RungsDevice, device).kind == RUNGS_DEVICE_TEAMS;
}

/* Does this message tell who called whom: an INVITE outside a dialog, its answers, its ACK and CANCEL. */
static gboolean
tells_caller (const RungsTrace *trace, const RungsMessage *row)
{
  if (row->code != 0)
    return row->method == trace->methods[RUNGS_METHOD_INVITE];
  return (row->method == trace->methods[RUNGS_METHOD_INVITE]
          && !(row->flags & RUNGS_MESSAGE_TO_TAG))
         || row->method == trace->methods[RUNGS_METHOD_ACK]
         || row->method == trace->methods[RUNGS_METHOD_CANCEL];
}

static gboolean
leads_to_teams (RungsTrace *trace, const RungsCall *call)
{
  const RungsLeg *legs = &g_array_index (trace->legs, RungsLeg, call->first_leg);

  for (guint32 i = 0; i < call->n_legs; i++)
    if (rungs_device_is_teams (trace, legs[i].dst))
      return TRUE;
  return FALSE;
}

/* Which side sent the first INVITE: Teams, or somebody else and a leg goes to Teams. Where the log begins in the middle,
 * the first message may be one of the other leg: then those of the Teams leg tell. */
static RungsDirection
direction_of (RungsTrace *trace, const RungsCall *call)
{
  for (guint32 i = 0; i < call->n_rows; i++)
    {
      const RungsMessage *row = rungs_rows_at (&trace->rows, trace->order[call->first_row + i]);

      if (call->kind == RUNGS_KIND_INVITE && !tells_caller (trace, row))
        continue;
      if (rungs_device_is_teams (trace, row->code == 0 ? row->src : row->dst))
        return RUNGS_DIRECTION_FROM_TEAMS;
      if (leads_to_teams (trace, call))
        return RUNGS_DIRECTION_TO_TEAMS;
      if (row->code == 0 && row->method != trace->methods[RUNGS_METHOD_ACK])
        break;
    }
  return RUNGS_DIRECTION_UNKNOWN;
}

static void
set_directions (RungsTrace *trace)
{
  for (guint32 c = 0; c < trace->calls->len; c++)
    {
      RungsCall *call = &g_array_index (trace->calls, RungsCall, c);

      call->direction = (guint8) direction_of (trace, call);
    }
}

void
rungs_devices_assign (RungsAssembly *self)
{
  Parties parties = { .assembly = self, .parties = g_array_new (FALSE, FALSE, sizeof (Party)) };

  collect_parties (&parties);
  for_each_leg (&parties, visit_teams);
  learn_own_addresses (&parties);
  merge_sides (&parties);
  mark_middles (&parties);
  mark_weak_teams (&parties);
  for_each_leg (&parties, visit_sbc);
  for_each_leg (&parties, visit_peer);
  make_devices (&parties);
  set_directions (self->trace);

  g_array_unref (parties.parties);
  rungs_table_clear (&parties.by_key);
  rungs_table_clear (&parties.talks_to_itself);
  g_free (parties.party_of);
}
