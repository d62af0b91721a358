/* The calls of a log as patterns see them, and what each failed one died of. */
#include "config.h"

#include "patterns-private.h"

#include "base/limits.h"
#include "calls/fault.h"
#include "diagnosis/verdicts.h"
/* A SIP code that Microsoft's record adds up to this with: see knowledge/match.c. */
#define RULE_560 560000

static gint
compare_indices (gconstpointer a, gconstpointer b)
{
  guint32 first = *(const guint32 *) a, second = *(const guint32 *) b;

  return first < second ? -1 : first > second;
}

void
rungs_pattern_free (RungsPattern *pattern)
{
  if (pattern == NULL)
    return;
  g_free (pattern->number);
  g_free (pattern->device);
  g_free (pattern->code);
  g_free (pattern->at);
  g_clear_pointer (&pattern->calls, g_array_unref);
  g_free (pattern);
}

gboolean
rungs_pattern_has_call (const RungsPattern *pattern, guint32 call)
{
  g_return_val_if_fail (pattern != NULL, FALSE);

  return bsearch (&call, pattern->calls->data, pattern->calls->len, sizeof (guint32),
                  compare_indices)
         != NULL;
}

const char *
rungs_pattern_kind_name (RungsPatternKind kind)
{
  static const char *const names[] = { "cause",       "log",       "number", "peer",
                                       "number-peer", "direction", "sbc",    "hour" };

  g_return_val_if_fail (kind < G_N_ELEMENTS (names), names[0]);
  return names[kind];
}

static void
cause_free (gpointer data)
{
  RungsPatternCause *cause = data;

  g_free (cause->code);
  g_array_unref (cause->items);
  g_free (cause);
}

/* ---- the calls ---- */

/* Digits, with the plus in front if there was one; NULL for what is no number. */
static const char *
number_of (RungsPatternFinder *self, RungsString to)
{
  RungsSpan text = rungs_span_of (rungs_trace_string (self->trace, to));
  g_autoptr (GString) number = g_string_sized_new (text.len);

  for (gsize i = 0; i < text.len; i++)
    {
      if (g_ascii_isdigit (text.str[i]) || (i == 0 && text.str[i] == '+'))
        g_string_append_c (number, text.str[i]);
      else if (strchr ("-.() ", text.str[i]) == NULL)
        return NULL;
    }
  if (number->len < 2 || number->len > RUNGS_MAX_PATTERN_NUMBER)
    return NULL;
  g_ptr_array_add (self->texts, g_strdup (number->str));
  return g_ptr_array_index (self->texts, self->texts->len - 1);
}

static void
add_device (RungsPatternFinder *self, RungsPatternItem *item, guint32 endpoint)
{
  guint32 device =
    endpoint != RUNGS_NONE ? rungs_trace_get_endpoint (self->trace, endpoint)->device : RUNGS_NONE;
  RungsDeviceKind kind;

  if (device == RUNGS_NONE)
    return;
  kind = rungs_trace_get_device (self->trace, device)->kind;
  if (kind == RUNGS_DEVICE_SBC && item->sbc == RUNGS_NONE)
    item->sbc = device;
  if (kind == RUNGS_DEVICE_SBC || kind == RUNGS_DEVICE_TEAMS)
    return;
  for (guint i = 0; i < item->n_peers; i++)
    if (item->peers[i] == device)
      return;
  if (item->n_peers < RUNGS_PATTERN_PEERS)
    item->peers[item->n_peers++] = device;
}

static void
add_item (RungsPatternFinder *self, guint32 index)
{
  const RungsCall *call = rungs_trace_get_call (self->trace, index);
  RungsPatternItem item = { .call = index,
                            .cause = RUNGS_NONE,
                            .at = RUNGS_NONE,
                            .sbc = RUNGS_NONE,
                            .direction = call->direction,
                            .start = call->start };

  item.number = number_of (self, call->to);
  for (guint i = 0; i < call->n_legs; i++)
    {
      const RungsLeg *leg = rungs_trace_get_leg (self->trace, call, i);

      add_device (self, &item, leg->src);
      add_device (self, &item, leg->dst);
    }
  g_array_index (self->item_of, guint32, index) = self->items->len;
  g_array_append_val (self->items, item);
}

/* A call whose end is not in the log counts neither as failed nor as good. */
static gboolean
counts (const RungsCall *call)
{
  return (call->kind == RUNGS_KIND_INVITE || (call->kind == RUNGS_KIND_RECORD && !call->is_number))
         && call->state != RUNGS_STATE_SETUP;
}

