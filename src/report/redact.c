/* Pseudonyms: which there are, and the functions that the reports call. */
#include "config.h"

#include "report/redact-private.h"

/* Phrases of different length that may begin with one word: a log that was made to be slow is
 * not. */
#define MAX_LENGTHS 32

struct _RungsRedact
{
  gboolean active;
  GHashTable *tokens[RUNGS_N_SECRETS]; /* secret in lower case -> pseudonym */
  guint n_tokens[RUNGS_N_SECRETS];
  GHashTable *learnt; /* phrase in lower case -> pseudonym */
  /* its first word -> GArray of guint: lengths of the phrases, longest first */
  GHashTable *lengths;
};

gboolean
rungs_redact_is_active (const RungsRedact *redact)
{
  return redact->active;
}

static char *
lower (RungsSpan s)
{
  g_autofree char *copy = rungs_span_dup (s);

  return g_ascii_strdown (copy, -1);
}

/* ---- pseudonyms ---- */

static gboolean
is_private_ipv4 (const char *address)
{
  g_autoptr (GInetAddress) parsed = g_inet_address_new_from_string (address);

  return parsed != NULL && g_inet_address_get_is_site_local (parsed);
}

static char *
token_new (RungsSecretKind kind, const char *secret, guint n)
{
  const char *dot;

  switch (kind)
    {
    case RUNGS_SECRET_NUMBER:
      return g_strdup_printf ("%0*u", (int) MIN (strlen (secret), 40), n);
    case RUNGS_SECRET_USER:
      return g_strdup_printf ("user-%u", n);
    case RUNGS_SECRET_NAME:
      return g_strdup_printf ("name-%u", n);
    case RUNGS_SECRET_HOST:
      return g_strdup_printf ("host-%u.invalid", n);
    case RUNGS_SECRET_LABEL:
      return g_strdup_printf ("host-%u-short", n);
    case RUNGS_SECRET_IPV4:
      return g_strdup_printf (is_private_ipv4 (secret) ? "10.255.%u.%u" : "198.18.%u.%u",
                              (n >> 8) & 0xFF, n & 0xFF);
    case RUNGS_SECRET_IPV6:
      return g_strdup_printf ("2001:db8:ffff::%x:%x", n >> 16, n & 0xFFFF);
    case RUNGS_SECRET_CALL_ID:
      return g_strdup_printf ("call-id-%u", n);
    case RUNGS_SECRET_UUID:
      return g_strdup_printf ("00000000-0000-0000-0000-%012u", n);
    case RUNGS_SECRET_MAC:
      return g_strdup_printf ("02:00:00:%02x:%02x:%02x", (n >> 16) & 0xFF, (n >> 8) & 0xFF,
                              n & 0xFF);
    case RUNGS_SECRET_PEER:
      return g_strdup_printf ("interface-%u", n);
    case RUNGS_SECRET_FILE:
      /* The suffix says what kind of log it is, and nothing of whose. */
      dot = strrchr (secret, '.');
      return g_strdup_printf ("input-%u%s", n, dot != NULL && strlen (dot) <= 6 ? dot : "");
    case RUNGS_N_SECRETS:
    default:
      g_assert_not_reached ();
    }
}

const char *
rungs_redact_token (RungsRedact *redact, RungsSecretKind kind, RungsSpan secret)
{
  g_autofree char *key = lower (secret);
  const char *found = g_hash_table_lookup (redact->tokens[kind], key);
  char *token;

  if (found != NULL)
    return found;
  token = token_new (kind, key, ++redact->n_tokens[kind]);
  g_hash_table_insert (redact->tokens[kind], g_steal_pointer (&key), token);
  if (!g_hash_table_contains (redact->tokens[kind], token))
    g_hash_table_insert (redact->tokens[kind], g_strdup (token), g_strdup (token));
  rungs_redact_learn (redact, rungs_span_of (token), token);
  return token;
}

/* ---- what was learnt ---- */

static void
learn_length (RungsRedact *redact, RungsSpan word, guint len)
{
  g_autofree char *key = lower (word);
  GArray *lengths = g_hash_table_lookup (redact->lengths, key);
  guint i = 0;

  if (lengths == NULL)
    {
      lengths = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (redact->lengths, g_steal_pointer (&key), lengths);
    }
  while (i < lengths->len && g_array_index (lengths, guint, i) > len)
    i++;
  if (i < lengths->len && g_array_index (lengths, guint, i) == len)
    return;
  if (lengths->len < MAX_LENGTHS)
    g_array_insert_val (lengths, i, len);
}

