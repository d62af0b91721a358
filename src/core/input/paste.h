/* What mail, tickets and web pages did to a log that was pasted there, and taking it off line by
 * line. A file has one such shape for all of its lines; lines that do not have it stay as they
 * are. */
#pragma once

#include "base/span.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean is_quoted;        /* "> " before the lines of a mail that was answered */
  guint indent;              /* blanks or tabs before every line */
  gboolean is_double_spaced; /* a blank line behind every line */
  gboolean has_breaks;       /* "<br>" at the ends of lines */
  gboolean has_entities;     /* "&lt;" for "<" */
  gboolean has_carets;       /* "^M" at the ends of lines, which an editor shows for a CR */
  gboolean has_hard_blanks;  /* no-break spaces (U+00A0) for blanks */
} RungsPaste;

static inline gboolean
rungs_paste_is_any (const RungsPaste *paste)
{
  return paste->is_quoted || paste->indent > 0 || paste->is_double_spaced || paste->has_breaks
         || paste->has_entities || paste->has_carets || paste->has_hard_blanks;
}

/* @line as it was before; a part of it, or the text of @scratch. Blank lines too many are the
 * caller's. */
RungsSpan rungs_paste_clean (const RungsPaste *paste, RungsSpan line, GString *scratch);

G_END_DECLS
