/* Compressed files and archives through libarchive, each member into an unlinked temporary file.
 *
 * A lone compressed file ("sbc.log.gz") comes out of libarchive's raw format as one member and
 * keeps its name. Every byte that comes out is counted against a budget: a bomb is cut, and what
 * came before the cut is still given. */
#include "config.h"

#include "input/input-private.h"

#include "base/error.h"
#include "base/limits.h"

#include <archive.h>
#include <archive_entry.h>
#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#define BLOCK_BYTES (256 * 1024)

#define TAR_MAGIC_OFFSET 257

gboolean
rungs_archive_is_packed (RungsSpan head)
{
  static const RungsSpan magics[] = {
    { "\x1f\x8b\x08", 3 },       /* gzip */
    { "\x1f\x9d", 2 },           /* compress */
    { "\xfd\x37zXZ\x00", 6 },    /* xz */
    { "\x28\xb5\x2f\xfd", 4 },   /* zstd */
    { "\x04\x22\x4d\x18", 4 },   /* lz4 */
    { "PK\x03\x04", 4 },         /* zip */
    { "PK\x05\x06", 4 },         /* zip without members */
    { "7z\xbc\xaf\x27\x1c", 6 }, /* 7-Zip */
    { "Rar!\x1a\x07", 6 },       /* RAR */
  };

  for (guint i = 0; i < G_N_ELEMENTS (magics); i++)
    {
      if (rungs_span_starts (head, magics[i]))
        return TRUE;
    }
  if (rungs_span_starts (head, RUNGS_SPAN ("BZh"))
      && rungs_span_starts (rungs_span_skip (head, 4), RUNGS_SPAN ("1AY&SY")))
    return TRUE;
  return rungs_span_starts (rungs_span_skip (head, TAR_MAGIC_OFFSET), RUNGS_SPAN ("ustar"));
}

/* What libarchive reads from. */
typedef struct
{
  RungsInput *input;
  GCancellable *cancellable;
  guint64 offset;
  char block[BLOCK_BYTES];
} Source;

static la_ssize_t
read_cb (struct archive *archive, void *user_data, const void **buffer)
{
  Source *source = user_data;
  gssize n;

  if (g_cancellable_is_cancelled (source->cancellable))
    return -1;
  n = rungs_input_read (source->input, source->offset, source->block, BLOCK_BYTES, NULL);
  *buffer = source->block;
  source->offset += MAX (n, 0);
  return n;
}

static la_int64_t
skip_cb (struct archive *archive, void *user_data, la_int64_t request)
{
  Source *source = user_data;
  guint64 left = rungs_input_get_size (source->input) - source->offset;
  guint64 step = MIN ((guint64) MAX (request, 0), left);

  source->offset += step;
  return step;
}

static la_int64_t
seek_cb (struct archive *archive, void *user_data, la_int64_t offset, int whence)
{
  Source *source = user_data;
  gint64 size = rungs_input_get_size (source->input);
  gint64 base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? (gint64) source->offset : size;

  if (offset < -base || offset > size - base)
    return ARCHIVE_FATAL;
  source->offset = base + offset;
  return source->offset;
}

static struct archive *
open_archive (Source *source)
{
  struct archive *archive = archive_read_new ();

  archive_read_support_filter_gzip (archive);
  archive_read_support_filter_bzip2 (archive);
  archive_read_support_filter_compress (archive);
  archive_read_support_filter_xz (archive);
  archive_read_support_filter_zstd (archive);
  archive_read_support_filter_lz4 (archive);
  archive_read_support_format_zip (archive);
  archive_read_support_format_tar (archive);
  archive_read_support_format_7zip (archive);
  archive_read_support_format_rar (archive);
  archive_read_support_format_rar5 (archive);
  archive_read_support_format_raw (archive);
  archive_read_set_read_callback (archive, read_cb);
  archive_read_set_skip_callback (archive, skip_cb);
  archive_read_set_seek_callback (archive, seek_cb);
  archive_read_set_callback_data (archive, source);
  return archive;
}

