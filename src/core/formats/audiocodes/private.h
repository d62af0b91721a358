/* AudioCodes syslog, between its files. From the bytes up:
 *   audiocodes-grammar.c  what one line says: record heads, notifications, markers
 *   audiocodes-time.c     [Time:...] and the stamps of the savers
 *   audiocodes-order.c    records of one device into the order of their counter
 *   audiocodes-record.c   lines into records
 *   audiocodes-stream.c   records into messages and events, per device and session
 *   audiocodes-message.c  one message being put together
 *   audiocodes.c          the format */
#pragma once

#include "formats/stamps.h"

G_BEGIN_DECLS

/* ------------------------------------------------------------------ grammar */

/* Where heads were last seen; carried from line to line, because a saver writes its columns
 * alike. */
typedef struct
{
  gsize column;      /* of "[S=" */
  gsize gap[2];      /* blanks between the head and the body: without and with a session */
  gsize session_len; /* of the last session */
  gboolean has_seq;  /* the log has "[S=" */
} RungsAcLayout;

#define RUNGS_AC_LAYOUT_INIT                                                                       \
  {                                                                                                \
    0, { 3, 2 }, 0, FALSE                                                                          \
  }

typedef struct
{
  RungsSpan prefix; /* what the saver wrote before the record */
  gboolean has_seq;
  guint64 seq;       /* S: one counter per device */
  RungsSpan session; /* "2ed1c8:96:1234567" */
  RungsSpan mac;     /* "2ed1c8": the end of the device's MAC address, of SID or BID */
  gboolean is_cdr;   /* a call detail record: numbered by a counter of its own */
  gsize body;        /* column of the body */
} RungsAcHead;

typedef struct
{
  gboolean incoming;
  RungsSpan remote;    /* "52.114.75.24:5061" */
  RungsSpan interface; /* "Teams"; "SIPInterface #0" when it has no name */
  RungsTransport transport;
} RungsAcMarker;

gboolean rungs_ac_read_head (RungsAcLayout *layout, RungsSpan line, RungsAcHead *head);
/* Where a further head begins in @line behind @from ("...] <133>[S=2] ", datagrams dumped without a
 * line end); else -1. */
gssize rungs_ac_find_glued_head (RungsSpan line, gsize from);
/* "(N  6891676) text", "( lgr_flow)(63 ) text", or a bare marker: TRUE with the text behind it. */
gboolean rungs_ac_read_notification (RungsSpan line, RungsSpan *text);
/* " SIP Message " is somewhere in @line. Fast: it is asked of every line. */
gboolean rungs_ac_has_marker (RungsSpan line);
/* @text begins like a marker; *@whole tells whether its end is there. */
gboolean rungs_ac_is_marker (RungsSpan text, gboolean *whole);
gboolean rungs_ac_read_marker (RungsSpan text, RungsAcMarker *marker);
/* The device's address or name in a saver's prefix; empty when there is none. */
RungsSpan rungs_ac_prefix_device (RungsSpan prefix);

/* How a saver wrote the line ends inside a record. */
typedef enum
{
  RUNGS_AC_ESCAPE_NONE,      /* real line ends */
  RUNGS_AC_ESCAPE_HASH,      /* #015#012 */
  RUNGS_AC_ESCAPE_ANGLE,     /* <013><010> */
  RUNGS_AC_ESCAPE_BACKSLASH, /* \r\n */
} RungsAcEscape;

/* @last: of the record before, kept when this one gives no sign. */
RungsAcEscape rungs_ac_escape_of (RungsSpan body, RungsAcEscape last);
/* Appends @body with its control characters to @text. @places (element-type guint32) gets the
 * position in @body of each line behind the first. */
void rungs_ac_unescape (RungsSpan body, RungsAcEscape escape, GByteArray *text, GArray *places);

/* A head with a session and a notification behind it, where the last one stood; FALSE for all
 * others, whatever they are. The end of the MAC address is not looked for. */
static inline gboolean
rungs_ac_read_usual_head (RungsAcLayout *layout, RungsSpan line, RungsAcHead *head)
{
  const char *p = line.str + layout->column, *end = line.str + line.len, *sid;
  guint64 seq = 0;

  /* "[S=1] [SID=2ed1c8:96:5]  (N": the shortest that there is. */
  if (line.len < layout->column + 24 || memcmp (p, "[S=", 3) != 0)
    return FALSE;
  for (p += 3; p < end && g_ascii_isdigit (*p); p++)
    seq = seq * 10 + (guint64) (*p - '0');
  if (end - p < 16 || memcmp (p, "] [SID=", 7) != 0)
    return FALSE;
  sid = p + 7;
  /* Mostly as long as the last one. */
  p = sid + layout->session_len;
  if (end - sid <= (gssize) layout->session_len || *p != ']')
    p = memchr (sid, ']', MIN (end - sid, 40));
  if (p == NULL || (gsize) (end - p) < layout->gap[1] + 3 || p[layout->gap[1] + 1] != '('
      || p[layout->gap[1] + 2] != 'N')
    return FALSE;
  layout->session_len = p - sid;
  head->prefix = rungs_span (line.str, layout->column);
  head->session = rungs_span (sid, p - sid);
  head->mac = RUNGS_SPAN_NONE;
  head->seq = seq;
  head->has_seq = TRUE;
  head->is_cdr = FALSE;
  head->body = p + 1 + layout->gap[1] - line.str;
  return TRUE;
}