RungsPatternFinder *
rungs_pattern_finder_new (RungsTrace *trace)
{
  RungsPatternFinder *self;
  guint n;

  g_return_val_if_fail (RUNGS_IS_TRACE (trace), NULL);

  n = rungs_trace_get_n_calls (trace);
  self = g_new0 (RungsPatternFinder, 1);
  self->trace = g_object_ref (trace);
  self->items = g_array_new (FALSE, FALSE, sizeof (RungsPatternItem));
  self->item_of = g_array_sized_new (FALSE, FALSE, sizeof (guint32), n);
  self->causes = g_ptr_array_new_with_free_func (cause_free);
  self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->texts = g_ptr_array_new_with_free_func (g_free);
  g_array_set_size (self->item_of, n);
  for (guint32 i = 0; i < n; i++)
    {
      g_array_index (self->item_of, guint32, i) = RUNGS_NONE;
      if (counts (rungs_trace_get_call (trace, i)))
        add_item (self, i);
    }
  return self;
}

void
rungs_pattern_finder_free (RungsPatternFinder *finder)
{
  if (finder == NULL)
    return;
  g_clear_pointer (&finder->by_key, g_hash_table_unref);
  g_clear_pointer (&finder->causes, g_ptr_array_unref);
  g_clear_pointer (&finder->items, g_array_unref);
  g_clear_pointer (&finder->item_of, g_array_unref);
  g_clear_pointer (&finder->texts, g_ptr_array_unref);
  g_clear_object (&finder->trace);
  g_free (finder);
}

/* ---- their causes ---- */

/* Where the answer that decided the call entered. */
static guint32
device_at (const RungsPatternFinder *self, const RungsCall *call)
{
  guint32 found = call->failing_response;

  for (guint32 i = 0; i < call->n_rows; i++)
    {
      guint32 message = rungs_trace_get_row (self->trace, call, i);

      if (rungs_trace_get_message (self->trace, message)->flags & RUNGS_MESSAGE_DECIDING)
        {
          found = message;
          break;
        }
    }
  if (found == RUNGS_NONE || rungs_trace_get_message (self->trace, found)->src == RUNGS_NONE)
    return RUNGS_NONE;
  return rungs_trace_get_endpoint (self->trace, rungs_trace_get_message (self->trace, found)->src)
    ->device;
}

static RungsPatternCause *
find_cause (RungsPatternFinder *self, gboolean dropped, char *code, const RungsEntry *entry)
{
  g_autofree char *key =
    g_strdup_printf ("%d %s %s", dropped, code != NULL ? code : "", entry != NULL ? entry->id : "");
  guint known = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_key, key));
  RungsPatternCause *cause;

  if (known > 0)
    {
      g_free (code);
      return g_ptr_array_index (self->causes, known - 1);
    }
  cause = g_new0 (RungsPatternCause, 1);
  cause->code = code;
  cause->is_dropped = dropped;
  cause->entry = entry;
  cause->items = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_ptr_array_add (self->causes, cause);
  g_hash_table_insert (self->by_key, g_steal_pointer (&key), GUINT_TO_POINTER (self->causes->len));
  return cause;
}

static void
note (RungsPatternFinder *self,
      const RungsCall *call,
      int code,
      int microsoft_code,
      const RungsEntry *entry)
{
  guint32 index = g_array_index (self->item_of, guint32, call->id - 1);
  RungsPatternItem *item = &g_array_index (self->items, RungsPatternItem, index);
  gboolean dropped = call->state == RUNGS_STATE_DROPPED;
  char *text = NULL;
  RungsPatternCause *cause;

  /* The code of a dropped call is the 200 that answered it. */
  if (dropped || code <= 0)
    text = NULL;
  else if (microsoft_code >= 0)
    text = g_strdup_printf ("%d/%d", code, microsoft_code);
  else
    text = g_strdup_printf ("%d", code);
  cause = find_cause (self, dropped, text, entry);
  item->cause = 0;
  item->at = device_at (self, call);
  g_array_append_val (cause->items, index);
  self->n_failed++;
}

static gboolean
wants (const RungsPatternFinder *self, const RungsCall *call)
{
  guint32 index = g_array_index (self->item_of, guint32, call->id - 1);

  return index != RUNGS_NONE && rungs_call_is_fault (call)
         && g_array_index (self->items, RungsPatternItem, index).cause == RUNGS_NONE;
}

void
rungs_pattern_finder_note (RungsPatternFinder *finder,
                           const RungsCall *call,
                           const RungsVerdict *verdict)
{
  g_return_if_fail (finder != NULL && call != NULL && verdict != NULL);

  if (wants (finder, call))
    note (finder, call, verdict->code, verdict->microsoft_code, verdict->entry);
}

static gboolean
is_teams (const RungsPatternFinder *self, guint32 endpoint)
{
  guint32 device =
    endpoint != RUNGS_NONE ? rungs_trace_get_endpoint (self->trace, endpoint)->device : RUNGS_NONE;

  return device != RUNGS_NONE
         && rungs_trace_get_device (self->trace, device)->kind == RUNGS_DEVICE_TEAMS;
}

/* What the rows alone say: the code, and what Microsoft's rule makes of it. */
static void
note_code (RungsPatternFinder *self, const RungsCall *call)
{
  const RungsMessage *final =
    call->final != RUNGS_NONE ? rungs_trace_get_message (self->trace, call->final) : NULL;
  gboolean by_rule = final != NULL && final->code >= 300 && is_teams (self, final->dst)
                     && !is_teams (self, final->src);

  note (self, call, final != NULL ? final->code : 0, by_rule ? RULE_560 + final->code : -1, NULL);
}

