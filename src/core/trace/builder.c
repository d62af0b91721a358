#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/limits.h"
#include "calls/endpoints.h"
#include "calls/evidence.h"
#include "calls/identity.h"
#include "calls/nameless.h"
#include "clocks/clock-watch.h"
#include "memory/choice-set.h"
#include "records/records.h"
#include "records/teams-ids.h"
#include "trace/builder.h"

/* Rows are numbered by 32 bits, inputs by 16. */
#define MAX_ROWS (RUNGS_NONE - 1)
#define MAX_INPUTS G_MAXUINT16

#define CACHE_SLOTS 512
#define CACHE_MAX 64 /* longer texts seldom repeat */

struct _RungsInternCache
{
  RungsString ids[CACHE_SLOTS];
};

static const char *const method_names[RUNGS_N_METHODS] = {
  [RUNGS_METHOD_OTHER] = "",
  [RUNGS_METHOD_INVITE] = "INVITE",
  [RUNGS_METHOD_ACK] = "ACK",
  [RUNGS_METHOD_BYE] = "BYE",
  [RUNGS_METHOD_CANCEL] = "CANCEL",
  [RUNGS_METHOD_PRACK] = "PRACK",
  [RUNGS_METHOD_UPDATE] = "UPDATE",
  [RUNGS_METHOD_INFO] = "INFO",
  [RUNGS_METHOD_REFER] = "REFER",
  [RUNGS_METHOD_OPTIONS] = "OPTIONS",
  [RUNGS_METHOD_REGISTER] = "REGISTER",
  [RUNGS_METHOD_SUBSCRIBE] = "SUBSCRIBE",
  [RUNGS_METHOD_NOTIFY] = "NOTIFY",
  [RUNGS_METHOD_PUBLISH] = "PUBLISH",
  [RUNGS_METHOD_MESSAGE] = "MESSAGE",
};

/* Every text that a view may show is UTF-8, whatever the log holds. */
static RungsString
intern_valid (RungsBuilder *self, RungsSpan s)
{
  g_autofree char *valid = NULL;
  RungsString id;

  if (!g_utf8_validate_len (s.str, s.len, NULL))
    {
      valid = rungs_span_dup_utf8 (s);
      s = rungs_span_of (valid);
    }
  id = rungs_strings_intern (self->strings, s);
  self->max_string = MAX (self->max_string, id);
  return id;
}

RungsString
rungs_builder_intern (RungsBuilder *self, RungsSpan s)
{
  RungsString *slot;

  if (s.len == 0)
    return 0;
  if (s.len > CACHE_MAX)
    return intern_valid (self, s);

  slot = &self->cache->ids[rungs_hash (s) % CACHE_SLOTS];
  if (*slot == 0 || !rungs_span_equal (rungs_strings_span (self->strings, *slot), s))
    *slot = intern_valid (self, s);
  return *slot;
}

static guint32
hash32 (RungsSpan s)
{
  return s.len > 0 ? (guint32) rungs_span_hash (s) : 0;
}

static RungsString
intern_method (RungsBuilder *self, RungsSpan name)
{
  for (guint i = 1; i < RUNGS_N_METHODS; i++)
    if (rungs_span_equal (name, rungs_strings_span (self->strings, self->methods[i])))
      return self->methods[i];
  return rungs_builder_intern (self, name);
}

/* A code seldom comes with two phrases. */
static RungsString
intern_phrase (RungsBuilder *self, const RungsSipIndex *index)
{
  RungsString *latest;

  if (index->code == 0 || index->code >= G_N_ELEMENTS (self->phrases))
    return 0;
  latest = &self->phrases[index->code];
  if (!rungs_span_equal (index->phrase, rungs_strings_span (self->strings, *latest)))
    *latest = rungs_builder_intern (self, index->phrase);
  return *latest;
}