void
rungs_redact_learn (RungsRedact *redact, RungsSpan secret, const char *token)
{
  char *key;
  gsize word = 0;

  while (secret.len > 0 && (word = rungs_redact_word (secret)) == 0)
    secret = rungs_span_skip (secret, 1);
  if (word == 0 || secret.len > G_MAXUINT16)
    return;
  key = lower (secret);
  if (g_hash_table_contains (redact->learnt, key))
    {
      g_free (key);
      return;
    }
  learn_length (redact, rungs_span_head (secret, word), (guint) secret.len);
  g_hash_table_insert (redact->learnt, key, g_strdup (token));
}

gsize
rungs_redact_find_learnt (RungsRedact *redact, RungsSpan text, RungsSpan word, const char **token)
{
  g_autofree char *key = lower (word);
  const GArray *lengths = g_hash_table_lookup (redact->lengths, key);

  for (guint i = 0; lengths != NULL && i < lengths->len; i++)
    {
      guint len = g_array_index (lengths, guint, i);
      g_autofree char *phrase = NULL;

      if (len > text.len || (len < text.len && g_ascii_isalnum (text.str[len])))
        continue;
      phrase = lower (rungs_span_head (text, len));
      *token = g_hash_table_lookup (redact->learnt, phrase);
      if (*token != NULL)
        return len;
    }
  return 0;
}

/* ---- for the reports ---- */

static char *
filter (RungsRedact *redact, const char *text, void (*append) (RungsRedact *, GString *, RungsSpan))
{
  GString *out;

  if (text == NULL || !redact->active)
    return g_strdup (text);
  out = g_string_sized_new (strlen (text) + 16);
  append (redact, out, rungs_span_of (text));
  return g_string_free (out, FALSE);
}

char *
rungs_redact_text (RungsRedact *redact, const char *text)
{
  return filter (redact, text, rungs_redact_append);
}

static void
append_user_or_address (RungsRedact *redact, GString *out, RungsSpan text)
{
  gssize at = rungs_span_find_char (text, '@');

  if (at < 0)
    {
      rungs_redact_append_user (redact, out, text);
      return;
    }
  rungs_redact_append_user (redact, out, rungs_span_head (text, (gsize) at));
  g_string_append_c (out, '@');
  rungs_redact_append_host (redact, out, rungs_span_skip (text, (gsize) at + 1));
}

char *
rungs_redact_user (RungsRedact *redact, const char *user)
{
  return filter (redact, user, append_user_or_address);
}

/* All words of @name say only what kind of thing it is: "Teams proxy", "SIPInterface_1". */
static gboolean
is_generic_name (RungsSpan name)
{
  while (name.len > 0)
    {
      gsize len = 0;

      while (len < name.len && g_ascii_isalpha (name.str[len]))
        len++;
      if (len == 0 && (guchar) name.str[0] >= 0x80)
        return FALSE;
      if (len > 0 && !rungs_redact_is_common (rungs_span_head (name, len)))
        return FALSE;
      name = rungs_span_skip (name, MAX (len, 1));
    }
  return TRUE;
}

static void
append_peer (RungsRedact *redact, GString *out, RungsSpan name)
{
  gsize mark = out->len;

  /* First as an address; a name that the filter leaves as it is may still be somebody's. */
  rungs_redact_append (redact, out, name);
  if (!rungs_span_equal (rungs_span (out->str + mark, out->len - mark), name)
      || is_generic_name (name))
    return;
  for (gsize i = 0; i < name.len; i++)
    if (name.str[i] == '.' && i > 0 && g_ascii_isdigit (name.str[i - 1]))
      return; /* an address that may stay */
  if (rungs_span_find_ci (name, RUNGS_SPAN ("microsoft.com")) >= 0)
    return;
  {
    const char *token = rungs_redact_token (redact, RUNGS_SECRET_PEER, name);

    rungs_redact_learn (redact, name, token);
    g_string_truncate (out, mark);
    g_string_append (out, token);
  }
}

char *
rungs_redact_name (RungsRedact *redact, const char *name)
{
  return filter (redact, name, append_peer);
}

