#include "config.h"

#include "app/dialogs/join-window.h"

#include <glib/gi18n.h>

#include "app/bidi.h"
#include "app/list/call-words.h"
#include "app/dialogs/decide.h"
#include "calls/likely.h"

/* Calls offered to be joined with one: who looks further types a part of it. */
#define MAX_LIKELY_CALLS 50

struct _RungsJoinWindow
{
  AdwWindow parent_instance;

  RungsHost *owner; /* not owned: this one is transient for it */
  RungsTrace *trace;
  guint32 call, record;      /* one of the two */
  GCancellable *cancellable; /* of the worker */

  GtkWidget *search;
  GtkListBox *list;
  GtkStack *stack;
};

G_DEFINE_FINAL_TYPE (RungsJoinWindow, rungs_join_window, ADW_TYPE_WINDOW)

typedef struct
{
  RungsTrace *trace;
  guint32 call, record;
  char *text;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->trace);
  g_free (question->text);
  g_free (question);
}

static void
answer_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Question *question = data;
  GArray *calls =
    question->call != RUNGS_NONE
      ? rungs_likely_calls (question->trace, question->call, question->text, MAX_LIKELY_CALLS)
      : rungs_likely_calls_of_record (question->trace, question->record, question->text,
                                      MAX_LIKELY_CALLS);

  g_task_return_pointer (task, calls, (GDestroyNotify) g_array_unref);
}

/* "3 s later" (transfer full) */
static char *
distance_text (RungsStamp from, RungsStamp to)
{
  g_autofree char *size = NULL;

  if (from == RUNGS_STAMP_NONE || to == RUNGS_STAMP_NONE)
    return g_strdup ("");
  size = rungs_stamp_duration (ABS (to - from) / 1000);
  /* Translators: %s is a duration */
  return to >= from ? g_strdup_printf (_ ("%s later"), size)
                    : g_strdup_printf (_ ("%s earlier"), size);
}

static RungsStamp
own_start (RungsJoinWindow *self)
{
  return self->call != RUNGS_NONE ? rungs_trace_get_call (self->trace, self->call)->start
                                  : rungs_trace_get_record (self->trace, self->record)->start;
}

static GtkWidget *
row_new (RungsJoinWindow *self, guint32 index)
{
  const RungsCall *call = rungs_trace_get_call (self->trace, index);
  g_autofree char *name = rungs_call_name (self->trace, call);
  g_autofree char *result = rungs_call_result (self->trace, call);
  g_autofree char *peers = rungs_call_peers (self->trace, call);
  g_autofree char *distance = distance_text (own_start (self), call->start);
  g_autofree char *subtitle =
    g_strjoin (" · ", *distance != '\0' ? distance : rungs_call_state_word (call),
               *distance != '\0' ? rungs_call_state_word (call) : peers,
               *distance != '\0' ? peers : NULL, NULL);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *code = rungs_bidi_label_new (result);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  rungs_bidi_set (row, "title", name);
  rungs_bidi_set (row, "subtitle", subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  gtk_widget_add_css_class (code, "numeric");
  gtk_widget_add_css_class (code, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), code);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "call", GUINT_TO_POINTER (index));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, subtitle, -1);
  return row;
}

static void
answer_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RungsJoinWindow *self = RUNGS_JOIN_WINDOW (source);
  g_autoptr (GArray) calls = g_task_propagate_pointer (G_TASK (result), NULL);
  GtkWidget *child;

  /* Cancelled: something else was typed, or the window is closed. */
  if (calls == NULL || self->list == NULL)
    return;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < calls->len; i++)
    gtk_list_box_append (self->list, row_new (self, g_array_index (calls, guint32, i)));
  gtk_stack_set_visible_child_name (self->stack, calls->len > 0 ? "calls" : "none");
}

static void
look (RungsJoinWindow *self)
{
  Question *question = g_new0 (Question, 1);
  g_autoptr (GTask) task = NULL;

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  question->trace = g_object_ref (self->trace);
  question->call = self->call;
  question->record = self->record;
  question->text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search))));
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, answer_cb, NULL);
  g_task_set_source_tag (task, look);
  g_task_set_task_data (task, question, question_free);
  g_task_run_in_thread (task, answer_thread);
}

