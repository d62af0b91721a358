/* Whatever stands in a file of the user's knowledge folder: entries that are whole, or
 * sentences. */
#include "config.h"

#include "knowledge/knowledge-private.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_entry (const RungsKnowledge *knowledge, const RungsEntry *entry)
{
  g_autoptr (GPtrArray) matched = NULL;
  RungsBasis basis;

  g_assert_true (entry->id != NULL && entry->title != NULL && entry->meaning != NULL);
  g_assert_true (entry->steps != NULL && entry->steps[0] != NULL);
  g_assert_true (entry->evidence != NULL && entry->match_any != NULL && entry->match_all != NULL);
  g_assert_true (entry->sources->len > 0 && entry->file != NULL);
  matched = rungs_knowledge_match (knowledge,
                                   &(RungsQuery){ .sip = entry->sip,
                                                  .microsoft_code = entry->microsoft_code,
                                                  .phrase = rungs_span_of (entry->match_any[0]) },
                                   &basis);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (RungsKnowledge) knowledge =
    rungs_knowledge_new ((const char *[]){ NULL }, (const char *[]){ NULL }, NULL);
  g_autofree char *text = g_strndup (size > 0 ? (const char *) data : "", size);
  g_autoptr (GPtrArray) yours = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_entry_free);
  const GPtrArray *problems = rungs_knowledge_problems (knowledge);

  rungs_knowledge_add_yours (knowledge, yours, text, size, "fuzz.json");
  for (guint i = 0; i < yours->len; i++)
    check_entry (knowledge, g_ptr_array_index (yours, i));
  for (guint i = 0; i < problems->len; i++)
    g_assert_true (g_utf8_validate (g_ptr_array_index (problems, i), -1, NULL));
  return 0;
}
