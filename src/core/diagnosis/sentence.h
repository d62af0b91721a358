/* The verdict in one sentence. Private to diagnosis/. */
#pragma once

#include "diagnosis/case.h"
#include "diagnosis/verdict.h"

G_BEGIN_DECLS

/* (transfer full) */
char *rungs_sentence_new (RungsCase *self, const RungsVerdict *verdict);

G_END_DECLS
