/* Any bytes as SDP. */
#include "sip/sdp.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  RungsSpan bytes = rungs_span ((const char *) data, size);
  RungsSipIndex index;
  RungsSdp sdp;

  if (rungs_sip_index (bytes, &index))
    bytes = rungs_sdp_body (&index);
  if (!rungs_sdp_parse (bytes, &sdp))
    return 0;
  for (guint i = 0; i < sdp.n_media; i++)
    {
      g_assert_cmpuint (sdp.media[i].line_offset, <, bytes.len);
      g_assert_cmpuint (sdp.media[i].n_codecs, <=, RUNGS_SDP_MAX_CODECS);
    }
  return 0;
}
