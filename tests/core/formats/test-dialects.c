/* Logs of SIP text by their definitions: the samples, who claims them, and the expressions. */
#include "dump.h"
#include "formats/text/text.h"

#include "base/limits.h"

/* ---- Expressions ---- */

static gboolean
match (const char *text, const char *line, RungsTextFields *fields)
{
  g_autoptr (RungsTextExpression) expression = rungs_text_expression_new (text);
  RungsTextMatcher matcher = { .dates = RUNGS_DATES_PLAIN };
  gboolean matches =
    rungs_text_matcher_match (&matcher, expression, rungs_text_trim (rungs_span_of (line)), fields);

  rungs_text_matcher_clear (&matcher);
  return matches;
}

static void
test_expressions (void)
{
  static const struct
  {
    const char *expression, *line;
    gboolean matches;
  } cases[] = {
    { "^---$", "---", TRUE },
    { "^---$", "  ---\t \r", TRUE },
    { "^---$", "----", FALSE },
    { "^-{3,}$", "-------", TRUE },
    { "^-{3,}$", "-- ----", FALSE },
    { "b$", "aab", TRUE },
    { "b$", "ba", FALSE },
    { "^(?<transport>(?&TRANSPORT)) x", "Tls x", TRUE },
    { "^(?<transport>(?&TRANSPORT)) x", "TLSX x", FALSE },
    { "^(?<transport>\\w+) x", "QUIC x", FALSE },
    { "at (?<time>(?&STAMP)):$", "at 10:15:02.120:", TRUE },
    { "at (?<time>(?&STAMP)):$", "at ten:", FALSE },
    /* A group with a stamp that is none. */
    { "at (?<time>\\w+)", "at ten", FALSE },
    { "at (?<time>[\\d:]+)", "at 10:15:02.120", TRUE },
    { "^(?<rest>.*?)\\|{4}$", "a=sendrecv||||", TRUE },
    { "^(?<src>(?&ADDRESS)) -> (?<dst>(?&ADDRESS))$", "192.0.2.1:5060 -> [2001:db8::1]:5060",
      TRUE },
    { "^(?<src>(?&ADDRESS)) -> (?<dst>(?&ADDRESS))$", "192.0.2.1:5060->[2001:db8::1]:5060", FALSE },
    { "^(?<src>(?&ADDRESS)) -> (?<dst>(?&ADDRESS))$", "<192.0.2.1:5060> -> x", FALSE },
    { "^(?<src>(?&ADDRESS)) -> (?<dst>(?&ADDRESS))$", "<PBX>:5060 -> <carrier-ip>", TRUE },
    { "^(?<src>(?&ADDRESS)) -> (?<dst>(?&ADDRESS))$", "<> -> x", FALSE },
    { "^(?<direction>\\w+) ", "Incoming call", TRUE },
    { "^(?<direction>\\w+) ", "Sideways call", FALSE },
    { "^(?<bytes>\\d+)", "99999999999 bytes", FALSE },
    /* Any bytes. */
    { "^a.b$",
      "a\xff"
      "b",
      TRUE },
    /* Wrong ones match nothing. */
    { "(a", "a", FALSE },
    { "(?<nobody>a)", "a", FALSE },
    { "(*UTF)a", "a", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsTextFields fields;

      g_test_message ("%s | %s", cases[i].expression, cases[i].line);
      g_assert_cmpint (match (cases[i].expression, cases[i].line, &fields), ==, cases[i].matches);
    }
}

/* What is looked for before PCRE2 is asked. */
static void
test_literals (void)
{
  static const struct
  {
    const char *expression, *literal;
  } cases[] = {
    { "^Sent to", "Sent to" },
    { "Sent|Received", "" },
    { "(?:Sent|Received) by", " by" },
    { "ab?cd", "cd" },
    { "abc*d", "ab" },
    { "abc+d", "abc" },
    { "ab{0,3}c", "a" },
    { "ab{2}c", "ab" },
    { "a\\[b\\d", "a[b" },
    { "[abc]d[]x]ef[^]]", "ef" },
    { "[[:alpha:]]abc", "" },
    { "(?i)abc", "" },
    { "(?i:abc)d", "d" },
    { "(?x) a b", "" },
    { "(*ANY)abc", "" },
    { "\\x41bc", "" },
    { "\\Qa.b\\E", "" },
    { "a(?#no)b", "" },
    { "((a)b)c(?=de)", "c" },
    { "(?<time>(?&STAMP)) IP", " IP" },
    { "", "" },
    { "a\\", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RungsTextExpression) expression = rungs_text_expression_new (cases[i].expression);

      g_test_message ("%s", cases[i].expression);
      g_assert_cmpstr (rungs_text_expression_literal (expression), ==, cases[i].literal);
    }
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *expression, *line, *host, *port;
  } cases[] = {
    { "^(?<src>(?&ADDRESS))$", "192.0.2.1:5060", "192.0.2.1", "5060" },
    { "^(?<src>(?&ADDRESS))$", "192.0.2.1", "192.0.2.1", "" },
    { "^(?<src>(?&ADDRESS)):$", "192.0.2.1:", "192.0.2.1", "" },
    { "^(?<src>(?&ADDRESS)):$", "192.0.2.1:5060:", "192.0.2.1", "5060" },
    { "^(?<src>(?&ADDRESS))$", "192.0.2.1/5060", "192.0.2.1", "5060" },
    { "^(?<src>(?&ADDRESS))$", "[192.0.2.1]:5060", "192.0.2.1", "5060" },
    { "^(?<src>(?&ADDRESS))$", "[192.0.2.1]/5060", "192.0.2.1", "5060" },
    { "^(?<src>(?&ADDRESS))$", "[2001:db8::1]:5060", "2001:db8::1", "5060" },
    { "^(?<src>(?&ADDRESS))$", "[2001:db8::1]", "2001:db8::1", "" },
    { "^(?<src>(?&ADDRESS))$", "2001:db8::1", "2001:db8::1", "" },
    { "^(?<src>(?&ADDRESS))$", "2001:db8::1:5060", "2001:db8::1", "5060" },
    { "^(?<src>(?&ADDRESS))$", "2001:db8:0:0:0:0:0:1:5060", "2001:db8:0:0:0:0:0:1", "5060" },
    { "^(?<src>(?&ADDRESS))$", "2001:db8:0:0:0:0:0:5060", "2001:db8:0:0:0:0:0:5060", "" },
    { "^(?<src>(?&ADDRESS))$", "sip.example.com:5061", "sip.example.com", "5061" },
    { "^(?<src>(?&ADDRESS)):\\[(?<src_port>\\d+)\\]:$", "192.0.2.1:[5060]:", "192.0.2.1", "5060" },
    { "^(?<src>(?&ADDRESS)) on port (?<src_port>\\d+)$", "192.0.2.1 on port 5060", "192.0.2.1",
      "5060" },
    { "^(?<src_host>\\S+)$", "2001:db8::5060", "2001:db8::5060", "" },
    { "^(?<src_host>\\S+)\\.(?<src_port>[^\\s.:]+)$", "192.0.2.1.5060", "192.0.2.1", "5060" },
    { "^(?<src_host>\\S+)\\.(?<src_port>[^\\s.:]+)$", "2001:db8::1.sip-tls", "2001:db8::1",
      "5061" },
    { "^(?<src_host>\\S+)\\.(?<src_port>[^\\s.:]+)$", "sbc.example.com.sip", "sbc.example.com",
      "5060" },
    { "^(?<src_host>\\S+)\\.(?<src_port>[^\\s.:]+)$", "192.0.2.1.unheard-of", "192.0.2.1", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsTextFields fields;

      g_test_message ("%s", cases[i].line);
      g_assert_true (match (cases[i].expression, cases[i].line, &fields));
      g_assert_cmpmem (fields.host[RUNGS_TEXT_SRC].str, fields.host[RUNGS_TEXT_SRC].len,
                       cases[i].host, strlen (cases[i].host));
      g_assert_cmpmem (fields.port[RUNGS_TEXT_SRC].str, fields.port[RUNGS_TEXT_SRC].len,
                       cases[i].port, strlen (cases[i].port));
    }
}

static void
test_times (void)
{
  static const struct
  {
    const char *expression, *line, *iso;
  } cases[] = {
    { "^(?<time>(?&STAMP))$", "2026-11-22 10:15:02:120.456", "2026-11-22T10:15:02.120456" },
    { "^(?<time>(?&STAMP))$", "2026-11-22 10:15:02:120", "2026-11-22T10:15:02.120" },
    { "^\\[(?<time>(?&STAMP))\\]$", "[11-22-2026:10.15.02.120456]", "2026-11-22T10:15:02.120456" },
    { "^\\[(?<time>(?&STAMP))\\]$", "[11-22-2026:10.15.02.   456]", "2026-11-22T10:15:02.000456" },
    { "^(?<time>(?&STAMP)) ", "20261122101502.120456 <sip:INFO>", "2026-11-22T10:15:02.120456" },
    { "^\\w+ (?<time>(?&STAMP))$", "Sun Nov 22 10:15:02 2026", "2026-11-22T10:15:02.000" },
    { "^(?<time>(?&STAMP))$", "2026-11-22T11:15:02.120+01:00", "2026-11-22T10:15:02.120" },
    { "^(?<time>(?&STAMP))$", "2026-11-22T10:15:02.120Z", "2026-11-22T10:15:02.120" },
    { "^(?<time>(?&STAMP))$", "2026-11-22T05:45:02.120-0430", "2026-11-22T10:15:02.120" },
    { "^(?<time>(?&STAMP))$", "1795342502.120000", "2026-11-22T10:15:02.120" },
    { "^\"(?<time>(?&STAMP))\"$", "\"1795342502120\"", "2026-11-22T10:15:02.120" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsTextFields fields;
      g_autofree char *iso = NULL;

      g_test_message ("%s", cases[i].line);
      g_assert_true (match (cases[i].expression, cases[i].line, &fields));
      iso = rungs_stamp_to_iso (rungs_time_utc (fields.written.time), FALSE);
      g_assert_cmpstr (iso, ==, cases[i].iso);
    }
}

/* A line made to be tried at every place costs no more than its steps. */
static void
test_limits (void)
{
  g_autoptr (GString) line = g_string_new (NULL);
  RungsTextFields fields;
  gint64 start = g_get_monotonic_time ();

  while (line->len < RUNGS_TEXT_PATTERN_BYTES - 4)
    g_string_append (line, "a a ");
  g_string_append (line, "c");
  g_assert_false (match ("a.*a.*a.*a.*a.*a.*ab", line->str, &fields));
  g_assert_false (match ("^(a+ ?)+$", line->str, &fields));
  g_assert_false (match ("^(?<time>(?&STAMP))", line->str, &fields));
  for (guint i = 0; i < 100; i++)
    {
      g_assert_false (match ("a.*?a.*?a.*?a.*?a.*?a.*?[xy]", line->str, &fields));
      g_assert_false (match ("^(?:a+| |a )*$", line->str, &fields));
    }
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
  g_assert_true (match ("c$", line->str, &fields));
  g_string_append (line, "bbbbbbbb");
  g_assert_false (match ("b$", line->str, &fields));
}

/* ---- Who claims which sample ---- */

static gboolean
is_defined (const RungsFormat *format)
{
  return format->probe == rungs_text_probe;
}

static void
check_claims (const RungsFormat *owner, const char *path)
{
  g_autofree char *bytes = NULL;
  const RungsFormat *format;
  gsize len;

  g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));
  for (guint i = 0; (format = rungs_format_nth (i)) != NULL; i++)
    {
      RungsProbe answer =
        format->probe (format, rungs_span (bytes, MIN (len, RUNGS_PROBE_BYTES)), path);

      g_test_message ("%s: %s says %d", path, format->id, answer);
      if (format == owner)
        g_assert_cmpint (answer, !=, RUNGS_PROBE_NO);
      else if (is_defined (format) || is_defined (owner))
        g_assert_cmpint (answer, !=, RUNGS_PROBE_YES);
    }
}

