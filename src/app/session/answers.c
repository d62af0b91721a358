#include "config.h"

#include "app/session/answers.h"

#include "base/limits.h"
#include "diagnosis/verdicts.h"

static GPtrArray *
explain_joins (RungsTrace *trace, const RungsCall *call)
{
  GPtrArray *joins;

  if (call->n_legs < 2)
    return NULL;
  joins = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < MIN (call->n_legs, RUNGS_MAX_SHOWN_LEGS); i++)
    g_ptr_array_add (joins, rungs_trace_explain_join (trace, rungs_trace_get_leg (trace, call, i)));
  return joins;
}

/* What has to be read of the files, or goes over the whole trace, step by step: who goes through a
 * list of huge calls has cancelled this one long before it is through. */
static void
answer (RungsAnswers *self,
        RungsTrace *trace,
        const RungsCall *call,
        RungsAnswersFlags flags,
        GCancellable *cancellable)
{
  g_autoptr (GPtrArray) events = NULL;

  self->verdict = rungs_verdicts_get (trace, rungs_knowledge_get (), call, cancellable);
  if (g_cancellable_is_cancelled (cancellable))
    return;
  self->health = rungs_trace_call_health (trace, call, TRUE);
  if (g_cancellable_is_cancelled (cancellable))
    return;
  self->changes = rungs_changes_new (trace, call);
  self->joins = explain_joins (trace, call);
  if (g_cancellable_is_cancelled (cancellable))
    return;
  if (self->verdict->is_fault && call->kind == RUNGS_KIND_INVITE)
    self->comparison = rungs_comparison_new (trace, call, RUNGS_NONE);
  if (g_cancellable_is_cancelled (cancellable))
    return;
  if (flags & RUNGS_ANSWERS_EVENTS)
    events = rungs_trace_read_events (trace, call, cancellable, NULL);
  if ((events != NULL && events->len > 0) || (flags & RUNGS_ANSWERS_LADDER))
    self->ladder = rungs_ladder_new (trace, call, events);
}

RungsAnswers *
rungs_answers_new (RungsTrace *trace,
                   guint32 call_index,
                   RungsAnswersFlags flags,
                   GCancellable *cancellable)
{
  const RungsCall *call = rungs_trace_get_call (trace, call_index);
  RungsAnswers *self = g_new0 (RungsAnswers, 1);

  if (!g_cancellable_is_cancelled (cancellable))
    answer (self, trace, call, flags, cancellable);
  if (g_cancellable_is_cancelled (cancellable))
    g_clear_pointer (&self, rungs_answers_free);
  return self;
}

void
rungs_answers_free (RungsAnswers *answers)
{
  if (answers == NULL)
    return;
  g_clear_pointer (&answers->verdict, rungs_verdict_unref);
  g_clear_pointer (&answers->health, g_ptr_array_unref);
  g_clear_pointer (&answers->ladder, rungs_ladder_unref);
  g_clear_pointer (&answers->joins, g_ptr_array_unref);
  g_clear_pointer (&answers->changes, rungs_changes_free);
  g_clear_pointer (&answers->comparison, rungs_comparison_free);
  g_free (answers);
}

/* Sign-ins, registrations and changes of numbers are in no pattern, but their rows say what they
 * failed for too. */
static void
add_other_entries (RungsTrace *trace, GHashTable *entries, GCancellable *cancellable)
{
  guint n = rungs_trace_get_n_calls (trace), n_left = RUNGS_MAX_PATTERN_VERDICTS;

  for (guint32 i = 0; i < n && n_left > 0 && !g_cancellable_is_cancelled (cancellable); i++)
    {
      const RungsCall *call = rungs_trace_get_call (trace, i);
      g_autoptr (RungsVerdict) verdict = NULL;

      if (call->kind == RUNGS_KIND_INVITE || (call->kind == RUNGS_KIND_RECORD && !call->is_number)
          || call->state != RUNGS_STATE_FAILED)
        continue;
      n_left--;
      verdict = rungs_verdicts_get (trace, rungs_knowledge_get (), call, cancellable);
      if (verdict != NULL && verdict->entry != NULL)
        g_hash_table_insert (entries, GUINT_TO_POINTER (i), (gpointer) verdict->entry);
    }
}

RungsOverview *
rungs_overview_new (RungsTrace *trace, GCancellable *cancellable)
{
  g_autoptr (RungsPatternFinder) finder = rungs_pattern_finder_new (trace);
  RungsOverview *self = g_new0 (RungsOverview, 1);

  self->patterns = rungs_pattern_finder_find (finder, rungs_knowledge_get (),
                                              RUNGS_MAX_PATTERN_VERDICTS, cancellable);
  self->entries = rungs_pattern_finder_get_entries (finder);
  add_other_entries (trace, self->entries, cancellable);
  return self;
}

void
rungs_overview_free (RungsOverview *overview)
{
  if (overview == NULL)
    return;
  g_clear_pointer (&overview->patterns, g_ptr_array_unref);
  g_clear_pointer (&overview->entries, g_hash_table_unref);
  g_free (overview);
}
