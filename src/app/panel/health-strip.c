#include "config.h"

#include "app/panel/health-strip.h"

#include <glib/gi18n.h>

#include "app/bidi.h"
#include "clocks/clocks.h"
#include "ladder/plain.h"

/* Buttons to lines under one sentence, and sentences that the popover shows of the log's own
 * remarks. */
#define MAX_BUTTONS 8
#define MAX_REMARKS 200
#define REMARK_CHARS 300

typedef enum
{
  QUICK_NONE,
  QUICK_LINE,
  QUICK_ALIGN,
  QUICK_UNDO_ALIGN,
} Quick;

struct _RungsHealthStrip
{
  GtkWidget parent_instance;

  RungsSession *session;
  gboolean of_call;
  guint n; /* sentences */
  Quick quick_does;
  RungsHealthLine quick_line;

  GtkMenuButton *button;
  GtkPopover *popover;
  GtkImage *icon;
  GtkLabel *words, *more;
  GtkButton *quick;
  GtkBox *entries;
};

G_DEFINE_FINAL_TYPE (RungsHealthStrip, rungs_health_strip, GTK_TYPE_WIDGET)

enum
{
  SHOW_LINE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_line (RungsHealthStrip *self, const RungsHealthLine *line)
{
  gtk_popover_popdown (self->popover);
  g_signal_emit (self, signals[SHOW_LINE], 0, line->input, line->line, line->message);
}

static void
align (RungsHealthStrip *self, gboolean is_wanted)
{
  gtk_popover_popdown (self->popover);
  rungs_session_set_align (self->session, is_wanted);
}

static void
quick_cb (RungsHealthStrip *self)
{
  if (self->quick_does == QUICK_LINE)
    show_line (self, &self->quick_line);
  else
    align (self, self->quick_does == QUICK_ALIGN);
}

static void
line_clicked_cb (GtkButton *button, RungsHealthStrip *self)
{
  show_line (self, g_object_get_data (G_OBJECT (button), "line"));
}

static void
align_clicked_cb (GtkButton *button, RungsHealthStrip *self)
{
  align (self, !rungs_session_get_align (self->session));
}

static const char *
input_name (RungsTrace *trace, guint input)
{
  return rungs_input_get_basename (rungs_trace_get_input (trace, input)->input);
}

static gboolean
has_frames (RungsTrace *trace, guint input)
{
  const RungsTraceInput *entry = rungs_trace_get_input (trace, input);

  return entry->format != NULL && entry->format->frames;
}

static char *
line_text (RungsTrace *trace, const RungsHealthLine *line)
{
  return has_frames (trace, line->input) ? g_strdup_printf (_ ("Frame %u"), line->line)
                                         : g_strdup_printf (_ ("Line %u"), line->line);
}

static GtkWidget *
line_button (RungsHealthStrip *self, RungsTrace *trace, const RungsHealthLine *line)
{
  g_autofree char *text = line_text (trace, line);
  g_autofree char *whole = g_strdup_printf ("%s, %s", text, input_name (trace, line->input));
  GtkWidget *button = gtk_button_new_with_label (text);

  gtk_widget_add_css_class (button, "flat");
  rungs_bidi_set (button, "tooltip-text", whole);
  g_object_set_data_full (G_OBJECT (button), "line", g_memdup2 (line, sizeof *line), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (line_clicked_cb), self, 0);
  return button;
}

static GtkWidget *
align_button (RungsHealthStrip *self)
{
  GtkWidget *button =
    gtk_button_new_with_label (rungs_session_get_align (self->session) ? _ ("Show Times as Written")
                                                                       : _ ("Show on One Clock"));

  g_signal_connect_object (button, "clicked", G_CALLBACK (align_clicked_cb), self, 0);
  return button;
}

static void
add_sentence (RungsHealthStrip *self, const char *text, GtkWidget *below)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *label = rungs_bidi_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_width_chars (GTK_LABEL (label), 40);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 60);
  gtk_box_append (GTK_BOX (box), label);
  if (below != NULL)
    gtk_box_append (GTK_BOX (box), below);
  gtk_box_append (self->entries, box);
  if (self->n++ == 0)
    rungs_bidi_set (self->words, "label", text);
}

static GtkWidget *
line_buttons (RungsHealthStrip *self, RungsTrace *trace, const RungsHealth *health)
{
  GtkWidget *box = gtk_flow_box_new ();
  guint n = MIN (health->lines->len, MAX_BUTTONS);

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (box), 4);
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (box), 2);
  for (guint i = 0; i < n; i++)
    gtk_flow_box_insert (
      GTK_FLOW_BOX (box),
      line_button (self, trace, &g_array_index (health->lines, RungsHealthLine, i)), -1);
  /* The buttons take the focus, not the cells around them. */
  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_focusable (child, FALSE);
  return box;
}

