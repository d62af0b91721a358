/* When each family of findings looks at a call. */
#pragma once

#include "diagnosis/case.h"

G_BEGIN_DECLS

typedef enum
{
  RUNGS_MOMENT_DECIDING, /* the entry of a fault is still open: what is found may choose it */
  RUNGS_MOMENT_DECIDED   /* what else there is to know about the call */
} RungsMoment;

/* Families run in the order of the table in run.c: some look at what those before them found. */
void rungs_findings_run (RungsCase *self, RungsMoment moment);
/* FALSE: no verdict asks for it. */
gboolean rungs_findings_has_family (RungsFamily family);

G_END_DECLS
