/* The messages at which somebody who looks for a fault stops. */
#pragma once

#include "calls/state.h"

G_BEGIN_DECLS

/* Marks the messages that are problems, and counts them: see problems.c. */
void rungs_problems_mark (RungsAssembly *self,
                          RungsTransactions *transactions,
                          RungsCall *call,
                          const RungsOutcome *outcome);

G_END_DECLS
