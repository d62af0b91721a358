/* What Microsoft's side hands out about calls and sign-ins; see teams.c. */
#pragma once

#include "formats/format.h"

G_BEGIN_DECLS

extern const RungsFormat rungs_format_teams_direct_routing;
extern const RungsFormat rungs_format_teams_pstn;
extern const RungsFormat rungs_format_teams_call_record; /* teams-call-record.c */
extern const RungsFormat rungs_format_teams_sign_in;
extern const RungsFormat rungs_format_teams_sign_in_text;
extern const RungsFormat rungs_format_teams_numbers; /* teams-numbers.c */

G_END_DECLS
