/* One SIP message out of the lines of a log that says where each message begins. Lines of somebody
 * else in between are told from the message's own by their looks: a head has headers, SDP has
 * "a=…". The end is where Content-Length says, else where the log says. */
#pragma once

#include "formats/format.h"

G_BEGIN_DECLS

typedef enum
{
  RUNGS_COLLECT_IDLE,  /* no message is expected */
  RUNGS_COLLECT_START, /* the start line comes next */
  RUNGS_COLLECT_HEAD,
  RUNGS_COLLECT_BODY,
  RUNGS_COLLECT_WHOLE, /* nothing more belongs to it */
} RungsCollectState;

typedef enum
{
  RUNGS_COLLECT_COUNTED, /* until Content-Length is reached */
  RUNGS_COLLECT_SDP,     /* while lines look like SDP */
  RUNGS_COLLECT_OPEN,    /* until the log says it ends */
  RUNGS_COLLECT_UNKNOWN, /* no header speaks of a body: its first line tells */
} RungsCollectBody;

/* What a line changes. */
typedef struct
{
  RungsCollectState state;
  gsize len;
  gsize body_start;
  RungsCollectBody body;
  gint64 content_length;
  gboolean is_sdp;
  guint n_headers;
} RungsCollectPoint;

typedef struct
{
  RungsCollectState state;
  GString *bytes; /* CRLF line ends */
  gsize body_start;
  RungsCollectBody body;
  gint64 content_length; /* -1: none */
  gboolean is_sdp;
  guint n_headers;
  gsize indent;        /* blanks before its lines, where the start line has none */
  guint32 line;        /* of the start line */
  guint32 last_number; /* of @last */
  guint64 end;         /* in the input, behind the last line of the message */
  GString *last; /* its last line that is not blank, and what was before it: a cut may be in it */
  GString *joined;
  RungsCollectPoint before;
} RungsCollect;

void rungs_collect_init (RungsCollect *self);
void rungs_collect_clear (RungsCollect *self);

/* Forgets the message before; a start line comes next. */
void rungs_collect_begin (RungsCollect *self);

/* A line without its line end, up to @end in the input. FALSE when it is not the message's. */
gboolean rungs_collect_line (RungsCollect *self, RungsSpan line, guint64 end, guint32 number);

/* Of two lines around a cut: is each one whole, as far as their looks tell? */
gboolean rungs_collect_is_new_line (RungsSpan before, RungsSpan line);

/* The first line of a further part of a message that was cut at any byte: the end of the last line,
 * or a new one. */
gboolean rungs_collect_continue (RungsCollect *self, RungsSpan line, guint64 end, guint32 number);

/* There is no more: the message's bytes, line, and whether it is damaged are put into @message, and
 * what is odd is told to @sink. FALSE when there is no message. @message is valid until the next
 * begin. The state is then idle. */
gboolean rungs_collect_finish (RungsCollect *self, RungsSink *sink, RungsSinkMessage *message);

/* How a body ends, by what its head says of it. @type: its Content-Type. */
RungsCollectBody rungs_collect_body_of (gint64 content_length, gboolean is_sdp, RungsSpan type);

/* What is odd about a message, in words that all logs of lines share. */
void rungs_collect_tell_too_long (RungsSink *sink, guint32 line);
/* The body is shorter than @content_length (-1: none): TRUE, and says so. */
gboolean rungs_collect_is_short (RungsSink *sink, guint32 line, gint64 content_length, gsize len);
/* A header that each message has is not there: TRUE, and says so. */
gboolean rungs_collect_is_cut (RungsSink *sink, guint32 line, const RungsSipIndex *index);

/* Is what a log shows a message, and can be told which call it is of? A part of the head may be
 * lost. */
gboolean rungs_collect_is_message (const RungsSipIndex *index);
/* Says that one with a start line and some headers was left out. One that is only spoken of has no
 * headers. */
void rungs_collect_tell_left_out (RungsSink *sink, guint32 line, const RungsSipIndex *index);

G_END_DECLS
