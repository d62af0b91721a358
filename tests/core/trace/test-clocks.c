/* Clocks of several inputs: measured on what they have in common, used to join, taken off only when
 * asked. */
#include "config.h"

#include "script.h"

#include "clocks/clocks.h"
#include "trace/assembly.h"

#define SHORT ".100 P S INVITE A 1\n.110 S P 100 A 1\n.900 S P 200 A 1\n"

/* @formats: one letter an input, "t" text (local time), "c" capture (UTC). */
static RungsTrace *
load (const RungsLoadOptions *options, const char *formats, const char *const *scripts)
{
  g_autoptr (RungsBuilder) builder = rungs_builder_new (options);

  for (guint i = 0; formats[i] != '\0'; i++)
    {
      g_autofree char *name = g_strdup_printf ("script-%u", i);
      g_autoptr (RungsInput) input = script_input (name, scripts[i]);
      g_autoptr (RungsReader) reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);
      const RungsFormat *format = formats[i] == 'c' ? &script_capture : &script_format;

      rungs_builder_add_input (builder, input, format);
      g_assert_true (format->parse (format, reader, &builder->sink, NULL, NULL));
      rungs_builder_end_input (builder, 0);
    }
  return rungs_builder_finish (builder);
}

/* "1-0:+1250/3±0" for each clock: input, reference, milliseconds, pairs, spread; "z" minutes of a
 * zone, "!" not steady, "=" applied. */
static char *
clocks_text (RungsTrace *trace)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < rungs_trace_get_n_clocks (trace); i++)
    {
      const RungsClock *clock = rungs_trace_get_clock (trace, i);

      g_string_append_printf (out, "%s%u-%u:%+d/%u±%d", i > 0 ? " " : "", clock->input,
                              clock->reference, (int) (clock->offset / 1000), clock->n_pairs,
                              (int) (clock->spread / 1000));
      if (clock->zone != 0)
        g_string_append_printf (out, "z%+d", clock->zone);
      g_string_append_printf (out, "%s%s", clock->is_steady ? "" : "!",
                              clock->is_applied ? "=" : "");
    }
  return g_string_free (out, FALSE);
}

typedef struct
{
  const char *name, *formats;
  const char *scripts[4];
  const char *expected;
} Case;

