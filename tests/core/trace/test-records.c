/* Records of the Teams side beside what a log shows: which belong together, by what, and what stays
 * alone. */
#include "config.h"

#include <glib/gstdio.h>

#include "script.h"

#include "calls/likely.h"
#include "calls/masked.h"
#include "formats/teams/teams.h"
#include "memory/choices.h"
#include "records/records.h"

#define GUID "5f0c7a1e-3b52-4d0e-9c41-7a6f2d9b0001"
#define HOUR 3600.0

/* A call from the SBC to Teams at @time, answered with @code; @more: words for the INVITE. */
static char *
to_teams (const char *id,
          double time,
          const char *from,
          const char *to,
          const char *code,
          const char *more)
{
  char begin[G_ASCII_DTOSTR_BUF_SIZE], end[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (begin, sizeof begin, "%.3f", time);
  g_ascii_formatd (end, sizeof end, "%.3f", time + 1);
  return g_strdup_printf ("%s S T INVITE %s 1 from=%s to=%s contact=sip:sbc1.example.com:5061 %s\n"
                          "%s T S %s %s 1 from=%s to=%s\n",
                          begin, id, from, to, more, end, code, id, from, to);
}

static char *
from_teams (const char *id, double time, const char *from, const char *to, const char *code)
{
  char begin[G_ASCII_DTOSTR_BUF_SIZE], end[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (begin, sizeof begin, "%.3f", time);
  g_ascii_formatd (end, sizeof end, "%.3f", time + 1);
  return g_strdup_printf ("%s T S INVITE %s 1 from=%s to=%s uri=sip:%s@sbc1.example.com:5061\n"
                          "%s S T %s %s 1 from=%s to=%s\n",
                          begin, id, from, to, to, end, code, id, from, to);
}

#define HEADER                                                                                     \
  "Correlation ID,Invite time,Start time,Failure time,Caller Number,Callee Number,Call "           \
  "type,Final SIP code,Final Microsoft subcode,SBC FQDN\n"

/* "1,10:00:05,,10:00:06,+1555010***,+1555012***,dr_in,486,540486,sbc1.example.com" with the day put
 * before the times. */
static char *
table (const char *rows)
{
  GString *text = g_string_new (HEADER);
  g_auto (GStrv) lines = g_strsplit (rows, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);

      if (g_strv_length (cells) != 10)
        continue;
      for (guint k = 0; k < 10; k++)
        g_string_append_printf (text, "%s%s%s%s", k > 0 ? "," : "",
                                k > 0 && k < 4 && *cells[k] != '\0' ? "1970-01-01T" : "", cells[k],
                                k > 0 && k < 4 && *cells[k] != '\0' ? "Z" : "");
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static void
add_input (RungsBuilder *builder, RungsInput *input, const RungsFormat *format)
{
  g_autoptr (RungsReader) reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);
  g_autoptr (GError) error = NULL;

  rungs_builder_add_input (builder, input, format);
  format->parse (format, reader, &builder->sink, NULL, &error);
  g_assert_no_error (error);
  rungs_builder_end_input (builder, 0);
}

/* @script: (transfer full), may be NULL. @utc: its stamps are UTC. */
static RungsTrace *
load (char *script, gboolean utc, const char *rows)
{
  g_autoptr (RungsBuilder) builder = rungs_builder_new (NULL);
  g_autofree char *owned = script;
  g_autofree char *csv = table (rows);
  g_autoptr (GBytes) bytes = g_bytes_new (csv, strlen (csv));
  g_autoptr (RungsInput) records = rungs_input_new_bytes ("x.csv", bytes);

  if (owned != NULL)
    {
      g_autoptr (RungsInput) log = script_input ("log", owned);
      add_input (builder, log, utc ? &script_capture : &script_format);
    }
  add_input (builder, records, &rungs_format_teams_direct_routing);
  return rungs_builder_finish (builder);
}

static char *
concat (char *first, ...)
{
  GString *all = g_string_new (NULL);
  va_list args;

  va_start (args, first);
  for (char *part = first; part != NULL; part = va_arg (args, char *))
    {
      g_string_append (all, part);
      g_free (part);
    }
  va_end (args);
  return g_string_free (all, FALSE);
}

/* "A=1:guid+time/certain" for each record: the leg, the record's id, what both have in common.
 * "-=2": no log shows it. */
static char *
describe (RungsTrace *trace)
{
  static const char *const names[] = { "guid",      "sbc",  "time",       "caller", "callee",
                                       "direction", "code", "other-code", "user" };
  static const char *const strengths[] = { "weak", "likely", "strong", "certain" };
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < rungs_trace_get_n_records (trace); i++)
    {
      const RungsRecord *record = rungs_trace_get_record (trace, i);
      const char *id = rungs_trace_string (trace, record->texts[RUNGS_RECORD_TEXT_CORRELATION]);
      const RungsCall *call = rungs_trace_get_call (trace, record->call);
      gboolean is_first = TRUE;

      g_string_append_printf (out, "%s", out->len > 0 ? " " : "");
      if (record->leg == RUNGS_NONE)
        {
          g_assert_cmpuint (call->n_rows, ==, 0);
          g_string_append_printf (out, "-=%s", id);
          continue;
        }
      g_assert_cmpuint (call->n_rows, >, 0);
      g_assert_cmpuint (record->leg, >=, call->first_leg);
      g_assert_cmpuint (record->leg, <, call->first_leg + call->n_legs);
      g_string_append_printf (
        out, "%s=%s:",
        rungs_trace_string (
          trace, rungs_trace_get_leg (trace, call, record->leg - call->first_leg)->call_id),
        g_str_equal (id, GUID) ? "G" : id);
      for (guint k = 0; k < G_N_ELEMENTS (names); k++)
        if (record->why & (1u << k))
          {
            g_string_append_printf (out, "%s%s", is_first ? "" : "+", names[k]);
            is_first = FALSE;
          }
      g_string_append_printf (out, "/%s", strengths[record->strength]);
    }
  return g_string_free (out, FALSE);
}

#define CHECK(trace, expected)                                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *got_ = describe (trace);                                                      \
    g_assert_cmpstr (got_, ==, expected);                                                          \
  }                                                                                                \
  G_STMT_END

