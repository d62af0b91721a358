/* Two messages side by side, and what is said of the differences between the legs of a call. */
#include "config.h"

#include <glib/gstdio.h>

#include "diagnosis/changes.h"
#include "trace/loader.h"

/* ---- side by side ---- */

#define HEAD                                                                                       \
  "Via: SIP/2.0/TLS sip.pstnhub.microsoft.com:5061;branch=z9hG4bKa\r\n"                            \
  "From: \"Alice\" <sip:+15550100@sip.pstnhub.microsoft.com>;tag=a\r\n"                            \
  "To: <sip:+15550101@sbc.example.com>\r\nCall-ID: a\r\nCSeq: 1 INVITE\r\n"
#define HEAD_AFTER                                                                                 \
  "v: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bKb\r\nf: \"Alice\" <sip:+15550100@192.0.2.10>;tag=b\r\n" \
  "t: <sip:+15550101@203.0.113.5>\r\ni: b\r\nCSeq: 7 INVITE\r\n"
#define INVITE "INVITE sip:+15550101@sbc.example.com SIP/2.0\r\n" HEAD
#define INVITE_AFTER "INVITE sip:+15550101@203.0.113.5:5060 SIP/2.0\r\n" HEAD_AFTER
#define SDP(audio)                                                                                 \
  "Content-Type: application/sdp\r\n\r\nv=0\r\no=- 1 1 IN IP4 192.0.2.10\r\ns=-\r\n"               \
  "c=IN IP4 192.0.2.10\r\nt=0 0\r\n" audio

typedef struct
{
  const char *name, *left, *right;
  RungsSidesMode mode;
  const char *expected; /* "changed KEY" …, without what is the same or noise */
} SidesCase;

static const SidesCase sides_cases[] = {
  { "nothing", INVITE "\r\n", INVITE_AFTER "\r\n", RUNGS_SIDES_COPY, "" },
  { "same", INVITE "Supported: timer\r\n\r\n", INVITE "k: timer\r\n\r\n", RUNGS_SIDES_COPY, "" },
  { "called number", INVITE "\r\n",
    "INVITE sip:15550101@203.0.113.5:5060 SIP/2.0\r\n" HEAD_AFTER "\r\n", RUNGS_SIDES_COPY,
    "changed " },
  { "order of a list", INVITE "Supported: timer,100rel\r\n\r\n",
    INVITE_AFTER "Supported: 100REL, timer\r\n\r\n", RUNGS_SIDES_COPY, "" },
  { "a list grows", INVITE "Supported: timer\r\n\r\n",
    INVITE_AFTER "Supported: 100rel, timer\r\n\r\n", RUNGS_SIDES_COPY, "changed supported" },
  { "taken out", INVITE "P-Asserted-Identity: <sip:+15550100@example.com>\r\n\r\n",
    INVITE_AFTER "\r\n", RUNGS_SIDES_COPY, "removed p-asserted-identity" },
  { "put in", INVITE "\r\n", INVITE_AFTER "Privacy: id\r\n\r\n", RUNGS_SIDES_COPY,
    "added privacy" },
  { "another host", INVITE "P-Asserted-Identity: <sip:+15550100@example.com>\r\n\r\n",
    INVITE_AFTER "P-Asserted-Identity: <sip:+15550100@example.net>\r\n\r\n", RUNGS_SIDES_COPY, "" },
  { "several of one name", INVITE "Reason: SIP;cause=480\r\nReason: Q.850;cause=18\r\n\r\n",
    INVITE_AFTER "Reason: Q.850;cause=18\r\n\r\n", RUNGS_SIDES_COPY, "removed reason" },
  { "folded", INVITE "Subject: one\r\n two\r\n\r\n", INVITE_AFTER "Subject: one two\r\n\r\n",
    RUNGS_SIDES_COPY, "" },
  { "payload numbers",
    INVITE SDP ("m=audio 4000 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n"),
    INVITE_AFTER SDP ("m=audio 9000 RTP/AVP 8 96\r\na=rtpmap:96 telephone-event/8000\r\n"),
    RUNGS_SIDES_COPY, "changed a=rtpmap telephone-event/8000" },
  { "a codec less", INVITE SDP ("m=audio 4000 RTP/AVP 8 9 101\r\na=rtpmap:9 G722/8000\r\n"),
    INVITE_AFTER SDP ("m=audio 9000 RTP/AVP 8 101\r\n"), RUNGS_SIDES_COPY,
    "changed m=; removed a=rtpmap g722/8000" },
  { "keys and addresses",
    INVITE SDP ("m=audio 4000 RTP/SAVP 8\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:a\r\n"
                "a=ice-ufrag:a\r\na=candidate:1 1 UDP 1 192.0.2.1 4000 typ host\r\n"),
    INVITE_AFTER SDP ("m=audio 9000 RTP/SAVP 8\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:b\r\n"
                      "a=ice-ufrag:b\r\n"),
    RUNGS_SIDES_COPY, "" },
  { "another suite",
    INVITE SDP ("m=audio 4000 RTP/SAVP 8\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:a\r\n"),
    INVITE_AFTER SDP ("m=audio 9000 RTP/SAVP 8\r\na=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:b\r\n"),
    RUNGS_SIDES_COPY, "changed a=crypto" },
  { "port 0", INVITE SDP ("m=audio 4000 RTP/AVP 8\r\n"),
    INVITE_AFTER SDP ("m=audio 0 RTP/AVP 8\r\n"), RUNGS_SIDES_COPY, "changed m=" },
  { "second media", INVITE SDP ("m=audio 4000 RTP/AVP 8\r\nm=video 4002 RTP/AVP 34\r\n"),
    INVITE_AFTER SDP ("m=audio 9000 RTP/AVP 8\r\n"), RUNGS_SIDES_COPY, "removed m=" },
  { "echo in an answer", "SIP/2.0 404 Not Found\r\n" HEAD "\r\n",
    "SIP/2.0 404 Not Found\r\nFrom: <sip:15550100@192.0.2.10>;tag=b\r\n\r\n", RUNGS_SIDES_COPY,
    "" },
  { "another answer", "SIP/2.0 404 Not Found\r\n" HEAD "\r\n",
    "SIP/2.0 503 Service Unavailable\r\n" HEAD "\r\n", RUNGS_SIDES_COPY, "changed " },
  { "two calls, numbers", INVITE "X-Trunk: 7f3a9c01\r\n\r\n",
    "INVITE sip:+493055501@203.0.113.5:5060 SIP/2.0\r\n" HEAD_AFTER "X-Trunk: 00bd22aa\r\n\r\n",
    RUNGS_SIDES_OTHER, "" },
  { "two calls, shape of the number", INVITE "\r\n",
    "INVITE sip:2001@203.0.113.5:5060 SIP/2.0\r\n" HEAD_AFTER "\r\n", RUNGS_SIDES_OTHER,
    "changed " },
  { "no message", "nothing", INVITE "\r\n", RUNGS_SIDES_COPY, NULL },
  { "no messages", "", "", RUNGS_SIDES_COPY, "" },
};

