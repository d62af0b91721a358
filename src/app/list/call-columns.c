#include "config.h"

#include "app/list/call-columns.h"

#include <glib/gi18n.h>

#include "app/bidi.h"
#include "app/list/call-menu.h"
#include "app/list/call-model.h"
#include "app/list/call-words.h"
#include "ladder/ladder.h"

typedef char *(*CellText) (RungsTrace *trace, const RungsCall *call);

/* The parts of a cell: a line of text, and below it a quiet one where the column has something to
 * add. */
typedef struct
{
  GtkImage *icon; /* NULL: none */
  GtkInscription *line, *below;
} Cell;

static char *
direction_text (RungsTrace *trace, const RungsCall *call)
{
  return g_strdup (rungs_call_direction_word (call));
}

static char *
duration_text (RungsTrace *trace, const RungsCall *call)
{
  return rungs_call_duration (call);
}

static char *
microsoft_text (RungsTrace *trace, const RungsCall *call)
{
  int code = rungs_call_microsoft_code (trace, call);

  return code >= 0 ? g_strdup_printf ("%d", code) : g_strdup ("");
}

static char *
messages_text (RungsTrace *trace, const RungsCall *call)
{
  return g_strdup_printf ("%u", call->n_messages);
}

/* The day where the trace goes over several, else how long the call took. */
static char *
day_or_duration (RungsTrace *trace, const RungsCall *call)
{
  const RungsCall *first = rungs_trace_get_call (trace, 0);
  const RungsCall *last = rungs_trace_get_call (trace, rungs_trace_get_n_calls (trace) - 1);
  g_autofree char *one = rungs_call_date (trace, first);
  g_autofree char *other = rungs_call_date (trace, last);

  return strcmp (one, other) != 0 ? rungs_call_date (trace, call) : rungs_call_duration (call);
}

static char *
state_text (RungsTrace *trace, const RungsCall *call)
{
  return g_strdup (rungs_call_state_word (call));
}

/* Code, or for calls without one the word, so that the first line is never empty. */
static char *
result_text (RungsTrace *trace, const RungsCall *call)
{
  char *result = rungs_call_result (trace, call);

  if (result[0] != '\0')
    return result;
  g_free (result);
  return g_strdup ("–");
}

static const struct
{
  CellText line, below;
  guint chars; /* natural width */
  gboolean expand, right, has_icon;
} cells[RUNGS_N_COLUMNS] = {
  [RUNGS_COLUMN_RESULT] = { result_text, state_text, 7, .has_icon = TRUE },
  [RUNGS_COLUMN_PARTIES] = { rungs_call_parties, rungs_call_summary, 22, .expand = TRUE },
  [RUNGS_COLUMN_TIME] = { rungs_call_clock, day_or_duration, 7 },
  [RUNGS_COLUMN_DURATION] = { duration_text, NULL, 10, .right = TRUE },
  [RUNGS_COLUMN_DIRECTION] = { direction_text, NULL, 10 },
  [RUNGS_COLUMN_MICROSOFT] = { microsoft_text, NULL, 8, .right = TRUE },
  [RUNGS_COLUMN_MESSAGES] = { messages_text, NULL, 6, .right = TRUE },
  [RUNGS_COLUMN_PEERS] = { rungs_call_peers, NULL, 18 },
};

static GtkInscription *
inscription_new (guint chars, gboolean right, const char *css_class)
{
  GtkInscription *inscription = GTK_INSCRIPTION (gtk_inscription_new (NULL));

  gtk_inscription_set_min_chars (inscription, 3);
  gtk_inscription_set_nat_chars (inscription, chars);
  gtk_inscription_set_text_overflow (inscription, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_xalign (inscription, right ? 1 : 0);
  gtk_widget_set_hexpand (GTK_WIDGET (inscription), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (inscription), css_class);
  gtk_widget_add_css_class (GTK_WIDGET (inscription), "numeric");
  return inscription;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  RungsCallColumn column = GPOINTER_TO_UINT (user_data);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  Cell *cell = g_new0 (Cell, 1);

  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (lines, TRUE);
  cell->line = inscription_new (cells[column].chars, cells[column].right, "line");
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (cell->line));
  if (cells[column].below != NULL)
    {
      cell->below = inscription_new (cells[column].chars, cells[column].right, "below");
      gtk_box_append (GTK_BOX (lines), GTK_WIDGET (cell->below));
    }
  if (cells[column].has_icon)
    {
      cell->icon = GTK_IMAGE (gtk_image_new ());
      gtk_box_append (GTK_BOX (row), GTK_WIDGET (cell->icon));
    }
  gtk_box_append (GTK_BOX (row), lines);
  g_object_set_data_full (G_OBJECT (row), "rungs-cell", cell, g_free);
  gtk_list_item_set_child (item, row);
}

static void
set_css_class (GtkWidget *widget, const char *css_class)
{
  const char *classes[] = { "result", css_class, NULL };

  gtk_widget_set_css_classes (widget, classes);
}

/* GTK 4.8 names rows and cells after their C classes unless somebody says better. */
static void
name_cell (GtkWidget *child, guint32 call, const char *text, const char *sentence)
{
  GtkWidget *cell = gtk_widget_get_parent (child);
  GtkWidget *row = cell != NULL ? gtk_widget_get_parent (cell) : NULL;

  if (row == NULL)
    return;
  rungs_call_menu_mark (cell, call);
  rungs_call_menu_mark (row, call);
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  if (sentence != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                    -1);
}

