/* What the SBC changed, on the page: in words, then the messages side by side. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "report/html.h"
#include "report/markup.h"
#include "report/sides.h"

/* A sign beside the colour. */
static const char *
sign_of (RungsSidesKind kind)
{
  switch (kind)
    {
    case RUNGS_SIDES_CHANGED:
      return "≠";
    case RUNGS_SIDES_REMOVED:
      return "−";
    case RUNGS_SIDES_ADDED:
      return "+";
    case RUNGS_SIDES_SAME:
    case RUNGS_SIDES_NOISE:
      break;
    }
  return "";
}

static void
append_row (const RungsSidesRow *row, const RungsShownSides *shown, GString *out)
{
  g_autofree char *left = rungs_shown_sides_text (shown->left, &row->left);
  g_autofree char *right = rungs_shown_sides_text (shown->right, &row->right);

  rungs_markup_printf (out, "<tr class=\"%s%s\"><td>%s</td><td>%s</td><td>%s</td></tr>\n",
                       rungs_sides_kind_name (row->kind), row->explains ? " why" : "",
                       sign_of (row->kind), left != NULL ? left : "", right != NULL ? right : "");
}

static void
append_table (const GPtrArray *rows,
              const RungsShownSides *shown,
              RungsSidesKind least,
              const char *left_title,
              const char *right_title,
              GString *out)
{
  rungs_markup_printf (out,
                       "<table class=\"sides\"><thead><tr><th></th><th scope=\"col\">%s</th><th "
                       "scope=\"col\">%s</th></tr></thead><tbody>\n",
                       left_title, right_title);
  for (guint i = 0; i < rows->len; i++)
    {
      const RungsSidesRow *row = g_ptr_array_index (rows, i);

      if (row->kind >= least)
        append_row (row, shown, out);
    }
  g_string_append (out, "</tbody></table>\n");
}

/* "203.0.113.5 → SBC" (transfer full) */
static char *
way_of (const RungsSummary *summary, guint32 message)
{
  const RungsMessage *row = rungs_trace_get_message (summary->trace, message);
  g_autofree char *src =
    rungs_redact_name (summary->redact, rungs_trace_device_name (summary->trace, row->src));
  g_autofree char *dst =
    rungs_redact_name (summary->redact, rungs_trace_device_name (summary->trace, row->dst));

  return g_strdup_printf ("%s → %s", src, dst);
}

static void
append_sides (const RungsSummary *summary, const RungsSidesPair *pair, GString *out)
{
  g_autofree char *from = way_of (summary, pair->left);
  g_autofree char *to = way_of (summary, pair->right);
  RungsShownSides shown;

  rungs_shown_sides_init (&shown, summary->trace, summary->redact, pair);
  if (rungs_sides_pair_n_changed (pair) > 0)
    append_table (pair->rows, &shown, RUNGS_SIDES_CHANGED, from, to, out);
  else
    rungs_markup_printf (out, "<p class=\"dim\">%s</p>\n",
                         _ ("No differences other than those expected in a forwarded message."));
  rungs_markup_printf (out, "<details class=\"unfold\"><summary>%s</summary>\n",
                       _ ("All lines side by side"));
  append_table (pair->rows, &shown, RUNGS_SIDES_SAME, from, to, out);
  g_string_append (out, "</details>\n");
  rungs_shown_sides_clear (&shown);
}

static void
append_pair (const RungsSummary *summary, const RungsSidesPair *pair, GString *out)
{
  const RungsMessage *before = rungs_trace_get_message (summary->trace, pair->left);

  if (before->code > 0)
    {
      g_autofree char *phrase =
        rungs_redact_text (summary->redact, rungs_trace_string (summary->trace, before->phrase));

      rungs_markup_printf (out, "<h4>%u %s</h4>\n", (guint) before->code, phrase);
    }
  else
    rungs_markup_printf (out, "<h4>%s</h4>\n", rungs_trace_string (summary->trace, before->method));
  append_sides (summary, pair, out);
}

void
rungs_html_append_changes (const RungsSummary *summary, const RungsCall *call, GString *out)
{
  g_autoptr (RungsChanges) changes = rungs_changes_new (summary->trace, call);

  if (changes->pairs->len == 0)
    return;
  rungs_markup_printf (out, "<section class=\"card\"><h3>%s</h3>\n", _ ("What the SBC changed"));
  if (changes->points->len > 0)
    {
      g_string_append (out, "<ul class=\"plain\">\n");
      for (guint i = 0; i < changes->points->len; i++)
        rungs_html_append_finding (summary, call, g_ptr_array_index (changes->points, i), out);
      g_string_append (out, "</ul>\n");
    }
  for (guint i = 0; i < changes->pairs->len; i++)
    append_pair (summary, g_ptr_array_index (changes->pairs, i), out);
  g_string_append (out, "</section>\n");
}
