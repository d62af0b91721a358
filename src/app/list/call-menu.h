/* The menu of a row of the call list. */
#pragma once

#include <gtk/gtk.h>

#include "app/session/session.h"

G_BEGIN_DECLS

/* Opens it on a secondary press in @view, and on the menu key for the session's call. */
void rungs_call_menu_attach (GtkColumnView *view, RungsSession *session);

/* Rows and cells remember whose they are, so that a press finds it. */
void rungs_call_menu_mark (GtkWidget *widget, guint32 call);

G_END_DECLS
