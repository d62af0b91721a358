/* From a format's sink to rows. A builder takes the messages of all inputs in the order of the
 * files, and notes per Call-ID (a "seed") what grouping will ask for; nothing is grouped here.
 * rungs_builder_snapshot() and rungs_builder_finish() make traces of what is there. One thread.
 * Private to trace/. */
#pragma once

#include "calls/number.h"
#include "sip/index.h"
#include "trace/loader.h"
#include "trace/rows.h"
#include "trace/table.h"

G_BEGIN_DECLS

/* RungsMessage.marks */
enum
{
  RUNGS_MARK_FAULT = 1 << 0,    /* a BYE whose Reason tells of a fault */
  RUNGS_MARK_REPLACES = 1 << 1, /* an INVITE that replaces a dialog */
  RUNGS_MARK_CUT = 1 << 2,      /* the format knows that a part is lost */
  RUNGS_MARK_LENGTH = 1 << 3,   /* Content-Length says otherwise than the body */
  RUNGS_MARK_HEADERS = 1 << 4,  /* one of the headers that every message must have is missing */
};

typedef enum
{
  RUNGS_METHOD_OTHER,
  RUNGS_METHOD_INVITE,
  RUNGS_METHOD_ACK,
  RUNGS_METHOD_BYE,
  RUNGS_METHOD_CANCEL,
  RUNGS_METHOD_PRACK,
  RUNGS_METHOD_UPDATE,
  RUNGS_METHOD_INFO,
  RUNGS_METHOD_REFER,
  RUNGS_METHOD_OPTIONS,
  RUNGS_METHOD_REGISTER,
  RUNGS_METHOD_SUBSCRIBE,
  RUNGS_METHOD_NOTIFY,
  RUNGS_METHOD_PUBLISH,
  RUNGS_METHOD_MESSAGE,
  RUNGS_N_METHODS,
} RungsMethod;

/* What a Call-ID has shown so far. Hashes are 0 when there was nothing. */
typedef struct
{
  RungsString call_id;
  RungsString session;  /* the log's own key, the first one */
  guint32 first;        /* its first message */
  guint32 invite;       /* its first INVITE without To tag, or RUNGS_NONE */
  RungsString from, to; /* of that INVITE, else of its first request, else of its first message */
  RungsString src_host, dst_host; /* the ends of the same message, as a request travels */
  RungsNumber calling, called;    /* 0 when hidden */
  guint64 origin;                 /* SDP: user name and session id of o= */
  guint64 media;                  /* SDP: address of c= and port of m= */
  RungsStamp start;               /* of that INVITE, or of the first message */
  /* when the INVITE was answered for good or cancelled; RUNGS_STAMP_NONE: not yet */
  RungsStamp closed;
  RungsStamp last;
  guint64 address_of_record; /* REGISTER */
  guint16 input;
  guint8 kind; /* RungsKind */
  guint8 has_request;
  guint16 first_input;                /* that saw it */
  guint8 is_shared;                   /* another input saw it, too */
  RungsString uri_host, contact_host; /* of that INVITE, when they are names */
} RungsSeed;

/* A GUID by which Microsoft knows the call of a seed. */
typedef struct
{
  guint64 guid; /* see rungs_records_guid() */
  guint32 seed;
} RungsTeamsId;

/* Two seeds that belong together, and why. */
typedef struct
{
  guint32 a, b;
  guint32 identity; /* that both show, or RUNGS_NONE */
  RungsString by;   /* the header that tells; 0: none */
  guint8 why;       /* RungsJoin */
  guint8 across;    /* seen in two inputs: whether they are near in time is not known yet */
} RungsEdge;

/* A value by which legs are known to be of one call. */
typedef struct
{
  guint32 latest; /* seed */
  guint32 n_legs; /* that showed it, as far as they were taken together */
  RungsString by; /* the header that it was first seen in */
} RungsIdentity;

enum
{
  RUNGS_EVIDENCE_STRONG = 1 << 0,    /* range, name or own Via: this end is Teams */
  RUNGS_EVIDENCE_AGENT = 1 << 1,     /* it sent Microsoft's Server or User-Agent */
  RUNGS_EVIDENCE_URI = 1 << 2,       /* a Contact, From or Request-URI names Teams on that side */
  RUNGS_EVIDENCE_INTERFACE = 1 << 3, /* reached by an interface whose name says Teams */
  RUNGS_EVIDENCE_REGISTERS = 1 << 4, /* it sends REGISTER */
  RUNGS_EVIDENCE_LOOP = 1 << 5,      /* it talks to another port of its own host */
};

