/* One line of JSON per change, all values texts, the last one of a kind counts:
 *   {"leg":"b1218@192.0.2.1","alone":"yes"}               "" for "not decided"
 *   {"join":"b1218@192.0.2.1","with":"77aa","valid":"yes"}  "" takes it back
 *   {"device":"host:192.0.2.10","name":"Trunk A"}          "" for its own name
 *   {"device":"host:192.0.2.11","same_as":"host:192.0.2.10"}
 *   {"file":"<fingerprint>","zone":"+02:00"}                "" takes it back
 *   {"file":"<fingerprint>","shift":"+1.250 s"}
 *   {"join_header":"X-Customer-Call","valid":"yes"}
 * A private address is somebody else in each network: its key has the place as well, see
 * device-keys.c. */
#include "config.h"

#include "clocks/clocks.h"
#include "memory/choice-set.h"
#include "memory/journal.h"
#include "trace/assembly.h"

#include "base/limits.h"

#define FILE_NAME "choices.ndjson"

struct _RungsChoices
{
  GObject parent_instance;
  RungsJournal *journal;
  RungsChoiceSet *set; /* replaced, never changed once somebody has it */
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RungsChoices, rungs_choices, G_TYPE_OBJECT)

static void
rungs_choices_finalize (GObject *object)
{
  RungsChoices *self = RUNGS_CHOICES (object);

  g_clear_pointer (&self->journal, rungs_journal_free);
  g_clear_pointer (&self->set, rungs_choice_set_unref);

  G_OBJECT_CLASS (rungs_choices_parent_class)->finalize (object);
}

