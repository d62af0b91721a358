/* The session: one trace, one selection, and the workers that belong to them (loads and
 * regroupings: session-load.c). A worker's answer counts only when the call it was asked for is
 * still the one selected: each question carries a cancellable that the next one cancels. */
#include "config.h"

#include "app/session/session.h"

#include "app/session/find.h"
#include "app/session/private.h"

G_DEFINE_FINAL_TYPE (RungsSession, rungs_session, G_TYPE_OBJECT)

enum
{
  PROP_TRACE = 1,
  PROP_CALL,
  PROP_MESSAGE,
  PROP_LADDER,
  PROP_VERDICT,
  PROP_PATTERNS,
  PROP_LOADING,
  PROP_FRACTION,
  PROP_GROUPING,
  N_PROPS
};

enum
{
  LOAD_FAILED,
  SHOW_LINE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

typedef struct
{
  RungsTrace *trace; /* (owned) */
  guint32 call;
  RungsAnswersFlags flags;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->trace);
  g_free (question);
}

static void
answer_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  const Question *question = task_data;

  g_task_return_pointer (
    task, rungs_answers_new (question->trace, question->call, question->flags, cancellable),
    (GDestroyNotify) rungs_answers_free);
}

static void
answer_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RungsSession *self = RUNGS_SESSION (source);
  RungsAnswers *answers = g_task_propagate_pointer (G_TASK (result), NULL);

  self->n_working--;
  /* Cancelled: another call is selected by now. */
  if (answers == NULL)
    return;

  g_clear_pointer (&self->answers, rungs_answers_free);
  self->answers = answers;
  if (answers->ladder != NULL)
    {
      rungs_ladder_unref (self->ladder);
      self->ladder = g_steal_pointer (&answers->ladder);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LADDER]);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VERDICT]);
}

static void
stop_asking (RungsSession *self)
{
  if (self->question != NULL)
    g_cancellable_cancel (self->question);
  g_clear_object (&self->question);
}

static void
ask (RungsSession *self, RungsAnswersFlags flags)
{
  g_autoptr (GTask) task = NULL;
  Question *question = g_new0 (Question, 1);

  stop_asking (self);
  question->trace = g_object_ref (self->trace);
  question->call = self->call;
  question->flags = flags | (self->show_events ? RUNGS_ANSWERS_EVENTS : 0);

  self->question = g_cancellable_new ();
  task = g_task_new (self, self->question, answer_cb, NULL);
  g_task_set_source_tag (task, ask);
  g_task_set_task_data (task, question, question_free);
  g_task_set_return_on_cancel (task, FALSE);
  self->n_working++;
  g_task_run_in_thread (task, answer_thread);
}

static void
forget_answers (RungsSession *self)
{
  stop_asking (self);
  g_clear_pointer (&self->ladder, rungs_ladder_unref);
  g_clear_pointer (&self->answers, rungs_answers_free);
}

static void
search_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  g_task_return_pointer (task, rungs_overview_new (task_data, cancellable),
                         (GDestroyNotify) rungs_overview_free);
}

static void
search_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RungsSession *self = RUNGS_SESSION (source);
  RungsOverview *overview = g_task_propagate_pointer (G_TASK (result), NULL);

  self->n_working--;
  /* Cancelled: another trace is shown by now. */
  if (overview == NULL)
    return;
  g_clear_pointer (&self->overview, rungs_overview_free);
  self->overview = overview;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PATTERNS]);
}

/* Those of the trace before are gone; those of one that is still being read would be wrong in a
 * moment. */
static void
search_patterns (RungsSession *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->search != NULL)
    g_cancellable_cancel (self->search);
  g_clear_object (&self->search);
  if (self->overview != NULL)
    {
      g_clear_pointer (&self->overview, rungs_overview_free);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PATTERNS]);
    }
  if (rungs_trace_is_snapshot (self->trace))
    return;
  self->search = g_cancellable_new ();
  task = g_task_new (self, self->search, search_cb, NULL);
  g_task_set_source_tag (task, search_patterns);
  g_task_set_task_data (task, g_object_ref (self->trace), g_object_unref);
  g_task_set_return_on_cancel (task, FALSE);
  self->n_working++;
  g_task_run_in_thread (task, search_thread);
}

