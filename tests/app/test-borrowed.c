/* What views and the session know of each other: nothing is looked at that is another one's by now,
 * or gone. GTK decides when it asks for tooltips, sorts once more or says that something is folded;
 * here it does so at the worst moments. */
#include "config.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "app/dialogs/join-window.h"
#include "app/dialogs/sides-window.h"
#include "app/files/window.h"
#include "app/ladder/arrow.h"
#include "app/ladder/view.h"
#include "app/list/call-list.h"
#include "app/window/window.h"
#include "script.h"
#include "sip/message.h"

static const char *const FAILED = "1.1 T S INVITE a 1 sid=a sdp\n1.2 S P INVITE b 1 sid=a sdp\n"
                                  "1.3 P S 488 b 1 sid=a\n1.4 S P ACK b 1 sid=a nak\n"
                                  "1.5 S T 488 a 1 sid=a\n1.6 T S ACK a 1 sid=a nak\n";
static const char *const GOOD = "61.1 T S INVITE c 1 sid=c sdp\n61.2 S P INVITE d 1 sid=c sdp\n"
                                "61.3 P S 200 d 1 sid=c sdp\n61.4 S P ACK d 1 sid=c\n"
                                "61.5 S T 200 c 1 sid=c sdp\n61.6 T S ACK c 1 sid=c\n";
static const char *const SHORT = "9.1 T S INVITE z 1\n9.2 S T 404 z 1\n";

static RungsTrace *
trace_new (const char *first, const char *second)
{
  g_autofree char *script = g_strconcat (first, second, NULL);

  return script_trace (&script_format, script, NULL);
}

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
  turn (50);
}

typedef void (*Visit) (GtkWidget *widget, gpointer data);

