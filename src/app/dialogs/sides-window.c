#include "config.h"

#include "app/dialogs/sides-window.h"

#include <glib/gi18n.h>

#include "app/bidi.h"
#include "app/labels.h"
#include "app/list/call-words.h"
#include "diagnosis/changes.h"
#include "diagnosis/compare.h"
#include "ladder/plain.h"

/* Good calls to choose from. */
#define MAX_CHOICES 30
/* In a window narrower than this one side stands below the other. */
#define NARROW 620

struct _RungsSidesWindow
{
  AdwWindow parent_instance;

  RungsTrace *trace;
  guint32 call, with; /* @with: RUNGS_NONE until a good call is found */
  gboolean is_comparison;
  GPtrArray *pairs, *findings; /* RungsSidesPair*, RungsFinding*; empty until the worker is done */
  GArray *choices;             /* guint32 calls, as the drop down has them */
  GCancellable *cancellable;   /* of the worker; NULL: none */
  gboolean is_narrow, is_filling;

  AdwWindowTitle *title;
  GtkToggleButton *all;
  GtkDropDown *pair, *with_list;
  GtkStack *stack;
  AdwStatusPage *nothing;
  GtkScrolledWindow *scroller;
  GtkLabel *points, *left_title, *right_title;
  GtkBox *bar, *heads;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (RungsSidesWindow, rungs_sides_window, ADW_TYPE_WINDOW)

/* ---- what is shown ---- */

/* "203.0.113.5 → SBC" (transfer full) */
static char *
way_of (RungsSidesWindow *self, guint32 message)
{
  const RungsMessage *row = rungs_trace_get_message (self->trace, message);

  return g_strdup_printf ("%s → %s", rungs_trace_device_name (self->trace, row->src),
                          rungs_trace_device_name (self->trace, row->dst));
}

/* "INVITE", "404 Not Found"; of two calls the way too: there each leg has an INVITE. (transfer
 * full) */
static char *
pair_name (RungsSidesWindow *self, guint32 message)
{
  const RungsMessage *row = rungs_trace_get_message (self->trace, message);
  g_autofree char *text = NULL;

  if (self->is_comparison)
    {
      g_autofree char *way = way_of (self, message);
      text = g_strdup_printf ("%s %s", rungs_trace_string (self->trace, row->method), way);
    }
  else if (row->code == 0)
    text = g_strdup (rungs_trace_string (self->trace, row->method));
  else
    text =
      g_strdup_printf ("%u %s", (guint) row->code, rungs_trace_string (self->trace, row->phrase));
  return rungs_plain_line (rungs_span_of (text), 0);
}

/* ---- lines ---- */

static GtkWidget *
side_new (const char *text)
{
  g_autofree char *plain =
    text != NULL ? rungs_plain_line (rungs_span_of (text), 0) : g_strdup ("");
  GtkWidget *label = rungs_bidi_label_new (plain);

  rungs_label_wrap (GTK_LABEL (label));
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "monospace");
  return label;
}

/* Colour is never the only sign. */
static const char *
sign_of (RungsSidesKind kind)
{
  switch (kind)
    {
    case RUNGS_SIDES_CHANGED:
      return "≠";
    case RUNGS_SIDES_REMOVED:
      return "−";
    case RUNGS_SIDES_ADDED:
      return "+";
    case RUNGS_SIDES_SAME:
    case RUNGS_SIDES_NOISE:
      break;
    }
  return " ";
}

static const char *
word_of (RungsSidesKind kind)
{
  switch (kind)
    {
    case RUNGS_SIDES_CHANGED:
      return _ ("changed");
    case RUNGS_SIDES_REMOVED:
      return _ ("only on the left");
    case RUNGS_SIDES_ADDED:
      return _ ("only on the right");
    case RUNGS_SIDES_NOISE:
      return _ ("differs in every copy");
    case RUNGS_SIDES_SAME:
      break;
    }
  return _ ("the same");
}

static void
turn_row (RungsSidesWindow *self, GtkWidget *sides)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (sides), self->is_narrow
                                                            ? GTK_ORIENTATION_VERTICAL
                                                            : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_homogeneous (GTK_BOX (sides), !self->is_narrow);
  gtk_box_set_spacing (GTK_BOX (sides), self->is_narrow ? 2 : 12);
  /* Side by side an empty one holds the place; below each other it would be a gap. */
  for (GtkWidget *side = gtk_widget_get_first_child (sides); side != NULL;
       side = gtk_widget_get_next_sibling (side))
    gtk_widget_set_visible (side,
                            !self->is_narrow || gtk_label_get_text (GTK_LABEL (side))[0] != '\0');
}

