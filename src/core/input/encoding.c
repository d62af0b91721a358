/* UTF-16 with a byte order mark to UTF-8, in one pass over blocks. Windows tools save logs so. */
#include "config.h"

#include "input/input-private.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#define BLOCK_BYTES (64 * 1024) /* even: a unit never straddles two blocks */

#define REPLACEMENT 0xfffd

gboolean
rungs_encoding_is_utf16 (RungsSpan head)
{
  return rungs_span_starts (head, RUNGS_SPAN ("\xff\xfe"))
         || rungs_span_starts (head, RUNGS_SPAN ("\xfe\xff"));
}

typedef struct
{
  gboolean big_endian;
  guint16 high; /* a high surrogate that waits for its other half, or 0 */
} Decoder;

static void
decode_unit (Decoder *decoder, guint16 unit, GString *out)
{
  if (decoder->high != 0 && unit >= 0xdc00 && unit <= 0xdfff)
    {
      gunichar c = 0x10000 + ((gunichar) (decoder->high - 0xd800) << 10) + (unit - 0xdc00);

      g_string_append_unichar (out, c);
      decoder->high = 0;
      return;
    }
  if (decoder->high != 0)
    g_string_append_unichar (out, REPLACEMENT);
  decoder->high = 0;
  if (unit < 0x80)
    g_string_append_c (out, (char) unit);
  else if (unit >= 0xd800 && unit <= 0xdbff)
    decoder->high = unit;
  else if (unit >= 0xdc00 && unit <= 0xdfff)
    g_string_append_unichar (out, REPLACEMENT);
  else
    g_string_append_unichar (out, unit);
}

static gboolean
decode_all (RungsInput *utf16,
            Decoder *decoder,
            int fd,
            guint64 *size,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree guint8 *block = g_malloc (BLOCK_BYTES);
  g_autoptr (GString) out = g_string_sized_new (BLOCK_BYTES * 2);
  guint64 offset = 2; /* behind the mark */

  for (;;)
    {
      gssize n = rungs_input_read (utf16, offset, block, BLOCK_BYTES, error);

      if (n < 0 || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      g_string_truncate (out, 0);
      for (gssize i = 0; i + 1 < n; i += 2)
        decode_unit (
          decoder,
          decoder->big_endian ? block[i] << 8 | block[i + 1] : block[i + 1] << 8 | block[i], out);
      if (n < BLOCK_BYTES && (decoder->high != 0 || n % 2 != 0))
        g_string_append_unichar (out, REPLACEMENT);
      if (!rungs_spool_write (fd, out->str, out->len, error))
        return FALSE;
      *size += out->len;
      offset += n;
      if (n < BLOCK_BYTES)
        return TRUE;
    }
}

RungsInput *
rungs_encoding_to_utf8 (RungsInput *utf16, GCancellable *cancellable, GError **error)
{
  char mark[2] = { 0 };
  Decoder decoder = { 0 };
  guint64 size = 0;
  RungsInput *input;
  int fd;

  if (rungs_input_read (utf16, 0, mark, sizeof mark, error) < 0)
    return NULL;
  decoder.big_endian = mark[0] == '\xfe';
  fd = rungs_spool_new (error);
  if (fd < 0)
    return NULL;
  if (!decode_all (utf16, &decoder, fd, &size, cancellable, error))
    {
      close (fd);
      return NULL;
    }
  input =
    rungs_input_new_fd (rungs_input_get_name (utf16), rungs_input_get_basename (utf16),
                        rungs_input_get_path (utf16), fd, size, rungs_input_get_mtime (utf16));
  if (rungs_input_get_cut (utf16) != NULL)
    rungs_input_take_cut (input, g_strdup (rungs_input_get_cut (utf16)));
  else if (rungs_input_has_shrunk (utf16))
    rungs_input_take_cut (input, g_strdup (_ ("The file became shorter while it was read.")));
  return input;
}
