/* The verdict on what only Microsoft's record tells: no message to read, but Microsoft's own code,
 * which says more than a SIP code. */
#include "config.h"

#include "verdict-record.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/findings/media.h"
#include "diagnosis/verdicts.h"

/* Microsoft's rule for final answers of the SBC: this much plus the SIP code. */
#define RULE_560 560000
#define MAX_SIP_CODE 699

static const char *
text_of (const RungsCase *c, const RungsRecord *record, RungsRecordText text)
{
  return rungs_trace_string (c->trace, record->texts[text]);
}

static gboolean
is_sbcs (const RungsRecord *record)
{
  return record->microsoft_code > RULE_560 && record->microsoft_code <= RULE_560 + MAX_SIP_CODE;
}

/* ---- the entry ---- */

static void
choose_entry (RungsVerdict *self,
              const RungsCase *c,
              const RungsRecord *record,
              const RungsKnowledge *knowledge)
{
  const char *phrase = text_of (c, record, RUNGS_RECORD_TEXT_PHRASE);
  g_autofree char *text = record->aadsts != 0
                            ? g_strdup_printf ("AADSTS%u %s", record->aadsts, phrase)
                            : g_strdup (phrase);
  RungsQuery query = {
    .sip = record->code,
    .microsoft_code = record->microsoft_code,
    .phrase = rungs_span_of (phrase),
    .text = rungs_span_of (text),
    .direction = record->direction != RUNGS_DIRECTION_UNKNOWN
                   ? rungs_span_of (rungs_direction_name (record->direction))
                   : RUNGS_SPAN_NONE,
    .kinds = 1u << RUNGS_KIND_RECORD
             | (record->kind == RUNGS_RECORD_NUMBER || record->kind == RUNGS_RECORD_SIGN_IN
                  ? 1u << RUNGS_KIND_SIGN_IN
                  : 1u << RUNGS_KIND_INVITE),
    .of_numbers = record->kind == RUNGS_RECORD_NUMBER,
    .from_microsoft = !is_sbcs (record),
    .to_microsoft = is_sbcs (record),
  };

  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  self->candidates = rungs_verdicts_match (c->trace, knowledge, &query, &self->basis);
  /* Clients and services write Microsoft's code under several codes of the call: under 0, 200 or
   * its own. */
  if (record->kind == RUNGS_RECORD_CLIENT && record->microsoft_code > 0
      && self->basis != RUNGS_BASIS_EXACT)
    {
      RungsBasis basis;
      g_autoptr (GPtrArray) others = NULL;

      query.sip = -1;
      others = rungs_verdicts_match (c->trace, knowledge, &query, &basis);
      if (basis == RUNGS_BASIS_EXACT)
        {
          g_ptr_array_unref (self->candidates);
          self->candidates = g_steal_pointer (&others);
          self->basis = RUNGS_BASIS_LIKELY;
        }
    }
  if (self->candidates->len == 0)
    return;
  self->entry = g_ptr_array_index (self->candidates, 0);
  if (self->basis == RUNGS_BASIS_GENERIC && record->code >= 0
      && rungs_knowledge_generic (knowledge, record->code, query.kinds) != NULL)
    self->entry = rungs_knowledge_generic (knowledge, record->code, query.kinds);
}

static void
set_party (RungsVerdict *self, const RungsRecord *record)
{
  g_free (self->produced_why);
  if (is_sbcs (record))
    {
      self->produced_by = RUNGS_PARTY_SBC;
      self->produced_why =
        g_strdup_printf (_ ("Microsoft’s code %d is 560 and the code that the SBC answered with."),
                         record->microsoft_code);
    }
  else if (record->kind == RUNGS_RECORD_NUMBER)
    {
      self->produced_by = RUNGS_PARTY_MICROSOFT;
      self->produced_why =
        g_strdup (_ ("Microsoft’s service that keeps the numbers answers such commands."));
    }
  else if (record->kind == RUNGS_RECORD_SIGN_IN && record->aadsts != 0)
    {
      self->produced_by = RUNGS_PARTY_MICROSOFT;
      self->produced_why = g_strdup (_ ("Microsoft Entra writes this record."));
    }
  else if (self->entry != NULL && self->basis >= RUNGS_BASIS_LIKELY)
    {
      self->produced_by = rungs_party_by_name (self->entry->produced_by);
      self->produced_why =
        g_strdup (record->kind == RUNGS_RECORD_SIGN_IN
                    ? _ ("The device wrote this itself; it has no code of Microsoft’s service.")
                    : _ ("That is what Microsoft’s code stands for."));
    }
  else
    self->produced_why = g_strdup (_ ("The record does not say."));
}

