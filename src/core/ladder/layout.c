/* Where the lanes of a ladder stand. Pure: the same ladder, options and measure give the same
 * numbers. */
#include "config.h"

#include "ladder/layout.h"

#include "ladder/words.h"

/* In px at zoom 1. The gaps follow the steps of the platform: 6, 12, 18, 24. */
#define PAD 12.0
#define GUTTER_BAR 10.0
#define TIME_GAP 12.0
#define HEAD_PAD 10.0
#define LINE_GAP 3.0
#define ARROW_ROOM 44.0 /* both ends of an arrow beside its label */
#define MIN_GAP 120.0
#define MAX_GAP 420.0   /* wider and the eye loses the line */
#define MAX_LABEL 230.0 /* a longer one is shortened rather than moving the lanes apart */
#define MAX_HEAD 200.0
#define NAME_LINE 18.0
#define ADDRESS_LINE 14.0

typedef struct
{
  const RungsLadder *ladder;
  const RungsLayoutOptions *options;
  RungsTextMeasure measure;
  gpointer user_data;
  double zoom;
} Maker;

static double
measure_text (const Maker *maker, const char *text, RungsTextStyle style)
{
  return maker->measure (text, style, maker->user_data);
}

static double
gutter_width (const Maker *maker)
{
  double clock = 0, step = 0;

  for (guint i = 0; i < maker->ladder->rows->len; i++)
    if (((const RungsRow *) g_ptr_array_index (maker->ladder->rows, i))->time != RUNGS_STAMP_NONE)
      {
        /* Figures are tabular, so one time is as wide as another; steps are right-aligned in what
         * is usual. */
        clock = measure_text (maker, "00:00:00.000", RUNGS_TEXT_TIME);
        step =
          maker->options->absolute_times ? 0 : measure_text (maker, "+00:00.0", RUNGS_TEXT_TIME);
        break;
      }
  return (GUTTER_BAR + PAD + (clock > 0 ? TIME_GAP : 0) + (step > 0 ? TIME_GAP : 0)) * maker->zoom
         + clock + step;
}

/* Widest label per lane crossed, without the names of witnesses: files have long names, and a
 * shortened one still tells. Labels repeat ("INVITE", "100 Trying"), so each is measured once. */
static double
label_need (const Maker *maker)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  double need = 0;

  for (guint i = 0; i < maker->ladder->rows->len; i++)
    {
      const RungsRow *row = g_ptr_array_index (maker->ladder->rows, i);
      guint lanes = row->from < row->to ? row->to - row->from : row->from - row->to;
      g_autofree char *after = NULL;
      g_autofree char *key = NULL;
      double width;

      if (row->kind != RUNGS_ROW_ARROW)
        continue;
      after = rungs_words_after (row, FALSE);
      key = g_strdup_printf ("%u %s%s", MAX (lanes, 1), row->label, after);
      if (g_hash_table_contains (seen, key))
        continue;
      width = measure_text (maker, row->label, RUNGS_TEXT_LABEL)
              + measure_text (maker, after, RUNGS_TEXT_DETAIL);
      need = MAX (need, MIN (width, MAX_LABEL * maker->zoom) / MAX (lanes, 1));
      g_hash_table_add (seen, g_steal_pointer (&key));
    }
  return need;
}

static double
head_width (const Maker *maker, guint i)
{
  const RungsLane *lane = g_ptr_array_index (maker->ladder->lanes, i);
  double width =
    measure_text (maker, lane->name, RUNGS_TEXT_LANE) + 22 * maker->zoom; /* its symbol */

  for (guint a = 0; a < MIN (lane->addresses->len, RUNGS_HEAD_ADDRESSES); a++)
    width =
      MAX (width, measure_text (maker, g_ptr_array_index (lane->addresses, a), RUNGS_TEXT_ADDRESS));
  return MIN (width + 2 * HEAD_PAD * maker->zoom, MAX_HEAD * maker->zoom);
}

static guint
head_lines (const Maker *maker)
{
  guint n = 0;

  for (guint i = 0; i < maker->ladder->lanes->len; i++)
    {
      const RungsLane *lane = g_ptr_array_index (maker->ladder->lanes, i);
      n = MAX (n, MIN (lane->addresses->len, RUNGS_HEAD_ADDRESSES));
    }
  return n;
}

static void
place_lanes (const Maker *maker, RungsLayout *layout)
{
  double first = layout->n_lanes > 0 ? head_width (maker, 0) / 2 : 0;
  double last = layout->n_lanes > 0 ? head_width (maker, layout->n_lanes - 1) / 2 : 0;
  double pad = PAD * maker->zoom;
  double gap = MAX (MIN_GAP * maker->zoom, label_need (maker) + ARROW_ROOM * maker->zoom);
  double least;

  for (guint i = 0; i + 1 < layout->n_lanes; i++)
    gap = MAX (gap, (head_width (maker, i) + head_width (maker, i + 1)) / 2 + pad);

  if (layout->n_lanes > 1)
    {
      double room = maker->options->width - layout->gutter - first - last - 2 * pad;
      gap = MAX (gap, MIN (room / (layout->n_lanes - 1), MAX_GAP * maker->zoom));
    }
  layout->lane_gap = gap;
  for (guint i = 0; i < layout->n_lanes; i++)
    layout->lane_x[i] = layout->gutter + pad + first + i * gap;
  least = layout->n_lanes > 0 ? layout->lane_x[layout->n_lanes - 1] + last + pad : layout->gutter;
  layout->width = MAX (least, maker->options->width);
}

RungsLayout *
rungs_layout_new (const RungsLadder *ladder,
                  const RungsLayoutOptions *options,
                  RungsTextMeasure measure,
                  gpointer user_data)
{
  Maker maker = { ladder, options, measure, user_data, 1.0 };
  RungsLayout *layout;

  g_return_val_if_fail (ladder != NULL && options != NULL && measure != NULL, NULL);

  maker.zoom = options->zoom > 0 ? options->zoom : 1.0;
  layout = g_new0 (RungsLayout, 1);
  layout->n_lanes = ladder->lanes->len;
  layout->lane_x = g_new0 (double, MAX (layout->n_lanes, 1));
  layout->row_height = (options->row_height > 0 ? options->row_height : 28) * maker.zoom;
  layout->head_height =
    (2 * HEAD_PAD + NAME_LINE + head_lines (&maker) * (ADDRESS_LINE + LINE_GAP)) * maker.zoom;
  layout->gutter = gutter_width (&maker);
  place_lanes (&maker, layout);
  return layout;
}

void
rungs_layout_free (RungsLayout *layout)
{
  if (layout == NULL)
    return;
  g_free (layout->lane_x);
  g_free (layout);
}
