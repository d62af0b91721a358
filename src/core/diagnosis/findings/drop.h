/* What the BYE of a dropped call says. Private to diagnosis/. */
#pragma once

#include "diagnosis/case.h"

G_BEGIN_DECLS

/* The first Reason header (Q.850 or SIP) of the BYE that says why a call could not be set up;
 * *@offset may be NULL. Empty: there is none. */
RungsSpan rungs_case_setup_reason (RungsCase *self, gsize *offset);

G_END_DECLS
