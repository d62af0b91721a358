/* Inner objects are closed first, and may know how a call ended while only an outer one knows which
 * call: so what has no id goes to the object around it. In a log the line is around all; one that
 * tells an end without an id belongs to the nearest line with one. */
#include "config.h"

#include "formats/teams/calls.h"

#include <glib/gi18n-lib.h>

#include "base/limits.h"

/* Calls of one log of a Teams client, which holds some hours of one person's. */
#define MAX_CLIENT_CALLS 20000

/* An end without an id, and lines with one: so near that it is the same moment for the client. */
#define NEAR (2 * RUNGS_STAMP_SECOND)
/* Ends that wait for the next id. */
#define MAX_WAITING 16

typedef struct
{
  char *id; /* (owned) NULL: none */
  RungsTeamsFacts facts;
  RungsStamp first; /* of all lines that name it */
} Call;

typedef struct
{
  RungsTeamsFacts facts;
  RungsStamp time;
} Waiting;

struct _RungsTeamsCalls
{
  RungsSink *sink;
  gboolean is_log;
  gboolean is_local;
  RungsWalk *walk;
  RungsTeamsFacts
    pending[RUNGS_MAX_WALK_DEPTH + 1]; /* by depth: of objects that are closed already */
  GPtrArray *calls;                    /* Call */
  GHashTable *by_id;
  RungsStamp time; /* of the entry */
  char *last_id;   /* of the last entry that had one */
  RungsStamp last_time;
  gboolean has_id;   /* the entry has one */
  gboolean is_begun; /* its time is known already */
  Waiting waiting[MAX_WAITING];
  guint n_waiting;
  gboolean is_full;
  /* Whose log it is. */
  GString *texts[RUNGS_RECORD_N_TEXTS];
};

static void closed_cb (gpointer user_data, const RungsWalkObject *object);

static void
call_free (gpointer data)
{
  Call *call = data;

  g_free (call->id);
  rungs_teams_facts_clear (&call->facts);
  g_free (call);
}

