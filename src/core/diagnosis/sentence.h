#pragma once

#include "diagnosis/verdict.h"

G_BEGIN_DECLS

/* The whole in one sentence, from what @verdict already holds. Translated. (transfer full) */
char *rungs_sentence_new (RungsTrace *trace,
                          const RungsCall *call,
                          const RungsVerdict *verdict) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
