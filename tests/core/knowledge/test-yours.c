/* The user's own entries: used before ours, shown as theirs; what is wrong in them is said and does
 * no harm. */
#include "config.h"

#include <glib/gstdio.h>

#include "base/limits.h"
#include "knowledge/knowledge-private.h"
#include "small.h"

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("rungs-knowledge-XXXXXX", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static void
write_file (Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* A good entry of another id. (transfer full) */
static char *
own_entry (const char *id)
{
  g_autofree char *field = g_strdup_printf ("\"id\": \"%s\"", id);

  return small_entry ("\"id\": \"dr-488-srtp\"", field);
}

static void
test_used (Fixture *fixture, gconstpointer data)
{
  g_autofree char *entry = own_entry ("mine-1");
  g_autofree char *file = small_file (entry, NULL);
  g_autoptr (RungsKnowledge) knowledge = NULL;
  g_autoptr (GPtrArray) found = NULL;
  const RungsEntry *mine;
  gboolean known = FALSE;

  write_file (fixture, "mine.json", file);
  knowledge = rungs_knowledge_new_with (fixture->folder);
  g_assert_cmpuint (rungs_knowledge_problems (knowledge)->len, ==, 0);
  mine = rungs_knowledge_by_id (knowledge, "mine-1");
  g_assert_nonnull (mine);
  g_assert_cmpstr (mine->file, ==, "mine.json");
  g_assert_true (rungs_knowledge_nth (knowledge, 0) == mine);
  found = rungs_knowledge_explain (knowledge, "488/531000", &known);
  g_assert_true (known);
  g_assert_true (g_ptr_array_index (found, 0) == mine);
  g_assert_cmpuint (found->len, >, 1);
  g_assert_null (((const RungsEntry *) g_ptr_array_index (found, 1))->file);
}

/* What the RFC says of a code may be said in one's own words. */
static void
test_generic (Fixture *fixture, gconstpointer data)
{
  g_autofree char *entry = own_entry ("mine-488");
  g_autofree char *file = NULL;
  g_autoptr (RungsKnowledge) knowledge = NULL;
  g_autoptr (GString) text = g_string_new (entry);

  g_string_replace (text, "531000", "null", 1);
  g_string_replace (text, "\"direct-routing\"", "\"sip\"", 1);
  g_string_replace (text, "[\"SrtpEncryptionRequired\"]", "[]", 1);
  file = small_file (text->str, NULL);
  write_file (fixture, "mine.json", file);
  knowledge = rungs_knowledge_new_with (fixture->folder);
  g_assert_cmpuint (rungs_knowledge_problems (knowledge)->len, ==, 0);
  g_assert_cmpstr (rungs_knowledge_generic (knowledge, 488, 0)->id, ==, "mine-488");
}

static void assert_problem (const RungsKnowledge *knowledge, guint i, const char *expected);

/* Findings have a list of their own. Files from before, which named them among the fragments, still
 * work; a sentence says so. No text of a log leads there in either form. */
static void
test_findings (Fixture *fixture, gconstpointer data)
{
  static const char *const forms[] = {
    "\"any\": [], \"findings\": [\"drop-no-media\"], \"all\"",
    "\"any\": [\"finding:drop-no-media\"], \"all\"",
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *entry = own_entry ("mine-drop");
      g_autoptr (GString) text = g_string_new (entry);
      g_autofree char *file = NULL;
      g_autoptr (RungsKnowledge) knowledge = NULL;
      g_autoptr (GPtrArray) found = NULL;
      RungsBasis basis;

      g_string_replace (text, "488, \"microsoft_code\": 531000", "null, \"microsoft_code\": null",
                        1);
      g_string_replace (text, "\"any\": [\"SrtpEncryptionRequired\"], \"all\"", forms[i], 1);
      file = small_file (text->str, NULL);
      write_file (fixture, "mine.json", file);
      knowledge = rungs_knowledge_new_with (fixture->folder);
      g_assert_cmpuint (rungs_knowledge_problems (knowledge)->len, ==, i);
      g_assert_cmpstr (rungs_knowledge_of_finding (knowledge, "drop-no-media")->id, ==,
                       "mine-drop");
      g_assert_cmpstr (rungs_knowledge_of_finding (knowledge, "drop-minutes")->id, ==,
                       "dr-drop-minutes");
      g_assert_null (rungs_knowledge_of_finding (knowledge, "finding:drop-no-media"));
      found = rungs_knowledge_match (
        knowledge,
        &(RungsQuery){ .sip = -1,
                       .microsoft_code = -1,
                       .phrase = RUNGS_SPAN ("finding:drop-no-media"),
                       .text = RUNGS_SPAN ("text=\"finding:drop-no-media\" drop-no-media") },
        &basis);
      g_assert_cmpint (basis, ==, RUNGS_BASIS_UNKNOWN);
      if (i == 1)
        assert_problem (
          knowledge, 0,
          "In your knowledge folder: mine.json, entry 1: “finding:…” among the fragments is the "
          "old form and was read as part of the list “findings” in “match”; move it there.");
    }
}

static void
assert_problem (const RungsKnowledge *knowledge, guint i, const char *expected)
{
  const GPtrArray *problems = rungs_knowledge_problems (knowledge);

  g_assert_cmpuint (problems->len, >, i);
  g_assert_cmpstr (g_ptr_array_index (problems, i), ==, expected);
}

/* One entry is wrong: the others are used. */
static void
test_one_wrong (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = own_entry ("mine-1");
  g_autofree char *wrong = small_entry ("[\"A step.\"]", "[]");
  g_autofree char *again = own_entry ("mine-1");
  g_autofree char *last = own_entry ("mine-2");
  g_autofree char *file = small_file (first, wrong, again, last, NULL);
  g_autoptr (RungsKnowledge) knowledge = NULL;

  write_file (fixture, "mine.json", file);
  knowledge = rungs_knowledge_new_with (fixture->folder);
  g_assert_nonnull (rungs_knowledge_by_id (knowledge, "mine-1"));
  g_assert_nonnull (rungs_knowledge_by_id (knowledge, "mine-2"));
  g_assert_cmpuint (rungs_knowledge_problems (knowledge)->len, ==, 2);
  assert_problem (
    knowledge, 0,
    "In your knowledge folder: mine.json, entry 2: entry “dr-488-srtp”: field “steps” "
    "must not be empty.");
  assert_problem (
    knowledge, 1,
    "In your knowledge folder: mine.json, entry 3: entry “mine-1”: field “id” is that "
    "of another entry.");
}

typedef struct
{
  const char *text, *expected; /* NULL: only that there is one problem */
} Bad;

static const Bad bad[] = {
  { "", NULL },
  { "nothing", NULL },
  { "[]", "In your knowledge folder: bad.json: field “schema” must be “rungs.knowledge/1”." },
  { "{\"schema\": 7, \"entries\": []}",
    "In your knowledge folder: bad.json: field “schema” must be “rungs.knowledge/1”." },
  { "{\"schema\": \"rungs.knowledge/1\"}",
    "In your knowledge folder: bad.json: must have the fields “schema” and “entries” and no "
    "other." },
  { "{\"schema\": \"rungs.knowledge/1\", \"entries\": [7]}",
    "In your knowledge folder: bad.json, entry 1: entry “?”: field “entries” must be a list of "
    "objects." },
  { "{\"schema\": \"rungs.knowledge/1\", \"entries\": [{}]}", NULL },
  { "{\"a\": \"\xff\"}", "In your knowledge folder: bad.json: it is not UTF-8 text." },
  { "[[[[[[[[[[[[[[[[[[[[",
    "In your knowledge folder: bad.json: its brackets are nested too deeply." },
};

static void
test_bad (Fixture *fixture, gconstpointer data)
{
  guint ours = rungs_knowledge_n_entries (rungs_knowledge_get ());

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (RungsKnowledge) knowledge = NULL;

      g_test_message ("%s", bad[i].text);
      write_file (fixture, "bad.json", bad[i].text);
      knowledge = rungs_knowledge_new_with (fixture->folder);
      g_assert_cmpuint (rungs_knowledge_n_entries (knowledge), ==, ours);
      g_assert_cmpuint (rungs_knowledge_problems (knowledge)->len, ==, 1);
      g_assert_nonnull (
        strstr (g_ptr_array_index (rungs_knowledge_problems (knowledge), 0), "bad.json"));
      if (bad[i].expected != NULL)
        assert_problem (knowledge, 0, bad[i].expected);
    }
}

/* Where the JSON itself is wrong the line is named. */
static void
test_syntax (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RungsKnowledge) knowledge = NULL;

  write_file (fixture, "bad.json",
              "{\n \"schema\": \"rungs.knowledge/1\",\n \"entries\": [,]\n}\n");
  knowledge = rungs_knowledge_new_with (fixture->folder);
  g_assert_cmpuint (rungs_knowledge_problems (knowledge)->len, ==, 1);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (rungs_knowledge_problems (knowledge), 0),
                                   "In your knowledge folder: bad.json: 3:"));
}

