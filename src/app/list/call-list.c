#include "config.h"

#include "app/list/call-list.h"

#include <glib/gi18n.h>

#include "app/list/call-columns.h"
#include "app/list/call-menu.h"
#include "app/list/call-words.h"
#include "app/list/pattern-bar.h"
#include "app/settings.h"

struct _RungsCallList
{
  GtkWidget parent_instance;

  RungsSession *session;
  RungsCallModel *model;
  GtkSingleSelection *selection;
  GSimpleActionGroup *actions;
  GtkColumnViewColumn *columns[RUNGS_N_COLUMNS];
  GtkSorter *sorter; /* (owned) the view's */
  RungsKinds kinds;
  gboolean only_faults, show_routine;
  gboolean is_updating; /* the selection follows the session, not the user */
  gboolean opens_on_click;
  guint scroll_id, open_id;

  GtkSearchEntry *search;
  RungsPatternBar *patterns;
  GtkLabel *n_faults;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkColumnView *view;
  AdwStatusPage *nothing;
  GtkButton *show_more;
  GtkToggleButton *routine;
  GtkImage *routine_icon, *routine_fault;
  GtkLabel *routine_label;
  RungsHealthStrip *health;
  GMenu *columns_menu;
};

G_DEFINE_FINAL_TYPE (RungsCallList, rungs_call_list, GTK_TYPE_WIDGET)

enum
{
  PROP_ONLY_FAULTS = 1,
  PROP_SHOW_ROUTINE,
  N_PROPS
};

enum
{
  ACTIVATED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static gboolean
scroll_cb (gpointer user_data)
{
  RungsCallList *self = user_data;
  guint position = gtk_single_selection_get_selected (self->selection);

  self->scroll_id = 0;
  /* The list inside the column view is the one that knows this action. */
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (gtk_widget_get_last_child (GTK_WIDGET (self->view)),
                                "list.scroll-to-item", "u", position);
  return G_SOURCE_REMOVE;
}

/* Selects the session's call if it is among the rows. */
static void
follow_session (RungsCallList *self)
{
  guint32 call = rungs_session_get_call (self->session);
  guint position = call != RUNGS_NONE ? rungs_call_model_find (self->model, call) : RUNGS_NONE;
  guint old = gtk_single_selection_get_selected (self->selection);

  if (position == RUNGS_NONE)
    position = GTK_INVALID_LIST_POSITION;
  if (position == old)
    return;
  self->is_updating = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->is_updating = FALSE;
  if (position != GTK_INVALID_LIST_POSITION && self->scroll_id == 0)
    self->scroll_id = g_idle_add_full (GTK_PRIORITY_RESIZE + 25, scroll_cb, self, NULL);
}

/* The fold says how its rows fare: nobody opens it to look for a fault. */
static void
show_fold (RungsCallList *self)
{
  guint n = rungs_call_model_get_n_folded (self->model);
  guint n_faults = rungs_call_model_get_n_folded_faults (self->model);
  g_autofree char *rows = g_strdup_printf (ngettext ("%u row of keepalives and registrations",
                                                     "%u rows of keepalives and registrations", n),
                                           n);
  /* Translators: "3 rows of keepalives and registrations, 2 failed" */
  g_autofree char *label = g_strdup_printf (_ ("%s, %u failed"), rows, n_faults);

  gtk_widget_set_visible (GTK_WIDGET (self->routine), n > 0);
  gtk_label_set_label (self->routine_label, n_faults > 0 ? label : rows);
  gtk_widget_set_visible (GTK_WIDGET (self->routine_fault), n_faults > 0);
  gtk_image_set_from_icon_name (self->routine_icon,
                                self->show_routine ? "pan-down-symbolic" : "pan-end-symbolic");
}

/* Of rows that would match only those that are folded away are left. */
static gboolean
is_all_folded (RungsCallList *self)
{
  return !self->show_routine && rungs_call_model_get_n_folded (self->model) > 0;
}

static gboolean
is_searched (RungsCallList *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->search))[0] != '\0'
         || rungs_pattern_bar_get_chosen (self->patterns) != NULL;
}

