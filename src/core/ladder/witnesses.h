/* Who saw a message. */
#pragma once

#include "ladder/ladder.h"

G_BEGIN_DECLS

/* @message is another sight of the message that @row draws. */
void rungs_witnesses_add (RungsTrace *trace, RungsRow *row, guint32 message);

/* For the arrow: "sbc + trunk", "sbc + 2"; "seen twice" when one file shows it twice. (transfer
 * full) */
char *rungs_witnesses_badge (const RungsRow *row) G_GNUC_WARN_UNUSED_RESULT;
/* For a screen reader: "seen by sbc.log, trunk.pcap". (transfer full) */
char *rungs_witnesses_speak (const RungsRow *row) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
