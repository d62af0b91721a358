#include "config.h"

#include "app/list/call-query.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#include "app/list/call-words.h"

/* Words of a search that count: the rest of a pasted page does not. */
#define MAX_WORDS 16

static const struct
{
  const char *id, *title;
} columns[RUNGS_N_COLUMNS] = {
  [RUNGS_COLUMN_RESULT] = { "result", N_ ("Result") },
  [RUNGS_COLUMN_PARTIES] = { "parties", N_ ("From → To") },
  [RUNGS_COLUMN_TIME] = { "time", N_ ("Time") },
  [RUNGS_COLUMN_DURATION] = { "duration", N_ ("Duration") },
  [RUNGS_COLUMN_DIRECTION] = { "direction", N_ ("Direction") },
  [RUNGS_COLUMN_MICROSOFT] = { "microsoft", N_ ("Microsoft code") },
  [RUNGS_COLUMN_MESSAGES] = { "messages", N_ ("Messages") },
  [RUNGS_COLUMN_PEERS] = { "peers", N_ ("Trunk or peer") },
};

const char *
rungs_call_column_id (RungsCallColumn column)
{
  g_return_val_if_fail (column < RUNGS_N_COLUMNS, NULL);
  return columns[column].id;
}

const char *
rungs_call_column_title (RungsCallColumn column)
{
  g_return_val_if_fail (column < RUNGS_N_COLUMNS, NULL);
  return _ (columns[column].title);
}

RungsCallColumn
rungs_call_column_by_id (const char *id)
{
  for (guint i = 0; i < RUNGS_N_COLUMNS; i++)
    if (g_strcmp0 (columns[i].id, id) == 0)
      return i;
  return RUNGS_N_COLUMNS;
}

typedef struct
{
  RungsSpan text;
  char *digits; /* of a word that is a phone number as people write it; else NULL */
} Word;

struct _RungsCallMatcher
{
  RungsTrace *trace;
  RungsKinds kinds;
  gboolean only_faults, show_routine;
  gboolean folds; /* there is something to fold routine traffic away from */
  GArray *only;
  char *text;
  guint n_words;
  Word words[MAX_WORDS];
};

/* "(555)01-00" as "5550100"; NULL when it is no such thing. */
static char *
number_digits (RungsSpan word)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  for (gsize i = 0; i < word.len; i++)
    {
      char c = word.str[i];

      if (g_ascii_isdigit (c))
        g_string_append_c (digits, c);
      else if (strchr ("+-.()/", c) == NULL)
        return NULL;
    }
  return digits->len > 3 ? g_string_free (g_steal_pointer (&digits), FALSE) : NULL;
}

/* A log of nothing but keepalives is about them. */
static gboolean
has_other_than_routine (RungsTrace *trace)
{
  guint n = trace != NULL ? rungs_trace_get_n_calls (trace) : 0;

  for (guint i = 0; i < n; i++)
    if (!rungs_call_is_routine (rungs_trace_get_call (trace, i)))
      return TRUE;
  return FALSE;
}

RungsCallMatcher *
rungs_call_matcher_new (RungsTrace *trace, const RungsCallQuery *query)
{
  RungsCallMatcher *self = g_new0 (RungsCallMatcher, 1);
  RungsSpan rest, part;

  self->trace = trace;
  self->kinds = query->kinds;
  self->only_faults = query->only_faults;
  self->show_routine = query->show_routine;
  /* Somebody who asks for one kind, or for what failed, wants to see it. */
  self->folds =
    query->kinds == RUNGS_KINDS_ALL && !query->only_faults && has_other_than_routine (trace);
  if (query->only != NULL)
    self->only = g_array_ref (query->only);
  self->text = g_strdup (query->text != NULL ? query->text : "");
  rest = rungs_span_of (self->text);
  while (self->n_words < MAX_WORDS && rungs_span_take_until (&rest, ' ', &part))
    {
      Word *word = &self->words[self->n_words];

      word->text = rungs_span_trim (part);
      if (word->text.len == 0)
        continue;
      word->digits = number_digits (word->text);
      self->n_words++;
    }
  return self;
}

void
rungs_call_matcher_free (RungsCallMatcher *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_words; i++)
    g_free (self->words[i].digits);
  g_clear_pointer (&self->only, g_array_unref);
  g_free (self->text);
  g_free (self);
}

