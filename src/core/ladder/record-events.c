#include "config.h"

#include "ladder/record-events.h"

#include <glib/gi18n-lib.h>

/* A record that was put beside messages by its INVITE alone stands there for want of anything
 * better. */
static gboolean
is_placed_by_guess (const RungsRecord *record)
{
  return record->leg != RUNGS_NONE && !record->is_clock_known;
}

/* @text: (transfer full) */
static void
add (RungsRecordEvents *self, const RungsRecord *record, RungsStamp time, char *text)
{
  RungsEvent *event = g_new0 (RungsEvent, 1);

  if (is_placed_by_guess (record))
    {
      char *more = g_strdup_printf (_ ("%s (clock not measured)"), text);
      g_free (text);
      text = more;
    }

  event->input = record->input;
  event->line = record->line;
  event->offset = record->offset;
  event->time = time != RUNGS_STAMP_NONE ? time + record->ahead : time;
  event->text = text;
  event->device = record->device;
  g_ptr_array_add (self->made, event);
}

/* "488 CannotSupportAnyMedia (531000)". (transfer full) */
static char *
result_text (RungsTrace *trace, const RungsRecord *record)
{
  GString *text = g_string_new (NULL);
  const char *phrase = rungs_trace_string (trace, record->texts[RUNGS_RECORD_TEXT_PHRASE]);

  if (record->aadsts != 0)
    g_string_append_printf (text, "AADSTS%u", record->aadsts);
  if (record->code >= 0)
    g_string_append_printf (text, "%d", record->code);
  if (*phrase != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", phrase);
  if (record->microsoft_code >= 0)
    g_string_append_printf (text, "%s(%d)", text->len > 0 ? " " : "", record->microsoft_code);
  return g_string_free (text, FALSE);
}

static void
add_sign_in (RungsRecordEvents *self, RungsTrace *trace, const RungsRecord *record)
{
  g_autofree char *result = result_text (trace, record);

  add (self, record, record->start,
       record->outcome == RUNGS_OUTCOME_GOOD  ? g_strdup (_ ("signed in"))
       : record->outcome == RUNGS_OUTCOME_BAD ? g_strdup_printf (_ ("sign-in refused: %s"), result)
                                              : g_strdup_printf (_ ("sign-in: %s"), result));
}

static void
add_call (RungsRecordEvents *self, RungsTrace *trace, const RungsRecord *record)
{
  RungsStamp end = record->end;
  g_autofree char *result = result_text (trace, record);

  if (record->start != RUNGS_STAMP_NONE)
    add (self, record, record->start,
         g_strdup (record->kind == RUNGS_RECORD_PSTN               ? _ ("call begun")
                   : record->direction == RUNGS_DIRECTION_TO_TEAMS ? _ ("INVITE received")
                                                                   : _ ("INVITE sent")));
  if (record->answer != RUNGS_STAMP_NONE && record->kind == RUNGS_RECORD_CALL)
    add (self, record, record->answer, g_strdup (_ ("answered")));
  if (end == RUNGS_STAMP_NONE)
    end = record->answer != RUNGS_STAMP_NONE ? record->answer : record->start;
  add (self, record, end,
       *result != '\0' ? g_strdup_printf (_ ("ended: %s"), result) : g_strdup (_ ("ended")));
}

static const char *
stage_text (const RungsRecord *record)
{
  switch ((RungsFailureStage) record->stage)
    {
    case RUNGS_STAGE_SETUP:
      return _ ("call record: failed in setup");
    case RUNGS_STAGE_MIDCALL:
      return _ ("call record: broke off");
    case RUNGS_STAGE_UNKNOWN:
      return _ ("call record: failed");
    case RUNGS_STAGE_NONE:
    default:
      return _ ("call record: ended");
    }
}

/* The record of a call says when the first one joined and the last one left. It stands in the lane
 * of the rows: a lane of its own would push the arrows aside. */
static void
add_media (RungsRecordEvents *self, RungsTrace *trace, const RungsRecord *record)
{
  const char *reason = rungs_trace_string (trace, record->texts[RUNGS_RECORD_TEXT_PHRASE]);
  g_autofree char *media =
    record->n_marked > 0 ? g_strdup (_ ("; media out of bounds")) : g_strdup ("");

  add (self, record, record->start, g_strdup (_ ("call record: begun")));
  if (record->end != RUNGS_STAMP_NONE || record->stage != RUNGS_STAGE_NONE)
    add (self, record, record->end != RUNGS_STAMP_NONE ? record->end : record->start,
         *reason != '\0' ? g_strdup_printf ("%s: %s%s", stage_text (record), reason, media)
                         : g_strdup_printf ("%s%s", stage_text (record), media));
}

/* The states that the client went through. */
static void
add_client (RungsRecordEvents *self, RungsTrace *trace, const RungsRecord *record)
{
  g_autofree char *result = result_text (trace, record);
  gboolean is_over = record->end != RUNGS_STAMP_NONE || *result != '\0';

  if (record->start != RUNGS_STAMP_NONE && record->start != record->ring
      && (record->start != record->end || !is_over))
    add (self, record, record->start, g_strdup (_ ("started")));
  if (record->ring != RUNGS_STAMP_NONE)
    add (self, record, record->ring, g_strdup (_ ("ringing")));
  if (record->answer != RUNGS_STAMP_NONE)
    add (self, record, record->answer, g_strdup (_ ("connected")));
  if (is_over)
    add (self, record, record->end,
         *result != '\0' ? g_strdup_printf (_ ("ended: %s"), result) : g_strdup (_ ("ended")));
}

static void
add_number (RungsRecordEvents *self, RungsTrace *trace, const RungsRecord *record)
{
  const char *command = rungs_trace_string (trace, record->texts[RUNGS_RECORD_TEXT_TYPE]);
  g_autofree char *result = result_text (trace, record);

  if (*command != '\0')
    add (self, record, record->start, g_strdup (command));
  add (self, record, record->start, g_strdup_printf (_ ("refused: %s"), result));
}

static gint
compare_cb (gconstpointer a, gconstpointer b)
{
  const RungsEvent *x = *(RungsEvent *const *) a, *y = *(RungsEvent *const *) b;

  if (x->time != y->time && x->time != RUNGS_STAMP_NONE && y->time != RUNGS_STAMP_NONE)
    return x->time < y->time ? -1 : 1;
  if (x->input != y->input)
    return x->input < y->input ? -1 : 1;
  return x->offset < y->offset ? -1 : x->offset > y->offset;
}

void
rungs_record_events_init (RungsRecordEvents *self,
                          RungsTrace *trace,
                          const RungsCall *call,
                          GPtrArray *events)
{
  self->all = g_ptr_array_new ();
  self->made = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_event_free);
  for (guint i = 0; i < call->n_records; i++)
    {
      const RungsRecord *record =
        rungs_trace_get_record (trace, rungs_trace_get_call_record (trace, call, i));

      if (record->kind == RUNGS_RECORD_SIGN_IN)
        add_sign_in (self, trace, record);
      else if (record->kind == RUNGS_RECORD_CLIENT)
        add_client (self, trace, record);
      else if (record->kind == RUNGS_RECORD_MEDIA)
        add_media (self, trace, record);
      else if (record->kind == RUNGS_RECORD_NUMBER)
        add_number (self, trace, record);
      else
        add_call (self, trace, record);
    }
  if (events != NULL)
    g_ptr_array_extend (self->all, events, NULL, NULL);
  g_ptr_array_extend (self->all, self->made, NULL, NULL);
  /* Merge sort: what is equal keeps its order. */
  if (self->made->len > 0)
    g_ptr_array_sort (self->all, compare_cb);
}

void
rungs_record_events_clear (RungsRecordEvents *self)
{
  g_clear_pointer (&self->all, g_ptr_array_unref);
  g_clear_pointer (&self->made, g_ptr_array_unref);
}
