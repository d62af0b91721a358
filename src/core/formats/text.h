/* SIP in any text; see text.c. */
#pragma once

#include "formats/format.h"

G_BEGIN_DECLS

extern const RungsFormat rungs_format_sip_text;

G_END_DECLS
