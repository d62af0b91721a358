/* What the user makes of the sizes of panes, remembered. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The lower pane is as high as it was when it was last seen: setting "message-height". */
void rungs_panes_remember (GtkPaned *paned);

G_END_DECLS
