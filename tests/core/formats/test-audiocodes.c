/* AudioCodes syslog: the samples; the same calls out of every firmware's and saver's form; small
 * logs for one rule each. */
#include "dump.h"
#include "formats/audiocodes/audiocodes.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

static const RungsFormat *const format = &rungs_format_audiocodes;

static char *
load (const char *name, gsize *len)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", name, NULL);
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;

  g_file_get_contents (path, &bytes, len, &error);
  g_assert_no_error (error);
  return bytes;
}

static int
compare_bytes (gconstpointer a, gconstpointer b)
{
  return g_bytes_compare (*(GBytes *const *) a, *(GBytes *const *) b);
}

/* "LENGTH\nMESSAGE\n" ..., sorted. */
static GPtrArray *
true_messages (void)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gsize len;
  g_autofree char *bytes = load ("audiocodes-syslog.messages", &len);
  RungsSpan rest = rungs_span (bytes, len), line;

  while (rungs_span_take_line (&rest, &line))
    {
      guint64 size;

      g_assert_true (rungs_span_to_uint (line, rest.len, &size));
      g_ptr_array_add (all, g_bytes_new (rest.str, size));
      rest = rungs_span_skip (rest, size + 1);
    }
  g_assert_cmpuint (all->len, >, 20);
  g_ptr_array_sort (all, compare_bytes);
  return all;
}

static void
test_same (gconstpointer data)
{
  g_autofree char *name = g_strconcat ("audiocodes-syslog/", data, NULL);
  gsize len;
  g_autofree char *bytes = load (name, &len);
  g_autoptr (GPtrArray) expected = true_messages ();
  g_autoptr (GPtrArray) found = dump_messages (format, name, rungs_span (bytes, len));
  g_autofree char *dump = dump_bytes (format, name, rungs_span (bytes, len), FALSE);

  g_ptr_array_sort (found, compare_bytes);
  for (guint i = 0; i < MIN (found->len, expected->len); i++)
    g_assert_cmpmem (g_bytes_get_data (g_ptr_array_index (found, i), NULL),
                     g_bytes_get_size (g_ptr_array_index (found, i)),
                     g_bytes_get_data (g_ptr_array_index (expected, i), NULL),
                     g_bytes_get_size (g_ptr_array_index (expected, i)));
  g_assert_cmpuint (found->len, ==, expected->len);
  g_assert_null (strstr (dump, "diagnostic"));
  g_assert_null (strstr (dump, "damaged"));
}

static void
add_same_tests (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", "audiocodes-syslog", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_strdup_printf ("/audiocodes-syslog/%s/same", name);

      if (g_str_has_prefix (name, "same-") && g_str_has_suffix (name, ".log"))
        g_test_add_data_func_full (path, g_strdup (name), test_same, g_free);
    }
}

/* ------------------------------------------------------------------ one rule each */

#define SID "[SID=b9027c:24:7]  "
#define MARKER                                                                                     \
  "(N  6891677) ---- Incoming SIP Message from 192.0.2.1:5060 to SIPInterface #2 (Teams) TLS "     \
  "TO(#1) ---- \n"
#define OPTIONS                                                                                    \
  "OPTIONS sip:a@example.com SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bK1\r\n"            \
  "Call-ID: c1\r\nCSeq: 1 OPTIONS\r\n"
#define NOTE "(N  6891678) note"
#define TIME " [Time:22-11@10:15:02.120]\n"

/* @seqs notes in records with these counters: what is said about them. */
static char *
dump_counters (const guint64 *seqs, guint n)
{
  g_autoptr (GString) log = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (log, "<133>[S=%" G_GUINT64_FORMAT "] " SID NOTE TIME, seqs[i]);
  return dump_bytes (format, "x.log", rungs_span (log->str, log->len), FALSE);
}

