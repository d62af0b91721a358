/* Messages that a log shows as hexadecimal digits in parentheses: "(494e56495445…)". */
#pragma once

#include "base/span.h"

G_BEGIN_DECLS

/* Digits that a run must have to be a message: "SIP/2.0 200". */
#define RUNGS_MIN_HEX_DIGITS 22

/* A message begins in @line. */
gboolean rungs_hex_is_message (RungsSpan line);
/* After the parenthesis in front of a message's digits; empty when there is none. */
RungsSpan rungs_hex_find_digits (RungsSpan line);
/* The byte of two digits. */
char rungs_hex_byte (const char *digits);

G_END_DECLS
