/* What is wrong with the offer, when media is what the call failed for. */
#include "config.h"

#include "findings.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/find.h"
#include "diagnosis/media.h"

static const char *const teams_codecs[] = { "PCMU", "PCMA", "G722", "G729", "SILK", "opus", NULL };

static gboolean
is_voice (const RungsSdpCodec *codec)
{
  return codec->name.len > 0 && !rungs_span_equal_ci (codec->name, RUNGS_SPAN ("telephone-event"))
         && !rungs_span_equal_ci (codec->name, RUNGS_SPAN ("CN"));
}

static void
append_codecs (GString *names, const RungsSdpMedia *media)
{
  for (guint i = 0; i < media->n_codecs; i++)
    if (is_voice (&media->codecs[i]))
      {
        g_autofree char *name = rungs_span_dup_utf8 (media->codecs[i].name);

        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
      }
}

static gboolean
teams_takes (const RungsSdpCodec *codec)
{
  for (guint i = 0; teams_codecs[i] != NULL; i++)
    if (rungs_span_equal_ci (codec->name, rungs_span_of (teams_codecs[i])))
      return TRUE;
  return FALSE;
}

static gboolean
other_has (const RungsSdpCodec *codec, const RungsSdpMedia *media)
{
  for (guint i = 0; i < media->n_codecs; i++)
    if (rungs_span_equal_ci (codec->name, media->codecs[i].name))
      return TRUE;
  return FALSE;
}

/* A codec whose name the log does not say may be any: then nothing is claimed. */
static gboolean
is_disjoint (const RungsSdpMedia *media, const RungsSdpMedia *other)
{
  guint n_voice = 0;

  for (guint i = 0; i < media->n_codecs; i++)
    {
      const RungsSdpCodec *codec = &media->codecs[i];

      if (codec->name.len == 0)
        return FALSE;
      if (!is_voice (codec))
        continue;
      n_voice++;
      if (other != NULL ? other_has (codec, other) : teams_takes (codec))
        return FALSE;
    }
  return n_voice > 0;
}

static void
check_codecs (RungsCase *self,
              const RungsExhibit *offer,
              const RungsExhibit *answer,
              gboolean to_teams)
{
  const RungsSdpMedia *media = rungs_media_audio (offer);
  const RungsSdpMedia *other =
    answer != NULL && answer->is_whole ? rungs_media_audio (answer) : NULL;
  g_autoptr (GString) offered = g_string_new (NULL);
  g_autoptr (GString) taken = g_string_new (NULL);
  RungsFinding *finding;

  if (other == NULL && !to_teams)
    return;
  if (!is_disjoint (media, other))
    return;
  append_codecs (offered, media);
  if (other != NULL)
    append_codecs (taken, other);
  else
    g_string_append (taken, "SILK, G.711, G.722, G.729, Opus");
  finding = rungs_case_find (
    self, RUNGS_FINDING_SDP_NO_COMMON_CODEC,
    g_strdup_printf (_ ("The offer has only %s; the other side takes only %s. Allow a common codec "
                        "for this side on the SBC, or let it transcode."),
                     offered->str, taken->str));
  rungs_finding_list (finding, RUNGS_VALUE_CODEC, offered->str);
  rungs_finding_list (finding, RUNGS_VALUE_CODEC, taken->str);
  rungs_media_at (finding, self, offer, media);
  if (other != NULL)
    rungs_media_at (finding, self, answer, other);
}

static gboolean
has_suite (const RungsExhibit *offer)
{
  RungsSpan rest = rungs_sdp_body (&offer->sip), line;

  while (rungs_span_take_line (&rest, &line))
    if (rungs_span_starts (line, RUNGS_SPAN ("a=crypto:"))
        && rungs_span_find (line, RUNGS_SPAN (RUNGS_TEAMS_SUITE)) >= 0)
      return TRUE;
  return FALSE;
}

