/* How a check says what it found, and where. Private to diagnosis/. */
#pragma once

#include "diagnosis/case.h"

G_BEGIN_DECLS

/* @text: (transfer full). It needs a line at least: */
RungsFinding *rungs_case_find (RungsCase *self, RungsFindingId id, char *text);
/* The host of an end of the call that the finding names. */
void rungs_finding_who (RungsFinding *finding, const RungsCase *self, guint32 endpoint);
/* The line of the message's start line. */
void rungs_finding_at (RungsFinding *finding, RungsCase *self, guint32 message);
/* The line of the byte at @offset in the message: the header that a walk gave. */
void rungs_finding_at_offset (RungsFinding *finding,
                              RungsCase *self,
                              const RungsExhibit *exhibit,
                              gsize offset);
/* The line of the first header of this name, else of the start line. */
void rungs_finding_at_header (RungsFinding *finding,
                              RungsCase *self,
                              const RungsExhibit *exhibit,
                              RungsSpan name);
gboolean rungs_case_has_finding (const RungsCase *self, RungsFindingId id);

G_END_DECLS
