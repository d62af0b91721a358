/* One call on the page: what it was, the verdict, the ladder, the messages. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "calls/words.h"
#include "knowledge/words.h"
#include "report/health.h"
#include "report/html.h"
#include "report/markup.h"
#include "report/svg.h"

#define LADDER_WIDTH 900.0

/* ---- head ---- */

/* Drawn beside the word, so that the state is never told by colour alone. */
static const char *
state_symbol (const RungsCall *call)
{
  switch ((RungsState) call->state)
    {
    case RUNGS_STATE_FAILED:
    case RUNGS_STATE_DROPPED:
      return "M2.5 2.5l9 9m0-9l-9 9";
    case RUNGS_STATE_COMPLETED:
    case RUNGS_STATE_ESTABLISHED:
      return "M2 7.5l3.5 3.5L12 3.5";
    case RUNGS_STATE_CANCELLED:
      return "M7 12.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11M3.2 3.2l7.6 7.6";
    case RUNGS_STATE_SETUP:
    default:
      return "M2 7h.1M7 7h.1M12 7h.1";
    }
}

static void
append_fact (GString *out, const char *name, const char *value)
{
  if (value != NULL && value[0] != '\0')
    rungs_markup_printf (out, "<div><dt>%s</dt><dd>%s</dd></div>\n", name, value);
}

static void
append_number_fact (GString *out, const char *name, int value)
{
  g_autofree char *text = g_strdup_printf ("%d", value);

  append_fact (out, name, text);
}

static void
append_facts (const RungsSummary *summary,
              const RungsCall *call,
              const RungsVerdict *verdict,
              GString *out)
{
  g_autofree char *start = rungs_summary_start (summary, call);
  g_autofree char *duration = rungs_summary_duration (summary, call);
  g_autofree char *result = rungs_summary_result (summary, call);
  g_autofree char *reason = rungs_redact_text (summary->redact, verdict->reason_text);
  GString *messages = g_string_new (NULL);

  g_string_append_printf (messages, "%u", call->n_messages);
  if (call->n_retransmissions > 0)
    {
      g_string_append (messages, ", ");
      g_string_append_printf (
        messages, ngettext ("%u retransmission", "%u retransmissions", call->n_retransmissions),
        call->n_retransmissions);
    }
  g_string_append (out, "<dl class=\"facts\">\n");
  append_fact (out, _ ("Start"), start);
  append_fact (out, _ ("Duration"), duration);
  append_fact (out, _ ("Direction"), rungs_call_direction_title (call));
  append_fact (out, _ ("Result"), result);
  if (verdict->microsoft_code >= 0)
    append_number_fact (out, _ ("Microsoft code"), verdict->microsoft_code);
  if (verdict->q850 > 0)
    append_number_fact (out, _ ("Q.850 cause"), (int) verdict->q850);
  append_fact (out, _ ("Reason"), reason);
  append_fact (out, _ ("Messages"), messages->str);
  g_string_append (out, "</dl>\n");
  g_string_free (messages, TRUE);
}

static void
append_health (const RungsSummary *summary, const RungsCall *call, GString *out)
{
  g_autoptr (GPtrArray) texts = rungs_summary_health (summary, call);

  if (texts->len == 0)
    return;
  rungs_markup_printf (out, "<div class=\"dim\"><p>%s</p><ul>\n",
                       _ ("Missing from the log for this call:"));
  for (guint i = 0; i < texts->len; i++)
    rungs_markup_printf (out, "<li>%s</li>\n", (const char *) texts->pdata[i]);
  g_string_append (out, "</ul></div>\n");
}