static void
add_health (RungsHealthStrip *self, RungsTrace *trace, guint input, const RungsHealth *health)
{
  /* Those of a call, of the only file and of the run need no name; that of clocks has it. */
  gboolean is_named = self->of_call || rungs_trace_get_n_inputs (trace) == 1
                      || health->kind == RUNGS_HEALTH_CLOCKS || input == RUNGS_NONE;
  g_autofree char *named =
    is_named ? NULL : g_strdup_printf ("%s: %s", input_name (trace, input), health->text);
  g_autofree char *text =
    rungs_plain_line (rungs_span_of (named != NULL ? named : health->text), REMARK_CHARS);

  if (self->n == 0 && health->lines->len > 0)
    {
      self->quick_does = QUICK_LINE;
      self->quick_line = g_array_index (health->lines, RungsHealthLine, 0);
    }
  else if (self->n == 0 && health->kind == RUNGS_HEALTH_CLOCKS)
    self->quick_does = QUICK_ALIGN;
  add_sentence (self, text,
                health->lines->len > 0                ? line_buttons (self, trace, health)
                : health->kind == RUNGS_HEALTH_CLOCKS ? align_button (self)
                                                      : NULL);
}

/* Clocks that were moved are said as well: nothing is shifted silently. */
static void
add_moved (RungsHealthStrip *self, RungsTrace *trace)
{
  for (guint i = 0; i < rungs_trace_get_n_clocks (trace); i++)
    {
      const RungsClock *clock = rungs_trace_get_clock (trace, i);
      g_autofree char *text = NULL;

      if (!clock->is_applied || !rungs_clock_differs (clock))
        continue;
      text = rungs_clock_describe (clock, input_name (trace, clock->input),
                                   input_name (trace, clock->reference));
      if (self->n == 0)
        self->quick_does = QUICK_UNDO_ALIGN;
      add_sentence (self, text, align_button (self));
    }
}

/* What the formats said themselves, line by line. */
static void
add_remarks (RungsHealthStrip *self, RungsTrace *trace)
{
  guint n = rungs_trace_get_n_diagnostics (trace);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *title = NULL;
  GtkWidget *expander, *label;

  if (n == 0)
    return;
  for (guint i = 0; i < MIN (n, MAX_REMARKS); i++)
    {
      const RungsDiagnostic *remark = rungs_trace_get_diagnostic (trace, i);
      g_autofree char *line = rungs_plain_line (rungs_span_of (remark->text), REMARK_CHARS);

      g_string_append (text, i > 0 ? "\n" : "");
      if (remark->input < rungs_trace_get_n_inputs (trace))
        g_string_append (text, input_name (trace, remark->input));
      if (remark->line > 0)
        g_string_append_printf (text, ":%u", remark->line);
      if (remark->input < rungs_trace_get_n_inputs (trace))
        g_string_append (text, ": ");
      g_string_append (text, line);
    }
  if (n > MAX_REMARKS)
    g_string_append_printf (text, _ ("\n… and %u more"), n - MAX_REMARKS);
  title = g_strdup_printf (ngettext ("%u remark, line by line", "%u remarks, line by line", n), n);
  expander = gtk_expander_new (title);
  label = rungs_bidi_label_new (text->str);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 60);
  gtk_expander_set_child (GTK_EXPANDER (expander), label);
  gtk_box_append (self->entries, expander);
  /* Remarks alone are worth a line, too. */
  if (self->n == 0)
    {
      g_autofree char *words =
        g_strdup_printf (ngettext ("Log health: %u remark", "Log health: %u remarks", n), n);
      gtk_label_set_label (self->words, words);
      self->n = 1;
    }
}

/* Of all inputs, gravest first. */
static void
add_log (RungsHealthStrip *self, RungsTrace *trace)
{
  guint n = rungs_trace_get_n_inputs (trace);
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (lists, rungs_trace_input_health (trace, i));
  g_ptr_array_add (lists, rungs_trace_run_health (trace));
  for (int kind = 0; kind <= RUNGS_HEALTH_UNREADABLE; kind++)
    for (guint i = 0; i <= n; i++)
      {
        const GPtrArray *list = lists->pdata[i];

        for (guint k = 0; k < list->len && self->n < MAX_REMARKS; k++)
          if ((int) ((const RungsHealth *) list->pdata[k])->kind == kind)
            add_health (self, trace, i < n ? i : RUNGS_NONE, list->pdata[k]);
      }
  add_moved (self, trace);
  add_remarks (self, trace);
}

