#include "config.h"

#include "app/window/undo-toast.h"

#include <glib/gi18n.h>

#include "app/window/toast.h"

/* Longer than other toasts: one reads it, and looks at what has become of the ladder, before one takes it back. */
#define UNDO_SECONDS 15

typedef struct
{
  RungsWindow *window; /* the toast lives in it */
  void (*undo) (RungsWindow *window, gpointer data);
  gpointer data;
  GDestroyNotify free_data;
} Undo;

static void
undo_free (gpointer data, GClosure *closure)
{
  Undo *undo = data;

  undo->free_data (undo->data);
  g_free (undo);
}

static void
undo_cb (AdwToast *toast, Undo *undo)
{
  undo->undo (undo->window, undo->data);
}

AdwToast *
rungs_undo_toast_new (RungsWindow *window,
                      const char *sentence,
                      void (*undo) (RungsWindow *window, gpointer data),
                      gpointer data,
                      GDestroyNotify free_data)
{
  AdwToast *toast = rungs_toast_new (sentence);
  Undo *offer = g_new0 (Undo, 1);

  *offer = (Undo){ window, undo, data, free_data };
  adw_toast_set_timeout (toast, UNDO_SECONDS);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), offer, undo_free, 0);
  return toast;
}