static void
append_legs (const RungsSummary *summary, const RungsCall *call, GString *out)
{
  g_string_append (out, "<ul class=\"legs\">\n");
  for (guint i = 0; i < call->n_legs; i++)
    {
      const RungsLeg *leg = rungs_trace_get_leg (summary->trace, call, i);
      g_autofree char *call_id =
        rungs_redact_call_id (summary->redact, rungs_trace_string (summary->trace, leg->call_id));
      g_autofree char *src =
        rungs_redact_name (summary->redact, rungs_trace_endpoint_text (summary->trace, leg->src));
      g_autofree char *dst =
        rungs_redact_name (summary->redact, rungs_trace_endpoint_text (summary->trace, leg->dst));

      rungs_markup_printf (out, "<li>%s ", _ ("Leg"));
      if (src[0] != '\0' || dst[0] != '\0')
        rungs_markup_printf (out, "%s → %s, ", src[0] != '\0' ? src : "?",
                             dst[0] != '\0' ? dst : "?");
      rungs_markup_printf (out, "<span class=\"dim\">Call-ID</span> <code>%s</code>", call_id);
      if (leg->join != RUNGS_JOIN_FIRST)
        {
          g_autofree char *join = rungs_trace_describe_join (summary->trace, leg);
          g_autofree char *why = g_strdup_printf (_ ("joined by: %s"), join);
          rungs_markup_printf (out, " <span class=\"dim\">(%s)</span>", why);
        }
      g_string_append (out, "</li>\n");
    }
  g_string_append (out, "</ul>\n");
}

static void
append_call_head (const RungsSummary *summary,
                  const RungsCall *call,
                  const RungsVerdict *verdict,
                  GString *out)
{
  g_autofree char *parties = rungs_summary_parties (summary, call);
  g_autofree char *note = rungs_summary_note (summary, call, RUNGS_NONE);

  rungs_markup_printf (out,
                       "<article class=\"call\" id=\"c%u\">\n<div class=\"card call-card\"><div "
                       "class=\"call-head\"><h2>%s</h2>",
                       call->id, parties);
  rungs_markup_printf (out,
                       "<span class=\"badge %s\"><svg viewBox=\"0 0 14 14\" "
                       "aria-hidden=\"true\"><path d=\"%s\"/></svg>%s</span></div>\n",
                       rungs_state_name (call->state), state_symbol (call),
                       rungs_call_state_title (call));
  append_facts (summary, call, verdict, out);
  append_health (summary, call, out);
  append_legs (summary, call, out);
  if (note != NULL)
    {
      rungs_markup_printf (out, "<p class=\"note\"><b>%s</b>", _ ("Note"));
      rungs_markup_append_block (out, note);
      g_string_append (out, "</p>\n");
    }
  g_string_append (out, "</div>\n");
}

/* ---- verdict ---- */

static void
append_steps (const RungsVendor *vendor, char **steps, GString *out)
{
  g_string_append (out, "<ol class=\"steps\">\n");
  for (guint i = 0; steps[i] != NULL; i++)
    {
      g_autofree char *terms = rungs_vendor_sentence (vendor, steps[i]);

      g_string_append (out, "<li>");
      rungs_markup_append_prose (out, steps[i]);
      if (terms != NULL)
        {
          g_string_append (out, "<br><span class=\"dim\">");
          rungs_markup_append_prose (out, terms);
          g_string_append (out, "</span>");
        }
      g_string_append (out, "</li>\n");
    }
  g_string_append (out, "</ol>\n");
}

void
rungs_html_append_finding (const RungsSummary *summary,
                           const RungsCall *call,
                           const RungsFinding *finding,
                           GString *out)
{
  g_autofree char *text = rungs_redact_text (summary->redact, finding->text);

  g_string_append (out, "<li>");
  rungs_markup_append_prose (out, text);
  for (guint i = 0; i < finding->lines->len; i++)
    {
      const RungsFindingLine *line = &g_array_index (finding->lines, RungsFindingLine, i);
      g_autofree char *place = rungs_summary_place (summary, line->input, line->line);
      guint32 row = line->message != RUNGS_NONE
                      ? rungs_trace_row_of_message (summary->trace, call, line->message)
                      : RUNGS_NONE;

      if (row != RUNGS_NONE)
        rungs_markup_printf (out, " <a class=\"where\" href=\"#c%um%u\">%s</a>", call->id, row,
                             place);
      else
        rungs_markup_printf (out, " <span class=\"where dim\">%s</span>", place);
    }
  g_string_append (out, "</li>\n");
}

static void
append_sources (const RungsEntry *entry, GString *out)
{
  if (entry->sources == NULL || entry->sources->len == 0)
    return;
  rungs_markup_printf (out, "<h4>%s</h4>\n<ul class=\"plain sources\">\n", _ ("Sources"));
  for (guint i = 0; i < entry->sources->len; i++)
    {
      const RungsSource *source = g_ptr_array_index (entry->sources, i);

      if (source->url != NULL && g_str_has_prefix (source->url, "https://"))
        rungs_markup_printf (out, "<li><a rel=\"noreferrer noopener\" href=\"%s\">%s</a></li>\n",
                             source->url, source->title);
      else
        rungs_markup_printf (out, "<li>%s</li>\n", source->title);
    }
  g_string_append (out, "</ul>\n");
}

