#include "config.h"

#include "app/ladder/painter.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ladder/words.h"

#define BAR_WIDTH 3.0
#define CLOCK_X 18.0 /* behind the bar and the sign of a note */
#define NOTE_SIZE 12.0
#define ICON_SIZE 16.0
#define MORE_SIZE 12.0
#define HEAD_SIZE 9.0  /* of an arrow */
#define SIDE_ROOM 18.0 /* least length of a line beside its label */
#define TEXT_GAP 6.0
#define STUB 22.0 /* an arrow from a lane to itself */
#define MIN_EVENT_ROOM 140.0
#define MAX_ADDRESSES 2

typedef enum
{
  COLOR_TEXT,
  COLOR_DIM,
  COLOR_LANE,
  COLOR_ERROR,
  COLOR_ACCENT,
  COLOR_BAND,
  COLOR_GROUND,
  N_COLORS
} Color;

struct _RungsLadderPainter
{
  GtkWidget *widget; /* not owned: it owns us */
  double zoom;
  GdkRGBA colors[N_COLORS];
  PangoLayout *layouts[RUNGS_TEXT_TIME + 1];
  GskRenderNode *heads[N_COLORS][2]; /* to the left, to the right */
  GtkIconPaintable *icons[RUNGS_DEVICE_RECORD + 1];
  GtkIconPaintable *cross, *note, *more;
};

static GdkRGBA
faded (GdkRGBA color, double alpha)
{
  color.alpha *= (float) alpha;
  return color;
}

static void
drop_caches (RungsLadderPainter *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->layouts); i++)
    g_clear_object (&self->layouts[i]);
  for (guint i = 0; i < N_COLORS; i++)
    {
      g_clear_pointer (&self->heads[i][0], gsk_render_node_unref);
      g_clear_pointer (&self->heads[i][1], gsk_render_node_unref);
    }
  for (guint i = 0; i < G_N_ELEMENTS (self->icons); i++)
    g_clear_object (&self->icons[i]);
  g_clear_object (&self->cross);
  g_clear_object (&self->more);
  g_clear_object (&self->note);
}

RungsLadderPainter *
rungs_ladder_painter_new (GtkWidget *widget)
{
  RungsLadderPainter *self = g_new0 (RungsLadderPainter, 1);

  self->widget = widget;
  rungs_ladder_painter_restyle (self, 1.0, FALSE);
  return self;
}

void
rungs_ladder_painter_free (RungsLadderPainter *self)
{
  if (self == NULL)
    return;
  drop_caches (self);
  g_free (self);
}

static GdkRGBA
named_color (RungsLadderPainter *self, const char *name, GdkRGBA fallback)
{
  GdkRGBA color;

  return gtk_style_context_lookup_color (gtk_widget_get_style_context (self->widget), name, &color)
           ? color
           : fallback;
}

static PangoLayout *
layout_new (RungsLadderPainter *self, RungsTextStyle style, gboolean dense)
{
  static const double sizes[] = { 1.0, 1.0, 1.0, 0.84, 0.9 };
  PangoLayout *layout = gtk_widget_create_pango_layout (self->widget, NULL);
  PangoContext *context = gtk_widget_get_pango_context (self->widget);
  g_autoptr (PangoAttrList) attrs = pango_attr_list_new ();
  PangoFontDescription *font =
    pango_font_description_copy (pango_context_get_font_description (context));
  double size = pango_font_description_get_size (font) * sizes[style] * self->zoom;

  if (dense)
    size *= 0.92;
  if (pango_font_description_get_size_is_absolute (font))
    pango_font_description_set_absolute_size (font, size);
  else
    pango_font_description_set_size (font, (int) size);
  if (style == RUNGS_TEXT_LABEL || style == RUNGS_TEXT_LANE)
    pango_font_description_set_weight (font, style == RUNGS_TEXT_LANE ? PANGO_WEIGHT_BOLD
                                                                      : PANGO_WEIGHT_MEDIUM);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);

  /* Figures of one width, so that times stand below each other. */
  pango_attr_list_insert (attrs, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attrs);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  return layout;
}