/* The GUID settles it, whatever clock and numbers say. */
static void
test_guid (void)
{
  g_autoptr (RungsTrace) trace = load (
    concat (to_teams ("A", 10 * HOUR + 0.3, "+15550100", "+15551234", "486",
                      "contact=sip:sbc1.example.com;x-i=0f0c7a1e-3b52-4d0e-9c41-7a6f2d9b0009"),
            g_strdup ("36020.000 S T INVITE B 1 from=+1777 to=+1888\n"
                      "36021.000 T S 480 B 1 from=+1777 to=+1888 reason=Q.850;cause=31;text=\"" GUID
                      ";No_callee_endpoints_were_found.\"\n"),
            NULL),
    FALSE, GUID ",08:00:20,,08:00:21,+1999*,+1666*,dr_in,480,10037,other.example.net\n");

  CHECK (trace, "B=G:guid/certain");
  g_assert_cmpint (rungs_trace_get_record (trace, 0)->ahead, ==, 2 * 3600 * RUNGS_STAMP_SECOND);
}

/* A log in local time: three records agree on the zone. */
static void
test_numbers (void)
{
  g_autoptr (RungsTrace) trace =
    load (concat (to_teams ("A", 10 * HOUR + 4.3, "+15557770100", "+15558881234", "486", ""),
                  to_teams ("B", 10 * HOUR + 60.3, "0015557770200", "+15558881299", "404", ""),
                  from_teams ("C", 10 * HOUR + 90.3, "+15558881234", "+15557770300", "503"),
                  to_teams ("D", 10 * HOUR + 300, "+15557770100", "+15558881234", "486", ""), NULL),
          FALSE,
          "1,08:00:00,,08:00:01,+15557770***,+15558881***,dr_in,486,540486,sbc1.example.com\n"
          "2,08:00:56,,08:00:57,+15557770***,+15558881***,dr_in,404,511404,sbc1.example.com\n"
          "3,08:01:26,,08:01:27,+15558881***,+15557770***,dr_out,503,560503,SBC1.example.com\n"
          "4,08:30:00,,08:30:01,+15557770***,+15558881***,dr_in,486,540486,sbc1.example.com\n");

  CHECK (trace, "A=1:sbc+time+caller+callee+direction+code/strong "
                "B=2:sbc+time+caller+callee+direction+code/strong "
                "C=3:sbc+time+caller+callee+direction+code/strong -=4");
  /* Four seconds fast, and two hours of zone. */
  g_assert_cmpint (rungs_trace_get_record (trace, 0)->ahead / RUNGS_STAMP_SECOND, ==, 2 * 3600 + 4);
  g_assert_cmpuint (rungs_trace_get_n_calls (trace), ==, 5);
}

