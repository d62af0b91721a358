/* The loader over real files: captures written here, folders, files of no use, threads,
 * cancelling. */
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "script.h"

#include "base/error.h"
#include "calls/health.h"

#define RAW_IP 101          /* LINKTYPE_RAW */
#define BUSY G_USEC_PER_SEC /* long enough for a load to end */

typedef struct
{
  char *folder, *capture, *nonsense, *empty, *missing;
} Fixture;

static void
put16 (GByteArray *out, guint value)
{
  const guint8 bytes[2] = { (guint8) (value >> 8), (guint8) value };

  g_byte_array_append (out, bytes, 2);
}

static void
put_native32 (GByteArray *out, guint32 value)
{
  g_byte_array_append (out, (const guint8 *) &value, 4);
}

/* One UDP datagram from 192.0.2.1 to 192.0.2.2, or back, in raw IP. */
static void
put_packet (GByteArray *out, guint64 usec, const char *text, gboolean back)
{
  static const guint8 head[] = { 0x40, 0, 0x40, 17, 0, 0 };
  const guint8 ends[2][4] = { { 192, 0, 2, 1 }, { 192, 0, 2, 2 } };
  guint len = (guint) strlen (text);

  put_native32 (out, (guint32) (usec / 1000000));
  put_native32 (out, (guint32) (usec % 1000000));
  put_native32 (out, len + 28);
  put_native32 (out, len + 28);
  g_byte_array_append (out, (const guint8 *) "\x45\0", 2);
  put16 (out, len + 28);
  put16 (out, 1);
  g_byte_array_append (out, head, sizeof head);
  g_byte_array_append (out, ends[back], 4);
  g_byte_array_append (out, ends[!back], 4);
  put16 (out, 5060);
  put16 (out, 5060);
  put16 (out, len + 8);
  put16 (out, 0);
  g_byte_array_append (out, (const guint8 *) text, len);
}

static void
write_capture (const char *path, guint n_calls)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  const guint32 head[] = { 0xa1b2c3d4, 0x00040002, 0, 0, 65535, RAW_IP };
  g_autoptr (GError) error = NULL;

  g_byte_array_append (out, (const guint8 *) head, sizeof head);
  for (guint i = 0; i < n_calls; i++)
    {
      g_autofree char *rest = g_strdup_printf (
        "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK%u\r\nFrom: "
        "<sip:+15550100@example.com>;tag=f%u\r\n"
        "To: <sip:+1555%04u@example.net>\r\nCall-ID: %u@192.0.2.1\r\nCSeq: 1 INVITE\r\n"
        "User-Agent: A caller with a rather long name, so that the file is of some "
        "size\r\nContent-Length: 0\r\n\r\n",
        i, i, i % 10000, i);
      g_autofree char *invite =
        g_strdup_printf ("INVITE sip:+1555%04u@192.0.2.2 SIP/2.0\r\n%s", i % 10000, rest);
      g_autofree char *busy = g_strdup_printf ("SIP/2.0 486 Busy Here\r\n%s", rest);

      put_packet (out, 1000000 + i * G_GUINT64_CONSTANT (20000000), invite, FALSE);
      put_packet (out, 1500000 + i * G_GUINT64_CONSTANT (20000000), busy, TRUE);
    }
  g_file_set_contents (path, (const char *) out->data, out->len, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, gconstpointer n_calls)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("rungs-XXXXXX", &error);
  g_assert_no_error (error);
  self->capture = g_build_filename (self->folder, "b.pcap", NULL);
  self->nonsense = g_build_filename (self->folder, "a.bin", NULL);
  self->empty = g_build_filename (self->folder, "c.log", NULL);
  self->missing = g_build_filename (self->folder, "missing.log", NULL);
  write_capture (self->capture, GPOINTER_TO_UINT (n_calls));
  g_assert_true (g_file_set_contents (self->nonsense, "\1\2\3\0nothing of use\n", 19, NULL));
  g_assert_true (g_file_set_contents (self->empty, "", 0, NULL));
}

static void
tear_down (Fixture *self, gconstpointer n_calls)
{
  g_unlink (self->capture);
  g_unlink (self->nonsense);
  g_unlink (self->empty);
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->capture);
  g_free (self->nonsense);
  g_free (self->empty);
  g_free (self->missing);
}

static RungsTrace *
load (const char *a, const char *b, gboolean strict, GError **error)
{
  const char *const paths[] = { a, b, NULL };

  return rungs_trace_load (paths, NULL, strict, NULL, NULL, NULL, error);
}

