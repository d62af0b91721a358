/* A few invented entries, so that the rules are tested apart from the real data. */
#pragma once

#include "knowledge/knowledge.h"

/* One entry as JSON: a good one, in which @old (if it is not NULL) became @new. (transfer full) */
char *small_entry (const char *old, const char *new_text);

/* A file with these entries (NULL ends them). (transfer full) */
char *small_file (const char *entry, ...) G_GNUC_NULL_TERMINATED;

RungsKnowledge *small_knowledge (void);

/* "dr-488-srtp sip-488 = exact" for a query. (transfer full) */
char *small_match (const RungsKnowledge *knowledge, const RungsQuery *query);
