/* Who produced the answer that decided a call. */
#pragma once

#include "diagnosis/verdict.h"
#include "sip/index.h"

G_BEGIN_DECLS

/* The party that sent @message (its bytes scanned into @index, or NULL), as far as the trace shows. *@why (transfer full) is a
 * translated sentence. */
RungsParty rungs_party_of_message (RungsTrace *trace,
                                   const RungsCall *call,
                                   guint32 message,
                                   const RungsSipIndex *index,
                                   char **why);

/* By a name that an entry of the knowledge uses. */
RungsParty rungs_party_of_name (const char *name);

G_END_DECLS
