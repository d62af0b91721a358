#include "config.h"

#include "app/window.h"

#include <glib/gi18n.h>

#include "app/call-list.h"
#include "app/decide.h"
#include "app/export.h"
#include "app/files-actions.h"
#include "app/health-strip.h"
#include "app/ladder-view.h"
#include "app/message-pane.h"
#include "app/note-editor.h"
#include "app/note-undo.h"
#include "app/panes.h"
#include "app/sample.h"
#include "app/settings.h"
#include "app/sides-actions.h"
#include "app/start-page.h"
#include "app/undo-toast.h"
#include "app/verdict-panel.h"
#include "ladder/plain.h"

#define MAX_RECENT 8
#define MIN_LIST_WIDTH 280

struct _RungsWindow
{
  AdwApplicationWindow parent_instance;

  RungsSession *session;
  double zoom;
  gboolean dense, show_events, show_verdict;
  int divider_start;

  AdwToastOverlay *toasts;
  AdwToast *undo_toast; /* weak */
  AdwWindowTitle *title;
  GtkWidget *back_button, *open_button, *report_button, *verdict_button;
  GtkRevealer *progress_revealer;
  GtkProgressBar *progress;
  RungsClockOffer *offer;
  GtkStack *stack;
  RungsStartPage *start_page;
  AdwLeaflet *leaflet;
  RungsCallList *calls;
  AdwFlap *flap;
  GtkPaned *paned;
  RungsHealthStrip *health;
  RungsLadderView *ladder;
  RungsMessagePane *message;
  RungsVerdictPanel *verdict;
  GMenu *recent_section;
};

G_DEFINE_FINAL_TYPE (RungsWindow, rungs_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_ZOOM = 1,
  PROP_DENSE,
  PROP_SHOW_EVENTS,
  PROP_SHOW_VERDICT,
  PROP_ONLY_FAULTS,
  PROP_SHOW_ROUTINE,
  PROP_LOG_AROUND,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

void
rungs_window_say (RungsWindow *self, const char *sentence)
{
  g_autofree char *plain = NULL;
  g_autofree char *markup = NULL;

  g_return_if_fail (RUNGS_IS_WINDOW (self));
  g_return_if_fail (sentence != NULL);

  /* A file may be named so that its name turns the sentence around. */
  plain = rungs_plain_line (rungs_span_of (sentence), 0);
  markup = g_markup_escape_text (plain, -1);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
}

RungsSession *
rungs_window_get_session (RungsWindow *self)
{
  g_return_val_if_fail (RUNGS_IS_WINDOW (self), NULL);
  return self->session;
}

void
rungs_window_offer_undo (RungsWindow *self,
                         const char *sentence,
                         void (*undo) (RungsWindow *window, gpointer data),
                         gpointer data,
                         GDestroyNotify free_data)
{
  AdwToast *toast = rungs_undo_toast_new (self, sentence, undo, data, free_data);

  /* Toasts queue up: the button is to take back what was done last. */
  if (self->undo_toast != NULL)
    adw_toast_dismiss (self->undo_toast);
  g_set_weak_pointer (&self->undo_toast, toast);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
rungs_window_show_detail (RungsWindow *self)
{
  g_return_if_fail (RUNGS_IS_WINDOW (self));

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->flap));
}

/* ---- What is open ---- */

static void
refresh_recent (RungsWindow *self)
{
  g_auto (GStrv) uris = rungs_recent_uris (MAX_RECENT);

  g_menu_remove_all (self->recent_section);
  for (guint i = 0; uris[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_uri (uris[i]);
      g_autofree char *name = g_file_get_basename (file);
      g_autofree char *shown = g_filename_display_name (name);
      g_auto (GStrv) parts = g_strsplit (shown, "_", -1);
      g_autofree char *label = g_strjoinv ("__", parts); /* no mnemonic */
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "win.open-uri", "s", uris[i]);
      g_menu_append_item (self->recent_section, item);
    }
  rungs_start_page_refresh (self->start_page);
}

