/* The guards in front of libosip2. It takes quadratic time in the number of headers, list items,
 * parameters, escapes, SDP lines and payload numbers, and reads past the end of an m= line that is
 * cut short. All of them are counted here, in one linear pass, before it sees a byte. */
#include "config.h"

#include "sip/guard.h"

#include "base/limits.h"
#include "sip/scan.h"

#include <glib/gi18n-lib.h>

/* More of what libosip2 takes quadratic time in; the other limits of this kind are in
 * base/limits.h. */
#define MAX_HEADER_ESCAPES 256 /* "%20" of one header */
#define MAX_MESSAGE_ITEMS 1024 /* items of all headers: lists go on from header to header */
#define MAX_SDP_PAYLOADS 64

typedef struct
{
  guint items;
  guint escapes;
} Counts;

static Counts
count (RungsSpan value)
{
  Counts counts = { 0 };

  for (gsize i = 0; i < value.len; i++)
    {
      char c = value.str[i];

      counts.items += c == ',' || c == ';' || c == '&';
      counts.escapes += c == '%';
    }
  return counts;
}

static gboolean
refuse (GPtrArray *remarks, char *sentence)
{
  g_ptr_array_add (remarks, sentence);
  return FALSE;
}

/* One header's value, or the start line. */
static gboolean
check_value (RungsSpan name, RungsSpan value, guint *items, GPtrArray *remarks)
{
  g_autofree char *shown = rungs_span_dup_utf8 (rungs_span_head (name, 40));
  Counts counts;

  if (value.len > RUNGS_MAX_HEADER_BYTES)
    return refuse (
      remarks, g_strdup_printf (_ ("%s is longer than %u bytes."), shown, RUNGS_MAX_HEADER_BYTES));
  counts = count (value);
  *items += counts.items;
  if (counts.items > RUNGS_MAX_HEADER_ITEMS)
    return refuse (remarks, g_strdup_printf (_ ("%s has more than %u values and parameters."),
                                             shown, RUNGS_MAX_HEADER_ITEMS));
  if (counts.escapes > MAX_HEADER_ESCAPES)
    return refuse (remarks, g_strdup_printf (_ ("%s has more than %u escaped characters."), shown,
                                             MAX_HEADER_ESCAPES));
  return TRUE;
}

gboolean
rungs_guard_head (RungsSpan bytes, GPtrArray *remarks)
{
  RungsSpan name, value;
  guint n_headers = 0, items = 0;
  RungsScan scan;

  if (bytes.len > RUNGS_MAX_SIP)
    return refuse (remarks,
                   g_strdup_printf (_ ("The message is longer than %u bytes."), RUNGS_MAX_SIP));
  rungs_scan_init (&scan, bytes);
  if (!check_value (RUNGS_SPAN ("Start-Line"), rungs_scan_line (&scan), &items, remarks))
    return FALSE;
  while (rungs_scan_header (&scan, &name, &value))
    {
      if (++n_headers > RUNGS_MAX_HEADERS)
        return refuse (remarks, g_strdup_printf (_ ("The message has more than %u headers."),
                                                 RUNGS_MAX_HEADERS));
      if (name.len > RUNGS_MAX_HEADER_BYTES || !check_value (name, value, &items, remarks))
        return FALSE;
      if (items > MAX_MESSAGE_ITEMS)
        return refuse (remarks, g_strdup_printf (
                                  _ ("The message has more than %u header values and parameters."),
                                  MAX_MESSAGE_ITEMS));
    }
  if (rungs_span_find_char (rungs_span_head (bytes, scan.pos - bytes.str), '\0') >= 0)
    return refuse (remarks, g_strdup (_ ("There is a NUL byte in the head.")));
  return TRUE;
}

static guint
count_words (RungsSpan line)
{
  RungsSpan word;
  guint n = 0;

  while (rungs_span_take_until (&line, ' ', &word))
    n += word.len > 0;
  return n;
}

/* "m=audio 49170 RTP/AVP 0": what stops before the first format makes the library read on behind
 * the text. */
static gboolean
check_media_line (RungsSpan line, GPtrArray *remarks)
{
  guint n = count_words (line);

  if (n < 4)
    return refuse (remarks, g_strdup (_ ("An m= line of the SDP is not complete.")));
  if (n > 3 + MAX_SDP_PAYLOADS)
    return refuse (remarks,
                   g_strdup_printf (_ ("An m= line of the SDP has more than %u payload types."),
                                    MAX_SDP_PAYLOADS));
  return TRUE;
}

gboolean
rungs_guard_sdp (RungsSpan sdp, GPtrArray *remarks)
{
  RungsSpan line;
  guint n_lines = 0;

  if (sdp.len > RUNGS_MAX_SIP)
    return refuse (remarks,
                   g_strdup_printf (_ ("The SDP is longer than %u bytes."), RUNGS_MAX_SIP));
  if (rungs_span_find_char (sdp, '\0') >= 0)
    return refuse (remarks, g_strdup (_ ("There is a NUL byte in the SDP.")));
  while (rungs_span_take_line (&sdp, &line))
    {
      /* A lone CR ends a line for the library. */
      if (++n_lines > RUNGS_MAX_SDP_LINES)
        return refuse (
          remarks, g_strdup_printf (_ ("The SDP has more than %u lines."), RUNGS_MAX_SDP_LINES));
      if (rungs_span_find_char (line, '\r') >= 0)
        return refuse (remarks, g_strdup (_ ("A line of the SDP ends in a lone CR.")));
      if (line.len > RUNGS_MAX_HEADER_BYTES)
        return refuse (remarks, g_strdup_printf (_ ("A line of the SDP is longer than %u bytes."),
                                                 RUNGS_MAX_HEADER_BYTES));
      if (rungs_span_starts (line, RUNGS_SPAN ("m=")) && !check_media_line (line, remarks))
        return FALSE;
    }
  return TRUE;
}