static RungsKind
kind_of_method (RungsMethod method, gboolean in_dialog)
{
  switch (method)
    {
    case RUNGS_METHOD_INVITE:
    case RUNGS_METHOD_ACK:
    case RUNGS_METHOD_BYE:
    case RUNGS_METHOD_CANCEL:
    case RUNGS_METHOD_PRACK:
      return RUNGS_KIND_INVITE;
    case RUNGS_METHOD_UPDATE:
    case RUNGS_METHOD_INFO:
    case RUNGS_METHOD_REFER:
      /* The log begins in the middle of a call. */
      return in_dialog ? RUNGS_KIND_INVITE : RUNGS_KIND_OTHER;
    case RUNGS_METHOD_REGISTER:
      return RUNGS_KIND_REGISTER;
    case RUNGS_METHOD_OPTIONS:
      return RUNGS_KIND_OPTIONS;
    case RUNGS_METHOD_SUBSCRIBE:
    case RUNGS_METHOD_NOTIFY:
      return RUNGS_KIND_SUBSCRIBE;
    case RUNGS_METHOD_MESSAGE:
      return RUNGS_KIND_MESSAGE;
    case RUNGS_METHOD_OTHER:
    case RUNGS_METHOD_PUBLISH:
    case RUNGS_N_METHODS:
    default:
      return RUNGS_KIND_OTHER;
    }
}

/* A message that lost its Call-ID belongs with the others of its session, or of its two ends. */
static guint64
seed_key (RungsBuilder *self,
          const RungsSinkMessage *message,
          const RungsSipIndex *index,
          const RungsMessage *row)
{
  if (index->call_id.len > 0)
    return rungs_hash (index->call_id);
  if (message->session.len > 0)
    return rungs_mix (rungs_hash (message->session), row->input + 1u);
  if (row->branch != 0 || row->from_tag != 0)
    return rungs_mix (row->branch != 0 ? row->branch : row->from_tag, row->input + 3u);
  return rungs_mix (rungs_mix (MIN (row->src, row->dst), MAX (row->src, row->dst)),
                    row->input + 2u);
}

static guint32
find_seed (RungsBuilder *self,
           const RungsSinkMessage *message,
           const RungsSipIndex *index,
           RungsMessage *row)
{
  guint32 *slot = rungs_table_slot (&self->seed_by_call_id, seed_key (self, message, index, row));
  RungsSeed seed = { 0 };
  guint32 found;

  if (*slot != RUNGS_TABLE_NONE)
    return *slot;
  found = index->call_id.len > 0 ? rungs_nameless_claim (self, row, index->call_id) : RUNGS_NONE;
  if (found != RUNGS_NONE)
    return *slot = found;

  /* Not through the cache: it is new. */
  seed.call_id = index->call_id.len > 0 ? intern_valid (self, index->call_id) : 0;
  seed.first = self->rows.n - 1;
  seed.invite = RUNGS_NONE;
  seed.closed = RUNGS_STAMP_NONE;
  seed.start = seed.last = rungs_builder_time (self, row);
  seed.input = seed.first_input = row->input;
  seed.kind = RUNGS_KIND_OTHER;
  *slot = self->seeds->len;
  g_array_append_val (self->seeds, seed);
  return self->seeds->len - 1;
}

/* The texts of a leg, from the best message so far: responses, any request, the INVITE. */
static void
describe_seed (RungsBuilder *self,
               RungsSeed *seed,
               const RungsMessage *row,
               const RungsSipIndex *index)
{
  char buffer[RUNGS_MAX_USER];
  RungsSpan src_host, dst_host, user, host, port;
  guint16 number;
  guint32 src = index->is_request ? row->src : row->dst;
  guint32 dst = index->is_request ? row->dst : row->src;

  rungs_sip_uri (index->request_uri, &user, &host, &port);
  if (!index->is_request || (user.len == 0 && index->to_user.len > 0))
    {
      user = index->to_user;
      if (host.len == 0)
        host = index->to_host;
    }
  seed->from =
    rungs_builder_intern (self, rungs_number_text (index->from_user, index->from_host, buffer));
  seed->to = rungs_builder_intern (self, rungs_number_text (user, host, buffer));
  seed->calling =
    rungs_number_is_hidden (index->from_user) ? 0 : rungs_number_of (index->from_user);
  seed->called = rungs_number_of (user);

  src_host =
    rungs_strings_span (self->strings, g_array_index (self->endpoints, RungsEndpoint, src).host);
  dst_host =
    rungs_strings_span (self->strings, g_array_index (self->endpoints, RungsEndpoint, dst).host);
  if (src_host.len == 0)
    rungs_endpoints_split (index->via_host, &src_host, &number);
  if (dst_host.len == 0)
    dst_host = host;
  seed->src_host = rungs_endpoints_sent_by (self, row, index);
  seed->dst_host = g_array_index (self->endpoints, RungsEndpoint, dst).text;
  if (seed->src_host == 0)
    {
      seed->src_host = rungs_builder_intern (self, src_host);
      seed->dst_host = rungs_builder_intern (self, dst_host);
    }
  if (row->method == self->methods[RUNGS_METHOD_REGISTER])
    seed->address_of_record = rungs_mix (rungs_hash (index->to_user), rungs_hash (index->to_host));
}

