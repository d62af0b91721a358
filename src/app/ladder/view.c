#include "config.h"

#include "app/ladder/view.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/bidi.h"
#include "app/ladder/head.h"
#include "app/ladder/painter.h"
#include "app/ladder/pool.h"
#include "app/ladder/rows.h"
#include "app/ladder/scroll.h"

#define ROW_ROOMY 28
#define ROW_DENSE 20
#define ROWS_ABOVE 2 /* kept in sight above what the view opens at */
#define NO_ROW RUNGS_NO_ROW
#define MIN_LANE_GAP 108.0
#define TWO_TIMES_WIDTH 700.0 /* below it the clock and the step share a column */

struct _RungsLadderView
{
  GtkWidget parent_instance;

  RungsSession *session;
  /* (owned) what is shown: the session may have another by now; NULL without a call */
  const RungsLadder *ladder;
  RungsLadderPainter *painter;
  RungsLayout *layout;
  int layout_width;
  double zoom;
  gboolean dense;

  guint selected;      /* row, or NO_ROW */
  guint32 shown_call;  /* whose ladder was shown last */
  gboolean open_there; /* scroll to where the call failed as soon as there is a size */
  double keep_at;      /* where the selected row is to stand on screen; NAN: do not care */

  RungsLadderPool *pool;
  guint filled_first, filled_end; /* rows whose arrows are in the pool */
  guint fill_tick;
  GPtrArray *heads; /* RungsLadderHead, children */

