/* Which calls the list shows, and in which order: pure functions over a trace. */
#pragma once

#include "trace/trace.h"

G_BEGIN_DECLS

typedef enum
{
  RUNGS_COLUMN_RESULT,
  RUNGS_COLUMN_PARTIES,
  RUNGS_COLUMN_TIME,
  RUNGS_COLUMN_DURATION,
  RUNGS_COLUMN_DIRECTION,
  RUNGS_COLUMN_MICROSOFT,
  RUNGS_COLUMN_MESSAGES,
  RUNGS_COLUMN_PEERS,
  RUNGS_N_COLUMNS
} RungsCallColumn;

/* The name used in settings, and the heading. */
const char *rungs_call_column_id (RungsCallColumn column);
const char *rungs_call_column_title (RungsCallColumn column);
/* RUNGS_N_COLUMNS when there is none of that name. */
RungsCallColumn rungs_call_column_by_id (const char *id);

typedef enum
{
  RUNGS_KINDS_ALL,
  RUNGS_KINDS_CALLS,
  RUNGS_KINDS_REGISTRATIONS,
  RUNGS_KINDS_KEEPALIVES,
  RUNGS_KINDS_OTHER,
} RungsKinds;

typedef struct
{
  /* words that must all be found in numbers, Call-IDs, code, hosts; NULL or "" for all */
  char *text;
  RungsKinds kinds;
  gboolean only_faults;
  /* keepalives and registrations too, though nobody asked for them and there are other rows */
  gboolean show_routine;
  GArray *only; /* guint32 in order: only these calls of the trace; NULL: all */
} RungsCallQuery;

/* The words of a query, made ready. */
typedef struct _RungsCallMatcher RungsCallMatcher;
RungsCallMatcher *rungs_call_matcher_new (RungsTrace *trace,
                                          const RungsCallQuery *query) G_GNUC_WARN_UNUSED_RESULT;
void rungs_call_matcher_free (RungsCallMatcher *matcher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsCallMatcher, rungs_call_matcher_free)

/* *@folded: it would be shown if routine traffic were not folded away. */
gboolean rungs_call_matcher_test (RungsCallMatcher *matcher,
                                  const RungsCall *call,
                                  gboolean *folded);

/* Sorts call numbers; calls that are equal in @column stay in the order of their start. */
void rungs_call_sort (RungsTrace *trace,
                      guint32 *calls,
                      guint n,
                      RungsCallColumn column,
                      gboolean descending);

G_END_DECLS
