/* The main window: one session, three panes, the actions. It is the host of all that is in it. */
#pragma once

#include <adwaita.h>

#include "app/host.h"

G_BEGIN_DECLS

#define RUNGS_TYPE_WINDOW (rungs_window_get_type ())
G_DECLARE_FINAL_TYPE (RungsWindow, rungs_window, RUNGS, WINDOW, AdwApplicationWindow)

RungsWindow *rungs_window_new (GtkApplication *application);

/* The ladder and what belongs to it, where a narrow window shows the list. */
void rungs_window_show_detail (RungsWindow *self);
/* window-trace.c */
/* Selects what stands at a line of an input, and shows the log around it when that is between
 * messages. @message RUNGS_NONE: the one before the line. */
void rungs_window_show_line (RungsWindow *self, guint input, guint line, guint message);

G_END_DECLS
