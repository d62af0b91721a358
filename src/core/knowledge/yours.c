/* The entries that the user wrote: files of the same shape as ours. Nothing in them stops the program: what cannot be used is
 * said with file, place and reason, and the rest of the file is used. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "knowledge-private.h"

#include "base/json-depth.h"
#include "base/limits.h"

/* @place: the file, or file and entry. @reason: a clause. */
static void
complain (RungsKnowledge *self, const char *place, const char *reason)
{
  g_ptr_array_add (self->problems,
                   /* Translators: the place in a file, and what is wrong there */
                   g_strdup_printf (_ ("In your knowledge folder: %s: %s."), place, reason));
}

/* The sentences of entry.c begin with the place. */
static void
leave_out (RungsKnowledge *self, const GError *error)
{
  g_ptr_array_add (self->problems,
                   /* Translators: place in a file and what is wrong there, in one */
                   g_strdup_printf (_ ("In your knowledge folder: %s."), error->message));
}

/* FALSE: the list is full. */
static gboolean
add_yours (RungsKnowledge *self, GPtrArray *yours, JsonNode *node, guint number, const char *file)
{
  g_autofree char *place = g_strdup_printf ("%s, entry %u", file, number);
  g_autoptr (RungsEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  if (yours->len >= RUNGS_MAX_KNOWLEDGE_ENTRIES)
    {
      complain (self, file, _ ("there are too many entries in the folder"));
      return FALSE;
    }
  entry = rungs_entry_new (node, place, &error);
  if (entry == NULL)
    {
      leave_out (self, error);
      return TRUE;
    }
  if (!g_hash_table_contains (self->by_id, entry->id))
    {
      if (entry->is_old)
        complain (self, place,
                  _ ("“finding:…” among the fragments is the old form and was read as part of the "
                     "list “findings” in “match”; move it there"));
      entry->file = g_strdup (file);
      g_hash_table_insert (self->by_id, entry->id, entry);
      g_ptr_array_add (yours, g_steal_pointer (&entry));
      return TRUE;
    }
  g_set_error (&error, G_IO_ERROR, G_IO_ERROR_EXISTS,
               "%s: entry “%s”: field “id” is that of another entry", place, entry->id);
  leave_out (self, error);
  return TRUE;
}

void
rungs_knowledge_add_yours (RungsKnowledge *self,
                           GPtrArray *yours,
                           const char *text,
                           gsize len,
                           const char *file)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;
  JsonArray *entries;

  if (len > RUNGS_MAX_KNOWLEDGE_BYTES)
    {
      complain (self, file, _ ("it is too large"));
      return;
    }
  if (!g_utf8_validate (text, (gssize) len, NULL))
    {
      complain (self, file, _ ("it is not UTF-8 text"));
      return;
    }
  if (rungs_json_is_deeper (rungs_span (text, len), RUNGS_MAX_KNOWLEDGE_DEPTH))
    {
      complain (self, file, _ ("its brackets are nested too deeply"));
      return;
    }
  if (!json_parser_load_from_data (parser, text, (gssize) len, &error))
    {
      const char *message = error->message;

      /* "<data>:12:5: Parse error: …": line and column are what helps. */
      if (g_str_has_prefix (message, "<data>:"))
        message += strlen ("<data>:");
      complain (self, file, message);
      return;
    }
  entries = rungs_knowledge_root_entries (json_parser_get_root (parser), file, &error);
  if (entries == NULL)
    {
      leave_out (self, error);
      return;
    }
  for (guint i = 0; i < json_array_get_length (entries); i++)
    if (!add_yours (self, yours, json_array_get_element (entries, i), i + 1, file))
      break;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Sorted, so that the same folder gives the same result everywhere. (transfer full) */
static GPtrArray *
list_files (RungsKnowledge *self, const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json") && !g_str_equal (name, "schema.json"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  if (names->len > RUNGS_MAX_KNOWLEDGE_FILES)
    {
      complain (self, g_ptr_array_index (names, RUNGS_MAX_KNOWLEDGE_FILES),
                _ ("there are too many files in the folder"));
      g_ptr_array_set_size (names, RUNGS_MAX_KNOWLEDGE_FILES);
    }
  return names;
}

static void
add_file (RungsKnowledge *self, GPtrArray *yours, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf info;
  gsize len;

  /* A pipe would keep us waiting, a device has no end. */
  if (g_stat (path, &info) == 0 && !S_ISREG (info.st_mode))
    complain (self, shown, _ ("it is no file"));
  else if (g_stat (path, &info) == 0 && info.st_size > RUNGS_MAX_KNOWLEDGE_BYTES)
    complain (self, shown, _ ("it is too large"));
  else if (!g_file_get_contents (path, &text, &len, &error))
    complain (self, shown, error->message);
  else
    rungs_knowledge_add_yours (self, yours, text, len, shown);
}

void
rungs_knowledge_add_folder (RungsKnowledge *self, const char *folder)
{
  g_autoptr (GPtrArray) names = list_files (self, folder);
  GPtrArray *yours = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_entry_free);

  for (guint i = 0; i < names->len; i++)
    add_file (self, yours, folder, g_ptr_array_index (names, i));
  for (guint i = yours->len; i-- > 0;)
    rungs_knowledge_index (self, g_ptr_array_index (yours, i), TRUE);
  /* Theirs first: of two that fit equally well it is the one they wrote that they want to see. */
  g_ptr_array_extend_and_steal (yours, g_steal_pointer (&self->entries));
  self->entries = yours;
}
