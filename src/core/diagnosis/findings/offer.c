/* What is wrong with an offer or its answer in detail: SRTP keys, payload numbers, ICE, addresses;
 * when media is what the call failed for. What an offer lacks altogether is in sdp.c. */
#include "config.h"

#include "findings.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/find.h"
#include "diagnosis/media.h"
#include "diagnosis/party-private.h"

/* Base64 of the 30 bytes of key and salt that the suite takes (RFC 4568 6.2). */
#define KEY_CHARS 40
#define MAX_PAYLOAD 128
#define FIRST_DYNAMIC 96
/* RFC 8839 5.4 */
#define MIN_UFRAG 4
#define MIN_PWD 22
/* foundation, component, transport, priority, address, port, "typ", type (RFC 8839 5.1) */
#define CANDIDATE_WORDS 8
/* A call that was up for longer had its media. */
#define MEDIA_LOST_MS (60 * 1000)

static gboolean
is_private (RungsSpan address)
{
  guint64 a, b;
  RungsSpan rest = address, part;

  if (!rungs_span_take_until (&rest, '.', &part) || !rungs_span_to_uint (part, 255, &a)
      || !rungs_span_take_until (&rest, '.', &part) || !rungs_span_to_uint (part, 255, &b))
    return FALSE;
  return a == 10 || (a == 172 && b >= 16 && b <= 31) || (a == 192 && b == 168)
         || (a == 100 && b >= 64 && b <= 127) || (a == 169 && b == 254);
}

static gboolean
is_secure (const RungsSdpMedia *media)
{
  return rungs_span_find_ci (media->protocol, RUNGS_SPAN ("SAVP")) >= 0;
}

/* The @n-th word, empty when there is none. */
static RungsSpan
word (RungsSpan line, guint n)
{
  RungsSpan part = RUNGS_SPAN_NONE;

  for (guint i = 0; i <= n; i++)
    do
      if (!rungs_span_take_until (&line, ' ', &part))
        return RUNGS_SPAN_NONE;
    while (part.len == 0);
  return part;
}

/* ---- keys ---- */

static void
check_key (RungsCase *self, const RungsExhibit *exhibit, RungsSpan value, gsize offset)
{
  RungsSpan rest = word (value, 2), part;
  RungsFinding *finding;

  if (!rungs_span_equal (word (value, 1), RUNGS_SPAN (RUNGS_TEAMS_SUITE))
      || !rungs_span_starts_ci (rest, RUNGS_SPAN ("inline:")))
    return;
  rest = rungs_span_skip (rest, strlen ("inline:"));
  rungs_span_take_until (&rest, '|', &part);
  if (part.len != KEY_CHARS && !rungs_case_has_finding (self, RUNGS_FINDING_SDP_CRYPTO_KEY))
    {
      finding = rungs_case_find (
        self, RUNGS_FINDING_SDP_CRYPTO_KEY,
        g_strdup_printf (_ ("The SRTP key has %u characters; %s takes one of %u. The SBC must make "
                            "a new key, or this text was changed on its way."),
                         (guint) part.len, RUNGS_TEAMS_SUITE, KEY_CHARS));
      rungs_finding_value (finding, RUNGS_VALUE_TOKEN, RUNGS_TEAMS_SUITE);
      rungs_finding_at_offset (finding, self, exhibit, offset);
    }
  while (rungs_span_take_until (&rest, '|', &part))
    if (rungs_span_find_char (part, ':') > 0
        && !rungs_case_has_finding (self, RUNGS_FINDING_SDP_CRYPTO_MKI))
      {
        g_autofree char *mki = rungs_span_dup_utf8 (part);

        finding = rungs_case_find (
          self, RUNGS_FINDING_SDP_CRYPTO_MKI,
          g_strdup_printf (_ ("The SRTP key has an MKI (“%s”), which Teams does not take: set the "
                              "MKI size towards Teams to 0 on the SBC."),
                           mki));
        rungs_finding_value (finding, RUNGS_VALUE_TOKEN, mki);
        rungs_finding_at_offset (finding, self, exhibit, offset);
      }
}

