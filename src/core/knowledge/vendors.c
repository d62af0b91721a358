#include "config.h"

#include "vendors.h"

#include <json-glib/json-glib.h>

#include "knowledge/rungs-knowledge.h"

#define RESOURCE "/io/github/rungs/Rungs/vendors/vendors.json"
#define SCHEMA "rungs.vendors/1"

typedef struct
{
  char **keys;       /* what a step says when it is about this */
  GHashTable *terms; /* vendor's id -> RungsVendorTerm */
} Topic;

typedef struct
{
  GPtrArray *vendors; /* RungsVendor */
  GPtrArray *topics;  /* Topic */
} Vendors;

static char **
dup_texts (JsonArray *array)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_strv_builder_add (builder, json_array_get_string_element (array, i));
  return g_strv_builder_end (builder);
}

static RungsVendor *
read_vendor (JsonObject *object)
{
  RungsVendor *vendor = g_new0 (RungsVendor, 1);

  vendor->id = g_strdup (json_object_get_string_member (object, "id"));
  vendor->title = g_strdup (json_object_get_string_member (object, "title"));
  vendor->formats = dup_texts (json_object_get_array_member (object, "formats"));
  vendor->agents = dup_texts (json_object_get_array_member (object, "agents"));
  return vendor;
}

static Topic *
read_topic (JsonObject *object)
{
  Topic *topic = g_new0 (Topic, 1);
  JsonObjectIter iter;
  const char *id;
  JsonNode *node;

  topic->keys = dup_texts (json_object_get_array_member (object, "keys"));
  topic->terms = g_hash_table_new (g_str_hash, g_str_equal);
  json_object_iter_init_ordered (&iter, json_object_get_object_member (object, "terms"));
  while (json_object_iter_next_ordered (&iter, &id, &node))
    {
      RungsVendorTerm *term = g_new0 (RungsVendorTerm, 1);

      term->text = g_strdup (json_object_get_string_member (json_node_get_object (node), "text"));
      term->verified = json_object_get_boolean_member (json_node_get_object (node), "verified");
      g_hash_table_insert (topic->terms, g_strdup (id), term);
    }
  return topic;
}

/* Our own resource: a test holds it against its shape. Kept as long as the process lives. */
static gpointer
load_once (gpointer data)
{
  Vendors *self = g_new0 (Vendors, 1);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
    g_resource_lookup_data (rungs_knowledge_resource_get_resource (), RESOURCE, 0, &error);
  JsonObject *root;
  JsonArray *list;
  gsize len;
  const char *text = bytes != NULL ? g_bytes_get_data (bytes, &len) : NULL;

  if (text == NULL || !json_parser_load_from_data (parser, text, (gssize) len, &error))
    g_error ("The vendors compiled into this program are broken: %s", error->message);
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert (g_strcmp0 (json_object_get_string_member (root, "schema"), SCHEMA) == 0);
  self->vendors = g_ptr_array_new ();
  self->topics = g_ptr_array_new ();
  list = json_object_get_array_member (root, "vendors");
  for (guint i = 0; i < json_array_get_length (list); i++)
    g_ptr_array_add (self->vendors, read_vendor (json_array_get_object_element (list, i)));
  list = json_object_get_array_member (root, "topics");
  for (guint i = 0; i < json_array_get_length (list); i++)
    g_ptr_array_add (self->topics, read_topic (json_array_get_object_element (list, i)));
  return self;
}

static const Vendors *
vendors_get (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load_once, NULL);
}

const RungsVendor *
rungs_vendor_by_id (const char *id)
{
  const GPtrArray *vendors = vendors_get ()->vendors;

  for (guint i = 0; id != NULL && i < vendors->len; i++)
    if (g_str_equal (((const RungsVendor *) g_ptr_array_index (vendors, i))->id, id))
      return g_ptr_array_index (vendors, i);
  return NULL;
}

const RungsVendor *
rungs_vendor_of_format (const char *format_id)
{
  const GPtrArray *vendors = vendors_get ()->vendors;

  for (guint i = 0; format_id != NULL && i < vendors->len; i++)
    {
      const RungsVendor *vendor = g_ptr_array_index (vendors, i);

      if (g_strv_contains ((const char *const *) vendor->formats, format_id))
        return vendor;
    }
  return NULL;
}

const RungsVendor *
rungs_vendor_of_agent (RungsSpan agent)
{
  const GPtrArray *vendors = vendors_get ()->vendors;

  for (guint i = 0; agent.len > 0 && i < vendors->len; i++)
    {
      const RungsVendor *vendor = g_ptr_array_index (vendors, i);

      for (guint k = 0; vendor->agents[k] != NULL; k++)
        if (rungs_span_find_ci (agent, rungs_span_of (vendor->agents[k])) >= 0)
          return vendor;
    }
  return NULL;
}

static gboolean
speaks_of (const char *step, const Topic *topic)
{
  for (guint i = 0; topic->keys[i] != NULL; i++)
    if (strstr (step, topic->keys[i]) != NULL)
      return TRUE;
  return FALSE;
}

GPtrArray *
rungs_vendor_terms (const RungsVendor *vendor, const char *step)
{
  GPtrArray *terms = g_ptr_array_new ();
  const GPtrArray *topics = vendors_get ()->topics;

  for (guint i = 0; vendor != NULL && step != NULL && i < topics->len; i++)
    {
      const Topic *topic = g_ptr_array_index (topics, i);
      gpointer term = g_hash_table_lookup (topic->terms, vendor->id);

      if (term != NULL && speaks_of (step, topic))
        g_ptr_array_add (terms, term);
    }
  return terms;
}
