/* A call's answer, its knowledge and its findings put together. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/findings.h"
#include "diagnosis/party.h"
#include "diagnosis/sentence.h"
#include "diagnosis/verdict.h"
#include "sip/index.h"

/* Microsoft's rule: 560000 plus the SIP code that the SBC answered (Direct Routing response codes). */
#define RULE_560 560000

/* What a finding makes of several possible meanings of one code: the fragment by which the meaning is known. */
static const struct
{
  const char *finding, *fragment;
} proofs[] = {
  { "sdp-srtp-missing", "SrtpEncryptionRequired" },
  { "sdp-crypto-missing", "SrtpEncryptionRequired" },
  { "sdp-no-common-codec", "CannotSupportAnyMedia" },
  { "sdp-blackhole", "blackhole media" },
  { "sdp-ice-missing", "no ICE candidates" },
};

static RungsDeviceKind
device_kind (RungsTrace *trace, guint32 endpoint)
{
  if (endpoint == RUNGS_NONE)
    return RUNGS_DEVICE_UNKNOWN;
  return rungs_trace_get_device (trace, rungs_trace_get_endpoint (trace, endpoint)->device)->kind;
}

/* The message that decided the call: the answer where the fault arose, the BYE of a dropped call, else the final answer. */
static guint32
deciding_message (const RungsCall *call)
{
  if (call->failing_response != RUNGS_NONE)
    return call->failing_response;
  return call->state == RUNGS_STATE_FAILED && call->failing_request != RUNGS_NONE ? RUNGS_NONE
                                                                                  : call->final;
}

static void
read_reason (RungsVerdict *self, const RungsSipIndex *index, RungsSpan bytes)
{
  RungsSpan text = RUNGS_SPAN_NONE;

  if (index->reason.len > 0)
    rungs_sip_reason (index->reason, &self->q850, &text);
  if (text.len == 0)
    text = rungs_sip_header (bytes, RUNGS_SPAN ("Warning"), 0, NULL);
  if (text.len > 0)
    self->reason_text = rungs_span_dup_utf8 (text);
}

static void
match_entries (RungsVerdict *self,
               RungsTrace *trace,
               const RungsKnowledge *knowledge,
               const RungsCall *call,
               guint32 deciding)
{
  const RungsMessage *message = rungs_trace_get_message (trace, deciding);
  const RungsMessage *final =
    call->final != RUNGS_NONE ? rungs_trace_get_message (trace, call->final) : NULL;
  const RungsQuery query = {
    .sip = message->code >= 300 ? message->code : -1,
    .microsoft_code = -1,
    .phrase = rungs_span_of (self->phrase),
    .text = rungs_span_of (self->reason_text),
    .q850 = self->q850,
    .direction = call->direction == RUNGS_DIRECTION_UNKNOWN
                   ? RUNGS_SPAN_NONE
                   : rungs_span_of (rungs_direction_name (call->direction)),
    .from_microsoft = device_kind (trace, message->src) == RUNGS_DEVICE_TEAMS
                      || self->produced_by == RUNGS_PARTY_MICROSOFT,
    .to_microsoft =
      final != NULL && final->code >= 300 && device_kind (trace, final->dst) == RUNGS_DEVICE_TEAMS,
  };
  g_autoptr (GPtrArray) found = rungs_knowledge_match (knowledge, &query, &self->basis);

  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (self->candidates, g_ptr_array_index (found, i));
  if (self->basis != RUNGS_BASIS_UNKNOWN && found->len > 0)
    self->entry = g_ptr_array_index (found, 0);

  if (self->entry != NULL && self->basis > RUNGS_BASIS_GENERIC && self->entry->microsoft_code >= 0)
    {
      self->microsoft_code = self->entry->microsoft_code;
      self->microsoft_code_from =
        self->microsoft_code == RULE_560 + message->code && query.to_microsoft ? "rule" : "phrase";
    }
  else if (query.to_microsoft)
    {
      self->microsoft_code = RULE_560 + final->code;
      self->microsoft_code_from = "rule";
    }
}

static gboolean
is_known_by (const RungsEntry *entry, const char *fragment)
{
  for (guint i = 0; entry->match_any[i] != NULL; i++)
    if (rungs_span_equal_ci (rungs_span_of (entry->match_any[i]), rungs_span_of (fragment)))
      return TRUE;
  return FALSE;
}

