/* Shared by the pages of the picture: svg.c has heads and documents, svg-row.c the rows, svg-text.c
 * guesses how wide text is. */
#pragma once

#include "report/svg.h"

G_BEGIN_DECLS

struct _RungsPicture
{
  const RungsSummary *summary;
  const RungsCall *call;
  RungsLadder *ladder;
  RungsLayout *layout;
  gboolean links;
  const RungsRow *first; /* the first arrow with a time: it has no step */
};

/* Width of @text in the usual fonts, on the safe side; a RungsTextMeasure. */
double rungs_svg_measure (const char *text, RungsTextStyle style, gpointer user_data);

/* @text shortened to @width. (transfer full) */
char *rungs_svg_fit (const char *text,
                     RungsTextStyle style,
                     double width) G_GNUC_WARN_UNUSED_RESULT;

/* The vertical lines of all lanes, from @y down, as one path. @id may be NULL. */
void rungs_svg_append_lanes (const RungsPicture *picture,
                             double y,
                             double height,
                             const char *id,
                             GString *out);

/* What is under rows [@first, @end): bands and lanes. Each lane is one line for all of them: a line
 * for each row would be lanes times rows, which for a call of 2,000 devices is 180 MB. @lanes: the
 * id of a path of lanes on the same page, or NULL to draw them; @tail: how far they go on below the
 * last row. */
void rungs_svg_append_ground (const RungsPicture *picture,
                              guint first,
                              guint end,
                              double y,
                              const char *lanes,
                              double tail,
                              GString *out);

/* Rows [@first, @end) with their notes. */
double rungs_svg_rows_height (const RungsPicture *picture, guint first, guint end);
void rungs_svg_append_rows (const RungsPicture *picture,
                            guint first,
                            guint end,
                            double y,
                            GString *out);

G_END_DECLS
