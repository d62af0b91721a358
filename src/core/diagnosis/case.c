/* Which messages decided a call, as the trace marked them; reading those. */
#include "config.h"

#include "case.h"

#include "base/limits.h"

/* Onward of the answer that the caller got: within this time it is the answer's reason (as in
 * trace/state-call.c). */
#define TOGETHER (2 * RUNGS_STAMP_SECOND)

static void
exhibit_free (gpointer data)
{
  RungsExhibit *exhibit = data;

  g_clear_pointer (&exhibit->bytes, g_bytes_unref);
  g_free (exhibit);
}

static gboolean
is_failing (const RungsMessage *row)
{
  return (row->flags & RUNGS_MESSAGE_FAILING) && !(row->flags & RUNGS_MESSAGE_DUPLICATE);
}

static guint32
device_of (const RungsCase *self, guint32 endpoint)
{
  return endpoint != RUNGS_NONE ? rungs_trace_get_endpoint (self->trace, endpoint)->device
                                : RUNGS_NONE;
}

/* Ends that the log does not name are nobody's. */
static gboolean
same_device (const RungsCase *self, guint32 a, guint32 b)
{
  return device_of (self, a) != RUNGS_NONE && device_of (self, a) == device_of (self, b);
}

/* The request that @answer answers. */
static guint32
find_request (const RungsCase *self, guint32 answer)
{
  const RungsMessage *row = rungs_case_row (self, answer);

  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_trace_get_row (self->trace, self->call, i);
      const RungsMessage *other = rungs_case_row (self, message);

      if (other->code == 0 && other->leg == row->leg && other->method == row->method
          && other->cseq == row->cseq
          && (other->branch == row->branch || other->branch == 0 || row->branch == 0))
        return message;
    }
  return RUNGS_NONE;
}

/* The device that answered the caller had asked another one first: what that said, or that it said
 * nothing. */
static void
look_onward (RungsCase *self)
{
  const RungsMessage *answer = rungs_case_row (self, self->answer);

  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_trace_get_row (self->trace, self->call, i);
      const RungsMessage *row = rungs_case_row (self, message);
      gint64 gap;

      if (!is_failing (row) || row->method != answer->method || row->leg == answer->leg)
        continue;
      if (row->code == 0 && same_device (self, row->src, answer->src))
        {
          RungsExchange exchange;

          rungs_case_exchange (self, message, &exchange);
          if (exchange.first_final == RUNGS_NONE)
            self->waiting = exchange.first_request;
        }
      gap = rungs_case_between (self, message, self->answer);
      if (row->code >= 300 && row->code != answer->code && same_device (self, row->dst, answer->src)
          && !same_device (self, row->src, answer->src) && gap <= TOGETHER)
        {
          self->cause = message;
          self->cause_request = find_request (self, message);
        }
    }
}

/* A dropped call: the answer that is to blame, when it was one. */
static void
look_for_fault (RungsCase *self)
{
  const RungsMessage *request =
    self->request != RUNGS_NONE ? rungs_case_row (self, self->request) : NULL;

  if (self->answer != RUNGS_NONE && rungs_case_row (self, self->answer)->code == 0)
    {
      self->bye = self->answer;
      self->answer = RUNGS_NONE;
    }
  if (self->answer != RUNGS_NONE || request == NULL)
    return;
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_trace_get_row (self->trace, self->call, i);
      const RungsMessage *row = rungs_case_row (self, message);

      if (is_failing (row) && row->code >= 300 && row->leg == request->leg
          && row->cseq == request->cseq && row->method == request->method)
        self->answer = message;
    }
}

/* A re-INVITE or UPDATE of one side that the device in the middle passed on and whose refusal it
 * passed back: the other leg's answer is the one to explain. */
