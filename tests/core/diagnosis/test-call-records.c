/* Records of calls beside rows of Direct Routing and messages of an SBC: which belong together,
 * which version counts, what is found in them and what is not, and where they stand in a ladder. */
#include "config.h"

#include "script.h"

#include "diagnosis/verdict.h"
#include "formats/teams/teams.h"
#include "ladder/ladder.h"

#define GUID "5f0c7a1e-3b52-4d0e-9c41-7a6f2d9b0001"
#define OTHER "5f0c7a1e-3b52-4d0e-9c41-7a6f2d9b0002"

#define HEADER                                                                                     \
  "Correlation ID,Invite time,Start time,Failure time,Caller Number,Callee Number,Call "           \
  "type,Final SIP code,Final Microsoft subcode,SBC FQDN\n"

/* An answered call to Teams that begins @at seconds into the day and lasts 20 s; @reason: in its
 * BYE. */
static char *
answered (double at, const char *reason)
{
  return g_strdup_printf (
    "%.3f S T INVITE A 1 from=+15557770100 to=+15558881234 contact=sip:sbc1.example.com:5061\n"
    "%.3f T S 200 A 1 from=+15557770100 to=+15558881234\n"
    "%.3f S T ACK A 1 from=+15557770100 to=+15558881234\n"
    "%.3f T S BYE A 2 from=+15558881234 to=+15557770100 %s%s\n"
    "%.3f S T 200 A 2 m=BYE from=+15558881234 to=+15557770100\n",
    at, at + 2, at + 2.1, at + 22, *reason != '\0' ? "reason=" : "", reason, at + 22.1);
}

typedef struct
{
  const char *id;
  guint version;
  const char *start, *end;
  const char *number; /* of the caller */
  double loss;
  guint packets;
  const char *failure; /* of the session, as JSON; NULL: none */
  const char *more;    /* members in front of "sessions" */
} Record;

/* (transfer full) */
static char *
json_of (const Record *record)
{
  char loss[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup_printf (
    "{\"id\":\"%s\",\"version\":%u,\"type\":\"peerToPeer\",\"modalities\":[\"audio\"],"
    "\"startDateTime\":\"1970-01-01T%sZ\",\"endDateTime\":\"1970-01-01T%sZ\",%s\"sessions\":[{"
    "\"id\":\"%s\",\"caller\":{\"associatedIdentity\":{\"id\":\"%s\"}},\"callee\":{"
    "\"associatedIdentity\":{\"displayName\":\"Anna\",\"userPrincipalName\":\"anna@example.com\"}},"
    "\"failureInfo\":%s,\"segments\":[{\"media\":[{\"label\":\"main-audio\",\"streams\":[{"
    "\"streamDirection\":\"callerToCallee\",\"averagePacketLossRate\":%s,\"packetUtilization\":%u,"
    "\"averageJitter\":\"PT0.03S\",\"averageRoundTripTime\":\"PT0.5S\"}]}]}]}]}\n",
    record->id, record->version, record->start, record->end,
    record->more != NULL ? record->more : "", record->id, record->number,
    record->failure != NULL ? record->failure : "null",
    g_ascii_dtostr (loss, sizeof loss, record->loss), record->packets);
}

static void
add_input (RungsBuilder *builder, const char *name, const char *text, const RungsFormat *format)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (RungsInput) input = rungs_input_new_bytes (name, bytes);
  g_autoptr (RungsReader) reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);
  g_autoptr (GError) error = NULL;

  rungs_builder_add_input (builder, input, format);
  format->parse (format, reader, &builder->sink, NULL, &error);
  g_assert_no_error (error);
  rungs_builder_end_input (builder, 0);
}

/* @log: (transfer full), a script, may be NULL. @rows: of the table, may be NULL. */
static RungsTrace *
load (char *log, const char *rows, const Record *records, guint n)
{
  g_autoptr (RungsBuilder) builder = rungs_builder_new (NULL);
  g_autofree char *owned = log;

  if (owned != NULL)
    {
      g_autoptr (RungsInput) input = script_input ("log", owned);
      g_autoptr (RungsReader) reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);

      rungs_builder_add_input (builder, input, &script_format);
      g_assert_true (script_format.parse (&script_format, reader, &builder->sink, NULL, NULL));
      rungs_builder_end_input (builder, 0);
    }
  if (rows != NULL)
    {
      g_autofree char *table = g_strconcat (HEADER, rows, NULL);
      add_input (builder, "x.csv", table, &rungs_format_teams_direct_routing);
    }
  /* Each in a file of its own. */
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *json = json_of (&records[i]);
      add_input (builder, "x.json", json, &rungs_format_teams_call_record);
    }
  return rungs_builder_finish (builder);
}