/* What an endpoint has shown; parallel to the endpoints. */
typedef struct
{
  RungsString logger;  /* the device that wrote the log, where the log says it */
  RungsString sent_by; /* on a host that talks to itself: its Via, when that has another port */
  guint8 evidence;
  guint8 n_looks; /* messages looked at for it */
} RungsEndpointNote;

typedef struct
{
  guint32 first_row;      /* of the input */
  gboolean is_retimed;    /* times of its messages were put right after seeds had got theirs */
  RungsDating datings[2]; /* of the date, of the year; for messages that come late */
  RungsStamp last;        /* latest stamp */
  gint64 shift;      /* that the stamps of its messages have; the trace's may have another by now */
  guint8 facts;      /* RungsTimeFacts of any of its messages */
  gboolean has_zone; /* some stamp has one: */
  gint16 ahead;      /* minutes, the latest */
  gboolean is_windows_1252; /* a message is not UTF-8 */
  guint32 n_diagnostics;
  RungsString mac; /* first part of AudioCodes session keys: which device wrote it */
  gboolean has_mac;
} RungsInputNote;

/* How far the clock of a device, or of an input, has come; and where in the file. */
typedef struct
{
  RungsStamp time;
  guint64 offset;
} RungsClockWatch;

typedef struct
{
  guint32 line;
  gint64 back; /* microseconds */
} RungsClockJump;

/* What was not read; of an input, or of the run (RUNGS_NONE). */
typedef struct
{
  guint32 input;
  RungsCover cover;
} RungsInputCover;

/* A message that lost its Call-ID, and the seed that it is counted to. */
typedef struct
{
  guint32 row, seed;
} RungsNameless;

typedef struct _RungsBuilder RungsBuilder;
struct _RungsBuilder
{
  RungsSink sink; /* first: the sink is the builder */
  gatomicrefcount refs;
  RungsLoadOptions options;
  RungsStrings *strings;
  guint32 max_string;
  RungsString methods[RUNGS_N_METHODS];
  GArray *inputs;      /* RungsTraceInput */
  GArray *files;       /* RungsFileId: every file that was opened, also those left out */
  GArray *input_notes; /* RungsInputNote */
  GPtrArray *diagnostics;
  RungsCoverage coverage; /* of the current input */
  GArray *covers;         /* RungsInputCover, of those that are done */
  RungsRows rows;         /* .leg is the seed */
  GArray *orders;         /* guint64 a row, only once a format gave one */
  gboolean has_unstamped; /* some row has no stamp */
  GArray *pieces;
  GArray *endpoints; /* RungsEndpoint */
  GArray *endpoint_notes;
  GArray *seeds;
  GArray *nameless; /* RungsNameless */
  RungsTable lost;  /* messages that lost their Call-ID, by branch and by From tag: the seed */
  GArray *joined;   /* guint32, lines of messages whose line ends were lost, of the current input */
  guint32 n_joined; /* messages of them, and the line of the first */
  guint32 first_joined;
  GArray *watches; /* RungsClockWatch, of the current input */
  GArray *jumps;   /* RungsClockJump, of the current input */
  guint32 n_forward, n_back;
  GArray *edges;
  GArray *records;          /* RungsRecord */
  GArray *teams_ids;        /* RungsTeamsId */
  GArray *identities;       /* RungsIdentity */
  GArray *identity_headers; /* see identity.c */
  RungsTable seed_by_call_id, endpoint_by_text, seed_by_session, evidence, targets, requests,
    watch_of;
  struct _RungsInternCache *cache;
  RungsString phrases[700]; /* the latest one of each code */
  /* The current input is no text: what is around its messages says nothing about them. */
  gboolean is_binary;
  /* The loader's: called through the sink's progress. */
  gboolean (*progress) (guint64 offset, gpointer user_data);
  gpointer progress_data;
};

RungsBuilder *rungs_builder_new (const RungsLoadOptions *options) G_GNUC_WARN_UNUSED_RESULT;
RungsBuilder *rungs_builder_ref (RungsBuilder *self);
void rungs_builder_unref (RungsBuilder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsBuilder, rungs_builder_unref)