static void
add_call (RungsHealthStrip *self, RungsTrace *trace)
{
  GPtrArray *list = rungs_session_get_health (self->session);

  for (guint i = 0; list != NULL && i < list->len; i++)
    add_health (self, trace, 0, list->pdata[i]);
}

static void
close_cb (RungsHealthStrip *self)
{
  gtk_popover_popdown (self->popover);
}

static void
add_files_button (RungsHealthStrip *self)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Files, Zones and Clocks…"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.files");
  g_signal_connect_object (button, "clicked", G_CALLBACK (close_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->entries, button);
}

static void
show_quick (RungsHealthStrip *self, RungsTrace *trace)
{
  g_autofree char *label = NULL;

  if (self->quick_does == QUICK_LINE)
    label = line_text (trace, &self->quick_line);
  else if (self->quick_does == QUICK_ALIGN)
    label = g_strdup (_ ("Align"));
  else if (self->quick_does == QUICK_UNDO_ALIGN)
    label = g_strdup (_ ("Undo"));
  gtk_widget_set_visible (GTK_WIDGET (self->quick), label != NULL);
  if (label != NULL)
    gtk_button_set_label (self->quick, label);
}

static void
refresh (RungsHealthStrip *self)
{
  RungsTrace *trace = rungs_session_get_trace (self->session);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->entries))) != NULL)
    gtk_box_remove (self->entries, child);
  self->n = 0;
  self->quick_does = QUICK_NONE;
  if (trace != NULL && !rungs_trace_is_snapshot (trace))
    {
      g_autofree char *more = NULL;

      if (self->of_call)
        add_call (self, trace);
      else
        add_log (self, trace);
      if (!self->of_call && self->n > 0)
        add_files_button (self);
      more = self->n > 1 ? g_strdup_printf (_ ("+%u"), self->n - 1) : g_strdup ("");
      gtk_label_set_label (self->more, more);
      show_quick (self, trace);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->n > 0);
}

void
rungs_health_strip_set_session (RungsHealthStrip *self, RungsSession *session, gboolean of_call)
{
  g_return_if_fail (RUNGS_IS_HEALTH_STRIP (self));
  g_return_if_fail (RUNGS_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  self->of_call = of_call;
  gtk_menu_button_set_direction (self->button, of_call ? GTK_ARROW_DOWN : GTK_ARROW_UP);
  gtk_widget_add_css_class (GTK_WIDGET (self), of_call ? "of-call" : "of-log");
  gtk_accessible_update_property (
    GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
    of_call ? _ ("Missing from the log for this call") : _ ("What the log is missing"), -1);
  g_signal_connect_object (session, of_call ? "notify::verdict" : "notify::trace",
                           G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
}

static void
rungs_health_strip_dispose (GObject *object)
{
  RungsHealthStrip *self = RUNGS_HEALTH_STRIP (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (rungs_health_strip_parent_class)->dispose (object);
}

static void
rungs_health_strip_class_init (RungsHealthStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rungs_health_strip_dispose;

  signals[SHOW_LINE] =
    g_signal_new ("show-line", RUNGS_TYPE_HEALTH_STRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rungs/Rungs/health-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, RungsHealthStrip, button);
  gtk_widget_class_bind_template_child (widget_class, RungsHealthStrip, popover);
  gtk_widget_class_bind_template_child (widget_class, RungsHealthStrip, icon);
  gtk_widget_class_bind_template_child (widget_class, RungsHealthStrip, words);
  gtk_widget_class_bind_template_child (widget_class, RungsHealthStrip, more);
  gtk_widget_class_bind_template_child (widget_class, RungsHealthStrip, quick);
  gtk_widget_class_bind_template_child (widget_class, RungsHealthStrip, entries);
  gtk_widget_class_bind_template_callback (widget_class, quick_cb);
}

static void
rungs_health_strip_init (RungsHealthStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* A menu button centres what is in it; a strip is read from the left. */
  for (GtkWidget *box = gtk_widget_get_parent (GTK_WIDGET (self->words));
       box != GTK_WIDGET (self->button); box = gtk_widget_get_parent (box))
    {
      gtk_widget_set_halign (box, GTK_ALIGN_FILL);
      gtk_widget_set_hexpand (box, TRUE);
    }
}