  RungsLadderScroll scroll;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (RungsLadderView,
                               rungs_ladder_view,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

enum
{
  ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static guint
n_rows (RungsLadderView *self)
{
  return self->ladder != NULL ? self->ladder->rows->len : 0;
}

static const RungsRow *
nth_row (RungsLadderView *self, guint i)
{
  return g_ptr_array_index (self->ladder->rows, i);
}

/* While the session announces another call or trace, the ladder on screen is still the one before,
 * and its numbers of messages are not those of the session's trace. */
static gboolean
is_current (RungsLadderView *self)
{
  return self->ladder != NULL && self->ladder == rungs_session_get_ladder (self->session);
}

/* On screen, of the row's upper edge. */
static double
row_y (RungsLadderView *self, guint row)
{
  return self->layout->head_height + row * self->layout->row_height
         - rungs_ladder_scroll_y (&self->scroll);
}

static guint
row_at (RungsLadderView *self, double y)
{
  double row;

  if (self->layout == NULL || y < self->layout->head_height)
    return NO_ROW;
  row = (y - self->layout->head_height + rungs_ladder_scroll_y (&self->scroll))
        / self->layout->row_height;
  return row >= 0 && row < n_rows (self) ? (guint) row : NO_ROW;
}

static void
sight (RungsLadderView *self, guint *first, guint *end)
{
  double room = gtk_widget_get_height (GTK_WIDGET (self)) - self->layout->head_height;
  double from = rungs_ladder_scroll_y (&self->scroll) / self->layout->row_height;
  double to = (rungs_ladder_scroll_y (&self->scroll) + MAX (room, 0)) / self->layout->row_height;

  *first = (guint) CLAMP (floor (from), 0, n_rows (self));
  *end = (guint) CLAMP (ceil (to), *first, n_rows (self));
}

static void
arrow_activated_cb (RungsLadderArrow *arrow, RungsLadderView *self)
{
  guint row = rungs_ladder_arrow_get_row (arrow);

  if (row >= n_rows (self) || !is_current (self))
    return;
  rungs_session_set_message (self->session, nth_row (self, row)->message);
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static GtkWidget *
ensure_arrow (RungsLadderView *self, guint row)
{
  return rungs_ladder_pool_ensure (self->pool, self->ladder, row, row == self->selected);
}

static void
place_arrow (RungsLadderView *self, GtkWidget *arrow)
{
  guint row = rungs_ladder_arrow_get_row (RUNGS_LADDER_ARROW (arrow));
  graphene_point_t at = GRAPHENE_POINT_INIT (0, (float) row_y (self, row));

  gtk_widget_measure (arrow, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_allocate (arrow, gtk_widget_get_width (GTK_WIDGET (self)),
                       (int) ceil (self->layout->row_height), -1,
                       gsk_transform_translate (NULL, &at));
}

static void
place_arrows (RungsLadderView *self)
{
  g_autoptr (GPtrArray) arrows = rungs_ladder_pool_list (self->pool);

  for (guint i = 0; i < arrows->len; i++)
    place_arrow (self, g_ptr_array_index (arrows, i));
}

static gboolean
fill_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  RungsLadderView *self = RUNGS_LADDER_VIEW (widget);

  self->fill_tick = 0;
  if (self->layout == NULL)
    return G_SOURCE_REMOVE;
  sight (self, &self->filled_first, &self->filled_end);
  rungs_ladder_pool_keep (self->pool, self->filled_first, self->filled_end);
  for (guint i = self->filled_first; i < self->filled_end; i++)
    if (nth_row (self, i)->kind == RUNGS_ROW_ARROW)
      ensure_arrow (self, i);
  rungs_ladder_pool_sort (self->pool);
  gtk_widget_queue_allocate (widget);
  return G_SOURCE_REMOVE;
}

/* A child that comes or goes asks for all above it to be placed again. While they are being placed,
 * that is lost half-way up to the window, and what is left waiting is not drawn ("without a current
 * allocation"). So children change before the layout. */
static void
queue_fill (RungsLadderView *self)
{
  guint first, end;

  if (self->layout == NULL || self->fill_tick != 0)
    return;
  sight (self, &first, &end);
  if (first != self->filled_first || end != self->filled_end)
    self->fill_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), fill_cb, NULL, NULL);
}

static void
clear_arrows (RungsLadderView *self)
{
  rungs_ladder_pool_clear (self->pool);
  self->filled_first = self->filled_end = 0;
}

GPtrArray *
rungs_ladder_view_get_arrows (RungsLadderView *self)
{
  g_return_val_if_fail (RUNGS_IS_LADDER_VIEW (self), NULL);
  return rungs_ladder_pool_list (self->pool);
}

static void
configure (RungsLadderView *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->layout == NULL)
    {
      rungs_ladder_scroll_configure (&self->scroll, width, height, width, height, ROW_ROOMY);
      return;
    }
  rungs_ladder_scroll_configure (&self->scroll, width, height, self->layout->width,
                                 self->layout->head_height
                                   + (n_rows (self) + 0.5) * self->layout->row_height,
                                 self->layout->row_height);
}

static void
scrolled_cb (GtkWidget *widget)
{
  queue_fill (RUNGS_LADDER_VIEW (widget));
  gtk_widget_queue_allocate (widget);
}

/* Scrolls as little as needed. */
static void
scroll_to_row (RungsLadderView *self, guint row)
{
  double top, room;

  if (self->layout == NULL || self->scroll.vertical == NULL || row >= n_rows (self))
    return;
  top = row * self->layout->row_height;
  room = gtk_widget_get_height (GTK_WIDGET (self)) - self->layout->head_height;
  gtk_adjustment_clamp_page (self->scroll.vertical, top,
                             top + self->layout->row_height + self->layout->head_height
                               + MIN (self->layout->row_height * 0.5, MAX (room, 0)));
}

static void
scroll_to_first (RungsLadderView *self)
{
  guint row = rungs_ladder_first_failing (self->ladder);

  row = row > ROWS_ABOVE ? row - ROWS_ABOVE : 0;
  gtk_adjustment_set_value (self->scroll.vertical, row * self->layout->row_height);
  gtk_adjustment_set_value (self->scroll.horizontal, 0);
}

static guint
row_of_message (RungsLadderView *self)
{
  return self->ladder != NULL
           ? rungs_ladder_row_of_message (self->ladder, rungs_session_get_message (self->session))
           : NO_ROW;
}

static void
mark_selected (RungsLadderView *self, guint row, gboolean selected)
{
  GtkWidget *arrow = rungs_ladder_pool_get (self->pool, row);

  if (arrow != NULL)
    rungs_ladder_arrow_set_selected (RUNGS_LADDER_ARROW (arrow), selected);
}

static gboolean
has_focus_inside (RungsLadderView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL
         && (focus == GTK_WIDGET (self) || gtk_widget_is_ancestor (focus, GTK_WIDGET (self)));
}

static void ladder_cb (RungsLadderView *self);

static void
message_cb (RungsLadderView *self)
{
  gboolean had_focus = has_focus_inside (self);
  guint row;

  /* Another call: its notifications come in any order. */
  if (self->ladder != rungs_session_get_ladder (self->session))
    ladder_cb (self);
  row = row_of_message (self);
  if (row == self->selected)
    return;
  mark_selected (self, self->selected, FALSE);
  self->selected = row;
  if (row == NO_ROW)
    return;
  mark_selected (self, row, TRUE);
  if (!self->open_there)
    scroll_to_row (self, row);
  if (had_focus && self->layout != NULL)
    gtk_widget_grab_focus (ensure_arrow (self, row));
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
rungs_ladder_view_focus_selected (RungsLadderView *self)
{
  g_return_if_fail (RUNGS_IS_LADDER_VIEW (self));

  if (self->layout != NULL && self->selected < n_rows (self))
    gtk_widget_grab_focus (ensure_arrow (self, self->selected));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
relayout (RungsLadderView *self)
{
  RungsLayoutOptions options = {
    .width = self->layout_width,
    .row_height = self->dense ? ROW_DENSE : ROW_ROOMY,
    .zoom = self->zoom,
    .absolute_times = self->layout_width < TWO_TIMES_WIDTH * self->zoom,
  };

  g_clear_pointer (&self->layout, rungs_layout_free);
  if (self->ladder != NULL && self->layout_width > 0)
    self->layout =
      rungs_layout_new (self->ladder, &options, rungs_ladder_painter_measure, self->painter);
  if (self->layout != NULL)
    rungs_layout_squeeze (self->layout, self->layout_width, MIN_LANE_GAP * self->zoom);
}

static void
ladder_cb (RungsLadderView *self)
{
  guint32 call = rungs_session_get_call (self->session);
  gboolean is_new = call != self->shown_call && !rungs_session_keeps_call (self->session);
  gboolean had_focus = has_focus_inside (self);

  /* When only the SBC's own lines came in, what one looks at stays where it is. */
  if (!is_new && self->layout != NULL && self->selected != NO_ROW && !self->open_there)
    self->keep_at = row_y (self, self->selected);
  g_clear_pointer (&self->ladder, rungs_ladder_unref);
  if (rungs_session_get_ladder (self->session) != NULL)
    self->ladder = rungs_ladder_ref (rungs_session_get_ladder (self->session));
  self->shown_call = call;
  self->open_there |= is_new;
  clear_arrows (self);
  self->selected = row_of_message (self);
  relayout (self);
  rungs_ladder_heads_fill (self->heads, GTK_WIDGET (self), self->session, self->ladder);
  if (had_focus && !rungs_ladder_heads_have_focus (self->heads))
    gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
select_row (RungsLadderView *self, guint row)
{
  if (row < n_rows (self) && is_current (self))
    rungs_session_set_message (self->session, nth_row (self, row)->message);
}

static gboolean
go_to_problem (RungsLadderView *self, guint from, int direction)
{
  guint row = NO_ROW;

  if (self->ladder != NULL)
    row = rungs_ladder_find_problem (self->ladder, rungs_session_get_verdict (self->session), from,
                                     direction);
  if (row == NO_ROW)
    return FALSE;
  select_row (self, row);
  return TRUE;
}

gboolean
rungs_ladder_view_go_to_problem (RungsLadderView *self, int direction)
{
  g_return_val_if_fail (RUNGS_IS_LADDER_VIEW (self), FALSE);
  return go_to_problem (self, self->selected, direction);
}

gboolean
rungs_ladder_view_enter_problems (RungsLadderView *self, int direction)
{
  g_return_val_if_fail (RUNGS_IS_LADDER_VIEW (self), FALSE);
  return go_to_problem (self, NO_ROW, direction);
}

/* Walks @steps arrows; -G_MAXINT and G_MAXINT go to the ends. */
static gboolean
walk (RungsLadderView *self, int steps)
{
  int direction = steps < 0 ? -1 : 1;
  guint row = steps == -G_MAXINT || steps == G_MAXINT ? NO_ROW : self->selected;
  guint found = NO_ROW;

  if (self->ladder == NULL)
    return FALSE;
  if (steps == -G_MAXINT || steps == G_MAXINT)
    found = rungs_ladder_find_arrow (self->ladder, NO_ROW, -direction);
  else
    for (int i = 0; i < ABS (steps); i++)
      {
        row = rungs_ladder_find_arrow (self->ladder, row, direction);
        if (row == NO_ROW)
          break;
        found = row;
      }
  if (found == NO_ROW)
    return FALSE;
  select_row (self, found);
  rungs_ladder_view_focus_selected (self);
  return TRUE;
}

static gboolean
walk_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  RungsLadderView *self = RUNGS_LADDER_VIEW (widget);
  int steps = g_variant_get_int32 (args);

  /* A page is what is in sight, less one row to keep one's place. */
  if (ABS (steps) == 1000 && self->layout != NULL)
    {
      double room = gtk_widget_get_height (widget) - self->layout->head_height;
      int page = MAX ((int) (room / self->layout->row_height) - 1, 1);
      steps = steps < 0 ? -page : page;
    }
  walk (self, steps);
  return TRUE;
}

static gboolean
open_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  g_signal_emit (widget, signals[ACTIVATED], 0);
  return TRUE;
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, RungsLadderView *self)
{
  guint row = row_at (self, y);

  if (row == NO_ROW || nth_row (self, row)->kind != RUNGS_ROW_ARROW)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self));
      return;
    }
  select_row (self, row);
  rungs_ladder_view_focus_selected (self);
  if (n_press == 2)
    g_signal_emit (self, signals[ACTIVATED], 0);
}

