/* What killed a call, who produced that, and what it rests on. */
#pragma once

#include "diagnosis/finding.h"
#include "diagnosis/party.h"
#include "knowledge/knowledge.h"
#include "knowledge/vendors.h"
#include "trace/trace.h"

G_BEGIN_DECLS

/* Once it is made nobody changes it, and several threads may have it. */
typedef struct
{
  gatomicrefcount refs;
  RungsBasis basis;
  /* Best one; NULL when unknown or the call is fine. With basis generic it is the SIP code's own
   * entry, and the candidates before it are what Microsoft may have meant. */
  const RungsEntry *entry;
  GPtrArray *candidates; /* RungsEntry*: all that fit, best first (container) */
  RungsParty produced_by;
  char *produced_why;  /* translated sentence: what that rests on; never NULL */
  char *sentence;      /* translated: the whole in one sentence; never NULL, also for good calls */
  GPtrArray *findings; /* RungsFinding* */
  int code;            /* of the final answer; 0 none */
  char *phrase;        /* NULL */
  guint q850;          /* 0 none */
  char *reason_text;   /* of the Reason header; NULL */
  int microsoft_code;  /* -1 none */
  const char *microsoft_code_from; /* "record", "phrase", "rule"; NULL */
  gboolean is_fault;               /* failed or dropped */
  gboolean is_explained; /* @entry is to be shown: of a fault, or of a call that was possibly cut */
  const RungsVendor *vendor; /* whose SBC it is, by the log or by its own words; NULL */
} RungsVerdict;

/* Reads the call's decisive messages from the files. NULL only when it was cancelled;
 * deterministic. Who may not be the only one to ask takes it from verdicts.h. (transfer full) */
RungsVerdict *rungs_verdict_new (RungsTrace *trace,
                                 const RungsKnowledge *knowledge,
                                 const RungsCall *call,
                                 GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
RungsVerdict *rungs_verdict_ref (RungsVerdict *verdict);
void rungs_verdict_unref (RungsVerdict *verdict);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsVerdict, rungs_verdict_unref)

G_END_DECLS
