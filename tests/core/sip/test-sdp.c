/* SDP: levels, static payload types, multipart, limits. */
#include "base/limits.h"
#include "sip/sdp.h"

static const char offer[] = "v=0\r\no=- 1 2 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 "
                            "0\r\na=fingerprint:sha-256 AA\r\na=sendonly\r\n"
                            "m=audio 49170/2 RTP/SAVP 0 8 101 t38\r\nc=IN IP4 "
                            "192.0.2.2/127\r\na=rtpmap:101 telephone-event/8000\r\n"
                            "a=rtpmap:8 PCMA-X/16000\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 "
                            "inline:x\r\na=crypto:2 OTHER inline:y\r\n"
                            "a=candidate:1 1 UDP 1 192.0.2.2 5000 typ host\r\na=inactive\r\n"
                            "m=image 0 udptl t38\r\n";

static void
assert_span (RungsSpan span, const char *expected)
{
  g_assert_cmpmem (span.str, span.len, expected, strlen (expected));
}

static void
test_offer (void)
{
  RungsSdp sdp;
  const RungsSdpMedia *audio = &sdp.media[0], *image = &sdp.media[1];

  g_assert_true (rungs_sdp_parse (rungs_span_of (offer), &sdp));
  assert_span (sdp.origin, "- 1 2 IN IP4 192.0.2.1");
  g_assert_cmpuint (sdp.n_media, ==, 2);
  assert_span (audio->type, "audio");
  g_assert_cmpuint (audio->port, ==, 49170);
  assert_span (audio->protocol, "RTP/SAVP");
  assert_span (audio->address, "192.0.2.2");
  assert_span (audio->direction, "inactive");
  g_assert_cmpuint (audio->n_codecs, ==, 4);
  assert_span (audio->codecs[0].name, "PCMU");
  assert_span (audio->codecs[1].name, "PCMA-X");
  g_assert_cmpuint (audio->codecs[1].clock, ==, 16000);
  assert_span (audio->codecs[2].name, "telephone-event");
  assert_span (audio->codecs[3].name, "t38");
  g_assert_cmpuint (audio->codecs[3].payload, ==, RUNGS_SDP_NO_PAYLOAD);
  g_assert_cmpuint (audio->n_crypto, ==, 2);
  assert_span (audio->crypto, "AES_CM_128_HMAC_SHA1_80");
  g_assert_cmpuint (audio->n_candidates, ==, 1);
  g_assert_true (audio->has_ice && audio->has_fingerprint);
  g_assert_true (g_str_has_prefix (offer + audio->line_offset, "m=audio"));
  g_assert_cmpuint (image->port, ==, 0);
  assert_span (image->address, "192.0.2.1");
  assert_span (image->direction, "sendonly");
}

static void
test_cuts (void)
{
  for (gsize len = 0; len < sizeof offer; len++)
    {
      g_autofree char *exact = g_memdup2 (offer, len);
      RungsSdp sdp;

      g_assert_cmpint (rungs_sdp_parse (rungs_span (exact, len), &sdp), ==, len >= 2);
      g_assert_cmpuint (sdp.n_media, <=, 2);
    }
}

static void
test_limits (void)
{
  g_autoptr (GString) text = g_string_new ("v=0\n");
  RungsSdp sdp;

  for (guint i = 0; i < RUNGS_SDP_MAX_MEDIA + 3; i++)
    {
      g_string_append (text, "m=audio 1 RTP/AVP");
      for (guint payload = 0; payload < RUNGS_SDP_MAX_CODECS + 5; payload++)
        g_string_append_printf (text, " %u", payload + 90);
      g_string_append (text, "\na=rtpmap:200 x/1\na=rtpmap:\na=\nm\n=\n");
    }
  g_assert_true (rungs_sdp_parse (rungs_span (text->str, text->len), &sdp));
  g_assert_cmpuint (sdp.n_media, ==, RUNGS_SDP_MAX_MEDIA);
  g_assert_cmpuint (sdp.media[0].n_codecs, ==, RUNGS_SDP_MAX_CODECS);
}

static void
check_body (const char *body, const char *expected)
{
  g_autofree char *message = g_strconcat (
    "INVITE sip:a@b SIP/2.0\r\nContent-Type: multipart/mixed;boundary=x\r\n\r\n", body, NULL);
  RungsSipIndex index;

  g_assert_true (rungs_sip_index (rungs_span_of (message), &index));
  assert_span (rungs_sdp_body (&index), expected);
}

static void
test_bodies (void)
{
  check_body ("v=0\r\n", "v=0\r\n");
  check_body ("\r\nv=0\r\n", "v=0\r\n");
  check_body ("--x\r\nContent-Type: text/plain\r\n\r\nhi\r\n--x\r\nContent-Type: "
              "application/sdp\r\n\r\nv=0\r\ns=-\r\n--x--\r\n",
              "v=0\r\ns=-\r\n");
  check_body ("--x\r\n\r\nv=0\r\ns=-\r\n", "v=0\r\ns=-\r\n");
  check_body ("--x\r\n\r\nnothing\r\n--x--\r\n", "");
  check_body ("", "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sdp/offer", test_offer);
  g_test_add_func ("/sdp/cuts", test_cuts);
  g_test_add_func ("/sdp/limits", test_limits);
  g_test_add_func ("/sdp/bodies", test_bodies);
  return g_test_run ();
}
