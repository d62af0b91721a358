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
} RungsFindingLine;

typedef struct
{
  RungsFindingId id;
  /* A translated sentence. */
  char *text;
  /* RungsFindingLine, at least one. */
  GArray *lines;
} RungsFinding;

void rungs_finding_free (RungsFinding *finding);
/* FALSE: it only tells how a call went (who hung up, what Microsoft noted). */
gboolean rungs_finding_is_warning (const RungsFinding *finding);

G_END_DECLS
