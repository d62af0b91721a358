#include "config.h"

#include "app/panel/verdict-panel.h"

#include <glib/gi18n.h>

#include "app/bidi.h"
#include "app/list/call-words.h"
#include "app/panel/leg-parts.h"
#include "app/panel/note-editor.h"
#include "app/panel/verdict-parts.h"
#include "app/panel/verdict-words.h"
#include "knowledge/words.h"

struct _RungsVerdictPanel
{
  GtkWidget parent_instance;

  RungsSession *session;
  guint32 shown_call;

  GtkScrolledWindow *scroller;
  GtkWidget *content;
  GtkWidget *result;
  GtkImage *icon;
  GtkLabel *sentence, *codes, *producer, *basis;
  GtkBox *details;
  RungsNoteEditor *note;
};

G_DEFINE_FINAL_TYPE (RungsVerdictPanel, rungs_verdict_panel, GTK_TYPE_WIDGET)

enum
{
  NOTE_REMOVED,
  NOTE_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What the editor says goes on to the window. */
static void
note_removed_cb (RungsVerdictPanel *self,
                 RungsTrace *trace,
                 guint call,
                 guint message,
                 const char *text)
{
  g_signal_emit (self, signals[NOTE_REMOVED], 0, trace, call, message, text);
}

static void
note_failed_cb (RungsVerdictPanel *self, const char *sentence)
{
  g_signal_emit (self, signals[NOTE_FAILED], 0, sentence);
}

/* The step, and below it how what it speaks of is called on this SBC. */
static GtkWidget *
step_text (const char *markup, const char *terms)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_box_append (GTK_BOX (box), rungs_part_text (markup));
  if (terms != NULL)
    {
      g_autofree char *terms_markup = rungs_step_markup (terms);
      GtkWidget *label = rungs_part_text (terms_markup);

      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (box), label);
    }
  return box;
}

static void
add_steps (GtkBox *box, char **steps, const RungsVendor *vendor)
{
  for (guint i = 0; steps != NULL && steps[i] != NULL; i++)
    {
      GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
      g_autofree char *number = g_strdup_printf ("%u", i + 1);
      g_autofree char *markup = rungs_step_markup (steps[i]);
      g_autofree char *terms = rungs_vendor_sentence (vendor, steps[i]);
      GtkWidget *label = gtk_label_new (number);

      gtk_widget_set_valign (label, GTK_ALIGN_START);
      gtk_widget_add_css_class (label, "step-number");
      gtk_widget_add_css_class (label, "numeric");
      gtk_box_append (GTK_BOX (row), label);
      gtk_box_append (GTK_BOX (row), step_text (markup, terms));
      gtk_box_append (box, row);
    }
}

static void
add_entry (RungsVerdictPanel *self, const RungsEntry *entry, const RungsVendor *vendor)
{
  const char *retry = rungs_entry_retry (entry);
  g_autofree char *yours = rungs_entry_yours (entry), *who = NULL;
  GtkBox *box;

  if (entry->meaning != NULL && entry->meaning[0] != '\0')
    {
      g_autofree char *markup = rungs_step_markup (entry->meaning);

      box = rungs_part_section (self->details, _ ("What It Means"), NULL);
      gtk_box_append (box, rungs_part_text (markup));
      if (yours != NULL)
        rungs_part_add_dim (box, yours);
    }
  if (entry->steps == NULL || entry->steps[0] == NULL)
    return;
  box = rungs_part_section (
    self->details, _ ("What to Do"),
    rungs_part_button ("edit-copy-symbolic", _ ("Copy steps"), "win.copy-steps"));
  add_steps (box, entry->steps, vendor);
  /* Translators: %s is somebody: "the administrator of the SBC" */
  who = g_strdup_printf (_ ("To be done by %s."), rungs_entry_who_acts (entry));
  rungs_part_add_dim (box, who);
  if (retry != NULL)
    rungs_part_add_dim (box, retry);
}

