/* Captures: the samples (tests/tools/make-captures.py), the same call in every form, and TCP
 * streams made here, cut and shuffled in every way. */
#include <fcntl.h>
#include <unistd.h>

#include "dump.h"
#include "made.h"

#include "base/error.h"
#include "base/limits.h"
#include "formats/capture/capture.h"

/* ---- Samples ---- */

static char *
sample_path (const char *folder, const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "data", folder, name, NULL);
}

static GPtrArray *
sample_messages (const char *name)
{
  g_autofree char *path = sample_path ("pcap", name);
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize len;

  g_file_get_contents (path, &bytes, &len, &error);
  g_assert_no_error (error);
  return dump_messages (&rungs_format_pcap, name, rungs_span (bytes, len));
}

/* ---- a disk that fails ---- */

typedef struct
{
  RungsSink sink;
  const char *path;
  guint n_messages, n_diagnostics;
} FailingDisk;

/* From the first message on nothing can be read from the file any more, whoever has it open. */
static void
fail_cb (RungsSink *sink, const RungsSinkMessage *message)
{
  FailingDisk *disk = (FailingDisk *) sink;
  g_autoptr (GDir) open_files = NULL;
  const char *name;
  int bad;

  if (disk->n_messages++ > 0)
    return;
  bad = open ("/dev/null", O_WRONLY | O_CLOEXEC);
  open_files = g_dir_open ("/proc/self/fd", 0, NULL);
  while ((name = g_dir_read_name (open_files)) != NULL)
    {
      g_autofree char *link = g_build_filename ("/proc/self/fd", name, NULL);
      g_autofree char *target = g_file_read_link (link, NULL);
      int fd = (int) g_ascii_strtoll (name, NULL, 10);

      if (g_strcmp0 (target, disk->path) == 0)
        g_assert_cmpint (dup2 (bad, fd), ==, fd);
    }
  close (bad);
}

static void
count_diagnostic_cb (RungsSink *sink, guint32 line, RungsDiagnosticKind kind, const char *text)
{
  ((FailingDisk *) sink)->n_diagnostics++;
}

/* @head bytes of a sample, and the rest of it over and over, on a disk. (transfer full) */
static char *
write_large (const char *name, gsize head)
{
  g_autofree char *path = sample_path ("pcap", name);
  g_autofree char *bytes = NULL;
  g_autoptr (GString) large = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  char *copy;
  gsize len;

  g_file_get_contents (path, &bytes, &len, &error);
  g_assert_no_error (error);
  g_string_append_len (large, bytes, (gssize) head);
  while (large->len < 4 * 1024 * 1024)
    g_string_append_len (large, bytes + head, (gssize) (len - head));
  close (g_file_open_tmp ("rungs-XXXXXX", &copy, &error));
  g_assert_no_error (error);
  g_file_set_contents (copy, large->str, (gssize) large->len, &error);
  g_assert_no_error (error);
  return copy;
}

/* What was read before stays; that there was more is an error of reading, and no remark about a
 * frame. */
static void
check_failing_disk (const char *name, gsize head)
{
  g_autofree char *path = write_large (name, head);
  FailingDisk disk = { .sink = { .message = fail_cb, .diagnostic = count_diagnostic_cb },
                       .path = path };
  g_autoptr (GPtrArray) inputs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_input_unref);
  g_autoptr (RungsReader) reader = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (rungs_input_open (path, inputs, NULL, NULL, &error));
  reader = rungs_reader_new (inputs->pdata[0], 0, G_MAXUINT64, 1);
  g_assert_false (rungs_format_pcap.parse (&rungs_format_pcap, reader, &disk.sink, NULL, &error));
  g_assert_error (error, RUNGS_ERROR, RUNGS_ERROR_READ);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_cmpuint (disk.n_messages, >, 0);
  g_assert_cmpuint (disk.n_diagnostics, ==, 0);
  unlink (path);
}

static void
test_failing_disk (void)
{
  check_failing_disk ("call.pcap", 24);
  check_failing_disk ("call-blocks.pcapng", 0);
}

/* One call, whatever carries it, is the same messages byte for byte. */
static void
test_same (void)
{
  g_autoptr (GPtrArray) expected = sample_messages ("call.pcap");
  g_autofree char *path = sample_path ("pcap", "");
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_cmpuint (expected->len, ==, 7);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "call-") && !g_str_has_suffix (name, ".dump"))
      {
        g_autoptr (GPtrArray) got = sample_messages (name);

        g_test_message ("%s", name);
        made_assert_same (got, expected);
        n++;
      }
  g_assert_cmpuint (n, >=, 30);
}

