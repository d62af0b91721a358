/* Opening: files, folders, standard input, archives of every kind, UTF-16, and what cannot be
 * opened. */
#include "base/error.h"
#include "base/limits.h"
#include "input/input.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  GPtrArray *inputs;
  GPtrArray *skipped;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->folder = g_dir_make_tmp ("rungs-test-XXXXXX", NULL);
  fixture->inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_input_unref);
  fixture->skipped = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_skipped_free);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_ptr_array_unref (fixture->inputs);
  g_ptr_array_unref (fixture->skipped);
  remove_tree (fixture->folder);
  g_free (fixture->folder);
}

static char *
put (Fixture *fixture, const char *name, const char *bytes, gssize len)
{
  char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, bytes, len, NULL));
  return path;
}

static void
open_path (Fixture *fixture, const char *path)
{
  g_autoptr (GError) error = NULL;
  gboolean opened = rungs_input_open (path, fixture->inputs, fixture->skipped, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (opened);
}

static char *
text_of (RungsInput *input)
{
  gsize size = rungs_input_get_size (input);
  char *text = g_malloc0 (size + 1);

  g_assert_cmpint (rungs_input_read (input, 0, text, size + 1, NULL), ==, size);
  return text;
}

/* "basename=text " of all inputs. */
static char *
all_texts (Fixture *fixture)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < fixture->inputs->len; i++)
    {
      RungsInput *input = g_ptr_array_index (fixture->inputs, i);
      g_autofree char *text = text_of (input);

      g_string_append_printf (all, "%s=%s ", rungs_input_get_basename (input), text);
    }
  return g_string_free (all, FALSE);
}

static void
assert_texts (Fixture *fixture, const char *expected)
{
  g_autofree char *texts = all_texts (fixture);

  g_assert_cmpstr (texts, ==, expected);
}

static void
test_file (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = put (fixture, "sbc.log", "0123456789", -1);
  RungsInput *input;
  char buffer[8] = { 0 };

  open_path (fixture, path);
  g_assert_cmpuint (fixture->inputs->len, ==, 1);
  input = g_ptr_array_index (fixture->inputs, 0);
  g_assert_cmpstr (rungs_input_get_name (input), ==, path);
  g_assert_cmpstr (rungs_input_get_path (input), ==, path);
  g_assert_cmpstr (rungs_input_get_basename (input), ==, "sbc.log");
  g_assert_cmpuint (rungs_input_get_size (input), ==, 10);
  g_assert_true (rungs_input_get_mtime (input) > 0);
  g_assert_cmpint (rungs_input_read (input, 7, buffer, sizeof buffer, NULL), ==, 3);
  g_assert_cmpstr (buffer, ==, "789");
  g_assert_cmpint (rungs_input_read (input, 10, buffer, sizeof buffer, NULL), ==, 0);
  g_assert_cmpint (rungs_input_read (input, G_MAXUINT64, buffer, sizeof buffer, NULL), ==, 0);
}

/* A log that grows or is cut while we read it: no more than it was, no less than there is. */
static void
test_changing_file (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = put (fixture, "sbc.log", "0123456789", -1);
  char buffer[32];
  int fd = g_open (path, O_WRONLY | O_APPEND);

  open_path (fixture, path);
  g_assert_cmpint (write (fd, "abc", 3), ==, 3);
  g_assert_false (rungs_input_has_shrunk (fixture->inputs->pdata[0]));
  g_assert_cmpint (rungs_input_read (fixture->inputs->pdata[0], 0, buffer, sizeof buffer, NULL), ==,
                   10);
  g_assert_cmpint (ftruncate (fd, 4), ==, 0);
  g_assert_cmpint (rungs_input_read (fixture->inputs->pdata[0], 0, buffer, sizeof buffer, NULL), ==,
                   4);
  g_assert_true (rungs_input_has_shrunk (fixture->inputs->pdata[0]));
  close (fd);
}

