/* How wide text is, without a font: a picture is drawn where nobody looks at it, by fonts that only
 * its viewer has. */
#include "config.h"

#include "ladder/plain.h"
#include "report/svg-private.h"

/* Width of a character of a usual sans serif, in hundredths of its size. Wide fonts (DejaVu) set
 * the figures. */
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

double
rungs_svg_measure (const char *text, RungsTextStyle style, gpointer user_data)
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
char *
rungs_svg_fit (const char *text, RungsTextStyle style, double width)
{
  double used = rungs_svg_measure (text, style, NULL), dots = rungs_svg_measure ("…", style, NULL);
  const char *end = text;

  if (used <= width)
    return g_strdup (text);
  used = 0;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      char one[8] = { 0 };

      g_unichar_to_utf8 (g_utf8_get_char (p), one);
      used += rungs_svg_measure (one, style, NULL);
      if (used + dots > width)
        break;
      end = g_utf8_next_char (p);
    }
  {
    g_autofree char *head = g_strndup (text, (gsize) (end - text));
    return g_strconcat (g_strchomp (head), "…", NULL);
  }
}
