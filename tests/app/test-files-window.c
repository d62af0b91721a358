/* The window of files: what it shows, what holds at once, and what it refuses. */
#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <gtksourceview/gtksource.h>

#include "script.h"

#include "app/files/clock-offer.h"
#include "app/files/join-headers-group.h"
#include "app/files/row.h"
#include "app/files/window.h"
#include "app/panel/message-pane.h"
#include "app/settings.h"
#include "app/window/window.h"
#include "clocks/clocks.h"
#include "sip/message.h"

static void
turn (guint n)
{
  for (guint i = 0; i < n; i++)
    g_main_context_iteration (NULL, FALSE);
}

static void
calm (RungsSession *session)
{
  while (rungs_session_is_busy (session))
    g_main_context_iteration (NULL, TRUE);
  /* The worker of the facts. */
  for (guint i = 0; i < 20; i++)
    {
      g_usleep (2000);
      turn (20);
    }
}

typedef struct
{
  RungsWindow *window;
  RungsSession *session;
  RungsFilesWindow *files;
} Fixture;

static void
set_up_with (Fixture *self, RungsTrace *trace)
{
  self->window = g_object_ref_sink (g_object_new (RUNGS_TYPE_WINDOW, NULL));
  self->session = rungs_host_get_session (RUNGS_HOST (self->window));
  gtk_window_present (GTK_WINDOW (self->window));
  if (trace != NULL)
    rungs_session_set_trace (self->session, trace);
  calm (self->session);
}

static void
open_files (Fixture *self)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.files", NULL);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (RUNGS_IS_FILES_WINDOW (window))
        self->files = RUNGS_FILES_WINDOW (window);
    }
  g_assert_nonnull (self->files);
  calm (self->session);
}

static void
tear_down (Fixture *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  turn (50);
  g_object_unref (self->window);
  turn (20);
}

/* The @nth widget of a type, depth first. */
static GtkWidget *
find_nth (GtkWidget *widget, GType type, guint *nth)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && (*nth)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_nth (child, type, nth);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static gpointer
find (gpointer widget, GType type, guint nth)
{
  return find_nth (widget, type, &nth);
}

static GtkWidget *
find_titled (gpointer widget, const char *title)
{
  GtkWidget *row;

  for (guint i = 0; (row = find (widget, ADW_TYPE_PREFERENCES_ROW, i)) != NULL; i++)
    if (strcmp (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), title) == 0)
      return row;
  g_error ("no row “%s”", title);
}

static gboolean
has_label (GtkWidget *widget, const char *part)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_label (GTK_LABEL (widget)), part) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_label (child, part))
      return TRUE;
  return FALSE;
}

/* As somebody types and presses the button. */
static void
type (gpointer row, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  g_signal_emit_by_name (row, "apply");
}

static RungsTrace *
two_clocks (void)
{
  return script_trace (&script_format,
                       "10 P S INVITE A 1\n10.1 S P 486 A 1\n10.2 P S ACK A 1 nak\n",
                       "45 P S INVITE A 1\n45.1 S P 486 A 1\n45.2 P S ACK A 1 nak\n", NULL);
}

static const RungsTraceInput *
input (Fixture *self, guint i)
{
  return rungs_trace_get_input (rungs_session_get_trace (self->session), i);
}

