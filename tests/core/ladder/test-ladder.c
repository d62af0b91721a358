/* Ladders of scripted calls: as text against golden files, and what a screen reader says.
 * RUNGS_UPDATE_GOLDEN=1 writes the files anew: look at them before they are committed. */
#include "config.h"

#include "script.h"

#include "ladder/ladder.h"
#include "ladder/plain.h"

typedef struct
{
  const char *name, *script, *second;
  gboolean is_capture;
  guint width;
} Case;

#define REFUSED                                                                                    \
  "0 C S INVITE A 1 sid=7 own sdp\n.012 S C 100 A 1 sid=7 own\n.020 S T INVITE B 1 sid=7 own "     \
  "sdp\n"                                                                                          \
  ".031 T S 100 B 1 sid=7 own\n.244 T S 488 B 1 sid=7 own\n.246 S T ACK B 1 sid=7 own nak\n"       \
  ".252 S C 488 A 1 sid=7 own\n.280 C S ACK A 1 sid=7 own nak\n"

static const Case cases[] = {
  { "refused", REFUSED, NULL, FALSE, 0 },
  { "refused-narrow", REFUSED, NULL, FALSE, 60 },
  { "answered",
    "0 T S INVITE A 1 sid=7 own sdp\n.1 S C INVITE B 1 sid=7 own sdp\n.3 C S 180 B 1 sid=7 own\n"
    ".31 S T 180 A 1 sid=7 own\n6.5 C S 200 B 1 sid=7 own sdp\n6.51 S T 200 A 1 sid=7 own sdp\n"
    "6.6 T S ACK A 1 sid=7 own\n6.61 S C ACK B 1 sid=7 own\n90 T S BYE A 2 sid=7 own\n90.02 S T "
    "200 A 2 m=BYE sid=7 own\n",
    NULL, FALSE, 0 },
  { "again",
    "0 P S INVITE A 1 sdp\n.5 P S INVITE A 1 sdp\n1.5 P S INVITE A 1 sdp\n3.5 P S INVITE A 1 sdp\n",
    NULL, TRUE, 0 },
  { "two-witnesses", "0 P S INVITE A 1 sdp\n.1 S P 486 A 1\n.2 P S ACK A 1 nak\n",
    "0 P S INVITE A 1 sdp\n.1 S P 486 A 1\n.2 P S ACK A 1 nak\n", TRUE, 0 },
  { "two-witnesses-one-file", "0 P S INVITE A 1 sdp\n.001 Q S2 INVITE A 1 sdp\n", NULL, TRUE, 0 },
  { "two-devices-one-file", "0 PSTN S2 INVITE A 1 own dev=one\n.3 S SIP INVITE A 1 own dev=two\n",
    NULL, FALSE, 0 },
  { "witness-and-again", "0 P S INVITE A 1\n.5 P S INVITE A 1\n",
    "9.5 P S INVITE A 1\n10 P S INVITE A 1\n10.1 S P 100 A 1\n", FALSE, 0 },
  { "no-times-no-ends", "- - - INVITE A 1 sdp\n- - - 180 A 1\n- - - 200 A 1 sdp\n", NULL, FALSE,
    0 },
  { "one-end", "0 P - INVITE A 1\n.1 - P 404 A 1\n", NULL, FALSE, 0 },
  { "many-lanes",
    "0 10.0.0.1 10.0.0.2 INVITE A 1\n.1 10.0.0.2 10.0.0.3 INVITE A 1 br=2\n.2 10.0.0.3 10.0.0.4 "
    "INVITE A 1 br=3\n"
    ".3 10.0.0.4 10.0.0.5 INVITE A 1 br=4\n.4 10.0.0.5 10.0.0.6 INVITE A 1 br=5\n.5 10.0.0.6 "
    "10.0.0.7 INVITE A 1 br=6\n"
    ".6 10.0.0.7 10.0.0.8 INVITE A 1 br=7\n.7 10.0.0.8 10.0.0.9 INVITE A 1 br=8\n",
    NULL, TRUE, 80 },
  { "damaged", "0 P S INVITE A 1 damaged\n.1 S P 500 A 1\n", NULL, FALSE, 0 },
};

