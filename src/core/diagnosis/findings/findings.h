/* The families of findings: each looks at a case for what its file is about. run.c says when.
 * Private to diagnosis/. */
#pragma once

#include "diagnosis/case.h"

G_BEGIN_DECLS

void rungs_findings_conflict (RungsCase *self);
void rungs_findings_contact (RungsCase *self);
void rungs_findings_dialog (RungsCase *self);
void rungs_findings_drop (RungsCase *self);
void rungs_findings_early (RungsCase *self);
void rungs_findings_end (RungsCase *self);
void rungs_findings_events (RungsCase *self);
void rungs_findings_extension (RungsCase *self);
void rungs_findings_fork (RungsCase *self);
void rungs_findings_loop (RungsCase *self);
void rungs_findings_number (RungsCase *self);
void rungs_findings_offer (RungsCase *self);
/* What Microsoft noted about a call that a log shows, or that it noted nothing. */
void rungs_findings_record (RungsCase *self);
void rungs_findings_refusal (RungsCase *self);
void rungs_findings_retry (RungsCase *self);
void rungs_findings_sdp (RungsCase *self);
void rungs_findings_session (RungsCase *self);
/* Media of calls that ended well. */
void rungs_findings_signs (RungsCase *self);
void rungs_findings_timer (RungsCase *self);
void rungs_findings_transfer (RungsCase *self);
void rungs_findings_trunk (RungsCase *self);
/* What records say of a call that only they know, and that no log shows it. */
void rungs_findings_untraced (RungsCase *self);

G_END_DECLS
