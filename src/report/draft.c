/* Whole files or none. g_file_replace() falls back to writing in place where it cannot keep owner
 * or links, and that leaves half a report when the disk is full.
 *
 * Where the file system has O_TMPFILE the draft has no name until it is whole, so a crash leaves
 * nothing. Elsewhere it is “.rungs-XXXXXX” beside the target. Its writer holds a lock on it: a
 * draft that nobody holds is what a process that died has left, and the next one in that folder
 * removes it. */
#include "config.h"

#include "report/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/error.h"
#include "input/spool.h"

#define DRAFT_PREFIX ".rungs-"
#define DRAFT_RANDOM "XXXXXX"
#define COPY_BYTES (256 * 1024)
#define MAX_TRIES 100 /* for a name that nobody has */

/* Drafts with a name that a signal has to remove: one for each thread that saves. */
#define MAX_NAMED 8
static char *named[MAX_NAMED];

static const int deadly[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXCPU, SIGXFSZ };

/* Only what a handler may call. It runs once, then the signal does what it always did. */
static void
remove_named (int number)
{
  for (guint i = 0; i < MAX_NAMED; i++)
    {
      const char *name = __atomic_load_n (&named[i], __ATOMIC_SEQ_CST);

      if (name != NULL)
        unlink (name);
    }
  raise (number);
}

static void
catch_signals (void)
{
  static gsize caught;
  const struct sigaction action = { .sa_handler = remove_named, .sa_flags = (int) SA_RESETHAND };

  if (!g_once_init_enter (&caught))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (deadly); i++)
    {
      struct sigaction before;

      if (sigaction (deadly[i], NULL, &before) == 0 && (before.sa_flags & SA_SIGINFO) == 0
          && before.sa_handler == SIG_DFL)
        sigaction (deadly[i], &action, NULL);
    }
  g_once_init_leave (&caught, 1);
}

static void
remember (char *name)
{
  catch_signals ();
  for (guint i = 0; i < MAX_NAMED; i++)
    {
      char *none = NULL;

      if (__atomic_compare_exchange_n (&named[i], &none, name, FALSE, __ATOMIC_SEQ_CST,
                                       __ATOMIC_SEQ_CST))
        return;
    }
}

static void
forget (char *name)
{
  for (guint i = 0; i < MAX_NAMED; i++)
    {
      char *mine = name;

      __atomic_compare_exchange_n (&named[i], &mine, NULL, FALSE, __ATOMIC_SEQ_CST,
                                   __ATOMIC_SEQ_CST);
    }
}

gboolean
rungs_draft_fail (GError **error, const char *path)
{
  int saved = errno;
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved), _ ("“%s” cannot be written: %s."),
               shown, g_strerror (saved));
  return FALSE;
}

static gboolean
lock (int fd, int how)
{
  int status;

  while ((status = flock (fd, how)) != 0 && errno == EINTR)
    ;
  return status == 0;
}

static gboolean
is_draft_name (const char *name)
{
  const char *end = name + strlen (DRAFT_PREFIX);

  return g_str_has_prefix (name, DRAFT_PREFIX) && strlen (end) == strlen (DRAFT_RANDOM)
         && strspn (end, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS) == strlen (DRAFT_RANDOM);
}

/* Removes the draft @path unless a living process holds it. The lock is held meanwhile, so a
 * process that has made the file and not yet locked it sees that it is gone. */
static void
remove_stale (const char *path)
{
  struct stat by_name, by_fd;
  int fd;

  if (lstat (path, &by_name) != 0 || !S_ISREG (by_name.st_mode) || by_name.st_uid != geteuid ())
    return;
  fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0);
  if (fd < 0)
    return;
  if (lock (fd, LOCK_EX | LOCK_NB) && fstat (fd, &by_fd) == 0 && by_fd.st_ino == by_name.st_ino
      && by_fd.st_dev == by_name.st_dev && lstat (path, &by_name) == 0
      && by_fd.st_ino == by_name.st_ino)
    g_unlink (path);
  close (fd);
}

static void
sweep (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (is_draft_name (name))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);
        remove_stale (path);
      }
}

/* The way from a descriptor to its file, for linkat(). */
static char *
proc_name (int fd)
{
  return g_strdup_printf ("/proc/self/fd/%d", fd);
}

static int
open_nameless (const char *folder)
{
  int fd = open (folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0666); /* less the umask */
  g_autofree char *proc = fd >= 0 ? proc_name (fd) : NULL;

  /* It could not get a name. */
  if (fd >= 0 && access (proc, F_OK) != 0)
    {
      close (fd);
      return -1;
    }
  return fd;
}

static char *
draft_template (const char *folder)
{
  return g_build_filename (folder, DRAFT_PREFIX DRAFT_RANDOM, NULL);
}

static gboolean
open_named (RungsDraft *self, const char *folder)
{
  for (guint i = 0; i < MAX_TRIES; i++)
    {
      g_autofree char *name = draft_template (folder);
      int fd = g_mkstemp_full (name, O_RDWR | O_CLOEXEC, 0666);
      struct stat info;

      if (fd < 0)
        return FALSE;
      lock (fd, LOCK_EX);
      if (fstat (fd, &info) == 0 && info.st_nlink > 0)
        {
          self->fd = fd;
          self->name = g_steal_pointer (&name);
          remember (self->name);
          return TRUE;
        }
      close (fd);
    }
  return FALSE;
}

