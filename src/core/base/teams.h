/* How Microsoft's SIP proxy is known: facts from data/devices/teams.json. */
#pragma once

#include "base/span.h"

G_BEGIN_DECLS

/* An IPv4 address in a range that Teams signals from. */
gboolean rungs_teams_is_address (RungsSpan host);
/* "sip2.pstnhub.microsoft.com", any case, with or without a port. */
gboolean rungs_teams_is_name (RungsSpan host);
/* Server or User-Agent "Microsoft.PSTNHub.SIPProxy v.2022.2.21.3 i.USWE2.0". */
gboolean rungs_teams_is_agent (RungsSpan agent);

G_END_DECLS
