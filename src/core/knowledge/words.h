/* What the knowledge says in words of ours, the same in the window, in reports and on the terminal.
 * All are translated. */
#pragma once

#include "knowledge/knowledge.h"
#include "knowledge/vendors.h"

G_BEGIN_DECLS

/* How sure a verdict is: "Exact match", and why, in a sentence. */
const char *rungs_basis_title (RungsBasis basis);
const char *rungs_basis_reason (RungsBasis basis);

/* Who has to act: "the administrator of the SBC". */
const char *rungs_entry_who_acts (const RungsEntry *entry);

/* Whether trying again helps, in a sentence; NULL when it depends. */
const char *rungs_entry_retry (const RungsEntry *entry);

/* "Your own entry, mine.json"; NULL for one of ours. (transfer full) */
char *rungs_entry_yours (const RungsEntry *entry) G_GNUC_WARN_UNUSED_RESULT;

/* "On Oracle SBC: `session-agent` …; … (not verified).": what @step speaks of, in the vendor's
 * words. NULL: nothing. (transfer full) */
char *rungs_vendor_sentence (const RungsVendor *vendor, const char *step) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