RungsTeamsCalls *
rungs_teams_calls_new (RungsSink *sink, gboolean is_log)
{
  RungsTeamsCalls *self = g_new0 (RungsTeamsCalls, 1);

  self->sink = sink;
  self->is_log = is_log;
  self->walk = rungs_walk_new (closed_cb, self);
  self->calls = g_ptr_array_new_with_free_func (call_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->time = self->last_time = RUNGS_STAMP_NONE;
  for (guint i = 0; i < G_N_ELEMENTS (self->pending); i++)
    rungs_teams_facts_init (&self->pending[i]);
  for (guint i = 0; i < MAX_WAITING; i++)
    rungs_teams_facts_init (&self->waiting[i].facts);
  return self;
}

void
rungs_teams_calls_free (RungsTeamsCalls *calls)
{
  rungs_walk_free (calls->walk);
  for (guint i = 0; i < G_N_ELEMENTS (calls->pending); i++)
    rungs_teams_facts_clear (&calls->pending[i]);
  for (guint i = 0; i < MAX_WAITING; i++)
    rungs_teams_facts_clear (&calls->waiting[i].facts);
  for (guint i = 0; i < RUNGS_RECORD_N_TEXTS; i++)
    if (calls->texts[i] != NULL)
      g_string_free (calls->texts[i], TRUE);
  g_hash_table_unref (calls->by_id);
  g_ptr_array_unref (calls->calls);
  g_free (calls->last_id);
  g_free (calls);
}

void
rungs_teams_calls_set_log (RungsTeamsCalls *calls, gboolean is_log)
{
  calls->is_log = is_log;
}

void
rungs_teams_calls_set_local (RungsTeamsCalls *calls)
{
  calls->is_local = TRUE;
}

/* ---- calls ---- */

/* @id: empty for a call that has none. NULL: there are too many. */
static Call *
call_of (RungsTeamsCalls *self, RungsSpan id, guint32 line)
{
  g_autofree char *key = id.len > 0 ? rungs_span_dup_utf8 (id) : NULL;
  Call *call = key != NULL ? g_hash_table_lookup (self->by_id, key) : NULL;

  if (call != NULL)
    return call;
  if (self->calls->len == MAX_CLIENT_CALLS)
    {
      if (!self->is_full)
        self->sink->diagnostic (self->sink, line, RUNGS_DIAGNOSTIC_LIMIT,
                                _ ("There are more calls than are read from one file."));
      self->is_full = TRUE;
      return NULL;
    }
  call = g_new0 (Call, 1);
  rungs_teams_facts_init (&call->facts);
  call->first = RUNGS_STAMP_NONE;
  call->id = g_steal_pointer (&key);
  g_ptr_array_add (self->calls, call);
  if (call->id != NULL)
    g_hash_table_insert (self->by_id, call->id, call);
  return call;
}

void
rungs_teams_calls_add (RungsTeamsCalls *calls,
                       RungsSpan id,
                       RungsTeamsFacts *facts,
                       RungsStamp time)
{
  Call *call = call_of (calls, id, facts->line);

  rungs_teams_facts_date (facts, time);
  if (call == NULL)
    {
      rungs_teams_facts_clear (facts);
      return;
    }
  if (time != RUNGS_STAMP_NONE)
    call->first = call->first != RUNGS_STAMP_NONE ? MIN (call->first, time) : time;
  /* Objects about one call lie far apart: the one that tells its end stands for it. */
  if (!calls->is_log && call->facts.end > call->facts.offset)
    {
      if (facts->rank > call->facts.rank)
        call->facts.offset = call->facts.end = 0;
      else
        facts->offset = facts->end = 0;
    }
  rungs_teams_facts_merge (&call->facts, facts);
}

/* ---- ends without an id ---- */

static void
keep_waiting (RungsTeamsCalls *self, RungsTeamsFacts *facts)
{
  Waiting *waiting;

  if (self->n_waiting == MAX_WAITING)
    {
      rungs_teams_calls_add (self, RUNGS_SPAN_NONE, facts, self->time);
      return;
    }
  waiting = &self->waiting[self->n_waiting++];
  rungs_teams_facts_merge (&waiting->facts, facts);
  waiting->time = self->time;
}

static gint64
distance (RungsStamp a, RungsStamp b)
{
  if (a == RUNGS_STAMP_NONE || b == RUNGS_STAMP_NONE)
    return G_MAXINT64;
  return ABS (a - b);
}

/* A line with @id follows (empty: none does): whose are the ends that had none? */
static void
settle (RungsTeamsCalls *self, RungsSpan id, RungsStamp time)
{
  for (guint i = 0; i < self->n_waiting; i++)
    {
      Waiting *waiting = &self->waiting[i];
      gint64 back = distance (waiting->time, self->last_time), on = distance (waiting->time, time);
      RungsSpan nearest = back <= on ? rungs_span_of (self->last_id) : id;

      if (MIN (back, on) > NEAR)
        nearest = RUNGS_SPAN_NONE;
      rungs_teams_calls_add (self, nearest, &waiting->facts, waiting->time);
    }
  self->n_waiting = 0;
}

/* ---- objects ---- */

static void
take_owner (RungsTeamsCalls *self, const RungsWalkObject *object)
{
  static const struct
  {
    RungsWalkField field;
    RungsRecordText text;
  } pairs[] = { { RUNGS_WALK_USER, RUNGS_RECORD_TEXT_USER },
                { RUNGS_WALK_ADDRESS, RUNGS_RECORD_TEXT_ADDRESS },
                { RUNGS_WALK_APP, RUNGS_RECORD_TEXT_APP },
                { RUNGS_WALK_SYSTEM, RUNGS_RECORD_TEXT_SYSTEM } };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      RungsSpan value = object->values[pairs[i].field];

      if (value.len > 0 && self->texts[pairs[i].text] == NULL)
        self->texts[pairs[i].text] = g_string_new_len (value.str, (gssize) value.len);
    }
}

/* The id that the object has for itself. */
static RungsSpan
id_of (const RungsWalkObject *object)
{
  RungsSpan id = rungs_teams_id (object->values[RUNGS_WALK_ID]);
  RungsSpan resource = object->values[RUNGS_WALK_RESOURCE];
  gssize at = rungs_span_find_ci (resource, RUNGS_SPAN ("calls/"));
  gssize slash;

  if (id.len > 0 || at < 0)
    return id;
  resource = rungs_span_skip (resource, (gsize) at + 6);
  slash = rungs_span_find_char (resource, '/');
  return rungs_teams_id (slash >= 0 ? rungs_span_head (resource, (gsize) slash) : resource);
}

/* The payload of an event: only the event around it says what happened. */
static gboolean
is_payload (const RungsWalkObject *object)
{
  return object->depth > 1 && rungs_span_equal_ci (object->name, RUNGS_SPAN ("data"));
}

static void
set_hint (RungsTeamsFacts *facts, RungsSpan id)
{
  if (id.len > 0 && facts->texts[RUNGS_FACT_ID] == NULL)
    facts->texts[RUNGS_FACT_ID] = rungs_span_dup_utf8 (id);
}

/* Objects that are still open know which call it is. */
static gboolean
is_within_call (RungsTeamsCalls *self)
{
  return rungs_walk_value (self->walk, RUNGS_WALK_ID).len > 0
         || rungs_walk_value (self->walk, RUNGS_WALK_RESOURCE).len > 0;
}

