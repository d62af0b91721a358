/* Every widget made, filled, looked at as a screen reader would, and gone again. */
#include "config.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "app/application.h"
#include "app/ladder/arrow.h"
#include "app/ladder/head.h"
#include "app/ladder/view.h"
#include "app/list/call-list.h"
#include "app/list/call-words.h"
#include "app/list/pattern-bar.h"
#include "app/panel/health-strip.h"
#include "app/panel/message-pane.h"
#include "app/panel/note-editor.h"
#include "app/panel/verdict-panel.h"
#include "app/session/session.h"
#include "app/window/sample.h"
#include "app/window/start-page.h"
#include "app/window/window.h"
#include "sip/message.h"
#include "trace/loader.h"

static gboolean
has_inscription (GtkWidget *widget, const char *text)
{
  if (GTK_IS_INSCRIPTION (widget)
      && g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (widget)), text) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_inscription (child, text))
      return TRUE;
  return FALSE;
}

static RungsTrace *
load_sample (void)
{
  g_autofree char *path = rungs_sample_path ();
  const char *paths[] = { path, NULL };
  g_autoptr (GError) error = NULL;
  RungsTrace *trace = rungs_trace_load (paths, NULL, TRUE, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return trace;
}

static void
turn (guint n)
{
  for (guint i = 0; i < n; i++)
    g_main_context_iteration (NULL, FALSE);
}

static void
wait_for (gboolean (*is_done) (gpointer), gpointer data)
{
  while (!is_done (data))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
is_calm (gpointer window)
{
  return !rungs_session_is_busy (rungs_host_get_session (RUNGS_HOST (window)));
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

static gboolean
has_arrows (gpointer ladder)
{
  g_autoptr (GPtrArray) arrows = rungs_ladder_view_get_arrows (ladder);
  return arrows->len > 0;
}

static void
set_true_cb (gpointer flag)
{
  *(gboolean *) flag = TRUE;
}

static RungsWindow *
open_sample_at (int width, int height)
{
  RungsWindow *window = g_object_ref_sink (g_object_new (RUNGS_TYPE_WINDOW, NULL));
  g_autoptr (RungsTrace) trace = load_sample ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);

  gtk_window_present (GTK_WINDOW (window));
  rungs_session_set_trace (rungs_host_get_session (RUNGS_HOST (window)), trace);
  wait_for (is_calm, window);
  return window;
}

static RungsWindow *
open_sample (void)
{
  RungsWindow *window = open_sample_at (1280, 800);

  wait_for (has_arrows, find (GTK_WIDGET (window), RUNGS_TYPE_LADDER_VIEW));
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

/* Frames are drawn meanwhile. */
static void
pass (guint ms)
{
  gboolean is_over = FALSE;

  g_timeout_add_once (ms, set_true_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_lifetimes (void)
{
  const GType types[] = { RUNGS_TYPE_CALL_LIST,     RUNGS_TYPE_LADDER_VIEW,
                          RUNGS_TYPE_LADDER_ARROW,  RUNGS_TYPE_MESSAGE_PANE,
                          RUNGS_TYPE_NOTE_EDITOR,   RUNGS_TYPE_START_PAGE,
                          RUNGS_TYPE_VERDICT_PANEL, RUNGS_TYPE_HEALTH_STRIP,
                          RUNGS_TYPE_PATTERN_BAR,   RUNGS_TYPE_LADDER_HEAD };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      gpointer widget = g_object_ref_sink (g_object_new (types[i], NULL));

      g_object_add_weak_pointer (widget, &widget);
      g_object_unref (widget);
      if (widget != NULL)
        g_error ("%s is still there", g_type_name (types[i]));
    }
}

static void
test_window (void)
{
  RungsWindow *window = open_sample ();
  gpointer session = rungs_host_get_session (RUNGS_HOST (window));
  gpointer trace = rungs_session_get_trace (session);

  g_object_add_weak_pointer (session, &session);
  g_object_add_weak_pointer (trace, &trace);
  close_window (window);
  g_assert_null (session);
  g_assert_null (trace);
}

/* Libadwaita's own buttons are its own business. */
static gboolean
is_ours (GtkWidget *widget)
{
  GType back = g_type_from_name ("AdwBackButton");

  return gtk_widget_get_ancestor (widget, ADW_TYPE_SPLIT_BUTTON) == NULL
         && (back == G_TYPE_INVALID || gtk_widget_get_ancestor (widget, back) == NULL);
}

/* A tooltip alone gives no accessible name. */
static void
check_buttons (GtkWidget *widget, guint *n)
{
  const char *icon = NULL;

  if (GTK_IS_BUTTON (widget))
    icon = gtk_button_get_icon_name (GTK_BUTTON (widget));
  else if (GTK_IS_MENU_BUTTON (widget))
    icon = gtk_menu_button_get_icon_name (GTK_MENU_BUTTON (widget));
  /* The window's own buttons are libadwaita's. */
  if (icon != NULL && !g_str_has_prefix (icon, "window-") && is_ours (widget)
      && gtk_widget_get_ancestor (widget, GTK_TYPE_SEARCH_ENTRY) == NULL)
    {
      (*n)++;
      if (gtk_widget_get_tooltip_text (widget) == NULL)
        g_error ("the button with icon %s has no tooltip", icon);
      if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                             GTK_ACCESSIBLE_PROPERTY_LABEL))
        g_error ("the button with icon %s has no name", icon);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_MENU_BUTTON (widget))
      check_buttons (child, n);
}

static void
test_buttons (void)
{
  RungsWindow *window = open_sample ();
  guint n = 0;

  check_buttons (GTK_WIDGET (window), &n);
  g_assert_cmpuint (n, >=, 10);
  close_window (window);
}

static void
test_arrows (void)
{
  RungsWindow *window = open_sample ();
  RungsSession *session = rungs_host_get_session (RUNGS_HOST (window));
  GtkWidget *ladder = find (GTK_WIDGET (window), RUNGS_TYPE_LADDER_VIEW);
  g_autoptr (GPtrArray) arrows = rungs_ladder_view_get_arrows (RUNGS_LADDER_VIEW (ladder));
  guint n_selected = 0;

  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (ladder), GTK_ACCESSIBLE_ROLE_LIST);
  for (guint i = 0; i < arrows->len; i++)
    {
      GtkAccessible *arrow = g_ptr_array_index (arrows, i);
      guint row = rungs_ladder_arrow_get_row (RUNGS_LADDER_ARROW (arrow));
      const RungsLadder *values = rungs_session_get_ladder (session);
      const RungsRow *value = g_ptr_array_index (values->rows, row);
      gboolean is_selected = value->message == rungs_session_get_message (session);
      g_autofree char *speech = rungs_ladder_speak (values, value);

      gtk_test_accessible_assert_role (arrow, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
      gtk_test_accessible_assert_property (arrow, GTK_ACCESSIBLE_PROPERTY_LABEL, speech);
      gtk_test_accessible_assert_state (arrow, GTK_ACCESSIBLE_STATE_SELECTED, is_selected);
      n_selected += is_selected;
    }
  g_assert_cmpuint (n_selected, ==, 1);
  close_window (window);
}

/* Activating an arrow selects exactly its message, and the pane shows that message's bytes. */
static void
test_arrow_to_message (void)
{
  RungsWindow *window = open_sample ();
  RungsSession *session = rungs_host_get_session (RUNGS_HOST (window));
  GtkWidget *ladder = find (GTK_WIDGET (window), RUNGS_TYPE_LADDER_VIEW);
  GtkWidget *view = find (GTK_WIDGET (window), GTK_SOURCE_TYPE_VIEW);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  g_autoptr (GPtrArray) arrows = rungs_ladder_view_get_arrows (RUNGS_LADDER_VIEW (ladder));

  for (guint i = 0; i < arrows->len; i++)
    {
      RungsLadderArrow *arrow = g_ptr_array_index (arrows, i);
      const RungsLadder *values = rungs_session_get_ladder (session);
      const RungsRow *row = g_ptr_array_index (values->rows, rungs_ladder_arrow_get_row (arrow));
      g_autoptr (GBytes) bytes = NULL;
      g_autofree char *shown = NULL, *start = NULL;
      GtkTextIter from, to;
      const char *raw;
      gsize size;

      gtk_widget_activate_action (GTK_WIDGET (arrow), "arrow.activate", NULL);
      g_assert_cmpuint (rungs_session_get_message (session), ==, row->message);
      bytes = rungs_trace_read_message (rungs_session_get_trace (session), row->message, NULL);
      raw = g_bytes_get_data (bytes, &size);
      gtk_text_buffer_get_bounds (buffer, &from, &to);
      shown = gtk_text_buffer_get_text (buffer, &from, &to, TRUE);
      start = rungs_span_dup (rungs_span_head (
        rungs_span (raw, size), (gsize) rungs_span_find_char (rungs_span (raw, size), '\r')));
      g_assert_true (g_str_has_prefix (shown, start));
    }
  close_window (window);
}

/* Actions that keys of the window's own lead to, without the application. */
static GHashTable *
bound_actions (GtkWidget *window)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (window);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint k = 0; k < g_list_model_get_n_items (G_LIST_MODEL (controller)); k++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), k);
          GtkShortcutAction *action = gtk_shortcut_get_action (shortcut);

          if (GTK_IS_NAMED_ACTION (action))
            g_hash_table_add (
              names, g_strdup (gtk_named_action_get_action_name (GTK_NAMED_ACTION (action))));
        }
    }
  return names;
}

