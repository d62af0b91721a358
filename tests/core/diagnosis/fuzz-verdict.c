/* Whatever stands in a log, every call in it gets a verdict, and every finding a line. */
#include "config.h"

#include "diagnosis/verdict.h"
#include "trace/loader.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

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
        rungs_verdict_new (trace, rungs_knowledge_get (), rungs_trace_get_call (trace, i));

      g_assert_true (g_utf8_validate (verdict->sentence, -1, NULL));
      g_assert_true (g_utf8_validate (verdict->produced_why, -1, NULL));
      g_assert_true (verdict->basis != RUNGS_BASIS_EXACT || verdict->entry != NULL);
      for (guint j = 0; j < verdict->findings->len; j++)
        {
          const RungsFinding *finding = g_ptr_array_index (verdict->findings, j);

          g_assert_cmpuint (finding->lines->len, >, 0);
          g_assert_true (g_utf8_validate (finding->text, -1, NULL));
        }
    }
  return 0;
}
