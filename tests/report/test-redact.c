/* Nothing of the input that identifies somebody is in a redacted report of any kind, and no secret
 * in any report. */
#include "config.h"

#include "fakes.h"

#include "report/json.h"
#include "report/redact.h"

static const char *const identities[] = {
  "15550100711",  "15550100311", "alice",       "sample",     "contoso",  "sbc01",    "pbx7",
  "corp.example", "192.0.2.",    "198.51.100.", "203.0.113.", "db8::77",  "payroll",  "widgets",
  "c0ffee00",     "c6336407",    "eyjhbgci",    "bob",        "00:90:8f", "5e197254", "4711",
};

static const char *const secrets[] = { "geheim", "U0VDUkVUS0VZ", "hush", "0123456789abcdef",
                                       "n0nce" };

static gboolean
write_calls (const RungsReport *report,
             GOutputStream *out,
             GCancellable *cancellable,
             GError **error)
{
  return rungs_json_write_calls (report, TRUE, out, cancellable, error);
}

static RungsTrace *
load (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "report", "data", name, NULL);

  return fake_load (path, name);
}

static void
check_leaks (const char *kind, const char *text, const char *const *words, guint n)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *word = g_ascii_strdown (words[i], -1);
      const char *at = strstr (lower, word);

      if (at != NULL)
        g_error ("%s holds \"%s\": %.80s", kind, word, MAX (at - 20, lower));
    }
}

static void
each_kind (RungsReport *report, const char *const *words, guint n)
{
  g_autofree char *calls = fake_write (report, write_calls);
  g_autofree char *messages = fake_write (report, rungs_json_write_messages);
  g_autofree char *ladder = fake_write (report, rungs_json_write_ladder);

  check_leaks ("calls", calls, words, n);
  check_leaks ("messages", messages, words, n);
  check_leaks ("ladder", ladder, words, n);
  for (guint i = 0; i < rungs_n_report_kinds; i++)
    {
      g_autofree char *text = fake_write (report, rungs_report_kinds[i].write);

      check_leaks (rungs_report_kinds[i].suffix, text, words, n);
    }
}

static void
test_leaks (void)
{
  g_autoptr (RungsTrace) trace = load ("contoso-sbc01.txt");
  guint32 call = 0;
  RungsReport report = { .trace = trace, .calls = &call, .n_calls = 1, .redact = TRUE };

  each_kind (&report, identities, G_N_ELEMENTS (identities));
  each_kind (&report, secrets, G_N_ELEMENTS (secrets));
}

/* Secrets are nobody's business even where the numbers are wanted. */
static void
test_secrets_always (void)
{
  g_autoptr (RungsTrace) trace = load ("contoso-sbc01.txt");
  guint32 call = 0;
  RungsReport report = { .trace = trace, .calls = &call, .n_calls = 1 };
  g_autofree char *page = NULL;

  each_kind (&report, secrets, G_N_ELEMENTS (secrets));
  page = fake_write (&report, rungs_report_kind_for ("x.HTML")->write);
  g_assert_nonnull (strstr (page, "Alice Sample"));
  g_assert_nonnull (strstr (page, "sip:+15550100711:(removed)@sbc01"));
  g_assert_nonnull (strstr (page, "Digest (removed)"));
  g_assert_nonnull (strstr (page, "inline:(removed)"));
}

/* The log of an SBC: what it wrote between the messages goes through the filter too. */
static void
test_audiocodes (void)
{
  static const char *const words[] = { "1555010", "example.com", "192.0.2.", "198.51.100." };
  g_autofree char *path =
    g_test_build_filename (G_TEST_DIST, "data", "audiocodes-syslog", "same-viewer-7.40.log", NULL);
  g_autoptr (RungsTrace) trace = fake_load (path, "sbc.log");
  RungsReport report = { .trace = trace, .redact = TRUE };

  for (guint32 i = 0; i < rungs_trace_get_n_calls (trace); i++)
    {
      report.calls = &i;
      report.n_calls = 1;
      each_kind (&report, words, G_N_ELEMENTS (words));
    }
}

typedef struct
{
  RungsTrace *trace;
  RungsRedact *redact;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  guint32 call = 0;
  RungsReport report = { .redact = TRUE, .calls = &call, .n_calls = 1 };

  report.trace = fixture->trace = load ("contoso-sbc01.txt");
  fixture->redact = rungs_redact_new (&report);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  rungs_redact_free (fixture->redact);
  g_object_unref (fixture->trace);
}

/* One can still follow a call: the same input gives the same pseudonym in every place and spelling,
 * other input another. */
static void
test_consistent (Fixture *fixture, gconstpointer data)
{
  g_autofree char *user = rungs_redact_user (fixture->redact, "+15550100711");
  g_autofree char *bare = rungs_redact_user (fixture->redact, "15550100711");
  g_autofree char *other = rungs_redact_user (fixture->redact, "+15550100311");
  g_autofree char *text =
    rungs_redact_text (fixture->redact, "from +15550100711 (15550100711) to ALICE.sample@SBC01");
  g_autofree char *twice = rungs_redact_text (fixture->redact, text);
  g_autofree char *expected = NULL;
  g_autofree char *alice = rungs_redact_user (fixture->redact, "alice.sample");
  g_autofree char *sbc = rungs_redact_name (fixture->redact, "sbc01");

  g_assert_cmpstr (user + 1, ==, bare);
  g_assert_cmpstr (user, !=, other);
  g_assert_cmpuint (strlen (user), ==, strlen ("+15550100711"));
  expected = g_strdup_printf ("from %s (%s) to %s@%s", user, bare, alice, sbc);
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpstr (twice, ==, text);
}

