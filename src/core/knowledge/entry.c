/* One entry of a data/knowledge file:
 *
 *   { "id": "dr-488-531000-srtp", "title": "…", "sip": 488, "microsoft_code": 531000, "q850": null, "aadsts": null,
 *     "domain": "direct-routing", "phrase": "SrtpEncryptionRequired", "match": { "any": ["SrtpEncryptionRequired"], "all": [] },
 *     "kinds": ["invite"], "direction": "to-teams", "produced_by": "microsoft", "meaning": "…", "evidence": ["…"], "steps": ["…"],
 *     "who_acts": "sbc-admin", "retry_helps": false, "source_basis": "documented", "sources": [{ "title": "…", "url": "https://…" }],
 *     "samples": { "match": [{ "sip": 488, "text": "SrtpEncryptionRequired" }], "no_match": [{ "sip": 488 }] } }
 *
 * "match" may have a list "findings" too: ids of findings that lead to the entry. Without "kinds"
 * it holds for requests of any kind.
 *
 * Strict on purpose: a misspelt field would be advice that nobody ever sees. */
#include "config.h"

#include "knowledge-private.h"

#include "base/error.h"

#define OLD_FINDING "finding:"

typedef enum
{
  FIELD_TEXT, /* not empty */
  FIELD_TEXT_OR_NULL,
  FIELD_WORD, /* one of a list */
  FIELD_WORD_OR_NULL,
  FIELD_NUMBER_OR_NULL,
  FIELD_BOOL_OR_NULL,
  FIELD_TEXTS,      /* may be empty */
  FIELD_SOME_TEXTS, /* at least one */
  FIELD_MATCH,
  FIELD_KINDS,
  FIELD_SOURCES,
  FIELD_SAMPLES,
} FieldKind;

typedef struct
{
  const char *name;
  FieldKind kind;
  gsize offset; /* in RungsEntry */
  const char *const *words;
} Field;

static const char *const domains[] = {
  "direct-routing",    "sip",         "voice", "conference", "transfer",
  "number-management", "teams-rooms", "q850",  "call-api",   NULL
};
static const char *const directions[] = { "to-teams", "from-teams", NULL };
static const char *const parties[] = { "microsoft", "sbc", "carrier", "client", "unknown", NULL };
static const char *const actors[] = { "sbc-admin", "tenant-admin", "carrier", "network",
                                      "user",      "developer",    NULL };
static const char *const bases[] = {
  "documented", "derived", "observed", "rfc", "community", NULL
};

#define AT(member) G_STRUCT_OFFSET (RungsEntry, member)

static const Field fields[] = {
  { "id", FIELD_TEXT, AT (id), NULL },
  { "title", FIELD_TEXT, AT (title), NULL },
  { "sip", FIELD_NUMBER_OR_NULL, AT (sip), NULL },
  { "microsoft_code", FIELD_NUMBER_OR_NULL, AT (microsoft_code), NULL },
  { "q850", FIELD_NUMBER_OR_NULL, AT (q850), NULL },
  { "aadsts", FIELD_TEXT_OR_NULL, AT (aadsts), NULL },
  { "domain", FIELD_WORD, AT (domain), domains },
  { "phrase", FIELD_TEXT_OR_NULL, AT (phrase), NULL },
  { "match", FIELD_MATCH, 0, NULL },
  { "kinds", FIELD_KINDS, 0, NULL },
  { "direction", FIELD_WORD_OR_NULL, AT (direction), directions },
  { "produced_by", FIELD_WORD, AT (produced_by), parties },
  { "meaning", FIELD_TEXT, AT (meaning), NULL },
  { "evidence", FIELD_TEXTS, AT (evidence), NULL },
  { "steps", FIELD_SOME_TEXTS, AT (steps), NULL },
  { "who_acts", FIELD_WORD, AT (who_acts), actors },
  { "retry_helps", FIELD_BOOL_OR_NULL, AT (retry_helps), NULL },
  { "source_basis", FIELD_WORD, AT (source_basis), bases },
  { "sources", FIELD_SOURCES, AT (sources), NULL },
  { "samples", FIELD_SAMPLES, 0, NULL },
};

