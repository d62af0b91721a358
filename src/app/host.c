#include "config.h"

#include "app/host.h"

G_DEFINE_INTERFACE (RungsHost, rungs_host, GTK_TYPE_WINDOW)

static void
rungs_host_default_init (RungsHostInterface *iface)
{
}

RungsSession *
rungs_host_get_session (RungsHost *self)
{
  g_return_val_if_fail (RUNGS_IS_HOST (self), NULL);

  return RUNGS_HOST_GET_IFACE (self)->get_session (self);
}

void
rungs_host_say (RungsHost *self, const char *sentence)
{
  g_return_if_fail (RUNGS_IS_HOST (self));
  g_return_if_fail (sentence != NULL);

  RUNGS_HOST_GET_IFACE (self)->say (self, sentence);
}

void
rungs_host_offer_undo (RungsHost *self,
                       const char *sentence,
                       RungsUndoFunc undo,
                       gpointer data,
                       GDestroyNotify free_data)
{
  g_return_if_fail (RUNGS_IS_HOST (self));
  g_return_if_fail (sentence != NULL && undo != NULL && free_data != NULL);

  RUNGS_HOST_GET_IFACE (self)->offer_undo (self, sentence, undo, data, free_data);
}