static void
assert_skipped (Fixture *fixture,
                guint i,
                RungsCoverKind cover,
                guint n,
                gboolean is_partial,
                const char *says)
{
  const RungsSkipped *skipped = g_ptr_array_index (fixture->skipped, i);

  g_assert_cmpint (skipped->cover, ==, cover);
  g_assert_cmpuint (skipped->n, ==, n);
  g_assert_cmpint (skipped->is_partial, ==, is_partial);
  g_assert_nonnull (strstr (skipped->text, says));
}

static void
test_folder (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *loop = g_build_filename (fixture->folder, "sub", "loop", NULL);
  g_autofree char *dangling = g_build_filename (fixture->folder, "dangling", NULL);
  g_autofree char *fifo = g_build_filename (fixture->folder, "fifo", NULL);

  g_free (put (fixture, "b.log", "B", -1));
  g_free (put (fixture, "sub/a.log", "A", -1));
  g_free (put (fixture, ".hidden", "H", -1));
  g_assert_cmpint (symlink (fixture->folder, loop), ==, 0);
  g_assert_cmpint (symlink ("nowhere", dangling), ==, 0);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  open_path (fixture, fixture->folder);
  assert_texts (fixture, "b.log=B a.log=A ");
  g_assert_cmpuint (fixture->skipped->len, ==, 2);
  assert_skipped (fixture, 0, RUNGS_COVER_UNREADABLE_FILE, 1, FALSE, "dangling");
  assert_skipped (fixture, 1, RUNGS_COVER_SPECIAL_FILE, 1, FALSE, "1 device, pipe or socket");
}

/* Only what is in the folder: a link in it to something else in it is the same file again. */
static void
test_links (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *secret = put (fixture, "other/secret.log", "S", -1);
  g_autofree char *inside = put (fixture, "logs/a.log", "A", -1);
  g_autofree char *logs = g_build_filename (fixture->folder, "logs", NULL);
  g_autofree char *out = g_build_filename (logs, "out.log", NULL);
  g_autofree char *out_folder = g_build_filename (logs, "out", NULL);
  g_autofree char *other = g_build_filename (fixture->folder, "other", NULL);
  /* Begins like the folder, and is another one. */
  g_autofree char *twin = put (fixture, "logs2/b.log", "B", -1);
  g_autofree char *to_twin = g_build_filename (logs, "twin.log", NULL);
  g_autofree char *again = g_build_filename (logs, "again.log", NULL);

  g_assert_cmpint (symlink (secret, out), ==, 0);
  g_assert_cmpint (symlink (other, out_folder), ==, 0);
  g_assert_cmpint (symlink (twin, to_twin), ==, 0);
  g_assert_cmpint (symlink (inside, again), ==, 0);
  open_path (fixture, logs);
  assert_texts (fixture, "a.log=A ");
  g_assert_cmpuint (fixture->skipped->len, ==, 1);
  assert_skipped (fixture, 0, RUNGS_COVER_OUTSIDE_LINK, 3, FALSE, "3 links");
  /* By its own name it is what the user asked for. */
  g_ptr_array_set_size (fixture->inputs, 0);
  open_path (fixture, out);
  assert_texts (fixture, "out.log=S ");
}

static void
test_devices (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (rungs_input_open ("/dev/zero", fixture->inputs, fixture->skipped, NULL, &error));
  g_assert_error (error, RUNGS_ERROR, RUNGS_ERROR_READ);
  g_assert_nonnull (strstr (error->message, "is a device"));
  /* It ends, and is empty. */
  open_path (fixture, "/dev/null");
  g_assert_cmpuint (rungs_input_get_size (fixture->inputs->pdata[0]), ==, 0);
  g_clear_error (&error);
  g_assert_false (rungs_input_open ("/proc", fixture->inputs, fixture->skipped, NULL, &error));
  g_assert_nonnull (strstr (error->message, "kernel"));
}

