/* What the SBC itself writes about a call that it refused, could not send on, or hung up: TLS,
 * routes, dead trunks, limits. Read only where the SBC is the one who decided, and only when the
 * call's part of the log is short. The phrases are those of OpenSSL and of the vendors; a line that
 * only speaks of success has none. */
#include "config.h"

#include "findings.h"

#include <glib/gi18n-lib.h>

#include "base/limits.h"
#include "diagnosis/find.h"

#define MAX_ANY 12
/* Of a line, as it is quoted. */
#define QUOTED_CHARS 120
/* Findings of this family for one call: the first that it logged. */
#define MAX_SAID 3

typedef struct
{
  RungsFindingId id;
  const char *also; /* must be there too; NULL: nothing */
  const char *any[MAX_ANY];
  const char *advice;
} Rule;

/* Checked against what the vendors publish:
 * - AudioCodes: "Proxy lost. looking for another Proxy", "Proxy not found. Use internal routing"
 *   (alarm texts of the SIP user's manuals, appendix SNMP traps), "DNS server not responsive" (SNMP
 *   Alarms 7.2, acNoReplyFromDNSServerAlarm); syslog has alarms as "RAISE-ALARM: …; Textual
 *   Description: …" and their end as "CLEAR-ALARM: …" (user's manual 7.2, Syslog and Debug
 *   Recording).
 * - Cisco: "%SIP-5-DIALPEER_STATUS: VoIP dial-Peer … is Busied out" (bug CSCuw63102).
 * - Ribbon SBC Core: EVENT_ARS_ENDPOINT_BLACKLISTED (trap
 *   sonusSbxArsEndPointBlacklistedNotification2), "TLS connection failure" (SIP over TLS).
 * - OpenSSL's own error texts. The rest is likely wording that no public page was found for. */
