/* What the user says about files: their zone and clock, which are left out, and the headers that
 * join their legs. */
#include "config.h"

#include <glib/gstdio.h>

#include "script.h"

#include "calls/join-headers.h"
#include "clocks/clocks.h"
#include "memory/choices.h"

typedef struct
{
  char *folder;
  RungsChoices *choices;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("rungs-XXXXXX", &error);
  g_assert_no_error (error);
  self->choices = rungs_choices_new (self->folder);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "choices.ndjson", NULL);

  g_unlink (path);
  g_rmdir (self->folder);
  g_clear_object (&self->choices);
  g_free (self->folder);
}

static RungsTrace *
load (RungsChoices *choices, const char *first, const char *second)
{
  g_autoptr (RungsChoiceSet) set = choices != NULL ? rungs_choices_get_set (choices) : NULL;
  const RungsLoadOptions options = { .choices = set };

  return script_trace_with (&options, &script_format, first, second, NULL);
}

static void
test_words (void)
{
  static const struct
  {
    const char *text;
    int minutes; /* 999: no offset */
  } offsets[] = {
    { "+02:00", 120 }, { "-05:30", -330 }, { "+2", 120 },     { "Z", 0 },        { " utc ", 0 },
    { "+14:00", 840 }, { "+14:01", 999 },  { "02:00", 999 },  { "", 999 },       { "+", 999 },
    { "+2:0", 999 },   { "+02:60", 999 },  { "+2:00x", 999 }, { "Berlin", 999 }, { "+0200", 120 },
  };
  static const struct
  {
    const char *text, *back; /* NULL: no shift */
  } shifts[] = {
    { "+1.250 s", "+1.250 s" },
    { "+1.250s", "+1.250 s" },
    { "-90", "-90.000 s" },
    { "+300 ms", "+0.300 s" },
    { "-2 h", "-7200.000 s" },
    { "+0.0000015", NULL },
    { "1.25", NULL },
    { "+0.000015", "+0.000015 s" },
    { "", NULL },
    { "+", NULL },
    { "+1.250 parsecs", NULL },
    { "+99999999999999999999", NULL },
    { "+1.", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      int minutes = 999;

      if (!rungs_clock_parse_utc_offset (rungs_span_of (offsets[i].text), &minutes))
        minutes = 999;
      g_assert_cmpint (minutes, ==, offsets[i].minutes);
    }
  for (guint i = 0; i < G_N_ELEMENTS (shifts); i++)
    {
      gint64 usec = 0;
      gboolean ok = rungs_clock_parse_shift (rungs_span_of (shifts[i].text), &usec);
      g_autofree char *back = ok ? rungs_clock_shift_text (usec) : NULL;

      g_assert_cmpstr (back, ==, shifts[i].back);
    }
}

static const char one_call[] = "3600 P S INVITE A 1\n3600.5 S P 486 A 1\n";
static const char other_call[] = "60 P S INVITE B 1\n60.5 S P 486 B 1\n";

/* Said in one window, heeded by the next load, by regrouping, and taken back. */
static void
test_clock (Fixture *self, gconstpointer data)
{
  g_autoptr (RungsTrace) plain = load (self->choices, one_call, other_call);
  g_autoptr (RungsChoiceSet) before = rungs_choices_get_set (self->choices);
  RungsInput *input = rungs_trace_get_input (plain, 0)->input;
  g_autoptr (RungsChoices) later = NULL;
  g_autoptr (RungsChoiceSet) after = NULL;
  g_autoptr (RungsTrace) loaded = NULL, regrouped = NULL, back = NULL;
  const RungsTraceInput *entry;
  g_autofree RungsStamp *times = NULL;

  g_assert_cmpint (rungs_trace_get_input (plain, 0)->zone, ==, RUNGS_ZONE_LOCAL);
  g_assert_true (rungs_choices_set_zone (self->choices, input, &(int){ 60 }, NULL));
  g_assert_true (rungs_choices_set_shift (self->choices, input, -RUNGS_STAMP_SECOND * 3 / 2, NULL));

  later = rungs_choices_new (self->folder);
  loaded = load (later, one_call, other_call);
  entry = rungs_trace_get_input (loaded, 0);
  g_assert_cmpint (entry->zone, ==, RUNGS_ZONE_USER);
  g_assert_true (entry->utc);
  g_assert_cmpint (entry->utc_offset, ==, 60);
  g_assert_cmpint (entry->user_shift, ==, -1500000);
  g_assert_cmpint (entry->moved, ==, -1500000);
  g_assert_cmpint (rungs_trace_get_message (loaded, 0)->time, ==, -1500000);
  g_assert_cmpint (rungs_trace_get_input (loaded, 1)->zone, ==, RUNGS_ZONE_LOCAL);
  g_assert_cmpint (rungs_trace_get_input (loaded, 1)->moved, ==, 0);

  after = rungs_choices_get_set (later);
  regrouped = rungs_trace_regroup (plain, &(RungsLoadOptions){ .choices = after });
  times = rungs_trace_dup_times (regrouped);
  g_assert_cmpint (times[0], ==, -1500000);
  g_assert_cmpint (times[1], ==, -1000000);
  g_assert_cmpint (times[2], ==, 60 * RUNGS_STAMP_SECOND);

  g_assert_true (rungs_choices_take_back (later, before, after, NULL));
  back = load (later, one_call, other_call);
  g_assert_cmpint (rungs_trace_get_input (back, 0)->zone, ==, RUNGS_ZONE_LOCAL);
  g_assert_cmpint (rungs_trace_get_message (back, 0)->time, ==, 3600 * RUNGS_STAMP_SECOND);
}

/* The command line comes before what is remembered. */
static void
test_precedence (Fixture *self, gconstpointer data)
{
  g_autoptr (RungsTrace) plain = load (NULL, one_call, other_call);
  RungsInput *input = rungs_trace_get_input (plain, 0)->input;
  const RungsInputClock clocks[] = { { .input = 0, .shift = 7 } };
  g_autoptr (RungsChoiceSet) set = NULL;
  g_autoptr (RungsTrace) trace = NULL;

  g_assert_true (rungs_choices_set_zone (self->choices, input, &(int){ 60 }, NULL));
  g_assert_true (rungs_choices_set_shift (self->choices, input, 1000, NULL));
  set = rungs_choices_get_set (self->choices);
  trace = rungs_trace_regroup (
    plain,
    &(RungsLoadOptions){
      .choices = set, .has_utc_offset = TRUE, .utc_offset = 120, .clocks = clocks, .n_clocks = 1 });
  g_assert_cmpint (rungs_trace_get_input (trace, 0)->utc_offset, ==, 120);
  g_assert_cmpint (rungs_trace_get_input (trace, 0)->moved, ==, 7);
}

/* Somebody else's file of settings says nothing that is believed. */
static void
test_nonsense (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "choices.ndjson", NULL);
  g_autoptr (RungsTrace) plain = load (NULL, one_call, other_call);
  g_autofree char *file = rungs_input_fingerprint (rungs_trace_get_input (plain, 0)->input);
  g_autofree char *lines =
    g_strdup_printf ("{\"file\":\"%s\",\"zone\":\"Mars\",\"shift\":\"soon\"}\n"
                     "{\"join_header\":\"no header\",\"valid\":\"yes\"}\n",
                     file);
  g_autoptr (RungsChoices) choices = NULL;
  g_autoptr (RungsChoiceSet) set = NULL;
  g_autoptr (RungsTrace) trace = NULL;
  g_auto (GStrv) names = NULL;

  g_assert_true (g_file_set_contents (path, lines, -1, NULL));
  choices = rungs_choices_new (self->folder);
  trace = load (choices, one_call, other_call);
  g_assert_cmpint (rungs_trace_get_input (trace, 0)->zone, ==, RUNGS_ZONE_LOCAL);
  g_assert_cmpint (rungs_trace_get_input (trace, 0)->moved, ==, 0);
  set = rungs_choices_get_set (choices);
  names = rungs_choice_set_dup_join_headers (set);
  g_assert_null (names[0]);
}

