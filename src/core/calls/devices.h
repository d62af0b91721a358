/* From endpoints to devices, and the direction of calls. */
#pragma once

#include "trace/assembly.h"

G_BEGIN_DECLS

void rungs_devices_assign (RungsAssembly *self);

gboolean rungs_device_is_teams (RungsTrace *trace, guint32 endpoint);

G_END_DECLS