static void
append_call_id (RungsRedact *redact, GString *out, RungsSpan call_id)
{
  const char *token;

  if (call_id.len == 0)
    return;
  token = rungs_redact_token (redact, RUNGS_SECRET_CALL_ID, call_id);
  rungs_redact_learn (redact, call_id, token);
  g_string_append (out, token);
}

char *
rungs_redact_call_id (RungsRedact *redact, const char *call_id)
{
  return filter (redact, call_id, append_call_id);
}

static void
append_file (RungsRedact *redact, GString *out, RungsSpan name)
{
  g_string_append (out, rungs_redact_token (redact, RUNGS_SECRET_FILE, name));
}

char *
rungs_redact_file (RungsRedact *redact, const char *name)
{
  return filter (redact, name, append_file);
}

char *
rungs_redact_message (RungsRedact *redact, RungsSpan message)
{
  /* What goes out is a C string: a NUL in it would hide the rest. */
  g_autofree char *shown = rungs_span_dup_utf8 (message);
  GString *out = g_string_sized_new (message.len + 64);

  rungs_redact_append_message (redact, out, rungs_span_of (shown));
  return g_string_free (out, FALSE);
}

/* ---- learning ---- */

/* Filtering is learning: what the filter makes of a text is not needed here. */
static void
learn_endpoint (RungsRedact *redact, RungsTrace *trace, guint32 endpoint)
{
  if (endpoint == RUNGS_NONE)
    return;
  g_free (rungs_redact_name (redact, rungs_trace_endpoint_text (trace, endpoint)));
  g_free (rungs_redact_name (redact, rungs_trace_device_name (trace, endpoint)));
}

static void
learn_message (RungsRedact *redact, RungsTrace *trace, guint32 number)
{
  g_autoptr (GBytes) bytes = rungs_trace_read_message (trace, number, NULL);
  gsize len;
  const char *data;

  if (bytes == NULL)
    return;
  data = g_bytes_get_data (bytes, &len);
  g_free (rungs_redact_message (redact, rungs_span (data, len)));
}

static void
learn_name (RungsRedact *redact, const char *text)
{
  RungsSpan name = rungs_span_of (text);

  if (name.len > 0)
    rungs_redact_learn (redact, name, rungs_redact_token (redact, RUNGS_SECRET_NAME, name));
}

/* Accounts, names, numbers, devices and addresses of what Microsoft noted down. */
static void
learn_record (RungsRedact *redact, RungsTrace *trace, const RungsRecord *record)
{
  static const RungsRecordText users[] = { RUNGS_RECORD_TEXT_USER, RUNGS_RECORD_TEXT_FROM,
                                           RUNGS_RECORD_TEXT_TO };
  static const RungsRecordText peers[] = { RUNGS_RECORD_TEXT_SBC, RUNGS_RECORD_TEXT_DEVICE,
                                           RUNGS_RECORD_TEXT_ADDRESS };
  static const RungsRecordText ids[] = { RUNGS_RECORD_TEXT_CORRELATION, RUNGS_RECORD_TEXT_SHARED };
  static const RungsRecordText names[] = { RUNGS_RECORD_TEXT_NAME, RUNGS_RECORD_TEXT_POLICY };

  for (guint i = 0; i < G_N_ELEMENTS (users); i++)
    g_free (rungs_redact_user (redact, rungs_trace_string (trace, record->texts[users[i]])));
  for (guint i = 0; i < G_N_ELEMENTS (peers); i++)
    g_free (rungs_redact_name (redact, rungs_trace_string (trace, record->texts[peers[i]])));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_free (rungs_redact_call_id (redact, rungs_trace_string (trace, record->texts[ids[i]])));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    learn_name (redact, rungs_trace_string (trace, record->texts[names[i]]));
}

static void
learn_end (RungsRedact *redact, const RungsCallEnd *end)
{
  const char *const users[] = { end->number, end->user };
  const char *const names[] = { end->name, end->feedback };

  for (guint i = 0; i < G_N_ELEMENTS (users); i++)
    g_free (rungs_redact_user (redact, users[i]));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    learn_name (redact, names[i]);
  g_free (rungs_redact_name (redact, end->machine));
  g_free (rungs_redact_call_id (redact, end->id));
}

static void
learn_network (RungsRedact *redact, const RungsCallNetwork *network)
{
  const char *const texts[] = { network->address, network->reflexive, network->relay,
                                network->subnet,  network->mac,       network->dns_suffix,
                                network->bssid };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (rungs_redact_name (redact, texts[i]));
}