/* Of what the SBC says to Teams. */
static void
check_keys (RungsCase *self, const RungsExhibit *exhibit)
{
  RungsMediaLines lines;
  RungsSpan line;
  gsize offset;

  rungs_media_lines_init (&lines, exhibit);
  while (rungs_media_lines_next (&lines, &line, &offset))
    if (rungs_span_starts (line, RUNGS_SPAN ("a=crypto:")))
      check_key (self, exhibit, rungs_span_skip (line, strlen ("a=crypto:")), offset);
}

/* The answer's tag and suite must be one of the offer's (RFC 4568 5.1.2). */
static gboolean
was_offered (const RungsExhibit *offer, RungsSpan crypto)
{
  RungsMediaLines lines;
  RungsSpan line;
  gsize offset;

  rungs_media_lines_init (&lines, offer);
  while (rungs_media_lines_next (&lines, &line, &offset))
    if (rungs_span_starts (line, RUNGS_SPAN ("a=crypto:")))
      {
        RungsSpan value = rungs_span_skip (line, strlen ("a=crypto:"));

        if (rungs_span_equal (word (value, 0), word (crypto, 0))
            && rungs_span_equal_ci (word (value, 1), word (crypto, 1)))
          return TRUE;
      }
  return FALSE;
}

static void
check_answer_key (RungsCase *self, const RungsMediaPair *pair)
{
  const RungsSdpMedia *offered = rungs_media_audio (pair->offer),
                      *taken = rungs_media_audio (pair->answer);
  RungsSpan line;
  RungsFinding *finding;
  gsize offset;

  if (is_secure (offered) != is_secure (taken))
    {
      g_autofree char *first = rungs_span_dup_utf8 (offered->protocol);
      g_autofree char *second = rungs_span_dup_utf8 (taken->protocol);

      finding = rungs_case_find (
        self, RUNGS_FINDING_SDP_ANSWER_PROFILE,
        g_strdup_printf (
          _ ("The offer says %s and the answer says %s: one side encrypts, the other "
             "does not, so neither hears the other. The answer must keep the offer’s "
             "profile (RFC 3264)."),
          first, second));
      rungs_finding_value (finding, RUNGS_VALUE_TOKEN, first);
      rungs_finding_value (finding, RUNGS_VALUE_TOKEN, second);
      rungs_media_at (finding, self, pair->offer, offered);
      rungs_media_at (finding, self, pair->answer, taken);
    }
  else if (offered->n_crypto > 0
           && rungs_media_line (pair->answer, RUNGS_SPAN ("a=crypto:"), &line, &offset)
           && !was_offered (pair->offer, line))
    {
      g_autofree char *tag = rungs_span_dup_utf8 (word (line, 0));
      g_autofree char *suite = rungs_span_dup_utf8 (word (line, 1));

      finding = rungs_case_find (
        self, RUNGS_FINDING_SDP_ANSWER_SUITE,
        g_strdup_printf (_ ("The answer takes SRTP key %s with %s, which the offer does not have: "
                            "the two sides encrypt differently (RFC 4568)."),
                         tag, suite));
      rungs_finding_value (finding, RUNGS_VALUE_TOKEN, suite);
      rungs_media_at (finding, self, pair->offer, offered);
      rungs_finding_at_offset (finding, self, pair->answer, offset);
    }
}

