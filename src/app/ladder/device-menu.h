/* What the user can do with a device: name it, make it one with another, take that back. */
#pragma once

#include <gtk/gtk.h>

#include "app/session/session.h"

G_BEGIN_DECLS

/* FALSE for what is no device of a log: Microsoft's records. */
gboolean rungs_device_has_menu (RungsSession *session, guint32 device);

/* For a widget with the action "head.rename". The devices of the session's ladder come first among
 * those to be merged with. (transfer full) */
GMenu *rungs_device_menu_new (RungsSession *session, guint32 device) G_GNUC_WARN_UNUSED_RESULT;

/* Enter gives the name to the device, Escape closes. (transfer floating) */
GtkWidget *rungs_rename_popover_new (RungsSession *session, guint32 device);

G_END_DECLS
