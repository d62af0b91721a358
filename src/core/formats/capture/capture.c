/* Packet captures: pcap (microseconds, nanoseconds, either byte order) and pcapng, read by
 * libpcap. This page opens the file, walks over its packets and says in the end what was found
 * when it was no SIP.
 *
 *   d4 c3 b2 a1 | version, zone, snapshot length, link type
 *   seconds, microseconds, captured, length | packet | seconds, …
 *
 * Source: https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-04.html,
 * draft-ietf-opsawg-pcapng-02, and libpcap. Everything in the file, the lengths libpcap hands
 * over included, is somebody else's claim. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <pcap/pcap.h>
#include <stdio_ext.h>

#include "base/error.h"
#include "base/limits.h"
#include "formats/capture/capture.h"
#include "formats/capture/private.h"

/* How often progress is told and cancelling looked for. */
#define PROGRESS_PACKETS 4096

/* 31 December 9999: a later time is nonsense, and would not fit in microseconds. */
#define MAX_SECONDS G_GINT64_CONSTANT (253402300799)

/* Kinds of packets that a sentence names. */
#define MAX_PASSED_OVER 4

/* libpcap reads through stdio: larger steps than 4 KiB. */
#define STREAM_BUFFER (64 * 1024)

/* A pcap record's header, and that of a kernel patch of the 1990s with the magic a1b2cd34. */
#define PCAP_FILE_HEADER 24
#define PCAP_RECORD 16
#define PCAP_RECORD_MODIFIED 24
#define PCAP_MODIFIED 0xa1b2cd34u
#define PCAPNG_SECTION 0x0a0d0d0au

/* libpcap says "unknown file format" of a pcapng file that ends in its first block. */
#define SHORTEST_FILE 28

typedef struct
{
  Capture base;
  RungsInput *input;
  pcap_t *pcap;
  FILE *stream;   /* belongs to @pcap when there is one */
  char *buffer;   /* of @stream */
  CaptureNg *ng;  /* NULL: pcap */
  guint32 header; /* pcap: bytes before each packet */
  guint64 at;     /* end of the last packet's record */
} Session;

static RungsProbe
probe (const RungsFormat *format, RungsSpan head, const char *basename)
{
  static const char magics[][5] = { "\xd4\xc3\xb2\xa1", "\xa1\xb2\xc3\xd4", "\x4d\x3c\xb2\xa1",
                                    "\xa1\xb2\x3c\x4d", "\x34\xcd\xb2\xa1", "\xa1\xb2\xcd\x34" };

  for (guint i = 0; i < G_N_ELEMENTS (magics); i++)
    if (rungs_span_starts (head, rungs_span (magics[i], 4)))
      return RUNGS_PROBE_YES;
  if (rungs_span_starts (head, RUNGS_SPAN ("\x0a\x0d\x0d\x0a")))
    {
      RungsSpan order = rungs_span_head (rungs_span_skip (head, 8), 4);

      if (rungs_span_equal (order, RUNGS_SPAN ("\x4d\x3c\x2b\x1a"))
          || rungs_span_equal (order, RUNGS_SPAN ("\x1a\x2b\x3c\x4d")))
        return RUNGS_PROBE_YES;
    }
  return RUNGS_PROBE_NO;
}

static RungsStamp
stamp_of (const struct pcap_pkthdr *header)
{
  gint64 seconds = header->ts.tv_sec, micros = header->ts.tv_usec;

  /* A simple packet block has no time; libpcap gives it 0. */
  if (seconds < 0 || seconds > MAX_SECONDS || micros < 0 || micros >= RUNGS_STAMP_SECOND
      || (seconds == 0 && micros == 0))
    return RUNGS_STAMP_NONE;
  return seconds * RUNGS_STAMP_SECOND + micros;
}

/* pcap: a header and the packet, nothing between records. libpcap hands over less than the
 * record holds when that is more than the file's snapshot length; only then is its stream asked,
 * which costs as much as reading a packet. */
static void
next_place (Session *session, const struct pcap_pkthdr *header, CapturePlace *place)
{
  place->record = session->at;
  place->data = session->at + session->header;
  place->end = place->data + header->caplen;
  if (header->caplen >= (bpf_u_int32) pcap_snapshot (session->pcap))
    place->end = (guint64) ftello (session->stream);
  place->link = pcap_datalink (session->pcap);
}

