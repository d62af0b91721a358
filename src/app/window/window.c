#include "config.h"

#include "app/window/window.h"

#include <glib/gi18n.h>

#include "app/bidi.h"
#include "app/dialogs/export.h"
#include "app/window/sides-actions.h"
#include "app/window/files-actions.h"
#include "app/ladder/view.h"
#include "app/list/call-list.h"
#include "app/list/call-words.h"
#include "app/dialogs/decide.h"
#include "app/panel/health-strip.h"
#include "app/panel/message-pane.h"
#include "app/panel/note-editor.h"
#include "app/panel/note-undo.h"
#include "app/panel/verdict-panel.h"
#include "app/settings.h"
#include "app/window/loading-page.h"
#include "app/window/opening.h"
#include "app/window/panes.h"
#include "app/window/recent.h"
#include "app/window/start-page.h"
#include "app/window/toasts.h"
#include "base/error.h"

#define MAX_RECENT 8
#define MIN_LIST_WIDTH 280

struct _RungsWindow
{
  AdwApplicationWindow parent_instance;

  RungsSession *session;
  double zoom;
  gboolean dense, show_events, show_verdict;
  int divider_start;

  AdwToastOverlay *toast_overlay;
  RungsToasts toasts;
  AdwWindowTitle *title;
  GtkWidget *back_button, *open_button, *report_button, *verdict_button;
  GtkRevealer *progress_revealer;
  GtkProgressBar *progress;
  RungsClockOffer *offer;
  GtkStack *stack;
  RungsStartPage *start_page;
  RungsLoadingPage *loading_page;
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

static void host_init (RungsHostInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RungsWindow,
                               rungs_window,
                               ADW_TYPE_APPLICATION_WINDOW,
                               G_IMPLEMENT_INTERFACE (RUNGS_TYPE_HOST, host_init))

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

static void
rungs_window_say (RungsHost *host, const char *sentence)
{
  rungs_toasts_say (&RUNGS_WINDOW (host)->toasts, sentence);
}

static RungsSession *
rungs_window_get_session (RungsHost *host)
{
  return RUNGS_WINDOW (host)->session;
}

static void
rungs_window_offer_undo (RungsHost *host,
                         const char *sentence,
                         RungsUndoFunc undo,
                         gpointer data,
                         GDestroyNotify free_data)
{
  rungs_toasts_offer_undo (&RUNGS_WINDOW (host)->toasts, sentence, undo, data, free_data);
}

static void
host_init (RungsHostInterface *iface)
{
  iface->say = rungs_window_say;
  iface->get_session = rungs_window_get_session;
  iface->offer_undo = rungs_window_offer_undo;
}

/* In a narrow window. A page that comes into sight is placed by the leaflet alone, which asks for
 * nothing more than that. What the scroll bars in it ask for meanwhile is lost half-way up to the
 * window, and from then on the stack is not drawn at all ("without a current allocation"). So the
 * whole leaflet is laid out again. */
static void
show_pane (RungsWindow *self, GtkWidget *pane)
{
  adw_leaflet_set_visible_child (self->leaflet, pane);
  gtk_widget_queue_resize (GTK_WIDGET (self->leaflet));
}

void
rungs_window_show_detail (RungsWindow *self)
{
  g_return_if_fail (RUNGS_IS_WINDOW (self));

  show_pane (self, GTK_WIDGET (self->flap));
}

/* ---- What is open ---- */

static void
refresh_recent (RungsWindow *self)
{
  g_autoptr (GPtrArray) files = rungs_recent_list (MAX_RECENT);

  g_menu_remove_all (self->recent_section);
  for (guint i = 0; i < files->len; i++)
    {
      const RungsRecent *file = g_ptr_array_index (files, i);
      g_auto (GStrv) parts = g_strsplit (file->name, "_", -1);
      g_autofree char *label = g_strjoinv ("__", parts); /* no mnemonic */
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      if (file->is_missing)
        continue;
      g_menu_item_set_action_and_target (item, "win.open-uri", "s", file->uri);
      g_menu_append_item (self->recent_section, item);
    }
  if (files->len > 0)
    g_menu_append (self->recent_section, _ ("_Clear Recent Files"), "recent.clear");
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

/* What is counted is not all, and the name stands for more than is here. */
static void
mark_partial (RungsTrace *trace, char **title, char **subtitle)
{
  g_autofree char *whole_title = *title;
  g_autofree char *whole_subtitle = *subtitle;

  if (!rungs_trace_is_partial (trace))
    {
      g_steal_pointer (&whole_title);
      g_steal_pointer (&whole_subtitle);
      return;
    }
  /* Translators: the name of a file of which not all was read */
  *title = g_strdup_printf (_ ("%s (partial)"), whole_title);
  /* Translators: "12 rows, 3 failed; not everything was read" */
  *subtitle = g_strdup_printf (_ ("%s; not everything was read"), whole_subtitle);
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
      if (!rungs_session_get_loading (self->session))
        mark_partial (trace, &title, &subtitle);
    }
  rungs_bidi_set (self->title, "title", title != NULL ? title : _ ("Rungs"));
  rungs_bidi_set (self->title, "subtitle", subtitle != NULL ? subtitle : "");
  gtk_window_set_title (GTK_WINDOW (self), title != NULL ? title : _ ("Rungs"));
}

static gboolean
has_calls (RungsWindow *self)
{
  RungsTrace *trace = rungs_session_get_trace (self->session);

  return trace != NULL && rungs_trace_get_n_calls (trace) > 0;
}

/* The calls as soon as there are some; until then what is read, else how to begin. */
static void
show_page (RungsWindow *self)
{
  gboolean is_loading = rungs_session_get_loading (self->session);

  gtk_stack_set_visible_child_name (self->stack, has_calls (self) ? "trace"
                                                 : is_loading     ? "loading"
                                                                  : "start");
  /* The page has a bar of its own. */
  gtk_revealer_set_reveal_child (self->progress_revealer, is_loading && has_calls (self));
  update_actions (self);
}

static void
trace_cb (RungsWindow *self)
{
  RungsTrace *trace = rungs_session_get_trace (self->session);

  if (trace != NULL && !has_calls (self) && !rungs_trace_is_snapshot (trace))
    {
      g_autofree char *why = rungs_trace_describe_empty (trace);

      rungs_start_page_set_trouble (self->start_page, _ ("No Calls Found"), why);
    }
  show_title (self);
  show_page (self);
}

static void
loading_cb (RungsWindow *self)
{
  if (rungs_session_get_loading (self->session))
    rungs_start_page_set_trouble (self->start_page, NULL, NULL);
  show_title (self);
  show_page (self);
}

static void
fraction_cb (RungsWindow *self)
{
  gtk_progress_bar_set_fraction (self->progress, rungs_session_get_fraction (self->session));
}

static const char *
heading_of (const GError *error)
{
  if (g_error_matches (error, RUNGS_ERROR, RUNGS_ERROR_MISSING))
    return _ ("File Not Found");
  if (g_error_matches (error, RUNGS_ERROR, RUNGS_ERROR_UNRECOGNISED))
    return _ ("No Calls Found");
  return _ ("Cannot Be Read");
}

static void
load_failed_cb (RungsWindow *self, const GError *error)
{
  if (has_calls (self))
    rungs_host_say (RUNGS_HOST (self), error->message);
  else
    rungs_start_page_set_trouble (self->start_page, heading_of (error), error->message);
}

/* ---- Actions ---- */

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  rungs_session_stop (RUNGS_WINDOW (widget)->session);
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  rungs_export_report (RUNGS_HOST (widget), strcmp (name, "win.export-failed") == 0);
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RungsWindow *self = RUNGS_WINDOW (widget);

