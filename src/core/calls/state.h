/* Deciding one call. Private to trace/. */
#pragma once

#include "calls/transaction.h"

G_BEGIN_DECLS

/* Timers B and F (RFC 3261 17.1.1.2, 17.1.2.2): a request without any answer; and as often UDP
 * sends it until then, 7 times an INVITE and 11 times others, of which a log may miss some. */
#define RUNGS_NO_ANSWER (32 * RUNGS_STAMP_SECOND)
#define RUNGS_GIVEN_UP 7
/* Timer C (16.6 step 11, more than 3 minutes): one that rings. */
#define RUNGS_NO_FINAL (185 * RUNGS_STAMP_SECOND)

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

/* State, final answer and failing marks of all calls. */
void rungs_state_decide (RungsAssembly *self);

/* Stamp of a row, of the latest message of its input. */
RungsStamp rungs_outcome_stamp (RungsAssembly *self,
                                RungsTransactions *transactions,
                                guint32 position);
RungsStamp rungs_outcome_log_end (RungsAssembly *self,
                                  RungsTransactions *transactions,
                                  guint32 position);

G_END_DECLS
