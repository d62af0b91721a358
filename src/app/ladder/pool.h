/* The arrows that exist: those of the rows in sight and the one with the focus. They are children
 * of the ladder, in the order of its rows, and are used again for other rows as it scrolls. */
#pragma once

#include "app/ladder/arrow.h"

G_BEGIN_DECLS

typedef struct _RungsLadderPool RungsLadderPool;

/* @activate is called with the arrow and @ladder. */
RungsLadderPool *rungs_ladder_pool_new (GtkWidget *ladder,
                                        GCallback activate) G_GNUC_WARN_UNUSED_RESULT;
void rungs_ladder_pool_free (RungsLadderPool *pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsLadderPool, rungs_ladder_pool_free)

/* Before the ladder is gone: no arrow is touched afterwards. */
void rungs_ladder_pool_dispose (RungsLadderPool *pool);

/* The arrow of a row; NULL when there is none now. */
GtkWidget *rungs_ladder_pool_get (RungsLadderPool *pool, guint row);
GtkWidget *rungs_ladder_pool_ensure (RungsLadderPool *pool,
                                     const RungsLadder *ladder,
                                     guint row,
                                     gboolean selected);

/* Takes back arrows outside [first, end), except the one that has the focus. */
void rungs_ladder_pool_keep (RungsLadderPool *pool, guint first, guint end);
/* Takes back all. */
void rungs_ladder_pool_clear (RungsLadderPool *pool);

/* The arrows in the order of their rows. (transfer container) (element-type RungsLadderArrow) */
GPtrArray *rungs_ladder_pool_list (RungsLadderPool *pool) G_GNUC_WARN_UNUSED_RESULT;

/* Puts the children of the ladder into the order of their rows: a screen reader goes through them
 * so. */
void rungs_ladder_pool_sort (RungsLadderPool *pool);

G_END_DECLS