static void
rungs_choices_class_init (RungsChoicesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rungs_choices_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
rungs_choices_init (RungsChoices *self)
{
  self->set = rungs_choice_set_new ();
}

/* What is said about files and their headers. */
static gboolean
take_file (JsonObject *line, RungsChoiceSet *set)
{
  const char *file = rungs_journal_string (line, "file");
  const char *zone = rungs_journal_string (line, "zone");
  const char *shift = rungs_journal_string (line, "shift");
  const char *header = rungs_journal_string (line, "join_header");
  const char *valid = rungs_journal_string (line, "valid");

  if (file != NULL && zone != NULL)
    rungs_choice_set_zone (set, file, zone);
  if (file != NULL && shift != NULL)
    rungs_choice_set_shift (set, file, shift);
  if (header != NULL && valid != NULL && rungs_choices_is_header_name (header))
    rungs_choice_set_header (set, header, valid);
  return (file != NULL && (zone != NULL || shift != NULL)) || (header != NULL && valid != NULL);
}

static gboolean
take_line (JsonObject *line, gpointer data)
{
  RungsChoiceSet *set = data;
  const char *leg = rungs_journal_string (line, "leg");
  const char *alone = rungs_journal_string (line, "alone");
  const char *join = rungs_journal_string (line, "join");
  const char *with = rungs_journal_string (line, "with");
  const char *valid = rungs_journal_string (line, "valid");
  const char *device = rungs_journal_string (line, "device");
  const char *name = rungs_journal_string (line, "name");
  const char *same_as = rungs_journal_string (line, "same_as");

  if (leg != NULL && alone != NULL)
    rungs_choice_set_alone (set, leg, *alone != '\0');
  if (join != NULL && with != NULL && valid != NULL)
    rungs_choice_set_join (set, join, with, *valid != '\0');
  if (device != NULL && name != NULL)
    rungs_choice_set_name (set, device, name);
  if (device != NULL && same_as != NULL)
    rungs_choice_set_same_as (set, device, same_as);
  return take_file (line, set) || (leg != NULL && alone != NULL)
         || (join != NULL && with != NULL && valid != NULL)
         || (device != NULL && (name != NULL || same_as != NULL));
}

/* A copy that may be changed, with what other windows have added meanwhile. */
static void
begin_change (RungsChoices *self)
{
  RungsChoiceSet *copy = rungs_choice_set_copy (self->set);

  rungs_choice_set_unref (self->set);
  self->set = copy;
  rungs_journal_read (self->journal, take_line, copy);
}

static void
end_change (RungsChoices *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

RungsChoices *
rungs_choices_new (const char *folder)
{
  RungsChoices *self = g_object_new (RUNGS_TYPE_CHOICES, NULL);

  self->journal = rungs_journal_new (folder, FILE_NAME);
  rungs_journal_read (self->journal, take_line, self->set);
  return self;
}

char *
rungs_choices_dup_problem (RungsChoices *self)
{
  g_return_val_if_fail (RUNGS_IS_CHOICES (self), NULL);

  return rungs_journal_dup_problem (self->journal);
}

RungsChoiceSet *
rungs_choices_get_set (RungsChoices *self)
{
  g_return_val_if_fail (RUNGS_IS_CHOICES (self), NULL);

  return rungs_choice_set_ref (self->set);
}

/* ---- legs ---- */

static gboolean
save_alone (RungsChoices *self, const char *call_id, gboolean is_alone, GError **error)
{
  if (g_hash_table_contains (self->set->alone, call_id) == is_alone)
    return TRUE;
  rungs_choice_set_alone (self->set, call_id, is_alone);
  return rungs_journal_append (
    self->journal, error, (const char *[]){ "leg", call_id, "alone", is_alone ? "yes" : "", NULL });
}

static gboolean
save_join (RungsChoices *self, const char *a, const char *b, gboolean is_joined, GError **error)
{
  rungs_choice_set_join (self->set, a, b, is_joined);
  return rungs_journal_append (
    self->journal, error,
    (const char *[]){ "join", a, "with", b, "valid", is_joined ? "yes" : "", NULL });
}

/* Takes back all that was joined with the leg by hand. */
static gboolean
drop_joins (RungsChoices *self, const char *call_id, GError **error)
{
  g_autoptr (GList) pairs = g_hash_table_get_values (self->set->joins);
  g_autoptr (GPtrArray) ends = g_ptr_array_new_with_free_func (g_free);
  gboolean ok = TRUE;

  for (GList *l = pairs; l != NULL; l = l->next)
    {
      const RungsChoicePair *pair = l->data;

      if (!g_str_equal (pair->a, call_id) && !g_str_equal (pair->b, call_id))
        continue;
      g_ptr_array_add (ends, g_strdup (pair->a));
      g_ptr_array_add (ends, g_strdup (pair->b));
    }
  for (guint i = 0; i + 1 < ends->len; i += 2)
    ok = save_join (self, ends->pdata[i], ends->pdata[i + 1], FALSE, ok ? error : NULL) && ok;
  return ok;
}

gboolean
rungs_choices_join (RungsChoices *self,
                    RungsTrace *trace,
                    const RungsLeg *leg,
                    const RungsLeg *with,
                    GError **error)
{
  const char *a, *b;
  gboolean ok;

  g_return_val_if_fail (RUNGS_IS_CHOICES (self) && RUNGS_IS_TRACE (trace), FALSE);
  g_return_val_if_fail (leg != NULL && with != NULL && leg->call_id != 0 && with->call_id != 0,
                        FALSE);

  a = rungs_trace_string (trace, leg->call_id);
  b = rungs_trace_string (trace, with->call_id);
  begin_change (self);
  ok = save_join (self, a, b, TRUE, error);
  end_change (self);
  return ok;
}

gboolean
rungs_choices_separate (RungsChoices *self, RungsTrace *trace, const RungsLeg *leg, GError **error)
{
  const char *call_id;
  gboolean ok;

  g_return_val_if_fail (RUNGS_IS_CHOICES (self) && RUNGS_IS_TRACE (trace), FALSE);
  g_return_val_if_fail (leg != NULL && leg->call_id != 0, FALSE);

  call_id = rungs_trace_string (trace, leg->call_id);
  begin_change (self);
  ok = drop_joins (self, call_id, error);
  ok = save_alone (self, call_id, TRUE, ok ? error : NULL) && ok;
  end_change (self);
  return ok;
}

gboolean
rungs_choices_forget_leg (RungsChoices *self,
                          RungsTrace *trace,
                          const RungsLeg *leg,
                          GError **error)
{
  const char *call_id;
  gboolean ok;

  g_return_val_if_fail (RUNGS_IS_CHOICES (self) && RUNGS_IS_TRACE (trace) && leg != NULL, FALSE);

  call_id = rungs_trace_string (trace, leg->call_id);
  begin_change (self);
  ok = drop_joins (self, call_id, error);
  ok = save_alone (self, call_id, FALSE, ok ? error : NULL) && ok;
  end_change (self);
  return ok;
}

gboolean
rungs_choices_has_leg (RungsChoices *self, RungsTrace *trace, const RungsLeg *leg)
{
  GHashTableIter iter;
  const char *call_id;
  gpointer value;

  g_return_val_if_fail (RUNGS_IS_CHOICES (self) && RUNGS_IS_TRACE (trace) && leg != NULL, FALSE);

  call_id = rungs_trace_string (trace, leg->call_id);
  if (g_hash_table_contains (self->set->alone, call_id))
    return TRUE;
  g_hash_table_iter_init (&iter, self->set->joins);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_str_equal (((RungsChoicePair *) value)->a, call_id)
        || g_str_equal (((RungsChoicePair *) value)->b, call_id))
      return TRUE;
  return FALSE;
}

/* ---- devices ---- */

static const char *
key_of (RungsTrace *trace, guint32 device)
{
  return rungs_trace_string (trace, rungs_trace_get_device (trace, device)->key);
}

/* One line of at most so many characters, without what acts on a terminal. */
static char *
clean_name (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name != NULL ? name : "", -1);
  GString *clean = g_string_new (NULL);
  glong n = 0;

  for (const char *p = g_strstrip (valid); *p != '\0' && n < RUNGS_MAX_DEVICE_NAME;
       p = g_utf8_next_char (p), n++)
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (clean, g_unichar_isprint (c) ? c : ' ');
    }
  g_strchomp (clean->str);
  return g_string_free (clean, FALSE);
}