/* A carrier that does not speak SRTP says no more than 488. */
static void
check_srtp_refused (RungsCase *self, const RungsExhibit *offer, const RungsExhibit *answer)
{
  const RungsSdpMedia *media = rungs_media_audio (offer);
  g_autofree char *who = NULL;
  g_autofree char *protocol = NULL;
  RungsFinding *finding;

  if (!is_secure (media) || rungs_media_audio (answer) != NULL
      || (answer->row->code != 488 && answer->row->code != 606))
    return;
  who = rungs_party_call_name (self, offer->row->dst, TRUE);
  protocol = rungs_span_dup_utf8 (media->protocol);
  finding = rungs_case_find (
    self, RUNGS_FINDING_SDP_SRTP_REFUSED,
    g_strdup_printf (
      _ ("%s was offered %s only and refused the media: if it takes no SRTP, set plain "
         "RTP (RTP/AVP) for it on the SBC."),
      who, protocol));
  rungs_finding_value (finding, RUNGS_VALUE_TOKEN, protocol);
  rungs_media_at (finding, self, offer, media);
  rungs_finding_at (finding, self, answer->message);
}

/* ---- payload numbers ---- */

typedef struct
{
  RungsSpan names[MAX_PAYLOAD];
  gsize offsets[MAX_PAYLOAD];
} Payloads;

/* Two names for one number in one block. */
static void
check_collision (RungsCase *self, const RungsExhibit *exhibit, Payloads *payloads)
{
  RungsMediaLines lines;
  RungsSpan line;
  gsize offset;

  memset (payloads, 0, sizeof *payloads);
  rungs_media_lines_init (&lines, exhibit);
  while (rungs_media_lines_next (&lines, &line, &offset))
    {
      RungsSpan value = rungs_span_skip (line, strlen ("a=rtpmap:")), name;
      RungsFinding *finding;
      guint64 number;

      if (!rungs_span_starts (line, RUNGS_SPAN ("a=rtpmap:"))
          || !rungs_span_to_uint (word (value, 0), MAX_PAYLOAD - 1, &number))
        continue;
      name = word (value, 1);
      if (payloads->names[number].len > 0 && !rungs_span_equal_ci (payloads->names[number], name)
          && !rungs_case_has_finding (self, RUNGS_FINDING_SDP_PAYLOAD_COLLISION))
        {
          g_autofree char *first = rungs_span_dup_utf8 (payloads->names[number]);
          g_autofree char *second = rungs_span_dup_utf8 (name);

          finding = rungs_case_find (
            self, RUNGS_FINDING_SDP_PAYLOAD_COLLISION,
            g_strdup_printf (
              _ ("Payload number %u stands for %s and for %s at once: give one of them "
                 "another number on the SBC."),
              (guint) number, first, second));
          rungs_finding_number (finding, RUNGS_VALUE_AMOUNT, (guint) number);
          rungs_finding_value (finding, RUNGS_VALUE_CODEC, first);
          rungs_finding_value (finding, RUNGS_VALUE_CODEC, second);
          rungs_finding_at_offset (finding, self, exhibit, payloads->offsets[number]);
          rungs_finding_at_offset (finding, self, exhibit, offset);
        }
      payloads->names[number] = name;
      payloads->offsets[number] = offset;
    }
}

/* One number for two codecs, in the offer and in its answer. */
static void
check_mapping (RungsCase *self, const RungsMediaPair *pair)
{
  Payloads offered, taken;

  check_collision (self, pair->offer, &offered);
  check_collision (self, pair->answer, &taken);
  for (guint i = FIRST_DYNAMIC; i < MAX_PAYLOAD; i++)
    {
      g_autofree char *first = NULL;
      g_autofree char *second = NULL;
      RungsFinding *finding;

      if (offered.names[i].len == 0 || taken.names[i].len == 0
          || rungs_span_equal_ci (offered.names[i], taken.names[i]))
        continue;
      first = rungs_span_dup_utf8 (offered.names[i]);
      second = rungs_span_dup_utf8 (taken.names[i]);
      finding = rungs_case_find (
        self, RUNGS_FINDING_SDP_PAYLOAD_COLLISION,
        g_strdup_printf (
          _ ("Payload number %u is %s in the offer and %s in the answer: what one side "
             "sends the other decodes as something else."),
          i, first, second));
      rungs_finding_number (finding, RUNGS_VALUE_AMOUNT, i);
      rungs_finding_value (finding, RUNGS_VALUE_CODEC, first);
      rungs_finding_value (finding, RUNGS_VALUE_CODEC, second);
      rungs_finding_at_offset (finding, self, pair->offer, offered.offsets[i]);
      rungs_finding_at_offset (finding, self, pair->answer, taken.offsets[i]);
      return;
    }
}