static void
test_leave_out (void)
{
  const char *const out[] = { "script-0", NULL };
  const RungsLoadOptions options = { .leave_out = out };
  g_autoptr (RungsLoadOptions) copy = rungs_load_options_copy (&options);
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", "sip-text", NULL);
  const char *const paths[] = { folder, NULL };
  g_autoptr (RungsTrace) all = rungs_trace_load (paths, NULL, FALSE, NULL, NULL, NULL, NULL);
  guint n = rungs_trace_get_n_inputs (all);
  const char *name = rungs_input_get_name (rungs_trace_get_input (all, 0)->input);
  const char *const first[] = { name, NULL };
  const RungsLoadOptions without = { .leave_out = first };
  g_autoptr (RungsTrace) less = rungs_trace_load (paths, &without, FALSE, NULL, NULL, NULL, NULL);

  g_assert_cmpstr (copy->leave_out[0], ==, "script-0");
  g_assert_cmpuint (n, >, 1);
  g_assert_cmpuint (rungs_trace_get_n_inputs (less), ==, n - 1);
  for (guint i = 0; i < n - 1; i++)
    g_assert_cmpstr (rungs_input_get_name (rungs_trace_get_input (less, i)->input), !=, name);
}

/* Two calls through a device that passes on one header of its own, and another that is the same in
 * all. */
