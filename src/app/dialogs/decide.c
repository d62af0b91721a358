#include "config.h"

#include "app/dialogs/decide.h"

#include <glib/gi18n.h>

#include "app/dialogs/join-window.h"
#include "calls/likely.h"

/* What was decided, to be taken back. */
typedef struct
{
  RungsChoiceSet *before, *after;
} Decision;

static void
decision_free (gpointer data)
{
  Decision *decision = data;

  rungs_choice_set_unref (decision->before);
  rungs_choice_set_unref (decision->after);
  g_free (decision);
}

static void
undo (RungsHost *host, gpointer data)
{
  const Decision *decision = data;
  g_autoptr (GError) error = NULL;

  if (!rungs_choices_take_back (rungs_session_get_choices (rungs_host_get_session (host)),
                                decision->before, decision->after, &error))
    rungs_host_say (host, error->message);
}

static RungsChoices *
choices_of (RungsHost *host)
{
  return rungs_session_get_choices (rungs_host_get_session (host));
}

/* @before: (transfer full). What could not be saved holds until the program ends, so it can be
 * taken back too. */
static void
offer (RungsHost *host, RungsChoiceSet *before, const char *sentence, const GError *error)
{
  Decision *decision = g_new0 (Decision, 1);

  decision->before = before;
  decision->after = rungs_choices_get_set (choices_of (host));
  rungs_host_offer_undo (host, sentence, undo, decision, decision_free);
  if (error != NULL)
    rungs_host_say (host, error->message);
}

static RungsChoiceSet *
now (RungsHost *host)
{
  return rungs_choices_get_set (choices_of (host));
}

/* ---- devices ---- */

static const char *
device_name (RungsTrace *trace, guint32 device)
{
  return rungs_trace_string (trace, rungs_trace_get_device (trace, device)->name);
}

/* A menu may be older than the trace. */
static gboolean
has_device (RungsTrace *trace, guint32 device)
{
  return trace != NULL && device < rungs_trace_get_n_devices (trace)
         && rungs_trace_get_device (trace, device)->key != 0;
}

static RungsTrace *
trace_of (GtkWidget *widget)
{
  return rungs_session_get_trace (rungs_host_get_session (RUNGS_HOST (widget)));
}

static void
name_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RungsTrace *trace = trace_of (widget);
  g_autofree char *sentence = NULL;
  g_autoptr (GError) error = NULL;
  RungsChoiceSet *before;
  const char *name;
  guint32 device;

  g_variant_get (parameter, "(u&s)", &device, &name);
  if (!has_device (trace, device) || g_str_equal (name, device_name (trace, device)))
    return;
  /* Translators: a device was renamed: its name before, its name now */
  sentence =
    *name != '\0'
      ? g_strdup_printf (_ ("“%s” is now “%s”"), device_name (trace, device), name)
      : g_strdup_printf (_ ("“%s” has its original name again"), device_name (trace, device));
  before = now (RUNGS_HOST (widget));
  rungs_choices_rename (choices_of (RUNGS_HOST (widget)), trace, device, name, &error);
  offer (RUNGS_HOST (widget), before, sentence, error);
}

static void
merge_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RungsTrace *trace = trace_of (widget);
  g_autofree char *sentence = NULL;
  g_autoptr (GError) error = NULL;
  RungsChoiceSet *before;
  guint32 device, into;

  g_variant_get (parameter, "(uu)", &device, &into);
  if (!has_device (trace, device) || !has_device (trace, into) || device == into)
    return;
  sentence = g_strdup_printf (_ ("“%s” and “%s” are one device"), device_name (trace, device),
                              device_name (trace, into));
  before = now (RUNGS_HOST (widget));
  rungs_choices_merge (choices_of (RUNGS_HOST (widget)), trace, device, into, &error);
  offer (RUNGS_HOST (widget), before, sentence, error);
}

static void
split_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RungsTrace *trace = trace_of (widget);
  guint32 device = g_variant_get_uint32 (parameter);
  g_autofree char *sentence = NULL;
  g_autoptr (GError) error = NULL;
  RungsChoiceSet *before;

  if (!has_device (trace, device))
    return;
  sentence = g_strdup_printf (_ ("“%s” is several devices again"), device_name (trace, device));
  before = now (RUNGS_HOST (widget));
  rungs_choices_split (choices_of (RUNGS_HOST (widget)), trace, device, &error);
  offer (RUNGS_HOST (widget), before, sentence, error);
}

/* ---- legs ---- */

void
rungs_decide_join (RungsHost *host, RungsTrace *trace, guint32 call, guint32 with)
{
  const RungsLeg *leg, *other;
  g_autoptr (GError) error = NULL;
  RungsChoiceSet *before;

  g_return_if_fail (RUNGS_IS_HOST (host) && RUNGS_IS_TRACE (trace));

  leg = rungs_joinable_leg (trace, rungs_trace_get_call (trace, call));
  other = rungs_joinable_leg (trace, rungs_trace_get_call (trace, with));
  if (leg == NULL || other == NULL)
    return;
  before = now (host);
  rungs_choices_join (choices_of (host), trace, leg, other, &error);
  offer (host, before, _ ("Calls joined"), error);
}