/* The message that one looks at first. */
static guint32
first_message (RungsSession *self, const RungsCall *call)
{
  if (call->failing_response != RUNGS_NONE)
    return call->failing_response;
  if (call->failing_request != RUNGS_NONE)
    return call->failing_request;
  return call->n_rows > 0 ? rungs_trace_get_row (self->trace, call, 0) : RUNGS_NONE;
}

/* While no message is selected a record is: the one of @line, else the first. */
static void
show_record_at (RungsSession *self, guint32 line)
{
  const RungsCall *call = rungs_trace_get_call (self->trace, self->call);

  if (self->message != RUNGS_NONE || call->n_records == 0)
    return;
  self->record = rungs_trace_get_call_record (self->trace, call, 0);
  for (guint i = 1; i < call->n_records; i++)
    {
      guint32 record = rungs_trace_get_call_record (self->trace, call, i);

      if (rungs_trace_get_record (self->trace, record)->line == line)
        self->record = record;
    }
}

/* Makes ladder and verdict anew and tells everybody. */
static void
select_call (RungsSession *self, guint32 call, guint32 message)
{
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);
  forget_answers (self);
  self->call = call;
  self->message = message;
  self->record = RUNGS_NONE;
  if (call != RUNGS_NONE)
    {
      show_record_at (self, 0);
      self->ladder = rungs_ladder_new (self->trace, rungs_trace_get_call (self->trace, call), NULL);
      ask (self, 0);
    }
  g_object_notify_by_pspec (object, properties[PROP_CALL]);
  g_object_notify_by_pspec (object, properties[PROP_LADDER]);
  g_object_notify_by_pspec (object, properties[PROP_VERDICT]);
  g_object_notify_by_pspec (object, properties[PROP_MESSAGE]);
  g_object_thaw_notify (object);
}

void
rungs_session_set_trace (RungsSession *self, RungsTrace *trace)
{
  g_autoptr (RungsTrace) old = NULL;
  RungsMessage old_message = { 0 };
  guint32 old_call, call = RUNGS_NONE, message = RUNGS_NONE;
  gboolean had_message, is_first_choice = FALSE;

  g_return_if_fail (RUNGS_IS_SESSION (self));
  g_return_if_fail (RUNGS_IS_TRACE (trace));

  old = g_steal_pointer (&self->trace);
  old_call = self->call;
  had_message = old != NULL && self->message != RUNGS_NONE;
  if (had_message)
    old_message = *rungs_trace_get_message (old, self->message);
  self->trace = g_object_ref (trace);

  if (old != NULL && old_call != RUNGS_NONE)
    call = rungs_session_find_call (trace, old, old_call);
  if (call != RUNGS_NONE && had_message)
    message = rungs_session_find_message (trace, call, &old_message);
  if (call == RUNGS_NONE)
    {
      call = rungs_session_find_first (trace);
      is_first_choice = TRUE;
    }
  if (call != RUNGS_NONE && message == RUNGS_NONE)
    message = first_message (self, rungs_trace_get_call (trace, call));

  self->keeps_call = !is_first_choice;
  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRACE]);
  /* Numbers of calls and messages may have changed even where the call did not; the ladder holds
   * such numbers. */
  if (is_first_choice || self->is_other_grouping || self->answers == NULL || call != old_call
      || message != self->message || !rungs_session_is_same_call (old, old_call, trace, call))
    select_call (self, call, message);
  /* What is shown stays until a worker has looked at the rest of this trace: the good call to
   * compare with, the devices' names. */
  else
    ask (self, RUNGS_ANSWERS_LADDER);
  search_patterns (self);
  g_object_thaw_notify (G_OBJECT (self));
  self->keeps_call = FALSE;
}

void
rungs_session_tell_failure (RungsSession *self, const GError *error)
{
  g_signal_emit (self, signals[LOAD_FAILED], 0, error);
}

RungsTrace *
rungs_session_get_trace (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), NULL);
  return self->trace;
}

