/* Whose SBC a call went through. Private to diagnosis/. */
#pragma once

#include "diagnosis/case.h"
#include "knowledge/vendors.h"

G_BEGIN_DECLS

/* By the format of the log that it wrote, else by what it calls itself. NULL: not known. */
const RungsVendor *rungs_case_vendor (RungsCase *self);

G_END_DECLS
