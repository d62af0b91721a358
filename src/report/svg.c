/* The ladder as SVG. Fonts are the viewer's, so widths are guessed on the safe side and long texts are shortened; the whole
 * text is in the title of the row. Styles are classes: the page and the picture bring the same style sheet. */
#include "config.h"

#include "report/svg.h"

#include <glib/gi18n-lib.h>

#include "base/error.h"
#include "ladder/plain.h"
#include "ladder/words.h"
#include "report/markup.h"

#define PICTURE_WIDTH 920.0
#define TITLE_HEIGHT 56.0
#define EVENT_HEIGHT 20.0
#define GAP_HEIGHT 26.0
#define NOTE_LINE 16.0
#define NOTE_PAD 8.0
#define NOTE_WIDTH 420.0
#define NOTE_LINES 6 /* the rest of a long note stands with its message */
#define TIP 8.0

struct _RungsPicture
{
  const RungsSummary *summary;
  const RungsCall *call;
  RungsLadder *ladder;
  RungsLayout *layout;
  gboolean links;
  const RungsRow *first; /* the first arrow with a time: it has no step */
};

/* ---- text measure ---- */

/* Width of a character of a usual sans serif, in hundredths of its size. Wide fonts (DejaVu) set the figures. */
static guint
char_width (gunichar c)
{
  if (c >= 0x80)
    return rungs_plain_char_columns (c) == 2 ? 100 : 66;
  if (strchr ("iljI|.,:;'!", (int) c) != NULL)
    return 33;
  if (strchr ("ftr()[]- /\"", (int) c) != NULL)
    return 41;
  if (strchr ("mwMW@%", (int) c) != NULL)
    return 96;
  return g_ascii_isupper (c) ? 71 : 62;
}

static double
measure (const char *text, RungsTextStyle style, gpointer user_data)
{
  static const double sizes[] = {
    [RUNGS_TEXT_LABEL] = 12.4, [RUNGS_TEXT_DETAIL] = 12, [RUNGS_TEXT_LANE] = 15.2,
    [RUNGS_TEXT_ADDRESS] = 11, [RUNGS_TEXT_TIME] = 11,
  };
  guint sum = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    sum += char_width (g_utf8_get_char (p));
  return sum * sizes[style] / 100.0;
}

/* (transfer full) */
static char *
fit (const char *text, RungsTextStyle style, double width)
{
  double used = measure (text, style, NULL), dots = measure ("…", style, NULL);
  const char *end = text;

  if (used <= width)
    return g_strdup (text);
  used = 0;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      char one[8] = { 0 };

      g_unichar_to_utf8 (g_utf8_get_char (p), one);
      used += measure (one, style, NULL);
      if (used + dots > width)
        break;
      end = g_utf8_next_char (p);
    }
  {
    g_autofree char *head = g_strndup (text, (gsize) (end - text));
    return g_strconcat (g_strchomp (head), "…", NULL);
  }
}

/* ---- making ---- */

RungsPicture *
rungs_picture_new (const RungsSummary *summary, const RungsCall *call, double width, gboolean links)
{
  RungsPicture *picture = g_new0 (RungsPicture, 1);
  RungsLayoutOptions options = { .width = width > 0 ? width : PICTURE_WIDTH,
                                 .row_height = 30,
                                 .zoom = 1.0 };

  picture->summary = summary;
  picture->call = call;
  picture->links = links;
  picture->ladder = rungs_summary_ladder (summary, call);
  picture->layout = rungs_layout_new (picture->ladder, &options, measure, NULL);
  for (guint i = 0; picture->first == NULL && i < picture->ladder->rows->len; i++)
    {
      const RungsRow *row = g_ptr_array_index (picture->ladder->rows, i);

      if (row->kind == RUNGS_ROW_ARROW && row->time != RUNGS_STAMP_NONE)
        picture->first = row;
    }
  return picture;
}