static gboolean
take_packet (Session *session, const struct pcap_pkthdr *header, const guint8 *data)
{
  Capture *self = &session->base;
  CapturePayload packet = { .bytes = { (const char *) data, header->caplen } };
  CapturePlace place;

  if (session->ng == NULL)
    next_place (session, header, &place);
  else if (!capture_ng_next (session->ng, &place))
    return FALSE; /* the file changed while it was read */

  self->frame++;
  self->data = data;
  self->is_cut = header->caplen < header->len;
  self->packet = (CapturePiece){
    .offset = place.data,
    .record = place.record,
    .record_end = place.end,
    .time = stamp_of (header),
    .frame = self->frame,
    .len = header->caplen,
  };
  if (self->packet.time != RUNGS_STAMP_NONE)
    self->clock = self->packet.time;
  session->at = place.end;

  if (capture_link_is_known (place.link))
    capture_link (self, place.link, &packet, 0);
  else
    {
      self->counts.unread++;
      self->counts.link = place.link;
      capture_pass (self, RUNGS_COVER_LINK_TYPE, (guint32) place.link);
    }
  return TRUE;
}

static void
diagnose_end (Session *session)
{
  Capture *self = &session->base;
  const char *error = pcap_geterr (session->pcap);

  if (strstr (error, "truncated") != NULL)
    capture_diagnose (
      self, self->frame + 1, RUNGS_DIAGNOSTIC_PARTIAL,
      _ ("The file ends in the middle of this frame: it was cut, or is still being written. "
         "Everything before it was read."));
  else
    capture_diagnose (self, self->frame + 1, RUNGS_DIAGNOSTIC_PARTIAL,
                      _ ("This frame and everything after it cannot be read (%s)."), error);
}

/* TRUE to go on. */
static gboolean
tell_progress (Session *session, GCancellable *cancellable, gboolean *cancelled)
{
  RungsSink *sink = session->base.sink;

  if (g_cancellable_is_cancelled (cancellable))
    {
      *cancelled = TRUE;
      return FALSE;
    }
  return sink->progress == NULL || sink->progress (sink, session->at);
}

/* FALSE: stopped before the end. */
static gboolean
read_packets (Session *session, GCancellable *cancellable, gboolean *cancelled)
{
  struct pcap_pkthdr *header;
  const guint8 *data;
  int status;

  while ((status = pcap_next_ex (session->pcap, &header, &data)) == 1
         && take_packet (session, header, data))
    if (session->base.frame % PROGRESS_PACKETS == 0
        && !tell_progress (session, cancellable, cancelled))
      return FALSE;
  if (status == PCAP_ERROR && !ferror (session->stream))
    diagnose_end (session);
  else if (status != PCAP_ERROR && session->ng == NULL
           && session->at < rungs_input_get_size (session->input))
    capture_diagnose (
      &session->base, session->base.frame, RUNGS_DIAGNOSTIC_PARTIAL,
      _ ("The file became shorter while it was read: everything after this frame is missing."));
  return tell_progress (session, cancellable, cancelled);
}

static const char *
link_name (int link)
{
  const char *name = pcap_datalink_val_to_description (link);

  return name != NULL ? name : _ ("no known kind");
}

/* Nothing here decrypts, but Wireshark does with what is in the file. */
static void
diagnose_keys (Capture *self)
{
  capture_diagnose (self, 0, RUNGS_DIAGNOSTIC_ENCRYPTED,
                    _ ("This capture holds TLS on port %u (%u segments) and the TLS keys for it. "
                       "Rungs does not decrypt: in Wireshark choose File > Export PDUs to File > "
                       "OSI layer 7, and open the file that it saves."),
                    self->counts.tls_port,
                    self->counts.tls_sip > 0 ? self->counts.tls_sip : self->counts.tls);
}

/* Where there is no SIP, and what there is cannot be read: what to open instead. FALSE: it is
 * something else. */
static gboolean
diagnose_encrypted (Capture *self)
{
  const CaptureCounts *n = &self->counts;
  guint unknown = n->udp - MIN (n->udp, n->rtp + n->stun + n->dtls + n->quic);

  if (n->tls > 0 && n->keys > 0)
    diagnose_keys (self);
  else if (n->tls > 0 && (n->tls_sip > 0 || unknown == 0))
    capture_diagnose (self, 0, RUNGS_DIAGNOSTIC_ENCRYPTED,
                      _ ("The only signalling in this capture is TLS on port %u (%u segments), "
                         "which cannot be read: SIP between the SBC and Teams is encrypted; open "
                         "the SBC’s own debug log instead (AudioCodes: save the log in Syslog "
                         "Viewer, or make a debug recording; Cisco: debug ccsip messages; Oracle: "
                         "sipmsg.log; Ribbon: LX)."),
                      n->tls_port, n->tls_sip > 0 ? n->tls_sip : n->tls);
  else if (n->esp > 0 && n->tcp == 0 && unknown == 0)
    capture_diagnose (self, 0, RUNGS_DIAGNOSTIC_ENCRYPTED,
                      _ ("This capture holds IPsec (%u packets) and no signalling that can be "
                         "read: capture behind the IPsec gateway, or on the SBC itself."),
                      n->esp);
  else if (n->quic > 0 && n->tcp == 0 && unknown == 0)
    capture_diagnose (self, 0, RUNGS_DIAGNOSTIC_ENCRYPTED,
                      _ ("This capture holds QUIC (%u packets), which is encrypted, and no SIP, "
                         "which does not use it: capture on the interface that carries the "
                         "signalling, without a port filter."),
                      n->quic);
  else
    return FALSE;
  return TRUE;
}

