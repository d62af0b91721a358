/* Shared by the pages that find patterns: patterns.c has the calls and their causes,
 * pattern-groups.c the groups. */
#pragma once

#include "diagnosis/patterns.h"

G_BEGIN_DECLS

/* Digits of a number (E.164 has 15). */
#define RUNGS_MAX_PATTERN_NUMBER 24

/* Peers of one call that are counted: alternative routes. */
#define RUNGS_PATTERN_PEERS 4

/* A call as patterns see it. */
typedef struct
{
  guint32 call;
  guint32 cause; /* of a failed call; else RUNGS_NONE */
  guint32 at;    /* device that the answer came from, or RUNGS_NONE */
  guint32 sbc;   /* device, or RUNGS_NONE */
  guint32 peers[RUNGS_PATTERN_PEERS];
  guint n_peers;
  guint direction;
  RungsStamp start;
  const char *number; /* NULL when what was called is no number */
} RungsPatternItem;

typedef struct
{
  char *code;
  gboolean is_dropped, is_any;
  const RungsEntry *entry;
  GArray *items; /* guint32 */
} RungsPatternCause;

struct _RungsPatternFinder
{
  RungsTrace *trace;
  GArray *items;      /* RungsPatternItem, in the order of the calls */
  GArray *item_of;    /* guint32 per call, or RUNGS_NONE */
  GPtrArray *causes;  /* RungsPatternCause */
  GHashTable *by_key; /* char* -> index + 1 of a cause */
  GPtrArray *texts;   /* (owned) numbers without separators */
  guint n_failed;
};

/* Adds to @patterns what @cause has in common. @taken: a byte per item, set by an earlier pattern
 * of any cause. */
typedef struct _RungsPatternGroups RungsPatternGroups;
RungsPatternGroups *rungs_pattern_groups_new (const RungsPatternFinder *finder);
void rungs_pattern_groups_free (RungsPatternGroups *groups);
void rungs_pattern_groups_add (RungsPatternGroups *groups,
                               const RungsPatternCause *cause,
                               GPtrArray *patterns);

G_END_DECLS