static void
look_behind (RungsCase *self)
{
  const RungsMessage *answer =
    self->answer != RUNGS_NONE ? rungs_case_row (self, self->answer) : NULL;

  if (answer == NULL || answer->code < 300 || self->request == RUNGS_NONE)
    return;
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_trace_get_row (self->trace, self->call, i), request;
      const RungsMessage *row = rungs_case_row (self, message);
      gint64 gap = rungs_case_between (self, message, self->answer);

      if (message == self->answer)
        return;
      if (row->code != answer->code || row->method != answer->method || row->leg == answer->leg
          || (row->flags & RUNGS_MESSAGE_DUPLICATE) || gap < 0 || gap > TOGETHER
          || !same_device (self, row->dst, answer->src))
        continue;
      request = find_request (self, message);
      if (request == RUNGS_NONE || rungs_case_between (self, self->request, request) < 0)
        continue;
      self->answer = message;
      self->request = request;
      return;
    }
}

void
rungs_case_init (RungsCase *self, RungsTrace *trace, const RungsCall *call, GPtrArray *findings)
{
  *self = (RungsCase){
    .trace = trace,
    .call = call,
    .final = call->final,
    .request = call->failing_request,
    .answer = call->failing_response,
    .cause = RUNGS_NONE,
    .cause_request = RUNGS_NONE,
    .waiting = RUNGS_NONE,
    .bye = RUNGS_NONE,
    .record = RUNGS_NONE,
    .exhibits = g_ptr_array_new_with_free_func (exhibit_free),
    .findings = findings,
  };
  if (call->state == RUNGS_STATE_DROPPED)
    {
      look_for_fault (self);
      look_behind (self);
    }
  else if (call->state == RUNGS_STATE_FAILED && self->answer != RUNGS_NONE)
    look_onward (self);
}

void
rungs_case_clear (RungsCase *self)
{
  g_clear_pointer (&self->exhibits, g_ptr_array_unref);
  g_clear_pointer (&self->caller_tags, g_free);
}

/* Of the INVITE that a leg began with: of the attempt that was answered, else of the first one. */
static void
find_caller_tags (RungsCase *self)
{
  g_autofree gboolean *is_answered = g_new0 (gboolean, MAX (self->call->n_legs, 1));

  self->caller_tags = g_new0 (RungsString, MAX (self->call->n_legs, 1));
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);
      guint32 leg = row->leg - self->call->first_leg;
      gboolean is_success = row->code >= 200 && row->code < 300;

      if (row->from_tag == 0 || is_answered[leg] || !rungs_case_is (self, message, "INVITE")
          || (row->code == 0 && (row->flags & RUNGS_MESSAGE_TO_TAG))
          || (self->caller_tags[leg] != 0 && !is_success))
        continue;
      self->caller_tags[leg] = row->from_tag;
      is_answered[leg] = is_success;
    }
}

/* The request of @row went from where the leg's INVITE went to, to where that came from. */
static gboolean
goes_back (const RungsCase *self, const RungsMessage *row)
{
  const RungsLeg *leg =
    rungs_trace_get_leg (self->trace, self->call, row->leg - self->call->first_leg);
  guint32 from = row->code == 0 ? row->src : row->dst, to = row->code == 0 ? row->dst : row->src;

  return from != to && from != RUNGS_NONE && to != RUNGS_NONE && from == leg->dst && to == leg->src;
}

RungsSender
rungs_case_sender (RungsCase *self, guint32 message)
{
  const RungsMessage *row = rungs_case_row (self, message);
  RungsString caller;
  gboolean asked;

  if (self->caller_tags == NULL)
    find_caller_tags (self);
  caller = self->caller_tags[row->leg - self->call->first_leg];
  if (caller == 0 || (row->from_tag != caller && row->to_tag != caller)
      || row->from_tag == row->to_tag)
    return RUNGS_SENDER_UNKNOWN;
  /* An answer has the From of its request. Devices that leave From and To as the INVITE had them
   * are known by the request: nobody sends one to himself. */
  asked = row->from_tag == caller && !goes_back (self, row);
  return asked == (row->code == 0) ? RUNGS_SENDER_CALLER : RUNGS_SENDER_CALLED;
}

gboolean
rungs_case_same_sender (RungsCase *self, guint32 a, guint32 b)
{
  RungsSender first = rungs_case_sender (self, a), second = rungs_case_sender (self, b);

  if (first == RUNGS_SENDER_UNKNOWN || second == RUNGS_SENDER_UNKNOWN)
    return rungs_case_row (self, a)->src == rungs_case_row (self, b)->src;
  return first == second;
}

/* A text that ends within the headers, or before the end of the body that Content-Length counts,
 * was longer. */
