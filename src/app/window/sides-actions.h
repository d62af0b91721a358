/* The window's actions that open messages side by side. */
#pragma once

#include "app/window/window.h"

G_BEGIN_DECLS

/* win.show-changes, win.compare, win.compare-with (u: the other call). */
void rungs_sides_install_actions (GtkWidgetClass *widget_class);
void rungs_sides_update_actions (RungsWindow *window);

G_END_DECLS
