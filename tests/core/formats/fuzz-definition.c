/* Whatever is in a file of the user's formats folder, and whatever its expressions are matched
 * with: a definition whose samples were tried, or a sentence. */
#include "config.h"

#include "formats/text/check.h"
#include "formats/text/yours.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
sample_cb (gpointer data, const RungsTextSample *sample)
{
  guint *n = data;

  (*n)++;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *) data : "", size);
  g_autoptr (GError) error = NULL;
  g_autoptr (RungsTextDefinition) definition =
    rungs_text_definition_read_text (text, size, "fuzz.json", &error);
  g_autoptr (RungsTextExpression) expression = rungs_text_expression_new (text);
  RungsTextMatcher matcher = { .dates = RUNGS_DATES_PLAIN };
  RungsTextFields fields;
  guint n = 0;

  /* The input as an expression, over itself. */
  rungs_text_matcher_match (&matcher, expression,
                            rungs_text_trim (rungs_span ((const char *) data, size)), &fields);
  rungs_text_matcher_clear (&matcher);
  g_assert_true ((definition == NULL) == (error != NULL));
  if (definition == NULL)
    return 0;
  g_assert_true (definition->n_lines > 0 && definition->matches[0] != NULL);
  if (rungs_text_definition_check (definition, "fuzz.json", sample_cb, &n, &error))
    g_assert_cmpuint (n, ==,
                      g_strv_length (definition->matches) + g_strv_length (definition->others));
  else
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
  return 0;
}
