/* Properties that hold for any ladder: made with a fixed seed, laid out, measured. */
#include "config.h"

#include "ladder/plain.h"
#include "ladder/shape.h"

static double
measure (const char *text, RungsTextStyle style, gpointer user_data)
{
  guint *n = user_data;

  (*n)++;
  return 7.0 * rungs_plain_columns (text);
}

static void
lane_free (gpointer data)
{
  RungsLane *lane = data;

  g_free (lane->name);
  g_ptr_array_unref (lane->addresses);
  g_free (lane);
}

static void
row_free (gpointer data)
{
  RungsRow *row = data;

  g_free (row->label);
  g_free (row->detail);
  g_free (row);
}

static RungsLadder *
ladder_new (guint n_lanes, guint n_rows, GRand *rand)
{
  RungsLadder *ladder = g_new0 (RungsLadder, 1);
  RungsStamp time = 0;

  g_atomic_ref_count_init (&ladder->refs);
  ladder->lanes = g_ptr_array_new_with_free_func (lane_free);
  ladder->rows = g_ptr_array_new_with_free_func (row_free);
  for (guint i = 0; i < n_lanes; i++)
    {
      RungsLane *lane = g_new0 (RungsLane, 1);

      lane->name = g_strnfill (1 + g_rand_int_range (rand, 0, 40), 'n');
      lane->addresses = g_ptr_array_new_with_free_func (g_free);
      for (gint a = g_rand_int_range (rand, 0, 4); a > 0; a--)
        g_ptr_array_add (lane->addresses, g_strdup_printf ("192.0.2.%u:5060", i));
      g_ptr_array_add (ladder->lanes, lane);
    }
  for (guint i = 0; i < n_rows; i++)
    {
      RungsRow *row = g_new0 (RungsRow, 1);

      row->kind = (RungsRowKind) g_rand_int_range (rand, 0, 3);
      row->from = (guint) g_rand_int_range (rand, 0, (gint) n_lanes);
      row->to = row->kind == RUNGS_ROW_ARROW ? (guint) g_rand_int_range (rand, 0, (gint) n_lanes)
                                             : row->from;
      row->time = time += g_rand_int_range (rand, 0, 4000000);
      row->step = i;
      row->label = g_strdup (g_rand_boolean (rand) ? "INVITE" : "480");
      row->detail = g_strnfill ((gsize) g_rand_int_range (rand, 0, 60), 'd');
      row->nth = 2;
      row->copies = (guint) g_rand_int_range (rand, 1, 4);
      row->retransmission = g_rand_boolean (rand);
      row->deciding = g_rand_boolean (rand);
      row->failing = row->deciding || g_rand_boolean (rand);
      g_ptr_array_add (ladder->rows, row);
    }
  return ladder;
}

static void
check_layout (const RungsLadder *ladder, double width, double zoom)
{
  RungsLayoutOptions options = { .width = width, .row_height = 28, .zoom = zoom };
  guint n = 0, again = 0;
  g_autoptr (RungsLayout) layout = rungs_layout_new (ladder, &options, measure, &n);
  g_autoptr (RungsLayout) same = rungs_layout_new (ladder, &options, measure, &again);

  g_assert_cmpuint (layout->n_lanes, ==, ladder->lanes->len);
  g_assert_cmpfloat (layout->width, >=, width);
  g_assert_cmpfloat (layout->row_height, ==, 28 * zoom);
  for (guint i = 0; i < layout->n_lanes; i++)
    {
      g_assert_cmpfloat (layout->lane_x[i], >, layout->gutter);
      g_assert_cmpfloat (layout->lane_x[i], <, layout->width);
      if (i > 0)
        g_assert_cmpfloat (layout->lane_x[i] - layout->lane_x[i - 1], >=, 100 * zoom);
      g_assert_cmpfloat (layout->lane_x[i], ==, same->lane_x[i]);
    }
}

static void
test_lanes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (RungsLadder) ladder = ladder_new (1 + i % 9, i, rand);

      check_layout (ladder, 100 + 40 * i, 0.5 + i % 4 * 0.5);
    }
}

