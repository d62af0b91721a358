/* Records of the Teams side, from the sink to calls of their own. What others may ask is in
 * trace.h. */
#pragma once

#include "trace/assembly.h"

G_BEGIN_DECLS

/* A GUID at the front of @text in any case, hashed; 0: there is none. */
guint64 rungs_records_guid (RungsSpan text);

void rungs_records_add (RungsBuilder *self, const RungsSinkRecord *record);
/* Microseconds that the user's word on the zone adds to a record of an input, beside its shift. */
gint64 rungs_records_zone_shift (const RungsTraceInput *entry, gboolean says_no_zone);
/* Records that no message shows become calls of their own. */
void rungs_records_place (RungsAssembly *self);

G_END_DECLS