/* Where we are, for the error sentences. */
typedef struct
{
  const char *file, *entry;
  GError **error;
} Place;

static gboolean
refuse (const Place *place, const char *field, const char *what)
{
  g_set_error (place->error, RUNGS_ERROR, RUNGS_ERROR_DATA, "%s: entry “%s”: field “%s” %s",
               place->file, place->entry, field, what);
  return FALSE;
}

static void
source_free (gpointer data)
{
  RungsSource *source = data;

  g_free (source->title);
  g_free (source->url);
  g_free (source);
}

void
rungs_entry_free (RungsEntry *entry)
{
  if (entry == NULL)
    return;
  g_free (entry->id);
  g_free (entry->title);
  g_free (entry->aadsts);
  g_free (entry->domain);
  g_free (entry->phrase);
  g_strfreev (entry->match_any);
  g_strfreev (entry->match_all);
  g_strfreev (entry->findings);
  g_free (entry->direction);
  g_free (entry->produced_by);
  g_free (entry->meaning);
  g_strfreev (entry->evidence);
  g_strfreev (entry->steps);
  g_free (entry->who_acts);
  g_free (entry->source_basis);
  g_clear_pointer (&entry->sources, g_ptr_array_unref);
  g_free (entry->file);
  g_free (entry);
}

static gboolean
is_null (JsonNode *node)
{
  return node == NULL || JSON_NODE_HOLDS_NULL (node);
}

static const char *
node_text (JsonNode *node)
{
  const char *text;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  text = json_node_get_string (node);
  return *text != '\0' ? text : NULL;
}

static gboolean
node_number (JsonNode *node, int *number)
{
  gint64 value;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  value = json_node_get_int (node);
  if (value < 0 || value > G_MAXINT)
    return FALSE;
  *number = (int) value;
  return TRUE;
}

/* (transfer full) NULL when @node is no list of texts. */
static char **
node_texts (JsonNode *node)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *text = node_text (json_array_get_element (array, i));

      if (text == NULL)
        return NULL;
      g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

/* TRUE when @object has only members of @names; else *@stranger is the other one. */
static gboolean
only_members (JsonObject *object, const char *const *names, const char **stranger)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    if (!g_strv_contains (names, name))
      {
        *stranger = name;
        return FALSE;
      }
  return TRUE;
}

/* Files of before named findings as fragments, in the text that the log's bytes are searched for:
 * these are taken out of *@fragments. */
static void
take_old_findings (RungsEntry *entry, char ***fragments)
{
  g_auto (GStrv) all = g_steal_pointer (fragments);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) findings = g_strv_builder_new ();

  g_strv_builder_addv (findings, (const char **) entry->findings);
  for (guint i = 0; all[i] != NULL; i++)
    if (g_str_has_prefix (all[i], OLD_FINDING))
      {
        g_strv_builder_add (findings, all[i] + strlen (OLD_FINDING));
        entry->is_old = TRUE;
      }
    else
      g_strv_builder_add (kept, all[i]);
  *fragments = g_strv_builder_end (kept);
  g_strfreev (entry->findings);
  entry->findings = g_strv_builder_end (findings);
}

static gboolean
read_match (const Place *place, JsonNode *node, RungsEntry *entry)
{
  static const char *const names[] = { "any", "all", "findings", NULL };
  JsonNode *findings;
  const char *stranger = NULL;
  JsonObject *object;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return refuse (place, "match", "must be an object");
  object = json_node_get_object (node);
  if (!only_members (object, names, &stranger))
    return refuse (place, stranger, "is not known in “match”");
  entry->match_any = node_texts (json_object_get_member (object, "any"));
  entry->match_all = node_texts (json_object_get_member (object, "all"));
  if (entry->match_any == NULL || entry->match_all == NULL)
    return refuse (place, "match", "must have the lists of texts “any” and “all”");
  findings = json_object_get_member (object, "findings");
  entry->findings = findings != NULL ? node_texts (findings) : g_new0 (char *, 1);
  if (entry->findings == NULL)
    return refuse (place, "findings", "must be a list of texts");
  take_old_findings (entry, &entry->match_any);
  take_old_findings (entry, &entry->match_all);
  return TRUE;
}

