/* A toast that shows a whole sentence. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* (transfer full) */
AdwToast *rungs_toast_new (const char *sentence) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
