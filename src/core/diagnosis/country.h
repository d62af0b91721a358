/* Country codes of E.164 numbers: how many digits behind the "+" are one. */
#pragma once

#include "base/span.h"

G_BEGIN_DECLS

/* Of "+34915550100" the length of "+34": the plus and the country code. 0: no number in
 * international form, or too short to tell. No code begins another one (ITU-T E.164 6.2.1), so the
 * answer is certain. */
gsize rungs_country_prefix (RungsSpan number);

G_END_DECLS
