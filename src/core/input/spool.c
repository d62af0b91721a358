#include "config.h"

#include "input/spool.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* The place for large files: /tmp is memory on many machines. */
static const char *
spool_folder (void)
{
  if (g_getenv ("TMPDIR") == NULL && access ("/var/tmp", W_OK) == 0)
    return "/var/tmp";
  return g_get_tmp_dir ();
}

int
rungs_spool_new (GError **error)
{
  const char *folder = spool_folder ();
  int fd = open (folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      /* Not every file system knows O_TMPFILE. */
      g_autofree char *name = g_build_filename (folder, "rungs-XXXXXX", NULL);

      fd = g_mkstemp_full (name, O_RDWR | O_CLOEXEC, 0600);
      if (fd >= 0)
        g_unlink (name);
    }
  if (fd < 0)
    g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_READ,
                 _ ("A temporary file cannot be made in “%s”: %s."), folder, g_strerror (errno));
  return fd;
}

gboolean
rungs_spool_write (int fd, gconstpointer buffer, gsize len, GError **error)
{
  const char *p = buffer;

  while (len > 0)
    {
      gssize n = write (fd, p, len);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_READ,
                       _ ("A temporary file cannot be written: %s."), g_strerror (errno));
          return FALSE;
        }
      p += n;
      len -= n;
    }
  return TRUE;
}