void
rungs_ladder_painter_restyle (RungsLadderPainter *self, double zoom, gboolean dense)
{
  GdkRGBA text, error, accent;

  drop_caches (self);
  self->zoom = zoom;
  gtk_style_context_get_color (gtk_widget_get_style_context (self->widget), &text);
  error = named_color (self, "error_color", (GdkRGBA){ 0.75f, 0.11f, 0.16f, 1 });
  accent = named_color (self, "accent_color", (GdkRGBA){ 0.11f, 0.44f, 0.85f, 1 });
  self->colors[COLOR_TEXT] = text;
  self->colors[COLOR_DIM] = faded (text, 0.62);
  self->colors[COLOR_LANE] = faded (text, 0.22);
  self->colors[COLOR_ERROR] = error;
  self->colors[COLOR_ACCENT] = accent;
  self->colors[COLOR_BAND] = faded (error, 0.10);
  self->colors[COLOR_GROUND] = named_color (self, "view_bg_color", (GdkRGBA){ 1, 1, 1, 1 });
  for (guint i = 0; i < G_N_ELEMENTS (self->layouts); i++)
    self->layouts[i] = layout_new (self, i, dense);
}

double
rungs_ladder_painter_measure (const char *text, RungsTextStyle style, gpointer painter)
{
  RungsLadderPainter *self = painter;
  int width;

  pango_layout_set_width (self->layouts[style], -1);
  pango_layout_set_text (self->layouts[style], text, -1);
  pango_layout_get_pixel_size (self->layouts[style], &width, NULL);
  return width;
}

static void
fill (RungsLadderPainter *self,
      GtkSnapshot *snapshot,
      Color color,
      double x,
      double y,
      double width,
      double height)
{
  if (width > 0 && height > 0)
    gtk_snapshot_append_color (
      snapshot, &self->colors[color],
      &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
}

/* Draws @text and returns its width, at most @max (then it ends in "…"). @x is its left, or with @align 0.5 its centre, or
 * with 1 its right end; @y its middle. */
static double
draw_text (RungsLadderPainter *self,
           GtkSnapshot *snapshot,
           RungsTextStyle style,
           Color color,
           const char *text,
           double x,
           double y,
           double max,
           double align)
{
  PangoLayout *layout = self->layouts[style];
  int width, height;

  if (max < 8)
    return 0;
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_width (layout, -1);
  pango_layout_get_pixel_size (layout, &width, &height);
  if (width > max)
    {
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      pango_layout_set_width (layout, (int) (max * PANGO_SCALE));
      pango_layout_get_pixel_size (layout, &width, &height);
    }
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) round (x - width * align),
                                                          (float) round (y - height / 2.0)));
  gtk_snapshot_append_layout (snapshot, layout, &self->colors[color]);
  gtk_snapshot_restore (snapshot);
  pango_layout_set_width (layout, -1);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_NONE);
  return width;
}

static void
draw_icon (RungsLadderPainter *self,
           GtkSnapshot *snapshot,
           GtkIconPaintable **icon,
           const char *name,
           Color color,
           double x,
           double y,
           double size)
{
  if (*icon == NULL)
    *icon = gtk_icon_theme_lookup_icon (
      gtk_icon_theme_get_for_display (gtk_widget_get_display (self->widget)), name, NULL,
      (int) ceil (size), gtk_widget_get_scale_factor (self->widget), GTK_TEXT_DIR_NONE, 0);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) round (x), (float) round (y)));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (*icon), snapshot, size, size,
                                            &self->colors[color], 1);
  gtk_snapshot_restore (snapshot);
}

static GskRenderNode *
arrow_head (RungsLadderPainter *self, Color color, gboolean to_right)
{
  GskRenderNode **node = &self->heads[color][to_right];
  double size = HEAD_SIZE * MIN (self->zoom, 1.4);

  if (*node == NULL)
    {
      cairo_t *cr;

      *node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT ((float) -size - 1, (float) -size,
                                                       (float) (2 * size + 2), (float) (2 * size)));
      cr = gsk_cairo_node_get_draw_context (*node);
      gdk_cairo_set_source_rgba (cr, &self->colors[color]);
      cairo_move_to (cr, 0, 0);
      cairo_line_to (cr, to_right ? -size : size, -size / 2);
      cairo_line_to (cr, to_right ? -size : size, size / 2);
      cairo_close_path (cr);
      cairo_fill (cr);
      cairo_destroy (cr);
    }
  return *node;
}

static void
draw_head (RungsLadderPainter *self,
           GtkSnapshot *snapshot,
           Color color,
           gboolean to_right,
           double x,
           double y)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_node (snapshot, arrow_head (self, color, to_right));
  gtk_snapshot_restore (snapshot);
}

