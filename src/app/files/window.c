#include "config.h"

#include "app/files/window.h"

#include <glib/gi18n.h>

#include "app/files/facts.h"
#include "app/files/join-headers-group.h"
#include "app/files/row.h"
#include "clocks/clocks.h"

/* A folder may have thousands; nobody sets the clock of each. */
#define MAX_FILES 200
/* Of so many each is opened out at once. */
#define FEW_FILES 1

struct _RungsFilesWindow
{
  AdwPreferencesWindow parent_instance;

  RungsSession *session;
  GCancellable *cancellable; /* of the worker; NULL: none */
  RungsFileFacts *facts;
  gboolean is_filling;

  AdwPreferencesPage *page;
  AdwPreferencesGroup *files, *clocks, *left;
  RungsJoinHeadersGroup *headers;
  AdwActionRow *align_row;
  GtkSwitch *align;
  GtkSpinner *spinner;
  GPtrArray *rows;                   /* RungsFileRow* */
  GPtrArray *clock_rows, *left_rows; /* GtkWidget* */
};

G_DEFINE_FINAL_TYPE (RungsFilesWindow, rungs_files_window, ADW_TYPE_PREFERENCES_WINDOW)

enum
{
  ADD_FILES,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
name_of (RungsTrace *trace, guint32 input)
{
  return rungs_input_get_basename (rungs_trace_get_input (trace, input)->input);
}

/* ---- done, said, and taken back ---- */

static void
say (RungsFilesWindow *self, const char *sentence)
{
  g_autofree char *markup = g_markup_escape_text (sentence, -1);

  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), adw_toast_new (markup));
}

typedef struct
{
  RungsSession *session;
  RungsChoiceSet *before, *after;
  char *left_out; /* NULL: choices are taken back */
} Undo;

static void
undo_free (gpointer data, GClosure *closure)
{
  Undo *undo = data;

  g_object_unref (undo->session);
  rungs_choice_set_unref (undo->before);
  rungs_choice_set_unref (undo->after);
  g_free (undo->left_out);
  g_free (undo);
}

static void
undo_cb (AdwToast *toast, Undo *undo)
{
  if (undo->left_out != NULL)
    rungs_session_leave_out (undo->session, undo->left_out, FALSE);
  else
    rungs_choices_take_back (rungs_session_get_choices (undo->session), undo->before, undo->after,
                             NULL);
}

/* Takes @undo. */
static void
offer_undo (RungsFilesWindow *self, const char *sentence, Undo *undo)
{
  g_autofree char *markup = g_markup_escape_text (sentence, -1);
  AdwToast *toast = adw_toast_new (markup);

  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), undo, undo_free, 0);
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), toast);
}

/* What could not be saved holds until the program ends, so it can be taken back too. Takes
 * @before. */
static void
chosen (RungsFilesWindow *self, RungsChoiceSet *before, const char *sentence, const GError *error)
{
  Undo *undo = g_new0 (Undo, 1);

  undo->session = g_object_ref (self->session);
  undo->before = before;
  undo->after = rungs_choices_get_set (rungs_session_get_choices (self->session));
  offer_undo (self, sentence, undo);
  if (error != NULL)
    say (self, error->message);
}

static guint
index_of (RungsFilesWindow *self, RungsFileRow *row)
{
  guint i = 0;

  g_ptr_array_find (self->rows, row, &i);
  return i;
}

static void
zone_chosen_cb (RungsFileRow *row, gboolean has_zone, int minutes, RungsFilesWindow *self)
{
  RungsTrace *trace = rungs_session_get_trace (self->session);
  RungsChoices *choices = rungs_session_get_choices (self->session);
  guint input = index_of (self, row);
  g_autofree char *offset = rungs_clock_utc_offset_text (minutes);
  g_autofree char *sentence = NULL;
  g_autoptr (GError) error = NULL;
  RungsChoiceSet *before = rungs_choices_get_set (choices);

  rungs_choices_set_zone (choices, rungs_trace_get_input (trace, input)->input,
                          has_zone ? &minutes : NULL, &error);
  /* Translators: the name of a file; "+02:00" */
  sentence = has_zone ? g_strdup_printf (_ ("The times of %s are %s"), name_of (trace, input),
                                         minutes == 0 ? _ ("UTC") : offset)
                      : g_strdup_printf (_ ("The times of %s are shown as they are written"),
                                         name_of (trace, input));
  chosen (self, before, sentence, error);
}

