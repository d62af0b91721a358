/* What the log is missing: of an input and of a call. What a reader must know before he trusts what
 * the messages say. */
#pragma once

#include "trace/trace.h"

G_BEGIN_DECLS

/* Lines that are listed for a fault of a log. */
#define RUNGS_MAX_HEALTH_LINES 20

typedef enum
{
  RUNGS_HEALTH_PARTIAL,        /* "partial": the input was not read to its end */
  RUNGS_HEALTH_LOST_RECORDS,   /* "lost-records": the log's own counter jumps */
  RUNGS_HEALTH_CUT,            /* "cut-messages": a part of messages is lost */
  RUNGS_HEALTH_LENGTH,         /* "length-mismatch": Content-Length says otherwise */
  RUNGS_HEALTH_HEADERS,        /* "missing-headers": that every message must have */
  RUNGS_HEALTH_REFUSED,        /* "refused": libosip2 does not take the message */
  RUNGS_HEALTH_MALFORMED,      /* "malformed": records that cannot be read */
  RUNGS_HEALTH_CLOCK_JUMP,     /* "clock-jump": backwards */
  RUNGS_HEALTH_CLOCKS,         /* "clocks-differ": from another input's */
  RUNGS_HEALTH_BEGINS_OUTSIDE, /* "begins-outside" the log */
  RUNGS_HEALTH_ENDS_OUTSIDE,   /* "ends-outside" */
  /* "one-direction": what was sent, or what was received, is all there is */
  RUNGS_HEALTH_ONE_DIRECTION,
  RUNGS_HEALTH_PASSED_OVER, /* "passed-over": what may hold signalling, and nothing here reads */
  RUNGS_HEALTH_UNREADABLE,  /* "unreadable": encrypted, of no known format, beyond a limit */
} RungsHealthKind;

typedef struct
{
  guint input;
  guint32 line;    /* frame in captures; 0: the whole input */
  guint32 message; /* or RUNGS_NONE */
} RungsHealthLine;

typedef struct
{
  RungsHealthKind kind;
  char *text;    /* translated sentence */
  guint32 n;     /* how often */
  GArray *lines; /* RungsHealthLine: the first RUNGS_MAX_HEALTH_LINES */
} RungsHealth;
void rungs_health_free (RungsHealth *health);

const char *rungs_health_name (RungsHealthKind kind); /* as in JSON */
/* TRUE when a verdict on the call may be wrong because of it. */
gboolean rungs_health_weakens (RungsHealthKind kind);

/* RungsHealth*, gravest first; empty when nothing is wrong. Reads no file. (transfer full) */
GPtrArray *rungs_trace_input_health (RungsTrace *self, guint input) G_GNUC_WARN_UNUSED_RESULT;
/* The same of the run: what was wrong with files that are no input. */
GPtrArray *rungs_trace_run_health (RungsTrace *self) G_GNUC_WARN_UNUSED_RESULT;
/* With @deep every message of the call is read and parsed in full. */
GPtrArray *rungs_trace_call_health (RungsTrace *self,
                                    const RungsCall *call,
                                    gboolean deep) G_GNUC_WARN_UNUSED_RESULT;

/* The message that stands at a line of an input, else the one before, else the first one;
 * RUNGS_NONE when it has none. */
guint32 rungs_trace_find_line (RungsTrace *self, guint input, guint32 line);

/* For the sentence of a verdict: "This rests on an incomplete call: 2 of its messages are cut."
 * NULL when it is whole, or when its end is all that is missing, which the state says already.
 * (transfer full) */
char *rungs_health_caveat (RungsTrace *self, const RungsCall *call) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