static gboolean
tooltip_cb (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip, gpointer data)
{
  RungsLadderView *self = RUNGS_LADDER_VIEW (widget);
  guint row;

  if (self->layout == NULL || keyboard)
    return FALSE;
  if (y < self->layout->head_height)
    {
      g_autofree char *text = rungs_ladder_head_text (self->ladder, self->layout,
                                                      x + rungs_ladder_scroll_x (&self->scroll));

      rungs_bidi_set_tip (tooltip, text);
      return text != NULL;
    }
  row = row_at (self, y);
  if (row == NO_ROW || nth_row (self, row)->kind != RUNGS_ROW_EVENT)
    return FALSE;
  rungs_bidi_set_tip (tooltip, nth_row (self, row)->label);
  return TRUE;
}

static void
restyle (RungsLadderView *self)
{
  rungs_ladder_painter_restyle (self->painter, self->zoom, self->dense);
  relayout (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
rungs_ladder_view_set_zoom (RungsLadderView *self, double zoom)
{
  g_return_if_fail (RUNGS_IS_LADDER_VIEW (self));

  zoom = CLAMP (zoom, RUNGS_ZOOM_MIN, RUNGS_ZOOM_MAX);
  if (fabs (zoom - self->zoom) < 0.001)
    return;
  if (self->layout != NULL && self->selected != NO_ROW)
    self->keep_at = row_y (self, self->selected);
  self->zoom = zoom;
  restyle (self);
}

void
rungs_ladder_view_set_dense (RungsLadderView *self, gboolean dense)
{
  g_return_if_fail (RUNGS_IS_LADDER_VIEW (self));

  if (self->dense == dense)
    return;
  if (self->layout != NULL && self->selected != NO_ROW)
    self->keep_at = row_y (self, self->selected);
  self->dense = dense;
  restyle (self);
}

static void
css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (rungs_ladder_view_parent_class)->css_changed (widget, change);
  if (RUNGS_LADDER_VIEW (widget)->painter != NULL)
    restyle (RUNGS_LADDER_VIEW (widget));
}

static void
measure (GtkWidget *widget,
         GtkOrientation orientation,
         int for_size,
         int *minimum,
         int *natural,
         int *minimum_baseline,
         int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 240 : 120;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 560 : 400;
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RungsLadderView *self = RUNGS_LADDER_VIEW (widget);

  if (width != self->layout_width)
    {
      self->layout_width = width;
      relayout (self);
    }
  configure (self);
  if (self->layout != NULL && self->open_there)
    {
      self->open_there = FALSE;
      self->keep_at = NAN;
      scroll_to_first (self);
    }
  else if (self->layout != NULL && !isnan (self->keep_at) && self->selected != NO_ROW)
    {
      double value =
        self->layout->head_height + self->selected * self->layout->row_height - self->keep_at;
      self->keep_at = NAN;
      gtk_adjustment_set_value (self->scroll.vertical, value);
    }
  queue_fill (self);
  place_arrows (self);
  if (self->layout != NULL)
    rungs_ladder_heads_place (self->heads, self->layout, rungs_ladder_scroll_x (&self->scroll),
                              width);
}

static gboolean
has_note (RungsLadderView *self, const RungsRow *row)
{
  const RungsCall *call = rungs_session_peek_call (self->session);

  return row->kind == RUNGS_ROW_ARROW && call != NULL && is_current (self)
         && rungs_notes_get (rungs_session_get_notes (self->session),
                             rungs_session_get_trace (self->session), call, row->message)
              != NULL;
}

static void
snapshot_rows (RungsLadderView *self, GtkSnapshot *snapshot, guint first, guint end)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  double gutter = MIN (self->layout->gutter, width);
  double bottom = row_y (self, end);

  gtk_snapshot_push_clip (
    snapshot, &GRAPHENE_RECT_INIT ((float) gutter, 0, (float) (width - gutter), height));
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) -rungs_ladder_scroll_x (&self->scroll), 0));
  for (guint i = first; i < end; i++)
    rungs_ladder_painter_draw_row (self->painter, snapshot, self->layout, nth_row (self, i),
                                   row_y (self, i));
  if (bottom < height)
    rungs_ladder_painter_draw_lanes (self->painter, snapshot, self->layout, bottom,
                                     MIN (height - bottom, self->layout->row_height / 2));
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) rungs_ladder_scroll_x (&self->scroll), 0));
  gtk_snapshot_pop (snapshot);
  for (guint i = first; i < end; i++)
    rungs_ladder_painter_draw_gutter (
      self->painter, snapshot, self->layout, nth_row (self, i),
      self->layout_width >= TWO_TIMES_WIDTH * self->zoom ? RUNGS_GUTTER_BOTH
      : i == self->selected || rungs_ladder_needs_clock (self->ladder, i, first)
        ? RUNGS_GUTTER_CLOCK
        : RUNGS_GUTTER_STEP,
      has_note (self, nth_row (self, i)), row_y (self, i));
}

