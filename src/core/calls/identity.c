/* Values that B2BUAs pass on from leg to leg, or by which one leg names the other. Each header is
 * read of the first INVITE of a leg; all that are there count, so that a call is followed through
 * devices that each know another one. Sources: RFC 7989 (Session-ID), RFC 7315 5.6
 * (P-Charging-Vector), vendors' manuals and real logs for the rest. */
#include "config.h"

#include "calls/identity.h"

#include "base/limits.h"
#include "trace/builder.h"

/* Bytes of an identity that are compared. */
#define MAX_IDENTITY_BYTES 256

/* Shorter values are no identities ("0", "1234"). */
#define MIN_IDENTITY 8

/* What the value looks like. */
typedef enum
{
  SHAPE_VALUE,    /* all of it, or up to the first parameter */
  SHAPE_SESSION,  /* Session-ID: a UUID, and the other side's as a parameter */
  SHAPE_CHARGING, /* P-Charging-Vector: the parameter icid-value */
  SHAPE_REFERRED, /* Referred-By from Teams: the parameter x-ti */
} Shape;

typedef struct
{
  const char *name;
  Shape shape;
  gboolean is_loose; /* what stands there is up to whoever set the device up */
} Known;

static const Known known[] = {
  { "Session-ID", SHAPE_SESSION, FALSE },
  { "P-Charging-Vector", SHAPE_CHARGING, FALSE },
  { "Cisco-Guid", SHAPE_VALUE, FALSE },
  { "Av-Global-Session-ID", SHAPE_VALUE, FALSE },
  { "Ms-Conversation-ID", SHAPE_VALUE, FALSE },
  { "X-Genesys-CallUUID", SHAPE_VALUE, FALSE },
  { "X-Inin-Cnv", SHAPE_VALUE, FALSE },
  { "Referred-By", SHAPE_REFERRED, FALSE },
  { "X-CID", SHAPE_VALUE, TRUE },
  { "X-Call-ID", SHAPE_VALUE, TRUE },
  { "X-CallID", SHAPE_VALUE, TRUE },
  { "X-Original-Call-ID", SHAPE_VALUE, TRUE },
  { "X-Session-ID", SHAPE_VALUE, TRUE },
};

/* A header that is looked for. */
typedef struct
{
  char *name;
  RungsString label;
  Shape shape;
  gboolean is_loose;
} Header;

static void
add_header (RungsBuilder *self, const char *name, Shape shape, gboolean is_loose)
{
  Header header = { g_strdup (name), rungs_builder_intern (self, rungs_span_of (name)), shape,
                    is_loose };

  g_array_append_val (self->identity_headers, header);
}

static void
clear_header (Header *header)
{
  g_free (header->name);
}

void
rungs_identity_init (RungsBuilder *self)
{
  const char *const *names = self->options.join_headers;
  g_auto (GStrv) chosen = self->options.choices != NULL
                            ? rungs_choice_set_dup_join_headers (self->options.choices)
                            : NULL;

  self->identities = g_array_new (FALSE, FALSE, sizeof (RungsIdentity));
  self->identity_headers = g_array_new (FALSE, FALSE, sizeof (Header));
  g_array_set_clear_func (self->identity_headers, (GDestroyNotify) clear_header);
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    add_header (self, known[i].name, known[i].shape, known[i].is_loose);
  for (guint i = 0; names != NULL && names[i] != NULL && i < RUNGS_MAX_JOIN_HEADERS; i++)
    add_header (self, names[i], SHAPE_VALUE, TRUE);
  for (guint i = 0; chosen != NULL && chosen[i] != NULL && i < RUNGS_MAX_JOIN_HEADERS; i++)
    add_header (self, chosen[i], SHAPE_VALUE, TRUE);
}

void
rungs_identity_clear (RungsBuilder *self)
{
  g_clear_pointer (&self->identities, g_array_unref);
  g_clear_pointer (&self->identity_headers, g_array_unref);
}

static gboolean
is_identity (RungsSpan value)
{
  gboolean varied = FALSE;

  for (gsize i = 1; i < value.len && !varied; i++)
    varied = value.str[i] != value.str[0];
  return value.len >= MIN_IDENTITY && varied;
}

