/* Headers that the user could name to join legs: what stands in the first INVITEs of a log on both
 * sides of a device, and is different for each call. */
#pragma once

#include "trace/trace.h"

G_BEGIN_DECLS

/* Legs that are looked at to suggest headers, and headers suggested. */
#define RUNGS_MAX_SUGGESTING_LEGS 2000
#define RUNGS_MAX_JOIN_SUGGESTIONS 5

typedef struct
{
  char *name;          /* as the log writes it */
  guint32 n_values;    /* seen in legs of two Call-IDs or a few more */
  guint32 n_new_calls; /* of them those whose legs are of several calls by now */
  char *example;       /* a value, UTF-8, shortened */
} RungsJoinSuggestion;
void rungs_join_suggestion_free (RungsJoinSuggestion *suggestion);

/* RungsJoinSuggestion*, best first, at most RUNGS_MAX_JOIN_SUGGESTIONS. Headers that join legs
 * without being told, and those of @known (NULL-terminated, may be NULL), are not among them. Reads
 * the first INVITEs of the first RUNGS_MAX_SUGGESTING_LEGS legs: not on the main thread. (transfer
 * full) */
GPtrArray *rungs_trace_suggest_join_headers (RungsTrace *self,
                                             const char *const *known,
                                             GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
