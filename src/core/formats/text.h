/* The formats that are read as text; each is described where its table is. */
#pragma once

#include "formats/text-dialect.h"

G_BEGIN_DECLS

extern const RungsTextDialect rungs_text_any; /* text.c: "sip-text" */

/* text-asterisk.c */
extern const RungsTextDialect rungs_text_asterisk;
extern const RungsTextDialect rungs_text_pjsip_logger;

/* text-sofia.c */
extern const RungsTextDialect rungs_text_drachtio;
extern const RungsTextDialect rungs_text_freeswitch;

#define rungs_format_sip_text (rungs_text_any.format)

G_END_DECLS
