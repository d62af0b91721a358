/* Where in a line a stamp may be, and what the lines of a log show of how its stamps are
 * written. */
#include "config.h"

#include "base/stamp-private.h"

/* A stamp is looked for in so much of the front of a line by the survey. */
#define SURVEY_BYTES 64

/* ---- Places ---- */

/* Where the first word of @line begins, after brackets, signs and "<134>". */
static gsize
front_of (RungsSpan line)
{
  gsize i = 0;

  for (;;)
    {
      while (stamp_is_one_of (line, i, " \t[(*.\"'#|-{"))
        i++;
      if (stamp_is_at (line, i, '<') && stamp_count_digits (line, i + 1) > 0
          && stamp_is_at (line, i + 1 + stamp_count_digits (line, i + 1), '>'))
        {
          i += 2 + stamp_count_digits (line, i + 1);
          /* The version of RFC 5424. */
          if (stamp_is_at (line, i, '1') && stamp_is_at (line, i + 1, ' '))
            i += 2;
        }
      else
        return i;
    }
}

/* The word before @at, past signs between them: "time" of "time: ", "ts" of "\"ts\":\"". */
static RungsSpan
word_before (RungsSpan line, gsize at, gboolean *has_equals)
{
  gsize end = at, begin;

  *has_equals = FALSE;
  while (end > 0 && !g_ascii_isalnum (line.str[end - 1]))
    {
      *has_equals |= line.str[end - 1] == '=';
      end--;
    }
  for (begin = end; begin > 0 && g_ascii_isalnum (line.str[begin - 1]);)
    begin--;
  return rungs_span (line.str + begin, end - begin);
}

static gboolean
is_any_word (RungsSpan word, const RungsSpan *words, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      if (rungs_span_equal_ci (word, words[i]))
        return TRUE;
    }
  return FALSE;
}

/* Digits alone, or a time of the day, at @at: may they be a stamp there? */
static gboolean
is_place_of_time (RungsSpan line, gsize at, gsize front, gboolean are_digits)
{
  static const RungsSpan times[] = { { "time", 4 },  { "timestamp", 9 }, { "ts", 2 },
                                     { "stamp", 5 }, { "date", 4 },      { "datetime", 8 },
                                     { "at", 2 },    { "epoch", 5 },     { "eventtime", 9 } };
  static const RungsSpan lengths[] = { { "duration", 8 }, { "lasted", 6 }, { "after", 5 },
                                       { "took", 4 },     { "for", 3 },    { "uptime", 6 },
                                       { "elapsed", 7 },  { "within", 6 }, { "length", 6 },
                                       { "billsec", 7 } };
  gboolean has_equals;
  RungsSpan word;

  if (at <= front)
    return TRUE;
  /* Of an address or a MAC: "fe80:10:15:02", "00:1a:10:15:02:33". */
  if (stamp_is_one_of (line, at - 1, ":.") && at >= 2 && g_ascii_isalnum (line.str[at - 2])
      && !are_digits)
    return FALSE;
  word = word_before (line, at, &has_equals);
  if (is_any_word (word, times, G_N_ELEMENTS (times)))
    return TRUE;
  return !are_digits && !has_equals && !is_any_word (word, lengths, G_N_ELEMENTS (lengths));
}

static gboolean
is_only_digits (RungsSpan s)
{
  gsize n = stamp_count_digits (s, 0);

  return n >= 8;
}

/* A NUL is in no line that a program wrote as text. */
static gboolean
is_text (RungsSpan line, gsize up_to)
{
  return memchr (line.str, '\0', MIN (up_to, line.len)) == NULL;
}

RungsWrittenKind
rungs_stamp_find (RungsSpan line, RungsDates dates, RungsWritten *written)
{
  gsize front = front_of (line);
  gboolean has_odd_date = FALSE; /* one that cannot be */

  *written = (RungsWritten){ .time.at = RUNGS_STAMP_NONE };
  for (gsize i = 0; i < line.len; i++)
    {
      RungsSpan rest = rungs_span_skip (line, i);
      gsize n;

      if (!g_ascii_isalnum (line.str[i]) || (i > 0 && g_ascii_isalnum (line.str[i - 1])))
        continue;
      n = rungs_stamp_read (rest, dates, written);
      if (n == 0)
        {
          has_odd_date |= stamp_take_three (rest, dates, (int[3]){ 0 }) > 0;
          continue;
        }
      if (written->kind == RUNGS_WRITTEN_CLOCK && has_odd_date)
        written->time.facts |= RUNGS_TIME_DATE_GUESSED;
      if ((written->kind == RUNGS_WRITTEN_CLOCK || is_only_digits (rest))
          && !is_place_of_time (line, i, front, is_only_digits (rest)))
        continue;
      /* "leg 1/2 10:15:02" */
      if (written->kind == RUNGS_WRITTEN_YEARLESS && i > front && g_ascii_isdigit (rest.str[0])
          && stamp_is_one_of (rest, stamp_count_digits (rest, 0), "-/.")
          && g_ascii_isdigit (rest.str[stamp_count_digits (rest, 0) + 1]))
        continue;
      if (is_text (line, i + n))
        return written->kind;
      break;
    }
  *written = (RungsWritten){ .time.at = RUNGS_STAMP_NONE };
  return RUNGS_WRITTEN_NONE;
}