static void
shift_chosen_cb (RungsFileRow *row, gint64 shift, RungsFilesWindow *self)
{
  RungsTrace *trace = rungs_session_get_trace (self->session);
  RungsChoices *choices = rungs_session_get_choices (self->session);
  guint input = index_of (self, row);
  g_autofree char *text = rungs_clock_shift_text (shift);
  g_autofree char *sentence = NULL;
  g_autoptr (GError) error = NULL;
  RungsChoiceSet *before = rungs_choices_get_set (choices);

  rungs_choices_set_shift (choices, rungs_trace_get_input (trace, input)->input, shift, &error);
  /* Translators: the name of a file; "+1.250 s" */
  sentence = shift != 0
               ? g_strdup_printf (_ ("%s is shifted by %s"), name_of (trace, input), text)
               : g_strdup_printf (_ ("%s is not shifted any more"), name_of (trace, input));
  chosen (self, before, sentence, error);
}

static void
header_chosen_cb (RungsJoinHeadersGroup *group,
                  const char *name,
                  gboolean add,
                  RungsFilesWindow *self)
{
  RungsChoices *choices = rungs_session_get_choices (self->session);
  g_autofree char *sentence = NULL;
  g_autoptr (GError) error = NULL;
  RungsChoiceSet *before = rungs_choices_get_set (choices);

  if (add)
    rungs_choices_add_join_header (choices, name, &error);
  else
    rungs_choices_remove_join_header (choices, name, &error);
  sentence = add ? g_strdup_printf (_ ("Legs are joined by %s"), name)
                 : g_strdup_printf (_ ("Legs are not joined by %s any more"), name);
  chosen (self, before, sentence, error);
}

static void
leave_out_cb (RungsFileRow *row, RungsFilesWindow *self)
{
  RungsTrace *trace = rungs_session_get_trace (self->session);
  guint input = index_of (self, row);
  Undo *undo = g_new0 (Undo, 1);
  g_autofree char *sentence = g_strdup_printf (_ ("%s is left out"), name_of (trace, input));

  undo->session = g_object_ref (self->session);
  undo->left_out = g_strdup (rungs_input_get_name (rungs_trace_get_input (trace, input)->input));
  rungs_session_leave_out (self->session, undo->left_out, TRUE);
  offer_undo (self, sentence, undo);
}

static void
put_back_cb (GtkButton *button, RungsFilesWindow *self)
{
  g_autofree char *name = g_strdup (g_object_get_data (G_OBJECT (button), "name"));

  rungs_session_leave_out (self->session, name, FALSE);
}

static void
align_cb (RungsFilesWindow *self)
{
  if (!self->is_filling)
    rungs_session_set_align (self->session, gtk_switch_get_active (self->align));
}

static void
add_cb (RungsFilesWindow *self)
{
  g_signal_emit (self, signals[ADD_FILES], 0);
}

/* ---- what is shown ---- */

static void
clear_rows (AdwPreferencesGroup *group, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, rows->pdata[i]);
  g_ptr_array_set_size (rows, 0);
}

static GtkWidget *
plain_row (const char *title)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  return row;
}

static void
ensure_rows (RungsFilesWindow *self, guint n)
{
  while (self->rows->len > n)
    {
      adw_preferences_group_remove (self->files, self->rows->pdata[self->rows->len - 1]);
      g_ptr_array_set_size (self->rows, self->rows->len - 1);
    }
  while (self->rows->len < n)
    {
      GtkWidget *row = rungs_file_row_new ();

      g_signal_connect_object (row, "zone-chosen", G_CALLBACK (zone_chosen_cb), self, 0);
      g_signal_connect_object (row, "shift-chosen", G_CALLBACK (shift_chosen_cb), self, 0);
      g_signal_connect_object (row, "leave-out", G_CALLBACK (leave_out_cb), self, 0);
      g_signal_connect_object (row, "refused", G_CALLBACK (say), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (self->files, row);
      g_ptr_array_add (self->rows, row);
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), n <= FEW_FILES);
    }
}