static GtkWidget *
row_new (RungsSidesWindow *self, const RungsSidesRow *row)
{
  GtkWidget *line = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *sides = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *sign = gtk_label_new (sign_of (row->kind));
  GtkWidget *left = side_new (row->left.text), *right = side_new (row->right.text);
  g_autofree char *speech =
    g_strdup_printf ("%s: %s; %s", word_of (row->kind), gtk_label_get_text (GTK_LABEL (left)),
                     gtk_label_get_text (GTK_LABEL (right)));

  gtk_widget_set_valign (sign, GTK_ALIGN_START);
  gtk_widget_add_css_class (sign, "sign");
  gtk_widget_add_css_class (sign, "monospace");
  gtk_box_append (GTK_BOX (sides), left);
  gtk_box_append (GTK_BOX (sides), right);
  turn_row (self, sides);
  gtk_box_append (GTK_BOX (box), sign);
  gtk_box_append (GTK_BOX (box), sides);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (line), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (line), FALSE);
  gtk_widget_add_css_class (line, rungs_sides_kind_name (row->kind));
  if (row->explains)
    gtk_widget_add_css_class (line, "explains");
  if (row->point > 0 && row->point <= self->findings->len)
    rungs_bidi_set (
      line, "tooltip-text",
      ((const RungsFinding *) g_ptr_array_index (self->findings, row->point - 1))->text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_LABEL, speech, -1);
  g_object_set_data (G_OBJECT (line), "sides", sides);
  return line;
}

static void
set_heads (RungsSidesWindow *self, const RungsSidesPair *pair)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (self->is_comparison)
    {
      from = rungs_call_name (self->trace, rungs_trace_get_call (self->trace, self->call));
      to = rungs_call_name (self->trace, rungs_trace_get_call (self->trace, self->with));
    }
  else
    {
      from = way_of (self, pair->left);
      to = way_of (self, pair->right);
    }
  rungs_bidi_set (self->left_title, "label", from);
  rungs_bidi_set (self->right_title, "label", to);
  rungs_bidi_set (self->left_title, "tooltip-text", from);
  rungs_bidi_set (self->right_title, "tooltip-text", to);
}

static void
fill (RungsSidesWindow *self)
{
  guint selected = gtk_drop_down_get_selected (self->pair);
  gboolean all = gtk_toggle_button_get_active (self->all);
  const RungsSidesPair *pair;
  GtkListBoxRow *old;

  if (self->is_filling || self->list == NULL)
    return;
  while ((old = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (old));
  if (selected >= self->pairs->len)
    return;
  pair = g_ptr_array_index (self->pairs, selected);
  set_heads (self, pair);
  for (guint i = 0; i < pair->rows->len; i++)
    {
      const RungsSidesRow *row = g_ptr_array_index (pair->rows, i);

      if (all || row->kind >= RUNGS_SIDES_CHANGED)
        gtk_list_box_append (self->list, row_new (self, row));
    }
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
width_cb (RungsSidesWindow *self)
{
  int width, height; /* GTK 4.8 wants both */
  GtkListBoxRow *row;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (self->list == NULL || self->is_narrow == (width > 0 && width < NARROW))
    return;
  self->is_narrow = !self->is_narrow;
  turn_row (self, GTK_WIDGET (self->heads));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->bar), self->is_narrow
                                                                ? GTK_ORIENTATION_VERTICAL
                                                                : GTK_ORIENTATION_HORIZONTAL);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    turn_row (self, g_object_get_data (G_OBJECT (row), "sides"));
}

/* ---- what the worker found ---- */

static void
show_points (RungsSidesWindow *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->findings->len; i++)
    {
      const RungsFinding *point = g_ptr_array_index (self->findings, i);
      g_autofree char *plain = rungs_plain_line (rungs_span_of (point->text), 0);

      g_string_append_printf (text, "%s• %s", i > 0 ? "\n" : "", plain);
    }
  rungs_bidi_set (self->points, "label", text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->points), text->len > 0);
}

