/* What the reports say of a call in words, and its ladder, both behind the redaction. */
#pragma once

#include "report/redact.h"

G_BEGIN_DECLS

/* What every page of a report needs. */
typedef struct
{
  const RungsReport *report;
  RungsTrace *trace;
  RungsRedact *redact;
  GCancellable *cancellable;
} RungsSummary;

/* Everything here is (transfer full), translated, and free of what redaction hides. */

/* "+15550100 → +15550101". */
char *rungs_summary_parties (const RungsSummary *summary,
                             const RungsCall *call) G_GNUC_WARN_UNUSED_RESULT;
/* "488 Not Acceptable Here"; "No answer" when there is none. */
char *rungs_summary_result (const RungsSummary *summary,
                            const RungsCall *call) G_GNUC_WARN_UNUSED_RESULT;
/* "2026-11-22 10:15:02.120, (local time)". */
char *rungs_summary_start (const RungsSummary *summary,
                           const RungsCall *call) G_GNUC_WARN_UNUSED_RESULT;
char *rungs_summary_duration (const RungsSummary *summary,
                              const RungsCall *call) G_GNUC_WARN_UNUSED_RESULT;
/* "line 120 of sbc.log", "frame 7 of trunk.pcap". */
char *rungs_summary_place (const RungsSummary *summary,
                           guint input,
                           guint32 line) G_GNUC_WARN_UNUSED_RESULT;
char *rungs_summary_input (const RungsSummary *summary, guint input) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer none) */
const char *rungs_summary_state (const RungsCall *call);     /* "Failed" */
const char *rungs_summary_direction (const RungsCall *call); /* "To Teams"; "" unknown */
const char *rungs_summary_basis (RungsBasis basis);          /* "exact match of code and phrase" */
const char *rungs_summary_who_acts (const RungsEntry *entry);

/* The ladder with what the SBC said between its messages. */
RungsLadder *rungs_summary_ladder (const RungsSummary *summary,
                                   const RungsCall *call) G_GNUC_WARN_UNUSED_RESULT;

/* The user's note on a message (RUNGS_NONE: on the call); NULL when there is none. */
char *rungs_summary_note (const RungsSummary *summary,
                          const RungsCall *call,
                          guint32 message) G_GNUC_WARN_UNUSED_RESULT;

/* "On Oracle SBC: `session-agent` …; … (not verified)": what @step speaks of, in the vendor's words. NULL: nothing. */
char *rungs_summary_vendor_terms (const RungsVendor *vendor,
                                  const char *step) G_GNUC_WARN_UNUSED_RESULT;
/* "Your own entry, mine.json"; NULL for one of ours. */
char *rungs_summary_yours (const RungsEntry *entry) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
