/* Captures of TCP segments made in memory, and what they must give. */
#pragma once

#include "formats/format.h"

enum
{
  MADE_FIN = 1,
  MADE_SYN = 2,
  MADE_ACK = 16,
};

#define MADE_ISN 0xfffffff0u /* wraps at once */

/* A capture of raw IP, in this machine's byte order. */
GByteArray *made_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* The low @size bytes of @value in network order. */
void made_add_be (GByteArray *bytes, guint32 value, guint size);
/* From 192.0.2.1:40000 to 192.0.2.2:5060, at second @time; @back: the other way. */
void made_add_segment (GByteArray *file,
                       guint32 time,
                       gboolean back,
                       guint flags,
                       guint32 seq,
                       guint32 ack,
                       RungsSpan data);
/* @data stands at @at of the stream. */
void made_add_data (GByteArray *file, guint32 time, gsize at, RungsSpan data);
void made_add_syn (GByteArray *file);

/* The messages (GBytes), and the dump, of a capture. (transfer full) */
GPtrArray *made_parse (GByteArray *file) G_GNUC_WARN_UNUSED_RESULT;
char *made_dump (GByteArray *file) G_GNUC_WARN_UNUSED_RESULT;

/* Five messages: without a body, with blank lines in it, without Content-Length, with SIP in it. */
extern const char *const made_call[6];
/* What is expected of @texts sent one after the other. (transfer full) */
GPtrArray *made_bytes (const char *const *texts) G_GNUC_WARN_UNUSED_RESULT;
void made_assert_same (GPtrArray *got, GPtrArray *expected);
