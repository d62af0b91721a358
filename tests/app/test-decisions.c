/* What the log is missing and what the user decides, in the window. */
#include "config.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "script.h"

#include "app/ladder/head.h"
#include "app/list/call-list.h"
#include "app/dialogs/decide.h"
#include "app/panel/health-strip.h"
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
calm (RungsWindow *window)
{
  while (rungs_session_is_busy (rungs_host_get_session (RUNGS_HOST (window))))
    g_main_context_iteration (NULL, TRUE);
  turn (50);
}

static RungsWindow *
open_trace (RungsTrace *trace)
{
  RungsWindow *window = g_object_ref_sink (g_object_new (RUNGS_TYPE_WINDOW, NULL));

  gtk_window_present (GTK_WINDOW (window));
  rungs_session_set_trace (rungs_host_get_session (RUNGS_HOST (window)), trace);
  calm (window);
  return window;
}

static void
close_window (RungsWindow *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  turn (20);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  g_object_unref (window);
  turn (20);
  g_assert_null (window);
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

static GtkWidget *
strip (RungsWindow *window, gboolean of_call)
{
  for (guint i = 0; i < 2; i++)
    {
      guint nth = i;
      GtkWidget *found = find_nth (GTK_WIDGET (window), RUNGS_TYPE_HEALTH_STRIP, &nth);

      if (gtk_widget_has_css_class (found, of_call ? "of-call" : "of-log"))
        return found;
    }
  g_assert_not_reached ();
}

static const char *
words (GtkWidget *widget)
{
  guint nth = 0;

  return gtk_label_get_label (GTK_LABEL (find_nth (widget, GTK_TYPE_LABEL, &nth)));
}

/* The button at the end of the strip. */
static GtkWidget *
quick (GtkWidget *widget)
{
  return gtk_widget_get_last_child (widget);
}

static RungsTrace *
load (const char *folder, const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", folder, name, NULL);
  const char *const paths[] = { path, NULL };
  g_autoptr (GError) error = NULL;
  RungsTrace *trace = rungs_trace_load (paths, NULL, TRUE, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return trace;
}

static void
test_whole (void)
{
  g_autoptr (RungsTrace) trace = script_trace (
    &script_format, "0 P S INVITE A 1 sdp\n.1 S P 404 A 1\n.2 P S ACK A 1 nak\n", NULL);
  RungsWindow *window = open_trace (trace);

  g_assert_false (gtk_widget_get_visible (strip (window, FALSE)));
  g_assert_false (gtk_widget_get_visible (strip (window, TRUE)));
  close_window (window);
}

/* A gap is said, and its button leads to the log around it. */
static void
test_lost (void)
{
  g_autoptr (RungsTrace) trace = load ("audiocodes-syslog", "lost-records.log");
  RungsWindow *window = open_trace (trace);
  RungsSession *session = rungs_host_get_session (RUNGS_HOST (window));
  guint nth = 0;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (
    GTK_TEXT_VIEW (find_nth (GTK_WIDGET (window), GTK_SOURCE_TYPE_VIEW, &nth)));
  gboolean log_around = FALSE;
  guint32 line;

  g_assert_true (gtk_widget_get_visible (strip (window, FALSE)));
  g_assert_cmpstr (words (strip (window, FALSE)), ==,
                   "Records are missing from the log at 4 places.");
  g_assert_true (gtk_widget_get_visible (strip (window, TRUE)));
  g_assert_cmpstr (words (strip (window, TRUE)), ==,
                   "Records are missing from the log at 1 place while it lasted.");
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (quick (strip (window, TRUE)))), ==, "Line 89");

  g_signal_emit_by_name (quick (strip (window, TRUE)), "clicked");
  calm (window);
  line = rungs_trace_get_message (trace, rungs_session_get_message (session))->line;
  g_assert_cmpuint (line, <=, 89);
  g_object_get (window, "log-around", &log_around, NULL);
  g_assert_true (log_around);
  g_assert_cmpint (gtk_text_buffer_get_line_count (buffer), >, 60);
  close_window (window);
}

static RungsTrace *
two_clocks (void)
{
  return script_trace (&script_format,
                       "10 P S INVITE A 1\n10.1 S P 486 A 1\n10.2 P S ACK A 1 nak\n",
                       "45 P S INVITE A 1\n45.1 S P 486 A 1\n45.2 P S ACK A 1 nak\n", NULL);
}