/* ---- words ---- */

/* "488 (CannotSupportAnyMedia)". (transfer full) */
static char *
code_text (const RungsCase *c, const RungsRecord *record)
{
  const char *phrase = text_of (c, record, RUNGS_RECORD_TEXT_PHRASE);

  if (record->aadsts != 0)
    return g_strdup_printf ("AADSTS%u", record->aadsts);
  if (record->code < 0)
    return g_strdup (*phrase != '\0' ? phrase : _ ("no code"));
  return *phrase != '\0' ? g_strdup_printf ("%d (%s)", record->code, phrase)
                         : g_strdup_printf ("%d", record->code);
}

static void
append_meaning (GString *sentence, const RungsVerdict *self)
{
  if (self->entry == NULL)
    g_string_append_printf (sentence, ". %s", _ ("What this code means here is not known."));
  else if (self->basis == RUNGS_BASIS_GENERIC)
    g_string_append_printf (sentence, _ (", which in general means: %s."), self->entry->title);
  else if (self->basis == RUNGS_BASIS_LIKELY)
    g_string_append_printf (sentence, _ (", most likely: %s."), self->entry->title);
  else
    g_string_append_printf (sentence, ": %s.", self->entry->title);
}

static void
append_client_fault (GString *sentence, const RungsCase *c, const char *code, const char *lasted)
{
  if (c->call->state != RUNGS_STATE_DROPPED)
    g_string_append_printf (sentence, _ ("By the client’s log the call failed with %s"), code);
  else if (lasted != NULL)
    g_string_append_printf (
      sentence, _ ("By the client’s log the answered call was dropped after %s with %s"), lasted,
      code);
  else
    g_string_append_printf (sentence,
                            _ ("By the client’s log the answered call was dropped with %s"), code);
}

/* It is no call: an administrator's command was refused. (transfer full) */
static char *
number_sentence (const RungsVerdict *self, const RungsCase *c, const RungsRecord *record)
{
  const char *command = text_of (c, record, RUNGS_RECORD_TEXT_TYPE);
  GString *sentence = g_string_new (NULL);

  if (*command != '\0')
    g_string_append_printf (sentence, _ ("Teams refused %s"), command);
  else
    g_string_append (sentence, _ ("Teams refused a change of its numbers"));
  if (self->entry == NULL)
    g_string_append_printf (sentence, ". %s", _ ("What this error means is not known."));
  else
    g_string_append_printf (sentence, ": %s.", self->entry->title);
  return g_string_free (sentence, FALSE);
}

/* (transfer full) */
static char *
fault_sentence (const RungsVerdict *self, const RungsCase *c, const RungsRecord *record)
{
  GString *sentence = g_string_new (NULL);
  g_autofree char *code = code_text (c, record);
  g_autofree char *lasted =
    c->call->duration >= 0 ? rungs_stamp_duration (c->call->duration) : NULL;

  if (record->kind == RUNGS_RECORD_SIGN_IN && record->aadsts == 0 && self->entry != NULL)
    g_string_append (sentence, _ ("The sign-in failed"));
  else if (record->kind == RUNGS_RECORD_SIGN_IN && record->aadsts == 0)
    g_string_append_printf (sentence, _ ("The sign-in failed with %s"), code);
  else if (record->kind == RUNGS_RECORD_SIGN_IN)
    g_string_append_printf (sentence, _ ("Microsoft Entra refused the sign-in with %s"), code);
  else if (record->kind == RUNGS_RECORD_CLIENT)
    append_client_fault (sentence, c, code, lasted);
  else if (c->call->state != RUNGS_STATE_DROPPED)
    g_string_append_printf (sentence, _ ("By Microsoft’s record the call failed with %s"), code);
  else if (lasted != NULL)
    g_string_append_printf (
      sentence, _ ("By Microsoft’s record the answered call was dropped after %s with %s"), lasted,
      code);
  else
    g_string_append_printf (
      sentence, _ ("By Microsoft’s record the answered call was dropped with %s"), code);
  append_meaning (sentence, self);
  return g_string_free (sentence, FALSE);
}

