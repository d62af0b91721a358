/* Watches the stamps of each device of an input for a clock that jumps. */
#pragma once

#include "trace/builder.h"

G_BEGIN_DECLS

void rungs_clockwatch_see (RungsBuilder *self, const RungsMessage *row, RungsSpan device);
void rungs_clockwatch_end (RungsBuilder *self); /* of the current input */

G_END_DECLS
