/* Every code that Microsoft's tables, the RFCs and the sign-in pages name is known to explain, and
 * the answer is about that code: asked-codes.json lists them. */
#include "config.h"

#include <json-glib/json-glib.h>

#include "knowledge/knowledge.h"

/* A pair is answered with an entry of that very Microsoft code, a cause with one of that cause. */
static void
check_first (const char *query, const RungsEntry *entry)
{
  const char *slash = strchr (query, '/');
  const char *number = slash != NULL ? slash + 1 : query;

  if (g_str_has_prefix (query, "Q.850:"))
    g_assert_cmpint (entry->q850, ==, atoi (query + strlen ("Q.850:")));
  else if (g_str_has_prefix (query, "AADSTS") && strchr (query, ' ') == NULL)
    g_assert_cmpstr (entry->aadsts, ==, query);
  else if (slash == NULL && strlen (query) == 3)
    g_assert_cmpint (entry->sip, ==, atoi (query));
  else if (g_ascii_isdigit (number[0]) && strchr (number, 'x') == NULL
           && !g_str_equal (number, "590615"))
    g_assert_cmpint (entry->microsoft_code, ==, atoi (number));
}

static void
test_asked (void)
{
  g_autofree char *path =
    g_test_build_filename (G_TEST_DIST, "core", "knowledge", "asked-codes.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *queries;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  queries = json_node_get_array (json_parser_get_root (parser));
  g_assert_cmpuint (json_array_get_length (queries), >, 500);
  for (guint i = 0; i < json_array_get_length (queries); i++)
    {
      const char *query = json_array_get_string_element (queries, i);
      gboolean known = FALSE;
      g_autoptr (GPtrArray) found = rungs_knowledge_explain (rungs_knowledge_get (), query, &known);

      g_test_message ("%s", query);
      g_assert_true (known);
      g_assert_cmpuint (found->len, >, 0);
      check_first (query, g_ptr_array_index (found, 0));
    }
}

/* What nobody has ever named stays unknown. */
static void
test_not_asked (void)
{
  static const char *const queries[] = { "499/123456", "488/999999", "AADSTS99999", "Q.850:126",
                                         "590616",     "12345678",   "699" };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      gboolean known = TRUE;
      g_autoptr (GPtrArray) found =
        rungs_knowledge_explain (rungs_knowledge_get (), queries[i], &known);

      g_test_message ("%s: %u entries", queries[i], found->len);
      g_assert_false (known);
    }
}

/* A code under another SIP code than any table has it is not known, but what it means elsewhere is
 * shown. */
static void
test_code_alone (void)
{
  gboolean known = TRUE;
  g_autoptr (GPtrArray) found =
    rungs_knowledge_explain (rungs_knowledge_get (), "499/531000", &known);

  g_assert_false (known);
  g_assert_cmpuint (found->len, >, 1);
  g_assert_cmpint (((const RungsEntry *) g_ptr_array_index (found, 0))->microsoft_code, ==, 531000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/asked/all", test_asked);
  g_test_add_func ("/knowledge/asked/unknown", test_not_asked);
  g_test_add_func ("/knowledge/asked/code-alone", test_code_alone);
  return g_test_run ();
}