/* The sentence libarchive has, without its full stop. */
static const char *
reason_of (struct archive *archive)
{
  const char *reason = archive_error_string (archive);

  return reason != NULL ? reason : _ ("the data are damaged");
}

/* Copies the member's bytes to @fd. FALSE when they end too early, with the reason in @trouble. */
static gboolean
copy_member (struct archive *archive, RungsBudget *budget, int fd, guint64 *size, char **trouble)
{
  g_autofree char *block = g_malloc (BLOCK_BYTES);
  g_autoptr (GError) error = NULL;

  for (;;)
    {
      la_ssize_t n = archive_read_data (archive, block, BLOCK_BYTES);

      if (n == ARCHIVE_RETRY || n == ARCHIVE_WARN)
        continue;
      if (n == 0)
        return TRUE;
      if (n < 0)
        {
          *trouble = g_strdup (reason_of (archive));
          return FALSE;
        }
      if ((guint64) n > budget->allowed - budget->used)
        {
          *trouble = g_strdup (_ ("it unpacks to more than is allowed for its size"));
          return FALSE;
        }
      if (!rungs_spool_write (fd, block, n, &error))
        {
          *trouble = g_strdup (error->message);
          return FALSE;
        }
      budget->used += n;
      *size += n;
    }
}

static RungsStamp
member_mtime (RungsInput *packed, struct archive_entry *entry)
{
  if (!archive_entry_mtime_is_set (entry) || archive_entry_mtime (entry) <= 0
      || archive_entry_mtime (entry) > G_MAXINT32 * G_GINT64_CONSTANT (100))
    return rungs_input_get_mtime (packed);
  return archive_entry_mtime (entry) * RUNGS_STAMP_SECOND;
}

/* "sbc.log" of "sbc.log.gz": formats look at names. */
static char *
unpacked_basename (const char *basename)
{
  static const char *const suffixes[] = { ".gz", ".bz2", ".xz", ".zst", ".Z", ".lz4" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      if (g_str_has_suffix (basename, suffixes[i]) && strlen (basename) > strlen (suffixes[i]))
        return g_strndup (basename, strlen (basename) - strlen (suffixes[i]));
    }
  return g_strdup (basename);
}

typedef struct
{
  RungsInput *packed;
  gboolean is_raw; /* one compressed file without a name of its own */
  guint number;    /* of the member, from 1 */
} Member;

static char *
member_name (const Member *member, struct archive_entry *entry)
{
  const char *pathname = archive_entry_pathname_utf8 (entry);
  g_autofree char *valid = NULL;

  if (member->is_raw)
    return g_strdup (rungs_input_get_name (member->packed));
  if (pathname == NULL)
    pathname = archive_entry_pathname (entry);
  if (pathname == NULL)
    return g_strdup_printf ("%s/%u", rungs_input_get_name (member->packed), member->number);
  valid = g_utf8_make_valid (pathname, -1);
  return g_strdup_printf ("%s/%s", rungs_input_get_name (member->packed), valid);
}

/* Settings of file managers and hidden files: no logs. */
static gboolean
is_clutter (struct archive_entry *entry)
{
  const char *pathname = archive_entry_pathname (entry);
  g_autofree char *basename = NULL;

  if (archive_entry_filetype (entry) != AE_IFREG && archive_entry_filetype (entry) != 0)
    return TRUE;
  if (pathname == NULL)
    return FALSE;
  basename = g_path_get_basename (pathname);
  return basename[0] == '.' || g_str_has_prefix (pathname, "__MACOSX/");
}

