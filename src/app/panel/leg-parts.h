/* Sections of the side panel: the legs of a call and why they are one, and Microsoft's records of
 * it and why they are of it, each with a way to say otherwise. */
#pragma once

#include <adwaita.h>

#include "app/session/session.h"

G_BEGIN_DECLS

/* Nothing for a call of one leg that nothing was decided about. */
void rungs_part_add_legs (GtkBox *details, RungsSession *session);
void rungs_part_add_records (GtkBox *details, RungsSession *session);

/* "Teams proxy → SBC" (transfer full) */
char *rungs_leg_name (RungsTrace *trace, const RungsLeg *leg) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
