/* The side panel: what happened to the selected call, who produced it, what it means, what to do,
 * what it rests on. */
#pragma once

#include <adwaita.h>

#include "app/session/session.h"

G_BEGIN_DECLS

#define RUNGS_TYPE_VERDICT_PANEL (rungs_verdict_panel_get_type ())
G_DECLARE_FINAL_TYPE (RungsVerdictPanel, rungs_verdict_panel, RUNGS, VERDICT_PANEL, GtkWidget)

void rungs_verdict_panel_set_session (RungsVerdictPanel *self, RungsSession *session);

/* The steps as numbered plain text onto the clipboard. FALSE when there are none. */
gboolean rungs_verdict_panel_copy_steps (RungsVerdictPanel *self);

void rungs_verdict_panel_focus_note (RungsVerdictPanel *self);

G_END_DECLS
