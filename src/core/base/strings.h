/* Interned strings: equal bytes get the same small number, kept once. Written by one thread; read
 * by any once nobody writes. */
#pragma once

#include "base/span.h"

G_BEGIN_DECLS

typedef struct _RungsStrings RungsStrings;
typedef guint32 RungsString; /* 0 is the empty string */

RungsStrings *rungs_strings_new (void) G_GNUC_WARN_UNUSED_RESULT;
RungsStrings *rungs_strings_ref (RungsStrings *strings);
void rungs_strings_unref (RungsStrings *strings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsStrings, rungs_strings_unref)

/* The number of @s, new or known. Bytes that are not UTF-8 are kept as they are. */
RungsString rungs_strings_intern (RungsStrings *strings, RungsSpan s);

/* The number of @s if it is known, else 0. */
RungsString rungs_strings_find (const RungsStrings *strings, RungsSpan s);

/* Terminated; valid as long as @strings. Never NULL. */
const char *rungs_strings_get (const RungsStrings *strings, RungsString id);
RungsSpan rungs_strings_span (const RungsStrings *strings, RungsString id);

gsize rungs_strings_bytes (const RungsStrings *strings);

G_END_DECLS
