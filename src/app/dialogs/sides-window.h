/* Two messages side by side in a window of their own: both legs of a call, or a call and a good
 * one. It keeps what it shows, so the main window may go on to another call. */
#pragma once

#include <adwaita.h>

#include "trace/trace.h"

G_BEGIN_DECLS

#define RUNGS_TYPE_SIDES_WINDOW (rungs_sides_window_get_type ())
G_DECLARE_FINAL_TYPE (RungsSidesWindow, rungs_sides_window, RUNGS, SIDES_WINDOW, AdwWindow)

/* What the SBC changed in the call @call of @trace. */
GtkWidget *rungs_sides_window_new_changes (GtkWindow *parent, RungsTrace *trace, guint32 call);
/* The call beside @with, or beside the most similar good one (RUNGS_NONE). */
GtkWidget *rungs_sides_window_new_comparison (GtkWindow *parent,
                                              RungsTrace *trace,
                                              guint32 call,
                                              guint32 with);
/* TRUE while a worker reads the messages. */
gboolean rungs_sides_window_is_busy (RungsSidesWindow *self);

G_END_DECLS
