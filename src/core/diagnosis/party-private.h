/* Who produced an answer, and what a party is called in a sentence. Private to diagnosis/. */
#pragma once

#include "diagnosis/case.h"
#include "diagnosis/party.h"

G_BEGIN_DECLS

/* Who sent @message, and why we think so: *@why is a translated clause. (transfer full) */
RungsParty rungs_party_of (RungsCase *self, guint32 message, char **why);

/* "Teams", "the SBC", "the carrier side (203.0.113.5)", for the beginning of a sentence or its
 * middle. (transfer full) */
char *rungs_party_call_name (const RungsCase *self, guint32 endpoint, gboolean begins);
/* "Teams", else the device's name: for brackets. */
const char *rungs_party_short_name (const RungsCase *self, guint32 endpoint);

G_END_DECLS