static gboolean
save_name (RungsChoices *self, const char *device, const char *name, GError **error)
{
  rungs_choice_set_name (self->set, device, name);
  return rungs_journal_append (self->journal, error,
                               (const char *[]){ "device", device, "name", name, NULL });
}

gboolean
rungs_choices_rename (RungsChoices *self,
                      RungsTrace *trace,
                      guint32 device,
                      const char *name,
                      GError **error)
{
  g_autofree char *clean = NULL;
  const char *key;
  gboolean ok;

  g_return_val_if_fail (RUNGS_IS_CHOICES (self) && RUNGS_IS_TRACE (trace), FALSE);

  clean = clean_name (name);
  key = key_of (trace, device);
  begin_change (self);
  ok = save_name (self, key, clean, error);
  end_change (self);
  return ok;
}

static gboolean
save_same_as (RungsChoices *self, const char *device, const char *other, GError **error)
{
  rungs_choice_set_same_as (self->set, device, other);
  return rungs_journal_append (self->journal, error,
                               (const char *[]){ "device", device, "same_as", other, NULL });
}

gboolean
rungs_choices_merge (RungsChoices *self,
                     RungsTrace *trace,
                     guint32 device,
                     guint32 into,
                     GError **error)
{
  const char *from, *to;
  gboolean ok = TRUE;

  g_return_val_if_fail (RUNGS_IS_CHOICES (self) && RUNGS_IS_TRACE (trace), FALSE);

  begin_change (self);
  from = rungs_choice_set_resolve (self->set, key_of (trace, device));
  to = rungs_choice_set_resolve (self->set, key_of (trace, into));
  /* Everybody is merged into Teams, which stays itself. */
  if (rungs_trace_get_device (trace, device)->kind == RUNGS_DEVICE_TEAMS)
    {
      const char *swap = from;
      from = to;
      to = swap;
    }
  if (!g_str_equal (from, to))
    ok = save_same_as (self, from, to, error);
  end_change (self);
  return ok;
}

