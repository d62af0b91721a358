#include "config.h"

#include "app/files/row.h"

#include <glib/gi18n.h>

#include "app/bidi.h"
#include "clocks/clocks.h"
#include "ladder/plain.h"

/* Sentences about the health of a file, and characters of one. */
#define MAX_SENTENCES 6
#define SENTENCE_CHARS 300

/* The zones to choose from, in the order of the list. */
enum
{
  ZONE_WRITTEN,
  ZONE_UTC,
  ZONE_OFFSET,
};

struct _RungsFileRow
{
  AdwExpanderRow parent_instance;

  RungsTrace *trace;
  guint input;
  gboolean is_filling;

  GtkImage *icon;
  AdwActionRow *format, *times, *health, *clock, *leave;
  AdwComboRow *zone;
  AdwEntryRow *offset, *shift;
};

G_DEFINE_FINAL_TYPE (RungsFileRow, rungs_file_row, ADW_TYPE_EXPANDER_ROW)

enum
{
  ZONE_CHOSEN,
  SHIFT_CHOSEN,
  LEAVE_OUT,
  REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const RungsTraceInput *
entry_of (RungsFileRow *self)
{
  return rungs_trace_get_input (self->trace, self->input);
}

static const char *
name_of (RungsFileRow *self, guint32 input)
{
  return rungs_input_get_basename (rungs_trace_get_input (self->trace, input)->input);
}

static AdwActionRow *
row_new (const char *title)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  return ADW_ACTION_ROW (row);
}

static AdwEntryRow *
entry_row_new (const char *title)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  /* "+02:00" and "-0.250": the sign comes first. */
  gtk_widget_set_direction (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (row))),
                            GTK_TEXT_DIR_LTR);
  return ADW_ENTRY_ROW (row);
}

/* ---- what was chosen ---- */

static void
choose_zone (RungsFileRow *self, gboolean has_zone, int minutes)
{
  const RungsTraceInput *entry = entry_of (self);

  if (entry->has_user_zone == has_zone && entry->utc_offset == minutes)
    return;
  g_signal_emit (self, signals[ZONE_CHOSEN], 0, has_zone, minutes);
}

static void
zone_cb (RungsFileRow *self)
{
  guint selected = adw_combo_row_get_selected (self->zone);

  gtk_widget_set_visible (GTK_WIDGET (self->offset), selected == ZONE_OFFSET);
  if (self->is_filling)
    return;
  if (selected == ZONE_OFFSET)
    gtk_widget_grab_focus (GTK_WIDGET (self->offset));
  else
    choose_zone (self, selected == ZONE_UTC, 0);
}

static void
refuse (RungsFileRow *self, AdwEntryRow *row, const char *sentence)
{
  gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  g_signal_emit (self, signals[REFUSED], 0, sentence);
}

static void
changed_cb (GtkWidget *row)
{
  gtk_widget_remove_css_class (row, "error");
}

static void
offset_cb (RungsFileRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->offset));
  g_autofree char *sentence =
    g_strdup_printf (_ ("“%s” is not a valid UTC offset; use +02:00 or -05:00"), text);
  int minutes;

  if (rungs_clock_parse_utc_offset (rungs_span_of (text), &minutes))
    choose_zone (self, TRUE, minutes);
  else
    refuse (self, self->offset, sentence);
}

static void
shift_cb (RungsFileRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->shift));
  g_autofree char *sentence =
    g_strdup_printf (_ ("“%s” is no shift; write it as +1.250 s or -2 h"), text);
  RungsSpan trimmed = rungs_span_trim (rungs_span_of (text));
  gint64 shift = 0;

  if (trimmed.len > 0 && !rungs_span_equal (trimmed, RUNGS_SPAN ("0"))
      && !rungs_clock_parse_shift (trimmed, &shift))
    refuse (self, self->shift, sentence);
  else if (shift != entry_of (self)->user_shift)
    g_signal_emit (self, signals[SHIFT_CHOSEN], 0, shift);
}

static void
leave_cb (RungsFileRow *self)
{
  g_signal_emit (self, signals[LEAVE_OUT], 0);
}

