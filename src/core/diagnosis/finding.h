/* Something that was found out about a call, and the lines that it rests on. */
#pragma once

#include "base/span.h"
#include "diagnosis/findings/table.h"

G_BEGIN_DECLS

typedef struct
{
  /* Whose line it is; RUNGS_NONE: no message's. */
  guint32 message;
  guint32 input;
  /* In the input's own text; the number of the frame in captures. */
  guint32 line;
  /* Where it begins in the message's bytes; RUNGS_NONE: it is no line of the message. */
  guint32 offset;
} RungsFindingLine;

typedef enum
{
  RUNGS_VALUE_HEADER, /* the name of one */
  RUNGS_VALUE_METHOD,
  RUNGS_VALUE_CODE,   /* of an answer, or of a Reason */
  RUNGS_VALUE_NUMBER, /* of a telephone */
  RUNGS_VALUE_CODEC,
  RUNGS_VALUE_HOST,
  RUNGS_VALUE_AMOUNT, /* seconds, hops, a port */
  RUNGS_VALUE_TOKEN,  /* of a header or of SDP: an option tag, a profile, a suite */
  RUNGS_VALUE_TEXT    /* a part of a header as it is */
} RungsValueKind;

/* What a finding says about its lines, as the check knew it: never to be read out of the sentence,
 * which is translated. */
typedef struct
{
  RungsValueKind kind;
  char *text;
  /* Index of the line that it is in; -1: of any of them. */
  int line;
} RungsValue;

typedef struct
{
  RungsFindingId id;
  /* A translated sentence. */
  char *text;
  /* RungsFindingLine, at least one. */
  GArray *lines;
  /* RungsValue */
  GArray *values;
  /* Of a change by the SBC: it is of the kind that the failing answer complains about, and that
   * answer is to the changed message. */
  gboolean explains;
} RungsFinding;

/* @text: (transfer full) */
RungsFinding *rungs_finding_new (RungsFindingId id, char *text);
RungsFinding *rungs_finding_ref (const RungsFinding *finding);
void rungs_finding_unref (RungsFinding *finding);

/* NULL and "" are no value. */
void rungs_finding_value (RungsFinding *finding, RungsValueKind kind, const char *text);
void rungs_finding_number (RungsFinding *finding, RungsValueKind kind, guint number);
/* A value for each part between commas. */
void rungs_finding_list (RungsFinding *finding, RungsValueKind kind, const char *list);

typedef struct
{
  /* Characters of the line. */
  guint from, to;
} RungsFindingMark;

/* The values of the @nth line in its text as it is shown (UTF-8; more may be before and after it).
 * In no order; empty when there are none. (transfer full) (element-type RungsFindingMark) */
GArray *rungs_finding_marks (const RungsFinding *finding,
                             guint nth,
                             const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* FALSE: it only tells how a call went (who hung up, what Microsoft noted). */
gboolean rungs_finding_is_warning (const RungsFinding *finding);

G_END_DECLS