static void
test_help_overlay (void)
{
  RungsWindow *window = g_object_ref_sink (g_object_new (RUNGS_TYPE_WINDOW, NULL));
  g_autoptr (GHashTable) bound = bound_actions (GTK_WIDGET (window));
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource ("/io/github/rungs/Rungs/gtk/help-overlay.ui");
  g_autoptr (GSList) objects = gtk_builder_get_objects (builder);
  g_autoptr (GHashTable) listed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GtkWidgetClass *klass = g_type_class_ref (RUNGS_TYPE_WINDOW);
  const char *name, *property;
  const GVariantType *type; /* GTK 4.8 fills in all of them, wanted or not */
  GType owner;

  for (GSList *l = objects; l != NULL; l = l->next)
    if (GTK_IS_SHORTCUTS_SHORTCUT (l->data))
      {
        char *action = NULL;
        g_object_get (l->data, "action-name", &action, NULL);
        if (action != NULL)
          g_hash_table_add (listed, action);
      }
  for (guint i = 0; gtk_widget_class_query_action (klass, i, &owner, &name, &type, &property); i++)
    /* No key says of which file, call or device. Keys of the window's own: check_shown_keys(). */
    if (owner == RUNGS_TYPE_WINDOW && type == NULL && !g_hash_table_contains (listed, name)
        && !g_hash_table_contains (bound, name))
      g_error ("%s is not in the help overlay", name);
  g_assert_cmpuint (g_hash_table_size (listed), >=, 20);
  g_type_class_unref (klass);
  gtk_window_destroy (GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay")));
  close_window (window);
}

/* The keys that are drawn beside the shortcuts, as text: "n", "Page Up". */
static void
add_shown_keys (GtkWidget *widget, GHashTable *keys)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_ancestor (widget, GTK_TYPE_SHORTCUT_LABEL) != NULL)
    g_hash_table_add (keys, g_strdup (gtk_label_get_text (GTK_LABEL (widget))));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    add_shown_keys (child, keys);
}

