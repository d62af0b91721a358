#include "config.h"

#include "app/window/toast.h"

#include "app/labels.h"
#include "ladder/plain.h"

/* libadwaita cuts its own titles after one line, and the useful half of a sentence is often the second. */
#define MAX_LINES 4
/* A sentence of more characters than that has the time to be read. */
#define LONG_SENTENCE 60
#define LONG_SECONDS 10

AdwToast *
rungs_toast_new (const char *sentence)
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
