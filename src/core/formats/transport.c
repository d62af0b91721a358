/* Names of transports. */
#include "config.h"

#include "formats/format.h"

static const char *const names[] = {
  [RUNGS_TRANSPORT_UNKNOWN] = "", [RUNGS_TRANSPORT_UDP] = "UDP",   [RUNGS_TRANSPORT_TCP] = "TCP",
  [RUNGS_TRANSPORT_TLS] = "TLS",  [RUNGS_TRANSPORT_SCTP] = "SCTP", [RUNGS_TRANSPORT_WS] = "WS",
  [RUNGS_TRANSPORT_WSS] = "WSS",
};

const char *
rungs_transport_name (RungsTransport transport)
{
  g_return_val_if_fail ((guint) transport < G_N_ELEMENTS (names), "");
  return names[transport];
}

RungsTransport
rungs_transport_of (RungsSpan name)
{
  for (guint i = RUNGS_TRANSPORT_UDP; i < G_N_ELEMENTS (names); i++)
    {
      if (rungs_span_equal_ci (name, rungs_span_of (names[i])))
        return i;
    }
  return RUNGS_TRANSPORT_UNKNOWN;
}
