/* "Export report": asks where to and what, then writes in a worker. */
#pragma once

#include <adwaita.h>

#include "app/host.h"

G_BEGIN_DECLS

/* The selected call, or with @all_failed every call with a fault. */
void rungs_export_report (RungsHost *host, gboolean all_failed);

G_END_DECLS
