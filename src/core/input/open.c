/* From a path to inputs: files, folders, archives, standard input. */
#include "config.h"

#include "input/input-private.h"

#include "base/error.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <linux/magic.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

/* How long a named pipe may have no writer: who starts one has started the other by then. */
#define PIPE_WAIT_SECONDS 10

/* Bytes a compressed file may unpack to, and how many times its size (a zip bomb is over 1,000). */
#define MAX_UNPACKED ((guint64) 16 * 1024 * 1024 * 1024)
#define MAX_RATIO 400

#define SNIFF_BYTES 512 /* reaches the magic of a tar archive */
#define BLOCK_BYTES (256 * 1024)
#define PIPE_POLL_MS 100

typedef struct
{
  GPtrArray *inputs;
  GPtrArray *skipped; /* or NULL */
  GCancellable *cancellable;
  guint n_files;
  RungsFileId file_id; /* of the file that was opened last */
  gboolean has_file_id;
  gboolean is_full;    /* RUNGS_MAX_FILES was reached, and said */
  char *root;          /* the real name of the folder being opened; NULL: none */
  guint n_special;     /* devices, pipes and the kernel's own folders in it */
  guint n_links;       /* links out of it */
  RungsBudget *budget; /* of the archive being unpacked */
  guint depth;         /* of archives in archives */
} Opening;

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Every input keeps its descriptor; the usual soft limit of 1,024 is less than RUNGS_MAX_FILES. */
static gboolean
raise_descriptor_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= limit.rlim_max)
    return FALSE;
  limit.rlim_cur = MIN (limit.rlim_max, limit.rlim_cur + RUNGS_MAX_FILES);
  return setrlimit (RLIMIT_NOFILE, &limit) == 0;
}

static int
open_descriptor (const char *path)
{
  /* Not waiting for the other end of a pipe; to regular files it makes no difference. */
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  if (fd < 0 && errno == EMFILE && raise_descriptor_limit ())
    fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  return fd;
}

static RungsStamp
mtime_of (const struct stat *info)
{
  return info->st_mtim.tv_sec * RUNGS_STAMP_SECOND + info->st_mtim.tv_nsec / 1000;
}

/* A device never ends, and its bytes are no log; a terminal, and the empty one, are what standard
 * input may be. */
static gboolean
is_endless (int fd, const struct stat *info)
{
  struct stat empty;

  if (S_ISBLK (info->st_mode))
    return TRUE;
  return S_ISCHR (info->st_mode) && !isatty (fd)
         && (stat ("/dev/null", &empty) != 0 || info->st_rdev != empty.st_rdev);
}

/* A pipe that nobody has opened to write yet: waits for that, a while. */
static gboolean
wait_for_writer (int fd, const char *name, GCancellable *cancellable, GError **error)
{
  struct pollfd poll_fd = { .fd = fd, .events = POLLIN };

  for (guint waited = 0; waited < PIPE_WAIT_SECONDS * 1000; waited += PIPE_POLL_MS)
    {
      int n = poll (&poll_fd, 1, PIPE_POLL_MS);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (n > 0)
        return TRUE;
    }
  g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_READ,
               _ ("“%s” is a pipe, and nothing was written to it within %u seconds."), name,
               PIPE_WAIT_SECONDS);
  return FALSE;
}

/* A pipe or device into a temporary file. Takes @fd. */
static RungsInput *
spool (int fd, const char *name, const char *basename, GCancellable *cancellable, GError **error)
{
  g_autofree char *block = g_malloc (BLOCK_BYTES);
  int copy = rungs_spool_new (error);
  RungsInput *input;
  guint64 size = 0;
  gssize n = copy >= 0 ? 1 : -1;

  while (copy >= 0 && n > 0 && size < MAX_UNPACKED)
    {
      n = read (fd, block, BLOCK_BYTES);
      if (n < 0 && errno == EINTR)
        {
          n = 1;
          continue;
        }
      if (n < 0)
        g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_READ, _ ("“%s” cannot be read: %s."), name,
                     g_strerror (errno));
      else if (g_cancellable_set_error_if_cancelled (cancellable, error)
               || !rungs_spool_write (copy, block, n, error))
        n = -1;
      else
        size += n;
    }
  close (fd);
  if (n < 0)
    {
      if (copy >= 0)
        close (copy);
      return NULL;
    }
  input = rungs_input_new_fd (name, basename, NULL, copy, size, RUNGS_STAMP_NONE);
  if (size >= MAX_UNPACKED)
    rungs_input_take_cut (input, g_strdup_printf (_ ("Only the first %u GiB of “%s” were read."),
                                                  (guint) (MAX_UNPACKED >> 30), name));
  return input;
}