static const Case cases[] = {
  { "nothing-in-common", "tt", { SHORT, "5 P S INVITE B 1\n5.1 S P 200 B 1\n" }, "" },
  { "one-input", "t", { SHORT }, "" },
  { "same-clock", "tt", { SHORT, SHORT }, "1-0:+0/3±0" },
  { "ahead",
    "tt",
    { SHORT, "1.350 P S INVITE A 1\n1.360 S P 100 A 1\n2.150 S P 200 A 1\n" },
    "1-0:+1250/3±0" },
  { "behind",
    "tt",
    { "61.350 P S INVITE A 1\n61.360 S P 100 A 1\n62.150 S P 200 A 1\n", SHORT },
    "1-0:-61250/3±0" },
  { "median-and-spread",
    "tt",
    { "0 P S INVITE A 1\n1 S P 180 A 1\n2 S P 200 A 1\n3 P S ACK A 1\n4 P S BYE A 2\n",
      "1.000 P S INVITE A 1\n2.001 S P 180 A 1\n3.002 S P 200 A 1\n4.003 P S ACK A 1\n5.900 P S "
      "BYE "
      "A 2\n" },
    "1-0:+1002/5±2" },
  /* A file that begins within the sendings: the first one there is not the first one here. */
  { "sendings-that-do-not-match",
    "tt",
    { "0 P S INVITE A 1\n.5 P S INVITE A 1\n1.5 P S INVITE A 1\n1.6 S P 100 A 1\n",
      "3.5 P S INVITE A 1\n3.6 S P 100 A 1\n" },
    "1-0:+2000/1±0" },
  { "sendings-that-match",
    "tt",
    { "0 P S INVITE A 1\n.5 P S INVITE A 1\n", "2 P S INVITE A 1\n2.5 P S INVITE A 1\n" },
    "1-0:+2000/1±0" },
  /* The same call, but an answer with another code, another CSeq, another branch, another
   * Call-ID. */
  { "other-messages",
    "tt",
    { "0 P S INVITE A 1\n1 S P 180 A 1\n2 P S INVITE A 1 br=x\n",
      "9 P S INVITE A 2\n9 S P 183 A 1\n9 P S INVITE A 1 br=y\n9 P S INVITE B 1 br=A1INVITE\n" },
    "" },
  { "no-stamps", "tt", { SHORT, "- P S INVITE A 1\n- S P 100 A 1\n" }, "" },
  { "capture-is-the-reference", "tc", { SHORT, SHORT }, "0-1:+0/3±0" },

  { "zone/hours",
    "tc",
    { "7200.100 P S INVITE A 1\n7200.110 S P 100 A 1\n7200.900 S P 200 A 1\n", SHORT },
    "0-1:+7200000/3±0z+120" },
  { "zone/hours-and-some",
    "tc",
    { "7201.350 P S INVITE A 1\n7201.360 S P 100 A 1\n7202.150 S P 200 A 1\n", SHORT },
    "0-1:+7201250/3±0z+120" },
  { "zone/west",
    "ct",
    { "18000 P S INVITE A 1\n", ".25 P S INVITE A 1\n" },
    "1-0:-17999750/1±0z-300" },
  { "zone/half",
    "tt",
    { "0 P S INVITE A 1\n", "19800.3 P S INVITE A 1\n" },
    "1-0:+19800300/1±0z+330" },
  { "zone/none", "tt", { "0 P S INVITE A 1\n", "3900 P S INVITE A 1\n" }, "1-0:+3900000/1±0" },
  { "zone/half-and-too-much",
    "tt",
    { "0 P S INVITE A 1\n", "1830 P S INVITE A 1\n" },
    "1-0:+1830000/1±0" },
  { "zone/days", "tt", { "0 P S INVITE A 1\n", "172800 P S INVITE A 1\n" }, "1-0:+172800000/1±0" },

  /* A clock that was set between two calls. */
  { "unsteady",
    "tt",
    { "0 P S INVITE A 1\n100 P S INVITE B 1\n200 P S INVITE D 1\n",
      "1 P S INVITE A 1\n101 P S INVITE B 1\n260 P S INVITE D 1\n" },
    "1-0:+1000/3±0" },
  { "unsteady/half",
    "tt",
    { "0 P S INVITE A 1\n100 P S INVITE B 1\n200 P S INVITE D 1\n",
      "1 P S INVITE A 1\n160 P S INVITE B 1\n260 P S INVITE D 1\n" },
    "1-0:+60000/3±0" },
  { "unsteady/drift",
    "tt",
    { "0 P S INVITE A 1\n100 P S INVITE B 1\n200 P S INVITE D 1\n",
      "1 P S INVITE A 1\n111 P S INVITE B 1\n221 P S INVITE D 1\n" },
    "1-0:+11000/3±10000!" },

  { "chain",
    "ttt",
    { "0 P S INVITE A 1\n.1 S P 100 A 1\n", "1 P S INVITE A 1\n1.1 S P 100 A 1\n9 S C INVITE B 1\n",
      "10 S C INVITE B 1\n" },
    "1-0:+1000/2±0 2-0:+2000/1±0" },
  { "chain/utc-in-the-middle",
    "tct",
    { "0 P S INVITE A 1\n", "1 P S INVITE A 1\n9 S C INVITE B 1\n", "10 S C INVITE B 1\n" },
    "0-1:-1000/1±0 2-1:+1000/1±0" },
  { "chain/most-pairs-win",
    "ttt",
    { "0 P S INVITE A 1\n.5 S P 200 A 1\n",
      "1 P S INVITE A 1\n1.5 S P 200 A 1\n5 P S INVITE B 1\n5.5 S P 200 B 1\n",
      "2 P S INVITE B 1\n2.5 S P 200 B 1\n2.7 P S INVITE A 1\n" },
    "1-0:+1000/2±0 2-0:-2000/2±0" },
  { "two-groups",
    "tttt",
    { "0 P S INVITE A 1\n", "1 P S INVITE A 1\n", "0 P S INVITE B 1\n", "5 P S INVITE B 1\n" },
    "1-0:+1000/1±0 3-2:+5000/1±0" },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (RungsTrace) trace = load (NULL, c->formats, c->scripts);
  g_autofree char *text = clocks_text (trace);

  g_assert_cmpstr (text, ==, c->expected);
  for (guint i = 0; i < rungs_trace_get_n_inputs (trace); i++)
    g_assert_cmpint (rungs_trace_get_input (trace, i)->moved, ==, 0);
}

