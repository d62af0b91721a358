/* The loaded document: messages, legs, calls, devices, diagnostics. Immutable once built, so any
 * thread may read it. Rows are plain structs in arrays; texts that repeat are interned; bytes stay
 * in the files and are read on demand. */
#pragma once

#include <gio/gio.h>

#include "base/diagnostic.h"
#include "base/strings.h"
#include "formats/format.h"
#include "formats/teams/call-details.h"
#include "input/input.h"

G_BEGIN_DECLS

struct stat;

#define RUNGS_NONE G_MAXUINT32 /* no such index */

typedef enum
{
  RUNGS_MESSAGE_SDP = 1 << 0,
  RUNGS_MESSAGE_DAMAGED = 1 << 1, /* a part is lost, or Content-Length says otherwise */
  RUNGS_MESSAGE_RETRANSMISSION = 1 << 2,
  RUNGS_MESSAGE_DUPLICATE = 1 << 3, /* another witness saw the same message; see duplicate_of */
  RUNGS_MESSAGE_SRC_OWN = 1 << 4,   /* the device that wrote the log sent it */
  RUNGS_MESSAGE_DST_OWN = 1 << 5,
  RUNGS_MESSAGE_FAILING = 1 << 6, /* of the transaction that decided the call, on any of its legs */
  RUNGS_MESSAGE_DECIDING = 1 << 7, /* the answer that decided it, on the leg that it entered by */
  RUNGS_MESSAGE_AUTHORIZATION = 1 << 8,
  RUNGS_MESSAGE_TO_TAG = 1 << 9,     /* has a To tag: in-dialog when it is a request */
  RUNGS_MESSAGE_DEFLATED = 1 << 10,  /* compressed in the capture */
  RUNGS_MESSAGE_PROBLEM = 1 << 11,   /* somebody who looks for a fault stops here: see problems.c */
  RUNGS_MESSAGE_LINE_ENDS = 1 << 12, /* was on one line: its line ends were lost */
} RungsMessageFlags;

typedef struct
{
  RungsStamp time; /* RUNGS_STAMP_NONE when unknown */
  guint64 offset;  /* of its first record in the input */
  guint32 span;    /* bytes from there to the end of its last record */
  guint32 line;    /* start line, or frame */
  guint32 size;    /* bytes of the message itself */
  RungsString call_id;
  RungsString method; /* of CSeq for responses, of the start line for requests */
  RungsString phrase; /* responses */
  guint32 cseq;
  /* hashes (low 32 bits of rungs_span_hash) of the top Via's branch and the tags; 0: none */
  guint32 branch;
  guint32 from_tag, to_tag;
  guint32 src, dst; /* endpoints */
  guint32 leg;
  guint32 duplicate_of; /* message index or RUNGS_NONE */
  guint32 pieces; /* where its bytes are in a capture, see rows.h; RUNGS_NONE: parse the span */
  guint16 n_pieces;
  guint16 code; /* 0: request */
  guint16 input;
  guint16 flags; /* RungsMessageFlags */
  guint8 transport;
  guint8 marks;   /* private to trace/ */
  guint8 facts;   /* RungsTimeFacts: what is known about its time */
  gint8 quarters; /* of an hour that the clock of its log is ahead of UTC, with RUNGS_TIME_ZONED */
} RungsMessage;

/* One end of an arrow as the log names it. The same text in two inputs or logging devices is two
 * endpoints. */
typedef struct
{
  RungsString text; /* "52.114.75.24:5061", "Teams" (an interface of the SBC), "" unknown */
  RungsString host; /* "52.114.75.24" */
  guint16 port;     /* 0: none */
  guint16 input;
  gboolean is_own; /* belongs to the device that wrote the log */
  /* the interface of that device that leads to it; 0: not known. The same address behind two is two
   * ends */
  RungsString realm;
  guint32 device;
} RungsEndpoint;

typedef enum
{
  RUNGS_DEVICE_UNKNOWN,
  RUNGS_DEVICE_TEAMS,
  RUNGS_DEVICE_SBC,
  RUNGS_DEVICE_CARRIER,
  RUNGS_DEVICE_PBX,
  RUNGS_DEVICE_PHONE,
  RUNGS_DEVICE_RECORD, /* not a machine: what Microsoft noted down */
} RungsDeviceKind;

typedef struct
{
  RungsString name; /* "Teams proxy", "SBC", "198.51.100.7", or what the user calls it */
  RungsDeviceKind kind;
  /* what it is known by in other logs: "teams", "own:2ed1c8", "host:198.51.100.7" */
  RungsString key;
  gboolean is_named; /* by the user */
} RungsDevice;

