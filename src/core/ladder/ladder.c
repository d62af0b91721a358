/* A call to lanes and rows. One pass over its messages with tables beside it: a call of 10,000
 * messages (an OPTIONS row, a registration storm) takes as long per message as one of ten. */
#include "config.h"

#include "ladder/ladder.h"

#include <glib/gi18n-lib.h>

#include "ladder/lanes.h"
#include "ladder/plain.h"
#include "ladder/record-events.h"
#include "ladder/witnesses.h"

/* Characters of a phrase or an event that a row keeps: status lines of 60 KiB exist in fuzzers
 * only. */
#define MAX_LABEL 200
#define MAX_EVENT 500

/* What two sendings of one message have in common (RFC 3261 17.1.1.2: same branch, so same
 * bytes). */
typedef struct
{
  guint32 leg, cseq, branch, from_tag, to_tag, src;
  RungsString method;
  guint16 code, input;
} Sending;

typedef struct
{
  RungsTrace *trace;
  const RungsCall *call;
  RungsLadder *ladder;
  RungsLanes *lanes;
  GHashTable *rows_of;  /* message + 1 -> RungsRow of the witness that is drawn */
  GHashTable *in_call;  /* message + 1: all messages of the call that are no duplicates */
  GHashTable *sendings; /* Sending -> count */
  RungsStamp last_time; /* of the arrow or event before */
  RungsStamp last_arrow;
  guint8 last_facts; /* RungsTimeFacts of it */
} Builder;

static guint
sending_hash (gconstpointer key)
{
  return (guint) rungs_span_hash (rungs_span (key, sizeof (Sending)));
}

static gboolean
sending_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (Sending)) == 0;
}

static void
row_free (gpointer data)
{
  RungsRow *row = data;

  g_clear_pointer (&row->witnesses, g_ptr_array_unref);
  g_free (row->label);
  g_free (row->detail);
  g_free (row);
}

const RungsLadder *
rungs_ladder_ref (const RungsLadder *ladder)
{
  g_return_val_if_fail (ladder != NULL, NULL);
  g_atomic_ref_count_inc (&((RungsLadder *) ladder)->refs);
  return ladder;
}

void
rungs_ladder_unref (const RungsLadder *ladder)
{
  RungsLadder *mine = (RungsLadder *) ladder;

  if (mine == NULL || !g_atomic_ref_count_dec (&mine->refs))
    return;
  g_ptr_array_unref (mine->lanes);
  g_ptr_array_unref (mine->rows);
  g_free (mine);
}

/* The message that @message is another witness's copy of. A chain of copies ends: each step goes to
 * a smaller count of steps left, so a loop in wrong data ends too. */
static guint32
original_of (RungsTrace *trace, guint32 message)
{
  for (guint i = 0; i < 8; i++)
    {
      const RungsMessage *row = rungs_trace_get_message (trace, message);

      if (row->duplicate_of == RUNGS_NONE
          || row->duplicate_of >= rungs_trace_get_n_messages (trace))
        break;
      message = row->duplicate_of;
    }
  return message;
}

static guint
count_sending (Builder *builder, const RungsMessage *message)
{
  Sending key;
  Sending *kept;
  guint n;

  memset (&key, 0, sizeof key); /* padding is hashed too */
  key.leg = message->leg;
  key.cseq = message->cseq;
  key.branch = message->branch;
  key.from_tag = message->from_tag;
  key.to_tag = message->to_tag;
  key.src = message->src;
  key.method = message->method;
  key.code = message->code;
  key.input = message->input;
  n = GPOINTER_TO_UINT (g_hash_table_lookup (builder->sendings, &key)) + 1;
  kept = g_memdup2 (&key, sizeof key);
  g_hash_table_replace (builder->sendings, kept, GUINT_TO_POINTER (n));
  return n;
}