static void
count_message (RungsSink *sink, const RungsSinkMessage *message)
{
  g_assert_not_reached ();
}

static void
ignore_diagnostic (RungsSink *sink, guint32 line, RungsDiagnosticKind kind, const char *text)
{
}

static void
assert_refused (const char *name, RungsError code, const char *says)
{
  g_autofree char *path = sample_path ("pcap-refused", name);
  g_autoptr (GPtrArray) inputs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_input_unref);
  g_autoptr (RungsReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  RungsSink sink = { .message = count_message, .diagnostic = ignore_diagnostic };

  g_assert_true (rungs_input_open (path, inputs, NULL, NULL, &error));
  reader = rungs_reader_new (g_ptr_array_index (inputs, 0), 0, G_MAXUINT64, 1);
  g_assert_false (rungs_format_pcap.parse (&rungs_format_pcap, reader, &sink, NULL, &error));
  g_assert_error (error, RUNGS_ERROR, code);
  g_assert_nonnull (strstr (error->message, says));
}

static void
test_refused (void)
{
  assert_refused ("usb.pcap", RUNGS_ERROR_UNSUPPORTED, "USB");
  assert_refused ("version.pcap", RUNGS_ERROR_READ, "beginning");
}

static gboolean
stop (RungsSink *sink, guint64 offset)
{
  return FALSE;
}

static void
test_cancel (void)
{
  g_autofree char *path = sample_path ("pcap", "media-only.pcap");
  g_autoptr (GPtrArray) inputs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_input_unref);
  g_autoptr (RungsReader) reader = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  RungsSink sink = { .message = count_message, .progress = stop };

  g_assert_true (rungs_input_open (path, inputs, NULL, NULL, NULL));
  reader = rungs_reader_new (g_ptr_array_index (inputs, 0), 0, G_MAXUINT64, 1);
  g_assert_true (rungs_format_pcap.parse (&rungs_format_pcap, reader, &sink, NULL, &error));
  g_assert_no_error (error);
  g_cancellable_cancel (cancellable);
  g_assert_false (rungs_format_pcap.parse (&rungs_format_pcap, reader, &sink, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* ---- Streams made here ---- */

static char *
joined (void)
{
  return g_strjoinv ("", (char **) made_call);
}

/* Cut in three, at every pair of places. */
static void
test_cuts (void)
{
  g_autofree char *stream = joined ();
  g_autoptr (GPtrArray) expected = made_bytes (made_call);
  gsize len = strlen (stream);

  for (gsize a = 1; a < len; a++)
    for (gsize b = a + 1; b < len; b += 13)
      {
        g_autoptr (GByteArray) file = made_new ();
        g_autoptr (GPtrArray) got = NULL;

        made_add_syn (file);
        made_add_data (file, 1, 0, rungs_span (stream, a));
        made_add_data (file, 1, a, rungs_span (stream + a, b - a));
        made_add_data (file, 1, b, rungs_span (stream + b, len - b));
        got = made_parse (file);
        made_assert_same (got, expected);
      }
}

/* Byte by byte, with keepalives between the messages. */
static void
test_bytes (void)
{
  g_autofree char *stream = g_strjoinv ("\r\n\r\n", (char **) made_call);
  g_autoptr (GPtrArray) expected = made_bytes (made_call);
  g_autoptr (GByteArray) file = made_new ();
  g_autoptr (GPtrArray) got = NULL;

  for (gsize i = 0; stream[i] != '\0'; i++)
    made_add_data (file, 1, i, rungs_span (stream + i, 1));
  got = made_parse (file);
  made_assert_same (got, expected);
}

/* Segments of random length, sent again with other borders, in random order within a window. */
static void
test_shuffled (void)
{
  g_autofree char *stream = joined ();
  g_autoptr (GPtrArray) expected = made_bytes (made_call);
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261122);
  int len = (int) strlen (stream);

  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (GByteArray) file = made_new ();
      g_autoptr (GPtrArray) got = NULL;
      g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (int));

      for (int at = 0; at < len; at += g_rand_int_range (rand, 1, 60))
        g_array_append_val (starts, at);
      for (guint i = 1; i < starts->len; i++)
        {
          guint j = (guint) g_rand_int_range (rand, (int) MAX (i, 8) - 8, (int) i + 1);
          int keep = g_array_index (starts, int, i);

          g_array_index (starts, int, i) = g_array_index (starts, int, j);
          g_array_index (starts, int, j) = keep;
        }
      made_add_syn (file);
      for (guint i = 0; i < starts->len; i++)
        {
          int at = g_array_index (starts, int, i);

          made_add_data (file, 1, (gsize) at, rungs_span (stream + at, (gsize) MIN (60, len - at)));
        }
      got = made_parse (file);
      made_assert_same (got, expected);
    }
}