static void
test_zone (void)
{
  g_autoptr (RungsTrace) trace = two_clocks ();
  Fixture self = { 0 };
  gpointer row, zone, offset;

  set_up_with (&self, trace);
  open_files (&self);
  row = find (self.files, RUNGS_TYPE_FILE_ROW, 1);
  g_assert_cmpstr (adw_preferences_row_get_title (row), ==, "script-1");
  g_assert_true (g_str_has_suffix (adw_expander_row_get_subtitle (row), " · 3 messages"));
  zone = find_titled (row, "Time zone");
  offset = find_titled (row, "Ahead of UTC by, such as +02:00");
  g_assert_cmpstr (adw_action_row_get_subtitle (zone), ==,
                   "The file does not say; the times are shown as they are written");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (find_titled (row, "Health"))), !=,
                   "");
  g_assert_cmpstr (
    adw_action_row_get_subtitle (ADW_ACTION_ROW (find_titled (row, "First and last time"))), ==,
    "1970-01-01 00:00:45.000 – 1970-01-01 00:00:45.200, local time");

  adw_combo_row_set_selected (zone, 2);
  g_assert_true (gtk_widget_get_visible (offset));
  g_assert_cmpint (input (&self, 1)->zone, ==, RUNGS_ZONE_LOCAL);
  type (offset, "Berlin");
  calm (self.session);
  g_assert_true (gtk_widget_has_css_class (offset, "error"));
  g_assert_true (has_label (GTK_WIDGET (self.files), "“Berlin” is not a valid UTC offset"));
  g_assert_cmpint (input (&self, 1)->zone, ==, RUNGS_ZONE_LOCAL);

  type (offset, "+01:00");
  g_assert_false (gtk_widget_has_css_class (offset, "error"));
  calm (self.session);
  g_assert_cmpint (input (&self, 1)->zone, ==, RUNGS_ZONE_USER);
  g_assert_cmpint (input (&self, 1)->shift, ==, -3600 * RUNGS_STAMP_SECOND);
  g_assert_cmpint (input (&self, 0)->zone, ==, RUNGS_ZONE_LOCAL);
  g_assert_cmpstr (adw_action_row_get_subtitle (zone), ==,
                   "You said so; the times are shown in UTC");

  adw_combo_row_set_selected (zone, 0);
  calm (self.session);
  g_assert_cmpint (input (&self, 1)->zone, ==, RUNGS_ZONE_LOCAL);
  tear_down (&self);
}

static void
test_shift (void)
{
  g_autoptr (RungsTrace) trace = two_clocks ();
  Fixture self = { 0 };
  gpointer row, shift;
  GtkWidget *undo = NULL;

  set_up_with (&self, trace);
  open_files (&self);
  row = find (self.files, RUNGS_TYPE_FILE_ROW, 0);
  shift = find_titled (row, "Shift its clock by, such as +1.250 s");
  g_assert_true (
    g_str_has_prefix (adw_action_row_get_subtitle (ADW_ACTION_ROW (find_titled (row, "Clock"))),
                      "script-1 is 35.000 s ahead of script-0: 3 messages"));

  type (shift, "soon");
  calm (self.session);
  g_assert_true (gtk_widget_has_css_class (shift, "error"));
  g_assert_cmpint (input (&self, 0)->moved, ==, 0);

  type (shift, "+35 s");
  calm (self.session);
  g_assert_cmpint (input (&self, 0)->moved, ==, 35 * RUNGS_STAMP_SECOND);
  g_assert_cmpstr (gtk_editable_get_text (shift), ==, "+35.000 s");
  g_assert_true (
    g_str_has_suffix (adw_action_row_get_subtitle (ADW_ACTION_ROW (find_titled (row, "Clock"))),
                      "Its times are shown +35.000 s from what it says"));

  /* The first toast, about what was refused, is in the way. */
  for (guint i = 0; undo == NULL && i < 200; i++)
    {
      GtkWidget *button;

      for (guint k = 0; (button = find (self.files, GTK_TYPE_BUTTON, k)) != NULL; k++)
        if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (button)), "_Undo") == 0)
          undo = button;
      g_usleep (50000);
      turn (50);
    }
  g_assert_nonnull (undo);
  g_signal_emit_by_name (undo, "clicked");
  calm (self.session);
  g_assert_cmpint (input (&self, 0)->moved, ==, 0);
  g_assert_cmpstr (gtk_editable_get_text (shift), ==, "");
  tear_down (&self);
}

static gboolean
is_offered (Fixture *self)
{
  return gtk_revealer_get_reveal_child (
    find (find (self->window, RUNGS_TYPE_CLOCK_OFFER, 0), GTK_TYPE_REVEALER, 0));
}

static GtkWidget *
offer_button (Fixture *self, const char *label)
{
  GtkWidget *button;

  for (guint i = 0;
       (button = find (find (self->window, RUNGS_TYPE_CLOCK_OFFER, 0), GTK_TYPE_BUTTON, i)) != NULL;
       i++)
    if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (button)), label) == 0)
      return button;
  g_error ("no button “%s”", label);
}

