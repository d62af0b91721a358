/* The entries that the user wrote: files of the same shape as ours. Nothing in them stops the
 * program: what cannot be used is said with file, place and reason, and the rest of the file is
 * used. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "knowledge-private.h"

#include "base/limits.h"
#include "base/user-json.h"

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

typedef struct
{
  RungsKnowledge *self;
  GPtrArray *yours;
} Adding;

static void
complain_cb (gpointer data, const char *file, const char *reason)
{
  Adding *adding = data;

  complain (adding->self, file, reason);
}

static void
take_cb (gpointer data, const char *file, JsonNode *root)
{
  Adding *adding = data;
  g_autoptr (GError) error = NULL;
  JsonArray *entries = rungs_knowledge_root_entries (root, file, &error);

  if (entries == NULL)
    {
      leave_out (adding->self, error);
      return;
    }
  for (guint i = 0; i < json_array_get_length (entries); i++)
    if (!add_yours (adding->self, adding->yours, json_array_get_element (entries, i), i + 1, file))
      break;
}

static RungsUserJson
reader_of (Adding *adding)
{
  return (RungsUserJson){ .max_files = RUNGS_MAX_KNOWLEDGE_FILES,
                          .max_depth = RUNGS_MAX_KNOWLEDGE_DEPTH,
                          .max_bytes = RUNGS_MAX_KNOWLEDGE_BYTES,
                          .take = take_cb,
                          .complain = complain_cb,
                          .data = adding };
}

void
rungs_knowledge_add_yours (RungsKnowledge *self,
                           GPtrArray *yours,
                           const char *text,
                           gsize len,
                           const char *file)
{
  Adding adding = { self, yours };
  RungsUserJson reader = reader_of (&adding);

  rungs_user_json_read_text (&reader, text, len, file);
}

void
rungs_knowledge_add_folder (RungsKnowledge *self, const char *folder)
{
  GPtrArray *yours = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_entry_free);
  Adding adding = { self, yours };
  RungsUserJson reader = reader_of (&adding);

  rungs_user_json_read_folder (&reader, folder);
  for (guint i = yours->len; i-- > 0;)
    rungs_knowledge_index (self, g_ptr_array_index (yours, i), TRUE);
  /* Theirs first: of two that fit equally well it is the one they wrote that they want to see. */
  g_ptr_array_extend_and_steal (yours, g_steal_pointer (&self->entries));
  self->entries = yours;
}
