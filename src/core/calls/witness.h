/* Marks retransmissions, and messages that several inputs saw. */
#pragma once

#include "trace/assembly.h"

G_BEGIN_DECLS

void rungs_witness_mark (RungsAssembly *self);

G_END_DECLS