static void
check_shortcuts (GtkWidget *widget, GHashTable *keys, guint *n)
{
  if (GTK_IS_SHORTCUTS_SHORTCUT (widget))
    {
      g_autoptr (GHashTable) own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_autofree char *title = NULL;

      g_object_get (widget, "title", &title, NULL);
      add_shown_keys (widget, own);
      if (g_hash_table_size (own) == 0)
        g_error ("no key is shown for “%s”", title);
      add_shown_keys (widget, keys);
      (*n)++;
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_shortcuts (child, keys, n);
}

/* Every shortcut of the overlay has a key beside it, as GTK shows it in a window of the
 * application. */
static void
check_shown_keys (RungsApplication *application)
{
  static const char *const own[] = { "N", "P", "Escape", "Page Up" };
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GtkWindow *window = GTK_WINDOW (rungs_window_new (GTK_APPLICATION (application)));
  GtkShortcutsWindow *overlay =
    gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (window));
  GHashTableIter iter;
  const char *key;
  guint n = 0;

  g_assert_nonnull (overlay);
  check_shortcuts (GTK_WIDGET (overlay), keys, &n);
  g_assert_cmpuint (n, >=, 30);
  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    if (!g_hash_table_contains (keys, own[i]))
      g_error ("%s is shown for no shortcut", own[i]);
  g_hash_table_iter_init (&iter, keys);
  while (g_hash_table_iter_next (&iter, (gpointer *) &key, NULL))
    if (strlen (key) > 1 && strchr (key, '_') != NULL)
      g_error ("“%s” is no name of a key", key);
  gtk_window_destroy (window);
  turn (50);
}

