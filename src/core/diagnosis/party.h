/* Whose side of a call it is. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  RUNGS_PARTY_UNKNOWN,
  RUNGS_PARTY_MICROSOFT,
  RUNGS_PARTY_SBC,
  RUNGS_PARTY_CARRIER,
  RUNGS_PARTY_CLIENT
} RungsParty;
/* "microsoft", for JSON. */
const char *rungs_party_name (RungsParty party);
RungsParty rungs_party_by_name (const char *name);
/* Translated: "Microsoft", "the SBC", "the carrier", … */
const char *rungs_party_title (RungsParty party);

G_END_DECLS