typedef enum
{
  RUNGS_KIND_INVITE,
  RUNGS_KIND_REGISTER,
  RUNGS_KIND_OPTIONS,
  RUNGS_KIND_SUBSCRIBE,
  RUNGS_KIND_MESSAGE,
  RUNGS_KIND_OTHER,
  RUNGS_KIND_RECORD,
  RUNGS_KIND_SIGN_IN,
} RungsKind;

typedef enum
{
  RUNGS_STATE_SETUP,
  RUNGS_STATE_ESTABLISHED,
  RUNGS_STATE_COMPLETED,
  RUNGS_STATE_CANCELLED,
  RUNGS_STATE_FAILED,
  RUNGS_STATE_DROPPED,
} RungsState;

/* Why a leg belongs to its call, strongest first. */
typedef enum
{
  RUNGS_JOIN_FIRST,   /* it began the call */
  RUNGS_JOIN_SESSION, /* the log's own session key (SID, GCID) */
  RUNGS_JOIN_CALL_ID, /* one names the Call-ID of the other: Replaces, X-CID, … */
  /* the same identity in a header: Session-ID, Cisco-Guid, …; or a target that was followed */
  RUNGS_JOIN_HEADER,
  RUNGS_JOIN_SDP,     /* numbers, time, and the same SDP origin or media address */
  RUNGS_JOIN_NUMBERS, /* numbers and time */
  RUNGS_JOIN_USER,    /* the user says so */
} RungsJoin;

typedef struct
{
  RungsString call_id;
  RungsString session;
  guint32 call;
  guint32 n_messages; /* duplicates not counted */
  guint32 first;      /* its first message */
  guint32 src, dst;   /* endpoints of the first request */
  /* numbers (or user@host) of the first request: From, and Request-URI or To */
  RungsString from, to;
  guint8 join;    /* RungsJoin */
  RungsString by; /* the header that tells; 0: none */
} RungsLeg;

typedef struct
{
  guint32 id;       /* 1-based, shown to people and used by the CLI: order of start */
  RungsStamp start; /* of its first message */
  /* milliseconds from first to last message; of answered calls from the 200 to the BYE (or to the
   * last message while there is none); -1 unknown, also of answered calls whose 200 is not in the
   * log */
  gint64 duration;
  RungsString from, to;
  guint32 first_leg, n_legs; /* into the call's legs: rungs_trace_get_leg() */
  guint32 first_row, n_rows; /* its messages in ladder order: rungs_trace_get_row() */
  guint32 n_messages;        /* duplicates counted once */
  guint32 n_retransmissions;
  guint32 n_problems; /* messages with RUNGS_MESSAGE_PROBLEM */
  guint32 final;      /* message: the answer that decided it (what the caller got), or RUNGS_NONE */
  guint32 failing_request; /* message, or RUNGS_NONE */
  /* message, or RUNGS_NONE (timeout); for a dropped call the BYE that ended it */
  guint32 failing_response;
  guint8 kind, state, direction; /* RungsKind, RungsState, RungsDirection */
  gboolean is_incomplete;        /* begins or ends outside the log, or a message is damaged */
  gboolean lacks_begin, lacks_end;
  gboolean is_number; /* kind record: a change of a number that was refused, no call */
  /* what Microsoft noted about it: rungs_trace_get_call_record() */
  guint32 first_record, n_records;
} RungsCall;

/* What a record and a leg in a log have in common. */
typedef enum
{
  RUNGS_MATCH_GUID = 1 << 0, /* the record's correlation id stands in the messages */
  RUNGS_MATCH_SBC = 1 << 1,  /* the SBC's name */
  RUNGS_MATCH_TIME = 1 << 2, /* of the INVITE, within what the clocks differ */
  RUNGS_MATCH_CALLER = 1 << 3,
  RUNGS_MATCH_CALLEE = 1 << 4,
  RUNGS_MATCH_DIRECTION = 1 << 5,
  RUNGS_MATCH_CODE = 1 << 6,       /* the answer to the INVITE */
  RUNGS_MATCH_OTHER_CODE = 1 << 7, /* it is another one */
  RUNGS_MATCH_USER = 1 << 8,       /* the user says so */
  RUNGS_MATCH_RECORD = 1 << 9,     /* another record of this call has the same id */
} RungsRecordMatch;

