#include "config.h"

#include "app/session/find.h"

#include <glib/gi18n.h>

#include "calls/fault.h"
#include "ladder/plain.h"

static const char *
call_name (RungsTrace *trace, guint32 index)
{
  const RungsCall *call = rungs_trace_get_call (trace, index);

  return call->n_legs > 0
           ? rungs_trace_string (trace, rungs_trace_get_leg (trace, call, 0)->call_id)
           : "";
}

static gboolean
has_leg (RungsTrace *trace, guint32 index, const char *name)
{
  const RungsCall *call = rungs_trace_get_call (trace, index);

  for (guint i = 0; i < call->n_legs; i++)
    if (strcmp (rungs_trace_string (trace, rungs_trace_get_leg (trace, call, i)->call_id), name)
        == 0)
      return TRUE;
  return FALSE;
}

/* The call of @trace that the old one became: a later snapshot may number calls in another way, and
 * it may have become a leg of another. */
guint32
rungs_session_find_call (RungsTrace *trace, RungsTrace *old, guint32 index)
{
  const char *name = call_name (old, index);
  guint n = rungs_trace_get_n_calls (trace);

  if (index < n && strcmp (call_name (trace, index), name) == 0)
    return index;
  for (guint32 i = 0; i < n; i++)
    if (strcmp (call_name (trace, i), name) == 0)
      return i;
  for (guint32 i = 0; i < n; i++)
    if (has_leg (trace, i, name))
      return i;
  return RUNGS_NONE;
}

guint32
rungs_session_find_message (RungsTrace *trace, guint32 call_index, const RungsMessage *old)
{
  const RungsCall *call = rungs_trace_get_call (trace, call_index);

  for (guint i = 0; i < call->n_rows; i++)
    {
      guint32 number = rungs_trace_get_row (trace, call, i);
      const RungsMessage *message = rungs_trace_get_message (trace, number);

      if (message->input == old->input && message->offset == old->offset
          && message->line == old->line)
        return number;
    }
  return RUNGS_NONE;
}

/* The call to begin with: the first that failed, else (when all is read) the first call there is,
 * else the first keepalive or registration that failed. */
guint32
rungs_session_find_first (RungsTrace *trace)
{
  guint32 call = RUNGS_NONE, fault = RUNGS_NONE, any = RUNGS_NONE;

  for (guint32 i = 0; i < rungs_trace_get_n_calls (trace); i++)
    {
      const RungsCall *row = rungs_trace_get_call (trace, i);
      gboolean is_call = row->kind == RUNGS_KIND_INVITE || row->n_records > 0;
      gboolean is_fault = rungs_call_is_fault (row);

      if (is_call && is_fault)
        return i;
      if (is_fault && fault == RUNGS_NONE)
        fault = i;
      if (is_call && call == RUNGS_NONE)
        call = i;
      if (any == RUNGS_NONE)
        any = i;
    }
  if (rungs_trace_is_snapshot (trace))
    return RUNGS_NONE;
  return call != RUNGS_NONE ? call : fault != RUNGS_NONE ? fault : any;
}

/* TRUE when nothing was added to the call and its messages have the same numbers, so that what is
 * on screen can stay. */
gboolean
rungs_session_is_same_call (RungsTrace *old, guint32 old_index, RungsTrace *trace, guint32 index)
{
  const RungsCall *a = rungs_trace_get_call (old, old_index);
  const RungsCall *b = rungs_trace_get_call (trace, index);

  if (a->n_rows != b->n_rows || a->state != b->state || a->n_legs != b->n_legs || a->n_rows == 0)
    return FALSE;
  for (guint i = 0; i < a->n_rows; i++)
    if (rungs_trace_get_row (old, a, i) != rungs_trace_get_row (trace, b, i))
      return FALSE;
  return TRUE;
}

char *
rungs_session_name_several (const char *name, guint n)
{
  char *plain = rungs_plain_line (rungs_span_of (name), 0);
  g_autofree char *first = NULL;

  if (n == 1)
    return plain;
  first = plain;
  /* Translators: the title of several open files: the first one's name and how many more there
   * are */
  return g_strdup_printf (ngettext ("%s and %u more", "%s and %u more", n - 1), first, n - 1);
}

char *
rungs_session_title_of (RungsTrace *trace)
{
  guint n = rungs_trace_get_n_inputs (trace);

  if (n == 0)
    return NULL;
  return rungs_session_name_several (
    rungs_input_get_basename (rungs_trace_get_input (trace, 0)->input), n);
}