  show_pane (self, GTK_WIDGET (self->calls));
  rungs_call_list_start_search (self->calls);
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RungsWindow *self = RUNGS_WINDOW (widget);

  show_pane (self, GTK_WIDGET (self->calls));
  rungs_call_list_focus_calls (self->calls);
}

static void
say_call (RungsWindow *self)
{
  const RungsCall *call = rungs_session_peek_call (self->session);
  g_autofree char *name = rungs_call_name (rungs_session_get_trace (self->session), call);
  /* Translators: %s is who calls whom, and when */
  g_autofree char *sentence =
    g_strdup_printf (rungs_call_is_fault (call) ? _ ("Another failed call: %s")
                                                : _ ("A problem in another call: %s"),
                     name);

  rungs_host_say (RUNGS_HOST (self), sentence);
}

static void
problem_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RungsWindow *self = RUNGS_WINDOW (widget);
  int direction = strcmp (name, "win.next-problem") == 0 ? 1 : -1;

  if (rungs_ladder_view_go_to_problem (self->ladder, direction))
    return;
  if (!rungs_call_list_go_to_problem (self->calls, direction))
    {
      rungs_host_say (RUNGS_HOST (self),
                      direction > 0
                        ? _ ("No more problems in this call or below it in the list")
                        : _ ("No earlier problem in this call or above it in the list"));
      return;
    }
  rungs_ladder_view_enter_problems (self->ladder, direction);
  say_call (self);
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
        rungs_host_say (RUNGS_HOST (self), _ ("Message copied"));
    }
  else if (rungs_verdict_panel_copy_steps (self->verdict))
    rungs_host_say (RUNGS_HOST (self), _ ("Steps copied"));
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
  /* Being made, or taken apart. */
  if (self->session == NULL)
    return;
  rungs_call_list_set_opens_on_click (self->calls, adw_leaflet_get_folded (self->leaflet));
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
  rungs_toasts_clear (&RUNGS_WINDOW (object)->toasts);
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
  rungs_opening_install_actions (widget_class);
  rungs_sides_install_actions (widget_class);
  rungs_files_install_actions (widget_class);
  rungs_decide_install_actions (widget_class);
  gtk_widget_class_install_property_action (widget_class, "win.dense", "dense");
  gtk_widget_class_install_property_action (widget_class, "win.show-events", "show-events");
  gtk_widget_class_install_property_action (widget_class, "win.show-verdict", "show-verdict");
  gtk_widget_class_install_property_action (widget_class, "win.only-faults", "only-faults");
  gtk_widget_class_install_property_action (widget_class, "win.show-routine", "show-routine");
  gtk_widget_class_install_property_action (widget_class, "win.log-around", "log-around");

  /* Letters without Ctrl: bound here and not as accelerators of the application, which would take
   * them from entries. */
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
  g_type_ensure (RUNGS_TYPE_LOADING_PAGE);
  g_type_ensure (RUNGS_TYPE_CLOCK_OFFER);
  g_type_ensure (RUNGS_TYPE_CALL_LIST);
  g_type_ensure (RUNGS_TYPE_HEALTH_STRIP);
  g_type_ensure (RUNGS_TYPE_LADDER_VIEW);
  g_type_ensure (RUNGS_TYPE_MESSAGE_PANE);
  g_type_ensure (RUNGS_TYPE_VERDICT_PANEL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/rungs/Rungs/window.ui");
  gtk_widget_class_bind_template_child (widget_class, RungsWindow, toast_overlay);
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
  gtk_widget_class_bind_template_child (widget_class, RungsWindow, loading_page);
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
  /* Swiped or pressed away; not taken apart with the window. */
  if (self->session != NULL && adw_flap_get_reveal_flap (self->flap) != self->show_verdict)
    g_object_set (self, "show-verdict", adw_flap_get_reveal_flap (self->flap), NULL);
}

