/* The trace that comes with the program. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* In $RUNGS_DATADIR, which is set for a build that is not installed, or where it is installed; NULL
 * when it is nowhere. (transfer full) */
char *rungs_sample_path (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