/* --------------------------------------------------------------------- time */

/* Takes " [Time:19-12@12:44:54.873]" and what follows it off the end of @line; *@stamp is what
 * stands in it. */
gboolean rungs_ac_take_time (RungsSpan *line, RungsSpan *stamp);
/* What a device's clock and its receiver's showed at the same record, the last one that has both.
 * RUNGS_STAMP_NONE: none yet. */
typedef struct
{
  RungsTime device;
  RungsStamp receiver;
} RungsAcPace;

/* @stamp as found by rungs_ac_take_time(), or empty: then the receiver's, from @prefix, put right
 * by @pace (may be NULL). */
RungsTime rungs_ac_clock_read (RungsStamps *stamps,
                               RungsSpan stamp,
                               RungsSpan prefix,
                               RungsAcPace *pace);

/* ------------------------------------------------------------------ devices */

/* How far apart in the counter records are that can have changed places, or come twice. A power of
 * two. */
#define RUNGS_AC_SEEN 64

/* A record that waits for the ones before it. */
typedef struct
{
  guint64 seq;
  guint64 arrival;
  GByteArray *bytes;
  GArray *lines; /* of RungsAcHeldLine */
} RungsAcHeld;

typedef struct
{
  gsize start, len; /* in bytes */
  guint64 offset, end;
  guint32 number;
} RungsAcHeldLine;

typedef struct
{
  guint index;
  char *name; /* (owned) */
  gsize name_len;
  gsize place; /* in the prefix where it was last seen; 0 when it is a MAC */
  gboolean is_mac;
  guint gaps; /* counts up with each loss */
  RungsAcPace pace;
  /* The counter. */
  gboolean started;
  guint64 next;    /* the number expected */
  guint64 restart; /* a jump backwards is a restart when this one follows it; 0 none */
  guint64 arrivals;
  GPtrArray *held; /* RungsAcHeld by seq */
  /* The latest records, by the end of their number: its number and the length of its first line. */
  struct
  {
    guint64 seq;
    gsize len;
  } seen[RUNGS_AC_SEEN];
} RungsAcDevice;

typedef enum
{
  RUNGS_AC_DELIVER, /* it is its turn, or it has none */
  RUNGS_AC_HOLD,    /* others should come before it */
  RUNGS_AC_FLUSH,   /* first deliver all that is held, then ask again */
  RUNGS_AC_REPEAT,  /* it was here: a second syslog server, or a log saved twice */
} RungsAcTurn;

static inline void
rungs_ac_device_see (RungsAcDevice *device, guint64 seq, gsize len)
{
  device->seen[seq % RUNGS_AC_SEEN].seq = seq;
  device->seen[seq % RUNGS_AC_SEEN].len = len;
}

RungsAcDevice *rungs_ac_device_new (guint index, RungsSpan name, gsize place, gboolean is_mac);
void rungs_ac_device_free (RungsAcDevice *device);
/* @len: of its first line, from the counter on. */
RungsAcTurn rungs_ac_device_turn (RungsAcDevice *device, guint64 seq, gsize len);
RungsAcHeld *rungs_ac_device_hold (RungsAcDevice *device, guint64 seq);
/* The next held record whose turn it is; with @force also one behind a loss: *@lost is then the
 * number of records missing before it. NULL when none. (transfer full) */
RungsAcHeld *rungs_ac_device_release (RungsAcDevice *device, gboolean force, guint64 *lost);
RungsAcHeld *rungs_ac_held_new (guint64 seq);
void rungs_ac_held_add (RungsAcHeld *held,
                        RungsSpan line,
                        guint64 offset,
                        guint64 end,
                        guint32 number);
void rungs_ac_held_free (RungsAcHeld *held);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsAcHeld, rungs_ac_held_free)

/* ----------------------------------------------------------------- messages */

/* Bytes that grow: what GByteArray is, inline, because a message is put together from many small
 * pieces. */
typedef struct
{
  char *data;
  gsize len, size;
} RungsAcBuffer;

void rungs_ac_buffer_grow (RungsAcBuffer *buffer, gsize more);

static inline void
rungs_ac_buffer_append (RungsAcBuffer *buffer, const char *bytes, gsize len)
{
  if (len > buffer->size - buffer->len)
    rungs_ac_buffer_grow (buffer, len);
  if (len > 0)
    memcpy (buffer->data + buffer->len, bytes, len);
  buffer->len += len;
}

