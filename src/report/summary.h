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

/* The ladder with what the SBC said between its messages. */
RungsLadder *rungs_summary_ladder (const RungsSummary *summary,
                                   const RungsCall *call) G_GNUC_WARN_UNUSED_RESULT;

/* The user's note on a message (RUNGS_NONE: on the call); NULL when there is none. */
char *rungs_summary_note (const RungsSummary *summary,
                          const RungsCall *call,
                          guint32 message) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
