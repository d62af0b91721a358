/* The case that a verdict is made on: which messages decided the call, read as far as somebody asks
 * for them, and the findings so far. Private to diagnosis/. */
#pragma once

#include "diagnosis/finding.h"
#include "sip/index.h"
#include "sip/sdp.h"
#include "trace/trace.h"

G_BEGIN_DECLS

/* Reason and Warning headers that are looked at. */
#define RUNGS_MAX_REASONS 8

/* A message of the call, read. */
typedef struct
{
  guint32 message;
  const RungsMessage *row;
  GBytes *bytes;
  RungsSpan text;
  RungsSipIndex sip;
  gboolean is_whole; /* nothing is missing at its end: what is not in it was not sent */
  gboolean has_sdp;  /* @sdp was read and has media */
  RungsSdp sdp;
} RungsExhibit;

/* A transaction as the rows tell it, without reading anything. RUNGS_NONE: not in the log. */
typedef struct
{
  guint32 first_request, last_request;
  guint32 provisional; /* the first 1xx, 100 included */
  guint32 ringing;     /* the first 1xx beyond 100 */
  guint32 first_final, last_final;
  guint32 ack;
  guint n_requests, n_finals;
} RungsExchange;

typedef struct
{
  RungsTrace *trace;
  const RungsCall *call;
  guint32 final;   /* what the caller got */
  guint32 request; /* of the transaction that decided, on the leg where it was decided */
  guint32 answer;  /* to it; RUNGS_NONE: there was none */
  /* another answer, that made the device in the middle give @answer; else RUNGS_NONE */
  guint32 cause;
  guint32 cause_request;
  guint32 waiting; /* a request onward that nobody answered, behind @answer; else RUNGS_NONE */
  guint32 bye;     /* of a dropped call: the BYE that ended it */
  /* what Microsoft noted about the leg that decided, or about the call; else RUNGS_NONE */
  guint32 record;
  GPtrArray *exhibits;
  /* by leg of the call: see rungs_case_sender(); NULL: not looked for yet */
  RungsString *caller_tags;
  GPtrArray *findings; /* (transfer none) the verdict's */
  /* NULL: nobody waits. */
  GCancellable *cancellable;
} RungsCase;

void rungs_case_init (RungsCase *self,
                      RungsTrace *trace,
                      const RungsCall *call,
                      GPtrArray *findings);
void rungs_case_clear (RungsCase *self);

static inline const RungsMessage *
rungs_case_row (const RungsCase *self, guint32 message)
{
  return rungs_trace_get_message (self->trace, message);
}

/* Of CSeq; "" for RUNGS_NONE. */
static inline const char *
rungs_case_method (const RungsCase *self, guint32 message)
{
  return message != RUNGS_NONE
           ? rungs_trace_string (self->trace, rungs_case_row (self, message)->method)
           : "";
}

static inline gboolean
rungs_case_is (const RungsCase *self, guint32 message, const char *method)
{
  return g_str_equal (rungs_case_method (self, message), method);
}

/* The message of the call's ladder in place @i, below call->n_rows. */
static inline guint32
rungs_case_nth (const RungsCase *self, guint32 i)
{
  return rungs_trace_get_row (self->trace, self->call, i);
}

/* A side of a leg: the one that sent its first INVITE, or the other one. */
typedef enum
{
  RUNGS_SENDER_UNKNOWN,
  RUNGS_SENDER_CALLER,
  RUNGS_SENDER_CALLED
} RungsSender;

/* Who sent @message, by the tags of the dialog (RFC 3261 12): addresses lie as soon as there is a
 * proxy or a pool. Unknown when the tags or the INVITE are not in the log. */
RungsSender rungs_case_sender (RungsCase *self, guint32 message);
/* Did the same side send both messages of one leg? By the dialog; by their addresses only where the
 * log has no tags. */
gboolean rungs_case_same_sender (RungsCase *self, guint32 a, guint32 b);

/* NULL for RUNGS_NONE and when the file can no longer be read. Kept until rungs_case_clear(). */
const RungsExhibit *rungs_case_read (RungsCase *self, guint32 message);

RungsDeviceKind rungs_case_kind (const RungsCase *self, guint32 endpoint);

static inline gboolean
rungs_case_is_teams (const RungsCase *self, guint32 endpoint)
{
  return rungs_case_kind (self, endpoint) == RUNGS_DEVICE_TEAMS;
}

void rungs_case_exchange (const RungsCase *self, guint32 request, RungsExchange *exchange);

/* The answer that the reason for the end stands in: @cause, else @answer. RUNGS_NONE: there is
 * none. */
static inline guint32
rungs_case_root (const RungsCase *self)
{
  return self->cause != RUNGS_NONE ? self->cause : self->answer;
}

static inline guint32
rungs_case_root_request (const RungsCase *self)
{
  return self->cause != RUNGS_NONE ? self->cause_request : self->request;
}

/* The other leg's request of which @request is the copy that the SBC sent on, or that it sent on
 * as: the first INVITE of another leg. RUNGS_NONE: not in the log. */
guint32 rungs_case_other_request (const RungsCase *self, guint32 request);

/* "32 s": the time from one message to another; NULL without stamps. (transfer full) */
char *rungs_case_time (const RungsCase *self, guint32 from, guint32 to);

/* Is @token in a list of header values ("100rel, timer"), in any case? */
gboolean rungs_case_lists (const RungsExhibit *exhibit, RungsSpan header, RungsSpan token);

/* Does a Reason header of @message name a cause of its own, so that a guess by the time would speak
 * against it? Those that say no more than that something went wrong, or that a timer ran out, do
 * not. */
gboolean rungs_case_names_cause (RungsCase *self, guint32 message);
/* The first INVITE of the call's first leg; RUNGS_NONE when the log begins later, so that nothing
 * can be counted from it. */
guint32 rungs_case_first_invite (const RungsCase *self);

/* Microseconds from one message to another; -1 when a stamp is missing. */
gint64 rungs_case_between (const RungsCase *self, guint32 from, guint32 to);

G_END_DECLS