typedef enum
{
  RUNGS_STRENGTH_WEAK,
  RUNGS_STRENGTH_LIKELY,
  RUNGS_STRENGTH_STRONG,
  RUNGS_STRENGTH_CERTAIN
} RungsStrength;

/* One record of the Teams side. A call that only records know has no messages, and one leg that
 * stands for them. */
typedef struct
{
  RungsStamp start, answer, end; /* RUNGS_STAMP_NONE: not in the record */
  RungsStamp ring;               /* of a client's call */
  gint64 duration;               /* milliseconds as the record says, -1: it does not */
  guint64 offset;
  guint32 span;
  guint32 line;
  guint32 call;
  guint32 leg;  /* among all legs: the one in a log that it is about; RUNGS_NONE: no log shows it */
  gint64 ahead; /* microseconds that the clock of that log is ahead of Microsoft's */
  guint16 why;  /* RungsRecordMatch */
  guint8 strength;       /* RungsStrength */
  guint32 device;        /* that stands for the records in a ladder */
  gint32 microsoft_code; /* -1: not in the record */
  guint32 aadsts;        /* 0: none */
  gint16 code;           /* -1: not in the record */
  guint16 input;
  guint8 kind, outcome, direction; /* RungsRecordKind, RungsRecordOutcome, RungsDirection */
  guint8 is_local;                 /* it is not known which zone its stamps are of */
  guint8 says_no_zone;             /* its stamps do not say it */
  guint8 is_clock_known;           /* @ahead was measured, not taken from the INVITE */
  /* Of RUNGS_RECORD_MEDIA: */
  guint8 is_old; /* there is a record of this id with a higher version: this one is of no call */
  guint8 is_incomplete; /* sessions or segments are on pages that are not here */
  guint8 stage;         /* RungsFailureStage */
  guint16 n_marked;     /* streams with a figure out of bounds */
  guint32 version;
  guint32 with; /* the record with the same id whose call it shares; RUNGS_NONE: none */
  RungsString texts[RUNGS_RECORD_N_TEXTS];
} RungsRecord;

/* Where the zone of an input's stamps comes from. */
typedef enum
{
  RUNGS_ZONE_LOCAL,    /* from nowhere: they are local times of nobody knows where */
  RUNGS_ZONE_FILE,     /* the format says UTC, or each stamp has its zone */
  RUNGS_ZONE_USER,     /* the user said how far ahead of UTC they are */
  RUNGS_ZONE_MEASURED, /* put on one clock with an input of UTC stamps */
} RungsZone;

typedef struct
{
  RungsInput *input;         /* (transfer none) */
  const RungsFormat *format; /* NULL: nothing recognised */
  guint32 n_messages;
  gboolean utc; /* its stamps are UTC */
  gint64 shift; /* microseconds: a stamp is what the file says plus this */
  /* the part of it that is no zone: the user's shift, and what put it on one clock with others */
  gint64 moved;
  guint32 n_records;
  guint64 n_read;      /* bytes; fewer than it has when it is partial */
  gboolean is_partial; /* not read to its end: a diagnostic says why */
  RungsZone zone;
  gboolean has_user_zone;
  int utc_offset; /* minutes, as the user said */
  guint8 facts;   /* RungsTimeFacts that one of its messages has */
  /* messages with a stamp, with its zone, with one that another clock shows */
  guint32 n_stamped, n_zoned, n_inferred;
  gint64 user_shift; /* microseconds, as the user said; a part of @moved */
} RungsTraceInput;

/* A line that the SBC wrote between the messages. */
typedef struct
{
  guint input;
  guint32 line;
  guint64 offset;
  RungsStamp time;
  char *text; /* (owned) UTF-8 */
  guint32 device;
  char *session; /* (owned) whose it is, as the log says; NULL: it does not */
} RungsEvent;
void rungs_event_free (RungsEvent *event);

#define RUNGS_TYPE_TRACE (rungs_trace_get_type ())
G_DECLARE_FINAL_TYPE (RungsTrace, rungs_trace, RUNGS, TRACE, GObject)

/* All counts and rows: O(1), pointers valid as long as the trace. An index out of range is a
 * programming error. */
guint rungs_trace_get_n_inputs (RungsTrace *self);
const RungsTraceInput *rungs_trace_get_input (RungsTrace *self, guint i);
/* @info is that of a file which was opened for the trace: an input, the archive of one, or one that
 * was left out. What is written from the trace must not replace it. */
