/* The real data: every file is compiled in, every entry is led to by its own samples and only by
 * those, and can be asked for. */
#include "config.h"

#include <json-glib/json-glib.h>

#include "knowledge/knowledge.h"

#define RESOURCE_FOLDER "/io/github/rungs/Rungs/knowledge"

static int
number (JsonObject *sample, const char *name)
{
  return json_object_has_member (sample, name) && !json_object_get_null_member (sample, name)
           ? (int) json_object_get_int_member (sample, name)
           : -1;
}

static const char *
word (JsonObject *sample, const char *name)
{
  return json_object_get_string_member_with_default (sample, name, "");
}

/* The bit of a sample's "kind"; 0: it has none. */
static guint
kinds_of (JsonObject *sample)
{
  for (guint kind = RUNGS_KIND_INVITE; kind <= RUNGS_KIND_SIGN_IN; kind++)
    if (g_str_equal (rungs_kind_name (kind), word (sample, "kind")))
      return 1u << kind;
  g_assert_cmpstr (word (sample, "kind"), ==, "");
  return 0;
}

/* From the side that the entry is about; the 560 rule would lead any answer to Microsoft to its
 * entry, so a sample that must not match is not one. */
static RungsQuery
query_of (const RungsEntry *entry, JsonObject *sample, gboolean must_match, char **text)
{
  gboolean by_sbc = entry->microsoft_code >= 560000 && entry->microsoft_code < 569000;

  *text = g_strdup_printf ("%s %s", word (sample, "text"), word (sample, "aadsts"));
  return (RungsQuery){ .sip = number (sample, "sip"),
                       .microsoft_code = number (sample, "microsoft_code"),
                       .phrase = rungs_span_of (word (sample, "phrase")),
                       .text = rungs_span_of (*text),
                       .q850 = (guint) MAX (number (sample, "q850"), 0),
                       .direction = rungs_span_of (entry->direction),
                       .kinds = kinds_of (sample),
                       .of_numbers = g_str_equal (entry->domain, "number-management"),
                       .from_microsoft = !by_sbc && g_str_equal (entry->produced_by, "microsoft"),
                       .to_microsoft = by_sbc && must_match };
}

static gboolean
is_same_pair (const RungsEntry *a, const RungsEntry *b)
{
  return a->sip == b->sip && a->microsoft_code == b->microsoft_code;
}

/* The entry is what would be shown, alone or among equals. */
static gboolean
is_led_to (const RungsEntry *entry, JsonObject *sample, gboolean must_match)
{
  g_autofree char *text = NULL;
  RungsQuery query = query_of (entry, sample, must_match, &text);
  const char *finding = word (sample, "finding");
  RungsBasis basis = RUNGS_BASIS_UNKNOWN;
  g_autoptr (GPtrArray) found = rungs_knowledge_match (rungs_knowledge_get (), &query, &basis);

  if (*finding != '\0')
    return rungs_knowledge_of_finding (rungs_knowledge_get (), finding) == entry;
  if (basis == RUNGS_BASIS_UNKNOWN)
    return FALSE;
  if (basis == RUNGS_BASIS_GENERIC)
    return entry->microsoft_code < 0 && entry->match_any[0] == NULL
           && g_ptr_array_find (found, entry, NULL);
  return g_ptr_array_index (found, 0) == entry
         || (query.text.len <= 1 && query.phrase.len == 0
             && is_same_pair (g_ptr_array_index (found, 0), entry)
             && g_ptr_array_find (found, entry, NULL));
}

static void
check_entry (JsonObject *object, const char *file)
{
  const char *id = json_object_get_string_member (object, "id");
  const RungsEntry *entry = rungs_knowledge_by_id (rungs_knowledge_get (), id);
  JsonObject *samples = json_object_get_object_member (object, "samples");
  JsonArray *match = json_object_get_array_member (samples, "match");
  JsonArray *no_match = json_object_get_array_member (samples, "no_match");
  gboolean on_its_own = entry != NULL && !g_str_equal (entry->domain, "conference")
                        && !g_str_equal (entry->domain, "number-management")
                        && !g_str_equal (entry->domain, "transfer");

  if (entry == NULL)
    {
      g_test_message ("%s: %s is not compiled in", file, id);
      g_test_fail ();
      return;
    }
  for (guint i = 0; i < json_array_get_length (match); i++)
    {
      JsonObject *sample = json_array_get_object_element (match, i);

      /* The SIP code alone is answered by what happens on a trunk; other domains must be asked
       * for. */
      if (!on_its_own && json_object_get_size (sample) == 1 && number (sample, "sip") >= 0)
        continue;
      if (!is_led_to (entry, sample, TRUE))
        {
          g_test_message ("%s: %s is not what its sample %u leads to", file, id, i);
          g_test_fail ();
        }
    }
  for (guint i = 0; i < json_array_get_length (no_match); i++)
    if (is_led_to (entry, json_array_get_object_element (no_match, i), FALSE))
      {
        g_test_message ("%s: %s is what its counter-sample %u leads to", file, id, i);
        g_test_fail ();
      }
}