/* Without room for both the ladder comes first; with room it is as the user left it. */
static void
flap_folded_cb (RungsWindow *self)
{
  gboolean folded;

  if (self->session == NULL)
    return;
  folded = adw_flap_get_folded (self->flap);
  g_object_set (self, "show-verdict",
                !folded && g_settings_get_boolean (rungs_settings (), "show-verdict"), NULL);
}

static void
connect_session (RungsWindow *self)
{
  rungs_loading_page_set_session (self->loading_page, self->session);
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
  self->zoom = 1;
  gtk_widget_init_template (GTK_WIDGET (self));

  self->toasts = (RungsToasts){ .host = RUNGS_HOST (self), .overlay = self->toast_overlay };
  self->session = rungs_session_new (NULL);
  connect_session (self);
  bind_settings (self);
  rungs_note_undo_watch (RUNGS_HOST (self), GTK_WIDGET (self->message));
  rungs_note_undo_watch (RUNGS_HOST (self), GTK_WIDGET (self->verdict));
  rungs_opening_connect (self);
  rungs_recent_add_action (GTK_WIDGET (self));
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed",
                           G_CALLBACK (refresh_recent), self, G_CONNECT_SWAPPED);
  refresh_recent (self);
  trace_cb (self);
}

RungsWindow *
rungs_window_new (GtkApplication *application)
{
  return g_object_new (RUNGS_TYPE_WINDOW, "application", application, NULL);
}
