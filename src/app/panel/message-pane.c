#include "config.h"

#include "app/panel/message-pane.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "app/bidi.h"
#include "app/list/call-words.h"
#include "app/panel/line-numbers.h"
#include "app/panel/note-editor.h"
#include "clocks/clocks.h"
#include "formats/format.h"
#include "ladder/plain.h"

/* Lines of the log shown before and after the message. */
#define CONTEXT_BEFORE 40
#define CONTEXT_AFTER 120

struct _RungsMessagePane
{
  GtkWidget parent_instance;

  RungsSession *session;
  RungsLineNumbers *numbers;
  GtkTextTag *mark, *words;
  gboolean show_context;
  guint32 first_line; /* file's number of the first line shown; 0: none */
  char *copy;         /* what the copy button gives */

  GtkLabel *title;
  GtkWidget *note_button, *context_button, *copy_button;
  GtkRevealer *note_revealer;
  RungsNoteEditor *note;
  GtkSourceView *view;
  GtkSourceBuffer *buffer;
};

G_DEFINE_FINAL_TYPE (RungsMessagePane, rungs_message_pane, GTK_TYPE_WIDGET)

enum
{
  NOTE_REMOVED,
  NOTE_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What the editor says goes on to the window. */
static void
note_removed_cb (RungsMessagePane *self,
                 RungsTrace *trace,
                 guint call,
                 guint message,
                 const char *text)
{
  g_signal_emit (self, signals[NOTE_REMOVED], 0, trace, call, message, text);
}

static void
note_failed_cb (RungsMessagePane *self, const char *sentence)
{
  g_signal_emit (self, signals[NOTE_FAILED], 0, sentence);
}

enum
{
  PROP_SHOW_CONTEXT = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static guint
count_lines (const char *text)
{
  guint n = 1;

  for (; *text != '\0'; text++)
    n += *text == '\n';
  return n;
}

static char *
title_of (RungsTrace *trace, guint32 number)
{
  const RungsMessage *message = rungs_trace_get_message (trace, number);
  const RungsTraceInput *input = rungs_trace_get_input (trace, message->input);
  const char *file = rungs_input_get_basename (input->input);
  g_autofree char *method =
    rungs_plain_line (rungs_span_of (rungs_trace_string (trace, message->method)), 40);
  g_autofree char *phrase =
    rungs_plain_line (rungs_span_of (rungs_trace_string (trace, message->phrase)), 80);
  g_autofree char *name = message->code == 0
                            ? g_strdup (method)
                            : g_strdup_printf ("%u %s (%s)", message->code, phrase, method);

  if (input->format != NULL && input->format->frames)
    /* Translators: message, frame number, file name */
    return g_strdup_printf (_ ("%s, frame %u of %s"), name, message->line, file);
  /* Translators: message, line number, file name */
  return g_strdup_printf (_ ("%s, line %u of %s"), name, message->line, file);
}

/* When it was, in whose zone, and where its clock was moved what the file says. (transfer full) */
static char *
time_of (RungsTrace *trace, guint32 number)
{
  const RungsMessage *message = rungs_trace_get_message (trace, number);
  const RungsTraceInput *input = rungs_trace_get_input (trace, message->input);
  g_autofree char *time =
    rungs_zoned_time (message->time, message->facts, input->utc ? _ ("UTC") : _ ("local time"));
  g_autofree char *moved = NULL;

  if (time == NULL)
    return g_strdup (_ ("It has no time"));
  if (input->moved == 0)
    return g_steal_pointer (&time);
  moved = rungs_clock_shift_text (input->moved);
  /* Translators: a time; "+1.250 s" */
  return g_strdup_printf (_ ("%s, moved by %s"), time, moved);
}

static char *
record_title (RungsTrace *trace, guint32 number)
{
  const RungsRecord *record = rungs_trace_get_record (trace, number);
  const RungsTraceInput *input = rungs_trace_get_input (trace, record->input);

  /* Its lane has the words for what it is: "Microsoft’s record", "Client’s log", "Number
   * management". */
  return g_strdup_printf (
    _ ("%s, line %u of %s"),
    rungs_trace_string (trace, rungs_trace_get_device (trace, record->device)->name), record->line,
    rungs_input_get_basename (input->input));
}

/* TRUE when the lines of the message are lines of the file, one by one, so that the file's numbers
 * hold for each. */
static gboolean
is_line_by_line (RungsTrace *trace, guint32 number, const char *text)
{
  guint32 first = 0;
  guint n = count_lines (text);
  g_autofree char *context = rungs_trace_read_context (trace, number, 0, n, &first, NULL);
  RungsSpan ours = rungs_span_of (text), theirs, a, b;

  if (context == NULL || first != rungs_trace_get_message (trace, number)->line)
    return FALSE;
  theirs = rungs_span_of (context);
  while (rungs_span_take_line (&ours, &a))
    {
      if (!rungs_span_take_line (&theirs, &b))
        return FALSE;
      if (rungs_span_find (b, a) < 0 && a.len > 0)
        return FALSE;
    }
  return TRUE;
}

static void
clear_mark (RungsMessagePane *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end);
  gtk_text_buffer_remove_tag (GTK_TEXT_BUFFER (self->buffer), self->mark, &start, &end);
  gtk_text_buffer_remove_tag (GTK_TEXT_BUFFER (self->buffer), self->words, &start, &end);
}

/* The values of the finding that is shown. */
static void
mark_words (RungsMessagePane *self, const GtkTextIter *start, const GtkTextIter *end)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  guint nth = 0;
  const RungsFinding *finding = rungs_session_get_shown_finding (self->session, &nth);
  g_autofree char *line = gtk_text_iter_get_slice (start, end);
  g_autoptr (GArray) marks = NULL;

