#include "config.h"

#include "app/list/pattern-bar.h"

#include <glib/gi18n.h>

#include "app/bidi.h"
#include "app/labels.h"
#include "ladder/plain.h"

/* A row in a narrow list has four lines. A scrolled window takes its natural height from lines that
 * are not wrapped, so it is told. */
#define ROW_HEIGHT 66
#define MAX_HEIGHT 190

struct _RungsPatternBar
{
  GtkWidget parent_instance;

  RungsSession *session;
  guint chosen; /* index + 1; 0: none */

  GtkToggleButton *head;
  GtkImage *arrow;
  GtkLabel *title;
  GtkWidget *clear;
  GtkRevealer *revealer;
  GtkScrolledWindow *scroller;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (RungsPatternBar, rungs_pattern_bar, GTK_TYPE_WIDGET)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GtkWidget *
line_new (const char *text, const char *css_class)
{
  GtkWidget *label = rungs_bidi_label_new (text);

  rungs_label_wrap (GTK_LABEL (label));
  gtk_widget_set_hexpand (label, TRUE);
  /* The list is as wide as the user wants it. */
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_widget_add_css_class (label, "numeric");
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
row_new (const RungsPattern *pattern)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *check = gtk_image_new_from_icon_name ("object-select-symbolic");
  g_autofree char *sentence = rungs_pattern_text (pattern, NULL, NULL, NULL);
  g_autofree char *text = rungs_plain_line (rungs_span_of (sentence), 0);

  gtk_box_append (GTK_BOX (lines), line_new (text, NULL));
  if (pattern->entry != NULL)
    gtk_box_append (GTK_BOX (lines), line_new (pattern->entry->title, "below"));
  gtk_widget_set_visible (check, FALSE);
  gtk_widget_set_valign (check, GTK_ALIGN_START);
  gtk_widget_set_margin_top (check, 2);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), check);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_tooltip_text (row, _ ("Show only these calls"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_object_set_data (G_OBJECT (row), "check", check);
  return row;
}

static void
show_chosen (RungsPatternBar *self)
{
  GtkListBoxRow *row;

  for (guint i = 0; (row = gtk_list_box_get_row_at_index (self->list, (int) i)) != NULL; i++)
    {
      gboolean is_chosen = i + 1 == self->chosen;

      gtk_widget_set_visible (g_object_get_data (G_OBJECT (row), "check"), is_chosen);
      if (is_chosen)
        gtk_widget_add_css_class (GTK_WIDGET (row), "chosen");
      else
        gtk_widget_remove_css_class (GTK_WIDGET (row), "chosen");
      gtk_accessible_update_state (
        GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_CHECKED,
        is_chosen ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
    }
  gtk_widget_set_visible (self->clear, self->chosen > 0);
}

static void
choose (RungsPatternBar *self, guint chosen)
{
  if (self->chosen == chosen)
    return;
  self->chosen = chosen;
  show_chosen (self);
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
activated_cb (RungsPatternBar *self, GtkListBoxRow *row)
{
  guint chosen = (guint) gtk_list_box_row_get_index (row) + 1;

  /* Once more: all calls again. */
  choose (self, chosen == self->chosen ? 0 : chosen);
}

static void
toggled_cb (RungsPatternBar *self)
{
  gboolean open = gtk_toggle_button_get_active (self->head);

  gtk_revealer_set_reveal_child (self->revealer, open);
  gtk_image_set_from_icon_name (self->arrow, open ? "pan-down-symbolic" : "pan-end-symbolic");
}

static void
patterns_cb (RungsPatternBar *self)
{
  const GPtrArray *patterns = rungs_session_get_patterns (self->session);
  guint n = patterns != NULL ? patterns->len : 0;
  g_autofree char *title = g_strdup_printf (
    ngettext ("%u pattern among the failed calls", "%u patterns among the failed calls", n), n);
  GtkListBoxRow *row;

  choose (self, 0);
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (self->list, row_new (g_ptr_array_index (patterns, i)));
  rungs_bidi_set (self->title, "label", title);
  gtk_scrolled_window_set_min_content_height (self->scroller,
                                              (int) MIN (n * ROW_HEIGHT, MAX_HEIGHT));
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

void
rungs_pattern_bar_set_session (RungsPatternBar *self, RungsSession *session)
{
  g_return_if_fail (RUNGS_IS_PATTERN_BAR (self));
  g_return_if_fail (RUNGS_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::patterns", G_CALLBACK (patterns_cb), self,
                           G_CONNECT_SWAPPED);
  patterns_cb (self);
}

const RungsPattern *
rungs_pattern_bar_get_chosen (RungsPatternBar *self)
{
  const GPtrArray *patterns;

  g_return_val_if_fail (RUNGS_IS_PATTERN_BAR (self), NULL);

  patterns = self->session != NULL ? rungs_session_get_patterns (self->session) : NULL;
  if (patterns == NULL || self->chosen == 0 || self->chosen > patterns->len)
    return NULL;
  return g_ptr_array_index (patterns, self->chosen - 1);
}

void
rungs_pattern_bar_choose_none (RungsPatternBar *self)
{
  g_return_if_fail (RUNGS_IS_PATTERN_BAR (self));
  choose (self, 0);
}

static void
rungs_pattern_bar_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&RUNGS_PATTERN_BAR (object)->session);
  G_OBJECT_CLASS (rungs_pattern_bar_parent_class)->dispose (object);
}

static void
rungs_pattern_bar_class_init (RungsPatternBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rungs_pattern_bar_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", RUNGS_TYPE_PATTERN_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rungs/Rungs/pattern-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, RungsPatternBar, head);
  gtk_widget_class_bind_template_child (widget_class, RungsPatternBar, arrow);
  gtk_widget_class_bind_template_child (widget_class, RungsPatternBar, title);
  gtk_widget_class_bind_template_child (widget_class, RungsPatternBar, clear);
  gtk_widget_class_bind_template_child (widget_class, RungsPatternBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, RungsPatternBar, scroller);
  gtk_widget_class_bind_template_child (widget_class, RungsPatternBar, list);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, rungs_pattern_bar_choose_none);
}

static void
rungs_pattern_bar_init (RungsPatternBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
