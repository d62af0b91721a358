/* What the user decided about legs and devices: heeded, remembered, taken back; and a trace grouped
 * anew is the one that a load would have made. */
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>

#include "script.h"

#include "calls/device-keys.h"
#include "calls/likely.h"
#include "memory/choices.h"
#include "trace/assembly.h"

typedef struct
{
  char *parent, *folder, *path;
  RungsChoices *choices;
  RungsTrace *trace;
} Fixture;

/* Two calls of two legs; P and Q are peers. */
static const char script[] = "0 P S INVITE A 1\n.02 S C INVITE B 1\n5 Q S INVITE X 1 from=7 to=8\n"
                             "5.02 S D INVITE Y 1 from=7 to=8\n";

static void
load (Fixture *self)
{
  g_autoptr (RungsChoiceSet) set = rungs_choices_get_set (self->choices);
  const RungsLoadOptions options = { .choices = set };

  g_clear_object (&self->trace);
  self->trace = script_trace_with (&options, &script_format, script, NULL);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->parent = g_dir_make_tmp ("rungs-XXXXXX", &error);
  g_assert_no_error (error);
  self->folder = g_build_filename (self->parent, "rungs", NULL);
  self->path = g_build_filename (self->folder, "choices.ndjson", NULL);
  self->choices = rungs_choices_new (self->folder);
  load (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_unlink (self->path);
  g_rmdir (self->folder);
  g_rmdir (self->parent);
  g_clear_object (&self->trace);
  g_clear_object (&self->choices);
  g_free (self->parent);
  g_free (self->folder);
  g_free (self->path);
}

/* "A+first,B+numbers|X+first,Y+numbers" */
static char *
legs (RungsTrace *trace)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < rungs_trace_get_n_calls (trace); i++)
    {
      const RungsCall *call = rungs_trace_get_call (trace, i);

      for (guint k = 0; k < call->n_legs; k++)
        {
          const RungsLeg *leg = rungs_trace_get_leg (trace, call, k);

          g_string_append_printf (out, "%s%s+%s",
                                  k > 0   ? ","
                                  : i > 0 ? "|"
                                          : "",
                                  rungs_trace_string (trace, leg->call_id),
                                  rungs_join_name (leg->join));
        }
    }
  return g_string_free (out, FALSE);
}

static char *
devices (RungsTrace *trace)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < rungs_trace_get_n_devices (trace); i++)
    g_string_append_printf (out, "%s%s", i > 0 ? "|" : "",
                            rungs_trace_string (trace, rungs_trace_get_device (trace, i)->name));
  return g_string_free (out, FALSE);
}

static const RungsLeg *
leg (Fixture *self, const char *call_id)
{
  for (guint i = 0; i < rungs_trace_get_n_calls (self->trace); i++)
    {
      const RungsCall *call = rungs_trace_get_call (self->trace, i);

      for (guint k = 0; k < call->n_legs; k++)
        {
          const RungsLeg *found = rungs_trace_get_leg (self->trace, call, k);

          if (g_str_equal (rungs_trace_string (self->trace, found->call_id), call_id))
            return found;
        }
    }
  g_assert_not_reached ();
}

static guint32
device (Fixture *self, const char *name)
{
  for (guint i = 0; i < rungs_trace_get_n_devices (self->trace); i++)
    if (g_str_equal (
          rungs_trace_string (self->trace, rungs_trace_get_device (self->trace, i)->name), name))
      return i;
  g_assert_not_reached ();
}

/* What holds after @what was decided: now, by grouping anew, and in the next run of the program. */
#define CHECK(what, text, expected)                                                                \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (GError) e_ = NULL;                                                                  \
    g_autoptr (RungsChoices) again_ = NULL;                                                        \
    g_autoptr (RungsChoiceSet) set_ = NULL;                                                        \
    g_autoptr (RungsTrace) anew_ = NULL;                                                           \
    g_autofree char *loaded_ = NULL;                                                               \
    g_autofree char *grouped_ = NULL;                                                              \
    GError **error = &e_;                                                                          \
    g_assert_true (what);                                                                          \
    g_assert_no_error (e_);                                                                        \
    set_ = rungs_choices_get_set (self->choices);                                                  \
    anew_ = rungs_trace_regroup (self->trace, &(RungsLoadOptions){ .choices = set_ });             \
    grouped_ = text (anew_);                                                                       \
    g_assert_cmpstr (grouped_, ==, expected);                                                      \
    again_ = rungs_choices_new (self->folder);                                                     \
    g_set_object (&self->choices, again_);                                                         \
    load (self);                                                                                   \
    loaded_ = text (self->trace);                                                                  \
    g_assert_cmpstr (loaded_, ==, expected);                                                       \
  }                                                                                                \
  G_STMT_END

