/* Text of a log made fit to be shown in one line, and measured in terminal columns. */
#pragma once

#include "base/span.h"

G_BEGIN_DECLS

/* UTF-8, see rungs_span_char(), without anything that could act on where it is shown: line ends and
 * tabs become blanks; other control characters, and the marks that turn the reading direction (a
 * phrase with U+202E would print its line backwards), become U+FFFD, a NUL U+2400. At most
 * @max_chars characters, then "…" (0: all). (transfer full) */
char *rungs_plain_line (RungsSpan tainted, guint max_chars) G_GNUC_WARN_UNUSED_RESULT;

/* The same for text of several lines: LF and tab stay, CR before LF goes. (transfer full) */
char *rungs_plain_block (RungsSpan tainted) G_GNUC_WARN_UNUSED_RESULT;

/* TRUE for a character that plain text does not show as it is. */
gboolean rungs_plain_is_unsafe (gunichar c);

/* Terminal columns: 2 for wide characters, 0 for combining ones. @text is valid UTF-8. */
guint rungs_plain_columns (const char *text);
guint rungs_plain_char_columns (gunichar c);

/* @text cut to @columns, the last of them "…" when something was cut. (transfer full) */
char *rungs_plain_ellipsize (const char *text, guint columns) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
