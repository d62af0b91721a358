/* Loaded before the app: a disk that is slow. While the file $RUNGS_HOLD exists, a read at FIRST
 * takes a while, so that the app has something to show of what came before it, and a read at LAST
 * does not come back. The end of a file, which is looked at first, is there at once. */
#include <dlfcn.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define FIRST (2 * 1024 * 1024)
#define LAST (6 * 1024 * 1024)
#define END (12 * 1024 * 1024)
/* Longer than the app waits before it shows the first calls. */
#define A_WHILE (500 * G_TIME_SPAN_MILLISECOND)
#define POLL (10 * G_TIME_SPAN_MILLISECOND)

static gboolean
is_held (void)
{
  return g_access (g_getenv ("RUNGS_HOLD"), F_OK) == 0;
}

ssize_t pread64 (int fd, void *buffer, size_t len, off64_t offset);

ssize_t
pread64 (int fd, void *buffer, size_t len, off64_t offset)
{
  ssize_t (*next) (int, void *, size_t, off64_t) = dlsym (RTLD_NEXT, "pread64");

  for (gint64 waited = 0;
       is_held () && offset < END && (offset >= LAST || (offset >= FIRST && waited < A_WHILE));
       waited += POLL)
    g_usleep (POLL);
  return next (fd, buffer, len, offset);
}
