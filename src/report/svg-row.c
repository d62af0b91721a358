/* The rows of the picture: arrows, what the SBC said, gaps, notes. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ladder/plain.h"
#include "ladder/shape.h"
#include "report/markup.h"
#include "report/svg-private.h"

#define EVENT_HEIGHT 20.0
#define GAP_HEIGHT 26.0
#define GAP_DOT 2.0
#define GAP_DASH 4.0
#define NOTE_LINE 16.0
#define NOTE_PAD 8.0
#define NOTE_WIDTH 420.0
#define NOTE_LINES 6 /* the rest of a long note stands with its message */
#define TIP 8.0

static const RungsRow *
nth_row (const RungsPicture *picture, guint i)
{
  return g_ptr_array_index (picture->ladder->rows, i);
}

static double
row_height (const RungsPicture *picture, const RungsRow *row)
{
  switch (row->kind)
    {
    case RUNGS_ROW_EVENT:
      return EVENT_HEIGHT;
    case RUNGS_ROW_GAP:
      return GAP_HEIGHT;
    case RUNGS_ROW_ARROW:
    default:
      return picture->layout->row_height;
    }
}

/* A note broken into lines of what the box holds; the last one says that there is more. (transfer
 * full) */
static GPtrArray *
note_lines (const char *note)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *plain = rungs_plain_line (rungs_span_of (note), 0);
  g_auto (GStrv) words = g_strsplit (plain, " ", -1);
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *longer = g_strconcat (line->str, line->len > 0 ? " " : "", words[i], NULL);

      if (words[i][0] == '\0')
        continue;
      if (line->len > 0
          && rungs_svg_measure (longer, RUNGS_TEXT_DETAIL, NULL) > NOTE_WIDTH - 2 * NOTE_PAD)
        {
          g_ptr_array_add (lines,
                           rungs_svg_fit (line->str, RUNGS_TEXT_DETAIL, NOTE_WIDTH - 2 * NOTE_PAD));
          if (lines->len == NOTE_LINES)
            {
              g_ptr_array_index (lines, NOTE_LINES - 1) =
                g_strconcat (lines->pdata[NOTE_LINES - 1], " …", NULL);
              return lines;
            }
          g_string_assign (line, words[i]);
        }
      else
        g_string_assign (line, longer);
    }
  if (line->len > 0)
    g_ptr_array_add (lines,
                     rungs_svg_fit (line->str, RUNGS_TEXT_DETAIL, NOTE_WIDTH - 2 * NOTE_PAD));
  return lines;
}

static char *
note_of (const RungsPicture *picture, const RungsRow *row)
{
  if (row->kind != RUNGS_ROW_ARROW)
    return NULL;
  return rungs_summary_note (picture->summary, picture->call, row->message);
}

static double
note_height (const RungsPicture *picture, const RungsRow *row)
{
  g_autofree char *note = note_of (picture, row);
  g_autoptr (GPtrArray) lines = NULL;

  if (note == NULL)
    return 0;
  lines = note_lines (note);
  return lines->len > 0 ? lines->len * NOTE_LINE + 2 * NOTE_PAD : 0;
}

static void
append_note (const RungsPicture *picture, const RungsRow *row, double y, GString *out)
{
  g_autofree char *note = note_of (picture, row);
  g_autoptr (GPtrArray) lines = NULL;
  double x, width = 0;

  if (note == NULL)
    return;
  lines = note_lines (note);
  for (guint i = 0; i < lines->len; i++)
    width = MAX (width, rungs_svg_measure (lines->pdata[i], RUNGS_TEXT_DETAIL, NULL));
  width += 2 * NOTE_PAD;
  x = picture->layout->lane_x[MIN (row->from, row->to)] + 10;
  x = MAX (picture->layout->gutter, MIN (x, picture->layout->width - width - 6));
  rungs_markup_printf (out, "<g class=\"note\"><title>%s %s</title>", _ ("Note:"), note);
  rungs_markup_printf (out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"6\"/>",
                       x, y + 2, width, lines->len * NOTE_LINE + NOTE_PAD);
  for (guint i = 0; i < lines->len; i++)
    rungs_markup_printf (out, "<text x=\"%.1f\" y=\"%.1f\">%s</text>", x + NOTE_PAD,
                         y + NOTE_PAD + 10 + i * NOTE_LINE, (const char *) lines->pdata[i]);
  g_string_append (out, "</g>\n");
}

