/* The formats that are read as text; each is described where its table is. */
#pragma once

#include "formats/text/dialect.h"

G_BEGIN_DECLS

extern const RungsTextDialect rungs_text_any; /* text.c: "sip-text" */

/* text-asterisk.c */
extern const RungsTextDialect rungs_text_asterisk;
extern const RungsTextDialect rungs_text_pjsip_logger;

/* text-sofia.c */
extern const RungsTextDialect rungs_text_drachtio;
extern const RungsTextDialect rungs_text_freeswitch;

/* text-sniffers.c */
extern const RungsTextDialect rungs_text_sngrep;
extern const RungsTextDialect rungs_text_ngrep;
extern const RungsTextDialect rungs_text_tcpdump;
extern const RungsTextDialect rungs_text_homer;
extern const RungsTextDialect rungs_text_sipdump;

/* text-programs.c */
extern const RungsTextDialect rungs_text_pjsua;
extern const RungsTextDialect rungs_text_belle_sip;
extern const RungsTextDialect rungs_text_baresip;
extern const RungsTextDialect rungs_text_resiprocate;
extern const RungsTextDialect rungs_text_jain_sip;
extern const RungsTextDialect rungs_text_jain_sip_xml;
extern const RungsTextDialect rungs_text_sipp;

/* text-ribbon.c */
extern const RungsTextDialect rungs_text_ribbon_edge;

/* text-servers.c */
extern const RungsTextDialect rungs_text_yate;
extern const RungsTextDialect rungs_text_genesys;
extern const RungsTextDialect rungs_text_lync;
extern const RungsTextDialect rungs_text_kamailio;
extern const RungsTextDialect rungs_text_alcatel_oxe;
extern const RungsTextDialect rungs_text_fortigate;
extern const RungsTextDialect rungs_text_thomson;
extern const RungsTextDialect rungs_text_polycom;

#define rungs_format_sip_text (rungs_text_any.format)

G_END_DECLS
