#include "config.h"

#include "app/ladder/painter.h"

#include <math.h>

#include "ladder/shape.h"

#define BAR_WIDTH 3.0
#define CLOCK_X 18.0 /* behind the bar and the sign of a note */
#define NOTE_SIZE 12.0
#define ICON_SIZE 16.0
#define MORE_SIZE 12.0
#define HEAD_SIZE 9.0  /* of an arrow */
#define SIDE_ROOM 18.0 /* least length of a line beside its label */
#define TEXT_GAP 6.0
#define TEXT_PAD 3.0 /* between text and a lane that is not interrupted for it */
#define MARK_GAP 4.0 /* after the sign of the answer that decided the call */
#define STUB 22.0    /* an arrow from a lane to itself */

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

/* Draws @text and returns its width, at most @max (then it ends in "…"). @x is its left, or with
 * @align 0.5 its centre, or with 1 its right end; @y its middle. */
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

/* The lanes of one row, broken where text is. */
static void
draw_lanes_around (RungsLadderPainter *self,
                   GtkSnapshot *snapshot,
                   const RungsLayout *layout,
                   const RungsShape *shape,
                   double y)
{
  for (guint i = 0; i < layout->n_lanes; i++)
    {
      double x = round (layout->lane_x[i]);

      if ((x < shape->x - TEXT_PAD || x > shape->x + shape->width + TEXT_PAD)
          && (shape->beside == NULL || x < shape->beside_x
              || x > shape->beside_x + shape->beside_width))
        fill (self, snapshot, COLOR_LANE, x, y, 1, layout->row_height);
    }
}

static double
mark_size (const RungsLadderPainter *self)
{
  return ICON_SIZE * MIN (self->zoom, 1.2);
}

/* Label and what follows it. */
static void
draw_words (RungsLadderPainter *self,
            GtkSnapshot *snapshot,
            const RungsRow *row,
            const RungsShape *shape,
            const ArrowLook *look,
            double middle)
{
  double icon = mark_size (self), x = shape->x, end = shape->x + shape->width + 1;

  if (row->deciding)
    {
      draw_icon (self, snapshot, &self->cross, "rungs-failed-symbolic", COLOR_ERROR, x,
                 middle - icon / 2, icon);
      x += icon + MARK_GAP;
    }
  x +=
    draw_text (self, snapshot, RUNGS_TEXT_LABEL, look->label, shape->label, x, middle, end - x, 0);
  draw_text (self, snapshot, RUNGS_TEXT_DETAIL, look->detail, shape->after, x, middle, end - x, 0);
}

static void
draw_stub (RungsLadderPainter *self,
           GtkSnapshot *snapshot,
           const RungsRow *row,
           const RungsShape *shape,
           double middle)
{
  ArrowLook look = arrow_look (row);

  draw_line (self, snapshot, look.line, look.dashed, MIN (shape->tail, shape->tip),
             MAX (shape->tail, shape->tip), middle);
  draw_head (self, snapshot, look.line, !shape->to_right,
             shape->to_right ? shape->tail + 1 : shape->tail, middle);
  draw_words (self, snapshot, row, shape, &look, middle);
}

static void
draw_arrow (RungsLadderPainter *self,
            GtkSnapshot *snapshot,
            const RungsRow *row,
            const RungsShape *shape,
            double middle)
{
  ArrowLook look = arrow_look (row);
  double left = MIN (shape->tail, shape->tip), right = MAX (shape->tail, shape->tip);
  gboolean to_right = shape->to_right;

  middle = round (middle) + 0.5;
  draw_line (self, snapshot, look.line, look.dashed, left + (to_right ? 1 : 4), shape->x - TEXT_GAP,
             middle);
  draw_line (self, snapshot, look.line, look.dashed, shape->x + shape->width + TEXT_GAP,
             right - (to_right ? 4 : 0), middle);
  draw_head (self, snapshot, look.line, to_right, to_right ? shape->tip : shape->tip + 1, middle);
  draw_words (self, snapshot, row, shape, &look, middle);
  if (shape->beside != NULL)
    draw_text (self, snapshot, RUNGS_TEXT_ADDRESS, COLOR_ERROR, shape->beside, shape->beside_x,
               middle, shape->beside_width, 0);
}

static void
draw_event (RungsLadderPainter *self, GtkSnapshot *snapshot, const RungsShape *shape, double middle)
{
  fill (self, snapshot, COLOR_DIM, round (shape->tail) - 2, round (middle) - 2, 5, 5);
  draw_text (self, snapshot, RUNGS_TEXT_ADDRESS, COLOR_DIM, shape->label, shape->at, middle,
             shape->room, shape->align);
}

static void
draw_gap (RungsLadderPainter *self,
          GtkSnapshot *snapshot,
          const RungsLayout *layout,
          const RungsShape *shape,
          double y)
{
  draw_text (self, snapshot, RUNGS_TEXT_ADDRESS, COLOR_DIM, shape->after, shape->at,
             y + layout->row_height / 2, shape->room, shape->align);
  for (guint i = 0; i < layout->n_lanes; i++)
    {
      double x = round (layout->lane_x[i]);

      if (fabs (x - shape->at) < shape->width / 2 + TEXT_PAD)
        continue;
      for (double at = 2; at + 2 < layout->row_height; at += 6)
        fill (self, snapshot, COLOR_LANE, x, y + at, 1, 3);
    }
}

void
rungs_ladder_painter_draw_row (RungsLadderPainter *self,
                               GtkSnapshot *snapshot,
                               const RungsLayout *layout,
                               const RungsRow *row,
                               double y)
{
  const RungsShapeStyle style = { .mark = mark_size (self) + MARK_GAP,
                                  .side = SIDE_ROOM,
                                  .stub = STUB * self->zoom,
                                  .gap = TEXT_GAP,
                                  .event_gap = 10 * self->zoom,
                                  .event_margin = 2 * self->zoom + TEXT_GAP,
                                  .is_pixels = TRUE,
                                  .is_beside = TRUE };
  double middle = y + layout->row_height / 2;
  g_auto (RungsShape) shape = { 0 };

  rungs_shape_init (&shape, layout, row, &style, rungs_ladder_painter_measure, self);
  if (row->kind == RUNGS_ROW_GAP)
    {
      draw_gap (self, snapshot, layout, &shape, y);
      return;
    }
  draw_lanes_around (self, snapshot, layout, &shape, y);
  if (row->kind == RUNGS_ROW_EVENT)
    draw_event (self, snapshot, &shape, middle);
  else if (shape.is_stub)
    draw_stub (self, snapshot, row, &shape, middle);
  else
    draw_arrow (self, snapshot, row, &shape, middle);
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

/* Whether the sign of the menu fits behind all names; else it stands at the foot of all heads,
 * rather than cut a name short. */
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
      for (guint a = 0; a < MIN (lane->addresses->len, RUNGS_HEAD_ADDRESSES); a++)
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
