/* When the messages of an input were: stamps whose date or zone becomes known later are put right,
 * and the clock of an input is what the log states, else what the user says. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "memory/choice-set.h"
#include "trace/builder.h"

/* A message that was put together while the date became known: its stamp was handed out before. */
static RungsTime
put_right (const RungsInputNote *note, RungsTime time)
{
  for (guint i = 0; i < G_N_ELEMENTS (note->datings); i++)
    {
      const RungsDating *dating = &note->datings[i];

      if ((time.facts & dating->clears) == 0)
        continue;
      time.at = rungs_dating_apply (dating, time.at);
      time.facts = (guint8) ((time.facts & ~dating->clears) | dating->sets);
    }
  return time;
}

static gint64
zone_of (RungsTime time)
{
  return (time.facts & RUNGS_TIME_ZONED) != 0 ? time.ahead * RUNGS_STAMP_MINUTE : 0;
}

/* The first stamp of the input that has a zone: those before it are taken to be of the same
 * clock. */
static void
spread_zone (RungsBuilder *self, const RungsTraceInput *entry, RungsInputNote *note)
{
  for (guint32 i = note->first_row; i + 1 < self->rows.n; i++)
    {
      RungsMessage *row = rungs_rows_at (&self->rows, i);

      if (row->time == RUNGS_STAMP_NONE || (row->facts & RUNGS_TIME_UPTIME) != 0)
        continue;
      row->time -= rungs_builder_shift_of (entry, row);
      row->facts |= RUNGS_TIME_ZONED | RUNGS_TIME_ZONE_INFERRED;
      row->quarters = (gint8) (note->ahead / 15);
      row->time += rungs_builder_shift_of (entry, row);
      note->is_retimed = TRUE;
    }
  if (!note->is_retimed || entry->has_user_zone)
    return;
  for (guint i = 0; i < self->watches->len; i++)
    g_array_index (self->watches, RungsClockWatch, i).time -= note->ahead * RUNGS_STAMP_MINUTE;
  if (note->last != RUNGS_STAMP_NONE)
    note->last -= note->ahead * RUNGS_STAMP_MINUTE;
}

/* The zone of a stamp that has none: that of those before it. */
static RungsTime
with_zone (RungsBuilder *self, RungsTraceInput *entry, RungsInputNote *note, RungsTime time)
{
  if ((time.facts & RUNGS_TIME_UPTIME) != 0 || (entry->format != NULL && entry->format->utc))
    return time;
  if ((time.facts & RUNGS_TIME_ZONED) != 0)
    {
      note->ahead = time.ahead;
      if (!note->has_zone && entry->n_stamped > 0)
        {
          spread_zone (self, entry, note);
          entry->n_zoned = entry->n_inferred = entry->n_stamped;
        }
      note->has_zone = TRUE;
    }
  else if (note->has_zone)
    {
      time.ahead = note->ahead;
      time.facts |= RUNGS_TIME_ZONED | RUNGS_TIME_ZONE_INFERRED;
    }
  return time;
}

void
rungs_builder_set_time (RungsBuilder *self, RungsTime time, RungsMessage *row)
{
  RungsTraceInput *entry = &g_array_index (self->inputs, RungsTraceInput, row->input);
  RungsInputNote *note = &g_array_index (self->input_notes, RungsInputNote, row->input);

  if (time.at == RUNGS_STAMP_NONE)
    return;
  time = with_zone (self, entry, note, put_right (note, time));
  row->facts = time.facts;
  row->quarters = (gint8) (time.ahead / 15);
  row->time =
    time.at + rungs_builder_shift_of (entry, row) - zone_of (time) % (15 * RUNGS_STAMP_MINUTE);
  note->facts |= time.facts;
  if ((time.facts & RUNGS_TIME_UPTIME) != 0)
    return;
  entry->n_stamped++;
  entry->n_zoned += (time.facts & RUNGS_TIME_ZONED) != 0;
  entry->n_inferred += (time.facts & RUNGS_TIME_ZONE_INFERRED) != 0;
}

