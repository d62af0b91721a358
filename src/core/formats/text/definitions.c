/* The definitions compiled in. */
#include "config.h"

#include "formats/text/definition.h"
#include "formats/text/rungs-formats.h"

#define RESOURCE_FOLDER "/io/github/rungs/Rungs/formats"

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static RungsTextDefinition *
load (GResource *resource, const char *name, GError **error)
{
  g_autofree char *path = g_build_path ("/", RESOURCE_FOLDER, name, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (resource, path, 0, error);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize len;
  const char *text;

  if (bytes == NULL)
    return NULL;
  text = g_bytes_get_data (bytes, &len);
  if (!json_parser_load_from_data (parser, text, (gssize) len, error))
    return NULL;
  return rungs_text_definition_new (json_parser_get_root (parser), name, error);
}

static gpointer
load_all (gpointer data)
{
  GResource *resource = rungs_formats_resource_get_resource ();
  g_auto (GStrv) names = g_resource_enumerate_children (resource, RESOURCE_FOLDER, 0, NULL);
  GPtrArray *all = g_ptr_array_new ();

  g_assert (names != NULL);
  /* A resource lists its files in the order of a hash table. */
  qsort (names, g_strv_length (names), sizeof *names, compare_names);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      RungsTextDefinition *definition = load (resource, names[i], &error);

      if (definition == NULL)
        g_error ("A format compiled into this program is broken: %s: %s", names[i], error->message);
      g_ptr_array_add (all, definition);
    }
  return all;
}

const GPtrArray *
rungs_text_definitions (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load_all, NULL);
}