static void
draw_line (RungsLadderPainter *self,
           GtkSnapshot *snapshot,
           Color color,
           gboolean dashed,
           double from,
           double to,
           double y)
{
  double thick = self->zoom >= 1.5 ? 2 : 1.5;

  if (!dashed)
    {
      fill (self, snapshot, color, from, y - thick / 2, to - from, thick);
      return;
    }
  for (double x = from; x < to; x += 8)
    fill (self, snapshot, color, x, y - thick / 2, MIN (5, to - x), thick);
}

void
rungs_ladder_painter_draw_band (RungsLadderPainter *self,
                                GtkSnapshot *snapshot,
                                double y,
                                double width,
                                double height)
{
  fill (self, snapshot, COLOR_BAND, 0, y, width, height);
  fill (self, snapshot, COLOR_ERROR, 0, y, BAR_WIDTH, height);
}

/* The lanes of one row, broken where text stands on them. */
static void
draw_broken_lanes (RungsLadderPainter *self,
                   GtkSnapshot *snapshot,
                   const RungsLayout *layout,
                   double y,
                   double text_from,
                   double text_to)
{
  for (guint i = 0; i < layout->n_lanes; i++)
    {
      double x = round (layout->lane_x[i]);

      if (x < text_from || x > text_to)
        fill (self, snapshot, COLOR_LANE, x, y, 1, layout->row_height);
    }
}

void
rungs_ladder_painter_draw_lanes (RungsLadderPainter *self,
                                 GtkSnapshot *snapshot,
                                 const RungsLayout *layout,
                                 double y,
                                 double height)
{
  for (guint i = 0; i < layout->n_lanes; i++)
    fill (self, snapshot, COLOR_LANE, round (layout->lane_x[i]), y, 1, height);
}

typedef struct
{
  Color line, label, detail;
  gboolean dashed;
} ArrowLook;

static ArrowLook
arrow_look (const RungsRow *row)
{
  ArrowLook look = { COLOR_DIM, COLOR_TEXT, COLOR_DIM, row->retransmission };

  if (row->deciding)
    look.line = look.label = look.detail = COLOR_ERROR;
  else if (row->failing)
    look.line = COLOR_TEXT;
  if (row->retransmission)
    look.label = COLOR_DIM;
  return look;
}

/* Label and what follows it, @align as in draw_text() for both together. */
static void
draw_label (RungsLadderPainter *self,
            GtkSnapshot *snapshot,
            const RungsRow *row,
            const ArrowLook *look,
            const char *after,
            double left,
            double middle,
            double max)
{
  double icon = ICON_SIZE * MIN (self->zoom, 1.2);
  double x = left;

  if (row->deciding)
    {
      draw_icon (self, snapshot, &self->cross, "rungs-failed-symbolic", COLOR_ERROR, x,
                 middle - icon / 2, icon);
      x += icon + 4;
    }
  x += draw_text (self, snapshot, RUNGS_TEXT_LABEL, look->label, row->label, x, middle,
                  left + max - x, 0);
  draw_text (self, snapshot, RUNGS_TEXT_DETAIL, look->detail, after, x, middle, left + max - x, 0);
}

static double
label_width (RungsLadderPainter *self, const RungsRow *row, const char *after)
{
  double width = rungs_ladder_painter_measure (row->label, RUNGS_TEXT_LABEL, self)
                 + rungs_ladder_painter_measure (after, RUNGS_TEXT_DETAIL, self);

  return row->deciding ? width + ICON_SIZE * MIN (self->zoom, 1.2) + 4 : width;
}

/* What is said in words beside the arrow of the answer that decided the call. */
typedef struct
{
  char *text; /* NULL: there is no room */
  double x, width;
  gboolean has_detail; /* the arrow is too short for it */
} Decided;

/* To the right if there is room, else to the left. @words: with and without the sign of the arrow. */
static gboolean
place_decided (RungsLadderPainter *self,
               const RungsLayout *layout,
               const char *words,
               double left,
               double right,
               Decided *decided)
{
  g_autofree char *after = g_strconcat ("◂ ", words, NULL);
  double width = rungs_ladder_painter_measure (after, RUNGS_TEXT_ADDRESS, self) + 4;

  decided->width = width;
  if (right + TEXT_GAP + width <= layout->width)
    {
      decided->text = g_steal_pointer (&after);
      decided->x = right + TEXT_GAP + 2;
      return TRUE;
    }
  if (left - TEXT_GAP - width >= layout->gutter)
    {
      decided->text = g_strconcat (words, " ▸", NULL);
      decided->x = left - TEXT_GAP - 2 - width;
      return TRUE;
    }
  return FALSE;
}