static void
choose (RungsJoinWindow *self, GtkListBoxRow *row)
{
  guint32 call = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "call"));
  RungsHost *owner = self->owner;
  g_autoptr (RungsTrace) trace = g_object_ref (self->trace);
  guint32 own = self->call, record = self->record;

  gtk_window_destroy (GTK_WINDOW (self));
  if (own != RUNGS_NONE)
    rungs_decide_join (owner, trace, own, call);
  else
    rungs_decide_match (owner, trace, record, call);
}

static void
row_cb (RungsJoinWindow *self, GtkListBoxRow *row)
{
  choose (self, row);
}

static void
enter_cb (RungsJoinWindow *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  if (row != NULL && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "calls") == 0)
    choose (self, row);
}

static void
stop_cb (RungsJoinWindow *self)
{
  gtk_window_destroy (GTK_WINDOW (self));
}

/* From the entry down into the list. */
static gboolean
down_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  RungsJoinWindow *self = RUNGS_JOIN_WINDOW (gtk_widget_get_root (widget));
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  return row != NULL && gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
dispose (GObject *object)
{
  RungsJoinWindow *self = RUNGS_JOIN_WINDOW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->trace);
  self->list = NULL;
  G_OBJECT_CLASS (rungs_join_window_parent_class)->dispose (object);
}

static void
rungs_join_window_class_init (RungsJoinWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static GtkWidget *
list_new (RungsJoinWindow *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *list = gtk_list_box_new ();

  self->list = GTK_LIST_BOX (list);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_valign (list, GTK_ALIGN_START);
  g_object_set (list, "margin-top", 6, "margin-bottom", 12, "margin-start", 12, "margin-end", 12,
                NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Other calls"), -1);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (row_cb), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  return scroller;
}

static GtkWidget *
search_new (RungsJoinWindow *self)
{
  GtkWidget *search = gtk_search_entry_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  g_object_set (search, "margin-top", 12, "margin-bottom", 6, "margin-start", 12, "margin-end", 12,
                "placeholder-text", _ ("Number, Call-ID or id of a call"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search for a call"), -1);
  g_signal_connect_object (search, "search-changed", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (search, "activate", G_CALLBACK (enter_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (search, "stop-search", G_CALLBACK (stop_cb), self, G_CONNECT_SWAPPED);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Down|KP_Down"),
                      gtk_callback_action_new (down_cb, NULL, NULL)));
  gtk_widget_add_controller (search, keys);
  return search;
}

static void
rungs_join_window_init (RungsJoinWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *none = adw_status_page_new ();

  self->call = self->record = RUNGS_NONE;
  self->search = search_new (self);
  self->stack = GTK_STACK (gtk_stack_new ());
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (none), "edit-find-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (none), _ ("No Other Call"));
  gtk_widget_add_css_class (none, "compact");
  gtk_stack_add_named (self->stack, list_new (self), "calls");
  gtk_stack_add_named (self->stack, none, "none");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_default_size (GTK_WINDOW (self), 520, 480);
}

RungsJoinWindow *
rungs_join_window_new (RungsHost *parent, RungsTrace *trace, guint32 call, guint32 record)
{
  RungsJoinWindow *self;

  g_return_val_if_fail (RUNGS_IS_HOST (parent) && RUNGS_IS_TRACE (trace), NULL);
  g_return_val_if_fail ((call == RUNGS_NONE) != (record == RUNGS_NONE), NULL);

  self = g_object_new (
    RUNGS_TYPE_JOIN_WINDOW, "transient-for", parent, "modal", TRUE, "destroy-with-parent", TRUE,
    "title", call != RUNGS_NONE ? _ ("Join With Another Call") : _ ("Match the Record With a Call"),
    NULL);
  self->owner = parent;
  self->trace = g_object_ref (trace);
  self->call = call;
  self->record = record;
  look (self);
  return self;
}
