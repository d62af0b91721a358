/* Snapshots while a file is read: each is what a whole load of so much would give, and none changes
 * afterwards. */
#include "config.h"

#include "script.h"

static const char script[] =
  "0 T S INVITE A 1 sdp\n.01 S T 100 A 1\n.02 S C INVITE B 1 sdp\n.03 C S 180 B 1\n.04 S T 180 A "
  "1\n1 P S OPTIONS o1 1\n1.1 S P 200 o1 1 m=OPTIONS\n"
  "2 C S 486 B 1\n2.01 S C ACK B 1 nak\n2.02 S T 486 A 1\n2.03 T S ACK A 1 nak\n3 P S OPTIONS o2 "
  "1\n3.1 S P 200 o2 1 m=OPTIONS\n"
  "4 T S INVITE D 1 to=+15550188\n5 S T 200 D 1\n5.1 T S ACK D 1\n9 T S BYE D 2\n";

typedef struct
{
  RungsSink sink; /* first */
  RungsBuilder *builder;
  GPtrArray *snapshots;
} Tap;

static void
message_cb (RungsSink *sink, const RungsSinkMessage *message)
{
  Tap *self = (Tap *) sink;

  self->builder->sink.message (&self->builder->sink, message);
  g_ptr_array_add (self->snapshots, rungs_builder_snapshot (self->builder));
}

static void
diagnostic_cb (RungsSink *sink, guint32 line, RungsDiagnosticKind kind, const char *text)
{
}

/* Everything that a trace says, as text. */
static char *
dump (RungsTrace *trace)
{
  GString *out = g_string_new (NULL);
  g_autofree char *summary = script_summary (trace);

  g_string_append_printf (out, "%s\n", summary);
  for (guint i = 0; i < rungs_trace_get_n_calls (trace); i++)
    {
      g_autofree char *ladder = script_ladder (trace, i);
      g_string_append_printf (out, "%s\n", ladder);
    }
  for (guint i = 0; i < rungs_trace_get_n_messages (trace); i++)
    {
      const RungsMessage *row = rungs_trace_get_message (trace, i);
      g_string_append_printf (
        out, "%u %s %s>%s %s\n", rungs_trace_call_of_message (trace, i),
        rungs_trace_string (trace, row->call_id), rungs_trace_device_name (trace, row->src),
        rungs_trace_device_name (trace, row->dst), rungs_trace_string (trace, row->phrase));
    }
  return g_string_free (out, FALSE);
}

static char *
first_lines (guint n)
{
  const char *end = script;

  while (n-- > 0)
    end = strchr (end, '\n') + 1;
  return g_strndup (script, (gsize) (end - script));
}

static void
test_equal (void)
{
  g_autoptr (RungsBuilder) builder = rungs_builder_new (NULL);
  g_autoptr (GPtrArray) snapshots = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (RungsInput) input = script_input ("script-0", script);
  g_autoptr (RungsReader) reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);
  Tap tap = { { .message = message_cb, .diagnostic = diagnostic_cb }, builder, snapshots };
  g_autoptr (RungsTrace) final = NULL;
  g_autofree char *last = NULL;
  g_autofree char *whole = NULL;

  rungs_builder_add_input (builder, input, &script_format);
  script_format.parse (&script_format, reader, &tap.sink, NULL, NULL);
  final = rungs_builder_finish (builder);
  g_assert_false (rungs_trace_is_partial (final));
  g_assert_cmpuint (snapshots->len, ==, 17);

  for (guint i = 0; i < snapshots->len; i++)
    {
      g_autofree char *text = dump (snapshots->pdata[i]);
      g_autofree char *lines = first_lines (i + 1);
      g_autoptr (RungsTrace) same = script_trace (&script_format, lines, NULL);
      g_autofree char *expected = dump (same);

      g_assert_true (rungs_trace_is_partial (snapshots->pdata[i]));
      g_assert_cmpstr (text, ==, expected);
    }
  last = dump (snapshots->pdata[16]);
  whole = dump (final);
  g_assert_cmpstr (last, ==, whole);
}

static void
test_options (void)
{
  RungsLoadOptions options = { .has_utc_offset = TRUE, .utc_offset = 120 };
  g_autoptr (RungsBuilder) builder = rungs_builder_new (&options);
  g_autoptr (RungsTrace) trace = NULL;
  g_autoptr (RungsInput) input = script_input ("a", "7200.5 T S INVITE A 1\n");
  const RungsFormat *const formats[] = { &script_format, &script_capture };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (RungsReader) reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);

      rungs_builder_add_input (builder, input, formats[i]);
      formats[i]->parse (formats[i], reader, &builder->sink, NULL, NULL);
    }
  trace = rungs_builder_finish (builder);
  /* A log's local time becomes UTC; a capture's is UTC already. */
  g_assert_cmpint (rungs_trace_get_message (trace, 0)->time, ==, 500000);
  g_assert_cmpint (rungs_trace_get_message (trace, 1)->time, ==, 7200500000);
  g_assert_true (rungs_trace_call_is_utc (trace, rungs_trace_get_call (trace, 0)));
}

