/* A value that two legs show and no third call does is likely to be what ties them together.
 * Headers whose values say something else for certain (addresses, timers, bodies) are not looked
 * at. */
#include "config.h"

#include "calls/join-headers.h"

#include "base/limits.h"
#include "sip/index.h"
#include "trace/table.h"

/* Different values that are looked at to suggest headers. A value that more legs carry than those
 * of one call is no identity. */
#define MAX_SUGGESTING_VALUES 100000
#define MAX_LEGS_OF_VALUE 6

#define MIN_VALUE 8
#define EXAMPLE_CHARS 60

/* Small letters, sorted: what RFC 3261 and its extensions give another meaning, and what joins legs
 * anyway (identity.c). */
static const char *const known_names[] = {
  "accept",
  "accept-contact",
  "accept-encoding",
  "accept-language",
  "alert-info",
  "allow",
  "allow-events",
  "authorization",
  "av-global-session-id",
  "call-id",
  "call-info",
  "cisco-guid",
  "contact",
  "content-disposition",
  "content-encoding",
  "content-id",
  "content-length",
  "content-type",
  "cseq",
  "date",
  "diversion",
  "expires",
  "feature-caps",
  "from",
  "geolocation",
  "history-info",
  "identity",
  "max-forwards",
  "mime-version",
  "min-se",
  "ms-conversation-id",
  "organization",
  "p-access-network-info",
  "p-asserted-identity",
  "p-called-party-id",
  "p-charging-vector",
  "p-early-media",
  "p-preferred-identity",
  "p-visited-network-id",
  "path",
  "priority",
  "privacy",
  "proxy-authorization",
  "proxy-require",
  "reason",
  "record-route",
  "recv-info",
  "referred-by",
  "reject-contact",
  "remote-party-id",
  "replaces",
  "request-disposition",
  "require",
  "route",
  "server",
  "session-expires",
  "session-id",
  "subject",
  "supported",
  "timestamp",
  "to",
  "user-agent",
  "user-to-user",
  "via",
  "warning",
  "x-call-id",
  "x-callid",
  "x-cid",
  "x-genesys-calluuid",
  "x-inin-cnv",
  "x-original-call-id",
  "x-session-id",
};

typedef struct
{
  guint32 n_legs;
  RungsString call_id; /* of the leg that showed it last */
  guint32 call;
  gboolean is_of_calls; /* of several */
} Value;

typedef struct
{
  char *name;
  char *example;
  GHashTable *values; /* guint64* hash -> Value* */
} Header;

typedef struct
{
  RungsTrace *trace;
  const char *const *known;
  GHashTable *headers; /* char* in small letters -> Header* */
  guint n_values;
} Search;

static void
header_free (gpointer data)
{
  Header *header = data;

  g_free (header->name);
  g_free (header->example);
  g_hash_table_unref (header->values);
  g_free (header);
}

void
rungs_join_suggestion_free (RungsJoinSuggestion *suggestion)
{
  if (suggestion == NULL)
    return;
  g_free (suggestion->name);
  g_free (suggestion->example);
  g_free (suggestion);
}

static int
compare_known (const void *key, const void *entry)
{
  return strcmp (key, *(const char *const *) entry);
}

static gboolean
is_known (const Search *self, const char *lower)
{
  /* Of one letter: the compact forms, RFC 3261 7.3.3. */
  if (lower[0] == '\0' || lower[1] == '\0')
    return TRUE;
  for (guint i = 0; self->known != NULL && self->known[i] != NULL; i++)
    if (g_ascii_strcasecmp (self->known[i], lower) == 0)
      return TRUE;
  return bsearch (lower, known_names, G_N_ELEMENTS (known_names), sizeof *known_names,
                  compare_known)
         != NULL;
}

/* As identity.c takes it. */
static RungsSpan
value_of (RungsSpan value)
{
  gssize end = rungs_span_find_char (value, ';');
  gboolean is_varied = FALSE;

  value = rungs_span_trim (end > 0 ? rungs_span_head (value, (gsize) end) : value);
  for (gsize i = 1; i < value.len && !is_varied; i++)
    is_varied = value.str[i] != value.str[0];
  return value.len >= MIN_VALUE && is_varied ? value : RUNGS_SPAN_NONE;
}

static Header *
ensure_header (Search *self, const char *lower, RungsSpan name)
{
  Header *header = g_hash_table_lookup (self->headers, lower);

  if (header == NULL)
    {
      header = g_new0 (Header, 1);
      header->name = rungs_span_dup_utf8 (name);
      header->values = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
      g_hash_table_insert (self->headers, g_strdup (lower), header);
    }
  return header;
}

