/* The rows of the call list and what it announces, as text. */
#include "config.h"

#include "app/list/call-model.h"
#include "app/list/call-words.h"
#include "script.h"

static const char script[] = "0.000 A S INVITE good 1 from=+15550100 to=+15550123 own\n"
                             "0.100 S A 200 good 1 own\n"
                             "0.200 A S ACK good 1 dlg\n"
                             "1.000 T S OPTIONS ping 1\n"
                             "1.010 S T 200 ping 1 m=OPTIONS\n"
                             "2.000 A S INVITE bad 1 from=+15550101 to=+15550124\n"
                             "2.100 S A 404 bad 1\n"
                             "2.200 A S ACK bad 1 nak\n"
                             "3.000 A S INVITE busy 1 from=+15550102 to=+15550125\n"
                             "3.100 S A 486 busy 1\n"
                             "3.200 A S ACK busy 1 nak\n";

static void
changed_cb (GListModel *model, guint position, guint removed, guint added, GString *log)
{
  g_string_append_printf (log, "%s%u-%u+%u", log->len > 0 ? " " : "", position, removed, added);
}

static char *
contents (RungsCallModel *model)
{
  GString *text = g_string_new (NULL);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (model));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (RungsCallItem) item = g_list_model_get_item (G_LIST_MODEL (model), i);
      const RungsCall *call = rungs_call_item_peek_call (item);
      const RungsLeg *leg = rungs_trace_get_leg (rungs_call_item_get_trace (item), call, 0);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                              rungs_trace_string (rungs_call_item_get_trace (item), leg->call_id));
    }
  return g_string_free (text, FALSE);
}

static void
check (RungsCallModel *model, const char *expected, GString *log, const char *announced)
{
  g_autofree char *text = contents (model);

  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpstr (log->str, ==, announced);
  g_string_truncate (log, 0);
}

static void
test_model (void)
{
  g_autoptr (RungsTrace) trace = script_trace (&script_format, script, NULL);
  g_autoptr (RungsCallModel) model = rungs_call_model_new ();
  g_autoptr (GString) log = g_string_new (NULL);
  RungsCallQuery query = { 0 };

  g_signal_connect (model, "items-changed", G_CALLBACK (changed_cb), log);
  rungs_call_model_set_trace (model, trace);
  check (model, "good bad busy", log, "0-0+3");
  g_assert_cmpuint (rungs_call_model_get_n_folded (model), ==, 1);

  /* What stays where it was is not announced. */
  query.show_routine = TRUE;
  rungs_call_model_set_query (model, &query);
  check (model, "good ping bad busy", log, "1-0+1");
  query.only_faults = TRUE;
  query.show_routine = FALSE;
  rungs_call_model_set_query (model, &query);
  check (model, "bad busy", log, "0-2+0");
  rungs_call_model_set_sort (model, RUNGS_COLUMN_TIME, TRUE);
  check (model, "busy bad", log, "0-2+2");
  rungs_call_model_set_sort (model, RUNGS_COLUMN_RESULT, FALSE);
  check (model, "bad busy", log, "0-2+2");
  rungs_call_model_set_sort (model, RUNGS_COLUMN_TIME, FALSE);
  check (model, "bad busy", log, "");
  rungs_call_model_set_trace (model, NULL);
  check (model, "", log, "0-2+0");
}

static void
test_search (void)
{
  static const struct
  {
    const char *words, *found;
  } cases[] = {
    { "", "good bad busy" }, { "0124", "bad" },    { "486", "busy" },
    { "BAD", "bad" },        { "(555) 0100", "" }, { "+1-555-0100", "good" },
    { "404 0101", "bad" },   { "404 0102", "" },   { "no such thing", "" },
  };
  g_autoptr (RungsTrace) trace = script_trace (&script_format, script, NULL);
  g_autoptr (RungsCallModel) model = rungs_call_model_new ();

  rungs_call_model_set_trace (model, trace);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsCallQuery query = { .text = (char *) cases[i].words };
      g_autofree char *text = NULL;

      rungs_call_model_set_query (model, &query);
      text = contents (model);
      if (strcmp (text, cases[i].found) != 0)
        g_error ("“%s” finds “%s”, not “%s”", cases[i].words, text, cases[i].found);
    }
}

static void
test_kinds (void)
{
  g_autoptr (RungsTrace) trace = script_trace (&script_format, script, NULL);
  g_autoptr (RungsCallModel) model = rungs_call_model_new ();
  RungsCallQuery query = { .kinds = RUNGS_KINDS_KEEPALIVES };
  g_autofree char *text = NULL;

  rungs_call_model_set_trace (model, trace);
  rungs_call_model_set_query (model, &query);
  text = contents (model);
  g_assert_cmpstr (text, ==, "ping");
}

/* Keepalives that get no answer are counted, and shown to whoever asks for what failed. */
static const char down[] = "0.000 S T OPTIONS ping 1\n"
                           "1.000 S C OPTIONS dead 1\n"
                           "40.000 S C OPTIONS dead 2\n"
                           "80.000 S T OPTIONS ping 2\n"
                           "80.010 T S 200 ping 2 m=OPTIONS\n";
static const char call_too[] = "90.000 A S INVITE good 1 from=+15550100 to=+15550123 own\n"
                               "90.100 S A 200 good 1 own\n"
                               "90.200 A S ACK good 1 dlg\n";

static void
test_folding (void)
{
  static const struct
  {
    gboolean has_call, only_faults;
    const char *text, *shown;
    guint n_folded, n_folded_faults;
  } cases[] = {
    /* Nothing is folded away from nothing. */
    { FALSE, FALSE, "", "ping dead", 0, 0 }, { FALSE, TRUE, "", "dead", 0, 0 },
    { TRUE, FALSE, "", "good", 2, 1 },       { TRUE, TRUE, "", "dead", 0, 0 },
    { TRUE, FALSE, "dead", "", 1, 1 },       { TRUE, FALSE, "ping", "", 1, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *log = g_strconcat (down, cases[i].has_call ? call_too : "", NULL);
      g_autoptr (RungsTrace) trace = script_trace (&script_format, log, NULL);
      g_autoptr (RungsCallModel) model = rungs_call_model_new ();
      RungsCallQuery query = { .text = (char *) cases[i].text,
                               .only_faults = cases[i].only_faults };
      g_autofree char *shown = NULL;

      rungs_call_model_set_trace (model, trace);
      rungs_call_model_set_query (model, &query);
      shown = contents (model);
      g_assert_cmpstr (shown, ==, cases[i].shown);
      if (g_str_equal (cases[i].shown, "dead"))
        {
          g_autofree char *summary = rungs_call_summary (
            trace, rungs_trace_get_call (trace, rungs_call_model_get_call (model, 0)));

          g_assert_cmpstr (summary, ==, "keepalive: no answer at all");
        }
      g_assert_cmpuint (rungs_call_model_get_n_faults (model), ==, 1);
      g_assert_cmpuint (rungs_call_model_get_n_folded (model), ==, cases[i].n_folded);
      g_assert_cmpuint (rungs_call_model_get_n_folded_faults (model), ==, cases[i].n_folded_faults);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/call-model/rows", test_model);
  g_test_add_func ("/app/call-model/search", test_search);
  g_test_add_func ("/app/call-model/kinds", test_kinds);
  g_test_add_func ("/app/call-model/folding", test_folding);
  return g_test_run ();
}