static void
update_seed (RungsBuilder *self,
             guint32 seed_index,
             const RungsMessage *row,
             const RungsSipIndex *index)
{
  RungsSeed *seed = &g_array_index (self->seeds, RungsSeed, seed_index);
  RungsStamp time = rungs_builder_time (self, row);
  RungsMethod method = rungs_builder_method (self->methods, row->method);
  RungsKind kind = kind_of_method (method, row->flags & RUNGS_MESSAGE_TO_TAG);
  gboolean is_first = seed->first == self->rows.n - 1;
  gboolean is_invite = index->is_request && method == RUNGS_METHOD_INVITE && index->to_tag.len == 0
                       && seed->invite == RUNGS_NONE;

  if (is_first || (index->is_request && !seed->has_request) || is_invite)
    {
      describe_seed (self, seed, row, index);
      if (seed->kind != RUNGS_KIND_INVITE)
        seed->kind = (guint8) kind;
    }
  if (kind == RUNGS_KIND_INVITE)
    seed->kind = RUNGS_KIND_INVITE;
  if (is_invite)
    {
      seed->invite = self->rows.n - 1;
      seed->start = time;
    }
  if (index->is_request)
    seed->has_request = TRUE;
  if (seed->closed == RUNGS_STAMP_NONE && rungs_builder_closes (self->methods, row))
    seed->closed = time;
  seed->last = MAX (seed->last, time);
  seed->is_shared |= row->input != seed->first_input;
}

static void
set_order (RungsBuilder *self, guint64 order)
{
  if (order == 0 && self->orders == NULL)
    return;
  if (self->orders == NULL)
    {
      self->orders = g_array_new (FALSE, TRUE, sizeof (guint64));
      g_array_set_size (self->orders, self->rows.n - 1);
    }
  g_array_append_val (self->orders, order);
}

/* Pasted text often does not say who sent what. Then the top Via names the sender of a request, and
 * the answer goes back the same way. */
static void
guess_ends (RungsBuilder *self,
            const RungsSinkMessage *message,
            const RungsSipIndex *index,
            RungsMessage *row)
{
  guint64 key = rungs_mix (rungs_mix (row->branch, row->cseq), rungs_hash (index->call_id));
  RungsSpan user, host, port, via = rungs_span_trim (index->via_host);

  if (index->is_request)
    {
      rungs_sip_uri (index->request_uri, &user, &host, &port);
      if (port.len > 0)
        host.len = (gsize) (port.str + port.len - host.str);
      row->src = rungs_endpoints_intern (self, via, FALSE, message->device, RUNGS_SPAN_NONE);
      row->dst = rungs_endpoints_intern (self, host, FALSE, message->device, RUNGS_SPAN_NONE);
      *rungs_table_slot (&self->requests, key) = row->dst;
    }
  else
    {
      row->dst = rungs_endpoints_intern (self, via, FALSE, message->device, RUNGS_SPAN_NONE);
      row->src = rungs_table_get (&self->requests, key);
      if (row->src == RUNGS_TABLE_NONE)
        row->src =
          rungs_endpoints_intern (self, index->to_host, FALSE, message->device, RUNGS_SPAN_NONE);
    }
}