static const char *const two_hops[] = {
  "10 P S INVITE A 1\n10.1 S P 100 A 1\n10.9 S P 486 A 1\n",
  "45.001 P S INVITE A 1\n45.101 S P 100 A 1\n45.03 S C INVITE B 1\n45.8 C S 486 B 1\n45.901 S P "
  "486 A 1\n",
};

static void
test_align (void)
{
  const RungsLoadOptions options = { .align = TRUE };
  g_autoptr (RungsTrace) trace = load (&options, "tt", two_hops);
  g_autofree char *clocks = clocks_text (trace);
  g_autofree char *ladder = script_ladder (trace, 0);
  const RungsTraceInput *input = rungs_trace_get_input (trace, 1);

  g_assert_cmpstr (clocks, ==, "1-0:+35001/3±0=");
  g_assert_cmpstr (ladder, ==,
                   "A:INVITE! A:INVITE!= B:INVITE! A:100! A:100!= B:486!* A:486! A:486!=");
  g_assert_cmpint (input->moved, ==, -35001000);
  g_assert_cmpint (input->shift, ==, -35001000);
  g_assert_cmpint (rungs_trace_get_message (trace, 5)->time, ==, 10029000);
  g_assert_cmpint (rungs_trace_get_input (trace, 0)->moved, ==, 0);
}

/* Nothing is moved that nobody asked for, and what was written by the other clock is not in
 * between. */
static void
test_not_aligned (void)
{
  g_autoptr (RungsTrace) trace = load (NULL, "tt", two_hops);

  g_assert_cmpint (rungs_trace_get_message (trace, 5)->time, ==, 45030000);
  g_assert_cmpint (rungs_trace_get_input (trace, 1)->shift, ==, 0);
  g_assert_false (rungs_trace_get_clock (trace, 0)->is_applied);
}

/* A log in local time beside a capture in UTC: once aligned its times are UTC. */
static void
test_align_zone (void)
{
  const RungsLoadOptions options = { .align = TRUE };
  const char *const scripts[] = { "3600.5 P S INVITE A 1\n", "0 P S INVITE A 1\n" };
  g_autoptr (RungsTrace) plain = load (NULL, "tc", scripts);
  g_autoptr (RungsTrace) aligned = load (&options, "tc", scripts);

  g_assert_false (rungs_trace_get_input (plain, 0)->utc);
  g_assert_false (rungs_trace_call_is_utc (plain, rungs_trace_get_call (plain, 0)));
  g_assert_true (rungs_trace_get_input (aligned, 0)->utc);
  g_assert_true (rungs_trace_call_is_utc (aligned, rungs_trace_get_call (aligned, 0)));
  g_assert_cmpint (rungs_trace_get_message (aligned, 0)->time, ==, 0);
}

static void
test_align_unsteady (void)
{
  const RungsLoadOptions options = { .align = TRUE };
  const char *const scripts[] = {
    "0 P S INVITE A 1\n100 P S INVITE B 1\n200 P S INVITE D 1\n",
    "1 P S INVITE A 1\n111 P S INVITE B 1\n221 P S INVITE D 1\n",
  };
  g_autoptr (RungsTrace) trace = load (&options, "tt", scripts);

  g_assert_false (rungs_trace_get_clock (trace, 0)->is_applied);
  g_assert_cmpint (rungs_trace_get_message (trace, 3)->time, ==, RUNGS_STAMP_SECOND);
}

static void
test_shift (void)
{
  const RungsInputClock clocks[] = { { .input = 1, .shift = -35 * RUNGS_STAMP_SECOND } };
  const RungsLoadOptions options = { .clocks = clocks, .n_clocks = 1 };
  g_autoptr (RungsTrace) trace = load (&options, "tt", two_hops);
  g_autofree char *text = clocks_text (trace);

  g_assert_cmpstr (text, ==, "1-0:+1/3±0");
  g_assert_cmpint (rungs_trace_get_input (trace, 1)->moved, ==, -35 * RUNGS_STAMP_SECOND);
  g_assert_cmpint (rungs_trace_get_message (trace, 0)->time, ==, 10 * RUNGS_STAMP_SECOND);
  g_assert_cmpint (rungs_trace_get_message (trace, 3)->time, ==, 10001000);
}