static void
append_entry (const RungsEntry *entry, const RungsVendor *vendor, GString *out)
{
  g_autofree char *yours = rungs_entry_yours (entry);
  const char *retry = rungs_entry_retry (entry);

  if (yours != NULL)
    rungs_markup_printf (out, "<p class=\"dim\">%s</p>\n", yours);
  g_string_append (out, "<p>");
  rungs_markup_append_prose (out, entry->meaning);
  g_string_append (out, "</p>\n");
  if (entry->steps != NULL && entry->steps[0] != NULL)
    {
      g_autofree char *who = g_strdup_printf (_ ("for %s"), rungs_entry_who_acts (entry));

      rungs_markup_printf (out,
                           "<h3 style=\"margin-top:24px\">%s <span class=\"dim\" "
                           "style=\"font-weight:400\">%s</span></h3>\n",
                           _ ("Do this"), who);
      append_steps (vendor, entry->steps, out);
    }
  if (retry != NULL)
    rungs_markup_printf (out, "<p class=\"dim\">%s</p>\n", retry);
}

static void
append_candidates (const RungsVerdict *verdict, GString *out)
{
  if (verdict->candidates == NULL || verdict->candidates->len < 2)
    return;
  rungs_markup_printf (out, "<h4>%s</h4>\n<ul class=\"plain\">\n", _ ("Also possible"));
  for (guint i = 0; i < verdict->candidates->len; i++)
    {
      const RungsEntry *entry = g_ptr_array_index (verdict->candidates, i);

      if (entry == verdict->entry)
        continue;
      g_string_append (out, "<li>");
      rungs_markup_append_prose (out, entry->title);
      g_string_append (out, "</li>\n");
    }
  g_string_append (out, "</ul>\n");
}

static void
append_judged (const RungsSummary *summary, const RungsVerdict *verdict, GString *out)
{
  g_autofree char *why = rungs_redact_text (summary->redact, verdict->produced_why);

  rungs_markup_printf (out, "<dl class=\"judged\"><dt>%s</dt><dd><strong>%s</strong>",
                       _ ("Produced by"), rungs_party_title (verdict->produced_by));
  if (why[0] != '\0')
    rungs_markup_printf (out, ": %s", why);
  rungs_markup_printf (out, "</dd>\n<dt>%s</dt><dd>%s. %s</dd></dl>\n", _ ("How sure"),
                       rungs_basis_title (verdict->basis), rungs_basis_reason (verdict->basis));
}

static void
append_verdict (const RungsSummary *summary,
                const RungsCall *call,
                const RungsVerdict *verdict,
                GString *out)
{
  g_autofree char *sentence = rungs_redact_text (summary->redact, verdict->sentence);
  gboolean good = call->state == RUNGS_STATE_COMPLETED || call->state == RUNGS_STATE_ESTABLISHED;

  rungs_markup_printf (out, "<section class=\"card verdict%s\"><h3 class=\"skip\">%s</h3>\n",
                       verdict->is_fault ? ""
                       : good            ? " good"
                                         : " calm",
                       _ ("Verdict"));
  if (verdict->entry != NULL && verdict->is_explained)
    {
      g_string_append (out, "<h3>");
      rungs_markup_append_prose (out, verdict->entry->title);
      g_string_append (out, "</h3>\n<p>");
    }
  else
    g_string_append (out, "<p class=\"lead\">");
  rungs_markup_append_prose (out, sentence);
  g_string_append (out, "</p>\n");
  if (verdict->is_fault)
    append_judged (summary, verdict, out);
  if (verdict->is_explained && verdict->entry != NULL)
    {
      rungs_markup_printf (out, "<h4>%s</h4>\n", _ ("What it means"));
      append_entry (verdict->entry, verdict->vendor, out);
    }
  if (verdict->findings->len > 0)
    {
      rungs_markup_printf (out, "<h4>%s</h4>\n<ul class=\"plain\">\n", _ ("Seen in this call"));
      for (guint i = 0; i < verdict->findings->len; i++)
        rungs_html_append_finding (summary, call, g_ptr_array_index (verdict->findings, i), out);
      g_string_append (out, "</ul>\n");
    }
  if (verdict->is_fault)
    append_candidates (verdict, out);
  if (verdict->is_explained && verdict->entry != NULL)
    append_sources (verdict->entry, out);
  g_string_append (out, "</section>\n");
}

