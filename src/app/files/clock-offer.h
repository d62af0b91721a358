/* A line over the calls while two files disagree about the time: what was measured, a button to put
 * them on one clock, one to see more, one to be asked no more. */
#pragma once

#include <gtk/gtk.h>

#include "app/session/session.h"

G_BEGIN_DECLS

#define RUNGS_TYPE_CLOCK_OFFER (rungs_clock_offer_get_type ())
G_DECLARE_FINAL_TYPE (RungsClockOffer, rungs_clock_offer, RUNGS, CLOCK_OFFER, GtkWidget)

/* Signal "aligned": the user took the offer. */
void rungs_clock_offer_set_session (RungsClockOffer *self, RungsSession *session);

G_END_DECLS
