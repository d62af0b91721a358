/* Files that are known and cannot be read. */
#pragma once

#include "base/span.h"

G_BEGIN_DECLS

/* By the front of the file ("MS NetMon capture"): a sentence that says what to export instead; else
 * NULL. */
const char *rungs_format_hopeless (RungsSpan head);
/* The same for files that only their name identifies, once no format has recognised them. */
const char *rungs_format_hopeless_name (const char *basename);

G_END_DECLS
