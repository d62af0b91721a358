/* What the window does about its files: showing them, adding some, and the offer to put them on one
 * clock. */
#pragma once

#include "app/files/clock-offer.h"
#include "app/window/window.h"

G_BEGIN_DECLS

/* win.files, win.add-files. */
void rungs_files_install_actions (GtkWidgetClass *widget_class);
void rungs_files_update_actions (RungsWindow *window);
void rungs_files_connect_offer (RungsWindow *window, RungsClockOffer *offer);

G_END_DECLS
