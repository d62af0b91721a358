/* What Microsoft noted down, as evidence: its figures, why it is of this call, and where log and
 * record disagree. */
#include "config.h"

#include "record.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/find.h"
#include "diagnosis/findings/findings.h"
#include "diagnosis/findings/media.h"
#include "diagnosis/party-private.h"

/* Microsoft's rule for final answers of the SBC: this much plus the SIP code. */
#define RULE_560 560000
/* Clocks that differ by less are told by nobody. */
#define NOTICED_CLOCK (2 * RUNGS_STAMP_SECOND)

static const char *
text_of (const RungsCase *c, const RungsRecord *record, RungsRecordText text)
{
  return rungs_trace_string (c->trace, record->texts[text]);
}

static void
append_part (GString *text, const char *name, const char *value)
{
  if (*value != '\0')
    g_string_append_printf (text, "%s%s %s", text->len > 0 ? ", " : "", name, value);
}

static char *
call_facts (const RungsCase *c, const RungsRecord *record)
{
  GString *text = g_string_new (NULL);
  g_autofree char *code = record->code >= 0 ? g_strdup_printf ("%d", record->code) : g_strdup ("");
  g_autofree char *subcode =
    record->microsoft_code >= 0 ? g_strdup_printf ("%d", record->microsoft_code) : g_strdup ("");

  append_part (text, _ ("final SIP code"), code);
  append_part (text, _ ("Microsoft code"), subcode);
  append_part (text, _ ("phrase"), text_of (c, record, RUNGS_RECORD_TEXT_PHRASE));
  append_part (text, _ ("SBC"), text_of (c, record, RUNGS_RECORD_TEXT_SBC));
  append_part (text, _ ("type"), text_of (c, record, RUNGS_RECORD_TEXT_TYPE));
  append_part (text, _ ("user"), text_of (c, record, RUNGS_RECORD_TEXT_USER));
  return g_string_free (text, FALSE);
}

static char *
client_facts (const RungsCase *c, const RungsRecord *record)
{
  GString *text = g_string_new (NULL);
  g_autofree char *code = record->code >= 0 ? g_strdup_printf ("%d", record->code) : g_strdup ("");
  g_autofree char *subcode =
    record->microsoft_code >= 0 ? g_strdup_printf ("%d", record->microsoft_code) : g_strdup ("");

  append_part (text, _ ("code"), code);
  append_part (text, _ ("subcode"), subcode);
  append_part (text, _ ("phrase"), text_of (c, record, RUNGS_RECORD_TEXT_PHRASE));
  append_part (text, _ ("type"), text_of (c, record, RUNGS_RECORD_TEXT_TYPE));
  append_part (text, _ ("user"), text_of (c, record, RUNGS_RECORD_TEXT_USER));
  append_part (text, _ ("app"), text_of (c, record, RUNGS_RECORD_TEXT_APP));
  append_part (text, _ ("system"), text_of (c, record, RUNGS_RECORD_TEXT_SYSTEM));
  return g_string_free (text, FALSE);
}

static char *
sign_in_facts (const RungsCase *c, const RungsRecord *record)
{
  GString *text = g_string_new (NULL);

  append_part (text, _ ("account"), text_of (c, record, RUNGS_RECORD_TEXT_USER));
  append_part (text, _ ("app"), text_of (c, record, RUNGS_RECORD_TEXT_APP));
  append_part (text, _ ("resource"), text_of (c, record, RUNGS_RECORD_TEXT_RESOURCE));
  append_part (text, _ ("device"), text_of (c, record, RUNGS_RECORD_TEXT_DEVICE));
  append_part (text, _ ("system"), text_of (c, record, RUNGS_RECORD_TEXT_SYSTEM));
  append_part (text, _ ("address"), text_of (c, record, RUNGS_RECORD_TEXT_ADDRESS));
  append_part (text, _ ("policy"), text_of (c, record, RUNGS_RECORD_TEXT_POLICY));
  append_part (text, _ ("reason"), text_of (c, record, RUNGS_RECORD_TEXT_PHRASE));
  return g_string_free (text, FALSE);
}

static char *
media_facts (const RungsCase *c, const RungsRecord *record)
{
  GString *text = g_string_new (NULL);
  g_autofree char *version = g_strdup_printf ("%u", record->version);

  append_part (text, _ ("type"), text_of (c, record, RUNGS_RECORD_TEXT_TYPE));
  append_part (text, _ ("version"), version);
  append_part (text, _ ("user"), text_of (c, record, RUNGS_RECORD_TEXT_USER));
  append_part (text, _ ("app"), text_of (c, record, RUNGS_RECORD_TEXT_APP));
  append_part (text, _ ("system"), text_of (c, record, RUNGS_RECORD_TEXT_SYSTEM));
  append_part (text, _ ("device"), text_of (c, record, RUNGS_RECORD_TEXT_DEVICE));
  return g_string_free (text, FALSE);
}

