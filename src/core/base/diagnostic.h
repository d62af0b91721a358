/* What was wrong with the input, where. Parsing goes on after it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  RUNGS_DIAGNOSTIC_LOST_RECORDS,    /* "lost-records": the log's own counter jumps */
  RUNGS_DIAGNOSTIC_CUT_MESSAGE,     /* "cut-message": a SIP message ends too early */
  RUNGS_DIAGNOSTIC_LENGTH_MISMATCH, /* "length-mismatch": Content-Length says otherwise */
  RUNGS_DIAGNOSTIC_MALFORMED,       /* "malformed": a record or message cannot be read */
  RUNGS_DIAGNOSTIC_LIMIT,           /* "limit": a named limit was reached */
  RUNGS_DIAGNOSTIC_ENCRYPTED,       /* "encrypted": only TLS in it */
  RUNGS_DIAGNOSTIC_CLOCK_JUMP,      /* "clock-jump" */
  RUNGS_DIAGNOSTIC_UNREADABLE,      /* "unreadable": a whole input could not be used */
  RUNGS_DIAGNOSTIC_LINE_ENDS,       /* "line-ends": a message stands on one line */
  RUNGS_DIAGNOSTIC_NOTE,            /* "note" */
  RUNGS_DIAGNOSTIC_PARTIAL,         /* "partial": an input was not read to its end, and why */
} RungsDiagnosticKind;

typedef struct
{
  guint input;  /* index into the trace's inputs; set by the trace; G_MAXUINT32: of the whole run */
  guint32 line; /* 1-based; frame number in captures; 0 when it is about the whole input */
  RungsDiagnosticKind kind;
  char *text; /* (owned) a sentence */
} RungsDiagnostic;

/* The name used in JSON. */
const char *rungs_diagnostic_kind_name (RungsDiagnosticKind kind);

G_END_DECLS