/* A pipe has no bytes that could be overwritten. */
static void
note_file_id (Opening *opening, int fd)
{
  struct stat info;

  opening->has_file_id =
    fstat (fd, &info) == 0 && (S_ISREG (info.st_mode) || S_ISBLK (info.st_mode));
  if (opening->has_file_id)
    opening->file_id = (RungsFileId){ info.st_dev, info.st_ino };
}

/* Takes @input. */
static void
take_input (Opening *opening, RungsInput *input)
{
  if (opening->has_file_id)
    rungs_input_set_file_id (input, &opening->file_id);
  g_ptr_array_add (opening->inputs, input);
}

/* Takes @fd. @path is NULL for standard input. */
static RungsInput *
input_of_descriptor (int fd, const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = path != NULL ? g_filename_display_name (path) : g_strdup ("-");
  g_autofree char *basename = g_path_get_basename (name);
  struct stat info;
  gboolean is_known = fstat (fd, &info) == 0;

  if (is_known && S_ISREG (info.st_mode) && (path != NULL || lseek (fd, 0, SEEK_CUR) == 0))
    {
      posix_fadvise (fd, 0, 0, POSIX_FADV_SEQUENTIAL);
      return rungs_input_new_fd (name, basename, path, fd, info.st_size, mtime_of (&info));
    }
  if (is_known && is_endless (fd, &info))
    {
      g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_READ, _ ("“%s” is a device, not a file."), name);
      close (fd);
      return NULL;
    }
  if (path != NULL && is_known && S_ISFIFO (info.st_mode)
      && !wait_for_writer (fd, name, cancellable, error))
    {
      close (fd);
      return NULL;
    }
  /* It was opened without waiting; reading waits. */
  if (path != NULL)
    (void) fcntl (fd, F_SETFL, fcntl (fd, F_GETFL) & ~O_NONBLOCK);
  return spool (fd, name, basename, cancellable, error);
}

static gboolean add_input (Opening *opening, RungsInput *input, GError **error);

