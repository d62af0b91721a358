/* One line of JSON per change, the last one of a key counts:
 *   {"call":"b1218@192.0.2.1","key":"1 INVITE 0 9f3a 51c0 0 77aa 0","text":"Carrier ticket 4711"}
 * "call" is the Call-ID of the leg; "key" is empty for the note on the call, and an empty "text" takes a note away. Lines are
 * appended in one write, so two windows may do so at the same time, and each reads what the other added before it adds
 * its own. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <unistd.h>

#include "trace/assembly.h"
#include "trace/notes.h"

#define FILE_NAME "notes.ndjson"
/* A file larger than this is not ours; a note of a page is 3 KB. */
#define MAX_FILE_BYTES (64 * 1024 * 1024)

struct _RungsNotes
{
  GObject parent_instance;
  char *folder;
  char *path;
  goffset read_to;   /* so far the file is known */
  GHashTable *calls; /* char* Call-ID -> GHashTable of char* key -> char* text */
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RungsNotes, rungs_notes, G_TYPE_OBJECT)

static void
rungs_notes_finalize (GObject *object)
{
  RungsNotes *self = RUNGS_NOTES (object);

  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->calls, g_hash_table_unref);

  G_OBJECT_CLASS (rungs_notes_parent_class)->finalize (object);
}

static void
rungs_notes_class_init (RungsNotesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rungs_notes_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
rungs_notes_init (RungsNotes *self)
{
  self->calls =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
}

/* "" takes the note away. */
static void
keep (RungsNotes *self, const char *call_id, const char *key, const char *text)
{
  GHashTable *notes = g_hash_table_lookup (self->calls, call_id);

  if (notes == NULL && *text != '\0')
    {
      notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_hash_table_insert (self->calls, g_strdup (call_id), notes);
    }
  if (notes == NULL)
    return;
  if (*text != '\0')
    g_hash_table_insert (notes, g_strdup (key), g_strdup (text));
  else
    g_hash_table_remove (notes, key);
  if (g_hash_table_size (notes) == 0)
    g_hash_table_remove (self->calls, call_id);
}

static const char *
string_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
             && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

static void
take_line (RungsNotes *self, JsonParser *parser, RungsSpan line)
{
  const char *call_id, *key, *text;
  JsonNode *root;

  if (line.len == 0 || line.len > G_MAXINT || !g_utf8_validate (line.str, (gssize) line.len, NULL)
      || !json_parser_load_from_data (parser, line.str, (gssize) line.len, NULL))
    return;
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;
  call_id = string_member (json_node_get_object (root), "call");
  key = string_member (json_node_get_object (root), "key");
  text = string_member (json_node_get_object (root), "text");
  if (call_id != NULL && key != NULL && text != NULL)
    keep (self, call_id, key, text);
}

/* What has been added to the file since it was last read, by us or by another process. A last line that has no
 * end yet is left for the next time. */
static void
read_news (RungsNotes *self)
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
    take_line (self, parser, line);
}

RungsNotes *
rungs_notes_new (const char *folder)
{
  RungsNotes *self = g_object_new (RUNGS_TYPE_NOTES, NULL);

  self->folder =
    folder != NULL ? g_strdup (folder) : g_build_filename (g_get_user_data_dir (), "rungs", NULL);
  self->path = g_build_filename (self->folder, FILE_NAME, NULL);
  read_news (self);
  return self;
}

/* Call-IDs are bytes of somebody else's; in JSON they must be UTF-8. */
static char *
leg_name (RungsTrace *trace, const RungsLeg *leg)
{
  return rungs_span_dup_utf8 (rungs_strings_span (trace->strings, leg->call_id));
}

static gboolean
says_the_same (const RungsMessage *a, const RungsMessage *b)
{
  return a->call_id == b->call_id && a->cseq == b->cseq && a->method == b->method
         && a->code == b->code && a->branch == b->branch && a->from_tag == b->from_tag
         && a->to_tag == b->to_tag;
}