static void
take_id (RungsTeamsCalls *self, RungsSpan id, RungsTeamsFacts *facts)
{
  self->has_id = TRUE;
  if (self->is_log && self->time != RUNGS_STAMP_NONE)
    settle (self, id, self->time);
  g_free (self->last_id);
  self->last_id = rungs_span_dup_utf8 (id);
  self->last_time = self->time;
  if (!self->is_log)
    rungs_teams_facts_date (facts,
                            rungs_teams_time (rungs_walk_value (self->walk, RUNGS_WALK_TIME)));
  rungs_teams_calls_add (self, id, facts, self->time);
}

/* A second end is that of another call. */
static gboolean
continues_last (RungsTeamsCalls *self, const RungsTeamsFacts *facts)
{
  const Call *call =
    self->last_id != NULL ? g_hash_table_lookup (self->by_id, self->last_id) : NULL;

  return call != NULL && (facts->code < 0 || call->facts.code < 0);
}

/* Nothing is around these facts any more. */
static void
take_without_id (RungsTeamsCalls *self, RungsTeamsFacts *facts)
{
  g_autofree char *hint = g_steal_pointer (&facts->texts[RUNGS_FACT_ID]);

  if (self->is_log && self->has_id)
    rungs_teams_calls_add (self, rungs_span_of (self->last_id), facts, self->time);
  else if (self->is_log && self->time == RUNGS_STAMP_NONE && continues_last (self, facts))
    /* Without times what stands below an id is about it. */
    rungs_teams_calls_add (self, rungs_span_of (self->last_id), facts, RUNGS_STAMP_NONE);
  else if (facts->rank == 0 && (hint == NULL || facts->marks == 0))
    rungs_teams_facts_clear (facts);
  else if (self->is_log && self->time != RUNGS_STAMP_NONE)
    keep_waiting (self, facts);
  else
    rungs_teams_calls_add (self, rungs_span_of (hint), facts, self->time);
}

static void
closed_cb (gpointer user_data, const RungsWalkObject *object)
{
  RungsTeamsCalls *self = user_data;
  RungsTeamsFacts *facts = &self->pending[object->depth];
  RungsSpan id = id_of (object);
  gboolean is_outermost = object->depth == 0 || (!self->is_log && object->depth == 1);
  gboolean is_dated = object->values[RUNGS_WALK_TIME].len > 0;

  take_owner (self, object);
  rungs_teams_facts_read (facts, object);
  if (id.len > 0 && is_payload (object))
    {
      set_hint (facts, id);
      id = RUNGS_SPAN_NONE;
    }
  else if (id.len == 0 && (facts->rank > 0 || facts->marks != 0))
    set_hint (facts, rungs_teams_id (object->values[RUNGS_WALK_WEAK_ID]));

  if (id.len > 0)
    {
      take_id (self, id, facts);
      /* Beside this object there may be one that knows how the call ended. */
      if (!is_outermost)
        set_hint (&self->pending[object->depth - 1], id);
    }
  else if (is_outermost || (is_dated && facts->rank > 0 && !is_within_call (self)))
    take_without_id (self, facts);
  else if (!rungs_teams_facts_is_empty (facts))
    rungs_teams_facts_merge (&self->pending[object->depth - 1], facts);
}

/* ---- the text ---- */

void
rungs_teams_calls_feed (RungsTeamsCalls *calls, RungsSpan text, guint64 offset, guint32 line)
{
  rungs_walk_feed (calls->walk, text, offset, line);
}

void
rungs_teams_calls_end_line (RungsTeamsCalls *calls)
{
  rungs_walk_end_line (calls->walk);
}

gboolean
rungs_teams_calls_is_within (RungsTeamsCalls *calls)
{
  return rungs_walk_get_depth (calls->walk) > 0;
}

RungsTeamsFacts *
rungs_teams_calls_get_entry (RungsTeamsCalls *calls)
{
  return &calls->pending[0];
}

void
rungs_teams_calls_begin_entry (RungsTeamsCalls *calls, RungsStamp time)
{
  calls->time = time;
  calls->has_id = FALSE;
  calls->is_begun = TRUE;
}

void
rungs_teams_calls_end_entry (RungsTeamsCalls *calls, guint64 end, RungsStamp time)
{
  calls->time = time;
  if (!calls->is_begun)
    calls->has_id = FALSE;
  calls->is_begun = FALSE;
  rungs_walk_end (calls->walk, end);
}

RungsSpan
rungs_teams_calls_last_id (RungsTeamsCalls *calls)
{
  return calls->has_id ? rungs_span_of (calls->last_id) : RUNGS_SPAN_NONE;
}

RungsSpan
rungs_teams_calls_get_user (RungsTeamsCalls *calls)
{
  const GString *user = calls->texts[RUNGS_RECORD_TEXT_USER];

  return user != NULL ? rungs_span (user->str, user->len) : RUNGS_SPAN_NONE;
}

