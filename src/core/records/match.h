/* Which leg of a log a record is of. */
#pragma once

#include "trace/assembly.h"

G_BEGIN_DECLS

/* Sets leg, ahead, why and strength of the records that are of a call in a log, and the trace's
 * record_clocks. */
void rungs_records_match (RungsAssembly *self);

G_END_DECLS