/* By the client's log. */
static char *
client_sentence (const RungsCase *c, const RungsRecord *record)
{
  const char *phrase = text_of (c, record, RUNGS_RECORD_TEXT_PHRASE);
  g_autofree char *lasted =
    c->call->duration >= 0 ? rungs_stamp_duration (c->call->duration) : NULL;

  switch ((RungsState) c->call->state)
    {
    case RUNGS_STATE_COMPLETED:
      return lasted != NULL ? g_strdup_printf (
               _ ("By the client’s log the call ended normally after %s."), lasted)
                            : g_strdup (_ ("By the client’s log the call ended normally."));
    case RUNGS_STATE_CANCELLED:
      return *phrase != '\0'
               ? g_strdup_printf (
                 _ ("By the client’s log the call ended before it was answered: %s."), phrase)
               : g_strdup (_ ("By the client’s log the call ended before it was answered."));
    case RUNGS_STATE_ESTABLISHED:
      return g_strdup (_ ("The call was connected; the client’s log does not show its end."));
    case RUNGS_STATE_SETUP:
    case RUNGS_STATE_FAILED:
    case RUNGS_STATE_DROPPED:
    default:
      return g_strdup (_ ("The client’s log does not say how this call ended."));
    }
}

static char *
good_sentence (const RungsCase *c, const RungsRecord *record)
{
  g_autofree char *lasted =
    c->call->duration >= 0 ? rungs_stamp_duration (c->call->duration) : NULL;

  if (record->kind == RUNGS_RECORD_SIGN_IN && record->aadsts != 0)
    return g_strdup_printf (
      _ ("Microsoft Entra asked for more (AADSTS%u), and then the sign-in succeeded."),
      record->aadsts);
  if (record->kind == RUNGS_RECORD_SIGN_IN)
    return g_strdup (_ ("The sign-in succeeded."));
  if (record->kind == RUNGS_RECORD_PSTN && lasted != NULL)
    return g_strdup_printf (
      _ ("The call lasted %s. Microsoft’s record of such calls does not say how they end."),
      lasted);
  if (lasted == NULL)
    return g_strdup (_ ("By Microsoft’s record the call was answered and ended normally."));
  return g_strdup_printf (
    _ ("By Microsoft’s record the call was answered and ended normally after %s."), lasted);
}

static char *
cancelled_sentence (const RungsCase *c, const RungsRecord *record)
{
  const char *phrase = text_of (c, record, RUNGS_RECORD_TEXT_PHRASE);

  return *phrase != '\0'
           ? g_strdup_printf (
             _ ("By Microsoft’s record the call ended before it was answered: %s."), phrase)
           : g_strdup (_ ("By Microsoft’s record the call ended before it was answered."));
}

static char *
sentence_of (const RungsVerdict *self, const RungsCase *c, const RungsRecord *record)
{
  if (record->kind == RUNGS_RECORD_CLIENT && !self->is_fault)
    return client_sentence (c, record);
  if (record->kind == RUNGS_RECORD_MEDIA)
    return rungs_media_sentence (c, record);
  switch ((RungsState) c->call->state)
    {
    case RUNGS_STATE_FAILED:
    case RUNGS_STATE_DROPPED:
      return record->kind == RUNGS_RECORD_NUMBER ? number_sentence (self, c, record)
                                                 : fault_sentence (self, c, record);
    case RUNGS_STATE_CANCELLED:
      return cancelled_sentence (c, record);
    case RUNGS_STATE_COMPLETED:
    case RUNGS_STATE_ESTABLISHED:
      return good_sentence (c, record);
    case RUNGS_STATE_SETUP:
    default:
      return g_strdup (_ ("Microsoft’s record does not say how this ended."));
    }
}

void
rungs_verdict_of_record (RungsVerdict *self, RungsCase *c, const RungsKnowledge *knowledge)
{
  const RungsRecord *record =
    rungs_trace_get_record (c->trace, rungs_trace_get_call_record (c->trace, c->call, 0));
  const char *phrase = text_of (c, record, RUNGS_RECORD_TEXT_PHRASE);

  self->code = MAX (record->code, 0);
  self->phrase = *phrase != '\0' ? g_strdup (phrase) : NULL;
  self->microsoft_code = record->microsoft_code;
  self->microsoft_code_from = record->microsoft_code >= 0 ? "record" : NULL;
  if (self->is_fault && record->kind == RUNGS_RECORD_MEDIA && *phrase == '\0')
    set_party (self, record);
  else if (self->is_fault)
    {
      choose_entry (self, c, record, knowledge);
      set_party (self, record);
    }
  g_free (self->sentence);
  self->sentence = sentence_of (self, c, record);
}