/* What the message says, and which sending of it it is. */
static char *
message_key (RungsTrace *trace, const RungsCall *call, guint32 message)
{
  const RungsMessage *row = rungs_trace_get_message (trace, message);
  g_autofree char *method = NULL;
  guint nth = 0;

  if (row->duplicate_of != RUNGS_NONE)
    row = rungs_trace_get_message (trace, row->duplicate_of);
  for (guint32 i = 0; i < call->n_rows; i++)
    {
      const RungsMessage *other =
        rungs_trace_get_message (trace, rungs_trace_get_row (trace, call, i));

      if (other == row)
        break;
      nth += !(other->flags & RUNGS_MESSAGE_DUPLICATE) && says_the_same (other, row);
    }
  method = rungs_span_dup_utf8 (rungs_strings_span (trace->strings, row->method));
  return g_strdup_printf (
    "%u %s %u %x %x %x %x %u", row->cseq, method, row->code, row->branch, row->from_tag,
    row->to_tag, (guint) rungs_span_hash (rungs_strings_span (trace->strings, row->call_id)), nth);
}

/* The leg that a message belongs to; for the call itself the leg that has a note, else the first. */
static const RungsLeg *
leg_of (RungsNotes *self, RungsTrace *trace, const RungsCall *call, guint32 message)
{
  if (message != RUNGS_NONE)
    return &g_array_index (trace->legs, RungsLeg, rungs_trace_get_message (trace, message)->leg);

  for (guint32 i = 0; i < call->n_legs; i++)
    {
      const RungsLeg *leg = rungs_trace_get_leg (trace, call, i);
      g_autofree char *name = leg_name (trace, leg);
      GHashTable *notes = g_hash_table_lookup (self->calls, name);

      if (notes != NULL && g_hash_table_contains (notes, ""))
        return leg;
    }
  return rungs_trace_get_leg (trace, call, 0);
}

const char *
rungs_notes_get (RungsNotes *self, RungsTrace *trace, const RungsCall *call, guint32 message)
{
  g_autofree char *name = NULL;
  g_autofree char *key = NULL;
  GHashTable *notes;

  g_return_val_if_fail (RUNGS_IS_NOTES (self) && RUNGS_IS_TRACE (trace) && call != NULL, NULL);

  name = leg_name (trace, leg_of (self, trace, call, message));
  notes = g_hash_table_lookup (self->calls, name);
  if (notes == NULL)
    return NULL;
  key = message != RUNGS_NONE ? message_key (trace, call, message) : g_strdup ("");
  return g_hash_table_lookup (notes, key);
}

static char *
make_line (const char *call_id, const char *key, const char *text)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "call");
  json_builder_add_string_value (builder, call_id);
  json_builder_set_member_name (builder, "key");
  json_builder_add_string_value (builder, key);
  json_builder_set_member_name (builder, "text");
  json_builder_add_string_value (builder, text);
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

static gboolean
save (RungsNotes *self, const char *line, GError **error)
{
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
                 _ ("The note could not be saved in %s: %s. It is kept until Rungs is closed."),
                 self->folder, g_strerror (saved_errno));
  return ok;
}

gboolean
rungs_notes_set (RungsNotes *self,
                 RungsTrace *trace,
                 const RungsCall *call,
                 guint32 message,
                 const char *text,
                 GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *key = NULL;
  g_autofree char *valid = NULL;
  g_autofree char *line = NULL;
  gboolean ok;

  g_return_val_if_fail (RUNGS_IS_NOTES (self) && RUNGS_IS_TRACE (trace) && call != NULL, FALSE);

  read_news (self);
  valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  name = leg_name (trace, leg_of (self, trace, call, message));
  key = message != RUNGS_NONE ? message_key (trace, call, message) : g_strdup ("");
  line = make_line (name, key, valid);
  ok = save (self, line, error);
  keep (self, name, key, valid);
  g_signal_emit (self, signals[CHANGED], 0);
  return ok;
}

guint
rungs_notes_count (RungsNotes *self, RungsTrace *trace, const RungsCall *call)
{
  guint n = 0;

  g_return_val_if_fail (RUNGS_IS_NOTES (self) && RUNGS_IS_TRACE (trace) && call != NULL, 0);

  if (g_hash_table_size (self->calls) == 0)
    return 0;
  for (guint32 i = 0; i < call->n_legs; i++)
    {
      g_autofree char *name = leg_name (trace, rungs_trace_get_leg (trace, call, i));
      GHashTable *notes = g_hash_table_lookup (self->calls, name);

      n += notes != NULL ? g_hash_table_size (notes) : 0;
    }
  return n;
}