static RungsInput *
unpack_member (const Member *member,
               struct archive *archive,
               struct archive_entry *entry,
               RungsBudget *budget,
               GPtrArray *skipped,
               GError **error)
{
  g_autofree char *name = member_name (member, entry);
  g_autofree char *whole_basename = g_path_get_basename (name);
  g_autofree char *basename = member->is_raw
                                ? unpacked_basename (rungs_input_get_basename (member->packed))
                                : g_steal_pointer (&whole_basename);
  g_autofree char *trouble = NULL;
  guint64 size = 0;
  RungsInput *input;
  int fd;

  if (archive_entry_is_data_encrypted (entry))
    {
      rungs_skipped_add (skipped, RUNGS_COVER_UNREADABLE_FILE, 1, TRUE,
                         g_strdup_printf (_ ("“%s” needs a password."), name));
      return NULL;
    }
  fd = rungs_spool_new (error);
  if (fd < 0)
    return NULL;
  if (!copy_member (archive, budget, fd, &size, &trouble) && size == 0)
    {
      rungs_skipped_add (skipped, RUNGS_COVER_UNREADABLE_FILE, 1, TRUE,
                         g_strdup_printf (_ ("“%s” cannot be unpacked: %s."), name, trouble));
      close (fd);
      return NULL;
    }
  input = rungs_input_new_fd (name, basename,
                              member->is_raw ? rungs_input_get_path (member->packed) : NULL, fd,
                              size, member_mtime (member->packed, entry));
  if (trouble != NULL)
    rungs_input_take_cut (
      input, g_strdup_printf (_ ("Only the first %" PRIu64 " bytes of “%s” could be unpacked: %s."),
                              size, name, trouble));
  return input;
}

static gboolean
unpack_all (struct archive *archive,
            Source *source,
            RungsBudget *budget,
            RungsMemberFunc func,
            gpointer user_data,
            GPtrArray *skipped,
            GError **error)
{
  Member member = { .packed = source->input };
  struct archive_entry *entry;
  int status;

  while ((status = archive_read_next_header (archive, &entry)) == ARCHIVE_OK
         || status == ARCHIVE_WARN || status == ARCHIVE_RETRY)
    {
      g_autoptr (RungsInput) input = NULL;
      g_autoptr (GError) local_error = NULL;

      if (g_cancellable_set_error_if_cancelled (source->cancellable, error))
        return FALSE;
      if (status == ARCHIVE_RETRY)
        continue;
      member.number++;
      member.is_raw = archive_format (archive) == ARCHIVE_FORMAT_RAW;
      /* Raw without a compression is what is left of a broken archive: itself. */
      if (member.is_raw && archive_filter_count (archive) < 2)
        {
          g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_READ,
                       _ ("“%s” cannot be unpacked: it is damaged."),
                       rungs_input_get_name (source->input));
          return FALSE;
        }
      if (!member.is_raw && is_clutter (entry))
        continue;
      input = unpack_member (&member, archive, entry, budget, skipped, &local_error);
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (input != NULL && !func (input, user_data, error))
        return FALSE;
    }
  if (g_cancellable_set_error_if_cancelled (source->cancellable, error))
    return FALSE;
  if (status == ARCHIVE_EOF)
    return TRUE;
  if (member.number > 0)
    rungs_skipped_add (skipped, RUNGS_COVER_UNREADABLE_FILE, 1, TRUE,
                       g_strdup_printf (_ ("“%s” is damaged behind its member %u: %s."),
                                        rungs_input_get_name (source->input), member.number,
                                        reason_of (archive)));
  else
    g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_READ, _ ("“%s” cannot be unpacked: %s."),
                 rungs_input_get_name (source->input), reason_of (archive));
  return member.number > 0;
}

gboolean
rungs_archive_unpack (RungsInput *packed,
                      RungsBudget *budget,
                      RungsMemberFunc func,
                      gpointer user_data,
                      GPtrArray *skipped,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autofree Source *source = g_new0 (Source, 1);
  struct archive *archive;
  gboolean done = FALSE;

  source->input = packed;
  source->cancellable = cancellable;
  archive = open_archive (source);
  if (archive_read_open1 (archive) == ARCHIVE_OK)
    done = unpack_all (archive, source, budget, func, user_data, skipped, error);
  else if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_READ, _ ("“%s” cannot be unpacked: %s."),
                 rungs_input_get_name (packed), reason_of (archive));
  archive_read_free (archive);
  return done;
}