static void
show_pairs (RungsSidesWindow *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->pairs->len; i++)
    {
      const RungsSidesPair *pair = g_ptr_array_index (self->pairs, i);
      g_autofree char *name = pair_name (self, pair->left);

      gtk_string_list_append (names, name);
    }
  self->is_filling = TRUE;
  gtk_drop_down_set_model (self->pair, G_LIST_MODEL (names));
  self->is_filling = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->pair), self->pairs->len > 1);
}

/* The calls to choose from, the one that is shown among them. */
static void
show_choices (RungsSidesWindow *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = 0; i < self->choices->len; i++)
    {
      guint32 call = g_array_index (self->choices, guint32, i);
      g_autofree char *name =
        rungs_call_name (self->trace, rungs_trace_get_call (self->trace, call));

      gtk_string_list_append (names, name);
      selected = call == self->with ? i : selected;
    }
  self->is_filling = TRUE;
  gtk_drop_down_set_model (self->with_list, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->with_list, selected);
  self->is_filling = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->with_list), self->choices->len > 1);
}

static void
show (RungsSidesWindow *self)
{
  show_points (self);
  show_pairs (self);
  fill (self);
  gtk_widget_set_visible (GTK_WIDGET (self->all), self->pairs->len > 0);
  if (self->pairs->len > 0)
    {
      gtk_stack_set_visible_child_name (self->stack, "sides");
      return;
    }
  adw_status_page_set_title (self->nothing,
                             self->is_comparison ? _ ("No Good Call") : _ ("Nothing to Compare"));
  adw_status_page_set_description (
    self->nothing, self->is_comparison
                     ? _ ("No call of this direction succeeded in this log.")
                     : _ ("Both legs of the call must be in the log, with the INVITE of each."));
  gtk_stack_set_visible_child_name (self->stack, "nothing");
}

/* ---- the worker ---- */

typedef struct
{
  RungsTrace *trace; /* (owned) */
  guint32 call, with;
  gboolean is_comparison, wants_choices;
} Question;

typedef struct
{
  GPtrArray *pairs, *findings;
  guint32 with;
  GArray *choices; /* NULL: as before */
} Answer;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->trace);
  g_free (question);
}

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->pairs, g_ptr_array_unref);
  g_clear_pointer (&answer->findings, g_ptr_array_unref);
  g_clear_pointer (&answer->choices, g_array_unref);
  g_free (answer);
}

static void
worker_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  const Question *question = task_data;
  const RungsCall *call = rungs_trace_get_call (question->trace, question->call);
  Answer *answer = g_new0 (Answer, 1);

  if (question->is_comparison)
    {
      g_autoptr (RungsComparison) comparison =
        rungs_comparison_new (question->trace, call, question->with);

      answer->pairs = g_ptr_array_ref (comparison->pairs);
      answer->findings = g_ptr_array_ref (comparison->points);
      answer->with = comparison->with;
    }
  else
    {
      g_autoptr (RungsChanges) changes = rungs_changes_new (question->trace, call);

      answer->pairs = g_ptr_array_ref (changes->pairs);
      answer->findings = g_ptr_array_ref (changes->points);
      answer->with = RUNGS_NONE;
    }
  if (question->wants_choices)
    answer->choices = rungs_good_call_list (question->trace, call, MAX_CHOICES);
  g_task_return_pointer (task, answer, answer_free);
}

static gboolean
is_among (const GArray *calls, guint32 call)
{
  for (guint i = 0; i < calls->len; i++)
    if (g_array_index (calls, guint32, i) == call)
      return TRUE;
  return FALSE;
}

static void
worker_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RungsSidesWindow *self = RUNGS_SIDES_WINDOW (source);
  Answer *answer = g_task_propagate_pointer (G_TASK (result), NULL);

  /* Cancelled: another one is asked for, or the window is closed. */
  if (answer == NULL)
    return;
  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->pairs);
  g_ptr_array_unref (self->findings);
  self->pairs = g_steal_pointer (&answer->pairs);
  self->findings = g_steal_pointer (&answer->findings);
  self->with = answer->with;
  if (answer->choices != NULL)
    {
      g_clear_pointer (&self->choices, g_array_unref);
      self->choices = g_steal_pointer (&answer->choices);
      /* One that somebody chose need not be a good one. */
      if (self->with != RUNGS_NONE && !is_among (self->choices, self->with))
        g_array_prepend_val (self->choices, self->with);
      show_choices (self);
    }
  answer_free (answer);
  show (self);
}