/* The interface of the logging device that leads to the sender, or to the receiver. */
static RungsSpan
realm_of (const RungsSinkMessage *message, gboolean of_src)
{
  RungsSpan host = RUNGS_SPAN_NONE;
  guint16 port;

  if (of_src ? !message->src_is_own && message->dst_is_own
             : !message->dst_is_own && message->src_is_own)
    rungs_endpoints_split (of_src ? message->dst : message->src, &host, &port);
  return host;
}

/* Text logs and pastes add blank lines behind a body. */
static gboolean
is_longer (RungsSpan body, gsize length)
{
  return body.len > length && rungs_span_trim (rungs_span_skip (body, length)).len > 0;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return x < y ? -1 : x > y;
}

/* What is wrong with the message as the log has it. */
static void
mark_faults (RungsBuilder *self,
             const RungsSinkMessage *message,
             const RungsSipIndex *index,
             RungsMessage *row)
{
  gboolean is_short = index->content_length >= 0 && (gsize) index->content_length > index->body.len;

  if (G_UNLIKELY (self->joined->len > 0)
      && bsearch (&message->line, self->joined->data, self->joined->len, sizeof (guint32),
                  compare_lines)
           != NULL)
    {
      row->flags |= RUNGS_MESSAGE_LINE_ENDS;
      self->first_joined = self->n_joined++ > 0 ? self->first_joined : message->line;
    }
  if (message->damaged || is_short)
    row->flags |= RUNGS_MESSAGE_DAMAGED;
  if (message->damaged)
    row->marks |= RUNGS_MARK_CUT;
  if (is_short
      || (index->content_length >= 0 && is_longer (index->body, (gsize) index->content_length)))
    row->marks |= RUNGS_MARK_LENGTH;
  if (index->call_id.len == 0 || index->cseq_method.len == 0 || index->n_vias == 0
      || index->from_uri.len == 0 || index->to_uri.len == 0)
    row->marks |= RUNGS_MARK_HEADERS;
}

static void
fill_row (RungsBuilder *self,
          const RungsSinkMessage *message,
          const RungsSipIndex *index,
          RungsMessage *row)
{
  *row = (RungsMessage){
    .time = RUNGS_STAMP_NONE,
    .offset = message->offset,
    .span = (guint32) MIN (message->span, G_MAXUINT32),
    .line = message->line,
    .size = (guint32) MIN (message->bytes.len, G_MAXUINT32),
    .method = intern_method (
      self, index->is_request || index->cseq_method.len == 0 ? index->method : index->cseq_method),
    .phrase = intern_phrase (self, index),
    .cseq = index->cseq,
    .branch = hash32 (index->branch),
    .from_tag = hash32 (index->from_tag),
    .to_tag = hash32 (index->to_tag),
    .duplicate_of = RUNGS_NONE,
    .code = index->code,
    .input = (guint16) (self->inputs->len - 1),
    .transport = (guint8) message->transport,
  };

  if (!self->is_binary)
    rungs_builder_set_time (self, message->time, row);
  if ((message->src.len == 0 && message->dst.len == 0) || self->is_binary)
    guess_ends (self, message, index, row);
  else
    {
      row->src = rungs_endpoints_intern (self, message->src, message->src_is_own, message->device,
                                         realm_of (message, TRUE));
      row->dst = rungs_endpoints_intern (self, message->dst, message->dst_is_own, message->device,
                                         realm_of (message, FALSE));
    }
  if (row->transport == RUNGS_TRANSPORT_UNKNOWN)
    row->transport = (guint8) rungs_transport_of (index->via_transport);
  row->flags = (guint16) ((index->has_sdp ? RUNGS_MESSAGE_SDP : 0)
                          | (message->src_is_own ? RUNGS_MESSAGE_SRC_OWN : 0)
                          | (message->dst_is_own ? RUNGS_MESSAGE_DST_OWN : 0)
                          | (index->has_authorization ? RUNGS_MESSAGE_AUTHORIZATION : 0)
                          | (message->are_deflated ? RUNGS_MESSAGE_DEFLATED : 0)
                          | (index->to_tag.len > 0 ? RUNGS_MESSAGE_TO_TAG : 0));
  mark_faults (self, message, index, row);
  if (index->is_request && row->method == self->methods[RUNGS_METHOD_BYE]
      && rungs_evidence_is_fault (index))
    row->marks |= RUNGS_MARK_FAULT;
  if (index->replaces.len > 0)
    row->marks |= RUNGS_MARK_REPLACES;
  rungs_pieces_pack (self->pieces, row, message->pieces,
                     message->pieces != NULL ? message->n_pieces : 0);
}

