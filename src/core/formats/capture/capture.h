/* Packet captures: pcap and pcapng. */
#pragma once

#include "formats/format.h"

G_BEGIN_DECLS

extern const RungsFormat rungs_format_pcap;

G_END_DECLS
