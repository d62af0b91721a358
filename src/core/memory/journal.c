#include "config.h"

#include "memory/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json-depth.h"
#include "base/span.h"

/* A file larger than this is not ours; a note of a page is 3 KB. */
#define MAX_FILE_BYTES (64 * 1024 * 1024)
/* Files of one journal: the first, and those beside it. */
#define MAX_FILES 9
/* Brackets in a line; ours has one. json-glib goes as deep as its stack. */
#define MAX_DEPTH 16
/* Of the lines: a newer version writes a larger number into "version". */
#define VERSION 1

/* One of the files. */
typedef struct
{
  char *path;
  dev_t device;
  ino_t inode;
  goffset read_to; /* so far the file is known */
  guint n_lines;
  guint n_damaged, n_unknown; /* lines that could not be used */
  guint first_bad;            /* the number of the first of them */
  gboolean is_there;
  gboolean is_too_large;
  gboolean is_no_file; /* a folder, a pipe, a device */
  int failed;          /* errno, 0: it could be read */
} File;

struct _RungsJournal
{
  char *folder;
  File files[MAX_FILES];
};

RungsJournal *
rungs_journal_new (const char *folder, const char *file)
{
  RungsJournal *self = g_new0 (RungsJournal, 1);
  const char *dot = strrchr (file, '.');
  g_autofree char *stem = g_strndup (file, dot != NULL ? (gsize) (dot - file) : strlen (file));

  self->folder =
    folder != NULL ? g_strdup (folder) : g_build_filename (g_get_user_data_dir (), "rungs", NULL);
  self->files[0].path = g_build_filename (self->folder, file, NULL);
  for (guint i = 1; i < MAX_FILES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s-%u%s", stem, i + 1, dot != NULL ? dot : "");
      self->files[i].path = g_build_filename (self->folder, name, NULL);
    }
  return self;
}

void
rungs_journal_free (RungsJournal *self)
{
  if (self == NULL)
    return;
  g_free (self->folder);
  for (guint i = 0; i < MAX_FILES; i++)
    g_free (self->files[i].path);
  g_free (self);
}