static inline void
rungs_ac_buffer_append_c (RungsAcBuffer *buffer, char c)
{
  rungs_ac_buffer_append (buffer, &c, 1);
}

static inline RungsSpan
rungs_ac_buffer_span (const RungsAcBuffer *buffer)
{
  return rungs_span (buffer->data, buffer->len);
}

typedef enum
{
  RUNGS_AC_STATE_MARKER, /* the marker itself goes on in the next record */
  RUNGS_AC_STATE_WAIT,   /* no text yet */
  RUNGS_AC_STATE_HEAD,
  RUNGS_AC_STATE_BODY,
  RUNGS_AC_STATE_DEAD, /* no SIP after all: swallowed */
} RungsAcState;

typedef struct
{
  RungsAcState state;
  RungsAcDevice *device;
  RungsAcBuffer session;
  RungsAcBuffer marker; /* its line */
  /* lines ended by CRLF, one blank before each end taken off; the last may be open */
  RungsAcBuffer text;
  RungsAcBuffer marks; /* a byte for each ended line: RUNGS_AC_MARK_* */
  gsize line_start;    /* of the last line, in text */
  gsize head_len;      /* in state BODY */
  guint head_lines;
  gint64 content_length; /* -1: none seen */
  guint64 offset, end;
  guint32 line; /* of the start line; until then of the marker */
  guint64 order;
  RungsTime time;
  guint gaps; /* of the device, when it began */
  gboolean too_long;
  gboolean grew;       /* in the record being read */
  gboolean is_guessed; /* the time: its record has lost [Time:...] */
  GList link;          /* in the list of open ones */
} RungsAcMessage;

/* What became of a message. */
typedef enum
{
  RUNGS_AC_WHOLE,
  RUNGS_AC_UNKNOWN, /* no Content-Length to check it by */
  RUNGS_AC_SHORT,
  RUNGS_AC_LONG,
  RUNGS_AC_ABSENT, /* a marker and no message */
} RungsAcVerdict;

RungsAcMessage *rungs_ac_message_new (void);
void rungs_ac_message_free (RungsAcMessage *self);
void rungs_ac_message_reset (RungsAcMessage *self);
/* A piece of text; it goes on where the last one ended. */
void rungs_ac_message_add (RungsAcMessage *self, RungsSpan text, guint32 number);
/* The line end between two pieces. */
void rungs_ac_message_break (RungsAcMessage *self);
/* Nothing is missing, by Content-Length and the usual reading: no need to wait for more. */
gboolean rungs_ac_message_fits (RungsAcMessage *self);
/* No more will come: chooses the reading that fits Content-Length and takes off what is not part of
 * the message. */
RungsAcVerdict rungs_ac_message_finish (RungsAcMessage *self);

/* ------------------------------------------------------------------ streams */

typedef struct
{
  RungsAcDevice *device; /* NULL: nobody knows */
  RungsSpan session, prefix;
  guint64 offset;
  gboolean clean; /* begins with a notification, not with the rest of something */
} RungsAcRecord;

typedef struct _RungsAcStreams RungsAcStreams;

RungsAcStreams *rungs_ac_streams_new (RungsReader *reader, RungsSink *sink);
void rungs_ac_streams_free (RungsAcStreams *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsAcStreams, rungs_ac_streams_free)
/* A message of @session is being put together. */
gboolean rungs_ac_streams_expect (RungsAcStreams *self, RungsAcDevice *device, RungsSpan session);
/* The spans of @record must stay until rungs_ac_streams_end(). */
void rungs_ac_streams_begin (RungsAcStreams *self, const RungsAcRecord *record);
/* A line of the record without the saver's padding. @is_first: it stands on the record's own line.
 * @offset is where it begins in the input. TRUE when [Time:...] ended the record. */
gboolean rungs_ac_streams_line (RungsAcStreams *self,
                                RungsSpan line,
                                gboolean is_first,
                                guint64 offset,
                                guint32 number);
/* A line that is surely text and not the first: FALSE, and nothing done, when no message is in its
 * head or body. */
gboolean rungs_ac_streams_add_plain (RungsAcStreams *self, RungsSpan line);
void rungs_ac_streams_end (RungsAcStreams *self, guint64 end);
/* Nothing more comes: what is open is finished as it is. */
void rungs_ac_streams_close (RungsAcStreams *self);

/* ------------------------------------------------------------------ records */

typedef struct _RungsAcRecords RungsAcRecords;

RungsAcRecords *rungs_ac_records_new (RungsReader *reader, RungsSink *sink);
void rungs_ac_records_free (RungsAcRecords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsAcRecords, rungs_ac_records_free)
/* @end: where the line behind it begins. */
void rungs_ac_records_line (RungsAcRecords *self,
                            RungsSpan line,
                            guint64 offset,
                            guint64 end,
                            guint32 number);
void rungs_ac_records_close (RungsAcRecords *self);

G_END_DECLS
