/* One file's bytes by offset: behind a descriptor (a file, or an unlinked temporary one) or in
 * memory. */
#include "config.h"

#include "input/input-private.h"

#include "base/error.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/mman.h>
#include <unistd.h>

#define SKIP_BLOCK 4096

struct _RungsInput
{
  gatomicrefcount ref_count;
  char *name;
  char *basename;
  char *path; /* or NULL */
  RungsFileId file_id;
  gboolean has_file_id;
  int fd;        /* -1: in memory */
  GBytes *bytes; /* or NULL */
  guint64 size;
  RungsStamp mtime;
  char *fingerprint; /* NULL until somebody asks; atomic */
  RungsPaste paste;  /* all zero: nothing */
  guint dates;       /* RungsDates */
  char *cut;         /* or NULL */
  int has_shrunk;    /* atomic */
};

RungsInput *
rungs_input_new_fd (const char *name,
                    const char *basename,
                    const char *path,
                    int fd,
                    guint64 size,
                    RungsStamp mtime)
{
  RungsInput *self = g_new0 (RungsInput, 1);

  g_assert (fd >= 0);
  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_strdup (name);
  self->basename = g_strdup (basename);
  self->path = g_strdup (path);
  self->fd = fd;
  self->size = size;
  self->mtime = mtime;
  return self;
}

RungsInput *
rungs_input_new_bytes (const char *name, GBytes *bytes)
{
  RungsInput *self;

  g_return_val_if_fail (name != NULL && bytes != NULL, NULL);
  self = g_new0 (RungsInput, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_strdup (name);
  self->basename = g_path_get_basename (name);
  self->fd = -1;
  self->bytes = g_bytes_ref (bytes);
  self->size = g_bytes_get_size (bytes);
  self->mtime = RUNGS_STAMP_NONE;
  return self;
}

RungsInput *
rungs_input_ref (RungsInput *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
rungs_input_unref (RungsInput *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->fd >= 0)
    close (self->fd);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->name);
  g_free (self->basename);
  g_free (self->path);
  g_free (self->fingerprint);
  g_free (self->cut);
  g_free (self);
}

void
rungs_skipped_free (RungsSkipped *skipped)
{
  g_free (skipped->text);
  g_free (skipped);
}

void
rungs_skipped_add (GPtrArray *skipped,
                   RungsCoverKind cover,
                   guint n,
                   gboolean is_partial,
                   char *text)
{
  RungsSkipped *one;

  if (skipped == NULL)
    {
      g_free (text);
      return;
    }
  one = g_new (RungsSkipped, 1);
  *one = (RungsSkipped){ cover, n, is_partial, text };
  g_ptr_array_add (skipped, one);
}

const char *
rungs_input_get_name (RungsInput *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->name;
}

const char *
rungs_input_get_basename (RungsInput *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->basename;
}

const char *
rungs_input_get_path (RungsInput *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->path;
}

guint64
rungs_input_get_size (RungsInput *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->size;
}

void
rungs_input_set_file_id (RungsInput *self, const RungsFileId *id)
{
  g_return_if_fail (self != NULL && id != NULL);
  self->file_id = *id;
  self->has_file_id = TRUE;
}

const RungsFileId *
rungs_input_get_file_id (RungsInput *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->has_file_id ? &self->file_id : NULL;
}

RungsStamp
rungs_input_get_mtime (RungsInput *self)
{
  g_return_val_if_fail (self != NULL, RUNGS_STAMP_NONE);
  return self->mtime;
}

void
rungs_input_set_dates (RungsInput *self, guint dates)
{
  g_return_if_fail (self != NULL);
  self->dates = dates;
}

guint
rungs_input_get_dates (RungsInput *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->dates;
}

void
rungs_input_take_cut (RungsInput *self, char *sentence)
{
  g_free (self->cut);
  self->cut = sentence;
}

const char *
rungs_input_get_cut (RungsInput *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->cut;
}

gboolean
rungs_input_has_shrunk (RungsInput *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return g_atomic_int_get (&self->has_shrunk);
}

void
rungs_input_set_paste (RungsInput *self, const RungsPaste *paste)
{
  g_return_if_fail (self != NULL && paste != NULL);
  self->paste = *paste;
}

const RungsPaste *
rungs_input_get_paste (RungsInput *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return rungs_paste_is_any (&self->paste) ? &self->paste : NULL;
}

/* Reads on after short reads, so that fewer bytes than asked for mean the end. */
static gssize
read_fd (RungsInput *self, guint64 offset, char *buffer, gsize len, GError **error)
{
  gsize done = 0;

  while (done < len)
    {
      gssize n = pread (self->fd, buffer + done, len - done, (off_t) (offset + done));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_READ, _ ("“%s” cannot be read: %s."),
                       self->name, g_strerror (errno));
          return -1;
        }
      if (n == 0)
        {
          g_atomic_int_set (&self->has_shrunk, TRUE);
          break;
        }
      done += n;
    }
  return done;
}

