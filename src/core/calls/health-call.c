/* What is missing of a call. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "calls/health-private.h"
#include "sip/message.h"

/* Messages of one call that are parsed in full to look for faults. */
#define MAX_DEEP_MESSAGES 500

static const RungsMessage *
row_at (RungsTrace *self, const RungsCall *call, guint32 i)
{
  return rungs_rows_at (&self->rows, self->order[call->first_row + i]);
}

/* A message that one witness cut another may have whole. */
static gboolean
is_whole_elsewhere (RungsTrace *self, const RungsCall *call, guint32 message)
{
  const RungsMessage *row = rungs_rows_at (&self->rows, message);
  guint32 original = row->duplicate_of != RUNGS_NONE ? row->duplicate_of : message;

  for (guint32 i = 0; i < call->n_rows; i++)
    {
      guint32 other = self->order[call->first_row + i];
      const RungsMessage *sight = rungs_rows_at (&self->rows, other);

      if ((other == original || sight->duplicate_of == original)
          && !(sight->flags & RUNGS_MESSAGE_DAMAGED))
        return TRUE;
    }
  return FALSE;
}

static void
add_messages (RungsTrace *self, const RungsCall *call, GPtrArray *list)
{
  for (guint32 i = 0; i < call->n_rows; i++)
    {
      guint32 message = self->order[call->first_row + i];
      const RungsMessage *row = rungs_rows_at (&self->rows, message);

      if (row->marks & RUNGS_MARK_CUT)
        {
          if (!is_whole_elsewhere (self, call, message))
            rungs_health_add_message (self, list, RUNGS_HEALTH_CUT, message);
        }
      else if (row->marks & RUNGS_MARK_LENGTH)
        rungs_health_add_message (self, list, RUNGS_HEALTH_LENGTH, message);
      else if (row->marks & RUNGS_MARK_HEADERS)
        rungs_health_add_message (self, list, RUNGS_HEALTH_HEADERS, message);
    }
}

typedef struct
{
  guint input;
  guint32 from, to; /* lines */
} Span;

/* The part of each input that the call lies in. */
static GArray *
spans_of (RungsTrace *self, const RungsCall *call)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (Span));

  for (guint32 i = 0; i < call->n_rows; i++)
    {
      const RungsMessage *row = row_at (self, call, i);
      Span *span = NULL, fresh = { row->input, row->line, row->line };

      for (guint k = 0; k < spans->len && span == NULL; k++)
        if (g_array_index (spans, Span, k).input == row->input)
          span = &g_array_index (spans, Span, k);
      if (span == NULL)
        {
          g_array_append_val (spans, fresh);
          continue;
        }
      span->from = MIN (span->from, row->line);
      span->to = MAX (span->to, row->line);
    }
  return spans;
}

static void
add_diagnostics (RungsTrace *self, const RungsCall *call, GPtrArray *list)
{
  g_autoptr (GArray) spans = NULL;

  /* One row a day of keepalives lies over everything that ever went wrong. */
  if (self->diagnostics->len == 0 || call->kind != RUNGS_KIND_INVITE)
    return;
  spans = spans_of (self, call);
  for (guint i = 0; i < self->diagnostics->len; i++)
    {
      const RungsDiagnostic *diagnostic = self->diagnostics->pdata[i];
      gboolean is_lost = diagnostic->kind == RUNGS_DIAGNOSTIC_LOST_RECORDS;

      if (!is_lost && diagnostic->kind != RUNGS_DIAGNOSTIC_CLOCK_JUMP)
        continue;
      for (guint k = 0; k < spans->len; k++)
        {
          const Span *span = &g_array_index (spans, Span, k);

          if (span->input == diagnostic->input && diagnostic->line >= span->from
              && diagnostic->line <= span->to)
            rungs_health_add (list, is_lost ? RUNGS_HEALTH_LOST_RECORDS : RUNGS_HEALTH_CLOCK_JUMP,
                              diagnostic->input, diagnostic->line, RUNGS_NONE);
        }
    }
}