void
rungs_picture_free (RungsPicture *picture)
{
  if (picture == NULL)
    return;
  rungs_layout_free (picture->layout);
  rungs_ladder_free (picture->ladder);
  g_free (picture);
}

const RungsLadder *
rungs_picture_get_ladder (const RungsPicture *picture)
{
  return picture->ladder;
}

double
rungs_picture_get_width (const RungsPicture *picture)
{
  return picture->layout->width;
}

guint
rungs_picture_get_n_rows (const RungsPicture *picture)
{
  return picture->ladder->rows->len;
}

static const RungsRow *
nth_row (const RungsPicture *picture, guint i)
{
  return g_ptr_array_index (picture->ladder->rows, i);
}

/* ---- heads ---- */

/* Drawn for Rungs, 16 by 16. */
static const char *
symbol_path (RungsDeviceKind kind)
{
  switch (kind)
    {
    case RUNGS_DEVICE_TEAMS: /* two people */
      return "M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M1.5 13.5c0-5 9-5 9 0M11 7.5a2 2 0 1 "
             "0-.5-3.8M12.5 "
             "13h2c0-2.2-1-3.3-2.7-3.6";
    case RUNGS_DEVICE_SBC: /* a shield */
      return "M8 1.5l5.5 2v4c0 3.5-2.3 5.8-5.5 7-3.2-1.2-5.5-3.5-5.5-7v-4zM5.5 8l2 2 3.2-3.6";
    case RUNGS_DEVICE_CARRIER: /* a mast */
      return "M8 7v7.5M5 14.5h6M8 7a1 1 0 1 0 0-2 1 1 0 0 0 0 2M4.8 9a4 4 0 0 1 0-6M11.2 9a4 4 0 0 "
             "0 0-6M2.6 "
             "11a7 7 0 0 1 0-10M13.4 11a7 7 0 0 0 0-10";
    case RUNGS_DEVICE_PBX: /* a box with lamps */
      return "M2 3h12v10H2zM2 8h12M4.5 5.5h.1M7 5.5h.1M4.5 10.5h.1M7 10.5h.1M11 5.5h1M11 10.5h1";
    case RUNGS_DEVICE_PHONE: /* a receiver */
      return "M3 2.5l2.5-.5 1.5 3.5-1.8 1.3a8 8 0 0 0 4 4l1.3-1.8 3.5 1.5-.5 "
             "2.5c-5.5.8-11.3-5-10.5-10.5z";
    case RUNGS_DEVICE_UNKNOWN:
    default: /* a node */
      return "M8 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M1 8h3.5M11.5 8H15";
    }
}

static const char *
symbol_class (RungsDeviceKind kind)
{
  static const char *const names[] = { "unknown", "teams", "sbc", "carrier", "pbx", "phone" };

  return kind < G_N_ELEMENTS (names) ? names[kind] : names[0];
}