static void
test_strange_files (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "folder.json", NULL);
  g_autofree char *large = g_strnfill (RUNGS_MAX_KNOWLEDGE_BYTES + 1, ' ');
  g_autoptr (RungsKnowledge) knowledge = NULL;
  g_autoptr (RungsKnowledge) none = rungs_knowledge_new_with ("/nonexistent/folder");

  g_assert_cmpuint (rungs_knowledge_problems (none)->len, ==, 0);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  write_file (fixture, "large.json", large);
  write_file (fixture, "note.txt", "not read");
  write_file (fixture, "schema.json", "not read");
  knowledge = rungs_knowledge_new_with (fixture->folder);
  g_rmdir (folder);
  g_assert_cmpuint (rungs_knowledge_problems (knowledge)->len, ==, 2);
  assert_problem (knowledge, 0, "In your knowledge folder: folder.json: it is no file.");
  assert_problem (knowledge, 1, "In your knowledge folder: large.json: it is too large.");
}

/* Cut anywhere: a sentence, and no entry. */
static void
test_cut (void)
{
  g_autofree char *entry = own_entry ("mine-1");
  g_autofree char *file = small_file (entry, NULL);

  for (gsize len = 0; len < strlen (file); len++)
    {
      g_autofree char *part = g_strndup (file, len);
      g_autoptr (RungsKnowledge) knowledge =
        rungs_knowledge_new ((const char *[]){ NULL }, (const char *[]){ NULL }, NULL);
      g_autoptr (GPtrArray) yours =
        g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_entry_free);

      rungs_knowledge_add_yours (knowledge, yours, part, len, "mine.json");
      g_assert_cmpuint (yours->len, ==, 0);
      g_assert_cmpuint (rungs_knowledge_problems (knowledge)->len, ==, 1);
    }
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/knowledge/yours/used", test_used);
  ADD ("/knowledge/yours/generic", test_generic);
  ADD ("/knowledge/yours/findings", test_findings);
  ADD ("/knowledge/yours/one-wrong", test_one_wrong);
  ADD ("/knowledge/yours/bad", test_bad);
  ADD ("/knowledge/yours/syntax", test_syntax);
  ADD ("/knowledge/yours/strange-files", test_strange_files);
  g_test_add_func ("/knowledge/yours/cut", test_cut);
  return g_test_run ();
}