/* Nearly all lines of SIP are not even looked at. */
static gboolean
may_begin_stamp (RungsSpan s)
{
  if (s.len < 8 || g_ascii_isdigit (s.str[0]))
    return s.len >= 8;
  return stamp_is_one_of (s, 3, " .,-/")
           ? g_ascii_isupper (s.str[0]) && g_ascii_islower (s.str[1]) && g_ascii_islower (s.str[2])
           : rungs_stamp_month (s) > 0;
}

RungsWrittenKind
rungs_stamp_at_front (RungsSpan line, RungsDates dates, RungsWritten *written)
{
  gsize front = front_of (line), n;

  *written = (RungsWritten){ .time.at = RUNGS_STAMP_NONE };
  if (!may_begin_stamp (rungs_span_skip (line, front)))
    return RUNGS_WRITTEN_NONE;
  n = rungs_stamp_read (rungs_span_skip (line, front), dates, written);
  if (n > 0 && is_text (line, front + n))
    return written->kind;
  *written = (RungsWritten){ .time.at = RUNGS_STAMP_NONE };
  return RUNGS_WRITTEN_NONE;
}

/* ---- The survey ---- */

/* Two numbers of a date of which neither is a year. */
static void
survey_order (RungsDateSurvey *self, int a, int b)
{
  if (a > 12 && b <= 12)
    self->n_day_first++;
  else if (b > 12 && a <= 12)
    self->n_month_first++;
  else if (!self->is_seen)
    {
      self->is_seen = TRUE;
      self->first_a = a;
      self->first_b = b;
    }
  /* Of two dates in one log the day is the number that changes. */
  else if (a != self->first_a && b == self->first_b)
    self->n_day_first++;
  else if (b != self->first_b && a == self->first_a)
    self->n_month_first++;
}

/* "10:15:02 006": no SIP code is below 100 or above 699. */
static gboolean
is_blank_fraction (RungsSpan s)
{
  int hour, number;
  gint64 rest;
  gsize n = stamp_take_hms (s, ':', &hour, &rest);

  return n > 0 && stamp_is_at (s, n, ' ')
         && stamp_take_number (rungs_span_skip (s, n + 1), 3, 3, &number) == 3
         && (stamp_is_at (s, n + 4, ' ') || n + 4 == s.len) && (number < 100 || number > 699);
}

void
rungs_stamp_survey (RungsDateSurvey *self, RungsSpan block)
{
  RungsSpan line;

  while (rungs_span_take_line (&block, &line))
    {
      line = rungs_span_head (line, SURVEY_BYTES);
      for (gsize i = 0; i < line.len; i++)
        {
          RungsSpan rest = rungs_span_skip (line, i);
          RungsWritten written;
          int numbers[3];
          gsize n;

          if (!g_ascii_isdigit (line.str[i]) || (i > 0 && g_ascii_isalnum (line.str[i - 1])))
            continue;
          self->n_blank += is_blank_fraction (rest);
          n = stamp_take_three (rest, RUNGS_DATES_PLAIN, numbers);
          if (n == 0 || numbers[0] >= STAMP_MIN_YEAR)
            continue;
          if (rungs_stamp_read (rest, RUNGS_DATES_PLAIN, &written) > n)
            survey_order (self, numbers[0], numbers[1]);
          break;
        }
    }
}

RungsDates
rungs_stamp_survey_end (const RungsDateSurvey *self)
{
  RungsDates dates = self->n_blank > 0 ? RUNGS_DATES_BLANK : RUNGS_DATES_PLAIN;

  if (self->n_day_first > self->n_month_first)
    dates |= RUNGS_DATES_DAY_FIRST;
  else if (self->n_month_first > 0 && self->n_month_first > self->n_day_first)
    dates |= RUNGS_DATES_MONTH_FIRST;
  return dates;
}