/* Without any one of its segments, a stream gives all messages that the segment had no part in. */
static void
test_lost (void)
{
  g_autofree char *stream = joined ();
  gsize len = strlen (stream);
  const gsize size = 41;

  for (gsize lost = 0; lost < len; lost += size)
    {
      g_autoptr (GByteArray) file = made_new ();
      g_autoptr (GPtrArray) got = NULL;
      gsize begin = 0, matched = 0;

      made_add_syn (file);
      for (gsize at = 0; at < len; at += size)
        if (at != lost)
          made_add_data (file, 1, at, rungs_span (stream + at, MIN (size, len - at)));
      got = made_parse (file);
      for (guint i = 0; made_call[i] != NULL; i++)
        {
          gsize end = begin + strlen (made_call[i]);
          gboolean hit = lost < end && lost + size > begin;

          for (guint j = 0; j < got->len && !hit; j++)
            if (g_bytes_get_size (g_ptr_array_index (got, j)) == end - begin
                && memcmp (g_bytes_get_data (g_ptr_array_index (got, j), NULL), made_call[i],
                           end - begin)
                     == 0)
              {
                matched++;
                hit = TRUE;
              }
          g_assert_true (hit);
          begin = end;
        }
      g_assert_cmpuint (matched, >=, 2);
      g_assert_cmpuint (got->len, <=, 6);
    }
}

/* The hole is given up once the other side acknowledged it and a second has passed: later
 * messages do not wait for the end. */
static void
test_acknowledged (void)
{
  g_autoptr (GByteArray) file = made_new ();
  g_autofree char *text = NULL;
  gsize first = strlen (made_call[0]), second = strlen (made_call[1]);

  made_add_syn (file);
  made_add_data (file, 1, 0, rungs_span_of (made_call[0]));
  made_add_data (file, 2, first + second, rungs_span_of (made_call[2]));
  made_add_segment (file, 4, TRUE, MADE_ACK, 1, MADE_ISN + 1 + (guint32) (first + second),
                    RUNGS_SPAN_NONE);
  made_add_segment (file, 5, TRUE, MADE_ACK, 1, 0, rungs_span_of (made_call[4]));
  text = made_dump (file);
  g_assert_nonnull (strstr (text, "lost-records"));
  g_assert_nonnull (strstr (text, "line=3"));
  g_assert_true (strstr (text, "Call-ID: 3") < strstr (text, "Call-ID: 5"));
}

/* Content-Length says more than there is, and less. */
static void
test_length (void)
{
  static const char more[] =
    "MESSAGE sip:a@example.com SIP/2.0\r\nCall-ID: m\r\nContent-Length: 500\r\n\r\nHello\r\n";
  static const char less[] =
    "MESSAGE sip:a@example.com SIP/2.0\r\nCall-ID: m\r\nContent-Length: 2\r\n\r\nHello\r\n";
  g_autoptr (GByteArray) file = made_new (), other = made_new ();
  g_autofree char *text = NULL, *other_text = NULL;

  made_add_syn (file);
  made_add_data (file, 1, 0, rungs_span_of (more));
  made_add_data (file, 1, strlen (more), rungs_span_of (made_call[0]));
  text = made_dump (file);
  g_assert_nonnull (strstr (text, "length-mismatch"));
  g_assert_nonnull (strstr (text, "damaged\n  | MESSAGE"));
  g_assert_nonnull (strstr (text, "Call-ID: 1"));

  made_add_syn (other);
  made_add_data (other, 1, 0, rungs_span_of (less));
  made_add_data (other, 1, strlen (less), rungs_span_of (made_call[0]));
  other_text = made_dump (other);
  g_assert_nonnull (strstr (other_text, "malformed"));
  g_assert_nonnull (strstr (other_text, "  | He⌁\n"));
  g_assert_nonnull (strstr (other_text, "Call-ID: 1"));
}

