/* Records of one device into the order of its counter [S=...]. Syslog goes over UDP: two records
 * may change places on the way, and some are lost. A record that comes too early waits for a few
 * others; when they do not come, what is missing is lost. A counter that jumps back was reset, or a
 * late record came: that is no loss. */
#include "config.h"

#include "formats/audiocodes/private.h"

#include <string.h>

#include "base/limits.h"

/* Records that wait. Records that change places are neighbours; more would only delay. */
#define MAX_HELD 8

#define WINDOW RUNGS_AC_SEEN

RungsAcDevice *
rungs_ac_device_new (guint index, RungsSpan name, gsize place, gboolean is_mac)
{
  RungsAcDevice *device = g_new0 (RungsAcDevice, 1);

  device->index = index;
  device->name = rungs_span_dup (name);
  device->name_len = name.len;
  device->place = place;
  device->is_mac = is_mac;
  device->pace = (RungsAcPace){ RUNGS_TIME_NONE, RUNGS_STAMP_NONE };
  device->held = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_ac_held_free);
  return device;
}

void
rungs_ac_device_free (RungsAcDevice *device)
{
  g_ptr_array_unref (device->held);
  g_free (device->name);
  g_free (device);
}

static RungsAcHeld *
held_at (RungsAcDevice *device, guint i)
{
  return g_ptr_array_index (device->held, i);
}

/* A number that does not fit in with those that wait at the beginning. */
static gboolean
is_far (RungsAcDevice *device, guint64 seq)
{
  guint n = device->held->len;

  return n > 0
         && (seq + WINDOW < held_at (device, 0)->seq
             || seq > held_at (device, n - 1)->seq + WINDOW);
}

static RungsAcTurn
turn_of (RungsAcDevice *device, guint64 seq)
{
  if (!device->started)
    return is_far (device, seq) ? RUNGS_AC_FLUSH : RUNGS_AC_HOLD;
  if (seq == device->next)
    {
      device->next++;
      return RUNGS_AC_DELIVER;
    }
  if (seq > device->next)
    return RUNGS_AC_HOLD;
  if (device->next - seq <= WINDOW)
    return RUNGS_AC_DELIVER;
  /* One record with a small number proves nothing; two in a row do. */
  if (device->restart == 0 || seq != device->restart)
    {
      device->restart = seq + 1;
      return RUNGS_AC_DELIVER;
    }
  if (device->held->len > 0)
    return RUNGS_AC_FLUSH;
  device->restart = 0;
  device->next = seq + 1;
  return RUNGS_AC_DELIVER;
}

RungsAcTurn
rungs_ac_device_turn (RungsAcDevice *device, guint64 seq, gsize len)
{
  RungsAcTurn turn;

  device->arrivals++;
  /* Shorter: cut where the log ends. Longer: then the first one was cut. */
  if (device->seen[seq % RUNGS_AC_SEEN].seq == seq && device->seen[seq % RUNGS_AC_SEEN].len >= len)
    return RUNGS_AC_REPEAT;
  turn = turn_of (device, seq);
  if (turn != RUNGS_AC_FLUSH)
    rungs_ac_device_see (device, seq, len);
  return turn;
}

RungsAcHeld *
rungs_ac_held_new (guint64 seq)
{
  RungsAcHeld *held = g_new0 (RungsAcHeld, 1);

  held->seq = seq;
  held->bytes = g_byte_array_new ();
  held->lines = g_array_new (FALSE, FALSE, sizeof (RungsAcHeldLine));
  return held;
}

RungsAcHeld *
rungs_ac_device_hold (RungsAcDevice *device, guint64 seq)
{
  RungsAcHeld *held = rungs_ac_held_new (seq);
  guint i = device->held->len;

  held->arrival = device->arrivals;
  while (i > 0 && held_at (device, i - 1)->seq > seq)
    i--;
  g_ptr_array_insert (device->held, (int) i, held);
  return held;
}

RungsAcHeld *
rungs_ac_device_release (RungsAcDevice *device, gboolean force, guint64 *lost)
{
  RungsAcHeld *first;
  guint last = device->held->len;

  *lost = 0;
  if (last == 0)
    return NULL;
  if (!device->started)
    {
      if (last < MAX_HELD && !force)
        return NULL;
      device->started = TRUE;
      device->next = held_at (device, 0)->seq;
    }
  first = held_at (device, 0);
  if (first->seq > device->next)
    {
      /* One that the others passed by long ago has a counter of its own. */
      if (held_at (device, last - 1)->arrival + WINDOW < device->arrivals)
        return g_ptr_array_steal_index (device->held, last - 1);
      if (last < MAX_HELD && !force)
        return NULL;
      if (force && last == 1 && first->seq - device->next > WINDOW
          && first->arrival < device->arrivals)
        return g_ptr_array_steal_index (device->held, 0);
      *lost = first->seq - device->next;
      device->gaps++;
    }
  device->next = MAX (device->next, first->seq + 1);
  return g_ptr_array_steal_index (device->held, 0);
}

void
rungs_ac_held_add (RungsAcHeld *held, RungsSpan line, guint64 offset, guint64 end, guint32 number)
{
  RungsAcHeldLine entry = { held->bytes->len, line.len, offset, end, number };

  if (held->bytes->len + line.len > RUNGS_MAX_LINE)
    return;
  g_byte_array_append (held->bytes, (const guint8 *) line.str, line.len);
  g_array_append_val (held->lines, entry);
}

void
rungs_ac_held_free (RungsAcHeld *held)
{
  g_byte_array_unref (held->bytes);
  g_array_unref (held->lines);
  g_free (held);
}
