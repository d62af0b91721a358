/* Why a leg belongs to its call, in words and by name. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "trace/trace.h"

const char *
rungs_join_name (RungsJoin join)
{
  static const char *const names[] = { "first", "session", "call-id", "header",
                                       "sdp",   "numbers", "user" };

  g_return_val_if_fail ((guint) join < G_N_ELEMENTS (names), "");
  return names[join];
}

const char *
rungs_join_strength (RungsJoin join)
{
  static const char *const names[] = { "certain", "certain", "certain", "strong",
                                       "likely",  "weak",    "certain" };

  g_return_val_if_fail ((guint) join < G_N_ELEMENTS (names), "");
  return names[join];
}

char *
rungs_trace_describe_join (RungsTrace *self, const RungsLeg *leg)
{
  const char *by;

  g_return_val_if_fail (RUNGS_IS_TRACE (self) && leg != NULL, NULL);

  by = rungs_trace_string (self, leg->by);
  switch ((RungsJoin) leg->join)
    {
    case RUNGS_JOIN_FIRST:
      return g_strdup (_ ("first leg"));
    case RUNGS_JOIN_SESSION:
      return g_strdup (_ ("same SBC session"));
    case RUNGS_JOIN_CALL_ID:
      /* Translators: the name of a header */
      return g_strdup_printf (_ ("%s names the Call-ID"), by);
    case RUNGS_JOIN_HEADER:
      return by[0] != '\0' ? g_strdup_printf (_ ("same %s"), by)
                           : g_strdup (_ ("follows a transfer or redirect"));
    case RUNGS_JOIN_SDP:
      return g_strdup (_ ("same numbers, time and offer"));
    case RUNGS_JOIN_NUMBERS:
      return g_strdup (_ ("same numbers and time"));
    case RUNGS_JOIN_USER:
      return g_strdup (_ ("joined by hand"));
    default:
      g_return_val_if_reached (NULL);
    }
}
