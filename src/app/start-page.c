#include "config.h"

#include "app/start-page.h"

#include <glib/gi18n.h>

#define MAX_RECENT 5

struct _RungsStartPage
{
  GtkWidget parent_instance;

  AdwStatusPage *page;
  GtkWidget *recent_section;
  GtkListBox *recent;
};

G_DEFINE_FINAL_TYPE (RungsStartPage, rungs_start_page, GTK_TYPE_WIDGET)

static int
compare_infos (gconstpointer a, gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_modified (*(GtkRecentInfo **) b),
                              gtk_recent_info_get_modified (*(GtkRecentInfo **) a));
}

GStrv
rungs_recent_uris (guint max)
{
  g_autolist (GtkRecentInfo) items =
    gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  g_autoptr (GPtrArray) infos = g_ptr_array_new ();
  g_autoptr (GStrvBuilder) uris = g_strv_builder_new ();

  for (GList *l = items; l != NULL; l = l->next)
    if (gtk_recent_info_has_application (l->data, RUNGS_APP_ID) && gtk_recent_info_exists (l->data))
      g_ptr_array_add (infos, l->data);
  g_ptr_array_sort (infos, compare_infos);
  for (guint i = 0; i < MIN (infos->len, max); i++)
    g_strv_builder_add (uris, gtk_recent_info_get_uri (g_ptr_array_index (infos, i)));
  return g_strv_builder_end (uris);
}

void
rungs_recent_add (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  /* The application's name is what we look for; GTK would take the program's. */
  GtkRecentData data = {
    .mime_type = (char *) "text/plain",
    .app_name = (char *) RUNGS_APP_ID,
    .app_exec = (char *) "rungs %F",
  };

  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

static void
add_recent (RungsStartPage *self, const char *uri)
{
  g_autoptr (GFile) file = g_file_new_for_uri (uri);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *place = folder != NULL ? g_file_get_parse_name (folder) : g_strdup ("");
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), shown);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), place);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-uri");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", uri);
  gtk_list_box_append (self->recent, row);
}

void
rungs_start_page_refresh (RungsStartPage *self)
{
  g_auto (GStrv) uris = NULL;
  GtkWidget *row;

  g_return_if_fail (RUNGS_IS_START_PAGE (self));

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->recent))) != NULL)
    gtk_list_box_remove (self->recent, row);
  uris = rungs_recent_uris (MAX_RECENT);
  for (guint i = 0; uris[i] != NULL; i++)
    add_recent (self, uris[i]);
  gtk_widget_set_visible (self->recent_section, uris[0] != NULL);
}

void
rungs_start_page_set_trouble (RungsStartPage *self, const char *sentence)
{
  g_autofree char *markup = NULL;

  g_return_if_fail (RUNGS_IS_START_PAGE (self));

  if (sentence == NULL)
    {
      adw_status_page_set_icon_name (self->page, RUNGS_APP_ID "-symbolic");
      adw_status_page_set_title (self->page, _ ("Drop a Log Here"));
      adw_status_page_set_description (
        self->page, _ ("An SBC log, a capture, or SIP as text. Several files become one picture."));
      return;
    }
  markup = g_markup_escape_text (sentence, -1);
  adw_status_page_set_icon_name (self->page, "dialog-warning-symbolic");
  adw_status_page_set_title (self->page, _ ("No Calls Found"));
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
