/* Lines of pasted SIP: where a start line begins, what stands before it on every line, how line
 * ends are escaped. */
#pragma once

#include "base/span.h"

G_BEGIN_DECLS

/* How a line end is written where it cannot be one. */
typedef struct
{
  RungsSpan cr;
  RungsSpan lf;
  gboolean is_backslash; /* quotes and backslashes are escaped too */
} RungsTextEscape;

typedef struct
{
  RungsSpan prefix; /* what stands before the start line */
  RungsSpan line;   /* the start line, without what marks its end */
  RungsSpan rest;   /* behind the start line's escaped end, or empty */
  /* what stands for CR at the end of this line: "^M", "#015", "."; to be taken off all lines */
  RungsSpan mark;
  const RungsTextEscape *escape; /* of @rest */
} RungsTextStart;

/* Where "SIP/2.0" is in @line from @from on, or -1. */
gssize rungs_text_find_version (RungsSpan line, gsize from);

/* A start line anywhere in @line. */
gboolean rungs_text_find_start (RungsSpan line, RungsTextStart *start);
/* The same where other bytes touch it, letters too: "E..P..@.@.XINVITE sip:…". */
gboolean rungs_text_find_glued_start (RungsSpan line, RungsTextStart *start);

/* @text with its escapes decoded, LF line ends, appended to @out. Ends at an unescaped quote when
 * @quoted. */
void rungs_text_unescape (RungsSpan text,
                          const RungsTextEscape *escape,
                          gboolean quoted,
                          GString *out);

/* Without colours: @line itself when it has none, else a copy in @scratch. */
RungsSpan rungs_text_plain (RungsSpan line, GString *scratch);

/* TRUE when @line begins as @prefix does: digits may differ, blanks in it may be more or fewer, a
 * month another one. *@rest is what follows. A line that ends within the blanks at the end of the
 * prefix is an empty one. */
gboolean rungs_text_match_prefix (RungsSpan line, RungsSpan prefix, RungsSpan *rest);

/* @line without what somebody wrote behind a start line: "INVITE sip:a@b SIP/2.0   <-- from the
 * carrier". */
RungsSpan rungs_text_without_remark (RungsSpan line);

/* "Name: value". */
gboolean rungs_text_is_header (RungsSpan line);

/* Blanks before @line, which is "   Name: value"; 0: it has none, or is no header. */
gsize rungs_text_header_indent (RungsSpan line);
/* @line without up to @indent blanks before it. */
RungsSpan rungs_text_without_indent (RungsSpan line, gsize indent);

/* "a=sendrecv". */
gboolean rungs_text_is_sdp_line (RungsSpan line);

G_END_DECLS
