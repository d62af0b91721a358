/* Deciding one call. Private to trace/. */
#pragma once

#include "trace/transaction.h"

G_BEGIN_DECLS

/* The outcome of a call while it is worked out. Positions are among the call's rows. */
typedef struct
{
  RungsState state;
  guint32 final;            /* position of the answer, or RUNGS_NONE */
  guint32 answered;         /* position of the 2xx that the caller got, or RUNGS_NONE */
  guint32 ended;            /* position of the BYE, or RUNGS_NONE */
  guint32 failing;          /* transaction, or RUNGS_NONE */
  guint32 failing_response; /* position; RUNGS_NONE: no answer */
} RungsOutcome;

/* state-call.c and state-other.c */
void rungs_outcome_of_call (RungsAssembly *self,
                            RungsTransactions *transactions,
                            RungsCall *call,
                            RungsOutcome *outcome);
void rungs_outcome_of_others (RungsAssembly *self,
                              RungsTransactions *transactions,
                              RungsCall *call,
                              RungsOutcome *outcome);

/* Marks all messages of a transaction as failing. */
void rungs_outcome_mark (RungsTransactions *transactions, guint32 transaction);

/* Stamp of a row, of the latest message of its input. */
RungsStamp rungs_outcome_stamp (RungsAssembly *self,
                                RungsTransactions *transactions,
                                guint32 position);
RungsStamp rungs_outcome_log_end (RungsAssembly *self,
                                  RungsTransactions *transactions,
                                  guint32 position);

G_END_DECLS
