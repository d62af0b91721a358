/* Two messages side by side as a report may show them: the lines behind the redaction. */
#pragma once

#include "diagnosis/changes.h"
#include "report/redact.h"

G_BEGIN_DECLS

typedef struct
{
  char **left, **right; /* lines of the two messages as they may be shown */
} RungsShownSides;

/* Reads both messages. Lines of what can no longer be read are missing. */
void rungs_shown_sides_init (RungsShownSides *self,
                             RungsTrace *trace,
                             RungsRedact *redact,
                             const RungsSidesPair *pair);
void rungs_shown_sides_clear (RungsShownSides *self);

/* The text of one side of a row, folds as blanks; NULL when that side has no such line. (transfer
 * full) */
char *rungs_shown_sides_text (char *const *lines,
                              const RungsSideLine *side) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
