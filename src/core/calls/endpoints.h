/* Addresses that send and receive, and what their messages show about them. */
#pragma once

#include "trace/builder.h"

G_BEGIN_DECLS

/* Which of the machine's own ends sends @row: see rungs_endpoints_note(). 0 when the host is
 * another's. */
RungsString rungs_endpoints_sent_by (RungsBuilder *self,
                                     const RungsMessage *row,
                                     const RungsSipIndex *index);
guint32 rungs_endpoints_intern (RungsBuilder *self,
                                RungsSpan text,
                                gboolean is_own,
                                RungsSpan logger,
                                RungsSpan realm);
void rungs_endpoints_note (RungsBuilder *self, const RungsMessage *row, const RungsSipIndex *index);
/* Host and port of "192.0.2.1:5060", "[2001:db8::1]:5060", "Teams". */
void rungs_endpoints_split (RungsSpan text, RungsSpan *host, guint16 *port);

G_END_DECLS