static void
update_actions (RungsWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean has_call = rungs_session_get_call (self->session) != RUNGS_NONE;
  gboolean has_trace = rungs_session_get_trace (self->session) != NULL;
  gboolean has_message = rungs_session_get_message (self->session) != RUNGS_NONE;
  gboolean folded = adw_leaflet_get_folded (self->leaflet);
  gboolean at_list = adw_leaflet_get_visible_child (self->leaflet) == GTK_WIDGET (self->calls);

  gtk_widget_action_set_enabled (widget, "win.export", has_call);
  gtk_widget_action_set_enabled (widget, "win.export-failed", has_trace);
  gtk_widget_action_set_enabled (widget, "win.search", has_trace);
  gtk_widget_action_set_enabled (widget, "win.copy-message", has_message);
  gtk_widget_action_set_enabled (widget, "win.note", has_message);
  gtk_widget_action_set_enabled (widget, "win.call-note", has_call);
  gtk_widget_action_set_enabled (widget, "win.copy-steps", has_call);
  gtk_widget_action_set_enabled (widget, "win.next-problem", has_call);
  gtk_widget_action_set_enabled (widget, "win.previous-problem", has_call);
  rungs_sides_update_actions (self);
  rungs_files_update_actions (self);
  gtk_widget_action_set_enabled (widget, "win.cancel-load",
                                 rungs_session_get_loading (self->session));
  gtk_widget_action_set_enabled (widget, "win.back", has_trace && folded && !at_list);
  gtk_widget_set_visible (self->back_button, has_trace && folded && !at_list);
  gtk_widget_set_visible (self->report_button, has_trace);
  gtk_widget_set_visible (self->verdict_button, has_trace);
}

static void
show_title (RungsWindow *self)
{
  RungsTrace *trace = rungs_session_get_trace (self->session);
  g_autofree char *title = rungs_session_dup_title (self->session);
  g_autofree char *subtitle = NULL;

  if (trace != NULL)
    {
      guint n = rungs_trace_get_n_calls (trace);
      guint faults = rungs_call_model_get_n_faults (rungs_call_list_get_model (self->calls));

      /* Translators: calls, of which so many failed */
      subtitle =
        g_strdup_printf (ngettext ("%u row, %u failed", "%u rows, %u failed", n), n, faults);
    }
  adw_window_title_set_title (self->title, title != NULL ? title : _ ("Rungs"));
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
  gtk_window_set_title (GTK_WINDOW (self), title != NULL ? title : _ ("Rungs"));
}

static void
trace_cb (RungsWindow *self)
{
  RungsTrace *trace = rungs_session_get_trace (self->session);
  gboolean has_calls = trace != NULL && rungs_trace_get_n_calls (trace) > 0;

  gtk_stack_set_visible_child_name (self->stack, has_calls ? "trace" : "start");
  if (trace != NULL && !has_calls && !rungs_trace_is_partial (trace))
    rungs_start_page_set_trouble (self->start_page, rungs_trace_get_n_diagnostics (trace) > 0
                                                      ? rungs_trace_get_diagnostic (trace, 0)->text
                                                      : _ ("There is no SIP message in it."));
  show_title (self);
  update_actions (self);
}

static void
loading_cb (RungsWindow *self)
{
  gtk_revealer_set_reveal_child (self->progress_revealer,
                                 rungs_session_get_loading (self->session));
  update_actions (self);
}

static void
fraction_cb (RungsWindow *self)
{
  gtk_progress_bar_set_fraction (self->progress, rungs_session_get_fraction (self->session));
}

static void
load_failed_cb (RungsWindow *self, const char *sentence)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "start") == 0)
    rungs_start_page_set_trouble (self->start_page, sentence);
  else
    rungs_window_say (self, sentence);
}

void
rungs_window_open_files (RungsWindow *self, GFile *const *files, guint n_files)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;

  g_return_if_fail (RUNGS_IS_WINDOW (self));

  for (guint i = 0; i < n_files; i++)
    {
      const char *path = g_file_peek_path (files[i]);

      if (path == NULL)
        {
          g_autofree char *name = g_file_get_parse_name (files[i]);
          g_autofree char *sentence = g_strdup_printf (_ ("“%s” is not on this computer"), name);
          rungs_window_say (self, sentence);
          continue;
        }
      g_strv_builder_add (builder, path);
      rungs_recent_add (files[i]);
    }
  paths = g_strv_builder_end (builder);
  if (paths[0] == NULL)
    return;
  rungs_start_page_set_trouble (self->start_page, NULL);
  rungs_session_open (self->session, (const char *const *) paths);
  refresh_recent (self);
}

