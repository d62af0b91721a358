#include "config.h"

#include "base/user-json.h"

#include "base/json-depth.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

void
rungs_user_json_read_text (const RungsUserJson *self, const char *text, gsize len, const char *file)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;

  if (len > self->max_bytes)
    self->complain (self->data, file, _ ("it is too large"));
  else if (!g_utf8_validate (text, (gssize) len, NULL))
    self->complain (self->data, file, _ ("it is not UTF-8 text"));
  else if (rungs_json_is_deeper (rungs_span (text, len), self->max_depth))
    self->complain (self->data, file, _ ("its brackets are nested too deeply"));
  else if (!json_parser_load_from_data (parser, text, (gssize) len, &error))
    {
      const char *message = error->message;

      /* "<data>:12:5: Parse error: …": line and column are what helps. */
      if (g_str_has_prefix (message, "<data>:"))
        message += strlen ("<data>:");
      self->complain (self->data, file, message);
    }
  else
    self->take (self->data, file, json_parser_get_root (parser));
}

void
rungs_user_json_read_file (const RungsUserJson *self, const char *path, const char *shown)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf info;
  gsize len;

  /* A pipe would keep us waiting, a device has no end. */
  if (g_stat (path, &info) == 0 && !S_ISREG (info.st_mode))
    self->complain (self->data, shown, _ ("it is no file"));
  else if (g_stat (path, &info) == 0 && info.st_size > 0
           && (guint64) info.st_size > self->max_bytes)
    self->complain (self->data, shown, _ ("it is too large"));
  else if (!g_file_get_contents (path, &text, &len, &error))
    self->complain (self->data, shown, error->message);
  else
    rungs_user_json_read_text (self, text, len, shown);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Sorted, so that the same folder gives the same result everywhere. (transfer full) */
static GPtrArray *
list_files (const RungsUserJson *self, const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json") && !g_str_equal (name, "schema.json"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  if (names->len > self->max_files)
    {
      self->complain (self->data, g_ptr_array_index (names, self->max_files),
                      _ ("there are too many files in the folder"));
      g_ptr_array_set_size (names, (gint) self->max_files);
    }
  return names;
}

void
rungs_user_json_read_folder (const RungsUserJson *self, const char *folder)
{
  g_autoptr (GPtrArray) names = list_files (self, folder);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *shown = g_filename_display_name (name);

      rungs_user_json_read_file (self, path, shown);
    }
}
