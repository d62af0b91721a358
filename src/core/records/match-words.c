/* Why a record is of its call, and how sure that is, in words. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/limits.h"
#include "trace/trace.h"

static void
add_reason (GString *text, const RungsRecord *record, RungsRecordMatch bit, const char *words)
{
  if (record->why & bit)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", words);
}

char *
rungs_trace_describe_match (const RungsRecord *record)
{
  GString *text;

  g_return_val_if_fail (record != NULL, NULL);

  text = g_string_new (NULL);
  add_reason (text, record, RUNGS_MATCH_USER, _ ("your decision"));
  add_reason (text, record, RUNGS_MATCH_GUID, _ ("the correlation id in the messages"));
  add_reason (text, record, RUNGS_MATCH_RECORD,
              _ ("the id, which is that of another record of it"));
  add_reason (text, record, RUNGS_MATCH_SBC, _ ("the SBC’s name"));
  add_reason (text, record, RUNGS_MATCH_TIME, _ ("the time"));
  add_reason (text, record, RUNGS_MATCH_CALLER, _ ("the caller’s number"));
  add_reason (text, record, RUNGS_MATCH_CALLEE, _ ("the called number"));
  add_reason (text, record, RUNGS_MATCH_DIRECTION, _ ("the direction"));
  add_reason (text, record, RUNGS_MATCH_CODE, _ ("the answer"));
  return g_string_free (text, FALSE);
}

const char *
rungs_strength_word (RungsStrength strength)
{
  switch (strength)
    {
    case RUNGS_STRENGTH_CERTAIN:
      /* Translators: how sure it is that two things are of one call */
      return C_ ("strength", "certain");
    case RUNGS_STRENGTH_STRONG:
      return C_ ("strength", "strong");
    case RUNGS_STRENGTH_LIKELY:
      return C_ ("strength", "likely");
    case RUNGS_STRENGTH_WEAK:
    default:
      return C_ ("strength", "weak");
    }
}

RungsStrength
rungs_join_get_strength (RungsJoin join)
{
  switch (join)
    {
    case RUNGS_JOIN_HEADER:
      return RUNGS_STRENGTH_STRONG;
    case RUNGS_JOIN_SDP:
      return RUNGS_STRENGTH_LIKELY;
    case RUNGS_JOIN_NUMBERS:
      return RUNGS_STRENGTH_WEAK;
    case RUNGS_JOIN_FIRST:
    case RUNGS_JOIN_SESSION:
    case RUNGS_JOIN_CALL_ID:
    case RUNGS_JOIN_USER:
    default:
      return RUNGS_STRENGTH_CERTAIN;
    }
}

/* The value of the leg's header as its first message has it, without parameters; NULL: not there,
 * or no header by name. */
static char *
value_of (RungsTrace *trace, const RungsLeg *leg)
{
  RungsSpan header = rungs_span_of (rungs_trace_string (trace, leg->by));
  g_autoptr (GBytes) bytes = NULL;
  RungsSpan name, value, text;
  gsize pos = 0, line, size;
  const char *data;

  if (header.len == 0 || leg->first == RUNGS_NONE
      || (bytes = rungs_trace_read_message (trace, leg->first, NULL)) == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &size);
  text = rungs_span (data, size);
  while (rungs_sip_next_header (text, &pos, &name, &value, &line))
    {
      gssize end = rungs_span_find_char (value, ';');

      if (!rungs_span_equal_ci (name, header))
        continue;
      value = rungs_span_trim (end > 0 ? rungs_span_head (value, (gsize) end) : value);
      if (value.len == 0 || value.len > RUNGS_MAX_JOIN_VALUE)
        return NULL;
      return rungs_span_dup_utf8 (value);
    }
  return NULL;
}

char *
rungs_trace_explain_join (RungsTrace *self, const RungsLeg *leg)
{
  g_autofree char *value = NULL;
  const char *by;

  g_return_val_if_fail (RUNGS_IS_TRACE (self) && leg != NULL, NULL);

  by = rungs_trace_string (self, leg->by);
  switch ((RungsJoin) leg->join)
    {
    case RUNGS_JOIN_FIRST:
      return g_strdup (_ ("begins the call"));
    case RUNGS_JOIN_SESSION:
      return g_strdup (_ ("joined because the SBC logs both under one session"));
    case RUNGS_JOIN_CALL_ID:
      value = value_of (self, leg);
      return value != NULL
               /* Translators: the name and the value of a header */
               ? g_strdup_printf (_ ("joined because %s names the Call-ID: %s"), by, value)
               : g_strdup_printf (_ ("joined because %s names the Call-ID"), by);
    case RUNGS_JOIN_HEADER:
      if (*by == '\0')
        return g_strdup (_ ("joined because it follows a transfer or redirect"));
      value = value_of (self, leg);
      return value != NULL ? g_strdup_printf (_ ("joined because both carry %s %s"), by, value)
                           : g_strdup_printf (_ ("joined because both carry the same %s"), by);
    case RUNGS_JOIN_SDP:
      return g_strdup (_ ("joined because numbers, time and offer are the same"));
    case RUNGS_JOIN_NUMBERS:
      return g_strdup (_ ("joined because numbers and time are the same"));
    case RUNGS_JOIN_USER:
      return g_strdup (_ ("joined by you"));
    default:
      g_return_val_if_reached (NULL);
    }
}