static const Rule rules[] = {
  { RUNGS_FINDING_TLS_CERTIFICATE_EXPIRED,
    NULL,
    { "certificate has expired", "certificate expired", "cert_expired", "expired certificate",
      "certificate is expired" },
    N_ ("A certificate has expired: renew it on the side that presented it (the SBC’s own stands "
        "in the "
        "TLS context of this interface) and load its chain with it.") },
  { RUNGS_FINDING_TLS_ROOT_UNKNOWN,
    NULL,
    { "unable to get local issuer", "unknown ca", "unknown_ca", "self signed certificate",
      "self-signed certificate", "unable to get issuer", "unable to verify the first",
      "untrusted root", "untrusted_root" },
    N_ ("The other side’s certificate is not trusted here: load its root and intermediate "
        "certificates "
        "(for Teams DigiCert Global Root G2) into the trusted roots of this TLS context.") },
  { RUNGS_FINDING_TLS_NAME_MISMATCH,
    NULL,
    { "hostname mismatch", "host name mismatch", "wrong target principal", "subject name mismatch",
      "name does not match", "certificate name mismatch", "fqdn mismatch",
      "subject does not match" },
    N_ (
      "The name in the certificate is not the one that was called: towards Teams the SBC’s FQDN "
      "must be "
      "the CN or a SAN of its certificate, and the peer must be named by FQDN, not by address.") },
  { RUNGS_FINDING_TLS_PURPOSE,
    NULL,
    { "unsupported certificate purpose", "invalid purpose", "unsuitable certificate purpose",
      "extended key usage" },
    N_ ("The certificate may not be used for this: it needs the extended key usages server "
        "authentication and client authentication.") },
  { RUNGS_FINDING_TLS_VERSION,
    NULL,
    { "unsupported protocol", "wrong version number", "no shared cipher", "alert protocol version",
      "no protocols available", "no ciphers available" },
    N_ ("The two sides have no TLS version or cipher in common: Teams wants TLS 1.2 with ECDHE-RSA "
        "and "
        "AES-GCM; set that in the TLS context.") },
  { RUNGS_FINDING_TLS_HANDSHAKE,
    "tls",
    { "handshake fail", "handshake error", "negotiation fail", "connect failed",
      "connection failed", "connection failure", "fatal alert", "accept failed" },
    N_ ("The TLS connection could not be set up: capture port 5061 and look which side sends the "
        "alert, "
        "then compare certificate, root and name of the other one.") },
  { RUNGS_FINDING_TLS_HANDSHAKE,
    "ssl",
    { "handshake fail", "handshake error", "ssl_connect failed", "ssl_accept failed",
      "fatal alert" },
    N_ ("The TLS connection could not be set up: capture port 5061 and look which side sends the "
        "alert, "
        "then compare certificate, root and name of the other one.") },
  { RUNGS_FINDING_NAME_NOT_RESOLVED,
    NULL,
    { "dns query failed", "no such host", "nxdomain", "unable to resolve", "failed to resolve",
      "dns resolution failed", "dns resolve failed", "cannot resolve", "host not found",
      "dns server not responsive", "no reply from dns server" },
    N_ ("A name could not be resolved: query it on the DNS servers that the SBC uses, from the "
        "SBC’s own "
        "network.") },
  { RUNGS_FINDING_CONNECTION_REFUSED,
    NULL,
    { "connection refused", "econnrefused", "actively refused" },
    N_ ("Nothing listens there, or a firewall rejects it: compare address, port and transport with "
        "what the other side has (Teams: TLS, port 5061).") },
  { RUNGS_FINDING_CONNECTION_TIMEOUT,
    NULL,
    { "connection timed out", "etimedout", "connect timeout", "connection timeout",
      "tcp connect failed" },
    N_ ("The connection was never answered: a firewall drops it, or the address is wrong (Teams: "
        "TCP 5061 "
        "to 52.112.0.0/14 and 52.122.0.0/15).") },
  { RUNGS_FINDING_TRUNK_DOWN,
    NULL,
    { "proxy lost", "proxy not found", "no available proxy", "proxy connection lost",
      "keep-alive fail", "keepalive fail", "keep alive fail", "no response to options",
      "no reachable proxy", "is busied out", "ars_endpoint_blacklisted" },
    N_ ("The SBC takes this trunk for dead because its OPTIONS get no answer, and sends no calls "
        "there: see "
        "in the OPTIONS row of this peer when the last answer came.") },
  { RUNGS_FINDING_SBC_NO_ROUTE,
    NULL,
    { "no route found", "route not found", "no matching route", "no routing rule", "routing failed",
      "no dial-peer match", "no dial peer match", "no matching dial", "no route to destination" },
    N_ ("The SBC has no route for this number from this side: add the row to its routing table "
        "(IP-to-IP "
        "routing, dial peer) that is to take it.") },
  { RUNGS_FINDING_SBC_CLASSIFICATION,
    NULL,
    { "classification fail", "failed to classify", "unable to classify", "unclassified" },
    N_ ("The SBC does not know whom the call comes from: add source address or host name of this "
        "peer to its "
        "classification.") },
  { RUNGS_FINDING_SBC_LIMIT,
    NULL,
    { "license limit", "licence limit", "no license", "no available license", "call admission",
      "admission control", "cac limit", "maximum number of calls", "resources not available" },
    N_ ("The SBC is at a limit: compare the calls at this moment with the licensed sessions and "
        "with the "
        "admission limit of this trunk.") },
  { RUNGS_FINDING_SBC_NO_MEDIA,
    NULL,
    { "broken connection", "no rtp", "rtp timeout", "media timeout", "rtp inactivity",
      "media inactivity", "no media packets" },
    N_ ("The SBC itself hung up because no voice packets arrived: look on which leg they are "
        "missing.") },
};

/* ---- whether to read ---- */

/* The SBC answered by itself, hung up by itself, or waited in vain. */
static gboolean
is_sbcs_doing (const RungsCase *self)
{
  guint32 root = rungs_case_root (self);
  guint32 message = root != RUNGS_NONE ? root : self->bye;

  if (self->waiting != RUNGS_NONE || message == RUNGS_NONE)
    return TRUE;
  return (rungs_case_row (self, message)->flags & RUNGS_MESSAGE_SRC_OWN) != 0;
}