/* A sample of a definition is claimed by that definition alone, and no definition claims a sample
 * of another format. */
static void
test_claims (void)
{
  const RungsFormat *format;
  guint n = 0;

  for (guint i = 0; (format = rungs_format_nth (i)) != NULL; i++)
    {
      g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", format->id, NULL);
      g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
      const char *name;

      g_test_message ("samples of %s in tests/data/%s", format->id, format->id);
      g_assert_nonnull (dir);
      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (folder, name, NULL);

          if (g_str_has_suffix (name, ".dump"))
            continue;
          check_claims (format, path);
          n++;
        }
    }
  g_assert_cmpuint (n, >, rungs_text_definitions ()->len);
}

/* Whoever adds a file must let Meson configure again. A file has the name of its id. */
static void
test_complete (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "data", "formats", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *id = g_strdup (name);

      g_assert_true (g_str_has_suffix (name, ".json"));
      id[strlen (id) - strlen (".json")] = '\0';
      if (rungs_format_by_id (id) == NULL)
        g_error ("%s is not compiled in: run meson setup --reconfigure", name);
      n++;
    }
  g_assert_cmpuint (rungs_text_definitions ()->len, ==, n);
}

int
main (int argc, char **argv)
{
  const GPtrArray *definitions = rungs_text_definitions ();

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dialects/expressions", test_expressions);
  g_test_add_func ("/dialects/literals", test_literals);
  g_test_add_func ("/dialects/addresses", test_addresses);
  g_test_add_func ("/dialects/times", test_times);
  g_test_add_func ("/dialects/limits", test_limits);
  g_test_add_func ("/dialects/complete", test_complete);
  g_test_add_func ("/dialects/claims", test_claims);
  for (guint i = 0; i < definitions->len; i++)
    {
      const RungsTextDefinition *definition = g_ptr_array_index (definitions, i);

      dump_add_samples (&definition->format, definition->format.id);
    }
  return g_test_run ();
}