/* One key, one action. */
static void
test_keys (void)
{
  g_autoptr (RungsApplication) application = rungs_application_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) actions = NULL;

  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, &error));
  g_assert_no_error (error);
  actions = gtk_application_list_action_descriptions (GTK_APPLICATION (application));
  g_assert_cmpuint (g_strv_length (actions), >=, 20);
  for (guint i = 0; actions[i] != NULL; i++)
    {
      g_auto (GStrv) keys =
        gtk_application_get_accels_for_action (GTK_APPLICATION (application), actions[i]);

      for (guint k = 0; keys[k] != NULL; k++)
        {
          const char *other = g_hash_table_lookup (seen, keys[k]);

          if (other != NULL)
            g_error ("%s is the key of %s and of %s", keys[k], other, actions[i]);
          g_hash_table_insert (seen, g_strdup (keys[k]), g_strdup (actions[i]));
        }
    }
  check_shown_keys (application);
}

/* Once the patterns are known, a failed call says what it means and not only the phrase. */
static void
test_causes (void)
{
  RungsWindow *window = open_sample ();
  GtkWidget *list = find (GTK_WIDGET (window), RUNGS_TYPE_CALL_LIST);
  GHashTable *entries = rungs_session_get_entries (rungs_host_get_session (RUNGS_HOST (window)));
  const RungsEntry *entry = NULL;
  GHashTableIter iter;
  guint n_found = 0;

  g_assert_nonnull (entries);
  g_assert_cmpuint (g_hash_table_size (entries), >=, 3);
  turn (20);
  g_hash_table_iter_init (&iter, entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    n_found += has_inscription (list, entry->title);
  g_assert_cmpuint (n_found, ==, g_hash_table_size (entries));
  close_window (window);
}

static void
test_note (void)
{
  RungsWindow *window = open_sample ();
  RungsSession *session = rungs_host_get_session (RUNGS_HOST (window));
  const RungsCall *call = rungs_session_peek_call (session);
  RungsTrace *trace = rungs_session_get_trace (session);
  GtkWidget *panel = find (GTK_WIDGET (window), RUNGS_TYPE_VERDICT_PANEL);
  GtkWidget *editor = find (panel, RUNGS_TYPE_NOTE_EDITOR);
  GtkWidget *view = find (editor, GTK_TYPE_TEXT_VIEW);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));

  gtk_text_buffer_set_text (buffer, "asked the carrier", -1);
  rungs_note_editor_save (RUNGS_NOTE_EDITOR (editor));
  g_assert_cmpstr (rungs_notes_get (rungs_session_get_notes (session), trace, call, RUNGS_NONE), ==,
                   "asked the carrier");
  gtk_text_buffer_set_text (buffer, "", -1);
  rungs_note_editor_save (RUNGS_NOTE_EDITOR (editor));
  g_assert_null (rungs_notes_get (rungs_session_get_notes (session), trace, call, RUNGS_NONE));
  close_window (window);
}

static GtkWidget *
focus_of (RungsWindow *window)
{
  return gtk_root_get_focus (GTK_ROOT (window));
}

/* What is typed after the key goes into the note: never to the button that removes it, and not past
 * a revealer that is still closed. */
