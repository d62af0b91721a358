/* What a worker finds out about a call and about a whole trace, while the window goes on. */
#pragma once

#include "calls/health.h"
#include "diagnosis/changes.h"
#include "diagnosis/compare.h"
#include "diagnosis/patterns.h"
#include "diagnosis/verdict.h"
#include "ladder/ladder.h"

G_BEGIN_DECLS

typedef struct
{
  RungsVerdict *verdict;
  GPtrArray *health;   /* RungsHealth*: what the log is missing of the call */
  RungsLadder *ladder; /* with the SBC's own lines; NULL: the one without them is right as it is */
  RungsChanges *changes; /* what the SBC changed */
  /* char*: why each leg is of the call, up to RUNGS_MAX_SHOWN_LEGS; NULL: there is but one */
  GPtrArray *joins;
  RungsComparison *comparison; /* with the most similar good call; NULL for calls without a fault */
} RungsAnswers;

typedef enum
{
  RUNGS_ANSWERS_EVENTS = 1 << 0, /* the ladder is to have the SBC's own lines */
  RUNGS_ANSWERS_LADDER = 1 << 1, /* a ladder is wanted without such lines too */
} RungsAnswersFlags;

/* Reads the files: for a worker. NULL when it was cancelled. (transfer full) */
RungsAnswers *rungs_answers_new (RungsTrace *trace,
                                 guint32 call,
                                 RungsAnswersFlags flags,
                                 GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
void rungs_answers_free (RungsAnswers *answers);

typedef struct
{
  GPtrArray *patterns; /* RungsPattern*, see rungs_pattern_finder_find() */
  /* see rungs_pattern_finder_get_entries(); here also of other rows than calls */
  GHashTable *entries;
} RungsOverview;

/* What the failed calls failed for. For a worker. (transfer full) */
RungsOverview *rungs_overview_new (RungsTrace *trace,
                                   GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
void rungs_overview_free (RungsOverview *overview);

G_END_DECLS
