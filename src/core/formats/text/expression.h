/* Matching one line of a log with an expression of a definition: PCRE2, with the group names of
 * definition.h. */
#pragma once

#include "base/stamp-read.h"
#include "formats/format.h"

G_BEGIN_DECLS

/* Whose address it is. Of "received" lines the peer is the source, of "sent" lines the target. */
typedef enum
{
  RUNGS_TEXT_SRC,
  RUNGS_TEXT_DST,
  RUNGS_TEXT_PEER,
  RUNGS_TEXT_OWN,
  RUNGS_TEXT_N_SIDES,
} RungsTextSide;

typedef enum
{
  /* Two peers, or not said. */
  RUNGS_TEXT_BETWEEN,
  RUNGS_TEXT_RECEIVED,
  RUNGS_TEXT_SENT,
} RungsTextDirection;

/* What a line says. Spans are of the line; empty: it does not say. */
typedef struct
{
  /* Without brackets. */
  RungsSpan host[RUNGS_TEXT_N_SIDES];
  /* Digits. */
  RungsSpan port[RUNGS_TEXT_N_SIDES];
  RungsSpan session, device;
  RungsTextDirection direction;
  RungsTransport transport;
  RungsWritten written;
  /* Of the message on the wire; 0: not said. */
  guint64 n_bytes;
  RungsSpan rest;
} RungsTextFields;

/* The line says anything at all. */
gboolean rungs_text_fields_say (const RungsTextFields *fields);

/* One expression. Most lines cannot match: a text that each match contains is looked for first, and
 * PCRE2 compiles the expression when a line has it. Any number of threads may use one. */
typedef struct _RungsTextExpression RungsTextExpression;

RungsTextExpression *rungs_text_expression_new (const char *text) G_GNUC_WARN_UNUSED_RESULT;
void rungs_text_expression_free (RungsTextExpression *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsTextExpression, rungs_text_expression_free)

/* FALSE with @error when it is not an expression, or has a group that no definition has. */
gboolean rungs_text_expression_check (RungsTextExpression *self, GError **error);

/* What each match contains; "" when there is no such text. For tests. */
const char *rungs_text_expression_literal (const RungsTextExpression *self);

/* What matching needs beside the expression; of one thread. Without an expression to match it has
 * nothing to free. */
typedef struct
{
  struct pcre2_real_match_data_8 *data;
  struct pcre2_real_match_context_8 *context;
  RungsDates dates;
  /* While a line is matched: the line, where the stamp or address ends that is being read, and what
   * was read last. */
  RungsSpan line;
  gsize token_end;
  RungsSpan stamp, address, host, port;
  RungsWritten written;
} RungsTextMatcher;

void rungs_text_matcher_clear (RungsTextMatcher *self);

/* @line has what @expression says. It is without blanks at its ends, see rungs_text_trim(). @fields
 * is only to be used when it is TRUE. */
gboolean rungs_text_matcher_match (RungsTextMatcher *self,
                                   RungsTextExpression *expression,
                                   RungsSpan line,
                                   RungsTextFields *fields);

/* Without blanks, tabs and CRs at its ends. */
static inline RungsSpan
rungs_text_trim (RungsSpan line)
{
  while (line.len > 0 && (line.str[0] == ' ' || line.str[0] == '\t'))
    line = rungs_span_skip (line, 1);
  while (line.len > 0
         && (line.str[line.len - 1] == ' ' || line.str[line.len - 1] == '\t'
             || line.str[line.len - 1] == '\r'))
    line.len--;
  return line;
}

G_END_DECLS
