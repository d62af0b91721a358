/* Invented calls in text form, each with the verdict it must get beside it (NAME.exp).
 * RUNGS_UPDATE_GOLDEN=1 in the environment writes those files: read the difference before you keep
 * it. The line of a finding is printed with the text that stands there, so that a wrong line
 * shows. */
#include "config.h"

#include "diagnosis/verdict.h"
#include "trace/loader.h"

/* Of a line, as it is printed. */
#define LINE_CHARS 60

static char *
corpus_path (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "core", "diagnosis", "corpus", name, NULL);
}

static void
append_line (GString *out, char **lines, const RungsFindingLine *line)
{
  g_autofree char *text = NULL;

  g_assert_cmpuint (line->line, >, 0);
  g_assert_cmpuint (line->line, <=, g_strv_length (lines));
  text = g_strndup (lines[line->line - 1], LINE_CHARS);
  g_string_append_printf (out, "    %u: %s\n", line->line, g_strchomp (text));
}

/* The bytes that a line is in begin it, and what the line itself is about is in them. */
static void
hold_bytes (RungsTrace *trace, const RungsFinding *finding, guint nth)
{
  const RungsFindingLine *line = &g_array_index (finding->lines, RungsFindingLine, nth);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  RungsSpan rest, first;

  if (line->offset == RUNGS_NONE)
    return;
  bytes = rungs_trace_read_message (trace, line->message, NULL);
  rest.str = g_bytes_get_data (bytes, &rest.len);
  g_assert_cmpuint (line->offset, <, rest.len);
  g_assert_true (line->offset == 0 || rest.str[line->offset - 1] == '\n');
  rest = rungs_span_skip (rest, line->offset);
  g_assert_true (rungs_span_take_line (&rest, &first));
  text = rungs_span_dup_utf8 (first);
  for (guint i = 0; i < finding->values->len; i++)
    {
      const RungsValue *value = &g_array_index (finding->values, RungsValue, i);

      if (value->line == (int) nth && strstr (text, value->text) == NULL)
        g_error ("“%s” is not in “%s”", value->text, text);
    }
}

static void
append_findings (GString *out, RungsTrace *trace, const RungsVerdict *verdict, char **lines)
{
  for (guint i = 0; i < verdict->findings->len; i++)
    {
      const RungsFinding *finding = g_ptr_array_index (verdict->findings, i);

      g_string_append_printf (out, "  %s: %s\n", rungs_finding_kind (finding->id)->name,
                              finding->text);
      g_assert_cmpuint (finding->lines->len, >, 0);
      for (guint j = 0; j < finding->lines->len; j++)
        {
          append_line (out, lines, &g_array_index (finding->lines, RungsFindingLine, j));
          hold_bytes (trace, finding, j);
        }
    }
}

static void
append_call (GString *out, RungsTrace *trace, const RungsCall *call, char **lines)
{
  g_autoptr (RungsVerdict) verdict = rungs_verdict_new (trace, rungs_knowledge_get (), call, NULL);

  g_string_append_printf (out, "%s %s, %u, fault=%d\n", rungs_kind_name (call->kind),
                          rungs_state_name (call->state), (guint) verdict->code, verdict->is_fault);
  g_string_append_printf (
    out, "entry=%s basis=%s party=%s\n", verdict->entry != NULL ? verdict->entry->id : "-",
    rungs_basis_name (verdict->basis), rungs_party_name (verdict->produced_by));
  if (verdict->microsoft_code >= 0)
    g_string_append_printf (out, "microsoft=%d/%s\n", verdict->microsoft_code,
                            verdict->microsoft_code_from);
  if (verdict->q850 > 0 || verdict->reason_text != NULL)
    g_string_append_printf (out, "reason=%u %s\n", verdict->q850, verdict->reason_text);
  g_string_append_printf (out, "why: %s\n", verdict->produced_why);
  g_string_append_printf (out, "%s\n", verdict->sentence);
  append_findings (out, trace, verdict, lines);
}

static char *
judge_file (const char *name)
{
  g_autofree char *path = corpus_path (name);
  g_autofree char *text = NULL;
  gsize len;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) inputs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_input_unref);
  g_autoptr (RungsTrace) trace = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_auto (GStrv) lines = NULL;
  GString *out = g_string_new (NULL);

  g_assert_true (g_file_get_contents (path, &text, &len, NULL));
  bytes = g_bytes_new (text, len);
  g_ptr_array_add (inputs, rungs_input_new_bytes (name, bytes));
  trace = rungs_trace_load_inputs (inputs, &(RungsLoadOptions){ 0 }, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (rungs_trace_get_n_calls (trace), >, 0);
  for (guint i = 0; i < rungs_trace_get_n_calls (trace); i++)
    append_call (out, trace, rungs_trace_get_call (trace, i), lines);
  return g_string_free (out, FALSE);
}

static void
test_file (gconstpointer data)
{
  const char *name = data;
  g_autofree char *expected_path = corpus_path (name);
  g_autofree char *found = NULL;
  g_autofree char *expected = NULL;

  memcpy (strrchr (expected_path, '.'), ".exp", 4);
  found = judge_file (name);
  if (g_getenv ("RUNGS_UPDATE_GOLDEN") != NULL)
    g_assert_true (g_file_set_contents (expected_path, found, -1, NULL));
  g_assert_true (g_file_get_contents (expected_path, &expected, NULL, NULL));
  g_assert_cmpstr (found, ==, expected);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The calls of a folder of the corpus ("" for the corpus itself), and of the folders in it. */
static void
collect (const char *folder, GPtrArray *names)
{
  g_autofree char *path = corpus_path (folder);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *below = g_build_filename (folder, name, NULL);

      if (g_str_has_suffix (name, ".txt") || g_str_has_suffix (name, ".log")
          || g_str_has_suffix (name, ".csv"))
        g_ptr_array_add (names, g_steal_pointer (&below));
      else if (*folder == '\0' && strchr (name, '.') == NULL)
        collect (below, names);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  g_test_init (&argc, &argv, NULL);
  collect ("", names);
  g_ptr_array_sort (names, compare_names);
  g_assert_cmpuint (names->len, >, 0);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path =
        g_strconcat ("/diagnosis/corpus/", g_ptr_array_index (names, i), NULL);

      g_test_add_data_func (path, g_ptr_array_index (names, i), test_file);
    }
  return g_test_run ();
}
