/* The main window: one session, three panes, the actions. */
#pragma once

#include <adwaita.h>

#include "app/session/session.h"

G_BEGIN_DECLS

#define RUNGS_TYPE_WINDOW (rungs_window_get_type ())
G_DECLARE_FINAL_TYPE (RungsWindow, rungs_window, RUNGS, WINDOW, AdwApplicationWindow)

RungsWindow *rungs_window_new (GtkApplication *application);

RungsSession *rungs_window_get_session (RungsWindow *self);
/* The ladder and what belongs to it, where a narrow window shows the list. */
void rungs_window_show_detail (RungsWindow *self);
/* A sentence at the foot of the window, in place of the one before. */
void rungs_window_say (RungsWindow *self, const char *sentence);
/* The same with a button that takes back what was done: @undo with @data at most once, @free_data in any case. */
void rungs_window_offer_undo (RungsWindow *self,
                              const char *sentence,
                              void (*undo) (RungsWindow *window, gpointer data),
                              gpointer data,
                              GDestroyNotify free_data);
/* window-trace.c */
/* Selects what stands at a line of an input, and shows the log around it when that is between messages. @message RUNGS_NONE: the
 * one before the line. */
void rungs_window_show_line (RungsWindow *self, guint input, guint line, guint message);

G_END_DECLS
