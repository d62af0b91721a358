/* Where somebody who looks for a fault stops, both ways of each rule. */
#include "config.h"

#include "script.h"

typedef struct
{
  const char *name, *script;
  const char *expected; /* the problems of the first call: "A:488 A:BYE" */
} Case;

#define A_UP                                                                                       \
  "0 T S INVITE A 1 sdp\n.01 S T 100 A 1\n1 S T 180 A 1\n4 S T 200 A 1 sdp\n4.05 T S ACK A 1\n"
#define A_DOWN "60 T S BYE A 20\n60.1 S T 200 A 20 m=BYE\n"
/* The log goes on for @t seconds. */
#define UNTIL(t) t " P Q OPTIONS zzz 1\n" t " Q P 200 zzz 1 m=OPTIONS\n"

static const Case cases[] = {
  { "none/good-call", A_UP A_DOWN, "" },
  /* The answer and its copy on the other leg; neither 100 and 180 before them nor the ACKs. */
  { "refusal/both-legs",
    "0 T S INVITE A 1\n.01 S T 100 A 1\n.1 S C INVITE B 1\n.11 C S 183 B 1\n.12 S T 180 A 1\n"
    ".2 C S 404 B 1\n.21 S C ACK B 1 nak\n.22 S T 404 A 1\n.3 T S ACK A 1 nak\n",
    "B:404 A:404" },
  { "refusal/info", A_UP "9 S T INFO A 7 dlg\n9.1 T S 500 A 7 m=INFO\n" A_DOWN, "A:500" },
  { "refusal/info-done", A_UP "9 S T INFO A 7 dlg\n9.1 T S 200 A 7 m=INFO\n" A_DOWN, "" },
  { "refusal/refer", A_UP "9 S T REFER A 7 dlg\n9.1 T S 403 A 7 m=REFER\n" A_DOWN, "A:403" },
  { "refusal/refer-accepted", A_UP "9 S T REFER A 7 dlg\n9.1 T S 202 A 7 m=REFER\n" A_DOWN, "" },
  { "refusal/bye", A_UP "9 T S BYE A 2\n9.1 S T 500 A 2 m=BYE\n", "A:500" },
  { "refusal/reinvite",
    A_UP "9 S T INVITE A 7 dlg sdp\n9.1 T S 488 A 7\n9.2 S T ACK A 7 nak\n" A_DOWN, "A:488" },
  { "refusal/update", A_UP "9 S T UPDATE A 7 dlg\n9.1 T S 504 A 7 m=UPDATE\n" A_DOWN, "A:504" },
  { "refusal/route-before-the-good-one",
    "0 T S INVITE A 1\n.1 S C INVITE B 1\n.2 C S 503 B 1\n.21 S C ACK B 1 nak\n.3 S D INVITE B 2\n"
    ".4 D S 200 B 2\n.41 S D ACK B 2\n.42 S T 200 A 1\n.43 T S ACK A 1\n",
    "B:503" },

  /* tried again as it should be, or not */
  { "retry/challenge",
    "0 P S INVITE A 1\n.1 S P 401 A 1\n.2 P S ACK A 1 nak\n.3 P S INVITE A 2 auth\n.5 S P 200 A 2\n"
    ".6 P S ACK A 2\n",
    "" },
  { "retry/challenge-given-up", "0 P S INVITE A 1\n.1 S P 407 A 1\n.2 P S ACK A 1 nak\n", "A:407" },
  { "retry/challenge-then-refused",
    "0 P S INVITE A 1\n.1 S P 401 A 1\n.2 P S ACK A 1 nak\n.3 P S INVITE A 2 auth\n.5 S P 403 A 2\n"
    ".6 P S ACK A 2 nak\n",
    "A:403" },
  { "retry/interval",
    "0 T S INVITE A 1\n.1 S T 422 A 1\n.2 T S ACK A 1 nak\n.3 T S INVITE A 2\n.5 S T 200 A 2\n"
    ".6 T S ACK A 2\n",
    "" },
  { "retry/collision",
    A_UP "9 S T INVITE A 7 dlg\n9.1 T S 491 A 7\n9.2 S T ACK A 7 nak\n11 S T INVITE A 8 dlg\n"
         "11.1 T S 200 A 8\n11.2 S T ACK A 8\n" A_DOWN,
    "" },
  { "retry/collision-only-the-other-side",
    A_UP "9 S T UPDATE A 7 dlg\n9.1 T S 491 A 7 m=UPDATE\n11 T S UPDATE A 8 dlg\n"
         "11.1 S T 200 A 8 m=UPDATE\n" A_DOWN,
    "A:491" },
  { "retry/not-by-a-500",
    A_UP "9 S T INFO A 7 dlg\n9.1 T S 500 A 7 m=INFO\n10 S T INFO A 8 dlg\n"
         "10.1 T S 200 A 8 m=INFO\n" A_DOWN,
    "A:500" },
  { "retry/redirect",
    "0 P S INVITE A 1\n.1 S P 302 A 1\n.2 P S ACK A 1 nak\n.3 P S INVITE A 2\n.5 S P 200 A 2\n"
    ".6 P S ACK A 2\n",
    "" },
  { "retry/redirect-not-followed", "0 P S INVITE A 1\n.1 S P 302 A 1\n.2 P S ACK A 1 nak\n",
    "A:302" },
  { "retry/registration",
    "0 P S REGISTER A 1\n.1 S P 401 A 1 m=REGISTER\n"
    ".2 P S REGISTER A 2 auth\n.3 S P 200 A 2 m=REGISTER\n",
    "" },
  { "retry/registration-refused",
    "0 P S REGISTER A 1\n.1 S P 401 A 1 m=REGISTER\n"
    ".2 P S REGISTER A 2 auth\n.3 S P 403 A 2 m=REGISTER\n",
    "A:403" },

  /* taken back */
  { "cancel/487",
    "0 T S INVITE A 1\n1 S T 180 A 1\n5 T S CANCEL A 1\n5.1 S T 200 A 1 m=CANCEL\n5.2 S T 487 A 1\n"
    "5.3 T S ACK A 1 nak\n",
    "" },
  { "cancel/crossed-by-another-code",
    "0 T S INVITE A 1\n1 S T 180 A 1\n5 T S CANCEL A 1\n5.1 S T 200 A 1 m=CANCEL\n5.2 S T 480 A 1\n"
    "5.3 T S ACK A 1 nak\n",
    "" },
  { "cancel/too-late",
    "0 T S INVITE A 1\n5 S T 486 A 1\n5.1 T S CANCEL A 1\n5.2 S T 481 A 1 m=CANCEL\n"
    "5.3 T S ACK A 1 nak\n",
    "A:486" },
  { "bye/crossed",
    A_UP "9 T S BYE A 2\n9.001 S T BYE A 7\n9.1 S T 481 A 2 m=BYE\n9.1 T S 481 A 7 m=BYE\n", "" },
  /* The BYE decided that it dropped. */
  { "bye/dialog-is-gone", A_UP "9 T S BYE A 2\n9.1 S T 481 A 2 m=BYE\n", "A:BYE A:481" },

  /* no answer */
  { "silence/info", A_UP "9 S T INFO A 7 dlg\n" A_DOWN, "A:INFO" },
  { "silence/info-while-the-log-ends", A_UP "9 S T INFO A 7 dlg\n", "" },
  { "silence/just-before-timer-f", "0 P S MESSAGE A 1\n" UNTIL ("31.9"), "" },
  { "silence/timer-f", "0 P S MESSAGE A 1\n" UNTIL ("32"), "A:MESSAGE" },
  { "silence/invite", "0 T S INVITE A 1\n" UNTIL ("40"), "A:INVITE" },
  { "silence/rings", "0 T S INVITE A 1\n1 S T 180 A 1\n" UNTIL ("100"), "" },
  { "silence/rings-beyond-timer-c", "0 T S INVITE A 1\n1 S T 180 A 1\n" UNTIL ("190"), "A:INVITE" },
  { "silence/invite-answered-outside-the-log",
    "0 T S INVITE A 1\n40 T S ACK A 1\n" A_DOWN UNTIL ("100"), "" },
  { "silence/cancelled",
    "0 T S INVITE A 1\n1 S T 180 A 1\n9 T S CANCEL A 1\n9 S T 200 A 1 m=CANCEL\n" UNTIL ("300"),
    "" },

  /* storms */
  { "storm/third-sending",
    "0 P S MESSAGE A 1\n.5 P S MESSAGE A 1\n1.5 P S MESSAGE A 1\n1.6 S P 200 A 1 m=MESSAGE\n", "" },
  { "storm/fourth-sending",
    "0 P S MESSAGE A 1\n.5 P S MESSAGE A 1\n1.5 P S MESSAGE A 1\n3.5 P S MESSAGE A 1\n"
    "3.6 S P 200 A 1 m=MESSAGE\n",
    "A:MESSAGE" },
  { "storm/one-stop",
    "0 P S MESSAGE A 1\n.5 P S MESSAGE A 1\n1.5 P S MESSAGE A 1\n3.5 P S MESSAGE A 1\n"
    "7.5 P S MESSAGE A 1\n11.5 P S MESSAGE A 1\n11.6 S P 200 A 1 m=MESSAGE\n",
    "A:MESSAGE" },
  { "storm/ringing-is-none",
    "0 T S INVITE A 1\n1 S T 180 A 1\n2 S T 180 A 1\n3 S T 180 A 1\n4 S T 180 A 1\n5 S T 180 A 1\n"
    "6 S T 200 A 1\n6.1 T S ACK A 1\n" A_DOWN,
    "" },
  { "storm/answers-without-ack",
    "0 T S INVITE A 1\n1 S T 200 A 1\n1.5 S T 200 A 1\n2.5 S T 200 A 1\n4.5 S T 200 A 1\n"
    "5 T S ACK A 1\n" A_DOWN,
    "A:200" },

  /* the message that decided */
  { "decision/bye-with-a-fault",
    A_UP "9 T S BYE A 2 reason=Q.850;cause=102;text=\"Recovery_on_timer_expiry\"\n"
         "9.1 S T 200 A 2 m=BYE\n",
    "A:BYE" },
};