static const RungsRecord *
media_of (RungsTrace *trace)
{
  for (guint i = 0; i < rungs_trace_get_n_records (trace); i++)
    if (rungs_trace_get_record (trace, i)->kind == RUNGS_RECORD_MEDIA)
      return rungs_trace_get_record (trace, i);
  g_assert_not_reached ();
}

static RungsVerdict *
verdict_of (RungsTrace *trace, guint call)
{
  return rungs_verdict_new (trace, rungs_knowledge_get (), rungs_trace_get_call (trace, call),
                            NULL);
}

static const RungsFinding *
finding_of (const RungsVerdict *verdict, RungsFindingId id)
{
  for (guint i = 0; i < verdict->findings->len; i++)
    {
      const RungsFinding *finding = g_ptr_array_index (verdict->findings, i);

      if (finding->id == id)
        return finding;
    }
  return NULL;
}

#define ROW(id, start, code, micro)                                                                \
  id ",1970-01-01T" start "Z,1970-01-01T08:00:02Z,,+15557770***,+15558881***,dr_in," code          \
     "," micro ",sbc1.example.com\n"

static const Record plain = { GUID,  1,    "08:00:02", "08:00:22", "+15557770***",
                              0.001, 4000, NULL,       NULL };

/* ---- which call ---- */

/* A row and a record of one id are one call, also when no log shows it. */
static void
test_with_row (void)
{
  g_autoptr (RungsTrace) trace = load (NULL, ROW (GUID, "08:00:00", "0", "540000"), &plain, 1);
  const RungsCall *call = rungs_trace_get_call (trace, 0);
  const RungsRecord *record = media_of (trace);

  g_assert_cmpuint (rungs_trace_get_n_calls (trace), ==, 1);
  g_assert_cmpuint (call->n_records, ==, 2);
  g_assert_cmpuint (call->kind, ==, RUNGS_KIND_RECORD);
  g_assert_cmpuint (rungs_trace_get_call_record (trace, call, 0), ==, 0); /* the row leads */
  g_assert_cmpuint (record->why, ==, RUNGS_MATCH_RECORD);
  g_assert_cmpuint (record->call, ==, 0);
}

static void
test_other_id (void)
{
  g_autoptr (RungsTrace) trace = load (NULL, ROW (OTHER, "08:00:00", "0", "540000"), &plain, 1);

  g_assert_cmpuint (rungs_trace_get_n_calls (trace), ==, 2);
  g_assert_cmpuint (media_of (trace)->why, ==, 0);
}

/* Where the row is found, the record goes too, with the clock of the log. */
static void
test_with_row_in_log (void)
{
  g_autoptr (RungsTrace) trace =
    load (answered (36000, ""), ROW (GUID, "08:00:00", "0", "540000"), &plain, 1);
  const RungsRecord *record = media_of (trace);

  g_assert_cmpuint (rungs_trace_get_n_calls (trace), ==, 1);
  g_assert_cmpuint (rungs_trace_get_call (trace, 0)->n_records, ==, 2);
  g_assert_true (record->is_clock_known);
  g_assert_cmpint (record->ahead, ==, 2 * 3600 * RUNGS_STAMP_SECOND);
  g_assert_true (record->why & RUNGS_MATCH_RECORD);
}

/* Its id in a message settles it. Where its time and numbers fit too they tell the zone; else
 * nobody measured a clock. */
