/* The ladder for terminals and plain mail: UTF-8 lines, no colour, no wider than asked.
 *
 *                              Teams proxy                SBC               192.0.2.7
 *                           52.114.75.24:5061       Teams, Carrier            :5060
 *   10:15:02.120                   │                     │◀── INVITE · SDP ───│
 * ▌ 10:15:02.132  +0.012           │◀── INVITE · SDP ────│                    │
 * ▌ 10:15:02.376  +0.244           │── 488 Not … ✖ ─────▶│                    │
 */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ladder/ladder.h"
#include "ladder/plain.h"
#include "ladder/shape.h"
#include "ladder/words.h"

#define DEFAULT_WIDTH 100
#define MIN_WIDTH 40
/* Between two lanes: below the one no label can be read, above the other the eye loses the line. */
#define MIN_LANE_GAP 11
#define MAX_LANE_GAP 36
#define MAX_MARGIN 12
/* Columns that an event or a message of one lane wants; with fewer left it moves to the left. */
#define MIN_EVENT 28

/* One line of the picture. A cell holds a character; the second cell of a wide one holds 0.
 * Combining characters are dropped: they would need cells of several characters and no label needs
 * them. */
typedef struct
{
  gunichar *cells;
  guint width;
} Line;

typedef struct
{
  const RungsLadder *ladder;
  GString *out;
  Line line;
  guint clock_width, step_width, gutter;
  guint *lane_x;
  guint n_lanes;
  const RungsRow *first; /* the first arrow with a time: it has no step */
} Painter;

static void
line_clear (Line *line)
{
  for (guint i = 0; i < line->width; i++)
    line->cells[i] = ' ';
}

static void
line_put_char (Line *line, guint x, gunichar c)
{
  if (x < line->width)
    line->cells[x] = c;
}

static void
line_put (Line *line, guint x, const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      guint n = rungs_plain_char_columns (c);

      if (n == 0)
        continue;
      if (x + n > line->width)
        return;
      line->cells[x] = c;
      if (n == 2)
        line->cells[x + 1] = 0;
      x += n;
    }
}

static void
line_flush (Line *line, GString *out)
{
  guint end = line->width;

  while (end > 0 && line->cells[end - 1] == ' ')
    end--;
  for (guint i = 0; i < end; i++)
    if (line->cells[i] != 0)
      g_string_append_unichar (out, line->cells[i]);
  g_string_append_c (out, '\n');
}

static const RungsLane *
nth_lane (const RungsLadder *ladder, guint i)
{
  return g_ptr_array_index (ladder->lanes, i);
}

static const RungsRow *
nth_row (const RungsLadder *ladder, guint i)
{
  return g_ptr_array_index (ladder->rows, i);
}

/* The label with as much of its company as fits, the mark of the deciding answer always. (transfer
 * full) */
static char *
fit_label (const RungsRow *row, guint columns)
{
  g_autofree char *after = rungs_words_after (row, TRUE);
  g_autofree char *whole = g_strconcat (row->label, after, NULL);
  const char *mark = row->deciding ? " ✖" : "";
  g_autofree char *cut =
    rungs_plain_ellipsize (whole, columns - MIN (columns, rungs_plain_columns (mark)));

  return g_strconcat (cut, mark, NULL);
}

static void
put_lanes (Painter *painter, gunichar c)
{
  for (guint i = 0; i < painter->n_lanes; i++)
    line_put_char (&painter->line, painter->lane_x[i], c);
}

static void
put_times (Painter *painter, const RungsRow *row)
{
  if (row->failing)
    line_put (&painter->line, 0, "▌");
  if (row->time == RUNGS_STAMP_NONE || painter->clock_width == 0)
    return;
  {
    g_autofree char *clock = rungs_stamp_to_clock_as (row->time, row->facts);
    line_put (&painter->line, 2, clock);
  }
  if (row->kind == RUNGS_ROW_ARROW && row != painter->first)
    {
      g_autofree char *step = rungs_stamp_step_as (row->step, row->step_facts);
      guint n = MIN (rungs_plain_columns (step), painter->step_width);
      line_put (&painter->line, 2 + painter->clock_width + 1 + painter->step_width - n, step);
    }
}