/* The phrase of the answer is what everybody looks for: it is not cut where there is room beside the arrow. */
static Decided
make_decided (RungsLadderPainter *self,
              const RungsLayout *layout,
              const RungsRow *row,
              gboolean is_cut,
              double left,
              double right)
{
  Decided decided = { 0 };
  g_autofree char *both = NULL;

  if (!row->deciding)
    return decided;
  /* Translators: of an answer; %s is its phrase, "Not Acceptable Here" */
  both = g_strdup_printf (_ ("%s, decided the call"), row->detail);
  decided.has_detail = is_cut && row->detail[0] != '\0';
  if (decided.has_detail
      && (place_decided (self, layout, both, left, right, &decided)
          || place_decided (self, layout, row->detail, left, right, &decided)))
    return decided;
  decided.has_detail = FALSE;
  place_decided (self, layout, _ ("decided the call"), left, right, &decided);
  return decided;
}

static void
draw_stub (RungsLadderPainter *self,
           GtkSnapshot *snapshot,
           const RungsLayout *layout,
           const RungsRow *row,
           double y)
{
  ArrowLook look = arrow_look (row);
  g_autofree char *after = rungs_words_after (row, TRUE);
  double x = layout->lane_x[row->from], middle = y + layout->row_height / 2;
  double stub = STUB * self->zoom, width = label_width (self, row, after);
  gboolean to_right = layout->width - x - stub - TEXT_GAP >= width || row->from == 0;
  double max =
    to_right ? layout->width - x - stub - 2 * TEXT_GAP : x - layout->gutter - stub - 2 * TEXT_GAP;
  double left;

  width = MIN (width, max);
  left = to_right ? x + stub + TEXT_GAP : x - stub - TEXT_GAP - width;
  draw_broken_lanes (self, snapshot, layout, y, left - 3, left + width + 3);
  draw_line (self, snapshot, look.line, look.dashed, to_right ? x : x - stub,
             to_right ? x + stub : x, middle);
  draw_head (self, snapshot, look.line, !to_right, to_right ? x + 1 : x, middle);
  draw_label (self, snapshot, row, &look, after, left, middle, width + 1);
}

static void
draw_arrow (RungsLadderPainter *self,
            GtkSnapshot *snapshot,
            const RungsLayout *layout,
            const RungsRow *row,
            double y)
{
  ArrowLook look = arrow_look (row);
  g_autofree char *words = rungs_words_after (row, TRUE);
  double from = round (layout->lane_x[row->from]), to = round (layout->lane_x[row->to]);
  double left = MIN (from, to), right = MAX (from, to), room = right - left - 2 * SIDE_ROOM;
  double middle = round (y + layout->row_height / 2) + 0.5;
  Decided decided =
    make_decided (self, layout, row, label_width (self, row, words) > room, left, right);
  const char *after = decided.has_detail ? "" : words;
  double width = MIN (label_width (self, row, after), room);
  double text = round ((left + right - width) / 2);
  gboolean to_right = to > from;

  for (guint i = 0; i < layout->n_lanes; i++)
    {
      double x = round (layout->lane_x[i]);

      /* Not through text. */
      if ((x < text - 3 || x > text + width + 3)
          && (decided.text == NULL || x < decided.x || x > decided.x + decided.width))
        fill (self, snapshot, COLOR_LANE, x, y, 1, layout->row_height);
    }
  draw_line (self, snapshot, look.line, look.dashed, left + (to_right ? 1 : 4), text - TEXT_GAP,
             middle);
  draw_line (self, snapshot, look.line, look.dashed, text + width + TEXT_GAP,
             right - (to_right ? 4 : 0), middle);
  draw_head (self, snapshot, look.line, to_right, to_right ? to : to + 1, middle);
  draw_label (self, snapshot, row, &look, after, text, middle, width + 1);
  if (decided.text != NULL)
    draw_text (self, snapshot, RUNGS_TEXT_ADDRESS, COLOR_ERROR, decided.text, decided.x, middle,
               decided.width, 0);
  g_free (decided.text);
}

