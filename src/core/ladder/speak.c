/* A row in words: for screen readers, tooltips and the labels of arrows. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ladder/ladder.h"
#include "ladder/witnesses.h"
#include "ladder/words.h"

char *
rungs_words_again (guint nth)
{
  switch (nth)
    {
    case 2:
      return g_strdup (_ ("again, 2nd"));
    case 3:
      return g_strdup (_ ("again, 3rd"));
    case 4:
      return g_strdup (_ ("again, 4th"));
    case 5:
      return g_strdup (_ ("again, 5th"));
    case 6:
      return g_strdup (_ ("again, 6th"));
    case 7:
      return g_strdup (_ ("again, 7th"));
    default:
      return g_strdup_printf (_ ("again, no. %u"), nth);
    }
}

char *
rungs_words_after (const RungsRow *row, gboolean with_witnesses)
{
  GString *text = g_string_new (NULL);

  if (row->detail[0] != '\0')
    g_string_append_printf (text, " %s", row->detail);
  if (row->has_sdp)
    g_string_append (text, " · SDP");
  if (row->retransmission)
    {
      g_autofree char *again = rungs_words_again (row->nth);
      g_string_append_printf (text, " · %s", again);
    }
  if (row->copies > 1 && with_witnesses)
    {
      g_autofree char *badge = rungs_witnesses_badge (row);
      g_string_append_printf (text, " · %s", badge);
    }
  if (row->damaged)
    g_string_append_printf (text, " · %s", _ ("incomplete"));
  return g_string_free (text, FALSE);
}

char *
rungs_words_gap (const RungsRow *row)
{
  /* Translators: how long nothing was sent, "12 s without a message" */
  return g_strdup_printf (_ ("%s without a message"), row->label);
}

char *
rungs_words_addresses (const RungsLane *lane)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lane->addresses->len; i++)
    g_string_append_printf (text, i == 0 ? "%s" : ", %s",
                            (const char *) g_ptr_array_index (lane->addresses, i));
  return g_string_free (text, FALSE);
}

static const char *
lane_name (const RungsLadder *ladder, guint i)
{
  return ((const RungsLane *) g_ptr_array_index (ladder->lanes, i))->name;
}

static void
speak_arrow (const RungsLadder *ladder, const RungsRow *row, GString *text)
{
  if (row->from == row->to)
    g_string_append (text, lane_name (ladder, row->from));
  else
    /* Translators: from one device to another, "Teams proxy to SBC" */
    g_string_append_printf (text, _ ("%s to %s"), lane_name (ladder, row->from),
                            lane_name (ladder, row->to));
  g_string_append_printf (text, ", %s", row->label);
  if (row->detail[0] != '\0')
    g_string_append_printf (text, " %s", row->detail);
  if (row->has_sdp)
    g_string_append_printf (text, ", %s", _ ("with SDP"));
  if (row->retransmission)
    {
      g_autofree char *again = rungs_words_again (row->nth);
      g_string_append_printf (text, ", %s", again);
    }
  if (row->copies > 1)
    {
      g_autofree char *witnesses = rungs_witnesses_speak (row);
      g_string_append_printf (text, ", %s", witnesses);
    }
  if (row->damaged)
    g_string_append_printf (text, ", %s", _ ("incomplete in the log"));
  if (row->deciding)
    g_string_append_printf (text, ", %s", _ ("the answer that decided the call"));
  else if (row->failing)
    g_string_append_printf (text, ", %s", _ ("part of the failing transaction"));
}

char *
rungs_ladder_speak (const RungsLadder *ladder, const RungsRow *row)
{
  GString *text;

  g_return_val_if_fail (ladder != NULL && row != NULL, NULL);

  if (row->kind == RUNGS_ROW_GAP)
    return rungs_words_gap (row);
  text = g_string_new (NULL);
  if (row->time != RUNGS_STAMP_NONE)
    {
      g_autofree char *clock = rungs_stamp_to_clock_as (row->time, row->facts);
      g_string_append_printf (text, "%s, ", clock);
    }
  if (row->kind == RUNGS_ROW_EVENT)
    g_string_append_printf (text, _ ("%s said: %s"), lane_name (ladder, row->from), row->label);
  else
    speak_arrow (ladder, row, text);
  return g_string_free (text, FALSE);
}