/* Why there is no row, and what to do about it. */
static void
show_nothing (RungsCallList *self)
{
  gboolean folded = is_all_folded (self), searched = is_searched (self);

  adw_status_page_set_title (self->nothing, folded ? _ ("Only Keepalives or Registrations Match")
                                            : searched          ? _ ("No Call Matches")
                                            : self->only_faults ? _ ("No Call Failed")
                                                                : _ ("No Calls of This Kind"));
  adw_status_page_set_icon_name (self->nothing, searched || !self->only_faults
                                                  ? "system-search-symbolic"
                                                  : "rungs-completed-symbolic");
  gtk_button_set_label (self->show_more, folded ? _ ("_Show Them") : _ ("Show _All Calls"));
}

static void
show_counts (RungsCallList *self)
{
  g_autofree char *faults = g_strdup_printf ("%u", rungs_call_model_get_n_faults (self->model));
  gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0;

  gtk_label_set_label (self->n_faults, faults);
  show_fold (self);
  if (is_empty)
    show_nothing (self);
  gtk_stack_set_visible_child_name (self->stack, is_empty ? "nothing" : "calls");
}

static void
update_query (RungsCallList *self)
{
  const RungsPattern *pattern = rungs_pattern_bar_get_chosen (self->patterns);
  RungsCallQuery query = {
    .text = (char *) gtk_editable_get_text (GTK_EDITABLE (self->search)),
    .kinds = self->kinds,
    .only_faults = self->only_faults,
    .show_routine = self->show_routine,
    .only = pattern != NULL ? pattern->calls : NULL,
  };

  self->is_updating = TRUE;
  rungs_call_model_set_query (self->model, &query);
  self->is_updating = FALSE;
  show_counts (self);
  if (self->session != NULL)
    follow_session (self);
}

/* Of all files. */
static const char *
zone_sentence (RungsTrace *trace)
{
  guint n = trace != NULL ? rungs_trace_get_n_inputs (trace) : 0, n_utc = 0;

  for (guint i = 0; i < n; i++)
    n_utc += rungs_trace_get_input (trace, i)->utc ? 1 : 0;
  return n == 0       ? NULL
         : n_utc == n ? _ ("Times in UTC")
         : n_utc == 0 ? _ ("Local times, as the log has them: it does not say its zone")
                      : _ ("Times in UTC where the log says its zone, else local times");
}

static void
trace_cb (RungsCallList *self)
{
  RungsTrace *trace = rungs_session_get_trace (self->session);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double value = gtk_adjustment_get_value (adjustment);

  /* Its calls are those of the trace before. */
  rungs_pattern_bar_choose_none (self->patterns);
  self->is_updating = TRUE;
  rungs_call_model_set_trace (self->model, trace);
  self->is_updating = FALSE;
  gtk_adjustment_set_value (adjustment, value);
  rungs_call_columns_tell_zone (self->view, zone_sentence (trace));
  show_counts (self);
  follow_session (self);
}

static void
patterns_cb (RungsCallList *self)
{
  rungs_call_model_set_entries (self->model, rungs_session_get_entries (self->session));
}

static void
selected_cb (RungsCallList *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (self->is_updating || position == GTK_INVALID_LIST_POSITION)
    return;
  rungs_session_set_call (self->session, rungs_call_model_get_call (self->model, position));
}

static void
activate_cb (RungsCallList *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
open_cb (gpointer user_data)
{
  RungsCallList *self = user_data;

  self->open_id = 0;
  activate_cb (self);
}

/* GTK's own single-click mode would select whatever the pointer passes over. The row takes the
 * click after us, so what it selects is opened a little later. */
static void
released_cb (RungsCallList *self, int n_press, double x, double y)
{
  GtkWidget *list = gtk_widget_get_last_child (GTK_WIDGET (self->view));
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);

  if (self->opens_on_click && self->open_id == 0 && picked != NULL && picked != list
      && gtk_widget_is_ancestor (picked, list))
    self->open_id = g_idle_add_once (open_cb, self);
}