static void
show_files (RungsFilesWindow *self, RungsTrace *trace)
{
  guint n = rungs_trace_get_n_inputs (trace);
  guint shown = MIN (n, MAX_FILES);
  g_autofree char *coverage = rungs_trace_describe_coverage (trace);
  g_autofree char *more =
    n > shown ? g_strdup_printf (
      ngettext ("%u more file is not listed.", "%u more files are not listed.", n - shown),
      n - shown)
              : NULL;
  /* Translators: "1.1 GB, 216,727 messages; skipped: …" */
  g_autofree char *read = g_strdup_printf (_ ("Read: %s."), coverage);
  g_autofree char *all =
    g_strdup_printf ("%s%s%s", read, more != NULL ? "\n" : "", more != NULL ? more : "");

  ensure_rows (self, shown);
  for (guint i = 0; i < shown; i++)
    rungs_file_row_show (self->rows->pdata[i], trace, i, n > 1);
  adw_preferences_group_set_description (self->files, all);
}

static void
show_clocks (RungsFilesWindow *self, RungsTrace *trace)
{
  guint n = rungs_trace_get_n_clocks (trace);
  gboolean can_align = FALSE;

  clear_rows (self->clocks, self->clock_rows);
  for (guint i = 0; i < MIN (n, MAX_FILES); i++)
    {
      const RungsClock *clock = rungs_trace_get_clock (trace, i);
      g_autofree char *text = rungs_clock_describe (clock, name_of (trace, clock->input),
                                                    name_of (trace, clock->reference));
      GtkWidget *row = plain_row (text);

      can_align |= clock->is_steady && clock->offset != 0;
      adw_preferences_group_add (self->clocks, row);
      g_ptr_array_add (self->clock_rows, row);
    }
  gtk_switch_set_active (self->align, rungs_session_get_align (self->session));
  gtk_widget_set_sensitive (GTK_WIDGET (self->align_row),
                            can_align || rungs_session_get_align (self->session));
  adw_action_row_set_subtitle (
    self->align_row, n == 0
                       ? _ ("No message appears in two files, so the clocks cannot be compared")
                     : can_align ? _ ("By the messages that two files saw. Nothing is moved until "
                                      "you say so")
                                 : _ ("There is nothing to move"));
  gtk_widget_set_visible (GTK_WIDGET (self->clocks), rungs_trace_get_n_inputs (trace) > 1);
}

static void
show_left_out (RungsFilesWindow *self)
{
  const char *const *names = rungs_session_get_left_out (self->session);
  gboolean any = names != NULL && names[0] != NULL;

  clear_rows (self->left, self->left_rows);
  for (guint i = 0; any && names[i] != NULL; i++)
    {
      GtkWidget *row = plain_row (names[i]);
      GtkWidget *button = gtk_button_new_with_label (_ ("Read Again"));

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      g_object_set_data_full (G_OBJECT (button), "name", g_strdup (names[i]), g_free);
      g_signal_connect_object (button, "clicked", G_CALLBACK (put_back_cb), self, 0);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
      adw_preferences_group_add (self->left, row);
      g_ptr_array_add (self->left_rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->left), any);
}

static void
show_headers (RungsFilesWindow *self)
{
  g_autoptr (RungsChoiceSet) set =
    rungs_choices_get_set (rungs_session_get_choices (self->session));
  g_auto (GStrv) names = rungs_choice_set_dup_join_headers (set);

  rungs_join_headers_group_show (self->headers, (const char *const *) names,
                                 self->facts != NULL ? self->facts->join_headers : NULL);
}

static void
facts_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RungsFilesWindow) self = user_data;
  RungsFileFacts *facts = rungs_file_facts_finish (result);

  /* Cancelled: another trace is shown by now, or the window is closed. */
  if (facts == NULL)
    return;
  g_clear_pointer (&self->facts, rungs_file_facts_free);
  self->facts = facts;
  for (guint i = 0; i < self->rows->len; i++)
    rungs_file_row_show_facts (self->rows->pdata[i], facts);
  show_headers (self);
}

static void
ask (RungsFilesWindow *self, RungsTrace *trace)
{
  g_autoptr (RungsChoiceSet) set =
    rungs_choices_get_set (rungs_session_get_choices (self->session));
  g_auto (GStrv) names = rungs_choice_set_dup_join_headers (set);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  rungs_file_facts_async (trace, (const char *const *) names, self->cancellable, facts_cb,
                          g_object_ref (self));
}

