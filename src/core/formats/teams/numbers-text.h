/* What the texts of number management say: which error, which number, whose. Private to
 * teams-numbers.c. */
#pragma once

#include "base/span.h"

G_BEGIN_DECLS

typedef enum
{
  RUNGS_NUMBERS_NONE,
  RUNGS_NUMBERS_OTHER, /* an error whose text we do not know */
  RUNGS_NUMBERS_CONFLICT,
  RUNGS_NUMBERS_LICENSE,
  RUNGS_NUMBERS_ON_PREMISES,
  RUNGS_NUMBERS_NOT_IN_TENANT,
  RUNGS_NUMBERS_NOT_FOUND,
  RUNGS_NUMBERS_DENIED,
  RUNGS_NUMBERS_UNAVAILABLE,
  RUNGS_NUMBERS_GATEWAY,
} RungsNumbersError;

/* The error that @text tells of and where its words begin. @is_within: it is known to be about
 * number management, so that words that say less count too. */
RungsNumbersError rungs_numbers_error_in (RungsSpan text, gboolean is_within, gsize *at);
/* "Conflict": what the service calls it; NULL: nothing. */
const char *rungs_numbers_status (RungsNumbersError error);

/* The command of @line that changes a number, a route or an account
 * ("Set-CsPhoneNumberAssignment"); empty: none. */
RungsSpan rungs_numbers_command (RungsSpan line);
/* The value of "-PhoneNumber +15550100", "-Identity anna@example.com"; empty: it is not there, or a
 * variable. */
RungsSpan rungs_numbers_option (RungsSpan line, const char *option);
/* "+15550100", "+1555010***" in @text; empty: none. */
RungsSpan rungs_numbers_number_in (RungsSpan text);
/* What stands in quotes behind "user": an id or a name; empty: none. */
RungsSpan rungs_numbers_user_in (RungsSpan text);
/* @text from behind what only says that an error follows; @at: where the error's words begin. */
RungsSpan rungs_numbers_message (RungsSpan text, gsize at);

/* Words of a text that is worth reading line by line. No allocation. */
gboolean rungs_numbers_are_likely (RungsSpan head);

G_END_DECLS
