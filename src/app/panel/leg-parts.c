#include "config.h"

#include "app/panel/leg-parts.h"

#include <glib/gi18n.h>

#include "app/bidi.h"
#include "app/panel/verdict-parts.h"
#include "base/limits.h"

char *
rungs_leg_name (RungsTrace *trace, const RungsLeg *leg)
{
  return g_strdup_printf ("%s → %s", rungs_trace_device_name (trace, leg->src),
                          rungs_trace_device_name (trace, leg->dst));
}

/* @parameter: floating, taken. */
static GtkWidget *
add_button (GtkWidget *row,
            const char *icon,
            const char *name,
            const char *action,
            GVariant *parameter)
{
  GtkWidget *button = rungs_part_button (icon, name, action);

  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), parameter);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  if (row != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return button;
}

static GtkWidget *
row_new (GtkWidget *list, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  rungs_bidi_set (row, "title", title);
  rungs_bidi_set (row, "subtitle", subtitle);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return row;
}

/* "joined because both carry X-CID abc; strong". What began the call or was said by hand is no
 * matter of strength. (transfer full) */
static char *
reason_of (RungsSession *session, const RungsLeg *leg, guint i, gboolean is_alone)
{
  const GPtrArray *joins = rungs_session_get_joins (session);
  g_autofree char *plain = NULL;
  const char *why;

  if (is_alone)
    return g_strdup (_ ("separated by you"));
  plain = rungs_trace_describe_join (rungs_session_get_trace (session), leg);
  why = joins != NULL && i < joins->len ? g_ptr_array_index (joins, i) : plain;
  if (leg->join == RUNGS_JOIN_FIRST || leg->join == RUNGS_JOIN_USER)
    return g_strdup (why);
  /* Translators: why a leg belongs to its call, and how strong a reason that is */
  return g_strdup_printf (_ ("%s; %s"), why,
                          rungs_strength_word (rungs_join_get_strength (leg->join)));
}

static void
add_leg (GtkWidget *list, RungsSession *session, const RungsCall *call, guint i)
{
  RungsTrace *trace = rungs_session_get_trace (session);
  const RungsLeg *leg = rungs_trace_get_leg (trace, call, i);
  gboolean is_decided =
    leg->call_id != 0 && rungs_choices_has_leg (rungs_session_get_choices (session), trace, leg);
  g_autofree char *name = rungs_leg_name (trace, leg);
  g_autofree char *reason = reason_of (session, leg, i, call->n_legs == 1 && is_decided);
  g_autofree char *separate = g_strdup_printf (_ ("Separate this leg: %s"), name);
  g_autofree char *forget = g_strdup_printf (_ ("Take back what you decided: %s"), name);
  GtkWidget *row = row_new (list, name, reason);

  gtk_widget_set_tooltip_text (row, rungs_trace_string (trace, leg->call_id));
  if (is_decided)
    add_button (row, "edit-undo-symbolic", forget, "win.forget-leg",
                g_variant_new ("(uu)", call->id - 1, i));
  if (call->n_legs > 1 && leg->call_id != 0)
    add_button (row, "edit-cut-symbolic", separate, "win.separate-leg",
                g_variant_new ("(uu)", call->id - 1, i));
}

void
rungs_part_add_legs (GtkBox *details, RungsSession *session)
{
  RungsTrace *trace = rungs_session_get_trace (session);
  const RungsCall *call = rungs_session_peek_call (session);
  GtkWidget *list, *join;
  GtkBox *box;

  if (call == NULL || call->n_rows == 0 || call->n_legs == 0 || call->kind == RUNGS_KIND_OPTIONS
      || call->kind == RUNGS_KIND_REGISTER)
    return;
  if (call->n_legs == 1
      && !rungs_choices_has_leg (rungs_session_get_choices (session), trace,
                                 rungs_trace_get_leg (trace, call, 0)))
    return;
  join = add_button (NULL, "list-add-symbolic", _ ("Join with another call…"), "win.join-call",
                     g_variant_new_uint32 (call->id - 1));
  box = rungs_part_section (details, _ ("Legs of This Call"), join);
  list = rungs_part_list (box);
  for (guint i = 0; i < MIN (call->n_legs, RUNGS_MAX_SHOWN_LEGS); i++)
    add_leg (list, session, call, i);
}

/* ---- records ---- */

static void
add_record (GtkWidget *list, RungsSession *session, guint32 index)
{
  RungsTrace *trace = rungs_session_get_trace (session);
  const RungsRecord *record = rungs_trace_get_record (trace, index);
  g_autofree char *clock =
    record->start != RUNGS_STAMP_NONE ? rungs_stamp_to_clock (record->start) : g_strdup ("");
  const char *sbc = rungs_trace_string (trace, record->texts[RUNGS_RECORD_TEXT_SBC]);
  g_autofree char *title = *sbc != '\0' ? g_strdup_printf ("%s, %s", sbc, clock) : g_strdup (clock);
  g_autofree char *why = rungs_trace_describe_match (record);
  /* Translators: by what a record is of this call, and how sure that is: "by the time, the caller’s
   * number; strong" */
  g_autofree char *matched =
    g_strdup_printf (_ ("matched by %s; %s"), why, rungs_strength_word (record->strength));
  RungsLeg own;
  GtkWidget *row;
  gboolean is_decided;

  rungs_trace_get_record_leg (trace, index, &own);
  is_decided =
    own.call_id != 0 && rungs_choices_has_leg (rungs_session_get_choices (session), trace, &own);
  row = row_new (list, title,
                 record->leg != RUNGS_NONE
                   ? (record->why & RUNGS_MATCH_USER ? _ ("matched by you") : matched)
                 : is_decided ? _ ("of no call in a log: you said so")
                              : _ ("of no call in a log"));
  if (own.call_id == 0)
    return;
  if (is_decided)
    add_button (row, "edit-undo-symbolic", _ ("Take back what you decided about this record"),
                "win.forget-record", g_variant_new_uint32 (index));
  if (record->leg != RUNGS_NONE)
    add_button (row, "edit-cut-symbolic", _ ("This record is not of this call"),
                "win.unmatch-record", g_variant_new_uint32 (index));
  add_button (row, "list-add-symbolic", _ ("Match with a call…"), "win.match-record",
              g_variant_new_uint32 (index));
}

void
rungs_part_add_records (GtkBox *details, RungsSession *session)
{
  RungsTrace *trace = rungs_session_get_trace (session);
  const RungsCall *call = rungs_session_peek_call (session);
  GtkWidget *list = NULL;

  for (guint i = 0; call != NULL && i < MIN (call->n_records, RUNGS_MAX_SHOWN_LEGS); i++)
    {
      guint32 index = rungs_trace_get_call_record (trace, call, i);

      if (rungs_trace_get_record (trace, index)->kind != RUNGS_RECORD_CALL)
        continue;
      if (list == NULL)
        list = rungs_part_list (rungs_part_section (details, _ ("Microsoft’s Record"), NULL));
      add_record (list, session, index);
    }
}
