/* Names of headers, where nothing but they say where a line begins (flat.h). */
#pragma once

#include "base/span.h"

G_BEGIN_DECLS

typedef enum
{
  RUNGS_FLAT_NONE,
  RUNGS_FLAT_OTHER,
  RUNGS_FLAT_VIA,
  RUNGS_FLAT_FROM,
  RUNGS_FLAT_TO,
  RUNGS_FLAT_CALL_ID,
  RUNGS_FLAT_CSEQ,
  RUNGS_FLAT_LENGTH,
  RUNGS_FLAT_TYPE,
} RungsFlatName;

/* The length of the name at the front of @s, which a colon follows; 0: there is none. */
gsize rungs_flat_name_length (RungsSpan s);

/* What everybody knows by the name @text; @is_lower: long names begin with a small letter. */
RungsFlatName rungs_flat_name_of (RungsSpan text, gboolean is_lower);

G_END_DECLS
