/* The headers by which legs are joined, as the user set them: a list with a row to add one, and
 * what the log offers. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RUNGS_TYPE_JOIN_HEADERS_GROUP (rungs_join_headers_group_get_type ())
G_DECLARE_FINAL_TYPE (RungsJoinHeadersGroup,
                      rungs_join_headers_group,
                      RUNGS,
                      JOIN_HEADERS_GROUP,
                      AdwPreferencesGroup)

/* Signals: "header-chosen" (name, add it or take it away), "refused" (a sentence). */
GtkWidget *rungs_join_headers_group_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* @names NULL-terminated; @suggestions RungsJoinSuggestion*, NULL while they are not known. */
void rungs_join_headers_group_show (RungsJoinHeadersGroup *self,
                                    const char *const *names,
                                    const GPtrArray *suggestions);

G_END_DECLS
