/* Where the words of a row go, and what of them. */
#include "config.h"

#include "ladder/shape.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ladder/words.h"

/* Beside the text that is said beside an arrow. */
#define BESIDE_PAD 2.0

typedef struct
{
  const RungsLayout *layout;
  const RungsRow *row;
  const RungsShapeStyle *style;
  RungsTextMeasure measure;
  gpointer user_data;
} Maker;

static double
measure_text (const Maker *maker, const char *text, RungsTextStyle style)
{
  return maker->measure (text, style, maker->user_data);
}

static double
words_width (const Maker *maker, const RungsShape *shape, const char *after)
{
  return shape->label_width + measure_text (maker, after, RUNGS_TEXT_DETAIL);
}

gboolean
rungs_shape_goes_right (double width, double right, double left, double least)
{
  return width <= right || right >= left || (least > 0 && right >= least);
}

/* Text between two lanes. */
static void
place_between (RungsShape *shape, double width)
{
  shape->width = MIN (width, shape->room);
  shape->at = (shape->tail + shape->tip) / 2;
  shape->align = 0.5;
  shape->x = shape->at - shape->width / 2;
}

/* Text at a lane, @offset away from it. */
static void
place_at_lane (const Maker *maker, RungsShape *shape, double width, double offset, double margin)
{
  double x = shape->tail;
  double right = maker->layout->width - x - offset - margin;
  double left = x - maker->layout->gutter - offset - margin;

  shape->to_right = rungs_shape_goes_right (width, right, left, maker->style->least);
  shape->room = MAX (shape->to_right ? right : left, 0);
  shape->width = MIN (width, shape->room);
  shape->at = shape->to_right ? x + offset : x - offset;
  shape->align = shape->to_right ? 0 : 1;
  shape->x = shape->at - shape->align * shape->width;
}

/* To the right if there is room, else to the left. @words: with and without the sign of the
 * arrow. */
static gboolean
place_beside (const Maker *maker, RungsShape *shape, const char *words)
{
  g_autofree char *after = g_strconcat ("◂ ", words, NULL);
  double width = measure_text (maker, after, RUNGS_TEXT_ADDRESS) + 2 * BESIDE_PAD;
  double left = MIN (shape->tail, shape->tip), right = MAX (shape->tail, shape->tip);

  shape->beside_width = width;
  if (right + maker->style->gap + width <= maker->layout->width)
    {
      shape->beside = g_steal_pointer (&after);
      shape->beside_x = right + maker->style->gap + BESIDE_PAD;
    }
  else if (left - maker->style->gap - width >= maker->layout->gutter)
    {
      shape->beside = g_strconcat (words, " ▸", NULL);
      shape->beside_x = left - maker->style->gap - BESIDE_PAD - width;
    }
  return shape->beside != NULL;
}

/* The phrase of the answer is what everybody looks for: it is not cut where there is room beside
 * the arrow. */
static void
say_beside (const Maker *maker, RungsShape *shape)
{
  const char *detail = maker->row->detail;
  gboolean is_cut = words_width (maker, shape, shape->after) > shape->room && detail[0] != '\0';
  /* Translators: of an answer; %s is its phrase, "Not Acceptable Here" */
  g_autofree char *both = g_strdup_printf (_ ("%s, decided the call"), detail);

  if (is_cut && (place_beside (maker, shape, both) || place_beside (maker, shape, detail)))
    *shape->after = '\0';
  else
    place_beside (maker, shape, _ ("decided the call"));
}

/* After the words only where nothing of them is cut for it. */
static void
say_after (const Maker *maker, RungsShape *shape)
{
  g_autofree char *whole = g_strconcat (shape->after, " · ", _ ("decided the call"), NULL);

  if (words_width (maker, shape, whole) <= shape->room)
    {
      g_free (shape->after);
      shape->after = g_steal_pointer (&whole);
    }
}

static void
shape_arrow (const Maker *maker, RungsShape *shape)
{
  if (maker->style->is_pixels)
    {
      shape->tail = round (shape->tail);
      shape->tip = round (shape->tip);
    }
  shape->to_right = shape->tip > shape->tail;
  shape->room = fabs (shape->tip - shape->tail) - 2 * maker->style->side;
  if (maker->row->deciding && maker->style->is_beside)
    say_beside (maker, shape);
  else if (maker->row->deciding)
    say_after (maker, shape);
  place_between (shape, words_width (maker, shape, shape->after));
  if (maker->style->is_pixels)
    shape->x = round (shape->x);
}

static void
shape_stub (const Maker *maker, RungsShape *shape)
{
  const RungsShapeStyle *style = maker->style;

  shape->is_stub = TRUE;
  place_at_lane (maker, shape, words_width (maker, shape, shape->after), style->stub + style->gap,
                 style->gap);
  if (maker->row->deciding && !style->is_beside)
    {
      say_after (maker, shape);
      place_at_lane (maker, shape, words_width (maker, shape, shape->after),
                     style->stub + style->gap, style->gap);
    }
  shape->tip = shape->to_right ? shape->tail + style->stub : shape->tail - style->stub;
}

static void
shape_gap (const Maker *maker, RungsShape *shape)
{
  const RungsLayout *layout = maker->layout;

  shape->label = "";
  shape->after = rungs_words_gap (maker->row);
  shape->tail = layout->n_lanes > 0 ? layout->lane_x[0] : layout->gutter;
  shape->tip = layout->n_lanes > 0 ? layout->lane_x[layout->n_lanes - 1] : layout->width;
  shape->room = layout->width - layout->gutter;
  place_between (shape, measure_text (maker, shape->after, RUNGS_TEXT_ADDRESS));
}

void
rungs_shape_init (RungsShape *shape,
                  const RungsLayout *layout,
                  const RungsRow *row,
                  const RungsShapeStyle *style,
                  RungsTextMeasure measure,
                  gpointer user_data)
{
  const Maker maker = { layout, row, style, measure, user_data };

  *shape = (RungsShape){ .kind = row->kind, .label = row->label };
  if (row->kind == RUNGS_ROW_GAP)
    {
      shape_gap (&maker, shape);
      return;
    }
  shape->tail = layout->lane_x[row->from];
  shape->tip = layout->lane_x[row->to];
  if (row->kind == RUNGS_ROW_EVENT)
    {
      shape->after = g_strdup ("");
      place_at_lane (&maker, shape, measure_text (&maker, row->label, RUNGS_TEXT_ADDRESS),
                     style->event_gap, style->event_margin);
      return;
    }
  shape->after = rungs_words_after (row, TRUE);
  shape->label_width =
    measure (row->label, RUNGS_TEXT_LABEL, user_data) + (row->deciding ? style->mark : 0);
  if (row->from == row->to)
    {
      shape_stub (&maker, shape);
      return;
    }
  shape_arrow (&maker, shape);
}

void
rungs_shape_clear (RungsShape *shape)
{
  g_clear_pointer (&shape->after, g_free);
  g_clear_pointer (&shape->beside, g_free);
}