/* " 4 packets of EtherType 0x8909 were not read."; "": everything was. */
static char *
describe_passed (Capture *self)
{
  RungsCoverage coverage = self->coverage;
  g_autofree char *names = NULL;

  rungs_coverage_sort (&coverage);
  names = rungs_coverage_text (&coverage, FALSE, FALSE, MAX_PASSED_OVER);
  return names != NULL ? g_strdup_printf (_ (" Not read: %s."), names) : g_strdup ("");
}

/* In a capture without SIP: what there is instead, and what to open. */
static void
diagnose_no_sip (Capture *self)
{
  const CaptureCounts *n = &self->counts;
  g_autofree char *passed = describe_passed (self);

  if (self->frame == 0)
    capture_diagnose (self, 0, RUNGS_DIAGNOSTIC_NOTE, _ ("This capture holds no packets."));
  else if (n->packed > 0 || diagnose_encrypted (self)) /* the former is told where it was met */
    return;
  else if (n->rtp > 0 && n->tcp == 0 && n->rtp + n->stun + n->dtls == n->udp)
    capture_diagnose (self, 0, RUNGS_DIAGNOSTIC_NOTE,
                      _ ("This capture holds media only (%u packets of RTP or SRTP, %u of STUN, "
                         "%u of DTLS) and no signalling. Capture on the interface that carries "
                         "the signalling, without a port filter."),
                      n->rtp, n->stun, n->dtls);
  else
    capture_diagnose (self, 0, RUNGS_DIAGNOSTIC_NOTE,
                      _ ("There is no SIP in this capture’s %u packets: %u UDP (%u of them look "
                         "like media, %u are STUN, %u DTLS, %u QUIC), %u TCP (%u TLS), %u IPsec, "
                         "%u not IP.%s Capture on the interface that carries the signalling, "
                         "without a port filter."),
                      self->frame, n->udp, n->rtp, n->stun, n->dtls, n->quic, n->tcp, n->tls,
                      n->esp, n->other, passed);
}

static void
diagnose_contents (Capture *self)
{
  const CaptureCounts *n = &self->counts;

  if (n->unread > 0)
    capture_diagnose (self, 0, RUNGS_DIAGNOSTIC_UNREADABLE,
                      _ ("%u packets were captured on a link layer that Rungs does not read "
                         "(%s, number %d); they are left out."),
                      n->unread, link_name (n->link), n->link);
  if (n->deep > 0)
    capture_diagnose (self, 0, RUNGS_DIAGNOSTIC_LIMIT,
                      _ ("%u packets lie in more than %u tunnels, one in the other; they are left "
                         "out."),
                      n->deep, RUNGS_MAX_TUNNELS);
  if (n->messages == 0)
    diagnose_no_sip (self);
  else if (n->tls > 0 && n->keys > 0)
    diagnose_keys (self);
  else if (n->tls_sip > 0)
    capture_diagnose (self, 0, RUNGS_DIAGNOSTIC_ENCRYPTED,
                      _ ("This capture also holds TLS on port %u (%u segments): SIP between the "
                         "SBC and Teams is encrypted and not among the calls. The SBC’s own debug "
                         "log shows it."),
                      n->tls_port, n->tls_sip);
}

static void
tell_coverage (Capture *self)
{
  for (guint i = 0; i < self->coverage.n && self->sink->cover != NULL; i++)
    self->sink->cover (self->sink, &self->coverage.items[i]);
}

static void
session_free (Session *session)
{
  Capture *self = &session->base;

  if (session->pcap != NULL)
    pcap_close (session->pcap); /* and the stream */
  else if (session->stream != NULL)
    fclose (session->stream);
  g_clear_pointer (&session->ng, capture_ng_free);
  g_clear_pointer (&self->streams, capture_streams_free);
  g_clear_pointer (&self->datagrams, capture_datagrams_free);
  g_clear_pointer (&self->pieces, g_array_unref);
  g_clear_pointer (&self->out, g_array_unref);
  g_free (session->buffer);
  g_free (session);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Session, session_free)

static Session *
session_new (RungsInput *input, RungsSink *sink)
{
  Session *session = g_new0 (Session, 1);
  Capture *self = &session->base;

  session->input = input;
  session->buffer = g_malloc (STREAM_BUFFER);
  session->at = PCAP_FILE_HEADER;
  self->sink = sink;
  self->told_time = RUNGS_STAMP_NONE;
  self->streams = capture_streams_new ();
  self->datagrams = capture_datagrams_new ();
  self->pieces = g_array_new (FALSE, FALSE, sizeof (CapturePiece));
  self->out = g_array_new (FALSE, FALSE, sizeof (RungsPiece));
  return session;
}