static void
append_head (const RungsPicture *picture, guint i, double y, GString *out)
{
  const RungsLane *lane = g_ptr_array_index (picture->ladder->lanes, i);
  const RungsLayout *layout = picture->layout;
  double x = layout->lane_x[i], room = MIN (layout->lane_gap - 10, 210);
  double width, name_width, height = layout->head_height - 10;
  g_autofree char *name = fit (lane->name, RUNGS_TEXT_LANE, room - 40);
  g_autofree char *all = rungs_words_addresses (lane);

  if (layout->n_lanes == 1)
    room = 210;
  name_width = measure (name, RUNGS_TEXT_LANE, NULL);
  width = name_width + 22;
  for (guint a = 0; a < MIN (lane->addresses->len, 2); a++)
    width = MAX (width, measure (lane->addresses->pdata[a], RUNGS_TEXT_ADDRESS, NULL));
  width = MIN (width + 20, room);

  rungs_markup_printf (out, "<g class=\"head\"><title>%s%s%s</title>", lane->name,
                       all[0] != '\0' ? ": " : "", all);
  rungs_markup_printf (out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"9\"/>",
                       x - width / 2, y + 2, width, height);
  rungs_markup_printf (
    out, "<path class=\"symbol symbol-%s\" transform=\"translate(%.1f %.1f)\" d=\"%s\"/>",
    symbol_class (lane->kind), x - (name_width + 20) / 2, y + 9, symbol_path (lane->kind));
  rungs_markup_printf (
    out, "<text class=\"name\" text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\">%s</text>", x + 10,
    y + 22, name);
  for (guint a = 0; a < MIN (lane->addresses->len, 2); a++)
    {
      gboolean more = a == 1 && lane->addresses->len > 2;
      g_autofree char *text = g_strconcat (lane->addresses->pdata[a], more ? ", …" : "", NULL);
      g_autofree char *cut = fit (text, RUNGS_TEXT_ADDRESS, width - 12);

      rungs_markup_printf (
        out, "<text class=\"address\" text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\">%s</text>", x,
        y + 39 + a * 15, cut);
    }
  g_string_append (out, "</g>\n");
}

static void
append_all_heads (const RungsPicture *picture, double y, GString *out)
{
  for (guint i = 0; i < picture->layout->n_lanes; i++)
    append_head (picture, i, y, out);
  for (guint i = 0; i < picture->layout->n_lanes; i++)
    rungs_markup_printf (out,
                         "<line class=\"lane\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
                         picture->layout->lane_x[i], picture->layout->lane_x[i],
                         y + picture->layout->head_height - 8, y + picture->layout->head_height);
}

/* ---- rows ---- */

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

