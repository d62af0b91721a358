#include "config.h"

#include "app/panel/verdict-parts.h"

#include <glib/gi18n.h>

#include "app/bidi.h"
#include "app/labels.h"
#include "app/list/call-words.h"
#include "ladder/plain.h"

GtkWidget *
rungs_part_text (const char *markup)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_use_markup (GTK_LABEL (label), TRUE);
  rungs_bidi_set (label, "label", markup);
  rungs_label_wrap (GTK_LABEL (label));
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

void
rungs_part_add_dim (GtkBox *box, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);
  GtkWidget *label = rungs_part_text (markup);

  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (box, label);
}

GtkBox *
rungs_part_section (GtkBox *details, const char *title, GtkWidget *button)
{
  GtkWidget *section = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (head), label);
  if (button != NULL)
    gtk_box_append (GTK_BOX (head), button);
  gtk_box_append (GTK_BOX (section), head);
  gtk_box_append (details, section);
  return GTK_BOX (section);
}

GtkWidget *
rungs_part_button (const char *icon, const char *name, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

GtkWidget *
rungs_part_list (GtkBox *box)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_box_append (box, list);
  return list;
}

/* ---- findings ---- */

static void
finding_cb (AdwActionRow *row, RungsSession *session)
{
  guint nth = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "nth"));
  /* The row goes with the panel's old content when another call is selected. */
  RungsFinding *finding = rungs_finding_ref (g_object_get_data (G_OBJECT (row), "finding"));

  g_object_ref (session);
  rungs_session_show_finding (session, finding, nth);
  g_object_unref (session);
  rungs_finding_unref (finding);
}

static char *
place_text (RungsSession *session, const RungsFindingLine *line)
{
  RungsTrace *trace = rungs_session_get_trace (session);
  const RungsTraceInput *input;
  g_autofree char *place = NULL;

  if (line->input >= rungs_trace_get_n_inputs (trace))
    return g_strdup ("");
  input = rungs_trace_get_input (trace, line->input);
  place = g_strdup_printf (input->format != NULL && input->format->frames ? _ ("frame %u of %s")
                                                                          : _ ("line %u of %s"),
                           line->line, rungs_input_get_basename (input->input));
  if (line->message == RUNGS_NONE
      || rungs_trace_call_of_message (trace, line->message) == rungs_session_get_call (session))
    return g_steal_pointer (&place);
  /* Translators: "line 12 of sbc.log, in the good call" */
  return g_strdup_printf (_ ("%s, in the good call"), place);
}

void
rungs_part_add_finding (GtkWidget *list, RungsSession *session, const RungsFinding *finding)
{
  for (guint i = 0; i < finding->lines->len; i++)
    {
      const RungsFindingLine *line = &g_array_index (finding->lines, RungsFindingLine, i);
      g_autofree char *place = place_text (session, line);
      g_autofree char *text = rungs_plain_line (rungs_span_of (finding->text), 0);
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      /* Further lines of one finding only say where. */
      rungs_bidi_set (row, "title", i == 0 ? text : place);
      if (i == 0)
        rungs_bidi_set (row, "subtitle", place);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_object_set_data (G_OBJECT (row), "nth", GUINT_TO_POINTER (i));
      g_object_set_data_full (G_OBJECT (row), "finding", rungs_finding_ref (finding),
                              (GDestroyNotify) rungs_finding_unref);
      g_signal_connect_object (row, "activated", G_CALLBACK (finding_cb), session, 0);
      gtk_list_box_append (GTK_LIST_BOX (list), row);
    }
}

/* ---- the two legs, and a good call ---- */

void
rungs_part_add_changes (GtkBox *details, RungsSession *session)
{
  const RungsChanges *changes = rungs_session_get_changes (session);
  GtkWidget *list;
  GtkBox *box;

  if (changes == NULL || changes->pairs->len == 0)
    return;
  box = rungs_part_section (
    details, _ ("What the SBC Changed"),
    rungs_part_button ("view-dual-symbolic", _ ("Both legs side by side"), "win.show-changes"));
  if (changes->points->len == 0)
    {
      rungs_part_add_dim (box,
                          _ ("No differences other than those expected in a forwarded message."));
      return;
    }
  list = rungs_part_list (box);
  for (guint i = 0; i < changes->points->len; i++)
    rungs_part_add_finding (list, session, g_ptr_array_index (changes->points, i));
}

void
rungs_part_add_comparison (GtkBox *details, RungsSession *session)
{
  const RungsComparison *comparison = rungs_session_get_comparison (session);
  RungsTrace *trace = rungs_session_get_trace (session);
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  GtkWidget *list;
  GtkBox *box;

  if (comparison == NULL)
    return;
  if (comparison->with == RUNGS_NONE)
    {
      box = rungs_part_section (details, _ ("Compared With a Good Call"), NULL);
      rungs_part_add_dim (box, _ ("No call of this direction succeeded in this log."));
      return;
    }
  box = rungs_part_section (
    details, _ ("Compared With a Good Call"),
    rungs_part_button ("view-dual-symbolic", _ ("Both calls side by side"), "win.compare"));
  name = rungs_call_name (trace, rungs_trace_get_call (trace, comparison->with));
  text =
    *comparison->why != '\0' ? g_strdup_printf ("%s (%s)", name, comparison->why) : g_strdup (name);
  rungs_part_add_dim (box, text);
  if (comparison->points->len == 0)
    {
      rungs_part_add_dim (box, _ ("The first INVITEs differ only in per-call values."));
      return;
    }
  list = rungs_part_list (box);
  for (guint i = 0; i < comparison->points->len; i++)
    rungs_part_add_finding (list, session, g_ptr_array_index (comparison->points, i));
}
