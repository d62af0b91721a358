#include "config.h"

#include "app/ladder-view.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/ladder-arrow.h"
#include "app/ladder-painter.h"
#include "ladder/words.h"

#define ROW_ROOMY 28
#define ROW_DENSE 20
#define ROWS_ABOVE 2 /* kept in sight above what the view opens at */
#define NO_ROW G_MAXUINT
#define MIN_LANE_GAP 128.0
#define TWO_TIMES_WIDTH 700.0 /* below it the clock and the step share a column */

struct _RungsLadderView
{
  GtkWidget parent_instance;

  RungsSession *session;
  const RungsLadder *ladder; /* the session's; NULL without a call */
  RungsLadderPainter *painter;
  RungsLayout *layout;
  int layout_width;
  double zoom;
  gboolean dense;

  guint selected;      /* row, or NO_ROW */
  guint32 shown_call;  /* whose ladder was shown last */
  gboolean open_there; /* scroll to where the call failed as soon as there is a size */
  double keep_at;      /* where the selected row is to stand on screen; NAN: do not care */

  GHashTable *arrows; /* row -> RungsLadderArrow, of the rows in sight and the focused one */
  GPtrArray *spare;   /* arrows that show no row now; children too */

  GtkAdjustment *hadjustment, *vadjustment;
  GtkScrollablePolicy hpolicy, vpolicy;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (RungsLadderView,
                               rungs_ladder_view,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

enum
{
  PROP_HADJUSTMENT = 1,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

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

static double
scroll_y (RungsLadderView *self)
{
  return self->vadjustment != NULL ? round (gtk_adjustment_get_value (self->vadjustment)) : 0;
}

static double
scroll_x (RungsLadderView *self)
{
  return self->hadjustment != NULL ? round (gtk_adjustment_get_value (self->hadjustment)) : 0;
}

/* On screen, of the row's upper edge. */
static double
row_y (RungsLadderView *self, guint row)
{
  return self->layout->head_height + row * self->layout->row_height - scroll_y (self);
}

static guint
row_at (RungsLadderView *self, double y)
{
  double row;

  if (self->layout == NULL || y < self->layout->head_height)
    return NO_ROW;
  row = (y - self->layout->head_height + scroll_y (self)) / self->layout->row_height;
  return row >= 0 && row < n_rows (self) ? (guint) row : NO_ROW;
}

static void
sight (RungsLadderView *self, guint *first, guint *end)
{
  double room = gtk_widget_get_height (GTK_WIDGET (self)) - self->layout->head_height;
  double from = scroll_y (self) / self->layout->row_height;
  double to = (scroll_y (self) + MAX (room, 0)) / self->layout->row_height;

  *first = (guint) CLAMP (floor (from), 0, n_rows (self));
  *end = (guint) CLAMP (ceil (to), *first, n_rows (self));
}

/* ---- Arrows ---- */

static void
arrow_activated_cb (RungsLadderArrow *arrow, RungsLadderView *self)
{
  guint row = rungs_ladder_arrow_get_row (arrow);

  if (row >= n_rows (self))
    return;
  rungs_session_set_message (self->session, nth_row (self, row)->message);
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static RungsLadderArrow *
ensure_arrow (RungsLadderView *self, guint row)
{
  GtkWidget *arrow = g_hash_table_lookup (self->arrows, GUINT_TO_POINTER (row));

  if (arrow != NULL)
    return RUNGS_LADDER_ARROW (arrow);
  if (self->spare->len > 0)
    arrow = g_ptr_array_steal_index_fast (self->spare, self->spare->len - 1);
  else
    {
      arrow = rungs_ladder_arrow_new ();
      gtk_widget_set_parent (arrow, GTK_WIDGET (self));
      g_signal_connect (arrow, "activate", G_CALLBACK (arrow_activated_cb), self);
    }
  rungs_ladder_arrow_bind (RUNGS_LADDER_ARROW (arrow), self->ladder, row);
  rungs_ladder_arrow_set_selected (RUNGS_LADDER_ARROW (arrow), row == self->selected);
  gtk_widget_set_visible (arrow, TRUE);
  g_hash_table_insert (self->arrows, GUINT_TO_POINTER (row), arrow);
  return RUNGS_LADDER_ARROW (arrow);
}

static void
retire_arrow (RungsLadderView *self, GtkWidget *arrow)
{
  gtk_widget_set_visible (arrow, FALSE);
  g_ptr_array_add (self->spare, arrow);
}

/* Takes back the arrows of rows outside [first, end), except the one that has the focus. */
static void
retire_arrows (RungsLadderView *self, guint first, guint end)
{
  GHashTableIter iter;
  gpointer key, arrow;

  g_hash_table_iter_init (&iter, self->arrows);
  while (g_hash_table_iter_next (&iter, &key, &arrow))
    {
      guint row = GPOINTER_TO_UINT (key);

      if ((row >= first && row < end) || gtk_widget_has_focus (arrow))
        continue;
      g_hash_table_iter_remove (&iter);
      retire_arrow (self, arrow);
    }
}

static void
forget_arrows (RungsLadderView *self)
{
  GHashTableIter iter;
  gpointer arrow;

  g_hash_table_iter_init (&iter, self->arrows);
  while (g_hash_table_iter_next (&iter, NULL, &arrow))
    {
      g_hash_table_iter_remove (&iter);
      retire_arrow (self, arrow);
    }
}

static void
place_arrow (RungsLadderView *self, guint row, GtkWidget *arrow)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = (int) ceil (self->layout->row_height);
  graphene_point_t at = GRAPHENE_POINT_INIT (0, (float) row_y (self, row));

  gtk_widget_measure (arrow, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_allocate (arrow, width, height, -1, gsk_transform_translate (NULL, &at));
}

static void
place_arrows (RungsLadderView *self)
{
  GHashTableIter iter;
  gpointer key, arrow;
  guint first, end;

  if (self->layout == NULL)
    return;
  sight (self, &first, &end);
  retire_arrows (self, first, end);
  for (guint i = first; i < end; i++)
    if (nth_row (self, i)->kind == RUNGS_ROW_ARROW)
      ensure_arrow (self, i);
  g_hash_table_iter_init (&iter, self->arrows);
  while (g_hash_table_iter_next (&iter, &key, &arrow))
    place_arrow (self, GPOINTER_TO_UINT (key), arrow);
}

static int
compare_arrows (gconstpointer a, gconstpointer b)
{
  guint left = rungs_ladder_arrow_get_row (*(RungsLadderArrow **) a);
  guint right = rungs_ladder_arrow_get_row (*(RungsLadderArrow **) b);

  return (left > right) - (left < right);
}

GPtrArray *
rungs_ladder_view_get_arrows (RungsLadderView *self)
{
  GPtrArray *arrows = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer arrow;

  g_return_val_if_fail (RUNGS_IS_LADDER_VIEW (self), arrows);

  g_hash_table_iter_init (&iter, self->arrows);
  while (g_hash_table_iter_next (&iter, NULL, &arrow))
    g_ptr_array_add (arrows, arrow);
  g_ptr_array_sort (arrows, compare_arrows);
  return arrows;
}

/* ---- Scrolling ---- */

static void
configure (RungsLadderView *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  double content = self->layout != NULL ? self->layout->width : width;
  double rows = self->layout != NULL
                  ? self->layout->head_height + (n_rows (self) + 0.5) * self->layout->row_height
                  : height;
  double step = self->layout != NULL ? self->layout->row_height : ROW_ROOMY;

  if (self->hadjustment != NULL)
    gtk_adjustment_configure (self->hadjustment, gtk_adjustment_get_value (self->hadjustment), 0,
                              MAX (content, width), width * 0.1, width * 0.9, width);
  if (self->vadjustment != NULL)
    gtk_adjustment_configure (self->vadjustment, gtk_adjustment_get_value (self->vadjustment), 0,
                              MAX (rows, height), step, MAX (height - 3 * step, step), height);
}

static void
scrolled_cb (RungsLadderView *self)
{
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
set_adjustment (RungsLadderView *self, GtkAdjustment **place, GtkAdjustment *adjustment)
{
  if (*place != NULL)
    g_signal_handlers_disconnect_by_func (*place, scrolled_cb, self);
  g_clear_object (place);
  if (adjustment == NULL)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  *place = g_object_ref_sink (adjustment);
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* Scrolls as little as needed. */
static void
scroll_to_row (RungsLadderView *self, guint row)
{
  double top, room;

  if (self->layout == NULL || self->vadjustment == NULL || row >= n_rows (self))
    return;
  top = row * self->layout->row_height;
  room = gtk_widget_get_height (GTK_WIDGET (self)) - self->layout->head_height;
  gtk_adjustment_clamp_page (self->vadjustment, top,
                             top + self->layout->row_height + self->layout->head_height
                               + MIN (self->layout->row_height * 0.5, MAX (room, 0)));
}

/* The row that the view opens at: where the failing transaction begins. */
static guint
first_row (RungsLadderView *self)
{
  for (guint i = 0; i < n_rows (self); i++)
    if (nth_row (self, i)->failing)
      return i;
  return 0;
}

static void
scroll_to_first (RungsLadderView *self)
{
  guint row = first_row (self);

  row = row > ROWS_ABOVE ? row - ROWS_ABOVE : 0;
  gtk_adjustment_set_value (self->vadjustment, row * self->layout->row_height);
  gtk_adjustment_set_value (self->hadjustment, 0);
}

/* ---- Selection ---- */

static guint
row_of_message (RungsLadderView *self, guint32 message)
{
  if (message != RUNGS_NONE)
    for (guint i = 0; i < n_rows (self); i++)
      if (nth_row (self, i)->message == message)
        return i;
  return NO_ROW;
}

static void
mark_selected (RungsLadderView *self, guint row, gboolean selected)
{
  GtkWidget *arrow = g_hash_table_lookup (self->arrows, GUINT_TO_POINTER (row));

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

static void
message_cb (RungsLadderView *self)
{
  guint row = row_of_message (self, rungs_session_get_message (self->session));
  gboolean had_focus = has_focus_inside (self);

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
    gtk_widget_grab_focus (GTK_WIDGET (ensure_arrow (self, row)));
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
rungs_ladder_view_focus_selected (RungsLadderView *self)
{
  g_return_if_fail (RUNGS_IS_LADDER_VIEW (self));

  if (self->layout != NULL && self->selected < n_rows (self))
    gtk_widget_grab_focus (GTK_WIDGET (ensure_arrow (self, self->selected)));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* Lanes that nearly fit are moved together, their longest labels shortened, rather than scrolled for. */
static void
squeeze (RungsLadderView *self)
{
  RungsLayout *layout = self->layout;
  double last, gap;

  if (layout->n_lanes < 2 || layout->width <= self->layout_width)
    return;
  last = layout->width - layout->lane_x[layout->n_lanes - 1];
  gap = (self->layout_width - layout->lane_x[0] - last) / (layout->n_lanes - 1);
  if (gap < MIN_LANE_GAP * self->zoom || gap >= layout->lane_gap)
    return;
  layout->lane_gap = gap;
  for (guint i = 1; i < layout->n_lanes; i++)
    layout->lane_x[i] = layout->lane_x[0] + i * gap;
  layout->width = self->layout_width;
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
    squeeze (self);
}

static void
ladder_cb (RungsLadderView *self)
{
  guint32 call = rungs_session_get_call (self->session);
  gboolean is_new = call != self->shown_call;
  gboolean had_focus = has_focus_inside (self);

  /* When only the SBC's own lines came in, what one looks at stays where it is. */
  if (!is_new && self->layout != NULL && self->selected != NO_ROW && !self->open_there)
    self->keep_at = row_y (self, self->selected);
  self->ladder = rungs_session_get_ladder (self->session);
  self->shown_call = call;
  self->open_there |= is_new;
  forget_arrows (self);
  self->selected = row_of_message (self, rungs_session_get_message (self->session));
  relayout (self);
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static gboolean
is_problem (const RungsRow *row)
{
  return row->kind == RUNGS_ROW_ARROW
         && (row->failing || row->deciding || row->damaged || row->retransmission);
}

/* The next arrow from @row on that @test accepts, or NO_ROW. */
static guint
find_row (RungsLadderView *self, guint row, int direction, gboolean (*test) (const RungsRow *))
{
  gint64 at = row == NO_ROW ? (direction > 0 ? -1 : (gint64) n_rows (self)) : (gint64) row;

  for (at += direction; at >= 0 && at < n_rows (self); at += direction)
    if (nth_row (self, (guint) at)->kind == RUNGS_ROW_ARROW
        && (test == NULL || test (nth_row (self, (guint) at))))
      return (guint) at;
  return NO_ROW;
}

static void
select_row (RungsLadderView *self, guint row)
{
  if (row < n_rows (self))
    rungs_session_set_message (self->session, nth_row (self, row)->message);
}

gboolean
rungs_ladder_view_go_to_problem (RungsLadderView *self, int direction)
{
  guint row;

  g_return_val_if_fail (RUNGS_IS_LADDER_VIEW (self), FALSE);

  row = find_row (self, self->selected, direction, is_problem);
  if (row == NO_ROW)
    return FALSE;
  select_row (self, row);
  return TRUE;
}

/* Walks @steps arrows; G_MININT and G_MAXINT go to the ends. */
static gboolean
walk (RungsLadderView *self, int steps)
{
  int direction = steps < 0 ? -1 : 1;
  guint row = steps == G_MININT || steps == G_MAXINT ? NO_ROW : self->selected;
  guint found = NO_ROW;

  if (steps == G_MININT || steps == G_MAXINT)
    found = find_row (self, NO_ROW, -direction, NULL);
  else
    for (int i = 0; i < ABS (steps); i++)
      {
        row = find_row (self, row, direction, NULL);
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
      for (guint i = 0; i < self->layout->n_lanes; i++)
        if (fabs (self->layout->lane_x[i] - scroll_x (self) - x) < self->layout->lane_gap / 2)
          {
            const RungsLane *lane = g_ptr_array_index (self->ladder->lanes, i);
            g_autofree char *addresses = rungs_words_addresses (lane);
            g_autofree char *text = g_strdup_printf ("%s\n%s", lane->name, addresses);

            gtk_tooltip_set_text (tooltip, text);
            return TRUE;
          }
      return FALSE;
    }
  row = row_at (self, y);
  if (row == NO_ROW || nth_row (self, row)->kind != RUNGS_ROW_EVENT)
    return FALSE;
  gtk_tooltip_set_text (tooltip, nth_row (self, row)->label);
  return TRUE;
}

/* ---- Style ---- */

static void
restyle (RungsLadderView *self)
{
  rungs_ladder_painter_restyle (self->painter, self->zoom, self->dense);
  relayout (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

double
rungs_ladder_view_get_zoom (RungsLadderView *self)
{
  g_return_val_if_fail (RUNGS_IS_LADDER_VIEW (self), 1);
  return self->zoom;
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

/* ---- Size and drawing ---- */

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
      gtk_adjustment_set_value (self->vadjustment, value);
    }
  place_arrows (self);
}

static gboolean
has_note (RungsLadderView *self, const RungsRow *row)
{
  const RungsCall *call = rungs_session_peek_call (self->session);

  return row->kind == RUNGS_ROW_ARROW && call != NULL
         && rungs_notes_get (rungs_session_get_notes (self->session),
                             rungs_session_get_trace (self->session), call, row->message)
              != NULL;
}

/* Events and gaps inside the failing transaction belong to its band, so that it is one. */
static gboolean
is_in_band (RungsLadderView *self, guint row)
{
  guint before = row, after = row;

  if (nth_row (self, row)->kind == RUNGS_ROW_ARROW)
    return nth_row (self, row)->failing;
  while (before > 0 && nth_row (self, before)->kind != RUNGS_ROW_ARROW)
    before--;
  while (after + 1 < n_rows (self) && nth_row (self, after)->kind != RUNGS_ROW_ARROW)
    after++;
  return nth_row (self, before)->failing && nth_row (self, after)->failing;
}

/* In a narrow view the first row in sight and the first after a silence have the clock, the others the step. */
static RungsGutterTimes
times_of (RungsLadderView *self, guint row, guint first)
{
  if (self->layout_width >= TWO_TIMES_WIDTH * self->zoom)
    return RUNGS_GUTTER_BOTH;
  if (row <= first + 1 || nth_row (self, row - 1)->kind == RUNGS_ROW_GAP
      || nth_row (self, row)->step == 0 || row == self->selected)
    return RUNGS_GUTTER_CLOCK;
  return RUNGS_GUTTER_STEP;
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
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) -scroll_x (self), 0));
  for (guint i = first; i < end; i++)
    rungs_ladder_painter_draw_row (self->painter, snapshot, self->ladder, self->layout,
                                   nth_row (self, i), row_y (self, i));
  if (bottom < height)
    rungs_ladder_painter_draw_lanes (self->painter, snapshot, self->layout, bottom,
                                     MIN (height - bottom, self->layout->row_height / 2));
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) scroll_x (self), 0));
  gtk_snapshot_pop (snapshot);
  for (guint i = first; i < end; i++)
    rungs_ladder_painter_draw_gutter (self->painter, snapshot, self->layout, nth_row (self, i),
                                      times_of (self, i, first), has_note (self, nth_row (self, i)),
                                      row_y (self, i));
}

static void
snapshot_heads (RungsLadderView *self, GtkSnapshot *snapshot)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  double gutter = MIN (self->layout->gutter, width);

  rungs_ladder_painter_draw_head_ground (self->painter, snapshot, width, self->layout->head_height);
  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT ((float) gutter, 0, (float) (width - gutter),
                                               (float) self->layout->head_height));
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) -scroll_x (self), 0));
  rungs_ladder_painter_draw_heads (self->painter, snapshot, self->ladder, self->layout);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) scroll_x (self), 0));
  gtk_snapshot_pop (snapshot);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RungsLadderView *self = RUNGS_LADDER_VIEW (widget);
  GHashTableIter iter;
  gpointer arrow;
  guint first, end;

  if (self->layout == NULL)
    return;
  sight (self, &first, &end);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget),
                                                         gtk_widget_get_height (widget)));
  for (guint i = first; i < end; i++)
    if (is_in_band (self, i))
      rungs_ladder_painter_draw_band (self->painter, snapshot, row_y (self, i),
                                      gtk_widget_get_width (widget), self->layout->row_height);
  g_hash_table_iter_init (&iter, self->arrows);
  while (g_hash_table_iter_next (&iter, NULL, &arrow))
    gtk_widget_snapshot_child (widget, arrow, snapshot);
  snapshot_rows (self, snapshot, first, end);
  snapshot_heads (self, snapshot);
  gtk_snapshot_pop (snapshot);
}