/* A line of no session that names addresses is about others when none of them is of this call. */
static gboolean
is_about_others (const RungsCase *self, RungsSpan text)
{
  gboolean names_any = FALSE;

  for (gsize i = 0; i < text.len; i++)
    {
      gsize from = i;
      guint n_dots = 0;

      while (i < text.len && (g_ascii_isdigit (text.str[i]) || text.str[i] == '.'))
        n_dots += text.str[i++] == '.';
      if (n_dots != 3 || i - from < strlen ("1.1.1.1"))
        continue;
      names_any = TRUE;
      for (guint32 r = 0; r < self->call->n_rows; r++)
        {
          const RungsMessage *row = rungs_case_row (self, rungs_case_nth (self, r));
          const guint32 ends[] = { row->src, row->dst };

          for (guint e = 0; e < G_N_ELEMENTS (ends); e++)
            if (ends[e] != RUNGS_NONE
                && rungs_span_equal (
                  rungs_span (text.str + from, i - from),
                  rungs_span_of (rungs_trace_string (
                    self->trace, rungs_trace_get_endpoint (self->trace, ends[e])->host))))
              return FALSE;
        }
    }
  return names_any;
}

/* ---- what the lines say ---- */

static gboolean
fits (const Rule *rule, RungsSpan text)
{
  if (rule->also != NULL && rungs_span_find_ci (text, rungs_span_of (rule->also)) < 0)
    return FALSE;
  for (guint i = 0; i < MAX_ANY && rule->any[i] != NULL; i++)
    if (rungs_span_find_ci (text, rungs_span_of (rule->any[i])) >= 0)
      return TRUE;
  return FALSE;
}

/* The rule that a line fits; NULL: none. AudioCodes repeats the text of an alarm when it is
 * over. */
static const Rule *
rule_of (RungsSpan text)
{
  if (rungs_span_find_ci (text, RUNGS_SPAN ("CLEAR-ALARM")) >= 0)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (fits (&rules[i], text))
      return &rules[i];
  return NULL;
}

static gboolean
is_wanted (RungsSpan text)
{
  return rule_of (text) != NULL;
}

static void
report (RungsCase *self, const Rule *rule, const RungsEvent *event)
{
  g_autofree char *quoted = NULL;
  RungsFindingLine line = { self->request != RUNGS_NONE ? self->request : rungs_case_nth (self, 0),
                            event->input, event->line, RUNGS_NONE };
  RungsFinding *finding;

  quoted = g_utf8_substring (event->text, 0, MIN (g_utf8_strlen (event->text, -1), QUOTED_CHARS));
  finding = rungs_case_find (
    self, rule->id, g_strdup_printf (_ ("The SBC itself logs “%s”. %s"), quoted, _ (rule->advice)));
  rungs_finding_value (finding, RUNGS_VALUE_TEXT, quoted);
  g_array_append_val (finding->lines, line);
}

static void
read_line (RungsCase *self, const RungsEvent *event)
{
  RungsSpan text = rungs_span_of (event->text);
  const Rule *rule = rule_of (text);

  if (rule != NULL && !rungs_case_has_finding (self, rule->id)
      && (event->session != NULL || !is_about_others (self, text)))
    report (self, rule, event);
}

void
rungs_findings_events (RungsCase *self)
{
  g_autoptr (GPtrArray) events = NULL;
  guint before = self->findings->len;

  if (self->call->n_rows == 0 || !is_sbcs_doing (self))
    return;
  events = rungs_trace_read_events_near (self->trace, self->call, RUNGS_MAX_VERDICT_BYTES,
                                         is_wanted, self->cancellable, NULL);
  for (guint i = 0; events != NULL && i < events->len && self->findings->len - before < MAX_SAID;
       i++)
    read_line (self, g_ptr_array_index (events, i));
}
