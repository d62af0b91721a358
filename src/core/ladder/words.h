/* The words of a row, shared by the speech, the text and the picture. */
#pragma once

#include "ladder/ladder.h"

G_BEGIN_DECLS

/* "again, 2nd". (transfer full) */
char *rungs_words_again (guint nth) G_GNUC_WARN_UNUSED_RESULT;

/* What follows the label: " Not Acceptable Here · SDP · again, 2nd · sbc + trunk", the last part
 * only @with_witnesses. May be empty. (transfer full) */
char *rungs_words_after (const RungsRow *row, gboolean with_witnesses) G_GNUC_WARN_UNUSED_RESULT;

/* "12 s without a message", of a gap. (transfer full) */
char *rungs_words_gap (const RungsRow *row) G_GNUC_WARN_UNUSED_RESULT;

/* Addresses of a lane in one line. (transfer full) */
char *rungs_words_addresses (const RungsLane *lane) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
