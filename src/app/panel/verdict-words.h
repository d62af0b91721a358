/* Verdicts and entries in words for the side panel. */
#pragma once

#include "diagnosis/verdict.h"

G_BEGIN_DECLS

/* Text with `names to be typed` as Pango markup: those in monospace, all else escaped. (transfer
 * full) */
char *rungs_step_markup (const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* The same without the backticks. (transfer full) */
char *rungs_step_plain (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* "488 Not Acceptable Here, Microsoft 531000, Q.850 79". (transfer full), never NULL. */
char *rungs_verdict_codes (const RungsVerdict *verdict) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