/* ---- ICE ---- */

typedef struct
{
  RungsSpan ufrag, pwd;
  guint n_candidates; /* of the first component */
  guint n_foreign;    /* of these, not IPv4 or an address that the internet does not know */
  RungsSpan foreign;
  gsize first, second; /* offsets of the first two */
  gsize broken;        /* offset of a candidate that cannot be read, 0: none */
  gsize at;            /* offset of the first ICE attribute, 0: none */
} Ice;

static void
take_candidate (Ice *ice, RungsSpan value, gsize offset)
{
  RungsSpan address = word (value, 4);
  guint64 number;

  if (word (value, CANDIDATE_WORDS - 1).len == 0
      || !rungs_span_equal_ci (word (value, 6), RUNGS_SPAN ("typ"))
      || !rungs_span_to_uint (word (value, 3), G_MAXUINT32, &number)
      || !rungs_span_to_uint (word (value, 5), G_MAXUINT16, &number))
    {
      ice->broken = offset;
      return;
    }
  if (!rungs_span_equal (word (value, 1), RUNGS_SPAN ("1")))
    return;
  if (ice->n_candidates++ == 0)
    ice->first = offset;
  else if (ice->n_candidates == 2)
    ice->second = offset;
  if (rungs_span_find_char (address, ':') >= 0 || is_private (address))
    {
      ice->foreign = address;
      ice->n_foreign++;
    }
}

static void
read_ice (const RungsExhibit *exhibit, Ice *ice)
{
  RungsMediaLines lines;
  RungsSpan line;
  gsize offset;

  memset (ice, 0, sizeof *ice);
  rungs_media_lines_init (&lines, exhibit);
  while (rungs_media_lines_next (&lines, &line, &offset))
    {
      if (rungs_span_starts (line, RUNGS_SPAN ("a=ice-ufrag:")))
        ice->ufrag = rungs_span_trim (rungs_span_skip (line, strlen ("a=ice-ufrag:")));
      else if (rungs_span_starts (line, RUNGS_SPAN ("a=ice-pwd:")))
        ice->pwd = rungs_span_trim (rungs_span_skip (line, strlen ("a=ice-pwd:")));
      else if (rungs_span_starts (line, RUNGS_SPAN ("a=candidate:")))
        take_candidate (ice, rungs_span_skip (line, strlen ("a=candidate:")), offset);
      else
        continue;
      if (ice->at == 0)
        ice->at = offset;
    }
}

/* Of what the SBC says to Teams (media bypass): one readable IPv4 candidate, with the key to its
 * checks. */
