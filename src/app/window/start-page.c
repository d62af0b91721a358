#include "config.h"

#include "app/window/start-page.h"

#include <glib/gi18n.h>

#include "app/bidi.h"
#include "app/window/recent.h"
#include "ladder/plain.h"

#define MAX_RECENT 5

struct _RungsStartPage
{
  GtkWidget parent_instance;

  AdwStatusPage *page;
  GtkWidget *recent_section;
  GtkListBox *recent;
};

G_DEFINE_FINAL_TYPE (RungsStartPage, rungs_start_page, GTK_TYPE_WIDGET)

static void
add_recent (RungsStartPage *self, const RungsRecent *file)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *missing = NULL;

  if (file->is_missing)
    {
      /* Translators: a recent file that was in this folder */
      missing = g_strdup_printf (_ ("No longer there: %s"), file->folder);
      gtk_widget_add_css_class (row, "dim-label");
    }
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  rungs_bidi_set (row, "title", file->name);
  rungs_bidi_set (row, "subtitle", missing != NULL ? missing : file->folder);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-uri");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", file->uri);
  gtk_list_box_append (self->recent, row);
}

void
rungs_start_page_refresh (RungsStartPage *self)
{
  g_autoptr (GPtrArray) files = rungs_recent_list (MAX_RECENT);
  GtkWidget *row;

  g_return_if_fail (RUNGS_IS_START_PAGE (self));

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->recent))) != NULL)
    gtk_list_box_remove (self->recent, row);
  for (guint i = 0; i < files->len; i++)
    add_recent (self, g_ptr_array_index (files, i));
  gtk_widget_set_visible (self->recent_section, files->len > 0);
}

void
rungs_start_page_set_trouble (RungsStartPage *self, const char *title, const char *sentence)
{
  g_autofree char *plain = NULL, *markup = NULL;

  g_return_if_fail (RUNGS_IS_START_PAGE (self));

  if (title == NULL)
    {
      adw_status_page_set_icon_name (self->page, RUNGS_APP_ID "-symbolic");
      adw_status_page_set_title (self->page, _ ("Drop a Log Here"));
      adw_status_page_set_description (
        self->page, _ ("An SBC log, a capture, or SIP as text. Several files become one picture."));
      return;
    }
  plain = rungs_plain_line (rungs_span_of (sentence), 0);
  markup = g_markup_escape_text (plain, -1);
  adw_status_page_set_icon_name (self->page, "dialog-warning-symbolic");
  adw_status_page_set_title (self->page, title);
  adw_status_page_set_description (self->page, markup);
}

static void
rungs_start_page_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (rungs_start_page_parent_class)->dispose (object);
}

static void
rungs_start_page_class_init (RungsStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rungs_start_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rungs/Rungs/start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RungsStartPage, page);
  gtk_widget_class_bind_template_child (widget_class, RungsStartPage, recent_section);
  gtk_widget_class_bind_template_child (widget_class, RungsStartPage, recent);
}

static void
rungs_start_page_init (RungsStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  rungs_start_page_refresh (self);
}