/* One look at eight bytes each: nearly all messages are ASCII. */
static gboolean
is_ascii (RungsSpan s)
{
  guint64 bits = 0;
  gsize i = 0;

  for (; i + sizeof bits <= s.len; i += sizeof bits)
    {
      guint64 word;

      memcpy (&word, s.str + i, sizeof word);
      bits |= word;
    }
  for (; i < s.len; i++)
    bits |= (guint64) (guint8) s.str[i];
  return (bits & G_GUINT64_CONSTANT (0x8080808080808080)) == 0;
}

static void
note_encoding (RungsBuilder *self, const RungsSinkMessage *message)
{
  RungsInputNote *note = &g_array_index (self->input_notes, RungsInputNote, self->inputs->len - 1);

  if (!note->is_windows_1252 && !is_ascii (message->bytes))
    note->is_windows_1252 = !rungs_span_is_utf8 (message->bytes);
}

static void
message_cb (RungsSink *sink, const RungsSinkMessage *message)
{
  RungsBuilder *self = (RungsBuilder *) sink;
  const RungsSipIndex *index = message->index;
  RungsSipIndex scanned;
  RungsMessage *row;
  guint32 seed;

  if (self->rows.n >= MAX_ROWS)
    {
      if (!g_array_index (self->inputs, RungsTraceInput, self->inputs->len - 1).is_partial)
        rungs_builder_diagnose (self, message->line, RUNGS_DIAGNOSTIC_PARTIAL,
                                _ ("The message limit was reached; the rest was not read."));
      return;
    }
  if (index == NULL && rungs_sip_index (message->bytes, &scanned))
    index = &scanned;
  if (index == NULL)
    {
      rungs_builder_diagnose (self, message->line, RUNGS_DIAGNOSTIC_MALFORMED,
                              _ ("This is no SIP message."));
      return;
    }

  row = rungs_rows_add (&self->rows);
  fill_row (self, message, index, row);
  set_order (self, message->order);
  rungs_endpoints_note (self, row, index);

  seed = index->call_id.len > 0 ? RUNGS_NONE : rungs_nameless_find (self, row);
  if (seed == RUNGS_NONE)
    seed = find_seed (self, message, index, row);
  row->leg = seed;
  if (index->call_id.len == 0)
    {
      RungsNameless nameless = { self->rows.n - 1, seed };
      g_array_append_val (self->nameless, nameless);
      if (g_array_index (self->seeds, RungsSeed, seed).call_id == 0)
        rungs_nameless_keep (self, row, seed);
    }
  row->call_id = g_array_index (self->seeds, RungsSeed, seed).call_id;
  update_seed (self, seed, row, index);
  rungs_evidence_collect (self, seed, row, self->rows.n - 1, index, message);
  rungs_teams_ids_collect (self, seed, row, self->rows.n - 1, index);
  rungs_clockwatch_see (self, row, message->device);
  note_encoding (self, message);

  g_array_index (self->inputs, RungsTraceInput, row->input).n_messages++;
  if (row->time == RUNGS_STAMP_NONE)
    self->has_unstamped = TRUE;
  else
    {
      RungsInputNote *note = &g_array_index (self->input_notes, RungsInputNote, row->input);
      note->last = MAX (note->last, row->time);
    }
}

/* Told of each such message before it comes: one sentence for all of them is enough. */
static void
diagnostic_cb (RungsSink *sink, guint32 line, RungsDiagnosticKind kind, const char *text)
{
  RungsBuilder *self = (RungsBuilder *) sink;

  if (kind == RUNGS_DIAGNOSTIC_LINE_ENDS)
    {
      g_array_append_val (self->joined, line);
      return;
    }
  rungs_builder_diagnose ((RungsBuilder *) sink, line, kind, text);
}

static gboolean
progress_cb (RungsSink *sink, guint64 offset)
{
  RungsBuilder *self = (RungsBuilder *) sink;

  return self->progress == NULL || self->progress (offset, self->progress_data);
}

