/* Call records of Graph. Private to diagnosis/. */
#pragma once

#include "diagnosis/case.h"

G_BEGIN_DECLS

/* What a record of RUNGS_RECORD_MEDIA has beyond its row. */
void rungs_findings_media (RungsCase *self, guint32 record);
/* For a call that it speaks for. (transfer full) */
char *rungs_media_sentence (const RungsCase *self, const RungsRecord *record);

G_END_DECLS