static void
test_zone_of_one (void)
{
  const RungsInputClock clocks[] = { { .input = 1, .has_utc_offset = TRUE, .utc_offset = 60 } };
  const RungsLoadOptions options = { .clocks = clocks, .n_clocks = 1 };
  const char *const scripts[] = { "0 P S INVITE A 1\n", "3600 P S INVITE A 1\n" };
  g_autoptr (RungsTrace) trace = load (&options, "tt", scripts);

  g_assert_false (rungs_trace_get_input (trace, 0)->utc);
  g_assert_true (rungs_trace_get_input (trace, 1)->utc);
  g_assert_cmpint (rungs_trace_get_input (trace, 1)->shift, ==, -3600 * RUNGS_STAMP_SECOND);
  g_assert_cmpint (rungs_trace_get_input (trace, 1)->moved, ==, 0);
  g_assert_cmpint (rungs_trace_get_message (trace, 1)->time, ==, 0);
}

static char *
legs_text (RungsTrace *trace)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < rungs_trace_get_n_calls (trace); i++)
    {
      const RungsCall *call = rungs_trace_get_call (trace, i);

      for (guint k = 0; k < call->n_legs; k++)
        g_string_append_printf (
          out, "%s%s",
          k > 0   ? ","
          : i > 0 ? "|"
                  : "",
          rungs_trace_string (trace, rungs_trace_get_leg (trace, call, k)->call_id));
    }
  return g_string_free (out, FALSE);
}

typedef struct
{
  const char *name;
  const char *scripts[2];
  const char *expected;
} JoinCase;

/* K is what both inputs saw: an hour and 30 s between their clocks. */
#define KNOWN_A "0 P S OPTIONS K 1\n.1 S P 200 K 1 m=OPTIONS\n"
#define KNOWN_B "3630 P S OPTIONS K 1\n3630.1 S P 200 K 1 m=OPTIONS\n"

static const JoinCase join_cases[] = {
  /* One leg in each file: by their stamps an hour apart, in truth 20 ms. */
  { "numbers/near-in-truth",
    { KNOWN_A "10 P S INVITE A 1\n", KNOWN_B "3640.02 S C INVITE B 1\n" },
    "K|A,B" },
  { "numbers/near-by-the-stamps",
    { KNOWN_A "10 P S INVITE A 1\n", KNOWN_B "10.02 S C INVITE B 1\n" },
    "K|A|B" },
  { "numbers/clocks-not-known", { "10 P S INVITE A 1\n", "10.02 S C INVITE B 1\n" }, "A,B" },
  { "numbers/clocks-not-known-and-far",
    { "10 P S INVITE A 1\n", "3640.02 S C INVITE B 1\n" },
    "A|B" },
  { "header/near-in-truth",
    { KNOWN_A "10 P S INVITE A 1 to=1 h=X-CID:trunk-0001\n",
      KNOWN_B "3640.02 S2 C INVITE B 1 to=2 h=X-CID:trunk-0001\n" },
    "K|A,B" },
  { "header/constant-value",
    { KNOWN_A "10 P S INVITE A 1 to=1 h=X-CID:trunk-0001\n",
      KNOWN_B "4640.02 S2 C INVITE B 1 to=2 h=X-CID:trunk-0001\n" },
    "K|A|B" },
  { "header/constant-value-other-order",
    { KNOWN_A "2000 P S INVITE A 1 to=1 h=X-CID:trunk-0001\n",
      KNOWN_B "3640.02 S2 C INVITE B 1 to=2 h=X-CID:trunk-0001\n" },
    "K|A|B" },
  { "header/clocks-not-known",
    { "10 P S INVITE A 1 to=1 h=X-CID:trunk-0001\n",
      "4640.02 S2 C INVITE B 1 to=2 h=X-CID:trunk-0001\n" },
    "A,B" },
};

static void
test_join (gconstpointer data)
{
  const JoinCase *c = data;
  g_autoptr (RungsTrace) trace = load (NULL, "tt", c->scripts);
  g_autofree char *legs = legs_text (trace);
  g_autofree char *sorted = NULL;

  /* Where the options stand in the list depends on the clocks; the rest does not. */
  if (strncmp (legs, "K|", 2) != 0 && strstr (legs, "|K") != NULL)
    sorted = g_strconcat ("K|", g_strndup (legs, (gsize) (strstr (legs, "|K") - legs)), NULL);
  g_assert_cmpstr (sorted != NULL ? sorted : legs, ==, c->expected);
}