static void
test_guid_in_log (void)
{
  Record stranger = plain;
  g_autoptr (RungsTrace) fitting =
    load (answered (36000, "Q.850;cause=16;text=\"" GUID ";Ended\""), NULL, &plain, 1);
  g_autoptr (RungsTrace) trace = NULL;
  const RungsRecord *record;

  stranger.number = "+15559999***";
  trace = load (answered (36000, "Q.850;cause=16;text=\"" GUID ";Ended\""), NULL, &stranger, 1);
  record = media_of (trace);
  g_assert_true (media_of (fitting)->is_clock_known);
  g_assert_cmpint (media_of (fitting)->ahead, ==, 2 * 3600 * RUNGS_STAMP_SECOND);
  g_assert_cmpuint (rungs_trace_get_n_calls (trace), ==, 1);
  g_assert_true (record->why & RUNGS_MATCH_GUID);
  g_assert_cmpuint (record->strength, ==, RUNGS_STRENGTH_CERTAIN);
  g_assert_false (record->is_clock_known);
}

/* By numbers and time alone: weak, since a record has neither code nor SBC. */
static void
test_numbers_in_log (void)
{
  Record near = plain, far = plain;
  g_autoptr (RungsTrace) trace = NULL;
  g_autoptr (RungsTrace) other = NULL;

  near.start = "08:00:00";
  far.start = "08:00:00";
  far.number = "+15557779***";
  trace = load (answered (36000, ""), NULL, &near, 1);
  other = load (answered (36000, ""), NULL, &far, 1);
  g_assert_cmpuint (rungs_trace_get_n_calls (trace), ==, 1);
  g_assert_true (media_of (trace)->why & RUNGS_MATCH_CALLER);
  g_assert_cmpuint (media_of (trace)->strength, ==, RUNGS_STRENGTH_WEAK);
  g_assert_cmpuint (rungs_trace_get_n_calls (other), ==, 2);
}

/* The highest version of an id, whichever file comes first. */
static void
test_versions (void)
{
  Record records[] = { plain, plain, plain, plain };
  g_autoptr (RungsTrace) trace = NULL;

  records[0].version = 2;
  records[1].version = 10;
  records[1].end = "08:05:00";
  records[2].version = 9;
  records[3].version = 10; /* once more */
  trace = load (NULL, NULL, records, G_N_ELEMENTS (records));
  g_assert_cmpuint (rungs_trace_get_n_calls (trace), ==, 1);
  g_assert_cmpuint (rungs_trace_get_call (trace, 0)->n_records, ==, 1);
  g_assert_cmpuint (rungs_trace_get_call_record (trace, rungs_trace_get_call (trace, 0), 0), ==, 1);
  g_assert_cmpint (rungs_trace_get_call (trace, 0)->duration, ==, 298000);
}

/* ---- what is found ---- */

