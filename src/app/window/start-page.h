/* What an empty window shows: the invitation to drop a file, a button, recent files, the sample. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RUNGS_TYPE_START_PAGE (rungs_start_page_get_type ())
G_DECLARE_FINAL_TYPE (RungsStartPage, rungs_start_page, RUNGS, START_PAGE, GtkWidget)

/* Says why nothing is shown: "No Calls Found", "Nothing in it looks like SIP." A @title of NULL
 * goes back to the invitation. */
void rungs_start_page_set_trouble (RungsStartPage *self, const char *title, const char *sentence);

/* Reads the list of recent files again. */
void rungs_start_page_refresh (RungsStartPage *self);

G_END_DECLS
