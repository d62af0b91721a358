/* Records of the Teams side: samples, and the pieces that read names, times and tables. */
#include <math.h>

#include "dump.h"
#include "formats/teams/call-details.h"
#include "formats/teams/csv.h"
#include "formats/teams/json.h"
#include "formats/teams/row.h"
#include "formats/teams/teams.h"

static void
test_stamps (void)
{
  static const struct
  {
    const char *text, *iso;
    gboolean is_local;
  } cases[] = {
    { "2026-11-22T10:15:02Z", "2026-11-22T10:15:02.000", FALSE },
    { "2026-11-22T10:15:02.1234567Z", "2026-11-22T10:15:02.123456", FALSE },
    { "2026-11-22T10:15:02.12+02:00", "2026-11-22T08:15:02.120", FALSE },
    { "2026-11-22T10:15:02-0530", "2026-11-22T15:45:02.000", FALSE },
    { "2026-11-22 10:15:02", "2026-11-22T10:15:02.000", TRUE },
    { "2026-11-22 10:15:02Z", "2026-11-22T10:15:02.000", FALSE },
    { "3/12/2026 7:22:01 AM", "2026-03-12T07:22:01.000", TRUE },
    { "3/12/2026 12:22:01 AM", "2026-03-12T00:22:01.000", TRUE },
    { "3/12/2026 12:22 PM", "2026-03-12T12:22:00.000", TRUE },
    { "22/11/2026 19:22", "2026-11-22T19:22:00.000", TRUE },
    { "22.11.2026 19:22:01", "2026-11-22T19:22:01.000", TRUE },
    { "0001-01-01T00:00:00Z", NULL, FALSE },
    { "2026-11-22", NULL, FALSE },
    { "2026-13-45T10:15:02Z", NULL, FALSE },
    { "2026-11-22T25:61:02Z", NULL, FALSE },
    { "N/A", NULL, FALSE },
    { "", NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean is_local = FALSE;
      RungsStamp stamp = rungs_teams_stamp (rungs_span_of (cases[i].text), &is_local);
      g_autofree char *iso = rungs_stamp_to_iso (stamp, FALSE);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (iso, ==, cases[i].iso);
      g_assert_cmpint (is_local, ==, cases[i].is_local);
    }
}

static void
test_names (void)
{
  static const struct
  {
    const char *name;
    RungsTeamsField field;
  } cases[] = {
    { "Final SIP code", RUNGS_TEAMS_CODE },
    { "finalSipCode", RUNGS_TEAMS_CODE },
    { " final sip code ", RUNGS_TEAMS_CODE },
    { "Final Microsoft subcode", RUNGS_TEAMS_SUBCODE },
    { "callEndSubReason", RUNGS_TEAMS_SUBCODE },
    { "Correlation ID", RUNGS_TEAMS_CORRELATION },
    { "\xef\xbb\xbf"
      "CorrelationId",
      RUNGS_TEAMS_CORRELATION },
    { "Invite time (UTC)", RUNGS_TEAMS_INVITE },
    { "Final", RUNGS_TEAMS_FIELD_NONE },
    { "", RUNGS_TEAMS_FIELD_NONE },
    { "a name that is so long that it cannot be any of ours, whatever it says",
      RUNGS_TEAMS_FIELD_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].name);
      g_assert_cmpint (rungs_teams_field (RUNGS_TEAMS_CALLS, rungs_span_of (cases[i].name)), ==,
                       cases[i].field);
    }
}

