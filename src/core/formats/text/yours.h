/* The definitions that the user wrote, in rungs/formats of the user's data directory. */
#pragma once

#include "formats/text/definition.h"

G_BEGIN_DECLS

/* Those of @folder whose samples are as they must be. What is wrong is a sentence in @problems
 * (char*). (transfer full) */
GPtrArray *rungs_text_definitions_of_folder (const char *folder,
                                             GPtrArray *problems) G_GNUC_WARN_UNUSED_RESULT;

/* One file, its samples not tried. (transfer full); NULL with @error. @shown: its name in what is
 * said. */
RungsTextDefinition *rungs_text_definition_read (const char *path,
                                                 const char *shown,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same of one text. */
RungsTextDefinition *rungs_text_definition_read_text (const char *text,
                                                      gsize len,
                                                      const char *shown,
                                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Why some of theirs are not in the table of formats: sentences, char*. */
const GPtrArray *rungs_text_problems (void);

/* "In your formats folder: …" (transfer full) */
char *rungs_text_definition_problem (const char *what);

G_END_DECLS