static char *
detail_of (Builder *builder, const RungsMessage *message)
{
  g_autofree char *phrase = NULL;
  const char *method = rungs_trace_string (builder->trace, message->method);

  if (message->code == 0)
    return g_strdup ("");
  phrase = rungs_plain_line (rungs_span_of (rungs_trace_string (builder->trace, message->phrase)),
                             MAX_LABEL);
  /* In a call a bare "200 OK" is the answer to the INVITE; to anything else it says so. */
  if (builder->call->kind == RUNGS_KIND_INVITE && method[0] != '\0'
      && strcmp (method, "INVITE") != 0)
    {
      g_autofree char *name = rungs_plain_line (rungs_span_of (method), 32);

      return g_strdup_printf (phrase[0] != '\0' ? "%s (%s)" : "%s(%s)", phrase, name);
    }
  return g_steal_pointer (&phrase);
}

static char *
label_of (Builder *builder, const RungsMessage *message)
{
  if (message->code != 0)
    return g_strdup_printf ("%u", message->code);
  return rungs_plain_line (rungs_span_of (rungs_trace_string (builder->trace, message->method)),
                           32);
}

static RungsRow *
arrow_new (Builder *builder, guint index, guint32 number)
{
  const RungsMessage *message = rungs_trace_get_message (builder->trace, number);
  RungsRow *row = g_new0 (RungsRow, 1);
  guint nth = count_sending (builder, message);

  row->kind = RUNGS_ROW_ARROW;
  rungs_lanes_add (builder->lanes, message, &row->from, &row->to);
  row->message = number;
  row->index = index;
  row->time = message->time;
  row->facts = message->facts;
  row->label = label_of (builder, message);
  row->detail = detail_of (builder, message);
  row->has_sdp = (message->flags & RUNGS_MESSAGE_SDP) != 0;
  row->failing = (message->flags & RUNGS_MESSAGE_FAILING) != 0;
  row->deciding = (message->flags & RUNGS_MESSAGE_DECIDING) != 0;
  row->problem = (message->flags & RUNGS_MESSAGE_PROBLEM) != 0;
  row->damaged = (message->flags & RUNGS_MESSAGE_DAMAGED) != 0;
  row->retransmission = (message->flags & RUNGS_MESSAGE_RETRANSMISSION) != 0;
  /* The first sending may lie before the log begins. */
  row->nth = row->retransmission ? MAX (nth, 2) : 1;
  row->copies = 1;
  row->input = message->input;
  row->line = message->line;
  return row;
}

static void
add_gap (Builder *builder, RungsStamp time)
{
  RungsRow *gap;

  if (time == RUNGS_STAMP_NONE)
    return;
  if (builder->last_time != RUNGS_STAMP_NONE && time - builder->last_time > RUNGS_LADDER_GAP)
    {
      gap = g_new0 (RungsRow, 1);
      gap->kind = RUNGS_ROW_GAP;
      gap->message = RUNGS_NONE;
      gap->time = builder->last_time;
      gap->step = time - builder->last_time;
      gap->label = rungs_stamp_duration (gap->step / 1000);
      gap->detail = g_strdup ("");
      g_ptr_array_add (builder->ladder->rows, gap);
    }
  builder->last_time = time;
}

static void
add_event (Builder *builder, const RungsEvent *event)
{
  RungsRow *row = g_new0 (RungsRow, 1);

  add_gap (builder, event->time);
  row->kind = RUNGS_ROW_EVENT;
  /* Device numbers until the lanes are all known: an event may come before its device's first
   * message. */
  row->from = event->device;
  row->message = RUNGS_NONE;
  row->time = event->time;
  row->label = rungs_plain_line (rungs_span_of (event->text), MAX_EVENT);
  row->detail = g_strdup ("");
  row->copies = 1;
  row->input = event->input;
  row->line = event->line;
  g_ptr_array_add (builder->ladder->rows, row);
}

/* TRUE when @event was said before @row: by time, and for equal or missing stamps by its place in
 * the file. */
static gboolean
is_before (const RungsEvent *event, const RungsRow *row)
{
  if (event->time != RUNGS_STAMP_NONE && row->time != RUNGS_STAMP_NONE && event->time != row->time)
    return event->time < row->time;
  if (event->input != row->input)
    return event->input < row->input;
  return event->line < row->line;
}

