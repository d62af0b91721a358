/* From seeds to groups: one group becomes one leg. */
#pragma once

#include "trace/assembly.h"

G_BEGIN_DECLS

void rungs_legs_group (RungsAssembly *self);

G_END_DECLS
