#include "config.h"

#include "verdicts.h"

#include "base/limits.h"

/* Beyond that a verdict (1 to 3 KiB) is made again for who asks again. */
#define MAX_KEPT RUNGS_MAX_PATTERN_VERDICTS
/* Questions to the knowledge that are kept with their answers. */
#define MAX_ANSWERS 1000
/* Who waits for another thread looks that often whether it was cancelled. */
#define WAIT (20 * G_TIME_SPAN_MILLISECOND)
/* Fewer calls are judged sooner than a thread has begun. */
#define MIN_CALLS 64
/* The one who asks judges too. */
#define MAX_THREADS 3

typedef struct
{
  GPtrArray *entries;
  RungsBasis basis;
} Answer;

typedef struct
{
  GMutex lock;
  GCond made;
  const RungsKnowledge *knowledge;
  /* By the index of the call; NULL: not made. */
  RungsVerdict **verdicts;
  /* Some thread is at it. */
  gboolean *is_busy;
  guint n_calls, n_kept;
  GHashTable *answers;
} Store;

struct _RungsVerdictPool
{
  RungsTrace *trace;
  const RungsKnowledge *knowledge;
  guint32 *calls;
  guint n_calls;
  GCancellable *cancellable;
  gint next;
  guint n_threads;
  GThread *threads[MAX_THREADS];
};

/* ---- life ---- */

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_ptr_array_unref (answer->entries);
  g_free (answer);
}

static void
store_free (gpointer data)
{
  Store *self = data;

  for (guint i = 0; i < self->n_calls; i++)
    g_clear_pointer (&self->verdicts[i], rungs_verdict_unref);
  g_free (self->verdicts);
  g_free (self->is_busy);
  g_hash_table_unref (self->answers);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->made);
  g_free (self);
}

static Store *
store_new (RungsTrace *trace, const RungsKnowledge *knowledge)
{
  Store *self = g_new0 (Store, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->made);
  self->knowledge = knowledge;
  self->n_calls = rungs_trace_get_n_calls (trace);
  self->verdicts = g_new0 (RungsVerdict *, MAX (self->n_calls, 1));
  self->is_busy = g_new0 (gboolean, MAX (self->n_calls, 1));
  self->answers = g_hash_table_new_full (g_bytes_hash, g_bytes_equal,
                                         (GDestroyNotify) g_bytes_unref, answer_free);
  return self;
}

/* NULL: the trace has the verdicts of other knowledge. */
static Store *
store_of (RungsTrace *trace, const RungsKnowledge *knowledge)
{
  static GMutex mutex;
  Store *store;

  g_mutex_lock (&mutex);
  store = g_object_get_data (G_OBJECT (trace), "rungs-verdicts");
  if (store == NULL)
    {
      store = store_new (trace, knowledge);
      g_object_set_data_full (G_OBJECT (trace), "rungs-verdicts", store, store_free);
    }
  g_mutex_unlock (&mutex);
  return store->knowledge == knowledge ? store : NULL;
}

/* ---- verdicts ---- */

/* With the lock. TRUE: the caller has to make the verdict; FALSE: *@made has it, or is NULL since
 * it was cancelled. */
static gboolean
claim (Store *self, guint index, GCancellable *cancellable, RungsVerdict **made)
{
  while (self->is_busy[index])
    {
      g_cond_wait_until (&self->made, &self->lock, g_get_monotonic_time () + WAIT);
      if (g_cancellable_is_cancelled (cancellable))
        return FALSE;
    }
  if (self->verdicts[index] == NULL)
    return self->is_busy[index] = TRUE;
  *made = rungs_verdict_ref (self->verdicts[index]);
  return FALSE;
}

static void
keep (Store *self, guint index, RungsVerdict *verdict)
{
  g_mutex_lock (&self->lock);
  self->is_busy[index] = FALSE;
  if (verdict != NULL && self->n_kept < MAX_KEPT)
    {
      self->verdicts[index] = rungs_verdict_ref (verdict);
      self->n_kept++;
    }
  g_cond_broadcast (&self->made);
  g_mutex_unlock (&self->lock);
}

RungsVerdict *
rungs_verdicts_get (RungsTrace *trace,
                    const RungsKnowledge *knowledge,
                    const RungsCall *call,
                    GCancellable *cancellable)
{
  Store *store;
  RungsVerdict *verdict = NULL;
  guint index;
  gboolean is_ours;

  g_return_val_if_fail (RUNGS_IS_TRACE (trace), NULL);
  g_return_val_if_fail (call != NULL && call->id > 0, NULL);

  store = store_of (trace, knowledge);
  if (store == NULL)
    return rungs_verdict_new (trace, knowledge, call, cancellable);
  index = call->id - 1;
  g_mutex_lock (&store->lock);
  is_ours = claim (store, index, cancellable, &verdict);
  g_mutex_unlock (&store->lock);
  if (is_ours)
    {
      verdict = rungs_verdict_new (trace, knowledge, call, cancellable);
      keep (store, index, verdict);
    }
  return verdict;
}