  if (finding == NULL)
    return;
  marks = rungs_finding_marks (finding, nth, line);
  for (guint i = 0; i < marks->len; i++)
    {
      const RungsFindingMark *mark = &g_array_index (marks, RungsFindingMark, i);
      GtkTextIter from = *start, to = *start;

      gtk_text_iter_forward_chars (&from, (int) mark->from);
      gtk_text_iter_forward_chars (&to, (int) mark->to);
      gtk_text_buffer_apply_tag (buffer, self->words, &from, &to);
    }
}

/* Marks a line of the view and brings it into sight. */
static void
mark_line (RungsMessagePane *self, guint line, double align)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter start, end;
  GtkTextMark *mark;

  clear_mark (self);
  if (!gtk_text_buffer_get_iter_at_line (buffer, &start, (int) line))
    return;
  end = start;
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  gtk_text_buffer_apply_tag (buffer, self->mark, &start, &end);
  mark_words (self, &start, &end);
  gtk_text_buffer_place_cursor (buffer, &start);
  mark = gtk_text_buffer_get_insert (buffer);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->view), mark, 0, TRUE, 0, align);
}

static void
set_text (RungsMessagePane *self, const char *text, guint32 first_line)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter start;

  self->first_line = first_line;
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
  rungs_line_numbers_set_range (self->numbers, first_line, first_line + count_lines (text));
}

static void
show_context (RungsMessagePane *self, RungsTrace *trace, guint32 number)
{
  g_autoptr (GError) error = NULL;
  guint32 first = 0;
  g_autofree char *context =
    rungs_trace_read_context (trace, number, CONTEXT_BEFORE, CONTEXT_AFTER, &first, &error);
  g_autofree char *text = NULL;
  guint32 line = rungs_trace_get_message (trace, number)->line;

  if (context == NULL)
    {
      set_text (self,
                error != NULL ? error->message
                              : _ ("A capture has packets, not lines: there is no log around it."),
                0);
      return;
    }
  text = rungs_plain_block (rungs_span_of (context));
  set_text (self, text, first);
  if (line >= first)
    mark_line (self, line - first, 0.3);
}

static void
show_message (RungsMessagePane *self, RungsTrace *trace, guint32 number)
{
  const RungsMessage *message = rungs_trace_get_message (trace, number);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = rungs_trace_read_message (trace, number, &error);
  g_autofree char *text = NULL;
  gboolean is_frame;
  RungsSpan span;

  if (bytes == NULL)
    {
      g_clear_pointer (&self->copy, g_free);
      set_text (self, error->message, 0);
      return;
    }
  span.str = g_bytes_get_data (bytes, &span.len);
  text = rungs_plain_block (span);
  g_strchomp (text);
  g_free (self->copy);
  self->copy = g_strconcat (text, "\n", NULL);
  if (self->show_context)
    {
      show_context (self, trace, number);
      return;
    }
  is_frame = rungs_trace_get_input (trace, message->input)->format != NULL
             && rungs_trace_get_input (trace, message->input)->format->frames;
  set_text (self, text, !is_frame && is_line_by_line (trace, number, text) ? message->line : 0);
}

static void
show_record (RungsMessagePane *self, RungsTrace *trace, guint32 number)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = rungs_trace_read_record (trace, number, &error);
  g_autofree char *text = NULL;

  if (bytes == NULL)
    {
      set_text (self, error->message, 0);
      return;
    }
  text = rungs_plain_block (rungs_span_of (bytes));
  self->copy = g_strdup (text);
  set_text (self, text, 0);
}

