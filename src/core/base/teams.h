/* How Microsoft's SIP proxy is known: facts from data/devices/teams.json. */
#pragma once

#include "base/span.h"

G_BEGIN_DECLS

/* An IP address, with or without a port or brackets, in a range that Teams signals from. */
gboolean rungs_teams_is_address (RungsSpan host);
/* The same for the bytes of an address in network order: 4 or 16. */
gboolean rungs_teams_is_signalling (const guint8 *address, gsize n_bytes);
/* In a range of Teams, for signalling or media: such an address identifies no customer. */
gboolean rungs_teams_is_public (const guint8 *address, gsize n_bytes);
/* "sip2.pstnhub.microsoft.com", any case, with or without a port. */
gboolean rungs_teams_is_name (RungsSpan host);
/* Server or User-Agent "Microsoft.PSTNHub.SIPProxy v.2022.2.21.3 i.USWE2.0". */
gboolean rungs_teams_is_agent (RungsSpan agent);

G_END_DECLS
