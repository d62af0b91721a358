/* Puts calls, legs and rows in their order. */
#pragma once

#include "trace/assembly.h"

G_BEGIN_DECLS

void rungs_order_calls (RungsAssembly *self);

G_END_DECLS
