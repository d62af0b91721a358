/* Logs of SIP text as data: what the head lines and end lines of a program look like. One engine reads them all.
 *
 *   static const RungsTextLine lines[] = …
 *   RUNGS_TEXT_FUNCTIONS (rungs_text_x)
 *   const RungsTextDialect rungs_text_x = {
 *     .format = { .id = "x", .title = "X", .how = N_ ("…"), .confidence = N_ ("…"), RUNGS_TEXT_FORMAT (rungs_text_x) },
 *     .lines = {
 *       { RUNGS_TEXT_HEAD, "[{time}] Received {bytes} bytes from {transport}:{peer}:", RUNGS_TEXT_RECEIVED },
 *       { RUNGS_TEXT_HEAD, "[{time}] Sent {bytes} bytes to {transport}:{peer}:", RUNGS_TEXT_SENT },
 *       { RUNGS_TEXT_END, "-----{-*}" },
 *     },
 *   };
 *
 * with a declaration in formats/text.h and a row &rungs_text_x.format in the table of formats.
 *
 * How a log is read. A head line begins a record: it ends the message before it and forgets what older lines said of time and
 * peers. "More" lines between the head and the start line add to it. The message begins at the start line, which may stand
 * behind other text in its line; if that text stands on every line of the message it is taken off. It ends by the first of: an
 * end line, the next head line, Content-Length, the next start line, lines that are no SIP. What is between messages and has a
 * stamp is an event. A start line without a head is read as in any text (formats/text.c), so that a head nobody knew yet costs
 * the addresses and not the message. A second start line right behind a message has the same head: one TCP segment.
 *
 * A pattern is the whole line, but for blanks at its ends, without colours. A blank in it stands for one or more. Tokens:
 *
 *   {*}          anything, also nothing
 *   {word}       anything without blanks, at least one byte
 *   {-*}         a run of this character, also none
 *   {n}          digits
 *   {time}       a date and time, or a time of the day, in any usual form, with its zone. Without it a stamp anywhere in the line counts, or
 *                in the line before it. A time of the day takes its date from a date further left in the line, the lines before,
 *                the message before, or the file.
 *   {src} {dst}  an address: 192.0.2.1:5060, [2001:db8::1]:5060, 192.0.2.1/5060, a name; all without port too
 *   {peer} {own} the same, of the other end and of the device that writes; which is source and which is target is the
 *                direction's: said by this line, or by another of the same record
 *   {src.} …     the same as tcpdump writes it: 192.0.2.1.5060, 192.0.2.1.sip
 *   {src-host} … the host alone
 *   {src-port} … the port alone
 *   {transport}  udp, TLS …, in any case
 *   {bytes}      the length of the message on the wire: it says where a body without Content-Length ends
 *   {session}    a word: the log's own key of a call across its legs
 *   {device}     a word: which device wrote it, where a log mixes several
 *   {rest}       first, of end lines: the end of the body, in the end line itself
 *
 * The first line of the table that matches wins. A "before" line that catches nothing only tells the format; time and peers are
 * then looked for as in any text. */
#pragma once

#include "base/limits.h"
#include "formats/head-line.h"

G_BEGIN_DECLS

typedef enum
{
  RUNGS_TEXT_NOTHING, /* the end of the table */
  RUNGS_TEXT_HEAD,    /* begins a record */
  RUNGS_TEXT_BEFORE, /* a head that stands before the start line in its own line: all of the line up to it */
  RUNGS_TEXT_MORE, /* between the head and the start line */
  RUNGS_TEXT_END,  /* ends the message */
  RUNGS_TEXT_SKIP, /* no message, no event; also in a message */
} RungsTextLineKind;

typedef enum
{
  RUNGS_TEXT_BETWEEN, /* two peers, or not said */
  RUNGS_TEXT_RECEIVED,
  RUNGS_TEXT_SENT,
} RungsTextDirection;

typedef struct
{
  RungsTextLineKind kind;
  const char *pattern;
  RungsTextDirection direction;
  RungsTransport transport; /* when the line has no word for it */
} RungsTextLine;

typedef struct
{
  RungsFormat format;
  RungsDates dates;
  gboolean joins;       /* a message may go on behind the next head line between the same peers */
  gboolean shows_twice; /* a second message behind the same head may be the first once more */
  gboolean is_glued;    /* a start line may follow other bytes without a gap */
  gboolean has_hex;     /* messages are hexadecimal digits in parentheses */
  const char *body;     /* what stands before the first line of a body, in its line */
  RungsTextLine lines[RUNGS_TEXT_LINES];
} RungsTextDialect;

/* The two functions of a format. */
gboolean rungs_text_parse (const RungsTextDialect *dialect,
                           RungsReader *reader,
                           RungsSink *sink,
                           GCancellable *cancellable,
                           GError **error);
/* YES when at least half of the start lines in @head have a head line a few lines before them. */
RungsProbe rungs_text_probe (const RungsTextDialect *dialect, RungsSpan head);

#define RUNGS_TEXT_FUNCTIONS(name)                                                                 \
  static gboolean name##_parse (RungsReader *reader, RungsSink *sink, GCancellable *cancellable,   \
                                GError **error)                                                    \
  {                                                                                                \
    return rungs_text_parse (&name, reader, sink, cancellable, error);                             \
  }                                                                                                \
                                                                                                   \
  static RungsProbe name##_probe (RungsSpan head, const char *basename)                            \
  {                                                                                                \
    return rungs_text_probe (&name, head);                                                         \
  }

#define RUNGS_TEXT_FORMAT(name) .probe = name##_probe, .parse = name##_parse

G_END_DECLS
