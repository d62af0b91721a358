/* A call in the words and signs of the list. Nothing here reads a file, so cells may ask while the
 * list scrolls. */
#pragma once

#include "calls/fault.h"
#include "calls/words.h"

G_BEGIN_DECLS

/* Icon and CSS class of the state. Colour is never the only sign. */
const char *rungs_call_icon (const RungsCall *call);
const char *rungs_call_css_class (const RungsCall *call);

/* Code of the answer that decided it; 0 when there is none. */
guint rungs_call_code (RungsTrace *trace, const RungsCall *call);

/* All below: (transfer full), never NULL, may be "". */
char *rungs_call_result (RungsTrace *trace, const RungsCall *call) G_GNUC_WARN_UNUSED_RESULT;
char *rungs_call_parties (RungsTrace *trace, const RungsCall *call) G_GNUC_WARN_UNUSED_RESULT;
/* "Not Acceptable Here", "no answer at all": why, for calls with a fault; else whom it went
 * through. */
char *rungs_call_summary (RungsTrace *trace, const RungsCall *call) G_GNUC_WARN_UNUSED_RESULT;
/* @cause; of a keepalive or registration it says that it is one. */
char *rungs_call_cause (const RungsCall *call, const char *cause) G_GNUC_WARN_UNUSED_RESULT;
char *rungs_call_clock (RungsTrace *trace, const RungsCall *call) G_GNUC_WARN_UNUSED_RESULT;
char *rungs_call_date (RungsTrace *trace, const RungsCall *call) G_GNUC_WARN_UNUSED_RESULT;
char *rungs_call_duration (const RungsCall *call) G_GNUC_WARN_UNUSED_RESULT;
/* Who stands at the other ends of its legs: "Teams proxy, Carrier A". */
char *rungs_call_peers (RungsTrace *trace, const RungsCall *call) G_GNUC_WARN_UNUSED_RESULT;
/* Microsoft's code as far as code and phrase alone tell it; -1 when they do not. */
int rungs_call_microsoft_code (RungsTrace *trace, const RungsCall *call);
/* "+15550100 → +15550101, 10:15:02". */
char *rungs_call_name (RungsTrace *trace, const RungsCall *call) G_GNUC_WARN_UNUSED_RESULT;
/* The row in one sentence, for screen readers. @cause: why, where more is known than
 * rungs_call_summary() tells; or NULL. */
char *rungs_call_speak (RungsTrace *trace,
                        const RungsCall *call,
                        const char *cause) G_GNUC_WARN_UNUSED_RESULT;

/* "2026-11-22 10:15:02.120, local time". (transfer full), NULL without a time. */
char *rungs_zoned_time (RungsStamp time, guint facts, const char *zone) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
