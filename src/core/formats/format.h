/* What an input format has to provide, and what it may say. A format reads bytes and writes to a
 * sink; it knows no document, setting or widget. It is a const table, so that a test and a fuzzer
 * need nothing but a sink of their own. */
#pragma once

#include <gio/gio.h>

#include "base/coverage.h"
#include "base/diagnostic.h"
#include "base/span.h"
#include "base/stamp.h"
#include "input/reader.h"
#include "sip/index.h"

G_BEGIN_DECLS

typedef struct _RungsFormat RungsFormat;
typedef struct _RungsSink RungsSink;

typedef enum
{
  RUNGS_PROBE_NO,
  RUNGS_PROBE_MAYBE,
  RUNGS_PROBE_YES
} RungsProbe;

typedef enum
{
  RUNGS_TRANSPORT_UNKNOWN,
  RUNGS_TRANSPORT_UDP,
  RUNGS_TRANSPORT_TCP,
  RUNGS_TRANSPORT_TLS,
  RUNGS_TRANSPORT_SCTP,
  RUNGS_TRANSPORT_WS,
  RUNGS_TRANSPORT_WSS,
} RungsTransport;

const char *rungs_transport_name (RungsTransport transport); /* "TLS", "" when unknown */
RungsTransport rungs_transport_of (RungsSpan name);          /* any case */

/* Bytes of a message in a capture that stand in one run in the file. */
typedef struct
{
  guint64 offset;
  guint32 len;
  guint32 mask; /* its four bytes, as they lie in memory, are XORed over the piece's; 0: none */
} RungsPiece;

/* Masks or unmasks @bytes. */
void rungs_piece_unmask (guint32 mask, char *bytes, gsize len);
/* The mask of what is left of a piece without its first @by bytes. */
guint32 rungs_piece_turn_mask (guint32 mask, gsize by);
/* Appends what @packed (gzip, zlib, bare deflate) holds to @bytes (empty). FALSE when that does not
 * end in it, is damaged, or is too much: then @bytes has the beginning. */
gboolean rungs_pieces_inflate (RungsSpan packed, GByteArray *bytes);
/* The bytes of a message by its pieces. (transfer full) NULL without @error: the file is shorter
 * now. */