static void
check_ice (RungsCase *self, const RungsExhibit *exhibit)
{
  g_autofree char *address = NULL;
  RungsFinding *finding;
  Ice ice;

  read_ice (exhibit, &ice);
  if (ice.at == 0)
    return;
  if (ice.ufrag.len < MIN_UFRAG || ice.pwd.len < MIN_PWD || ice.broken > 0)
    {
      finding = rungs_case_find (
        self, RUNGS_FINDING_SDP_ICE_BROKEN,
        g_strdup (ice.broken > 0
                    ? _ ("An a=candidate line of the SBC cannot be read (RFC 8839), so "
                         "Teams has nowhere to send its ICE checks.")
                  : ice.ufrag.len < MIN_UFRAG
                    ? _ ("The SBC’s ICE has no usable a=ice-ufrag (4 characters at least): Teams "
                         "cannot check the media path.")
                    : _ ("The SBC’s ICE has no usable a=ice-pwd (22 characters at least): Teams "
                         "cannot check the media path.")));
      rungs_finding_at_offset (finding, self, exhibit, ice.broken > 0 ? ice.broken : ice.at);
      return;
    }
  if (ice.n_candidates > 1)
    {
      finding = rungs_case_find (
        self, RUNGS_FINDING_SDP_ICE_CANDIDATES,
        g_strdup_printf (
          _ ("The SBC offers %u ICE candidates; for media bypass Teams wants exactly "
             "one, with the SBC’s public IPv4 address."),
          ice.n_candidates));
      rungs_finding_at_offset (finding, self, exhibit, ice.first);
      rungs_finding_at_offset (finding, self, exhibit, ice.second);
    }
  else if (ice.n_foreign > 0)
    {
      address = rungs_span_dup_utf8 (ice.foreign);
      finding = rungs_case_find (
        self, RUNGS_FINDING_SDP_ICE_CANDIDATES,
        g_strdup_printf (_ ("The SBC’s only ICE candidate is %s, which Teams cannot reach from the "
                            "internet: it must be the SBC’s public IPv4 address."),
                         address));
      rungs_finding_value (finding, RUNGS_VALUE_HOST, address);
      rungs_finding_at_offset (finding, self, exhibit, ice.first);
    }
}

/* The first 1xx with SDP that the INVITE got. */
static const RungsExhibit *
early_answer (RungsCase *self, const RungsMediaPair *pair)
{
  const RungsMessage *final = pair->answer->row;

  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_trace_get_row (self->trace, self->call, i);
      const RungsMessage *row = rungs_case_row (self, message);

      if (row->leg == final->leg && row->cseq == final->cseq && row->method == final->method
          && row->to_tag == final->to_tag && row->code > 100 && row->code < 200
          && (row->flags & RUNGS_MESSAGE_SDP))
        return rungs_case_read (self, message);
    }
  return NULL;
}

/* With media bypass the SBC's 183 and 200 must name the same ICE. */
static void
check_ice_kept (RungsCase *self, const RungsMediaPair *pair)
{
  const RungsExhibit *early = early_answer (self, pair);
  RungsFinding *finding;
  Ice first, second;

  if (early == NULL || !early->is_whole || rungs_media_audio (early) == NULL)
    return;
  read_ice (early, &first);
  read_ice (pair->answer, &second);
  if (first.at == 0 || second.at == 0
      || (rungs_span_equal (first.ufrag, second.ufrag) && rungs_span_equal (first.pwd, second.pwd)))
    return;
  finding = rungs_case_find (
    self, RUNGS_FINDING_SDP_ICE_CHANGED,
    g_strdup_printf (
      _ ("The SBC’s ICE in the 200 is not that of its %u: with media bypass both must "
         "have the same a=ice-ufrag and a=ice-pwd."),
      (guint) early->row->code));
  rungs_finding_at_offset (finding, self, early, first.at);
  rungs_finding_at_offset (finding, self, pair->answer, second.at);
}

/* ---- addresses, and what is missing ---- */

/* With Local Media Optimization an inner address is meant. */
static gboolean
is_local_media (const RungsMediaPair *pair)
{
  return rungs_sip_header (pair->offer->text, RUNGS_SPAN ("X-MS-MediaPath"), 0, NULL).len > 0
         || rungs_sip_header (pair->offer->text, RUNGS_SPAN ("X-MS-UserLocation"), 0, NULL).len > 0
         || rungs_sip_header (pair->answer->text, RUNGS_SPAN ("X-MS-MediaPath"), 0, NULL).len > 0;
}

