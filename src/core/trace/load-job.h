/* One load while it runs. Private to trace/. */
#pragma once

#include "trace/builder.h"

G_BEGIN_DECLS

typedef struct _RungsLoadJob RungsLoadJob;
struct _RungsLoadJob
{
  RungsLoadOptions options;
  RungsBuilder *builder;
  GPtrArray *inputs;  /* RungsInput */
  GPtrArray *skipped; /* char*: what could not be opened */
  GError *first_error;
  GCancellable *cancellable; /* (transfer none) */
  guint64 bytes, bytes_before;
  guint64 offset; /* in the current input, as far as it was read */
  gboolean any_usable;
  gboolean is_stopped;                                   /* by the options' stop */
  void (*progress) (RungsLoadJob *job, double fraction); /* in the loading thread */
  RungsLoadProgress user_progress;
  gpointer user_data;
};

void rungs_load_job_init (RungsLoadJob *self,
                          const RungsLoadOptions *options,
                          GCancellable *cancellable);
void rungs_load_job_clear (RungsLoadJob *self);
RungsTrace *rungs_load_job_run (RungsLoadJob *self,
                                const char *const *paths,
                                gboolean strict,
                                GError **error);

G_END_DECLS
