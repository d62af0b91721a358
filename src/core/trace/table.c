/* Open addressing with linear probing, at most two thirds full. */
#include "config.h"

#include "trace/table.h"

#define MIN_SLOTS 16
/* A scratch table that once served a giant call is made small again when it is this many times too
 * big: emptying it for each small call would be quadratic in effect. */
#define TOO_BIG 64

static void
allocate (RungsTable *table, guint32 slots)
{
  table->slots = g_new (RungsSlot, slots);
  memset (table->slots, 0xff, sizeof (RungsSlot) * slots);
  table->mask = slots - 1;
  table->n = 0;
}

void
rungs_table_clear (RungsTable *table)
{
  g_clear_pointer (&table->slots, g_free);
  table->mask = table->n = 0;
}

void
rungs_table_reset (RungsTable *table, guint32 expected)
{
  guint32 slots = MIN_SLOTS;

  while (slots / 3 * 2 <= expected && slots < G_MAXUINT32 / 2)
    slots *= 2;

  if (table->slots != NULL && table->mask + 1 >= slots && (table->mask + 1) / TOO_BIG <= slots)
    {
      memset (table->slots, 0xff, sizeof (RungsSlot) * ((gsize) table->mask + 1));
      table->n = 0;
      return;
    }
  rungs_table_clear (table);
  allocate (table, slots);
}

static inline gboolean
has_key (const RungsSlot *slot, guint64 key)
{
  return slot->key[0] == (guint32) key && slot->key[1] == (guint32) (key >> 32);
}

static RungsSlot *
find (const RungsTable *table, guint64 key)
{
  guint32 at = (guint32) key & table->mask;

  while (table->slots[at].value != RUNGS_TABLE_NONE && !has_key (&table->slots[at], key))
    at = (at + 1) & table->mask;
  return &table->slots[at];
}

guint32
rungs_table_get (const RungsTable *table, guint64 key)
{
  return table->slots != NULL ? find (table, key)->value : RUNGS_TABLE_NONE;
}

static void
grow (RungsTable *table)
{
  RungsTable old = *table;

  allocate (table, old.slots != NULL ? (old.mask + 1) * 2 : MIN_SLOTS);
  for (gsize i = 0; old.slots != NULL && i <= old.mask; i++)
    if (old.slots[i].value != RUNGS_TABLE_NONE)
      *find (table, (guint64) old.slots[i].key[1] << 32 | old.slots[i].key[0]) = old.slots[i];
  table->n = old.n;
  rungs_table_clear (&old);
}

guint32 *
rungs_table_slot (RungsTable *table, guint64 key)
{
  RungsSlot *slot;

  if (table->slots == NULL || (guint64) table->n * 3 >= ((guint64) table->mask + 1) * 2)
    grow (table);

  slot = find (table, key);
  if (slot->value == RUNGS_TABLE_NONE)
    {
      slot->key[0] = (guint32) key;
      slot->key[1] = (guint32) (key >> 32);
      table->n++;
    }
  return &slot->value;
}

guint64
rungs_hash (RungsSpan s)
{
  guint64 h = s.len * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  guint64 word;

  while (s.len >= sizeof word)
    {
      memcpy (&word, s.str, sizeof word);
      h = (h ^ word) * G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
      h ^= h >> 32;
      s = rungs_span_skip (s, sizeof word);
    }
  word = 0;
  if (s.len > 0)
    memcpy (&word, s.str, s.len);
  return rungs_mix (h, word);
}