static void
add_copy (Builder *builder, RungsRow *row, guint32 number)
{
  const RungsMessage *copy = rungs_trace_get_message (builder->trace, number);

  row->copies++;
  rungs_witnesses_add (builder->trace, row, number);
  row->failing |= (copy->flags & RUNGS_MESSAGE_FAILING) != 0;
  row->deciding |= (copy->flags & RUNGS_MESSAGE_DECIDING) != 0;
  row->problem |= (copy->flags & RUNGS_MESSAGE_PROBLEM) != 0;
  row->has_sdp |= (copy->flags & RUNGS_MESSAGE_SDP) != 0;
  /* What one witness lost another may have whole. */
  row->damaged &= (copy->flags & RUNGS_MESSAGE_DAMAGED) != 0;
}

/* A copy of a message that is drawn: counted there. FALSE when it has to be drawn itself. */
static gboolean
fold_copy (Builder *builder, guint32 number, GArray *waiting)
{
  guint32 original = original_of (builder->trace, number);
  RungsRow *row;
  guint from, to;

  if (original == number)
    return FALSE;
  row = g_hash_table_lookup (builder->rows_of, GUINT_TO_POINTER (original + 1));
  if (row == NULL && !g_hash_table_contains (builder->in_call, GUINT_TO_POINTER (original + 1)))
    return FALSE;
  /* The other witness may know the ends by other addresses. */
  rungs_lanes_add (builder->lanes, rungs_trace_get_message (builder->trace, number), &from, &to);
  if (row != NULL)
    add_copy (builder, row, number);
  else
    g_array_append_val (waiting, number);
  return TRUE;
}

static void
add_rows (Builder *builder, GPtrArray *events)
{
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint next = 0, n_events = events != NULL ? events->len : 0;

  for (guint i = 0; i < builder->call->n_rows; i++)
    {
      guint32 number = rungs_trace_get_row (builder->trace, builder->call, i);
      guint32 key;
      RungsRow *row;

      if (fold_copy (builder, number, waiting))
        continue;
      row = arrow_new (builder, i, number);
      for (; next < n_events && is_before (g_ptr_array_index (events, next), row); next++)
        add_event (builder, g_ptr_array_index (events, next));
      add_gap (builder, row->time);
      if (row->time != RUNGS_STAMP_NONE)
        {
          if (builder->last_arrow != RUNGS_STAMP_NONE)
            row->step = row->time - builder->last_arrow;
          row->step_facts = row->facts & builder->last_facts;
          builder->last_arrow = row->time;
          builder->last_facts = row->facts;
        }
      g_ptr_array_add (builder->ladder->rows, row);
      key = original_of (builder->trace, number);
      g_hash_table_insert (builder->rows_of, GUINT_TO_POINTER (key + 1), row);
    }
  for (; next < n_events; next++)
    add_event (builder, g_ptr_array_index (events, next));

  for (guint i = 0; i < waiting->len; i++)
    {
      guint32 number = g_array_index (waiting, guint32, i);
      guint32 original = original_of (builder->trace, number);
      RungsRow *row = g_hash_table_lookup (builder->rows_of, GUINT_TO_POINTER (original + 1));

      if (row != NULL)
        add_copy (builder, row, number);
    }
}

/* From order of appearance to order of standing. */
static void
place_rows (Builder *builder)
{
  g_autofree guint *place = NULL;
  GPtrArray *rows = builder->ladder->rows;

  for (guint i = 0; i < rows->len; i++)
    {
      RungsRow *row = g_ptr_array_index (rows, i);

      if (row->kind == RUNGS_ROW_EVENT)
        row->from = row->to = rungs_lanes_find (builder->lanes, row->from);
    }
  builder->ladder->lanes = rungs_lanes_finish (builder->lanes, &place);
  for (guint i = 0; i < rows->len; i++)
    {
      RungsRow *row = g_ptr_array_index (rows, i);

      if (row->kind == RUNGS_ROW_GAP)
        continue;
      row->from = place[row->from];
      row->to = place[row->to];
    }
}

