/* What is to be known of each open file and takes a look at all messages: made in a worker. */
#pragma once

#include "calls/health.h"
#include "calls/join-headers.h"

G_BEGIN_DECLS

typedef struct
{
  RungsTrace *trace;
  RungsStamp *times;       /* first and last, two a file */
  GPtrArray *health;       /* GPtrArray* of RungsHealth*, one a file */
  GPtrArray *join_headers; /* RungsJoinSuggestion* */
} RungsFileFacts;

/* @known: join headers that the user chose, not to be suggested. */
void rungs_file_facts_async (RungsTrace *trace,
                             const char *const *known,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
/* NULL when cancelled. (transfer full) */
RungsFileFacts *rungs_file_facts_finish (GAsyncResult *result) G_GNUC_WARN_UNUSED_RESULT;
void rungs_file_facts_free (RungsFileFacts *facts);

G_END_DECLS
