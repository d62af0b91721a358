/* What is said of offers and headers in words. Private to diagnosis/. */
#pragma once

#include "case.h"

G_BEGIN_DECLS

/* Its first audio media; NULL when there is none. */
const RungsSdpMedia *rungs_offer_audio (const RungsExhibit *exhibit);
/* "G722, SILK": codecs of @media that @other does not have. NULL: none. (transfer full) */
char *rungs_offer_codecs_without (const RungsSdpMedia *media, const RungsSdpMedia *other);
gboolean rungs_offer_is_secure (const RungsSdpMedia *media);
/* "sendrecv" when it is not said. */
RungsSpan rungs_offer_direction (const RungsSdpMedia *media);
/* The line of the m= line. */
void rungs_finding_at_media (RungsFinding *finding,
                             RungsCase *c,
                             const RungsExhibit *exhibit,
                             const RungsSdpMedia *media);

/* The value of the header @name in a sentence: cut when it is long. (transfer full) */
char *rungs_quote_header (const char *name, RungsSpan value);
/* The user part of a URI as people see it; "" none. (transfer full) */
char *rungs_quote_user (RungsSpan uri);

G_END_DECLS