/* GUIDs come in capitals here and in small letters there. */
static guint64
identity_hash (RungsSpan value)
{
  char lower[MAX_IDENTITY_BYTES];

  if (value.len > sizeof lower)
    return rungs_hash (value);
  for (gsize i = 0; i < value.len; i++)
    lower[i] = g_ascii_tolower (value.str[i]);
  return rungs_hash (rungs_span (lower, value.len));
}

static RungsSeed *
seed_at (RungsBuilder *self, guint32 i)
{
  return &g_array_index (self->seeds, RungsSeed, i);
}

static gboolean
are_others (RungsNumber a, RungsNumber b)
{
  return a != 0 && b != 0 && !rungs_number_matches (a, b) && !rungs_number_is_extension (a, b)
         && !rungs_number_is_extension (b, a);
}

/* Other people call other people, and nothing but a header that somebody configured says that it is
 * one call. */
static gboolean
contradicts (const RungsSeed *a, const RungsSeed *b)
{
  return are_others (a->calling, b->calling) && are_others (a->called, b->called);
}

static void
add_edge (RungsBuilder *self, guint32 a, guint32 b, RungsJoin why, RungsString by, guint32 identity)
{
  RungsEdge edge = { a,
                     b,
                     identity,
                     by,
                     (guint8) why,
                     seed_at (self, a)->first_input != seed_at (self, b)->first_input };

  if (why == RUNGS_JOIN_CALL_ID)
    edge.across = FALSE;
  g_array_append_val (self->edges, edge);
}

/* The legs were alive together, as far as one clock tells; of two inputs it is asked when all is
 * read. */
static gboolean
are_near (RungsBuilder *self, const RungsSeed *before, const RungsMessage *row)
{
  RungsStamp time = rungs_builder_time (self, row);

  return before->first_input != row->input || before->last == RUNGS_STAMP_NONE
         || time == RUNGS_STAMP_NONE || time <= before->last + RUNGS_HEADER_WINDOW;
}

static void
note (RungsBuilder *self,
      guint32 seed_index,
      const RungsMessage *row,
      RungsSpan value,
      RungsString label,
      gboolean is_loose)
{
  RungsIdentity fresh = { seed_index, 1, label }, *identity;
  guint32 *slot, named, before;

  value = rungs_span_trim (value);
  named =
    value.len > 0 ? rungs_table_get (&self->seed_by_call_id, rungs_hash (value)) : RUNGS_TABLE_NONE;
  if (named != RUNGS_TABLE_NONE && named != seed_index)
    add_edge (self, named, seed_index, RUNGS_JOIN_CALL_ID, label, RUNGS_NONE);
  if (!is_identity (value))
    return;

  slot = rungs_table_slot (&self->evidence, identity_hash (value));
  if (*slot == RUNGS_TABLE_NONE)
    {
      *slot = self->identities->len;
      g_array_append_val (self->identities, fresh);
      return;
    }
  identity = &g_array_index (self->identities, RungsIdentity, *slot);
  before = identity->latest;
  if (before == seed_index)
    return;
  identity->latest = seed_index;
  if ((is_loose && contradicts (seed_at (self, before), seed_at (self, seed_index)))
      || !are_near (self, seed_at (self, before), row))
    return;
  identity->n_legs++;
  add_edge (self, before, seed_index, RUNGS_JOIN_HEADER, label, *slot);
}

/* Another leg may have named this one before it was read. */
static void
note_own_name (RungsBuilder *self, guint32 seed_index, RungsSpan call_id)
{
  guint32 at = self->identities->len > 0
                 ? rungs_table_get (&self->evidence, identity_hash (rungs_span_trim (call_id)))
                 : RUNGS_TABLE_NONE;
  const RungsIdentity *identity;

  if (at == RUNGS_TABLE_NONE)
    return;
  identity = &g_array_index (self->identities, RungsIdentity, at);
  if (identity->latest != seed_index)
    add_edge (self, identity->latest, seed_index, RUNGS_JOIN_CALL_ID, identity->by, RUNGS_NONE);
}

static RungsSpan
head_of (RungsSpan value)
{
  gssize end = rungs_span_find_char (value, ';');

  return end > 0 ? rungs_span_head (value, (gsize) end) : value;
}