static void
test_sides (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sides_cases); i++)
    {
      const SidesCase *c = &sides_cases[i];
      g_autoptr (GPtrArray) rows =
        rungs_sides_new (rungs_span_of (c->left), rungs_span_of (c->right), c->mode);
      g_autoptr (GString) found = g_string_new (NULL);

      g_test_message ("%s", c->name);
      for (guint r = 0; r < rows->len; r++)
        {
          const RungsSidesRow *row = g_ptr_array_index (rows, r);

          if (row->kind >= RUNGS_SIDES_CHANGED)
            g_string_append_printf (found, "%s%s %s", found->len > 0 ? "; " : "",
                                    rungs_sides_kind_name (row->kind), row->key);
        }
      if (c->expected != NULL)
        g_assert_cmpstr (found->str, ==, c->expected);
    }
}

/* The line of a row is the line of the message. */
static void
test_lines (void)
{
  const char *text =
    INVITE "Subject: one\r\n two\r\nPrivacy: id\r\n" SDP ("m=audio 4000 RTP/AVP 8\r\n");
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  g_autoptr (GPtrArray) rows =
    rungs_sides_new (rungs_span_of (text), rungs_span_of (text), RUNGS_SIDES_COPY);

  g_assert_cmpuint (rows->len, ==, 15);
  for (guint r = 0; r < rows->len; r++)
    {
      const RungsSidesRow *row = g_ptr_array_index (rows, r);

      g_assert_cmpint (row->kind, ==, RUNGS_SIDES_SAME);
      g_assert_cmpuint (row->left.line, ==, row->right.line);
      g_assert_true (g_str_has_prefix (row->left.text, lines[row->left.line]));
      g_assert_cmpuint (row->left.n_lines, ==, g_str_has_prefix (row->key, "subject") ? 2 : 1);
    }
}

/* ---- the legs of a call ---- */

typedef struct
{
  const char *file, *expected; /* ids of the points, "*" before those that explain the answer */
} CallCase;