/* One record is enough when the clocks differ by a zone. */
static void
test_one (void)
{
  g_autoptr (RungsTrace) trace =
    load (to_teams ("A", 10 * HOUR, "+15557770100", "+15558881234", "486", ""), FALSE,
          "1,08:00:01,,08:00:02,+15557770***,+15558881***,dr_in,486,540486,\n");
  g_autoptr (RungsTrace) odd =
    load (to_teams ("A", 10 * HOUR + 500, "+15557770100", "+15558881234", "486", ""), FALSE,
          "1,08:00:01,,08:00:02,+15557770***,+15558881***,dr_in,486,540486,\n");
  g_autoptr (RungsTrace) utc =
    load (to_teams ("A", 10 * HOUR, "+15557770100", "+15558881234", "486", ""), TRUE,
          "1,08:00:01,,08:00:02,+15557770***,+15558881***,dr_in,486,540486,\n");

  CHECK (trace, "A=1:time+caller+callee+direction+code/likely");
  CHECK (odd, "-=1");
  /* A log in UTC is not two hours off. */
  CHECK (utc, "-=1");
}

/* What speaks against a pair: the SBC, the direction, the number. */
static void
test_against (void)
{
  g_autofree char *sbc = to_teams ("A", 10 * HOUR, "+15557770100", "+15558881234", "486", "");
  static const char *const rows[] = {
    "1,10:00:00,,10:00:01,+15557770***,+15558881***,dr_in,486,540486,sbc2.example.com\n",
    "1,10:00:00,,10:00:01,+15557770***,+15558881***,dr_out,486,540486,sbc1.example.com\n",
    "1,10:00:00,,10:00:01,+15557771***,+15558881***,dr_in,486,540486,sbc1.example.com\n",
    "1,10:00:09,,10:00:10,+15557770***,+15558882***,dr_in,486,540486,sbc1.example.com\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RungsTrace) trace = load (g_strdup (sbc), TRUE, rows[i]);

      g_test_message ("%s", rows[i]);
      CHECK (trace, "-=1");
    }
}

/* Another answer does not separate them, but it makes it weak. */
static void
test_other_code (void)
{
  g_autoptr (RungsTrace) trace =
    load (from_teams ("A", 10 * HOUR, "+15558881234", "+15557770100", "486"), TRUE,
          "1,10:00:00,,10:00:01,+15558881***,+15557770***,dr_out,480,560480,sbc1.example.com\n");

  CHECK (trace, "A=1:sbc+time+caller+callee+direction+other-code/weak");
}

/* Of two calls to the same number the answer decides; two that look alike are left alone. */
static void
test_alike (void)
{
  g_autoptr (RungsTrace) answers = load (
    concat (to_teams ("A", 10 * HOUR, "+15557770100", "+15558881234", "486", ""),
            to_teams ("B", 10 * HOUR + 0.01, "+15557770101", "+15558881234", "404", ""), NULL),
    TRUE,
    "1,10:00:00,,10:00:01,+15557770***,+15558881***,dr_in,404,511404,sbc1.example.com\n"
    "2,10:00:00,,10:00:01,+15557770***,+15558881***,dr_in,486,540486,sbc1.example.com\n");
  g_autoptr (RungsTrace) alike = load (
    concat (to_teams ("A", 10 * HOUR, "+15557770100", "+15558881234", "486", ""),
            to_teams ("B", 10 * HOUR + 0.01, "+15557770101", "+15558881234", "486", ""), NULL),
    TRUE, "1,10:00:00,,10:00:01,+15557770***,+15558881***,dr_in,486,540486,sbc1.example.com\n");

  CHECK (answers, "B=1:sbc+time+caller+callee+direction+code/strong "
                  "A=2:sbc+time+caller+callee+direction+code/strong");
  CHECK (alike, "-=1");
}

