/* The window with the keys: ui/help-overlay.ui. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* GTK 4.8 writes "Page_Up" on the key; it is called Page Up. */
void rungs_help_overlay_spell_keys (GtkWidget *overlay);

G_END_DECLS