static void
draw_event (RungsLadderPainter *self,
            GtkSnapshot *snapshot,
            const RungsLayout *layout,
            const RungsRow *row,
            double y)
{
  double x = layout->lane_x[row->from], middle = y + layout->row_height / 2;
  double right_room = layout->width - x - 12 * self->zoom - TEXT_GAP;
  double left_room = x - layout->gutter - 12 * self->zoom - TEXT_GAP;
  double width = rungs_ladder_painter_measure (row->label, RUNGS_TEXT_ADDRESS, self);
  gboolean to_right = right_room >= width || right_room >= left_room || left_room < MIN_EVENT_ROOM;
  double max = to_right ? right_room : left_room;
  double start = to_right ? x + 10 * self->zoom : x - 10 * self->zoom;

  width = MIN (width, max);
  draw_broken_lanes (self, snapshot, layout, y, to_right ? start - 2 : start - width - 2,
                     to_right ? start + width + 2 : start + 2);
  fill (self, snapshot, COLOR_DIM, round (x) - 2, round (middle) - 2, 5, 5);
  draw_text (self, snapshot, RUNGS_TEXT_ADDRESS, COLOR_DIM, row->label, start, middle, max,
             to_right ? 0 : 1);
}

static void
draw_gap (RungsLadderPainter *self,
          GtkSnapshot *snapshot,
          const RungsLayout *layout,
          const RungsRow *row,
          double y)
{
  /* Translators: %s is a length of time such as "12 s" */
  g_autofree char *text = g_strdup_printf (_ ("%s without a message"), row->label);
  double from = layout->n_lanes > 0 ? layout->lane_x[0] : layout->gutter;
  double to = layout->n_lanes > 0 ? layout->lane_x[layout->n_lanes - 1] : layout->width;
  double width;

  width = draw_text (self, snapshot, RUNGS_TEXT_ADDRESS, COLOR_DIM, text, (from + to) / 2,
                     y + layout->row_height / 2, layout->width - layout->gutter, 0.5);
  for (guint i = 0; i < layout->n_lanes; i++)
    {
      double x = round (layout->lane_x[i]);

      if (fabs (x - (from + to) / 2) < width / 2 + 3)
        continue;
      for (double at = 2; at + 2 < layout->row_height; at += 6)
        fill (self, snapshot, COLOR_LANE, x, y + at, 1, 3);
    }
}

void
rungs_ladder_painter_draw_row (RungsLadderPainter *self,
                               GtkSnapshot *snapshot,
                               const RungsLadder *ladder,
                               const RungsLayout *layout,
                               const RungsRow *row,
                               double y)
{
  switch (row->kind)
    {
    case RUNGS_ROW_EVENT:
      draw_event (self, snapshot, layout, row, y);
      break;
    case RUNGS_ROW_GAP:
      draw_gap (self, snapshot, layout, row, y);
      break;
    case RUNGS_ROW_ARROW:
    default:
      if (row->from == row->to)
        draw_stub (self, snapshot, layout, row, y);
      else
        draw_arrow (self, snapshot, layout, row, y);
      break;
    }
}

void
rungs_ladder_painter_draw_gutter (RungsLadderPainter *self,
                                  GtkSnapshot *snapshot,
                                  const RungsLayout *layout,
                                  const RungsRow *row,
                                  RungsGutterTimes times,
                                  gboolean has_note,
                                  double y)
{
  double middle = y + layout->row_height / 2;
  double note = NOTE_SIZE * MIN (self->zoom, 1.2);

  if (has_note)
    draw_icon (self, snapshot, &self->note, "rungs-note-symbolic", COLOR_ACCENT, BAR_WIDTH + 2,
               middle - note / 2, note);
  if (row->kind != RUNGS_ROW_ARROW || row->time == RUNGS_STAMP_NONE)
    return;
  {
    g_autofree char *clock = rungs_stamp_to_clock_as (row->time, row->facts);
    g_autofree char *step =
      row->step != 0 ? rungs_stamp_step_as (row->step, row->step_facts) : NULL;
    double end = layout->gutter - 12 * self->zoom;

    if (times != RUNGS_GUTTER_STEP)
      draw_text (self, snapshot, RUNGS_TEXT_TIME, COLOR_DIM, clock, CLOCK_X * self->zoom, middle,
                 end - CLOCK_X * self->zoom, 0);
    if (step != NULL && times != RUNGS_GUTTER_CLOCK)
      draw_text (self, snapshot, RUNGS_TEXT_TIME, COLOR_DIM, step, end, middle, end, 1);
  }
}

