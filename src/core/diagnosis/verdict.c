/* A verdict, put together: who answered what, the knowledge about it, and what the messages
 * themselves prove. */
#include "config.h"

#include "verdict.h"

#include <glib/gi18n-lib.h>

#include "calls/fault.h"
#include "calls/health.h"
#include "diagnosis/case.h"
#include "diagnosis/find.h"
#include "diagnosis/findings/drop.h"
#include "diagnosis/findings/record.h"
#include "diagnosis/findings/run.h"
#include "diagnosis/party-private.h"
#include "diagnosis/sentence.h"
#include "diagnosis/vendor.h"
#include "diagnosis/verdict-record.h"
#include "diagnosis/verdicts.h"

/* A SIP code that Microsoft's record adds up to this with: see knowledge/match.c. */
#define RULE_560 560000

RungsVerdict *
rungs_verdict_ref (RungsVerdict *verdict)
{
  g_atomic_ref_count_inc (&verdict->refs);
  return verdict;
}

void
rungs_verdict_unref (RungsVerdict *verdict)
{
  if (verdict == NULL || !g_atomic_ref_count_dec (&verdict->refs))
    return;
  g_clear_pointer (&verdict->candidates, g_ptr_array_unref);
  g_clear_pointer (&verdict->findings, g_ptr_array_unref);
  g_free (verdict->produced_why);
  g_free (verdict->sentence);
  g_free (verdict->phrase);
  g_free (verdict->reason_text);
  g_free (verdict);
}

static void
set_final (RungsVerdict *self, const RungsCase *c)
{
  const RungsMessage *row;
  const char *phrase;

  self->microsoft_code = -1;
  if (c->final == RUNGS_NONE)
    return;
  row = rungs_case_row (c, c->final);
  phrase = rungs_trace_string (c->trace, row->phrase);
  self->code = row->code;
  self->phrase = *phrase != '\0' ? g_strdup (phrase) : NULL;
}

/* Values of all headers of one name, for the search of labels. */
static void
append_headers (GString *text, const RungsExhibit *exhibit, RungsSpan name)
{
  for (guint i = 0; i < RUNGS_MAX_REASONS; i++)
    {
      RungsSpan value = rungs_sip_header (exhibit->text, name, i, NULL);
      g_autofree char *shown = NULL;

      if (value.len == 0)
        return;
      /* A NUL would hide what follows from the search. */
      shown = rungs_span_dup_utf8 (value);
      g_string_append (text, shown);
      g_string_append_c (text, '\n');
    }
}

/* The Q.850 cause and the text, from the first Reason headers that have them. */
static void
take_reason (RungsVerdict *self, const RungsExhibit *exhibit)
{
  for (guint i = 0; i < RUNGS_MAX_REASONS; i++)
    {
      RungsSpan value = rungs_sip_header (exhibit->text, RUNGS_SPAN ("Reason"), i, NULL),
                text = RUNGS_SPAN_NONE;
      guint q850 = 0;

      if (value.len == 0)
        return;
      rungs_sip_reason (value, &q850, &text);
      if (self->q850 == 0)
        self->q850 = q850;
      if (self->reason_text == NULL && text.len > 0)
        self->reason_text = rungs_span_dup_utf8 (text);
    }
}

static void
take_message (RungsVerdict *self, RungsCase *c, guint32 message, GString *text)
{
  const RungsExhibit *exhibit = rungs_case_read (c, message);

  if (exhibit == NULL)
    return;
  append_headers (text, exhibit, RUNGS_SPAN ("Reason"));
  append_headers (text, exhibit, RUNGS_SPAN ("Warning"));
  take_reason (self, exhibit);
}

/* "SIP;cause=503;text=…" in a BYE: the code that ended a leg behind the SBC. -1 when there is
 * none. */