static void
test_legs (Fixture *self, gconstpointer data)
{
  g_autofree char *before = legs (self->trace);

  g_assert_cmpstr (before, ==, "A+first,B+numbers|X+first,Y+numbers");
  g_assert_false (rungs_choices_has_leg (self->choices, self->trace, leg (self, "B")));

  CHECK (rungs_choices_separate (self->choices, self->trace, leg (self, "B"), error), legs,
         "A+first|B+first|X+first,Y+numbers");
  g_assert_true (rungs_choices_has_leg (self->choices, self->trace, leg (self, "B")));
  g_assert_false (rungs_choices_has_leg (self->choices, self->trace, leg (self, "A")));

  CHECK (rungs_choices_join (self->choices, self->trace, leg (self, "B"), leg (self, "X"), error),
         legs, "A+first|B+first,X+user,Y+numbers");
  CHECK (rungs_choices_join (self->choices, self->trace, leg (self, "A"), leg (self, "Y"), error),
         legs, "A+first,B+user,X+user,Y+numbers");
  CHECK (rungs_choices_separate (self->choices, self->trace, leg (self, "Y"), error), legs,
         "A+first|B+first,X+user|Y+first");
  CHECK (rungs_choices_forget_leg (self->choices, self->trace, leg (self, "Y"), error), legs,
         "A+first|B+first,X+user,Y+numbers");
  CHECK (rungs_choices_forget_leg (self->choices, self->trace, leg (self, "B"), error), legs,
         "A+first,B+numbers|X+first,Y+numbers");
  g_assert_false (rungs_choices_has_leg (self->choices, self->trace, leg (self, "B")));
}

/* What was joined already stays joined for its own reason. */
static void
test_join_twice (Fixture *self, gconstpointer data)
{
  CHECK (rungs_choices_join (self->choices, self->trace, leg (self, "A"), leg (self, "B"), error),
         legs, "A+first,B+numbers|X+first,Y+numbers");
}

static void
test_names (Fixture *self, gconstpointer data)
{
  g_autofree char *before = devices (self->trace);

  g_assert_cmpstr (before, ==, "203.0.113.5|SBC|198.51.100.7|203.0.113.6|198.51.100.8");
  CHECK (rungs_choices_rename (self->choices, self->trace, device (self, "203.0.113.5"),
                               "  PBX \xC3\xBC\nBerlin ", error),
         devices, "PBX ü Berlin|SBC|198.51.100.7|203.0.113.6|198.51.100.8");
  g_assert_true (rungs_trace_get_device (self->trace, device (self, "PBX ü Berlin"))->is_named);
  CHECK (rungs_choices_rename (self->choices, self->trace, device (self, "SBC"), "Edge", error),
         devices, "PBX ü Berlin|Edge|198.51.100.7|203.0.113.6|198.51.100.8");
  CHECK (
    rungs_choices_rename (self->choices, self->trace, device (self, "PBX ü Berlin"), NULL, error),
    devices, "203.0.113.5|Edge|198.51.100.7|203.0.113.6|198.51.100.8");
}

static void
test_merge (Fixture *self, gconstpointer data)
{
  CHECK (rungs_choices_merge (self->choices, self->trace, device (self, "203.0.113.6"),
                              device (self, "203.0.113.5"), error),
         devices, "203.0.113.5|SBC|198.51.100.7|198.51.100.8");
  g_assert_true (
    rungs_choices_is_merged (self->choices, self->trace, device (self, "203.0.113.5")));
  g_assert_false (
    rungs_choices_is_merged (self->choices, self->trace, device (self, "198.51.100.7")));
  /* All in one; the name of the one that they were merged into counts. */
  CHECK (rungs_choices_merge (self->choices, self->trace, device (self, "203.0.113.5"),
                              device (self, "198.51.100.8"), error),
         devices, "198.51.100.8|SBC|198.51.100.7");
  CHECK (rungs_choices_rename (self->choices, self->trace, device (self, "198.51.100.8"), "Peers",
                               error),
         devices, "Peers|SBC|198.51.100.7");
  CHECK (rungs_choices_split (self->choices, self->trace, device (self, "Peers"), error), devices,
         "203.0.113.5|SBC|198.51.100.7|203.0.113.6|Peers");
}

