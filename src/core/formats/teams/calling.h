/* What calling apps and services write; see teams-calling.c. */
#pragma once

#include "formats/format.h"

G_BEGIN_DECLS

extern const RungsFormat rungs_format_teams_calling;

/* "18/05/2021, 9:8:51:217", "5/18/2021, 9:08:51 AM" at the front of @text: the local time of
 * whoever ran a browser. RUNGS_STAMP_NONE: something else. Days and months are told apart where one
 * is above 12, or by the AM of Americans. */
RungsStamp rungs_teams_browser_time (RungsSpan text);

G_END_DECLS