void
rungs_window_open_sample (RungsWindow *self)
{
  g_autofree char *path = rungs_sample_path ();
  const char *paths[] = { path, NULL };

  g_return_if_fail (RUNGS_IS_WINDOW (self));

  if (path == NULL)
    rungs_window_say (self, _ ("The sample is not installed"));
  else
    rungs_session_open (self->session, paths);
}

static void
open_response_cb (GtkNativeDialog *dialog, int response, RungsWindow *self)
{
  g_autoptr (GListModel) files = NULL;
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);

  if (response == GTK_RESPONSE_ACCEPT)
    {
      files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
      for (guint i = 0; i < g_list_model_get_n_items (files); i++)
        g_ptr_array_add (list, g_list_model_get_item (files, i));
      rungs_window_open_files (self, (GFile *const *) list->pdata, list->len);
    }
  g_object_unref (dialog);
}

static void
ask_for_files (RungsWindow *self, gboolean folder)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
    folder ? _ ("Open Folder") : _ ("Open Logs and Captures"), GTK_WINDOW (self),
    folder ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER : GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (open_response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static gboolean
drop_cb (RungsWindow *self, const GValue *value, double x, double y)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  for (GSList *l = files; l != NULL; l = l->next)
    g_ptr_array_add (list, l->data);
  if (list->len == 0)
    return FALSE;
  rungs_window_open_files (self, (GFile *const *) list->pdata, list->len);
  return TRUE;
}

/* ---- Actions ---- */

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ask_for_files (RUNGS_WINDOW (widget), strcmp (name, "win.open-folder") == 0);
}

static void
open_uri_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  rungs_window_open_files (RUNGS_WINDOW (widget), &file, 1);
}

static void
sample_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  rungs_window_open_sample (RUNGS_WINDOW (widget));
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  rungs_session_cancel (RUNGS_WINDOW (widget)->session);
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  rungs_export_report (RUNGS_WINDOW (widget), strcmp (name, "win.export-failed") == 0);
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RungsWindow *self = RUNGS_WINDOW (widget);

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->calls));
  rungs_call_list_start_search (self->calls);
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RungsWindow *self = RUNGS_WINDOW (widget);

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->calls));
  rungs_call_list_focus_calls (self->calls);
}

static void
problem_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RungsWindow *self = RUNGS_WINDOW (widget);
  int direction = strcmp (name, "win.next-problem") == 0 ? 1 : -1;

  if (!rungs_ladder_view_go_to_problem (self->ladder, direction))
    rungs_window_say (self, direction > 0 ? _ ("No further problem in this call")
                                          : _ ("No problem before this one"));
}

static void
zoom_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RungsWindow *self = RUNGS_WINDOW (widget);
  double zoom = strcmp (name, "win.zoom-in") == 0    ? self->zoom * 1.15
                : strcmp (name, "win.zoom-out") == 0 ? self->zoom / 1.15
                                                     : 1.0;

  g_object_set (self, "zoom", CLAMP (zoom, RUNGS_ZOOM_MIN, RUNGS_ZOOM_MAX), NULL);
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RungsWindow *self = RUNGS_WINDOW (widget);

  if (strcmp (name, "win.copy-message") == 0)
    {
      if (rungs_message_pane_copy (self->message))
        rungs_window_say (self, _ ("Message copied"));
    }
  else if (rungs_verdict_panel_copy_steps (self->verdict))
    rungs_window_say (self, _ ("Steps copied"));
}

static void
note_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RungsWindow *self = RUNGS_WINDOW (widget);

  rungs_window_show_detail (self);
  if (strcmp (name, "win.note") == 0)
    {
      rungs_message_pane_focus_note (self->message);
      return;
    }
  g_object_set (self, "show-verdict", TRUE, NULL);
  rungs_verdict_panel_focus_note (self->verdict);
}