static gpointer
write_later (gpointer path)
{
  FILE *pipe;

  g_usleep (300 * 1000);
  pipe = fopen (path, "w");
  g_assert_nonnull (pipe);
  fputs ("piped", pipe);
  fclose (pipe);
  return NULL;
}

/* Nobody writes: it ends all the same; somebody writes late: all of it is read. */
static void
test_fifo (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *fifo = g_build_filename (fixture->folder, "fifo", NULL);
  g_autoptr (GError) error = NULL;
  GThread *thread;

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  thread = g_thread_new ("write", write_later, fifo);
  open_path (fixture, fifo);
  assert_texts (fixture, "fifo=piped ");
  g_thread_join (thread);
  g_assert_false (rungs_input_open (fifo, fixture->inputs, fixture->skipped, NULL, &error));
  g_assert_error (error, RUNGS_ERROR, RUNGS_ERROR_READ);
  g_assert_nonnull (strstr (error->message, "nothing was written to it"));
}

static void
test_refused (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *missing = g_build_filename (fixture->folder, "missing.log", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (rungs_input_open (missing, fixture->inputs, fixture->skipped, NULL, &error));
  g_assert_error (error, RUNGS_ERROR, RUNGS_ERROR_MISSING);
  g_assert_nonnull (strstr (error->message, "missing.log"));
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_clear_error (&error);
  g_assert_false (
    rungs_input_open (fixture->folder, fixture->inputs, fixture->skipped, NULL, &error));
  g_assert_error (error, RUNGS_ERROR, RUNGS_ERROR_READ);
  g_assert_nonnull (strstr (error->message, fixture->folder));
}

static void
test_cancelled (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = put (fixture, "sbc.log", "x", -1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (rungs_input_open (path, fixture->inputs, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_standard_input (Fixture *fixture, gconstpointer from_pipe)
{
  int saved = dup (STDIN_FILENO), ends[2];
  g_autofree char *path = put (fixture, "sbc.log", "from standard input", -1);

  g_assert_cmpint (pipe (ends), ==, 0);
  g_assert_cmpint (write (ends[1], "from standard input", 19), ==, 19);
  close (ends[1]);
  if (from_pipe == NULL)
    {
      close (ends[0]);
      ends[0] = g_open (path, O_RDONLY);
    }
  dup2 (ends[0], STDIN_FILENO);
  open_path (fixture, "-");
  dup2 (saved, STDIN_FILENO);
  close (saved);
  close (ends[0]);
  assert_texts (fixture, "-=from standard input ");
  g_assert_null (rungs_input_get_path (fixture->inputs->pdata[0]));
}

static void
test_utf16 (Fixture *fixture, gconstpointer big_endian)
{
  static const gunichar2 units[] = {
    0xfeff, 'S', 'I', 'P', 0xe9, 0xd83d, 0xde00, 0xd800, 'x', '\n'
  };
  char bytes[sizeof units + 1];
  g_autofree char *path = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      bytes[i * 2] = (char) (big_endian != NULL ? units[i] >> 8 : units[i] & 0xff);
      bytes[i * 2 + 1] = (char) (big_endian != NULL ? units[i] & 0xff : units[i] >> 8);
    }
  bytes[sizeof units] = 'y'; /* half a unit at the end */
  path = put (fixture, "win.log", bytes, sizeof bytes);
  open_path (fixture, path);
  assert_texts (fixture, "win.log=SIP\xc3\xa9\xf0\x9f\x98\x80\xef\xbf\xbdx\n\xef\xbf\xbd ");
  g_assert_cmpstr (rungs_input_get_path (fixture->inputs->pdata[0]), ==, path);
}

/* ---- Archives ---- */

typedef struct
{
  const char *name;
  const char *text;
  gsize len;
} Entry;

static void
write_archive (const char *path,
               int (*set_format) (struct archive *),
               int (*add_filter) (struct archive *),
               const Entry *entries,
               guint n_entries)
{
  struct archive *archive = archive_write_new ();

  g_assert_cmpint (set_format (archive), ==, ARCHIVE_OK);
  if (add_filter != NULL)
    g_assert_cmpint (add_filter (archive), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_open_filename (archive, path), ==, ARCHIVE_OK);
  for (guint i = 0; i < n_entries; i++)
    {
      struct archive_entry *entry = archive_entry_new ();

      archive_entry_set_pathname (entry, entries[i].name);
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_perm (entry, 0600);
      archive_entry_set_size (entry, entries[i].len);
      archive_entry_set_mtime (entry, 1795342502, 0);
      g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
      g_assert_cmpint (archive_write_data (archive, entries[i].text, entries[i].len), ==,
                       entries[i].len);
      archive_entry_free (entry);
    }
  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);
}

static const Entry two[] = { { "logs/b.log", "B", 1 },
                             { "a.log", "A", 1 },
                             { ".DS_Store", "x", 1 } };

static void
test_archives (Fixture *fixture, gconstpointer unused)
{
  static const struct
  {
    int (*set_format) (struct archive *);
    int (*add_filter) (struct archive *);
  } kinds[] = {
    { archive_write_set_format_zip, NULL },
    { archive_write_set_format_7zip, NULL },
    { archive_write_set_format_ustar, NULL },
    { archive_write_set_format_gnutar, NULL },
    { archive_write_set_format_pax, archive_write_add_filter_gzip },
    { archive_write_set_format_pax, archive_write_add_filter_zstd },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, "bundle", NULL);
      RungsInput *first;

      write_archive (path, kinds[i].set_format, kinds[i].add_filter, two, G_N_ELEMENTS (two));
      g_ptr_array_set_size (fixture->inputs, 0);
      open_path (fixture, path);
      assert_texts (fixture, "b.log=B a.log=A ");
      first = fixture->inputs->pdata[0];
      g_assert_true (g_str_has_suffix (rungs_input_get_name (first), "/bundle/logs/b.log"));
      g_assert_null (rungs_input_get_path (first));
      g_assert_cmpint (rungs_input_get_mtime (first), ==, 1795342502 * RUNGS_STAMP_SECOND);
    }
  g_assert_cmpuint (fixture->skipped->len, ==, 0);
}

static void
test_compressed (Fixture *fixture, gconstpointer unused)
{
  static const struct
  {
    const char *name;
    int (*add_filter) (struct archive *);
  } kinds[] = {
    { "sbc.log.gz", archive_write_add_filter_gzip },
    { "sbc.log.bz2", archive_write_add_filter_bzip2 },
    { "sbc.log.xz", archive_write_add_filter_xz },
    { "sbc.log.zst", archive_write_add_filter_zstd },
    { "sbc.log.lz4", archive_write_add_filter_lz4 },
    { "sbc.log.Z", archive_write_add_filter_compress },
  };
  static const Entry entry = { "x", "text of the log", 15 };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, kinds[i].name, NULL);

      write_archive (path, archive_write_set_format_raw, kinds[i].add_filter, &entry, 1);
      g_ptr_array_set_size (fixture->inputs, 0);
      open_path (fixture, path);
      assert_texts (fixture, "sbc.log=text of the log ");
      g_assert_cmpstr (rungs_input_get_name (fixture->inputs->pdata[0]), ==, path);
    }
}

