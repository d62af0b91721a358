/* A hash table from 64-bit keys to 32-bit numbers: open addressing, 12 bytes a slot, no allocation
 * per entry. The key is the identity: callers hash what they mean with rungs_mix(), rungs_hash()
 * and live with 2^-64. */
#pragma once

#include "base/span.h"

G_BEGIN_DECLS

#define RUNGS_TABLE_NONE G_MAXUINT32

/* Key and value side by side: a look-up that misses the cache misses it once. */
typedef struct
{
  guint32 key[2]; /* halves of the key, for 12 bytes and not 16 */
  guint32 value;  /* RUNGS_TABLE_NONE: free slot */
} RungsSlot;

typedef struct
{
  RungsSlot *slots; /* NULL: nothing in it yet */
  guint32 mask;     /* slots - 1 */
  guint32 n;
} RungsTable;

#define RUNGS_TABLE_INIT ((RungsTable){ NULL, 0, 0 })

void rungs_table_clear (RungsTable *table);

/* Empties it, with room for about @expected entries. Keeps the memory when that is enough and not
 * far too much. */
void rungs_table_reset (RungsTable *table, guint32 expected);

/* RUNGS_TABLE_NONE when @key is not there. */
guint32 rungs_table_get (const RungsTable *table, guint64 key);

/* The value of @key; RUNGS_TABLE_NONE when it is new, and then the caller must set it at once.
 * Valid until the next call. */
guint32 *rungs_table_slot (RungsTable *table, guint64 key);

/* Quick hash of bytes, equal on every machine of one byte order; never stored or shown. */
guint64 rungs_hash (RungsSpan s);

static inline guint64
rungs_mix (guint64 a, guint64 b)
{
  guint64 h =
    (a ^ (b + G_GUINT64_CONSTANT (0x9e3779b97f4a7c15))) * G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
  h ^= h >> 32;
  h *= G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
  return h ^ (h >> 29);
}

G_END_DECLS
