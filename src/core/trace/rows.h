/* The messages of a trace in blocks: growing never copies, and no half of the memory stands
 * empty. */
#pragma once

#include "trace/trace.h"

G_BEGIN_DECLS

#define RUNGS_ROWS_SHIFT 11
#define RUNGS_ROWS_BLOCK (1u << RUNGS_ROWS_SHIFT)

typedef struct
{
  GPtrArray *blocks;
  guint32 n;
} RungsRows;

void rungs_rows_init (RungsRows *rows);
void rungs_rows_clear (RungsRows *rows);
/* Room for one more, not cleared. */
RungsMessage *rungs_rows_add (RungsRows *rows);
void rungs_rows_copy (RungsRows *to, const RungsRows *from);

static inline RungsMessage *
rungs_rows_at (const RungsRows *rows, guint32 i)
{
  RungsMessage *block = rows->blocks->pdata[i >> RUNGS_ROWS_SHIFT];
  return &block[i & (RUNGS_ROWS_BLOCK - 1)];
}

/* Where the bytes of a message are in a capture. Nearly all are one piece near the message's
 * offset: then n_pieces is 1 and `pieces` the distance from `offset` to it, `size` its length. Else
 * `pieces` is the first of n_pieces in @pool. */
void rungs_pieces_pack (GArray *pool, RungsMessage *row, const RungsPiece *pieces, guint n_pieces);
/* The row's n_pieces, which may be @single. */
const RungsPiece *rungs_pieces_unpack (GArray *pool, const RungsMessage *row, RungsPiece *single);

G_END_DECLS
