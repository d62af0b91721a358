#include "config.h"

#include "app/window/toasts.h"

#include <glib/gi18n.h>

#include "app/labels.h"
#include "ladder/plain.h"

/* libadwaita cuts its own titles after one line, and the useful half of a sentence is often the
 * second. */
#define MAX_LINES 4
/* A sentence of more characters than that has the time to be read. */
#define LONG_SENTENCE 60
#define LONG_SECONDS 10
/* One reads it, and looks at what has become of the ladder, before one takes it back. */
#define UNDO_SECONDS 15

typedef struct
{
  RungsHost *host; /* the toast lives in it */
  RungsUndoFunc undo;
  gpointer data;
  GDestroyNotify free_data;
} Undo;

static void
undo_free (gpointer data, GClosure *closure)
{
  Undo *undo = data;

  undo->free_data (undo->data);
  g_free (undo);
}

static void
undo_cb (AdwToast *toast, Undo *undo)
{
  undo->undo (undo->host, undo->data);
}

static AdwToast *
toast_new (const char *sentence)
{
  /* A file may be named so that its name turns the sentence around. */
  g_autofree char *plain = rungs_plain_line (rungs_span_of (sentence), 0);
  g_autofree char *markup = g_markup_escape_text (plain, -1);
  AdwToast *toast = adw_toast_new (markup);
  GtkWidget *title = gtk_label_new (plain);

  rungs_label_wrap (GTK_LABEL (title));
  gtk_label_set_lines (GTK_LABEL (title), MAX_LINES);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (title, "heading");
  adw_toast_set_custom_title (toast, title);
  if (g_utf8_strlen (sentence, -1) > LONG_SENTENCE)
    adw_toast_set_timeout (toast, LONG_SECONDS);
  return toast;
}

/* A toast lives until its animation has ended, and must not be dismissed twice: the place forgets
 * it at once. */
static void
dismissed_cb (AdwToast *toast, AdwToast **place)
{
  if (*place == toast)
    g_clear_weak_pointer (place);
}

static void
forget (AdwToast **place)
{
  if (*place != NULL)
    g_signal_handlers_disconnect_by_func (*place, dismissed_cb, place);
  g_clear_weak_pointer (place);
}

static void
dismiss (AdwToast **place)
{
  g_autoptr (AdwToast) toast = *place != NULL ? g_object_ref (*place) : NULL;

  forget (place);
  if (toast != NULL)
    adw_toast_dismiss (toast);
}

/* Takes @toast. */
static void
show (RungsToasts *self, AdwToast **place, AdwToast *toast, AdwToastPriority priority)
{
  /* Toasts queue up: what is said last is about how things are now. An offer to undo comes back
   * after it. */
  dismiss (&self->said);
  dismiss (place);
  adw_toast_set_priority (toast, priority);
  g_set_weak_pointer (place, toast);
  g_signal_connect (toast, "dismissed", G_CALLBACK (dismissed_cb), place);
  adw_toast_overlay_add_toast (self->overlay, toast);
}

void
rungs_toasts_clear (RungsToasts *self)
{
  forget (&self->said);
  forget (&self->to_undo);
}

void
rungs_toasts_say (RungsToasts *self, const char *sentence)
{
  show (self, &self->said, toast_new (sentence), ADW_TOAST_PRIORITY_HIGH);
}

void
rungs_toasts_offer_undo (RungsToasts *self,
                         const char *sentence,
                         RungsUndoFunc undo,
                         gpointer data,
                         GDestroyNotify free_data)
{
  AdwToast *toast = toast_new (sentence);
  Undo *offer = g_new0 (Undo, 1);

  *offer = (Undo){ self->host, undo, data, free_data };
  adw_toast_set_timeout (toast, UNDO_SECONDS);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), offer, undo_free, 0);
  show (self, &self->to_undo, toast, ADW_TOAST_PRIORITY_NORMAL);
}