static void
learn_segment (RungsRedact *redact, const RungsCallSegment *segment)
{
  learn_end (redact, &segment->caller);
  learn_end (redact, &segment->callee);
  g_free (rungs_redact_call_id (redact, segment->id));
  for (guint i = 0; i < segment->media->len; i++)
    {
      const RungsCallMedia *media = g_ptr_array_index (segment->media, i);

      learn_network (redact, &media->caller);
      learn_network (redact, &media->callee);
    }
}

/* What a record of a call has beyond its row: who took part, with which machines, from which
 * networks. */
static void
learn_details (RungsRedact *redact, RungsTrace *trace, guint record)
{
  g_autoptr (RungsCallDetails) details = rungs_trace_read_call_details (trace, record, NULL);

  if (details == NULL)
    return;
  learn_end (redact, &details->organizer);
  for (guint i = 0; i < details->participants->len; i++)
    learn_end (redact, &g_array_index (details->participants, RungsCallEnd, i));
  for (guint i = 0; i < details->sessions->len; i++)
    {
      const RungsCallSession *session = g_ptr_array_index (details->sessions, i);

      learn_end (redact, &session->caller);
      learn_end (redact, &session->callee);
      g_free (rungs_redact_call_id (redact, session->id));
      for (guint k = 0; k < session->segments->len; k++)
        learn_segment (redact, g_ptr_array_index (session->segments, k));
    }
}

static void
learn_call (RungsRedact *redact, RungsTrace *trace, const RungsCall *call)
{
  guint32 last_src = RUNGS_NONE, last_dst = RUNGS_NONE;

  for (guint i = 0; i < call->n_rows; i++)
    {
      guint32 number = rungs_trace_get_row (trace, call, i);
      const RungsMessage *message = rungs_trace_get_message (trace, number);

      learn_message (redact, trace, number);
      if (message->src != last_src)
        learn_endpoint (redact, trace, message->src);
      if (message->dst != last_dst)
        learn_endpoint (redact, trace, message->dst);
      last_src = message->src;
      last_dst = message->dst;
    }
  for (guint i = 0; i < call->n_records; i++)
    {
      guint32 record = rungs_trace_get_call_record (trace, call, i);

      learn_record (redact, trace, rungs_trace_get_record (trace, record));
      learn_details (redact, trace, record);
    }
  for (guint i = 0; i < call->n_legs; i++)
    {
      const RungsLeg *leg = rungs_trace_get_leg (trace, call, i);

      g_free (rungs_redact_call_id (redact, rungs_trace_string (trace, leg->call_id)));
      g_free (rungs_redact_user (redact, rungs_trace_string (trace, leg->from)));
      g_free (rungs_redact_user (redact, rungs_trace_string (trace, leg->to)));
    }
}

static void
learn_inputs (RungsRedact *redact, RungsTrace *trace)
{
  for (guint i = 0; i < rungs_trace_get_n_inputs (trace); i++)
    {
      RungsInput *input = rungs_trace_get_input (trace, i)->input;
      const char *name = rungs_input_get_name (input);
      const char *token = rungs_redact_token (redact, RUNGS_SECRET_FILE, rungs_span_of (name));

      rungs_redact_learn (redact, rungs_span_of (name), token);
      rungs_redact_learn (redact, rungs_span_of (rungs_input_get_basename (input)), token);
    }
}

RungsRedact *
rungs_redact_new (const RungsReport *report)
{
  RungsRedact *redact = g_new0 (RungsRedact, 1);

  redact->active = report->redact;
  for (guint i = 0; i < RUNGS_N_SECRETS; i++)
    redact->tokens[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  redact->learnt = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  redact->lengths =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  if (!redact->active)
    return redact;

  learn_inputs (redact, report->trace);
  for (guint i = 0; i < report->n_calls; i++)
    learn_call (redact, report->trace, rungs_trace_get_call (report->trace, report->calls[i]));
  return redact;
}

void
rungs_redact_free (RungsRedact *redact)
{
  if (redact == NULL)
    return;
  for (guint i = 0; i < RUNGS_N_SECRETS; i++)
    g_hash_table_unref (redact->tokens[i]);
  g_hash_table_unref (redact->learnt);
  g_hash_table_unref (redact->lengths);
  g_free (redact);
}