static gboolean
is_whole (const RungsExhibit *exhibit)
{
  const RungsSipIndex *sip = &exhibit->sip;
  RungsSpan head = rungs_span_head (exhibit->text, sip->head_len);
  gboolean has_end = sip->body.len > 0
                     || (head.len >= 4 && memcmp (head.str + head.len - 4, "\r\n\r\n", 4) == 0)
                     || (head.len >= 2 && memcmp (head.str + head.len - 2, "\n\n", 2) == 0);

  if (exhibit->row->flags & RUNGS_MESSAGE_DAMAGED)
    return FALSE;
  return sip->content_length >= 0 ? sip->body.len >= (gsize) sip->content_length : has_end;
}

static RungsExhibit *
read_exhibit (RungsCase *self, guint32 message)
{
  g_autoptr (GBytes) bytes = rungs_trace_read_message (self->trace, message, NULL);
  RungsExhibit *exhibit;
  gsize len;
  const char *str;

  if (bytes == NULL)
    return NULL;
  str = g_bytes_get_data (bytes, &len);
  exhibit = g_new0 (RungsExhibit, 1);
  exhibit->message = message;
  exhibit->row = rungs_case_row (self, message);
  exhibit->text = rungs_span (str, len);
  exhibit->bytes = g_steal_pointer (&bytes);
  if (!rungs_sip_index (exhibit->text, &exhibit->sip))
    {
      exhibit_free (exhibit);
      return NULL;
    }
  exhibit->is_whole = is_whole (exhibit);
  if (exhibit->sip.has_sdp)
    exhibit->has_sdp =
      rungs_sdp_parse (rungs_sdp_body (&exhibit->sip), &exhibit->sdp) && exhibit->sdp.n_media > 0;
  return exhibit;
}

const RungsExhibit *
rungs_case_read (RungsCase *self, guint32 message)
{
  RungsExhibit *exhibit;

  if (message == RUNGS_NONE)
    return NULL;
  for (guint i = 0; i < self->exhibits->len; i++)
    {
      exhibit = g_ptr_array_index (self->exhibits, i);
      if (exhibit->message == message)
        return exhibit;
    }
  exhibit = read_exhibit (self, message);
  if (exhibit != NULL)
    g_ptr_array_add (self->exhibits, exhibit);
  return exhibit;
}

RungsDeviceKind
rungs_case_kind (const RungsCase *self, guint32 endpoint)
{
  guint32 device = device_of (self, endpoint);

  return device != RUNGS_NONE ? rungs_trace_get_device (self->trace, device)->kind
                              : RUNGS_DEVICE_UNKNOWN;
}

static void
note_request (RungsExchange *exchange, guint32 message)
{
  if (exchange->first_request == RUNGS_NONE)
    exchange->first_request = message;
  exchange->last_request = message;
  exchange->n_requests++;
}

static void
note_answer (RungsExchange *exchange, guint32 message, guint code)
{
  if (code < 200)
    {
      if (exchange->provisional == RUNGS_NONE)
        exchange->provisional = message;
      if (code > 100 && exchange->ringing == RUNGS_NONE)
        exchange->ringing = message;
      return;
    }
  if (exchange->first_final == RUNGS_NONE)
    exchange->first_final = message;
  exchange->last_final = message;
  exchange->n_finals++;
}

void
rungs_case_exchange (const RungsCase *self, guint32 request, RungsExchange *exchange)
{
  const RungsMessage *first = rungs_case_row (self, request);

  *exchange = (RungsExchange){ RUNGS_NONE, RUNGS_NONE, RUNGS_NONE, RUNGS_NONE,
                               RUNGS_NONE, RUNGS_NONE, RUNGS_NONE };
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_trace_get_row (self->trace, self->call, i);
      const RungsMessage *row = rungs_case_row (self, message);
      gboolean same_branch = row->branch == first->branch || row->branch == 0 || first->branch == 0;

      if (row->leg != first->leg || row->cseq != first->cseq
          || (row->flags & RUNGS_MESSAGE_DUPLICATE))
        continue;
      if (row->code == 0 && g_str_equal (rungs_trace_string (self->trace, row->method), "ACK"))
        exchange->ack = exchange->ack == RUNGS_NONE ? message : exchange->ack;
      else if (row->method != first->method || !same_branch)
        continue;
      else if (row->code == 0)
        note_request (exchange, message);
      else
        note_answer (exchange, message, row->code);
    }
}

