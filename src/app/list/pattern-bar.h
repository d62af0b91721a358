/* Above the calls: what the failed ones have in common. One pattern at a time may be chosen: then
 * only its calls are shown. */
#pragma once

#include <gtk/gtk.h>

#include "app/session/session.h"

G_BEGIN_DECLS

#define RUNGS_TYPE_PATTERN_BAR (rungs_pattern_bar_get_type ())
G_DECLARE_FINAL_TYPE (RungsPatternBar, rungs_pattern_bar, RUNGS, PATTERN_BAR, GtkWidget)

/* Signal "chosen": another pattern, or none, is chosen. */
void rungs_pattern_bar_set_session (RungsPatternBar *self, RungsSession *session);

/* The chosen one; NULL: none. Valid until the session's next notify::patterns. */
const RungsPattern *rungs_pattern_bar_get_chosen (RungsPatternBar *self);
void rungs_pattern_bar_choose_none (RungsPatternBar *self);

G_END_DECLS
