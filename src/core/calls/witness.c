/* The same message again. Sent again by its sender: a retransmission. Seen again by somebody else -
 * another file, another device's log, another interface of the capture: a duplicate of the
 * first. */
#include "config.h"

#include "calls/witness.h"

#include "trace/assembly.h"

/* A second witness in the same capture sees a message this soon; a sender waits five times as long
 * (T1, RFC 3261 17.1.1.1) before it sends again. */
#define WITNESS_WINDOW (RUNGS_STAMP_SECOND / 10)
/* A packet that a capture on "any" shows twice on the same path. */
#define TWICE_WINDOW (RUNGS_STAMP_SECOND / 1000)

/* What has been seen of one message: by anybody, by one witness, or as the n-th sending of it. */
typedef struct
{
  guint32 message; /* the latest that counts */
  guint32 n;       /* sights so far */
} Sight;

typedef struct
{
  RungsAssembly *assembly;
  RungsTable table; /* key -> index into sights */
  GArray *sights;   /* Sight */
} Witnesses;

/* Index of the sight under @key, made when there is none. */
static guint32
sight_of (Witnesses *self, guint64 key)
{
  guint32 *slot = rungs_table_slot (&self->table, key);
  Sight fresh = { RUNGS_NONE, 0 };

  if (*slot == RUNGS_TABLE_NONE)
    {
      *slot = self->sights->len;
      g_array_append_val (self->sights, fresh);
    }
  return *slot;
}

static gboolean
is_other_witness (const Witnesses *self, const RungsMessage *a, const RungsMessage *b)
{
  const RungsEndpointNote *notes =
    (const RungsEndpointNote *) self->assembly->builder->endpoint_notes->data;

  return a->input != b->input || notes[a->src].logger != notes[b->src].logger;
}

static gboolean
is_within (const RungsMessage *a, const RungsMessage *b, gint64 window)
{
  return a->time != RUNGS_STAMP_NONE && b->time != RUNGS_STAMP_NONE
         && ABS (b->time - a->time) < window;
}

/* A log that was saved twice, or came from two servers, has the very same stamp again; one that
 * shows whole seconds proves nothing. */
static gint64
twice_window (const Witnesses *self, const RungsMessage *row)
{
  if (g_array_index (self->assembly->trace->inputs, RungsTraceInput, row->input).format->frames)
    return TWICE_WINDOW;
  return row->time % RUNGS_STAMP_SECOND != 0 ? 1 : 0;
}

/* The message that @row shows once more, RUNGS_NONE when it was really sent (again). */
static guint32
duplicate_of (Witnesses *self,
              const RungsMessage *row,
              guint64 key,
              const Sight *any,
              const Sight *path)
{
  RungsRows *rows = &self->assembly->trace->rows;
  const RungsMessage *last;

  if (any->n == 0)
    return RUNGS_NONE;
  last = rungs_rows_at (rows, any->message);
  if (is_other_witness (self, last, row))
    {
      /* Each witness counts its own sights: its third is the third of the others, whatever the
       * clocks say. */
      guint32 nth = rungs_table_get (&self->table, rungs_mix (key, path->n + 1u));

      return nth != RUNGS_TABLE_NONE ? g_array_index (self->sights, Sight, nth).message
                                     : RUNGS_NONE;
    }
  if (last->src != row->src || last->dst != row->dst)
    return is_within (last, row, WITNESS_WINDOW) ? any->message : RUNGS_NONE;
  if (last->size == row->size && is_within (last, row, twice_window (self, row)))
    return any->message;
  return RUNGS_NONE;
}

static void
see (Witnesses *self, guint32 message)
{
  RungsMessage *row = rungs_rows_at (&self->assembly->trace->rows, message);
  guint64 key = rungs_message_key (row);
  guint32 any = sight_of (self, key);
  guint32 path = sight_of (
    self, rungs_mix (key, (guint64) row->src << 32 | row->dst | G_GUINT64_CONSTANT (1) << 63));
  Sight *sights = (Sight *) self->sights->data;
  guint32 nth;

  row->duplicate_of = duplicate_of (self, row, key, &sights[any], &sights[path]);
  sights[path].n++;
  if (row->duplicate_of != RUNGS_NONE)
    {
      row->flags |= RUNGS_MESSAGE_DUPLICATE;
      return;
    }
  if (sights[any].n > 0)
    row->flags |= RUNGS_MESSAGE_RETRANSMISSION;
  sights[any].message = message;
  nth = sight_of (self, rungs_mix (key, ++sights[any].n));
  g_array_index (self->sights, Sight, nth).message = message;
}

static void
mark_calls (RungsAssembly *self, guint32 first, guint32 end)
{
  RungsTrace *trace = self->trace;
  Witnesses witnesses = { self, RUNGS_TABLE_INIT, g_array_new (FALSE, FALSE, sizeof (Sight)) };

  for (guint32 c = first; c < end; c++)
    {
      RungsCall *call = &g_array_index (trace->calls, RungsCall, c);

      rungs_assembly_prefetch (self, c + 1);
      rungs_table_reset (&witnesses.table, call->n_rows * 3);
      g_array_set_size (witnesses.sights, 0);
      for (guint32 i = 0; i < call->n_rows; i++)
        {
          guint32 message = trace->order[call->first_row + i];
          const RungsMessage *row = rungs_rows_at (&trace->rows, message);

          see (&witnesses, message);
          if (row->flags & RUNGS_MESSAGE_DUPLICATE)
            continue;
          call->n_messages++;
          call->n_retransmissions += row->flags & RUNGS_MESSAGE_RETRANSMISSION ? 1 : 0;
          g_array_index (trace->legs, RungsLeg, row->leg).n_messages++;
        }
    }
  rungs_table_clear (&witnesses.table);
  g_array_unref (witnesses.sights);
}

void
rungs_witness_mark (RungsAssembly *self)
{
  rungs_assembly_each_call (self, mark_calls);
}
