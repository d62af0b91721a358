/* From a path to inputs: files, folders, archives, standard input. */
#include "config.h"

#include "input/input-private.h"

#include "base/error.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define SNIFF_BYTES 512 /* reaches the magic of a tar archive */
#define BLOCK_BYTES (256 * 1024)

typedef struct
{
  GPtrArray *inputs;
  GPtrArray *skipped; /* or NULL */
  GCancellable *cancellable;
  guint n_files;
  RungsFileId file_id; /* of the file that was opened last */
  gboolean has_file_id;
  gboolean is_full;    /* RUNGS_MAX_FILES was reached, and said */
  RungsBudget *budget; /* of the archive being unpacked */
  guint depth;         /* of archives in archives */
} Opening;

static void
add_line (Opening *opening, char *line)
{
  if (opening->skipped != NULL)
    g_ptr_array_add (opening->skipped, line);
  else
    g_free (line);
}

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
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0 && errno == EMFILE && raise_descriptor_limit ())
    fd = open (path, O_RDONLY | O_CLOEXEC);
  return fd;
}

static RungsStamp
mtime_of (const struct stat *info)
{
  return info->st_mtim.tv_sec * RUNGS_STAMP_SECOND + info->st_mtim.tv_nsec / 1000;
}

/* A pipe or device into a temporary file. Takes @fd. */
static RungsInput *
spool (int fd, const char *name, const char *basename, GCancellable *cancellable, GError **error)
{
  g_autofree char *block = g_malloc (BLOCK_BYTES);
  int copy = rungs_spool_new (error);
  guint64 size = 0;
  gssize n = copy >= 0 ? 1 : -1;

  while (copy >= 0 && n > 0 && size < RUNGS_MAX_UNPACKED)
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
  return rungs_input_new_fd (name, basename, NULL, copy, size, RUNGS_STAMP_NONE);
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

  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode)
      && (path != NULL || lseek (fd, 0, SEEK_CUR) == 0))
    {
      posix_fadvise (fd, 0, 0, POSIX_FADV_SEQUENTIAL);
      return rungs_input_new_fd (name, basename, path, fd, info.st_size, mtime_of (&info));
    }
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
  add_line (opening, g_strdup (local_error->message));
  return TRUE;
}

static gboolean
add_archive (Opening *opening, RungsInput *packed, GError **error)
{
  guint64 size = rungs_input_get_size (packed);
  RungsBudget own = { .allowed =
                        MIN (MAX (size * RUNGS_MAX_RATIO, RUNGS_RATIO_FREE), RUNGS_MAX_UNPACKED) };
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
        add_line (opening,
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

/* One thing in a folder: links to folders are not followed, they may lead back; pipes would wait for ever. */
static gboolean
add_child (Opening *opening, const char *path, guint depth, GError **error)
{
  struct stat link_info, info;

  if (lstat (path, &link_info) != 0 || stat (path, &info) != 0)
    {
      int saved = errno;
      g_autofree char *name = g_filename_display_name (path);

      g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_READ, _ ("“%s” cannot be opened: %s."), name,
                   g_strerror (saved));
      return FALSE;
    }
  if (S_ISDIR (info.st_mode))
    return S_ISLNK (link_info.st_mode) || add_folder (opening, path, depth + 1, error);
  return !S_ISREG (info.st_mode) || add_file (opening, path, error);
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
      add_line (opening, g_strdup (local_error->message));
    }
  return TRUE;
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
  gboolean is_folder;

  g_return_val_if_fail (path != NULL && inputs != NULL, FALSE);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  n_before = inputs->len;
  if (strcmp (path, "-") == 0)
    return add_file (&opening, NULL, error);
  is_folder = g_file_test (path, G_FILE_TEST_IS_DIR);
  if (!(is_folder ? add_folder (&opening, path, 0, error) : add_file (&opening, path, error)))
    return FALSE;
  if (inputs->len == n_before)
    {
      g_autofree char *name = g_filename_display_name (path);
      g_autofree char *sentence =
        g_strdup_printf (is_folder ? _ ("There is no readable file in the folder “%s”.")
                                   : _ ("There is no readable file in “%s”."),
                         name);
      gboolean has_reason = skipped != NULL && skipped->len > n_skipped;

      g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_READ, "%s%s%s", sentence, has_reason ? " " : "",
                   has_reason ? (const char *) g_ptr_array_index (skipped, n_skipped) : "");
      return FALSE;
    }
  return TRUE;
}
