/* What a log is missing, and what it is not: of each fault a log that has it and one that only
 * looks so. */
#include "config.h"

#include "script.h"

#include "calls/health.h"
#include "sip/message.h"

/* "cut-messages 2 (2 9); …" */
static char *
describe (GPtrArray *list)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    {
      const RungsHealth *health = list->pdata[i];

      g_assert_nonnull (health->text);
      g_assert_cmpint (health->text[0], !=, '\0');
      g_string_append_printf (out, "%s%s %u", i > 0 ? "; " : "", rungs_health_name (health->kind),
                              health->n);
      for (guint k = 0; k < health->lines->len; k++)
        g_string_append_printf (out, "%s%u", k == 0 ? " at " : ",",
                                g_array_index (health->lines, RungsHealthLine, k).line);
    }
  return g_string_free (out, FALSE);
}

static char *
of_input (RungsTrace *trace, guint input)
{
  g_autoptr (GPtrArray) list = rungs_trace_input_health (trace, input);

  return describe (list);
}

static char *
of_call (RungsTrace *trace, guint call, gboolean deep)
{
  g_autoptr (GPtrArray) list =
    rungs_trace_call_health (trace, rungs_trace_get_call (trace, call), deep);

  return describe (list);
}

typedef struct
{
  const char *name;
  const char *scripts[2];
  const char *input;  /* of the first input */
  const char *call;   /* of the first call */
  const char *caveat; /* a part of it; NULL: there must be none */
} Case;

#define WHOLE                                                                                      \
  "0 P S INVITE A 1 sdp\n.1 S P 200 A 1 sdp\n.2 P S ACK A 1\n9 P S BYE A 2\n9.1 S P 200 A 2 "      \
  "m=BYE\n"
#define REFUSED "0 P S INVITE A 1 sdp\n.1 S P 404 A 1\n.2 P S ACK A 1 nak\n"