/* What Teams asks of an offer: RTP/SAVP, a key by SDES, the one suite. */
static void
check_srtp (RungsCase *self, const RungsExhibit *offer, const RungsSdpMedia *media)
{
  gboolean is_secure = rungs_span_find_ci (media->protocol, RUNGS_SPAN ("SAVP")) >= 0;
  g_autofree char *protocol = rungs_span_dup_utf8 (media->protocol);
  g_autofree char *suite = rungs_span_dup_utf8 (media->crypto);
  RungsFinding *finding;
  RungsSpan line;
  gsize offset = 0;

  if (!is_secure)
    {
      finding = rungs_case_find (
        self, RUNGS_FINDING_SDP_SRTP_MISSING,
        g_strdup_printf (_ ("The offer says %s, which is not encrypted; Teams takes RTP/SAVP only. "
                            "Switch SRTP on for the Teams side of the SBC."),
                         protocol));
      rungs_finding_value (finding, RUNGS_VALUE_TOKEN, protocol);
      rungs_media_at (finding, self, offer, media);
    }
  else if (media->n_crypto == 0)
    {
      finding =
        rungs_case_find (self, RUNGS_FINDING_SDP_CRYPTO_MISSING,
                         g_strdup (_ ("The offer has no a=crypto line, so Teams gets no SRTP key. "
                                      "Set the key exchange of the Teams side to SDES.")));
      rungs_media_at (finding, self, offer, media);
    }
  else if (!has_suite (offer))
    {
      finding = rungs_case_find (
        self, RUNGS_FINDING_SDP_CRYPTO_SUITE,
        g_strdup_printf (
          _ ("The offer’s SRTP suite is %s; Teams accepts only %s. Allow that suite on the SBC."),
          suite, RUNGS_TEAMS_SUITE));
      rungs_finding_value (finding, RUNGS_VALUE_TOKEN, suite);
      rungs_media_line (offer, RUNGS_SPAN ("a=crypto:"), &line, &offset);
      rungs_finding_at_offset (finding, self, offer, offset);
    }
}

static void
check_address (RungsCase *self, const RungsExhibit *offer, const RungsSdpMedia *media)
{
  RungsFinding *finding;
  RungsSpan line;
  gsize offset = 0;

  if (rungs_span_equal (media->address, RUNGS_SPAN ("0.0.0.0"))
      && rungs_media_line (offer, RUNGS_SPAN ("c=IN IP4 0.0.0.0"), &line, &offset))
    {
      finding = rungs_case_find (self, RUNGS_FINDING_SDP_BLACKHOLE,
                                 g_strdup (_ ("The offer’s media address is 0.0.0.0, the old hold "
                                              "method; Teams accepts only a=inactive.")));
      rungs_finding_value (finding, RUNGS_VALUE_HOST, "0.0.0.0");
      rungs_finding_at_offset (finding, self, offer, offset);
    }
  if (media->has_ice && media->n_candidates == 0)
    {
      finding = rungs_case_find (
        self, RUNGS_FINDING_SDP_ICE_MISSING,
        g_strdup (_ ("The offer speaks of ICE and has no a=candidate line: with media bypass the "
                     "SBC must name itself as candidate (ICE Lite).")));
      rungs_media_at (finding, self, offer, media);
    }
}

static void
check_port (RungsCase *self, const RungsExhibit *offer, const RungsSdpMedia *media)
{
  RungsFinding *finding;

  if (media->port != 0)
    return;
  finding = rungs_case_find (self, RUNGS_FINDING_SDP_PORT_ZERO,
                             g_strdup (_ ("The audio in the offer has port 0: it is off.")));
  rungs_finding_number (finding, RUNGS_VALUE_AMOUNT, 0);
  rungs_media_at (finding, self, offer, media);
}

/* FALSE: the body could not be taken for an offer, so nothing is to be said about what is in it. */
static gboolean
check_content_type (RungsCase *self, const RungsExhibit *offer)
{
  RungsSpan type = rungs_sip_header (offer->text, RUNGS_SPAN ("Content-Type"), 0, NULL);
  g_autofree char *said = rungs_span_dup_utf8 (type);
  RungsFinding *finding;

  if (rungs_span_starts_ci (type, RUNGS_SPAN ("application/sdp"))
      || rungs_span_starts_ci (type, RUNGS_SPAN ("multipart/")) || offer->sip.body.len == 0)
    return TRUE;
  if (type.len == 0)
    finding = rungs_case_find (
      self, RUNGS_FINDING_SDP_CONTENT_TYPE,
      g_strdup (_ ("The request has a body and no Content-Type, so nobody can tell that it is "
                   "SDP; it must say application/sdp.")));
  else
    finding = rungs_case_find (
      self, RUNGS_FINDING_SDP_CONTENT_TYPE,
      g_strdup_printf (_ ("The body is declared as %s, not as application/sdp."), said));
  rungs_finding_value (finding, RUNGS_VALUE_TOKEN, said);
  rungs_finding_at_header (finding, self, offer, RUNGS_SPAN ("Content-Type"));
  return FALSE;
}

