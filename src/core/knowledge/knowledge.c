/* The entries, loaded and indexed. */
#include "config.h"

#include "knowledge-private.h"

#include "base/error.h"
#include "knowledge/rungs-knowledge.h"

#define RESOURCE_FOLDER "/io/github/rungs/Rungs/knowledge"

const char *
rungs_basis_name (RungsBasis basis)
{
  static const char *const names[] = { "unknown", "generic", "likely", "exact" };

  g_return_val_if_fail (basis < G_N_ELEMENTS (names), "unknown");
  return names[basis];
}

static void
set_entry (const RungsEntry **place, const RungsEntry *entry, gboolean replaces)
{
  if (*place == NULL || replaces)
    *place = entry;
}

void
rungs_knowledge_index (RungsKnowledge *self, RungsEntry *entry, gboolean replaces)
{
  /* What a code means in general, in their words: an entry that wants a text with it is none. */
  gboolean is_generic = g_str_equal (entry->domain, "sip") && entry->microsoft_code < 0
                        && entry->match_any[0] == NULL && entry->match_all[0] == NULL;

  for (guint i = 0; entry->findings[i] != NULL; i++)
    if (replaces || !g_hash_table_contains (self->by_finding, entry->findings[i]))
      g_hash_table_replace (self->by_finding, entry->findings[i], entry);
  for (guint kind = 0; is_generic && kind < RUNGS_N_SIP_KINDS; kind++)
    if (!rungs_entry_holds_for (entry, 1u << kind))
      continue;
    else if (entry->sip >= 0)
      set_entry (&self->generic[kind][entry->sip], entry, replaces);
    else if (rungs_entry_is_of_kind (entry))
      set_entry (&self->of_kind[kind], entry, replaces);
  if (is_generic && entry->sip >= 0)
    set_entry (&self->generic[RUNGS_N_SIP_KINDS][entry->sip], entry, replaces);
}

static gboolean
add_entry (RungsKnowledge *self, RungsEntry *entry, const char *file, GError **error)
{
  g_ptr_array_add (self->entries, entry);
  if (!g_hash_table_insert (self->by_id, entry->id, entry))
    {
      g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_DATA, "%s: entry “%s”: field “id” is used twice",
                   file, entry->id);
      return FALSE;
    }
  if (entry->is_old)
    {
      g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_DATA,
                   "%s: entry “%s”: field “match” names a finding as a fragment", file, entry->id);
      return FALSE;
    }
  rungs_knowledge_index (self, entry, FALSE);
  return TRUE;
}

JsonArray *
rungs_knowledge_root_entries (JsonNode *root, const char *file, GError **error)
{
  JsonObject *object =
    root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonNode *schema = object != NULL ? json_object_get_member (object, "schema") : NULL;
  JsonNode *entries = object != NULL ? json_object_get_member (object, "entries") : NULL;

  if (schema == NULL || !JSON_NODE_HOLDS_VALUE (schema)
      || json_node_get_value_type (schema) != G_TYPE_STRING
      || g_strcmp0 (json_node_get_string (schema), RUNGS_KNOWLEDGE_SCHEMA) != 0)
    {
      g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_DATA, "%s: field “schema” must be “%s”", file,
                   RUNGS_KNOWLEDGE_SCHEMA);
      return NULL;
    }
  if (entries == NULL || !JSON_NODE_HOLDS_ARRAY (entries) || json_object_get_size (object) != 2)
    {
      g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_DATA,
                   "%s: must have the fields “schema” and “entries” and no other", file);
      return NULL;
    }
  return json_node_get_array (entries);
}

static gboolean
add_text (RungsKnowledge *self, const char *text, const char *file, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonArray *entries;

  if (!json_parser_load_from_data (parser, text, -1, error))
    {
      g_prefix_error (error, "%s: ", file);
      return FALSE;
    }
  entries = rungs_knowledge_root_entries (json_parser_get_root (parser), file, error);
  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      RungsEntry *entry = rungs_entry_new (json_array_get_element (entries, i), file, error);

      if (entry == NULL || !add_entry (self, entry, file, error))
        return FALSE;
    }
  return TRUE;
}