static void
test_samples (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "data", "knowledge", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GError) error = NULL;
      JsonArray *entries;

      if (!g_str_has_suffix (name, ".json") || g_str_equal (name, "schema.json"))
        continue;
      json_parser_load_from_file (parser, path, &error);
      g_assert_no_error (error);
      entries = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                              "entries");
      for (guint i = 0; i < json_array_get_length (entries); i++)
        check_entry (json_array_get_object_element (entries, i), name);
    }
}

/* Whoever adds a file must let Meson configure again. */
static void
test_complete (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "data", "knowledge", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_auto (GStrv) compiled = NULL;
  const char *name;
  guint n = 0;

  rungs_knowledge_get ();
  compiled = g_resources_enumerate_children (RESOURCE_FOLDER, 0, NULL);
  g_assert_nonnull (compiled);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json") && !g_str_equal (name, "schema.json"))
      {
        if (!g_strv_contains ((const char *const *) compiled, name))
          g_error ("%s is not compiled in: run meson setup --reconfigure", name);
        n++;
      }
  g_assert_cmpuint (g_strv_length (compiled), ==, n);
}

static void
assert_explained (const RungsEntry *entry, const char *query)
{
  gboolean known = FALSE;
  g_autoptr (GPtrArray) found = rungs_knowledge_explain (rungs_knowledge_get (), query, &known);

  if (!known || !g_ptr_array_find (found, entry, NULL))
    g_error ("explain “%s” does not give %s", query, entry->id);
}

static void
test_explained (void)
{
  const RungsKnowledge *knowledge = rungs_knowledge_get ();

  for (guint i = 0; i < rungs_knowledge_n_entries (knowledge); i++)
    {
      const RungsEntry *entry = rungs_knowledge_nth (knowledge, i);
      g_autofree char *query = NULL;

      /* Findings and kinds of requests lead there, and nobody types these. */
      if (entry->findings[0] != NULL || (entry->sip < 0 && g_str_equal (entry->domain, "sip")))
        continue;
      if (entry->aadsts != NULL)
        query = g_strdup (entry->aadsts);
      else if (entry->sip >= 0 && entry->microsoft_code >= 0)
        query = g_strdup_printf ("%d/%d", entry->sip, entry->microsoft_code);
      else if (entry->sip >= 0)
        query = g_strdup_printf ("%d", entry->sip);
      else if (entry->microsoft_code >= 0)
        query = g_strdup_printf ("%d", entry->microsoft_code);
      else if (entry->q850 >= 0)
        query = g_strdup_printf ("Q.850:%d", entry->q850);
      else
        query = g_strdup (entry->match_any[0]);
      assert_explained (entry, query);
      for (guint j = 0; entry->match_any[j] != NULL; j++)
        if (strlen (entry->match_any[j]) >= 4 && entry->aadsts == NULL
            && !g_ascii_isdigit (entry->match_any[j][0]))
          assert_explained (entry, entry->match_any[j]);
    }
}

/* SIP and the service that keeps the numbers both say 409, and neither gets the other's entry. */
static void
test_409 (void)
{
  static const struct
  {
    int sip;
    const char *phrase, *text;
    gboolean of_numbers;
    const char *expected;
  } cases[] = {
    { 409, "Conflict", "", FALSE, "sip-409-conflict" },
    { 409, "Conflict", "the phone number is already assigned", FALSE, "sip-409-conflict" },
    { -1, "", "the phone number is already assigned", FALSE, NULL },
    { -1, "", "the phone number is already assigned", TRUE, "num-409-number-conflict" },
    { -1, "HTTP/1.1 409 Conflict", "", TRUE, "num-409-number-conflict" },
    { -1, "Something else", "", TRUE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsQuery query = { .sip = cases[i].sip,
                           .microsoft_code = -1,
                           .phrase = rungs_span_of (cases[i].phrase),
                           .text = rungs_span_of (cases[i].text),
                           .from_microsoft = TRUE,
                           .of_numbers = cases[i].of_numbers };
      RungsBasis basis;
      g_autoptr (GPtrArray) found = rungs_knowledge_match (rungs_knowledge_get (), &query, &basis);
      const RungsEntry *first = found->len > 0 ? g_ptr_array_index (found, 0) : NULL;

      g_assert_cmpstr (first != NULL ? first->id : NULL, ==, cases[i].expected);
      for (guint k = 0; k < found->len; k++)
        g_assert_true (g_str_has_prefix (((RungsEntry *) g_ptr_array_index (found, k))->id, "num-")
                       == cases[i].of_numbers);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/samples/samples", test_samples);
  g_test_add_func ("/knowledge/samples/complete", test_complete);
  g_test_add_func ("/knowledge/samples/explained", test_explained);
  g_test_add_func ("/knowledge/samples/409", test_409);
  return g_test_run ();
}