static void
test_nested (Fixture *fixture, gconstpointer unused)
{
  static const Entry log = { "x", "inner", 5 };
  g_autofree char *inner = g_build_filename (fixture->folder, "inner.log.gz", NULL);
  g_autofree char *bytes = NULL;
  g_autofree char *path = NULL;
  gsize len;

  write_archive (inner, archive_write_set_format_raw, archive_write_add_filter_gzip, &log, 1);
  path = g_build_filename (fixture->folder, "outer.zip", NULL);
  for (guint depth = 0; depth <= RUNGS_MAX_ARCHIVE_DEPTH; depth++)
    {
      Entry entry = { "inner.log.gz" };

      g_assert_true (g_file_get_contents (depth == 0 ? inner : path, &bytes, &len, NULL));
      entry.text = bytes;
      entry.len = len;
      write_archive (path, archive_write_set_format_zip, NULL, &entry, 1);
      g_clear_pointer (&bytes, g_free);
      g_ptr_array_set_size (fixture->inputs, 0);
      g_ptr_array_set_size (fixture->skipped, 0);
      if (depth == 0)
        {
          open_path (fixture, path);
          assert_texts (fixture, "inner.log=inner ");
        }
    }
  g_assert_false (rungs_input_open (path, fixture->inputs, fixture->skipped, NULL, NULL));
  g_assert_cmpuint (fixture->skipped->len, ==, 1);
}