static void
add_ends (RungsTrace *self, const RungsCall *call, GPtrArray *list)
{
  if (call->n_rows == 0)
    return;
  if (call->lacks_begin)
    rungs_health_add_message (self, list, RUNGS_HEALTH_BEGINS_OUTSIDE,
                              self->order[call->first_row]);
  if (call->lacks_end)
    rungs_health_add_message (self, list, RUNGS_HEALTH_ENDS_OUTSIDE,
                              self->order[call->first_row + call->n_rows - 1]);
}

/* What a leg has shown. */
typedef struct
{
  guint32 first; /* message, or RUNGS_NONE */
  guint32 n;
  gboolean has_request, has_response;
  /* somebody sent what is sent to whom has answered: ACK, PRACK, BYE with a To tag */
  gboolean was_answered;
} Leg;

/* Answers without questions, or one who goes on as if he had been answered. An INVITE that is
 * repeated and never answered is no such thing: it may have been so. */
static void
add_direction (RungsTrace *self, const RungsCall *call, GPtrArray *list)
{
  g_autofree Leg *legs = NULL;

  if (call->kind != RUNGS_KIND_INVITE || call->n_legs == 0)
    return;
  legs = g_new0 (Leg, call->n_legs);
  for (guint32 i = 0; i < call->n_legs; i++)
    legs[i].first = RUNGS_NONE;
  for (guint32 i = 0; i < call->n_rows; i++)
    {
      const RungsMessage *row = row_at (self, call, i);
      Leg *leg = &legs[row->leg - call->first_leg];

      leg->n++;
      leg->has_request |= row->code == 0;
      leg->has_response |= row->code != 0;
      leg->was_answered |= row->code == 0 && row->flags & RUNGS_MESSAGE_TO_TAG
                           && (row->method == self->methods[RUNGS_METHOD_ACK]
                               || row->method == self->methods[RUNGS_METHOD_PRACK]
                               || row->method == self->methods[RUNGS_METHOD_BYE]);
      if (leg->first == RUNGS_NONE)
        leg->first = self->order[call->first_row + i];
    }
  for (guint32 i = 0; i < call->n_legs; i++)
    if (legs[i].n > 1 && (!legs[i].has_request || (!legs[i].has_response && legs[i].was_answered)))
      rungs_health_add_message (self, list, RUNGS_HEALTH_ONE_DIRECTION, legs[i].first);
}

static void
add_refused (RungsTrace *self, const RungsCall *call, GPtrArray *list)
{
  for (guint32 i = 0; i < MIN (call->n_rows, MAX_DEEP_MESSAGES); i++)
    {
      guint32 message = self->order[call->first_row + i];
      g_autoptr (GBytes) bytes = rungs_trace_read_message (self, message, NULL);
      g_autoptr (RungsSipMessage) parsed = NULL;
      gsize len;
      const char *str;

      if (bytes == NULL)
        continue;
      str = g_bytes_get_data (bytes, &len);
      parsed = rungs_sip_message_new (rungs_span (str, len));
      if (!parsed->accepted)
        rungs_health_add_message (self, list, RUNGS_HEALTH_REFUSED, message);
    }
}

GPtrArray *
rungs_trace_call_health (RungsTrace *self, const RungsCall *call, gboolean deep)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_health_free);

  g_return_val_if_fail (RUNGS_IS_TRACE (self) && call != NULL, list);

  add_messages (self, call, list);
  add_diagnostics (self, call, list);
  add_ends (self, call, list);
  add_direction (self, call, list);
  if (deep)
    add_refused (self, call, list);
  rungs_health_finish (list, TRUE, rungs_trace_is_partial (self));
  return list;
}

char *
rungs_health_caveat (RungsTrace *self, const RungsCall *call)
{
  g_autoptr (GPtrArray) list = rungs_trace_call_health (self, call, FALSE);
  g_autoptr (GString) texts = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    {
      const RungsHealth *health = list->pdata[i];

      if (!rungs_health_weakens (health->kind) || health->kind == RUNGS_HEALTH_ENDS_OUTSIDE)
        continue;
      g_string_append_printf (texts, " %s", health->text);
    }
  if (texts->len == 0)
    return NULL;
  /* Translators: sentences follow that say what is missing. */
  return g_strconcat (_ ("This is based on an incomplete call."), texts->str, NULL);
}