const char *
rungs_ladder_zone_word (RungsTrace *trace, const RungsCall *call)
{
  if (rungs_trace_call_is_utc (trace, call))
    return _ ("UTC");
  for (guint i = 0; i < call->n_rows; i++)
    {
      guint32 number = rungs_trace_get_row (trace, call, i);

      if (rungs_trace_get_input (trace, rungs_trace_get_message (trace, number)->input)->utc)
        return _ ("mixed zones");
    }
  return _ ("local time");
}

char *
rungs_call_start (RungsTrace *trace, const RungsCall *call)
{
  guint facts = rungs_trace_call_facts (trace, call);
  gboolean utc = rungs_trace_call_is_utc (trace, call);
  g_autofree char *start = rungs_stamp_to_text (call->start, facts);
  const char *missing = (facts & RUNGS_TIME_DATE_GUESSED) != 0   ? _ ("the date is not in the log")
                        : (facts & RUNGS_TIME_YEAR_GUESSED) != 0 ? _ ("the year is not in the log")
                                                                 : NULL;
  int minutes = 0;

  if (start == NULL)
    return NULL;
  if (utc && rungs_trace_call_zone (trace, call, &minutes))
    {
      RungsStamp own = call->start + minutes * RUNGS_STAMP_MINUTE;
      g_autofree char *clock = own / RUNGS_STAMP_DAY == call->start / RUNGS_STAMP_DAY
                                 ? rungs_stamp_to_clock_as (own, facts)
                                 : rungs_stamp_to_text (own, facts);

      return missing != NULL
               /* Translators: a time in UTC, the same time as the log has it, "the year is not in
                * the log" */
               ? g_strdup_printf (_ ("%s UTC (%s in the log; %s)"), start, clock, missing)
               /* Translators: a time in UTC, the same time as the log has it */
               : g_strdup_printf (_ ("%s UTC (%s in the log)"), start, clock);
    }
  if (missing == NULL)
    return g_strdup_printf ("%s %s", start, utc ? _ ("UTC") : _ ("(local time)"));
  return utc ? g_strdup_printf (_ ("%s UTC (%s)"), start, missing)
             /* Translators: a time, "the date is not in the log" */
             : g_strdup_printf (_ ("%s (local time; %s)"), start, missing);
}

RungsLadder *
rungs_ladder_new (RungsTrace *trace, const RungsCall *call, GPtrArray *events)
{
  g_autoptr (RungsLanes) lanes = NULL;
  g_autoptr (GHashTable) rows_of = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) in_call = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) sendings =
    g_hash_table_new_full (sending_hash, sending_equal, g_free, NULL);
  RungsRecordEvents record_events;
  Builder builder = { 0 };

  g_return_val_if_fail (RUNGS_IS_TRACE (trace), NULL);
  g_return_val_if_fail (call != NULL, NULL);

  lanes = rungs_lanes_new (trace);
  builder.trace = trace;
  builder.call = call;
  builder.lanes = lanes;
  builder.rows_of = rows_of;
  builder.in_call = in_call;
  builder.sendings = sendings;
  builder.last_time = builder.last_arrow = RUNGS_STAMP_NONE;
  builder.ladder = g_new0 (RungsLadder, 1);
  g_atomic_ref_count_init (&builder.ladder->refs);
  builder.ladder->call = call->id - 1;
  builder.ladder->zone = rungs_ladder_zone_word (trace, call);
  builder.ladder->rows = g_ptr_array_new_with_free_func (row_free);

  for (guint i = 0; i < call->n_rows; i++)
    {
      guint32 number = rungs_trace_get_row (trace, call, i);

      if (rungs_trace_get_message (trace, number)->duplicate_of == RUNGS_NONE)
        g_hash_table_add (in_call, GUINT_TO_POINTER (number + 1));
    }
  rungs_record_events_init (&record_events, trace, call, events);
  for (guint i = 0; i < record_events.made->len; i++)
    rungs_lanes_add_device (
      lanes, ((const RungsEvent *) g_ptr_array_index (record_events.made, i))->device);
  add_rows (&builder, record_events.all);
  place_rows (&builder);
  rungs_record_events_clear (&record_events);
  return builder.ladder;
}
