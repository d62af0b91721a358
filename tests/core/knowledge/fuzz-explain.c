/* Whatever somebody types or a header says, the knowledge answers. */
#include "config.h"

#include "knowledge/knowledge.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const RungsKnowledge *knowledge = rungs_knowledge_get ();
  RungsSpan span = rungs_span ((const char *) data, size);
  g_autofree char *query = rungs_span_dup (span);
  g_autoptr (GPtrArray) explained = NULL;
  g_autoptr (GPtrArray) matched = NULL;
  RungsBasis basis;
  gboolean known;

  explained = rungs_knowledge_explain (knowledge, query, &known);
  g_assert_true (!known || explained->len > 0);
  matched = rungs_knowledge_match (knowledge,
                                   &(RungsQuery){ .sip = size > 0 ? data[0] + 300 : -1,
                                                  .microsoft_code = -1,
                                                  .phrase = span,
                                                  .text = span,
                                                  .from_microsoft = size % 2 == 0 },
                                   &basis);
  g_assert_true ((basis == RUNGS_BASIS_UNKNOWN) == (matched->len == 0));
  return 0;
}