static void
test_counter (void)
{
  static const struct
  {
    guint64 seqs[16];
    const char *expected;
  } rows[] = {
    { { 5, 6, 7, 8 }, "" },
    { { 5, 6, 8, 9 },
      "diagnostic line=3 lost-records: 1 syslog record missing before this line.\n" },
    { { 5, 9, 10, 14 },
      "diagnostic line=2 lost-records: 3 syslog records missing before this line.\n"
      "diagnostic line=4 lost-records: 3 syslog records missing before this line.\n" },
    /* Changed places, also at the beginning and the end. */
    { { 6, 5, 7, 9, 8, 10, 12, 11 }, "" },
    { { 5, 8, 7, 6, 9 }, "" },
    /* The same record twice. */
    { { 5, 6, 6, 7, 7, 8 }, "" },
    /* The device started again; its counter went round. */
    { { 70001, 70002, 70003, 1, 2, 3, 4 }, "" },
    { { 4294967294, 4294967295, 0, 1, 2 }, "" },
    { { 70001, 70002, 1, 2, 4, 5 },
      "diagnostic line=5 lost-records: 1 syslog record missing before this line.\n" },
    /* One stray number is no loss and no start. */
    { { 70001, 70002, 3, 70003, 70004 }, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint n = 0;
      g_autofree char *dump = NULL;

      while (n < 2 || (n < 16 && rows[i].seqs[n] != 0) || (n < 15 && rows[i].seqs[n + 1] != 0))
        n++;
      dump = dump_counters (rows[i].seqs, n);
      g_assert_cmpstr (dump, ==, rows[i].expected);
    }
}

static void
test_rules (void)
{
  static const struct
  {
    const char *log, *with, *without;
  } rows[] = {
    /* Length: as it should be; too much by lines of the log; too little; more SDP than it says. */
    { "[S=1] " SID MARKER OPTIONS "Content-Length: 5\r\n\r\nv=0\r\n\r\n" NOTE TIME, "v=0\n",
      "diagnostic" },
    { "[S=1] " SID MARKER OPTIONS
      "Content-Length: 0\r\n\r\n-> something of the device\r\n" NOTE TIME,
      "Content-Length: 0\n  | \n", "diagnostic" },
    { "[S=1] " SID MARKER OPTIONS "Content-Length: 50\r\n\r\nv=0\r\n\r\n" NOTE TIME,
      "line=2 cut-message: This SIP message is cut: Content-Length says 50 bytes, the log has",
      NULL },
    { "[S=1] " SID MARKER OPTIONS "Content-Length: 5\r\n\r\nv=0\r\ns=x\r\n\r\n" NOTE TIME,
      "line=2 length-mismatch: Content-Length says 5 bytes, the log has 10.", "damaged" },
    /* Blanks that were CRs, blanks that are text, no line end at the end, bare line ends. */
    { "[S=1] " SID MARKER
      "OPTIONS sip:a@b SIP/2.0 \nCall-ID: c1 \nl: 15 \n \nv=0 \na=x \nb=y\n" NOTE TIME,
      "  | v=0\n  | a=x\n  | b=y\n", "diagnostic" },
    { "[S=1] " SID MARKER "OPTIONS sip:a@b SIP/2.0\nCall-ID: c1\nl: 10\n\nv=0\ns= \n\n" NOTE TIME,
      "  | v=0\n  | s= \n", "diagnostic" },
    { "[S=1] " SID MARKER "OPTIONS sip:a@b SIP/2.0\nCall-ID: c1\nl: 10\n\nv=0\ns=\n\n" NOTE TIME,
      "  | v=0\n  | s= \n", "diagnostic" },
    { "[S=1] " SID MARKER OPTIONS "Content-Length: 3\r\n\r\nabc\r\n" NOTE TIME, "  | abc⌁\n",
      "diagnostic" },
    { "[S=1] " SID MARKER OPTIONS "Content-Length: 8\r\n\r\nabc\nefg\n" NOTE TIME,
      "  | abc¶\n  | efg¶\n", "diagnostic" },
    /* The empty line before the body was lost. */
    { "[S=1] " SID MARKER OPTIONS "Content-Length: 5\r\nv=0\r\n" NOTE TIME, "  | \n  | v=0\n",
      "diagnostic" },
    /* A marker that goes on in the next record; one that stands alone; one whose message is lost,
     * and the reverse. */
    { "[S=1] " SID "(N  6891677) ---- Incoming SIP Message from 192.0.2.1:5060 to SIPInterf" TIME
      "[S=2] " SID "ace #2 (Teams) TLS TO(#1) ---- \n" OPTIONS "Content-Length: 0\r\n\r\n" TIME,
      "src=192.0.2.1:5060 own-dst=Teams transport=TLS", "diagnostic" },
    { "[S=1] " SID MARKER TIME "[S=2] [SID=b9027c:24:8]  " NOTE TIME "[S=3] " SID OPTIONS
      "Content-Length: 0\r\n\r\n" TIME,
      "message line=4 offset=0", "diagnostic" },
    { "[S=1] " SID MARKER TIME "[S=2] " SID NOTE TIME, "line=1 cut-message", "message line=" },
    { "[S=1] " SID NOTE TIME "[S=3] " SID OPTIONS "Content-Length: 0\r\n\r\n" TIME,
      "message line=2 offset=", "src=" },
    /* Old forms: no name, a session in another shape, a full date, uptime. */
    { "[S=1] [SID:1034099026] ( lgr_flow)(63   ) ---- Outgoing SIP Message to 192.0.2.1:5060 from "
      "SIPInterface #0 ----\n" OPTIONS "Content-Length: 0\r\n\r\n [Time: 04-19-2012@18:29:39]\n",
      "time=2012-04-19T18:29:39.000 order=1 own-src=SIPInterface #0 dst=192.0.2.1:5060 "
      "session=1034099026",
      "transport" },
    { "2d:2h:8m:55s ( lgr_flow)(43670 ) ---- Incoming SIP Message from 192.0.2.3:5060 to "
      "SIPInterface #0 ----\n"
      "2d:2h:8m:55s SIP/2.0 180 Ringing\nCall-ID: c1\nCSeq: 1 INVITE\nContent-Length: 0\n\n",
      "time=1970-01-03T02:08:55.000 order=1 src=192.0.2.3:5060 own-dst=SIPInterface #0",
      "diagnostic" },
    /* The device's stamp counts, the receiver's only gives the year and the zone; without the first
     * the second counts. */
    { "2026-11-23T00:00:01.5+01:00 sbc1 [S=1] " SID MARKER OPTIONS
      "Content-Length: 0\r\n\r\n [Time:22-11@23:59:59.900] [7001]\n",
      "time=2026-11-22T22:59:59.900Z order=1", NULL },
    { "2027-01-01 00:00:03\tLocal0.Notice\t192.0.2.10\t[S=1] " SID MARKER OPTIONS
      "Content-Length: 0\r\n\r\n [Time:31-12@23:59:59.900]\n",
      "time=2026-12-31T23:59:59.900 order=1 src=192.0.2.1:5060 own-dst=Teams transport=TLS "
      "device=192.0.2.10",
      NULL },
    { "Nov 22 2026 10:15:02 192.0.2.10 [S=1] " SID MARKER OPTIONS "Content-Length: 0\r\n\r\n",
      "time=2026-11-22T10:15:02.000", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *dump = dump_bytes (format, "x.log", rungs_span_of (rows[i].log), FALSE);

      g_test_message ("%u: %s", i, dump);
      g_assert_nonnull (strstr (dump, rows[i].with));
      if (rows[i].without != NULL)
        g_assert_null (strstr (dump, rows[i].without));
    }
}

/* Without any year in the log it is the file's last change that tells. */
static void
test_year (void)
{
  static const char log[] =
    "[S=1] " SID MARKER OPTIONS "Content-Length: 0\r\n\r\n [Time:31-12@23:59:58.000]\n"
    "[S=2] " SID MARKER OPTIONS "Content-Length: 0\r\n\r\n [Time:01-01@00:00:01.000]\n";
  g_autofree char *folder = g_dir_make_tmp ("rungs-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "x.log", NULL);
  /* 2027-01-01T06:40:00Z */
  struct utimbuf times = { 1798785600, 1798785600 };
  g_autofree char *dump = NULL;

  g_assert_true (g_file_set_contents (path, log, -1, NULL));
  g_assert_cmpint (g_utime (path, &times), ==, 0);
  dump = dump_path (format, path);
  g_assert_nonnull (strstr (dump, "time=2026-12-31T23:59:58.000"));
  g_assert_nonnull (strstr (dump, "time=2027-01-01T00:00:01.000"));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_probe (void)
{
  static const struct
  {
    const char *head;
    RungsProbe expected;
  } rows[] = {
    { "", RUNGS_PROBE_NO },
    { "Nov 22 10:15:02 host sshd[1]: hello\n", RUNGS_PROBE_NO },
    { "INVITE sip:a@b SIP/2.0\r\nVia: x\r\n", RUNGS_PROBE_NO },
    { "Nov 22 10:15:02 host x[1]: [S=1] other\n", RUNGS_PROBE_MAYBE },
    { "Nov 22 10:15:02 host sshd[1]: hello\n<133>[S=1] [SID=b9027c:24:7]  text\n",
      RUNGS_PROBE_YES },
    { "[S=1]   (N   1) text\n", RUNGS_PROBE_YES },
    { "10:33:54.703 : 192.0.2.182 : NOTICE :( lgr_psbrdex)(1966 ) text\n", RUNGS_PROBE_YES },
    { "---- Incoming SIP Message from 192.0.2.1:5060 to SIPInterface #2 (Teams) TLS ----\n",
      RUNGS_PROBE_YES },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (format->probe (format, rungs_span_of (rows[i].head), "x.log"), ==,
                     rows[i].expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dump_add_samples (format, "audiocodes-syslog");
  add_same_tests ();
  g_test_add_func ("/audiocodes-syslog/counter", test_counter);
  g_test_add_func ("/audiocodes-syslog/rules", test_rules);
  g_test_add_func ("/audiocodes-syslog/year", test_year);
  g_test_add_func ("/audiocodes-syslog/probe", test_probe);
  return g_test_run ();
}
