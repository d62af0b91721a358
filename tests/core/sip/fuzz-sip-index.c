/* Any bytes through the index scan: every span lies inside the message. */
#include "sip/index.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_inside (RungsSpan whole, RungsSpan part)
{
  g_assert_true (part.len == 0
                 || (part.str >= whole.str && part.str + part.len <= whole.str + whole.len));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  RungsSpan bytes = rungs_span ((const char *) data, size), name, value, text;
  gsize pos = 0, last = 0, offset;
  gboolean complete;
  RungsSipIndex index;
  guint q850;

  rungs_sip_frame (bytes, TRUE, &complete);
  if (!rungs_sip_index (bytes, &index))
    return 0;
  g_assert_cmpuint (index.head_len + index.body.len, ==, size);
  check_inside (bytes, index.call_id);
  check_inside (bytes, index.from_user);
  check_inside (bytes, index.from_host);
  check_inside (bytes, index.from_tag);
  check_inside (bytes, index.to_tag);
  check_inside (bytes, index.branch);
  check_inside (bytes, index.via_params);
  check_inside (bytes, index.contact_uri);
  while (rungs_sip_next_header (bytes, &pos, &name, &value, &offset))
    {
      g_assert_cmpuint (pos, >, last);
      last = pos;
      check_inside (bytes, name);
      check_inside (bytes, value);
      rungs_sip_param (value, RUNGS_SPAN ("tag"), &text);
      check_inside (bytes, text);
      rungs_sip_reason (value, &q850, &text);
      check_inside (bytes, text);
    }
  return 0;
}
