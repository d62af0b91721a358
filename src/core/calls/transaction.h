/* Requests with their answers (RFC 3261 17), per call. Private to trace/. */
#pragma once

#include "trace/assembly.h"

G_BEGIN_DECLS

typedef struct
{
  RungsMethod method;
  guint32 leg;
  guint32 cseq, branch;
  guint32 src, dst; /* endpoints, as the request travels */
  guint32 request;  /* position among the call's rows, like all below; RUNGS_NONE: not in the log */
  guint32 first;    /* the first row of it */
  guint32 provisional; /* the first answer 1xx beyond 100 */
  guint32 final;       /* the 2xx if there is one, else the first final answer */
  guint32 ack, cancel; /* of an INVITE */
  guint16 code;        /* of the final answer; 0: none */
  guint16 n_requests;  /* times it was sent; saturates */
  guint16 n_finals;
  gboolean has_trying; /* a 100 at least */
  gboolean in_dialog;  /* the request has a To tag */
  gboolean reverse;    /* sent by who did not send the leg's first request */
  /* transaction of the same leg, method and CSeq before this one, or RUNGS_NONE */
  guint32 previous;
} RungsTransaction;

enum
{
  RUNGS_LEG_ANSWERED = 1 << 0, /* an INVITE that began it got a 2xx */
  RUNGS_LEG_ENDED = 1 << 1,    /* it has a BYE */
};

/* The transactions of one call; kept between calls for its memory. */
typedef struct
{
  RungsTrace *trace;
  const RungsCall *call;
  const guint32 *rows;   /* the call's, in ladder order */
  GArray *list;          /* RungsTransaction, by first row */
  GArray *of_row;        /* guint32: the transaction of each row, RUNGS_NONE for duplicates */
  GByteArray *leg_notes; /* RUNGS_LEG_ANSWERED … of each leg of the call */
  RungsTable by_branch, latest;
} RungsTransactions;

/* An INVITE that begins a dialog. */
static inline gboolean
rungs_transaction_is_attempt (const RungsTransaction *transaction)
{
  return transaction->method == RUNGS_METHOD_INVITE && !transaction->in_dialog;
}

void rungs_transactions_init (RungsTransactions *self, RungsTrace *trace);
void rungs_transactions_clear (RungsTransactions *self);
void rungs_transactions_read (RungsTransactions *self, const RungsCall *call);

static inline RungsTransaction *
rungs_transactions_at (const RungsTransactions *self, guint32 i)
{
  return &g_array_index (self->list, RungsTransaction, i);
}

static inline RungsMessage *
rungs_transactions_row (const RungsTransactions *self, guint32 position)
{
  return rungs_rows_at (&self->trace->rows, self->rows[position]);
}

G_END_DECLS
