/* The left pane: search, filters, the calls, what is folded away, the health of the log. */
#pragma once

#include <adwaita.h>

#include "app/list/call-model.h"
#include "app/panel/health-strip.h"
#include "app/session/session.h"

G_BEGIN_DECLS

#define RUNGS_TYPE_CALL_LIST (rungs_call_list_get_type ())
G_DECLARE_FINAL_TYPE (RungsCallList, rungs_call_list, RUNGS, CALL_LIST, GtkWidget)

void rungs_call_list_set_session (RungsCallList *self, RungsSession *session);
RungsCallModel *rungs_call_list_get_model (RungsCallList *self);
RungsHealthStrip *rungs_call_list_get_health (RungsCallList *self);

/* Puts the cursor into the search entry. */
void rungs_call_list_start_search (RungsCallList *self);
/* Puts the cursor on the selected call. */
void rungs_call_list_focus_calls (RungsCallList *self);

/* Selects the next call of the list in @direction (1 or -1) that failed or has a problem. FALSE
 * when there is none. */
gboolean rungs_call_list_go_to_problem (RungsCallList *self, int direction);

/* Whether a click opens a call ("activated"), not only a double click: when the list stands
 * alone. */
void rungs_call_list_set_opens_on_click (RungsCallList *self, gboolean opens);

G_END_DECLS
