/* The patterns above the calls, and the windows that set messages side by side. */
#include "config.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "app/dialogs/sides-window.h"
#include "app/list/call-list.h"
#include "app/list/pattern-bar.h"
#include "app/window/window.h"
#include "script.h"
#include "sip/message.h"

static void
add_call (GString *s, guint n, const char *to, guint code, const char *extra)
{
  g_string_append_printf (s, "%u.1 T S INVITE a%u 1 sid=s%u to=%s sdp\n", 60 * n, n, n, to);
  g_string_append_printf (s, "%u.2 S P INVITE b%u 1 sid=s%u to=%s sdp %s\n", 60 * n, n, n, to,
                          extra);
  g_string_append_printf (s, "%u.3 P S %u b%u 1 sid=s%u to=%s\n", 60 * n, code, n, n, to);
  g_string_append_printf (s, "%u.4 S P ACK b%u 1 sid=s%u to=%s %s\n", 60 * n, n, n, to,
                          code >= 300 ? "nak" : "");
  g_string_append_printf (s, "%u.5 S T %u a%u 1 sid=s%u to=%s\n", 60 * n, code, n, n, to);
  g_string_append_printf (s, "%u.6 T S ACK a%u 1 sid=s%u to=%s %s\n", 60 * n, n, n, to,
                          code >= 300 ? "nak" : "");
}

/* Eight refused calls to one country, twelve good ones to another. */
static RungsTrace *
trace_new (void)
{
  g_autoptr (GString) s = g_string_new (NULL);

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *to = g_strdup_printf (i < 8 ? "+3491555%04u" : "+1555010%04u", i);

      add_call (s, i + 1, to, i < 8 ? 403 : 200, i < 8 ? "h=Privacy:id" : "");
    }
  return script_trace (&script_format, s->str, NULL);
}

static void
turn (guint n)
{
  for (guint i = 0; i < n; i++)
    g_main_context_iteration (NULL, FALSE);
}

static void
wait_for_session (RungsSession *session)
{
  while (rungs_session_is_busy (session))
    g_main_context_iteration (NULL, TRUE);
  turn (20);
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static guint
n_rows (GtkWidget *list)
{
  guint n = 0;

  while (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), (int) n) != NULL)
    n++;
  return n;
}

static RungsWindow *
window_new (void)
{
  RungsWindow *window = g_object_ref_sink (g_object_new (RUNGS_TYPE_WINDOW, NULL));
  g_autoptr (RungsTrace) trace = trace_new ();

  gtk_window_present (GTK_WINDOW (window));
  rungs_session_set_trace (rungs_host_get_session (RUNGS_HOST (window)), trace);
  wait_for_session (rungs_host_get_session (RUNGS_HOST (window)));
  return window;
}

static void
close_window (RungsWindow *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  turn (50);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  g_object_unref (window);
  turn (50);
  g_assert_null (window);
}

static void
test_patterns (void)
{
  RungsWindow *window = window_new ();
  GtkWidget *bar = find (GTK_WIDGET (window), RUNGS_TYPE_PATTERN_BAR);
  GtkWidget *list = find (bar, GTK_TYPE_LIST_BOX);
  RungsCallList *calls = RUNGS_CALL_LIST (find (GTK_WIDGET (window), RUNGS_TYPE_CALL_LIST));
  GListModel *model = G_LIST_MODEL (rungs_call_list_get_model (calls));
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0);
  g_autoptr (RungsTrace) other = NULL;

  g_assert_true (gtk_widget_get_visible (bar));
  g_assert_cmpuint (n_rows (list), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 20);
  gtk_test_accessible_assert_property (
    row, GTK_ACCESSIBLE_PROPERTY_LABEL,
    "8 of 8 calls to +34 fail with 403/560403 at 203.0.113.5; none of the 12 other calls does.");

  /* A press shows its calls only, another one all of them again. */
  g_signal_emit_by_name (list, "row-activated", row);
  g_assert_nonnull (rungs_pattern_bar_get_chosen (RUNGS_PATTERN_BAR (bar)));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 8);
  gtk_test_accessible_assert_state (row, GTK_ACCESSIBLE_STATE_CHECKED,
                                    GTK_ACCESSIBLE_TRISTATE_TRUE);
  g_signal_emit_by_name (list, "row-activated", row);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 20);

  /* It goes with the trace. */
  g_signal_emit_by_name (list, "row-activated", row);
  other =
    script_trace (&script_format, "1.1 T S INVITE a 1\n1.2 S T 200 a 1\n1.3 T S ACK a 1\n", NULL);
  rungs_session_set_trace (rungs_host_get_session (RUNGS_HOST (window)), other);
  wait_for_session (rungs_host_get_session (RUNGS_HOST (window)));
  g_assert_null (rungs_pattern_bar_get_chosen (RUNGS_PATTERN_BAR (bar)));
  g_assert_false (gtk_widget_get_visible (bar));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 1);
  close_window (window);
}

