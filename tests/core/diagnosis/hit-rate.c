/* How often the verdict is right: the calls of corpus/ against what was written down for each of
 * them by hand (the files called "expected"). Says what is wrong, then a table. Any error fails the
 * test.
 *
 * A call is right when state, entry, basis and party are what was expected. A finding is missed
 * when it was expected and does not come, false when it comes and was not expected. */
#include "config.h"

#include "diagnosis/verdict.h"
#include "trace/loader.h"

enum
{
  ALL_CALLS,
  RIGHT_VERDICT,
  RIGHT_PARTY,
  WANTED,
  FOUND,
  FALSE_ONES,
  ALL_RIGHT,
  N_COLUMNS
};

typedef struct
{
  guint columns[N_COLUMNS];
} Row;

typedef struct
{
  Row all;
  guint n_fine, n_alarms, n_errors;
} Score;

/* A family's file NAME, whatever its suffix. (transfer full) */
static char *
find_file (const char *folder, const char *name)
{
  static const char *const suffixes[] = { ".txt", ".log", ".csv" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (folder, "/", name, suffixes[i], NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
  g_error ("%s/%s: not found", folder, name);
}

/* Many rows of one file follow each other: it stays loaded. */
static RungsTrace *
load (const char *path)
{
  static char *last_path = NULL;
  static RungsTrace *last = NULL;
  g_autoptr (GPtrArray) inputs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_input_unref);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  RungsTrace *trace;
  gsize len;

  if (g_strcmp0 (path, last_path) == 0)
    return g_object_ref (last);
  if (!g_file_get_contents (path, &text, &len, &error))
    g_error ("%s", error->message);
  bytes = g_bytes_new (text, len);
  g_ptr_array_add (inputs, rungs_input_new_bytes (path, bytes));
  trace = rungs_trace_load_inputs (inputs, &(RungsLoadOptions){ 0 }, NULL, &error);
  if (trace == NULL)
    g_error ("%s: %s", path, error->message);
  g_set_object (&last, trace);
  g_free (last_path);
  last_path = g_strdup (path);
  return trace;
}

/* The row of that number; without one (0) the first call, or, without a call, the first row. */
static const RungsCall *
find_call (RungsTrace *trace, const char *path, guint64 number)
{
  if (number > rungs_trace_get_n_calls (trace))
    g_error ("%s: has no row %u", path, (guint) number);
  if (number > 0)
    return rungs_trace_get_call (trace, (guint) number - 1);
  for (guint i = 0; i < rungs_trace_get_n_calls (trace); i++)
    if (rungs_trace_get_call (trace, i)->kind == RUNGS_KIND_INVITE)
      return rungs_trace_get_call (trace, i);
  return rungs_trace_get_call (trace, 0);
}

static gboolean
has_finding (const RungsVerdict *verdict, const char *id)
{
  for (guint i = 0; i < verdict->findings->len; i++)
    {
      const RungsFinding *finding = g_ptr_array_index (verdict->findings, i);

      if (g_str_equal (rungs_finding_kind (finding->id)->name, id))
        return TRUE;
    }
  return FALSE;
}

static void
complain (Score *score, const char *family, const char *name, const char *what, const char *which)
{
  g_print ("%s/%s: %s %s\n", family, name, what, which);
  score->n_errors++;
}

/* Each finding counts once, however many lines or times it has. */
static gboolean
hold_findings (Score *score,
               Row *row,
               char **fields,
               const char *family,
               const RungsVerdict *verdict)
{
  g_auto (GStrv) wanted = g_strsplit (g_str_equal (fields[2], "-") ? "" : fields[2], " ", -1);
  gboolean right = TRUE;

  for (guint i = 0; wanted[i] != NULL; i++)
    {
      row->columns[WANTED]++;
      if (has_finding (verdict, wanted[i]))
        row->columns[FOUND]++;
      else
        complain (score, family, fields[0], "misses", wanted[i]);
      right &= has_finding (verdict, wanted[i]);
    }
  for (guint i = 0; i < verdict->findings->len; i++)
    {
      const RungsFinding *finding = g_ptr_array_index (verdict->findings, i);
      const char *id = rungs_finding_kind (finding->id)->name;

      /* Who hung up is told of every call; it is held where a script names one. */
      if (g_strv_contains ((const char *const *) wanted, id)
          || (g_str_has_prefix (id, "released-") && strstr (fields[2], "released-") == NULL))
        continue;
      row->columns[FALSE_ONES]++;
      right = FALSE;
      complain (score, family, fields[0], "false:", id);
    }
  return right;
}

static void
hold_call (Score *score, Row *row, const char *folder, const char *family, char **fields)
{
  const char *hash = strchr (fields[0], '#');
  g_autofree char *name =
    hash != NULL ? g_strndup (fields[0], (gsize) (hash - fields[0])) : g_strdup (fields[0]);
  g_autofree char *path = find_file (folder, name);
  g_autoptr (RungsTrace) trace = load (path);
  const RungsCall *call =
    find_call (trace, path, hash != NULL ? g_ascii_strtoull (hash + 1, NULL, 10) : 0);
  g_autoptr (RungsVerdict) verdict = rungs_verdict_new (trace, rungs_knowledge_get (), call, NULL);
  g_autofree char *is =
    g_strdup_printf ("%s %s %s %s", rungs_state_name (call->state),
                     verdict->entry != NULL ? verdict->entry->id : "-",
                     rungs_basis_name (verdict->basis), rungs_party_name (verdict->produced_by));
  gboolean is_fine =
    !g_str_has_prefix (fields[1], "failed ") && !g_str_has_prefix (fields[1], "dropped ");
  gboolean right = g_str_equal (is, fields[1]);

  row->columns[ALL_CALLS]++;
  row->columns[RIGHT_VERDICT] += right;
  row->columns[RIGHT_PARTY] +=
    g_str_equal (strrchr (fields[1], ' ') + 1, rungs_party_name (verdict->produced_by));
  if (!right)
    {
      g_autofree char *both = g_strdup_printf ("%s, must be %s", is, fields[1]);

      complain (score, family, fields[0], "is", both);
    }
  right &= hold_findings (score, row, fields, family, verdict);
  row->columns[ALL_RIGHT] += right;
  score->n_fine += is_fine;
  score->n_alarms += is_fine && verdict->is_fault;
}

static void
print_row (const char *name, const Row *row)
{
  g_print ("%-12s", name);
  for (guint i = 0; i < N_COLUMNS; i++)
    g_print (" %9u", row->columns[i]);
  g_print ("\n");
}

static void
hold_family (Score *score, GString *names, GArray *rows, const char *corpus, const char *family)
{
  g_autofree char *folder = g_build_filename (corpus, family, NULL);
  g_autofree char *path = g_build_filename (folder, "expected", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  Row row = { 0 };

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], "\t", -1);

      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      if (g_strv_length (fields) != 3)
        g_error ("%s: line %u", path, i + 1);
      hold_call (score, &row, folder, family, fields);
    }
  for (guint i = 0; i < N_COLUMNS; i++)
    score->all.columns[i] += row.columns[i];
  g_string_append_printf (names, "%s\n", *family != '\0' ? family : "first");
  g_array_append_val (rows, row);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

