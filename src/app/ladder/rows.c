#include "config.h"

#include "app/ladder/rows.h"

#include <math.h>

#include "ladder/words.h"

const RungsRow *
rungs_ladder_row (const RungsLadder *ladder, guint i)
{
  return g_ptr_array_index (ladder->rows, i);
}

/* Nothing is wrong with a provisional answer or an ACK, whatever is read from it. */
static gboolean
is_passing (const RungsRow *row)
{
  return row->label[0] == '1' || strcmp (row->label, "ACK") == 0;
}

static gboolean
shows_message (const RungsRow *row, guint32 message)
{
  if (row->message == message)
    return TRUE;
  for (guint i = 0; row->witnesses != NULL && i < row->witnesses->len; i++)
    if (((const RungsWitness *) g_ptr_array_index (row->witnesses, i))->message == message)
      return TRUE;
  return FALSE;
}

/* A warning may rest on many messages: the first one is where to look. */
static gboolean
has_warning (const RungsVerdict *verdict, const RungsRow *row)
{
  for (guint i = 0; verdict != NULL && i < verdict->findings->len; i++)
    {
      const RungsFinding *finding = g_ptr_array_index (verdict->findings, i);

      if (finding->lines->len > 0 && rungs_finding_is_warning (finding)
          && shows_message (row, g_array_index (finding->lines, RungsFindingLine, 0).message))
        return TRUE;
    }
  return FALSE;
}

gboolean
rungs_row_is_problem (const RungsRow *row, const RungsVerdict *verdict)
{
  return row->kind == RUNGS_ROW_ARROW
         && (row->problem || (!is_passing (row) && has_warning (verdict, row)));
}

/* TRUE while there was a row to go to. */
static gboolean
step (const RungsLadder *ladder, guint *row, int direction)
{
  guint n = ladder->rows->len;
  guint next = *row != RUNGS_NO_ROW ? *row + (guint) direction : direction > 0 ? 0 : n - 1;

  if (next >= n)
    return FALSE;
  *row = next;
  return TRUE;
}

guint
rungs_ladder_find_arrow (const RungsLadder *ladder, guint row, int direction)
{
  while (step (ladder, &row, direction))
    if (rungs_ladder_row (ladder, row)->kind == RUNGS_ROW_ARROW)
      return row;
  return RUNGS_NO_ROW;
}

guint
rungs_ladder_find_problem (const RungsLadder *ladder,
                           const RungsVerdict *verdict,
                           guint row,
                           int direction)
{
  while (step (ladder, &row, direction))
    if (rungs_row_is_problem (rungs_ladder_row (ladder, row), verdict))
      return row;
  return RUNGS_NO_ROW;
}

guint
rungs_ladder_row_of_message (const RungsLadder *ladder, guint32 message)
{
  if (message != RUNGS_NONE)
    for (guint i = 0; i < ladder->rows->len; i++)
      if (rungs_ladder_row (ladder, i)->message == message)
        return i;
  return RUNGS_NO_ROW;
}

guint
rungs_ladder_first_failing (const RungsLadder *ladder)
{
  for (guint i = 0; i < ladder->rows->len; i++)
    if (rungs_ladder_row (ladder, i)->failing)
      return i;
  return 0;
}

gboolean
rungs_ladder_is_in_band (const RungsLadder *ladder, guint row)
{
  guint before = row, after = row;

  if (rungs_ladder_row (ladder, row)->kind == RUNGS_ROW_ARROW)
    return rungs_ladder_row (ladder, row)->failing;
  while (before > 0 && rungs_ladder_row (ladder, before)->kind != RUNGS_ROW_ARROW)
    before--;
  while (after + 1 < ladder->rows->len && rungs_ladder_row (ladder, after)->kind != RUNGS_ROW_ARROW)
    after++;
  return rungs_ladder_row (ladder, before)->failing && rungs_ladder_row (ladder, after)->failing;
}

gboolean
rungs_ladder_needs_clock (const RungsLadder *ladder, guint row, guint first)
{
  return row <= first + 1 || rungs_ladder_row (ladder, row - 1)->kind == RUNGS_ROW_GAP
         || rungs_ladder_row (ladder, row)->step == 0;
}

char *
rungs_ladder_head_text (const RungsLadder *ladder, const RungsLayout *layout, double x)
{
  for (guint i = 0; i < layout->n_lanes; i++)
    if (fabs (layout->lane_x[i] - x) < layout->lane_gap / 2)
      {
        const RungsLane *lane = g_ptr_array_index (ladder->lanes, i);
        g_autofree char *addresses = rungs_words_addresses (lane);

        return g_strdup_printf ("%s\n%s", lane->name, addresses);
      }
  return NULL;
}

void
rungs_layout_squeeze (RungsLayout *layout, double width, double min_gap)
{
  double first, last, gap;

  if (layout->n_lanes < 2 || layout->width <= width)
    return;
  /* The outer heads need not have more room than the others. */
  gap = (width - layout->gutter) / layout->n_lanes;
  first = MIN (layout->lane_x[0], layout->gutter + gap / 2);
  last = MIN (layout->width - layout->lane_x[layout->n_lanes - 1], gap / 2);
  gap = (width - first - last) / (layout->n_lanes - 1);
  if (gap < min_gap || gap >= layout->lane_gap)
    return;
  layout->lane_gap = gap;
  for (guint i = 0; i < layout->n_lanes; i++)
    layout->lane_x[i] = first + i * gap;
  layout->width = width;
}