static void
test_describe (void)
{
  static const struct
  {
    RungsClock clock;
    const char *expected;
  } all[] = {
    { { 1, 0, 14, 1250000, 3000, 0, TRUE, FALSE },
      "b is 1.250 s ahead of a: 14 messages that both saw, ±0.003 s." },
    { { 1, 0, 1, -1250000, 0, 0, TRUE, TRUE },
      "b was 1.250 s behind a and has been moved: 1 message that both saw, ±0.000 s." },
    { { 1, 0, 2, G_GINT64_CONSTANT (7200000000), 0, 120, TRUE, FALSE },
      "b is 2 h (a time zone) ahead of a: 2 messages that both saw, ±0.000 s." },
    { { 1, 0, 2, -G_GINT64_CONSTANT (19800500000), 0, -330, TRUE, FALSE },
      "b is 5 h 30 min (a time zone) and 0.500 s behind a: 2 messages that both saw, ±0.000 s." },
    { { 1, 0, 2, 900, 200, 0, TRUE, FALSE },
      "b and a have the same clock: 2 messages that both saw, ±0.000 s." },
    { { 1, 0, 9, 900, 50000000, 0, FALSE, FALSE },
      "The clocks of b and a do not keep pace: 9 messages that both saw, ±50.000 s." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autofree char *text = rungs_clock_describe (&all[i].clock, "b", "a");
      g_assert_cmpstr (text, ==, all[i].expected);
    }
}

/* A snapshot measures as well, and leaves the builder as it is. */
static void
test_snapshot (void)
{
  const RungsLoadOptions options = { .align = TRUE };
  g_autoptr (RungsBuilder) builder = rungs_builder_new (&options);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (RungsInput) input = script_input ("x", two_hops[i]);
      g_autoptr (RungsReader) reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);

      rungs_builder_add_input (builder, input, &script_format);
      g_assert_true (script_format.parse (&script_format, reader, &builder->sink, NULL, NULL));
      rungs_builder_end_input (builder, 0);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (RungsTrace) snapshot = rungs_builder_snapshot (builder);
      g_autofree char *text = clocks_text (snapshot);

      g_assert_cmpstr (text, ==, "1-0:+35001/3±0=");
      g_assert_cmpint (rungs_trace_get_message (snapshot, 5)->time, ==, 10029000);
    }
  g_assert_cmpint (rungs_rows_at (&builder->rows, 5)->time, ==, 45030000);
}

/* Very many messages in common: the test's own time limit is the check, and the offset is still
 * found. */
static void
test_many (void)
{
  GString *scripts[2] = { g_string_new (NULL), g_string_new (NULL) };
  const char *texts[2];
  g_autoptr (RungsTrace) trace = NULL;
  const RungsClock *clock;

  for (guint i = 0; i < 40000; i++)
    for (guint k = 0; k < 2; k++)
      g_string_append_printf (scripts[k], "%u.%u P S INFO A%u %u dlg\n", i + k * 7, k * 5, i / 10,
                              i);
  texts[0] = scripts[0]->str;
  texts[1] = scripts[1]->str;
  trace = load (NULL, "tt", texts);
  clock = rungs_trace_get_clock (trace, 0);
  g_assert_cmpuint (clock->n_pairs, ==, 40000);
  g_assert_cmpint (clock->offset, ==, 7500000);
  g_string_free (scripts[0], TRUE);
  g_string_free (scripts[1], TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/clocks/measure/", cases[i].name, NULL);
      g_test_add_data_func (path, &cases[i], test_case);
    }
  for (guint i = 0; i < G_N_ELEMENTS (join_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/clocks/join/", join_cases[i].name, NULL);
      g_test_add_data_func (path, &join_cases[i], test_join);
    }
  g_test_add_func ("/clocks/align", test_align);
  g_test_add_func ("/clocks/not-aligned", test_not_aligned);
  g_test_add_func ("/clocks/align-zone", test_align_zone);
  g_test_add_func ("/clocks/align-unsteady", test_align_unsteady);
  g_test_add_func ("/clocks/shift", test_shift);
  g_test_add_func ("/clocks/zone-of-one", test_zone_of_one);
  g_test_add_func ("/clocks/describe", test_describe);
  g_test_add_func ("/clocks/snapshot", test_snapshot);
  g_test_add_func ("/clocks/many", test_many);
  return g_test_run ();
}