static const CallCase call_cases[] = {
  { "404-carrier-rewritten", "*called-number transport reason" },
  { "404-no-plus", "*called-number calling-number transport" },
  { "404-number-unknown", "transport reason" },
  { "420-100rel", "*require transport" },
  { "488-passed-on-as-503", "answer reason" },
  { "488-sbc", "" },
  { "fine-ringing", "" },
};

static RungsTrace *
load (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".txt", NULL);
  g_autofree char *path =
    g_test_build_filename (G_TEST_DIST, "core", "diagnosis", "corpus", file, NULL);
  const char *const paths[] = { path, NULL };
  g_autoptr (GError) error = NULL;
  RungsTrace *trace = rungs_trace_load (paths, NULL, FALSE, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return trace;
}

static void
test_calls (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (call_cases); i++)
    {
      g_autoptr (RungsTrace) trace = load (call_cases[i].file);
      g_autoptr (RungsChanges) changes = rungs_changes_new (trace, rungs_trace_get_call (trace, 0));
      g_autoptr (GString) found = g_string_new (NULL);

      g_test_message ("%s", call_cases[i].file);
      for (guint p = 0; p < changes->points->len; p++)
        {
          const RungsFinding *change = g_ptr_array_index (changes->points, p);

          g_assert_cmpuint (change->lines->len, >, 0);
          g_string_append_printf (found, "%s%s%s", p > 0 ? " " : "", change->explains ? "*" : "",
                                  rungs_finding_kind (change->id)->name + strlen ("change-"));
        }
      g_assert_cmpstr (found->str, ==, call_cases[i].expected);
    }
}

/* The INVITE that the SBC sent on lost its end: what it lacks was not removed by the SBC. */
static void
test_cut (void)
{
  g_autofree char *path =
    g_test_build_filename (G_TEST_DIST, "core", "diagnosis", "corpus", "404-no-plus.txt", NULL);
  g_autofree char *folder = g_dir_make_tmp ("changes-XXXXXX", NULL);
  g_autofree char *cut = g_build_filename (folder, "cut.txt", NULL);
  const char *const paths[] = { cut, NULL };
  g_autofree char *text = NULL, *second = NULL;
  g_autoptr (RungsTrace) trace = NULL;
  g_autoptr (RungsChanges) changes = NULL;
  g_autoptr (GError) error = NULL;
  char *invite, *length;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  invite = strstr (strstr (text, "INVITE sip:") + 1, "\nINVITE sip:");
  g_assert_nonnull (invite);
  length = strstr (invite, "Content-Length: ");
  g_assert_nonnull (length);
  *length = '\0';
  second = g_strconcat (text, "Content-Length: 9", length + strlen ("Content-Length: "), NULL);
  g_file_set_contents (cut, second, -1, &error);
  g_assert_no_error (error);

  trace = rungs_trace_load (paths, NULL, FALSE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  changes = rungs_changes_new (trace, rungs_trace_get_call (trace, 0));
  g_assert_cmpuint (changes->points->len, >, 0);
  for (guint i = 0; i < changes->points->len; i++)
    {
      const RungsFinding *change = g_ptr_array_index (changes->points, i);

      g_assert_true (change->id == RUNGS_FINDING_CHANGE_CUT
                     || change->id == RUNGS_FINDING_CHANGE_REASON);
    }
  g_unlink (cut);
  g_rmdir (folder);
}

/* A row says which point it shows, also after the points were sorted. */
static void
test_rows_of_points (void)
{
  g_autoptr (RungsTrace) trace = load ("420-100rel");
  g_autoptr (RungsChanges) changes = rungs_changes_new (trace, rungs_trace_get_call (trace, 0));
  const RungsSidesPair *pair = g_ptr_array_index (changes->pairs, 0);
  const RungsFinding *first = g_ptr_array_index (changes->points, 0);
  guint n = 0;

  g_assert_true (first->explains);
  g_assert_cmpstr (first->text, ==,
                   "The SBC added Require (100rel). Teams refused the changed request with 420.");
  for (guint i = 0; i < pair->rows->len; i++)
    {
      const RungsSidesRow *row = g_ptr_array_index (pair->rows, i);

      g_assert_cmpint (row->point == 1, ==, g_str_equal (row->key, "require"));
      n += row->kind >= RUNGS_SIDES_CHANGED;
    }
  g_assert_cmpuint (n, ==, rungs_sides_pair_n_changed (pair));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagnosis/sides/table", test_sides);
  g_test_add_func ("/diagnosis/sides/lines", test_lines);
  g_test_add_func ("/diagnosis/changes/calls", test_calls);
  g_test_add_func ("/diagnosis/changes/cut", test_cut);
  g_test_add_func ("/diagnosis/changes/rows", test_rows_of_points);
  return g_test_run ();
}
