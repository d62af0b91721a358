/* The table of findings, and what data/knowledge says of them. */
#include "config.h"

#include "diagnosis/findings/run.h"

#include "diagnosis/finding.h"
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

/* ---- values ---- */

/* "PCMA|PCMU": what is marked of @text. (transfer full) */
static char *
marked_of (const RungsFinding *finding, guint line, const char *text)
{
  g_autoptr (GArray) marks = rungs_finding_marks (finding, line, text);
  GString *marked = g_string_new (NULL);

  for (guint i = 0; i < marks->len; i++)
    {
      const RungsFindingMark *mark = &g_array_index (marks, RungsFindingMark, i);
      g_autofree char *part = g_utf8_substring (text, mark->from, mark->to);

      g_string_append_printf (marked, "%s%s", i > 0 ? "|" : "", part);
    }
  return g_string_free (marked, FALSE);
}

static void
test_marks (void)
{
  static const struct
  {
    const char *values, *line, *marked;
  } cases[] = {
    { "AES_CM_128_HMAC_SHA1_80", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x",
      "AES_CM_128_HMAC_SHA1_80" },
    { "192.0.2.7", "c=IN IP4 192.0.2.7", "192.0.2.7" },
    { "192.0.2.7", "c=IN IP4 192.0.2.77", "" },
    { "PCMA, PCMU", "a=rtpmap:8 PCMA/8000", "PCMA" },
    { "+15550100", "12:00:01 INVITE sip:+15550100@192.0.2.1 SIP/2.0", "+15550100" },
    { "0", "m=audio 0 RTP/AVP 0 8 101", "0|0" },
    { "Größe", "x Größe", "Größe" },
    { "", "anything", "" },
    { NULL, "anything", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsFinding *finding = rungs_finding_new (RUNGS_FINDING_NO_ANSWER, NULL);
      g_autofree char *marked = NULL;

      rungs_finding_list (finding, RUNGS_VALUE_TOKEN, cases[i].values);
      marked = marked_of (finding, 0, cases[i].line);
      g_assert_cmpstr (marked, ==, cases[i].marked);
      rungs_finding_unref (finding);
    }
}

/* A line's own value is marked in no other line. */
static void
test_own_values (void)
{
  RungsFinding *finding = rungs_finding_new (RUNGS_FINDING_NO_ANSWER, NULL);
  RungsValue own = { RUNGS_VALUE_METHOD, g_strdup ("INVITE"), 0 };
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_array_append_val (finding->values, own);
  rungs_finding_number (finding, RUNGS_VALUE_CODE, 503);
  first = marked_of (finding, 0, "INVITE sip:x SIP/2.0");
  second = marked_of (finding, 1, "SIP/2.0 503 INVITE");
  g_assert_cmpstr (first, ==, "INVITE");
  g_assert_cmpstr (second, ==, "503");
  rungs_finding_unref (finding);
}

/* However often it is in the line. */
static void
test_many_marks (void)
{
  RungsFinding *finding = rungs_finding_new (RUNGS_FINDING_NO_ANSWER, NULL);
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GArray) marks = NULL;

  for (guint i = 0; i < 10000; i++)
    g_string_append (line, "PCMA ");
  rungs_finding_value (finding, RUNGS_VALUE_CODEC, "PCMA");
  marks = rungs_finding_marks (finding, 0, line->str);
  g_assert_cmpuint (marks->len, >, 0);
  g_assert_cmpuint (marks->len, <, 100);
  rungs_finding_unref (finding);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/findings/names", test_names);
  g_test_add_func ("/findings/families", test_families);
  g_test_add_func ("/findings/knowledge", test_knowledge);
  g_test_add_func ("/findings/labels", test_labels);
  g_test_add_func ("/findings/marks", test_marks);
  g_test_add_func ("/findings/own-values", test_own_values);
  g_test_add_func ("/findings/many-marks", test_many_marks);
  return g_test_run ();
}
