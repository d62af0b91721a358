/* Telephone numbers as the two sides of an SBC write them: "+4930555", "004930555", "030555". */
#pragma once

#include "base/strings.h"
#include "sip/index.h"

G_BEGIN_DECLS

/* Up to the last 16 digits of a number, or a hash of a user part that is none. 0: nothing. */
typedef guint64 RungsNumber;

/* The longest user part that is unescaped. */
#define RUNGS_MAX_USER 128

/* What people see: user part without parameters, "%2B" as "+"; without a user part the host.
 * @buffer holds the text when something was escaped. */
RungsSpan rungs_number_text (RungsSpan user, RungsSpan host, char buffer[RUNGS_MAX_USER]);

RungsNumber rungs_number_of (RungsSpan user);
/* "anonymous", "restricted", "unavailable" or empty. */
gboolean rungs_number_is_hidden (RungsSpan user);

/* Same party beyond doubt: the last seven digits agree; shorter numbers and other user parts are
 * equal. */
gboolean rungs_number_matches (RungsNumber a, RungsNumber b);
/* May be the same party: one is the other's extension, "2001" of "+15550102001". */
gboolean rungs_number_is_extension (RungsNumber a, RungsNumber b);
/* Equal for all that match: the last seven digits, or the whole. */
guint64 rungs_number_key (RungsNumber number);

G_END_DECLS