static void
check_shape (const RungsLayout *layout, const RungsRow *row, const RungsShapeStyle *style)
{
  guint n = 0;
  g_auto (RungsShape) shape = { 0 };
  double left, right, end;

  rungs_shape_init (&shape, layout, row, style, measure, &n);
  left = MIN (shape.tail, shape.tip);
  right = MAX (shape.tail, shape.tip);
  end = shape.x + shape.width;
  g_assert_cmpfloat (shape.width, <=, MAX (shape.room, 0));
  if (row->kind == RUNGS_ROW_GAP)
    {
      g_assert_cmpfloat_with_epsilon (shape.x + end, left + right, 0.01);
      return;
    }
  g_assert_cmpfloat (shape.x, >=, layout->gutter);
  g_assert_cmpfloat (end, <=, layout->width);
  if (row->kind == RUNGS_ROW_EVENT || shape.is_stub)
    {
      /* Beside the line and on one side of it; to the left only where there is more room and it is
       * needed. */
      g_assert_true (shape.to_right ? shape.x > right : end < left);
      g_assert_true (shape.to_right || right - layout->gutter > layout->width - right);
      return;
    }
  /* In the line, which is seen on both sides of it. */
  g_assert_true (shape.to_right == (row->to > row->from));
  g_assert_cmpfloat (shape.x, >=, left + style->side - 0.5);
  g_assert_cmpfloat (end, <=, right - style->side + 0.5);
  g_assert_true (shape.beside == NULL || (row->deciding && style->is_beside));
  if (shape.beside != NULL)
    {
      g_assert_true (shape.beside_x > right || shape.beside_x + shape.beside_width < left);
      g_assert_cmpfloat (shape.beside_x, >=, layout->gutter - 2);
      g_assert_cmpfloat (shape.beside_x + shape.beside_width, <=, layout->width + 2);
      g_assert_true (*shape.after != '\0' || strstr (shape.beside, row->detail) != NULL);
    }
}

/* Wherever the lanes are, words are in sight, on one side of a lane or between two. */
static void
test_shapes (void)
{
  static const RungsShapeStyle styles[] = {
    { .mark = 20,
      .side = 18,
      .stub = 22,
      .gap = 6,
      .event_gap = 10,
      .event_margin = 8,
      .is_pixels = TRUE,
      .is_beside = TRUE },
    { .mark = 18, .side = 10, .gap = 12, .event_gap = 9, .event_margin = 11, .least = 200 },
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (RungsLadder) ladder = ladder_new (1 + i % 9, 20, rand);
      RungsLayoutOptions options = { .width = 100 + 40 * i, .row_height = 28, .zoom = 1 };
      guint n = 0;
      g_autoptr (RungsLayout) layout = rungs_layout_new (ladder, &options, measure, &n);

      for (guint r = 0; r < ladder->rows->len; r++)
        check_shape (layout, g_ptr_array_index (ladder->rows, r), &styles[i % 2]);
    }
}

/* The same label is measured once, or a ladder of 10,000 messages would ask for 20,000 text
 * layouts. */
static void
test_measures_once (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);
  g_autoptr (RungsLadder) ladder = ladder_new (3, 10000, rand);
  RungsLayoutOptions options = { .width = 900, .row_height = 28, .zoom = 1 };
  g_autoptr (RungsLayout) layout = NULL;
  guint n = 0;

  for (guint i = 0; i < ladder->rows->len; i++)
    {
      RungsRow *row = g_ptr_array_index (ladder->rows, i);

      g_free (row->detail);
      row->detail = g_strdup ("Ringing");
    }
  layout = rungs_layout_new (ladder, &options, measure, &n);
  g_assert_cmpuint (n, <, 500);
}

static void
test_no_lanes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);
  g_autoptr (RungsLadder) ladder = ladder_new (0, 0, rand);
  g_autofree char *text = rungs_ladder_to_text (ladder, 80);

  check_layout (ladder, 300, 1);
  g_assert_cmpstr (text, ==, "");
}

/* Whatever stands in it, the text has one line a row and no line is wider than asked. */
static void
test_text_width (void)
{
  static const guint widths[] = { 0, 40, 60, 80, 100, 200 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (10);

  for (guint i = 0; i < 60; i++)
    {
      guint width = widths[i % G_N_ELEMENTS (widths)], rows = i % 13;
      g_autoptr (RungsLadder) ladder = ladder_new (1 + i % 9, rows, rand);
      g_autofree char *text = rungs_ladder_to_text (ladder, width);
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
      guint n = g_strv_length (lines);

      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_cmpuint (n, >=, rows);
      g_assert_cmpuint (n, <=, rows + 3);
      for (guint l = 0; l < n; l++)
        g_assert_cmpuint (rungs_plain_columns (lines[l]), <=, width == 0 ? 100 : width);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ladder/layout/lanes", test_lanes);
  g_test_add_func ("/ladder/layout/shapes", test_shapes);
  g_test_add_func ("/ladder/layout/measures-once", test_measures_once);
  g_test_add_func ("/ladder/layout/no-lanes", test_no_lanes);
  g_test_add_func ("/ladder/layout/text-width", test_text_width);
  return g_test_run ();
}
