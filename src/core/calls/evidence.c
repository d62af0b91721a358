/* What messages say about which legs belong together: the log's session keys, headers that pass
 * through an SBC, dialogs that are replaced or referred, redirects that are followed. Pairs become
 * edges; join.c draws the conclusions. */
#include "config.h"

#include "calls/evidence.h"

#include "calls/identity.h"
#include "trace/builder.h"

/* A REFER or 3xx is followed at once, or after the user was asked. */
#define TARGET_WINDOW (15 * RUNGS_STAMP_SECOND)
/* "o=- 1 1 IN …" says nothing. */
#define MIN_SDP_SESSION 4

static void
add_edge (RungsBuilder *self, guint32 a, guint32 b, RungsJoin why, const char *by)
{
  RungsEdge edge = {
    a, b, RUNGS_NONE, rungs_builder_intern (self, rungs_span_of (by)), (guint8) why, FALSE
  };

  if (a != b)
    g_array_append_val (self->edges, edge);
}

/* "2ed1c8:96:999999": the SBC's MAC, its restarts, and the number of the call. */
static gboolean
names_device (RungsSpan session)
{
  gssize first = rungs_span_find_char (session, ':');

  return first > 0 && rungs_span_find_char (rungs_span_skip (session, (gsize) first + 1), ':') > 0;
}

static void
note_session (RungsBuilder *self,
              guint32 seed_index,
              const RungsMessage *row,
              const RungsSinkMessage *message)
{
  RungsSeed *seed = &g_array_index (self->seeds, RungsSeed, seed_index);
  RungsInputNote *input = &g_array_index (self->input_notes, RungsInputNote, row->input);
  guint64 key;
  guint32 *slot;
  gssize colon;

  /* The usual case: the same key as the leg's message before. */
  if (seed->session != 0 && seed->input == row->input
      && rungs_span_equal (rungs_strings_span (self->strings, seed->session), message->session))
    return;

  /* A key with the number of its device goes on in the next file of a rotated log. */
  key = rungs_mix (rungs_hash (message->session),
                   names_device (message->session) ? 0 : row->input + 1u);
  if (message->device.len > 0)
    key = rungs_mix (key, rungs_hash (message->device));
  slot = rungs_table_slot (&self->seed_by_session, key);
  if (*slot == RUNGS_TABLE_NONE)
    *slot = seed_index;
  else
    add_edge (self, *slot, seed_index, RUNGS_JOIN_SESSION, "");

  if (seed->session == 0)
    {
      seed->session = rungs_builder_intern (self, message->session);
      seed->input = row->input;
    }
  colon = rungs_span_find_char (message->session, ':');
  if (!input->has_mac && colon > 0)
    {
      input->mac = rungs_builder_intern (self, rungs_span_head (message->session, (gsize) colon));
      input->has_mac = TRUE;
    }
}

static gboolean
is_near (RungsStamp earlier, RungsStamp later, gint64 window)
{
  return earlier == RUNGS_STAMP_NONE || later == RUNGS_STAMP_NONE || later <= earlier + window;
}

static void
note_dialog (RungsBuilder *self, guint32 seed_index, RungsSpan call_id, const char *by)
{
  guint32 other;

  call_id = rungs_span_trim (call_id);
  other = call_id.len > 0 ? rungs_table_get (&self->seed_by_call_id, rungs_hash (call_id))
                          : RUNGS_TABLE_NONE;
  if (other != RUNGS_TABLE_NONE)
    add_edge (self, other, seed_index, RUNGS_JOIN_CALL_ID, by);
}

/* "…?Replaces=12345%40192.0.2.1%3Bto-tag%3D…": the Call-ID is what stands before the first ";",
 * escaped. */
static void
note_embedded_replaces (RungsBuilder *self, guint32 seed_index, RungsSpan target)
{
  gssize at = rungs_span_find_ci (target, RUNGS_SPAN ("replaces="));
  g_autofree char *escaped = NULL;
  g_autofree char *plain = NULL;

  if (at < 0)
    return;
  escaped = rungs_span_dup (rungs_span_skip (target, (gsize) at + strlen ("replaces=")));
  plain = g_uri_unescape_string (escaped, NULL);
  if (plain == NULL)
    return;
  plain[strcspn (plain, ";>&")] = '\0';
  note_dialog (self, seed_index, rungs_span_of (plain), "Refer-To");
}

/* "Name" <sip:target;x=y?header>;param -> sip:target;x=y */
static RungsSpan
bare_uri (RungsSpan value)
{
  gssize open = rungs_span_find_char (value, '<'), end;

  if (open >= 0)
    {
      value = rungs_span_skip (value, (gsize) open + 1);
      end = rungs_span_find_char (value, '>');
      if (end >= 0)
        value = rungs_span_head (value, (gsize) end);
    }
  end = rungs_span_find_char (value, '?');
  if (end >= 0)
    value = rungs_span_head (value, (gsize) end);
  return rungs_span_trim (value);
}