void
rungs_call_list_set_opens_on_click (RungsCallList *self, gboolean opens)
{
  g_return_if_fail (RUNGS_IS_CALL_LIST (self));
  self->opens_on_click = opens;
}

static void
query_changed_cb (RungsCallList *self)
{
  update_query (self);
}

static void
stop_search_cb (RungsCallList *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  rungs_call_list_focus_calls (self);
}

static void
show_more_cb (RungsCallList *self)
{
  GAction *kinds = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "kinds");

  if (is_all_folded (self))
    {
      g_object_set (self, "show-routine", TRUE, NULL);
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  rungs_pattern_bar_choose_none (self->patterns);
  g_object_set (self, "only-faults", FALSE, NULL);
  g_action_change_state (kinds, g_variant_new_string ("all"));
  update_query (self);
}

static void
sorted_cb (RungsCallList *self)
{
  RungsCallColumn column;
  gboolean descending;

  if (!rungs_call_column_get_sorting (self->view, &column, &descending))
    return;
  g_settings_set_string (rungs_settings (), "sort-column", rungs_call_column_id (column));
  g_settings_set_boolean (rungs_settings (), "sort-descending", descending);
  self->is_updating = TRUE;
  rungs_call_model_set_sort (self->model, column, descending);
  self->is_updating = FALSE;
  if (self->session != NULL)
    follow_session (self);
}

static void
kinds_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  static const char *const names[] = { "all", "calls", "registrations", "keepalives", "other" };
  RungsCallList *self = user_data;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (g_variant_get_string (value, NULL), names[i]) == 0)
      self->kinds = i;
  g_simple_action_set_state (action, value);
  update_query (self);
}

static void
save_columns (RungsCallList *self)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < RUNGS_N_COLUMNS; i++)
    if (gtk_column_view_column_get_visible (self->columns[i]))
      g_ptr_array_add (ids, (gpointer) rungs_call_column_id (i));
  g_ptr_array_add (ids, NULL);
  g_settings_set_strv (rungs_settings (), "columns", (const char *const *) ids->pdata);
}

static void
width_cb (RungsCallList *self)
{
  GVariantBuilder widths;

  g_variant_builder_init (&widths, G_VARIANT_TYPE ("a{si}"));
  for (guint i = 0; i < RUNGS_N_COLUMNS; i++)
    {
      int width = gtk_column_view_column_get_fixed_width (self->columns[i]);

      if (width > 0)
        g_variant_builder_add (&widths, "{si}", rungs_call_column_id (i), width);
    }
  g_settings_set_value (rungs_settings (), "column-widths", g_variant_builder_end (&widths));
}

