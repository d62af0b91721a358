/* What every format is held to with its samples: the golden text, cuts, and reading a message
 * again.
 *
 *   int
 *   main (int argc, char **argv)
 *   {
 *     g_test_init (&argc, &argv, NULL);
 *     dump_add_samples (&rungs_format_x, "x");
 *     return g_test_run ();
 *   }
 *
 * takes each file of tests/data/x that does not end in ".dump" and checks that the table of formats
 * gives it to this format; that its dump is the text in FILE.dump; that no cut of it does harm; and
 * that each message's range of the file (or its pieces) gives the same bytes again. With
 * RUNGS_UPDATE_GOLDEN=1 in the environment the .dump files are written: read what changed before
 * you commit it. Lines in a dump end in "¶" where the bytes have a bare LF. */
#pragma once

#include "formats/format.h"

G_BEGIN_DECLS

void dump_add_samples (const RungsFormat *format, const char *folder);

/* The dump of any bytes, for tests of their own. (transfer full) */
char *dump_bytes (const RungsFormat *format,
                  const char *name,
                  RungsSpan bytes,
                  gboolean with_events);

/* The dump of a file on disk, without events. (transfer full) */
char *dump_path (const RungsFormat *format, const char *path);

/* Messages in @bytes, as GBytes. (transfer full) */
GPtrArray *dump_messages (const RungsFormat *format, const char *name, RungsSpan bytes);

G_END_DECLS