/* ---- what is shown ---- */

static void
show_summary (RungsFileRow *self)
{
  const RungsTraceInput *entry = entry_of (self);
  g_autofree char *size = g_format_size (rungs_input_get_size (entry->input));
  g_autofree char *messages =
    g_strdup_printf (ngettext ("%u message", "%u messages", entry->n_messages), entry->n_messages);
  g_autofree char *records =
    g_strdup_printf (ngettext ("%u record", "%u records", entry->n_records), entry->n_records);
  g_autofree char *found = entry->n_records == 0 ? g_strdup (messages)
                           : entry->n_messages == 0
                             ? g_strdup (records)
                             : g_strdup_printf ("%s · %s", messages, records);
  const char *format = entry->format != NULL ? _ (entry->format->title) : _ ("Not recognised");
  g_autofree char *subtitle = g_strdup_printf ("%s · %s · %s", format, size, found);

  rungs_bidi_set (self, "title", name_of (self, self->input));
  rungs_bidi_set (self, "subtitle", subtitle);
  rungs_bidi_set (self, "tooltip-text", rungs_input_get_name (entry->input));
  adw_action_row_set_subtitle (self->format,
                               entry->format != NULL ? _ (entry->format->confidence) : format);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->format), format);
}

/* The file that the others are put on one clock with, for a zone that was measured. */
static const char *
reference_name (RungsFileRow *self)
{
  for (guint i = 0; i < rungs_trace_get_n_clocks (self->trace); i++)
    {
      const RungsClock *clock = rungs_trace_get_clock (self->trace, i);

      if (clock->input == self->input)
        return name_of (self, clock->reference);
    }
  return name_of (self, self->input);
}

static char *
zone_source (RungsFileRow *self, gboolean is_open)
{
  switch (entry_of (self)->zone)
    {
    case RUNGS_ZONE_FILE:
      return g_strdup (is_open ? _ ("Some records do not say their zone")
                               : _ ("The file says so itself"));
    case RUNGS_ZONE_USER:
      return g_strdup (_ ("You said so; the times are shown in UTC"));
    case RUNGS_ZONE_MEASURED:
      /* Translators: %s is the name of another file */
      return g_strdup_printf (_ ("UTC by the messages that it has in common with %s"),
                              reference_name (self));
    case RUNGS_ZONE_LOCAL:
    default:
      return g_strdup (_ ("The file does not say; the times are shown as they are written"));
    }
}

static gboolean
is_typing (AdwEntryRow *row)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (row));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (row));
}