static const Case cases[] = {
  { "whole", { WHOLE }, "", "", NULL },
  { "refused", { REFUSED }, "", "", NULL },
  { "cut",
    { "0 P S INVITE A 1 damaged\n.1 S P 404 A 1\n.2 P S ACK A 1 nak\n" },
    "cut-messages 1 at 2",
    "cut-messages 1 at 2",
    "1 of its messages is cut." },
  { "cut-here-whole-there",
    { "0 P S INVITE A 1 damaged\n.1 S P 404 A 1\n.2 P S ACK A 1 nak\n", REFUSED },
    "cut-messages 1 at 2",
    "",
    NULL },
  { "length/short",
    { "0 P S INVITE A 1 sdp h=Content-Length:999\n.1 S P 404 A 1\n.2 P S ACK A 1 nak\n" },
    "length-mismatch 1 at 2",
    "length-mismatch 1 at 2",
    NULL },
  { "length/long",
    { "0 P S INVITE A 1 sdp h=Content-Length:9\n.1 S P 404 A 1\n.2 P S ACK A 1 nak\n" },
    "length-mismatch 1 at 2",
    "length-mismatch 1 at 2",
    NULL },

  { "clock/back",
    { "100 P S INVITE A 1\n40 S P 404 A 1\n40.1 P S ACK A 1 nak\n" },
    "clock-jump 1 at 11",
    "clock-jump 1 at 11",
    NULL },
  { "clock/a-little", { "2 P S INVITE A 1\n.1 S P 404 A 1\n.2 P S ACK A 1 nak\n" }, "", "", NULL },
  { "clock/once",
    { "0 P S INVITE A 1\n0.1 S P 100 A 1\n100 S P 180 A 1\n50 S P 404 A 1\n51 P S ACK A 1 nak\n" },
    "clock-jump 1 at 29",
    "clock-jump 1 at 29",
    NULL },
  { "clock/of-two-devices",
    { "100 PSTN C INVITE A 1 own dev=one\n40 SIP D INVITE B 1 own dev=two from=1 to=2\n100.1 C "
      "PSTN 404 A 1 own dev=one\n40.1 D "
      "SIP 404 B 1 own dev=two\n100.2 PSTN C ACK A 1 own dev=one nak\n40.2 SIP D ACK B 1 own "
      "dev=two nak\n" },
    "",
    "",
    NULL },
  { "clock/latest-first",
    { "9 P S ACK A 1 nak\n6 S P 404 A 1\n3 S P 100 A 1\n0 P S INVITE A 1\n" },
    "",
    "",
    NULL },
  { "clock/other-file",
    { "0 P S INVITE A 1\n.1 S P 404 A 1\n", "-100 P S INVITE B 1\n" },
    "",
    "ends-outside 1 at 2",
    NULL },

  { "begin",
    { "0 S P 200 A 1\n.2 P S ACK A 1\n9 P S BYE A 2\n9.1 S P 200 A 2 m=BYE\n" },
    "begins-outside 1 at 2",
    "begins-outside 1 at 2",
    "Its beginning is not in the log." },
  { "end/answered",
    { "0 P S INVITE A 1\n.1 S P 200 A 1\n.2 P S ACK A 1\n" },
    "ends-outside 1 at 20",
    "ends-outside 1 at 20",
    NULL },
  { "end/ringing",
    { "0 P S INVITE A 1\n.1 S P 180 A 1\n" },
    "ends-outside 1 at 11",
    "ends-outside 1 at 11",
    NULL },
  { "other-kinds",
    { "0 P S OPTIONS A 1\n.1 S P 200 A 1 m=OPTIONS\n1 P S MESSAGE B 1\n" },
    "",
    "",
    NULL },

  { "one-direction/acknowledged",
    { "0 P S INVITE A 1\n.2 P S ACK A 1\n9 P S BYE A 2\n9.1 P S OPTIONS B 1\n" },
    "one-direction 1",
    "one-direction 1 at 2",
    "in one direction only" },
  { "one-direction/answers",
    { "0 S P 100 A 1\n.2 S P 180 A 1\n9 S P 200 A 1\n9.1 S P 200 A 2 m=BYE\n" },
    "begins-outside 1 at 2; one-direction 1",
    "begins-outside 1 at 2; one-direction 1 at 2",
    "in one direction only" },
  { "one-direction/nobody-answered",
    { "0 P S INVITE A 1\n.5 P S INVITE A 1\n1.5 P S INVITE A 1\n40 P S INVITE A 1\n41 C D OPTIONS "
      "B 1\n42 D C 200 B "
      "1 m=OPTIONS\n" },
    "",
    "",
    NULL },
  { "one-direction/of-one-leg",
    { "0 P S INVITE A 1 sid=7\n.1 S C INVITE B 1 sid=7\n.2 S C ACK B 1 sid=7\n.3 S P 404 A 1 "
      "sid=7\n.4 P S ACK A 1 nak "
      "sid=7\n" },
    "",
    "one-direction 1 at 11",
    "in one direction only" },
  { "one-direction/received-only",
    { "0 C PSTN INVITE A 1 own\n.1 C PSTN ACK A 1 own dlg\n1 C PSTN 200 A 2 m=INFO own\n2 C PSTN "
      "BYE A 2 own\n" },
    "one-direction 1",
    "",
    NULL },

  { "clocks-differ",
    { "100 P S INVITE A 1\n100.1 S P 404 A 1\n", "0 P S INVITE A 1\n.1 S P 404 A 1\n" },
    "",
    "",
    NULL },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (RungsTrace) trace = script_trace (&script_format, c->scripts[0], c->scripts[1], NULL);
  g_autofree char *input = of_input (trace, 0);
  g_autofree char *call = of_call (trace, 0, FALSE);
  g_autofree char *caveat = rungs_health_caveat (trace, rungs_trace_get_call (trace, 0));

  g_assert_cmpstr (input, ==, c->input);
  g_assert_cmpstr (call, ==, c->call);
  if (c->caveat == NULL)
    g_assert_cmpstr (caveat, ==, NULL);
  else
    g_assert_nonnull (strstr (caveat, c->caveat));
}

