/* A call beside one that succeeded: what differs. */
#pragma once

#include "diagnosis/sides.h"
#include "diagnosis/verdict.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 with; /* index of the good call; RUNGS_NONE: there is none, and all else is empty */
  /* translated: what the two have in common, "same direction, same trunk (203.0.113.5)"; never
   * NULL */
  char *why;
  GPtrArray *points; /* RungsFinding*: what differs, in words, with lines of either call */
  /* RungsSidesPair*: the first INVITE of one leg in the call and in the good one */
  GPtrArray *pairs;
} RungsComparison;

/* The most similar call that succeeded: same direction and trunk, a called number of the same shape
 * and country, nearest in time. Its index; RUNGS_NONE when no call of that direction succeeded.
 * Reads nothing. */
guint32 rungs_good_call_find (RungsTrace *trace, const RungsCall *call);
/* The @max most similar ones, best first: indices (guint32). (transfer full) */
GArray *rungs_good_call_list (RungsTrace *trace,
                              const RungsCall *call,
                              guint max) G_GNUC_WARN_UNUSED_RESULT;
/* TRUE when it may be compared with: answered, and not ended by a fault. */
gboolean rungs_good_call_is (const RungsCall *call);

/* @with: another call's index, or RUNGS_NONE for the most similar good one. Reads the first
 * requests of both calls. Never NULL. (transfer full) */
RungsComparison *rungs_comparison_new (RungsTrace *trace,
                                       const RungsCall *call,
                                       guint32 with) G_GNUC_WARN_UNUSED_RESULT;
void rungs_comparison_free (RungsComparison *comparison);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsComparison, rungs_comparison_free)

G_END_DECLS