RungsNotes *
rungs_session_get_notes (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), NULL);
  return self->notes;
}

RungsChoices *
rungs_session_get_choices (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), NULL);
  return self->choices;
}

gboolean
rungs_session_get_loading (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), FALSE);
  return self->loading;
}

double
rungs_session_get_fraction (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), 0);
  return self->fraction;
}

char *
rungs_session_dup_title (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), NULL);
  return self->trace != NULL ? rungs_session_title_of (self->trace) : NULL;
}

guint32
rungs_session_get_call (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), RUNGS_NONE);
  return self->call;
}

void
rungs_session_set_call (RungsSession *self, guint32 call)
{
  g_return_if_fail (RUNGS_IS_SESSION (self));
  g_return_if_fail (call == RUNGS_NONE
                    || (self->trace != NULL && call < rungs_trace_get_n_calls (self->trace)));

  if (call == self->call)
    return;
  select_call (self, call,
               call != RUNGS_NONE ? first_message (self, rungs_trace_get_call (self->trace, call))
                                  : RUNGS_NONE);
}

const RungsCall *
rungs_session_peek_call (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), NULL);
  return self->call != RUNGS_NONE ? rungs_trace_get_call (self->trace, self->call) : NULL;
}

guint32
rungs_session_get_message (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), RUNGS_NONE);
  return self->message;
}

guint32
rungs_session_get_record (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), RUNGS_NONE);
  return self->record;
}

void
rungs_session_set_message (RungsSession *self, guint32 message)
{
  g_return_if_fail (RUNGS_IS_SESSION (self));

  if (message == self->message)
    return;
  self->message = message;
  self->record = RUNGS_NONE;
  if (self->call != RUNGS_NONE)
    show_record_at (self, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
}

void
rungs_session_show_line (RungsSession *self, guint32 message, guint32 line)
{
  g_return_if_fail (RUNGS_IS_SESSION (self));
  g_return_if_fail (self->trace != NULL && self->call != RUNGS_NONE);
  g_return_if_fail (message == RUNGS_NONE || message < rungs_trace_get_n_messages (self->trace));

  rungs_session_set_message (self, message);
  if (message == RUNGS_NONE)
    {
      show_record_at (self, line);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
      return;
    }
  g_signal_emit (self, signals[SHOW_LINE], 0, message, line);
}

void
rungs_session_show_finding (RungsSession *self, const RungsFinding *finding, guint nth)
{
  const RungsFindingLine *line;
  guint32 call;

  g_return_if_fail (RUNGS_IS_SESSION (self));
  g_return_if_fail (finding != NULL && nth < finding->lines->len);

  line = &g_array_index (finding->lines, RungsFindingLine, nth);
  call = line->message != RUNGS_NONE ? rungs_trace_call_of_message (self->trace, line->message)
                                     : RUNGS_NONE;
  if (call != RUNGS_NONE)
    rungs_session_set_call (self, call);
  self->finding = finding;
  self->finding_line = nth;
  rungs_session_show_line (self, line->message, line->line);
  self->finding = NULL;
}

const RungsFinding *
rungs_session_get_shown_finding (RungsSession *self, guint *nth)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), NULL);
  *nth = self->finding_line;
  return self->finding;
}

const RungsLadder *
rungs_session_get_ladder (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), NULL);
  return self->ladder;
}

const RungsVerdict *
rungs_session_get_verdict (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), NULL);
  return self->answers != NULL ? self->answers->verdict : NULL;
}

const RungsChanges *
rungs_session_get_changes (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), NULL);
  return self->answers != NULL ? self->answers->changes : NULL;
}

const RungsComparison *
rungs_session_get_comparison (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), NULL);
  return self->answers != NULL ? self->answers->comparison : NULL;
}

const GPtrArray *
rungs_session_get_joins (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), NULL);
  return self->answers != NULL ? self->answers->joins : NULL;
}

gboolean
rungs_session_keeps_call (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), FALSE);
  return self->keeps_call;
}

const GPtrArray *
rungs_session_get_patterns (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), NULL);
  return self->overview != NULL ? self->overview->patterns : NULL;
}