static void
show_item (GtkListItem *item, RungsCallColumn column)
{
  RungsCallItem *call_item = gtk_list_item_get_item (item);
  RungsTrace *trace = rungs_call_item_get_trace (call_item);
  const RungsCall *call = rungs_call_item_peek_call (call_item);
  const char *cause = rungs_call_item_get_cause (call_item);
  GtkWidget *row = gtk_list_item_get_child (item);
  Cell *cell = g_object_get_data (G_OBJECT (row), "rungs-cell");
  g_autofree char *line = cells[column].line (trace, call);
  g_autofree char *below = cells[column].below != NULL ? cells[column].below (trace, call) : NULL;
  g_autofree char *speech = NULL;

  rungs_bidi_set (cell->line, "text", line);
  if (column == RUNGS_COLUMN_PARTIES)
    {
      g_autofree char *tip = cause != NULL ? g_strdup_printf ("%s\n%s", line, cause) : NULL;

      /* Two long numbers do not fit into a narrow list. */
      rungs_bidi_set (row, "tooltip-text", tip != NULL ? tip : line);
      if (cause != NULL)
        {
          g_free (below);
          below = rungs_call_cause (call, cause);
        }
    }
  if (column == RUNGS_COLUMN_TIME)
    {
      g_autofree char *tip = rungs_call_start (trace, call);

      rungs_bidi_set (row, "tooltip-text", tip);
    }
  if (cell->below != NULL)
    rungs_bidi_set (cell->below, "text", below);
  if (cell->icon != NULL)
    {
      gtk_image_set_from_icon_name (cell->icon, rungs_call_icon (call));
      set_css_class (row, rungs_call_css_class (call));
      speech = rungs_call_speak (trace, call, cause);
    }
  name_cell (row, call->id - 1, below != NULL && column == RUNGS_COLUMN_RESULT ? below : line,
             speech);
}

/* What a call failed for is known some time after its row was shown. */
static void
entries_cb (GtkListItem *item, RungsCallModel *model)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  show_item (item, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "rungs-column")));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  RungsCallModel *model = rungs_call_item_get_model (gtk_list_item_get_item (item));
  RungsCallColumn column = GPOINTER_TO_UINT (user_data);

  g_object_set_data (G_OBJECT (gtk_list_item_get_child (item)), "rungs-column", user_data);
  show_item (item, column);
  if (column == RUNGS_COLUMN_RESULT || column == RUNGS_COLUMN_PARTIES)
    g_signal_connect_object (model, "entries-changed", G_CALLBACK (entries_cb), item,
                             G_CONNECT_SWAPPED);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  RungsCallModel *model = rungs_call_item_get_model (gtk_list_item_get_item (item));

  g_signal_handlers_disconnect_by_func (model, G_CALLBACK (entries_cb), item);
}

/* GTK 4.8 does not say which column its sorter is led by. Asking the sorter to compare does: the
 * leading column's compare function is called first, with the two items in this order or, when
 * descending, its answer is turned round. */
static struct
{
  gboolean is_probing, was_asked;
  RungsCallColumn column;
} probe;

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  if (!probe.is_probing)
    return 0; /* the model sorts */
  if (!probe.was_asked)
    {
      probe.was_asked = TRUE;
      probe.column = GPOINTER_TO_UINT (user_data);
    }
  return -1;
}

gboolean
rungs_call_column_get_sorting (GtkColumnView *view, RungsCallColumn *column, gboolean *descending)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (view);
  g_autoptr (RungsCallItem) item = g_object_new (RUNGS_TYPE_CALL_ITEM, NULL);
  GtkOrdering order;

  probe.is_probing = TRUE;
  probe.was_asked = FALSE;
  order = gtk_sorter_compare (sorter, item, item);
  probe.is_probing = FALSE;
  if (!probe.was_asked)
    return FALSE;
  *column = probe.column;
  *descending = order == GTK_ORDERING_LARGER;
  return TRUE;
}

/* GTK 4.8 has no way to say something about a title; it is a widget all the same. */
void
rungs_call_columns_tell_zone (GtkColumnView *view, const char *zone)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (view));
  const char *time = rungs_call_column_title (RUNGS_COLUMN_TIME);

  for (GtkWidget *title = header != NULL ? gtk_widget_get_first_child (header) : NULL;
       title != NULL; title = gtk_widget_get_next_sibling (title))
    {
      GtkWidget *label = gtk_widget_get_first_child (title);

      while (label != NULL && !GTK_IS_LABEL (label))
        label = gtk_widget_get_first_child (label);
      if (label != NULL && g_strcmp0 (gtk_label_get_label (GTK_LABEL (label)), time) == 0)
        gtk_widget_set_tooltip_text (title, zone);
    }
}

GtkColumnViewColumn *
rungs_call_column_new (RungsCallColumn column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *self;
  g_autoptr (GtkSorter) sorter = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GUINT_TO_POINTER (column));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (column));
  if (column == RUNGS_COLUMN_RESULT || column == RUNGS_COLUMN_PARTIES)
    g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  self = gtk_column_view_column_new (rungs_call_column_title (column), factory);
  gtk_column_view_column_set_resizable (self, TRUE);
  gtk_column_view_column_set_expand (self, cells[column].expand);
  sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb, GUINT_TO_POINTER (column), NULL));
  gtk_column_view_column_set_sorter (self, sorter);
  return self;
}
