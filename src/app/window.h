/* The main window: one session, three panes, the actions. */
#pragma once

#include <adwaita.h>

#include "app/session.h"

G_BEGIN_DECLS

#define RUNGS_TYPE_WINDOW (rungs_window_get_type ())
G_DECLARE_FINAL_TYPE (RungsWindow, rungs_window, RUNGS, WINDOW, AdwApplicationWindow)

RungsWindow *rungs_window_new (GtkApplication *application);

/* Opens files, folders and archives; what is not on a local disk is said in a toast. */
void rungs_window_open_files (RungsWindow *self, GFile *const *files, guint n_files);

void rungs_window_open_sample (RungsWindow *self);
RungsSession *rungs_window_get_session (RungsWindow *self);
/* A sentence at the foot of the window. */
void rungs_window_say (RungsWindow *self, const char *sentence);

G_END_DECLS
