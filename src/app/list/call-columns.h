/* The cells of the call list: one factory per column. */
#pragma once

#include <gtk/gtk.h>

#include "app/list/call-query.h"

G_BEGIN_DECLS

/* A column that is not in a view yet. (transfer full) */
GtkColumnViewColumn *rungs_call_column_new (RungsCallColumn column) G_GNUC_WARN_UNUSED_RESULT;

/* Which column heads the view's sorting; FALSE when none does. */
gboolean rungs_call_column_get_sorting (GtkColumnView *view,
                                        RungsCallColumn *column,
                                        gboolean *descending);

/* The zone of the times, as a tooltip of their title. */
void rungs_call_columns_tell_zone (GtkColumnView *view, const char *zone);

G_END_DECLS