static void
test_align (void)
{
  g_autoptr (RungsTrace) trace = two_clocks ();
  RungsWindow *window = open_trace (trace);
  RungsSession *session = rungs_host_get_session (RUNGS_HOST (window));
  GtkWidget *log = strip (window, FALSE);

  g_assert_cmpstr (words (log), ==,
                   "script-1 is 35.000 s ahead of script-0: 3 messages that both saw, ±0.000 s.");
  g_assert_false (rungs_trace_get_clock (rungs_session_get_trace (session), 0)->is_applied);
  g_signal_emit_by_name (quick (log), "clicked");
  calm (window);
  g_assert_true (rungs_session_get_align (session));
  g_assert_true (rungs_trace_get_clock (rungs_session_get_trace (session), 0)->is_applied);
  g_assert_true (g_str_has_prefix (words (log), "script-1 was 35.000 s ahead"));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (quick (log))), ==, "Undo");

  g_signal_emit_by_name (quick (log), "clicked");
  calm (window);
  g_assert_false (rungs_trace_get_clock (rungs_session_get_trace (session), 0)->is_applied);
  close_window (window);
}

/* ---- devices, legs ---- */

/* Two calls of two legs; the second carrier is one more device. */
static RungsWindow *
open_two_calls (void)
{
  g_autoptr (RungsTrace) trace =
    script_trace (&script_format,
                  "0 P S INVITE A 1\n.02 S C INVITE B 1\n.5 C S 404 B 1\n.6 S P 404 A 1\n"
                  "5 Q S INVITE X 1 from=7 to=8\n5.02 S D INVITE Y 1 from=7 to=8\n",
                  NULL);

  return open_trace (trace);
}

/* "203.0.113.5 SBC 198.51.100.7": what the heads of the lanes say, and can be focused. */
static char *
heads (RungsWindow *window)
{
  GString *out = g_string_new (NULL);
  GtkWidget *head;

  for (guint i = 0; TRUE; i++)
    {
      guint nth = i;
      const RungsLadder *ladder =
        rungs_session_get_ladder (rungs_host_get_session (RUNGS_HOST (window)));

      head = find_nth (GTK_WIDGET (window), RUNGS_TYPE_LADDER_HEAD, &nth);
      if (head == NULL || i >= ladder->lanes->len)
        break;
      g_assert_true (gtk_widget_get_visible (head));
      g_assert_true (gtk_widget_get_focusable (head));
      gtk_test_accessible_assert_role (head, GTK_ACCESSIBLE_ROLE_BUTTON);
      g_string_append_printf (out, "%s%s", i > 0 ? " " : "",
                              ((RungsLane *) g_ptr_array_index (ladder->lanes, i))->name);
    }
  return g_string_free (out, FALSE);
}

#define CHECK_HEADS(window, expected)                                                              \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *heads_ = heads (window);                                                      \
    g_assert_cmpstr (heads_, ==, expected);                                                        \
  }                                                                                                \
  G_STMT_END

static guint32
device_of (RungsWindow *window, guint lane)
{
  const RungsLadder *ladder =
    rungs_session_get_ladder (rungs_host_get_session (RUNGS_HOST (window)));

  return ((RungsLane *) g_ptr_array_index (ladder->lanes, lane))->device;
}

static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget)
      && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* By the toast that is shown: there is but one, for what was done last. */
