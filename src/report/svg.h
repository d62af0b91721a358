/* The ladder as SVG: a picture of its own, and the pieces that the web page puts between its table
 * heads. */
#pragma once

#include "ladder/layout.h"
#include "report/summary.h"

G_BEGIN_DECLS

/* Rows of the ladder in one piece of the page: what a printer may move to the next sheet as a
 * whole. */
#define RUNGS_PIECE_ROWS 10

typedef struct _RungsPicture RungsPicture;

/* @links: rows lead to "#c<call>m<index>" on the same page. @summary and @call must outlive it. */
RungsPicture *rungs_picture_new (const RungsSummary *summary,
                                 const RungsCall *call,
                                 double width,
                                 gboolean links) G_GNUC_WARN_UNUSED_RESULT;
void rungs_picture_free (RungsPicture *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsPicture, rungs_picture_free)

const RungsLadder *rungs_picture_get_ladder (const RungsPicture *picture);
double rungs_picture_get_width (const RungsPicture *picture);
guint rungs_picture_get_n_rows (const RungsPicture *picture);

/* <svg> elements: the names of the lanes; and rows [@first, @end). */
void rungs_picture_append_heads (const RungsPicture *picture, GString *out);
void rungs_picture_append_rows (const RungsPicture *picture, guint first, guint end, GString *out);

/* The report kind: one call as a picture of its own, with its title on it. */
gboolean rungs_report_write_svg (const RungsReport *report,
                                 GOutputStream *out,
                                 GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
