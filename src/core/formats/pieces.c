/* A message's bytes back from its pieces. They may not stand in the file as they are: WebSocket
 * clients mask what they send (RFC 6455 5.3), capture agents may compress it (HEP). */
#include "config.h"

#include "formats/format.h"

#include "base/limits.h"

#define INFLATE_STEP (16 * 1024)

void
rungs_piece_unmask (guint32 mask, char *bytes, gsize len)
{
  guint8 key[4];

  memcpy (key, &mask, sizeof key);
  for (gsize i = 0; i < len; i++)
    bytes[i] = (char) ((guint8) bytes[i] ^ key[i & 3]);
}

guint32
rungs_piece_turn_mask (guint32 mask, gsize by)
{
  guint8 key[4], turned[4];

  memcpy (key, &mask, sizeof key);
  for (gsize i = 0; i < sizeof key; i++)
    turned[i] = key[(i + by) & 3];
  memcpy (&mask, turned, sizeof turned);
  return mask;
}

/* gzip and zlib have headers that tell; without one it is the bare stream. */
static GZlibCompressorFormat
kind_of (RungsSpan packed)
{
  const guint8 *p = (const guint8 *) packed.str;

  if (packed.len >= 2 && p[0] == 0x1f && p[1] == 0x8b)
    return G_ZLIB_COMPRESSOR_FORMAT_GZIP;
  if (packed.len >= 2 && (p[0] & 0x0f) == 8 && ((guint) p[0] << 8 | p[1]) % 31 == 0)
    return G_ZLIB_COMPRESSOR_FORMAT_ZLIB;
  return G_ZLIB_COMPRESSOR_FORMAT_RAW;
}

gboolean
rungs_pieces_inflate (RungsSpan packed, GByteArray *bytes)
{
  g_autoptr (GZlibDecompressor) inflater = g_zlib_decompressor_new (kind_of (packed));
  gsize limit =
    MIN (RUNGS_MAX_SIP, RUNGS_MESSAGE_RATIO_FREE + packed.len * RUNGS_MAX_MESSAGE_RATIO);
  gsize at = 0;

  while (bytes->len < limit)
    {
      guint before = bytes->len;
      gsize room = MIN (INFLATE_STEP, limit - before), used = 0, made = 0;
      GConverterResult result;

      g_byte_array_set_size (bytes, before + (guint) room);
      result = g_converter_convert (G_CONVERTER (inflater), packed.str + at, packed.len - at,
                                    bytes->data + before, room, G_CONVERTER_INPUT_AT_END, &used,
                                    &made, NULL);
      g_byte_array_set_size (bytes, before + (guint) made);
      at += used;
      if (result == G_CONVERTER_FINISHED)
        return TRUE;
      if (result == G_CONVERTER_ERROR || (used == 0 && made == 0))
        return FALSE;
    }
  return FALSE;
}

static GByteArray *
read_all (RungsInput *input, const RungsPiece *pieces, guint n_pieces, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (guint i = 0; i < n_pieces; i++)
    {
      const RungsPiece *piece = &pieces[i];
      guint at = bytes->len;
      gssize n;

      if (piece->len == 0)
        continue;
      if (piece->len > RUNGS_MAX_STREAM_BYTES || at > RUNGS_MAX_STREAM_BYTES)
        break;
      g_byte_array_set_size (bytes, at + piece->len);
      n = rungs_input_read (input, piece->offset, bytes->data + at, piece->len, error);
      if (n < 0 || (gsize) n < piece->len)
        return NULL;
      if (piece->mask != 0)
        rungs_piece_unmask (piece->mask, (char *) bytes->data + at, piece->len);
    }
  return g_steal_pointer (&bytes);
}

GBytes *
rungs_pieces_read (RungsInput *input,
                   const RungsPiece *pieces,
                   guint n_pieces,
                   gboolean are_deflated,
                   GError **error)
{
  g_autoptr (GByteArray) bytes = NULL;

  g_return_val_if_fail (input != NULL && (pieces != NULL || n_pieces == 0), NULL);
  bytes = read_all (input, pieces, n_pieces, error);
  if (bytes != NULL && are_deflated)
    {
      g_autoptr (GByteArray) packed = g_steal_pointer (&bytes);

      bytes = g_byte_array_new ();
      rungs_pieces_inflate (rungs_span ((const char *) packed->data, packed->len), bytes);
    }
  return bytes != NULL ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}
