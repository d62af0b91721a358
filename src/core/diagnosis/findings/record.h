/* What Microsoft noted about a call. Private to diagnosis/. */
#pragma once

#include "diagnosis/case.h"

G_BEGIN_DECLS

/* The record that says most about how the call ended. RUNGS_NONE: there is none with a code. */
guint32 rungs_record_deciding (const RungsCase *self);

G_END_DECLS
