/* Two threads for one input: a format parses in one, its messages arrive at the sink in the other,
 * in the same order. Private to trace/. */
#pragma once

#include "formats/format.h"

G_BEGIN_DECLS

/* As @format->parse(), with @sink called in the calling thread only. Nobody else may use @reader
 * meanwhile. */
gboolean rungs_relay_parse (const RungsFormat *format,
                            RungsReader *reader,
                            RungsSink *sink,
                            GCancellable *cancellable,
                            GError **error);

G_END_DECLS
