/* The verdicts of a trace, each made once: whoever asks, and however often. They are kept beside
 * the trace, which they never change. */
#pragma once

#include "diagnosis/verdict.h"

G_BEGIN_DECLS

/* The verdict on @call; while another thread makes it, that one is waited for. NULL only when it
 * was cancelled, which nobody else notices. Reads files when it is not made yet: off the main
 * thread of a window. (transfer full): nobody changes it. */
RungsVerdict *rungs_verdicts_get (RungsTrace *trace,
                                  const RungsKnowledge *knowledge,
                                  const RungsCall *call,
                                  GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

/* As rungs_knowledge_match(), of which equal questions about one trace are answered once. (transfer
 * container) */
GPtrArray *rungs_verdicts_match (RungsTrace *trace,
                                 const RungsKnowledge *knowledge,
                                 const RungsQuery *query,
                                 RungsBasis *basis) G_GNUC_WARN_UNUSED_RESULT;

/* Threads that make verdicts ahead of whoever is going to ask for them. */
typedef struct _RungsVerdictPool RungsVerdictPool;

/* Begins with those of @calls (indices; copied), in their order. NULL where that is not worth a
 * thread. */
RungsVerdictPool *rungs_verdict_pool_new (RungsTrace *trace,
                                          const RungsKnowledge *knowledge,
                                          const guint32 *calls,
                                          guint n) G_GNUC_WARN_UNUSED_RESULT;
/* Ends them: waits for what they are at, which is cancelled. */
void rungs_verdict_pool_free (RungsVerdictPool *pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsVerdictPool, rungs_verdict_pool_free)

G_END_DECLS