static void
test_note_focus (void)
{
  static const struct
  {
    const char *action;
    GType (*pane) (void);
  } notes[] = {
    { "win.note", rungs_message_pane_get_type },
    { "win.call-note", rungs_verdict_panel_get_type },
  };
  RungsWindow *window = open_sample ();

  for (guint i = 0; i < 2 * G_N_ELEMENTS (notes); i++)
    {
      GtkWidget *pane = find (GTK_WIDGET (window), notes[i / 2].pane ());
      GtkWidget *editor = find (pane, RUNGS_TYPE_NOTE_EDITOR);
      GtkWidget *view = find (editor, GTK_TYPE_TEXT_VIEW);
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));

      /* The second time there is a note, and the focus is in it already or elsewhere. */
      for (guint k = 0; k < 2; k++)
        {
          if (k == 0)
            rungs_call_list_focus_calls (
              RUNGS_CALL_LIST (find (GTK_WIDGET (window), RUNGS_TYPE_CALL_LIST)));
          gtk_widget_activate_action (GTK_WIDGET (window), notes[i / 2].action, NULL);
          g_assert_true (focus_of (window) == view);
          pass (400);
          g_assert_true (focus_of (window) == view);
        }
      gtk_text_buffer_set_text (buffer, i % 2 == 0 ? "asked the carrier" : "", -1);
      rungs_note_editor_save (RUNGS_NOTE_EDITOR (editor));
    }
  close_window (window);
}

static RungsTrace *
load_text (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GPtrArray) inputs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_input_unref);
  g_autoptr (GError) error = NULL;
  RungsTrace *trace;

  g_ptr_array_add (inputs, rungs_input_new_bytes ("log.txt", bytes));
  trace = rungs_trace_load_inputs (inputs, NULL, NULL, &error);
  g_assert_no_error (error);
  return trace;
}

static RungsWindow *
open_trace (RungsTrace *trace)
{
  RungsWindow *window = g_object_ref_sink (g_object_new (RUNGS_TYPE_WINDOW, NULL));

  gtk_window_present (GTK_WINDOW (window));
  rungs_session_set_trace (rungs_host_get_session (RUNGS_HOST (window)), trace);
  wait_for (is_calm, window);
  turn (50);
  return window;
}

/* "1:488": the call and the message that is looked at. */
static char *
place_of (RungsWindow *window)
{
  RungsSession *session = rungs_host_get_session (RUNGS_HOST (window));
  RungsTrace *trace = rungs_session_get_trace (session);
  const RungsMessage *message =
    rungs_trace_get_message (trace, rungs_session_get_message (session));

  return message->code != 0
           ? g_strdup_printf ("%u:%u", rungs_session_get_call (session) + 1, message->code)
           : g_strdup_printf ("%u:%s", rungs_session_get_call (session) + 1,
                              rungs_trace_string (trace, message->method));
}

/* The steps that n, and then p, go; each stops where there is nothing more. */
static void
check_walk (RungsWindow *window, const char *action, const char *const *places)
{
  for (; *places != NULL; places++)
    {
      g_autofree char *place = NULL;

      gtk_widget_activate_action (GTK_WIDGET (window), action, NULL);
      /* The verdict of the call belongs to it. */
      wait_for (is_calm, window);
      place = place_of (window);
      g_assert_cmpstr (place, ==, *places);
    }
}

/* From the first failed call through all problems of the sample: never a provisional answer or an
 * ACK. */
static void
test_problems (void)
{
  /* Call 6 was established: by its second route, after the first one had answered 503. 3 and 7 have
   * no problem. */
  static const char *const forward[] = { "4:488", "5:404", "5:404", "6:503",
                                         "8:480", "8:480", "8:480", NULL };
  static const char *const back[] = { "8:480", "6:503",    "5:404",    "5:404", "4:488",
                                      "4:488", "4:INVITE", "4:INVITE", NULL };
  RungsWindow *window = open_sample ();

  check_walk (window, "win.next-problem", forward);
  check_walk (window, "win.previous-problem", back);
  close_window (window);
}

#define PING(n, branch)                                                                            \
  "2026-11-22 10:00:" n ".000 UDP 192.0.2.10:5060 -> 203.0.113.44:5060\n"                          \
  "OPTIONS sip:203.0.113.44 SIP/2.0\r\n"                                                           \
  "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK" branch "\r\n"                                  \
  "From: <sip:192.0.2.10>;tag=" branch "\r\nTo: <sip:203.0.113.44>\r\nCall-ID: " branch            \
  "@192.0.2.10\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"

