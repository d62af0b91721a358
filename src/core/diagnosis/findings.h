/* What the messages themselves prove. One file per family of checks; each finding names the lines it rests on. */
#pragma once

#include "diagnosis/verdict.h"

G_BEGIN_DECLS

/* Adds RungsFinding* to @findings, strongest first. Reads the call's decisive messages. */
void rungs_findings_collect (RungsTrace *trace, const RungsCall *call, GPtrArray *findings);

void rungs_finding_free (RungsFinding *finding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsFinding, rungs_finding_free)

G_END_DECLS