static char *
number_facts (const RungsCase *c, const RungsRecord *record)
{
  GString *text = g_string_new (NULL);

  append_part (text, _ ("number"), text_of (c, record, RUNGS_RECORD_TEXT_TO));
  append_part (text, _ ("account"), text_of (c, record, RUNGS_RECORD_TEXT_USER));
  append_part (text, _ ("route"), text_of (c, record, RUNGS_RECORD_TEXT_NAME));
  append_part (text, _ ("command"), text_of (c, record, RUNGS_RECORD_TEXT_TYPE));
  append_part (text, _ ("error"), text_of (c, record, RUNGS_RECORD_TEXT_PHRASE));
  return g_string_free (text, FALSE);
}

/* "final SIP code 488, Microsoft code 531000, …" (transfer full) */
static char *
record_facts (const RungsCase *self, const RungsRecord *record)
{
  char *facts = record->kind == RUNGS_RECORD_SIGN_IN  ? sign_in_facts (self, record)
                : record->kind == RUNGS_RECORD_MEDIA  ? media_facts (self, record)
                : record->kind == RUNGS_RECORD_CLIENT ? client_facts (self, record)
                : record->kind == RUNGS_RECORD_NUMBER ? number_facts (self, record)
                                                      : call_facts (self, record);

  /* The last of them may be a sentence. */
  if (g_str_has_suffix (facts, "."))
    facts[strlen (facts) - 1] = '\0';
  return facts;
}

static void
add_line (RungsFinding *finding, const RungsRecord *record)
{
  const RungsFindingLine line = { RUNGS_NONE, record->input, record->line, RUNGS_NONE };

  g_array_append_val (finding->lines, line);
}

/* ---- records beside messages ---- */

static guint32
nth_record (const RungsCase *c, guint i)
{
  return rungs_trace_get_call_record (c->trace, c->call, i);
}

guint32
rungs_record_deciding (const RungsCase *c)
{
  guint32 answer = c->answer != RUNGS_NONE ? c->answer : c->final;
  guint32 leg = answer != RUNGS_NONE ? rungs_case_row (c, answer)->leg : RUNGS_NONE;
  guint32 best = RUNGS_NONE;

  for (guint i = 0; i < c->call->n_records; i++)
    {
      const RungsRecord *record = rungs_trace_get_record (c->trace, nth_record (c, i));

      /* What may be another call's decides nothing. */
      if (record->microsoft_code < 0 || record->strength == RUNGS_STRENGTH_WEAK)
        continue;
      if (record->leg == leg && leg != RUNGS_NONE)
        return nth_record (c, i);
      /* Of several a bad end says more than a good one. */
      if (best == RUNGS_NONE
          || (record->outcome == RUNGS_OUTCOME_BAD
              && rungs_trace_get_record (c->trace, best)->outcome != RUNGS_OUTCOME_BAD))
        best = nth_record (c, i);
    }
  return best;
}

/* The last final answer to the INVITE on the record's leg. */
static guint32
answer_on_leg (const RungsCase *c, const RungsRecord *record)
{
  guint32 answer = RUNGS_NONE;

  for (guint32 i = 0; i < c->call->n_rows; i++)
    {
      guint32 message = rungs_trace_get_row (c->trace, c->call, i);
      const RungsMessage *row = rungs_case_row (c, message);

      if (row->leg == record->leg && row->code >= 200 && row->code != 401 && row->code != 407
          && g_str_equal (rungs_trace_string (c->trace, row->method), "INVITE")
          && !(row->flags & RUNGS_MESSAGE_DUPLICATE)
          && (answer == RUNGS_NONE || rungs_case_row (c, answer)->code >= 300))
        answer = message;
    }
  return answer;
}

/* (transfer full) */
static char *
clock_text (const RungsRecord *record)
{
  g_autofree char *size = rungs_stamp_duration (ABS (record->ahead) / 1000);

  if (ABS (record->ahead) < NOTICED_CLOCK)
    return g_strdup ("");
  return g_strdup_printf (record->ahead > 0 ? _ (" The log’s clock is %s ahead of Microsoft’s.")
                                            : _ (" The log’s clock is %s behind Microsoft’s."),
                          size);
}

