/* The legs that the user separated or joined. */
#pragma once

#include "trace/assembly.h"

G_BEGIN_DECLS

/* Legs that stand alone. */
void rungs_byhand_separate (RungsAssembly *self);
/* And those that do not. */
void rungs_byhand_join (RungsAssembly *self);

G_END_DECLS