/* Everything back at once, and nothing of what was decided before or after by somebody else. */
static void
test_take_back (Fixture *self, gconstpointer data)
{
  g_autoptr (RungsChoiceSet) before = NULL;
  g_autoptr (RungsChoiceSet) after = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) e = NULL;

  g_assert_true (
    rungs_choices_rename (self->choices, self->trace, device (self, "203.0.113.5"), "Berlin", &e));
  g_assert_true (rungs_choices_separate (self->choices, self->trace, leg (self, "Y"), &e));
  load (self);
  before = rungs_choices_get_set (self->choices);
  g_assert_true (
    rungs_choices_rename (self->choices, self->trace, device (self, "Berlin"), "Bonn", &e));
  g_assert_true (rungs_choices_merge (self->choices, self->trace, device (self, "203.0.113.6"),
                                      device (self, "Berlin"), &e));
  g_assert_true (rungs_choices_separate (self->choices, self->trace, leg (self, "B"), &e));
  g_assert_true (rungs_choices_forget_leg (self->choices, self->trace, leg (self, "Y"), &e));
  g_assert_true (
    rungs_choices_join (self->choices, self->trace, leg (self, "A"), leg (self, "X"), &e));
  after = rungs_choices_get_set (self->choices);
  load (self);
  text = legs (self->trace);
  g_assert_cmpstr (text, ==, "A+first,X+user,Y+numbers|B+first");
  g_assert_true (
    rungs_choices_rename (self->choices, self->trace, device (self, "SBC"), "Edge", &e));

  CHECK (rungs_choices_take_back (self->choices, before, after, error), legs,
         "A+first,B+numbers|X+first|Y+first");
  CHECK (rungs_choices_take_back (self->choices, after, after, error), devices,
         "Berlin|Edge|198.51.100.7|203.0.113.6|198.51.100.8");
  CHECK (rungs_choices_take_back (self->choices, after, before, error), legs,
         "A+first,X+user,Y+numbers|B+first");
  CHECK (rungs_choices_take_back (self->choices, after, after, error), devices,
         "Bonn|Edge|198.51.100.7|198.51.100.8");
}

/* One INVITE from an address that is somebody else in every network to one that is not. */
static RungsTrace *
private_log (Fixture *self, const char *name, const char *first, const char *second)
{
  const char *const call_ids[] = { first, second };
  g_autoptr (RungsChoiceSet) set = rungs_choices_get_set (self->choices);
  const RungsLoadOptions options = { .choices = set };
  g_autoptr (GPtrArray) inputs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_input_unref);
  RungsTrace *trace;

  for (guint i = 0; i < 2 && call_ids[i] != NULL; i++)
    {
      g_autofree char *text = g_strdup_printf (
        "2026-11-22 10:15:02.120 10.0.0.5:5060 -> 203.0.113.2:5060\n"
        "INVITE sip:a@203.0.113.2 SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.5;branch=z9hG4bKa\n"
        "Call-ID: %s\nCSeq: 1 INVITE\nContent-Length: 0\n\n",
        call_ids[i]);
      g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

      g_ptr_array_add (inputs, rungs_input_new_bytes (name, bytes));
    }
  trace = rungs_trace_load_inputs (inputs, &options, NULL, NULL);
  g_assert_cmpuint (rungs_trace_get_n_messages (trace), ==, inputs->len);
  return trace;
}

static char *
named_in (Fixture *self, const char *name, const char *first, const char *second)
{
  g_autoptr (RungsTrace) trace = private_log (self, name, first, second);

  return devices (trace);
}

#define CHECK_NAMED(name, first, second, expected)                                                 \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *named_ = named_in (self, name, first, second);                                \
    g_assert_cmpstr (named_, ==, expected);                                                        \
  }                                                                                                \
  G_STMT_END

/* The same private address in another customer's log, of the same file name: it has no name there.
 * What is public has. */
static void
test_places (Fixture *self, gconstpointer data)
{
  g_autoptr (RungsTrace) trace = private_log (self, "sbc.log", "one@example.com", NULL);

  g_assert_true (rungs_choices_rename (self->choices, trace, 0, "PBX", NULL));
  g_assert_true (rungs_choices_rename (self->choices, trace, 1, "Trunk", NULL));
  CHECK_NAMED ("sbc.log", "one@example.com", NULL, "PBX|Trunk");
  CHECK_NAMED ("moved.txt", "one@example.com", NULL, "PBX|Trunk");
  CHECK_NAMED ("sbc.log", "two@example.com", NULL, "10.0.0.5|Trunk");
  /* Open together it is one device, and named. */
  CHECK_NAMED ("sbc.log", "one@example.com", "two@example.com", "PBX|Trunk");
  CHECK_NAMED ("sbc.log", "two@example.com", "one@example.com", "PBX|Trunk");
  CHECK_NAMED ("sbc.log", "two@example.com", "three@example.com", "10.0.0.5|Trunk");
}

