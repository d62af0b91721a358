/* Retransmissions and duplicates. */
#include "config.h"

#include "script.h"

typedef struct
{
  const char *name;
  gboolean is_capture;
  const char *scripts[2];
  /* the ladder of the first call; "n/m" messages and retransmissions behind it */
  const char *expected;
} Case;

static const Case cases[] = {
  { "again/request", FALSE, { "0 P S INVITE A 1\n.5 P S INVITE A 1\n" }, "A:INVITE A:INVITE~ 2/1" },
  { "again/response",
    FALSE,
    { "0 P S INVITE A 1\n.5 S P 200 A 1\n1 S P 200 A 1\n" },
    "A:INVITE A:200 A:200~ 3/1" },
  { "again/ack", FALSE, { "0 P S ACK A 1\n.5 P S ACK A 1\n" }, "A:ACK A:ACK~ 2/1" },
  { "again/at-once-in-a-log",
    FALSE,
    { "0 P S INVITE A 1\n0 P S INVITE A 1\n" },
    "A:INVITE A:INVITE~ 2/1" },
  { "again/other-branch",
    FALSE,
    { "0 P S INVITE A 1 br=1\n.5 P S INVITE A 1 br=2\n" },
    "A:INVITE A:INVITE 2/0" },
  { "again/other-cseq",
    FALSE,
    { "0 P S INVITE A 1\n.5 P S INVITE A 2\n" },
    "A:INVITE A:INVITE 2/0" },
  { "again/other-tag", FALSE, { "0 S P 180 A 1 tt=x\n.5 S P 180 A 1 tt=y\n" }, "A:180 A:180 2/0" },
  { "again/other-content", FALSE, { "0 S P 183 A 1\n.5 S P 183 A 1 sdp\n" }, "A:183 A:183 2/0" },
  { "again/later-from-another-port",
    FALSE,
    { "0 P S INVITE A 1\n.5 P2 S INVITE A 1\n" },
    "A:INVITE A:INVITE~ 2/1" },

  { "twice/other-hop",
    TRUE,
    { "0 P S INVITE A 1\n.001 Q S2 INVITE A 1\n" },
    "A:INVITE A:INVITE= 1/0" },
  { "twice/other-hop-in-a-log",
    FALSE,
    { "0 P S INVITE A 1\n.001 Q S2 INVITE A 1\n" },
    "A:INVITE A:INVITE= 1/0" },
  { "twice/same-path-any-interface",
    TRUE,
    { "0 P S INVITE A 1\n.0001 P S INVITE A 1\n" },
    "A:INVITE A:INVITE= 1/0" },
  { "twice/same-path-later",
    TRUE,
    { "0 P S INVITE A 1\n.5 P S INVITE A 1\n" },
    "A:INVITE A:INVITE~ 2/1" },
  { "twice/proxy-is-no-witness",
    TRUE,
    { "0 P S INVITE A 1 br=1\n.001 S C INVITE A 1 br=2\n" },
    "A:INVITE A:INVITE 2/0" },
  { "twice/both-with-retransmission",
    TRUE,
    { "0 P S INVITE A 1\n.001 Q S2 INVITE A 1\n.5 P S INVITE A 1\n.501 Q S2 INVITE A 1\n" },
    "A:INVITE A:INVITE= A:INVITE~ A:INVITE= 2/1" },

  { "files/same-again",
    FALSE,
    { "0 P S INVITE A 1\n.1 S P 200 A 1\n", "0 P S INVITE A 1\n.1 S P 200 A 1\n" },
    "A:INVITE A:INVITE= A:200 A:200= 2/0" },
  { "files/other-clock",
    FALSE,
    { "0 P S INVITE A 1\n.1 S P 200 A 1\n", "3600 P S INVITE A 1\n3600.1 S P 200 A 1\n" },
    "A:INVITE A:200 A:INVITE= A:200= 2/0" },
  { "files/retransmissions-pair-up",
    FALSE,
    { "0 P S INVITE A 1\n.5 P S INVITE A 1\n", "0.1 P S INVITE A 1\n.6 P S INVITE A 1\n" },
    "A:INVITE A:INVITE= A:INVITE~ A:INVITE= 2/1" },
  { "files/one-saw-more",
    FALSE,
    { "0 P S INVITE A 1\n", "0.1 P S INVITE A 1\n.6 P S INVITE A 1\n" },
    "A:INVITE A:INVITE= A:INVITE~ 2/1" },
  { "devices/both-log-it",
    FALSE,
    { "0 PSTN S2 INVITE A 1 own dev=one\n.3 S SIP INVITE A 1 own dev=two\n" },
    "A:INVITE A:INVITE= 1/0" },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (RungsTrace) trace = script_trace (c->is_capture ? &script_capture : &script_format,
                                               c->scripts[0], c->scripts[1], NULL);
  const RungsCall *call = rungs_trace_get_call (trace, 0);
  g_autofree char *ladder = script_ladder (trace, 0);
  g_autofree char *text =
    g_strdup_printf ("%s %u/%u", ladder, call->n_messages, call->n_retransmissions);

  g_assert_cmpuint (rungs_trace_get_n_calls (trace), ==, 1);
  g_assert_cmpstr (text, ==, c->expected);
  g_assert_cmpuint (rungs_trace_get_leg (trace, call, 0)->n_messages, ==, call->n_messages);
}

static void
test_duplicate_of (void)
{
  g_autoptr (RungsTrace) trace =
    script_trace (&script_format, "0 P S INVITE A 1\n.5 P S INVITE A 1\n",
                  "0.1 P S INVITE A 1\n.6 P S INVITE A 1\n", NULL);

  g_assert_cmpuint (rungs_trace_get_message (trace, 0)->duplicate_of, ==, RUNGS_NONE);
  g_assert_cmpuint (rungs_trace_get_message (trace, 1)->duplicate_of, ==, RUNGS_NONE);
  g_assert_cmpuint (rungs_trace_get_message (trace, 2)->duplicate_of, ==, 0);
  g_assert_cmpuint (rungs_trace_get_message (trace, 3)->duplicate_of, ==, 1);
}

/* One Call-ID with very many messages stays quick: the test's own time limit is the check. */
static void
test_giant_call (void)
{
  GString *script = g_string_new (NULL);
  g_autoptr (RungsTrace) trace = NULL;
  const guint n = 60000;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (script, "%u P S INFO A %u dlg\n", i, i / 2);
  trace = script_trace (&script_format, script->str, NULL);
  g_assert_cmpuint (rungs_trace_get_n_calls (trace), ==, 1);
  g_assert_cmpuint (rungs_trace_get_call (trace, 0)->n_messages, ==, n);
  g_assert_cmpuint (rungs_trace_get_call (trace, 0)->n_retransmissions, ==, n / 2);
  g_string_free (script, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/witness/", cases[i].name, NULL);
      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/witness/duplicate-of", test_duplicate_of);
  g_test_add_func ("/witness/giant-call", test_giant_call);
  return g_test_run ();
}
