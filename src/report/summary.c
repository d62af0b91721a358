/* What the reports say of a call in words. */
#include "config.h"

#include "report/summary.h"

#include <glib/gi18n-lib.h>

#include "calls/fault.h"

char *
rungs_summary_parties (const RungsSummary *summary, const RungsCall *call)
{
  g_autofree char *from =
    rungs_redact_user (summary->redact, rungs_trace_string (summary->trace, call->from));
  g_autofree char *to =
    rungs_redact_user (summary->redact, rungs_trace_string (summary->trace, call->to));

  return g_strdup_printf ("%s → %s", from[0] != '\0' ? from : _ ("unknown"),
                          to[0] != '\0' ? to : _ ("unknown"));
}

char *
rungs_summary_result (const RungsSummary *summary, const RungsCall *call)
{
  guint code = rungs_trace_call_code (summary->trace, call);
  g_autofree char *phrase =
    rungs_redact_text (summary->redact, rungs_trace_call_phrase (summary->trace, call));

  if (call->final == RUNGS_NONE && call->n_records == 0)
    return g_strdup (rungs_call_is_fault (call) ? _ ("No answer")
                     : call->state == RUNGS_STATE_SETUP || call->state == RUNGS_STATE_CANCELLED
                       ? _ ("No final answer in this log")
                       : _ ("The answer is not in this log"));
  if (code == 0 && call->final != RUNGS_NONE)
    return rungs_redact_text (
      summary->redact,
      rungs_trace_string (summary->trace,
                          rungs_trace_get_message (summary->trace, call->final)->method));
  if (code == 0)
    return phrase[0] != '\0' ? g_steal_pointer (&phrase) : g_strdup (_ ("not known"));
  return g_strdup_printf (phrase[0] != '\0' ? "%u %s" : "%u%s", code, phrase);
}

char *
rungs_summary_start (const RungsSummary *summary, const RungsCall *call)
{
  char *start = rungs_call_start (summary->trace, call);

  return start != NULL ? start : g_strdup (_ ("not in the log"));
}

char *
rungs_summary_duration (const RungsSummary *summary, const RungsCall *call)
{
  return call->duration >= 0 ? rungs_stamp_duration (call->duration) : g_strdup (_ ("not known"));
}

char *
rungs_summary_input (const RungsSummary *summary, guint input)
{
  RungsInput *row;

  if (input >= rungs_trace_get_n_inputs (summary->trace))
    return g_strdup (_ ("the input"));
  row = rungs_trace_get_input (summary->trace, input)->input;
  if (rungs_redact_is_active (summary->redact))
    return rungs_redact_file (summary->redact, rungs_input_get_name (row));
  /* Not the whole path: a report leaves the machine, and folders are called after customers. */
  return g_strdup (rungs_input_get_basename (row));
}

char *
rungs_summary_place (const RungsSummary *summary, guint input, guint32 line)
{
  g_autofree char *name = rungs_summary_input (summary, input);
  const RungsTraceInput *row = NULL;

  if (input < rungs_trace_get_n_inputs (summary->trace))
    row = rungs_trace_get_input (summary->trace, input);
  if (line == 0)
    return g_steal_pointer (&name);
  if (row != NULL && row->format != NULL && row->format->frames)
    return g_strdup_printf (_ ("frame %u of %s"), line, name);
  return g_strdup_printf (_ ("line %u of %s"), line, name);
}

static void
replace (char **text, char *with)
{
  g_free (*text);
  *text = with;
}

static void
redact_witness (RungsRedact *redact, RungsWitness *witness)
{
  replace (&witness->name, witness->is_file ? rungs_redact_file (redact, witness->name)
                                            : rungs_redact_text (redact, witness->name));
}

/* The ladder's own texts, so that speech, text and picture all draw pseudonyms. */
static void
redact_ladder (RungsRedact *redact, RungsLadder *ladder)
{
  for (guint i = 0; i < ladder->lanes->len; i++)
    {
      RungsLane *lane = g_ptr_array_index (ladder->lanes, i);

      /* What a record is called is our word. */
      if (lane->kind != RUNGS_DEVICE_RECORD)
        replace (&lane->name, rungs_redact_name (redact, lane->name));
      for (guint a = 0; a < lane->addresses->len; a++)
        replace ((char **) &lane->addresses->pdata[a],
                 rungs_redact_name (redact, lane->addresses->pdata[a]));
    }
  for (guint i = 0; i < ladder->rows->len; i++)
    {
      RungsRow *row = g_ptr_array_index (ladder->rows, i);

      if (row->kind == RUNGS_ROW_EVENT)
        replace (&row->label, rungs_redact_text (redact, row->label));
      replace (&row->detail, rungs_redact_text (redact, row->detail));
      for (guint w = 0; row->witnesses != NULL && w < row->witnesses->len; w++)
        redact_witness (redact, g_ptr_array_index (row->witnesses, w));
    }
}

RungsLadder *
rungs_summary_ladder (const RungsSummary *summary, const RungsCall *call)
{
  /* Without the events the ladder is poorer, not wrong. */
  g_autoptr (GPtrArray) events =
    rungs_trace_read_events (summary->trace, call, summary->cancellable, NULL);
  RungsLadder *ladder = rungs_ladder_new (summary->trace, call, events);

  if (rungs_redact_is_active (summary->redact))
    redact_ladder (summary->redact, ladder);
  return ladder;
}

char *
rungs_summary_note (const RungsSummary *summary, const RungsCall *call, guint32 message)
{
  if (summary->report->notes == NULL)
    return NULL;
  return rungs_redact_text (
    summary->redact, rungs_notes_get (summary->report->notes, summary->trace, call, message));
}
