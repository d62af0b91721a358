/* Numbers and addresses in a window from right to left, as they are seen. */
#include "config.h"

#include "app/bidi.h"

/* "Call from … at …." in Arabic letters. */
#define FROM "مكالمة من "
#define AT " في "

static void
check_text (const char *text, const char *expected)
{
  g_autofree char *shown = rungs_bidi_text (text);

  g_assert_cmpstr (shown, ==, expected);
}

static void
test_left_to_right (void)
{
  g_autofree char *arrow = rungs_bidi_arrow ("+15550100411", "علي");

  check_text ("+0.020", "+0.020");
  check_text (FROM "+15550100411", FROM "+15550100411");
  g_assert_cmpstr (arrow, ==, "+15550100411 → علي");
}

static void
test_isolates (void)
{
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  check_text ("", "");
  check_text ("+0.020", "\u2066+0.020\u2069");
  check_text ("No answer from 192.0.2.1:5060", "\u2066No answer from 192.0.2.1:5060\u2069");
  /* In a translated sentence only the values, without the stop after them. */
  check_text (FROM "+15550100411" AT "09:41:24.",
              FROM "\u2066+15550100411\u2069" AT "\u206609:41:24\u2069.");
  check_text (FROM "(sbc.example.com)", FROM "(\u2066sbc.example.com\u2069)");
  check_text (FROM "INVITE", FROM "INVITE");
  check_text (FROM "2026-11-22 09:41:24" AT "488",
              FROM "\u20662026-11-22 09:41:24\u2069" AT "\u2066488\u2069");
  check_text (FROM "+15550100411 → +15550100811", FROM "\u2066+15550100411 → +15550100811\u2069");
  /* Not within a tag, and not twice. */
  check_text ("<a href=\"https://example.com/1\">" FROM "488</a>",
              "<a href=\"https://example.com/1\">" FROM "\u2066488\u2069</a>");
  check_text (FROM "\u2066+1555 (2)\u2069", FROM "\u2066+1555 (2)\u2069");
  check_text ("مكالمة1", "مكالمة1");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* Where the first place of @part is drawn in a paragraph from right to left. */
static int
x_of (const char *text, const char *part)
{
  g_autoptr (GtkWidget) label = g_object_ref_sink (gtk_label_new (NULL));
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (label, text);
  const char *found = strstr (text, part);
  PangoRectangle place;

  g_assert_nonnull (found);
  pango_context_set_base_dir (pango_layout_get_context (layout), PANGO_DIRECTION_RTL);
  pango_layout_context_changed (layout);
  pango_layout_index_to_pos (layout, (int) (found - text), &place);
  return MIN (place.x, place.x + place.width);
}

static void
test_order (void)
{
  static const char *const names[][2] = {
    { "+15550100411", "+15550100811" },
    { "+15550100411", "علي" },
    { "علي", "+15550100811" },
    { "192.0.2.1", "203.0.113.44" },
  };

  /* What it is about: without care the two are swapped, and the arrow is not. */
  g_assert_cmpint (x_of ("+1 → +2", "1"), >, x_of ("+1 → +2", "2"));
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *arrow = rungs_bidi_arrow (names[i][0], names[i][1]);
      g_autofree char *shown = rungs_bidi_text (arrow);

      g_assert_cmpint (x_of (shown, names[i][0]), <, x_of (shown, "→"));
      g_assert_cmpint (x_of (shown, "→"), <, x_of (shown, names[i][1]));
    }
  {
    g_autofree char *step = rungs_bidi_text ("+0.020");

    g_assert_cmpint (x_of (step, "+"), <, x_of (step, "0.020"));
  }
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* Nobody searches for a number with isolates in it. */
static void
test_copy (void)
{
  GtkWidget *label = g_object_ref_sink (gtk_label_new (NULL));
  GdkContentProvider *content;
  GValue value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  rungs_bidi_set (label, "label", FROM "+15550100411" AT "09:41:24");
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (label)), "\u2066"));
  gtk_label_select_region (GTK_LABEL (label), 0, -1);
  g_signal_emit_by_name (label, "copy-clipboard");
  content = gdk_clipboard_get_content (gtk_widget_get_clipboard (label));
  g_assert_nonnull (content);
  g_value_init (&value, G_TYPE_STRING);
  g_assert_true (gdk_content_provider_get_value (content, &value, &error));
  g_assert_cmpstr (g_value_get_string (&value), ==, FROM "+15550100411" AT "09:41:24");
  g_value_unset (&value);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  g_object_unref (label);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/bidi/left-to-right", test_left_to_right);
  g_test_add_func ("/app/bidi/isolates", test_isolates);
  g_test_add_func ("/app/bidi/order", test_order);
  g_test_add_func ("/app/bidi/copy", test_copy);
  return g_test_run ();
}
