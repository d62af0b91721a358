/* Packet details that Wireshark or tshark wrote as text. */
#pragma once

#include "formats/format.h"

G_BEGIN_DECLS

extern const RungsFormat rungs_format_wireshark;

G_END_DECLS
