/* Errors of number management in the lines of any text: see teams-numbers.c. */
#pragma once

#include "formats/format.h"

G_BEGIN_DECLS

typedef struct _RungsNumbers RungsNumbers;

RungsNumbers *rungs_numbers_new (RungsSink *sink) G_GNUC_WARN_UNUSED_RESULT;
void rungs_numbers_free (RungsNumbers *numbers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsNumbers, rungs_numbers_free)

/* A line without its end; [@offset, @end) is its place. */
void rungs_numbers_take_line (RungsNumbers *numbers,
                              RungsSpan line,
                              guint64 offset,
                              guint64 end,
                              guint32 number);
/* There are no more lines. */
void rungs_numbers_finish (RungsNumbers *numbers);

G_END_DECLS
