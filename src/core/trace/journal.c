#include "config.h"

#include "trace/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/span.h"

/* A file larger than this is not ours; a note of a page is 3 KB. */
#define MAX_FILE_BYTES (64 * 1024 * 1024)

struct _RungsJournal
{
  char *folder;
  char *path;
  goffset read_to; /* so far the file is known */
};

RungsJournal *
rungs_journal_new (const char *folder, const char *file)
{
  RungsJournal *self = g_new0 (RungsJournal, 1);

  self->folder =
    folder != NULL ? g_strdup (folder) : g_build_filename (g_get_user_data_dir (), "rungs", NULL);
  self->path = g_build_filename (self->folder, file, NULL);
  return self;
}

void
rungs_journal_free (RungsJournal *self)
{
  if (self == NULL)
    return;
  g_free (self->folder);
  g_free (self->path);
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

static void
take_line (JsonParser *parser,
           RungsSpan line,
           void (*take) (JsonObject *line, gpointer data),
           gpointer data)
{
  JsonNode *root;

  if (line.len == 0 || line.len > G_MAXINT || !g_utf8_validate (line.str, (gssize) line.len, NULL)
      || !json_parser_load_from_data (parser, line.str, (gssize) line.len, NULL))
    return;
  root = json_parser_get_root (parser);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    take (json_node_get_object (root), data);
}

/* A last line that has no end yet is left for the next time. */
void
rungs_journal_read (RungsJournal *self,
                    void (*take) (JsonObject *line, gpointer data),
                    gpointer data)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *bytes = NULL;
  int fd = g_open (self->path, O_RDONLY | O_CLOEXEC, 0);
  off_t size = fd >= 0 ? lseek (fd, 0, SEEK_END) : -1;
  gsize n = 0;
  RungsSpan rest, line;

  if (size > self->read_to && size <= MAX_FILE_BYTES)
    {
      gsize wanted = (gsize) (size - self->read_to);
      gssize got;

      bytes = g_malloc (wanted);
      while (n < wanted && (got = pread (fd, bytes + n, wanted - n, self->read_to + (off_t) n)) > 0)
        n += (gsize) got;
    }
  if (fd >= 0)
    g_close (fd, NULL);

  while (n > 0 && bytes[n - 1] != '\n')
    n--;
  self->read_to += (goffset) n;
  rest = rungs_span (bytes, n);
  while (rungs_span_take_line (&rest, &line))
    take_line (parser, line, take, data);
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

/* One write, so that lines of two processes do not mix; then down to the disk. A line that a crash left without its end
 * is ended first. */
static gboolean
append_line (int fd, const char *line)
{
  /* Where the file ends may move before the write; then an empty line comes in, which is harmless. */
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
  /* So that the file's name is safe, too. Some file systems refuse it for folders, and then nothing more can be done. */
  if (fsync (fd) < 0)
    g_debug ("%s: %s", folder, g_strerror (errno));
  g_close (fd, NULL);
}

gboolean
rungs_journal_append (RungsJournal *self, GError **error, const char *const *members)
{
  g_autofree char *line = make_line (members);
  int fd = -1, saved_errno;
  gboolean is_new, ok = FALSE;

  if (g_mkdir_with_parents (self->folder, 0700) == 0)
    {
      is_new = !g_file_test (self->path, G_FILE_TEST_EXISTS);
      fd = g_open (self->path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
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
