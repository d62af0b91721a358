/* Endpoints to devices: all interfaces and ports of one SBC are one lane of the ladder, all
 * addresses of Microsoft's proxy another. The log says which ends are its own; in a capture the SBC
 * is who talks to Teams, and who stands in the middle of joined legs. */
#include "config.h"

#include "calls/devices.h"

#include <glib/gi18n-lib.h>

#include "calls/device-keys.h"
#include "memory/choice-set.h"
#include "trace/assembly.h"

/* All addresses of Microsoft's proxy are one device. */
#define TEAMS_KEY "teams"

/* What a host (or one logging SBC) is known to be. */
typedef struct
{
  RungsString label; /* host; or what the log calls the device */
  RungsString realm; /* of a host that is two: behind which interface this one is; else 0 */
  RungsString id;    /* of a device that wrote a log: what it is known by */
  RungsString user_name;
  /* of one that is somebody else elsewhere: where this one is; 0: the same everywhere */
  RungsString place;
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
  RungsTable in_realms;       /* hosts that one device reaches by several of its interfaces */
  RungsTable name_of_mac;     /* what another log calls the device of these session keys */
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

/* Whose end it is: a host, as a rule. On a machine that talks to itself each port is somebody else;
 * who sends from a port of the moment (TCP) is known by the one in its Via. */
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

static const RungsEndpoint *
endpoint_at (const Parties *self, guint32 i)
{
  return &g_array_index (self->assembly->trace->endpoints, RungsEndpoint, i);
}

static const RungsEndpointNote *
note_at (const Parties *self, guint32 i)
{
  return &g_array_index (self->assembly->builder->endpoint_notes, RungsEndpointNote, i);
}

/* The device that wrote the log. */
typedef struct
{
  guint64 key;
  RungsString id;    /* what it is known by */
  RungsString label; /* what people know it by; 0: nothing better than an interface of its */
} Owner;

/* In a log with one writer and one MAC in its session keys the two are the same device; another log
 * may have the MAC alone. */
static void
name_macs (Parties *self)
{
  RungsTrace *trace = self->assembly->trace;
  g_autofree RungsString *only = g_new0 (RungsString, trace->inputs->len + 1);
  g_autofree gboolean *is_mixed = g_new0 (gboolean, trace->inputs->len + 1);

  for (guint32 i = 0; i < trace->endpoints->len; i++)
    {
      guint16 input = endpoint_at (self, i)->input;
      RungsString logger = note_at (self, i)->logger;

      if (!endpoint_at (self, i)->is_own || logger == 0)
        continue;
      is_mixed[input] |= only[input] != 0 && only[input] != logger;
      only[input] = logger;
    }
  for (guint i = 0; i < trace->inputs->len; i++)
    {
      RungsString mac = g_array_index (self->assembly->builder->input_notes, RungsInputNote, i).mac;
      guint32 *slot;

      if (mac == 0 || only[i] == 0 || only[i] == mac || is_mixed[i])
        continue;
      slot = rungs_table_slot (&self->name_of_mac, mac);
      if (*slot == RUNGS_TABLE_NONE)
        *slot = only[i];
    }
}

static RungsString
named (const Parties *self, RungsString logger_or_mac)
{
  guint32 name = rungs_table_get (&self->name_of_mac, logger_or_mac);

  return name != RUNGS_TABLE_NONE ? name : logger_or_mac;
}

/* By its name in the log, by the MAC in its session keys (so that rotated files are one device),
 * else one per kind of log. */
static Owner
owner_of (const Parties *self, guint32 i)
{
  RungsTrace *trace = self->assembly->trace;
  guint16 input = endpoint_at (self, i)->input;
  RungsString logger = note_at (self, i)->logger;
  RungsString mac = g_array_index (self->assembly->builder->input_notes, RungsInputNote, input).mac;
  RungsSpan format =
    rungs_span_of (g_array_index (trace->inputs, RungsTraceInput, input).format->id);

  if (logger == 0 && mac != 0 && named (self, mac) != mac)
    logger = mac;
  if (logger != 0)
    {
      logger = named (self, logger);
      return (Owner){ host_key (logger), logger, logger };
    }
  if (mac != 0)
    return (Owner){ rungs_mix (mac, 2), mac, mac };
  return (Owner){ rungs_mix (rungs_hash (format), 3), rungs_strings_intern (trace->strings, format),
                  0 };
}

static guint32
own_party (Parties *self, guint32 i)
{
  Owner owner = owner_of (self, i);
  guint32 party = find_party (self, owner.key,
                              owner.label != 0 ? owner.label : endpoint_at (self, i)->text, TRUE);

  g_array_index (self->parties, Party, party).id = owner.id;
  return party;
}

/* The same address may be somebody else in each network that an SBC stands in. */
static void
find_realms (Parties *self)
{
  RungsTable firsts = RUNGS_TABLE_INIT;

  for (guint32 i = 0; i < self->assembly->trace->endpoints->len; i++)
    {
      const RungsEndpoint *endpoint = endpoint_at (self, i);
      guint32 *first;

      if (endpoint->realm == 0 || endpoint->host == 0)
        continue;
      first = rungs_table_slot (&firsts, rungs_mix (endpoint->host, owner_of (self, i).key));
      if (*first == RUNGS_TABLE_NONE)
        *first = endpoint->realm;
      else if (*first != endpoint->realm)
        *rungs_table_slot (&self->in_realms, endpoint->host) = 1;
    }
  rungs_table_clear (&firsts);
}

static guint32
host_party (Parties *self, guint32 i)
{
  const RungsEndpoint *endpoint = endpoint_at (self, i);
  RungsString label = label_of (self, i);
  guint32 party, *slot;
  guint64 key;

  if (endpoint->realm == 0 || label != endpoint->host
      || rungs_table_get (&self->in_realms, endpoint->host) == RUNGS_TABLE_NONE)
    return find_party (self, host_key (label), label, FALSE);

  key = rungs_mix (rungs_mix (host_key (label), endpoint->realm), owner_of (self, i).key);
  party = find_party (self, key, label, FALSE);
  g_array_index (self->parties, Party, party).realm = endpoint->realm;
  /* Who knows the address alone means the first of them. */
  slot = rungs_table_slot (&self->by_key, host_key (label));
  if (*slot == RUNGS_TABLE_NONE)
    *slot = party;
  return party;
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
  name_macs (self);
  find_realms (self);
  for (guint32 i = 0; i < trace->endpoints->len; i++)
    {
      const RungsEndpoint *endpoint = endpoint_at (self, i);
      const RungsEndpointNote *note = note_at (self, i);
      Party *party;

      self->party_of[i] = endpoint->is_own ? own_party (self, i) : host_party (self, i);
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

/* A capture, or the log of the next device, shows the same message with an address where a log has
 * its own interface. */
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
  const char *host = rungs_strings_get (trace->strings, party->label);
  const char *realm = rungs_strings_get (trace->strings, party->realm);
  g_autofree char *label =
    party->realm != 0 ? g_strdup_printf ("%s (%s)", host, realm) : g_strdup (host);
  g_autofree char *name = NULL;

  if (party->user_name != 0)
    return party->user_name;
  if (kind == RUNGS_DEVICE_TEAMS)
    name = g_strdup (_ ("Teams proxy"));
  else if (kind == RUNGS_DEVICE_SBC)
    name = n_sbcs > 1 ? g_strdup_printf (_ ("SBC %s"), label) : g_strdup (_ ("SBC"));
  else
    name = g_strdup (*label != '\0' ? label : _ ("unknown"));
  return rungs_strings_intern (trace->strings, rungs_span_of (name));
}

/* How the device is known in other logs. @place: of one that is somebody else elsewhere. */
static char *
key_at (const Parties *self, const Party *party, RungsString place)
{
  const RungsStrings *strings = self->assembly->trace->strings;
  const char *label = rungs_strings_get (strings, party->label);
  const char *in = place != 0 ? " in " : "";
  const char *where = rungs_strings_get (strings, place);

  if (party->is_teams)
    return g_strdup (TEAMS_KEY);
  if (party->is_own)
    return g_strconcat ("own:", rungs_strings_get (strings, party->id), in, where, NULL);
  if (party->realm != 0)
    return g_strconcat ("host:", label, "@", rungs_strings_get (strings, party->realm), in, where,
                        NULL);
  return g_strconcat ("host:", label, in, where, NULL);
}

static char *
key_of (const Parties *self, const Party *party)
{
  return key_at (self, party, party->place);
}

static gboolean
is_mac (const Parties *self, RungsString id)
{
  const GArray *notes = self->assembly->builder->input_notes;

  for (guint i = 0; i < notes->len; i++)
    if (g_array_index (notes, RungsInputNote, i).mac == id)
      return id != 0;
  return FALSE;
}

static gboolean
is_bound_to_place (const Parties *self, const Party *party)
{
  RungsString name = party->is_own ? party->id : party->label;

  return !party->is_teams && !(party->is_own && is_mac (self, name))
         && rungs_host_is_private (rungs_strings_span (self->assembly->trace->strings, name));
}

/* All keys that something is decided about: char*, of the choices. */
static GHashTable *
decided_keys (const RungsChoiceSet *choices)
{
  GHashTable *keys = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer key, other;

  if (choices == NULL)
    return keys;
  g_hash_table_iter_init (&iter, choices->names);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (keys, key);
  g_hash_table_iter_init (&iter, choices->same_as);
  while (g_hash_table_iter_next (&iter, &key, &other))
    {
      g_hash_table_add (keys, key);
      g_hash_table_add (keys, other);
    }
  return keys;
}

/* An address in several inputs is taken to be in the first, unless the user decided about it in
 * another. */
static void
place_parties (Parties *self)
{
  g_autofree RungsString *places = rungs_input_places (self->assembly);
  g_autofree guint8 *is_bound = g_new0 (guint8, self->parties->len + 1);
  g_autoptr (GHashTable) decided = decided_keys (self->assembly->choices);

  for (guint32 i = 0; i < self->parties->len; i++)
    is_bound[i] = is_bound_to_place (self, &g_array_index (self->parties, Party, i));
  for (guint32 i = 0; i < self->assembly->trace->endpoints->len; i++)
    {
      Party *party = &g_array_index (self->parties, Party, self->party_of[i]);
      RungsString place = places[endpoint_at (self, i)->input];
      g_autofree char *key = NULL;

      if (!is_bound[self->party_of[i]] || place == 0 || place == party->place)
        continue;
      key = party->place != 0 ? key_at (self, party, place) : NULL;
      if (key == NULL || g_hash_table_contains (decided, key))
        party->place = place;
    }
}

static void
merge_parties (Parties *self, guint32 into, guint32 other)
{
  Party *root = &g_array_index (self->parties, Party, into);
  Party *party = &g_array_index (self->parties, Party, other);

  root->is_own |= party->is_own;
  root->is_sbc |= party->is_sbc;
  root->evidence |= party->evidence;
  root->id = root->id != 0 ? root->id : party->id;
  party->same_as = into;
}

/* Addresses that the user made one device. The one that the others were merged into stands for
 * all. */
static void
merge_by_hand (Parties *self)
{
  const RungsChoiceSet *choices = self->assembly->choices;
  g_autoptr (GHashTable) firsts = NULL;

  if (choices == NULL || g_hash_table_size (choices->same_as) == 0)
    return;
  firsts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint32 i = 0; i < self->parties->len; i++)
    {
      Party *party = &g_array_index (self->parties, Party, i);
      g_autofree char *key = key_of (self, party);
      const char *device = rungs_choice_set_resolve (choices, key);
      gpointer first = g_hash_table_lookup (firsts, device);

      if (g_str_equal (device, TEAMS_KEY))
        party->is_teams = TRUE;
      else if (first == NULL)
        g_hash_table_insert (firsts, g_strdup (device), GUINT_TO_POINTER (i + 1));
      else if (g_str_equal (device, key))
        {
          merge_parties (self, i, GPOINTER_TO_UINT (first) - 1);
          g_hash_table_insert (firsts, g_strdup (device), GUINT_TO_POINTER (i + 1));
        }
      else
        merge_parties (self, GPOINTER_TO_UINT (first) - 1, i);
    }
}

/* The user's names; that of the device which others were merged into counts most. */
static void
name_by_hand (Parties *self)
{
  const RungsChoiceSet *choices = self->assembly->choices;

  if (choices == NULL || g_hash_table_size (choices->names) == 0)
    return;
  for (guint32 i = 0; i < self->parties->len; i++)
    {
      Party *party = &g_array_index (self->parties, Party, i), *root = party_at (self, i);
      g_autofree char *key = key_of (self, party);
      const char *name =
        g_hash_table_lookup (choices->names, rungs_choice_set_resolve (choices, key));

      if (name == NULL)
        name = g_hash_table_lookup (choices->names, key);
      if (name != NULL && (root == party || root->user_name == 0))
        root->user_name =
          rungs_strings_intern (self->assembly->trace->strings, rungs_span_of (name));
    }
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
      RungsDevice device = { .kind = kind_of (party), .is_named = party->user_name != 0 };

      if (party->device == RUNGS_NONE && party->is_teams && teams != RUNGS_NONE)
        party->device = teams;
      if (party->device == RUNGS_NONE)
        {
          g_autofree char *key = key_of (self, party);

          device.name = name_of (trace, party, device.kind, n_sbcs);
          device.key = rungs_strings_intern (trace->strings, rungs_span_of (key));
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

/* Does this message tell who called whom: an INVITE outside a dialog, its answers, its ACK and
 * CANCEL. */
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

/* Which side sent the first INVITE: Teams, or somebody else and a leg goes to Teams. Where the log
 * begins in the middle, the first message may be one of the other leg: then those of the Teams leg
 * tell. */
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
  place_parties (&parties);
  merge_by_hand (&parties);
  for_each_leg (&parties, visit_teams);
  learn_own_addresses (&parties);
  merge_sides (&parties);
  mark_middles (&parties);
  mark_weak_teams (&parties);
  for_each_leg (&parties, visit_sbc);
  for_each_leg (&parties, visit_peer);
  name_by_hand (&parties);
  make_devices (&parties);
  set_directions (self->trace);

  g_array_unref (parties.parties);
  rungs_table_clear (&parties.by_key);
  rungs_table_clear (&parties.talks_to_itself);
  rungs_table_clear (&parties.in_realms);
  rungs_table_clear (&parties.name_of_mac);
  g_free (parties.party_of);
}