static void
test_private (void)
{
  static const struct
  {
    const char *host;
    gboolean is_private;
  } cases[] = {
    { "10.1.2.3", TRUE },
    { "10.1.2.3:5060", TRUE },
    { "172.16.0.1", TRUE },
    { "172.32.0.1", FALSE },
    { "192.168.1.1", TRUE },
    { "192.169.1.1", FALSE },
    { "100.64.0.1", TRUE },
    { "100.128.0.1", FALSE },
    { "169.254.3.4", TRUE },
    { "203.0.113.5", FALSE },
    { "fd00::1", TRUE },
    { "[fd00::1]:5061", TRUE },
    { "fe80::1", TRUE },
    { "2001:db8::1", FALSE },
    { "pbx", TRUE },
    { "PBX.Local", TRUE },
    { "sbc.example.com", FALSE },
    { "sbc.example.com:5061", FALSE },
    { "", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].host);
      g_assert_cmpint (rungs_host_is_private (rungs_span_of (cases[i].host)), ==,
                       cases[i].is_private);
    }
}

/* ---- what is offered ---- */

static char *
likely (RungsTrace *trace, guint32 call, const char *text)
{
  g_autoptr (GArray) calls = rungs_likely_calls (trace, call, text, 3);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < calls->len; i++)
    {
      const RungsCall *found = rungs_trace_get_call (trace, g_array_index (calls, guint32, i));

      g_string_append_printf (
        out, "%s%s", i > 0 ? "," : "",
        rungs_trace_string (trace, rungs_joinable_leg (trace, found)->call_id));
    }
  return g_string_free (out, FALSE);
}

