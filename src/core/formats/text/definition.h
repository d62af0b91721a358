/* Logs of SIP text as data: what the head lines and end lines of a program look like. One engine
 * reads them all. Ours are data/formats/ID.json, compiled in; the user's own are in rungs/formats
 * of the user's data directory and come first.
 *
 *   { "schema": "rungs.format/1",
 *     "id": "acme-gateway",
 *     "title": "Acme gateway",
 *     "how": "Lines such as “[10:15:02.120] Received 512 bytes from UDP:192.0.2.1:5060”.",
 *     "confidence": "The grammar was read from real logs.",
 *     "source": "Logs of firmware 2.4.",
 *     "lines": [
 *       { "kind": "head", "direction": "received",
 *         "match": "^\\[(?<time>(?&STAMP))\\] Received (?<bytes>\\d+) bytes from (?<transport>(?&TRANSPORT)):(?<peer>(?&ADDRESS))$" },
 *       { "kind": "end", "match": "^-{20,}$" }
 *     ],
 *     "samples": { "match": ["[10:15:02.120] Received 512 bytes from UDP:192.0.2.1:5060"], "no_match": ["10:15:02.120 Received"] } }
 *
 * How a log is read. A head line begins a record: it ends the message before it and forgets what
 * older lines said of time and peers. "More" lines between the head and the start line add to it.
 * The message begins at the start line, which may follow other text in its line; if that text is on
 * every line of the message it is taken off. The message ends by the first of: an end line, the
 * next head line, Content-Length, the next start line, lines that are no SIP. What is between
 * messages and has a stamp is an event. A start line without a head is read as in any text
 * (text.c), so that a head that is not known yet costs the addresses and not the message. A second
 * start line right after a message has the same head: one TCP segment.
 *
 * "match" is a PCRE2 expression, searched for in the line without colours and without blanks at its
 * ends, byte by byte. The first one of the list that matches counts. Its named groups say what is
 * there; all are optional:
 *
 *   time         a date and time, or a time of the day, in any usual form, with its zone. Without it a stamp anywhere in the line
 *                counts, or in the line before it. A time of the day takes its date from a date further left in the line, the
 *                lines before, the message before, or the file.
 *   src dst      an address: 192.0.2.1:5060, [2001:db8::1]:5060, 192.0.2.1/5060, a name; all without port too
 *   peer own     the same, of the other end and of the device that writes; which is source and which is target is the
 *                direction's: said by this line, or by another of the same record
 *   src_host …   the host alone
 *   src_port …   the port alone: a number, or its name in /etc/services
 *   direction    received, sent, in, out, incoming, rx …; where the line has no word for it, "direction" beside "match" says it
 *   transport    udp, TLS …, in any case; else "transport" beside "match"
 *   bytes        the length of the message on the wire: it says where a body without Content-Length ends
 *   session      the log's own key of a call across its legs
 *   device       which device wrote it, where a log mixes several
 *   rest         first, of end lines: the end of the body, in the end line itself
 *
 * For what has many forms there is (?&STAMP), (?&ADDRESS) and (?&TRANSPORT).
 *
 * A "before" line that catches nothing only tells the format; time and peers are then looked for as
 * in any text. */
#pragma once

#include <json-glib/json-glib.h>

#include "base/limits.h"
#include "formats/head-line.h"
#include "formats/text/expression.h"

G_BEGIN_DECLS

#define RUNGS_TEXT_SCHEMA "rungs.format/1"

typedef enum
{
  /* Begins a record. */
  RUNGS_TEXT_HEAD,
  /* A head before the start line in its own line: all of the line up to it. */
  RUNGS_TEXT_BEFORE,
  /* Between the head and the start line. */
  RUNGS_TEXT_MORE,
  /* Ends the message. */
  RUNGS_TEXT_END,
  /* No message, no event; also in a message. */
  RUNGS_TEXT_SKIP,
} RungsTextLineKind;

typedef struct
{
  RungsTextLineKind kind;
  RungsTextExpression *expression;
  RungsTextDirection direction;
  /* When the line has no word for it. */
  RungsTransport transport;
} RungsTextLine;

typedef struct
{
  RungsFormat format;
  RungsDates dates;
  /* A message may go on after the next head line between the same peers. */
  gboolean joins;
  /* A second message after the same head may be the first once more. */
  gboolean shows_twice;
  /* A start line may follow other bytes without a gap. */
  gboolean is_glued;
  /* Messages are hexadecimal digits in parentheses. */
  gboolean has_hex;
  /* What is before the first line of a body, in its line; NULL: nothing. */
  const char *body;
  RungsTextLine *lines;
  guint n_lines;
  /* The user's file that it is from; NULL: it is ours. */
  char *file;
  /* Texts that it must claim, and that it must not. */
  char **matches, **others;
} RungsTextDefinition;

/* Ours, in the order of their ids. */
const GPtrArray *rungs_text_definitions (void);

/* One from JSON, checked field by field. (transfer full); NULL with @error naming @file and
 * field. */
RungsTextDefinition *rungs_text_definition_new (JsonNode *root,
                                                const char *file,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rungs_text_definition_free (RungsTextDefinition *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsTextDefinition, rungs_text_definition_free)

/* The two functions of a format that is a RungsTextDefinition. */
gboolean rungs_text_parse (const RungsFormat *format,
                           RungsReader *reader,
                           RungsSink *sink,
                           GCancellable *cancellable,
                           GError **error);
/* YES when at least half of the start lines in @head have a head line a few lines before them. */
RungsProbe rungs_text_probe (const RungsFormat *format, RungsSpan head, const char *basename);

G_END_DECLS
