/* What the SBC changed, for a ticket: in words, then the lines that differ as a diff. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "report/markdown-private.h"
#include "report/sides.h"

static void
append_lines (const RungsSidesPair *pair, const RungsShownSides *shown, GString *out)
{
  for (guint i = 0; i < pair->rows->len; i++)
    {
      const RungsSidesRow *row = g_ptr_array_index (pair->rows, i);
      g_autofree char *left = NULL;
      g_autofree char *right = NULL;

      if (row->kind < RUNGS_SIDES_CHANGED)
        continue;
      left = rungs_shown_sides_text (shown->left, &row->left);
      right = rungs_shown_sides_text (shown->right, &row->right);
      if (left != NULL)
        g_string_append_printf (out, "- %s\n", left);
      if (right != NULL)
        g_string_append_printf (out, "+ %s\n", right);
    }
}

void
rungs_markdown_append_changes (const RungsSummary *summary, const RungsCall *call, GString *out)
{
  g_autoptr (RungsChanges) changes = rungs_changes_new (summary->trace, call);
  g_autoptr (GString) lines = g_string_new (NULL);

  if (changes->points->len == 0)
    return;
  g_string_append_printf (out, "\n### %s\n\n", _ ("What the SBC changed"));
  for (guint i = 0; i < changes->points->len; i++)
    rungs_markdown_append_finding (summary, g_ptr_array_index (changes->points, i), out);
  for (guint i = 0; i < changes->pairs->len; i++)
    {
      const RungsSidesPair *pair = g_ptr_array_index (changes->pairs, i);
      RungsShownSides shown;

      rungs_shown_sides_init (&shown, summary->trace, summary->redact, pair);
      append_lines (pair, &shown, lines);
      rungs_shown_sides_clear (&shown);
    }
  if (lines->len > 0)
    {
      g_string_append_c (out, '\n');
      rungs_markdown_append_block (out, "diff", lines->str);
    }
}
