#include "config.h"

#include "formats/vendors/cube-line.h"

#include "base/limits.h"
#include "base/scan.h"
#include "formats/sip-line.h"

#define GUID_LEN 12

static gboolean
take_number (RungsSpan *s, gsize min_digits, gsize max_digits, guint64 *value)
{
  gsize n = rungs_span_take_uint (*s, G_MAXUINT32, value);

  if (n < min_digits || n > max_digits)
    return FALSE;
  *s = rungs_span_skip (*s, n);
  return TRUE;
}

/* " CET" and the colon. */
static gboolean
take_end (RungsSpan *s)
{
  RungsSpan t = *s;

  if (rungs_take_char (&t, ' '))
    {
      gsize n = 0;

      while (n < t.len && g_ascii_isupper (t.str[n]))
        n++;
      if (n == 0 || n > 5)
        return FALSE;
      t = rungs_span_skip (t, n);
    }
  if (!rungs_take_char (&t, ':'))
    return FALSE;
  rungs_take_char (&t, ' ');
  *s = t;
  return TRUE;
}

/* "Apr  7 07:28:56.046 CET: ", "Apr 7 2026 07:28:56: " */
static gboolean
take_date (RungsSpan *s, RungsCubePrefix *prefix)
{
  RungsSpan t = *s;
  gsize n;

  if (rungs_stamp_month (t) == 0)
    return FALSE;
  n = rungs_stamp_read (t, RUNGS_DATES_PLAIN, &prefix->written);
  if (n == 0)
    return FALSE;
  t = rungs_span_skip (t, n);
  if (!take_end (&t))
    return FALSE;
  *s = t;
  return TRUE;
}

static gint64
unit_seconds (char unit)
{
  static const char units[] = "ywdhms";
  static const gint64 seconds[] = { 31536000, 604800, 86400, 3600, 60, 1 };
  const char *at = unit != '\0' ? strchr (units, unit) : NULL;

  return at != NULL ? seconds[at - units] : 0;
}

/* "00:12:34: ", "1d03h: ", "1w2d: " */
static gboolean
take_uptime (RungsSpan *s, RungsCubePrefix *prefix)
{
  RungsSpan t = *s;
  RungsStamp *time = &prefix->written.time.at;
  gsize n = rungs_stamp_take_time (t, time);

  prefix->written = (RungsWritten){ .time = rungs_time (*time) };
  if (n > 0)
    t = rungs_span_skip (t, n);
  else
    {
      guint parts = 0;
      guint64 value;
      gint64 seconds;

      *time = 0;
      while (t.len > 0 && g_ascii_isdigit (t.str[0]))
        {
          if (!take_number (&t, 1, 3, &value) || t.len == 0
              || (seconds = unit_seconds (t.str[0])) == 0 || ++parts > 3)
            return FALSE;
          *time += (gint64) value * seconds * RUNGS_STAMP_SECOND;
          t = rungs_span_skip (t, 1);
        }
      if (parts < 2)
        return FALSE;
    }
  if (!rungs_take_char (&t, ':') || !rungs_take_char (&t, ' '))
    return FALSE;
  *s = t;
  return TRUE;
}

/* "*" the clock was never set, "." it has lost its source. */
static gboolean
take_stamp (RungsSpan *s, gboolean or_uptime, RungsCubePrefix *prefix)
{
  RungsSpan t = *s;

  if (!rungs_take_char (&t, '*'))
    rungs_take_char (&t, '.');
  if (!take_date (&t, prefix) && !(or_uptime && take_uptime (&t, prefix)))
    return FALSE;
  *s = t;
  return TRUE;
}

/* "<191>12345: ", "007592: " */
static void
skip_counters (RungsSpan *s)
{
  RungsSpan t = *s;
  guint64 value;

  if (rungs_take_char (&t, '<') && take_number (&t, 1, 3, &value) && rungs_take_char (&t, '>'))
    *s = t;
  for (guint i = 0; i < 2; i++)
    {
      t = *s;
      if (!take_number (&t, 1, 10, &value) || !rungs_take_char (&t, ':')
          || !rungs_take_char (&t, ' '))
        return;
      *s = t;
    }
}

/* The host of "Nov 22 10:15:02 192.0.2.5 12345: ": the last word that is no counter. */
static RungsSpan
host_in (RungsSpan front)
{
  front = rungs_span_trim (front);
  for (guint words = 0; words < 4 && front.len > 0; words++)
    {
      gsize i = front.len;
      RungsSpan word;
      guint64 number;

      while (i > 0 && front.str[i - 1] != ' ' && front.str[i - 1] != '\t')
        i--;
      word = rungs_span_skip (front, i);
      front = rungs_span_trim (rungs_span_head (front, i));
      if (word.len > 0 && word.str[word.len - 1] == ':')
        word.len--;
      if (word.len > 1 && !rungs_span_to_uint (word, G_MAXUINT64, &number)
          && (g_ascii_isalnum (word.str[0]) || word.str[0] == '['))
        return rungs_stamp_take_time (word, &(RungsStamp){ 0 }) > 0 ? RUNGS_SPAN_NONE : word;
    }
  return RUNGS_SPAN_NONE;
}

