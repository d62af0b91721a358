/* Avaya's logs, one file each. */
#pragma once

#include "formats/format.h"

G_BEGIN_DECLS

extern const RungsFormat rungs_format_avaya_sbce;     /* avaya-sbce.c */
extern const RungsFormat rungs_format_avaya_sm;       /* avaya-sm.c */
extern const RungsFormat rungs_format_avaya_ipoffice; /* avaya-ipoffice.c */
extern const RungsFormat rungs_format_avaya_phone;    /* avaya-phone.c */

G_END_DECLS