void
rungs_svg_append_lanes (const RungsPicture *picture,
                        double y,
                        double height,
                        const char *id,
                        GString *out)
{
  /* What a <use> shows is styled by what it inherits: the rules of the page do not reach into
   * it. */
  if (id != NULL)
    rungs_markup_printf (out, "<path id=\"%s\" d=\"", id);
  else
    g_string_append (out, "<path class=\"lane\" d=\"");
  for (guint i = 0; i < picture->layout->n_lanes; i++)
    rungs_markup_printf (out, "M%.1f %.1fV%.1f", picture->layout->lane_x[i], y, y + height);
  g_string_append (out, "\"/>\n");
}

static void
append_times (const RungsPicture *picture, const RungsRow *row, double y, GString *out)
{
  g_autofree char *clock = NULL;

  if (row->time == RUNGS_STAMP_NONE)
    return;
  clock = rungs_stamp_to_clock_as (row->time, row->facts);
  rungs_markup_printf (out, "<text class=\"time\" x=\"24\" y=\"%.1f\">%s</text>", y, clock);
  if (row->kind == RUNGS_ROW_ARROW && row != picture->first)
    {
      g_autofree char *step = rungs_stamp_step_as (row->step, row->step_facts);
      rungs_markup_printf (
        out, "<text class=\"step\" text-anchor=\"end\" x=\"%.1f\" y=\"%.1f\">%s</text>",
        picture->layout->gutter - 6, y, step);
    }
}

/* What a shape says is drawn as text: the beginning of its element. */
static void
begin_text (const RungsShape *shape, const char *classes, double y, GString *out)
{
  const char *anchor = shape->align > 0.5 ? "end" : shape->align > 0 ? "middle" : "start";

  rungs_markup_printf (out, "<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">", classes,
                       anchor, shape->at, y);
}

static void
append_words (const RungsRow *row, const RungsShape *shape, double y, GString *out)
{
  g_autofree char *cut =
    rungs_svg_fit (shape->after, RUNGS_TEXT_DETAIL, MAX (shape->room - shape->label_width, 0));

  begin_text (shape, "words", y, out);
  if (row->deciding)
    g_string_append (out, "<tspan class=\"mark\">✖ </tspan>");
  rungs_markup_printf (out, "<tspan class=\"label\">%s</tspan>", row->label);
  if (cut[0] != '\0' && strcmp (cut, "…") != 0)
    rungs_markup_printf (out, "<tspan class=\"detail\">%s</tspan>", cut);
  g_string_append (out, "</text>");
}

/* An arrow from lane to lane; a message of one lane is a dot with its words beside it. */
static void
append_shape (const RungsPicture *picture,
              const RungsRow *row,
              const RungsShape *shape,
              double y,
              GString *out)
{
  double line = y + picture->layout->row_height - 9, to = shape->tip;
  double sign = shape->to_right ? 1 : -1;

  if (shape->is_stub)
    {
      rungs_markup_printf (out, "<circle class=\"tip\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>", to,
                           line - 5);
      append_words (row, shape, line - 1, out);
      return;
    }
  append_words (row, shape, line - 6, out);
  rungs_markup_printf (out, "<path class=\"line\" d=\"M%.1f %.1fH%.1f\"/>", shape->tail, line,
                       to - sign * TIP);
  rungs_markup_printf (out, "<path class=\"tip\" d=\"M%.1f %.1fL%.1f %.1fL%.1f %.1fz\"/>",
                       to - sign, line, to - sign * (TIP + 2), line - 4.5, to - sign * (TIP + 2),
                       line + 4.5);
}