gboolean rungs_trace_is_made_from (RungsTrace *self, const struct stat *info);
guint rungs_trace_get_n_messages (RungsTrace *self);
const RungsMessage *rungs_trace_get_message (RungsTrace *self, guint i);
guint rungs_trace_get_n_calls (RungsTrace *self);
const RungsCall *rungs_trace_get_call (RungsTrace *self, guint i); /* by index = id - 1 */
const RungsLeg *rungs_trace_get_leg (RungsTrace *self, const RungsCall *call, guint i);
guint32 rungs_trace_get_row (RungsTrace *self, const RungsCall *call, guint i); /* message index */
const RungsEndpoint *rungs_trace_get_endpoint (RungsTrace *self, guint i);
guint rungs_trace_get_n_records (RungsTrace *self);
const RungsRecord *rungs_trace_get_record (RungsTrace *self, guint i);
/* Index of the @i-th record of @call. */
guint32 rungs_trace_get_call_record (RungsTrace *self, const RungsCall *call, guint i);
/* Reads a record of RUNGS_RECORD_MEDIA anew, with all that its row does not have. NULL for other
 * kinds, when the file can no longer be read, or has changed. (transfer full) */
RungsCallDetails *rungs_trace_read_call_details (RungsTrace *self,
                                                 guint record,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Do the logs that show calls with Teams cover the time of the record? */
typedef enum
{
  RUNGS_COVERED_NOT_KNOWN, /* there is no such log, or its clock cannot be compared */
  RUNGS_COVERED_NO,
  RUNGS_COVERED_YES
} RungsCovered;
RungsCovered rungs_trace_covers_record (RungsTrace *self, guint i);
/* TRUE when Microsoft's records cover the time of a call with Teams, and none of them is of it. */
gboolean rungs_trace_lacks_record (RungsTrace *self, const RungsCall *call);
/* A leg that the user's choices know the record by, to take it away from its call or give it to
 * one: see choices.h. */
void rungs_trace_get_record_leg (RungsTrace *self, guint i, RungsLeg *leg);
guint rungs_trace_get_n_devices (RungsTrace *self);
const RungsDevice *rungs_trace_get_device (RungsTrace *self, guint i);
guint rungs_trace_get_n_diagnostics (RungsTrace *self);
const RungsDiagnostic *rungs_trace_get_diagnostic (RungsTrace *self, guint i);
/* Terminated, UTF-8 (wrong bytes of the log are U+FFFD). */
const char *rungs_trace_string (RungsTrace *self, RungsString s);
const char *rungs_trace_endpoint_text (RungsTrace *self, guint32 endpoint); /* "" for RUNGS_NONE */
const char *rungs_trace_device_name (RungsTrace *self,
                                     guint32 endpoint); /* of the endpoint's device */

/* TRUE when the file is still being read and this is what is known so far. */
gboolean rungs_trace_is_snapshot (RungsTrace *self);
/* TRUE when an input was not read to its end: cut, stopped, beyond a limit, or (a snapshot) not
 * yet. Diagnostics of kind RUNGS_DIAGNOSTIC_PARTIAL say why. */
gboolean rungs_trace_is_partial (RungsTrace *self);

/* coverage.c: what the trace rests on. */
/* Bytes that were read, of all inputs. */
guint64 rungs_trace_get_n_bytes (RungsTrace *self);
/* What of an input, or (RUNGS_NONE) of the whole run, was passed over or is not readable;
 * sorted. */
void rungs_trace_get_coverage (RungsTrace *self, guint32 input, RungsCoverage *coverage);
/* "1.1 GB, 216,727 messages; skipped: 4 packets of EtherType 0x8909; not readable: TLS on port 5061
 * (14 segments)". Translated. (transfer full) */
char *rungs_trace_describe_coverage (RungsTrace *self) G_GNUC_WARN_UNUSED_RESULT;
/* Why it is partial: the sentences of RUNGS_DIAGNOSTIC_PARTIAL, the first few; NULL when it is
 * whole. Translated. (transfer full) */
char *rungs_trace_describe_partial (RungsTrace *self) G_GNUC_WARN_UNUSED_RESULT;
/* Why there is nothing to show: the first diagnostic that says so, else a sentence of our own. NULL
 * when there is a row. Translated. (transfer full) */
char *rungs_trace_describe_empty (RungsTrace *self) G_GNUC_WARN_UNUSED_RESULT;
/* First and last stamp of each input's messages and records, two an input; RUNGS_STAMP_NONE where
 * there is none. One pass over all messages. (transfer full) */
RungsStamp *rungs_trace_dup_times (RungsTrace *self) G_GNUC_WARN_UNUSED_RESULT;
/* TRUE when some record of the input has stamps that do not say their zone, although its format is
 * of UTC. */
gboolean rungs_trace_input_has_local_records (RungsTrace *self, guint input);

/* What is known about the times of a call: RUNGS_TIME_DATE_GUESSED and RUNGS_TIME_YEAR_GUESSED when
 * one of its messages has it, RUNGS_TIME_SECONDS when all have. */
guint rungs_trace_call_facts (RungsTrace *self, const RungsCall *call);
/* FALSE when the log has no date of the call, or no time at all. */
gboolean rungs_trace_call_date_known (RungsTrace *self, const RungsCall *call);
/* Minutes that the clock of the log is ahead of UTC, when the log states one zone for all messages
 * of the call and it is not UTC itself. */
gboolean rungs_trace_call_zone (RungsTrace *self, const RungsCall *call, int *minutes);

/* TRUE when all stamps of the call are UTC. */
gboolean rungs_trace_call_is_utc (RungsTrace *self, const RungsCall *call);
/* The call of a message: index, or RUNGS_NONE. */
guint32 rungs_trace_call_of_message (RungsTrace *self, guint message);
/* The code and phrase of the answer that decided the call: of the message, else of the record. 0
 * and "": there is none. */
guint rungs_trace_call_code (RungsTrace *self, const RungsCall *call);
const char *rungs_trace_call_phrase (RungsTrace *self, const RungsCall *call);
/* Position of @message among the call's rows, or RUNGS_NONE. */
guint32 rungs_trace_row_of_message (RungsTrace *self, const RungsCall *call, guint message);

/* The bytes of a message, CRLF line ends, as the SIP stack saw it. Reads the file. (transfer
 * full) */
GBytes *rungs_trace_read_message (RungsTrace *self,
                                  guint message,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The log as it stands in the file around a message: up to @before and @after lines. NULL for
 * captures. *@first_line is the number of the first one. UTF-8. (transfer full) */
char *rungs_trace_read_context (RungsTrace *self,
                                guint message,
                                guint before,
                                guint after,
                                guint32 *first_line,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A record for people, a line per field. UTF-8. Reads the file. (transfer full) */
char *rungs_trace_read_record (RungsTrace *self,
                               guint record,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What the SBC wrote for this call between its messages, in order; RungsEvent*. Reads that part of
 * the files; may take long for a call that spans a large log: call it off the main thread.
 * (transfer full) */
GPtrArray *rungs_trace_read_events (RungsTrace *self,
                                    const RungsCall *call,
                                    GCancellable *cancellable,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* TRUE: the line is wanted. */
typedef gboolean (*RungsEventFilter) (RungsSpan text);

/* As rungs_trace_read_events(), with the lines of the device that belong to no session as well
 * ("TLS handshake failed"), and only those that @filter wants; it must be the same for all calls,
 * since what was read for one is kept for the next. NULL without @error when the call's part of the
 * files is longer than @max_bytes. (transfer full) */
GPtrArray *rungs_trace_read_events_near (RungsTrace *self,
                                         const RungsCall *call,
                                         guint64 max_bytes,
                                         RungsEventFilter filter,
                                         GCancellable *cancellable,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Names used in JSON and CSV. */
const char *rungs_kind_name (RungsKind kind);
const char *rungs_state_name (RungsState state);
const char *rungs_direction_name (RungsDirection direction);
const char *rungs_join_name (RungsJoin join);     /* "session", "call-id", "header", … */
const char *rungs_join_strength (RungsJoin join); /* "certain", "strong", "likely", "weak" */

/* Why a leg belongs to its call, a few words for people: "same Session-ID". Translated. (transfer
 * full) */
char *rungs_trace_describe_join (RungsTrace *self, const RungsLeg *leg) G_GNUC_WARN_UNUSED_RESULT;
/* The same with the value that tells, where a header does: "joined because both carry X-CID abc".
 * Reads a message. Translated. (transfer full) */
char *rungs_trace_explain_join (RungsTrace *self, const RungsLeg *leg) G_GNUC_WARN_UNUSED_RESULT;
RungsStrength rungs_join_get_strength (RungsJoin join);
/* By what a record is of its call: "the SBC’s name, the time, the called number". Translated.
 * (transfer full) */
char *rungs_trace_describe_match (const RungsRecord *record) G_GNUC_WARN_UNUSED_RESULT;
const char *rungs_strength_word (RungsStrength strength); /* translated */

G_END_DECLS