static RungsString
host_of (RungsBuilder *self, guint32 endpoint)
{
  return g_array_index (self->endpoints, RungsEndpoint, endpoint).host;
}

/* The device that wrote the log is the same at all of its addresses, and where the log does not
 * name them they are only guessed. 0 for the others. */
static guint64
logger_of (RungsBuilder *self, guint32 endpoint)
{
  const RungsEndpoint *end = &g_array_index (self->endpoints, RungsEndpoint, endpoint);
  const RungsEndpointNote *note =
    &g_array_index (self->endpoint_notes, RungsEndpointNote, endpoint);

  return end->is_own ? rungs_mix (note->logger, (guint64) end->input + 1) : 0;
}

/* An SBC writes its own host, port and parameters into the URI that it was sent to: the number
 * stays, and the device that was told to call it. 0 when that is not known. */
static guint64
target_key (RungsSpan uri, guint64 caller)
{
  RungsSpan user, host, port;
  RungsNumber number;

  rungs_sip_uri (uri, &user, &host, &port);
  number = rungs_number_of (user);
  return number != 0 && caller != 0 ? rungs_mix (rungs_number_key (number), caller) : 0;
}

/* @row, a REFER or a 3xx, tells its receiver to call @value. */
static void
note_target (RungsBuilder *self, guint32 seed_index, const RungsMessage *row, RungsSpan value)
{
  RungsSpan uri = bare_uri (value);
  guint64 key = target_key (uri, host_of (self, row->dst));
  guint64 own_key = target_key (uri, logger_of (self, row->dst));

  if (uri.len > 0)
    *rungs_table_slot (&self->targets, rungs_hash (uri)) = seed_index;
  if (key != 0)
    *rungs_table_slot (&self->targets, key) = seed_index;
  if (own_key != 0)
    *rungs_table_slot (&self->targets, own_key) = seed_index;
}

/* Where the log has session keys, two of them are two calls. */
static gboolean
is_other_session (const RungsSeed *a, const RungsSeed *b)
{
  return a->session != 0 && b->session != 0 && a->session != b->session && a->input == b->input;
}

static void
follow_target (RungsBuilder *self,
               guint32 seed_index,
               const RungsMessage *row,
               RungsSpan request_uri)
{
  RungsSpan uri = rungs_span_trim (request_uri);
  guint32 before = rungs_table_get (&self->targets, rungs_hash (uri));
  const RungsSeed *seed = &g_array_index (self->seeds, RungsSeed, seed_index), *other;

  if (before == RUNGS_TABLE_NONE)
    {
      guint64 keys[] = { target_key (uri, host_of (self, row->src)),
                         target_key (uri, logger_of (self, row->src)) };

      for (guint i = 0; i < G_N_ELEMENTS (keys) && before == RUNGS_TABLE_NONE; i++)
        before = keys[i] != 0 ? rungs_table_get (&self->targets, keys[i]) : RUNGS_TABLE_NONE;
      if (before != RUNGS_TABLE_NONE
          && is_other_session (&g_array_index (self->seeds, RungsSeed, before), seed))
        return;
    }
  if (before == RUNGS_TABLE_NONE || before == seed_index)
    return;
  other = &g_array_index (self->seeds, RungsSeed, before);
  if (is_near (other->last, rungs_builder_time (self, row), TARGET_WINDOW))
    add_edge (self, before, seed_index, RUNGS_JOIN_HEADER, "");
}

/* The @n-th word (from 0) of a line; empty when there are fewer. */
static RungsSpan
word_at (RungsSpan line, guint n)
{
  RungsSpan word = RUNGS_SPAN_NONE;

  do
    if (!rungs_span_take_until (&line, ' ', &word))
      return RUNGS_SPAN_NONE;
  while (n-- > 0);
  return word;
}

/* "IN IP4 192.0.2.1" -> the address. */
static RungsSpan
connection_address (RungsSpan line)
{
  return rungs_span_trim (word_at (line, 2));
}

/* The c= line may stand below its m= line. */
static RungsSpan
address_below (RungsSpan body)
{
  RungsSpan line;

  while (rungs_span_take_line (&body, &line))
    if (rungs_span_starts (line, RUNGS_SPAN ("c=")))
      return connection_address (line);
  return RUNGS_SPAN_NONE;
}

/* Who made the offer (o= user name and session id) and where media is wanted (c= and m=). Read line
 * by line wherever the description stands in the body, multipart or not: this is asked for every
 * call of a large log. */