/* The user's word counts more than anything. */
static void
test_by_hand (void)
{
  g_autofree char *folder = g_dir_make_tmp ("rungs-records-XXXXXX", NULL);
  g_autoptr (RungsChoices) choices = rungs_choices_new (folder);
  g_autoptr (RungsTrace) trace = load (
    concat (to_teams ("A", 10 * HOUR, "+15557770100", "+15558881234", "486", ""),
            to_teams ("B", 10 * HOUR + 600, "+15559990100", "+15558881234", "486", ""), NULL),
    TRUE, "1,10:00:00,,10:00:01,+15557770***,+15558881***,dr_in,486,540486,sbc1.example.com\n");
  g_autoptr (RungsChoiceSet) set = NULL, other_set = NULL;
  g_autoptr (RungsTrace) anew = NULL, again = NULL;
  g_autofree char *file = g_build_filename (folder, "choices.ndjson", NULL);
  g_autofree char *why = rungs_trace_describe_match (rungs_trace_get_record (trace, 0));
  g_autoptr (GArray) others = rungs_likely_calls_of_record (trace, 0, NULL, 9);
  RungsLeg leg = { 0 };

  CHECK (trace, "A=1:sbc+time+caller+callee+direction+code/strong");
  g_assert_true (g_str_has_prefix (why, "the SBC’s name, the time, the caller’s number"));
  g_assert_cmpuint (others->len, ==, 1);
  g_assert_cmpuint (g_array_index (others, guint32, 0), ==, 1);
  g_assert_true (rungs_likely_leg (trace, rungs_trace_get_call (trace, 1), 0)
                 == rungs_trace_get_leg (trace, rungs_trace_get_call (trace, 1), 0));
  rungs_trace_get_record_leg (trace, 0, &leg);
  g_assert_true (rungs_choices_separate (choices, trace, &leg, NULL));
  set = rungs_choices_get_set (choices);
  anew = rungs_trace_regroup (trace, &(RungsLoadOptions){ .choices = set });
  CHECK (anew, "-=1");

  g_assert_true (rungs_choices_join (
    choices, trace, &leg, rungs_trace_get_leg (trace, rungs_trace_get_call (trace, 1), 0), NULL));
  other_set = rungs_choices_get_set (choices);
  again = rungs_trace_regroup (anew, &(RungsLoadOptions){ .choices = other_set });
  CHECK (again, "B=1:user/certain");
  g_remove (file);
  g_rmdir (folder);
}

static void
test_masks (void)
{
  static const struct
  {
    const char *masked, *number;
    RungsFit fit;
  } cases[] = {
    { "+15550101***", "+15550101234", RUNGS_FIT_YES },
    { "+15550101***", "0015550101234", RUNGS_FIT_YES },
    { "+4930555***", "030555123", RUNGS_FIT_YES },
    { "+493055512***", "03055512345", RUNGS_FIT_YES },
    { "+15550101***", "+15550102234", RUNGS_FIT_NO },
    { "+1555xxxxxxx", "+15550101234", RUNGS_FIT_YES },
    { "+15550101234", "+15550101xxx", RUNGS_FIT_YES },
    { "2***", "2001", RUNGS_FIT_YES },
    { "2***", "+15550102001", RUNGS_FIT_NO },
    { "anonymous", "+15550101234", RUNGS_FIT_UNKNOWN },
    { "anonymous", "anonymous", RUNGS_FIT_UNKNOWN },
    { "anna@example.com", "anna@example.com", RUNGS_FIT_YES },
    { "", "+15550101234", RUNGS_FIT_UNKNOWN },
    { "***", "+15550101234", RUNGS_FIT_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s %s", cases[i].masked, cases[i].number);
      g_assert_cmpint (
        rungs_masked_fits (rungs_span_of (cases[i].masked), rungs_span_of (cases[i].number)), ==,
        cases[i].fit);
    }
  g_assert_cmpuint (rungs_masked_key (RUNGS_SPAN ("+15550101***")), ==,
                    rungs_masked_key (RUNGS_SPAN ("005550101999")));
  g_assert_cmpuint (rungs_masked_key (RUNGS_SPAN ("+1555xxxxxxx")), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/records/guid", test_guid);
  g_test_add_func ("/records/numbers", test_numbers);
  g_test_add_func ("/records/one", test_one);
  g_test_add_func ("/records/against", test_against);
  g_test_add_func ("/records/other-code", test_other_code);
  g_test_add_func ("/records/alike", test_alike);
  g_test_add_func ("/records/by-hand", test_by_hand);
  g_test_add_func ("/records/masks", test_masks);
  return g_test_run ();
}