/* Without asking for what is already there, and not into what the user types. */
static void
fill (AdwEntryRow *row, const char *text, gboolean always)
{
  if (!always && is_typing (row))
    return;
  if (strcmp (gtk_editable_get_text (GTK_EDITABLE (row)), text) == 0)
    return;
  /* Filling is no change of the user's: no button to apply it. */
  adw_entry_row_set_show_apply_button (row, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  adw_entry_row_set_show_apply_button (row, TRUE);
}

static void
show_zone (RungsFileRow *self, gboolean is_other_input)
{
  const RungsTraceInput *entry = entry_of (self);
  gboolean is_open =
    entry->format != NULL
    && (!entry->format->utc || rungs_trace_input_has_local_records (self->trace, self->input));
  g_autofree char *source = zone_source (self, is_open);
  g_autofree char *offset =
    entry->has_user_zone ? rungs_clock_utc_offset_text (entry->utc_offset) : g_strdup ("");
  guint zone = !is_open                 ? ZONE_UTC
               : !entry->has_user_zone  ? ZONE_WRITTEN
               : entry->utc_offset == 0 ? ZONE_UTC
                                        : ZONE_OFFSET;
  gboolean is_asking = !is_other_input && is_typing (self->offset);

  if (!is_asking)
    adw_combo_row_set_selected (self->zone, zone);
  fill (self->offset, zone == ZONE_OFFSET ? offset : "", is_other_input);
  rungs_bidi_set (self->zone, "subtitle", source);
  gtk_widget_set_sensitive (GTK_WIDGET (self->zone), is_open);
  gtk_widget_set_sensitive (GTK_WIDGET (self->offset), is_open);
}

static char *
clock_text (RungsFileRow *self)
{
  GString *text = g_string_new (NULL);
  const RungsTraceInput *entry = entry_of (self);

  for (guint i = 0; i < rungs_trace_get_n_clocks (self->trace); i++)
    {
      const RungsClock *clock = rungs_trace_get_clock (self->trace, i);
      g_autofree char *line = NULL;

      if (clock->input != self->input && clock->reference != self->input)
        continue;
      line = rungs_clock_describe (clock, name_of (self, clock->input),
                                   name_of (self, clock->reference));
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
    }
  if (text->len == 0)
    g_string_append (text, rungs_trace_get_n_inputs (self->trace) == 1
                             ? _ ("There is no other file to compare it with")
                             : _ ("No message of it stands in another file as well, so nothing "
                                  "tells how they compare"));
  if (entry->moved != 0)
    {
      g_autofree char *moved = rungs_clock_shift_text (entry->moved);

      /* Translators: %s is a length of time with its sign, "+1.250 s" */
      g_string_append_printf (text, _ ("\nIts times are shown %s from what it says"), moved);
    }
  return g_string_free (text, FALSE);
}

static void
show_clock (RungsFileRow *self, gboolean is_other_input)
{
  const RungsTraceInput *entry = entry_of (self);
  g_autofree char *text = clock_text (self);
  g_autofree char *shift =
    entry->user_shift != 0 ? rungs_clock_shift_text (entry->user_shift) : g_strdup ("");

  rungs_bidi_set (self->clock, "subtitle", text);
  fill (self->shift, shift, is_other_input);
}

void
rungs_file_row_show (RungsFileRow *self, RungsTrace *trace, guint input, gboolean can_leave)
{
  gboolean is_other_input;

  g_return_if_fail (RUNGS_IS_FILE_ROW (self));
  g_return_if_fail (RUNGS_IS_TRACE (trace) && input < rungs_trace_get_n_inputs (trace));

  is_other_input = self->trace == NULL
                   || strcmp (rungs_input_get_name (entry_of (self)->input),
                              rungs_input_get_name (rungs_trace_get_input (trace, input)->input))
                        != 0;
  g_set_object (&self->trace, trace);
  self->input = input;
  self->is_filling = TRUE;
  show_summary (self);
  show_zone (self, is_other_input);
  show_clock (self, is_other_input);
  gtk_widget_set_sensitive (GTK_WIDGET (self->leave), can_leave);
  self->is_filling = FALSE;
}

static void
show_times (RungsFileRow *self, const RungsStamp *times)
{
  const RungsTraceInput *entry = entry_of (self);
  g_autofree char *first = rungs_stamp_to_text (times[0], entry->facts & RUNGS_TIME_GUESSED);
  g_autofree char *last = rungs_stamp_to_text (times[1], entry->facts & RUNGS_TIME_GUESSED);
  g_autofree char *text = NULL;

  if (first == NULL)
    text = g_strdup (_ ("None of its messages has a time"));
  else
    {
      /* Translators: first and last time of a file, and their zone */
      text =
        g_strdup_printf (_ ("%s – %s, %s"), first, last, entry->utc ? _ ("UTC") : _ ("local time"));
    }
  rungs_bidi_set (self->times, "subtitle", text);
}

static void
show_health (RungsFileRow *self, const GPtrArray *health)
{
  GString *text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < health->len; i++)
    {
      const RungsHealth *entry = health->pdata[i];
      g_autofree char *line = NULL;

      /* Clocks have a row of their own. */
      if (entry->kind == RUNGS_HEALTH_CLOCKS || n++ >= MAX_SENTENCES)
        continue;
      line = rungs_plain_line (rungs_span_of (entry->text), SENTENCE_CHARS);
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
    }
  if (n > MAX_SENTENCES)
    g_string_append_printf (text, _ ("\n… and %u more"), n - MAX_SENTENCES);
  if (n == 0)
    g_string_append (text, _ ("Nothing is missing"));
  rungs_bidi_set (self->health, "subtitle", text->str);
  gtk_image_set_from_icon_name (self->icon,
                                n > 0 ? "dialog-warning-symbolic" : "text-x-generic-symbolic");
  if (n > 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->icon), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "warning");
  g_string_free (text, TRUE);
}

