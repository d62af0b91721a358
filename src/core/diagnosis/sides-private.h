/* Shared by sides.c, which sets the lines of two messages side by side, and sides-part.c, which
 * says what a line is. */
#pragma once

#include "diagnosis/sides.h"

G_BEGIN_DECLS

/* Where a line stands: only lines of one section are set side by side. */
#define RUNGS_SECTION_START 0
#define RUNGS_SECTION_HEADERS 1
#define RUNGS_SECTION_SESSION 2
#define RUNGS_SECTION_MEDIA 3 /* the first one; the next ones follow */

typedef struct
{
  guint section;
  RungsSpan text;  /* with its folds */
  RungsSpan value; /* behind the name */
  guint line, n_lines;
  char *key;         /* of the same thing in the other message */
  char *essence;     /* what of it means something */
  gboolean is_noise; /* means nothing, there or not */
  gboolean is_used;
} RungsPart;

/* RungsPart*, in the order of the message. The spans are into @message. (transfer full) */
GPtrArray *rungs_parts_new (RungsSpan message, RungsSidesMode mode) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
