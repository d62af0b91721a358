/* What a device is known by in other logs. Private to trace/. */
#pragma once

#include "trace/assembly.h"

G_BEGIN_DECLS

/* TRUE for what may be somebody else in every network: private, shared and link-local addresses,
 * names without a domain or with one that is nobody's (".local"). Ports are passed over. */
gboolean rungs_host_is_private (RungsSpan host);

/* Where each input was written, as far as its content tells: by a MAC, else by its first Call-ID,
 * which makes it this log and no other, under whatever name and in whatever folder. 0: it has
 * neither. Length: the inputs. (transfer full) */
RungsString *rungs_input_places (RungsAssembly *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