static void
test_texts (Fixture *fixture, gconstpointer data)
{
  /* What stays: codes, times, Microsoft's own names and ranges, words. */
  static const char *const stay[] = {
    "",
    "488 Not Acceptable Here",
    "10:15:02.120",
    "531000",
    "sip.pstnhub.microsoft.com:5061",
    "52.114.75.24:5061",
    "52.127.64.1",
    "[2603:1063:1::9]:5061",
    "SIP/2.0/UDP",
    "Mediant SW/v.7.40A.501.017",
    "Microsoft.PSTNHub.SIPProxy v.2026.10.7.1",
    "RTP/AVP 8 101",
    "0.0.0.0",
    "GWAPP_SERVICE_NOT_IMPLEMENTED",
    "application/vnd.3gpp.sms",
    "Teams proxy",
    "sip:anonymous@anonymous.invalid",
  };
  /* What goes. */
  static const char *const go[] = {
    "192.0.2.200",
    "z9hG4bK-192.0.2.200x",
    "sip:carol@host9:5060",
    "sip:carol:pw@host9",
    "tel:+1-555-010-0123",
    "customer.onmicrosoft.com",
    "2001:db8::1",
    "[2001:db8::1]:5060",
    "00:90:8f:aa:bb:cc",
    "pre15550100999post",
    "0e197254-4d5e-4f60-8a7b-9c2b0000c00c",
    "a.b.example.org.",
    "10.1.2.3",
  };

  for (guint i = 0; i < G_N_ELEMENTS (stay); i++)
    {
      g_autofree char *got = rungs_redact_text (fixture->redact, stay[i]);
      g_assert_cmpstr (got, ==, stay[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (go); i++)
    {
      static const char *const parts[] = { "192.0.2.200", "carol",    "host9",       "pw",
                                           "555-010",     "customer", "2001:db8::1", "90:8f",
                                           "15550100999", "197254",   "example",     "10.1.2" };
      g_autofree char *got = rungs_redact_text (fixture->redact, go[i]);

      g_assert_cmpstr (got, !=, go[i]);
      check_leaks (go[i], got, parts, G_N_ELEMENTS (parts));
    }
}

/* Bodies that are no SDP are left out, line for line. */
static void
test_bodies (Fixture *fixture, gconstpointer data)
{
  static const char message[] =
    "NOTIFY sip:x@192.0.2.1 SIP/2.0\r\nContent-Type: multipart/mixed;boundary=b\r\nX-Odd: "
    "Contoso\r\n"
    "Authorization: Digest username=\"x\",\r\n response=\"secret\"\r\n\r\n"
    "--b\r\nContent-Type: text/plain\r\n\r\nHello Carol\r\n--b\r\nContent-Type: "
    "application/sdp\r\n\r\n"
    "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=Carol\r\n--b--\r\n";
  g_autofree char *got =
    rungs_redact_message (fixture->redact, rungs_span (message, sizeof message - 1));
  g_auto (GStrv) lines = g_strsplit (got, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 18);
  g_assert_null (strstr (got, "Carol"));
  g_assert_null (strstr (got, "secret"));
  g_assert_null (strstr (got, "Contoso"));
  g_assert_null (strstr (got, "192.0.2.1"));
  g_assert_nonnull (strstr (got, "\ns=-\n"));
  g_assert_nonnull (strstr (got, "\no=- 1 1 IN IP4 "));
}

/* Odd bytes, cut anywhere: it ends, and reads nothing behind the end (ASan sees that). */
static void
test_cut (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path =
    g_test_build_filename (G_TEST_DIST, "report", "data", "hostile.txt", NULL);
  g_autofree char *text = NULL;
  gsize len;

  g_assert_true (g_file_get_contents (path, &text, &len, NULL));
  for (gsize n = 0; n <= len; n++)
    {
      g_autofree char *copy = g_memdup2 (text, MAX (n, 1));
      g_autofree char *message = rungs_redact_message (fixture->redact, rungs_span (copy, n));

      g_assert_nonnull (message);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/redact/leaks", test_leaks);
  g_test_add_func ("/report/redact/secrets-always", test_secrets_always);
  g_test_add_func ("/report/redact/audiocodes", test_audiocodes);
  g_test_add ("/report/redact/consistent", Fixture, NULL, set_up, test_consistent, tear_down);
  g_test_add ("/report/redact/texts", Fixture, NULL, set_up, test_texts, tear_down);
  g_test_add ("/report/redact/bodies", Fixture, NULL, set_up, test_bodies, tear_down);
  g_test_add ("/report/redact/cut", Fixture, NULL, set_up, test_cut, tear_down);
  return g_test_run ();
}
