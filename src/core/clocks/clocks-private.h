/* The step of the assembly that measures clocks. */
#pragma once

#include "trace/assembly.h"

G_BEGIN_DECLS

/* Clocks of the inputs, and times that compare. */
void rungs_clocks_measure (RungsAssembly *self);

G_END_DECLS