static void
test_align (void)
{
  g_autoptr (RungsTrace) trace = two_clocks ();
  Fixture self = { 0 };
  GtkSwitch *align;

  set_up_with (&self, trace);
  g_assert_true (is_offered (&self));
  g_assert_true (has_label (find (self.window, RUNGS_TYPE_CLOCK_OFFER, 0),
                            "script-1 is 35.000 s ahead of script-0: 3 messages that both saw"));
  g_assert_false (rungs_session_get_align (self.session));
  g_signal_emit_by_name (offer_button (&self, "Align"), "clicked");
  calm (self.session);
  g_assert_true (rungs_session_get_align (self.session));
  g_assert_false (is_offered (&self));
  g_assert_cmpint (input (&self, 1)->moved, ==, -35 * RUNGS_STAMP_SECOND);

  open_files (&self);
  align = find (self.files, GTK_TYPE_SWITCH, 0);
  /* The switch of an expander row comes before it. */
  for (guint i = 1; gtk_widget_get_ancestor (GTK_WIDGET (align), RUNGS_TYPE_FILE_ROW) != NULL; i++)
    align = find (self.files, GTK_TYPE_SWITCH, i);
  g_assert_true (gtk_switch_get_active (align));
  gtk_switch_set_active (align, FALSE);
  calm (self.session);
  g_assert_cmpint (input (&self, 1)->moved, ==, 0);
  g_assert_true (is_offered (&self));

  /* Closed, and not asked again about the same. */
  g_signal_emit_by_name (offer_button (&self, NULL), "clicked");
  g_assert_false (is_offered (&self));
  gtk_switch_set_active (align, TRUE);
  calm (self.session);
  gtk_switch_set_active (align, FALSE);
  calm (self.session);
  g_assert_false (is_offered (&self));
  tear_down (&self);
}

