/* What the window shows while it reads and has no call yet: which files, how large, how far, and a
 * button that stops it. */
#pragma once

#include <adwaita.h>

#include "app/session/session.h"

G_BEGIN_DECLS

#define RUNGS_TYPE_LOADING_PAGE (rungs_loading_page_get_type ())
G_DECLARE_FINAL_TYPE (RungsLoadingPage, rungs_loading_page, RUNGS, LOADING_PAGE, GtkWidget)

/* Once. */
void rungs_loading_page_set_session (RungsLoadingPage *self, RungsSession *session);

G_END_DECLS