static void
put_arrow (Painter *painter, const RungsRow *row)
{
  guint left = painter->lane_x[MIN (row->from, row->to)];
  guint right = painter->lane_x[MAX (row->from, row->to)];
  guint room = right - left - 1; /* cells between the two lanes */
  g_autofree char *label = fit_label (row, room > 5 ? room - 5 : 1);
  guint n = rungs_plain_columns (label);
  guint start = left + 1 + (room > n + 2 ? (room - n - 2) / 2 : 0);

  for (guint x = left + 1; x < right; x++)
    line_put_char (&painter->line, x, row->retransmission ? 0x254C /* ╌ */ : 0x2500 /* ─ */);
  line_put_char (&painter->line, start, ' ');
  line_put (&painter->line, start + 1, label);
  line_put_char (&painter->line, start + 1 + n, ' ');
  if (row->from < row->to)
    line_put (&painter->line, right - 1, "▶");
  else
    line_put (&painter->line, left + 1, "◀");
}

/* Text that stands at one lane: right of it, or left of it where the line ends. */
static void
put_beside (Painter *painter, guint lane, const char *text)
{
  guint x = painter->lane_x[lane] + 2, n = rungs_plain_columns (text);
  guint room = painter->line.width > x ? painter->line.width - x : 0;
  guint before =
    painter->lane_x[lane] > painter->gutter + 1 ? painter->lane_x[lane] - painter->gutter - 1 : 0;
  gboolean right = rungs_shape_goes_right (n, room, before, MIN_EVENT);
  g_autofree char *cut = rungs_plain_ellipsize (text, right ? room : before);

  line_put (&painter->line,
            right ? x : painter->lane_x[lane] - 1 - (guint) rungs_plain_columns (cut), cut);
}

static void
paint_row (Painter *painter, const RungsRow *row)
{
  line_clear (&painter->line);
  put_lanes (painter, row->kind == RUNGS_ROW_GAP ? 0x250A /* ┊ */ : 0x2502 /* │ */);
  if (row->kind == RUNGS_ROW_GAP)
    {
      g_autofree char *text = g_strdup_printf (" ┄ %s ┄ ", row->label);
      guint n = rungs_plain_columns (text);
      guint mid = (painter->lane_x[0] + painter->lane_x[painter->n_lanes - 1]) / 2;

      line_put (&painter->line, mid > n / 2 ? mid - n / 2 : 0, text);
      line_flush (&painter->line, painter->out);
      return;
    }
  put_times (painter, row);
  if (row->kind == RUNGS_ROW_EVENT)
    {
      g_autofree char *text = g_strdup_printf ("[%s]", row->label);
      put_beside (painter, row->from, text);
    }
  else if (row->from == row->to)
    {
      g_autofree char *label = fit_label (row, painter->line.width);
      line_put (&painter->line, painter->lane_x[row->from], "●");
      put_beside (painter, row->from, label);
    }
  else
    put_arrow (painter, row);
  line_flush (&painter->line, painter->out);
}

static void
paint_centred (Painter *painter, guint lane, const char *text)
{
  guint x = painter->lane_x[lane];
  guint left = lane > 0 ? (x - painter->lane_x[lane - 1]) / 2 : x - painter->gutter;
  guint right =
    lane + 1 < painter->n_lanes ? (painter->lane_x[lane + 1] - x) / 2 : painter->line.width - x;
  guint half = MIN (left, right);
  g_autofree char *cut = rungs_plain_ellipsize (text, half > 1 ? 2 * half - 1 : 1);
  guint n = rungs_plain_columns (cut);

  line_put (&painter->line, x - MIN (n / 2, x), cut);
}

static void
paint_heads (Painter *painter)
{
  gboolean has_addresses = FALSE;

  line_clear (&painter->line);
  for (guint i = 0; i < painter->n_lanes; i++)
    {
      paint_centred (painter, i, nth_lane (painter->ladder, i)->name);
      has_addresses |= nth_lane (painter->ladder, i)->addresses->len > 0;
    }
  line_flush (&painter->line, painter->out);
  if (!has_addresses)
    return;
  line_clear (&painter->line);
  for (guint i = 0; i < painter->n_lanes; i++)
    {
      const RungsLane *lane = nth_lane (painter->ladder, i);
      g_autofree char *addresses = rungs_words_addresses (lane);

      if (strcmp (addresses, lane->name) != 0)
        paint_centred (painter, i, addresses);
    }
  line_flush (&painter->line, painter->out);
}