static void
add_findings (RungsVerdictPanel *self, GPtrArray *findings)
{
  GtkWidget *list;

  if (findings == NULL || findings->len == 0)
    return;
  list = rungs_part_list (rungs_part_section (self->details, _ ("Seen in This Call"), NULL));
  for (guint i = 0; i < findings->len; i++)
    rungs_part_add_finding (list, self->session, g_ptr_array_index (findings, i));
}

static void
add_candidate (GtkWidget *list, const RungsEntry *entry)
{
  GtkWidget *row = adw_expander_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *meaning = rungs_step_markup (entry->meaning != NULL ? entry->meaning : "");
  g_autofree char *code = entry->microsoft_code >= 0
                            ? g_strdup_printf ("%d/%d", entry->sip, entry->microsoft_code)
                            : g_strdup_printf ("%d", entry->sip);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  rungs_bidi_set (row, "title", entry->title);
  if (entry->sip > 0)
    rungs_bidi_set (row, "subtitle", code);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_box_append (GTK_BOX (box), rungs_part_text (meaning));
  add_steps (GTK_BOX (box), entry->steps, NULL);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), box);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
}

static void
add_candidates (RungsVerdictPanel *self, const RungsVerdict *verdict)
{
  GtkWidget *list = NULL;

  for (guint i = 0; verdict->candidates != NULL && i < verdict->candidates->len; i++)
    {
      const RungsEntry *entry = g_ptr_array_index (verdict->candidates, i);

      if (entry == verdict->entry)
        continue;
      if (list == NULL)
        list = rungs_part_list (rungs_part_section (self->details, _ ("Also Possible"), NULL));
      add_candidate (list, entry);
    }
}

static void
add_sources (RungsVerdictPanel *self, const RungsEntry *entry)
{
  GtkBox *box;

  if (entry->sources == NULL || entry->sources->len == 0)
    return;
  box = rungs_part_section (self->details, _ ("Sources"), NULL);
  for (guint i = 0; i < entry->sources->len; i++)
    {
      const RungsSource *source = g_ptr_array_index (entry->sources, i);
      g_autofree char *markup =
        source->url != NULL
          ? g_markup_printf_escaped ("<a href=\"%s\">%s</a>", source->url, source->title)
          : g_markup_escape_text (source->title, -1);

      gtk_box_append (box, rungs_part_text (markup));
    }
}

static void
show_head (RungsVerdictPanel *self, const RungsCall *call, const RungsVerdict *verdict)
{
  const char *classes[] = { "result", rungs_call_css_class (call), NULL };
  g_autofree char *codes = rungs_verdict_codes (verdict);
  /* Translators: "Produced by Microsoft: the answer came in on the Teams interface" */
  g_autofree char *producer =
    verdict->produced_by != RUNGS_PARTY_UNKNOWN
      ? g_strdup_printf (_ ("Produced by %s: %s"), rungs_party_title (verdict->produced_by),
                         verdict->produced_why)
      : g_strdup_printf (_ ("Origin unknown: %s"), verdict->produced_why);

  gtk_widget_set_css_classes (self->result, classes);
  gtk_image_set_from_icon_name (self->icon, rungs_call_icon (call));
  rungs_bidi_set (self->sentence, "label", verdict->sentence);
  rungs_bidi_set (self->codes, "label", codes);
  rungs_bidi_set (self->producer, "label", producer);
  gtk_label_set_label (self->basis, rungs_basis_title (verdict->basis));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->basis), rungs_basis_reason (verdict->basis));
  gtk_widget_set_visible (GTK_WIDGET (self->codes), verdict->is_fault && codes[0] != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->producer),
                          verdict->is_fault && verdict->produced_why[0] != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->basis), verdict->is_fault);
}