/* The title whole, and the time in full. */
static void
show_tip (RungsMessagePane *self, RungsTrace *trace, guint32 number, const char *title)
{
  g_autofree char *time = number != RUNGS_NONE ? time_of (trace, number) : NULL;
  g_autofree char *tip = time != NULL ? g_strdup_printf ("%s\n%s", title, time) : NULL;

  rungs_bidi_set (self->title, "tooltip-text", tip);
}

static void
show (RungsMessagePane *self)
{
  guint32 record = rungs_session_get_record (self->session);
  RungsTrace *trace = rungs_session_get_trace (self->session);
  guint32 number = rungs_session_get_message (self->session);
  gboolean has_message = trace != NULL && number != RUNGS_NONE;
  gboolean has_record = trace != NULL && !has_message && record != RUNGS_NONE;
  g_autofree char *title = has_message  ? title_of (trace, number)
                           : has_record ? record_title (trace, record)
                                        : g_strdup ("");

  rungs_bidi_set (self->title, "label", title);
  show_tip (self, trace, has_message ? number : RUNGS_NONE, title);
  gtk_widget_set_sensitive (self->note_button, has_message);
  gtk_widget_set_sensitive (self->context_button, has_message);
  gtk_widget_set_sensitive (self->copy_button, has_message || has_record);
  g_clear_pointer (&self->copy, g_free);
  if (has_message)
    show_message (self, trace, number);
  else if (has_record)
    show_record (self, trace, record);
  else
    set_text (self, "", 0);
  rungs_note_editor_set_place (self->note, rungs_session_get_call (self->session), number);
  gtk_revealer_set_reveal_child (self->note_revealer,
                                 has_message && !rungs_note_editor_is_empty (self->note));
}

/* Where a message is shown by itself, its bytes say which of its lines it is: captures have no
 * lines of their own. */
static gboolean
mark_line_of_finding (RungsMessagePane *self, guint32 message)
{
  guint nth = 0, line = 0;
  const RungsFinding *finding = rungs_session_get_shown_finding (self->session, &nth);
  guint32 offset =
    finding != NULL ? g_array_index (finding->lines, RungsFindingLine, nth).offset : RUNGS_NONE;
  g_autoptr (GBytes) bytes = NULL;
  const char *str;
  gsize len;

  if (offset == RUNGS_NONE || self->show_context)
    return FALSE;
  bytes = rungs_trace_read_message (rungs_session_get_trace (self->session), message, NULL);
  if (bytes == NULL)
    return FALSE;
  str = g_bytes_get_data (bytes, &len);
  for (gsize i = 0; i < MIN (len, offset); i++)
    line += str[i] == '\n';
  mark_line (self, line, 0.5);
  return TRUE;
}

static void
show_line_cb (RungsMessagePane *self, guint message, guint line)
{
  RungsTrace *trace = rungs_session_get_trace (self->session);
  guint32 start = rungs_trace_get_message (trace, message)->line;
  guint n = (guint) gtk_text_buffer_get_line_count (GTK_TEXT_BUFFER (self->buffer));

  clear_mark (self);
  if (line == 0 || mark_line_of_finding (self, message))
    return;
  if (self->first_line > 0 && line >= self->first_line && line - self->first_line < n)
    mark_line (self, line - self->first_line, 0.5);
  else if (self->first_line == 0 && line >= start && line - start < n)
    mark_line (self, line - start, 0.5);
}

static void
scheme_cb (RungsMessagePane *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleScheme *scheme = gtk_source_style_scheme_manager_get_scheme (
    gtk_source_style_scheme_manager_get_default (), dark ? "Adwaita-dark" : "Adwaita");
  GdkRGBA ground = { 0.96f, 0.83f, 0.18f, dark ? 0.25f : 0.40f };

  gtk_source_buffer_set_style_scheme (self->buffer, scheme);
  g_object_set (self->mark, "paragraph-background-rgba", &ground, NULL);
  ground.alpha = dark ? 0.55f : 0.95f;
  g_object_set (self->words, "background-rgba", &ground, "weight", PANGO_WEIGHT_BOLD, NULL);
}