static RungsSidesWindow *
wait_for_sides (GtkWidget *widget)
{
  RungsSidesWindow *sides = RUNGS_SIDES_WINDOW (widget);

  gtk_window_present (GTK_WINDOW (sides));
  while (rungs_sides_window_is_busy (sides))
    g_main_context_iteration (NULL, TRUE);
  turn (20);
  return sides;
}

static void
destroy_sides (RungsSidesWindow *sides)
{
  g_object_add_weak_pointer (G_OBJECT (sides), (gpointer *) &sides);
  gtk_window_destroy (GTK_WINDOW (sides));
  for (guint i = 0; sides != NULL && i < 200; i++)
    {
      turn (50);
      g_usleep (10000);
    }
  g_assert_null (sides);
}

static void
test_changes (void)
{
  g_autoptr (RungsTrace) trace = trace_new ();
  RungsSidesWindow *sides = wait_for_sides (rungs_sides_window_new_changes (NULL, trace, 0));
  GtkWidget *list = find (GTK_WIDGET (sides), GTK_TYPE_LIST_BOX);
  GtkWidget *all = find (GTK_WIDGET (sides), GTK_TYPE_TOGGLE_BUTTON);
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0);
  guint n_differ = n_rows (list);

  g_assert_cmpuint (n_differ, ==, 1);
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "only on the right: ; Privacy:id");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (row), "explains"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (all), TRUE);
  g_assert_cmpuint (n_rows (list), >, 10);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (all), FALSE);
  g_assert_cmpuint (n_rows (list), ==, n_differ);
  gtk_window_set_default_size (GTK_WINDOW (sides), 400, 500);
  turn (50);
  destroy_sides (sides);
}

static void
test_comparison (void)
{
  g_autoptr (RungsTrace) trace = trace_new ();
  RungsSidesWindow *sides =
    wait_for_sides (rungs_sides_window_new_comparison (NULL, trace, 0, RUNGS_NONE));
  GtkWidget *list = find (GTK_WIDGET (sides), GTK_TYPE_LIST_BOX);

  /* The leg to the carrier is the second message. */
  g_assert_cmpuint (n_rows (list), ==, 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find (GTK_WIDGET (sides), GTK_TYPE_DROP_DOWN)), 1);
  turn (20);
  g_assert_cmpuint (n_rows (list), ==, 1);
  destroy_sides (sides);

  /* Beside a call that is no good one, and closed while the worker is at it. */
  destroy_sides (wait_for_sides (rungs_sides_window_new_comparison (NULL, trace, 0, 3)));
  sides = RUNGS_SIDES_WINDOW (rungs_sides_window_new_comparison (NULL, trace, 0, RUNGS_NONE));
  gtk_window_destroy (GTK_WINDOW (sides));
  turn (200);
}

/* A call with one leg, and a log without a good call. */
static void
test_nothing (void)
{
  g_autoptr (RungsTrace) trace = script_trace (
    &script_format, "1.1 T S INVITE a 1\n1.2 S T 403 a 1\n1.3 T S ACK a 1 nak\n", NULL);

  destroy_sides (wait_for_sides (rungs_sides_window_new_changes (NULL, trace, 0)));
  destroy_sides (wait_for_sides (rungs_sides_window_new_comparison (NULL, trace, 0, RUNGS_NONE)));
}

/* From the main window's actions; its own state stays. */
static void
test_actions (void)
{
  RungsWindow *window = window_new ();
  guint32 call = rungs_session_get_call (rungs_host_get_session (RUNGS_HOST (window)));
  g_autoptr (GListModel) tops = NULL;
  guint n;

  g_assert_cmpuint (call, !=, RUNGS_NONE);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.show-changes", NULL));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.compare", NULL));
  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (window), "win.compare-with", "u", (guint32) 15));
  /* One that there is no more is no reason to stop. */
  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (window), "win.compare-with", "u", (guint32) 9999));
  tops = g_object_ref (gtk_window_get_toplevels ());
  n = g_list_model_get_n_items (tops);
  g_assert_cmpuint (n, ==, 4);
  for (guint i = n; i-- > 0;)
    {
      GtkWidget *top = g_list_model_get_item (tops, i);

      /* GTK holds it. */
      g_object_unref (top);
      if (RUNGS_IS_SIDES_WINDOW (top))
        destroy_sides (wait_for_sides (top));
    }
  g_assert_cmpuint (rungs_session_get_call (rungs_host_get_session (RUNGS_HOST (window))), ==,
                    call);
  close_window (window);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_source_init ();
  rungs_sip_init ();

  g_test_add_func ("/app/patterns", test_patterns);
  g_test_add_func ("/app/sides/changes", test_changes);
  g_test_add_func ("/app/sides/comparison", test_comparison);
  g_test_add_func ("/app/sides/nothing", test_nothing);
  g_test_add_func ("/app/sides/actions", test_actions);
  return g_test_run ();
}
