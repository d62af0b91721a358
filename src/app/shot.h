/* Pictures of widgets without a screen reader of pixels, for tests and the README. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Writes what @widget shows now as PNG. FALSE when it is not drawn or the file cannot be
 * written. */
gboolean rungs_shot_save (GtkWidget *widget, const char *path);

G_END_DECLS