/* ---- records ---- */

static RungsStamp
start_of (const Call *call)
{
  RungsStamp start = call->facts.times[RUNGS_MARK_START];

  if (start != RUNGS_STAMP_NONE)
    return call->first != RUNGS_STAMP_NONE ? MIN (start, call->first) : start;
  start = call->first;
  for (guint i = 0; i < RUNGS_N_MARKS; i++)
    {
      RungsStamp time = call->facts.times[i];

      if (time != RUNGS_STAMP_NONE && (start == RUNGS_STAMP_NONE || time < start))
        start = time;
    }
  return start;
}

static gint
compare_calls_cb (gconstpointer a, gconstpointer b)
{
  const Call *x = *(Call *const *) a, *y = *(Call *const *) b;
  RungsStamp x_start = start_of (x), y_start = start_of (y);

  if (x_start != y_start)
    return x_start < y_start ? -1 : 1;
  return x->facts.offset < y->facts.offset ? -1 : x->facts.offset > y->facts.offset;
}

/* "Cancelled (terminatedReason 12)" where the client says no more. */
static void
set_phrase (RungsSinkRecord *record, const RungsTeamsFacts *facts)
{
  gboolean is_good;
  const char *name = rungs_teams_terminated_name (facts->terminated, &is_good);

  record->texts[RUNGS_RECORD_TEXT_PHRASE] = rungs_span_of (
    facts->texts[RUNGS_FACT_PHRASE] != NULL ? facts->texts[RUNGS_FACT_PHRASE] : name);
}

static void
set_parties (RungsSinkRecord *record, const RungsTeamsFacts *facts)
{
  RungsSpan from = rungs_span_of (facts->texts[RUNGS_FACT_FROM]);
  RungsSpan to = rungs_span_of (facts->texts[RUNGS_FACT_TO]);
  RungsSpan remote = rungs_span_of (facts->texts[RUNGS_FACT_REMOTE]);

  if (remote.len > 0 && facts->direction == RUNGS_TEAMS_CALL_INCOMING)
    from = remote;
  else if (remote.len > 0 && to.len == 0)
    to = remote;
  record->texts[RUNGS_RECORD_TEXT_FROM] = from;
  record->texts[RUNGS_RECORD_TEXT_TO] = to;
  /* Only calls with telephone numbers go through an SBC. */
  if (facts->direction == RUNGS_TEAMS_CALL_INCOMING && from.len > 0 && from.str[0] == '+')
    record->direction = RUNGS_DIRECTION_TO_TEAMS;
  else if (facts->direction == RUNGS_TEAMS_CALL_OUTGOING && to.len > 0 && to.str[0] == '+')
    record->direction = RUNGS_DIRECTION_FROM_TEAMS;
}

static void
emit_call (RungsTeamsCalls *self, const Call *call)
{
  const RungsTeamsFacts *facts = &call->facts;
  RungsSinkRecord record = {
    .kind = RUNGS_RECORD_CLIENT,
    .offset = facts->offset,
    .span = facts->end - facts->offset,
    .line = facts->end_line > 0 ? facts->end_line : facts->line,
    .start = start_of (call),
    .ring = facts->times[RUNGS_MARK_RING],
    .answer = facts->times[RUNGS_MARK_ANSWER],
    .end = facts->times[RUNGS_MARK_END],
    .duration = facts->duration,
    .is_local = self->is_local,
    .outcome = rungs_teams_facts_outcome (facts),
    .code = facts->code,
    .microsoft_code = facts->subcode,
  };

  /* Lines that name an id and tell nothing of its call. */
  if ((facts->marks == 0 && facts->rank == 0) || record.span == 0)
    return;
  for (guint i = 0; i < RUNGS_RECORD_N_TEXTS; i++)
    if (self->texts[i] != NULL)
      record.texts[i] = rungs_span (self->texts[i]->str, self->texts[i]->len);
  set_phrase (&record, facts);
  set_parties (&record, facts);
  record.texts[RUNGS_RECORD_TEXT_TYPE] = rungs_span_of (facts->texts[RUNGS_FACT_TYPE]);
  record.texts[RUNGS_RECORD_TEXT_CORRELATION] = rungs_span_of (call->id);
  self->sink->record (self->sink, &record);
}

void
rungs_teams_calls_emit (RungsTeamsCalls *calls)
{
  settle (calls, RUNGS_SPAN_NONE, RUNGS_STAMP_NONE);
  if (calls->sink->record == NULL)
    return;
  g_ptr_array_sort (calls->calls, compare_calls_cb);
  for (guint i = 0; i < calls->calls->len; i++)
    emit_call (calls, g_ptr_array_index (calls->calls, i));
}
