/* SCTP (RFC 9260), which carries SIP as RFC 4168 says: one message is one user message, without
 * framing of its own.
 *
 *   ports 4 | tag 4 | checksum 4 | chunks
 *   chunk: type 1 | flags 1 | length 2 | sequence number 4 | stream 2 | number in it 2 | protocol 4 | bytes | padding to 4
 *
 * A message that is longer than a packet is spread over several. What begins it is read, and said
 * to be cut; the rest is counted. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "formats/capture/private.h"

enum
{
  CHUNK_DATA = 0,
  CHUNK_INTERLEAVED = 64, /* RFC 8260: four bytes more in the head */
};

enum
{
  FLAG_ENDS = 1,
  FLAG_BEGINS = 2,
};

#define SCTP_HEADER 12
#define CHUNK_HEAD 4
#define DATA_HEAD 16
#define INTERLEAVED_HEAD 20

/* Smaller ones would not fit more of them into the largest packet. */
#define MAX_CHUNKS 4096

static void
take_data (Capture *capture,
           const CapturePayload *chunk,
           guint8 flags,
           const CaptureEndpoint *src,
           const CaptureEndpoint *dst)
{
  gboolean is_cut = (flags & FLAG_ENDS) == 0 || chunk->missing > 0;
  CapturePayload message;
  gssize start;

  if ((flags & FLAG_BEGINS) == 0)
    {
      capture_pass (capture, RUNGS_COVER_SCTP_PARTS, 0);
      return;
    }
  start = capture_sip_start (chunk->bytes);
  if (start < 0)
    return;
  message = capture_slice (chunk, (gsize) start, G_MAXSIZE);
  if (chunk->missing > 0)
    capture_diagnose_cut (capture, &message);
  else if (is_cut)
    capture_diagnose (capture, capture_frame (capture, &message), RUNGS_DIAGNOSTIC_CUT_MESSAGE,
                      _ ("This message is spread over several SCTP packets; only its beginning is "
                         "read."));
  capture_emit (capture, &message, src, dst, RUNGS_TRANSPORT_SCTP, is_cut);
}

void
capture_sctp (Capture *capture,
              const CapturePayload *payload,
              const CaptureEndpoint *src,
              const CaptureEndpoint *dst)
{
  RungsSpan bytes = payload->bytes;
  gsize at = SCTP_HEADER;

  for (guint i = 0; i < MAX_CHUNKS && at + CHUNK_HEAD <= bytes.len; i++)
    {
      guint8 type = (guint8) bytes.str[at], flags = (guint8) bytes.str[at + 1];
      gsize len = capture_be16 (bytes.str + at + 2);
      gsize head = type == CHUNK_INTERLEAVED ? INTERLEAVED_HEAD : DATA_HEAD;

      if (len < CHUNK_HEAD)
        {
          capture_pass (capture, RUNGS_COVER_BROKEN, 0);
          return;
        }
      if ((type == CHUNK_DATA || type == CHUNK_INTERLEAVED) && len > head && at + head < bytes.len)
        {
          CapturePayload chunk = capture_slice (payload, at + head, len - head);

          chunk.missing = (guint32) (len - head - chunk.bytes.len);
          take_data (capture, &chunk, flags, src, dst);
        }
      at += (len + 3) / 4 * 4;
    }
}