static void
append_band (const RungsPicture *picture, const RungsRow *row, double y, GString *out)
{
  double height = row_height (picture, row);

  if (row->deciding)
    g_string_append (out, "<g class=\"deciding\">");
  rungs_markup_printf (out,
                       "<rect class=\"band\" x=\"4\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                       y, picture->layout->width - 8, height);
  rungs_markup_printf (out, "<rect class=\"bar\" x=\"4\" y=\"%.1f\" width=\"4\" height=\"%.1f\"/>",
                       y, height);
  g_string_append (out, row->deciding ? "</g>\n" : "\n");
}

static void
append_cross (const RungsRow *row, double y, GString *out)
{
  if (!row->deciding)
    return;
  rungs_markup_printf (out, "<circle class=\"cross-disc\" cx=\"15\" cy=\"%.1f\" r=\"6\"/>", y);
  rungs_markup_printf (out, "<path class=\"cross\" d=\"M12.5 %.1fl5 5m0-5l-5 5\"/>", y - 2.5);
}

static void
append_arrow (const RungsPicture *picture,
              const RungsRow *row,
              const RungsShape *shape,
              double y,
              GString *out)
{
  double height = row_height (picture, row);
  g_autofree char *spoken = rungs_ladder_speak (picture->ladder, row);

  rungs_markup_printf (out, "<g class=\"arrow%s%s%s%s\">",
                       g_ascii_isdigit (row->label[0]) ? " answer" : "",
                       row->failing ? " failing" : "", row->deciding ? " deciding" : "",
                       row->retransmission ? " again" : "");
  rungs_markup_printf (out, "<title>%s</title>", spoken);
  if (picture->links)
    rungs_markup_printf (out, "<a href=\"#c%um%u\">", picture->call->id, row->index);
  rungs_markup_printf (out,
                       "<rect class=\"hit\" x=\"4\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>", y,
                       picture->layout->width - 8, height);
  append_cross (row, y + height / 2, out);
  append_times (picture, row, y + height / 2 + 4, out);
  append_shape (picture, row, shape, y, out);
  g_string_append (out, picture->links ? "</a></g>\n" : "</g>\n");
}

static void
append_event (const RungsPicture *picture,
              const RungsRow *row,
              const RungsShape *shape,
              double y,
              GString *out)
{
  g_autofree char *text = rungs_svg_fit (row->label, RUNGS_TEXT_ADDRESS, shape->room);

  rungs_markup_printf (out, "<g class=\"said\"><title>%s</title>", row->label);
  append_times (picture, row, y + 14, out);
  rungs_markup_printf (out, "<circle class=\"event-dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\"/>",
                       shape->tail, y + 10);
  begin_text (shape, "event words", y + 14, out);
  rungs_markup_printf (out, "%s</text></g>\n", text);
}

static void
append_gap (const RungsPicture *picture, const RungsShape *shape, double y, GString *out)
{
  double middle = y + GAP_HEIGHT / 2;

  rungs_markup_printf (
    out, "<line class=\"gap-line\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
    picture->layout->gutter, MIN (shape->tip + 40, picture->layout->width - 12), middle, middle);
  begin_text (shape, "gap words", middle + 4, out);
  rungs_markup_printf (out, "%s</text>\n", shape->after);
}

/* Where nothing was sent the lanes are dotted: what is between the dots is painted over, once for
 * all lanes. */
static void
append_lane_gap (const RungsPicture *picture, double y, GString *out)
{
  const RungsLayout *layout = picture->layout;

  g_string_append (out, "<path class=\"lane-gap\" d=\"");
  for (double dash = y + GAP_DASH; dash < y + GAP_HEIGHT; dash += GAP_DASH + GAP_DOT)
    rungs_markup_printf (out, "M%.1f %.1fH%.1f", layout->lane_x[0] - GAP_DASH, dash,
                         layout->lane_x[layout->n_lanes - 1] + GAP_DASH);
  g_string_append (out, "\"/>\n");
}

double
rungs_svg_rows_height (const RungsPicture *picture, guint first, guint end)
{
  double height = 0;

  for (guint i = first; i < end; i++)
    height +=
      row_height (picture, nth_row (picture, i)) + note_height (picture, nth_row (picture, i));
  return height;
}

void
rungs_svg_append_ground (const RungsPicture *picture,
                         guint first,
                         guint end,
                         double y,
                         const char *lanes,
                         double tail,
                         GString *out)
{
  double top = y;

  for (guint i = first; i < end; i++)
    {
      if (nth_row (picture, i)->failing)
        append_band (picture, nth_row (picture, i), y, out);
      y += rungs_svg_rows_height (picture, i, i + 1);
    }
  if (lanes != NULL)
    rungs_markup_printf (out, "<use class=\"lane\" href=\"#%s\"/>\n", lanes);
  else
    rungs_svg_append_lanes (picture, top, y - top + tail, NULL, out);
  for (y = top; first < end; first++)
    {
      if (nth_row (picture, first)->kind == RUNGS_ROW_GAP)
        append_lane_gap (picture, y, out);
      y += rungs_svg_rows_height (picture, first, first + 1);
    }
}

void
rungs_svg_append_rows (const RungsPicture *picture, guint first, guint end, double y, GString *out)
{
  static const RungsShapeStyle style = {
    .mark = 18, .side = 10, .gap = 12, .event_gap = 9, .event_margin = 11, .least = 200
  };

  for (guint i = first; i < end; i++)
    {
      const RungsRow *row = nth_row (picture, i);
      double note = note_height (picture, row);
      g_auto (RungsShape) shape = { 0 };

      rungs_shape_init (&shape, picture->layout, row, &style, rungs_svg_measure, NULL);
      if (row->kind == RUNGS_ROW_EVENT)
        append_event (picture, row, &shape, y, out);
      else if (row->kind == RUNGS_ROW_GAP)
        append_gap (picture, &shape, y, out);
      else
        append_arrow (picture, row, &shape, y, out);
      y += row_height (picture, row);
      if (note > 0)
        append_note (picture, row, y, out);
      y += note;
    }
}
