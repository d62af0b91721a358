#include "config.h"

#include "app/ladder/pool.h"

struct _RungsLadderPool
{
  GtkWidget *ladder; /* not owned: it owns us */
  GCallback activate;
  GHashTable *arrows; /* row -> RungsLadderArrow */
  GPtrArray *spare;   /* arrows that show no row now; children too */
};

RungsLadderPool *
rungs_ladder_pool_new (GtkWidget *ladder, GCallback activate)
{
  RungsLadderPool *self = g_new0 (RungsLadderPool, 1);

  self->ladder = ladder;
  self->activate = activate;
  self->arrows = g_hash_table_new (NULL, NULL);
  self->spare = g_ptr_array_new ();
  return self;
}

void
rungs_ladder_pool_free (RungsLadderPool *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->arrows);
  g_ptr_array_unref (self->spare);
  g_free (self);
}

void
rungs_ladder_pool_dispose (RungsLadderPool *self)
{
  g_hash_table_remove_all (self->arrows);
  g_ptr_array_set_size (self->spare, 0);
}

GtkWidget *
rungs_ladder_pool_get (RungsLadderPool *self, guint row)
{
  return g_hash_table_lookup (self->arrows, GUINT_TO_POINTER (row));
}

GtkWidget *
rungs_ladder_pool_ensure (RungsLadderPool *self,
                          const RungsLadder *ladder,
                          guint row,
                          gboolean selected)
{
  GtkWidget *arrow = rungs_ladder_pool_get (self, row);

  if (arrow != NULL)
    return arrow;
  if (self->spare->len > 0)
    arrow = g_ptr_array_steal_index_fast (self->spare, self->spare->len - 1);
  else
    {
      arrow = rungs_ladder_arrow_new ();
      gtk_widget_set_parent (arrow, self->ladder);
      /* A screen reader may hold the arrow longer than the ladder lives. */
      g_signal_connect_object (arrow, "activate", self->activate, self->ladder, 0);
    }
  rungs_ladder_arrow_bind (RUNGS_LADDER_ARROW (arrow), ladder, row);
  rungs_ladder_arrow_set_selected (RUNGS_LADDER_ARROW (arrow), selected);
  gtk_widget_set_visible (arrow, TRUE);
  g_hash_table_insert (self->arrows, GUINT_TO_POINTER (row), arrow);
  return arrow;
}

void
rungs_ladder_pool_keep (RungsLadderPool *self, guint first, guint end)
{
  GHashTableIter iter;
  gpointer key, arrow;

  g_hash_table_iter_init (&iter, self->arrows);
  while (g_hash_table_iter_next (&iter, &key, &arrow))
    {
      guint row = GPOINTER_TO_UINT (key);

      if ((row >= first && row < end) || gtk_widget_has_focus (arrow))
        continue;
      g_hash_table_iter_remove (&iter);
      gtk_widget_set_visible (arrow, FALSE);
      g_ptr_array_add (self->spare, arrow);
    }
}

void
rungs_ladder_pool_clear (RungsLadderPool *self)
{
  GHashTableIter iter;
  gpointer arrow;

  g_hash_table_iter_init (&iter, self->arrows);
  while (g_hash_table_iter_next (&iter, NULL, &arrow))
    {
      g_hash_table_iter_remove (&iter);
      gtk_widget_set_visible (arrow, FALSE);
      g_ptr_array_add (self->spare, arrow);
    }
}

static int
compare_arrows (gconstpointer a, gconstpointer b)
{
  guint left = rungs_ladder_arrow_get_row (*(RungsLadderArrow **) a);
  guint right = rungs_ladder_arrow_get_row (*(RungsLadderArrow **) b);

  return (left > right) - (left < right);
}

GPtrArray *
rungs_ladder_pool_list (RungsLadderPool *self)
{
  GPtrArray *arrows = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer arrow;

  g_hash_table_iter_init (&iter, self->arrows);
  while (g_hash_table_iter_next (&iter, NULL, &arrow))
    g_ptr_array_add (arrows, arrow);
  g_ptr_array_sort (arrows, compare_arrows);
  return arrows;
}

void
rungs_ladder_pool_sort (RungsLadderPool *self)
{
  g_autoptr (GPtrArray) arrows = rungs_ladder_pool_list (self);
  GtkWidget *before = NULL;

  for (guint i = 0; i < arrows->len; i++)
    {
      GtkWidget *arrow = g_ptr_array_index (arrows, i);

      if (gtk_widget_get_prev_sibling (arrow) != before)
        gtk_widget_insert_after (arrow, self->ladder, before);
      before = arrow;
    }
}
