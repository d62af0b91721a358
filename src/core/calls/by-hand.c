/* What the user decided about legs. */
#include "config.h"

#include "calls/by-hand.h"

#include "memory/choice-set.h"
#include "trace/assembly.h"

/* The legs that any decision is about: Call-ID -> seed + 1. */
static GHashTable *
find_seeds (RungsAssembly *self)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (NULL, NULL);
  GHashTable *seeds = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->choices->alone);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (
      wanted, GUINT_TO_POINTER (rungs_strings_find (self->trace->strings, rungs_span_of (key))));
  g_hash_table_iter_init (&iter, self->choices->joins);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const RungsChoicePair *pair = value;

      g_hash_table_add (wanted, GUINT_TO_POINTER (rungs_strings_find (self->trace->strings,
                                                                      rungs_span_of (pair->a))));
      g_hash_table_add (wanted, GUINT_TO_POINTER (rungs_strings_find (self->trace->strings,
                                                                      rungs_span_of (pair->b))));
    }
  g_hash_table_remove (wanted, NULL);

  for (guint32 i = 0; i < self->n_seeds && g_hash_table_size (wanted) > 0; i++)
    {
      gpointer call_id = GUINT_TO_POINTER (rungs_assembly_seed (self, i)->call_id);

      if (g_hash_table_contains (wanted, call_id))
        g_hash_table_insert (seeds, call_id, GUINT_TO_POINTER (i + 1));
    }
  return seeds;
}

/* RUNGS_NONE when it is not in this trace, or one of many in a row. */
static guint32
seed_of (RungsAssembly *self, GHashTable *seeds, const char *call_id)
{
  RungsString id = rungs_strings_find (self->trace->strings, rungs_span_of (call_id));
  guint32 seed = GPOINTER_TO_UINT (g_hash_table_lookup (seeds, GUINT_TO_POINTER (id)));
  guint8 kind;

  if (id == 0 || seed == 0)
    return RUNGS_NONE;
  kind = rungs_assembly_seed (self, seed - 1)->kind;
  return kind != RUNGS_KIND_OPTIONS && kind != RUNGS_KIND_REGISTER ? seed - 1 : RUNGS_NONE;
}

static gboolean
has_choices (const RungsAssembly *self)
{
  return self->choices != NULL
         && g_hash_table_size (self->choices->alone) + g_hash_table_size (self->choices->joins) > 0;
}

void
rungs_byhand_separate (RungsAssembly *self)
{
  g_autoptr (GHashTable) seeds = NULL;
  GHashTableIter iter;
  gpointer key;

  if (!has_choices (self))
    return;
  seeds = find_seeds (self);
  self->alone = g_new0 (gboolean, self->n_seeds + 1);
  g_hash_table_iter_init (&iter, self->choices->alone);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      guint32 seed = seed_of (self, seeds, key);

      if (seed != RUNGS_NONE)
        self->alone[seed] = TRUE;
    }
}

void
rungs_byhand_join (RungsAssembly *self)
{
  g_autoptr (GHashTable) seeds = NULL;
  GHashTableIter iter;
  gpointer value;

  if (!has_choices (self))
    return;
  seeds = find_seeds (self);
  g_hash_table_iter_init (&iter, self->choices->joins);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const RungsChoicePair *pair = value;
      guint32 a = seed_of (self, seeds, pair->a), b = seed_of (self, seeds, pair->b);

      if (a != RUNGS_NONE && b != RUNGS_NONE)
        rungs_assembly_join (self, MIN (a, b), MAX (a, b), RUNGS_JOIN_USER, 0);
    }
}
