/* The end of an answered call. Private to diagnosis/. */
#pragma once

#include "diagnosis/case.h"

G_BEGIN_DECLS

/* The BYE that ended it; RUNGS_NONE: not in the log. */
guint32 rungs_case_end_bye (const RungsCase *self);

G_END_DECLS