static void
check_offer (RungsCase *self,
             const RungsExhibit *offer,
             const RungsExhibit *answer,
             gboolean to_teams)
{
  const RungsSdpMedia *media = rungs_media_audio (offer);

  /* Of a message that is cut nobody knows what it had. */
  if (!offer->is_whole || !check_content_type (self, offer))
    return;
  if (!offer->sip.has_sdp)
    {
      if (!to_teams && !rungs_media_is_reason (answer))
        return;
      rungs_finding_at (
        rungs_case_find (
          self, RUNGS_FINDING_SDP_OFFER_MISSING,
          g_strdup (to_teams ? _ ("The INVITE to Teams has no SDP; Teams takes no call without "
                                  "an offer in its INVITE.")
                             : _ ("The INVITE has no SDP (delayed offer), and it was refused for "
                                  "its media: the other side may want the offer in the INVITE."))),
        self, offer->message);
      return;
    }
  if (media == NULL)
    return;
  check_port (self, offer, media);
  if (to_teams)
    {
      check_srtp (self, offer, media);
      check_address (self, offer, media);
    }
  check_codecs (self, offer, answer, to_teams);
}

/* An answered call with sound in neither direction: the answer took nothing of the offer, or left
 * the ICE out. */
static void
check_answer (RungsCase *self, const RungsExhibit *offer, const RungsExhibit *answer)
{
  const RungsSdpMedia *media = rungs_media_audio (offer), *taken = rungs_media_audio (answer);
  RungsFinding *finding;

  if (media == NULL || taken == NULL || !offer->is_whole || !answer->is_whole)
    return;
  if (taken->port == 0)
    {
      finding = rungs_case_find (self, RUNGS_FINDING_SDP_PORT_ZERO,
                                 g_strdup (_ ("The answer turns the audio off: port 0.")));
      rungs_finding_number (finding, RUNGS_VALUE_AMOUNT, 0);
      rungs_media_at (finding, self, answer, taken);
    }
  if (media->n_candidates > 0 && taken->n_candidates == 0)
    {
      finding = rungs_case_find (
        self, RUNGS_FINDING_SDP_ICE_MISSING,
        g_strdup (_ ("The offer has ICE candidates and the answer has none: switch ICE Lite on for "
                     "this side of the SBC, or media bypass off for the trunk.")));
      rungs_media_at (finding, self, offer, media);
      rungs_media_at (finding, self, answer, taken);
    }
  check_codecs (self, offer, answer, FALSE);
}

static gboolean
is_invite (const RungsCase *self, guint32 message)
{
  return message != RUNGS_NONE
         && g_str_equal (rungs_trace_string (self->trace, rungs_case_row (self, message)->method),
                         "INVITE");
}

static void
check_dropped (RungsCase *self)
{
  RungsExchange exchange;
  const RungsExhibit *offer, *answer;
  guint32 invite = RUNGS_NONE;

  for (guint32 i = 0; i < self->call->n_rows && invite == RUNGS_NONE; i++)
    if (is_invite (self, rungs_trace_get_row (self->trace, self->call, i))
        && rungs_case_row (self, rungs_trace_get_row (self->trace, self->call, i))->code == 0)
      invite = rungs_trace_get_row (self->trace, self->call, i);
  if (invite == RUNGS_NONE)
    return;
  rungs_case_exchange (self, invite, &exchange);
  offer = rungs_case_read (self, invite);
  answer = rungs_case_read (self, exchange.first_final);
  if (offer != NULL && answer != NULL)
    check_answer (self, offer, answer);
}

void
rungs_findings_sdp (RungsCase *self)
{
  guint32 root = rungs_case_root (self), request = rungs_case_root_request (self);
  const RungsExhibit *offer, *answer;
  guint code;

  if (self->call->state == RUNGS_STATE_DROPPED && self->answer == RUNGS_NONE)
    check_dropped (self);
  if (root == RUNGS_NONE || !is_invite (self, request))
    return;
  code = rungs_case_row (self, root)->code;
  offer = rungs_media_is_code (code) ? rungs_case_read (self, request) : NULL;
  answer = offer != NULL ? rungs_case_read (self, root) : NULL;
  if (offer == NULL)
    return;
  if (code != 415)
    check_offer (self, offer, answer, rungs_case_is_teams (self, offer->row->dst));
  else if (offer->is_whole)
    check_content_type (self, offer);
}