static void
test_directions (void)
{
  static const struct
  {
    const char *type;
    RungsDirection direction;
  } cases[] = {
    { "dr_in", RUNGS_DIRECTION_TO_TEAMS },
    { "Dr_In", RUNGS_DIRECTION_TO_TEAMS },
    { "DR_IN_UCAP", RUNGS_DIRECTION_TO_TEAMS },
    { "dr_emergency_out", RUNGS_DIRECTION_FROM_TEAMS },
    { "Dr_Out_User_Transfer", RUNGS_DIRECTION_FROM_TEAMS },
    { "ByotIn", RUNGS_DIRECTION_TO_TEAMS },
    { "ByotOutUserForwarding", RUNGS_DIRECTION_FROM_TEAMS },
    { "user_out_transfer", RUNGS_DIRECTION_FROM_TEAMS },
    { "inbox", RUNGS_DIRECTION_UNKNOWN },
    { "", RUNGS_DIRECTION_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsTeamsRow row = { 0 };
      RungsSinkRecord record;

      g_test_message ("%s", cases[i].type);
      row.values[RUNGS_TEAMS_TYPE] = rungs_span_of (cases[i].type);
      row.values[RUNGS_TEAMS_INVITE] = RUNGS_SPAN ("2026-11-22T10:15:02Z");
      g_assert_true (rungs_teams_record (RUNGS_TEAMS_CALLS, &row, &record));
      g_assert_cmpint (record.direction, ==, cases[i].direction);
    }
}

static void
test_cells (void)
{
  static const struct
  {
    const char *row;
    char separator;
    const char *cells; /* joined by "|" */
  } cases[] = {
    { "a,b,c", ',', "a|b|c" },
    { "a,,c,", ',', "a||c|" },
    { "\"a,b\",c", ',', "a,b|c" },
    { "\"a\"\"b\" , c ", ',', "a\"b|c" },
    { "\"a\nb\";c\r\n", ';', "a\nb|c" },
    { "a\tb c\t", '\t', "a|b c|" },
    { "\"open,c", ',', "\"open|c" },
    { "x\"y\"z,c", ',', "x\"y\"z|c" },
    { "\"a\"b,c", ',', "a|c" },
    { "\"\",c", ',', "|c" },
    { "", ',', "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) joined = g_string_new (NULL);
      g_autoptr (GString) buffer = g_string_new (NULL);
      RungsSpan rest = rungs_span_of (cases[i].row), cell;
      gboolean is_first = TRUE;

      while (rungs_csv_take_cell (&rest, cases[i].separator, &cell))
        {
          RungsSpan plain = rungs_csv_unquote (cell, buffer);

          g_string_append (joined, is_first ? "" : "|");
          g_string_append_len (joined, plain.str, (gssize) plain.len);
          is_first = FALSE;
        }
      g_test_message ("%s", cases[i].row);
      g_assert_cmpstr (joined->str, ==, cases[i].cells);
    }
}

static void
test_rows (void)
{
  static const struct
  {
    const char *text;
    gsize len;
  } cases[] = {
    { "a,b\nc", 4 }, { "a,b", 3 },          { "\"a\nb\",c\nd", 8 },
    { "\"a\nb", 0 }, { "a,\"b\"\"c\n", 0 }, { "x\"y\nz", 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].text);
      g_assert_cmpuint (rungs_csv_row (rungs_span_of (cases[i].text), ','), ==, cases[i].len);
    }
}

static void
test_durations (void)
{
  static const struct
  {
    const char *text;
    double ms;
  } cases[] = {
    { "PT0.035S", 35 },      { "PT1M2.5S", 62500 }, { "P1DT2H", 93600000 }, { "00:00:00.035", 35 },
    { "01:02:03", 3723000 }, { " PT0S ", 0 },       { "PT", NAN },          { "P5M", NAN },
    { "PT5", NAN },          { "PT-1S", NAN },      { "soon", NAN },        { "", NAN },
    { "1:2", NAN },          { "PT1S1", NAN },      { "PTT1S", NAN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double got = rungs_duration_ms (rungs_span_of (cases[i].text));

      g_test_message ("%s", cases[i].text);
      if (isnan (cases[i].ms))
        g_assert_true (isnan (got));
      else
        g_assert_cmpfloat_with_epsilon (got, cases[i].ms, 0.001);
    }
}

static void
test_figures (void)
{
  static const struct
  {
    RungsFigure figure;
    double value;
    const char *text;
  } cases[] = {
    { RUNGS_FIGURE_LOSS, 4.2, "4.2 %" },          { RUNGS_FIGURE_LOSS, 0.04, "0 %" },
    { RUNGS_FIGURE_JITTER, 35, "35 ms" },         { RUNGS_FIGURE_JITTER, 31.5, "31.5 ms" },
    { RUNGS_FIGURE_ROUND_TRIP, 640.4, "640 ms" }, { RUNGS_FIGURE_BANDWIDTH, 2450, "2450 kbit/s" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = rungs_figure_text (cases[i].figure, cases[i].value);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
  /* Each limit says where it is from, and no two figures share a key. */
  for (guint i = 0; i < RUNGS_N_FIGURES; i++)
    {
      g_assert_cmpint (rungs_figures[i].limit > 0, ==, rungs_figures[i].source != NULL);
      for (guint k = 0; k < i; k++)
        g_assert_cmpstr (rungs_figures[i].key, !=, rungs_figures[k].key);
    }
}

typedef struct
{
  RungsSink sink;
  GString *text;
  RungsSpan bytes;
} Objects;

static void
object_cb (gpointer user_data, JsonObject *row, guint64 offset, guint64 span, guint32 line)
{
  Objects *self = user_data;

  /* Where it says the row is, the row is. */
  g_assert_cmpuint (offset + span, <=, self->bytes.len);
  g_assert_cmpint (self->bytes.str[offset], ==, '{');
  g_assert_cmpint (self->bytes.str[offset + span - 1], ==, '}');
  g_string_append_printf (self->text, "%" G_GINT64_FORMAT "@%u ",
                          json_object_get_int_member_with_default (row, "n", -1), line);
}

static void
object_diagnostic_cb (RungsSink *sink, guint32 line, RungsDiagnosticKind kind, const char *text)
{
  Objects *self = (Objects *) sink;

  g_string_append_printf (self->text, "%s@%u ", rungs_diagnostic_kind_name (kind), line);
}

static void
test_objects (void)
{
  static const struct
  {
    const char *text, *rows;
  } cases[] = {
    { "{\"n\":1}", "1@1 " },
    { "[{\"n\":1},{\"n\":2}]", "1@1 2@1 " },
    { "{\"@x\":{\"n\":9},\"value\":[{\"n\":1},\n{\"n\":2}],\"z\":[{\"n\":8}]}", "1@1 2@2 " },
    { "{\"value\" : [{\"n\":1}]}\n{\"value\":[{\"n\":2}]}\n", "1@1 2@2 " },
    { "[{\"value\":[{\"n\":1}]},{\"value\":[]},{\"value\":[{\"n\":2}]}]", "1@1 2@1 " },
    { "{\"n\":1}\n{\"n\":2}", "1@1 2@2 " },
    { "{\"n\":1},\r\n{\"n\":2},\r\n", "1@1 2@2 " },
    { "text before {\"n\":1} and \"behind\"", "1@1 " },
    { "{\"a\":\"}{[\\\"\",\"n\":1}", "1@1 " },
    { "{\"a\":\"\\\\\",\"n\":1}", "1@1 " },
    { "{\"n\":1,}", "1@1 " },
    { "{\"a\":[1,2,],\"n\":1 , }", "1@1 " },
    { "{\"a\":\",}\",\"n\":1}", "1@1 " },
    { "{\"value\":3,\"n\":1}", "1@1 " },
    { "{\"a\":{\"value\":[{\"n\":5}]},\"n\":1}", "1@1 " },
    { "{\"n\":1\n{\"n\":2}", "malformed@1 2@2 " },
    { "{\"n\":\"1\n{\"n\":2}", "malformed@1 2@2 " },
    { "{\"value\":[{\"n\":1},{\"a\":\"\n{\"n\":2},{\"n\":3}]}", "1@1 malformed@1 2@2 3@2 " },
    { "{\"n\":1}{\"n\":", "1@1 cut-message@1 " },
    { "{n}", "malformed@1 " },
    { "]}]}{\"n\":1}", "1@1 " },
    { "\xef\xbb\xbf{\"n\":1}", "1@1 " },
    { "{\"a\":\"\xff\",\"n\":1}", "1@1 " },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (cases[i].text, strlen (cases[i].text));
      g_autoptr (RungsInput) input = rungs_input_new_bytes ("x.json", bytes);
      g_autoptr (RungsReader) reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);
      g_autoptr (GString) text = g_string_new (NULL);
      Objects objects = { .sink = { .diagnostic = object_diagnostic_cb },
                          .text = text,
                          .bytes = rungs_span_of (cases[i].text) };

      g_test_message ("%u: %s", i, cases[i].rows);
      g_assert_true (rungs_json_each_row (reader, &objects.sink, object_cb, &objects, NULL, NULL));
      g_assert_cmpstr (text->str, ==, cases[i].rows);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/teams/stamps", test_stamps);
  g_test_add_func ("/teams/names", test_names);
  g_test_add_func ("/teams/directions", test_directions);
  g_test_add_func ("/teams/cells", test_cells);
  g_test_add_func ("/teams/rows", test_rows);
  g_test_add_func ("/teams/objects", test_objects);
  g_test_add_func ("/teams/durations", test_durations);
  g_test_add_func ("/teams/figures", test_figures);
  dump_add_samples (&rungs_format_teams_call_record, "teams-call-record");
  dump_add_samples (&rungs_format_teams_direct_routing, "teams-direct-routing");
  dump_add_samples (&rungs_format_teams_pstn, "teams-pstn");
  dump_add_samples (&rungs_format_teams_sign_in, "teams-sign-in");
  dump_add_samples (&rungs_format_teams_sign_in_text, "teams-sign-in-text");
  dump_add_samples (&rungs_format_teams_numbers, "teams-number-management");
  return g_test_run ();
}