static void
trace_cb (RungsFilesWindow *self)
{
  RungsTrace *trace = rungs_session_get_trace (self->session);

  if (trace == NULL)
    return;
  self->is_filling = TRUE;
  show_files (self, trace);
  show_clocks (self, trace);
  show_left_out (self);
  self->is_filling = FALSE;
  show_headers (self);
  ask (self, trace);
}

static void
busy_cb (RungsFilesWindow *self)
{
  gboolean is_grouping = FALSE;

  g_object_get (self->session, "grouping", &is_grouping, NULL);
  gtk_spinner_set_spinning (self->spinner,
                            is_grouping || rungs_session_get_loading (self->session));
}

static void
rungs_files_window_dispose (GObject *object)
{
  RungsFilesWindow *self = RUNGS_FILES_WINDOW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->facts, rungs_file_facts_free);
  g_clear_object (&self->session);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->clock_rows, g_ptr_array_unref);
  g_clear_pointer (&self->left_rows, g_ptr_array_unref);

  G_OBJECT_CLASS (rungs_files_window_parent_class)->dispose (object);
}

static void
rungs_files_window_class_init (RungsFilesWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rungs_files_window_dispose;

  signals[ADD_FILES] = g_signal_new ("add-files", RUNGS_TYPE_FILES_WINDOW, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
make_files_group (RungsFilesWindow *self)
{
  GtkWidget *suffix = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *content = adw_button_content_new ();
  GtkWidget *button = gtk_button_new ();

  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "list-add-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), _ ("_Add Files…"));
  adw_button_content_set_use_underline (ADW_BUTTON_CONTENT (content), TRUE);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", G_CALLBACK (add_cb), self, G_CONNECT_SWAPPED);
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_box_append (GTK_BOX (suffix), GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (suffix), button);
  self->files = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->files, _ ("Files"));
  adw_preferences_group_set_header_suffix (self->files, suffix);
}

static void
make_clocks_group (RungsFilesWindow *self)
{
  self->align = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->align), GTK_ALIGN_CENTER);
  g_signal_connect_object (self->align, "notify::active", G_CALLBACK (align_cb), self,
                           G_CONNECT_SWAPPED);
  self->align_row = ADW_ACTION_ROW (plain_row (_ ("Align clocks")));
  adw_action_row_add_suffix (self->align_row, GTK_WIDGET (self->align));
  adw_action_row_set_activatable_widget (self->align_row, GTK_WIDGET (self->align));
  self->clocks = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->clocks, _ ("Clocks"));
  adw_preferences_group_add (self->clocks, GTK_WIDGET (self->align_row));
}

static void
rungs_files_window_init (RungsFilesWindow *self)
{
  self->rows = g_ptr_array_new ();
  self->clock_rows = g_ptr_array_new ();
  self->left_rows = g_ptr_array_new ();
  make_files_group (self);
  make_clocks_group (self);
  self->left = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->left, _ ("Left Out"));
  self->headers = RUNGS_JOIN_HEADERS_GROUP (rungs_join_headers_group_new ());
  g_signal_connect_object (self->headers, "header-chosen", G_CALLBACK (header_chosen_cb), self, 0);
  g_signal_connect_object (self->headers, "refused", G_CALLBACK (say), self, G_CONNECT_SWAPPED);

  self->page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  adw_preferences_page_add (self->page, self->files);
  adw_preferences_page_add (self->page, self->left);
  adw_preferences_page_add (self->page, self->clocks);
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (self->headers));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), self->page);
  adw_preferences_window_set_search_enabled (ADW_PREFERENCES_WINDOW (self), FALSE);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Files"));
  gtk_window_set_default_size (GTK_WINDOW (self), 640, 680);
}

static void
load_failed_cb (RungsFilesWindow *self, const GError *error)
{
  say (self, error->message);
}

GtkWidget *
rungs_files_window_new (GtkWindow *parent, RungsSession *session)
{
  RungsFilesWindow *self;

  g_return_val_if_fail (RUNGS_IS_SESSION (session), NULL);

  self = g_object_new (RUNGS_TYPE_FILES_WINDOW, "transient-for", parent, "modal", FALSE,
                       "destroy-with-parent", TRUE, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::trace", G_CALLBACK (trace_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::loading", G_CALLBACK (busy_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::grouping", G_CALLBACK (busy_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "load-failed", G_CALLBACK (load_failed_cb), self,
                           G_CONNECT_SWAPPED);
  trace_cb (self);
  busy_cb (self);
  return GTK_WIDGET (self);
}
