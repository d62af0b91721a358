/* The vendors' words: data that nothing in the entries leads to would never be seen. */
#include "config.h"

#include <json-glib/json-glib.h>

#include "knowledge/knowledge.h"
#include "knowledge/vendors.h"

static gboolean
is_in_some_step (const char *key)
{
  const RungsKnowledge *knowledge = rungs_knowledge_get ();

  for (guint i = 0; i < rungs_knowledge_n_entries (knowledge); i++)
    {
      const RungsEntry *entry = rungs_knowledge_nth (knowledge, i);

      for (guint s = 0; entry->steps[s] != NULL; s++)
        if (strstr (entry->steps[s], key) != NULL)
          return TRUE;
    }
  return FALSE;
}

static void
check_terms (JsonObject *topic)
{
  JsonObject *terms = json_object_get_object_member (topic, "terms");
  JsonObjectIter iter;
  const char *id;
  JsonNode *node;

  g_assert_cmpuint (json_object_get_size (terms), >, 0);
  json_object_iter_init (&iter, terms);
  while (json_object_iter_next (&iter, &id, &node))
    {
      const char *text = json_object_get_string_member (json_node_get_object (node), "text");
      guint n_ticks = 0;

      g_assert_nonnull (rungs_vendor_by_id (id));
      g_assert_cmpstr (id, !=, "audiocodes");
      g_assert_cmpuint (strlen (text), >, 10);
      g_assert_false (g_str_has_suffix (text, "."));
      for (const char *c = text; *c != '\0'; c++)
        n_ticks += *c == '`';
      g_assert_cmpuint (n_ticks % 2, ==, 0);
      g_assert_true (json_object_has_member (json_node_get_object (node), "verified"));
      /* Whoever says that it was checked says where. */
      g_assert_true (!json_object_get_boolean_member (json_node_get_object (node), "verified")
                     || json_object_has_member (json_node_get_object (node), "source"));
    }
}

static void
test_data (void)
{
  g_autofree char *path =
    g_test_build_filename (G_TEST_DIST, "..", "data", "vendors", "vendors.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *topics;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  topics =
    json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "topics");
  g_assert_cmpuint (json_array_get_length (topics), >, 20);
  for (guint i = 0; i < json_array_get_length (topics); i++)
    {
      JsonObject *topic = json_array_get_object_element (topics, i);
      JsonArray *keys = json_object_get_array_member (topic, "keys");
      gboolean any = FALSE;

      for (guint k = 0; k < json_array_get_length (keys); k++)
        any |= is_in_some_step (json_array_get_string_element (keys, k));
      g_test_message ("%s", json_object_get_string_member (topic, "id"));
      g_assert_true (any);
      check_terms (topic);
    }
}

static void
test_known_by (void)
{
  static const struct
  {
    const char *agent, *id;
  } agents[] = {
    { "Mediant SW/v.7.40A.501.017", "audiocodes" },       { "Oracle Communications SBC", "oracle" },
    { "Cisco-SIPGateway/IOS-17.6.1", "cisco" },           { "Sonus SBC 5200", "ribbon" },
    { "Microsoft.PSTNHub.SIPProxy v.2026.10.7.1", NULL }, { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (agents); i++)
    g_assert_true (rungs_vendor_of_agent (rungs_span_of (agents[i].agent))
                   == rungs_vendor_by_id (agents[i].id));
  g_assert_cmpstr (rungs_vendor_of_format ("oracle-sipmsg")->title, ==, "Oracle SBC");
  g_assert_null (rungs_vendor_of_format ("sip-text"));
  g_assert_null (rungs_vendor_of_format (NULL));
  g_assert_null (rungs_vendor_by_id ("nobody"));
}

static void
test_terms (void)
{
  const char *step = "Set \"PRACK Mode\" (`IpProfile_SbcPrackMode`) to Optional.";
  g_autoptr (GPtrArray) oracle = rungs_vendor_terms (rungs_vendor_by_id ("oracle"), step);
  g_autoptr (GPtrArray) audiocodes = rungs_vendor_terms (rungs_vendor_by_id ("audiocodes"), step);
  g_autoptr (GPtrArray) unknown = rungs_vendor_terms (NULL, step);
  g_autoptr (GPtrArray) other =
    rungs_vendor_terms (rungs_vendor_by_id ("oracle"), "Verify with a call.");

  g_assert_cmpuint (oracle->len, ==, 1);
  g_assert_nonnull (
    strstr (((const RungsVendorTerm *) g_ptr_array_index (oracle, 0))->text, "100rel"));
  g_assert_cmpuint (audiocodes->len, ==, 0);
  g_assert_cmpuint (unknown->len, ==, 0);
  g_assert_cmpuint (other->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/vendors/data", test_data);
  g_test_add_func ("/knowledge/vendors/known-by", test_known_by);
  g_test_add_func ("/knowledge/vendors/terms", test_terms);
  return g_test_run ();
}