guint32
rungs_case_other_request (const RungsCase *self, guint32 request)
{
  const RungsMessage *row = rungs_case_row (self, request);
  guint32 found = RUNGS_NONE;

  /* The nearest before it (this is the copy), else the nearest after it (this was copied). */
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_trace_get_row (self->trace, self->call, i);
      const RungsMessage *other = rungs_case_row (self, message);

      if (message == request && found != RUNGS_NONE)
        break;
      if (other->code != 0 || other->leg == row->leg || other->method != row->method
          || (other->flags
              & (RUNGS_MESSAGE_TO_TAG | RUNGS_MESSAGE_RETRANSMISSION | RUNGS_MESSAGE_DUPLICATE)))
        continue;
      if (same_device (self, other->dst, row->src) || same_device (self, other->src, row->dst))
        found = message;
    }
  return found;
}

gint64
rungs_case_between (const RungsCase *self, guint32 from, guint32 to)
{
  RungsStamp a, b;

  if (from == RUNGS_NONE || to == RUNGS_NONE)
    return -1;
  a = rungs_case_row (self, from)->time;
  b = rungs_case_row (self, to)->time;
  return a == RUNGS_STAMP_NONE || b == RUNGS_STAMP_NONE || b < a ? -1 : b - a;
}

char *
rungs_case_time (const RungsCase *self, guint32 from, guint32 to)
{
  gint64 time = rungs_case_between (self, from, to);

  return time >= 0 ? rungs_stamp_duration (time / 1000) : NULL;
}

gboolean
rungs_case_lists (const RungsExhibit *exhibit, RungsSpan header, RungsSpan token)
{
  for (guint i = 0; exhibit != NULL && i < RUNGS_MAX_HEADER_ITEMS; i++)
    {
      RungsSpan value = rungs_sip_header (exhibit->text, header, i, NULL), item;

      if (value.len == 0)
        return FALSE;
      while (rungs_span_take_until (&value, ',', &item))
        if (rungs_span_equal_ci (rungs_span_trim (item), token))
          return TRUE;
    }
  return FALSE;
}

static gboolean
is_vague (RungsSpan reason)
{
  static const guint causes[] = { 16, 31, 41, 47, 63, 79, 95, 102, 111, 127 };
  static const guint codes[] = { 200, 408, 480, 500, 503, 504 };
  RungsSpan text = RUNGS_SPAN_NONE, cause;
  gboolean is_sip = rungs_span_starts_ci (rungs_span_trim (reason), RUNGS_SPAN ("SIP"));
  guint q850 = 0;
  guint64 code;

  rungs_sip_reason (reason, &q850, &text);
  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    if (q850 == causes[i])
      return TRUE;
  if (!is_sip || !rungs_sip_param (reason, RUNGS_SPAN ("cause"), &cause)
      || !rungs_span_to_uint (rungs_span_trim (cause), 699, &code))
    return q850 == 0;
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (code == codes[i])
      return TRUE;
  return FALSE;
}

gboolean
rungs_case_names_cause (RungsCase *self, guint32 message)
{
  const RungsExhibit *exhibit = rungs_case_read (self, message);

  for (guint i = 0; exhibit != NULL && i < RUNGS_MAX_REASONS; i++)
    {
      RungsSpan reason = rungs_sip_header (exhibit->text, RUNGS_SPAN ("Reason"), i, NULL);

      if (reason.len == 0)
        return FALSE;
      if (!is_vague (reason))
        return TRUE;
    }
  return FALSE;
}

guint32
rungs_case_first_invite (const RungsCase *self)
{
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);

      if (row->leg != self->call->first_leg || (row->flags & RUNGS_MESSAGE_DUPLICATE))
        continue;
      return row->code == 0 && !(row->flags & RUNGS_MESSAGE_TO_TAG)
                 && rungs_case_is (self, message, "INVITE")
               ? message
               : RUNGS_NONE;
    }
  return RUNGS_NONE;
}