/* ---- ladder and messages ---- */

/* A table, because its head is repeated by printers on every page and can stay in sight on the
 * screen. */
static gboolean
write_ladder (const RungsSummary *summary,
              const RungsPicture *picture,
              GString *out,
              GOutputStream *stream,
              GError **error)
{
  guint n = rungs_picture_get_n_rows (picture);
  gboolean wide = rungs_picture_get_width (picture) > LADDER_WIDTH + 1;

  rungs_markup_printf (out, "<section class=\"card ladder-card\"><h3>%s</h3>\n<div class=\"%s\">",
                       _ ("Ladder"), wide ? "wide" : "fits");
  g_string_append (out, "<table class=\"ladder-table\" role=\"presentation\"><thead><tr><th>\n");
  rungs_picture_append_heads (picture, out);
  g_string_append (out, "</th></tr></thead><tbody>\n");
  for (guint i = 0; i < n; i += RUNGS_PIECE_ROWS)
    {
      g_string_append (out, "<tr><td>\n");
      rungs_picture_append_rows (picture, i, MIN (i + RUNGS_PIECE_ROWS, n), out);
      g_string_append (out, "</td></tr>\n");
      if (!rungs_markup_flush (out, FALSE, stream, summary->cancellable, error))
        return FALSE;
    }
  rungs_markup_printf (out, "</tbody></table></div>\n<p class=\"legend\">%s</p></section>\n",
                       _ ("Tinted rows with a bar: the transaction that decided the call. Cross: "
                          "its deciding answer. Dashed: "
                          "sent again. Small text: what the SBC wrote between the messages."));
  return TRUE;
}

typedef struct
{
  const RungsSummary *summary;
  const RungsCall *call;
  const RungsVerdict *verdict;
  const RungsLadder *ladder;
} Messages;

/* Either those that matter (failing, or a finding rests on them) or the others. */
static gboolean
write_messages (const Messages *messages,
                gboolean important,
                const char *title,
                GString *out,
                GOutputStream *stream,
                GError **error)
{
  gboolean begun = FALSE;

  for (guint i = 0; i < messages->ladder->rows->len; i++)
    {
      const RungsRow *row = g_ptr_array_index (messages->ladder->rows, i);

      if (row->kind != RUNGS_ROW_ARROW
          || (row->failing || rungs_html_has_finding (messages->verdict, row)) != important)
        continue;
      if (!begun)
        rungs_markup_printf (out, "<section class=\"card messages\"><h3>%s</h3>\n", title);
      begun = TRUE;
      rungs_html_append_message (messages->summary, messages->call, messages->verdict,
                                 messages->ladder, row, out);
      if (!rungs_markup_flush (out, FALSE, stream, messages->summary->cancellable, error))
        return FALSE;
    }
  if (begun)
    g_string_append (out, "</section>\n");
  return TRUE;
}

gboolean
rungs_html_write_call (const RungsSummary *summary,
                       const RungsCall *call,
                       const RungsVerdict *verdict,
                       GString *out,
                       GOutputStream *stream,
                       GError **error)
{
  g_autoptr (RungsPicture) picture = rungs_picture_new (summary, call, LADDER_WIDTH, TRUE);
  Messages messages = { summary, call, verdict, rungs_picture_get_ladder (picture) };

  append_call_head (summary, call, verdict, out);
  append_verdict (summary, call, verdict, out);
  if (verdict->is_fault)
    rungs_html_append_changes (summary, call, out);
  if (!write_ladder (summary, picture, out, stream, error))
    return FALSE;
  if (!write_messages (&messages, TRUE, _ ("The messages that decided"), out, stream, error))
    return FALSE;
  if (!write_messages (&messages, FALSE,
                       verdict->is_fault ? _ ("The other messages") : _ ("The messages"), out,
                       stream, error))
    return FALSE;
  g_string_append (out, "</article>\n");
  return rungs_markup_flush (out, FALSE, stream, summary->cancellable, error);
}
