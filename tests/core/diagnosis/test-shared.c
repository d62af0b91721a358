/* What all verdicts of a trace share is made in one pass, whatever the number of calls, and says
 * what a walk over all calls would. */
#include "config.h"

#include "diagnosis/shared.h"
#include "diagnosis/verdicts.h"
#include "trace/loader.h"

static void
append_head (GString *text, guint seconds, const char *from, const char *to)
{
  g_string_append_printf (text, "2026/11/22 %02u:%02u:%02u.000000 %s -> %s\n", 10 + seconds / 3600,
                          seconds / 60 % 60, seconds % 60, from, to);
}

/* @code 0: a request. */
static void
append_message (GString *text, guint i, const char *method, guint code)
{
  if (code == 0)
    g_string_append_printf (text, "%s sip:+1555010%04u@203.0.113.5 SIP/2.0\n", method, i);
  else
    g_string_append_printf (text, "SIP/2.0 %u Whatever\n", code);
  g_string_append_printf (text,
                          "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-%s-%u\n"
                          "From: <sip:+15550199@192.0.2.10>;tag=f%s%u\n"
                          "To: <sip:+1555010%04u@203.0.113.5>\n"
                          "Call-ID: %s-%u@example.com\nCSeq: 1 %s\nContent-Length: 0\n\n",
                          method, i, method, i, i, method, i, method);
}

/* @n INVITEs that nobody answers, one a second; one OPTIONS that was answered before them, and two
 * that were not. */
static RungsTrace *
load_outage (guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) inputs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_input_unref);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  RungsTrace *trace;

  for (guint i = 0; i < 3; i++)
    {
      append_head (text, i * 10, "192.0.2.10:5060", "203.0.113.5:5060");
      append_message (text, i, "OPTIONS", 0);
      if (i > 0)
        continue;
      append_head (text, i * 10, "203.0.113.5:5060", "192.0.2.10:5060");
      append_message (text, i, "OPTIONS", 200);
    }
  for (guint i = 0; i < n; i++)
    {
      append_head (text, 60 + i, "192.0.2.10:5060", "203.0.113.5:5060");
      append_message (text, i, "INVITE", 0);
    }
  bytes = g_bytes_new (text->str, text->len);
  g_ptr_array_add (inputs, rungs_input_new_bytes ("outage.txt", bytes));
  trace = rungs_trace_load_inputs (inputs, &(RungsLoadOptions){ 0 }, NULL, &error);
  g_assert_no_error (error);
  return trace;
}

static gboolean
has_finding (const RungsVerdict *verdict, RungsFindingId id)
{
  for (guint i = 0; i < verdict->findings->len; i++)
    if (((const RungsFinding *) g_ptr_array_index (verdict->findings, i))->id == id)
      return TRUE;
  return FALSE;
}

/* All verdicts; the work that they shared. */
static guint64
judge_all (RungsTrace *trace)
{
  for (guint i = 0; i < rungs_trace_get_n_calls (trace); i++)
    {
      const RungsCall *call = rungs_trace_get_call (trace, i);
      g_autoptr (RungsVerdict) verdict =
        rungs_verdict_new (trace, rungs_knowledge_get (), call, NULL);

      if (call->kind == RUNGS_KIND_INVITE && call->state == RUNGS_STATE_FAILED)
        g_assert_true (has_finding (verdict, RUNGS_FINDING_TRUNK_OPTIONS_SILENT));
    }
  return rungs_shared_work (rungs_shared_of (trace));
}

static void
test_linear (void)
{
  g_autoptr (RungsTrace) small = load_outage (100);
  g_autoptr (RungsTrace) large = load_outage (400);
  guint64 few = judge_all (small), many = judge_all (large);

  g_assert_cmpuint (few, >, 100);
  g_assert_cmpuint (many, <, 4 * few + 16);
}

static void
test_answers (void)
{
  g_autoptr (RungsTrace) trace = load_outage (5);
  const RungsShared *shared = rungs_shared_of (trace);
  const RungsMessage *first = rungs_trace_get_message (trace, 0);
  const RungsEndpoint *src = rungs_trace_get_endpoint (trace, first->src),
                      *dst = rungs_trace_get_endpoint (trace, first->dst);
  const GArray *options = rungs_shared_options (shared, dst->device),
               *invites = rungs_shared_invites (shared, src->device, dst->host);
  RungsStamp start = first->time;

  g_assert_true (rungs_shared_of (trace) == shared);
  g_assert_nonnull (options);
  g_assert_cmpuint (options->len, ==, 1);
  g_assert_null (rungs_shared_options (shared, RUNGS_NONE));
  g_assert_nonnull (invites);
  g_assert_cmpuint (invites->len, ==, 5);
  g_assert_cmpuint (rungs_shared_invites (shared, src->device, RUNGS_NONE)->len, ==, 5);
  g_assert_null (rungs_shared_invites (shared, dst->device, src->host));
  g_assert_cmpuint (rungs_shared_later (invites, start), ==, 0);
  g_assert_cmpuint (rungs_shared_later (invites, start + 60 * RUNGS_STAMP_SECOND - 1), ==, 0);
  g_assert_cmpuint (rungs_shared_later (invites, start + 60 * RUNGS_STAMP_SECOND), ==, 1);
  g_assert_cmpuint (rungs_shared_later (invites, start + 64 * RUNGS_STAMP_SECOND), ==, 5);
  g_assert_cmpint (rungs_shared_last_time (shared, 0), ==, start + 64 * RUNGS_STAMP_SECOND);
}