static void
test_clocks (void)
{
  const RungsLoadOptions align = { .align = TRUE };
  const char *const scripts[] = { "100 P S INVITE A 1\n100.1 S P 404 A 1\n",
                                  "0 P S INVITE A 1\n.1 S P 404 A 1\n" };
  g_autoptr (RungsTrace) apart = script_trace (&script_format, scripts[0], scripts[1], NULL);
  g_autoptr (RungsTrace) aligned =
    script_trace_with (&align, &script_format, scripts[0], scripts[1], NULL);
  g_autoptr (RungsTrace) same = script_trace (&script_format, scripts[0], scripts[0], NULL);
  g_autofree char *first = of_input (apart, 1);
  g_autofree char *second = of_input (aligned, 1);
  g_autofree char *third = of_input (same, 1);

  g_assert_cmpstr (first, ==, "clocks-differ 1");
  g_assert_cmpstr (second, ==, "");
  g_assert_cmpstr (third, ==, "");
}

/* Gaps count for the calls that they lie in, and for the log. */
static void
test_lost (void)
{
  static const struct
  {
    guint32 line;
    RungsDiagnosticKind kind;
  } all[] = { { 5, RUNGS_DIAGNOSTIC_LOST_RECORDS },  { 13, RUNGS_DIAGNOSTIC_LOST_RECORDS },
              { 60, RUNGS_DIAGNOSTIC_LOST_RECORDS }, { 14, RUNGS_DIAGNOSTIC_MALFORMED },
              { 15, RUNGS_DIAGNOSTIC_NOTE },         { 16, RUNGS_DIAGNOSTIC_CUT_MESSAGE },
              { 0, RUNGS_DIAGNOSTIC_ENCRYPTED },     { 17, RUNGS_DIAGNOSTIC_LIMIT } };
  g_autoptr (RungsBuilder) builder = rungs_builder_new (NULL);
  g_autoptr (RungsInput) input =
    script_input ("x", REFUSED "9 P S OPTIONS O 1\n10 S P 200 O 1 m=OPTIONS\n");
  g_autoptr (RungsReader) reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);
  g_autoptr (RungsTrace) trace = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *of_log = NULL;
  g_autofree char *of_first = NULL;
  g_autofree char *of_other = NULL;
  g_autofree char *caveat = NULL;

  rungs_builder_add_input (builder, input, &script_format);
  g_assert_true (script_format.parse (&script_format, reader, &builder->sink, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    rungs_builder_diagnose (builder, all[i].line, all[i].kind, "said");
  rungs_builder_end_input (builder, 0);
  trace = rungs_builder_finish (builder);

  of_log = of_input (trace, 0);
  g_assert_cmpstr (of_log, ==, "lost-records 3 at 5,13,60; malformed 1 at 14; unreadable 2 at 17");
  of_first = of_call (trace, 0, FALSE);
  g_assert_cmpstr (of_first, ==, "lost-records 2 at 5,13");
  of_other = of_call (trace, 1, FALSE);
  g_assert_cmpstr (of_other, ==, "");
  caveat = rungs_health_caveat (trace, rungs_trace_get_call (trace, 0));
  g_assert_cmpstr (caveat, ==,
                   "This is based on an incomplete call. Records are missing from the log at 2 "
                   "places while it lasted.");
  list = rungs_trace_input_health (trace, 0);
  g_assert_cmpstr (((RungsHealth *) list->pdata[2])->text, ==, "said said");
}

/* Of a log with a fault in every message not every line is told, but how many there are. */
static void
test_many (void)
{
  g_autoptr (GString) script = g_string_new (NULL);
  g_autoptr (RungsTrace) trace = NULL;
  g_autoptr (GPtrArray) list = NULL;
  const RungsHealth *health;

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (script, "%u P S INFO A %u dlg damaged\n", i, i);
  trace = script_trace (&script_format, script->str, NULL);
  list = rungs_trace_call_health (trace, rungs_trace_get_call (trace, 0), FALSE);
  health = list->pdata[0];
  g_assert_cmpuint (health->kind, ==, RUNGS_HEALTH_CUT);
  g_assert_cmpuint (health->n, ==, 5000);
  g_assert_cmpuint (health->lines->len, ==, 20);
}

static void
test_find_line (void)
{
  g_autoptr (RungsTrace) trace = script_trace (&script_format, REFUSED, "", REFUSED, NULL);

  g_assert_cmpuint (rungs_trace_find_line (trace, 0, 1), ==, 0);
  g_assert_cmpuint (rungs_trace_find_line (trace, 0, 2), ==, 0);
  g_assert_cmpuint (rungs_trace_find_line (trace, 0, rungs_trace_get_message (trace, 1)->line + 1),
                    ==, 1);
  g_assert_cmpuint (rungs_trace_find_line (trace, 0, 9999), ==, 2);
  g_assert_cmpuint (rungs_trace_find_line (trace, 1, 1), ==, RUNGS_NONE);
  g_assert_cmpuint (rungs_trace_find_line (trace, 2, 2), ==, 3);
}

static RungsTrace *
load_text (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GPtrArray) inputs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_input_unref);
  g_autoptr (GError) error = NULL;
  RungsTrace *trace;

  g_ptr_array_add (inputs, rungs_input_new_bytes ("x.txt", bytes));
  trace = rungs_trace_load_inputs (inputs, NULL, NULL, &error);
  g_assert_no_error (error);
  return trace;
}