/* Keys that were merged into @key, directly or by others, and @key itself. */
static GPtrArray *
merged_keys (RungsChoices *self, const char *key)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);
  const char *root = rungs_choice_set_resolve (self->set, key);
  GHashTableIter iter;
  gpointer from;

  g_hash_table_iter_init (&iter, self->set->same_as);
  while (g_hash_table_iter_next (&iter, &from, NULL))
    if (g_str_equal (rungs_choice_set_resolve (self->set, from), root))
      g_ptr_array_add (keys, g_strdup (from));
  return keys;
}

gboolean
rungs_choices_split (RungsChoices *self, RungsTrace *trace, guint32 device, GError **error)
{
  g_autoptr (GPtrArray) keys = NULL;
  gboolean ok = TRUE;

  g_return_val_if_fail (RUNGS_IS_CHOICES (self) && RUNGS_IS_TRACE (trace), FALSE);

  begin_change (self);
  keys = merged_keys (self, key_of (trace, device));
  for (guint i = 0; i < keys->len; i++)
    ok = save_same_as (self, keys->pdata[i], "", ok ? error : NULL) && ok;
  end_change (self);
  return ok;
}

gboolean
rungs_choices_is_merged (RungsChoices *self, RungsTrace *trace, guint32 device)
{
  g_autoptr (GPtrArray) keys = NULL;

  g_return_val_if_fail (RUNGS_IS_CHOICES (self) && RUNGS_IS_TRACE (trace), FALSE);

  keys = merged_keys (self, key_of (trace, device));
  return keys->len > 0;
}

/* ---- files ---- */

static gboolean
save_zone (RungsChoices *self, const char *file, const char *zone, GError **error)
{
  rungs_choice_set_zone (self->set, file, zone);
  return rungs_journal_append (self->journal, error,
                               (const char *[]){ "file", file, "zone", zone, NULL });
}

gboolean
rungs_choices_set_zone (RungsChoices *self,
                        RungsInput *input,
                        const int *utc_offset,
                        GError **error)
{
  g_autofree char *file = NULL;
  g_autofree char *zone = NULL;
  gboolean ok;

  g_return_val_if_fail (RUNGS_IS_CHOICES (self) && input != NULL, FALSE);

  file = rungs_input_fingerprint (input);
  zone = utc_offset != NULL ? rungs_clock_utc_offset_text (*utc_offset) : g_strdup ("");
  begin_change (self);
  ok = save_zone (self, file, zone, error);
  end_change (self);
  return ok;
}

static gboolean
save_shift (RungsChoices *self, const char *file, const char *shift, GError **error)
{
  rungs_choice_set_shift (self->set, file, shift);
  return rungs_journal_append (self->journal, error,
                               (const char *[]){ "file", file, "shift", shift, NULL });
}

gboolean
rungs_choices_set_shift (RungsChoices *self, RungsInput *input, gint64 shift, GError **error)
{
  g_autofree char *file = NULL;
  g_autofree char *text = NULL;
  gboolean ok;

  g_return_val_if_fail (RUNGS_IS_CHOICES (self) && input != NULL, FALSE);

  file = rungs_input_fingerprint (input);
  text = shift != 0 ? rungs_clock_shift_text (shift) : g_strdup ("");
  begin_change (self);
  ok = save_shift (self, file, text, error);
  end_change (self);
  return ok;
}

gboolean
rungs_choices_is_header_name (const char *name)
{
  gsize n = 0;

  /* A token, RFC 3261 25.1. */
  for (; name != NULL && name[n] != '\0'; n++)
    if (!g_ascii_isalnum (name[n]) && strchr ("-.!%*_+`'~", name[n]) == NULL)
      return FALSE;
  return n > 0 && n <= RUNGS_MAX_JOIN_HEADER_NAME && g_ascii_isalpha (name[0]);
}

static gboolean
save_header (RungsChoices *self, const char *name, const char *yes, GError **error)
{
  rungs_choice_set_header (self->set, name, yes);
  return rungs_journal_append (self->journal, error,
                               (const char *[]){ "join_header", name, "valid", yes, NULL });
}

gboolean
rungs_choices_add_join_header (RungsChoices *self, const char *name, GError **error)
{
  gboolean ok;

  g_return_val_if_fail (RUNGS_IS_CHOICES (self) && rungs_choices_is_header_name (name), FALSE);

  begin_change (self);
  ok = save_header (self, name, "yes", error);
  end_change (self);
  return ok;
}