int
main (int argc, char **argv)
{
  const char *source = g_getenv ("G_TEST_SRCDIR");
  g_autofree char *corpus =
    g_build_filename (source != NULL ? source : TESTS_SRCDIR, "core", "diagnosis", "corpus", NULL);
  g_autoptr (GPtrArray) families = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GDir) dir = g_dir_open (corpus, 0, NULL);
  g_auto (GStrv) titles = NULL;
  Score score = { 0 };
  const char *name;

  if (dir == NULL)
    g_error ("%s: not found", corpus);
  g_ptr_array_add (families, g_strdup (""));
  while ((name = g_dir_read_name (dir)) != NULL)
    if (strchr (name, '.') == NULL && !g_str_equal (name, "expected"))
      g_ptr_array_add (families, g_strdup (name));
  g_ptr_array_sort (families, compare_names);
  for (guint i = 0; i < families->len; i++)
    hold_family (&score, names, rows, corpus, g_ptr_array_index (families, i));

  g_print ("%-12s %9s %9s %9s %9s %9s %9s %9s\n", "family", "calls", "verdict", "party", "findings",
           "found", "false", "all right");
  titles = g_strsplit (names->str, "\n", -1);
  for (guint i = 0; i < rows->len; i++)
    print_row (titles[i], &g_array_index (rows, Row, i));
  print_row ("all", &score.all);
  g_print ("%u calls that are no fault; false alarms: %u.\n", score.n_fine, score.n_alarms);
  g_print ("Hit rate: %.1f %% of %u calls (verdict, party and every finding).\n",
           100.0 * score.all.columns[ALL_RIGHT] / MAX (score.all.columns[ALL_CALLS], 1),
           score.all.columns[ALL_CALLS]);
  return score.n_errors > 0 ? 1 : 0;
}
