/* Clocks that are set back while a log is written. Only what comes later in the file can be told to
 * be too early: a message that was long incomplete is handed over late, and that says nothing.
 * Several devices in one log have a clock each. */
#include "config.h"

#include "clocks/clock-watch.h"

#include <glib/gi18n-lib.h>

#include "base/limits.h"
#include "trace/builder.h"

/* A clock that goes back by more than this was set: less is the order in which a device writes. */
#define CLOCK_JUMP (2 * G_GINT64_CONSTANT (1000000))

/* Summer time ends by an hour, as far as two messages tell. */
#define HOUR (3600 * RUNGS_STAMP_SECOND)
#define HOUR_SLACK (60 * RUNGS_STAMP_SECOND)

void
rungs_clockwatch_see (RungsBuilder *self, const RungsMessage *row, RungsSpan device)
{
  guint32 *slot;
  RungsClockWatch *watch;
  RungsClockJump jump;

  if (row->time == RUNGS_STAMP_NONE)
    return;
  slot = rungs_table_slot (&self->watch_of, device.len > 0 ? rungs_hash (device) : 0);
  if (*slot == RUNGS_TABLE_NONE)
    {
      RungsClockWatch fresh = { row->time, row->offset };

      *slot = self->watches->len;
      g_array_append_val (self->watches, fresh);
      return;
    }
  watch = &g_array_index (self->watches, RungsClockWatch, *slot);
  if (row->offset < watch->offset)
    return;
  jump = (RungsClockJump){ row->line, watch->time - row->time };
  self->n_forward += row->time > watch->time;
  if (jump.back > CLOCK_JUMP)
    {
      self->n_back++;
      if (self->jumps->len < RUNGS_MAX_DIAGNOSTICS)
        g_array_append_val (self->jumps, jump);
    }
  /* Small steps back are the order of the log's lines: the clock is where it was farthest. */
  if (jump.back <= 0 || jump.back > CLOCK_JUMP)
    watch->time = row->time;
  watch->offset = row->offset;
}

static void
diagnose (RungsBuilder *self, const RungsClockJump *jump)
{
  g_autofree char *by = rungs_stamp_duration (jump->back / 1000);
  g_autofree char *text = NULL;

  text =
    ABS (jump->back - HOUR) <= HOUR_SLACK
      ? g_strdup_printf (_ ("The clock goes back by %s here, as at the end of summer time."), by)
      : g_strdup_printf (_ ("The clock goes back by %s here."), by);
  rungs_builder_diagnose (self, jump->line, RUNGS_DIAGNOSTIC_CLOCK_JUMP, text);
}

void
rungs_clockwatch_end (RungsBuilder *self)
{
  if (self->n_back > 2 && self->n_back > self->n_forward)
    rungs_builder_diagnose (self, 0, RUNGS_DIAGNOSTIC_NOTE,
                            _ ("The latest messages come first in this file."));
  else
    for (guint i = 0; i < self->jumps->len; i++)
      diagnose (self, &g_array_index (self->jumps, RungsClockJump, i));
  g_array_set_size (self->jumps, 0);
  g_array_set_size (self->watches, 0);
  rungs_table_clear (&self->watch_of);
  self->n_back = self->n_forward = 0;
}