static gboolean
kind_fits (RungsKinds kinds, RungsKind kind)
{
  switch (kinds)
    {
    case RUNGS_KINDS_CALLS:
      return kind == RUNGS_KIND_INVITE || kind == RUNGS_KIND_RECORD;
    case RUNGS_KINDS_REGISTRATIONS:
      return kind == RUNGS_KIND_REGISTER;
    case RUNGS_KINDS_KEEPALIVES:
      return kind == RUNGS_KIND_OPTIONS;
    case RUNGS_KINDS_OTHER:
      return kind != RUNGS_KIND_INVITE && kind != RUNGS_KIND_RECORD && kind != RUNGS_KIND_REGISTER
             && kind != RUNGS_KIND_OPTIONS;
    case RUNGS_KINDS_ALL:
    default:
      return TRUE;
    }
}

static gboolean
string_has (RungsCallMatcher *self, const Word *word, RungsString string)
{
  RungsSpan text = rungs_span_of (rungs_trace_string (self->trace, string));

  return rungs_span_find_ci (text, word->text) >= 0
         || (word->digits != NULL && rungs_span_find (text, rungs_span_of (word->digits)) >= 0);
}

static gboolean
endpoint_has (RungsCallMatcher *self, const Word *word, guint32 endpoint)
{
  return endpoint != RUNGS_NONE
         && (rungs_span_find_ci (rungs_span_of (rungs_trace_endpoint_text (self->trace, endpoint)),
                                 word->text)
               >= 0
             || rungs_span_find_ci (rungs_span_of (rungs_trace_device_name (self->trace, endpoint)),
                                    word->text)
                  >= 0);
}

static gboolean
answer_has (RungsCallMatcher *self, const Word *word, const RungsCall *call)
{
  const char *phrase = rungs_trace_call_phrase (self->trace, call);
  char code[8];

  g_snprintf (code, sizeof code, "%u", rungs_trace_call_code (self->trace, call));
  return (rungs_trace_call_code (self->trace, call) != 0
          && rungs_span_equal (rungs_span_of (code), word->text))
         || rungs_span_find_ci (rungs_span_of (phrase), word->text) >= 0;
}

/* Names, accounts, policies and codes of what Microsoft noted down. */
static gboolean
record_has (RungsCallMatcher *self, const Word *word, const RungsRecord *record)
{
  char code[16];

  for (guint i = 0; i < RUNGS_RECORD_N_TEXTS; i++)
    if (record->texts[i] != 0 && string_has (self, word, record->texts[i]))
      return TRUE;
  g_snprintf (code, sizeof code, "%d", record->microsoft_code);
  if (rungs_span_equal (rungs_span_of (code), word->text))
    return TRUE;
  g_snprintf (code, sizeof code, "AADSTS%u", record->aadsts);
  return record->aadsts != 0 && word->text.len > 4
         && rungs_span_find_ci (rungs_span_of (code), word->text) >= 0;
}

static gboolean
call_has (RungsCallMatcher *self, const Word *word, const RungsCall *call)
{
  if (string_has (self, word, call->from) || string_has (self, word, call->to)
      || answer_has (self, word, call))
    return TRUE;
  for (guint i = 0; i < call->n_records; i++)
    if (record_has (
          self, word,
          rungs_trace_get_record (self->trace, rungs_trace_get_call_record (self->trace, call, i))))
      return TRUE;
  for (guint i = 0; i < call->n_legs; i++)
    {
      const RungsLeg *leg = rungs_trace_get_leg (self->trace, call, i);

      if (string_has (self, word, leg->call_id) || string_has (self, word, leg->from)
          || string_has (self, word, leg->to) || endpoint_has (self, word, leg->src)
          || endpoint_has (self, word, leg->dst))
        return TRUE;
    }
  return FALSE;
}

static int
compare_indices (gconstpointer a, gconstpointer b)
{
  guint32 first = *(const guint32 *) a, second = *(const guint32 *) b;

  return first < second ? -1 : first > second;
}

static gboolean
is_among (const GArray *calls, const RungsCall *call)
{
  guint32 index = call->id - 1;

  return bsearch (&index, calls->data, calls->len, sizeof (guint32), compare_indices) != NULL;
}

