/* Whatever stands in a log, every call in it gets a verdict, and every finding a line; what the SBC
 * changed and what the calls have in common can be told. */
#include "config.h"

#include "base/limits.h"
#include "diagnosis/changes.h"
#include "diagnosis/compare.h"
#include "diagnosis/patterns.h"
#include "diagnosis/verdict.h"
#include "trace/loader.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_changes (RungsTrace *trace, const RungsCall *call)
{
  g_autoptr (RungsChanges) changes = rungs_changes_new (trace, call);

  for (guint i = 0; i < changes->points->len; i++)
    {
      const RungsFinding *change = g_ptr_array_index (changes->points, i);

      g_assert_true (g_utf8_validate (change->text, -1, NULL));
      g_assert_cmpuint (change->lines->len, >, 0);
    }
  for (guint i = 0; i < changes->pairs->len; i++)
    {
      const RungsSidesPair *pair = g_ptr_array_index (changes->pairs, i);

      for (guint r = 0; r < pair->rows->len; r++)
        {
          const RungsSidesRow *row = g_ptr_array_index (pair->rows, r);

          g_assert_true (row->left.text != NULL || row->right.text != NULL);
          g_assert_cmpuint (row->point, <=, changes->points->len);
        }
    }
}

static void
check_patterns (RungsTrace *trace)
{
  g_autoptr (RungsPatternFinder) finder = rungs_pattern_finder_new (trace);
  g_autoptr (GPtrArray) patterns =
    rungs_pattern_finder_find (finder, rungs_knowledge_get (), RUNGS_MAX_PATTERN_VERDICTS, NULL);

  for (guint i = 0; i < patterns->len; i++)
    {
      const RungsPattern *pattern = g_ptr_array_index (patterns, i);
      g_autofree char *text = rungs_pattern_text (pattern, NULL, NULL, NULL);

      g_assert_cmpuint (pattern->calls->len, <=, pattern->of);
      g_assert_true (g_utf8_validate (text, -1, NULL));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GPtrArray) inputs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_input_unref);
  g_autoptr (RungsTrace) trace = NULL;

  g_ptr_array_add (inputs, rungs_input_new_bytes ("fuzz", bytes));
  trace = rungs_trace_load_inputs (inputs, &(RungsLoadOptions){ 0 }, NULL, NULL);
  for (guint i = 0; trace != NULL && i < rungs_trace_get_n_calls (trace); i++)
    {
      g_autoptr (RungsVerdict) verdict =
        rungs_verdict_new (trace, rungs_knowledge_get (), rungs_trace_get_call (trace, i), NULL);

      g_assert_true (g_utf8_validate (verdict->sentence, -1, NULL));
      g_assert_true (g_utf8_validate (verdict->produced_why, -1, NULL));
      g_assert_true (verdict->basis != RUNGS_BASIS_EXACT || verdict->entry != NULL);
      for (guint j = 0; j < verdict->findings->len; j++)
        {
          const RungsFinding *finding = g_ptr_array_index (verdict->findings, j);

          g_assert_cmpuint (finding->lines->len, >, 0);
          g_assert_true (g_utf8_validate (finding->text, -1, NULL));
        }
      check_changes (trace, rungs_trace_get_call (trace, i));
      rungs_comparison_free (rungs_comparison_new (trace, rungs_trace_get_call (trace, i), 0));
    }
  if (trace != NULL)
    check_patterns (trace);
  return 0;
}