static void
check_golden (const char *name, const char *got)
{
  g_autofree char *file = g_strconcat (name, ".txt", NULL);
  g_autofree char *path =
    g_test_build_filename (G_TEST_DIST, "core", "ladder", "golden", file, NULL);
  g_autofree char *expected = NULL;
  g_autoptr (GError) error = NULL;

  if (g_getenv ("RUNGS_UPDATE_GOLDEN") != NULL)
    {
      g_file_set_contents (path, got, -1, &error);
      g_assert_no_error (error);
    }
  g_file_get_contents (path, &expected, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (got, ==, expected);
}

static void
test_text (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (RungsTrace) trace = script_trace (test->is_capture ? &script_capture : &script_format,
                                               test->script, test->second, NULL);
  g_autoptr (RungsLadder) ladder = rungs_ladder_new (trace, rungs_trace_get_call (trace, 0), NULL);
  g_autofree char *text = rungs_ladder_to_text (ladder, test->width);
  GString *all = g_string_new (text);

  /* With it what is spoken: the same rows in words. */
  for (guint i = 0; i < ladder->rows->len; i++)
    {
      g_autofree char *spoken = rungs_ladder_speak (ladder, g_ptr_array_index (ladder->rows, i));
      g_string_append_printf (all, "%s\n", spoken);
    }
  check_golden (test->name, all->str);
  g_string_free (all, TRUE);
}

static RungsEvent *
event_new (double seconds, guint32 line, const char *text, guint32 device, RungsTrace *trace)
{
  RungsEvent *event = g_new0 (RungsEvent, 1);

  event->time =
    rungs_trace_get_message (trace, 0)->time + (RungsStamp) (seconds * RUNGS_STAMP_SECOND);
  event->line = line;
  event->text = g_strdup (text);
  event->device = device;
  return event;
}

/* What the SBC said stands between the messages by time, and by line where the times are the
 * same. */
static void
test_events (void)
{
  g_autoptr (RungsTrace) trace = script_trace (&script_format, REFUSED, NULL);
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_event_free);
  g_autoptr (RungsLadder) ladder = NULL;
  g_autofree char *text = NULL;
  const RungsMessage *third = rungs_trace_get_message (trace, 2);

  g_ptr_array_add (events, event_new (-1, 0, "Said before the first message", RUNGS_NONE, trace));
  g_ptr_array_add (
    events,
    event_new (.016, 1, "Route found (2), Route by IPGroup, IP Group 1 -> 2 (Carrier -> Teams)",
               RUNGS_NONE, trace));
  g_ptr_array_add (events,
                   event_new (.020, third->line - 1, "Same time as the INVITE, an earlier line",
                              RUNGS_NONE, trace));
  g_ptr_array_add (events, event_new (.020, third->line + 1,
                                      "Same time as the INVITE, a later line \xe2\x80\xae\x1b[31m",
                                      RUNGS_NONE, trace));
  g_ptr_array_add (events, event_new (60, 9999, "Said long after the last", RUNGS_NONE, trace));
  ladder = rungs_ladder_new (trace, rungs_trace_get_call (trace, 0), events);
  text = rungs_ladder_to_text (ladder, 120);
  check_golden ("events", text);
}

/* Teams left, the SBC in the middle, the trunk right, whoever speaks first. */
static void
test_order_of_lanes (void)
{
  g_autoptr (RungsTrace) trace = script_trace (&script_format, REFUSED, NULL);
  g_autoptr (RungsLadder) ladder = rungs_ladder_new (trace, rungs_trace_get_call (trace, 0), NULL);
  const RungsLane *left = g_ptr_array_index (ladder->lanes, 0);
  const RungsLane *middle = g_ptr_array_index (ladder->lanes, 1);

  g_assert_cmpuint (ladder->lanes->len, ==, 3);
  g_assert_cmpint (left->kind, ==, RUNGS_DEVICE_TEAMS);
  g_assert_cmpint (middle->kind, ==, RUNGS_DEVICE_SBC);
}

static void
check_rows (RungsTrace *trace, const RungsLadder *ladder)
{
  const RungsCall *call = rungs_trace_get_call (trace, ladder->call);
  RungsStamp last = RUNGS_STAMP_NONE;
  guint copies = 0;

  for (guint i = 0; i < ladder->rows->len; i++)
    {
      const RungsRow *row = g_ptr_array_index (ladder->rows, i);

      g_assert_cmpuint (row->from, <, ladder->lanes->len);
      g_assert_cmpuint (row->to, <, ladder->lanes->len);
      if (row->kind != RUNGS_ROW_ARROW)
        continue;
      g_assert_cmpuint (rungs_trace_get_row (trace, call, row->index), ==, row->message);
      g_assert_true (last == RUNGS_STAMP_NONE || row->time >= last);
      last = row->time;
      copies += row->copies;
    }
  /* Every message of the call is drawn or counted as a copy of one that is. */
  g_assert_cmpuint (copies, ==, call->n_rows);
}

/* Rows follow the clock, lanes are there, nothing is lost. */
static void
test_rows (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (RungsTrace) trace = script_trace (test->is_capture ? &script_capture : &script_format,
                                               test->script, test->second, NULL);

  for (guint i = 0; i < rungs_trace_get_n_calls (trace); i++)
    {
      g_autoptr (RungsLadder) ladder =
        rungs_ladder_new (trace, rungs_trace_get_call (trace, i), NULL);
      check_rows (trace, ladder);
    }
}

/* 10,000 messages of one call: only that it ends is tested here, the bench has the time. */
static void
test_large (void)
{
  g_autoptr (GString) script = g_string_new (NULL);
  g_autoptr (RungsTrace) trace = NULL;
  g_autoptr (RungsLadder) ladder = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (script, "%u S T INFO A %u dlg\n%u.5 T S 200 A %u m=INFO\n", i, i + 1, i,
                            i + 1);
  trace = script_trace (&script_format, script->str, NULL);
  g_assert_cmpuint (rungs_trace_get_call (trace, 0)->n_rows, ==, 10000);
  ladder = rungs_ladder_new (trace, rungs_trace_get_call (trace, 0), NULL);
  g_assert_cmpuint (ladder->rows->len, ==, 10000);
  check_rows (trace, ladder);
  text = rungs_ladder_to_text (ladder, 0);
  g_assert_nonnull (strstr (text, "INFO"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat ("/ladder/text/", cases[i].name, NULL);
      g_autofree char *rows = g_strconcat ("/ladder/rows/", cases[i].name, NULL);

      g_test_add_data_func (text, &cases[i], test_text);
      g_test_add_data_func (rows, &cases[i], test_rows);
    }
  g_test_add_func ("/ladder/events", test_events);
  g_test_add_func ("/ladder/order-of-lanes", test_order_of_lanes);
  g_test_add_func ("/ladder/large", test_large);
  return g_test_run ();
}