static char *
problems_of (RungsTrace *trace, const RungsCall *call)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < call->n_rows; i++)
    {
      const RungsMessage *row =
        rungs_trace_get_message (trace, rungs_trace_get_row (trace, call, i));

      if (!(row->flags & RUNGS_MESSAGE_PROBLEM))
        continue;
      g_string_append_printf (text, "%s%s:", text->len > 0 ? " " : "",
                              rungs_trace_string (trace, row->call_id));
      if (row->code != 0)
        g_string_append_printf (text, "%u", row->code);
      else
        g_string_append (text, rungs_trace_string (trace, row->method));
    }
  return g_string_free (text, FALSE);
}

static guint
count_words (const char *text)
{
  guint n = text[0] != '\0' ? 1 : 0;

  for (; *text != '\0'; text++)
    n += *text == ' ' ? 1 : 0;
  return n;
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (RungsTrace) trace = script_trace (&script_format, c->script, NULL);
  const RungsCall *call = rungs_trace_get_call (trace, 0);
  g_autofree char *problems = problems_of (trace, call);

  g_assert_cmpstr (problems, ==, c->expected);
  g_assert_cmpuint (call->n_problems, ==, count_words (c->expected));
}

/* Of repeats it is the fourth sending that is marked, whatever comes after it. */
static void
test_which_sending (void)
{
  g_autoptr (RungsTrace) trace = script_trace (
    &script_format,
    "0 P S MESSAGE A 1\n.5 P S MESSAGE A 1\n1.5 P S MESSAGE A 1\n3.5 P S MESSAGE A 1\n"
    "7.5 P S MESSAGE A 1\n7.6 S P 200 A 1 m=MESSAGE\n",
    NULL);

  for (guint i = 0; i < rungs_trace_get_n_messages (trace); i++)
    g_assert_cmpint ((rungs_trace_get_message (trace, i)->flags & RUNGS_MESSAGE_PROBLEM) != 0, ==,
                     i == 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/problems/", cases[i].name, NULL);
      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/problems/which-sending", test_which_sending);
  return g_test_run ();
}
