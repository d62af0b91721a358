/* The AudioCodes syslog format. */
#pragma once

#include "formats/format.h"

G_BEGIN_DECLS

extern const RungsFormat rungs_format_audiocodes;

G_END_DECLS