gboolean
rungs_draft_open (RungsDraft *self, const char *target, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (target);

  *self = (RungsDraft){ .fd = -1 };
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      errno = g_file_test (folder, G_FILE_TEST_EXISTS) ? ENOTDIR : ENOENT;
      return rungs_draft_fail (error, target);
    }
  sweep (folder);
  self->fd = open_nameless (folder);
  if (self->fd >= 0 || open_named (self, folder))
    return TRUE;
  /* A folder in which only the file itself may be written, as a portal grants it. */
  self->is_away = TRUE;
  self->fd = rungs_spool_new (error);
  return self->fd >= 0;
}

/* Gives a draft without a name one beside @target, because only a name can replace another one. */
static gboolean
give_name (RungsDraft *self, const char *target)
{
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *proc = proc_name (self->fd);

  lock (self->fd, LOCK_EX);
  for (guint i = 0; i < MAX_TRIES; i++)
    {
      g_autofree char *name = draft_template (folder);
      char *random = name + strlen (name) - strlen (DRAFT_RANDOM);

      for (guint k = 0; k < strlen (DRAFT_RANDOM); k++)
        random[k] = G_CSET_A_2_Z[g_random_int_range (0, 26)];
      if (linkat (AT_FDCWD, proc, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0)
        {
          self->name = g_steal_pointer (&name);
          remember (self->name);
          return TRUE;
        }
      if (errno != EEXIST)
        return FALSE;
    }
  return FALSE;
}

static void
drop_name (RungsDraft *self)
{
  if (self->name == NULL)
    return;
  forget (self->name);
  g_clear_pointer (&self->name, g_free);
}

/* The name @target for the draft; errno is EEXIST when it is taken and must stay. */
static gboolean
move_to (RungsDraft *self, const char *target, gboolean replace)
{
  if (self->name == NULL && !replace)
    {
      g_autofree char *proc = proc_name (self->fd);
      return linkat (AT_FDCWD, proc, AT_FDCWD, target, AT_SYMLINK_FOLLOW) == 0;
    }
  if (self->name == NULL && !give_name (self, target))
    return FALSE;
  if (!replace)
    {
      struct stat info;

      if (renameat2 (AT_FDCWD, self->name, AT_FDCWD, target, RENAME_NOREPLACE) == 0)
        {
          drop_name (self);
          return TRUE;
        }
      if (errno != EINVAL && errno != ENOSYS)
        return FALSE;
      /* Not every file system can do both in one step. */
      if (lstat (target, &info) == 0)
        {
          errno = EEXIST;
          return FALSE;
        }
    }
  if (g_rename (self->name, target) != 0)
    return FALSE;
  drop_name (self);
  return TRUE;
}

/* The bytes of @from to @to, which has those of an older file. */
static gboolean
copy_bytes (int from, int to)
{
  g_autofree char *block = g_malloc (COPY_BYTES);
  off_t done = 0;
  gssize n;

  while ((n = pread (from, block, COPY_BYTES, done)) != 0)
    {
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      for (gssize written = 0, step; written < n; written += step)
        {
          step = pwrite (to, block + written, (gsize) (n - written), done + written);
          if (step < 0 && errno == EINTR)
            step = 0;
          else if (step <= 0)
            return FALSE;
        }
      done += n;
    }
  return ftruncate (to, done) == 0;
}

/* Only the file itself may be written: the whole report is there, so little can go wrong. The room
 * for it is asked for before a byte of the older file is lost. */
static gboolean
write_over (RungsDraft *self, const char *target, gboolean replace)
{
  int fd = open (target, O_WRONLY | O_CLOEXEC | O_CREAT | (replace ? 0 : O_EXCL), 0666);
  struct stat info;
  gboolean ok;
  int saved;

  if (fd < 0)
    return FALSE;
  ok = fstat (self->fd, &info) == 0;
  if (ok && info.st_size > 0 && fallocate (fd, FALLOC_FL_KEEP_SIZE, 0, info.st_size) != 0)
    ok = errno != ENOSPC && errno != EDQUOT && errno != EFBIG;
  ok = ok && copy_bytes (self->fd, fd) && fsync (fd) == 0;
  saved = errno;
  close (fd);
  if (!ok && !replace)
    g_unlink (target);
  errno = saved;
  return ok;
}

static gboolean
exists (GError **error, const char *path)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_EXISTS, _ ("“%s” already exists."), shown);
  return FALSE;
}

gboolean
rungs_draft_commit (RungsDraft *self,
                    const char *target,
                    const struct stat *before,
                    gboolean replace,
                    GError **error)
{
  gboolean ok = FALSE;

  if (!self->is_away)
    {
      if (before != NULL && fchmod (self->fd, before->st_mode & 07777) != 0)
        return rungs_draft_fail (error, target);
      if (fsync (self->fd) != 0)
        return rungs_draft_fail (error, target);
      ok = move_to (self, target, replace);
      if (!ok && errno == EEXIST && !replace)
        return exists (error, target);
    }
  if (!ok && !write_over (self, target, replace))
    return errno == EEXIST ? exists (error, target) : rungs_draft_fail (error, target);
  return TRUE;
}

void
rungs_draft_clear (RungsDraft *self)
{
  if (self->name != NULL)
    g_unlink (self->name);
  drop_name (self);
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}