static void
find_record (RungsCase *c, const RungsRecord *record)
{
  g_autofree char *facts = record_facts (c, record);
  g_autofree char *match = rungs_trace_describe_match (record);
  g_autofree char *clock = clock_text (record);
  gboolean is_weak = record->strength == RUNGS_STRENGTH_WEAK;

  add_line (rungs_case_find (
              c, RUNGS_FINDING_RECORD,
              g_strdup_printf (is_weak ? _ ("Microsoft’s record of what is perhaps this call says: "
                                            "%s. It is taken to be of this call by: %s.%s")
                                       : _ ("Microsoft’s record of this call says: %s. It is of "
                                            "this call by: %s.%s"),
                               facts, match, clock)),
            record);
}

static void
find_disagreement (RungsCase *c, const RungsRecord *record)
{
  guint32 answer = answer_on_leg (c, record);
  int expected = record->microsoft_code > RULE_560 ? record->microsoft_code - RULE_560 : -1;
  RungsFinding *finding;
  g_autofree char *who = NULL;

  if (!(record->why & RUNGS_MATCH_OTHER_CODE) || answer == RUNGS_NONE)
    return;
  if (expected < 300 || expected > 699)
    expected = record->code;
  who = rungs_party_call_name (c, rungs_case_row (c, answer)->src, TRUE);
  finding = rungs_case_find (
    c, RUNGS_FINDING_RECORD_DISAGREES,
    g_strdup_printf (_ ("%s answered with %u in the log, and Microsoft’s record has %d for it: one "
                        "of the two was changed on the way, or the record is of another call."),
                     who, (guint) rungs_case_row (c, answer)->code, expected));
  rungs_finding_at (finding, c, answer);
  add_line (finding, record);
}

void
rungs_findings_record (RungsCase *c)
{
  for (guint i = 0; i < c->call->n_records; i++)
    {
      const RungsRecord *record = rungs_trace_get_record (c->trace, nth_record (c, i));

      find_record (c, record);
      find_disagreement (c, record);
      if (record->kind == RUNGS_RECORD_MEDIA)
        rungs_findings_media (c, nth_record (c, i));
    }
  if (rungs_trace_lacks_record (c->trace, c->call))
    rungs_finding_at (
      rungs_case_find (c, RUNGS_FINDING_NO_RECORD,
                       g_strdup (_ ("Microsoft’s records cover this time and have no row for this "
                                    "call: Microsoft’s proxy turned it away before it was a call "
                                    "to Microsoft, or the export leaves it out."))),
      c, rungs_trace_get_row (c->trace, c->call, 0));
}

/* ---- records alone ---- */

/* "10:14" */
static char *
minute_of (RungsStamp stamp)
{
  char *clock = rungs_stamp_to_clock (stamp);

  if (strlen (clock) > 5)
    clock[5] = '\0';
  return clock;
}

void
rungs_findings_untraced (RungsCase *c)
{
  const RungsRecord *record = rungs_trace_get_record (c->trace, nth_record (c, 0));
  g_autofree char *facts = record_facts (c, record);
  g_autofree char *minute = NULL;
  RungsCovered covered = record->kind == RUNGS_RECORD_CALL
                           ? rungs_trace_covers_record (c->trace, nth_record (c, 0))
                           : RUNGS_COVERED_NOT_KNOWN;

  if (*facts != '\0')
    add_line (rungs_case_find (c, RUNGS_FINDING_RECORD,
                               g_strdup_printf (record->kind == RUNGS_RECORD_NUMBER
                                                  ? _ ("The answer to the command says: %s.")
                                                  : _ ("Microsoft’s record says: %s."),
                                                facts)),
              record);
  for (guint i = 1; i < c->call->n_records; i++)
    find_record (c, rungs_trace_get_record (c->trace, nth_record (c, i)));
  for (guint i = 0; i < c->call->n_records; i++)
    if (rungs_trace_get_record (c->trace, nth_record (c, i))->kind == RUNGS_RECORD_MEDIA)
      rungs_findings_media (c, nth_record (c, i));
  if (covered == RUNGS_COVERED_NOT_KNOWN)
    return;
  minute = minute_of (record->start);
  add_line (
    rungs_case_find (
      c, RUNGS_FINDING_NO_TRACE,
      covered == RUNGS_COVERED_YES
        ? g_strdup_printf (_ ("There is no SBC trace for this row although the log covers %s UTC: "
                              "the call never reached the SBC, or the log leaves it out."),
                           minute)
        : g_strdup_printf (_ ("There is no SBC trace for this row: the log does not cover %s UTC."),
                           minute)),
    record);
}
