/* The ladder as SVG. Fonts are the viewer's, so widths are guessed on the safe side and long texts
 * are shortened; the whole text is in the title of the row. Styles are classes: the page and the
 * picture bring the same style sheet. */
#include "config.h"

#include "report/svg-private.h"

#include <glib/gi18n-lib.h>

#include "base/error.h"
#include "calls/words.h"
#include "ladder/words.h"
#include "report/markup.h"

#define PICTURE_WIDTH 920.0
#define TITLE_HEIGHT 56.0
#define TAIL_HEIGHT 8.0 /* of the lanes, below the last row */

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
  picture->layout = rungs_layout_new (picture->ladder, &options, rungs_svg_measure, NULL);
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
  rungs_ladder_unref (picture->ladder);
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

/* ---- heads ---- */

/* Drawn for Rungs, 16 by 16. */
static const char *
symbol_path (RungsDeviceKind kind)
{
  switch (kind)
    {
    case RUNGS_DEVICE_TEAMS: /* two people */
    case RUNGS_DEVICE_RECORD:
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
  static const char *const names[] = {
    "unknown", "teams", "sbc", "carrier", "pbx", "phone", "teams"
  };

  return kind < G_N_ELEMENTS (names) ? names[kind] : names[0];
}

static void
append_head (const RungsPicture *picture, guint i, double y, GString *out)
{
  const RungsLane *lane = g_ptr_array_index (picture->ladder->lanes, i);
  const RungsLayout *layout = picture->layout;
  double x = layout->lane_x[i], room = MIN (layout->lane_gap - 10, 210);
  double width, name_width, height = layout->head_height - 10;
  g_autofree char *name = rungs_svg_fit (lane->name, RUNGS_TEXT_LANE, room - 40);
  g_autofree char *all = rungs_words_addresses (lane);

  if (layout->n_lanes == 1)
    room = 210;
  name_width = rungs_svg_measure (name, RUNGS_TEXT_LANE, NULL);
  width = name_width + 22;
  for (guint a = 0; a < MIN (lane->addresses->len, RUNGS_HEAD_ADDRESSES); a++)
    width = MAX (width, rungs_svg_measure (lane->addresses->pdata[a], RUNGS_TEXT_ADDRESS, NULL));
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
  for (guint a = 0; a < MIN (lane->addresses->len, RUNGS_HEAD_ADDRESSES); a++)
    {
      gboolean more = a + 1 == RUNGS_HEAD_ADDRESSES && lane->addresses->len > RUNGS_HEAD_ADDRESSES;
      g_autofree char *text = g_strconcat (lane->addresses->pdata[a], more ? ", …" : "", NULL);
      g_autofree char *cut = rungs_svg_fit (text, RUNGS_TEXT_ADDRESS, width - 12);

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
  rungs_svg_append_lanes (picture, y + picture->layout->head_height - 8, 8, NULL, out);
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
      g_autofree char *spoken =
        rungs_ladder_speak (picture->ladder, g_ptr_array_index (picture->ladder->rows, i));
      rungs_markup_printf (out, "%s. ", spoken);
    }
}

static char *
lanes_id (const RungsPicture *picture)
{
  return g_strdup_printf ("c%ul", picture->call->id);
}

/* The lanes once for all pieces of the page: each piece shows as much of them as it is high. */
static void
append_shared_lanes (const RungsPicture *picture, GString *out)
{
  guint n = rungs_picture_get_n_rows (picture);
  g_autofree char *id = lanes_id (picture);
  double highest = 0;

  for (guint i = 0; i < n; i += RUNGS_PIECE_ROWS)
    highest = MAX (highest, rungs_svg_rows_height (picture, i, MIN (i + RUNGS_PIECE_ROWS, n)));
  g_string_append (out, "<defs>");
  rungs_svg_append_lanes (picture, 0, highest, id, out);
  g_string_append (out, "</defs>\n");
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
  append_shared_lanes (picture, out);
  g_string_append (out, "</svg>\n");
}

void
rungs_picture_append_rows (const RungsPicture *picture, guint first, guint end, GString *out)
{
  g_autofree char *id = g_strdup_printf ("c%ur%u", picture->call->id, first);
  g_autofree char *lanes = lanes_id (picture);

  begin_svg (picture, rungs_svg_rows_height (picture, first, end), "", id, out);
  rungs_markup_printf (out, "<title id=\"%st\">%s</title><desc id=\"%sd\">", id,
                       _ ("Messages of the ladder"), id);
  append_speech (picture, first, end, out);
  g_string_append (out, "</desc>\n");
  rungs_svg_append_ground (picture, first, end, 0, lanes, 0, out);
  rungs_svg_append_rows (picture, first, end, 0, out);
  g_string_append (out, "</svg>\n");
}

static void
append_title (const RungsPicture *picture, GString *out)
{
  const RungsSummary *summary = picture->summary;
  g_autofree char *parties = rungs_summary_parties (summary, picture->call);
  g_autofree char *result = rungs_summary_result (summary, picture->call);
  g_autofree char *start = rungs_summary_start (summary, picture->call);
  gboolean is_partial = rungs_trace_is_partial (summary->trace);

  rungs_markup_printf (out, "<text class=\"title\" x=\"16\" y=\"26\">%s</text>", parties);
  rungs_markup_printf (out, "<text class=\"subtitle\" x=\"16\" y=\"45\">%s · %s · %s%s%s</text>\n",
                       rungs_call_state_title (picture->call), result, start,
                       is_partial ? " · " : "", is_partial ? _ ("not everything was read") : "");
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
  double height = top + rungs_svg_rows_height (picture, 0, n) + 16, y = top;
  g_autofree char *parties = rungs_summary_parties (picture->summary, picture->call);
  g_autofree char *result = rungs_summary_result (picture->summary, picture->call);

  begin_svg (picture, height, " xmlns=\"http://www.w3.org/2000/svg\" lang=\"en\"", "ladder-", out);
  rungs_markup_printf (
    out, "<title id=\"ladder-t\">%s</title><desc id=\"ladder-d\">%s %s.</desc>\n<style>", parties,
    rungs_call_state_title (picture->call), result);
  rungs_markup_append_style (out, "ladder.css");
  g_string_append (out, "</style>\n");
  rungs_markup_printf (out, "<rect class=\"bg\" width=\"%.1f\" height=\"%.1f\"/>\n",
                       picture->layout->width, height);
  append_title (picture, out);
  append_all_heads (picture, TITLE_HEIGHT, out);
  rungs_svg_append_ground (picture, 0, n, y, NULL, TAIL_HEIGHT, out);
  for (guint i = 0; i < n; i++)
    {
      rungs_svg_append_rows (picture, i, i + 1, y, out);
      y += rungs_svg_rows_height (picture, i, i + 1);
      if (!rungs_markup_flush (out, FALSE, stream, cancellable, error))
        return FALSE;
    }
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

  if (report->n_calls == 0)
    {
      g_set_error_literal (error, RUNGS_ERROR, RUNGS_ERROR_USAGE,
                           _ ("An SVG shows one call, but there is no call to show."));
      return FALSE;
    }
  if (report->n_calls > 1)
    {
      g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_USAGE,
                   ngettext ("An SVG shows one call, but %u is selected.",
                             "An SVG shows one call, but %u are selected.", report->n_calls),
                   report->n_calls);
      return FALSE;
    }
  redact = rungs_redact_new (report);
  summary = (RungsSummary){ report, report->trace, redact, cancellable };
  picture =
    rungs_picture_new (&summary, rungs_trace_get_call (report->trace, report->calls[0]), 0, FALSE);
  return write_picture (picture, out, cancellable, error);
}