static void
test_bomb (Fixture *fixture, gconstpointer unused)
{
  gsize len = RUNGS_RATIO_FREE + RUNGS_RATIO_FREE / 4;
  g_autofree char *blanks = g_strnfill (len, ' ');
  Entry entry = { "x", blanks, len };
  g_autofree char *path = g_build_filename (fixture->folder, "bomb.gz", NULL);

  write_archive (path, archive_write_set_format_raw, archive_write_add_filter_bzip2, &entry, 1);
  open_path (fixture, path);
  g_assert_cmpuint (rungs_input_get_size (fixture->inputs->pdata[0]), <=, RUNGS_RATIO_FREE);
  g_assert_cmpuint (fixture->skipped->len, ==, 0);
  g_assert_nonnull (strstr (rungs_input_get_cut (fixture->inputs->pdata[0]), "bomb.gz"));
}

/* What came before the cut is given, and the cut is told. */
static void
test_cut_archives (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *path = g_build_filename (fixture->folder, "cut.log.gz", NULL);
  g_autofree char *bytes = NULL;
  Entry entry = { "x" };
  gsize len;

  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (text, "%u ", i * 7919 % 100003);
  entry.text = text->str;
  entry.len = text->len;
  write_archive (path, archive_write_set_format_raw, archive_write_add_filter_gzip, &entry, 1);
  g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));
  g_assert_true (g_file_set_contents (path, bytes, len / 2, NULL));
  open_path (fixture, path);
  g_assert_cmpuint (rungs_input_get_size (fixture->inputs->pdata[0]), >, 0);
  g_assert_cmpuint (rungs_input_get_size (fixture->inputs->pdata[0]), <, text->len);
  g_assert_cmpuint (fixture->skipped->len, ==, 0);
  g_assert_nonnull (strstr (rungs_input_get_cut (fixture->inputs->pdata[0]), "cut.log"));
}