static void
record_cb (RungsSink *sink, const RungsSinkRecord *record)
{
  rungs_records_add ((RungsBuilder *) sink, record);
}

static void
dated_cb (RungsSink *sink, const RungsDating *dating)
{
  rungs_builder_dated ((RungsBuilder *) sink, dating);
}

static void
cover_cb (RungsSink *sink, const RungsCover *cover)
{
  RungsBuilder *self = (RungsBuilder *) sink;

  rungs_coverage_add (&self->coverage, cover->kind, cover->number, cover->count);
}

static void
diagnostic_free (RungsDiagnostic *diagnostic)
{
  g_free (diagnostic->text);
  g_free (diagnostic);
}

static void
clear_input (RungsTraceInput *input)
{
  g_clear_pointer (&input->input, rungs_input_unref);
}

RungsBuilder *
rungs_builder_new (const RungsLoadOptions *options)
{
  RungsBuilder *self = g_new0 (RungsBuilder, 1);

  g_atomic_ref_count_init (&self->refs);
  if (options != NULL)
    self->options = *options;
  self->sink.message = message_cb;
  self->sink.diagnostic = diagnostic_cb;
  self->sink.progress = progress_cb;
  self->sink.record = record_cb;
  self->sink.dated = dated_cb;
  self->sink.cover = cover_cb;
  self->strings = rungs_strings_new ();
  self->cache = g_new0 (struct _RungsInternCache, 1);
  for (guint i = 1; i < RUNGS_N_METHODS; i++)
    self->methods[i] = rungs_builder_intern (self, rungs_span_of (method_names[i]));
  self->inputs = g_array_new (FALSE, TRUE, sizeof (RungsTraceInput));
  g_array_set_clear_func (self->inputs, (GDestroyNotify) clear_input);
  self->files = g_array_new (FALSE, FALSE, sizeof (RungsFileId));
  self->input_notes = g_array_new (FALSE, TRUE, sizeof (RungsInputNote));
  self->diagnostics = g_ptr_array_new_with_free_func ((GDestroyNotify) diagnostic_free);
  self->covers = g_array_new (FALSE, FALSE, sizeof (RungsInputCover));
  rungs_rows_init (&self->rows);
  self->pieces = g_array_new (FALSE, FALSE, sizeof (RungsPiece));
  self->endpoints = g_array_new (FALSE, TRUE, sizeof (RungsEndpoint));
  self->endpoint_notes = g_array_new (FALSE, TRUE, sizeof (RungsEndpointNote));
  self->seeds = g_array_new (FALSE, FALSE, sizeof (RungsSeed));
  self->nameless = g_array_new (FALSE, FALSE, sizeof (RungsNameless));
  self->joined = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->watches = g_array_new (FALSE, FALSE, sizeof (RungsClockWatch));
  self->jumps = g_array_new (FALSE, FALSE, sizeof (RungsClockJump));
  self->edges = g_array_new (FALSE, FALSE, sizeof (RungsEdge));
  self->records = g_array_new (FALSE, FALSE, sizeof (RungsRecord));
  self->teams_ids = g_array_new (FALSE, FALSE, sizeof (RungsTeamsId));
  rungs_identity_init (self);
  return self;
}

void
rungs_builder_clear_tables (RungsBuilder *self)
{
  g_clear_pointer (&self->cache, g_free);
  rungs_table_clear (&self->seed_by_call_id);
  rungs_table_clear (&self->endpoint_by_text);
  rungs_table_clear (&self->seed_by_session);
  rungs_table_clear (&self->lost);
  rungs_table_clear (&self->evidence);
  rungs_table_clear (&self->targets);
  rungs_table_clear (&self->requests);
  rungs_table_clear (&self->watch_of);
}

