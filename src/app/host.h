/* What a window offers to the widgets, dialogs and menus in it, which know no more of it than
 * this. */
#pragma once

#include <gtk/gtk.h>

#include "app/session/session.h"

G_BEGIN_DECLS

#define RUNGS_TYPE_HOST (rungs_host_get_type ())
G_DECLARE_INTERFACE (RungsHost, rungs_host, RUNGS, HOST, GtkWindow)

typedef void (*RungsUndoFunc) (RungsHost *host, gpointer data);

struct _RungsHostInterface
{
  GTypeInterface parent;

  RungsSession *(*get_session) (RungsHost *self);
  void (*say) (RungsHost *self, const char *sentence);
  void (*offer_undo) (RungsHost *self,
                      const char *sentence,
                      RungsUndoFunc undo,
                      gpointer data,
                      GDestroyNotify free_data);
};

/* (transfer none) */
RungsSession *rungs_host_get_session (RungsHost *self);
/* A sentence at the foot of the window, in place of the one before. */
void rungs_host_say (RungsHost *self, const char *sentence);
/* The same with a button that takes back what was done: @undo with @data at most once, @free_data
 * in any case. */
void rungs_host_offer_undo (RungsHost *self,
                            const char *sentence,
                            RungsUndoFunc undo,
                            gpointer data,
                            GDestroyNotify free_data);

G_END_DECLS