/* ---- Panes ---- */

static void
call_activated_cb (RungsWindow *self)
{
  rungs_window_show_detail (self);
  rungs_ladder_view_focus_selected (self->ladder);
}

static void
arrow_activated_cb (RungsWindow *self)
{
  rungs_message_pane_focus_text (self->message);
}

static void
folded_cb (RungsWindow *self)
{
  rungs_call_list_set_opens_on_click (self->calls, adw_leaflet_get_folded (self->leaflet));
  if (self->session != NULL)
    update_actions (self);
}

static void
divider_begin_cb (RungsWindow *self)
{
  self->divider_start = gtk_widget_get_width (GTK_WIDGET (self->calls));
}

static void
divider_update_cb (RungsWindow *self, double x, double y)
{
  int room = gtk_widget_get_width (GTK_WIDGET (self->leaflet)) - 540;

  gtk_widget_set_size_request (
    GTK_WIDGET (self->calls),
    CLAMP (self->divider_start + (int) x, MIN_LIST_WIDTH, MAX (room, MIN_LIST_WIDTH)), -1);
}

static void
divider_end_cb (RungsWindow *self)
{
  int width;

  gtk_widget_get_size_request (GTK_WIDGET (self->calls), &width, NULL);
  g_settings_set_int (rungs_settings (), "list-width", CLAMP (width, MIN_LIST_WIDTH, 2000));
}

/* ---- Properties: what the switching actions stand for ---- */

