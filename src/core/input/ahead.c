/* A ring of blocks between one thread that fills them and one that reads them. */
#include "config.h"

#include "input/ahead.h"

#include "base/limits.h"

#define N_BLOCKS 4
#define BLOCK_BYTES (1024 * 1024)

typedef struct
{
  char *memory; /* RUNGS_MAX_LINE bytes to put a begun line into, then the block */
  gssize len;   /* -1: failed */
  GError *error;
} Block;

struct _RungsAhead
{
  RungsInput *input;
  guint64 offset, end; /* the thread's own */
  Block blocks[N_BLOCKS];
  GThread *thread;
  GMutex mutex;
  GCond cond;
  /* Counted up, never down: filled - taken blocks wait. Under the mutex. */
  guint filled, taken;
  gboolean is_closed;
  gboolean is_over; /* the reader's: the last block was handed out */
};

static void
fill (RungsAhead *self, Block *block)
{
  gsize want = MIN (BLOCK_BYTES, self->end - self->offset);

  block->len = want > 0 ? rungs_input_read (self->input, self->offset,
                                            block->memory + RUNGS_MAX_LINE, want, &block->error)
                        : 0;
  if (block->len > 0)
    self->offset += (guint64) block->len;
}

static gpointer
read_blocks (gpointer data)
{
  RungsAhead *self = data;
  gboolean goes_on = TRUE;

  while (goes_on)
    {
      Block *block;

      g_mutex_lock (&self->mutex);
      /* One block stays with the reader. */
      while (!self->is_closed && self->filled - self->taken >= N_BLOCKS - 1)
        g_cond_wait (&self->cond, &self->mutex);
      goes_on = !self->is_closed;
      block = &self->blocks[self->filled % N_BLOCKS];
      g_mutex_unlock (&self->mutex);
      if (!goes_on)
        break;

      fill (self, block);
      goes_on = block->len > 0;
      g_mutex_lock (&self->mutex);
      self->filled++;
      g_cond_broadcast (&self->cond);
      g_mutex_unlock (&self->mutex);
    }
  return NULL;
}

RungsAhead *
rungs_ahead_new (RungsInput *input, guint64 start, guint64 end)
{
  RungsAhead *self = g_new0 (RungsAhead, 1);

  self->input = rungs_input_ref (input);
  self->offset = start;
  self->end = end;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  for (guint i = 0; i < N_BLOCKS; i++)
    self->blocks[i].memory = g_malloc (RUNGS_MAX_LINE + BLOCK_BYTES);
  self->thread = g_thread_new ("rungs-read", read_blocks, self);
  return self;
}

void
rungs_ahead_free (RungsAhead *self)
{
  g_mutex_lock (&self->mutex);
  self->is_closed = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);
  for (guint i = 0; i < N_BLOCKS; i++)
    {
      g_free (self->blocks[i].memory);
      g_clear_error (&self->blocks[i].error);
    }
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  rungs_input_unref (self->input);
  g_free (self);
}

gssize
rungs_ahead_next (RungsAhead *self, RungsSpan kept, const char **bytes, GError **error)
{
  Block *block;
  char *front;

  g_return_val_if_fail (kept.len <= RUNGS_MAX_LINE, -1);
  *bytes = kept.str;
  if (self->is_over)
    return 0;
  g_mutex_lock (&self->mutex);
  while (self->filled == self->taken)
    g_cond_wait (&self->cond, &self->mutex);
  block = &self->blocks[self->taken % N_BLOCKS];
  g_mutex_unlock (&self->mutex);

  if (block->len <= 0)
    {
      /* The thread has ended. */
      self->is_over = TRUE;
      if (block->error != NULL)
        g_propagate_error (error, g_steal_pointer (&block->error));
      return block->len;
    }
  front = block->memory + RUNGS_MAX_LINE - kept.len;
  if (kept.len > 0)
    memcpy (front, kept.str, kept.len);
  *bytes = front;

  /* Only now may the block that held @kept be filled again. */
  g_mutex_lock (&self->mutex);
  self->taken++;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  return block->len;
}