const char *
rungs_journal_string (JsonObject *line, const char *name)
{
  JsonNode *node = json_object_get_member (line, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
             && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

/* A line of a later version may mean something else, even when all that we know is in it. */
static gboolean
is_of_this_version (JsonObject *line)
{
  JsonNode *version = json_object_get_member (line, "version");

  if (json_object_has_member (line, "schema"))
    return FALSE;
  return version == NULL
         || (JSON_NODE_HOLDS_VALUE (version) && json_node_get_value_type (version) == G_TYPE_INT64
             && json_node_get_int (version) <= VERSION);
}

static void
take_line (File *file, JsonParser *parser, RungsSpan line, RungsJournalTake take, gpointer data)
{
  JsonNode *root = NULL;

  file->n_lines++;
  if (line.len == 0)
    return;
  if (line.len <= G_MAXINT && g_utf8_validate (line.str, (gssize) line.len, NULL)
      && !rungs_json_is_deeper (line, MAX_DEPTH)
      && json_parser_load_from_data (parser, line.str, (gssize) line.len, NULL))
    root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    file->n_damaged++;
  else if (!is_of_this_version (json_node_get_object (root))
           || !take (json_node_get_object (root), data))
    file->n_unknown++;
  else
    return;
  if (file->first_bad == 0)
    file->first_bad = file->n_lines;
}

/* The descriptor of @file when it is one that can be read, else -1. A pipe would keep us
 * waiting. */
static int
open_file (File *file, struct stat *info)
{
  int fd = g_open (file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);

  file->is_there = fd >= 0 || (errno != ENOENT && errno != ENOTDIR);
  file->failed = fd < 0 && file->is_there ? errno : 0;
  if (fd < 0)
    return -1;
  if (fstat (fd, info) == 0 && S_ISREG (info->st_mode))
    return fd;
  file->is_no_file = TRUE;
  close (fd);
  return -1;
}

/* A last line that has no end yet is left for the next time. */
static void
read_file (File *file, RungsJournalTake take, gpointer data)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *bytes = NULL;
  gsize n = 0, wanted;
  gssize got = 0;
  struct stat info;
  RungsSpan rest, line;
  int fd = open_file (file, &info);

  if (fd < 0)
    return;
  /* Somebody wrote another file in its place: its lines are read from the first. */
  if (info.st_ino != file->inode || info.st_dev != file->device || info.st_size < file->read_to)
    {
      file->read_to = 0;
      file->n_lines = file->n_damaged = file->n_unknown = file->first_bad = 0;
    }
  file->device = info.st_dev;
  file->inode = info.st_ino;
  file->is_no_file = FALSE;
  file->is_too_large = info.st_size > MAX_FILE_BYTES;
  wanted = (gsize) (MIN (info.st_size, MAX_FILE_BYTES) - MIN (file->read_to, MAX_FILE_BYTES));
  bytes = g_malloc (wanted + 1);
  while (n < wanted
         && ((got = pread (fd, bytes + n, wanted - n, file->read_to + (off_t) n)) > 0
             || (got < 0 && errno == EINTR)))
    n += (gsize) MAX (got, 0);
  file->failed = got < 0 ? errno : 0;
  g_close (fd, NULL);

  while (n > 0 && bytes[n - 1] != '\n')
    n--;
  file->read_to += (goffset) n;
  rest = rungs_span (bytes, n);
  while (rungs_span_take_line (&rest, &line))
    take_line (file, parser, line, take, data);
}

void
rungs_journal_read (RungsJournal *self, RungsJournalTake take, gpointer data)
{
  for (guint i = 0; i < MAX_FILES; i++)
    {
      read_file (&self->files[i], take, data);
      /* Of a folder that is closed to us one sentence is enough. */
      if (self->files[i].failed == EACCES && access (self->folder, X_OK) != 0)
        break;
    }
}

static gboolean
has_problem (const File *file)
{
  return file->failed != 0 || file->is_no_file || file->is_too_large || file->n_damaged > 0
         || file->n_unknown > 0;
}

/* Why not all of @file is known. (transfer full) */
static char *
describe (const File *file, const char *name)
{
  if (file->failed != 0)
    return g_strdup_printf (_ ("“%s” cannot be read: %s."), name, g_strerror (file->failed));
  if (file->is_no_file)
    return g_strdup_printf (_ ("“%s” is not a regular file."), name);
  if (file->is_too_large)
    return g_strdup_printf (_ ("“%s” is too large; only its first %u MiB are read."), name,
                            MAX_FILE_BYTES / 1024 / 1024);
  if (file->n_damaged > 0)
    return g_strdup_printf (
      ngettext ("%u line of “%s” is damaged and was skipped (line %u).",
                "%u lines of “%s” are damaged or unknown and were skipped (the first: line %u).",
                file->n_damaged + file->n_unknown),
      file->n_damaged + file->n_unknown, name, file->first_bad);
  return g_strdup_printf (
    ngettext ("%u line of “%s” was written by another version of Rungs and was skipped (line %u).",
              "%u lines of “%s” were written by another version of Rungs and were skipped (the "
              "first: line %u).",
              file->n_unknown),
    file->n_unknown, name, file->first_bad);
}

/* Where the next line goes: the last file, or the one after the last that has a problem. NULL:
 * there is none left. */
static File *
file_to_write (RungsJournal *self)
{
  File *file = &self->files[0];

  for (guint i = 0; i < MAX_FILES; i++)
    if (has_problem (&self->files[i]))
      file = i + 1 < MAX_FILES ? &self->files[i + 1] : NULL;
    else if (self->files[i].is_there)
      file = &self->files[i];
  return file;
}

char *
rungs_journal_dup_problem (RungsJournal *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const File *next = file_to_write (self);

  for (guint i = 0; i < MAX_FILES; i++)
    if (has_problem (&self->files[i]))
      {
        g_autofree char *name = g_filename_display_name (self->files[i].path);
        g_autofree char *sentence = describe (&self->files[i], name);

        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", sentence);
      }
  if (text->len == 0)
    return NULL;
  if (next != NULL)
    {
      g_autofree char *name = g_path_get_basename (next->path);
      g_string_append_c (text, ' ');
      /* Translators: the name of a file */
      g_string_append_printf (text, _ ("It is left unchanged; new entries are written to “%s”."),
                              name);
    }
  return g_strdup (text->str);
}

static char *
make_line (const char *const *members)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  for (; members[0] != NULL; members += 2)
    {
      json_builder_set_member_name (builder, members[0]);
      json_builder_add_string_value (builder, members[1]);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* One write, so that lines of two processes do not mix; then down to the disk. A line that a crash
 * left without its end is ended first. */
static gboolean
append_line (int fd, const char *line)
{
  /* Where the file ends may move before the write; then an empty line comes in, which is
   * harmless. */
  off_t size = lseek (fd, 0, SEEK_END);
  char last = '\n';
  g_autofree char *bytes = NULL;
  gsize len;
  gssize n;

  if (size > 0 && pread (fd, &last, 1, size - 1) < 0)
    return FALSE;
  bytes = g_strconcat (last != '\n' ? "\n" : "", line, "\n", NULL);
  len = strlen (bytes);
  do
    n = write (fd, bytes, len);
  while (n < 0 && errno == EINTR);
  if (n >= 0 && (gsize) n < len)
    errno = ENOSPC;
  return n == (gssize) len && fsync (fd) == 0;
}

static void
sync_folder (const char *folder)
{
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  /* So that the file's name is safe, too. Some file systems refuse it for folders, and then nothing
   * more can be done. */
  if (fsync (fd) < 0)
    g_debug ("%s: %s", folder, g_strerror (errno));
  g_close (fd, NULL);
}

gboolean
rungs_journal_append (RungsJournal *self, GError **error, const char *const *members)
{
  g_autofree char *line = make_line (members);
  File *file = file_to_write (self);
  int fd = -1, saved_errno;
  gboolean is_new, ok = FALSE;

  errno = EFBIG;
  if (file != NULL && g_mkdir_with_parents (self->folder, 0700) == 0)
    {
      is_new = !g_file_test (file->path, G_FILE_TEST_EXISTS);
      fd = g_open (file->path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600);
      ok = fd >= 0 && append_line (fd, line);
      if (ok && is_new)
        sync_folder (self->folder);
    }
  saved_errno = errno;
  if (fd >= 0)
    g_close (fd, NULL);
  if (!ok)
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno),
                 _ ("This could not be saved in %s: %s. It is kept until Rungs is closed."),
                 self->folder, g_strerror (saved_errno));
  return ok;
}
