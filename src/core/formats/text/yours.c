#include "config.h"

#include "formats/text/yours.h"

#include "base/error.h"
#include "base/user-json.h"
#include "formats/text/check.h"

#include <glib/gi18n-lib.h>

/* Files read from the folder, bytes of one (ours have 5 KiB), and brackets within each other (ours
 * have four). The samples of each are read whenever the program starts. */
#define MAX_FILES 100
#define MAX_BYTES (64 * 1024)
#define MAX_DEPTH 8

typedef struct
{
  GPtrArray *definitions, *problems;
} Folder;

char *
rungs_text_definition_problem (const char *what)
{
  /* Translators: the place in a file and what is wrong there, in one */
  return g_strdup_printf (_ ("In your formats folder: %s."), what);
}

static RungsUserJson
reader_of (gpointer data)
{
  return (RungsUserJson){
    .max_files = MAX_FILES, .max_depth = MAX_DEPTH, .max_bytes = MAX_BYTES, .data = data
  };
}

/* ---- A folder ---- */

static void
complain_of_folder_cb (gpointer data, const char *file, const char *reason)
{
  Folder *folder = data;
  g_autofree char *what = g_strdup_printf ("%s: %s", file, reason);

  g_ptr_array_add (folder->problems, rungs_text_definition_problem (what));
}

static void
take_of_folder_cb (gpointer data, const char *file, JsonNode *root)
{
  Folder *folder = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RungsTextDefinition) definition = rungs_text_definition_new (root, file, &error);

  if (definition == NULL || !rungs_text_definition_check (definition, file, NULL, NULL, &error))
    {
      g_ptr_array_add (folder->problems, rungs_text_definition_problem (error->message));
      return;
    }
  definition->file = g_strdup (file);
  g_ptr_array_add (folder->definitions, g_steal_pointer (&definition));
}

GPtrArray *
rungs_text_definitions_of_folder (const char *folder, GPtrArray *problems)
{
  GPtrArray *definitions =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_text_definition_free);
  Folder reading = { definitions, problems };
  RungsUserJson reader = reader_of (&reading);

  g_return_val_if_fail (folder != NULL && problems != NULL, definitions);
  reader.take = take_of_folder_cb;
  reader.complain = complain_of_folder_cb;
  rungs_user_json_read_folder (&reader, folder);
  return definitions;
}

/* ---- A file ---- */

typedef struct
{
  RungsTextDefinition *definition;
  GError *error;
} File;

static void
complain_of_file_cb (gpointer data, const char *file, const char *reason)
{
  File *reading = data;

  g_set_error (&reading->error, RUNGS_ERROR, RUNGS_ERROR_DATA, "%s: %s", file, reason);
}

static void
take_of_file_cb (gpointer data, const char *file, JsonNode *root)
{
  File *reading = data;

  reading->definition = rungs_text_definition_new (root, file, &reading->error);
}

static RungsTextDefinition *
end_of (File *reading, GError **error)
{
  if (reading->error != NULL)
    g_propagate_error (error, reading->error);
  return reading->definition;
}

RungsTextDefinition *
rungs_text_definition_read (const char *path, const char *shown, GError **error)
{
  File reading = { NULL, NULL };
  RungsUserJson reader = reader_of (&reading);

  reader.take = take_of_file_cb;
  reader.complain = complain_of_file_cb;
  rungs_user_json_read_file (&reader, path, shown);
  return end_of (&reading, error);
}

RungsTextDefinition *
rungs_text_definition_read_text (const char *text, gsize len, const char *shown, GError **error)
{
  File reading = { NULL, NULL };
  RungsUserJson reader = reader_of (&reading);

  reader.take = take_of_file_cb;
  reader.complain = complain_of_file_cb;
  rungs_user_json_read_text (&reader, text, len, shown);
  return end_of (&reading, error);
}