/* A trunk that is down, and nothing else in the log: that is what the window shows. */
static void
test_only_keepalives (void)
{
  g_autoptr (RungsTrace) trace = load_text (PING ("01", "p1") PING ("31", "p2") PING ("59", "p3"));
  RungsWindow *window = open_trace (trace);
  GtkWidget *list = find (GTK_WIDGET (window), RUNGS_TYPE_CALL_LIST);
  RungsCallModel *model = rungs_call_list_get_model (RUNGS_CALL_LIST (list));
  GtkWidget *title = find (GTK_WIDGET (window), ADW_TYPE_WINDOW_TITLE);

  g_assert_cmpuint (rungs_trace_get_n_calls (trace), ==, 1);
  g_assert_cmpstr (rungs_state_name (rungs_trace_get_call (trace, 0)->state), ==, "failed");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 1);
  g_assert_cmpstr (adw_window_title_get_subtitle (ADW_WINDOW_TITLE (title)), ==, "1 row, 1 failed");
  g_assert_true (has_inscription (list, "failed"));
  close_window (window);
}

/* From every call to every other: nothing of the one before may be looked at. */
static void
test_all_calls (void)
{
  RungsWindow *window = open_sample ();
  RungsSession *session = rungs_host_get_session (RUNGS_HOST (window));
  GtkWidget *ladder = find (GTK_WIDGET (window), RUNGS_TYPE_LADDER_VIEW);
  guint n = rungs_trace_get_n_calls (rungs_session_get_trace (session));

  for (guint i = 0; i < 2 * n; i++)
    {
      rungs_session_set_call (session, i % 2 == 0 ? i / 2 : n - 1 - i / 2);
      turn (30);
      wait_for (has_arrows, ladder);
    }
  rungs_session_set_call (session, RUNGS_NONE);
  wait_for (is_calm, window);
  close_window (window);
}

/* In a narrow window the ladder is placed for the first time when its call is opened. The call is
 * selected already, so that nothing but the change of the page asks for it; a warning of GTK about
 * a page without a place ends the test. */
static void
test_narrow (void)
{
  RungsWindow *window;
  GtkWidget *ladder, *list;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  window = open_sample_at (600, 780);
  ladder = find (GTK_WIDGET (window), RUNGS_TYPE_LADDER_VIEW);
  pass (600);
  list = find (GTK_WIDGET (window), RUNGS_TYPE_CALL_LIST);
  rungs_call_list_focus_calls (RUNGS_CALL_LIST (list));
  pass (300);
  g_signal_emit_by_name (list, "activated");
  pass (1500);
  g_assert_true (has_arrows (ladder));
  /* The verdict comes over the ladder; and the same pages once more. */
  for (guint i = 0; i < 2; i++)
    {
      g_object_set (window, "show-verdict", TRUE, NULL);
      pass (500);
      g_object_set (window, "show-verdict", FALSE, NULL);
      pass (500);
      gtk_widget_activate_action (GTK_WIDGET (window), "win.back", NULL);
      pass (500);
      g_signal_emit_by_name (list, "activated");
      pass (500);
    }
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  close_window (window);
}

static void
count_cb (RungsSession *session, const GError *error, guint *n)
{
  (*n)++;
}

static gboolean
is_read (gpointer session)
{
  return !rungs_session_get_loading (session);
}