gboolean
rungs_choices_remove_join_header (RungsChoices *self, const char *name, GError **error)
{
  gboolean ok;

  g_return_val_if_fail (RUNGS_IS_CHOICES (self) && name != NULL, FALSE);

  begin_change (self);
  ok = save_header (self, name, "", error);
  end_change (self);
  return ok;
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return g_ascii_strcasecmp (*(const char *const *) a, *(const char *const *) b);
}

char **
rungs_choice_set_dup_join_headers (const RungsChoiceSet *set)
{
  GPtrArray *names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, set->headers);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (names, FALSE);
}

/* ---- taking back ---- */

static gboolean
take_back_alone (RungsChoices *self, GHashTable *before, GHashTable *after, GError **error)
{
  GHashTableIter iter;
  gpointer call_id;
  gboolean ok = TRUE;

  g_hash_table_iter_init (&iter, after);
  while (g_hash_table_iter_next (&iter, &call_id, NULL))
    if (!g_hash_table_contains (before, call_id))
      ok = save_alone (self, call_id, FALSE, ok ? error : NULL) && ok;
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &call_id, NULL))
    if (!g_hash_table_contains (after, call_id))
      ok = save_alone (self, call_id, TRUE, ok ? error : NULL) && ok;
  return ok;
}

/* Those of @pairs that @others has not become what @is_joined says. */
static gboolean
take_back_joins (RungsChoices *self,
                 GHashTable *pairs,
                 GHashTable *others,
                 gboolean is_joined,
                 GError **error)
{
  GHashTableIter iter;
  gpointer key, value;
  gboolean ok = TRUE;

  g_hash_table_iter_init (&iter, pairs);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const RungsChoicePair *pair = value;

      if (!g_hash_table_contains (others, key))
        ok = save_join (self, pair->a, pair->b, is_joined, ok ? error : NULL) && ok;
    }
  return ok;
}

static gboolean
take_back_texts (RungsChoices *self,
                 GHashTable *before,
                 GHashTable *after,
                 gboolean (*save) (RungsChoices *, const char *, const char *, GError **),
                 GError **error)
{
  GHashTableIter iter;
  gpointer key, text;
  gboolean ok = TRUE;

  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &key, &text))
    if (g_strcmp0 (g_hash_table_lookup (after, key), text) != 0)
      ok = save (self, key, text, ok ? error : NULL) && ok;
  g_hash_table_iter_init (&iter, after);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (before, key))
      ok = save (self, key, "", ok ? error : NULL) && ok;
  return ok;
}

gboolean
rungs_choices_take_back (RungsChoices *self,
                         const RungsChoiceSet *before,
                         const RungsChoiceSet *after,
                         GError **error)
{
  g_autoptr (RungsChoiceSet) from = NULL;
  g_autoptr (RungsChoiceSet) to = NULL;
  gboolean ok;

  g_return_val_if_fail (RUNGS_IS_CHOICES (self) && before != NULL && after != NULL, FALSE);

  from = rungs_choice_set_ref (before);
  to = rungs_choice_set_ref (after);
  begin_change (self);
  ok = take_back_alone (self, from->alone, to->alone, error);
  ok = take_back_joins (self, to->joins, from->joins, FALSE, ok ? error : NULL) && ok;
  ok = take_back_joins (self, from->joins, to->joins, TRUE, ok ? error : NULL) && ok;
  ok = take_back_texts (self, from->names, to->names, save_name, ok ? error : NULL) && ok;
  ok = take_back_texts (self, from->same_as, to->same_as, save_same_as, ok ? error : NULL) && ok;
  ok = take_back_texts (self, from->zones, to->zones, save_zone, ok ? error : NULL) && ok;
  ok = take_back_texts (self, from->shifts, to->shifts, save_shift, ok ? error : NULL) && ok;
  ok = take_back_texts (self, from->headers, to->headers, save_header, ok ? error : NULL) && ok;
  end_change (self);
  return ok;
}
