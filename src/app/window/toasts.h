/* The sentences at the foot of a window: the last one that was said, and the last offer to undo. */
#pragma once

#include <adwaita.h>

#include "app/host.h"

G_BEGIN_DECLS

typedef struct
{
  RungsHost *host;          /* (transfer none) */
  AdwToastOverlay *overlay; /* (transfer none) */
  AdwToast *said, *to_undo; /* weak */
} RungsToasts;

void rungs_toasts_clear (RungsToasts *self);

/* A whole sentence, in place of the one before. */
void rungs_toasts_say (RungsToasts *self, const char *sentence);
/* See rungs_host_offer_undo(). */
void rungs_toasts_offer_undo (RungsToasts *self,
                              const char *sentence,
                              RungsUndoFunc undo,
                              gpointer data,
                              GDestroyNotify free_data);

G_END_DECLS
