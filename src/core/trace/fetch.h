/* Reads messages of a trace from their files again. What others may ask is in trace.h. */
#pragma once

#include "trace/assembly.h"

G_BEGIN_DECLS

/* Number of the line that the first record of a message begins on; reads the file. */
guint32 rungs_fetch_first_line (RungsTrace *trace, const RungsMessage *row);

G_END_DECLS