static void
test_good (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RungsTrace) trace = load (self->capture, NULL, TRUE, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rungs_trace_get_n_calls (trace), ==, GPOINTER_TO_UINT (data));
  g_assert_cmpuint (rungs_trace_get_input (trace, 0)->n_messages, ==, 2 * GPOINTER_TO_UINT (data));
  g_assert_true (rungs_trace_get_input (trace, 0)->utc);
  g_assert_false (rungs_trace_is_partial (trace));
  for (guint i = 0; i < rungs_trace_get_n_calls (trace); i++)
    g_assert_cmpuint (rungs_trace_get_call (trace, i)->state, ==, RUNGS_STATE_FAILED);
}

/* A sentence that names the file, for each kind of file that is of no use. */
static void
test_useless (Fixture *self, gconstpointer data)
{
  const char *const paths[] = { self->nonsense, self->empty, self->missing };
  const int codes[] = { RUNGS_ERROR_UNRECOGNISED, RUNGS_ERROR_UNRECOGNISED, RUNGS_ERROR_MISSING };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    for (gboolean strict = FALSE; strict <= TRUE; strict++)
      {
        g_autoptr (GError) error = NULL;

        g_assert_null (load (paths[i], NULL, strict, &error));
        g_assert_error (error, RUNGS_ERROR, codes[i]);
        g_assert_nonnull (strstr (error->message, paths[i]));
        g_assert_true (g_str_has_suffix (error->message, "."));
      }
}

static void
test_one_of_two (Fixture *self, gconstpointer data)
{
  const char *const paths[] = { self->nonsense, self->empty, self->missing };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RungsTrace) trace = load (self->capture, paths[i], FALSE, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (rungs_trace_get_n_calls (trace), ==, GPOINTER_TO_UINT (data));
      g_assert_cmpuint (rungs_trace_get_n_diagnostics (trace), ==, 1);
      g_assert_cmpint (rungs_trace_get_diagnostic (trace, 0)->kind, ==,
                       RUNGS_DIAGNOSTIC_UNREADABLE);
      g_assert_nonnull (strstr (rungs_trace_get_diagnostic (trace, 0)->text, paths[i]));

      g_assert_null (load (self->capture, paths[i], TRUE, &error));
      g_assert_nonnull (error);
    }
}

/* A folder is one name: that some of its files are no logs is no failure, even a strict one. */
static void
test_folder (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RungsTrace) trace = load (self->folder, NULL, TRUE, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rungs_trace_get_n_calls (trace), ==, GPOINTER_TO_UINT (data));
  g_assert_cmpuint (rungs_trace_get_n_diagnostics (trace), >=, 1);
}