static void
test_bounds (void)
{
  static const struct
  {
    double loss;
    guint packets;
    gboolean is_found;
  } cases[] = {
    { 0.042, 4000, TRUE }, { 0.0101, 501, TRUE }, { 0.01, 4000, FALSE },
    { 0.3, 500, FALSE },   { 0, 4000, FALSE },    { 42, 4000, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Record record = plain;
      g_autoptr (RungsTrace) trace = NULL;
      g_autoptr (RungsVerdict) verdict = NULL;
      const RungsFinding *finding;

      record.loss = cases[i].loss;
      record.packets = cases[i].packets;
      trace = load (NULL, NULL, &record, 1);
      verdict = verdict_of (trace, 0);
      finding = finding_of (verdict, RUNGS_FINDING_MEDIA_OUT_OF_BOUNDS);
      g_test_message ("%u", i);
      g_assert_cmpint (finding != NULL, ==, cases[i].is_found);
      g_assert_cmpint (finding_of (verdict, RUNGS_FINDING_MEDIA_FIGURES) != NULL, ==,
                       !cases[i].is_found);
      g_assert_cmpuint (media_of (trace)->n_marked, ==, cases[i].is_found);
      g_assert_cmpint (strstr (verdict->sentence, "out of bounds") != NULL, ==, cases[i].is_found);
      if (i == 0)
        {
          g_assert_true (g_str_has_prefix (
            finding->text, "Media out of bounds: audio caller → callee: loss 4.2 % (more than 1 "
                           "%), jitter 30 ms, round trip 500 ms. The limits are Microsoft’s: "));
          g_assert_cmpuint (g_array_index (finding->lines, RungsFindingLine, 0).line, ==, 1);
          g_assert_false (verdict->is_fault);
        }
    }
}

static void
test_failures (void)
{
  static const struct
  {
    const char *failure;
    RungsState state;
    const char *sentence;
  } cases[] = {
    { "{\"stage\":\"callSetup\",\"reason\":\"No answer\"}", RUNGS_STATE_FAILED,
      "By Microsoft’s call record the call failed while it was set up: No answer." },
    { "{\"stage\":\"midcall\",\"reason\":\"\"}", RUNGS_STATE_DROPPED,
      "By Microsoft’s call record the call broke off after it was set up, after 20 s; it gives no "
      "reason." },
    { "{\"stage\":\"unknownFutureValue\"}", RUNGS_STATE_FAILED,
      "By Microsoft’s call record the call failed at a time that is not said; it gives no "
      "reason." },
    { "{\"stage\":null,\"reason\":null}", RUNGS_STATE_COMPLETED,
      "The call lasted 20 s, and Microsoft’s call record notes no failure." },
    { "{}", RUNGS_STATE_COMPLETED,
      "The call lasted 20 s, and Microsoft’s call record notes no failure." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Record record = plain;
      g_autoptr (RungsTrace) trace = NULL;
      g_autoptr (RungsVerdict) verdict = NULL;

      record.failure = cases[i].failure;
      trace = load (NULL, NULL, &record, 1);
      verdict = verdict_of (trace, 0);
      g_assert_cmpuint (rungs_trace_get_call (trace, 0)->state, ==, cases[i].state);
      g_assert_cmpstr (verdict->sentence, ==, cases[i].sentence);
      g_assert_cmpint (finding_of (verdict, RUNGS_FINDING_RECORD_FAILURE) != NULL, ==,
                       cases[i].state != RUNGS_STATE_COMPLETED);
      g_assert_null (finding_of (verdict, RUNGS_FINDING_RECORD_DISAGREES));
    }
}

static void
test_incomplete (void)
{
  Record record = plain;
  g_autoptr (RungsTrace) whole = load (NULL, NULL, &record, 1), part = NULL;
  g_autoptr (RungsVerdict) of_whole = verdict_of (whole, 0), of_part = NULL;

  record.more = "\"sessions@odata.nextLink\":\"https://graph.microsoft.com/next\",";
  part = load (NULL, NULL, &record, 1);
  of_part = verdict_of (part, 0);
  g_assert_null (finding_of (of_whole, RUNGS_FINDING_RECORD_INCOMPLETE));
  g_assert_nonnull (finding_of (of_part, RUNGS_FINDING_RECORD_INCOMPLETE));
  g_assert_cmpuint (rungs_trace_get_n_diagnostics (whole), ==, 0);
  g_assert_cmpuint (rungs_trace_get_n_diagnostics (part), ==, 1);
}

/* The log ends well and the record does not, and the other way round. */
static void
test_disagreement (void)
{
  Record bad = plain;
  g_autoptr (RungsTrace) same =
    load (answered (36000, ""), ROW (GUID, "08:00:00", "0", "540000"), &plain, 1);
  g_autoptr (RungsTrace) dropped = NULL;
  g_autoptr (RungsTrace) refused = NULL;
  g_autoptr (RungsVerdict) of_same = verdict_of (same, 0), of_dropped = NULL, of_refused = NULL;
  const RungsFinding *finding;

  bad.failure = "{\"stage\":\"midcall\",\"reason\":\"\"}";
  dropped = load (answered (36000, ""), ROW (GUID, "08:00:00", "0", "540000"), &bad, 1);
  of_dropped = verdict_of (dropped, 0);
  refused = load (g_strdup ("36000.000 S T INVITE A 1 from=+15557770100 to=+15558881234\n"
                            "36001.000 T S 486 A 1 from=+15557770100 to=+15558881234\n"),
                  GUID ",1970-01-01T08:00:00Z,,1970-01-01T08:00:01Z,+15557770***,+15558881***,"
                       "dr_in,486,540486,\n",
                  &plain, 1);
  of_refused = verdict_of (refused, 0);

  g_assert_null (finding_of (of_same, RUNGS_FINDING_RECORD_DISAGREES));
  finding = finding_of (of_dropped, RUNGS_FINDING_RECORD_DISAGREES);
  g_assert_nonnull (finding);
  /* The answer in the log, and the record. */
  g_assert_cmpuint (finding->lines->len, >=, 1);
  g_assert_nonnull (strstr (finding->text, "broke off after it was set up"));
  g_assert_cmpuint (rungs_trace_get_call (refused, 0)->n_records, ==, 2);
  g_assert_nonnull (finding_of (of_refused, RUNGS_FINDING_RECORD_DISAGREES));
}

/* ---- the ladder ---- */

/* Arrows keep their rows, order and steps; records stand between them where their times belong. */
static void
test_ladder (void)
{
  g_autoptr (RungsTrace) alone = load (answered (36000, ""), NULL, NULL, 0);
  g_autoptr (RungsTrace) trace =
    load (answered (36000, ""), ROW (GUID, "08:00:00", "0", "540000"), &plain, 1);
  g_autoptr (RungsLadder) before = rungs_ladder_new (alone, rungs_trace_get_call (alone, 0), NULL);
  g_autoptr (RungsLadder) ladder = rungs_ladder_new (trace, rungs_trace_get_call (trace, 0), NULL);
  g_autoptr (GString) events = g_string_new (NULL);
  g_autofree char *speech = NULL;
  guint n = 0;

  for (guint i = 0; i < ladder->rows->len; i++)
    {
      const RungsRow *row = g_ptr_array_index (ladder->rows, i);

      if (row->kind == RUNGS_ROW_EVENT)
        {
          const RungsLane *lane = g_ptr_array_index (ladder->lanes, row->from);

          g_assert_cmpint (lane->kind, ==, RUNGS_DEVICE_RECORD);
          g_string_append_printf (events, "%u %s: %s\n", n, lane->name, row->label);
          if (speech == NULL)
            speech = rungs_ladder_speak (ladder, row);
        }
      else if (row->kind == RUNGS_ROW_ARROW)
        {
          const RungsRow *same = NULL;

          for (guint k = 0, m = 0; k < before->rows->len && same == NULL; k++)
            {
              const RungsRow *other = g_ptr_array_index (before->rows, k);

              if (other->kind == RUNGS_ROW_ARROW && m++ == n)
                same = other;
            }
          g_assert_cmpstr (row->label, ==, same->label);
          g_assert_cmpint (row->time, ==, same->time);
          g_assert_cmpint (row->step, ==, same->step);
          n++;
        }
    }
  g_assert_cmpstr (events->str, ==,
                   "1 Microsoft’s record: INVITE received\n"
                   "2 Microsoft’s record: answered\n"
                   "2 Microsoft’s record: ended: 0 (540000)\n"
                   "2 Microsoft’s record: call record: begun\n"
                   "4 Microsoft’s record: call record: ended\n");
  g_assert_nonnull (strstr (speech, "Microsoft’s record said: INVITE received"));
}

/* A place that was only guessed says so. */
static void
test_ladder_without_clock (void)
{
  Record stranger = plain;
  g_autoptr (RungsTrace) trace = NULL;
  g_autoptr (RungsLadder) ladder = NULL;
  g_autofree char *text = NULL;

  stranger.number = "+15559999***";
  trace = load (answered (36000, "Q.850;cause=16;text=\"" GUID ";Ended\""), NULL, &stranger, 1);
  ladder = rungs_ladder_new (trace, rungs_trace_get_call (trace, 0), NULL);
  text = rungs_ladder_to_text (ladder, 120);
  g_assert_nonnull (strstr (text, "[call record: begun (clock not measured)]"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/call-records/with-row", test_with_row);
  g_test_add_func ("/call-records/other-id", test_other_id);
  g_test_add_func ("/call-records/with-row-in-log", test_with_row_in_log);
  g_test_add_func ("/call-records/guid-in-log", test_guid_in_log);
  g_test_add_func ("/call-records/numbers-in-log", test_numbers_in_log);
  g_test_add_func ("/call-records/versions", test_versions);
  g_test_add_func ("/call-records/bounds", test_bounds);
  g_test_add_func ("/call-records/failures", test_failures);
  g_test_add_func ("/call-records/incomplete", test_incomplete);
  g_test_add_func ("/call-records/disagreement", test_disagreement);
  g_test_add_func ("/call-records/ladder", test_ladder);
  g_test_add_func ("/call-records/ladder-without-clock", test_ladder_without_clock);
  return g_test_run ();
}
