/* How far the clocks of the logs are ahead of Microsoft's. Private to records/. */
#pragma once

#include "records/teams-legs.h"

G_BEGIN_DECLS

/* By the calls that fit best. */
void rungs_record_clocks_measure (RungsTeamsLegs *self);

G_END_DECLS