GHashTable *
rungs_session_get_entries (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), NULL);
  return self->overview != NULL ? self->overview->entries : NULL;
}

GPtrArray *
rungs_session_get_health (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), NULL);
  return self->answers != NULL ? self->answers->health : NULL;
}

void
rungs_session_set_show_events (RungsSession *self, gboolean show)
{
  g_return_if_fail (RUNGS_IS_SESSION (self));

  if (self->show_events == show)
    return;
  self->show_events = show;
  if (self->call != RUNGS_NONE)
    select_call (self, self->call, self->message);
}

gboolean
rungs_session_is_busy (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), FALSE);
  return self->loading || self->n_working > 0;
}

static void
rungs_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RungsSession *self = RUNGS_SESSION (object);

  switch (id)
    {
    case PROP_TRACE:
      g_value_set_object (value, self->trace);
      break;
    case PROP_CALL:
      g_value_set_uint (value, self->call);
      break;
    case PROP_MESSAGE:
      g_value_set_uint (value, self->message);
      break;
    case PROP_LADDER:
      g_value_set_pointer (value, self->ladder);
      break;
    case PROP_VERDICT:
      g_value_set_pointer (value, self->answers != NULL ? self->answers->verdict : NULL);
      break;
    case PROP_PATTERNS:
      g_value_set_pointer (value, self->overview != NULL ? self->overview->patterns : NULL);
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    case PROP_GROUPING:
      g_value_set_boolean (value, self->grouping != NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rungs_session_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  RungsSession *self = RUNGS_SESSION (object);

  switch (id)
    {
    case PROP_CALL:
      rungs_session_set_call (self, g_value_get_uint (value));
      break;
    case PROP_MESSAGE:
      rungs_session_set_message (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rungs_session_dispose (GObject *object)
{
  RungsSession *self = RUNGS_SESSION (object);

  rungs_session_clear_load (self);
  if (self->search != NULL)
    g_cancellable_cancel (self->search);
  g_clear_object (&self->search);
  g_clear_pointer (&self->overview, rungs_overview_free);
  forget_answers (self);
  g_clear_object (&self->trace);
  g_clear_object (&self->notes);
  g_clear_object (&self->choices);
  self->call = self->message = RUNGS_NONE;

  G_OBJECT_CLASS (rungs_session_parent_class)->dispose (object);
}

static void
rungs_session_class_init (RungsSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = rungs_session_get_property;
  object_class->set_property = rungs_session_set_property;
  object_class->dispose = rungs_session_dispose;

  properties[PROP_TRACE] = g_param_spec_object ("trace", NULL, NULL, RUNGS_TYPE_TRACE, read);
  properties[PROP_CALL] = g_param_spec_uint ("call", NULL, NULL, 0, G_MAXUINT, RUNGS_NONE, both);
  properties[PROP_MESSAGE] =
    g_param_spec_uint ("message", NULL, NULL, 0, G_MAXUINT, RUNGS_NONE, both);
  properties[PROP_LADDER] = g_param_spec_pointer ("ladder", NULL, NULL, read);
  properties[PROP_VERDICT] = g_param_spec_pointer ("verdict", NULL, NULL, read);
  properties[PROP_PATTERNS] = g_param_spec_pointer ("patterns", NULL, NULL, read);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, read);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, read);
  properties[PROP_GROUPING] = g_param_spec_boolean ("grouping", NULL, NULL, FALSE, read);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[LOAD_FAILED] = g_signal_new ("load-failed", RUNGS_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SHOW_LINE] = g_signal_new ("show-line", RUNGS_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
}

static void
rungs_session_init (RungsSession *self)
{
  self->call = self->message = self->record = RUNGS_NONE;
  self->show_events = TRUE;
}

RungsSession *
rungs_session_new (const char *notes_folder)
{
  RungsSession *self = g_object_new (RUNGS_TYPE_SESSION, NULL);

  self->notes = rungs_notes_new (notes_folder);
  self->choices = rungs_choices_new (notes_folder);
  g_signal_connect_object (self->choices, "changed", G_CALLBACK (rungs_session_choices_changed),
                           self, G_CONNECT_SWAPPED);
  return self;
}