static void
note_offer (RungsSeed *seed, RungsSpan body)
{
  RungsSpan line, address = RUNGS_SPAN_NONE;

  while (rungs_span_take_line (&body, &line))
    {
      if (rungs_span_starts (line, RUNGS_SPAN ("o=")) && seed->origin == 0)
        {
          RungsSpan session = word_at (line, 1);

          if (session.len >= MIN_SDP_SESSION)
            seed->origin = rungs_mix (rungs_hash (word_at (line, 0)), rungs_hash (session));
        }
      else if (rungs_span_starts (line, RUNGS_SPAN ("c=")))
        address = connection_address (line);
      else if (rungs_span_starts (line, RUNGS_SPAN ("m=")))
        {
          RungsSpan port = word_at (line, 1);

          if (address.len == 0)
            address = address_below (body);
          if (address.len > 0 && port.len > 1)
            seed->media = rungs_mix (rungs_hash (address), rungs_hash (port));
          return;
        }
    }
}

static void
note_invite (RungsBuilder *self,
             guint32 seed_index,
             const RungsMessage *row,
             const RungsSipIndex *index,
             RungsSpan bytes)
{
  rungs_identity_collect (self, seed_index, row, index, bytes);
  if (index->has_sdp)
    note_offer (&g_array_index (self->seeds, RungsSeed, seed_index), index->body);
  if (index->replaces.len > 0)
    {
      RungsSpan rest = index->replaces, call_id;

      if (rungs_span_take_until (&rest, ';', &call_id))
        note_dialog (self, seed_index, call_id, "Replaces");
    }
  if (self->targets.n > 0)
    follow_target (self, seed_index, row, index->request_uri);
}

void
rungs_evidence_collect (RungsBuilder *self,
                        guint32 seed_index,
                        const RungsMessage *row,
                        guint32 row_index,
                        const RungsSipIndex *index,
                        const RungsSinkMessage *message)
{
  if (message->session.len > 0)
    note_session (self, seed_index, row, message);

  if (index->is_request && g_array_index (self->seeds, RungsSeed, seed_index).invite == row_index)
    note_invite (self, seed_index, row, index, message->bytes);
  else if (index->is_request && row->method == self->methods[RUNGS_METHOD_REFER])
    {
      note_target (self, seed_index, row, index->refer_to);
      note_embedded_replaces (self, seed_index, index->refer_to);
    }
  else if (index->code >= 300 && index->code < 400
           && row->method == self->methods[RUNGS_METHOD_INVITE])
    note_target (self, seed_index, row, index->contact_uri);
  else if (index->code > 100 && index->code < 300
           && row->method == self->methods[RUNGS_METHOD_INVITE])
    rungs_identity_collect_answer (self, seed_index, row, index);
}

/* Words of a Reason text that tell of a fault. "BackToBackSessionDeleted" and other ends in good
 * order have none. */
static gboolean
text_is_fault (RungsSpan text)
{
  static const char *const words[] = {
    "fail", "timeout",  "timed out",   "time out", "expire", "error",
    "lost", "no media", "unreachable", "inactiv",  "broken", "t received"
  }; /* "was not", "wasn't" */

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (rungs_span_find_ci (text, rungs_span_of (words[i])) >= 0)
      return TRUE;
  return FALSE;
}

/* Microsoft's text is "<guid>;<phrase>". */
static gboolean
is_microsoft_text (RungsSpan text)
{
  return text.len > 37 && text.str[8] == '-' && text.str[13] == '-' && text.str[36] == ';';
}

static gboolean
value_is_fault (RungsSpan value)
{
  RungsSpan text = RUNGS_SPAN_NONE, cause;
  guint q850 = 0;
  guint64 code;

  rungs_sip_reason (value, &q850, &text);
  if (text.len == 0)
    rungs_sip_param (value, RUNGS_SPAN ("text"), &text);
  if (text_is_fault (text))
    return TRUE;
  /* There the phrase says it and the cause is chosen freely: a good end has been seen with cause
   * 22. */
  if (is_microsoft_text (text))
    return FALSE;

  value = rungs_span_trim (value);
  if (rungs_span_starts_ci (value, RUNGS_SPAN ("SIP")))
    return rungs_sip_param (value, RUNGS_SPAN ("cause"), &cause)
           && rungs_span_to_uint (rungs_span_trim (cause), 699, &code) && code >= 400;
  /* Q.850 classes "normal event": cleared, busy, no answer, rejected, unspecified. */
  return q850 != 0 && !(q850 >= 16 && q850 <= 21) && q850 != 31;
}

gboolean
rungs_evidence_is_fault (const RungsSipIndex *index)
{
  for (guint i = 0; i < RUNGS_MAX_INDEX_REASONS && index->reasons[i].len > 0; i++)
    if (value_is_fault (index->reasons[i]))
      return TRUE;
  return FALSE;
}
