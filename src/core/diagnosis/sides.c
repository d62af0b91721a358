#include "config.h"

#include "sides-private.h"

const char *
rungs_sides_kind_name (RungsSidesKind kind)
{
  static const char *const names[] = { "same", "noise", "changed", "removed", "added" };

  g_return_val_if_fail (kind < G_N_ELEMENTS (names), names[0]);
  return names[kind];
}

static void
row_free (gpointer data)
{
  RungsSidesRow *row = data;

  g_free (row->key);
  g_free (row->left.text);
  g_free (row->right.text);
  g_free (row);
}

static void
set_side (RungsSideLine *side, const RungsPart *part)
{
  side->text = rungs_span_dup_utf8 (part->text);
  side->line = part->line;
  side->n_lines = part->n_lines;
}

static RungsSidesKind
kind_of (const RungsPart *left, const RungsPart *right)
{
  if (left == NULL || right == NULL)
    {
      if ((left != NULL ? left : right)->is_noise)
        return RUNGS_SIDES_NOISE;
      return left != NULL ? RUNGS_SIDES_REMOVED : RUNGS_SIDES_ADDED;
    }
  if (rungs_span_equal (left->value, right->value))
    return RUNGS_SIDES_SAME;
  return g_str_equal (left->essence, right->essence) ? RUNGS_SIDES_NOISE : RUNGS_SIDES_CHANGED;
}

static void
add_row (GPtrArray *rows, const RungsPart *left, const RungsPart *right)
{
  RungsSidesRow *row = g_new0 (RungsSidesRow, 1);

  row->kind = kind_of (left, right);
  row->key = g_strdup ((left != NULL ? left : right)->key);
  if (left != NULL)
    set_side (&row->left, left);
  if (right != NULL)
    set_side (&row->right, right);
  g_ptr_array_add (rows, row);
}

/* How well two lines of one key fit: a header may stand in a message several times. */
typedef enum
{
  FIT_VALUE,
  FIT_ESSENCE,
  FIT_KEY,
  N_FITS
} Fit;

static gboolean
fits (const RungsPart *left, const RungsPart *right, Fit fit)
{
  if (!g_str_equal (left->key, right->key))
    return FALSE;
  if (fit == FIT_VALUE)
    return rungs_span_equal (left->value, right->value);
  return fit == FIT_KEY || g_str_equal (left->essence, right->essence);
}

/* The best fits of the whole section first, so that a line does not take away what is another one's
 * for certain. */
static void
find_partners (const GPtrArray *lefts,
               guint left_from,
               guint left_to,
               const GPtrArray *rights,
               guint right_from,
               guint right_to,
               RungsPart **partners)
{
  for (Fit fit = FIT_VALUE; fit < N_FITS; fit++)
    for (guint l = left_from; l < left_to; l++)
      for (guint r = right_from; r < right_to && partners[l] == NULL; r++)
        {
          RungsPart *right = g_ptr_array_index (rights, r);

          if (right->is_used || !fits (g_ptr_array_index (lefts, l), right, fit))
            continue;
          right->is_used = TRUE;
          partners[l] = right;
        }
}

static guint
end_of_section (const GPtrArray *parts, guint from, guint section)
{
  while (from < parts->len
         && ((const RungsPart *) g_ptr_array_index (parts, from))->section == section)
    from++;
  return from;
}

GPtrArray *
rungs_sides_new (RungsSpan left, RungsSpan right, RungsSidesMode mode)
{
  g_autoptr (GPtrArray) lefts = rungs_parts_new (left, mode);
  g_autoptr (GPtrArray) rights = rungs_parts_new (right, mode);
  g_autofree RungsPart **partners = g_new0 (RungsPart *, lefts->len + 1);
  GPtrArray *rows = g_ptr_array_new_with_free_func (row_free);
  guint l = 0, r = 0;

  for (guint section = 0; l < lefts->len || r < rights->len; section++)
    {
      guint left_end = end_of_section (lefts, l, section);
      guint right_end = end_of_section (rights, r, section);

      find_partners (lefts, l, left_end, rights, r, right_end, partners);
      for (; l < left_end; l++)
        add_row (rows, g_ptr_array_index (lefts, l), partners[l]);
      for (; r < right_end; r++)
        if (!((const RungsPart *) g_ptr_array_index (rights, r))->is_used)
          add_row (rows, NULL, g_ptr_array_index (rights, r));
    }
  return rows;
}

void
rungs_sides_pair_add (GPtrArray *pairs, guint32 left, guint32 right, GPtrArray *rows)
{
  RungsSidesPair *pair = g_new0 (RungsSidesPair, 1);

  pair->left = left;
  pair->right = right;
  pair->rows = rows;
  g_ptr_array_add (pairs, pair);
}

void
rungs_sides_pair_free (gpointer data)
{
  RungsSidesPair *pair = data;

  g_ptr_array_unref (pair->rows);
  g_free (pair);
}

guint
rungs_sides_pair_n_changed (const RungsSidesPair *pair)
{
  guint n = 0;

  g_return_val_if_fail (pair != NULL, 0);

  for (guint i = 0; i < pair->rows->len; i++)
    n += ((const RungsSidesRow *) g_ptr_array_index (pair->rows, i))->kind >= RUNGS_SIDES_CHANGED;
  return n;
}
