/* The text engine, between its files. From the bytes up:
 *   address.c, expression.c    one line against an expression of a definition
 *   definition.c, definitions.c  what a definition holds, out of its JSON; those compiled in
 *   record.c   what the lines before a start line say: the definition's head lines, or any
 *   hex.c      messages in hexadecimal digits
 *   message.c  one message being put together
 *   engine.c   lines into messages
 *   probe.c    which definition fits
 *   text.c     text of unknown origin */
#pragma once

#include "formats/collect.h"
#include "formats/stamps.h"
#include "formats/text/definition.h"
#include "formats/sip-line.h"
#include "formats/peers.h"

G_BEGIN_DECLS

typedef enum
{
  RUNGS_TEXT_IDLE,
  RUNGS_TEXT_IN_HEAD,
  RUNGS_TEXT_IN_BODY,
} RungsTextState;

typedef enum
{
  RUNGS_TEXT_PREFIX_NONE,      /* nothing before the start line */
  RUNGS_TEXT_PREFIX_UNDECIDED, /* the next line tells */
  RUNGS_TEXT_PREFIX_ALL,       /* on every line of the message */
  RUNGS_TEXT_PREFIX_FIRST,     /* on the start line alone */
} RungsTextPrefix;

/* A line before a start line. */
typedef struct
{
  GString *text;
  guint64 offset;
  guint32 number;
} RungsTextHeadLine;

/* What the definition's lines said about the message that comes. */
typedef struct
{
  gboolean is_set;
  gboolean is_used; /* a message began behind it */
  guint n_foreign;  /* lines of something else since */
  guint64 offset;   /* of the head line */
  RungsTextDirection direction;
  GString *host[RUNGS_TEXT_N_SIDES], *port[RUNGS_TEXT_N_SIDES];
  GString *session, *device;
  RungsTransport transport;
  RungsWritten written;
  guint64 n_bytes;
} RungsTextRecord;

/* A definition's lines, ready to be matched. */
typedef struct
{
  const RungsTextDefinition *definition;
  /* Its dates are the definition's, and what was seen in the log. */
  RungsTextMatcher matcher;
} RungsTextTable;

typedef struct
{
  RungsTextTable table;
  RungsSink *sink;
  RungsTextPeers *peers;
  RungsStamps stamps;
  GString *scratch; /* the line without colours */
  GString *decoded; /* a line whose escapes were decoded */
  GString *digits;  /* hexadecimal ones whose end is not there yet */
  guint32 digits_line;
  guint64 digits_offset, digits_end; /* in the input */
  GString *last; /* bytes of the message before, in definitions that show some twice */

  RungsTextHeadLine head_lines[RUNGS_TEXT_HEAD_LINES]; /* a ring */
  guint n_head_lines, next_head_line;
  RungsTextRecord record;

  /* The physical line that is being read. */
  guint64 offset, end_offset;
  guint32 number;

  /* The message that is being put together. */
  RungsTextState state;
  RungsTextHead head; /* its spans are of src and dst */
  GString *src, *dst;
  GString *bytes;
  GString *prefix_text;
  RungsTextPrefix prefix;
  char mark[32];
  gboolean maybe_dots;       /* the start line ends in '.', as every line of ngrep does */
  gboolean is_double_spaced; /* a blank line behind every line */
  gboolean was_blank;
  gsize indent;         /* blanks before its lines, where the start line has none */
  gboolean is_one_line; /* all of it stands in one line, with escapes */
  gboolean is_joining;  /* a head line was read that may only be the next segment's */
  GString *partial;     /* a line that may go on in the next segment */
  guint64 partial_end;  /* in the input */
  guint n_headers, n_foreign;
  RungsCollectBody body;
  gsize body_start;
  gint64 content_length; /* -1: none */
  gboolean is_counted;   /* content_length is from the log's count of bytes, not from the message */
  guint64 n_bytes;       /* as the log counts; 0: it does not */
  gboolean is_sipfrag;   /* a start line may be in the body */
  gboolean is_sdp;
  gboolean has_record;  /* a head line of the definition was there */
  gboolean is_repeated; /* a second message behind the same one */
  guint64 start, end;   /* in the input */
  guint32 line;
} RungsTextParser;

/* --- record.c */

void rungs_text_table_init (RungsTextTable *table, const RungsTextDefinition *definition);
void rungs_text_table_clear (RungsTextTable *table);
/* The first row of one of @kinds (bits 1 << RungsTextLineKind) that @line matches, or NULL. */
const RungsTextLine *rungs_text_table_match (RungsTextTable *table,
                                             guint kinds,
                                             RungsSpan line,
                                             RungsTextFields *fields);
/* Keeps @line, which is no SIP, for the next message; what it pushes out is an event. */
void rungs_text_parser_push_head_line (RungsTextParser *self, RungsSpan line);
void rungs_text_parser_forget_head_lines (RungsTextParser *self);
/* Tells what is kept as events, and forgets it. */
void rungs_text_parser_flush_head_lines (RungsTextParser *self);
/* A head line: forgets the record before. */
void rungs_text_parser_begin_record (RungsTextParser *self,
                                     RungsSpan line,
                                     const RungsTextFields *fields);
void rungs_text_parser_add_record (RungsTextParser *self, const RungsTextFields *fields);
/* A start line was found: fills self->head from the record, or from @prefix and the lines kept. */
void rungs_text_parser_read_heads (RungsTextParser *self, RungsSpan prefix);
/* The stamp of the message that is finished, with its date. */
RungsTime rungs_text_parser_time (RungsTextParser *self);

/* --- hex.c */

typedef enum
{
  RUNGS_TEXT_HEX_NONE,   /* the line has no digits of a message */
  RUNGS_TEXT_HEX_OPEN,   /* it has; more come */
  RUNGS_TEXT_HEX_WHOLE,  /* a message is in self->decoded */
  RUNGS_TEXT_HEX_BROKEN, /* the same, but the line has nothing of it */
} RungsTextHex;

RungsTextHex rungs_text_parser_take_hex (RungsTextParser *self, RungsSpan line);
/* The input ends: TRUE when digits were waiting for more. */
gboolean rungs_text_parser_end_hex (RungsTextParser *self);

/* --- message.c */

void rungs_text_parser_append_line (RungsTextParser *self, RungsSpan line);
/* The last bytes of a body, which have no line end. */
void rungs_text_parser_append_end (RungsTextParser *self, RungsSpan rest);
/* A line in the head, or in the body, without what stands before it. FALSE when @line is not part
 * of the body any more; then the message is finished. */
void rungs_text_parser_take_head_line (RungsTextParser *self, RungsSpan line);
gboolean rungs_text_parser_take_body_line (RungsTextParser *self, RungsSpan line);
/* Hands the message over, as it is, and is idle. */
void rungs_text_parser_finish_message (RungsTextParser *self);
/* Takes the indent that the lines behind a start line have in common off @line. */
RungsSpan rungs_text_parser_without_indent (RungsTextParser *self, RungsSpan line);

G_END_DECLS
