/* A toast with a button that takes back what was done. */
#pragma once

#include "app/window/window.h"

G_BEGIN_DECLS

/* See rungs_window_offer_undo(). (transfer full) */
AdwToast *rungs_undo_toast_new (RungsWindow *window,
                                const char *sentence,
                                void (*undo) (RungsWindow *window, gpointer data),
                                gpointer data,
                                GDestroyNotify free_data) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