void
rungs_message_pane_set_session (RungsMessagePane *self, RungsSession *session)
{
  g_return_if_fail (RUNGS_IS_MESSAGE_PANE (self));
  g_return_if_fail (RUNGS_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  rungs_note_editor_set_session (self->note, session);
  g_signal_connect_object (self->note, "removed", G_CALLBACK (note_removed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->note, "failed", G_CALLBACK (note_failed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::message", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "show-line", G_CALLBACK (show_line_cb), self,
                           G_CONNECT_SWAPPED);
  show (self);
}

gboolean
rungs_message_pane_copy (RungsMessagePane *self)
{
  g_return_val_if_fail (RUNGS_IS_MESSAGE_PANE (self), FALSE);

  if (self->copy == NULL)
    return FALSE;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->copy);
  return TRUE;
}

void
rungs_message_pane_focus_text (RungsMessagePane *self)
{
  g_return_if_fail (RUNGS_IS_MESSAGE_PANE (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

void
rungs_message_pane_focus_note (RungsMessagePane *self)
{
  g_return_if_fail (RUNGS_IS_MESSAGE_PANE (self));
  gtk_revealer_set_reveal_child (self->note_revealer, TRUE);
  rungs_note_editor_focus (self->note);
}

static void
rungs_message_pane_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SHOW_CONTEXT)
    g_value_set_boolean (value, RUNGS_MESSAGE_PANE (object)->show_context);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
rungs_message_pane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  RungsMessagePane *self = RUNGS_MESSAGE_PANE (object);

  if (id != PROP_SHOW_CONTEXT)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  if (self->show_context == g_value_get_boolean (value))
    return;
  self->show_context = g_value_get_boolean (value);
  g_object_notify_by_pspec (object, pspec);
  if (self->session != NULL)
    show (self);
}

static void
rungs_message_pane_dispose (GObject *object)
{
  RungsMessagePane *self = RUNGS_MESSAGE_PANE (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->session);
  g_clear_pointer (&self->copy, g_free);

  G_OBJECT_CLASS (rungs_message_pane_parent_class)->dispose (object);
}

static void
rungs_message_pane_class_init (RungsMessagePaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = rungs_message_pane_get_property;
  object_class->set_property = rungs_message_pane_set_property;
  object_class->dispose = rungs_message_pane_dispose;

  properties[PROP_SHOW_CONTEXT] =
    g_param_spec_boolean ("show-context", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (RUNGS_TYPE_NOTE_EDITOR);
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  signals[NOTE_REMOVED] =
    g_signal_new ("note-removed", RUNGS_TYPE_MESSAGE_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 4, RUNGS_TYPE_TRACE, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_STRING);
  signals[NOTE_FAILED] = g_signal_new ("note-failed", RUNGS_TYPE_MESSAGE_PANE, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rungs/Rungs/message-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, RungsMessagePane, title);
  gtk_widget_class_bind_template_child (widget_class, RungsMessagePane, note_button);
  gtk_widget_class_bind_template_child (widget_class, RungsMessagePane, context_button);
  gtk_widget_class_bind_template_child (widget_class, RungsMessagePane, copy_button);
  gtk_widget_class_bind_template_child (widget_class, RungsMessagePane, note_revealer);
  gtk_widget_class_bind_template_child (widget_class, RungsMessagePane, note);
  gtk_widget_class_bind_template_child (widget_class, RungsMessagePane, view);
  gtk_widget_class_bind_template_child (widget_class, RungsMessagePane, buffer);
}

static GtkSourceLanguage *
sip_language (void)
{
  static gsize is_known;
  GtkSourceLanguageManager *manager = gtk_source_language_manager_get_default ();

  if (g_once_init_enter (&is_known))
    {
      gtk_source_language_manager_append_search_path (
        manager, "resource:///io/github/rungs/Rungs/language-specs");
      g_once_init_leave (&is_known, 1);
    }
  return gtk_source_language_manager_get_language (manager, "rungs-sip");
}

static void
rungs_message_pane_init (RungsMessagePane *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  GtkSourceGutter *gutter;

  gtk_widget_init_template (GTK_WIDGET (self));

  /* SIP and log lines, whatever the language of the window is. */
  gtk_widget_set_direction (GTK_WIDGET (self->view), GTK_TEXT_DIR_LTR);
  gutter = gtk_source_view_get_gutter (self->view, GTK_TEXT_WINDOW_LEFT);
  self->numbers = RUNGS_LINE_NUMBERS (rungs_line_numbers_new ());
  gtk_source_gutter_insert (gutter, GTK_SOURCE_GUTTER_RENDERER (self->numbers), 0);
  gtk_source_buffer_set_language (self->buffer, sip_language ());
  self->mark = gtk_text_buffer_create_tag (GTK_TEXT_BUFFER (self->buffer), "mark", NULL);
  self->words = gtk_text_buffer_create_tag (GTK_TEXT_BUFFER (self->buffer), "words", NULL);
  scheme_cb (self);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (scheme_cb), self, G_CONNECT_SWAPPED);
}