/* The first parameter, as a rule this one, has no ";" before it. */
static RungsSpan
icid_of (RungsSpan value)
{
  const RungsSpan name = RUNGS_SPAN ("icid-value=");
  RungsSpan rest = value, first, icid;

  if (!rungs_span_take_until (&rest, ';', &first) || !rungs_span_starts_ci (first, name))
    return rungs_sip_param (value, RUNGS_SPAN ("icid-value"), &icid) ? icid : RUNGS_SPAN_NONE;
  icid = rungs_span_trim (rungs_span_skip (first, name.len));
  if (icid.len >= 2 && icid.str[0] == '"' && icid.str[icid.len - 1] == '"')
    icid = rungs_span (icid.str + 1, icid.len - 2);
  return icid;
}

/* "<sip:…;x-ti=…>;x=y": the parameter stands in the address. */
static RungsSpan
parameter_within (RungsSpan value, RungsSpan name)
{
  gssize at = rungs_span_find_ci (value, name);
  gsize end = 0;

  if (at < 0)
    return RUNGS_SPAN_NONE;
  value = rungs_span_skip (value, (gsize) at + name.len);
  while (end < value.len && strchr (";/>?&, \t\r\n", value.str[end]) == NULL)
    end++;
  return rungs_span_head (value, end);
}

static void
note_header (RungsBuilder *self,
             guint32 seed_index,
             const RungsMessage *row,
             const Header *header,
             RungsSpan value)
{
  RungsSpan other;

  switch (header->shape)
    {
    case SHAPE_SESSION:
      note (self, seed_index, row, head_of (value), header->label, header->is_loose);
      if (rungs_sip_param (value, RUNGS_SPAN ("remote"), &other))
        note (self, seed_index, row, other, header->label, header->is_loose);
      break;
    case SHAPE_CHARGING:
      note (self, seed_index, row, icid_of (value), header->label, header->is_loose);
      break;
    case SHAPE_REFERRED:
      note (self, seed_index, row, parameter_within (value, RUNGS_SPAN ("x-ti=")),
            rungs_builder_intern (self, RUNGS_SPAN ("x-i")), FALSE);
      break;
    case SHAPE_VALUE:
    default:
      note (self, seed_index, row, head_of (value), header->label, header->is_loose);
      break;
    }
}

static const Header *
find_header (RungsBuilder *self, RungsSpan name)
{
  /* Names of headers begin with letters: the bit makes them small. */
  char first = name.len > 0 ? (char) (name.str[0] | 0x20) : '\0';

  for (guint i = 0; i < self->identity_headers->len; i++)
    {
      const Header *header = &g_array_index (self->identity_headers, Header, i);

      if ((char) (header->name[0] | 0x20) == first
          && rungs_span_equal_ci (name, rungs_span_of (header->name)))
        return header;
    }
  return NULL;
}

/* Teams: "<sip:…;x-i=GUID;x-c=CALL-ID/d/8/…>" names the call in its cloud. */
static void
note_contact (RungsBuilder *self, guint32 seed_index, const RungsMessage *row, RungsSpan uri)
{
  RungsSpan value = parameter_within (uri, RUNGS_SPAN (";x-i="));

  if (value.len > 0)
    note (self, seed_index, row, value, rungs_builder_intern (self, RUNGS_SPAN ("x-i")), FALSE);
  value = parameter_within (uri, RUNGS_SPAN (";x-c="));
  if (value.len > 0)
    note (self, seed_index, row, value, rungs_builder_intern (self, RUNGS_SPAN ("x-c")), FALSE);
}

void
rungs_identity_collect (RungsBuilder *self,
                        guint32 seed_index,
                        const RungsMessage *row,
                        const RungsSipIndex *index,
                        RungsSpan bytes)
{
  RungsSpan name, value;
  gsize pos = 0, line;

  note_own_name (self, seed_index, index->call_id);
  while (rungs_sip_next_header (bytes, &pos, &name, &value, &line))
    {
      const Header *header = find_header (self, name);

      if (header != NULL)
        note_header (self, seed_index, row, header, value);
    }
  note_contact (self, seed_index, row, index->contact_uri);
}

void
rungs_identity_collect_answer (RungsBuilder *self,
                               guint32 seed_index,
                               const RungsMessage *row,
                               const RungsSipIndex *index)
{
  if (index->contact_uri.len > 0)
    note_contact (self, seed_index, row, index->contact_uri);
}
