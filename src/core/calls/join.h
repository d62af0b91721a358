/* From groups to calls: which legs belong together. */
#pragma once

#include "trace/assembly.h"

G_BEGIN_DECLS

void rungs_join_groups (RungsAssembly *self);

G_END_DECLS