/* FALSE: cancelled. */
static gboolean
judge_the_others (RungsPatternFinder *self,
                  const RungsKnowledge *knowledge,
                  guint max_verdicts,
                  GCancellable *cancellable)
{
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (RungsVerdictPool) ahead = NULL;

  for (guint i = 0; i < self->items->len; i++)
    {
      guint32 call = g_array_index (self->items, RungsPatternItem, i).call;

      if (wants (self, rungs_trace_get_call (self->trace, call)))
        g_array_append_val (open, call);
    }
  if (open->len <= max_verdicts)
    ahead = rungs_verdict_pool_new (self->trace, knowledge, (const guint32 *) (gpointer) open->data,
                                    open->len);
  for (guint i = 0; i < self->items->len; i++)
    {
      const RungsCall *call =
        rungs_trace_get_call (self->trace, g_array_index (self->items, RungsPatternItem, i).call);

      if (g_cancellable_is_cancelled (cancellable))
        return FALSE;
      if (!wants (self, call))
        continue;
      if (open->len > max_verdicts)
        {
          note_code (self, call);
        }
      else
        {
          g_autoptr (RungsVerdict) verdict =
            rungs_verdicts_get (self->trace, knowledge, call, cancellable);

          if (verdict == NULL)
            return FALSE;
          note (self, call, verdict->code, verdict->microsoft_code, verdict->entry);
        }
    }
  return TRUE;
}

/* ---- all together ---- */

static gint
compare_causes (gconstpointer a, gconstpointer b)
{
  const RungsPatternCause *first = *(const RungsPatternCause *const *) a,
                          *second = *(const RungsPatternCause *const *) b;

  if (first->is_any != second->is_any)
    return first->is_any ? 1 : -1;
  if (first->items->len != second->items->len)
    return first->items->len > second->items->len ? -1 : 1;
  return first->items->len > 0 ? compare_indices (first->items->data, second->items->data) : 0;
}

static gint
compare_patterns (gconstpointer a, gconstpointer b)
{
  const RungsPattern *first = *(const RungsPattern *const *) a,
                     *second = *(const RungsPattern *const *) b;

  if (first->calls->len != second->calls->len)
    return first->calls->len > second->calls->len ? -1 : 1;
  return 0;
}

/* All failed calls, whatever they failed for: a trunk that is down answers in several ways. */
static void
add_any (RungsPatternFinder *self)
{
  RungsPatternCause *any;

  if (self->causes->len < 2)
    return;
  any = find_cause (self, FALSE, g_strdup ("*"), NULL);
  any->is_any = TRUE;
  g_clear_pointer (&any->code, g_free);
  for (guint32 i = 0; i < self->items->len; i++)
    if (g_array_index (self->items, RungsPatternItem, i).cause != RUNGS_NONE)
      g_array_append_val (any->items, i);
}

GPtrArray *
rungs_pattern_finder_find (RungsPatternFinder *finder,
                           const RungsKnowledge *knowledge,
                           guint max_verdicts,
                           GCancellable *cancellable)
{
  GPtrArray *patterns = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_pattern_free);
  RungsPatternGroups *groups;

  g_return_val_if_fail (finder != NULL, patterns);

  if (!judge_the_others (finder, knowledge, max_verdicts, cancellable))
    return patterns;
  add_any (finder);
  for (guint i = 0; i < finder->causes->len; i++)
    {
      RungsPatternCause *cause = g_ptr_array_index (finder->causes, i);

      g_array_sort (cause->items, compare_indices);
    }
  g_ptr_array_sort (finder->causes, compare_causes);
  groups = rungs_pattern_groups_new (finder);
  for (guint i = 0; i < finder->causes->len; i++)
    rungs_pattern_groups_add (groups, g_ptr_array_index (finder->causes, i), patterns);
  rungs_pattern_groups_free (groups);
  g_ptr_array_sort (patterns, compare_patterns);
  if (patterns->len > RUNGS_MAX_PATTERNS)
    g_ptr_array_set_size (patterns, RUNGS_MAX_PATTERNS);
  return patterns;
}

GHashTable *
rungs_pattern_finder_get_entries (const RungsPatternFinder *finder)
{
  GHashTable *entries = g_hash_table_new (NULL, NULL);

  g_return_val_if_fail (finder != NULL, entries);

  for (guint i = 0; i < finder->causes->len; i++)
    {
      const RungsPatternCause *cause = g_ptr_array_index (finder->causes, i);

      for (guint k = 0; cause->entry != NULL && k < cause->items->len; k++)
        {
          guint32 item = g_array_index (cause->items, guint32, k);
          guint32 call = g_array_index (finder->items, RungsPatternItem, item).call;

          g_hash_table_insert (entries, GUINT_TO_POINTER (call), (gpointer) cause->entry);
        }
    }
  return entries;
}
