/* SIP in text of unknown origin. */
#pragma once

#include "formats/text/definition.h"

G_BEGIN_DECLS

/* "sip-text": a definition without lines. */
extern const RungsTextDefinition rungs_text_any;

#define rungs_format_sip_text (rungs_text_any.format)

G_END_DECLS