gboolean
rungs_call_matcher_test (RungsCallMatcher *self, const RungsCall *call, gboolean *folded)
{
  *folded = FALSE;
  if (!kind_fits (self->kinds, call->kind) || (self->only_faults && !rungs_call_is_fault (call)))
    return FALSE;
  if (self->only != NULL && !is_among (self->only, call))
    return FALSE;
  for (guint i = 0; i < self->n_words; i++)
    if (!call_has (self, &self->words[i], call))
      return FALSE;
  *folded = self->folds && rungs_call_is_routine (call);
  return self->show_routine || !*folded;
}

typedef struct
{
  gint64 number;
  const char *text; /* NULL: numbers decide */
  guint32 call;
} Key;

static int
compare_keys (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Key *left = a, *right = b;
  int sign = GPOINTER_TO_INT (user_data);
  int order;

  if (left->text != NULL)
    order = strcmp (left->text, right->text);
  else
    order = (left->number > right->number) - (left->number < right->number);
  if (order != 0)
    return order * sign;
  return (left->call > right->call) - (left->call < right->call);
}

static const char *
first_peer (RungsTrace *trace, const RungsCall *call)
{
  for (guint i = 0; i < call->n_legs; i++)
    {
      const RungsLeg *leg = rungs_trace_get_leg (trace, call, i);

      if (leg->src != RUNGS_NONE && !rungs_trace_get_endpoint (trace, leg->src)->is_own)
        return rungs_trace_device_name (trace, leg->src);
      if (leg->dst != RUNGS_NONE && !rungs_trace_get_endpoint (trace, leg->dst)->is_own)
        return rungs_trace_device_name (trace, leg->dst);
    }
  return "";
}

/* Faults first, then by code: what needs somebody's eye stands together. */
static gint64
result_rank (RungsTrace *trace, const RungsCall *call)
{
  static const gint64 ranks[] = {
    [RUNGS_STATE_FAILED] = 0,    [RUNGS_STATE_DROPPED] = 1,     [RUNGS_STATE_SETUP] = 2,
    [RUNGS_STATE_CANCELLED] = 3, [RUNGS_STATE_ESTABLISHED] = 4, [RUNGS_STATE_COMPLETED] = 5,
  };

  return ranks[call->state] * 1000 + rungs_call_code (trace, call);
}

static void
fill_key (RungsTrace *trace, RungsCallColumn column, Key *key)
{
  const RungsCall *call = rungs_trace_get_call (trace, key->call);

  switch (column)
    {
    case RUNGS_COLUMN_RESULT:
      key->number = result_rank (trace, call);
      break;
    case RUNGS_COLUMN_PARTIES:
      key->text = rungs_trace_string (trace, call->from);
      break;
    case RUNGS_COLUMN_DURATION:
      key->number = call->duration;
      break;
    case RUNGS_COLUMN_DIRECTION:
      key->number = call->direction;
      break;
    case RUNGS_COLUMN_MICROSOFT:
      key->number = rungs_call_microsoft_code (trace, call);
      break;
    case RUNGS_COLUMN_MESSAGES:
      key->number = call->n_messages;
      break;
    case RUNGS_COLUMN_PEERS:
      key->text = first_peer (trace, call);
      break;
    case RUNGS_COLUMN_TIME:
    default:
      key->number = call->start;
      break;
    }
}

static gboolean
is_sorted (const Key *keys, guint n, int sign)
{
  for (guint i = 1; i < n; i++)
    if (compare_keys (&keys[i - 1], &keys[i], GINT_TO_POINTER (sign)) > 0)
      return FALSE;
  return TRUE;
}

void
rungs_call_sort (RungsTrace *trace,
                 guint32 *calls,
                 guint n,
                 RungsCallColumn column,
                 gboolean descending)
{
  g_autofree Key *keys = g_new0 (Key, MAX (n, 1));
  int sign = descending ? -1 : 1;

  for (guint i = 0; i < n; i++)
    {
      keys[i].call = calls[i];
      fill_key (trace, column, &keys[i]);
    }
  if (is_sorted (keys, n, sign))
    return;
  g_qsort_with_data (keys, (gint) n, sizeof *keys, compare_keys, GINT_TO_POINTER (sign));
  for (guint i = 0; i < n; i++)
    calls[i] = keys[i].call;
}
