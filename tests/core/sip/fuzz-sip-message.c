/* Any bytes through the guards and libosip2. */
#include "sip/message.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (RungsSipMessage) message =
    rungs_sip_message_new (rungs_span ((const char *) data, size));

  g_assert_true (message->accepted || message->remarks->len > 0);
  return 0;
}