static void
test_load (void)
{
  g_autoptr (RungsSession) session = rungs_session_new (NULL);
  g_autofree char *path = rungs_sample_path ();
  const char *paths[] = { path, NULL };
  const char *nothing[] = { "/nowhere/at/all.log", NULL };
  guint n_failed = 0, call;

  g_signal_connect (session, "load-failed", G_CALLBACK (count_cb), &n_failed);
  /* Stopped by the user: no complaint. */
  rungs_session_open (session, paths);
  g_assert_true (rungs_session_get_loading (session));
  rungs_session_cancel (session);
  g_assert_false (rungs_session_get_loading (session));
  turn (50);
  /* Of two the later counts. */
  rungs_session_open (session, nothing);
  rungs_session_open (session, paths);
  wait_for (is_read, session);
  g_assert_cmpuint (n_failed, ==, 0);
  g_assert_nonnull (rungs_session_get_trace (session));
  /* What could not be read leaves what was there. */
  call = rungs_session_get_call (session);
  g_assert_cmpuint (call, !=, RUNGS_NONE);
  rungs_session_open (session, nothing);
  wait_for (is_read, session);
  g_assert_cmpuint (n_failed, ==, 1);
  g_assert_cmpuint (rungs_session_get_call (session), ==, call);
  /* Read again: the same call is selected. */
  rungs_session_open (session, paths);
  wait_for (is_read, session);
  g_assert_cmpuint (rungs_session_get_call (session), ==, call);
  while (rungs_session_is_busy (session))
    g_main_context_iteration (NULL, TRUE);
}

/* The whole ladder of thousands of messages, to its end, with the renderer that this run has. */
static void
test_long_ladder (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) inputs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_input_unref);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (RungsTrace) trace = NULL;
  g_autoptr (GError) error = NULL;
  RungsWindow *window = g_object_ref_sink (g_object_new (RUNGS_TYPE_WINDOW, NULL));
  GtkWidget *ladder = find (GTK_WIDGET (window), RUNGS_TYPE_LADDER_VIEW);
  GtkAdjustment *adjustment;

  for (guint i = 1; i <= 3000; i++)
    g_string_append_printf (text,
                            "INFO sip:+15550100@192.0.2.1 SIP/2.0\r\n"
                            "Via: SIP/2.0/UDP 198.51.100.1:5060;branch=z9hG4bK%u\r\n"
                            "From: <sip:+15550101@example.com>;tag=a\r\n"
                            "To: <sip:+15550100@example.com>;tag=b\r\nCall-ID: long@example.com\r\n"
                            "CSeq: %u INFO\r\nContent-Length: 0\r\n\r\n",
                            i, i);
  bytes = g_bytes_new (text->str, text->len);
  g_ptr_array_add (inputs, rungs_input_new_bytes ("long.sip", bytes));
  trace = rungs_trace_load_inputs (inputs, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rungs_trace_get_n_messages (trace), ==, 3000);

  gtk_window_present (GTK_WINDOW (window));
  rungs_session_set_trace (rungs_host_get_session (RUNGS_HOST (window)), trace);
  wait_for (is_calm, window);
  wait_for (has_arrows, ladder);
  g_object_get (ladder, "vadjustment", &adjustment, NULL);
  for (guint i = 0; i <= 10; i++)
    {
      g_autoptr (GPtrArray) arrows = NULL;

      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) * i / 10);
      turn (200);
      arrows = rungs_ladder_view_get_arrows (RUNGS_LADDER_VIEW (ladder));
      /* A pool for what is in sight, whatever the length. */
      g_assert_cmpuint (arrows->len, <, 100);
    }
  gtk_widget_activate_action (ladder, "win.zoom-in", NULL);
  turn (200);
  g_object_unref (adjustment);
  close_window (window);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_source_init ();
  rungs_sip_init ();

  g_test_add_func ("/app/lifetimes", test_lifetimes);
  g_test_add_func ("/app/window", test_window);
  g_test_add_func ("/app/buttons", test_buttons);
  g_test_add_func ("/app/arrows", test_arrows);
  g_test_add_func ("/app/arrow-to-message", test_arrow_to_message);
  g_test_add_func ("/app/help-overlay", test_help_overlay);
  g_test_add_func ("/app/keys", test_keys);
  g_test_add_func ("/app/note-focus", test_note_focus);
  g_test_add_func ("/app/problems", test_problems);
  g_test_add_func ("/app/only-keepalives", test_only_keepalives);
  g_test_add_func ("/app/causes", test_causes);
  g_test_add_func ("/app/note", test_note);
  g_test_add_func ("/app/all-calls", test_all_calls);
  g_test_add_func ("/app/narrow", test_narrow);
  g_test_add_func ("/app/load", test_load);
  g_test_add_func ("/app/long-ladder", test_long_ladder);
  return g_test_run ();
}