#define HEAD                                                                                       \
  "2026-11-22 10:15:02.120 192.0.2.1:5060 -> 192.0.2.2:5060\nINVITE sip:a@192.0.2.2 SIP/2.0\n"
#define GOOD                                                                                       \
  "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKb\nFrom: <sip:b@192.0.2.1>;tag=1\nTo: "                \
  "<sip:a@192.0.2.2>\nCall-ID: b\n"

/* Only the full parse tells that the library refuses a message: it is asked when somebody looks. */
static void
test_deep (void)
{
  g_autoptr (RungsTrace) good = load_text (HEAD GOOD "CSeq: 1 INVITE\nContent-Length: 0\n\n");
  g_autoptr (RungsTrace) refused =
    load_text (HEAD GOOD "CSeq: 1 INVITE\nContact: <sip:b@192.0.2.1\nContent-Length: 0\n\n");
  g_autofree char *a = of_call (good, 0, TRUE);
  g_autofree char *c = of_call (refused, 0, TRUE);
  g_autofree char *d = of_call (refused, 0, FALSE);

  g_assert_cmpstr (a, ==, "ends-outside 1 at 2");
  g_assert_nonnull (strstr (c, "refused 1 at 2"));
  g_assert_null (strstr (d, "refused"));
}

/* A packet has what it has: without To it is not cut, it is wrong. */
static void
test_headers (void)
{
  static const char text[] = "INVITE sip:a@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP "
                             "192.0.2.1;branch=z9hG4bKb\r\nFrom: <sip:b@192.0.2.1>;tag=1\r\n"
                             "Call-ID: b\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n";
  g_autoptr (RungsBuilder) builder = rungs_builder_new (NULL);
  g_autoptr (RungsInput) input = script_input ("x", "");
  g_autoptr (RungsTrace) trace = NULL;
  g_autofree char *of_log = NULL;
  RungsSinkMessage message = { .bytes = rungs_span_of (text), .line = 7 };

  rungs_builder_add_input (builder, input, &script_format);
  builder->sink.message (&builder->sink, &message);
  rungs_builder_end_input (builder, 0);
  trace = rungs_builder_finish (builder);
  of_log = of_input (trace, 0);
  g_assert_cmpstr (of_log, ==, "missing-headers 1 at 7; ends-outside 1 at 7");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rungs_sip_init ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/health/", cases[i].name, NULL);
      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/health/clocks", test_clocks);
  g_test_add_func ("/health/lost", test_lost);
  g_test_add_func ("/health/many", test_many);
  g_test_add_func ("/health/find-line", test_find_line);
  g_test_add_func ("/health/deep", test_deep);
  g_test_add_func ("/health/headers", test_headers);
  return g_test_run ();
}
