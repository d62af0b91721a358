/* The words of a line that a finding is about, as far as the finding's own sentence has them. */
#pragma once

#include "base/span.h"

G_BEGIN_DECLS

typedef struct
{
  guint from, to; /* characters of the line */
} RungsWordRange;

/* Parts of @line (UTF-8) that @sentence quotes, else its words that are values: with a figure, a sign within, or in capitals. In
 * no order; empty when there are none. (transfer full) (element-type RungsWordRange) */
GArray *rungs_finding_words (const char *sentence, const char *line) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
