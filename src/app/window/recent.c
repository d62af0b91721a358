#include "config.h"

#include "app/window/recent.h"

#include "ladder/plain.h"

static void
recent_free (gpointer data)
{
  RungsRecent *self = data;

  g_free (self->uri);
  g_free (self->name);
  g_free (self->folder);
  g_date_time_unref (self->opened);
  g_free (self);
}

static char *
dup_plain_place (GFile *folder)
{
  g_autofree char *place = g_file_get_parse_name (folder);

  return rungs_plain_line (rungs_span_of (place), 0);
}

static RungsRecent *
recent_new (GtkRecentInfo *info)
{
  RungsRecent *self = g_new0 (RungsRecent, 1);
  g_autoptr (GFile) file = g_file_new_for_uri (gtk_recent_info_get_uri (info));
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = g_file_get_basename (file);

  self->uri = g_strdup (gtk_recent_info_get_uri (info));
  self->name = rungs_plain_line (rungs_span_of (name), 0);
  self->folder = folder != NULL ? dup_plain_place (folder) : g_strdup ("");
  self->opened = g_date_time_ref (gtk_recent_info_get_modified (info));
  self->is_missing = !gtk_recent_info_exists (info);
  return self;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const RungsRecent *first = *(RungsRecent **) a, *second = *(RungsRecent **) b;

  if (first->is_missing != second->is_missing)
    return first->is_missing ? 1 : -1;
  return g_date_time_compare (second->opened, first->opened);
}

/* (transfer full) GtkRecentInfo* of this program. */
static GPtrArray *
own_infos (void)
{
  g_autolist (GtkRecentInfo) items =
    gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  GPtrArray *infos = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_recent_info_unref);

  for (GList *l = items; l != NULL; l = l->next)
    if (gtk_recent_info_has_application (l->data, RUNGS_APP_ID))
      g_ptr_array_add (infos, gtk_recent_info_ref (l->data));
  return infos;
}

GPtrArray *
rungs_recent_list (guint max)
{
  g_autoptr (GPtrArray) infos = own_infos ();
  GPtrArray *list = g_ptr_array_new_with_free_func (recent_free);

  for (guint i = 0; i < infos->len; i++)
    g_ptr_array_add (list, recent_new (g_ptr_array_index (infos, i)));
  g_ptr_array_sort (list, compare);
  g_ptr_array_set_size (list, (int) MIN (list->len, max));
  return list;
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

void
rungs_recent_forget (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  g_autoptr (GPtrArray) infos = own_infos ();

  for (guint i = 0; i < infos->len; i++)
    if (strcmp (gtk_recent_info_get_uri (g_ptr_array_index (infos, i)), uri) == 0)
      gtk_recent_manager_remove_item (gtk_recent_manager_get_default (), uri, NULL);
}

static void
clear_cb (void)
{
  g_autoptr (GPtrArray) infos = own_infos ();

  for (guint i = 0; i < infos->len; i++)
    gtk_recent_manager_remove_item (gtk_recent_manager_get_default (),
                                    gtk_recent_info_get_uri (g_ptr_array_index (infos, i)), NULL);
}

void
rungs_recent_add_action (GtkWidget *widget)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new ("clear", NULL);

  g_signal_connect (action, "activate", G_CALLBACK (clear_cb), NULL);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (widget, "recent", G_ACTION_GROUP (group));
}