void
rungs_file_row_show_facts (RungsFileRow *self, const RungsFileFacts *facts)
{
  g_return_if_fail (RUNGS_IS_FILE_ROW (self));

  if (facts->trace != self->trace)
    return;
  show_times (self, facts->times + 2 * self->input);
  show_health (self, facts->health->pdata[self->input]);
}

static void
rungs_file_row_dispose (GObject *object)
{
  /* What the list of zones says while it is taken apart was chosen by nobody. */
  RUNGS_FILE_ROW (object)->is_filling = TRUE;
  g_clear_object (&RUNGS_FILE_ROW (object)->trace);
  G_OBJECT_CLASS (rungs_file_row_parent_class)->dispose (object);
}

static void
rungs_file_row_class_init (RungsFileRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rungs_file_row_dispose;

  signals[ZONE_CHOSEN] =
    g_signal_new ("zone-chosen", RUNGS_TYPE_FILE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_BOOLEAN, G_TYPE_INT);
  signals[SHIFT_CHOSEN] = g_signal_new ("shift-chosen", RUNGS_TYPE_FILE_ROW, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[LEAVE_OUT] = g_signal_new ("leave-out", RUNGS_TYPE_FILE_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);
  signals[REFUSED] = g_signal_new ("refused", RUNGS_TYPE_FILE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
add_zone_rows (RungsFileRow *self)
{
  const char *zones[] = { _ ("As written"), _ ("UTC"), _ ("Another offset"), NULL };
  g_autoptr (GtkStringList) model = gtk_string_list_new (zones);

  self->zone = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->zone), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->zone), _ ("Time zone"));
  adw_combo_row_set_model (self->zone, G_LIST_MODEL (model));
  g_signal_connect_object (self->zone, "notify::selected", G_CALLBACK (zone_cb), self,
                           G_CONNECT_SWAPPED);
  self->offset = entry_row_new (_ ("Ahead of UTC by, such as +02:00"));
  gtk_widget_set_visible (GTK_WIDGET (self->offset), FALSE);
  g_signal_connect_object (self->offset, "apply", G_CALLBACK (offset_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self->offset, "changed", G_CALLBACK (changed_cb), NULL);
}

static void
rungs_file_row_init (RungsFileRow *self)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Leave Out"));
  AdwExpanderRow *row = ADW_EXPANDER_ROW (self);

  self->is_filling = TRUE;
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  self->icon = GTK_IMAGE (gtk_image_new_from_icon_name ("text-x-generic-symbolic"));
  adw_expander_row_add_prefix (row, GTK_WIDGET (self->icon));
  self->format = row_new ("");
  self->times = row_new (_ ("First and last time"));
  self->health = row_new (_ ("Health"));
  self->clock = row_new (_ ("Clock"));
  add_zone_rows (self);
  self->shift = entry_row_new (_ ("Shift its clock by, such as +1.250 s"));
  g_signal_connect_object (self->shift, "apply", G_CALLBACK (shift_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self->shift, "changed", G_CALLBACK (changed_cb), NULL);
  self->leave = row_new (_ ("Read the others without this file"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (self->leave, button);

  adw_expander_row_add_row (row, GTK_WIDGET (self->format));
  adw_expander_row_add_row (row, GTK_WIDGET (self->times));
  adw_expander_row_add_row (row, GTK_WIDGET (self->health));
  adw_expander_row_add_row (row, GTK_WIDGET (self->zone));
  adw_expander_row_add_row (row, GTK_WIDGET (self->offset));
  adw_expander_row_add_row (row, GTK_WIDGET (self->clock));
  adw_expander_row_add_row (row, GTK_WIDGET (self->shift));
  adw_expander_row_add_row (row, GTK_WIDGET (self->leave));
  self->is_filling = FALSE;
}

GtkWidget *
rungs_file_row_new (void)
{
  return g_object_new (RUNGS_TYPE_FILE_ROW, NULL);
}