/* ---- what the knowledge says ---- */

static void
append_text (GString *key, RungsSpan text)
{
  g_string_append_printf (key, "%" G_GSIZE_FORMAT ":", text.len);
  g_string_append_len (key, text.str, (gssize) text.len);
}

/* All that is asked. (transfer full) */
static GBytes *
key_of (const RungsQuery *query)
{
  GString *key = g_string_new (NULL);

  g_string_append_printf (key, "%d %d %u %u %d%d%d ", query->sip, query->microsoft_code,
                          query->kinds, query->q850, query->from_microsoft, query->to_microsoft,
                          query->of_numbers);
  append_text (key, query->phrase);
  append_text (key, query->text);
  append_text (key, query->direction);
  return g_string_free_to_bytes (key);
}

GPtrArray *
rungs_verdicts_match (RungsTrace *trace,
                      const RungsKnowledge *knowledge,
                      const RungsQuery *query,
                      RungsBasis *basis)
{
  Store *store = store_of (trace, knowledge);
  g_autoptr (GBytes) key = key_of (query);
  GPtrArray *entries = NULL;
  Answer *answer = NULL;

  if (store == NULL)
    return rungs_knowledge_match (knowledge, query, basis);
  g_mutex_lock (&store->lock);
  answer = g_hash_table_lookup (store->answers, key);
  if (answer != NULL)
    {
      entries = g_ptr_array_copy (answer->entries, NULL, NULL);
      *basis = answer->basis;
    }
  g_mutex_unlock (&store->lock);
  if (entries != NULL)
    return entries;
  entries = rungs_knowledge_match (knowledge, query, basis);
  answer = g_new (Answer, 1);
  *answer = (Answer){ g_ptr_array_copy (entries, NULL, NULL), *basis };
  g_mutex_lock (&store->lock);
  if (g_hash_table_size (store->answers) < MAX_ANSWERS)
    g_hash_table_replace (store->answers, g_steal_pointer (&key), g_steal_pointer (&answer));
  g_mutex_unlock (&store->lock);
  g_clear_pointer (&answer, answer_free);
  return entries;
}

/* ---- the pool ---- */

static gboolean
is_full (Store *store)
{
  gboolean is_full;

  g_mutex_lock (&store->lock);
  is_full = store->n_kept >= MAX_KEPT;
  g_mutex_unlock (&store->lock);
  return is_full;
}

static gpointer
pool_thread (gpointer data)
{
  RungsVerdictPool *self = data;
  Store *store = store_of (self->trace, self->knowledge);

  while (store != NULL && !g_cancellable_is_cancelled (self->cancellable) && !is_full (store))
    {
      guint i = (guint) g_atomic_int_add (&self->next, 1);
      RungsVerdict *verdict;

      if (i >= self->n_calls)
        break;
      verdict =
        rungs_verdicts_get (self->trace, self->knowledge,
                            rungs_trace_get_call (self->trace, self->calls[i]), self->cancellable);
      g_clear_pointer (&verdict, rungs_verdict_unref);
    }
  return NULL;
}

RungsVerdictPool *
rungs_verdict_pool_new (RungsTrace *trace,
                        const RungsKnowledge *knowledge,
                        const guint32 *calls,
                        guint n)
{
  guint n_threads = MIN (g_get_num_processors () - 1, MAX_THREADS);
  RungsVerdictPool *self;

  g_return_val_if_fail (RUNGS_IS_TRACE (trace), NULL);

  if (n < MIN_CALLS || n_threads == 0)
    return NULL;
  self = g_new0 (RungsVerdictPool, 1);
  self->trace = g_object_ref (trace);
  self->knowledge = knowledge;
  self->calls = g_memdup2 (calls, n * sizeof *calls);
  self->n_calls = n;
  self->cancellable = g_cancellable_new ();
  for (; self->n_threads < n_threads; self->n_threads++)
    self->threads[self->n_threads] = g_thread_new ("rungs-verdicts", pool_thread, self);
  return self;
}

void
rungs_verdict_pool_free (RungsVerdictPool *pool)
{
  if (pool == NULL)
    return;
  g_cancellable_cancel (pool->cancellable);
  for (guint i = 0; i < pool->n_threads; i++)
    g_thread_join (pool->threads[i]);
  g_object_unref (pool->cancellable);
  g_object_unref (pool->trace);
  g_free (pool->calls);
  g_free (pool);
}