static void
ask (RungsSidesWindow *self)
{
  g_autoptr (GTask) task = NULL;
  Question *question = g_new0 (Question, 1);

  question->trace = g_object_ref (self->trace);
  question->call = self->call;
  question->with = self->with;
  question->is_comparison = self->is_comparison;
  question->wants_choices = self->is_comparison && self->choices->len == 0;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, worker_cb, NULL);
  g_task_set_source_tag (task, ask);
  g_task_set_task_data (task, question, question_free);
  g_task_set_return_on_cancel (task, FALSE);
  g_task_run_in_thread (task, worker_thread);
}

static void
with_cb (RungsSidesWindow *self)
{
  guint selected = gtk_drop_down_get_selected (self->with_list);

  if (self->is_filling || selected >= self->choices->len
      || g_array_index (self->choices, guint32, selected) == self->with)
    return;
  self->with = g_array_index (self->choices, guint32, selected);
  ask (self);
}

/* ---- life ---- */

static GtkWidget *
window_new (GtkWindow *parent,
            RungsTrace *trace,
            guint32 call,
            guint32 with,
            gboolean is_comparison)
{
  RungsSidesWindow *self = g_object_new (RUNGS_TYPE_SIDES_WINDOW, "transient-for", parent, NULL);
  const char *title = is_comparison ? _ ("Compared With a Good Call") : _ ("What the SBC Changed");
  g_autofree char *name = rungs_call_name (trace, rungs_trace_get_call (trace, call));

  self->trace = g_object_ref (trace);
  self->call = call;
  self->with = with;
  self->is_comparison = is_comparison;
  adw_window_title_set_title (self->title, title);
  rungs_bidi_set (self->title, "subtitle", name);
  gtk_window_set_title (GTK_WINDOW (self), title);
  ask (self);
  return GTK_WIDGET (self);
}

GtkWidget *
rungs_sides_window_new_changes (GtkWindow *parent, RungsTrace *trace, guint32 call)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (trace), NULL);
  return window_new (parent, trace, call, RUNGS_NONE, FALSE);
}

GtkWidget *
rungs_sides_window_new_comparison (GtkWindow *parent, RungsTrace *trace, guint32 call, guint32 with)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (trace), NULL);
  return window_new (parent, trace, call, with, TRUE);
}

gboolean
rungs_sides_window_is_busy (RungsSidesWindow *self)
{
  g_return_val_if_fail (RUNGS_IS_SIDES_WINDOW (self), FALSE);
  return self->cancellable != NULL;
}

static void
rungs_sides_window_dispose (GObject *object)
{
  RungsSidesWindow *self = RUNGS_SIDES_WINDOW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->pairs, g_ptr_array_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->choices, g_array_unref);
  g_clear_object (&self->trace);
  self->list = NULL;
  /* What drop downs say while they are taken apart was chosen by nobody. */
  self->is_filling = TRUE;
  G_OBJECT_CLASS (rungs_sides_window_parent_class)->dispose (object);
}

static void
rungs_sides_window_class_init (RungsSidesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rungs_sides_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rungs/Rungs/sides-window.ui");
  gtk_widget_class_bind_template_child (widget_class, RungsSidesWindow, title);
  gtk_widget_class_bind_template_child (widget_class, RungsSidesWindow, all);
  gtk_widget_class_bind_template_child (widget_class, RungsSidesWindow, pair);
  gtk_widget_class_bind_template_child_full (widget_class, "with", FALSE,
                                             G_STRUCT_OFFSET (RungsSidesWindow, with_list));
  gtk_widget_class_bind_template_child (widget_class, RungsSidesWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, RungsSidesWindow, nothing);
  gtk_widget_class_bind_template_child (widget_class, RungsSidesWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, RungsSidesWindow, points);
  gtk_widget_class_bind_template_child (widget_class, RungsSidesWindow, left_title);
  gtk_widget_class_bind_template_child (widget_class, RungsSidesWindow, right_title);
  gtk_widget_class_bind_template_child (widget_class, RungsSidesWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, RungsSidesWindow, heads);
  gtk_widget_class_bind_template_child (widget_class, RungsSidesWindow, list);
  gtk_widget_class_bind_template_callback (widget_class, fill);
  gtk_widget_class_bind_template_callback (widget_class, with_cb);
  gtk_widget_class_bind_template_callback (widget_class, width_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
rungs_sides_window_init (RungsSidesWindow *self)
{
  self->pairs = g_ptr_array_new ();
  self->findings = g_ptr_array_new ();
  self->choices = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->is_filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->is_filling = FALSE;
}