static void
check_address (RungsCase *self, const RungsExhibit *exhibit)
{
  const RungsSdpMedia *media = rungs_media_audio (exhibit);
  g_autofree char *address = NULL;
  RungsFinding *finding;
  RungsSpan line;
  gsize offset;

  if (media->n_candidates > 0 || !is_private (media->address))
    return;
  address = rungs_span_dup_utf8 (media->address);
  finding = rungs_case_find (
    self, RUNGS_FINDING_SDP_PRIVATE_ADDRESS,
    g_strdup_printf (
      _ ("The SBC tells Teams to send media to %s, a private address that Microsoft "
         "cannot reach: set the public address (NAT translation) for the media of the "
         "Teams side on the SBC."),
      address));
  rungs_finding_value (finding, RUNGS_VALUE_HOST, address);
  if (rungs_media_line (exhibit, RUNGS_SPAN ("c="), &line, &offset))
    rungs_finding_at_offset (finding, self, exhibit, offset);
  else
    rungs_media_at (finding, self, exhibit, media);
}

static gboolean
ack_has_sdp (RungsCase *self, const RungsMediaPair *pair)
{
  RungsExchange exchange;
  const RungsExhibit *ack;

  rungs_case_exchange (self, pair->offer->message, &exchange);
  ack = rungs_case_read (self, exchange.ack);
  return ack == NULL || !ack->is_whole || ack->sip.has_sdp;
}

/* RFC 3261 13.2.1: an offer in the INVITE is answered in the 200 at the latest, one in the 200 in
 * the ACK. */
static void
check_answer_missing (RungsCase *self, const RungsMediaPair *pair)
{
  RungsFinding *finding;

  if (!pair->offer->is_whole || !pair->answer->is_whole)
    return;
  if (pair->offer->sip.has_sdp && !pair->answer->sip.has_sdp)
    {
      if (early_answer (self, pair) != NULL)
        return;
      finding = rungs_case_find (
        self, RUNGS_FINDING_SDP_ANSWER_MISSING,
        g_strdup (_ ("The INVITE offers media and the 200 has no SDP to answer it, so nobody knows "
                     "where to send the voice.")));
    }
  else if (!pair->offer->sip.has_sdp && pair->answer->sip.has_sdp && !ack_has_sdp (self, pair))
    finding = rungs_case_find (
      self, RUNGS_FINDING_SDP_ANSWER_MISSING,
      g_strdup (_ ("The 200 makes the offer and the ACK has no SDP to answer it, so nobody knows "
                   "where to send the voice.")));
  else
    return;
  rungs_finding_at (finding, self, pair->offer->message);
  rungs_finding_at (finding, self, pair->answer->message);
}

/* ---- which of them, and when ---- */

static void
check_refused (RungsCase *self, const RungsExhibit *offer, const RungsExhibit *answer)
{
  Payloads payloads;

  if (rungs_media_audio (offer) == NULL || !offer->is_whole)
    return;
  check_collision (self, offer, &payloads);
  if (rungs_case_is_teams (self, offer->row->dst))
    {
      check_keys (self, offer);
      check_ice (self, offer);
    }
  else if (rungs_case_kind (self, offer->row->src) == RUNGS_DEVICE_SBC)
    check_srtp_refused (self, offer, answer);
}

static void
check_pair (RungsCase *self, const RungsMediaPair *pair)
{
  const RungsExhibit *sbc = pair->to_teams ? pair->offer : pair->from_teams ? pair->answer : NULL;

  check_answer_missing (self, pair);
  if (rungs_media_audio (pair->offer) == NULL || rungs_media_audio (pair->answer) == NULL
      || !pair->offer->is_whole || !pair->answer->is_whole)
    return;
  check_answer_key (self, pair);
  check_mapping (self, pair);
  if (sbc == NULL)
    return;
  check_keys (self, sbc);
  check_ice (self, sbc);
  if (pair->from_teams)
    check_ice_kept (self, pair);
  if (!is_local_media (pair))
    check_address (self, sbc);
}

/* The reason given for a drop speaks of media, or the call was so short that it may have had
 * none. */
