#include "config.h"

#include "trace/rows.h"

void
rungs_rows_init (RungsRows *rows)
{
  rows->blocks = g_ptr_array_new_with_free_func (g_free);
  rows->n = 0;
}

void
rungs_rows_clear (RungsRows *rows)
{
  g_clear_pointer (&rows->blocks, g_ptr_array_unref);
  rows->n = 0;
}

RungsMessage *
rungs_rows_add (RungsRows *rows)
{
  if ((rows->n & (RUNGS_ROWS_BLOCK - 1)) == 0)
    g_ptr_array_add (rows->blocks, g_new (RungsMessage, RUNGS_ROWS_BLOCK));
  rows->n++;
  return rungs_rows_at (rows, rows->n - 1);
}

void
rungs_rows_copy (RungsRows *to, const RungsRows *from)
{
  rungs_rows_init (to);
  for (guint i = 0; i < from->blocks->len; i++)
    {
      guint32 n = MIN (from->n - i * RUNGS_ROWS_BLOCK, RUNGS_ROWS_BLOCK);
      RungsMessage *block = g_new (RungsMessage, RUNGS_ROWS_BLOCK);

      memcpy (block, from->blocks->pdata[i], n * sizeof (RungsMessage));
      g_ptr_array_add (to->blocks, block);
    }
  to->n = from->n;
}

void
rungs_pieces_pack (GArray *pool, RungsMessage *row, const RungsPiece *pieces, guint n_pieces)
{
  static const RungsPiece nothing = { 0, 0, 0 };

  row->pieces = RUNGS_NONE;
  row->n_pieces = 0;
  if (n_pieces == 0 || n_pieces >= G_MAXUINT16)
    return;

  if (n_pieces == 1 && pieces[0].mask == 0 && pieces[0].len == row->size
      && pieces[0].offset >= row->offset && pieces[0].offset - row->offset < RUNGS_NONE)
    {
      row->pieces = (guint32) (pieces[0].offset - row->offset);
      row->n_pieces = 1;
      return;
    }

  row->pieces = pool->len;
  row->n_pieces = (guint16) MAX (n_pieces, 2);
  g_array_append_vals (pool, pieces, n_pieces);
  if (n_pieces == 1)
    g_array_append_val (pool, nothing);
}

const RungsPiece *
rungs_pieces_unpack (GArray *pool, const RungsMessage *row, RungsPiece *single)
{
  if (row->n_pieces > 1)
    return &g_array_index (pool, RungsPiece, row->pieces);
  *single = (RungsPiece){ row->offset + row->pieces, row->size, 0 };
  return single;
}
