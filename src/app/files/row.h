/* One open file in the window of files: what it is, its zone and its clock. */
#pragma once

#include <adwaita.h>

#include "app/files/facts.h"

G_BEGIN_DECLS

#define RUNGS_TYPE_FILE_ROW (rungs_file_row_get_type ())
G_DECLARE_FINAL_TYPE (RungsFileRow, rungs_file_row, RUNGS, FILE_ROW, AdwExpanderRow)

/* Signals: "zone-chosen" (has one, minutes ahead of UTC), "shift-chosen" (microseconds),
 * "leave-out", and "refused" (a sentence) for what was typed and cannot be. */
GtkWidget *rungs_file_row_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* Shows file @input of @trace. What the user is typing stays. */
void rungs_file_row_show (RungsFileRow *self, RungsTrace *trace, guint input, gboolean can_leave);
/* @facts are of the trace that is shown. */
void rungs_file_row_show_facts (RungsFileRow *self, const RungsFileFacts *facts);

G_END_DECLS