/* ---- Object ---- */

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
  RungsLadderView *self = RUNGS_LADDER_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->hadjustment);
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->vadjustment);
      break;
    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, self->hpolicy);
      break;
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->vpolicy);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  RungsLadderView *self = RUNGS_LADDER_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
      set_adjustment (self, &self->hadjustment, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, &self->vadjustment, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
      self->hpolicy = g_value_get_enum (value);
      break;
    case PROP_VSCROLL_POLICY:
      self->vpolicy = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dispose (GObject *object)
{
  RungsLadderView *self = RUNGS_LADDER_VIEW (object);
  GtkWidget *child;

  if (self->arrows != NULL)
    g_hash_table_remove_all (self->arrows);
  if (self->spare != NULL)
    g_ptr_array_set_size (self->spare, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  if (self->hadjustment != NULL)
    g_signal_handlers_disconnect_by_func (self->hadjustment, scrolled_cb, self);
  if (self->vadjustment != NULL)
    g_signal_handlers_disconnect_by_func (self->vadjustment, scrolled_cb, self);
  g_clear_object (&self->hadjustment);
  g_clear_object (&self->vadjustment);
  self->ladder = NULL;
  g_clear_object (&self->session);

  G_OBJECT_CLASS (rungs_ladder_view_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  RungsLadderView *self = RUNGS_LADDER_VIEW (object);

  g_clear_pointer (&self->layout, rungs_layout_free);
  g_clear_pointer (&self->painter, rungs_ladder_painter_free);
  g_clear_pointer (&self->arrows, g_hash_table_unref);
  g_clear_pointer (&self->spare, g_ptr_array_unref);

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
    { GDK_KEY_Home, GDK_KEY_KP_Home, G_MININT },
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

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

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

  self->zoom = 1;
  self->selected = NO_ROW;
  self->shown_call = RUNGS_NONE;
  self->keep_at = NAN;
  self->arrows = g_hash_table_new (NULL, NULL);
  self->spare = g_ptr_array_new ();
  self->painter = rungs_ladder_painter_new (GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "view");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Ladder of the call"), -1);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (tooltip_cb), NULL);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}