static int
sip_reason (RungsCase *c, guint32 message)
{
  const RungsExhibit *exhibit = rungs_case_read (c, message);

  for (guint i = 0; exhibit != NULL && i < RUNGS_MAX_REASONS; i++)
    {
      RungsSpan value = rungs_sip_header (exhibit->text, RUNGS_SPAN ("Reason"), i, NULL), cause;
      guint64 code;

      if (value.len == 0)
        break;
      if (rungs_span_starts_ci (value, RUNGS_SPAN ("SIP"))
          && rungs_sip_param (value, RUNGS_SPAN ("cause"), &cause)
          && rungs_span_to_uint (cause, 699, &code) && code >= 300)
        return (int) code;
    }
  return -1;
}

/* The answer that the knowledge is asked about: Microsoft's own, else the one that Microsoft's
 * records will show. */
static guint32
answer_to_explain (const RungsCase *c)
{
  guint32 root = rungs_case_root (c);

  if (root != RUNGS_NONE && rungs_case_is_teams (c, rungs_case_row (c, root)->src))
    return root;
  if (c->call->state == RUNGS_STATE_FAILED && c->final != RUNGS_NONE
      && rungs_case_is_teams (c, rungs_case_row (c, c->final)->dst))
    return c->final;
  return root;
}

static void
fill_query (RungsVerdict *self, RungsCase *c, RungsQuery *query, GString *text)
{
  guint32 answer = answer_to_explain (c);
  const RungsMessage *row = answer != RUNGS_NONE ? rungs_case_row (c, answer) : NULL;
  gboolean of_setup = row == NULL && rungs_case_setup_reason (c, NULL).len > 0;

  *query = (RungsQuery){ .sip = -1, .microsoft_code = -1, .kinds = 1u << c->call->kind };
  take_message (self, c, rungs_case_root (c), text);
  take_message (self, c, c->bye, text);
  if (c->final != RUNGS_NONE && rungs_case_row (c, c->final)->code >= 300)
    take_message (self, c, c->final, text);
  query->text = rungs_span (text->str, text->len);
  /* Entries about the set-up of a call are not about one that was answered. */
  query->q850 = of_setup ? 0 : self->q850;
  if (row != NULL)
    {
      query->sip = row->code;
      query->phrase = rungs_span_of (rungs_trace_string (c->trace, row->phrase));
      query->from_microsoft = rungs_case_is_teams (c, row->src);
      query->to_microsoft = rungs_case_is_teams (c, row->dst);
    }
  else if (c->bye != RUNGS_NONE)
    {
      query->sip = of_setup ? -1 : sip_reason (c, c->bye);
      query->from_microsoft = rungs_case_is_teams (c, rungs_case_row (c, c->bye)->src);
    }
  else
    {
      /* RFC 3261 8.1.3.1: no answer is to be taken for a 408. */
      query->sip = 408;
    }
  if (query->from_microsoft || query->to_microsoft)
    query->direction = query->from_microsoft ? RUNGS_SPAN ("to-teams") : RUNGS_SPAN ("from-teams");
  else if (c->call->direction != RUNGS_DIRECTION_UNKNOWN)
    query->direction = rungs_span_of (rungs_direction_name (c->call->direction));
}

static gboolean
has_label (const RungsEntry *entry, const char *label)
{
  RungsSpan needle = rungs_span_of (label);

  for (guint i = 0; entry->match_any[i] != NULL; i++)
    if (rungs_span_find_ci (rungs_span_of (entry->match_any[i]), needle) >= 0)
      return TRUE;
  return rungs_span_find_ci (rungs_span_of (entry->phrase), needle) >= 0;
}

/* The one candidate that a finding speaks for; NULL when it speaks for none or for several. */
static const RungsEntry *
proven (const RungsVerdict *self, const char *label)
{
  const RungsEntry *found = NULL;

  for (guint i = 0; i < self->candidates->len; i++)
    {
      const RungsEntry *entry = g_ptr_array_index (self->candidates, i);

      if (entry->microsoft_code < 0 || !has_label (entry, label))
        continue;
      if (found != NULL)
        return NULL;
      found = entry;
    }
  return found;
}

static void
put_first (GPtrArray *entries, const RungsEntry *entry)
{
  g_ptr_array_remove (entries, (gpointer) entry);
  g_ptr_array_insert (entries, 0, (gpointer) entry);
}