RungsKnowledge *
rungs_knowledge_new (const char *const *texts, const char *const *names, GError **error)
{
  g_autoptr (RungsKnowledge) self = g_new0 (RungsKnowledge, 1);

  g_return_val_if_fail (texts != NULL && names != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_entry_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_finding = g_hash_table_new (g_str_hash, g_str_equal);
  self->problems = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; texts[i] != NULL; i++)
    if (!add_text (self, texts[i], names[i], error))
      return NULL;
  return g_steal_pointer (&self);
}

void
rungs_knowledge_free (RungsKnowledge *knowledge)
{
  if (knowledge == NULL)
    return;
  g_clear_pointer (&knowledge->by_id, g_hash_table_unref);
  g_clear_pointer (&knowledge->by_finding, g_hash_table_unref);
  g_clear_pointer (&knowledge->entries, g_ptr_array_unref);
  g_clear_pointer (&knowledge->problems, g_ptr_array_unref);
  g_free (knowledge);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static RungsKnowledge *
load_resource (GError **error)
{
  GResource *resource = rungs_knowledge_resource_get_resource ();
  g_auto (GStrv) names = g_resource_enumerate_children (resource, RESOURCE_FOLDER, 0, error);
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  if (names == NULL)
    return NULL;
  /* A resource lists its files in the order of a hash table: sorted, so that equal ranks come out
   * the same everywhere. */
  qsort (names, g_strv_length (names), sizeof *names, compare_names);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_path ("/", RESOURCE_FOLDER, names[i], NULL);
      GBytes *bytes = g_resource_lookup_data (resource, path, 0, error);

      if (bytes == NULL)
        return NULL;
      g_ptr_array_add (held, bytes);
      /* glib-compile-resources puts a NUL behind each file. */
      g_ptr_array_add (texts, (gpointer) g_bytes_get_data (bytes, NULL));
    }
  g_ptr_array_add (texts, NULL);
  return rungs_knowledge_new ((const char *const *) texts->pdata, (const char *const *) names,
                              error);
}

RungsKnowledge *
rungs_knowledge_new_with (const char *folder)
{
  g_autoptr (GError) error = NULL;
  RungsKnowledge *knowledge;

  g_return_val_if_fail (folder != NULL, NULL);

  knowledge = load_resource (&error);
  if (knowledge == NULL)
    g_error ("The knowledge compiled into this program is broken: %s", error->message);
  rungs_knowledge_add_folder (knowledge, folder);
  return knowledge;
}

static gpointer
load_once (gpointer data)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "rungs", "knowledge", NULL);

  return rungs_knowledge_new_with (folder);
}

const GPtrArray *
rungs_knowledge_problems (const RungsKnowledge *knowledge)
{
  g_return_val_if_fail (knowledge != NULL, NULL);
  return knowledge->problems;
}

const RungsKnowledge *
rungs_knowledge_get (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load_once, NULL);
}

guint
rungs_knowledge_n_entries (const RungsKnowledge *knowledge)
{
  g_return_val_if_fail (knowledge != NULL, 0);
  return knowledge->entries->len;
}

const RungsEntry *
rungs_knowledge_nth (const RungsKnowledge *knowledge, guint i)
{
  g_return_val_if_fail (knowledge != NULL, NULL);
  g_return_val_if_fail (i < knowledge->entries->len, NULL);
  return g_ptr_array_index (knowledge->entries, i);
}

const RungsEntry *
rungs_knowledge_by_id (const RungsKnowledge *knowledge, const char *id)
{
  g_return_val_if_fail (knowledge != NULL && id != NULL, NULL);
  return g_hash_table_lookup (knowledge->by_id, id);
}

const RungsEntry *
rungs_knowledge_generic (const RungsKnowledge *knowledge, int sip, guint kinds)
{
  guint kind = 0;

  g_return_val_if_fail (knowledge != NULL, NULL);

  if (sip < 0 || sip > RUNGS_MAX_SIP_CODE)
    return NULL;
  while (kind < RUNGS_N_SIP_KINDS && !(kinds & (1u << kind)))
    kind++;
  if (knowledge->generic[kind][sip] != NULL || kind == RUNGS_N_SIP_KINDS)
    return knowledge->generic[kind][sip];
  return sip >= 300 ? knowledge->of_kind[kind] : NULL;
}

const RungsEntry *
rungs_knowledge_of_finding (const RungsKnowledge *knowledge, const char *finding)
{
  g_return_val_if_fail (knowledge != NULL && finding != NULL, NULL);
  return g_hash_table_lookup (knowledge->by_finding, finding);
}