static char *
write_log (const char *folder, const char *name, const char *script)
{
  g_autofree char *text = script_render (script);
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

/* A real load: a file is left out, comes back, another is added, and a header joins legs. */
static void
test_files (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", "sip-text", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *const *left;
  Fixture self = { 0 };
  const char *name;
  GtkWidget *again;
  guint n;

  while ((name = g_dir_read_name (dir)) != NULL && paths->len < 3)
    if (g_str_has_suffix (name, ".txt") || g_str_has_suffix (name, ".log"))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_assert_cmpuint (paths->len, ==, 3);

  set_up_with (&self, NULL);
  rungs_session_open (self.session,
                      (const char *const[]){ paths->pdata[0], paths->pdata[1], NULL });
  calm (self.session);
  open_files (&self);
  g_assert_cmpuint (rungs_trace_get_n_inputs (rungs_session_get_trace (self.session)), ==, 2);
  g_signal_emit_by_name (find (self.files, RUNGS_TYPE_FILE_ROW, 0), "leave-out");
  calm (self.session);
  g_assert_cmpuint (rungs_trace_get_n_inputs (rungs_session_get_trace (self.session)), ==, 1);
  left = rungs_session_get_left_out (self.session);
  g_assert_cmpstr (left[0], ==, paths->pdata[0]);
  again = find_titled (self.files, left[0]);
  g_signal_emit_by_name (find (again, GTK_TYPE_BUTTON, 0), "clicked");
  calm (self.session);
  g_assert_cmpuint (rungs_trace_get_n_inputs (rungs_session_get_trace (self.session)), ==, 2);
  rungs_session_add (self.session, (const char *const[]){ paths->pdata[2], NULL });
  calm (self.session);
  n = rungs_trace_get_n_inputs (rungs_session_get_trace (self.session));
  g_assert_cmpuint (n, ==, 3);
  g_assert_nonnull (find (self.files, RUNGS_TYPE_FILE_ROW, 2));
  tear_down (&self);
}

static void
test_headers (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("rungs-XXXXXX", &error);
  Fixture self = { 0 };
  gpointer group, entry, use, bin;
  g_autofree char *path = NULL;

  g_assert_no_error (error);
  path = write_log (folder, "two-sides.txt",
                    "0 P S INVITE A 1 from=1 to=2 h=X-Customer-Call:8f14e45f-01\n"
                    "20 S C INVITE B 1 from=1 to=4 h=X-Customer-Call:8f14e45f-01\n"
                    "50 P S INVITE X 1 from=5 to=6 h=X-Customer-Call:c9f0f895-02\n"
                    "290 P S INVITE W 1 from=21 to=28 h=X-Customer-Call:c9f0aaaa-05\n");
  set_up_with (&self, NULL);
  rungs_session_open (self.session, (const char *const[]){ path, NULL });
  calm (self.session);
  if (rungs_trace_get_n_calls (rungs_session_get_trace (self.session)) != 4)
    g_error ("%u calls", rungs_trace_get_n_calls (rungs_session_get_trace (self.session)));
  open_files (&self);
  group = find (self.files, RUNGS_TYPE_JOIN_HEADERS_GROUP, 0);
  entry = find_titled (group, "Name of a header, such as X-Customer-Call");
  type (entry, "no header");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  use = find (find_titled (group, "X-Customer-Call"), GTK_TYPE_BUTTON, 0);
  g_assert_cmpstr (gtk_button_get_label (use), ==, "Use");
  g_signal_emit_by_name (use, "clicked");
  calm (self.session);
  g_assert_cmpuint (rungs_trace_get_n_calls (rungs_session_get_trace (self.session)), ==, 3);

  type (entry, "x-customer-call:");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  bin = find (find_titled (group, "X-Customer-Call"), GTK_TYPE_BUTTON, 0);
  g_signal_emit_by_name (bin, "clicked");
  calm (self.session);
  g_assert_cmpuint (rungs_trace_get_n_calls (rungs_session_get_trace (self.session)), ==, 4);
  tear_down (&self);
  g_unlink (path);
  g_rmdir (folder);
}

/* The message below the ladder is as high as it was left. */
static void
test_height (void)
{
  g_autoptr (RungsTrace) trace = two_clocks ();
  Fixture self = { 0 };

  g_settings_set_int (rungs_settings (), "message-height", 260);
  set_up_with (&self, trace);
  g_assert_cmpint (gtk_widget_get_height (find (self.window, RUNGS_TYPE_MESSAGE_PANE, 0)), ==, 260);
  gtk_paned_set_position (find (self.window, GTK_TYPE_PANED, 0),
                          gtk_paned_get_position (find (self.window, GTK_TYPE_PANED, 0)) - 40);
  calm (self.session);
  tear_down (&self);
  g_assert_cmpint (g_settings_get_int (rungs_settings (), "message-height"), ==, 300);
}

/* A finding marks its values in the line that its bytes are in. */
static void
test_words (void)
{
  g_autoptr (RungsTrace) trace = two_clocks ();
  RungsFinding *finding = rungs_finding_new (RUNGS_FINDING_NO_ANSWER, g_strdup ("Not in it"));
  RungsFindingLine line = { .line = rungs_trace_get_message (trace, 0)->line };
  Fixture self = { 0 };
  GtkTextBuffer *buffer;
  GtkTextTag *tag;
  GtkTextIter iter;

  set_up_with (&self, trace);
  buffer = gtk_text_view_get_buffer (find (self.window, GTK_SOURCE_TYPE_VIEW, 0));
  tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), "words");
  g_array_append_val (finding->lines, line);
  rungs_finding_value (finding, RUNGS_VALUE_TOKEN, "SIP/2.0");
  rungs_session_show_finding (self.session, finding, 0);
  gtk_text_buffer_get_start_iter (buffer, &iter);
  g_assert_true (gtk_text_iter_forward_to_tag_toggle (&iter, tag));
  g_assert_true (gtk_text_iter_starts_tag (&iter, tag));
  g_assert_cmpint (gtk_text_iter_get_line (&iter), ==, 0);
  g_assert_cmpint (gtk_text_iter_get_line_offset (&iter), >, 6);
  rungs_session_show_line (self.session, 0, rungs_trace_get_message (trace, 0)->line);
  gtk_text_buffer_get_start_iter (buffer, &iter);
  g_assert_false (gtk_text_iter_forward_to_tag_toggle (&iter, tag));
  rungs_finding_unref (finding);
  tear_down (&self);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  /* libadwaita 1.2 crashes when a window goes while a toast in it comes or goes. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  gtk_source_init ();
  rungs_sip_init ();

  g_test_add_func ("/files-window/zone", test_zone);
  g_test_add_func ("/files-window/shift", test_shift);
  g_test_add_func ("/files-window/align", test_align);
  g_test_add_func ("/files-window/files", test_files);
  g_test_add_func ("/files-window/headers", test_headers);
  g_test_add_func ("/files-window/height", test_height);
  g_test_add_func ("/files-window/words", test_words);
  return g_test_run ();
}