/* A note broken into lines of what the box holds; the last one says that there is more. (transfer full) */
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
      if (line->len > 0 && measure (longer, RUNGS_TEXT_DETAIL, NULL) > NOTE_WIDTH - 2 * NOTE_PAD)
        {
          g_ptr_array_add (lines, fit (line->str, RUNGS_TEXT_DETAIL, NOTE_WIDTH - 2 * NOTE_PAD));
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
    g_ptr_array_add (lines, fit (line->str, RUNGS_TEXT_DETAIL, NOTE_WIDTH - 2 * NOTE_PAD));
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
    width = MAX (width, measure (lines->pdata[i], RUNGS_TEXT_DETAIL, NULL));
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

static void
append_lanes (const RungsPicture *picture, double y, double height, gboolean gap, GString *out)
{
  for (guint i = 0; i < picture->layout->n_lanes; i++)
    rungs_markup_printf (out,
                         "<line class=\"lane%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
                         gap ? " lane-gap" : "", picture->layout->lane_x[i],
                         picture->layout->lane_x[i], y, y + height);
}

static void
append_times (const RungsPicture *picture, const RungsRow *row, double y, GString *out)
{
  g_autofree char *clock = NULL;

  if (row->time == RUNGS_STAMP_NONE)
    return;
  clock = rungs_stamp_to_clock (row->time);
  rungs_markup_printf (out, "<text class=\"time\" x=\"24\" y=\"%.1f\">%s</text>", y, clock);
  if (row->kind == RUNGS_ROW_ARROW && row != picture->first)
    {
      g_autofree char *step = rungs_stamp_step (row->step);
      rungs_markup_printf (
        out, "<text class=\"step\" text-anchor=\"end\" x=\"%.1f\" y=\"%.1f\">%s</text>",
        picture->layout->gutter - 6, y, step);
    }
}

static void
append_words (const RungsRow *row,
              double x,
              double y,
              double room,
              const char *anchor,
              GString *out)
{
  g_autofree char *after = rungs_words_after (row);
  g_autofree char *whole =
    row->deciding ? g_strconcat (after, " · ", _ ("decided the call"), NULL) : g_strdup (after);
  double label = measure (row->label, RUNGS_TEXT_LABEL, NULL) + (row->deciding ? 18 : 0);
  const char *chosen = label + measure (whole, RUNGS_TEXT_DETAIL, NULL) <= room ? whole : after;
  g_autofree char *cut = fit (chosen, RUNGS_TEXT_DETAIL, MAX (room - label, 0));

  rungs_markup_printf (out, "<text class=\"words\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">",
                       anchor, x, y);
  if (row->deciding)
    g_string_append (out, "<tspan class=\"mark\">✖ </tspan>");
  rungs_markup_printf (out, "<tspan class=\"label\">%s</tspan>", row->label);
  if (cut[0] != '\0' && strcmp (cut, "…") != 0)
    rungs_markup_printf (out, "<tspan class=\"detail\">%s</tspan>", cut);
  g_string_append (out, "</text>");
}

/* An arrow from lane to lane; a message of one lane is a dot with its words beside it. */
static void
append_shape (const RungsPicture *picture, const RungsRow *row, double y, GString *out)
{
  double line = y + picture->layout->row_height - 9, text = line - 6;
  double from = picture->layout->lane_x[row->from], to = picture->layout->lane_x[row->to];
  double sign = to > from ? 1 : -1;

  if (row->from == row->to)
    {
      double room = picture->layout->width - from - 24;

      rungs_markup_printf (out, "<circle class=\"tip\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>", from,
                           line - 5);
      append_words (row, from + 12, line - 1, room, "start", out);
      return;
    }
  append_words (row, (from + to) / 2, text, (to - from) * sign - 20, "middle", out);
  rungs_markup_printf (out, "<path class=\"line\" d=\"M%.1f %.1fH%.1f\"/>", from, line,
                       to - sign * TIP);
  rungs_markup_printf (out, "<path class=\"tip\" d=\"M%.1f %.1fL%.1f %.1fL%.1f %.1fz\"/>",
                       to - sign, line, to - sign * (TIP + 2), line - 4.5, to - sign * (TIP + 2),
                       line + 4.5);
}

static void
append_band (const RungsPicture *picture, const RungsRow *row, double y, GString *out)
{
  double height = row_height (picture, row);

  if (!row->failing)
    return;
  rungs_markup_printf (out,
                       "<rect class=\"band\" x=\"4\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                       y, picture->layout->width - 8, height);
  rungs_markup_printf (out, "<rect class=\"bar\" x=\"4\" y=\"%.1f\" width=\"4\" height=\"%.1f\"/>",
                       y, height);
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
append_arrow (const RungsPicture *picture, const RungsRow *row, double y, GString *out)
{
  double height = row_height (picture, row);
  g_autofree char *spoken = rungs_ladder_speak (picture->ladder, row);

  rungs_markup_printf (out, "<g class=\"arrow%s%s%s%s\">",
                       g_ascii_isdigit (row->label[0]) ? " answer" : "",
                       row->failing ? " failing" : "", row->deciding ? " deciding" : "",
                       row->retransmission ? " again" : "");
  rungs_markup_printf (out, "<title>%s</title>", spoken);
  append_band (picture, row, y, out);
  append_lanes (picture, y, height, FALSE, out);
  if (picture->links)
    rungs_markup_printf (
      out,
      "<a href=\"#c%um%u\"><rect class=\"hit\" x=\"4\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
      picture->call->id, row->index, y, picture->layout->width - 8, height);
  append_cross (row, y + height / 2, out);
  append_times (picture, row, y + height / 2 + 4, out);
  append_shape (picture, row, y, out);
  g_string_append (out, picture->links ? "</a></g>\n" : "</g>\n");
}

static void
append_event (const RungsPicture *picture, const RungsRow *row, double y, GString *out)
{
  double x = picture->layout->lane_x[row->from];
  double right = picture->layout->width - x - 20, left = x - picture->layout->gutter - 16;
  gboolean to_left = right < 200 && left > right;
  g_autofree char *text = fit (row->label, RUNGS_TEXT_ADDRESS, MAX (to_left ? left : right, 0));

  rungs_markup_printf (out, "<g class=\"said\"><title>%s</title>", row->label);
  append_lanes (picture, y, EVENT_HEIGHT, FALSE, out);
  append_times (picture, row, y + 14, out);
  rungs_markup_printf (out, "<circle class=\"event-dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\"/>", x,
                       y + 10);
  rungs_markup_printf (
    out, "<text class=\"event words\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text></g>\n",
    to_left ? "end" : "start", to_left ? x - 9 : x + 9, y + 14, text);
}

static void
append_gap (const RungsPicture *picture, const RungsRow *row, double y, GString *out)
{
  const RungsLayout *layout = picture->layout;
  double mid = (layout->lane_x[0] + layout->lane_x[layout->n_lanes - 1]) / 2;

  append_lanes (picture, y, GAP_HEIGHT, TRUE, out);
  rungs_markup_printf (out,
                       "<line class=\"gap-line\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
                       layout->gutter, layout->width - 12, y + GAP_HEIGHT / 2, y + GAP_HEIGHT / 2);
  rungs_markup_printf (out,
                       "<text class=\"gap words\" text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\">",
                       mid, y + GAP_HEIGHT / 2 + 4);
  /* Translators: how long nothing was sent, "12 s without a message" */
  rungs_markup_printf (out, _ ("%s without a message"), row->label);
  g_string_append (out, "</text>\n");
}

/* Height of rows [@first, @end) with their notes. */
static double
rows_height (const RungsPicture *picture, guint first, guint end)
{
  double height = 0;

  for (guint i = first; i < end; i++)
    height +=
      row_height (picture, nth_row (picture, i)) + note_height (picture, nth_row (picture, i));
  return height;
}

static void
append_row_shapes (const RungsPicture *picture, guint first, guint end, double y, GString *out)
{
  for (guint i = first; i < end; i++)
    {
      const RungsRow *row = nth_row (picture, i);
      double note = note_height (picture, row);

      if (row->kind == RUNGS_ROW_EVENT)
        append_event (picture, row, y, out);
      else if (row->kind == RUNGS_ROW_GAP)
        append_gap (picture, row, y, out);
      else
        append_arrow (picture, row, y, out);
      y += row_height (picture, row);
      if (note > 0)
        {
          append_lanes (picture, y, note, FALSE, out);
          append_note (picture, row, y, out);
          y += note;
        }
    }
}

/* ---- elements ---- */

static void
begin_svg (const RungsPicture *picture,
           double height,
           const char *attributes,
           const char *id,
           GString *out)
{
  double width = picture->layout->width;

  rungs_markup_printf (
    out, "<svg class=\"ladder\" width=\"%.1f\" height=\"%.1f\" viewBox=\"0 0 %.1f %.1f\"", width,
    height, width, height);
  g_string_append (out, attributes);
  rungs_markup_printf (out, " role=\"img\" aria-labelledby=\"%st %sd\">\n", id, id);
}

static void
append_speech (const RungsPicture *picture, guint first, guint end, GString *out)
{
  for (guint i = first; i < end; i++)
    {
      g_autofree char *spoken = rungs_ladder_speak (picture->ladder, nth_row (picture, i));
      rungs_markup_printf (out, "%s. ", spoken);
    }
}

void
rungs_picture_append_heads (const RungsPicture *picture, GString *out)
{
  g_autofree char *id = g_strdup_printf ("c%uh", picture->call->id);

  begin_svg (picture, picture->layout->head_height, "", id, out);
  rungs_markup_printf (out, "<title id=\"%st\">%s</title><desc id=\"%sd\">", id,
                       _ ("Who took part"), id);
  for (guint i = 0; i < picture->ladder->lanes->len; i++)
    {
      const RungsLane *lane = g_ptr_array_index (picture->ladder->lanes, i);
      rungs_markup_printf (out, "%s%s", i > 0 ? ", " : "", lane->name);
    }
  g_string_append (out, "</desc>\n");
  append_all_heads (picture, 0, out);
  g_string_append (out, "</svg>\n");
}

void
rungs_picture_append_rows (const RungsPicture *picture, guint first, guint end, GString *out)
{
  g_autofree char *id = g_strdup_printf ("c%ur%u", picture->call->id, first);

  begin_svg (picture, rows_height (picture, first, end), "", id, out);
  rungs_markup_printf (out, "<title id=\"%st\">%s</title><desc id=\"%sd\">", id,
                       _ ("Messages of the ladder"), id);
  append_speech (picture, first, end, out);
  g_string_append (out, "</desc>\n");
  append_row_shapes (picture, first, end, 0, out);
  g_string_append (out, "</svg>\n");
}

static void
append_title (const RungsPicture *picture, GString *out)
{
  const RungsSummary *summary = picture->summary;
  g_autofree char *parties = rungs_summary_parties (summary, picture->call);
  g_autofree char *result = rungs_summary_result (summary, picture->call);
  g_autofree char *start = rungs_summary_start (summary, picture->call);

  rungs_markup_printf (out, "<text class=\"title\" x=\"16\" y=\"26\">%s</text>", parties);
  rungs_markup_printf (out, "<text class=\"subtitle\" x=\"16\" y=\"45\">%s · %s · %s</text>\n",
                       rungs_summary_state (picture->call), result, start);
}

static gboolean
write_picture (const RungsPicture *picture,
               GOutputStream *stream,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GString) out = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  guint n = rungs_picture_get_n_rows (picture);
  double top = TITLE_HEIGHT + picture->layout->head_height;
  double height = top + rows_height (picture, 0, n) + 16, y = top;
  g_autofree char *parties = rungs_summary_parties (picture->summary, picture->call);
  g_autofree char *result = rungs_summary_result (picture->summary, picture->call);

  begin_svg (picture, height, " xmlns=\"http://www.w3.org/2000/svg\" lang=\"en\"", "ladder-", out);
  rungs_markup_printf (
    out, "<title id=\"ladder-t\">%s</title><desc id=\"ladder-d\">%s %s.</desc>\n<style>", parties,
    rungs_summary_state (picture->call), result);
  rungs_markup_append_style (out, "ladder.css");
  g_string_append (out, "</style>\n");
  rungs_markup_printf (out, "<rect class=\"bg\" width=\"%.1f\" height=\"%.1f\"/>\n",
                       picture->layout->width, height);
  append_title (picture, out);
  append_all_heads (picture, TITLE_HEIGHT, out);
  for (guint i = 0; i < n; i++)
    {
      append_row_shapes (picture, i, i + 1, y, out);
      y += rows_height (picture, i, i + 1);
      if (!rungs_markup_flush (out, FALSE, stream, cancellable, error))
        return FALSE;
    }
  append_lanes (picture, y, 8, FALSE, out);
  g_string_append (out, "</svg>\n");
  return rungs_markup_flush (out, TRUE, stream, cancellable, error);
}

gboolean
rungs_report_write_svg (const RungsReport *report,
                        GOutputStream *out,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (RungsRedact) redact = NULL;
  g_autoptr (RungsPicture) picture = NULL;
  RungsSummary summary;

  if (report->n_calls != 1)
    {
      g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_USAGE,
                   ngettext ("A picture shows one call, and %u was chosen.",
                             "A picture shows one call, and %u were chosen.", report->n_calls),
                   report->n_calls);
      return FALSE;
    }
  redact = rungs_redact_new (report);
  summary = (RungsSummary){ report, report->trace, redact, cancellable };
  picture =
    rungs_picture_new (&summary, rungs_trace_get_call (report->trace, report->calls[0]), 0, FALSE);
  return write_picture (picture, out, cancellable, error);
}