gssize
rungs_input_read (RungsInput *self, guint64 offset, void *buffer, gsize len, GError **error)
{
  g_return_val_if_fail (self != NULL && buffer != NULL, -1);
  if (offset >= self->size)
    return 0;
  /* A log that grows while we read it is what it was when it was opened: offsets, line numbers and
   * the fingerprint belong together. */
  len = MIN (len, self->size - offset);
  len = MIN (len, G_MAXSSIZE);
  if (self->bytes != NULL)
    {
      const char *bytes = g_bytes_get_data (self->bytes, NULL);

      memcpy (buffer, bytes + offset, len);
      return len;
    }
  return read_fd (self, offset, buffer, len, error);
}

guint64
rungs_input_skip_nuls (RungsInput *self, guint64 offset)
{
  char block[SKIP_BLOCK];
  gssize n;

  g_return_val_if_fail (self != NULL, offset);
  while ((n = rungs_input_read (self, offset, block, sizeof block, NULL)) > 0)
    {
      off_t data;

      for (gssize i = 0; i < n; i++)
        if (block[i] != '\0')
          return offset + (guint64) i;
      offset += (guint64) n;
      data = self->fd >= 0 ? lseek (self->fd, (off_t) offset, SEEK_DATA) : -1;
      if (data < 0 && self->fd >= 0 && errno == ENXIO)
        return self->size;
      if (data > 0)
        offset = MAX (offset, (guint64) data);
    }
  return MIN (offset, self->size);
}

guint64
rungs_input_get_begin (RungsInput *self)
{
  guint64 begin;

  g_return_val_if_fail (self != NULL, 0);
  begin = rungs_input_skip_nuls (self, 0);
  /* A file of another kind may begin with a few, and one of nothing else has no begin. */
  return begin >= RUNGS_HOLE_BYTES && begin < self->size ? begin : 0;
}

/* A descriptor with an offset of its own: dup() would share it. The entry in /proc also leads to
 * files that have no name any more. */
static int
open_again (RungsInput *self)
{
  g_autofree char *proc = NULL;
  int fd;

  if (self->bytes != NULL)
    {
      fd = memfd_create ("rungs-input", MFD_CLOEXEC);
      if (fd >= 0
          && (!rungs_spool_write (fd, g_bytes_get_data (self->bytes, NULL), self->size, NULL)
              || lseek (fd, 0, SEEK_SET) != 0))
        {
          close (fd);
          fd = -1;
        }
      return fd;
    }
  proc = g_strdup_printf ("/proc/self/fd/%d", self->fd);
  fd = open (proc, O_RDONLY | O_CLOEXEC);
  if (fd < 0 && self->path != NULL)
    fd = open (self->path, O_RDONLY | O_CLOEXEC);
  return fd;
}

FILE *
rungs_input_open_stream (RungsInput *self, GError **error)
{
  int fd;
  FILE *stream;

  g_return_val_if_fail (self != NULL, NULL);
  fd = open_again (self);
  stream = fd >= 0 ? fdopen (fd, "rb") : NULL;
  if (stream == NULL)
    {
      g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_READ, _ ("“%s” cannot be opened again: %s."),
                   self->name, g_strerror (errno));
      if (fd >= 0)
        close (fd);
    }
  return stream;
}

char *
rungs_input_fingerprint (RungsInput *self)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *block = g_malloc (RUNGS_FINGERPRINT_BYTES);
  g_autofree char *size = NULL;
  char *known, *text;
  gssize n;

  g_return_val_if_fail (self != NULL, NULL);
  known = g_atomic_pointer_get (&self->fingerprint);
  if (known != NULL)
    return g_strdup (known);
  size = g_strdup_printf ("%" G_GUINT64_FORMAT "\n", self->size);
  g_checksum_update (sum, (const guint8 *) size, -1);
  n = rungs_input_read (self, 0, block, RUNGS_FINGERPRINT_BYTES, NULL);
  if (n > 0)
    g_checksum_update (sum, block, n);
  if (self->size > RUNGS_FINGERPRINT_BYTES)
    {
      n = rungs_input_read (self, self->size - RUNGS_FINGERPRINT_BYTES, block,
                            RUNGS_FINGERPRINT_BYTES, NULL);
      if (n > 0)
        g_checksum_update (sum, block, n);
    }
  text = g_strdup (g_checksum_get_string (sum));
  if (!g_atomic_pointer_compare_and_exchange (&self->fingerprint, NULL, text))
    g_free (text);
  return g_strdup (g_checksum_get_string (sum));
}