static void
test_folder_without_logs (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_unlink (self->capture);
  g_assert_null (load (self->folder, NULL, FALSE, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_unlink (self->nonsense);
  g_unlink (self->empty);
  g_assert_null (load (self->folder, NULL, TRUE, &error));
  g_assert_nonnull (error);
}

static void
test_wrong_format (Fixture *self, gconstpointer data)
{
  const char *const paths[] = { self->capture, NULL };
  RungsLoadOptions options = { .format_id = "no-such-format" };
  g_autoptr (GError) error = NULL;

  g_assert_null (rungs_trace_load (paths, &options, TRUE, NULL, NULL, NULL, &error));
  g_assert_error (error, RUNGS_ERROR, RUNGS_ERROR_USAGE);
}

static void
cancel_cb (double fraction, RungsTrace *snapshot, gpointer user_data)
{
  g_assert_null (snapshot);
  g_assert_cmpfloat (fraction, >=, 0);
  g_assert_cmpfloat (fraction, <=, 1);
  g_cancellable_cancel (user_data);
}

static void
test_cancel (Fixture *self, gconstpointer data)
{
  const char *const paths[] = { self->capture, NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (rungs_trace_load (paths, NULL, TRUE, cancel_cb, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

typedef struct
{
  RungsTrace *trace;
  GError *error;
  GThread *thread;
  guint n_progress, n_snapshots;
  double fraction;
  guint n_messages;
  gboolean is_done;
} Async;

static void
progress_cb (double fraction, RungsTrace *snapshot, gpointer user_data)
{
  Async *self = user_data;

  g_assert_true (g_thread_self () == self->thread);
  g_assert_false (self->is_done);
  g_assert_cmpfloat (fraction, >=, self->fraction);
  self->fraction = fraction;
  self->n_progress++;
  if (snapshot != NULL)
    {
      g_assert_true (rungs_trace_is_partial (snapshot));
      g_assert_cmpuint (rungs_trace_get_n_messages (snapshot), >, self->n_messages);
      self->n_messages = rungs_trace_get_n_messages (snapshot);
      self->n_snapshots++;
      for (guint i = 0; i < rungs_trace_get_n_calls (snapshot); i++)
        g_assert_cmpstr (rungs_trace_string (snapshot, rungs_trace_get_call (snapshot, i)->from),
                         ==, "+15550100");
    }
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Async *self = user_data;

  self->trace = rungs_trace_load_finish (result, &self->error);
  self->is_done = TRUE;
}

static void
test_async (Fixture *self, gconstpointer data)
{
  const char *const paths[] = { self->capture, self->nonsense, NULL };
  Async async = { .thread = g_thread_self () };

  rungs_trace_load_async (paths, NULL, progress_cb, &async, NULL, done_cb, &async);
  while (!async.is_done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (async.error);
  g_assert_cmpuint (rungs_trace_get_n_calls (async.trace), ==, GPOINTER_TO_UINT (data));
  g_assert_cmpuint (rungs_trace_get_n_diagnostics (async.trace), ==, 1);
  g_object_unref (async.trace);
}

/* A caller that was busy until all was read: what is said of the progress comes before the end, and
 * not after it. */
static void
test_async_busy (Fixture *self, gconstpointer data)
{
  const char *const paths[] = { self->capture, self->nonsense, NULL };
  g_autoptr (GMainContext) context = g_main_context_new ();
  Async async = { .thread = g_thread_self () };

  g_main_context_push_thread_default (context);
  rungs_trace_load_async (paths, NULL, progress_cb, &async, NULL, done_cb, &async);
  g_usleep (BUSY);
  while (!async.is_done)
    g_main_context_iteration (context, TRUE);
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);
  g_assert_cmpuint (async.n_progress, >, 0);
  g_assert_no_error (async.error);
  g_object_unref (async.trace);
}

static void
test_async_own_context (Fixture *self, gconstpointer data)
{
  const char *const paths[] = { self->capture, NULL };
  Async async = { .thread = g_thread_self () };
  g_autoptr (GMainContext) context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  rungs_trace_load_async (paths, NULL, progress_cb, &async, NULL, done_cb, &async);
  while (!async.is_done)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
  g_assert_no_error (async.error);
  g_object_unref (async.trace);
}

static void
test_async_cancelled (Fixture *self, gconstpointer data)
{
  const char *const paths[] = { self->capture, NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Async async = { .thread = g_thread_self () };

  rungs_trace_load_async (paths, NULL, progress_cb, &async, cancellable, done_cb, &async);
  g_cancellable_cancel (cancellable);
  while (!async.is_done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (async.trace);
  g_assert_error (async.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_error_free (async.error);
}

static void
test_async_failure (Fixture *self, gconstpointer data)
{
  const char *const paths[] = { self->nonsense, NULL };
  Async async = { .thread = g_thread_self () };

  rungs_trace_load_async (paths, NULL, NULL, NULL, NULL, done_cb, &async);
  while (!async.is_done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (async.error, RUNGS_ERROR, RUNGS_ERROR_UNRECOGNISED);
  g_error_free (async.error);
}

/* The heads of a format in a form that it does not know: the messages are read as those of any
 * text. */
static void
test_as_text (Fixture *self, gconstpointer data)
{
  static const char log[] =
    "Nov 22 10:15:02 192.0.2.1 1: 000001: Nov 22 10:15:02.105: "
    "//-1/xxxxxxxxxxxx/SIP/Msg/ccsipDisplayMsg:\n"
    "Nov 22 10:15:02 192.0.2.1 2: Sent:\n"
    "Nov 22 10:15:02 192.0.2.1 3: INVITE sip:b@192.0.2.2 SIP/2.0\n"
    "Nov 22 10:15:02 192.0.2.1 4: Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1\n"
    "Nov 22 10:15:02 192.0.2.1 5: From: <sip:a@192.0.2.1>;tag=1\n"
    "Nov 22 10:15:02 192.0.2.1 6: To: <sip:b@192.0.2.2>\n"
    "Nov 22 10:15:02 192.0.2.1 7: Call-ID: as-text\n"
    "Nov 22 10:15:02 192.0.2.1 8: CSeq: 1 INVITE\n"
    "Nov 22 10:15:02 192.0.2.1 9: Content-Length: 0\n";
  const char *const paths[] = { self->nonsense, NULL };
  g_autoptr (GError) error = NULL;
  RungsTrace *trace;

  g_assert_true (g_file_set_contents (self->nonsense, log, -1, NULL));
  trace = rungs_trace_load (paths, NULL, TRUE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rungs_trace_get_n_messages (trace), ==, 1);
  g_object_unref (trace);
}

/* ---- What ends early ---- */

/* Large enough that a load tells its progress some times. */
#define LOG_BYTES (12 * 1024 * 1024)

/* Messages of calls to a busy number. */
static guint
write_log (const char *path)
{
  g_autoptr (GString) out = g_string_sized_new (LOG_BYTES + 1024);
  g_autoptr (GError) error = NULL;
  guint n = 0;

  for (; out->len < LOG_BYTES; n++)
    g_string_append_printf (
      out,
      "INVITE sip:+15550101@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP "
      "192.0.2.1;branch=z9hG4bK%u\r\nFrom: <sip:+15550100@example.com>;tag=f%u\r\n"
      "To: <sip:+15550101@example.net>\r\nCall-ID: %u@192.0.2.1\r\nCSeq: 1 INVITE\r\n"
      "Content-Length: 0\r\n\r\n",
      n, n, n);
  g_file_set_contents (path, out->str, (gssize) out->len, &error);
  g_assert_no_error (error);
  return n;
}

static gboolean
says (RungsTrace *trace, guint input, const char *words)
{
  for (guint i = 0; i < rungs_trace_get_n_diagnostics (trace); i++)
    {
      const RungsDiagnostic *diagnostic = rungs_trace_get_diagnostic (trace, i);

      if (diagnostic->kind == RUNGS_DIAGNOSTIC_PARTIAL && diagnostic->input == input
          && strstr (diagnostic->text, words) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* @n: what there would be. */
static void
assert_partial (RungsTrace *trace, guint n, const char *words)
{
  const RungsTraceInput *input = rungs_trace_get_input (trace, 0);
  g_autofree char *why = rungs_trace_describe_partial (trace);

  g_assert_true (rungs_trace_is_partial (trace));
  g_assert_false (rungs_trace_is_snapshot (trace));
  g_assert_true (input->is_partial);
  g_assert_cmpuint (rungs_trace_get_n_messages (trace), >, 0);
  g_assert_cmpuint (rungs_trace_get_n_messages (trace), <, n);
  g_assert_cmpuint (input->n_read, <, rungs_input_get_size (input->input));
  g_assert_true (says (trace, 0, words));
  g_assert_nonnull (strstr (why, words));
}

/* What was not read may hold the answers: nothing is said of what the log lacks, only of what was
 * read. */
static void
assert_health_of_what_was_read (RungsTrace *trace)
{
  g_autoptr (GPtrArray) list = rungs_trace_input_health (trace, 0);

  for (guint i = 0; i < list->len; i++)
    {
      const RungsHealth *health = list->pdata[i];

      g_assert_cmpint (health->kind, !=, RUNGS_HEALTH_ONE_DIRECTION);
      g_assert_null (strstr (health->text, "in the log"));
    }
}

static void
stop_cb (double fraction, RungsTrace *snapshot, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/* What was read stays, as a trace like any other, and says that it is not all. */
static void
test_stop (Fixture *self, gconstpointer data)
{
  const char *const paths[] = { self->capture, self->nonsense, NULL };
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  RungsLoadOptions options = { .stop = stop };
  g_autoptr (GError) error = NULL;
  g_autoptr (RungsTrace) trace = NULL;
  g_autoptr (RungsTrace) again = NULL;

  trace = rungs_trace_load (paths, &options, FALSE, stop_cb, stop, NULL, &error);
  g_assert_no_error (error);
  assert_partial (trace, 2 * GPOINTER_TO_UINT (data), "stopped at");
  assert_health_of_what_was_read (trace);
  g_assert_cmpuint (rungs_trace_get_n_inputs (trace), ==, 2);
  g_assert_true (says (trace, 1, "before this file"));
  g_assert_cmpuint (rungs_trace_get_input (trace, 1)->n_read, ==, 0);
  again = rungs_trace_regroup (trace, NULL);
  g_assert_true (rungs_trace_is_partial (again));
  g_assert_cmpuint (rungs_trace_get_n_bytes (again), ==, rungs_trace_get_n_bytes (trace));
}

/* Nothing to keep: as if it was cancelled. */
static void
test_stop_before_all (Fixture *self, gconstpointer data)
{
  const char *const paths[] = { self->nonsense, NULL };
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  RungsLoadOptions options = { .stop = stop, .format_id = "sip-text" };
  g_autofree char *noise = g_strnfill (LOG_BYTES, 'x');
  g_autoptr (GError) error = NULL;

  for (gsize i = 80; i < LOG_BYTES; i += 80)
    noise[i] = '\n';
  g_assert_true (g_file_set_contents (self->nonsense, noise, LOG_BYTES, NULL));
  g_assert_null (rungs_trace_load (paths, &options, FALSE, stop_cb, stop, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Never asked for, it changes nothing. */
static void
test_no_stop (Fixture *self, gconstpointer data)
{
  const char *const paths[] = { self->capture, NULL };
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  RungsLoadOptions options = { .stop = stop };
  g_autoptr (GError) error = NULL;
  g_autoptr (RungsTrace) trace =
    rungs_trace_load (paths, &options, FALSE, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_false (rungs_trace_is_partial (trace));
  g_assert_null (rungs_trace_describe_partial (trace));
  g_assert_cmpuint (rungs_trace_get_n_bytes (trace), ==,
                    rungs_input_get_size (rungs_trace_get_input (trace, 0)->input));
}

static void
shrink_cb (double fraction, RungsTrace *snapshot, gpointer path)
{
  if (fraction > 0 && fraction < 1)
    g_assert_cmpint (truncate (path, 1024 * 1024), ==, 0);
}

static void
test_shrinking_log (Fixture *self, gconstpointer data)
{
  const char *const paths[] = { self->nonsense, NULL };
  g_autoptr (GError) error = NULL;
  guint n = write_log (self->nonsense);
  g_autoptr (RungsTrace) trace =
    rungs_trace_load (paths, NULL, TRUE, shrink_cb, self->nonsense, NULL, &error);

  g_assert_no_error (error);
  assert_partial (trace, n, "became shorter");
}

static void
test_shrinking_capture (Fixture *self, gconstpointer data)
{
  const char *const paths[] = { self->capture, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (RungsTrace) trace =
    rungs_trace_load (paths, NULL, TRUE, shrink_cb, self->capture, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (rungs_trace_is_partial (trace));
  g_assert_true (rungs_trace_get_input (trace, 0)->is_partial);
  g_assert_cmpuint (rungs_trace_get_n_messages (trace), <, 2 * GPOINTER_TO_UINT (data));
}

/* The file can no longer be read, as when a disk or a network drive fails. */
static void
fail_cb (double fraction, RungsTrace *snapshot, gpointer path)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  int useless = open ("/dev/null", O_WRONLY | O_CLOEXEC);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *link = g_build_filename ("/proc/self/fd", name, NULL);
      g_autofree char *target = g_file_read_link (link, NULL);

      if (g_strcmp0 (target, path) == 0)
        g_assert_cmpint (dup2 (useless, (int) g_ascii_strtoll (name, NULL, 10)), >=, 0);
    }
  close (useless);
}

static void
test_failing_log (Fixture *self, gconstpointer data)
{
  const char *const paths[] = { self->nonsense, NULL };
  g_autoptr (GError) error = NULL;
  guint n = write_log (self->nonsense);
  g_autoptr (RungsTrace) trace =
    rungs_trace_load (paths, NULL, TRUE, fail_cb, self->nonsense, NULL, &error);

  g_assert_no_error (error);
  assert_partial (trace, n, "Everything before that was read");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    guint n_calls; /* 40,000 calls are 30 MB: enough that progress is told */
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/load/good", 50, test_good },
    { "/load/useless", 1, test_useless },
    { "/load/one-of-two", 3, test_one_of_two },
    { "/load/folder", 3, test_folder },
    { "/load/folder-without-logs", 3, test_folder_without_logs },
    { "/load/wrong-format", 1, test_wrong_format },
    { "/load/cancel", 40000, test_cancel },
    { "/load/async", 40000, test_async },
    { "/load/async-busy", 4000, test_async_busy },
    { "/load/async-own-context", 10, test_async_own_context },
    { "/load/async-cancelled", 40000, test_async_cancelled },
    { "/load/async-failure", 1, test_async_failure },
    { "/load/as-text", 1, test_as_text },
    { "/load/stop", 40000, test_stop },
    { "/load/stop-before-all", 1, test_stop_before_all },
    { "/load/no-stop", 10, test_no_stop },
    { "/load/shrinking-log", 1, test_shrinking_log },
    { "/load/shrinking-capture", 40000, test_shrinking_capture },
    { "/load/failing-log", 1, test_failing_log },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, GUINT_TO_POINTER (tests[i].n_calls), set_up, tests[i].test,
                tear_down);
  return g_test_run ();
}
