/* The table of findings, and what data/knowledge says of them. */
#include "config.h"

#include "diagnosis/findings/run.h"
#include "knowledge/knowledge.h"

#include "base/span.h"

/* The name is the id, so that who reads one finds the other. */
static void
test_names (void)
{
#define ID(id, name, family, severity, role, label) #id,
  static const char *const ids[] = { RUNGS_FINDINGS (ID) };
#undef ID

  for (guint i = 0; i < RUNGS_N_FINDINGS; i++)
    {
      g_autofree char *id = g_strdup (rungs_finding_kind (i)->name);

      for (char *p = id; *p != '\0'; p++)
        *p = *p == '-' ? '_' : g_ascii_toupper (*p);
      g_assert_cmpstr (id, ==, ids[i]);
    }
}

/* A family that nobody runs finds nothing. */
static void
test_families (void)
{
  for (guint i = 0; i < RUNGS_N_FINDINGS; i++)
    {
      const RungsFindingKind *kind = rungs_finding_kind (i);
      gboolean is_of_pairs =
        kind->family == RUNGS_FAMILY_CHANGES || kind->family == RUNGS_FAMILY_COMPARISON;

      if (rungs_findings_has_family (kind->family) == is_of_pairs)
        g_error ("%s: its family is not in the table of run.c", kind->name);
    }
}

static gboolean
is_finding (const char *name)
{
  for (guint i = 0; i < RUNGS_N_FINDINGS; i++)
    if (g_str_equal (rungs_finding_kind (i)->name, name))
      return TRUE;
  return FALSE;
}

static void
test_knowledge (void)
{
  const RungsKnowledge *knowledge = rungs_knowledge_get ();
  guint n_named = 0;

  for (guint i = 0; i < rungs_knowledge_n_entries (knowledge); i++)
    {
      const RungsEntry *entry = rungs_knowledge_nth (knowledge, i);

      for (guint k = 0; entry->findings[k] != NULL; k++, n_named++)
        if (!is_finding (entry->findings[k]))
          g_error ("entry “%s” names “%s”, which is no finding", entry->id, entry->findings[k]);
    }
  g_assert_cmpuint (n_named, >, 0);
}

/* A label that no entry of Microsoft's has proves nothing. */
static void
test_labels (void)
{
  const RungsKnowledge *knowledge = rungs_knowledge_get ();

  for (guint i = 0; i < RUNGS_N_FINDINGS; i++)
    {
      const char *label = rungs_finding_kind (i)->label;
      gboolean any = label == NULL;

      for (guint e = 0; !any && e < rungs_knowledge_n_entries (knowledge); e++)
        {
          const RungsEntry *entry = rungs_knowledge_nth (knowledge, e);

          any = rungs_span_find_ci (rungs_span_of (entry->phrase), rungs_span_of (label)) >= 0;
          for (guint k = 0; !any && entry->match_any[k] != NULL; k++)
            any =
              rungs_span_find_ci (rungs_span_of (entry->match_any[k]), rungs_span_of (label)) >= 0;
        }
      if (!any)
        g_error ("%s: no entry has the label “%s”", rungs_finding_kind (i)->name, label);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/findings/names", test_names);
  g_test_add_func ("/findings/families", test_families);
  g_test_add_func ("/findings/knowledge", test_knowledge);
  g_test_add_func ("/findings/labels", test_labels);
  return g_test_run ();
}