/* The first date in the log: what was read before it has been counted from another one. */
void
rungs_builder_dated (RungsBuilder *self, const RungsDating *dating)
{
  RungsInputNote *note = &g_array_index (self->input_notes, RungsInputNote, self->inputs->len - 1);

  note->datings[(dating->clears & RUNGS_TIME_DATE_GUESSED) != 0 ? 0 : 1] = *dating;
  note->is_retimed = TRUE;
  note->facts = (note->facts & dating->clears) != 0
                  ? (guint8) ((note->facts & ~dating->clears) | dating->sets)
                  : note->facts;
  note->last = rungs_dating_apply (dating, note->last);
  for (guint32 i = note->first_row; i < self->rows.n; i++)
    {
      RungsMessage *row = rungs_rows_at (&self->rows, i);

      if ((row->facts & dating->clears) == 0)
        continue;
      row->time = rungs_dating_apply (dating, row->time);
      row->facts = (guint8) ((row->facts & ~dating->clears) | dating->sets);
    }
  for (guint i = 0; i < self->watches->len; i++)
    {
      RungsClockWatch *watch = &g_array_index (self->watches, RungsClockWatch, i);

      watch->time = rungs_dating_apply (dating, watch->time);
    }
}

/* What @options say about the clock of @entry, of everything before that about its file, of all
 * inputs, and of this one. */
static void
collect_clock (RungsTraceInput *entry, guint number, const RungsLoadOptions *options)
{
  gboolean is_shifted = FALSE;

  entry->has_user_zone = FALSE;
  entry->utc_offset = 0;
  entry->user_shift = 0;
  if (options->choices != NULL)
    rungs_choice_set_get_clock (options->choices, entry->input, &entry->has_user_zone,
                                &entry->utc_offset, &entry->user_shift);
  if (options->has_utc_offset)
    {
      entry->has_user_zone = TRUE;
      entry->utc_offset = options->utc_offset;
    }
  for (guint i = 0; i < options->n_clocks; i++)
    {
      const RungsInputClock *clock = &options->clocks[i];

      if (clock->input != number)
        continue;
      if (clock->shift != 0)
        {
          entry->user_shift = (is_shifted ? entry->user_shift : 0) + clock->shift;
          is_shifted = TRUE;
        }
      if (clock->has_utc_offset)
        {
          entry->has_user_zone = TRUE;
          entry->utc_offset = clock->utc_offset;
        }
    }
}

void
rungs_builder_set_clock (RungsTraceInput *entry, guint number, const RungsLoadOptions *options)
{
  guint32 n_zoned = entry->n_zoned;
  gboolean is_stated;

  collect_clock (entry, number, options);
  n_zoned -= entry->has_user_zone ? entry->n_inferred : 0;
  is_stated =
    entry->format != NULL && (entry->format->utc || (n_zoned > 0 && n_zoned == entry->n_stamped));
  entry->shift = entry->moved = entry->user_shift;
  entry->utc = entry->format != NULL && (is_stated || entry->has_user_zone);
  entry->zone = is_stated ? RUNGS_ZONE_FILE : entry->utc ? RUNGS_ZONE_USER : RUNGS_ZONE_LOCAL;
  if (entry->zone == RUNGS_ZONE_USER)
    entry->shift -= (gint64) entry->utc_offset * 60 * RUNGS_STAMP_SECOND;
}

static void
diagnose_times (RungsBuilder *self, const RungsInputNote *note)
{
  if ((note->facts & RUNGS_TIME_DATE_GUESSED) != 0)
    rungs_builder_diagnose (self, 0, RUNGS_DIAGNOSTIC_NOTE,
                            _ ("The date is not in this log, only the time of day. Calls are "
                               "sorted as if the log had been written on the file’s own date."));
  if ((note->facts & RUNGS_TIME_ORDER_GUESSED) != 0)
    rungs_builder_diagnose (self, 0, RUNGS_DIAGNOSTIC_NOTE,
                            _ ("Dates in this log can be read in two ways, and nothing in it shows "
                               "whether the day or the month comes first."));
  if (note->is_windows_1252)
    rungs_builder_diagnose (self, 0, RUNGS_DIAGNOSTIC_NOTE,
                            _ ("Some text in this log is not UTF-8. It is shown as Windows-1252 "
                               "(Latin-1)."));
}

void
rungs_builder_end_times (RungsBuilder *self)
{
  guint number = self->inputs->len - 1;
  RungsTraceInput *entry = &g_array_index (self->inputs, RungsTraceInput, number);
  RungsInputNote *note = &g_array_index (self->input_notes, RungsInputNote, number);

  rungs_builder_set_clock (entry, number, &self->options);
  entry->facts = note->facts;
  note->shift = entry->shift;
  diagnose_times (self, note);
}