/* Same numbers first, then near in time; keepalives never. */
static void
test_likely (void)
{
  g_autoptr (RungsTrace) trace =
    script_trace (&script_format,
                  "0 P S INVITE A 1 from=7001234 to=8001234\n10 P S INVITE B 1 from=7 to=8\n"
                  "12 P S OPTIONS O 1\n4000 P S INVITE C 1 from=7001234 to=9\n"
                  "4010 P S INVITE D 1 from=7001234 to=8001234\n4020 P S INVITE E 1 from=1 to=2\n",
                  NULL);
  static const struct
  {
    guint32 call;
    const char *text, *expected;
  } cases[] = { { 0, NULL, "D,C,B" }, { 0, "", "D,C,B" }, { 0, "e", "E" },
                { 0, "9", "C" },      { 0, "none", "" },  { 0, "5", "D" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = likely (trace, cases[i].call, cases[i].text);

      g_test_message ("%u", i);
      g_assert_cmpstr (found, ==, cases[i].expected);
    }
}

/* Merged into one that this log does not have: still one. */
static void
test_merge_absent (Fixture *self, gconstpointer data)
{
  g_autoptr (RungsChoices) again = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
  g_assert_true (
    g_file_set_contents (self->path,
                         "{\"device\":\"host:203.0.113.5\",\"same_as\":\"host:192.0.2.99\"}\n"
                         "{\"device\":\"host:203.0.113.6\",\"same_as\":\"host:192.0.2.99\"}\n"
                         "{\"device\":\"host:192.0.2.99\",\"name\":\"Elsewhere\"}\n",
                         -1, NULL));
  again = rungs_choices_new (self->folder);
  g_set_object (&self->choices, again);
  load (self);
  text = devices (self->trace);
  g_assert_cmpstr (text, ==, "Elsewhere|SBC|198.51.100.7|198.51.100.8");
}

/* Two windows: what the other one added is heeded, and a broken line passed over; a circle ends. */
static void
test_two_windows (Fixture *self, gconstpointer data)
{
  g_autoptr (RungsChoices) other = rungs_choices_new (self->folder);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (RungsChoices) again = NULL;
  g_autofree char *all = NULL;
  g_autofree char *more = NULL;

  g_assert_true (rungs_choices_separate (other, self->trace, leg (self, "B"), &error));
  g_assert_true (rungs_choices_separate (self->choices, self->trace, leg (self, "Y"), &error));
  load (self);
  text = legs (self->trace);
  g_assert_cmpstr (text, ==, "A+first|B+first|X+first|Y+first");

  g_assert_true (g_file_get_contents (self->path, &all, NULL, NULL));
  more = g_strconcat (all,
                      "{\"leg\":1}\n[]\nnonsense\n{\"join\":\"A\"}\n"
                      "{\"device\":\"host:203.0.113.5\",\"same_as\":\"host:203.0.113.6\"}\n"
                      "{\"device\":\"host:203.0.113.6\",\"same_as\":\"host:203.0.113.5\"}\n"
                      "{\"join\":\"A\",\"with\":\"nowhere\",\"valid\":\"yes\"}\n"
                      "{\"leg\":\"\",\"alone\":\"yes\"}\n{\"leg\":\"Y\",\"alone\":\"\"}\n{\"leg\"",
                      NULL);
  g_assert_true (g_file_set_contents (self->path, more, -1, NULL));
  again = rungs_choices_new (self->folder);
  g_set_object (&self->choices, again);
  load (self);
  g_free (text);
  text = legs (self->trace);
  g_assert_cmpstr (text, ==, "A+first|B+first|X+first,Y+numbers");
}

static void
test_not_saved (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_true (g_file_set_contents (self->folder, "no folder", -1, NULL));
  g_assert_false (rungs_choices_separate (self->choices, self->trace, leg (self, "B"), &error));
  g_assert_nonnull (error);
  load (self);
  text = legs (self->trace);
  g_assert_cmpstr (text, ==, "A+first|B+first|X+first,Y+numbers");
  g_unlink (self->folder);
}

/* ---- grouped anew ---- */

static char *
everything (RungsTrace *trace)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < rungs_trace_get_n_calls (trace); i++)
    {
      const RungsCall *call = rungs_trace_get_call (trace, i);

      g_string_append_printf (
        out, "%u %u %u %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %u %u %u %s %s\n", call->kind,
        call->state, call->direction, call->start, call->duration, call->final, call->n_messages,
        call->n_retransmissions, rungs_trace_string (trace, call->from),
        rungs_trace_string (trace, call->to));
      for (guint k = 0; k < call->n_legs; k++)
        {
          const RungsLeg *l = rungs_trace_get_leg (trace, call, k);
          g_string_append_printf (out, " leg %s %u %s %u\n", rungs_trace_string (trace, l->call_id),
                                  l->join, rungs_trace_string (trace, l->by), l->n_messages);
        }
      for (guint k = 0; k < call->n_rows; k++)
        {
          guint32 number = rungs_trace_get_row (trace, call, k);
          const RungsMessage *row = rungs_trace_get_message (trace, number);

          g_string_append_printf (out, " row %u %" G_GINT64_FORMAT " %x %u %u %s %s\n", number,
                                  row->time, row->flags, row->duplicate_of, row->leg,
                                  rungs_trace_device_name (trace, row->src),
                                  rungs_trace_device_name (trace, row->dst));
        }
      for (guint k = 0; k < call->n_records; k++)
        {
          guint32 record = rungs_trace_get_call_record (trace, call, k);
          g_string_append_printf (out, " record %u %" G_GINT64_FORMAT "\n", record,
                                  rungs_trace_get_record (trace, record)->start);
        }
    }
  for (guint i = 0; i < rungs_trace_get_n_inputs (trace); i++)
    {
      const RungsTraceInput *input = rungs_trace_get_input (trace, i);
      g_string_append_printf (out, "input %u %d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
                              input->n_messages, input->utc, input->shift, input->moved);
    }
  return g_string_free (out, FALSE);
}

/* Grouping with @options is loading with them, and grouping without any is loading without;
 * whatever the trace was before. */
static void
check_regroup (const char *const *paths, const RungsLoadOptions *options)
{
  g_autoptr (RungsTrace) plain = rungs_trace_load (paths, NULL, FALSE, NULL, NULL, NULL, NULL);
  g_autoptr (RungsTrace) loaded = rungs_trace_load (paths, options, FALSE, NULL, NULL, NULL, NULL);
  g_autoptr (RungsTrace) there = NULL;
  g_autoptr (RungsTrace) back = NULL;
  g_autofree char *plain_text = NULL;
  g_autofree char *loaded_text = NULL;
  g_autofree char *there_text = NULL;
  g_autofree char *back_text = NULL;

  if (plain == NULL)
    return;
  there = rungs_trace_regroup (plain, options);
  back = rungs_trace_regroup (there, NULL);
  plain_text = everything (plain);
  loaded_text = everything (loaded);
  there_text = everything (there);
  back_text = everything (back);
  g_assert_cmpstr (there_text, ==, loaded_text);
  g_assert_cmpstr (back_text, ==, plain_text);
}