/* What the messages prove may decide between meanings; it never overrules what Microsoft said. */
static void
weigh_findings (RungsVerdict *self, RungsCase *c)
{
  gboolean open = self->basis == RUNGS_BASIS_GENERIC
                  || (self->basis == RUNGS_BASIS_LIKELY && self->candidates->len > 1);

  for (guint id = 0; open && id < RUNGS_N_FINDINGS; id++)
    {
      const char *label = rungs_finding_kind (id)->label;
      const RungsEntry *entry =
        label != NULL && rungs_case_has_finding (c, id) ? proven (self, label) : NULL;

      if (entry == NULL)
        continue;
      put_first (self->candidates, entry);
      self->entry = entry;
      self->basis = RUNGS_BASIS_LIKELY;
      return;
    }
}

/* Entries that no code leads to: data/knowledge names the findings that do, by their ids. Asked
 * where nothing but a SIP code or a Q.850 cause speaks; a finding says less than Microsoft's own
 * words, and more than these. */
static void
weigh_own_entries (RungsVerdict *self, const RungsCase *c, const RungsKnowledge *knowledge)
{
  gboolean has_cause = self->entry != NULL && g_str_equal (self->entry->domain, "q850");
  gboolean open = self->basis <= RUNGS_BASIS_GENERIC || has_cause;

  for (guint i = 0; open && i < self->findings->len; i++)
    {
      const RungsFinding *finding = g_ptr_array_index (self->findings, i);
      const RungsFindingKind *kind = rungs_finding_kind (finding->id);
      const RungsEntry *entry = rungs_knowledge_of_finding (knowledge, kind->name);

      if (entry == NULL || !rungs_entry_holds_for (entry, 1u << c->call->kind)
          || (has_cause && kind->role == RUNGS_ROLE_GUESS))
        continue;
      self->entry = entry;
      put_first (self->candidates, self->entry);
      self->basis = RUNGS_BASIS_LIKELY;
      return;
    }
}

/* A 200 that nobody acknowledged ends a call with no code at all; for calls to Teams Microsoft has
 * a label for it. */
static void
weigh_missing_ack (RungsVerdict *self, const RungsCase *c, const RungsKnowledge *knowledge)
{
  const RungsQuery query = { .sip = 408,
                             .microsoft_code = -1,
                             .text = RUNGS_SPAN ("acknowledgement was not received"),
                             .from_microsoft = TRUE,
                             .kinds = 1u << RUNGS_KIND_INVITE,
                             .direction = RUNGS_SPAN ("to-teams") };

  if (self->basis != RUNGS_BASIS_UNKNOWN || !rungs_case_has_finding (c, RUNGS_FINDING_ACK_MISSING)
      || !rungs_case_is_teams (c, rungs_case_row (c, c->request)->dst))
    return;
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  self->candidates = rungs_verdicts_match (c->trace, knowledge, &query, &self->basis);
  self->basis = MIN (self->basis, RUNGS_BASIS_LIKELY);
  self->entry = self->candidates->len > 0 ? g_ptr_array_index (self->candidates, 0) : NULL;
}

/* What the answer was before the SBC made another one of it is worth reading too. */
static void
add_cause (RungsVerdict *self, const RungsCase *c, const RungsKnowledge *knowledge)
{
  const RungsEntry *entry =
    c->cause != RUNGS_NONE
      ? rungs_knowledge_generic (knowledge, rungs_case_row (c, c->cause)->code, 1u << c->call->kind)
      : NULL;

  if (entry != NULL && !g_ptr_array_find (self->candidates, entry, NULL))
    g_ptr_array_add (self->candidates, (gpointer) entry);
}

static void
choose_entry (RungsVerdict *self, const RungsKnowledge *knowledge, const RungsQuery *query)
{
  if (self->candidates->len == 0)
    return;
  self->entry = g_ptr_array_index (self->candidates, 0);
  /* With nothing but the code, what Microsoft may have meant is a list to look through, not the
   * verdict. */
  if (self->basis == RUNGS_BASIS_GENERIC)
    {
      const RungsEntry *generic = rungs_knowledge_generic (knowledge, query->sip, query->kinds);

      self->entry = generic != NULL ? generic : self->entry;
    }
}