static gboolean
member_cb (RungsInput *member, gpointer user_data, GError **error)
{
  Opening *opening = user_data;
  g_autoptr (GError) local_error = NULL;

  if (add_input (opening, member, &local_error))
    return TRUE;
  if (is_cancelled (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  rungs_skipped_add (opening->skipped, RUNGS_COVER_UNREADABLE_FILE, 1, TRUE,
                     g_strdup (local_error->message));
  return TRUE;
}

static gboolean
add_archive (Opening *opening, RungsInput *packed, GError **error)
{
  guint64 size = rungs_input_get_size (packed);
  RungsBudget own = { .allowed = MIN (MAX (size * MAX_RATIO, RUNGS_RATIO_FREE), MAX_UNPACKED) };
  gboolean is_outermost = opening->budget == NULL;
  gboolean done;

  if (opening->depth >= RUNGS_MAX_ARCHIVE_DEPTH)
    {
      g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_READ,
                   _ ("“%s” is too deep inside other archives."), rungs_input_get_name (packed));
      return FALSE;
    }
  if (is_outermost)
    opening->budget = &own;
  opening->depth++;
  done = rungs_archive_unpack (packed, opening->budget, member_cb, opening, opening->skipped,
                               opening->cancellable, error);
  opening->depth--;
  if (is_outermost)
    opening->budget = NULL;
  return done;
}

/* Adds @input, or what is in it. */
static gboolean
add_input (Opening *opening, RungsInput *input, GError **error)
{
  char head[SNIFF_BYTES];
  gssize n = rungs_input_read (input, 0, head, sizeof head, error);

  if (n < 0)
    return FALSE;
  if (rungs_archive_is_packed (rungs_span (head, n)))
    return add_archive (opening, input, error);
  if (opening->n_files >= RUNGS_MAX_FILES)
    {
      if (!opening->is_full)
        rungs_skipped_add (
          opening->skipped, RUNGS_COVER_FILE_LIMIT, 1, TRUE,
          g_strdup_printf (_ ("Only the first %u files are read."), RUNGS_MAX_FILES));
      opening->is_full = TRUE;
      return TRUE;
    }
  opening->n_files++;
  if (rungs_encoding_is_utf16 (rungs_span (head, n)))
    {
      RungsInput *converted = rungs_encoding_to_utf8 (input, opening->cancellable, error);

      if (converted == NULL)
        return FALSE;
      take_input (opening, converted);
      return TRUE;
    }
  take_input (opening, rungs_input_ref (input));
  return TRUE;
}

static gboolean
add_file (Opening *opening, const char *path, GError **error)
{
  g_autoptr (RungsInput) input = NULL;
  int fd = path != NULL ? open_descriptor (path) : fcntl (STDIN_FILENO, F_DUPFD_CLOEXEC, 0);

  if (fd < 0)
    {
      int saved = errno;
      g_autofree char *name =
        path != NULL ? g_filename_display_name (path) : g_strdup (_ ("Standard input"));

      g_set_error (error, RUNGS_ERROR, saved == ENOENT ? RUNGS_ERROR_MISSING : RUNGS_ERROR_READ,
                   _ ("“%s” cannot be opened: %s."), name, g_strerror (saved));
      return FALSE;
    }
  note_file_id (opening, fd);
  input = input_of_descriptor (fd, path, opening->cancellable, error);
  return input != NULL && add_input (opening, input, error);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names in a folder, sorted, without hidden ones. */
static GPtrArray *
list_folder (const char *path, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  int saved = errno;
  const char *name;

  if (dir == NULL)
    {
      g_autofree char *display_name = g_filename_display_name (path);

      g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_READ, _ ("The folder “%s” cannot be read: %s."),
                   display_name, g_strerror (saved));
      return NULL;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      if (name[0] != '.')
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

static gboolean add_folder (Opening *opening, const char *path, guint depth, GError **error);

/* A link in a folder is not followed: what it leads to is there by its own name, or belongs to
 * somebody else. */
static void
pass_link (Opening *opening, const char *path)
{
  g_autofree char *name = g_filename_display_name (path);
  char *target = realpath (path, NULL);
  gsize len = opening->root != NULL ? strlen (opening->root) : 0;

  if (target == NULL)
    rungs_skipped_add (
      opening->skipped, RUNGS_COVER_UNREADABLE_FILE, 1, FALSE,
      g_strdup_printf (_ ("“%s” cannot be opened: %s."), name, g_strerror (errno)));
  else if (len == 0 || strncmp (target, opening->root, len) != 0
           || (target[len] != '/' && target[len] != '\0' && len > 1))
    opening->n_links++;
  free (target);
}

/* Folders of the kernel's own: no logs, and files of them may have no end. */
static gboolean
is_kernel_folder (const char *path)
{
  static const guint32 kinds[] = { PROC_SUPER_MAGIC, SYSFS_MAGIC,        DEBUGFS_MAGIC,
                                   TRACEFS_MAGIC,    CGROUP_SUPER_MAGIC, CGROUP2_SUPER_MAGIC,
                                   SECURITYFS_MAGIC, DEVPTS_SUPER_MAGIC };
  struct statfs info;

  if (statfs (path, &info) != 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if ((guint32) info.f_type == kinds[i])
      return TRUE;
  return FALSE;
}

/* One thing in a folder: only files and folders are read; pipes would wait for ever. */
static gboolean
add_child (Opening *opening, const char *path, guint depth, GError **error)
{
  struct stat info;

  if (lstat (path, &info) != 0)
    {
      int saved = errno;
      g_autofree char *name = g_filename_display_name (path);

      g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_READ, _ ("“%s” cannot be opened: %s."), name,
                   g_strerror (saved));
      return FALSE;
    }
  if (S_ISLNK (info.st_mode))
    pass_link (opening, path);
  else if (S_ISDIR (info.st_mode) && !is_kernel_folder (path))
    return add_folder (opening, path, depth + 1, error);
  else if (S_ISREG (info.st_mode))
    return add_file (opening, path, error);
  else
    opening->n_special++;
  return TRUE;
}

static gboolean
add_folder (Opening *opening, const char *path, guint depth, GError **error)
{
  g_autoptr (GPtrArray) names = NULL;

  if (depth > RUNGS_MAX_DEPTH)
    {
      g_autofree char *name = g_filename_display_name (path);

      g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_READ, _ ("The folder “%s” is too deep."), name);
      return FALSE;
    }
  if (depth == 0 && is_kernel_folder (path))
    {
      g_autofree char *name = g_filename_display_name (path);

      g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_READ,
                   _ ("“%s” is a kernel folder; it holds no logs."), name);
      return FALSE;
    }
  names = list_folder (path, error);
  if (names == NULL)
    return FALSE;
  for (guint i = 0; i < names->len && !opening->is_full; i++)
    {
      g_autofree char *child = g_build_filename (path, g_ptr_array_index (names, i), NULL);
      g_autoptr (GError) local_error = NULL;

      if (g_cancellable_set_error_if_cancelled (opening->cancellable, error))
        return FALSE;
      if (add_child (opening, child, depth, &local_error))
        continue;
      if (is_cancelled (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      rungs_skipped_add (opening->skipped, RUNGS_COVER_UNREADABLE_FILE, 1, TRUE,
                         g_strdup (local_error->message));
    }
  return TRUE;
}

/* What was met in a folder and not read, in one sentence each. */
static void
tell_passed (Opening *opening, const char *path)
{
  g_autofree char *name = g_filename_display_name (path);
  guint n = opening->n_special;

  if (n > 0)
    rungs_skipped_add (
      opening->skipped, RUNGS_COVER_SPECIAL_FILE, n, FALSE,
      g_strdup_printf (ngettext ("%u device, pipe or socket in the folder “%s” was not read.",
                                 "%u devices, pipes or sockets in the folder “%s” were not read.",
                                 n),
                       n, name));
  n = opening->n_links;
  if (n > 0)
    rungs_skipped_add (
      opening->skipped, RUNGS_COVER_OUTSIDE_LINK, n, FALSE,
      g_strdup_printf (ngettext ("%u link leads out of the folder “%s” and was not followed.",
                                 "%u links lead out of the folder “%s” and were not followed.", n),
                       n, name));
}

gboolean
rungs_input_open (const char *path,
                  GPtrArray *inputs,
                  GPtrArray *skipped,
                  GCancellable *cancellable,
                  GError **error)
{
  Opening opening = { .inputs = inputs, .skipped = skipped, .cancellable = cancellable };
  guint n_before, n_skipped = skipped != NULL ? skipped->len : 0;
  gboolean is_folder, is_read;

  g_return_val_if_fail (path != NULL && inputs != NULL, FALSE);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  n_before = inputs->len;
  if (strcmp (path, "-") == 0)
    return add_file (&opening, NULL, error);
  is_folder = g_file_test (path, G_FILE_TEST_IS_DIR);
  opening.root = is_folder ? realpath (path, NULL) : NULL;
  is_read = is_folder ? add_folder (&opening, path, 0, error) : add_file (&opening, path, error);
  free (opening.root);
  if (!is_read)
    return FALSE;
  tell_passed (&opening, path);
  if (inputs->len == n_before)
    {
      g_autofree char *name = g_filename_display_name (path);
      g_autofree char *sentence =
        g_strdup_printf (is_folder ? _ ("There is no readable file in the folder “%s”.")
                                   : _ ("There is no readable file in “%s”."),
                         name);
      gboolean has_reason = skipped != NULL && skipped->len > n_skipped;

      g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_READ, "%s%s%s", sentence, has_reason ? " " : "",
                   has_reason ? ((const RungsSkipped *) skipped->pdata[n_skipped])->text : "");
      return FALSE;
    }
  return TRUE;
}