static void
visit_all (GtkWidget *widget, Visit visit, gpointer data)
{
  g_object_ref (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    visit_all (child, visit, data);
  visit (widget, data);
  g_object_unref (widget);
}

static void
find_cb (GtkWidget *widget, gpointer data)
{
  GtkWidget **found = data;

  if (RUNGS_IS_LADDER_VIEW (widget))
    *found = widget;
}

static GtkWidget *
ladder_of (RungsWindow *window)
{
  GtkWidget *found = NULL;

  visit_all (GTK_WIDGET (window), find_cb, &found);
  g_assert_nonnull (found);
  return found;
}

static RungsWindow *
open_trace (RungsTrace *trace)
{
  RungsWindow *window = g_object_ref_sink (g_object_new (RUNGS_TYPE_WINDOW, NULL));
  GtkWidget *ladder = ladder_of (window);

  gtk_window_present (GTK_WINDOW (window));
  rungs_session_set_trace (rungs_host_get_session (RUNGS_HOST (window)), trace);
  calm (rungs_host_get_session (RUNGS_HOST (window)));
  for (guint n = 0; n == 0;)
    {
      g_autoptr (GPtrArray) arrows = rungs_ladder_view_get_arrows (RUNGS_LADDER_VIEW (ladder));

      n = arrows->len;
      g_main_context_iteration (NULL, n == 0);
    }
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

/* ---- while the session announces something ---- */

/* As a pointer that rests on it does, wherever that is. */
static void
ask_for_tooltips (GtkWidget *widget)
{
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  for (int y = 0; y < height; y += MAX (height / 12, 1))
    for (int x = 0; x < width; x += MAX (width / 4, 1))
      {
        gboolean is_shown;

        g_signal_emit_by_name (widget, "query-tooltip", x, y, FALSE, tooltip, &is_shown);
      }
}

static void
point_cb (GtkWidget *widget, gpointer data)
{
  if (RUNGS_IS_LADDER_VIEW (widget))
    ask_for_tooltips (widget);
}

static void
activate_cb (GtkWidget *widget, gpointer data)
{
  if (RUNGS_IS_LADDER_ARROW (widget))
    gtk_widget_activate_action (widget, "arrow.activate", NULL);
}

typedef struct
{
  GtkWidget *window;
  guint n; /* notifications since the trace is another one */
} Announced;

/* What is notified last is announced first: the patterns, when the ladder on screen is still the
 * one before. */
static void
notify_cb (RungsSession *session, GParamSpec *pspec, Announced *announced)
{
  visit_all (announced->window, point_cb, NULL);
  if (announced->n++ == 0)
    visit_all (announced->window, activate_cb, NULL);
}

static void
test_announced (void)
{
  g_autoptr (RungsTrace) both = trace_new (GOOD, FAILED);
  g_autoptr (RungsTrace) one = trace_new (SHORT, "");
  RungsWindow *window = open_trace (both);
  RungsSession *session = rungs_host_get_session (RUNGS_HOST (window));
  Announced announced = { GTK_WIDGET (window), 0 };

  g_signal_connect (session, "notify", G_CALLBACK (notify_cb), &announced);
  for (guint i = 0; i < 4; i++)
    {
      announced.n = 0;
      rungs_session_set_trace (session, i % 2 == 0 ? one : both);
      g_assert_cmpuint (announced.n, >, 1);
      /* An arrow of the ladder before is of no message of this trace. */
      g_assert_cmpuint (rungs_session_get_message (session), <,
                        rungs_trace_get_n_messages (rungs_session_get_trace (session)));
      g_assert_cmpuint (rungs_trace_call_of_message (rungs_session_get_trace (session),
                                                     rungs_session_get_message (session)),
                        ==, rungs_session_get_call (session));
      calm (session);
    }
  for (guint32 i = 0; i < rungs_trace_get_n_calls (both); i++)
    rungs_session_set_call (session, i);
  rungs_session_set_call (session, RUNGS_NONE);
  calm (session);
  close_window (window);
}

static void
test_ladder (void)
{
  g_autoptr (RungsTrace) both = trace_new (GOOD, FAILED);
  g_autoptr (RungsTrace) one = trace_new (SHORT, "");
  g_autoptr (RungsSession) session = rungs_session_new (NULL);
  const RungsLadder *ladder;

  rungs_session_set_trace (session, both);
  ladder = rungs_ladder_ref (rungs_session_get_ladder (session));
  rungs_session_set_trace (session, one);
  g_assert_true (ladder != rungs_session_get_ladder (session));
  g_assert_cmpuint (ladder->rows->len, ==, 6);
  g_assert_cmpstr (((const RungsRow *) ladder->rows->pdata[0])->label, ==, "INVITE");
  rungs_ladder_unref (ladder);
  calm (session);
}

/* Nobody waits for the answers about a call that is not selected any more. */
static void
test_answers (void)
{
  g_autoptr (RungsTrace) trace = trace_new (GOOD, FAILED);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  RungsAnswers *answers = rungs_answers_new (trace, 0, RUNGS_ANSWERS_EVENTS, cancellable);

  g_assert_true (answers->verdict->is_fault);
  g_assert_nonnull (answers->comparison);
  /* Its own lines: there are none. */
  g_assert_null (answers->ladder);
  rungs_answers_free (answers);
  answers = rungs_answers_new (trace, 0, RUNGS_ANSWERS_LADDER, cancellable);
  g_assert_cmpuint (answers->ladder->rows->len, ==, 6);
  rungs_answers_free (answers);
  g_cancellable_cancel (cancellable);
  g_assert_null (rungs_answers_new (trace, 0, RUNGS_ANSWERS_LADDER, cancellable));
}

/* The selected call is the same in a trace that has more: what is said of it in the light of other
 * calls is not. */
static void
test_rest_of_trace (void)
{
  g_autoptr (RungsTrace) one = trace_new (FAILED, "");
  g_autoptr (RungsTrace) both = trace_new (FAILED, GOOD);
  RungsWindow *window = open_trace (one);
  RungsSession *session = rungs_host_get_session (RUNGS_HOST (window));
  guint32 message = rungs_session_get_message (session);

  g_assert_cmpuint (rungs_session_get_comparison (session)->with, ==, RUNGS_NONE);
  rungs_session_set_trace (session, both);
  /* What is shown stays until then. */
  g_assert_nonnull (rungs_session_get_verdict (session));
  calm (session);
  g_assert_cmpuint (rungs_session_get_message (session), ==, message);
  g_assert_cmpuint (rungs_session_get_comparison (session)->with, ==, 1);
  close_window (window);
}

/* ---- when the window is gone ---- */

typedef struct
{
  GPtrArray *objects;
  gboolean ours; /* keeps our own widgets too: taken apart, but not gone */
} Kept;

static void
destroyed_cb (GtkSorter *sorter)
{
  gtk_sorter_changed (sorter, GTK_SORTER_CHANGE_DIFFERENT);
}

static void
keep_cb (GtkWidget *widget, gpointer data)
{
  Kept *kept = data;

  if (RUNGS_IS_LADDER_VIEW (widget))
    {
      GtkAdjustment *adjustment;

      g_object_get (widget, "vadjustment", &adjustment, NULL);
      g_ptr_array_add (kept->objects, adjustment);
    }
  if (g_str_has_prefix (G_OBJECT_TYPE_NAME (widget), "Rungs") && !kept->ours)
    return;
  /* GTK's own business. */
  if (gtk_widget_get_ancestor (widget, GTK_TYPE_DROP_DOWN) != NULL && !GTK_IS_DROP_DOWN (widget))
    return;
  if (!GTK_IS_COLUMN_VIEW (widget))
    g_ptr_array_add (kept->objects, g_object_ref (widget));
  else
    {
      /* Not the view: it is to go, and says that it sorts differently while it does. */
      GtkColumnView *view = GTK_COLUMN_VIEW (widget);
      GListModel *columns = gtk_column_view_get_columns (view);

      g_signal_connect_object (view, "destroy", G_CALLBACK (destroyed_cb),
                               gtk_column_view_get_sorter (view), G_CONNECT_SWAPPED);

      g_ptr_array_add (kept->objects, g_object_ref (gtk_column_view_get_sorter (view)));
      g_ptr_array_add (kept->objects, g_object_ref (gtk_column_view_get_model (view)));
      for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
        g_ptr_array_add (kept->objects, g_list_model_get_item (columns, i));
    }
  if (GTK_IS_TEXT_VIEW (widget))
    g_ptr_array_add (kept->objects,
                     g_object_ref (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget))));
}

