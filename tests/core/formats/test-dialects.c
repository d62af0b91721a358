/* Logs of SIP text by their dialects: the samples, who claims them, and the pattern language. */
#include "dump.h"
#include "formats/text/pattern.h"
#include "formats/text/text.h"

#include "base/limits.h"

/* The formats that are tables alone; their samples are in folders of the same names. */
static const char *const dialects[] = {
  "alcatel-oxe",     "asterisk", "baresip", "belle-sip",    "drachtio",     "fortigate",
  "freeswitch",      "genesys",  "homer",   "jain-sip",     "jain-sip-xml", "kamailio-sipdump",
  "kamailio-syslog", "lync",     "ngrep",   "pjsip-logger", "pjsua",        "polycom",
  "resiprocate",     "sipp",     "sngrep",  "tcpdump",      "thomson",      "yate",
};

/* --- The pattern language ---------------------------------------------------------------------------------------- */

static gboolean
match (const char *pattern, const char *line, RungsTextFields *fields)
{
  RungsTextPattern compiled;

  rungs_text_pattern_init (&compiled, pattern);
  return rungs_text_pattern_match (&compiled, rungs_text_pattern_trim (rungs_span_of (line)),
                                   RUNGS_DATES_PLAIN, fields);
}

static void
test_patterns (void)
{
  static const struct
  {
    const char *pattern, *line;
    gboolean matches;
  } cases[] = {
    { "---", "---", TRUE },
    { "---", "  ---\t \r", TRUE },
    { "---", "----", FALSE },
    { "---", "x---", FALSE },
    { "---{-*}", "-------", TRUE },
    { "---{-*}", "-- ----", FALSE },
    { "a b", "a \t  b", TRUE },
    { "a b", "ab", FALSE },
    { "{*}b", "aab", TRUE },
    { "{*}b", "b", TRUE },
    { "{*}b", "ba", FALSE },
    { "a{*}", "a", TRUE },
    { "a{*}b{*}c", "axbxbxc", TRUE },
    { "{*}x {word} z", "x x y z", TRUE },
    { "{word}", "a b", FALSE },
    { "{word}", "", FALSE },
    { "{word}:", "a:", TRUE },
    { "{word}:", ":", FALSE },
    { "{n}", "12", TRUE },
    { "{n}", "x", FALSE },
    { "{transport} x", "Tls x", TRUE },
    { "{transport} x", "TLSX x", FALSE },
    { "at {time}:", "at 10:15:02.120:", TRUE },
    { "at {time}:", "at ten:", FALSE },
    { "{rest}||||", "a=sendrecv||||", TRUE },
    { "{src} -> {dst}", "192.0.2.1:5060 -> [2001:db8::1]:5060", TRUE },
    { "{src} -> {dst}", "192.0.2.1:5060->[2001:db8::1]:5060", FALSE },
    { "{src} -> {dst}", "<192.0.2.1:5060> -> x", FALSE },
    { "{src} -> {dst}", "<PBX>:5060 -> <carrier-ip>", TRUE },
    { "{src} -> {dst}", "<> -> x", FALSE },
    { "{src.} > {dst.}: {*}", "192.0.2.1.sip > 198.51.100.2.5061: SIP", TRUE },
    /* A pattern with a token nobody knows matches nothing. */
    { "{nobody}", "{nobody}", FALSE },
    { "{*", "{*", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsTextFields fields;

      g_test_message ("%s | %s", cases[i].pattern, cases[i].line);
      g_assert_cmpint (match (cases[i].pattern, cases[i].line, &fields), ==, cases[i].matches);
    }
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *pattern, *line, *host, *port;
  } cases[] = {
    { "{src}", "192.0.2.1:5060", "192.0.2.1", "5060" },
    { "{src}", "192.0.2.1", "192.0.2.1", "" },
    { "{src}:", "192.0.2.1:", "192.0.2.1", "" },
    { "{src}:", "192.0.2.1:5060:", "192.0.2.1", "5060" },
    { "{src}", "192.0.2.1/5060", "192.0.2.1", "5060" },
    { "{src}", "[192.0.2.1]:5060", "192.0.2.1", "5060" },
    { "{src}", "[192.0.2.1]/5060", "192.0.2.1", "5060" },
    { "{src}", "[2001:db8::1]:5060", "2001:db8::1", "5060" },
    { "{src}", "[2001:db8::1]", "2001:db8::1", "" },
    { "{src}", "2001:db8::1", "2001:db8::1", "" },
    { "{src}", "2001:db8::1:5060", "2001:db8::1", "5060" },
    { "{src}", "2001:db8:0:0:0:0:0:1:5060", "2001:db8:0:0:0:0:0:1", "5060" },
    { "{src}", "2001:db8:0:0:0:0:0:5060", "2001:db8:0:0:0:0:0:5060", "" },
    { "{src}", "sip.example.com:5061", "sip.example.com", "5061" },
    { "{src}:[{src-port}]:", "192.0.2.1:[5060]:", "192.0.2.1", "5060" },
    { "{src} on port {src-port}", "192.0.2.1 on port 5060", "192.0.2.1", "5060" },
    { "{src-host}", "2001:db8::5060", "2001:db8::5060", "" },
    { "{src.}", "192.0.2.1.5060", "192.0.2.1", "5060" },
    { "{src.}", "2001:db8::1.sip-tls", "2001:db8::1", "5061" },
    { "{src.}", "sbc.example.com.sip", "sbc.example.com", "5060" },
    { "{src.}", "192.0.2.1.unheard-of", "192.0.2.1", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsTextFields fields;

      g_test_message ("%s", cases[i].line);
      g_assert_true (match (cases[i].pattern, cases[i].line, &fields));
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
    const char *pattern, *line, *iso;
  } cases[] = {
    { "{time}", "2026-11-22 10:15:02:120.456", "2026-11-22T10:15:02.120456" },
    { "{time}", "2026-11-22 10:15:02:120", "2026-11-22T10:15:02.120" },
    { "[{time}]", "[11-22-2026:10.15.02.120456]", "2026-11-22T10:15:02.120456" },
    { "[{time}]", "[11-22-2026:10.15.02.   456]", "2026-11-22T10:15:02.000456" },
    { "{time} {*}", "20261122101502.120456 <sip:INFO>", "2026-11-22T10:15:02.120456" },
    { "{word} {time}", "Sun Nov 22 10:15:02 2026", "2026-11-22T10:15:02.000" },
    { "{time}", "2026-11-22T11:15:02.120+01:00", "2026-11-22T10:15:02.120" },
    { "{time}", "2026-11-22T10:15:02.120Z", "2026-11-22T10:15:02.120" },
    { "{time}", "2026-11-22T05:45:02.120-0430", "2026-11-22T10:15:02.120" },
    { "{time}", "1795342502.120000", "2026-11-22T10:15:02.120" },
    { "\"{time}\"", "\"1795342502120\"", "2026-11-22T10:15:02.120" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsTextFields fields;
      g_autofree char *iso = NULL;

      g_test_message ("%s", cases[i].line);
      g_assert_true (match (cases[i].pattern, cases[i].line, &fields));
      iso = rungs_stamp_to_iso (rungs_time_utc (fields.written.time), FALSE);
      g_assert_cmpstr (iso, ==, cases[i].iso);
    }
}

/* A line made to be tried at every place costs no more than its trials. */
static void
test_trials (void)
{
  g_autoptr (GString) line = g_string_new (NULL);
  RungsTextFields fields;

  while (line->len < RUNGS_TEXT_PATTERN_BYTES - 4)
    g_string_append (line, "a a ");
  g_assert_false (match ("{*}a{*}a{*}a{*}a{*}a{*}b", line->str, &fields));
  g_string_append_c (line, 'b');
  g_assert_true (match ("{*}b", line->str, &fields));
  g_string_append (line, "bbbbbbbb");
  g_assert_false (match ("{*}b", line->str, &fields));
}

/* --- Who claims which sample ------------------------------------------------------------------------------------- */

static gboolean
is_dialect (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    {
      if (g_str_equal (dialects[i], id))
        return TRUE;
    }
  return FALSE;
}

static void
check_claims (const char *folder, const char *path)
{
  g_autofree char *bytes = NULL;
  gsize len;

  g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));
  for (guint i = 0; i < rungs_n_formats; i++)
    {
      const RungsFormat *format = rungs_formats[i];
      RungsProbe answer = format->probe (rungs_span (bytes, MIN (len, RUNGS_PROBE_BYTES)), path);

      g_test_message ("%s: %s says %d", path, format->id, answer);
      if (g_str_equal (format->id, folder))
        g_assert_cmpint (answer, !=, RUNGS_PROBE_NO);
      else if (is_dialect (format->id) || is_dialect (folder))
        g_assert_cmpint (answer, !=, RUNGS_PROBE_YES);
    }
}

/* A sample of a dialect is claimed by that dialect alone, and no dialect claims a sample of another format. */
static void
test_claims (void)
{
  guint n = 0;

  for (guint i = 0; i < rungs_n_formats; i++)
    {
      const char *id = rungs_formats[i]->id;
      g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", id, NULL);
      g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
      const char *name;

      g_test_message ("samples of %s", id);
      g_assert_nonnull (dir);
      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (folder, name, NULL);

          if (g_str_has_suffix (name, ".dump"))
            continue;
          check_claims (id, path);
          n++;
        }
    }
  g_assert_cmpuint (n, >, rungs_n_formats);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dialects/patterns", test_patterns);
  g_test_add_func ("/dialects/addresses", test_addresses);
  g_test_add_func ("/dialects/times", test_times);
  g_test_add_func ("/dialects/trials", test_trials);
  g_test_add_func ("/dialects/claims", test_claims);
  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    dump_add_samples (rungs_format_by_id (dialects[i]), dialects[i]);
  return g_test_run ();
}
