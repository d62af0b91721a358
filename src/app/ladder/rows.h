/* Questions about the rows of a ladder: no widget, no pixel. */
#pragma once

#include "diagnosis/verdict.h"
#include "ladder/layout.h"

G_BEGIN_DECLS

#define RUNGS_NO_ROW G_MAXUINT

const RungsRow *rungs_ladder_row (const RungsLadder *ladder, guint i);

/* A row at which somebody looking for the fault stops: its message is a problem (trace/problems.c),
 * or a warning of @verdict (NULL: not known yet) begins at it. */
gboolean rungs_row_is_problem (const RungsRow *row, const RungsVerdict *verdict);

/* The next arrow, and the next problem, from @row on (RUNGS_NO_ROW: from outside) in @direction (1
 * or -1). */
guint rungs_ladder_find_arrow (const RungsLadder *ladder, guint row, int direction);
guint rungs_ladder_find_problem (const RungsLadder *ladder,
                                 const RungsVerdict *verdict,
                                 guint row,
                                 int direction);
guint rungs_ladder_row_of_message (const RungsLadder *ladder, guint32 message);

/* Where the failing transaction begins; the first row when nothing failed. */
guint rungs_ladder_first_failing (const RungsLadder *ladder);

/* Whether a row lies in the band of the failing transaction: events and gaps between its messages
 * do, so that it is one. */
gboolean rungs_ladder_is_in_band (const RungsLadder *ladder, guint row);

/* Where the clock and the step share a column: the first rows in sight (from @first) and the first
 * after a silence have the clock, the others the step. */
gboolean rungs_ladder_needs_clock (const RungsLadder *ladder, guint row, guint first);

/* Name and addresses of the lane whose head is at @x; NULL when there is none. (transfer full) */
char *rungs_ladder_head_text (const RungsLadder *ladder,
                              const RungsLayout *layout,
                              double x) G_GNUC_WARN_UNUSED_RESULT;

/* Lanes that nearly fit into @width are moved together, their longest labels shortened, rather than
 * scrolled for; never nearer than @min_gap. */
void rungs_layout_squeeze (RungsLayout *layout, double width, double min_gap);

G_END_DECLS