static gboolean
open_stream (Session *session, GError **error)
{
  guint32 magic = 0;

  if (rungs_input_read (session->input, 0, &magic, sizeof magic, error) < 0)
    return FALSE;
  if (magic == PCAPNG_SECTION)
    {
      session->ng = capture_ng_new (session->input);
      session->stream = capture_ng_open_stream (session->ng);
      g_assert (session->stream != NULL);
    }
  else
    {
      gboolean modified = magic == PCAP_MODIFIED || magic == GUINT32_SWAP_LE_BE (PCAP_MODIFIED);

      session->header = modified ? PCAP_RECORD_MODIFIED : PCAP_RECORD;
      session->stream = rungs_input_open_stream (session->input, error);
      if (session->stream == NULL)
        return FALSE;
    }
  setvbuf (session->stream, session->buffer, _IOFBF, STREAM_BUFFER);
  __fsetlocking (session->stream, FSETLOCKING_BYCALLER); /* one thread reads it */
  return TRUE;
}

/* @message is libpcap's. A file that ends in its own header is like one that ends in a packet:
 * what was read stays, which is nothing. */
static gboolean
refuse (Session *session, const char *message, GError **error)
{
  if (rungs_input_get_size (session->input) < SHORTEST_FILE || strstr (message, "truncated") != NULL
      || strstr (message, "no Interface Description") != NULL)
    {
      capture_diagnose (&session->base, 0, RUNGS_DIAGNOSTIC_PARTIAL,
                        _ ("The file ends before its first packet."));
      return TRUE;
    }
  g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_READ,
               _ ("%s is a capture whose beginning cannot be read: %s."),
               rungs_input_get_name (session->input), message);
  return FALSE;
}

/* Without an error but with no pcap_t, there is nothing to read. */
static gboolean
open_pcap (Session *session, GError **error)
{
  char message[PCAP_ERRBUF_SIZE] = "";
  int link;

  if (!open_stream (session, error))
    return FALSE;
  session->pcap = pcap_fopen_offline_with_tstamp_precision (session->stream,
                                                            PCAP_TSTAMP_PRECISION_MICRO, message);
  if (session->pcap == NULL)
    return refuse (session, message, error);
  /* Those of pcapng are known packet by packet. */
  link = pcap_datalink (session->pcap);
  if (session->ng != NULL || capture_link_is_known (link))
    return TRUE;
  g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_UNSUPPORTED,
               _ ("%s was captured on a link layer that Rungs does not read (%s, number %d). "
                  "Capture on an Ethernet "
                  "interface or on “any”, or export the packets as raw IP."),
               rungs_input_get_name (session->input), link_name (link), link);
  return FALSE;
}

/* The disk, not the file. */
static gboolean
refuse_rest (Session *session, GError **error)
{
  const GError *own = session->ng != NULL ? capture_ng_get_error (session->ng) : NULL;

  if (own != NULL)
    g_propagate_error (error, g_error_copy (own));
  else
    g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_READ, _ ("“%s” cannot be read: %s."),
                 rungs_input_get_name (session->input), pcap_geterr (session->pcap));
  return FALSE;
}

static gboolean
parse (const RungsFormat *format,
       RungsReader *reader,
       RungsSink *sink,
       GCancellable *cancellable,
       GError **error)
{
  g_autoptr (Session) session = NULL;
  gboolean cancelled = FALSE;

  /* Messages are read again by their pieces, and a capture has no lines of its own between them. */
  if (rungs_reader_is_part (reader))
    return TRUE;
  session = session_new (rungs_reader_get_input (reader), sink);
  if (!open_pcap (session, error))
    return FALSE;
  if (session->pcap == NULL)
    return TRUE;
  if (!read_packets (session, cancellable, &cancelled))
    {
      tell_coverage (&session->base);
      return !cancelled || !g_cancellable_set_error_if_cancelled (cancellable, error);
    }
  capture_datagrams_end (&session->base);
  capture_streams_end (&session->base);
  if (ferror (session->stream))
    return refuse_rest (session, error);
  if (session->ng != NULL)
    session->base.counts.keys = capture_ng_get_n_keys (session->ng);
  diagnose_contents (&session->base);
  tell_coverage (&session->base);
  return TRUE;
}

const RungsFormat rungs_format_pcap = {
  .id = "pcap",
  .title = N_ ("Packet capture"),
  .how = N_ ("The file begins with the magic number of pcap or pcapng."),
  .confidence = N_ ("Sure: a documented format, read with libpcap."),
  .frames = TRUE,
  .utc = TRUE,
  .probe = probe,
  .parse = parse,
};