/* ---- verdicts ---- */

#define N_ASKING 4

/* All verdicts of the trace, as one of several that ask at once gets them. (transfer full) */
static gpointer
ask_all (gpointer data)
{
  RungsTrace *trace = data;
  GPtrArray *verdicts = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_verdict_unref);

  for (guint i = 0; i < rungs_trace_get_n_calls (trace); i++)
    g_ptr_array_add (verdicts, rungs_verdicts_get (trace, rungs_knowledge_get (),
                                                   rungs_trace_get_call (trace, i), NULL));
  return verdicts;
}

/* Whoever asks gets the same one, which is the one that a single thread makes. */
static void
test_once (void)
{
  g_autoptr (RungsTrace) trace = load_outage (200);
  guint n = rungs_trace_get_n_calls (trace);
  g_autoptr (GArray) calls = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (RungsVerdictPool) pool = NULL;
  g_autoptr (GPtrArray) first = NULL;
  GThread *threads[N_ASKING];

  for (guint32 i = 0; i < n; i++)
    g_array_append_val (calls, i);
  pool = rungs_verdict_pool_new (trace, rungs_knowledge_get (),
                                 (const guint32 *) (gpointer) calls->data, n);
  for (guint t = 0; t < N_ASKING; t++)
    threads[t] = g_thread_new ("asking", ask_all, trace);
  first = ask_all (trace);
  for (guint t = 0; t < N_ASKING; t++)
    {
      g_autoptr (GPtrArray) verdicts = g_thread_join (threads[t]);

      for (guint i = 0; i < n; i++)
        g_assert_true (g_ptr_array_index (verdicts, i) == g_ptr_array_index (first, i));
    }
  for (guint i = 0; i < n; i++)
    {
      const RungsVerdict *kept = g_ptr_array_index (first, i);
      g_autoptr (RungsVerdict) made =
        rungs_verdict_new (trace, rungs_knowledge_get (), rungs_trace_get_call (trace, i), NULL);

      g_assert_cmpstr (kept->sentence, ==, made->sentence);
      g_assert_true (kept->entry == made->entry);
      g_assert_cmpuint (kept->findings->len, ==, made->findings->len);
    }
}

/* Who gives up gets none, and takes none from the next one. */
static void
test_cancelled (void)
{
  g_autoptr (RungsTrace) trace = load_outage (1);
  const RungsCall *call = rungs_trace_get_call (trace, rungs_trace_get_n_calls (trace) - 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (RungsVerdict) verdict = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (rungs_verdicts_get (trace, rungs_knowledge_get (), call, cancellable));
  verdict = rungs_verdicts_get (trace, rungs_knowledge_get (), call, NULL);
  g_assert_nonnull (verdict);
}

/* What a verdict does with its candidates is not in the next answer to the same question. */
static void
test_questions (void)
{
  g_autoptr (RungsTrace) trace = load_outage (1);
  const RungsQuery query = { .sip = 488, .microsoft_code = -1, .kinds = 1u << RUNGS_KIND_INVITE };
  RungsQuery other = query;
  RungsBasis first_basis, second_basis;
  g_autoptr (GPtrArray) first =
    rungs_verdicts_match (trace, rungs_knowledge_get (), &query, &first_basis);
  guint n = first->len;
  g_autoptr (GPtrArray) second = NULL;
  g_autoptr (GPtrArray) third = NULL;

  g_assert_cmpuint (n, >, 0);
  g_ptr_array_set_size (first, 0);
  second = rungs_verdicts_match (trace, rungs_knowledge_get (), &query, &second_basis);
  g_assert_cmpuint (second->len, ==, n);
  g_assert_cmpint (first_basis, ==, second_basis);
  other.sip = 486;
  third = rungs_verdicts_match (trace, rungs_knowledge_get (), &other, &second_basis);
  g_assert_cmpuint (third->len, >, 0);
  g_assert_true (g_ptr_array_index (third, 0) != g_ptr_array_index (second, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagnosis/shared/linear", test_linear);
  g_test_add_func ("/diagnosis/shared/answers", test_answers);
  g_test_add_func ("/diagnosis/shared/once", test_once);
  g_test_add_func ("/diagnosis/shared/cancelled", test_cancelled);
  g_test_add_func ("/diagnosis/shared/questions", test_questions);
  return g_test_run ();
}
