/* Shared by good-call.c, which finds the call to compare with, and compare.c, which compares. */
#pragma once

#include "diagnosis/compare.h"

G_BEGIN_DECLS

/* What the two calls have in common. Translated. (transfer full) */
char *rungs_good_call_why (RungsTrace *trace,
                           const RungsCall *call,
                           const RungsCall *other) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
