/* All families of checks, asked one after the other. */
#include "config.h"

#include "diagnosis/findings.h"

void
rungs_finding_free (RungsFinding *self)
{
  g_return_if_fail (self != NULL);
  g_free (self->text);
  g_array_unref (self->lines);
  g_free (self);
}

void
rungs_findings_collect (RungsTrace *trace, const RungsCall *call, GPtrArray *findings)
{
  g_return_if_fail (RUNGS_IS_TRACE (trace) && call != NULL && findings != NULL);
}