static void
test_broken_archives (Fixture *fixture, gconstpointer unused)
{
  static const struct
  {
    const char *bytes;
    gsize len;
  } broken[] = {
    { "PK\x03\x04 and then nothing that makes sense", 38 },
    { "\x1f\x8b\x08 no", 6 },
    { "BZh91AY&SYxxxx", 14 },
    { "7z\xbc\xaf\x27\x1c", 6 },
    { "\x28\xb5\x2f\xfd", 4 },
    { "\xfd\x37zXZ\x00zz", 8 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *path = put (fixture, "broken", broken[i].bytes, broken[i].len);
      g_autoptr (GError) error = NULL;

      g_assert_false (rungs_input_open (path, fixture->inputs, fixture->skipped, NULL, &error));
      g_assert_error (error, RUNGS_ERROR, RUNGS_ERROR_READ);
      g_assert_nonnull (strstr (error->message, "broken"));
    }
}

/* Captures and texts that begin with two bytes of a magic number are what they are. */
static void
test_not_packed (Fixture *fixture, gconstpointer unused)
{
  static const char *const raw[] = { "\xd4\xc3\xb2\xa1 pcap", "BZh is a name", "PKCS", "\x1f\x8b" };

  for (guint i = 0; i < G_N_ELEMENTS (raw); i++)
    {
      g_autofree char *path = put (fixture, "raw", raw[i], -1);
      g_autofree char *expected = g_strdup_printf ("raw=%s ", raw[i]);

      g_ptr_array_set_size (fixture->inputs, 0);
      open_path (fixture, path);
      assert_texts (fixture, expected);
    }
}

/* Two streams, and reading by offset, do not move each other. */
static void
test_streams (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = put (fixture, "x.pcap", "0123456789", -1);
  g_autofree char *packed = g_build_filename (fixture->folder, "y.gz", NULL);
  static const Entry entry = { "x", "0123456789", 10 };
  g_autoptr (GBytes) bytes = g_bytes_new_static ("0123456789", 10);

  write_archive (packed, archive_write_set_format_raw, archive_write_add_filter_gzip, &entry, 1);
  open_path (fixture, path);
  open_path (fixture, packed);
  g_ptr_array_add (fixture->inputs, rungs_input_new_bytes ("z", bytes));
  for (guint i = 0; i < fixture->inputs->len; i++)
    {
      RungsInput *input = fixture->inputs->pdata[i];
      FILE *a = rungs_input_open_stream (input, NULL), *b;
      char buffer[4] = { 0 };

      g_assert_nonnull (a);
      g_assert_cmpint (fgetc (a), ==, '0');
      b = rungs_input_open_stream (input, NULL);
      g_assert_cmpuint (fread (buffer, 1, 3, b), ==, 3);
      g_assert_cmpstr (buffer, ==, "012");
      g_assert_cmpint (fgetc (a), ==, '1');
      fclose (a);
      fclose (b);
    }
}

static void
test_fingerprint (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *text = g_strnfill (RUNGS_FINGERPRINT_BYTES * 3, 'a');
  gsize len = strlen (text);
  g_autofree char *one = put (fixture, "one", text, len);
  g_autofree char *copy = put (fixture, "other", text, len);
  g_autofree char *end = NULL, *shorter = NULL;

  text[len - 1] = 'b';
  end = put (fixture, "end", text, len);
  shorter = put (fixture, "shorter", text, len - 1);
  open_path (fixture, one);
  open_path (fixture, copy);
  open_path (fixture, end);
  open_path (fixture, shorter);
  for (guint i = 0; i < fixture->inputs->len; i++)
    {
      g_autofree char *a = rungs_input_fingerprint (fixture->inputs->pdata[0]);
      g_autofree char *b = rungs_input_fingerprint (fixture->inputs->pdata[i]);

      g_assert_cmpuint (strlen (a), ==, 64);
      g_assert_cmpint (strcmp (a, b) == 0, ==, i < 2);
    }
}

#define ADD(path, func, data) g_test_add ("/input/" path, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("file", test_file, NULL);
  ADD ("changing-file", test_changing_file, NULL);
  ADD ("folder", test_folder, NULL);
  ADD ("links", test_links, NULL);
  ADD ("devices", test_devices, NULL);
  ADD ("fifo", test_fifo, NULL);
  ADD ("refused", test_refused, NULL);
  ADD ("cancelled", test_cancelled, NULL);
  ADD ("standard-input/file", test_standard_input, NULL);
  ADD ("standard-input/pipe", test_standard_input, "pipe");
  ADD ("utf16/little", test_utf16, NULL);
  ADD ("utf16/big", test_utf16, "big");
  ADD ("archives", test_archives, NULL);
  ADD ("compressed", test_compressed, NULL);
  ADD ("nested", test_nested, NULL);
  ADD ("bomb", test_bomb, NULL);
  ADD ("cut-archives", test_cut_archives, NULL);
  ADD ("broken-archives", test_broken_archives, NULL);
  ADD ("not-packed", test_not_packed, NULL);
  ADD ("streams", test_streams, NULL);
  ADD ("fingerprint", test_fingerprint, NULL);
  return g_test_run ();
}
