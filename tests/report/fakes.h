/* What the tests of reports put in place of diagnosis and knowledge (ld --wrap), so that a better
 * sentence there breaks no golden file here; and loading and writing in one call. */
#pragma once

#include "report/report.h"

/* The input is known by @name, wherever the file is. */
RungsTrace *fake_load (const char *path, const char *name);

/* All calls of @trace; free with g_free(). */
guint32 *fake_all_calls (RungsTrace *trace, guint *n);

typedef gboolean (*FakeWrite) (const RungsReport *report,
                               GOutputStream *out,
                               GCancellable *cancellable,
                               GError **error);
char *fake_write (const RungsReport *report, FakeWrite write);
