/* A call in words, the same in the window, in reports and on the terminal. All are translated. */
#pragma once

#include "trace/trace.h"

G_BEGIN_DECLS

/* In a row or a sentence: "failed"; where it begins a line or is a heading: "Failed". */
const char *rungs_call_state_word (const RungsCall *call);
const char *rungs_call_state_title (const RungsCall *call);

/* "registration"; rungs_kind_name() is for JSON and for what is typed. */
const char *rungs_call_kind_word (const RungsCall *call);

/* "to Teams" and "To Teams"; "" when it is not known. */
const char *rungs_call_direction_word (const RungsCall *call);
const char *rungs_call_direction_title (const RungsCall *call);

/* Keepalives and registrations, which lists fold away unless somebody wants them. */
gboolean rungs_call_is_routine (const RungsCall *call);

G_END_DECLS
