#include "config.h"

#include "app/window/panes.h"

#include "app/settings.h"

#define KEY "message-height"

/* Only when it has its size can it be divided. */
static void
max_position_cb (GtkPaned *paned)
{
  int room = 0, least = 0, height = g_settings_get_int (rungs_settings (), KEY);

  g_object_get (paned, "max-position", &room, NULL);
  if (room <= 1 || gtk_widget_get_height (GTK_WIDGET (paned)) <= 1)
    return;
  g_signal_handlers_disconnect_by_func (paned, max_position_cb, NULL);
  /* At the greatest position the lower pane has its least height. */
  gtk_widget_measure (gtk_paned_get_end_child (paned), GTK_ORIENTATION_VERTICAL,
                      gtk_widget_get_width (GTK_WIDGET (paned)), &least, NULL, NULL, NULL);
  if (height > least)
    gtk_paned_set_position (paned, MAX (0, room + least - height));
}

static void
unmap_cb (GtkPaned *paned)
{
  int height = gtk_widget_get_height (gtk_paned_get_end_child (paned));

  if (height > 0)
    g_settings_set_int (rungs_settings (), KEY, CLAMP (height, 0, 4000));
}

void
rungs_panes_remember (GtkPaned *paned)
{
  g_return_if_fail (GTK_IS_PANED (paned));

  g_signal_connect_after (paned, "notify::max-position", G_CALLBACK (max_position_cb), NULL);
  g_signal_connect (paned, "unmap", G_CALLBACK (unmap_cb), NULL);
}