static void
test_local (void)
{
  g_autoptr (RungsTrace) trace = script_trace (&script_format, "7200.5 T S INVITE A 1\n", NULL);

  g_assert_cmpint (rungs_trace_get_message (trace, 0)->time, ==, 7200500000);
  g_assert_false (rungs_trace_call_is_utc (trace, rungs_trace_get_call (trace, 0)));
}

static void
test_diagnostics_limit (void)
{
  g_autoptr (RungsBuilder) builder = rungs_builder_new (NULL);
  g_autoptr (RungsInput) input = script_input ("a", "0 T S INVITE A 1\n");
  g_autoptr (RungsTrace) trace = NULL;

  rungs_builder_add_input (builder, input, &script_format);
  for (guint i = 0; i < 2500; i++)
    builder->sink.diagnostic (&builder->sink, i, RUNGS_DIAGNOSTIC_LOST_RECORDS, "lost");
  rungs_builder_end_input (builder, 0);
  trace = rungs_builder_finish (builder);
  g_assert_cmpuint (rungs_trace_get_n_diagnostics (trace), ==, 1001);
  g_assert_cmpint (rungs_trace_get_diagnostic (trace, 1000)->kind, ==, RUNGS_DIAGNOSTIC_LIMIT);
  g_assert_nonnull (strstr (rungs_trace_get_diagnostic (trace, 1000)->text, "1500"));
}

static void
test_no_sip (void)
{
  g_autoptr (RungsBuilder) builder = rungs_builder_new (NULL);
  g_autoptr (RungsInput) input = script_input ("a", "");
  g_autoptr (RungsTrace) trace = NULL;
  RungsSinkMessage message = { .bytes = RUNGS_SPAN ("no SIP at all\r\n\r\n") };
  RungsSinkMessage bare = { .bytes = RUNGS_SPAN ("SIP/2.0 200 OK\r\n\r\n"),
                            .time = RUNGS_TIME_NONE };

  rungs_builder_add_input (builder, input, &script_format);
  builder->sink.message (&builder->sink, &message);
  /* Start lines without anything that tells them apart are put together, and that is no crash. */
  builder->sink.message (&builder->sink, &bare);
  builder->sink.message (&builder->sink, &bare);
  trace = rungs_builder_finish (builder);
  g_assert_cmpuint (rungs_trace_get_n_messages (trace), ==, 2);
  g_assert_cmpuint (rungs_trace_get_n_calls (trace), ==, 1);
  g_assert_cmpint (rungs_trace_get_diagnostic (trace, 0)->kind, ==, RUNGS_DIAGNOSTIC_MALFORMED);
}

/* Wrong bytes in whatever a view may show: it gets UTF-8, and the message reads again. */
static void
test_wrong_bytes (void)
{
  g_autoptr (RungsTrace) trace = script_trace (
    &script_format, "0 P\xff S\xfe INVITE A\xff 1 from=\xc3 to=\xff sid=\xff dev=\xfd\n", NULL);
  const RungsCall *call = rungs_trace_get_call (trace, 0);
  const RungsMessage *row = rungs_trace_get_message (trace, 0);
  const char *texts[] = {
    rungs_trace_string (trace, call->from),
    rungs_trace_string (trace, call->to),
    rungs_trace_string (trace, row->call_id),
    rungs_trace_endpoint_text (trace, row->src),
    rungs_trace_device_name (trace, row->dst),
    rungs_trace_string (trace, rungs_trace_get_leg (trace, call, 0)->session),
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = rungs_trace_read_message (trace, 0, &error);

  g_assert_no_error (error);
  g_assert_nonnull (bytes);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_true (g_utf8_validate (texts[i], -1, NULL));
      g_assert_false (g_str_is_ascii (texts[i]));
    }
}

static void
test_empty (void)
{
  g_autoptr (RungsBuilder) builder = rungs_builder_new (NULL);
  g_autoptr (RungsTrace) snapshot = rungs_builder_snapshot (builder);
  g_autoptr (RungsTrace) trace = rungs_builder_finish (builder);

  g_assert_cmpuint (rungs_trace_get_n_calls (snapshot), ==, 0);
  g_assert_cmpuint (rungs_trace_get_n_calls (trace), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/snapshot/equal", test_equal);
  g_test_add_func ("/snapshot/utc-offset", test_options);
  g_test_add_func ("/snapshot/local", test_local);
  g_test_add_func ("/snapshot/diagnostics-limit", test_diagnostics_limit);
  g_test_add_func ("/snapshot/no-sip", test_no_sip);
  g_test_add_func ("/snapshot/wrong-bytes", test_wrong_bytes);
  g_test_add_func ("/snapshot/empty", test_empty);
  return g_test_run ();
}