static const char passed_on[] =
  "0 P S INVITE A 1 from=1 to=2 h=X-Customer-Call:8f14e45f-01 h=X-Tenant:acme-0001\n"
  ".1 S C INVITE B 1 from=1 to=4 h=X-Customer-Call:8f14e45f-01 h=X-Tenant:acme-0001\n"
  "50 P S INVITE X 1 from=5 to=6 h=X-Customer-Call:c9f0f895-02 h=X-Tenant:acme-0001\n"
  "50.1 S C INVITE Y 1 from=5 to=8 h=X-Customer-Call:c9f0f895-02 h=X-Tenant:acme-0001\n"
  "90 P S INVITE Z 1 from=1 to=8 h=X-Customer-Call:c9f0aaaa-03 h=X-Tenant:acme-0001\n"
  "190 P S INVITE V 1 from=11 to=18 h=X-Customer-Call:c9f0aaaa-04 h=X-Tenant:acme-0001\n"
  "290 P S INVITE W 1 from=21 to=28 h=X-Customer-Call:c9f0aaaa-05 h=X-Tenant:acme-0001\n";

static void
test_suggest (Fixture *self, gconstpointer data)
{
  g_autoptr (RungsTrace) trace = load (self->choices, passed_on, NULL);
  const char *const known[] = { "x-customer-call", NULL };
  g_autoptr (GPtrArray) found = rungs_trace_suggest_join_headers (trace, NULL, NULL);
  g_autoptr (GPtrArray) none = rungs_trace_suggest_join_headers (trace, known, NULL);
  const RungsJoinSuggestion *first;
  g_autoptr (RungsTrace) joined = NULL;
  g_auto (GStrv) names = NULL;
  g_autoptr (RungsChoiceSet) set = NULL;

  g_assert_cmpuint (found->len, ==, 1);
  first = found->pdata[0];
  g_assert_cmpstr (first->name, ==, "X-Customer-Call");
  g_assert_cmpuint (first->n_values, ==, 2);
  g_assert_cmpuint (first->n_new_calls, ==, 2);
  g_assert_true (g_str_has_prefix (first->example, "8f14e45f")
                 || g_str_has_prefix (first->example, "c9f0f895"));
  g_assert_cmpuint (none->len, ==, 0);

  g_assert_cmpuint (rungs_trace_get_n_calls (trace), ==, 7);
  g_assert_true (rungs_choices_add_join_header (self->choices, first->name, NULL));
  set = rungs_choices_get_set (self->choices);
  names = rungs_choice_set_dup_join_headers (set);
  g_assert_cmpstr (names[0], ==, "X-Customer-Call");
  joined = load (self->choices, passed_on, NULL);
  g_assert_cmpuint (rungs_trace_get_n_calls (joined), ==, 5);
  g_assert_true (rungs_choices_remove_join_header (self->choices, first->name, NULL));
  g_clear_object (&joined);
  joined = load (self->choices, passed_on, NULL);
  g_assert_cmpuint (rungs_trace_get_n_calls (joined), ==, 7);
}

static void
test_names (void)
{
  g_assert_true (rungs_choices_is_header_name ("X-Customer-Call"));
  g_assert_false (rungs_choices_is_header_name (""));
  g_assert_false (rungs_choices_is_header_name (NULL));
  g_assert_false (rungs_choices_is_header_name ("X Customer"));
  g_assert_false (rungs_choices_is_header_name ("X-Customer:"));
  g_assert_false (rungs_choices_is_header_name ("-X"));
  g_assert_false (rungs_choices_is_header_name ("Ü-Ruf"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/files/words", test_words);
  g_test_add ("/files/clock", Fixture, NULL, set_up, test_clock, tear_down);
  g_test_add ("/files/precedence", Fixture, NULL, set_up, test_precedence, tear_down);
  g_test_add ("/files/nonsense", Fixture, NULL, set_up, test_nonsense, tear_down);
  g_test_add_func ("/files/leave-out", test_leave_out);
  g_test_add ("/files/suggest", Fixture, NULL, set_up, test_suggest, tear_down);
  g_test_add_func ("/files/names", test_names);
  return g_test_run ();
}