/* Of the entry; or of the next one that the same phrase leads to, when the best one knows the
 * phrase and no code. */
static int
code_of_phrase (const RungsVerdict *self)
{
  for (guint i = 0; i < self->candidates->len; i++)
    {
      const RungsEntry *entry = g_ptr_array_index (self->candidates, i);

      if (entry->microsoft_code >= 0 && (i == 0 || self->basis == RUNGS_BASIS_EXACT))
        return entry->microsoft_code;
    }
  return -1;
}

static void
set_microsoft_code (RungsVerdict *self, const RungsCase *c, gboolean from_finding)
{
  const RungsMessage *final = c->final != RUNGS_NONE ? rungs_case_row (c, c->final) : NULL;

  if (final != NULL && final->code >= 300 && rungs_case_is_teams (c, final->dst)
      && !rungs_case_is_teams (c, final->src))
    {
      self->microsoft_code = RULE_560 + final->code;
      self->microsoft_code_from = "rule";
    }
  else if (self->entry != NULL && self->basis >= RUNGS_BASIS_LIKELY && !from_finding)
    {
      self->microsoft_code = code_of_phrase (self);
      self->microsoft_code_from = self->microsoft_code >= 0 ? "phrase" : NULL;
    }
}

/* Who gave up made the answer come about, whoever sent the 487. */
static guint32
find_cancel (const RungsCase *c)
{
  for (guint32 i = 0; i < c->call->n_rows; i++)
    {
      guint32 message = rungs_trace_get_row (c->trace, c->call, i);
      const RungsMessage *row = rungs_case_row (c, message);

      if (row->code == 0 && g_str_equal (rungs_trace_string (c->trace, row->method), "CANCEL"))
        return message;
    }
  return RUNGS_NONE;
}

static void
set_party (RungsVerdict *self, RungsCase *c)
{
  guint32 message = rungs_case_root (c) != RUNGS_NONE ? rungs_case_root (c) : c->bye;

  if (!self->is_fault && find_cancel (c) != RUNGS_NONE)
    message = find_cancel (c);

  if (message == RUNGS_NONE)
    {
      self->produced_why = g_strdup (_ ("Nobody answered."));
      return;
    }
  self->produced_by = rungs_party_of (c, message, &self->produced_why);
  /* Teams speaks for its users' apps; which of the two it was is what the entry knows. */
  if (self->produced_by == RUNGS_PARTY_MICROSOFT && self->entry != NULL
      && self->basis >= RUNGS_BASIS_LIKELY && g_str_equal (self->entry->produced_by, "client"))
    self->produced_by = RUNGS_PARTY_CLIENT;
}

/* Microsoft's own code says more than any phrase; the SIP code that it stands with is that of its
 * record. */
static void
ask_for_record (RungsCase *c, RungsQuery *query, GString *text)
{
  const RungsRecord *record;

  c->record = rungs_record_deciding (c);
  if (c->record == RUNGS_NONE)
    return;
  record = rungs_trace_get_record (c->trace, c->record);
  g_string_append (text, rungs_trace_string (c->trace, record->texts[RUNGS_RECORD_TEXT_PHRASE]));
  query->text = rungs_span (text->str, text->len);
  query->microsoft_code = record->microsoft_code;
  if (record->code >= 0)
    query->sip = record->code;
}