GBytes *rungs_pieces_read (RungsInput *input,
                           const RungsPiece *pieces,
                           guint n_pieces,
                           gboolean are_deflated,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One SIP message as a format saw it. Spans are valid during the call. */
typedef struct
{
  RungsSpan bytes; /* put together, CRLF line ends, prefixes and escapes gone */
  /* where its first record begins in the input; parsing [offset, offset+span) again gives it
   * first */
  guint64 offset;
  guint64 span;   /* up to the end of its last record */
  guint32 line;   /* 1-based line of its start line; frame number in captures */
  guint64 order;  /* tie break of equal stamps; 0: order of arrival */
  RungsTime time; /* RUNGS_TIME_NONE when the log has none */
  /* "192.0.2.1:5060", "[2001:db8::1]:5060", or the name of the log's own interface; empty:
   * unknown */
  RungsSpan src, dst;
  gboolean src_is_own, dst_is_own; /* that end is the device that wrote the log */
  /* which device wrote it, where a log mixes several ("192.0.2.10", MAC); else empty */
  RungsSpan device;
  RungsTransport transport;
  /* the log's own key of a call across its legs (AudioCodes SID, Ribbon GCID); else empty */
  RungsSpan session;
  gboolean damaged; /* a part is known to be lost */
  /* captures: where the bytes are; NULL: parse the span again to read it */
  const RungsPiece *pieces;
  guint n_pieces;
  const RungsSipIndex *index; /* of bytes, where somebody has scanned them already; else NULL */
  gboolean are_deflated;      /* what the pieces hold, together, is compressed */
} RungsSinkMessage;

/* A line of the log that is no SIP: what the device itself said. */
typedef struct
{
  guint64 offset;
  guint32 line;
  RungsTime time;
  RungsSpan text;    /* cleaned of prefix and stamps */
  RungsSpan session; /* as in messages; empty: not known whose it is */
  RungsSpan device;
} RungsSinkEvent;

/* Seen from the SBC: which side sent the first INVITE. */
typedef enum
{
  RUNGS_DIRECTION_UNKNOWN,
  RUNGS_DIRECTION_TO_TEAMS,
  RUNGS_DIRECTION_FROM_TEAMS
} RungsDirection;

typedef enum
{
  RUNGS_RECORD_CALL,    /* a leg through Direct Routing: Microsoft says how it ended */
  RUNGS_RECORD_PSTN,    /* a call through Microsoft's own trunks: no end code */
  RUNGS_RECORD_SIGN_IN, /* of a user, a room or a phone */
  RUNGS_RECORD_CLIENT,  /* a call as a Teams client or an app of its own saw it */
  RUNGS_RECORD_MEDIA,   /* a call with its sessions and their media: Graph's callRecord */
  /* a change of a number, or of its route, that was refused: no call, and no SIP code */
  RUNGS_RECORD_NUMBER,
} RungsRecordKind;

typedef enum
{
  /* numbers as the record has them, their last digits masked: "+1555010***" */
  RUNGS_RECORD_TEXT_FROM,
  RUNGS_RECORD_TEXT_TO,
  RUNGS_RECORD_TEXT_USER, /* "meeting.room@example.com" */
  RUNGS_RECORD_TEXT_NAME,
  RUNGS_RECORD_TEXT_SBC,    /* its host name, as Microsoft knows it */
  RUNGS_RECORD_TEXT_TYPE,   /* "ByotIn", "dr_out_user_conf" */
  RUNGS_RECORD_TEXT_PHRASE, /* the final SIP phrase; why a sign-in failed */
  RUNGS_RECORD_TEXT_CORRELATION,
  RUNGS_RECORD_TEXT_SHARED, /* the id that the legs of a transfer have in common */
  RUNGS_RECORD_TEXT_APP,
  RUNGS_RECORD_TEXT_RESOURCE,
  RUNGS_RECORD_TEXT_DEVICE,
  RUNGS_RECORD_TEXT_SYSTEM,
  RUNGS_RECORD_TEXT_POLICY, /* of Conditional Access, the one that decided */
  RUNGS_RECORD_TEXT_ADDRESS,
  RUNGS_RECORD_N_TEXTS
} RungsRecordText;

typedef enum
{
  RUNGS_OUTCOME_UNKNOWN, /* the record does not say */
  RUNGS_OUTCOME_GOOD,
  RUNGS_OUTCOME_BAD
} RungsRecordOutcome;

/* When a call failed, by a callRecord. */
typedef enum
{
  RUNGS_STAGE_NONE, /* it did not */
  RUNGS_STAGE_UNKNOWN,
  RUNGS_STAGE_SETUP,
  RUNGS_STAGE_MIDCALL
} RungsFailureStage;

/* What Microsoft noted down about a call or a sign-in. Spans are valid during the call. */
typedef struct
{
  RungsRecordKind kind;
  guint64 offset, span; /* its bytes in the input */
  guint32 line;
  RungsStamp start, answer, end; /* RUNGS_STAMP_NONE: not in the record */
  RungsStamp ring;               /* of a client */
  gint64 duration;               /* milliseconds as the record says, -1: it does not */
  gboolean is_local;             /* the stamps do not say their zone */
  RungsRecordOutcome outcome;
  RungsDirection direction;
  int code, microsoft_code; /* final SIP code and Microsoft's own; -1: not in the record */
  guint32 aadsts;           /* the number of "AADSTS50076"; 0: none */
  /* Of RUNGS_RECORD_MEDIA: */
  guint32 version;         /* the highest one of an id counts */
  guint16 n_marked;        /* streams with a figure out of bounds */
  gboolean is_incomplete;  /* sessions or segments are on pages that are not here */
  RungsFailureStage stage; /* RUNGS_STAGE_NONE for all others */
  RungsSpan texts[RUNGS_RECORD_N_TEXTS];
} RungsSinkRecord;

/* One that says nothing yet but where it stands. */
static inline RungsSinkRecord
rungs_sink_record (RungsRecordKind kind, guint64 offset, guint64 span, guint32 line)
{
  return (RungsSinkRecord){ .kind = kind,
                            .offset = offset,
                            .span = span,
                            .line = line,
                            .start = RUNGS_STAMP_NONE,
                            .answer = RUNGS_STAMP_NONE,
                            .end = RUNGS_STAMP_NONE,
                            .ring = RUNGS_STAMP_NONE,
                            .duration = -1,
                            .code = -1,
                            .microsoft_code = -1 };
}

struct _RungsSink
{
  void (*message) (RungsSink *sink, const RungsSinkMessage *message);
  /* NULL when nobody wants them: then a format must not spend time on them. */
  void (*event) (RungsSink *sink, const RungsSinkEvent *event);
  void (*diagnostic) (RungsSink *sink, guint32 line, RungsDiagnosticKind kind, const char *text);
  /* Bytes of the input read so far; called every few MiB. FALSE stops the parse at once (not an
   * error). May be NULL. */
  gboolean (*progress) (RungsSink *sink, guint64 offset);
  /* NULL when nobody wants them. */
  void (*record) (RungsSink *sink, const RungsSinkRecord *record);
  /* A date was found: of all stamps so far that have one of @dating's facts, the shift makes them
   * right. May be NULL. */
  void (*dated) (RungsSink *sink, const RungsDating *dating);
  /* What the format did not read, in counts; called any number of times, mostly at the end. NULL
   * when nobody wants them. */
  void (*cover) (RungsSink *sink, const RungsCover *cover);
};

struct _RungsFormat
{
  const char *id;         /* "audiocodes-syslog" */
  const char *title;      /* "AudioCodes syslog" */
  const char *how;        /* how it is recognised, a sentence */
  const char *confidence; /* how sure we are of the grammar, a sentence */
  gboolean frames;        /* lines are frame numbers */
  gboolean utc;           /* stamps are UTC */
  gboolean is_export; /* a list of calls or sign-ins: one without a row says that there were none */
  /* @head: the first RUNGS_PROBE_BYTES of the input. No allocation. */
  RungsProbe (*probe) (const RungsFormat *self, RungsSpan head, const char *basename);
  /* FALSE with @error only when reading failed or it was cancelled. */
  gboolean (*parse) (const RungsFormat *self,
                     RungsReader *reader,
                     RungsSink *sink,
                     GCancellable *cancellable,
                     GError **error);
  /* A record's bytes for people, a line per field: "Final SIP code: 488". NULL: as they stand in
   * the file. (transfer full) */
  char *(*show_record) (RungsInput *input, guint64 offset, RungsSpan bytes);
};

/* THE table, in the order of asking: magic numbers, strict recognisers, loose ones. NULL: there are
 * no more. */
const RungsFormat *rungs_format_nth (guint i);
const RungsFormat *rungs_format_by_id (const char *id); /* NULL when there is none */
/* The first YES, else the first MAYBE, else NULL: of the first block, or of one around the first
 * SIP behind it. Also tells @input when the text was quoted or changed where it was pasted. */
const RungsFormat *rungs_format_probe (RungsInput *input);

/* Is so much of @head no text that it is a file of another kind, whatever SIP is in it? Holes of
 * NULs, other encodings and the bytes of a body here and there are in logs, too. */
gboolean rungs_format_is_binary (RungsSpan head);

G_END_DECLS
