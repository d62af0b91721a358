/* The app's settings. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer none) One for the whole program. */
GSettings *rungs_settings (void);

G_END_DECLS
