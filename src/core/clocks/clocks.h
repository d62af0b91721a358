/* The clocks of several inputs. Nobody sets the clocks of an SBC and of the machine that captures
 * beside it by each other, and one writes local time, the other UTC. The messages that two inputs
 * both saw tell how far they are apart. It is always measured and used to tell which legs may
 * belong together; stamps are changed only when RungsLoadOptions.align says so. */
#pragma once

#include "trace/trace.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 input;
  /* the input that it is compared with: one whose stamps are UTC, else the first */
  guint32 reference;
  guint32 n_pairs; /* messages seen by both */
  /* microseconds that the clock of @input is ahead (by the stamps as they were before aligning) */
  gint64 offset;
  gint64 spread;       /* microseconds: nine of ten pairs are within so much of it */
  int zone;            /* minutes of @offset that are a difference of time zones; 0: none */
  gboolean is_steady;  /* the same from the first pair to the last: it can be taken off */
  gboolean is_applied; /* it was taken off the stamps */
} RungsClock;

/* One for each input that has messages in common with its reference, by input. */
guint rungs_trace_get_n_clocks (RungsTrace *self);
const RungsClock *rungs_trace_get_clock (RungsTrace *self, guint i);

/* TRUE when the clocks differ so much that the order of messages suffers. */
gboolean rungs_clock_differs (const RungsClock *clock);

/* "trunk.pcap is 1.250 s ahead of sbc.log: 14 messages that both saw, ±0.003 s." @names: of the
 * inputs, as they are to be shown. Translated. (transfer full) */
char *rungs_clock_describe (const RungsClock *clock,
                            const char *input_name,
                            const char *reference_name) G_GNUC_WARN_UNUSED_RESULT;

/* "+02:00", "-05:30", "+2", "UTC" and "Z" in minutes. FALSE for anything else. */
gboolean rungs_clock_parse_utc_offset (RungsSpan text, int *minutes);
/* "+1.250s", "-2 h", "+300ms", "-90" in microseconds; the sign is needed. FALSE for anything
 * else. */
gboolean rungs_clock_parse_shift (RungsSpan text, gint64 *usec);
/* The same for people, to be parsed again: "+02:00", "+1.250 s". (transfer full) */
char *rungs_clock_utc_offset_text (int minutes) G_GNUC_WARN_UNUSED_RESULT;
char *rungs_clock_shift_text (gint64 usec) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
