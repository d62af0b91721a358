/* What the failed calls of a log have in common: groups of calls that fail for one cause far more
 * often than the others do. */
#pragma once

#include "diagnosis/verdict.h"

G_BEGIN_DECLS

/* What the calls of a pattern share, besides their cause. */
typedef enum
{
  RUNGS_PATTERN_CAUSE, /* nothing: most of the failed calls just have the same cause */
  RUNGS_PATTERN_LOG,   /* nothing: most of all calls fail for it */
  RUNGS_PATTERN_NUMBER,
  RUNGS_PATTERN_PEER,
  RUNGS_PATTERN_NUMBER_PEER,
  RUNGS_PATTERN_DIRECTION,
  RUNGS_PATTERN_SBC,
  RUNGS_PATTERN_HOUR
} RungsPatternKind;
const char *rungs_pattern_kind_name (RungsPatternKind kind); /* "number", for JSON */

typedef struct
{
  RungsPatternKind by;
  char *number;          /* what the called numbers begin with: "+34", or the whole of it; NULL */
  gsize country_len;     /* of it, the plus and the country code; 0: none */
  gboolean whole_number; /* all of them are @number */
  char *device;          /* the peer, or the SBC, by its name in the trace; NULL */
  RungsDirection direction;
  RungsStamp from, until; /* of an hour; RUNGS_STAMP_NONE */
  gboolean with_date;     /* the log has more than one day */
  char *code; /* "403/560403", "480"; NULL: no answer at all, or the calls fail in several ways */
  gboolean is_any;             /* the calls fail in several ways */
  gboolean is_dropped;         /* answered, then dropped */
  const RungsEntry *entry;     /* what the cause means; NULL */
  char *at;                    /* the device that all those answers came from; NULL */
  GArray *calls;               /* guint32: the indices of the failed calls, in order */
  guint of;                    /* calls that share what the pattern names, failed or not */
  guint others_failed, others; /* those that do not */
} RungsPattern;

void rungs_pattern_free (RungsPattern *pattern);

/* @call: an index. TRUE when it is one of the failed calls. */
gboolean rungs_pattern_has_call (const RungsPattern *pattern, guint32 call);

/* "41 of 43 calls to +34 fail with 403/560403 at carrier.example; of 210 other calls 2 do."
 * @number, @device and @at stand for those of the pattern where they are not NULL (pseudonyms of a
 * report). Translated. (transfer full) */
char *rungs_pattern_text (const RungsPattern *pattern,
                          const char *number,
                          const char *device,
                          const char *at) G_GNUC_WARN_UNUSED_RESULT;

/* Collects verdicts, so that who has made them already need not have them made again. */
typedef struct _RungsPatternFinder RungsPatternFinder;

RungsPatternFinder *rungs_pattern_finder_new (RungsTrace *trace) G_GNUC_WARN_UNUSED_RESULT;
void rungs_pattern_finder_free (RungsPatternFinder *finder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsPatternFinder, rungs_pattern_finder_free)
void rungs_pattern_finder_note (RungsPatternFinder *finder,
                                const RungsCall *call,
                                const RungsVerdict *verdict);
/* RungsPattern*, those of most calls first; deterministic. Once per finder. The messages of the
 * failed calls that no verdict was noted for are read when those are @max_verdicts at most
 * (RUNGS_MAX_PATTERN_VERDICTS): off the main thread. Of more only the code of their answer is
 * known. Cancelled: none. (transfer full) */
GPtrArray *rungs_pattern_finder_find (RungsPatternFinder *finder,
                                      const RungsKnowledge *knowledge,
                                      guint max_verdicts,
                                      GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

/* What each failed call failed for, as far as the verdicts told: guint32 index of the call ->
 * RungsEntry. After rungs_pattern_finder_find(). (transfer full) */
GHashTable *rungs_pattern_finder_get_entries (const RungsPatternFinder *finder)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
