/* A load in a thread. Progress and snapshots come to the main context that the caller started it
 * from; while that is busy the newest replaces the one before, so a slow window is never behind by
 * more than one. */
#include "config.h"

#include "trace/load-job.h"

/* The first snapshot after so long, the next when there are twice the messages: all together cost
 * no more than the load. */
#define FIRST_SNAPSHOT (G_TIME_SPAN_MILLISECOND * 100)
#define PROGRESS_PERIOD (G_TIME_SPAN_MILLISECOND * 40)
/* That of a toolkit's redraw: a window that is slow to show one snapshot paints before it is given
 * the next. */
#define PROGRESS_PRIORITY (G_PRIORITY_HIGH_IDLE + 20)

typedef struct
{
  char **paths;
  RungsLoadOptions *options;
  RungsLoadProgress progress;
  gpointer user_data;
  GMainContext *context;
  /* Shared with the caller's thread, under the lock. */
  GMutex lock;
  double fraction;
  RungsTrace *snapshot;
  gboolean is_posted;
  /* The loading thread's. */
  gint64 started, last_progress;
  guint32 n_snapshot;
} LoadTask;

static void
load_task_clear (gpointer data)
{
  LoadTask *self = data;

  g_strfreev (self->paths);
  g_clear_pointer (&self->options, rungs_load_options_free);
  g_clear_object (&self->snapshot);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
}

static void
load_task_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, load_task_clear);
}

static gboolean
deliver_cb (gpointer data)
{
  LoadTask *self = data;
  g_autoptr (RungsTrace) snapshot = NULL;
  double fraction;

  g_mutex_lock (&self->lock);
  snapshot = g_steal_pointer (&self->snapshot);
  fraction = self->fraction;
  self->is_posted = FALSE;
  g_mutex_unlock (&self->lock);

  self->progress (fraction, snapshot, self->user_data);
  return G_SOURCE_REMOVE;
}

/* Always as a source: g_main_context_invoke() would call back in this thread while nobody iterates
 * the context. */
static void
post (LoadTask *self, double fraction, RungsTrace *snapshot)
{
  gboolean post_now;

  g_mutex_lock (&self->lock);
  self->fraction = fraction;
  if (snapshot != NULL)
    {
      g_clear_object (&self->snapshot);
      self->snapshot = snapshot;
    }
  post_now = !self->is_posted;
  self->is_posted = TRUE;
  g_mutex_unlock (&self->lock);

  if (post_now)
    {
      g_autoptr (GSource) source = g_idle_source_new ();

      g_source_set_priority (source, PROGRESS_PRIORITY);
      g_source_set_static_name (source, "rungs load progress");
      g_source_set_callback (source, deliver_cb, g_atomic_rc_box_acquire (self), load_task_unref);
      g_source_attach (source, self->context);
    }
}

static void
progress_cb (RungsLoadJob *job, double fraction)
{
  LoadTask *self = job->user_data;
  gint64 now = g_get_monotonic_time ();
  guint32 n = job->builder->rows.n + job->builder->records->len;
  RungsTrace *snapshot = NULL;

  if (n > 0 && now - self->started >= FIRST_SNAPSHOT && n / 2 >= self->n_snapshot)
    {
      snapshot = rungs_builder_snapshot (job->builder);
      self->n_snapshot = n;
    }
  if (snapshot == NULL && now - self->last_progress < PROGRESS_PERIOD)
    return;
  self->last_progress = now;
  post (self, fraction, snapshot);
}

static void
load_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  LoadTask *self = task_data;
  g_autoptr (GError) error = NULL;
  RungsLoadJob job;
  RungsTrace *trace;

  self->started = g_get_monotonic_time ();
  rungs_load_job_init (&job, self->options, cancellable);
  job.user_data = self;
  if (self->progress != NULL)
    job.progress = progress_cb;
  trace = rungs_load_job_run (&job, (const char *const *) self->paths, FALSE, &error);
  rungs_load_job_clear (&job);

  if (trace != NULL)
    g_task_return_pointer (task, trace, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
rungs_trace_load_async (const char *const *paths,
                        const RungsLoadOptions *options,
                        RungsLoadProgress progress,
                        gpointer user_data,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer callback_data)
{
  g_autoptr (GTask) task = NULL;
  LoadTask *self;

  g_return_if_fail (paths != NULL);

  self = g_atomic_rc_box_new0 (LoadTask);
  self->paths = g_strdupv ((char **) paths);
  self->options = options != NULL ? rungs_load_options_copy (options) : NULL;
  self->progress = progress;
  self->user_data = user_data;
  self->context = g_main_context_ref_thread_default ();
  g_mutex_init (&self->lock);

  task = g_task_new (NULL, cancellable, callback, callback_data);
  g_task_set_source_tag (task, rungs_trace_load_async);
  g_task_set_task_data (task, self, load_task_unref);
  /* As its progress: of one priority the source that was attached first comes first, and the caller
   * frees @user_data at the end. */
  g_task_set_priority (task, PROGRESS_PRIORITY);
  g_task_run_in_thread (task, load_thread);
}

RungsTrace *
rungs_trace_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