/* The words of the "kind" of a row. */
static gboolean
read_kinds (const Place *place, JsonNode *node, RungsEntry *entry)
{
  g_auto (GStrv) words = NULL;

  if (is_null (node))
    return TRUE;
  words = node_texts (node);
  if (words == NULL || words[0] == NULL)
    return refuse (place, "kinds", "must be a list of kinds that is not empty");
  for (guint i = 0; words[i] != NULL; i++)
    {
      RungsKind kind = RUNGS_KIND_INVITE;

      while (kind <= RUNGS_KIND_SIGN_IN && !g_str_equal (words[i], rungs_kind_name (kind)))
        kind++;
      if (kind > RUNGS_KIND_SIGN_IN)
        return refuse (place, "kinds", "has a value that is not known");
      entry->kinds |= 1u << kind;
    }
  return TRUE;
}

static gboolean
read_sources (const Place *place, JsonNode *node, RungsEntry *entry)
{
  static const char *const names[] = { "title", "url", NULL };
  const char *stranger = NULL;
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node)
      || json_array_get_length (json_node_get_array (node)) == 0)
    return refuse (place, "sources", "must name at least one source");
  array = json_node_get_array (node);
  entry->sources = g_ptr_array_new_with_free_func (source_free);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);
      JsonNode *title, *url;
      RungsSource *source;

      if (!JSON_NODE_HOLDS_OBJECT (item))
        return refuse (place, "sources", "must be a list of objects");
      if (!only_members (json_node_get_object (item), names, &stranger))
        return refuse (place, stranger, "is not known in “sources”");
      title = json_object_get_member (json_node_get_object (item), "title");
      url = json_object_get_member (json_node_get_object (item), "url");
      if (is_null (title) || is_null (url) || node_text (title) == NULL || node_text (url) == NULL
          || !g_str_has_prefix (node_text (url), "https://"))
        return refuse (place, "sources", "must have a “title” and an https “url” each");
      source = g_new0 (RungsSource, 1);
      source->title = g_strdup (node_text (title));
      source->url = g_strdup (node_text (url));
      g_ptr_array_add (entry->sources, source);
    }
  return TRUE;
}

/* The samples themselves are for the tests, which read the files; here they must only be there and
 * be well formed. */
static gboolean
check_sample_list (const Place *place, JsonNode *node)
{
  static const char *const names[] = { "sip",  "microsoft_code", "phrase", "text", "aadsts",
                                       "q850", "finding",        "kind",   NULL };
  static const char *const numbers[] = { "sip", "microsoft_code", "q850", NULL };
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node)
      || json_array_get_length (json_node_get_array (node)) == 0)
    return refuse (place, "samples", "must have at least one “match” and one “no_match”");
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i), *value;
      JsonObjectIter iter;
      const char *name;
      int number;

      if (!JSON_NODE_HOLDS_OBJECT (item))
        return refuse (place, "samples", "must be lists of objects");
      json_object_iter_init_ordered (&iter, json_node_get_object (item));
      while (json_object_iter_next_ordered (&iter, &name, &value))
        {
          if (!g_strv_contains (names, name))
            return refuse (place, name, "is not known in “samples”");
          if (is_null (value))
            continue;
          if (g_strv_contains (numbers, name) ? !node_number (value, &number)
                                              : node_text (value) == NULL)
            return refuse (place, name, "has a wrong value in “samples”");
        }
    }
  return TRUE;
}

static gboolean
read_samples (const Place *place, JsonNode *node)
{
  static const char *const names[] = { "match", "no_match", NULL };
  const char *stranger = NULL;
  JsonObject *object;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return refuse (place, "samples",
                   "is missing: an entry must bring samples that match and that do not");
  object = json_node_get_object (node);
  if (!only_members (object, names, &stranger))
    return refuse (place, stranger, "is not known in “samples”");
  return check_sample_list (place, json_object_get_member (object, "match"))
         && check_sample_list (place, json_object_get_member (object, "no_match"));
}