static void
join_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RungsTrace *trace = trace_of (widget);
  guint32 call = g_variant_get_uint32 (parameter);

  if (trace == NULL || call >= rungs_trace_get_n_calls (trace)
      || rungs_joinable_leg (trace, rungs_trace_get_call (trace, call)) == NULL)
    return;
  gtk_window_present (
    GTK_WINDOW (rungs_join_window_new (RUNGS_HOST (widget), trace, call, RUNGS_NONE)));
}

static const RungsLeg *
leg_of (RungsTrace *trace, GVariant *parameter)
{
  guint32 call, leg;

  g_variant_get (parameter, "(uu)", &call, &leg);
  if (trace == NULL || call >= rungs_trace_get_n_calls (trace)
      || leg >= rungs_trace_get_call (trace, call)->n_legs)
    return NULL;
  return rungs_trace_get_leg (trace, rungs_trace_get_call (trace, call), leg);
}

static void
leg_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RungsHost *host = RUNGS_HOST (widget);
  RungsTrace *trace = trace_of (widget);
  const RungsLeg *leg = leg_of (trace, parameter);
  g_autoptr (GError) error = NULL;
  RungsChoiceSet *before;

  if (leg == NULL || leg->call_id == 0)
    return;
  before = now (host);
  if (g_str_equal (action, "win.separate-leg"))
    {
      rungs_choices_separate (choices_of (host), trace, leg, &error);
      offer (host, before, _ ("Leg separated"), error);
      return;
    }
  rungs_choices_forget_leg (choices_of (host), trace, leg, &error);
  offer (host, before, _ ("Leg back where the log puts it"), error);
}

/* ---- records ---- */

/* Whether choices can know it. */
static gboolean
has_record (RungsTrace *trace, guint32 record)
{
  return trace != NULL && record < rungs_trace_get_n_records (trace)
         && rungs_trace_get_record (trace, record)->texts[RUNGS_RECORD_TEXT_CORRELATION] != 0;
}

void
rungs_decide_match (RungsHost *host, RungsTrace *trace, guint32 record, guint32 call)
{
  const RungsLeg *leg;
  RungsLeg own;
  g_autoptr (GError) error = NULL;
  RungsChoiceSet *before;

  g_return_if_fail (RUNGS_IS_HOST (host) && RUNGS_IS_TRACE (trace));

  leg = rungs_likely_leg (trace, rungs_trace_get_call (trace, call), record);
  if (leg == NULL || !has_record (trace, record))
    return;
  rungs_trace_get_record_leg (trace, record, &own);
  before = now (host);
  /* Of two calls it would be the one that was said first. */
  if (rungs_choices_has_leg (choices_of (host), trace, &own))
    rungs_choices_separate (choices_of (host), trace, &own, NULL);
  rungs_choices_join (choices_of (host), trace, &own, leg, &error);
  offer (host, before, _ ("Record matched to this call"), error);
}

static void
match_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RungsTrace *trace = trace_of (widget);
  guint32 record = g_variant_get_uint32 (parameter);

  if (has_record (trace, record))
    gtk_window_present (
      GTK_WINDOW (rungs_join_window_new (RUNGS_HOST (widget), trace, RUNGS_NONE, record)));
}

static void
record_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RungsHost *host = RUNGS_HOST (widget);
  RungsTrace *trace = trace_of (widget);
  guint32 record = g_variant_get_uint32 (parameter);
  g_autoptr (GError) error = NULL;
  RungsChoiceSet *before;
  RungsLeg own;

  if (!has_record (trace, record))
    return;
  rungs_trace_get_record_leg (trace, record, &own);
  before = now (host);
  if (g_str_equal (action, "win.unmatch-record"))
    {
      rungs_choices_separate (choices_of (host), trace, &own, &error);
      offer (host, before, _ ("Record removed from this call"), error);
      return;
    }
  rungs_choices_forget_leg (choices_of (host), trace, &own, &error);
  offer (host, before, _ ("Record matched automatically again"), error);
}

void
rungs_decide_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name, *type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "win.name-device", "(us)", name_action },  { "win.merge-devices", "(uu)", merge_action },
    { "win.split-device", "u", split_action },   { "win.join-call", "u", join_action },
    { "win.separate-leg", "(uu)", leg_action },  { "win.forget-leg", "(uu)", leg_action },
    { "win.match-record", "u", match_action },   { "win.unmatch-record", "u", record_action },
    { "win.forget-record", "u", record_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].type,
                                     actions[i].activate);
}
