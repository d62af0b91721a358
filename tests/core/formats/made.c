#include "made.h"

#include "dump.h"

#include "formats/capture/capture.h"

void
made_assert_same (GPtrArray *got, GPtrArray *expected)
{
  g_assert_cmpuint (got->len, ==, expected->len);
  for (guint i = 0; i < got->len; i++)
    {
      GBytes *a = g_ptr_array_index (got, i), *b = g_ptr_array_index (expected, i);

      g_assert_cmpmem (g_bytes_get_data (a, NULL), g_bytes_get_size (a), g_bytes_get_data (b, NULL),
                       g_bytes_get_size (b));
    }
}

static void
made_add32 (GByteArray *bytes, guint32 value)
{
  g_byte_array_append (bytes, (const guint8 *) &value, sizeof value);
}

void
made_add_be (GByteArray *bytes, guint32 value, guint size)
{
  guint32 swapped = GUINT32_TO_BE (value);

  g_byte_array_append (bytes, (const guint8 *) &swapped + 4 - size, size);
}

/* A capture of raw IP, in this machine's byte order. */
GByteArray *
made_new (void)
{
  GByteArray *file = g_byte_array_new ();

  made_add32 (file, 0xa1b2c3d4);
  made_add32 (file, 4u << 16 | 2);
  made_add32 (file, 0);
  made_add32 (file, 0);
  made_add32 (file, 262144);
  made_add32 (file, 101);
  return file;
}

/* 192.0.2.1:40000 to 192.0.2.2:5060, at second @time; @back: the other way. */
void
made_add_segment (GByteArray *file,
                  guint32 time,
                  gboolean back,
                  guint flags,
                  guint32 seq,
                  guint32 ack,
                  RungsSpan data)
{
  guint32 total = 40 + (guint32) data.len;

  made_add32 (file, 1000 + time);
  made_add32 (file, 0);
  made_add32 (file, total);
  made_add32 (file, total);
  made_add_be (file, 0x45, 1);
  made_add_be (file, 0, 1);
  made_add_be (file, total, 2);
  made_add_be (file, 0x00010000, 4);
  made_add_be (file, 0x40060000, 4);
  made_add_be (file, back ? 0xc0000202 : 0xc0000201, 4);
  made_add_be (file, back ? 0xc0000201 : 0xc0000202, 4);
  made_add_be (file, back ? 5060 : 40000, 2);
  made_add_be (file, back ? 40000 : 5060, 2);
  made_add_be (file, seq, 4);
  made_add_be (file, ack, 4);
  made_add_be (file, 0x50, 1);
  made_add_be (file, flags, 1);
  made_add_be (file, 64240, 2);
  made_add_be (file, 0, 4);
  g_byte_array_append (file, (const guint8 *) data.str, (guint) data.len);
}

void
made_add_data (GByteArray *file, guint32 time, gsize at, RungsSpan data)
{
  made_add_segment (file, time, FALSE, MADE_ACK, MADE_ISN + 1 + (guint32) at, 1, data);
}

void
made_add_syn (GByteArray *file)
{
  made_add_segment (file, 0, FALSE, MADE_SYN, MADE_ISN, 0, RUNGS_SPAN_NONE);
}

GPtrArray *
made_parse (GByteArray *file)
{
  return dump_messages (&rungs_format_pcap, "made.pcap",
                        rungs_span ((const char *) file->data, file->len));
}

char *
made_dump (GByteArray *file)
{
  return dump_bytes (&rungs_format_pcap, "made.pcap",
                     rungs_span ((const char *) file->data, file->len), FALSE);
}

/* What is expected of @texts sent one after the other. */
GPtrArray *
made_bytes (const char *const *texts)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; texts[i] != NULL; i++)
    g_ptr_array_add (all, g_bytes_new (texts[i], strlen (texts[i])));
  return all;
}

const char *const made_call[] = {
  "OPTIONS sip:a@example.com SIP/2.0\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n",
  "MESSAGE sip:a@example.com SIP/2.0\r\nCall-ID: 2\r\nCSeq: 1 MESSAGE\r\nl: "
  "14\r\n\r\nHello\r\n\r\nyou\r\n",
  "SIP/2.0 200 OK\r\nCall-ID: 3\r\nCSeq: 1 MESSAGE\r\n\r\n",
  "NOTIFY sip:a@example.com SIP/2.0\r\nCall-ID: 4\r\nCSeq: 2 NOTIFY\r\nContent-Type: "
  "message/sipfrag\r\n"
  "Content-Length: 16\r\n\r\nSIP/2.0 200 OK\r\n",
  "BYE sip:a@example.com SIP/2.0\r\nCall-ID: 5\r\nCSeq: 3 BYE\r\nContent-Length:0\r\n\r\n",
  NULL,
};
