#include "config.h"

#include "table.h"

static const RungsFindingKind kinds[] = {
#define ROW(id, name, family, severity, role, label)                                               \
  [RUNGS_FINDING_##                                                                                \
    id] = { name, RUNGS_FAMILY_##family, RUNGS_SEVERITY_##severity, RUNGS_ROLE_##role, label },
  RUNGS_FINDINGS (ROW)
#undef ROW
};

const RungsFindingKind *
rungs_finding_kind (RungsFindingId id)
{
  g_return_val_if_fail (id < RUNGS_N_FINDINGS, NULL);
  return &kinds[id];
}
