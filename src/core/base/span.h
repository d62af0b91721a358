/* A piece of somebody else's bytes: start and length, no terminator, no ownership. */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

typedef struct
{
  const char *str;
  gsize len;
} RungsSpan;

#define RUNGS_SPAN(literal) ((RungsSpan){ ("" literal), sizeof (literal) - 1 })
#define RUNGS_SPAN_NONE ((RungsSpan){ NULL, 0 })

static inline RungsSpan
rungs_span (const char *str, gsize len)
{
  return (RungsSpan){ str, len };
}

/* Of a terminated string; NULL gives the empty span. */
static inline RungsSpan
rungs_span_of (const char *str)
{
  return (RungsSpan){ str, str != NULL ? strlen (str) : 0 };
}

static inline gboolean
rungs_span_equal (RungsSpan a, RungsSpan b)
{
  return a.len == b.len && (a.len == 0 || memcmp (a.str, b.str, a.len) == 0);
}

static inline gboolean
rungs_span_equal_ci (RungsSpan a, RungsSpan b)
{
  return a.len == b.len && (a.len == 0 || g_ascii_strncasecmp (a.str, b.str, a.len) == 0);
}

static inline gboolean
rungs_span_starts (RungsSpan s, RungsSpan prefix)
{
  return s.len >= prefix.len && (prefix.len == 0 || memcmp (s.str, prefix.str, prefix.len) == 0);
}

static inline gboolean
rungs_span_starts_ci (RungsSpan s, RungsSpan prefix)
{
  return s.len >= prefix.len
         && (prefix.len == 0 || g_ascii_strncasecmp (s.str, prefix.str, prefix.len) == 0);
}

/* From @n bytes on; past the end gives an empty span at the end. */
static inline RungsSpan
rungs_span_skip (RungsSpan s, gsize n)
{
  n = MIN (n, s.len);
  return n > 0 ? (RungsSpan){ s.str + n, s.len - n } : s; /* NULL + 0 is undefined */
}

static inline RungsSpan
rungs_span_head (RungsSpan s, gsize n)
{
  return (RungsSpan){ s.str, MIN (n, s.len) };
}

/* Offset of the first @c, or -1. */
static inline gssize
rungs_span_find_char (RungsSpan s, char c)
{
  const char *p = s.len > 0 ? memchr (s.str, c, s.len) : NULL;
  return p != NULL ? p - s.str : -1;
}

/* Offset of the first @needle, or -1; the empty needle is never found. */
gssize rungs_span_find (RungsSpan s, RungsSpan needle);
gssize rungs_span_find_ci (RungsSpan s, RungsSpan needle);

/* Without blanks, tabs, CR and LF at either end. */
RungsSpan rungs_span_trim (RungsSpan s);

/* Takes the next line off the front of @rest. The line comes without its LF and without any CRs
 * before it. FALSE when @rest is used up. */
gboolean rungs_span_take_line (RungsSpan *rest, RungsSpan *line);

/* Takes what stands before the first @sep (or all) off the front of @rest, and the @sep. FALSE when
 * @rest is used up. */
gboolean rungs_span_take_until (RungsSpan *rest, char sep, RungsSpan *part);

/* Reads decimal digits at the front: the number of bytes read, 0 when there is no digit or the
 * value would be more than @max. */
gsize rungs_span_take_uint (RungsSpan s, guint64 max, guint64 *value);

/* The whole span as a decimal number; FALSE when anything else is in it. */
gboolean rungs_span_to_uint (RungsSpan s, guint64 max, guint64 *value);

/* What a NUL byte of a log is shown as: the symbol for it, U+2400. */
#define RUNGS_NUL_SYMBOL "\xE2\x90\x80"

/* TRUE when @c is one of @set, which is never the NUL that ends it. */
static inline gboolean
rungs_char_is_in (char c, const char *set)
{
  return c != '\0' && strchr (set, c) != NULL;
}

/* Copies, with a terminator: (transfer full). Bytes stay as they are, but for NULs:
 * RUNGS_NUL_SYMBOL. */
char *rungs_span_dup (RungsSpan s) G_GNUC_WARN_UNUSED_RESULT;

/* The character at the front of @s (not empty) and its length in bytes. A byte that is not UTF-8 is
 * read as Windows-1252, of which Latin-1 is a part: old devices and PBXs write names in it. A UTF-8
 * character that the end of @s cuts is U+FFFD, and so is a byte that Windows-1252 does not use. */
gunichar rungs_span_char (RungsSpan s, gsize *len);

/* As rungs_span_dup(), made valid UTF-8 by rungs_span_char(). (transfer full) */
char *rungs_span_dup_utf8 (RungsSpan s) G_GNUC_WARN_UNUSED_RESULT;

/* FALSE when a byte of @s is not of a UTF-8 character. NULs are allowed. */
gboolean rungs_span_is_utf8 (RungsSpan s);

/* FNV-1a over the bytes: same input, same value, on every machine. */
guint64 rungs_span_hash (RungsSpan s);

G_END_DECLS