static void
snapshot_heads (RungsLadderView *self, GtkSnapshot *snapshot)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  double gutter = MIN (self->layout->gutter, width);

  rungs_ladder_painter_draw_head_ground (self->painter, snapshot, width, self->layout->head_height);
  rungs_ladder_painter_draw_zone (self->painter, snapshot, self->layout, self->ladder->zone);
  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT ((float) gutter, 0, (float) (width - gutter),
                                               (float) self->layout->head_height));
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) -rungs_ladder_scroll_x (&self->scroll), 0));
  rungs_ladder_painter_draw_heads (self->painter, snapshot, self->ladder, self->layout);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) rungs_ladder_scroll_x (&self->scroll), 0));
  gtk_snapshot_pop (snapshot);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RungsLadderView *self = RUNGS_LADDER_VIEW (widget);
  g_autoptr (GPtrArray) arrows = rungs_ladder_pool_list (self->pool);
  guint first, end;

  if (self->layout == NULL)
    return;
  sight (self, &first, &end);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget),
                                                         gtk_widget_get_height (widget)));
  for (guint i = first; i < end; i++)
    if (rungs_ladder_is_in_band (self->ladder, i))
      rungs_ladder_painter_draw_band (self->painter, snapshot, row_y (self, i),
                                      gtk_widget_get_width (widget), self->layout->row_height);
  for (guint i = 0; i < arrows->len; i++)
    gtk_widget_snapshot_child (widget, g_ptr_array_index (arrows, i), snapshot);
  snapshot_rows (self, snapshot, first, end);
  snapshot_heads (self, snapshot);
  for (guint i = 0; i < self->heads->len; i++)
    gtk_widget_snapshot_child (widget, g_ptr_array_index (self->heads, i), snapshot);
  gtk_snapshot_pop (snapshot);
}

