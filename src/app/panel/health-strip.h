/* A line that says what the log is missing, of the log or of the selected call, with buttons to the
 * places. Not there when nothing is missing. */
#pragma once

#include <gtk/gtk.h>

#include "app/session/session.h"

G_BEGIN_DECLS

#define RUNGS_TYPE_HEALTH_STRIP (rungs_health_strip_get_type ())
G_DECLARE_FINAL_TYPE (RungsHealthStrip, rungs_health_strip, RUNGS, HEALTH_STRIP, GtkWidget)

/* Signal "show-line" (input, line, message or RUNGS_NONE): somebody wants to see it. */
void rungs_health_strip_set_session (RungsHealthStrip *self,
                                     RungsSession *session,
                                     gboolean of_call);

G_END_DECLS