static void
take_back (RungsWindow *window)
{
  GtkWidget *button;

  while ((button = find_button (GTK_WIDGET (window), "_Undo")) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_signal_emit_by_name (button, "clicked");
  calm (window);
}

static void
test_names (void)
{
  RungsWindow *window = open_two_calls ();
  RungsSession *session = rungs_host_get_session (RUNGS_HOST (window));
  GtkWidget *widget = GTK_WIDGET (window);
  guint32 call, message;

  CHECK_HEADS (window, "203.0.113.5 SBC 198.51.100.7");
  rungs_session_set_message (session, 1);
  call = rungs_session_get_call (session);
  message = rungs_session_get_message (session);
  gtk_widget_activate_action (widget, "win.name-device", "(us)", device_of (window, 0), "PBX");
  calm (window);
  CHECK_HEADS (window, "PBX SBC 198.51.100.7");
  g_assert_cmpuint (rungs_session_get_call (session), ==, call);
  g_assert_cmpuint (rungs_session_get_message (session), ==, message);
  take_back (window);
  CHECK_HEADS (window, "203.0.113.5 SBC 198.51.100.7");
  gtk_widget_activate_action (widget, "win.name-device", "(us)", device_of (window, 0), "PBX");
  calm (window);
  gtk_widget_activate_action (widget, "win.name-device", "(us)", device_of (window, 0), "");
  calm (window);
  CHECK_HEADS (window, "203.0.113.5 SBC 198.51.100.7");
  /* What is no device of this trace is nobody. */
  gtk_widget_activate_action (widget, "win.name-device", "(us)", 999u, "Nobody");
  gtk_widget_activate_action (widget, "win.merge-devices", "(uu)", 999u, 0u);
  gtk_widget_activate_action (widget, "win.split-device", "u", 999u);
  calm (window);
  CHECK_HEADS (window, "203.0.113.5 SBC 198.51.100.7");
  close_window (window);
}

static void
test_merge (void)
{
  RungsWindow *window = open_two_calls ();
  GtkWidget *widget = GTK_WIDGET (window);

  gtk_widget_activate_action (widget, "win.merge-devices", "(uu)", device_of (window, 0),
                              device_of (window, 2));
  calm (window);
  CHECK_HEADS (window, "SBC 198.51.100.7");
  take_back (window);
  CHECK_HEADS (window, "203.0.113.5 SBC 198.51.100.7");
  gtk_widget_activate_action (widget, "win.merge-devices", "(uu)", device_of (window, 0),
                              device_of (window, 2));
  calm (window);
  gtk_widget_activate_action (widget, "win.split-device", "u", device_of (window, 1));
  calm (window);
  CHECK_HEADS (window, "203.0.113.5 SBC 198.51.100.7");
  close_window (window);
}

/* The filter stays, the selection is the same call whatever its number has become. */
static void
test_legs (void)
{
  RungsWindow *window = open_two_calls ();
  RungsSession *session = rungs_host_get_session (RUNGS_HOST (window));
  GtkWidget *widget = GTK_WIDGET (window);
  gboolean only_faults = FALSE;

  g_object_set (window, "only-faults", TRUE, NULL);
  g_assert_cmpuint (rungs_trace_get_n_calls (rungs_session_get_trace (session)), ==, 2);
  gtk_widget_activate_action (widget, "win.separate-leg", "(uu)", 0u, 1u);
  calm (window);
  g_assert_cmpuint (rungs_trace_get_n_calls (rungs_session_get_trace (session)), ==, 3);
  g_object_get (window, "only-faults", &only_faults, NULL);
  g_assert_true (only_faults);
  /* The call that was the second. */
  rungs_session_set_call (session, 2);
  calm (window);
  take_back (window);
  g_assert_cmpuint (rungs_trace_get_n_calls (rungs_session_get_trace (session)), ==, 2);
  g_assert_cmpuint (rungs_session_get_call (session), ==, 1);
  rungs_decide_join (RUNGS_HOST (window), rungs_session_get_trace (session), 0, 1);
  calm (window);
  g_assert_cmpuint (rungs_trace_get_n_calls (rungs_session_get_trace (session)), ==, 1);
  g_assert_cmpuint (rungs_session_get_joins (session)->len, ==, 4);
  g_assert_cmpstr (g_ptr_array_index ((GPtrArray *) rungs_session_get_joins (session), 2), ==,
                   "joined by you");
  gtk_widget_activate_action (widget, "win.forget-leg", "(uu)", 0u, 2u);
  calm (window);
  g_assert_cmpuint (rungs_trace_get_n_calls (rungs_session_get_trace (session)), ==, 2);
  g_object_set (window, "only-faults", FALSE, NULL);
  close_window (window);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_source_init ();
  rungs_sip_init ();

  g_test_add_func ("/decisions/health/whole", test_whole);
  g_test_add_func ("/decisions/health/lost", test_lost);
  g_test_add_func ("/decisions/health/align", test_align);
  g_test_add_func ("/decisions/names", test_names);
  g_test_add_func ("/decisions/merge", test_merge);
  g_test_add_func ("/decisions/legs", test_legs);
  return g_test_run ();
}