RungsBuilder *
rungs_builder_ref (RungsBuilder *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
rungs_builder_unref (RungsBuilder *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  rungs_strings_unref (self->strings);
  g_clear_pointer (&self->inputs, g_array_unref);
  g_clear_pointer (&self->files, g_array_unref);
  g_clear_pointer (&self->input_notes, g_array_unref);
  g_clear_pointer (&self->diagnostics, g_ptr_array_unref);
  g_clear_pointer (&self->covers, g_array_unref);
  rungs_rows_clear (&self->rows);
  g_clear_pointer (&self->orders, g_array_unref);
  g_clear_pointer (&self->pieces, g_array_unref);
  g_clear_pointer (&self->endpoints, g_array_unref);
  g_clear_pointer (&self->endpoint_notes, g_array_unref);
  g_clear_pointer (&self->seeds, g_array_unref);
  g_clear_pointer (&self->nameless, g_array_unref);
  g_clear_pointer (&self->joined, g_array_unref);
  g_clear_pointer (&self->watches, g_array_unref);
  g_clear_pointer (&self->jumps, g_array_unref);
  g_clear_pointer (&self->edges, g_array_unref);
  g_clear_pointer (&self->records, g_array_unref);
  g_clear_pointer (&self->teams_ids, g_array_unref);
  rungs_identity_clear (self);
  rungs_builder_clear_tables (self);
  g_free (self);
}

void
rungs_builder_add_input (RungsBuilder *self, RungsInput *input, const RungsFormat *format)
{
  RungsTraceInput entry = { .input = rungs_input_ref (input), .format = format };
  RungsInputNote note = { .first_row = self->rows.n, .last = RUNGS_STAMP_NONE };

  g_return_if_fail (self->inputs->len < MAX_INPUTS);

  rungs_builder_set_clock (&entry, self->inputs->len, &self->options);
  note.shift = entry.shift;
  self->is_binary = FALSE;
  g_array_append_val (self->inputs, entry);
  g_array_append_val (self->input_notes, note);
  rungs_table_clear (&self->requests);
}

void
rungs_builder_diagnose (RungsBuilder *self,
                        guint32 line,
                        RungsDiagnosticKind kind,
                        const char *text)
{
  guint input = self->inputs->len - 1;
  RungsInputNote *note = &g_array_index (self->input_notes, RungsInputNote, input);
  RungsDiagnostic *diagnostic;

  if (kind == RUNGS_DIAGNOSTIC_PARTIAL)
    g_array_index (self->inputs, RungsTraceInput, input).is_partial = TRUE;
  else if (note->n_diagnostics++ >= RUNGS_MAX_DIAGNOSTICS)
    return;
  diagnostic = g_new (RungsDiagnostic, 1);
  *diagnostic = (RungsDiagnostic){ input, line, kind, g_strdup (text) };
  g_ptr_array_add (self->diagnostics, diagnostic);
}

static void
tell_joined (RungsBuilder *self)
{
  g_autofree char *text = NULL;

  g_array_set_size (self->joined, 0);
  if (self->n_joined == 0)
    return;
  text = g_strdup_printf (ngettext ("The line endings of %u SIP message were lost. Its lines were "
                                    "split at the names of its headers.",
                                    "The line endings of %u SIP messages were lost, from this line "
                                    "on. Their lines were split at the names of their headers.",
                                    self->n_joined),
                          self->n_joined);
  rungs_builder_diagnose (self, self->first_joined, RUNGS_DIAGNOSTIC_LINE_ENDS, text);
  self->n_joined = 0;
}

void
rungs_builder_end_input (RungsBuilder *self, guint64 n_read)
{
  RungsInputNote *note = &g_array_index (self->input_notes, RungsInputNote, self->inputs->len - 1);
  g_autofree char *text = NULL;
  guint32 more;

  g_array_index (self->inputs, RungsTraceInput, self->inputs->len - 1).n_read = n_read;
  rungs_builder_end_coverage (self);
  rungs_builder_end_times (self);
  rungs_clockwatch_end (self);
  tell_joined (self);
  more =
    note->n_diagnostics > RUNGS_MAX_DIAGNOSTICS ? note->n_diagnostics - RUNGS_MAX_DIAGNOSTICS : 0;
  if (more == 0)
    return;
  text = g_strdup_printf (ngettext ("%u more problem of this kind is not listed.",
                                    "%u more problems of these kinds are not listed.", more),
                          more);
  note->n_diagnostics = 0;
  rungs_builder_diagnose (self, 0, RUNGS_DIAGNOSTIC_LIMIT, text);
}
