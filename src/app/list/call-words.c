#include "config.h"

#include "app/list/call-words.h"

#include <glib/gi18n.h>

#include "app/bidi.h"
#include "base/stamp.h"
#include "knowledge/knowledge.h"
#include "ladder/plain.h"

/* Characters of a number, a phrase or a name that a cell keeps. */
#define MAX_CELL 80

#define MAX_PEERS 4

const char *
rungs_call_icon (const RungsCall *call)
{
  switch ((RungsState) call->state)
    {
    case RUNGS_STATE_FAILED:
      return "rungs-failed-symbolic";
    case RUNGS_STATE_DROPPED:
      return "rungs-dropped-symbolic";
    case RUNGS_STATE_CANCELLED:
      return "rungs-cancelled-symbolic";
    case RUNGS_STATE_COMPLETED:
      return "rungs-completed-symbolic";
    case RUNGS_STATE_ESTABLISHED:
      return "rungs-established-symbolic";
    case RUNGS_STATE_SETUP:
    default:
      return "rungs-setup-symbolic";
    }
}

const char *
rungs_call_css_class (const RungsCall *call)
{
  if (call->state == RUNGS_STATE_FAILED)
    return "failed";
  return call->state == RUNGS_STATE_DROPPED ? "dropped" : "calm";
}

static char *
cell_text (RungsTrace *trace, RungsString string)
{
  return rungs_plain_line (rungs_span_of (rungs_trace_string (trace, string)), MAX_CELL);
}

guint
rungs_call_code (RungsTrace *trace, const RungsCall *call)
{
  return rungs_trace_call_code (trace, call);
}

/* The number of the sign-in code; 0: this is no sign-in, or it was a good one. */
static guint32
aadsts_of (RungsTrace *trace, const RungsCall *call)
{
  if (call->kind != RUNGS_KIND_SIGN_IN || call->n_records == 0)
    return 0;
  return rungs_trace_get_record (trace, rungs_trace_get_call_record (trace, call, 0))->aadsts;
}

char *
rungs_call_result (RungsTrace *trace, const RungsCall *call)
{
  guint code = rungs_call_code (trace, call);
  guint32 aadsts = aadsts_of (trace, call);

  if (aadsts != 0)
    return g_strdup_printf ("%u", aadsts);
  /* Dropped calls were answered: their 200 would read as good news. */
  if (code == 0 || call->state == RUNGS_STATE_DROPPED)
    return g_strdup ("");
  return g_strdup_printf ("%u", code);
}

char *
rungs_call_parties (RungsTrace *trace, const RungsCall *call)
{
  g_autofree char *from = cell_text (trace, call->from);
  g_autofree char *to = cell_text (trace, call->to);

  if (from[0] == '\0' && to[0] == '\0')
    return rungs_call_peers (trace, call);
  return rungs_bidi_arrow (from[0] != '\0' ? from : "?", to[0] != '\0' ? to : "?");
}

static char *
fault_summary (RungsTrace *trace, const RungsCall *call)
{
  if (call->state == RUNGS_STATE_DROPPED)
    return g_strdup (_ ("answered, then ended by a fault"));
  if (call->final == RUNGS_NONE && call->n_records == 0)
    return g_strdup (_ ("no answer at all"));
  return rungs_plain_line (rungs_span_of (rungs_trace_call_phrase (trace, call)), MAX_CELL);
}

char *
rungs_call_cause (const RungsCall *call, const char *cause)
{
  /* Translators: of a row of the list: "keepalive: no answer at all", "registration: Forbidden" */
  return rungs_call_is_routine (call)
           ? g_strdup_printf (_ ("%s: %s"), rungs_call_kind_word (call), cause)
           : g_strdup (cause);
}

char *
rungs_call_summary (RungsTrace *trace, const RungsCall *call)
{
  if (rungs_call_is_fault (call))
    {
      g_autofree char *fault = fault_summary (trace, call);

      return rungs_call_cause (call, fault);
    }
  if (call->kind != RUNGS_KIND_INVITE)
    return g_strdup (rungs_call_kind_word (call));
  return rungs_call_peers (trace, call);
}

char *
rungs_call_clock (RungsTrace *trace, const RungsCall *call)
{
  g_autofree char *clock =
    call->start != RUNGS_STAMP_NONE ? rungs_stamp_to_clock (call->start) : NULL;

  /* Seconds are enough to find a call again; the ladder has the rest. */
  if (clock != NULL && strlen (clock) > 8 && clock[8] == '.')
    clock[8] = '\0';
  return clock != NULL ? g_steal_pointer (&clock) : g_strdup ("");
}