static gboolean
is_media_drop (RungsCase *self)
{
  const RungsExhibit *bye = rungs_case_read (self, self->bye);

  if (self->call->state != RUNGS_STATE_DROPPED || self->answer != RUNGS_NONE)
    return FALSE;
  if (bye != NULL && rungs_span_find_ci (bye->sip.reason, RUNGS_SPAN ("media")) >= 0)
    return TRUE;
  return self->call->duration >= 0 && self->call->duration < MEDIA_LOST_MS;
}

void
rungs_findings_offer (RungsCase *self)
{
  guint32 root = rungs_case_root (self), request = rungs_case_root_request (self);
  const RungsExhibit *offer, *answer;

  if (is_media_drop (self))
    {
      g_autoptr (GArray) pairs = rungs_media_pairs (self);

      for (guint i = 0; i < pairs->len; i++)
        check_pair (self, &g_array_index (pairs, RungsMediaPair, i));
    }
  if (root == RUNGS_NONE || request == RUNGS_NONE
      || !rungs_media_is_code (rungs_case_row (self, root)->code)
      || !g_str_equal (rungs_trace_string (self->trace, rungs_case_row (self, root)->method),
                       "INVITE"))
    return;
  offer = rungs_case_read (self, request);
  answer = rungs_case_read (self, root);
  if (offer != NULL && answer != NULL)
    check_refused (self, offer, answer);
}

/* Nothing changed the media of the leg after its answer. */
static gboolean
stayed_so (const RungsCase *self, const RungsExhibit *answer)
{
  gboolean reached = FALSE;

  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);

      if (reached && row->leg == answer->row->leg && row->code == 0
          && (rungs_case_is (self, message, "INVITE") || rungs_case_is (self, message, "UPDATE")))
        return FALSE;
      reached = reached || message == answer->message;
    }
  return TRUE;
}

/* The caller wants to talk and to hear, and the answer lets it only talk, or neither, to the
 * end. */
static void
check_one_way (RungsCase *self, const RungsMediaPair *pair)
{
  const RungsSdpMedia *offer = rungs_media_audio (pair->offer),
                      *answer = rungs_media_audio (pair->answer);
  gboolean only_hears = rungs_span_equal (answer->direction, RUNGS_SPAN ("recvonly"));
  g_autofree char *who = NULL;
  RungsFinding *finding;

  if ((offer->direction.len > 0 && !rungs_span_equal (offer->direction, RUNGS_SPAN ("sendrecv")))
      || (!only_hears && !rungs_span_equal (answer->direction, RUNGS_SPAN ("inactive")))
      || !stayed_so (self, pair->answer))
    return;
  who = rungs_party_call_name (self, pair->answer->row->src, TRUE);
  finding = rungs_case_find (
    self, RUNGS_FINDING_SDP_ONE_WAY,
    g_strdup_printf (
      only_hears ? _ ("%s answered the call with a=recvonly and never changed that: it sent no "
                      "voice, so the other side heard nothing.")
                 : _ ("%s answered the call with a=inactive and never changed that: there was "
                      "no voice in either direction."),
      who));
  rungs_media_at (finding, self, pair->answer, answer);
}

/* What is worth knowing of a call that ended well after a short time: perhaps nobody heard
 * anything. */
void
rungs_findings_signs (RungsCase *self)
{
  g_autoptr (GArray) pairs = NULL;

  if (self->call->duration < 0 || self->call->duration >= MEDIA_LOST_MS)
    return;
  pairs = rungs_media_pairs (self);
  for (guint i = 0; i < pairs->len; i++)
    {
      const RungsMediaPair *pair = &g_array_index (pairs, RungsMediaPair, i);

      if (rungs_media_audio (pair->offer) == NULL || rungs_media_audio (pair->answer) == NULL
          || !pair->offer->is_whole || !pair->answer->is_whole)
        continue;
      check_one_way (self, pair);
      if ((pair->to_teams || pair->from_teams) && !is_local_media (pair))
        check_address (self, pair->to_teams ? pair->offer : pair->answer);
    }
}
