/* A window that offers the calls which a call may be one with, or which a record of Microsoft's may
 * be of. */
#pragma once

#include <adwaita.h>

#include "app/host.h"

G_BEGIN_DECLS

#define RUNGS_TYPE_JOIN_WINDOW (rungs_join_window_get_type ())
G_DECLARE_FINAL_TYPE (RungsJoinWindow, rungs_join_window, RUNGS, JOIN_WINDOW, AdwWindow)

/* For @call, or when that is RUNGS_NONE for @record. (transfer none): it lives until it is
 * closed. */
RungsJoinWindow *rungs_join_window_new (RungsHost *parent,
                                        RungsTrace *trace,
                                        guint32 call,
                                        guint32 record);

G_END_DECLS