char *
rungs_call_date (RungsTrace *trace, const RungsCall *call)
{
  g_autofree char *text = rungs_stamp_to_text (call->start, rungs_trace_call_facts (trace, call));
  char *blank = text != NULL ? strchr (text, ' ') : NULL;

  return blank != NULL ? g_strndup (text, (gsize) (blank - text)) : g_strdup ("");
}

char *
rungs_call_duration (const RungsCall *call)
{
  return call->duration >= 0 ? rungs_stamp_duration (call->duration) : g_strdup ("");
}

/* Adds the device at @endpoint unless it is the one that wrote the log, which stands in every
 * call. */
static void
add_peer (RungsTrace *trace, guint32 endpoint, GPtrArray *names)
{
  const char *name;

  if (endpoint == RUNGS_NONE || names->len >= MAX_PEERS
      || rungs_trace_get_endpoint (trace, endpoint)->is_own)
    return;
  name = rungs_trace_device_name (trace, endpoint);
  if (name[0] == '\0' || g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    return;
  g_ptr_array_add (names, (gpointer) name);
}

char *
rungs_call_peers (RungsTrace *trace, const RungsCall *call)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *joined = NULL;

  for (guint i = 0; i < call->n_legs && names->len < MAX_PEERS; i++)
    {
      const RungsLeg *leg = rungs_trace_get_leg (trace, call, i);

      add_peer (trace, leg->src, names);
      add_peer (trace, leg->dst, names);
    }
  g_ptr_array_add (names, NULL);
  joined = g_strjoinv (", ", (char **) names->pdata);
  return rungs_plain_line (rungs_span_of (joined), MAX_CELL);
}

int
rungs_call_microsoft_code (RungsTrace *trace, const RungsCall *call)
{
  g_autoptr (GPtrArray) entries = NULL;
  RungsBasis basis = RUNGS_BASIS_UNKNOWN;
  RungsQuery query = { .microsoft_code = -1, .kinds = 1u << call->kind };

  for (guint i = 0; i < call->n_records; i++)
    {
      const RungsRecord *record =
        rungs_trace_get_record (trace, rungs_trace_get_call_record (trace, call, i));

      if (record->microsoft_code >= 0)
        return record->microsoft_code;
    }
  if (call->state != RUNGS_STATE_FAILED || call->final == RUNGS_NONE)
    return -1;
  query.sip = (int) rungs_call_code (trace, call);
  query.phrase = rungs_span_of (
    rungs_trace_string (trace, rungs_trace_get_message (trace, call->final)->phrase));
  query.direction = rungs_span_of (rungs_direction_name (call->direction));
  entries = rungs_knowledge_match (rungs_knowledge_get (), &query, &basis);
  if (entries == NULL || entries->len == 0 || basis != RUNGS_BASIS_EXACT)
    return -1;
  return ((const RungsEntry *) g_ptr_array_index (entries, 0))->microsoft_code;
}

char *
rungs_call_name (RungsTrace *trace, const RungsCall *call)
{
  g_autofree char *clock = rungs_call_clock (trace, call);
  g_autofree char *parties = rungs_call_parties (trace, call);

  return *clock != '\0' ? g_strdup_printf ("%s, %s", parties, clock) : g_steal_pointer (&parties);
}

char *
rungs_call_speak (RungsTrace *trace, const RungsCall *call, const char *cause)
{
  g_autofree char *clock = rungs_call_clock (trace, call);
  g_autofree char *parties = rungs_call_parties (trace, call);
  g_autofree char *result = rungs_call_result (trace, call);
  g_autofree char *summary =
    cause != NULL ? rungs_call_cause (call, cause) : rungs_call_summary (trace, call);

  return g_strdup_printf ("%s, %s, %s%s%s, %s", clock, parties, rungs_call_state_word (call),
                          result[0] != '\0' ? " " : "", result, summary);
}

char *
rungs_zoned_time (RungsStamp time, guint facts, const char *zone)
{
  g_autofree char *text = rungs_stamp_to_text (time, facts);

  if (text == NULL)
    return NULL;
  if ((facts & RUNGS_TIME_DATE_GUESSED) != 0)
    return g_strdup_printf (_ ("%s, %s; the date is not in the log"), text, zone);
  if ((facts & RUNGS_TIME_YEAR_GUESSED) != 0)
    return g_strdup_printf (_ ("%s, %s; the year is not in the log"), text, zone);
  return g_strdup_printf ("%s, %s", text, zone);
}