static const char *
lane_icon (RungsDeviceKind kind)
{
  switch (kind)
    {
    case RUNGS_DEVICE_TEAMS:
    case RUNGS_DEVICE_RECORD:
      return "rungs-lane-teams-symbolic";
    case RUNGS_DEVICE_SBC:
      return "rungs-lane-sbc-symbolic";
    case RUNGS_DEVICE_CARRIER:
      return "rungs-lane-carrier-symbolic";
    case RUNGS_DEVICE_PBX:
      return "rungs-lane-pbx-symbolic";
    case RUNGS_DEVICE_PHONE:
      return "rungs-lane-phone-symbolic";
    case RUNGS_DEVICE_UNKNOWN:
    default:
      return "rungs-lane-unknown-symbolic";
    }
}

/* Whether the sign of the menu fits behind all names; else it stands at the foot of all heads, rather than cut a name short. */
static gboolean
has_room_for_more (RungsLadderPainter *self,
                   const RungsLadder *ladder,
                   const RungsLayout *layout,
                   double room)
{
  for (guint i = 0; i < layout->n_lanes; i++)
    {
      const RungsLane *lane = g_ptr_array_index (ladder->lanes, i);

      if (rungs_ladder_painter_measure (lane->name, RUNGS_TEXT_LANE, self) / 2 + MORE_SIZE
          > room / 2)
        return FALSE;
    }
  return TRUE;
}

void
rungs_ladder_painter_draw_heads (RungsLadderPainter *self,
                                 GtkSnapshot *snapshot,
                                 const RungsLadder *ladder,
                                 const RungsLayout *layout)
{
  double icon = ICON_SIZE * MIN (self->zoom, 1.4);
  double max = layout->n_lanes > 1 ? layout->lane_gap - 10 : layout->width - layout->gutter;
  gboolean is_behind = has_room_for_more (self, ladder, layout, max - icon - 6);

  for (guint i = 0; i < layout->n_lanes; i++)
    {
      const RungsLane *lane = g_ptr_array_index (ladder->lanes, i);
      double x = layout->lane_x[i], y = 18 * self->zoom;
      double width = rungs_ladder_painter_measure (lane->name, RUNGS_TEXT_LANE, self);

      width = MIN (width, max - icon - 6);
      draw_icon (self, snapshot, &self->icons[lane->kind], lane_icon (lane->kind), COLOR_TEXT,
                 x - (width + icon + 6) / 2, y - icon / 2, icon);
      draw_text (self, snapshot, RUNGS_TEXT_LANE, COLOR_TEXT, lane->name,
                 x - (width + icon + 6) / 2 + icon + 6, y, width + 1, 0);
      if (lane->kind != RUNGS_DEVICE_RECORD)
        draw_icon (self, snapshot, &self->more, "pan-down-symbolic", COLOR_DIM,
                   is_behind ? x + (width + icon + 6) / 2 + 2 : x - MORE_SIZE / 2,
                   is_behind ? y - MORE_SIZE / 2 : layout->head_height - MORE_SIZE - 2, MORE_SIZE);
      for (guint a = 0; a < MIN (lane->addresses->len, MAX_ADDRESSES); a++)
        {
          y += 17 * self->zoom;
          draw_text (self, snapshot, RUNGS_TEXT_ADDRESS, COLOR_DIM,
                     g_ptr_array_index (lane->addresses, a), x, y, max, 0.5);
        }
    }
}

void
rungs_ladder_painter_draw_zone (RungsLadderPainter *self,
                                GtkSnapshot *snapshot,
                                const RungsLayout *layout,
                                const char *zone)
{
  double x = CLOCK_X * self->zoom;

  draw_text (self, snapshot, RUNGS_TEXT_ADDRESS, COLOR_DIM, zone, x,
             layout->head_height - 12 * self->zoom, layout->gutter - x, 0);
}

void
rungs_ladder_painter_draw_head_ground (RungsLadderPainter *self,
                                       GtkSnapshot *snapshot,
                                       double width,
                                       double height)
{
  fill (self, snapshot, COLOR_GROUND, 0, 0, width, height);
  fill (self, snapshot, COLOR_LANE, 0, height - 1, width, 1);
}
