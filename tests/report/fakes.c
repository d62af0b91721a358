#include "config.h"

#include "fakes.h"

#include "sip/message.h"
#include "trace/loader.h"

/* The entries own their texts; these do not, and are never freed. */
#define OURS(text) ((char *) (text))

static char *evidence[] = { NULL };
static char *steps[] = { OURS ("On the SBC set `Number `Manipulation`."),
                         OURS ("In Teams run `Get-CsOnlineUser -Identity <user>`."), NULL };
static RungsSource source = { OURS ("Codes & phrases"),
                              OURS ("https://learn.microsoft.com/?a=1&b=2") };
static RungsSource bad_source = { OURS ("No link"), OURS ("javascript:alert(1)") };

static RungsEntry entry = {
  .id = OURS ("test-entry"),
  .title = OURS ("The number is `not` known"),
  .sip = 404,
  .microsoft_code = 510404,
  .q850 = 1,
  .domain = OURS ("sip"),
  .produced_by = OURS ("sbc"),
  .meaning = OURS ("Nobody has this number. <b>Ask</b> & see."),
  .evidence = evidence,
  .steps = steps,
  .who_acts = OURS ("sbc-admin"),
  .retry_helps = 0,
  .source_basis = OURS ("documented"),
};
static RungsEntry other = {
  .id = OURS ("other-entry"),
  .title = OURS ("Another meaning"),
  .sip = 404,
  .microsoft_code = -1,
  .q850 = -1,
  .meaning = OURS ("It may be this."),
  .evidence = evidence,
  .steps = evidence,
  .who_acts = OURS ("carrier"),
  .retry_helps = -1,
  .source_basis = OURS ("rfc"),
};

/* The names that the linker gives to what report code calls; see meson.build. */
const char *__wrap_rungs_party_name (RungsParty party);
const char *__wrap_rungs_party_title (RungsParty party);
const char *__wrap_rungs_basis_name (RungsBasis basis);
RungsVerdict *__wrap_rungs_verdict_new (RungsTrace *trace,
                                        const RungsKnowledge *knowledge,
                                        const RungsCall *call,
                                        GCancellable *cancellable);
void __wrap_rungs_verdict_unref (RungsVerdict *verdict);
GPtrArray *__wrap_rungs_knowledge_explain (const RungsKnowledge *knowledge,
                                           const char *query,
                                           gboolean *known);

const char *
__wrap_rungs_party_name (RungsParty party)
{
  return party == RUNGS_PARTY_SBC ? "sbc" : "unknown";
}

const char *
__wrap_rungs_party_title (RungsParty party)
{
  return party == RUNGS_PARTY_SBC ? "the SBC" : "nobody known";
}

const char *
__wrap_rungs_basis_name (RungsBasis basis)
{
  return basis == RUNGS_BASIS_EXACT ? "exact" : "unknown";
}

static void
add_finding (RungsVerdict *verdict, RungsTrace *trace, guint32 number)
{
  const RungsMessage *message = rungs_trace_get_message (trace, number);
  RungsFindingLine line = { number, message->input, message->line + 4, RUNGS_NONE };
  RungsFinding *finding;

  finding = rungs_finding_new (
    RUNGS_FINDING_SDP_PRIVATE_ADDRESS,
    g_strdup_printf ("The offer goes to `%s`.", rungs_trace_endpoint_text (trace, message->dst)));
  g_array_append_val (finding->lines, line);
  g_ptr_array_add (verdict->findings, finding);
}

RungsVerdict *
__wrap_rungs_verdict_new (RungsTrace *trace,
                          const RungsKnowledge *knowledge,
                          const RungsCall *call,
                          GCancellable *cancellable)
{
  RungsVerdict *verdict = g_new0 (RungsVerdict, 1);

  g_atomic_ref_count_init (&verdict->refs);

  if (entry.sources == NULL)
    {
      entry.sources = g_ptr_array_new ();
      g_ptr_array_add (entry.sources, &source);
      g_ptr_array_add (entry.sources, &bad_source);
    }
  verdict->candidates = g_ptr_array_new ();
  verdict->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_finding_unref);
  verdict->produced_why = g_strdup ("the answer came from the SBC");
  verdict->microsoft_code = -1;
  verdict->is_fault = call->state == RUNGS_STATE_FAILED || call->state == RUNGS_STATE_DROPPED;
  verdict->is_explained = verdict->is_fault;
  if (!verdict->is_fault)
    {
      verdict->sentence = g_strdup ("The call was fine.");
      return verdict;
    }
  verdict->entry = &entry;
  g_ptr_array_add (verdict->candidates, &entry);
  g_ptr_array_add (verdict->candidates, &other);
  verdict->basis = RUNGS_BASIS_EXACT;
  verdict->produced_by = RUNGS_PARTY_SBC;
  verdict->sentence = g_strdup_printf ("%s refused %s.", rungs_trace_device_name (trace, 0),
                                       rungs_trace_string (trace, call->to));
  verdict->q850 = 1;
  verdict->microsoft_code = 510404;
  verdict->microsoft_code_from = "phrase";
  verdict->reason_text = g_strdup_printf ("=asked by %s", rungs_trace_string (trace, call->from));
  if (call->failing_request != RUNGS_NONE)
    add_finding (verdict, trace, call->failing_request);
  return verdict;
}

void
__wrap_rungs_verdict_unref (RungsVerdict *verdict)
{
  if (verdict == NULL || !g_atomic_ref_count_dec (&verdict->refs))
    return;
  g_ptr_array_unref (verdict->candidates);
  g_ptr_array_unref (verdict->findings);
  g_free (verdict->produced_why);
  g_free (verdict->sentence);
  g_free (verdict->reason_text);
  g_free (verdict);
}

GPtrArray *
__wrap_rungs_knowledge_explain (const RungsKnowledge *knowledge, const char *query, gboolean *known)
{
  GPtrArray *entries = g_ptr_array_new ();

  *known = g_str_equal (query, "404/510404");
  if (*known)
    {
      g_ptr_array_add (entries, &entry);
      g_ptr_array_add (entries, &other);
    }
  return entries;
}

RungsTrace *
fake_load (const char *path, const char *name)
{
  g_autoptr (GPtrArray) inputs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_input_unref);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  RungsTrace *trace;
  char *data;
  gsize len;

  rungs_sip_init ();
  g_file_get_contents (path, &data, &len, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new_take (data, len);
  g_ptr_array_add (inputs, rungs_input_new_bytes (name, bytes));
  trace = rungs_trace_load_inputs (inputs, NULL, NULL, &error);
  g_assert_no_error (error);
  return trace;
}

guint32 *
fake_all_calls (RungsTrace *trace, guint *n)
{
  guint32 *calls = g_new (guint32, rungs_trace_get_n_calls (trace) + 1);

  *n = rungs_trace_get_n_calls (trace);
  for (guint i = 0; i < *n; i++)
    calls[i] = i;
  return calls;
}

char *
fake_write (const RungsReport *report, FakeWrite write)
{
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;
  gsize len;

  write (report, out, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (out, NULL, &error);
  g_assert_no_error (error);
  len = g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (out));
  return g_strndup (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (out)), len);
}