static void
judge (RungsVerdict *self, RungsCase *c, const RungsKnowledge *knowledge)
{
  g_autoptr (GString) text = g_string_new (NULL);
  RungsBasis before;
  RungsQuery query;

  fill_query (self, c, &query, text);
  ask_for_record (c, &query, text);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  self->candidates = rungs_verdicts_match (c->trace, knowledge, &query, &self->basis);
  choose_entry (self, knowledge, &query);
  rungs_findings_run (c, RUNGS_MOMENT_DECIDING);
  before = self->basis;
  weigh_findings (self, c);
  weigh_missing_ack (self, c, knowledge);
  weigh_own_entries (self, c, knowledge);
  add_cause (self, c, knowledge);
  /* Nobody said 408: that is what the missing answer comes to. */
  if (rungs_case_has_finding (c, RUNGS_FINDING_NO_ANSWER) && self->code == 0
      && self->basis == RUNGS_BASIS_GENERIC)
    self->basis = RUNGS_BASIS_LIKELY;
  set_microsoft_code (self, c, before != self->basis || before == RUNGS_BASIS_GENERIC);
  if (c->record != RUNGS_NONE)
    {
      self->microsoft_code = rungs_trace_get_record (c->trace, c->record)->microsoft_code;
      self->microsoft_code_from = "record";
    }
  set_party (self, c);
}

/* What rests on a part of a call says so. */
static void
add_caveat (RungsVerdict *self, const RungsCase *c)
{
  g_autofree char *caveat = rungs_health_caveat (c->trace, c->call);
  g_autofree char *sentence = self->sentence;

  self->sentence =
    caveat != NULL ? g_strdup_printf ("%s %s", sentence, caveat) : g_steal_pointer (&sentence);
}

/* A call that was answered and hung up may still have been cut: what that may be is told, as a
 * possibility. */
static void
explain_end (RungsVerdict *self, const RungsCase *c, const RungsKnowledge *knowledge)
{
  gboolean is_cut = rungs_case_has_finding (c, RUNGS_FINDING_RELEASED_SBC);
  RungsFindingId finding =
    is_cut && rungs_case_has_finding (c, RUNGS_FINDING_SESSION_REFRESH_MISSING)
      ? RUNGS_FINDING_SESSION_REFRESH_MISSING
    : is_cut ? RUNGS_FINDING_RELEASED_SBC
             : RUNGS_FINDING_RELEASED_AT_ONCE;

  self->is_explained = self->is_fault;
  if (c->call->state != RUNGS_STATE_COMPLETED || self->entry != NULL
      || !rungs_case_has_finding (c, finding))
    return;
  self->entry = rungs_knowledge_of_finding (knowledge, rungs_finding_kind (finding)->name);
  if (self->entry == NULL)
    return;
  g_ptr_array_add (self->candidates, (gpointer) self->entry);
  self->basis = RUNGS_BASIS_LIKELY;
  self->is_explained = TRUE;
}

RungsVerdict *
rungs_verdict_new (RungsTrace *trace,
                   const RungsKnowledge *knowledge,
                   const RungsCall *call,
                   GCancellable *cancellable)
{
  RungsVerdict *self = g_new0 (RungsVerdict, 1);
  RungsCase c;

  g_atomic_ref_count_init (&self->refs);
  self->candidates = g_ptr_array_new ();
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_finding_unref);
  rungs_case_init (&c, trace, call, self->findings);
  c.cancellable = cancellable;
  self->is_fault = rungs_call_is_fault (call);
  set_final (self, &c);
  if (call->n_rows == 0 && call->n_records > 0)
    rungs_verdict_of_record (self, &c, knowledge);
  else if (self->is_fault || (call->state == RUNGS_STATE_CANCELLED && call->final != RUNGS_NONE))
    {
      /* Who gave up has no failing transaction: the answer to the INVITE is what is explained. */
      if (!self->is_fault)
        c.answer = call->final;
      judge (self, &c, knowledge);
    }
  rungs_findings_run (&c, RUNGS_MOMENT_DECIDED);
  explain_end (self, &c, knowledge);
  if (self->produced_why == NULL)
    self->produced_why =
      g_strdup (self->is_explained ? _ ("The call was answered: no message refused it.")
                                   : _ ("There is no fault."));
  if (self->sentence == NULL)
    self->sentence = rungs_sentence_new (&c, self);
  add_caveat (self, &c);
  if (self->is_fault)
    self->vendor = rungs_case_vendor (&c);
  rungs_case_clear (&c);
  /* Then checks were left out. */
  if (g_cancellable_is_cancelled (cancellable))
    g_clear_pointer (&self, rungs_verdict_unref);
  return self;
}