static void
show (RungsVerdictPanel *self)
{
  const RungsVerdict *verdict = rungs_session_get_verdict (self->session);
  const RungsCall *call = rungs_session_peek_call (self->session);
  GtkWidget *child;

  gtk_widget_set_visible (self->content, verdict != NULL && call != NULL);
  if (verdict == NULL || call == NULL)
    return;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->details))) != NULL)
    gtk_box_remove (self->details, child);
  show_head (self, call, verdict);
  if (verdict->is_explained && verdict->entry != NULL)
    add_entry (self, verdict->entry, verdict->vendor);
  add_findings (self, verdict->findings);
  rungs_part_add_changes (self->details, self->session);
  rungs_part_add_comparison (self->details, self->session);
  rungs_part_add_legs (self->details, self->session);
  rungs_part_add_records (self->details, self->session);
  if (verdict->is_fault)
    add_candidates (self, verdict);
  if (verdict->is_explained && verdict->entry != NULL)
    add_sources (self, verdict->entry);
  gtk_widget_set_visible (GTK_WIDGET (self->details),
                          gtk_widget_get_first_child (GTK_WIDGET (self->details)) != NULL);
  rungs_note_editor_set_place (self->note, rungs_session_get_call (self->session), RUNGS_NONE);
  if (self->shown_call != rungs_session_get_call (self->session))
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  self->shown_call = rungs_session_get_call (self->session);
}

void
rungs_verdict_panel_set_session (RungsVerdictPanel *self, RungsSession *session)
{
  g_return_if_fail (RUNGS_IS_VERDICT_PANEL (self));
  g_return_if_fail (RUNGS_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  rungs_note_editor_set_session (self->note, session);
  g_signal_connect_object (self->note, "removed", G_CALLBACK (note_removed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->note, "failed", G_CALLBACK (note_failed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::verdict", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}

gboolean
rungs_verdict_panel_copy_steps (RungsVerdictPanel *self)
{
  const RungsVerdict *verdict;
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (RUNGS_IS_VERDICT_PANEL (self), FALSE);

  verdict = rungs_session_get_verdict (self->session);
  if (verdict == NULL || verdict->entry == NULL || verdict->entry->steps == NULL)
    return FALSE;
  for (guint i = 0; verdict->entry->steps[i] != NULL; i++)
    {
      g_autofree char *plain = rungs_step_plain (verdict->entry->steps[i]);
      g_string_append_printf (text, "%u. %s\n", i + 1, plain);
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text->str);
  return text->len > 0;
}

void
rungs_verdict_panel_focus_note (RungsVerdictPanel *self)
{
  g_return_if_fail (RUNGS_IS_VERDICT_PANEL (self));
  rungs_note_editor_focus (self->note);
}

static void
rungs_verdict_panel_dispose (GObject *object)
{
  RungsVerdictPanel *self = RUNGS_VERDICT_PANEL (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (rungs_verdict_panel_parent_class)->dispose (object);
}

static void
rungs_verdict_panel_class_init (RungsVerdictPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rungs_verdict_panel_dispose;

  g_type_ensure (RUNGS_TYPE_NOTE_EDITOR);
  signals[NOTE_REMOVED] =
    g_signal_new ("note-removed", RUNGS_TYPE_VERDICT_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 4, RUNGS_TYPE_TRACE, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_STRING);
  signals[NOTE_FAILED] = g_signal_new ("note-failed", RUNGS_TYPE_VERDICT_PANEL, G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rungs/Rungs/verdict-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, RungsVerdictPanel, scroller);
  gtk_widget_class_bind_template_child (widget_class, RungsVerdictPanel, content);
  gtk_widget_class_bind_template_child (widget_class, RungsVerdictPanel, result);
  gtk_widget_class_bind_template_child (widget_class, RungsVerdictPanel, icon);
  gtk_widget_class_bind_template_child (widget_class, RungsVerdictPanel, sentence);
  gtk_widget_class_bind_template_child (widget_class, RungsVerdictPanel, codes);
  gtk_widget_class_bind_template_child (widget_class, RungsVerdictPanel, producer);
  gtk_widget_class_bind_template_child (widget_class, RungsVerdictPanel, basis);
  gtk_widget_class_bind_template_child (widget_class, RungsVerdictPanel, details);
  gtk_widget_class_bind_template_child (widget_class, RungsVerdictPanel, note);
}

static void
rungs_verdict_panel_init (RungsVerdictPanel *self)
{
  self->shown_call = RUNGS_NONE;
  gtk_widget_init_template (GTK_WIDGET (self));
}
