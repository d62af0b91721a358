/* Line numbers beside a message: those of the file it came from, not of the view. */
#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

#define RUNGS_TYPE_LINE_NUMBERS (rungs_line_numbers_get_type ())
G_DECLARE_FINAL_TYPE (RungsLineNumbers,
                      rungs_line_numbers,
                      RUNGS,
                      LINE_NUMBERS,
                      GtkSourceGutterRendererText)

GtkSourceGutterRenderer *rungs_line_numbers_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* The first line is number @first; @last makes the column wide enough. 0: no numbers. */
void rungs_line_numbers_set_range (RungsLineNumbers *self, guint32 first, guint32 last);

G_END_DECLS
