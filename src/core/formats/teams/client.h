/* Logs of Teams clients; see the .c files. */
#pragma once

#include "formats/format.h"

G_BEGIN_DECLS

extern const RungsFormat rungs_format_teams_client_log;

G_END_DECLS
