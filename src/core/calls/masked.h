/* Numbers whose digits are masked. */
#pragma once

#include "base/span.h"

G_BEGIN_DECLS

/* Does a number such as "+1555010***" or "+1555xxxxx" fit one that is not masked, or less? */
typedef enum
{
  RUNGS_FIT_NO,
  RUNGS_FIT_UNKNOWN, /* one of them is hidden, empty or no number */
  RUNGS_FIT_YES
} RungsFit;
RungsFit rungs_masked_fits (RungsSpan masked, RungsSpan number);
/* Equal for all that fit, by five digits in front of the last three; 0: they are not known. */
guint64 rungs_masked_key (RungsSpan number);

G_END_DECLS