static void
test_samples (void)
{
  static const char *const folders[] = { "audiocodes-syslog", "sip-text", "pcap", "oracle-sipmsg",
                                         "teams-direct-routing" };
  const RungsInputClock clocks[] = { { .input = 0, .shift = 1500 * RUNGS_STAMP_SECOND } };
  const RungsLoadOptions options = {
    .has_utc_offset = TRUE, .utc_offset = 60, .clocks = clocks, .n_clocks = 1, .align = TRUE
  };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", folders[i], NULL);
      g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
      const char *entry;

      while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (folder, entry, NULL);
          const char *const one[] = { path, NULL };
          const char *const twice[] = { path, path, NULL };

          if (g_str_has_suffix (entry, ".dump"))
            continue;
          check_regroup (one, &options);
          check_regroup (twice, &options);
          n++;
        }
    }
  g_assert_cmpuint (n, >, 20);
}

/* On another clock and back. */
static void
test_align (void)
{
  g_autoptr (RungsTrace) plain =
    script_trace (&script_format, "10 P S INVITE A 1\n10.1 S P 100 A 1\n10.9 S P 486 A 1\n",
                  "45.001 P S INVITE A 1\n45.101 S P 100 A 1\n45.03 S C INVITE B 1\n45.901 S P 486 "
                  "A 1\n",
                  NULL);
  g_autoptr (RungsTrace) aligned =
    rungs_trace_regroup (plain, &(RungsLoadOptions){ .align = TRUE });
  g_autoptr (RungsTrace) back = rungs_trace_regroup (aligned, NULL);

  g_assert_cmpint (rungs_trace_get_message (plain, 5)->time, ==, 45030000);
  g_assert_cmpint (rungs_trace_get_message (aligned, 5)->time, ==, 10029000);
  g_assert_cmpint (rungs_trace_get_input (aligned, 1)->moved, ==, -35001000);
  g_assert_cmpint (rungs_trace_get_message (back, 5)->time, ==, 45030000);
  g_assert_cmpint (rungs_trace_get_input (back, 1)->moved, ==, 0);
}

/* Messages are still read from the file, and a Call-ID that was lost is no obstacle. */
static void
test_reads (void)
{
  static const char text[] =
    "2026-11-22 10:15:02.120 192.0.2.1:5060 -> 192.0.2.2:5060\n"
    "OPTIONS sip:a@192.0.2.2 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa\n"
    "CSeq: 1 OPTIONS\nContent-Length: 0\n\n"
    "2026-11-22 10:15:03.120 192.0.2.1:5060 -> 192.0.2.2:5060\n"
    "INVITE sip:a@192.0.2.2 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKb\n"
    "Call-ID: b\nCSeq: 1 INVITE\nContent-Length: 0\n\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GPtrArray) inputs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_input_unref);
  g_autoptr (RungsTrace) trace = NULL;
  g_autoptr (RungsTrace) anew = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_ptr_array_add (inputs, rungs_input_new_bytes ("x.txt", bytes));
  trace = rungs_trace_load_inputs (inputs, NULL, NULL, NULL);
  g_assert_cmpuint (rungs_trace_get_n_messages (trace), ==, 2);
  before = everything (trace);
  anew = rungs_trace_regroup (trace, NULL);
  after = everything (anew);
  g_assert_cmpstr (after, ==, before);
  g_clear_object (&trace);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) message = rungs_trace_read_message (anew, i, &error);

      g_assert_no_error (error);
      g_assert_nonnull (message);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add ("/choices/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("legs", test_legs);
  ADD ("join-twice", test_join_twice);
  ADD ("names", test_names);
  ADD ("merge", test_merge);
  ADD ("merge-absent", test_merge_absent);
  ADD ("take-back", test_take_back);
  ADD ("places", test_places);
  ADD ("two-windows", test_two_windows);
  ADD ("not-saved", test_not_saved);
  g_test_add_func ("/choices/private", test_private);
  g_test_add_func ("/choices/likely", test_likely);
  g_test_add_func ("/choices/regroup/samples", test_samples);
  g_test_add_func ("/choices/regroup/align", test_align);
  g_test_add_func ("/choices/regroup/reads", test_reads);
  return g_test_run ();
}