/* What our handlers are connected to, said once more. */
static void
say_all (GObject *object)
{
  static const char *const properties[] = { "selected",    "active", "visible",     "fixed-width",
                                            "reveal-flap", "folded", "max-position" };

  if (GTK_IS_SORTER (object))
    gtk_sorter_changed (GTK_SORTER (object), GTK_SORTER_CHANGE_DIFFERENT);
  else if (GTK_IS_ADJUSTMENT (object))
    g_signal_emit_by_name (object, "value-changed");
  else if (GTK_IS_TEXT_BUFFER (object))
    g_signal_emit_by_name (object, "changed");
  else if (GTK_IS_SEARCH_ENTRY (object))
    g_signal_emit_by_name (object, "search-changed");
  else if (ADW_IS_ENTRY_ROW (object))
    g_signal_emit_by_name (object, "apply");
  else if (RUNGS_IS_LADDER_ARROW (object))
    g_signal_emit_by_name (object, "activate");
  else if (RUNGS_IS_LADDER_VIEW (object))
    ask_for_tooltips (GTK_WIDGET (object));
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    if (g_object_class_find_property (G_OBJECT_GET_CLASS (object), properties[i]) != NULL)
      g_object_notify (object, properties[i]);
}

/* Destroys it, and lets everything that it was made of speak afterwards. */
static void
take_apart (GtkWidget *window, gboolean ours)
{
  Kept kept = { g_ptr_array_new_with_free_func (g_object_unref), ours };

  visit_all (window, keep_cb, &kept);
  g_assert_cmpuint (kept.objects->len, >, 20);
  gtk_window_destroy (GTK_WINDOW (window));
  turn (50);
  for (guint i = 0; i < kept.objects->len; i++)
    say_all (kept.objects->pdata[i]);
  g_ptr_array_unref (kept.objects);
  turn (50);
}

static void
test_taken_apart (void)
{
  g_autoptr (RungsTrace) both = trace_new (GOOD, FAILED);
  g_autoptr (RungsTrace) one = trace_new (SHORT, "");

  for (guint i = 0; i < 2; i++)
    {
      RungsWindow *window = open_trace (both);
      g_autoptr (RungsSession) session =
        g_object_ref (rungs_host_get_session (RUNGS_HOST (window)));

      g_object_unref (window);
      take_apart (GTK_WIDGET (window), i == 0);
      rungs_session_set_trace (session, one);
      calm (session);
    }
}

static void
test_other_windows_taken_apart (void)
{
  g_autoptr (RungsTrace) both = trace_new (GOOD, FAILED);
  RungsWindow *window = open_trace (both);
  RungsSession *session = rungs_host_get_session (RUNGS_HOST (window));
  GtkWindow *parent = GTK_WINDOW (window);

  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *others[] = {
        rungs_files_window_new (parent, session),
        GTK_WIDGET (rungs_join_window_new (RUNGS_HOST (window), both, 0, RUNGS_NONE)),
        rungs_sides_window_new_changes (parent, both, 0),
        rungs_sides_window_new_comparison (parent, both, 0, RUNGS_NONE),
      };

      for (guint n = 0; n < G_N_ELEMENTS (others); n++)
        {
          gtk_window_present (GTK_WINDOW (others[n]));
          turn (20);
          take_apart (others[n], i == 0);
          g_assert_cmpuint (rungs_session_get_call (session), !=, RUNGS_NONE);
        }
    }
  calm (session);
  close_window (window);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_source_init ();
  rungs_sip_init ();

  g_test_add_func ("/app/borrowed/announced", test_announced);
  g_test_add_func ("/app/borrowed/ladder", test_ladder);
  g_test_add_func ("/app/borrowed/answers", test_answers);
  g_test_add_func ("/app/borrowed/rest-of-trace", test_rest_of_trace);
  g_test_add_func ("/app/borrowed/taken-apart", test_taken_apart);
  g_test_add_func ("/app/borrowed/other-windows", test_other_windows_taken_apart);
  return g_test_run ();
}