/* A head that never ends, and a body beyond the limit. */
static void
test_limit (void)
{
  g_autofree char *line = g_strnfill (60000, 'x');
  g_autoptr (GByteArray) file = made_new ();
  g_autoptr (GPtrArray) got = NULL;
  g_autofree char *text = NULL;
  static const char start[] = "MESSAGE sip:a@example.com SIP/2.0\r\nCall-ID: long\r\nSubject: ";
  gsize at = strlen (start);

  made_add_syn (file);
  made_add_data (file, 1, 0, rungs_span_of (start));
  for (; at < 2 * RUNGS_MAX_SIP; at += 60000)
    made_add_data (file, 1, at, rungs_span (line, 60000));
  made_add_data (file, 1, at, RUNGS_SPAN ("\r\n\r\n"));
  made_add_data (file, 1, at + 4, rungs_span_of (made_call[0]));
  got = made_parse (file);
  g_assert_cmpuint (got->len, ==, 2);
  g_assert_cmpuint (g_bytes_get_size (g_ptr_array_index (got, 0)), ==, RUNGS_MAX_SIP);
  text = made_dump (file);
  g_assert_nonnull (strstr (text, "limit: "));
}

/* Other traffic on the way to SIP: a web page that mentions it, a tunnel of records, an old
 * connection's ports used again. */
static void
test_other (void)
{
  static const char page[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nGET / "
                             "SIP/2.0\r\n\r\nSIP/2.0 200 OK\r\n\r\n";
  g_autoptr (GByteArray) file = made_new ();
  g_autoptr (GPtrArray) got = NULL;
  g_autofree char *text = NULL;

  made_add_syn (file);
  made_add_data (file, 1, 0, rungs_span_of (page));
  got = made_parse (file);
  g_assert_cmpuint (got->len, ==, 0);
  text = made_dump (file);
  g_assert_nonnull (strstr (text, "no SIP"));

  /* The same ports again. */
  made_add_segment (file, 5, FALSE, MADE_SYN, 77, 0, RUNGS_SPAN_NONE);
  made_add_segment (file, 5, FALSE, MADE_ACK, 78, 0, rungs_span_of (made_call[1]));
  g_ptr_array_unref (got);
  got = made_parse (file);
  g_assert_cmpuint (got->len, ==, 1);
}

/* The end of a connection ends its message, and what is sent again after it is not seen twice. */
static void
test_close (void)
{
  g_autoptr (GByteArray) file = made_new ();
  g_autoptr (GPtrArray) got = NULL;
  gsize len = strlen (made_call[1]);

  made_add_syn (file);
  made_add_data (file, 1, 0, rungs_span (made_call[1], len - 3));
  made_add_segment (file, 1, FALSE, MADE_FIN | MADE_ACK, MADE_ISN + 1 + (guint32) len - 3, 1,
                    RUNGS_SPAN_NONE);
  made_add_data (file, 2, 0, rungs_span (made_call[1], len - 3));
  got = made_parse (file);
  g_assert_cmpuint (got->len, ==, 1);
  g_assert_cmpuint (g_bytes_get_size (g_ptr_array_index (got, 0)), ==, len - 3);
}

/* Many connections that all hold something back: the oldest are finished, nothing grows without
 * end. */
static void
test_many (void)
{
  g_autofree char *body = g_strnfill (60000, 'x');
  g_autofree char *head = g_strdup_printf (
    "MESSAGE sip:a@example.com SIP/2.0\r\nContent-Length: %d\r\n\r\n%s", 900000, body);
  g_autoptr (GByteArray) file = made_new ();
  g_autoptr (GPtrArray) got = NULL;
  const guint n = 2 * RUNGS_MAX_HELD_BYTES / 60000;

  for (guint i = 0; i < n; i++)
    {
      guint at = file->len;

      made_add_data (file, 1, 0, rungs_span_of (head));
      file->data[at + 16 + 12 + 3] = (guint8) (i >> 8); /* another source */
      file->data[at + 16 + 12 + 2] = (guint8) i;
    }
  got = made_parse (file);
  g_assert_cmpuint (got->len, ==, n);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dump_add_samples (&rungs_format_pcap, "pcap");
  g_test_add_func ("/capture/same", test_same);
  g_test_add_func ("/capture/refused", test_refused);
  g_test_add_func ("/capture/cancel", test_cancel);
  g_test_add_func ("/capture/failing-disk", test_failing_disk);
  g_test_add_func ("/capture/tcp/cuts", test_cuts);
  g_test_add_func ("/capture/tcp/bytes", test_bytes);
  g_test_add_func ("/capture/tcp/shuffled", test_shuffled);
  g_test_add_func ("/capture/tcp/lost", test_lost);
  g_test_add_func ("/capture/tcp/acknowledged", test_acknowledged);
  g_test_add_func ("/capture/tcp/length", test_length);
  g_test_add_func ("/capture/tcp/limit", test_limit);
  g_test_add_func ("/capture/tcp/other", test_other);
  g_test_add_func ("/capture/tcp/close", test_close);
  g_test_add_func ("/capture/tcp/many", test_many);
  return g_test_run ();
}