/* Width of the two time columns; none when no row has a time. */
static void
measure_times (Painter *painter)
{
  for (guint i = 0; i < painter->ladder->rows->len; i++)
    {
      const RungsRow *row = nth_row (painter->ladder, i);
      g_autofree char *clock = NULL;
      g_autofree char *step = NULL;

      if (row->time == RUNGS_STAMP_NONE || row->kind == RUNGS_ROW_GAP)
        continue;
      clock = rungs_stamp_to_clock_as (row->time, row->facts);
      painter->clock_width = MAX (painter->clock_width, rungs_plain_columns (clock));
      if (row->kind == RUNGS_ROW_ARROW && painter->first == NULL)
        painter->first = row;
      if (row->kind != RUNGS_ROW_ARROW || row == painter->first)
        continue;
      step = rungs_stamp_step_as (row->step, row->step_facts);
      painter->step_width = MAX (painter->step_width, rungs_plain_columns (step));
    }
  painter->step_width = MIN (painter->step_width, 12);
  painter->gutter =
    2 + (painter->clock_width > 0 ? painter->clock_width + 1 + painter->step_width + 1 : 0);
}

/* Half of what the widest of a lane's head lines needs, within reason. */
static guint
margin_of (Painter *painter, guint lane)
{
  g_autofree char *addresses = rungs_words_addresses (nth_lane (painter->ladder, lane));
  guint n = MAX (rungs_plain_columns (nth_lane (painter->ladder, lane)->name),
                 rungs_plain_columns (addresses));

  return CLAMP (n / 2 + 1, 3, MAX_MARGIN);
}

/* FALSE when the lanes do not fit into the width. */
static gboolean
place_lanes (Painter *painter)
{
  guint left, right, room, gap;

  if (painter->n_lanes == 0 || painter->gutter + 8 > painter->line.width)
    return FALSE;
  left = margin_of (painter, 0);
  right = margin_of (painter, painter->n_lanes - 1);
  if (painter->gutter + left + right > painter->line.width)
    return FALSE;
  if (painter->n_lanes == 1)
    {
      painter->lane_x[0] = painter->gutter + left;
      return TRUE;
    }
  room = painter->line.width - painter->gutter - left - right;
  gap = MIN (room / (painter->n_lanes - 1), MAX_LANE_GAP);
  if (gap < MIN_LANE_GAP)
    return FALSE;
  for (guint i = 0; i < painter->n_lanes; i++)
    painter->lane_x[i] = painter->gutter + left + i * gap;
  return TRUE;
}

/* More lanes than columns: one line a row with both names. */
static void
list_row (Painter *painter, const RungsRow *row)
{
  const char *from = nth_lane (painter->ladder, row->from)->name;
  const char *to = nth_lane (painter->ladder, row->to)->name;
  g_autofree char *label = NULL;
  g_autofree char *text = NULL;
  g_autofree char *cut = NULL;

  if (row->kind == RUNGS_ROW_GAP)
    {
      g_string_append_printf (painter->out, "┄ %s ┄\n", row->label);
      return;
    }
  line_clear (&painter->line);
  put_times (painter, row);
  label = fit_label (row, painter->line.width);
  if (row->kind == RUNGS_ROW_EVENT)
    text = g_strdup_printf ("%s [%s]", from, row->label);
  else if (row->from == row->to)
    text = g_strdup_printf ("%s  %s", from, label);
  else
    text = g_strdup_printf (row->retransmission ? "%s ╌▶ %s  %s" : "%s ─▶ %s  %s", from, to, label);
  cut =
    rungs_plain_ellipsize (text, painter->line.width - MIN (painter->line.width, painter->gutter));
  line_put (&painter->line, painter->gutter, cut);
  line_flush (&painter->line, painter->out);
}

char *
rungs_ladder_to_text (const RungsLadder *ladder, guint width)
{
  Painter painter = { 0 };
  gboolean fits;

  g_return_val_if_fail (ladder != NULL, NULL);

  painter.ladder = ladder;
  painter.out = g_string_new (NULL);
  painter.n_lanes = ladder->lanes->len;
  painter.line.width = width == 0 ? DEFAULT_WIDTH : MAX (width, MIN_WIDTH);
  painter.line.cells = g_new0 (gunichar, painter.line.width);
  painter.lane_x = g_new0 (guint, MAX (painter.n_lanes, 1));

  measure_times (&painter);
  fits = place_lanes (&painter);
  if (fits)
    paint_heads (&painter);
  for (guint i = 0; i < ladder->rows->len && painter.n_lanes > 0; i++)
    {
      if (fits)
        paint_row (&painter, nth_row (ladder, i));
      else
        list_row (&painter, nth_row (ladder, i));
    }
  g_free (painter.line.cells);
  g_free (painter.lane_x);
  return g_string_free (painter.out, FALSE);
}
