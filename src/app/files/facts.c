#include "config.h"

#include "app/files/facts.h"

void
rungs_file_facts_free (RungsFileFacts *facts)
{
  if (facts == NULL)
    return;
  g_object_unref (facts->trace);
  g_free (facts->times);
  g_ptr_array_unref (facts->health);
  g_ptr_array_unref (facts->join_headers);
  g_free (facts);
}

typedef struct
{
  RungsTrace *trace;
  char **known;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->trace);
  g_strfreev (question->known);
  g_free (question);
}

static void
facts_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  const Question *question = task_data;
  RungsFileFacts *facts = g_new0 (RungsFileFacts, 1);

  facts->trace = g_object_ref (question->trace);
  facts->times = rungs_trace_dup_times (facts->trace);
  facts->health = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < rungs_trace_get_n_inputs (facts->trace); i++)
    g_ptr_array_add (facts->health, rungs_trace_input_health (facts->trace, i));
  facts->join_headers = rungs_trace_suggest_join_headers (
    facts->trace, (const char *const *) question->known, cancellable);
  g_task_return_pointer (task, facts, (GDestroyNotify) rungs_file_facts_free);
}

void
rungs_file_facts_async (RungsTrace *trace,
                        const char *const *known,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Question *question;

  g_return_if_fail (RUNGS_IS_TRACE (trace));

  question = g_new0 (Question, 1);
  question->trace = g_object_ref (trace);
  question->known = g_strdupv ((char **) known);
  g_task_set_source_tag (task, rungs_file_facts_async);
  g_task_set_task_data (task, question, question_free);
  g_task_run_in_thread (task, facts_thread);
}

RungsFileFacts *
rungs_file_facts_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
