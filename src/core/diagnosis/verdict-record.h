/* The verdict on a call that only records know. Private to diagnosis/. */
#pragma once

#include "diagnosis/case.h"
#include "diagnosis/verdict.h"

G_BEGIN_DECLS

void rungs_verdict_of_record (RungsVerdict *self, RungsCase *c, const RungsKnowledge *knowledge);

G_END_DECLS