static void
see (Search *self, const RungsLeg *leg, RungsSpan name, RungsSpan text)
{
  RungsSpan whole = value_of (text);
  guint64 hash = rungs_hash (whole);
  g_autofree char *lower = NULL;
  Header *header;
  Value *value;

  if (whole.len == 0 || name.len > RUNGS_MAX_JOIN_HEADER_NAME)
    return;
  lower = g_ascii_strdown (name.str, (gssize) name.len);
  if (is_known (self, lower))
    return;
  header = ensure_header (self, lower, name);
  value = g_hash_table_lookup (header->values, &hash);
  if (value == NULL)
    {
      Value fresh = { 1, leg->call_id, leg->call, FALSE };

      if (self->n_values++ < MAX_SUGGESTING_VALUES)
        g_hash_table_insert (header->values, g_memdup2 (&hash, sizeof hash),
                             g_memdup2 (&fresh, sizeof fresh));
      return;
    }
  /* The same leg as another device saw it says nothing new. */
  if (value->call_id == leg->call_id)
    return;
  value->n_legs++;
  value->is_of_calls |= value->call != leg->call;
  value->call_id = leg->call_id;
  value->call = leg->call;
  if (header->example == NULL)
    {
      g_autofree char *valid = rungs_span_dup_utf8 (rungs_span_head (whole, RUNGS_MAX_JOIN_VALUE));
      header->example = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), EXAMPLE_CHARS));
    }
}

static guint32
first_invite (RungsTrace *trace, const RungsCall *call, const RungsLeg *leg)
{
  const RungsMessage *row;

  if (leg->first == RUNGS_NONE || call->n_rows == 0)
    return RUNGS_NONE;
  row = rungs_trace_get_message (trace, leg->first);
  return row->code == 0 && strcmp (rungs_trace_string (trace, row->method), "INVITE") == 0
           ? leg->first
           : RUNGS_NONE;
}

static void
look_at_leg (Search *self, const RungsCall *call, const RungsLeg *leg)
{
  guint32 message = first_invite (self->trace, call, leg);
  g_autoptr (GBytes) bytes =
    message != RUNGS_NONE ? rungs_trace_read_message (self->trace, message, NULL) : NULL;
  RungsSpan whole, name, value;
  gsize pos = 0, line, size;

  if (bytes == NULL)
    return;
  whole.str = g_bytes_get_data (bytes, &size);
  whole.len = size;
  while (rungs_sip_next_header (whole, &pos, &name, &value, &line))
    see (self, leg, name, value);
}

/* NULL when its values are no identities of calls. */
static RungsJoinSuggestion *
judge (const Header *header)
{
  RungsJoinSuggestion *suggestion;
  guint32 n_shared = 0, n_new = 0, n_common = 0;
  GHashTableIter iter;
  gpointer data;

  g_hash_table_iter_init (&iter, header->values);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      const Value *value = data;

      n_common += value->n_legs > MAX_LEGS_OF_VALUE;
      n_shared += value->n_legs > 1 && value->n_legs <= MAX_LEGS_OF_VALUE;
      n_new += value->is_of_calls && value->n_legs <= MAX_LEGS_OF_VALUE;
    }
  /* What is the same in every call of the log is a setting; of one call alone nobody can tell. */
  if (n_shared == 0 || n_common > 0 || g_hash_table_size (header->values) < 2)
    return NULL;
  suggestion = g_new0 (RungsJoinSuggestion, 1);
  suggestion->name = g_strdup (header->name);
  suggestion->example = g_strdup (header->example);
  suggestion->n_values = n_shared;
  suggestion->n_new_calls = n_new;
  return suggestion;
}

static gint
compare_suggestions (gconstpointer a, gconstpointer b)
{
  const RungsJoinSuggestion *x = *(const RungsJoinSuggestion *const *) a;
  const RungsJoinSuggestion *y = *(const RungsJoinSuggestion *const *) b;

  if (x->n_new_calls != y->n_new_calls)
    return x->n_new_calls > y->n_new_calls ? -1 : 1;
  if (x->n_values != y->n_values)
    return x->n_values > y->n_values ? -1 : 1;
  return strcmp (x->name, y->name);
}

GPtrArray *
rungs_trace_suggest_join_headers (RungsTrace *self,
                                  const char *const *known,
                                  GCancellable *cancellable)
{
  GPtrArray *suggestions =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_join_suggestion_free);
  g_autoptr (GHashTable) headers =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, header_free);
  Search search = { self, known, headers, 0 };
  guint n_legs = 0;
  GHashTableIter iter;
  gpointer header;

  g_return_val_if_fail (RUNGS_IS_TRACE (self), suggestions);

  for (guint i = 0; i < rungs_trace_get_n_calls (self); i++)
    {
      const RungsCall *call = rungs_trace_get_call (self, i);

      if (n_legs >= RUNGS_MAX_SUGGESTING_LEGS || g_cancellable_is_cancelled (cancellable))
        break;
      for (guint32 k = 0; k < call->n_legs && call->kind == RUNGS_KIND_INVITE; k++, n_legs++)
        look_at_leg (&search, call, rungs_trace_get_leg (self, call, k));
    }
  g_hash_table_iter_init (&iter, headers);
  while (g_hash_table_iter_next (&iter, NULL, &header))
    {
      RungsJoinSuggestion *suggestion = judge (header);

      if (suggestion != NULL)
        g_ptr_array_add (suggestions, suggestion);
    }
  g_ptr_array_sort (suggestions, compare_suggestions);
  if (suggestions->len > RUNGS_MAX_JOIN_SUGGESTIONS)
    g_ptr_array_set_size (suggestions, RUNGS_MAX_JOIN_SUGGESTIONS);
  return suggestions;
}