/* A stamp anywhere in the first part of the line. */
static gboolean
find_stamp (RungsSpan line, RungsCubePrefix *prefix)
{
  gsize end = MIN (line.len, RUNGS_TEXT_PREFIX_BYTES);

  for (gsize i = 1; i < end; i++)
    {
      RungsSpan s = rungs_span_skip (line, i);

      if (g_ascii_isalnum (line.str[i - 1]) || !g_ascii_isalpha (line.str[i])
          || !take_date (&s, prefix))
        continue;
      while (i > 0 && (line.str[i - 1] == '*' || line.str[i - 1] == '.'))
        i--;
      prefix->is_served = TRUE;
      prefix->device = host_in (rungs_span_head (line, i));
      prefix->rest = s;
      return TRUE;
    }
  return FALSE;
}

/* Does it begin a message, whatever stands in front? The blank behind the stamp may be missing, as
 * in take_end(). */
static gboolean
is_head (RungsSpan line)
{
  static const RungsSpan ends[] = { { "Sent:", 5 }, { "Received:", 9 } };

  if (rungs_span_find (line, RUNGS_SPAN (": //")) > 0
      || rungs_span_find (line, RUNGS_SPAN ("://")) > 0)
    return TRUE;
  line = rungs_span_trim (line);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (line.len > ends[i].len
        && rungs_span_equal (rungs_span_skip (line, line.len - ends[i].len), ends[i]))
      {
        line = rungs_span_trim (rungs_span_head (line, line.len - ends[i].len));
        return line.len > 0 && line.str[line.len - 1] == ':';
      }
  return FALSE;
}

gboolean
rungs_cube_read_prefix (RungsSpan line, gboolean is_served, RungsCubePrefix *prefix)
{
  RungsSpan s = line;

  prefix->device = RUNGS_SPAN_NONE;
  prefix->is_served = FALSE;
  if (line.len < 6)
    return FALSE;
  skip_counters (&s);
  if (take_stamp (&s, TRUE, prefix))
    {
      prefix->rest = s;
      return TRUE;
    }
  return (is_served || is_head (line)) && find_stamp (line, prefix);
}

gboolean
rungs_cube_read_debug (RungsSpan rest, RungsCubeDebug *debug)
{
  RungsSpan s = rest, id;
  gssize colon;

  if (!rungs_take_char (&s, '/') || !rungs_take_char (&s, '/')
      || !rungs_span_take_until (&s, '/', &id) || id.len == 0 || id.len > 20
      || !rungs_span_take_until (&s, '/', &debug->guid) || debug->guid.len < GUID_LEN
      || debug->guid.len > 40)
    return FALSE;
  for (gsize i = 0; i < debug->guid.len; i++)
    if (!g_ascii_isxdigit (debug->guid.str[i]))
      {
        debug->guid = RUNGS_SPAN_NONE;
        break;
      }
  colon = rungs_span_find_char (s, ':');
  debug->all = s;
  debug->name = rungs_span_head (s, colon >= 0 ? (gsize) colon : s.len);
  debug->text = rungs_span_trim (rungs_span_skip (s, debug->name.len + 1));
  return debug->name.len > 0;
}

gboolean
rungs_cube_is_prompt (RungsSpan line)
{
  gsize i = 0;

  while (i < line.len && i < 64
         && (g_ascii_isalnum (line.str[i]) || rungs_char_is_in (line.str[i], "-_.()/"))
         && line.str[i] != '\0')
    i++;
  return i > 0 && i < line.len && (line.str[i] == '#' || line.str[i] == '>')
         && g_ascii_isalpha (line.str[0]);
}

gboolean
rungs_cube_without_more (RungsSpan *line)
{
  gssize at = rungs_span_find (*line, RUNGS_SPAN ("--More--"));
  RungsSpan rest;

  if (at < 0)
    return TRUE;
  rest = rungs_span_skip (*line, (gsize) at + 8);
  for (gsize i = rest.len; i > 0; i--)
    if (rest.str[i - 1] == '\b' || rest.str[i - 1] == '\r')
      {
        rest = rungs_span_skip (rest, i);
        break;
      }
  if (rungs_span_trim (rest).len == 0)
    return FALSE;
  /* One blank behind it is its own. */
  *line = rest.str[0] == ' ' && rest.str[-1] == '-' ? rungs_span_skip (rest, 1) : rest;
  return TRUE;
}
