#include "config.h"

#include "app/window/help-overlay.h"

void
rungs_help_overlay_spell_keys (GtkWidget *overlay)
{
  if (GTK_IS_LABEL (overlay) && gtk_widget_get_ancestor (overlay, GTK_TYPE_SHORTCUT_LABEL) != NULL)
    {
      g_autofree char *key = g_strdup (gtk_label_get_label (GTK_LABEL (overlay)));

      /* The key "_" itself stays. */
      if (strlen (key) > 1)
        gtk_label_set_label (GTK_LABEL (overlay), g_strdelimit (key, "_", ' '));
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (overlay); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    rungs_help_overlay_spell_keys (child);
}
