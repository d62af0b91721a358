#include "config.h"

#include "offer.h"

#include "calls/number.h"
#include "diagnosis/find.h"

/* Values of headers as they are quoted. */
#define MAX_QUOTED 80

const RungsSdpMedia *
rungs_offer_audio (const RungsExhibit *exhibit)
{
  for (guint i = 0; exhibit->has_sdp && i < exhibit->sdp.n_media; i++)
    if (rungs_span_equal (exhibit->sdp.media[i].type, RUNGS_SPAN ("audio")))
      return &exhibit->sdp.media[i];
  return NULL;
}

static gboolean
has_codec (const RungsSdpMedia *media, const RungsSdpCodec *codec)
{
  for (guint i = 0; i < media->n_codecs; i++)
    if (rungs_span_equal_ci (media->codecs[i].name, codec->name)
        && media->codecs[i].clock == codec->clock)
      return TRUE;
  return FALSE;
}

/* One name may have several clock rates. */
char *
rungs_offer_codecs_without (const RungsSdpMedia *media, const RungsSdpMedia *other)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  for (guint i = 0; i < media->n_codecs; i++)
    {
      g_autofree char *name = rungs_span_dup_utf8 (media->codecs[i].name);
      gboolean is_known = FALSE;

      for (guint k = 0; k < i; k++)
        is_known |= rungs_span_equal_ci (media->codecs[k].name, media->codecs[i].name)
                    && !has_codec (other, &media->codecs[k]);
      if (media->codecs[i].name.len > 0 && !is_known && !has_codec (other, &media->codecs[i]))
        g_strv_builder_add (names, name);
    }
  list = g_strv_builder_end (names);
  return list[0] != NULL ? g_strjoinv (", ", list) : NULL;
}

gboolean
rungs_offer_is_secure (const RungsSdpMedia *media)
{
  return rungs_span_find (media->protocol, RUNGS_SPAN ("SAVP")) >= 0;
}

RungsSpan
rungs_offer_direction (const RungsSdpMedia *media)
{
  return media->direction.len > 0 ? media->direction : RUNGS_SPAN ("sendrecv");
}

void
rungs_finding_at_media (RungsFinding *finding,
                        RungsCase *c,
                        const RungsExhibit *exhibit,
                        const RungsSdpMedia *media)
{
  RungsSpan body = rungs_sdp_body (&exhibit->sip);

  rungs_finding_at_offset (finding, c, exhibit,
                           (gsize) (body.str - exhibit->text.str) + media->line_offset);
}

/* A signed Identity is a wall of base64 in which the numbers stand. */
char *
rungs_quote_header (const char *name, RungsSpan value)
{
  g_autofree char *text = rungs_span_dup_utf8 (rungs_span_head (value, MAX_QUOTED));

  if (g_str_equal (name, "Identity"))
    return g_strdup ("…");
  return value.len > MAX_QUOTED ? g_strconcat (text, "…", NULL) : g_steal_pointer (&text);
}

char *
rungs_quote_user (RungsSpan uri)
{
  char buffer[RUNGS_MAX_USER];
  RungsSpan user, host, port;

  rungs_sip_uri (uri, &user, &host, &port);
  return rungs_span_dup_utf8 (user.len > 0 ? rungs_number_text (user, RUNGS_SPAN_NONE, buffer)
                                           : RUNGS_SPAN_NONE);
}
