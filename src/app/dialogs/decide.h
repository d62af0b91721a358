/* What the user decides about devices, legs and records: it holds at once, is remembered, and a
 * toast offers to take it back. */
#pragma once

#include <adwaita.h>

#include "app/host.h"

G_BEGIN_DECLS

/* Indices are those of @trace, which may be older than the one that is shown by now. */
void rungs_decide_join (RungsHost *host, RungsTrace *trace, guint32 call, guint32 with);
void rungs_decide_match (RungsHost *host, RungsTrace *trace, guint32 record, guint32 call);

/* win.name-device (us: device, name or ""), win.merge-devices (uu: device, the one it belongs to),
 * win.split-device (u); win.join-call (u: call), win.separate-leg and win.forget-leg (uu: call,
 * leg); win.match-record, win.unmatch-record and win.forget-record (u: record). */
void rungs_decide_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