static void
rungs_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RungsWindow *self = RUNGS_WINDOW (object);

  switch (id)
    {
    case PROP_ZOOM:
      g_value_set_double (value, self->zoom);
      break;
    case PROP_DENSE:
      g_value_set_boolean (value, self->dense);
      break;
    case PROP_SHOW_EVENTS:
      g_value_set_boolean (value, self->show_events);
      break;
    case PROP_SHOW_VERDICT:
      g_value_set_boolean (value, self->show_verdict);
      break;
    /* Buttons ask for the state of their actions while the template is being built. */
    case PROP_ONLY_FAULTS:
      if (self->calls != NULL)
        g_object_get_property (G_OBJECT (self->calls), "only-faults", value);
      break;
    case PROP_SHOW_ROUTINE:
      if (self->calls != NULL)
        g_object_get_property (G_OBJECT (self->calls), "show-routine", value);
      break;
    case PROP_LOG_AROUND:
      if (self->message != NULL)
        g_object_get_property (G_OBJECT (self->message), "show-context", value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rungs_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  RungsWindow *self = RUNGS_WINDOW (object);

  switch (id)
    {
    case PROP_ZOOM:
      self->zoom = g_value_get_double (value);
      rungs_ladder_view_set_zoom (self->ladder, self->zoom);
      break;
    case PROP_DENSE:
      self->dense = g_value_get_boolean (value);
      rungs_ladder_view_set_dense (self->ladder, self->dense);
      break;
    case PROP_SHOW_EVENTS:
      self->show_events = g_value_get_boolean (value);
      rungs_session_set_show_events (self->session, self->show_events);
      break;
    case PROP_SHOW_VERDICT:
      self->show_verdict = g_value_get_boolean (value);
      adw_flap_set_reveal_flap (self->flap, self->show_verdict);
      /* Over the ladder, in a narrow window, it is a glance and no habit. */
      if (!adw_flap_get_folded (self->flap))
        g_settings_set_boolean (rungs_settings (), "show-verdict", self->show_verdict);
      break;
    case PROP_ONLY_FAULTS:
      g_object_set_property (G_OBJECT (self->calls), "only-faults", value);
      break;
    case PROP_SHOW_ROUTINE:
      g_object_set_property (G_OBJECT (self->calls), "show-routine", value);
      break;
    case PROP_LOG_AROUND:
      g_object_set_property (G_OBJECT (self->message), "show-context", value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_object_notify_by_pspec (object, pspec);
}

static gboolean
rungs_window_close_request (GtkWindow *window)
{
  RungsWindow *self = RUNGS_WINDOW (window);
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_boolean (rungs_settings (), "maximized", gtk_window_is_maximized (window));
  if (width > 0 && height > 0)
    g_settings_set (rungs_settings (), "window-size", "(ii)", width, height);
  rungs_session_cancel (self->session);
  return GTK_WINDOW_CLASS (rungs_window_parent_class)->close_request (window);
}

static void
rungs_window_dispose (GObject *object)
{
  g_clear_weak_pointer (&RUNGS_WINDOW (object)->undo_toast);
  g_clear_object (&RUNGS_WINDOW (object)->session);
  G_OBJECT_CLASS (rungs_window_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "win.open", open_action },
    { "win.open-folder", open_action },
    { "win.open-sample", sample_action },
    { "win.cancel-load", cancel_action },
    { "win.export", export_action },
    { "win.export-failed", export_action },
    { "win.search", search_action },
    { "win.back", back_action },
    { "win.next-problem", problem_action },
    { "win.previous-problem", problem_action },
    { "win.zoom-in", zoom_action },
    { "win.zoom-out", zoom_action },
    { "win.zoom-reset", zoom_action },
    { "win.copy-message", copy_action },
    { "win.copy-steps", copy_action },
    { "win.note", note_action },
    { "win.call-note", note_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
  gtk_widget_class_install_action (widget_class, "win.open-uri", "s", open_uri_action);
  rungs_sides_install_actions (widget_class);
  rungs_files_install_actions (widget_class);
  rungs_decide_install_actions (widget_class);
  gtk_widget_class_install_property_action (widget_class, "win.dense", "dense");
  gtk_widget_class_install_property_action (widget_class, "win.show-events", "show-events");
  gtk_widget_class_install_property_action (widget_class, "win.show-verdict", "show-verdict");
  gtk_widget_class_install_property_action (widget_class, "win.only-faults", "only-faults");
  gtk_widget_class_install_property_action (widget_class, "win.show-routine", "show-routine");
  gtk_widget_class_install_property_action (widget_class, "win.log-around", "log-around");

  /* Letters without Ctrl: bound here and not as accelerators of the application, which would take them from entries. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, 0, "win.next-problem", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, 0, "win.previous-problem", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.cancel-load", NULL);
}

static void
install_properties (GObjectClass *object_class)
{
  static const struct
  {
    guint id;
    const char *name;
  } flags[] = {
    { PROP_DENSE, "dense" },
    { PROP_SHOW_EVENTS, "show-events" },
    { PROP_SHOW_VERDICT, "show-verdict" },
    { PROP_ONLY_FAULTS, "only-faults" },
    { PROP_SHOW_ROUTINE, "show-routine" },
    { PROP_LOG_AROUND, "log-around" },
  };
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    properties[flags[i].id] = g_param_spec_boolean (flags[i].name, NULL, NULL, FALSE, both);
  properties[PROP_ZOOM] =
    g_param_spec_double ("zoom", NULL, NULL, RUNGS_ZOOM_MIN, RUNGS_ZOOM_MAX, 1, both);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rungs_window_class_init (RungsWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = rungs_window_get_property;
  object_class->set_property = rungs_window_set_property;
  object_class->dispose = rungs_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = rungs_window_close_request;

  install_properties (object_class);
  install_actions (widget_class);

  g_type_ensure (RUNGS_TYPE_START_PAGE);
  g_type_ensure (RUNGS_TYPE_CLOCK_OFFER);
  g_type_ensure (RUNGS_TYPE_CALL_LIST);
  g_type_ensure (RUNGS_TYPE_HEALTH_STRIP);
  g_type_ensure (RUNGS_TYPE_LADDER_VIEW);
  g_type_ensure (RUNGS_TYPE_MESSAGE_PANE);
  g_type_ensure (RUNGS_TYPE_VERDICT_PANEL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/rungs/Rungs/window.ui");
  gtk_widget_class_bind_template_child (widget_class, RungsWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, RungsWindow, title);
  gtk_widget_class_bind_template_child (widget_class, RungsWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, RungsWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, RungsWindow, report_button);
  gtk_widget_class_bind_template_child (widget_class, RungsWindow, verdict_button);
  gtk_widget_class_bind_template_child (widget_class, RungsWindow, progress_revealer);
  gtk_widget_class_bind_template_child (widget_class, RungsWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, RungsWindow, offer);
  gtk_widget_class_bind_template_child (widget_class, RungsWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, RungsWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, RungsWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, RungsWindow, calls);
  gtk_widget_class_bind_template_child (widget_class, RungsWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, RungsWindow, paned);
  gtk_widget_class_bind_template_child (widget_class, RungsWindow, health);
  gtk_widget_class_bind_template_child (widget_class, RungsWindow, ladder);
  gtk_widget_class_bind_template_child (widget_class, RungsWindow, message);
  gtk_widget_class_bind_template_child (widget_class, RungsWindow, verdict);
  gtk_widget_class_bind_template_child (widget_class, RungsWindow, recent_section);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, call_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, arrow_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, divider_begin_cb);
  gtk_widget_class_bind_template_callback (widget_class, divider_update_cb);
  gtk_widget_class_bind_template_callback (widget_class, divider_end_cb);
}

static void
flap_cb (RungsWindow *self)
{
  /* Swiped or pressed away. */
  if (adw_flap_get_reveal_flap (self->flap) != self->show_verdict)
    g_object_set (self, "show-verdict", adw_flap_get_reveal_flap (self->flap), NULL);
}

/* Without room for both the ladder comes first; with room it is as the user left it. */
static void
flap_folded_cb (RungsWindow *self)
{
  gboolean folded = adw_flap_get_folded (self->flap);

  g_object_set (self, "show-verdict",
                !folded && g_settings_get_boolean (rungs_settings (), "show-verdict"), NULL);
}

static void
connect_session (RungsWindow *self)
{
  rungs_call_list_set_session (self->calls, self->session);
  rungs_ladder_view_set_session (self->ladder, self->session);
  rungs_message_pane_set_session (self->message, self->session);
  rungs_verdict_panel_set_session (self->verdict, self->session);
  rungs_health_strip_set_session (self->health, self->session, TRUE);
  rungs_files_connect_offer (self, self->offer);
  g_signal_connect_object (self->health, "show-line", G_CALLBACK (rungs_window_show_line), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (rungs_call_list_get_health (self->calls), "show-line",
                           G_CALLBACK (rungs_window_show_line), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::trace", G_CALLBACK (trace_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::loading", G_CALLBACK (loading_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::fraction", G_CALLBACK (fraction_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::call", G_CALLBACK (update_actions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::message", G_CALLBACK (update_actions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "load-failed", G_CALLBACK (load_failed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
bind_settings (RungsWindow *self)
{
  GSettings *settings = rungs_settings ();
  int width, height;

  g_settings_get (settings, "window-size", "(ii)", &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), CLAMP (width, 360, 10000),
                               CLAMP (height, 360, 10000));
  if (g_settings_get_boolean (settings, "maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  gtk_widget_set_size_request (GTK_WIDGET (self->calls),
                               g_settings_get_int (settings, "list-width"), -1);
  rungs_panes_remember (self->paned);
  g_settings_bind (settings, "zoom", self, "zoom", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "dense", self, "dense", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "show-events", self, "show-events", G_SETTINGS_BIND_DEFAULT);
  g_object_set (self, "show-verdict", g_settings_get_boolean (settings, "show-verdict"), NULL);
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (flap_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->flap, "notify::folded", G_CALLBACK (flap_folded_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
rungs_window_init (RungsWindow *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->zoom = 1;
  gtk_widget_init_template (GTK_WIDGET (self));

  self->session = rungs_session_new (NULL);
  connect_session (self);
  bind_settings (self);
  rungs_note_undo_watch (self, GTK_WIDGET (self->message));
  rungs_note_undo_watch (self, GTK_WIDGET (self->verdict));
  g_signal_connect_swapped (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
  refresh_recent (self);
  trace_cb (self);
}

RungsWindow *
rungs_window_new (GtkApplication *application)
{
  return g_object_new (RUNGS_TYPE_WINDOW, "application", application, NULL);
}