/* One entry per column in the menu of the headings and of the filter button. */
static void
add_columns (RungsCallList *self)
{
  g_auto (GStrv) shown = g_settings_get_strv (rungs_settings (), "columns");
  g_autoptr (GVariant) widths = g_settings_get_value (rungs_settings (), "column-widths");

  for (guint i = 0; i < RUNGS_N_COLUMNS; i++)
    {
      const char *id = rungs_call_column_id (i);
      GtkColumnViewColumn *column = self->columns[i] = rungs_call_column_new (i);
      g_autoptr (GPropertyAction) action = NULL;
      g_autofree char *detailed = g_strdup_printf ("calls.%s", id);
      int width;

      gtk_column_view_column_set_visible (column,
                                          g_strv_contains ((const char *const *) shown, id));
      if (g_variant_lookup (widths, id, "i", &width) && width > 0)
        gtk_column_view_column_set_fixed_width (column, width);
      gtk_column_view_column_set_header_menu (column, G_MENU_MODEL (self->columns_menu));
      gtk_column_view_append_column (self->view, column);

      action = g_property_action_new (id, column, "visible");
      g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
      g_menu_append (self->columns_menu, rungs_call_column_title (i), detailed);
      g_signal_connect_object (column, "notify::visible", G_CALLBACK (save_columns), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (column, "notify::fixed-width", G_CALLBACK (width_cb), self,
                               G_CONNECT_SWAPPED);
    }
}

static void
set_first_sorting (RungsCallList *self)
{
  g_autofree char *id = g_settings_get_string (rungs_settings (), "sort-column");
  gboolean descending = g_settings_get_boolean (rungs_settings (), "sort-descending");
  RungsCallColumn column = rungs_call_column_by_id (id);

  if (column == RUNGS_N_COLUMNS)
    column = RUNGS_COLUMN_TIME;
  gtk_column_view_sort_by_column (self->view, self->columns[column],
                                  descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  rungs_call_model_set_sort (self->model, column, descending);
  self->sorter = g_object_ref (gtk_column_view_get_sorter (self->view));
  g_signal_connect_object (self->sorter, "changed", G_CALLBACK (sorted_cb), self,
                           G_CONNECT_SWAPPED);
}

void
rungs_call_list_set_session (RungsCallList *self, RungsSession *session)
{
  g_return_if_fail (RUNGS_IS_CALL_LIST (self));
  g_return_if_fail (RUNGS_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  rungs_call_menu_attach (self->view, session);
  rungs_pattern_bar_set_session (self->patterns, session);
  g_signal_connect_object (self->patterns, "chosen", G_CALLBACK (update_query), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::trace", G_CALLBACK (trace_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::patterns", G_CALLBACK (patterns_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::call", G_CALLBACK (follow_session), self,
                           G_CONNECT_SWAPPED);
  rungs_health_strip_set_session (self->health, session, FALSE);
  trace_cb (self);
}

RungsHealthStrip *
rungs_call_list_get_health (RungsCallList *self)
{
  g_return_val_if_fail (RUNGS_IS_CALL_LIST (self), NULL);
  return self->health;
}

RungsCallModel *
rungs_call_list_get_model (RungsCallList *self)
{
  g_return_val_if_fail (RUNGS_IS_CALL_LIST (self), NULL);
  return self->model;
}

void
rungs_call_list_start_search (RungsCallList *self)
{
  g_return_if_fail (RUNGS_IS_CALL_LIST (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

void
rungs_call_list_focus_calls (RungsCallList *self)
{
  g_return_if_fail (RUNGS_IS_CALL_LIST (self));
  gtk_widget_child_focus (GTK_WIDGET (self->view), GTK_DIR_TAB_FORWARD);
}

gboolean
rungs_call_list_go_to_problem (RungsCallList *self, int direction)
{
  guint n, at;

  g_return_val_if_fail (RUNGS_IS_CALL_LIST (self), FALSE);

  n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  at = rungs_call_model_find (self->model, rungs_session_get_call (self->session));
  if (at == RUNGS_NONE)
    at = direction > 0 ? G_MAXUINT : n;
  for (at += (guint) direction; at < n; at += (guint) direction)
    {
      guint32 index = rungs_call_model_get_call (self->model, at);
      const RungsCall *call = rungs_trace_get_call (rungs_session_get_trace (self->session), index);

      if (rungs_call_is_fault (call) || call->n_problems > 0)
        {
          rungs_session_set_call (self->session, index);
          return TRUE;
        }
    }
  return FALSE;
}

static void
rungs_call_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RungsCallList *self = RUNGS_CALL_LIST (object);

  switch (id)
    {
    case PROP_ONLY_FAULTS:
      g_value_set_boolean (value, self->only_faults);
      break;
    case PROP_SHOW_ROUTINE:
      g_value_set_boolean (value, self->show_routine);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rungs_call_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  RungsCallList *self = RUNGS_CALL_LIST (object);
  gboolean *flag = id == PROP_ONLY_FAULTS ? &self->only_faults : &self->show_routine;

  if (id != PROP_ONLY_FAULTS && id != PROP_SHOW_ROUTINE)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  if (*flag == g_value_get_boolean (value))
    return;
  *flag = g_value_get_boolean (value);
  g_object_notify_by_pspec (object, pspec);
  update_query (self);
}

/* A view that is being disposed still emits sort, selection and resize signals: ignore them. */
static void
disconnect_view (RungsCallList *self)
{
  if (self->sorter == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->sorter, self);
  g_signal_handlers_disconnect_by_data (self->selection, self);
  for (guint i = 0; i < RUNGS_N_COLUMNS; i++)
    {
      g_signal_handlers_disconnect_by_data (self->columns[i], self);
      g_clear_object (&self->columns[i]);
    }
  g_clear_object (&self->sorter);
}

static void
rungs_call_list_dispose (GObject *object)
{
  RungsCallList *self = RUNGS_CALL_LIST (object);
  GtkWidget *child;

  g_clear_handle_id (&self->scroll_id, g_source_remove);
  g_clear_handle_id (&self->open_id, g_source_remove);
  disconnect_view (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_object (&self->actions);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (rungs_call_list_parent_class)->dispose (object);
}

static void
rungs_call_list_class_init (RungsCallListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = rungs_call_list_get_property;
  object_class->set_property = rungs_call_list_set_property;
  object_class->dispose = rungs_call_list_dispose;

  properties[PROP_ONLY_FAULTS] = g_param_spec_boolean ("only-faults", NULL, NULL, FALSE, flags);
  properties[PROP_SHOW_ROUTINE] = g_param_spec_boolean ("show-routine", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* A call was opened with Enter or a double click. */
  signals[ACTIVATED] = g_signal_new ("activated", RUNGS_TYPE_CALL_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (RUNGS_TYPE_HEALTH_STRIP);
  g_type_ensure (RUNGS_TYPE_PATTERN_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/rungs/Rungs/call-list.ui");
  gtk_widget_class_bind_template_child (widget_class, RungsCallList, search);
  gtk_widget_class_bind_template_child (widget_class, RungsCallList, patterns);
  gtk_widget_class_bind_template_child (widget_class, RungsCallList, n_faults);
  gtk_widget_class_bind_template_child (widget_class, RungsCallList, stack);
  gtk_widget_class_bind_template_child (widget_class, RungsCallList, scroller);
  gtk_widget_class_bind_template_child (widget_class, RungsCallList, view);
  gtk_widget_class_bind_template_child (widget_class, RungsCallList, nothing);
  gtk_widget_class_bind_template_child (widget_class, RungsCallList, show_more);
  gtk_widget_class_bind_template_child (widget_class, RungsCallList, routine);
  gtk_widget_class_bind_template_child (widget_class, RungsCallList, routine_icon);
  gtk_widget_class_bind_template_child (widget_class, RungsCallList, routine_fault);
  gtk_widget_class_bind_template_child (widget_class, RungsCallList, routine_label);
  gtk_widget_class_bind_template_child (widget_class, RungsCallList, health);
  gtk_widget_class_bind_template_child (widget_class, RungsCallList, columns_menu);
  gtk_widget_class_bind_template_callback (widget_class, query_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_more_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
rungs_call_list_init (RungsCallList *self)
{
  static const GActionEntry entries[] = { { "kinds", NULL, "s", "'all'", kinds_cb } };

  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "released", G_CALLBACK (released_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));
  self->model = rungs_call_model_new ();
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->model)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, FALSE);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "calls", G_ACTION_GROUP (self->actions));
  add_columns (self);
  set_first_sorting (self);
  show_counts (self);
}
