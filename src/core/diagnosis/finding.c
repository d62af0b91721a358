#include "config.h"

#include "finding.h"

void
rungs_finding_free (RungsFinding *finding)
{
  if (finding == NULL)
    return;
  g_free (finding->text);
  g_array_unref (finding->lines);
  g_free (finding);
}

gboolean
rungs_finding_is_warning (const RungsFinding *finding)
{
  return rungs_finding_kind (finding->id)->severity >= RUNGS_SEVERITY_WARNING;
}