static void
notes_cb (RungsLadderView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
rungs_ladder_view_set_session (RungsLadderView *self, RungsSession *session)
{
  g_return_if_fail (RUNGS_IS_LADDER_VIEW (self));
  g_return_if_fail (RUNGS_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::ladder", G_CALLBACK (ladder_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::message", G_CALLBACK (message_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (rungs_session_get_notes (session), "changed", G_CALLBACK (notes_cb),
                           self, G_CONNECT_SWAPPED);
  ladder_cb (self);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (!rungs_ladder_scroll_get (&RUNGS_LADDER_VIEW (object)->scroll, id, value))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (!rungs_ladder_scroll_set (&RUNGS_LADDER_VIEW (object)->scroll, id, value))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dispose (GObject *object)
{
  RungsLadderView *self = RUNGS_LADDER_VIEW (object);
  GtkWidget *child;

  if (self->fill_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->fill_tick);
  self->fill_tick = 0;
  rungs_ladder_pool_dispose (self->pool);
  g_ptr_array_set_size (self->heads, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  rungs_ladder_scroll_clear (&self->scroll);
  /* Without a layout there is nothing to draw, to point at or to go to. */
  g_clear_pointer (&self->layout, rungs_layout_free);
  g_clear_pointer (&self->ladder, rungs_ladder_unref);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (rungs_ladder_view_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  RungsLadderView *self = RUNGS_LADDER_VIEW (object);

  g_clear_pointer (&self->painter, rungs_ladder_painter_free);
  g_clear_pointer (&self->pool, rungs_ladder_pool_free);
  g_clear_pointer (&self->heads, g_ptr_array_unref);

  G_OBJECT_CLASS (rungs_ladder_view_parent_class)->finalize (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key, keypad;
    int steps;
  } keys[] = {
    { GDK_KEY_Up, GDK_KEY_KP_Up, -1 },
    { GDK_KEY_Down, GDK_KEY_KP_Down, 1 },
    { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, -1000 },
    { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, 1000 },
    { GDK_KEY_Home, GDK_KEY_KP_Home, -G_MAXINT },
    { GDK_KEY_End, GDK_KEY_KP_End, G_MAXINT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gtk_widget_class_add_binding (widget_class, keys[i].key, 0, walk_cb, "i", keys[i].steps);
      gtk_widget_class_add_binding (widget_class, keys[i].keypad, 0, walk_cb, "i", keys[i].steps);
    }
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, 0, open_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, 0, open_cb, NULL);
}

static void
rungs_ladder_view_class_init (RungsLadderViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->snapshot = snapshot;
  widget_class->css_changed = css_changed;

  rungs_ladder_scroll_install (object_class);

  /* Enter or a double click on an arrow: on to the message. */
  signals[ACTIVATED] = g_signal_new ("activated", RUNGS_TYPE_LADDER_VIEW, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "ladder");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  add_keys (widget_class);
}

static void
rungs_ladder_view_init (RungsLadderView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  rungs_ladder_scroll_init (&self->scroll, GTK_WIDGET (self), scrolled_cb);
  self->zoom = 1;
  self->selected = NO_ROW;
  self->shown_call = RUNGS_NONE;
  self->keep_at = NAN;
  self->pool = rungs_ladder_pool_new (GTK_WIDGET (self), G_CALLBACK (arrow_activated_cb));
  self->heads = g_ptr_array_new ();
  self->painter = rungs_ladder_painter_new (GTK_WIDGET (self));
  /* Lanes stand as in every other picture of the call, and times and numbers are read from the
   * left. */
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "view");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Ladder of the call"), -1);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (tooltip_cb), NULL);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}
