/* Interned strings: an open-addressing table of numbers over an append-only store of bytes.
 *
 * The bytes stand in blocks that never move, so a pointer once handed out stays valid while strings
 * are added. A string costs its bytes, a terminator, 12 bytes of place and length and about 6 bytes
 * of table; there is no GHashTable node per string because a capture of a million messages has a
 * hundred thousand Call-IDs. */
#include "config.h"

#include "base/strings.h"

#define BLOCK_BYTES (64 * 1024)
#define FIRST_SLOTS 256u
#define HASH_FOR_SLOT(hash) ((guint32) ((hash) ^ ((hash) >> 32)))

typedef struct
{
  const char *str;
  guint32 len;
  guint32 hash;
} Entry;

struct _RungsStrings
{
  gatomicrefcount ref_count;
  GPtrArray *blocks; /* (element-type char*) */
  gsize used;        /* bytes used of the last block */
  gsize room;        /* bytes of the last block */
  GArray *entries;   /* (element-type Entry); [0] is the empty string */
  guint32 *slots;    /* entry numbers; 0: free */
  guint32 n_slots;   /* a power of two */
  gsize bytes;
};

RungsStrings *
rungs_strings_new (void)
{
  RungsStrings *self = g_new0 (RungsStrings, 1);
  Entry empty = { "", 0, 0 };

  g_atomic_ref_count_init (&self->ref_count);
  self->blocks = g_ptr_array_new_with_free_func (g_free);
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_append_val (self->entries, empty);
  self->n_slots = FIRST_SLOTS;
  self->slots = g_new0 (guint32, self->n_slots);
  return self;
}

RungsStrings *
rungs_strings_ref (RungsStrings *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
rungs_strings_unref (RungsStrings *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->blocks);
  g_array_unref (self->entries);
  g_free (self->slots);
  g_free (self);
}

/* The slot that holds @s, or the free one where it belongs. */
static guint32
find_slot (const RungsStrings *self, RungsSpan s, guint32 hash)
{
  guint32 slot = hash & (self->n_slots - 1);

  while (self->slots[slot] != 0)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, self->slots[slot]);

      if (entry->hash == hash && entry->len == s.len && memcmp (entry->str, s.str, s.len) == 0)
        break;
      slot = (slot + 1) & (self->n_slots - 1);
    }
  return slot;
}

/* Called when the table is three quarters full, so a probe always meets a free slot. */
static void
grow (RungsStrings *self)
{
  g_free (self->slots);
  self->n_slots *= 2;
  self->slots = g_new0 (guint32, self->n_slots);
  for (guint32 id = 1; id < self->entries->len; id++)
    {
      guint32 slot = g_array_index (self->entries, Entry, id).hash & (self->n_slots - 1);

      while (self->slots[slot] != 0)
        slot = (slot + 1) & (self->n_slots - 1);
      self->slots[slot] = id;
    }
}

static const char *
store (RungsStrings *self, RungsSpan s)
{
  char *place;

  if (self->room - self->used < s.len + 1)
    {
      self->room = MAX (BLOCK_BYTES, s.len + 1);
      self->used = 0;
      g_ptr_array_add (self->blocks, g_malloc (self->room));
      self->bytes += self->room;
    }
  place = (char *) g_ptr_array_index (self->blocks, self->blocks->len - 1) + self->used;
  memcpy (place, s.str, s.len);
  place[s.len] = '\0';
  self->used += s.len + 1;
  return place;
}

RungsString
rungs_strings_intern (RungsStrings *self, RungsSpan s)
{
  guint32 hash, slot;
  Entry entry;

  g_return_val_if_fail (self != NULL, 0);
  if (s.len == 0)
    return 0;
  s = rungs_span_head (s, G_MAXUINT32 - 1);
  hash = HASH_FOR_SLOT (rungs_span_hash (s));
  slot = find_slot (self, s, hash);
  if (self->slots[slot] != 0)
    return self->slots[slot];

  entry = (Entry){ store (self, s), (guint32) s.len, hash };
  g_array_append_val (self->entries, entry);
  self->slots[slot] = self->entries->len - 1;
  if (self->entries->len > self->n_slots / 4 * 3)
    grow (self);
  return self->entries->len - 1;
}

RungsString
rungs_strings_find (const RungsStrings *self, RungsSpan s)
{
  g_return_val_if_fail (self != NULL, 0);
  if (s.len == 0)
    return 0;
  return self->slots[find_slot (self, s, HASH_FOR_SLOT (rungs_span_hash (s)))];
}

const char *
rungs_strings_get (const RungsStrings *self, RungsString id)
{
  return rungs_strings_span (self, id).str;
}

RungsSpan
rungs_strings_span (const RungsStrings *self, RungsString id)
{
  const Entry *entry;

  g_return_val_if_fail (self != NULL && id < self->entries->len, rungs_span ("", 0));
  entry = &g_array_index (self->entries, Entry, id);
  return rungs_span (entry->str, entry->len);
}

gsize
rungs_strings_bytes (const RungsStrings *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return sizeof *self + self->bytes + self->entries->len * sizeof (Entry)
         + self->n_slots * sizeof (guint32);
}
