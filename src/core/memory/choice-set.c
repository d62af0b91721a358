#include "config.h"

#include "memory/choice-set.h"

#include "clocks/clocks.h"

/* Devices merged into one another in a row. */
#define MAX_MERGES 64

static void
pair_free (gpointer data)
{
  RungsChoicePair *pair = data;

  g_free (pair->a);
  g_free (pair->b);
  g_free (pair);
}

RungsChoiceSet *
rungs_choice_set_new (void)
{
  RungsChoiceSet *set = g_new0 (RungsChoiceSet, 1);

  g_atomic_ref_count_init (&set->refs);
  set->alone = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  set->joins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, pair_free);
  set->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  set->same_as = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  set->zones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  set->shifts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  set->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return set;
}

RungsChoiceSet *
rungs_choice_set_ref (const RungsChoiceSet *set)
{
  RungsChoiceSet *mine = (RungsChoiceSet *) set;

  g_return_val_if_fail (set != NULL, NULL);

  g_atomic_ref_count_inc (&mine->refs);
  return mine;
}

void
rungs_choice_set_unref (RungsChoiceSet *set)
{
  if (set == NULL || !g_atomic_ref_count_dec (&set->refs))
    return;
  g_hash_table_unref (set->alone);
  g_hash_table_unref (set->joins);
  g_hash_table_unref (set->names);
  g_hash_table_unref (set->same_as);
  g_hash_table_unref (set->zones);
  g_hash_table_unref (set->shifts);
  g_hash_table_unref (set->headers);
  g_free (set);
}

static void
copy_texts (GHashTable *to, GHashTable *from)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (to, g_strdup (key), g_strdup (value));
}

RungsChoiceSet *
rungs_choice_set_copy (const RungsChoiceSet *set)
{
  RungsChoiceSet *copy = rungs_choice_set_new ();
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, set->alone);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (copy->alone, g_strdup (key));
  g_hash_table_iter_init (&iter, set->joins);
  while (g_hash_table_iter_next (&iter, &key, &value))
    rungs_choice_set_join (copy, ((RungsChoicePair *) value)->a, ((RungsChoicePair *) value)->b,
                           TRUE);
  copy_texts (copy->names, set->names);
  copy_texts (copy->same_as, set->same_as);
  copy_texts (copy->zones, set->zones);
  copy_texts (copy->shifts, set->shifts);
  copy_texts (copy->headers, set->headers);
  return copy;
}

void
rungs_choice_set_alone (RungsChoiceSet *set, const char *call_id, gboolean is_alone)
{
  if (is_alone)
    g_hash_table_add (set->alone, g_strdup (call_id));
  else
    g_hash_table_remove (set->alone, call_id);
}

void
rungs_choice_set_join (RungsChoiceSet *set, const char *a, const char *b, gboolean is_joined)
{
  gboolean in_order = strcmp (a, b) < 0;
  g_autofree char *key = g_strconcat (in_order ? a : b, "\n", in_order ? b : a, NULL);
  RungsChoicePair *pair;

  if (!is_joined)
    {
      g_hash_table_remove (set->joins, key);
      return;
    }
  pair = g_new0 (RungsChoicePair, 1);
  pair->a = g_strdup (a);
  pair->b = g_strdup (b);
  g_hash_table_insert (set->joins, g_steal_pointer (&key), pair);
}

static void
set_text (GHashTable *table, const char *key, const char *text)
{
  if (*text != '\0')
    g_hash_table_insert (table, g_strdup (key), g_strdup (text));
  else
    g_hash_table_remove (table, key);
}

void
rungs_choice_set_name (RungsChoiceSet *set, const char *device, const char *name)
{
  set_text (set->names, device, name);
}

void
rungs_choice_set_same_as (RungsChoiceSet *set, const char *device, const char *other)
{
  set_text (set->same_as, device, other);
}

void
rungs_choice_set_zone (RungsChoiceSet *set, const char *file, const char *zone)
{
  set_text (set->zones, file, zone);
}

void
rungs_choice_set_shift (RungsChoiceSet *set, const char *file, const char *shift)
{
  set_text (set->shifts, file, shift);
}

void
rungs_choice_set_header (RungsChoiceSet *set, const char *name, const char *yes)
{
  set_text (set->headers, name, yes);
}

gboolean
rungs_choice_set_get_clock (const RungsChoiceSet *set,
                            RungsInput *input,
                            gboolean *has_zone,
                            int *utc_offset,
                            gint64 *shift)
{
  g_autofree char *file = NULL;
  const char *zone, *moved;

  *has_zone = FALSE;
  *utc_offset = 0;
  *shift = 0;
  /* Most users never say anything about clocks, and a fingerprint has to be read. */
  if (g_hash_table_size (set->zones) + g_hash_table_size (set->shifts) == 0)
    return FALSE;
  file = rungs_input_fingerprint (input);
  zone = g_hash_table_lookup (set->zones, file);
  moved = g_hash_table_lookup (set->shifts, file);
  if (zone != NULL)
    *has_zone = rungs_clock_parse_utc_offset (rungs_span_of (zone), utc_offset);
  if (moved != NULL && !rungs_clock_parse_shift (rungs_span_of (moved), shift))
    *shift = 0;
  return *has_zone || *shift != 0;
}

const char *
rungs_choice_set_resolve (const RungsChoiceSet *set, const char *device)
{
  /* Two windows may have merged the same two each into the other. */
  for (guint i = 0; i < MAX_MERGES; i++)
    {
      const char *next = g_hash_table_lookup (set->same_as, device);

      if (next == NULL)
        break;
      device = next;
    }
  return device;
}
