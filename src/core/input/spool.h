/* Unlinked temporary files: gone when their descriptor is, also after a crash. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A new, unlinked temporary file: its descriptor, or -1. */
int rungs_spool_new (GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean rungs_spool_write (int fd, gconstpointer buffer, gsize len, GError **error);

G_END_DECLS