/* The sink's messages belong to this input from now on. */
void rungs_builder_add_input (RungsBuilder *self, RungsInput *input, const RungsFormat *format);
/* Nothing more will come: frees what only new messages need. */
void rungs_builder_clear_tables (RungsBuilder *self);
/* About the input added last, with a limit per input. */
void rungs_builder_diagnose (RungsBuilder *self,
                             guint32 line,
                             RungsDiagnosticKind kind,
                             const char *text);
/* @n_read: bytes of it. */
void rungs_builder_end_input (RungsBuilder *self, guint64 n_read);

/* coverage.c */
/* Of the whole run: what has no input to stand with. */
void rungs_builder_diagnose_run (RungsBuilder *self, RungsDiagnosticKind kind, const char *text);
void rungs_builder_cover_run (RungsBuilder *self, RungsCoverKind kind, guint64 count);
/* The counts of the current input are complete. */
void rungs_builder_end_coverage (RungsBuilder *self);

/* A trace of what is there, marked as a snapshot; the builder goes on. (transfer full) */
RungsTrace *rungs_builder_snapshot (RungsBuilder *self) G_GNUC_WARN_UNUSED_RESULT;
/* The trace, which keeps the builder's rest to be grouped anew; nothing more may be added.
 * (transfer full) */
RungsTrace *rungs_builder_finish (RungsBuilder *self) G_GNUC_WARN_UNUSED_RESULT;

/* The log, or another clock in it, says the zone of the row's stamp, and the user does not say
 * otherwise. */
static inline gboolean
rungs_builder_is_zoned (const RungsTraceInput *entry, const RungsMessage *row)
{
  return (row->facts & RUNGS_TIME_ZONED) != 0
         && !((row->facts & RUNGS_TIME_ZONE_INFERRED) != 0 && entry->has_user_zone);
}

/* What is added to the stamp that the file has for @row. */
static inline gint64
rungs_builder_shift_of (const RungsTraceInput *entry, const RungsMessage *row)
{
  return rungs_builder_is_zoned (entry, row)
           ? entry->moved - row->quarters * 15 * RUNGS_STAMP_MINUTE
           : entry->shift;
}

/* What the user said about the clock of input number @i: sets utc, shift and moved. */
void rungs_builder_set_clock (RungsTraceInput *entry, guint i, const RungsLoadOptions *options);

/* The stamp of @row, and what is known of it, on the clock of its input. */
void rungs_builder_set_time (RungsBuilder *self, RungsTime time, RungsMessage *row);
/* The first date in the log: what was read before it was counted from another one. */
void rungs_builder_dated (RungsBuilder *self, const RungsDating *dating);
/* Of the input added last, once all its messages are read: its zone, and what has to be said about
 * its stamps. */
void rungs_builder_end_times (RungsBuilder *self);

/* Interns through a small cache: the same few phrases and addresses come again and again. */
RungsString rungs_builder_intern (RungsBuilder *self, RungsSpan s);

/* A header value can stay the same for good on a badly set up trunk: it joins legs only when the
 * later one begins while the earlier one is alive or soon after. */
#define RUNGS_HEADER_WINDOW (10 * RUNGS_STAMP_SECOND)

/* Messages without a stamp are taken to be so far apart: pasted text is joined by its order. */
#define RUNGS_UNSTAMPED_STEP (RUNGS_STAMP_SECOND / 10)

/* A time to compare legs by, for the row added last: its stamp, else the latest one before it, else
 * its place. */
static inline RungsStamp
rungs_builder_time (const RungsBuilder *self, const RungsMessage *row)
{
  RungsStamp last;

  if (row->time != RUNGS_STAMP_NONE)
    return row->time;
  last = g_array_index (self->input_notes, RungsInputNote, row->input).last;
  return last != RUNGS_STAMP_NONE ? last : self->rows.n * RUNGS_UNSTAMPED_STEP;
}

/* An INVITE's answer that ends the attempt; challenges and session-timer refusals are tried again
 * on the same leg. */
static inline gboolean
rungs_builder_closes (const RungsString *methods, const RungsMessage *row)
{
  if (row->code == 0)
    return row->method == methods[RUNGS_METHOD_CANCEL] || row->method == methods[RUNGS_METHOD_BYE];
  return row->method == methods[RUNGS_METHOD_INVITE] && row->code >= 200 && row->code != 401
         && row->code != 407 && row->code != 422;
}

static inline RungsMethod
rungs_builder_method (const RungsString *methods, RungsString method)
{
  for (guint i = 1; i < RUNGS_N_METHODS; i++)
    if (methods[i] == method)
      return i;
  return RUNGS_METHOD_OTHER;
}

G_END_DECLS