/* Where the code alone leaves several meanings, what the messages prove picks one. */
static void
strengthen (RungsVerdict *self)
{
  if (self->basis != RUNGS_BASIS_GENERIC || self->produced_by != RUNGS_PARTY_MICROSOFT)
    return;
  for (guint f = 0; f < self->findings->len; f++)
    for (guint p = 0; p < G_N_ELEMENTS (proofs); p++)
      {
        const RungsFinding *finding = g_ptr_array_index (self->findings, f);

        if (!g_str_equal (finding->id, proofs[p].finding))
          continue;
        for (guint i = 0; i < self->candidates->len; i++)
          {
            const RungsEntry *entry = g_ptr_array_index (self->candidates, i);

            if (is_known_by (entry, proofs[p].fragment))
              {
                g_ptr_array_remove_index (self->candidates, i);
                g_ptr_array_insert (self->candidates, 0, (gpointer) entry);
                self->entry = entry;
                self->basis = RUNGS_BASIS_LIKELY;
                return;
              }
          }
      }
}

static void
judge (RungsVerdict *self,
       RungsTrace *trace,
       const RungsKnowledge *knowledge,
       const RungsCall *call)
{
  guint32 deciding = deciding_message (call);
  g_autoptr (GBytes) bytes = NULL;
  RungsSipIndex index;
  gboolean scanned = FALSE;
  gsize size;

  if (deciding == RUNGS_NONE)
    {
      self->produced_why = g_strdup (_ ("No answer is in this log."));
    }
  else
    {
      const RungsMessage *message = rungs_trace_get_message (trace, deciding);

      bytes = rungs_trace_read_message (trace, deciding, NULL);
      if (bytes != NULL)
        {
          const char *data = g_bytes_get_data (bytes, &size);

          scanned = rungs_sip_index (rungs_span (data, size), &index);
          if (scanned)
            read_reason (self, &index, rungs_span (data, size));
        }
      if (message->code > 0)
        {
          self->code = message->code;
          g_free (self->phrase);
          self->phrase = g_strdup (rungs_trace_string (trace, message->phrase));
        }
      self->produced_by = rungs_party_of_message (trace, call, deciding, scanned ? &index : NULL,
                                                  &self->produced_why);
      if (self->is_fault)
        match_entries (self, trace, knowledge, call, deciding);
    }
  if (!self->is_fault)
    return;
  rungs_findings_collect (trace, call, self->findings);
  strengthen (self);
  /* Behind Teams stands a user: only an entry that is sure can tell. */
  if (self->produced_by == RUNGS_PARTY_MICROSOFT && self->entry != NULL
      && self->basis == RUNGS_BASIS_EXACT
      && rungs_party_of_name (self->entry->produced_by) == RUNGS_PARTY_CLIENT)
    self->produced_by = RUNGS_PARTY_CLIENT;
}

RungsVerdict *
rungs_verdict_new (RungsTrace *trace, const RungsKnowledge *knowledge, const RungsCall *call)
{
  RungsVerdict *self;

  g_return_val_if_fail (RUNGS_IS_TRACE (trace) && knowledge != NULL && call != NULL, NULL);

  self = g_new0 (RungsVerdict, 1);
  self->candidates = g_ptr_array_new ();
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_finding_free);
  self->microsoft_code = -1;
  self->is_fault = call->state == RUNGS_STATE_FAILED || call->state == RUNGS_STATE_DROPPED;
  if (call->final != RUNGS_NONE)
    {
      const RungsMessage *final = rungs_trace_get_message (trace, call->final);

      self->code = final->code;
      self->phrase = g_strdup (rungs_trace_string (trace, final->phrase));
    }
  if (self->is_fault || self->code >= 300)
    judge (self, trace, knowledge, call);
  if (self->produced_why == NULL)
    self->produced_why = g_strdup (_ ("There is no fault."));
  self->sentence = rungs_sentence_new (trace, call, self);
  return self;
}

void
rungs_verdict_free (RungsVerdict *self)
{
  g_return_if_fail (self != NULL);
  g_ptr_array_unref (self->candidates);
  g_ptr_array_unref (self->findings);
  g_free (self->produced_why);
  g_free (self->sentence);
  g_free (self->phrase);
  g_free (self->reason_text);
  g_free (self);
}
