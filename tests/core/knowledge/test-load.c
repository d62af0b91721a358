/* The loader takes what is right and names what is wrong. */
#include "config.h"

#include "small.h"

#include "base/error.h"

static void
assert_refused (const char *file, const char *entry_and_field)
{
  g_autoptr (GError) error = NULL;
  RungsKnowledge *knowledge = rungs_knowledge_new ((const char *[]){ file, NULL },
                                                   (const char *[]){ "some.json", NULL }, &error);

  g_assert_null (knowledge);
  g_assert_nonnull (error);
  g_assert_true (g_str_has_prefix (error->message, "some.json: "));
  if (strstr (error->message, entry_and_field) == NULL)
    g_error ("“%s” does not name “%s”", error->message, entry_and_field);
}

static void
test_good (void)
{
  g_autofree char *entry = small_entry (NULL, NULL);
  g_autofree char *file = small_file (entry, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (RungsKnowledge) knowledge = rungs_knowledge_new (
    (const char *[]){ file, NULL }, (const char *[]){ "some.json", NULL }, &error);
  const RungsEntry *loaded;

  g_assert_no_error (error);
  g_assert_cmpuint (rungs_knowledge_n_entries (knowledge), ==, 1);
  loaded = rungs_knowledge_nth (knowledge, 0);
  g_assert_true (rungs_knowledge_by_id (knowledge, "dr-488-srtp") == loaded);
  g_assert_null (rungs_knowledge_by_id (knowledge, "dr-488"));
  g_assert_null (rungs_knowledge_generic (knowledge, 488, 0));
  g_assert_cmpint (loaded->sip, ==, 488);
  g_assert_cmpint (loaded->microsoft_code, ==, 531000);
  g_assert_cmpint (loaded->q850, ==, -1);
  g_assert_cmpint (loaded->retry_helps, ==, 0);
  g_assert_null (loaded->aadsts);
  g_assert_cmpstr (loaded->match_any[0], ==, "SrtpEncryptionRequired");
  g_assert_null (loaded->match_all[0]);
  g_assert_cmpstr (loaded->steps[0], ==, "A step.");
  g_assert_cmpstr (((RungsSource *) g_ptr_array_index (loaded->sources, 0))->url, ==,
                   "https://example.com/");
}

typedef struct
{
  const char *old, *new_text, *names;
} Change;

static const Change changes[] = {
  { "\"title\": \"A title\"", "\"titel\": \"A title\"", "entry “dr-488-srtp”: field “titel”" },
  { "\"A title\"", "\"\"", "entry “dr-488-srtp”: field “title”" },
  { "\"A title\"", "7", "entry “dr-488-srtp”: field “title”" },
  { "\"id\": \"dr-488-srtp\"", "\"id\": null", "field “id”" },
  { "488, \"microsoft_code\"", "\"488\", \"microsoft_code\"", "field “sip”" },
  { "488, \"microsoft_code\"", "488.5, \"microsoft_code\"", "field “sip”" },
  { "488, \"microsoft_code\"", "700, \"microsoft_code\"", "field “sip”" },
  { "531000", "-531000", "field “microsoft_code”" },
  { "direct-routing", "direct-rooting", "field “domain”" },
  { "to-teams", "both", "field “direction”" },
  { "\"produced_by\": \"microsoft\"", "\"produced_by\": \"Microsoft\"", "field “produced_by”" },
  { "sbc-admin", "somebody", "field “who_acts”" },
  { "documented", "certain", "field “source_basis”" },
  { "\"retry_helps\": false", "\"retry_helps\": \"no\"", "field “retry_helps”" },
  { "[\"A step.\"]", "[]", "field “steps”" },
  { "[\"A step.\"]", "[\"A step.\", 5]", "field “steps”" },
  { "[\"A step.\"]", "\"A step.\"", "field “steps”" },
  { "\"evidence\": []", "\"evidence\": null", "field “evidence”" },
  { "\"all\": []", "\"every\": []", "field “every”" },
  { ", \"all\": []", "", "field “match”" },
  { "\"all\": []", "\"all\": [], \"findings\": \"no-answer\"", "field “findings”" },
  { "\"all\": []", "\"all\": [\"finding:no-answer\"]", "field “match” names a finding" },
  { "\"direction\"", "\"kinds\": [\"invites\"], \"direction\"", "field “kinds”" },
  { "\"direction\"", "\"kinds\": [], \"direction\"", "field “kinds”" },
  { "\"direction\"", "\"kinds\": \"invite\", \"direction\"", "field “kinds”" },
  { "https://example.com/", "http://example.com/", "field “sources”" },
  { "\"url\"", "\"link\"", "field “link”" },
  { "[{ \"sip\": 486 }]", "[]", "field “samples”" },
  { "\"no_match\"", "\"nomatch\"", "field “nomatch”" },
  { "{ \"sip\": 486 }", "{ \"code\": 486 }", "field “code”" },
  { "{ \"sip\": 486 }", "{ \"sip\": \"486\" }", "field “sip”" },
  { "\"samples\": {", "\"examples\": {", "field “examples”" },
};

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *entry = small_entry (changes[i].old, changes[i].new_text);
      g_autofree char *file = small_file (entry, NULL);

      assert_refused (file, changes[i].names);
    }
}

static void
test_unreachable (void)
{
  g_autofree char *entry =
    small_entry ("488, \"microsoft_code\": 531000", "null, \"microsoft_code\": null");
  g_autoptr (GString) silent = g_string_new (entry);
  g_autofree char *file = NULL;

  g_string_replace (silent, "[\"SrtpEncryptionRequired\"]", "[]", 1);
  file = small_file (silent->str, NULL);
  assert_refused (file, "field “sip”");
}

static void
test_files (void)
{
  g_autofree char *entry = small_entry (NULL, NULL);
  g_autofree char *twice = small_file (entry, entry, NULL);

  assert_refused (twice, "entry “dr-488-srtp”: field “id”");
  assert_refused ("{ \"schema\": \"rungs.knowledge/2\", \"entries\": [] }", "schema");
  assert_refused ("{ \"schema\": 1, \"entries\": [] }", "schema");
  assert_refused ("{ \"schema\": \"rungs.knowledge/1\", \"entries\": [], \"more\": 1 }",
                  "no other");
  assert_refused ("{ \"schema\": \"rungs.knowledge/1\", \"entries\": [5] }", "entries");
  assert_refused ("[]", "schema");
  assert_refused ("", "");
  assert_refused ("{", "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/load/good", test_good);
  g_test_add_func ("/knowledge/load/refused", test_refused);
  g_test_add_func ("/knowledge/load/unreachable", test_unreachable);
  g_test_add_func ("/knowledge/load/files", test_files);
  return g_test_run ();
}