static gboolean
read_text (const Place *place, const Field *field, JsonNode *node, char **text)
{
  const char *value;

  if (is_null (node))
    {
      if (field->kind == FIELD_TEXT_OR_NULL || field->kind == FIELD_WORD_OR_NULL)
        return TRUE;
      return refuse (place, field->name, "is missing");
    }
  value = node_text (node);
  if (value == NULL)
    return refuse (place, field->name, "must be a text that is not empty");
  if (field->words != NULL && !g_strv_contains (field->words, value))
    return refuse (place, field->name, "has a value that is not known");
  *text = g_strdup (value);
  return TRUE;
}

static gboolean
read_bool (const Place *place, const Field *field, JsonNode *node, int *truth)
{
  *truth = -1;
  if (is_null (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return refuse (place, field->name, "must be true, false or null");
  *truth = json_node_get_boolean (node);
  return TRUE;
}

static gboolean
read_texts (const Place *place, const Field *field, JsonNode *node, char ***texts)
{
  *texts = node_texts (node);
  if (*texts == NULL)
    return refuse (place, field->name, "must be a list of texts");
  if (field->kind == FIELD_SOME_TEXTS && (*texts)[0] == NULL)
    return refuse (place, field->name, "must not be empty");
  return TRUE;
}

static gboolean
read_field (const Place *place, const Field *field, JsonNode *node, RungsEntry *entry)
{
  gpointer member = G_STRUCT_MEMBER_P (entry, field->offset);

  switch (field->kind)
    {
    case FIELD_TEXT:
    case FIELD_TEXT_OR_NULL:
    case FIELD_WORD:
    case FIELD_WORD_OR_NULL:
      return read_text (place, field, node, member);
    case FIELD_NUMBER_OR_NULL:
      *(int *) member = -1;
      if (!is_null (node) && !node_number (node, member))
        return refuse (place, field->name, "must be a whole number or null");
      return TRUE;
    case FIELD_BOOL_OR_NULL:
      return read_bool (place, field, node, member);
    case FIELD_TEXTS:
    case FIELD_SOME_TEXTS:
      return read_texts (place, field, node, member);
    case FIELD_MATCH:
      return read_match (place, node, entry);
    case FIELD_KINDS:
      return read_kinds (place, node, entry);
    case FIELD_SOURCES:
      return read_sources (place, node, entry);
    case FIELD_SAMPLES:
      return read_samples (place, node);
    }
  g_assert_not_reached ();
}

gboolean
rungs_entry_is_of_kind (const RungsEntry *entry)
{
  return entry->sip < 0 && entry->microsoft_code < 0 && entry->q850 < 0 && entry->aadsts == NULL
         && entry->match_any[0] == NULL && entry->match_all[0] == NULL
         && entry->findings[0] == NULL;
}

gboolean
rungs_entry_holds_for (const RungsEntry *entry, guint kinds)
{
  return kinds == 0 || entry->kinds == 0 || (kinds & entry->kinds) != 0;
}

/* Without any of these nothing could ever lead to the entry. */
static gboolean
check_reachable (const Place *place, const RungsEntry *entry)
{
  if (entry->sip > RUNGS_MAX_SIP_CODE)
    return refuse (place, "sip", "is no SIP code");
  if (rungs_entry_is_of_kind (entry) && entry->kinds == 0)
    return refuse (place, "sip", "or another key must say when the entry applies");
  return TRUE;
}

RungsEntry *
rungs_entry_new (JsonNode *node, const char *file, GError **error)
{
  g_autoptr (RungsEntry) entry = g_new0 (RungsEntry, 1);
  Place place = { file, "?", error };
  JsonObject *object;
  JsonObjectIter iter;
  const char *name;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (&place, "entries", "must be a list of objects"), NULL;
  object = json_node_get_object (node);
  if (!is_null (json_object_get_member (object, "id"))
      && node_text (json_object_get_member (object, "id")) != NULL)
    place.entry = node_text (json_object_get_member (object, "id"));

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    {
      guint i = 0;

      while (i < G_N_ELEMENTS (fields) && !g_str_equal (fields[i].name, name))
        i++;
      if (i == G_N_ELEMENTS (fields))
        return refuse (&place, name, "is not known"), NULL;
    }
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (!read_field (&place, &fields[i], json_object_get_member (object, fields[i].name), entry))
      return NULL;
  if (!check_reachable (&place, entry))
    return NULL;
  return g_steal_pointer (&entry);
}
