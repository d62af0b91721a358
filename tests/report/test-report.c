/* Golden files of every kind, and saving. RUNGS_UPDATE_GOLDEN=1 writes them anew: look at them
 * before they are committed. */
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fakes.h"

#include "base/error.h"
#include "trace/loader.h"

static RungsTrace *
load (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "report", "data", name, NULL);

  return fake_load (path, name);
}

static void
check_golden (const char *name, const char *got)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "report", "golden", name, NULL);
  g_autofree char *expected = NULL;
  g_autoptr (GError) error = NULL;

  if (g_getenv ("RUNGS_UPDATE_GOLDEN") != NULL)
    {
      g_file_set_contents (path, got, -1, &error);
      g_assert_no_error (error);
    }
  g_file_get_contents (path, &expected, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (got, ==, expected);
}

/* The style sheet is ours and has no place in a golden file. */
static char *
without_style (const char *text)
{
  const char *begin = strstr (text, "<style>"), *end = strstr (text, "</style>");

  if (begin == NULL || end == NULL)
    return g_strdup (text);
  {
    g_autofree char *head = g_strndup (text, (gsize) (begin - text));
    return g_strconcat (head, end, NULL);
  }
}

static void
test_golden (gconstpointer data)
{
  static const char *const samples[] = { "contoso-sbc01", "hostile" };
  const RungsReportKind *kind = data;

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *input = g_strconcat (samples[i], ".txt", NULL);
      g_autofree char *golden = g_strconcat (samples[i], kind->suffix, NULL);
      g_autoptr (RungsTrace) trace = load (input);
      guint32 call = 0;
      RungsReport report = { .trace = trace, .calls = &call, .n_calls = 1 };
      g_autofree char *text = fake_write (&report, kind->write);
      g_autofree char *again = fake_write (&report, kind->write);
      g_autofree char *shown = without_style (text);

      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_cmpstr (text, ==, again);
      check_golden (golden, shown);
    }
}

/* No line of CSV begins a cell that a spreadsheet would run; numbers stay readable. */
static void
test_formulas (void)
{
  g_autoptr (RungsTrace) trace = load ("hostile.txt");
  guint32 call = 0;
  RungsReport report = { .trace = trace, .calls = &call, .n_calls = 1 };
  g_autofree char *text = fake_write (&report, rungs_report_kind_for ("x.csv")->write);
  g_autoptr (RungsTrace) plain = load ("contoso-sbc01.txt");
  g_autofree char *numbers = NULL;

  g_assert_nonnull (strstr (text, ",\"'=cmd|x\","));
  g_assert_null (strstr (text, ",="));
  g_assert_null (strstr (text, ",\"="));
  g_assert_null (strstr (text, ",@"));
  report.trace = plain;
  numbers = fake_write (&report, rungs_report_kind_for ("x.csv")->write);
  g_assert_nonnull (strstr (numbers, ",+15550100711,"));
}

static void
test_kinds (void)
{
  g_assert_cmpstr (rungs_report_kind_for ("/a/b.Html")->suffix, ==, ".html");
  g_assert_cmpstr (rungs_report_kind_for ("x.svg")->suffix, ==, ".svg");
  g_assert_null (rungs_report_kind_for ("html"));
  g_assert_cmpstr (rungs_report_kind_for (".csv")->suffix, ==, ".csv");
  g_assert_null (rungs_report_kind_for ("x.pdf"));
}

typedef struct
{
  RungsTrace *trace;
  guint32 call;
  RungsReport report;
  char *folder, *path;
} Saving;

static void
set_up (Saving *saving, gconstpointer data)
{
  saving->trace = load ("contoso-sbc01.txt");
  saving->report = (RungsReport){ .trace = saving->trace, .calls = &saving->call, .n_calls = 1 };
  saving->folder = g_dir_make_tmp ("rungs-report-XXXXXX", NULL);
  saving->path = g_build_filename (saving->folder, "call.html", NULL);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
tear_down (Saving *saving, gconstpointer data)
{
  g_autofree char *target = g_build_filename (saving->folder, "target.html", NULL);

  g_chmod (saving->folder, 0700);
  g_unlink (saving->path);
  g_unlink (target);
  g_assert_cmpint (g_rmdir (saving->folder), ==, 0); /* nothing else was left in it */
  g_object_unref (saving->trace);
  g_free (saving->folder);
  g_free (saving->path);
}

static void
test_save (Saving *saving, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  struct stat info;

  g_file_set_contents (saving->path, "old", -1, NULL);
  g_chmod (saving->path, 0640);
  rungs_report_save (&saving->report, NULL, saving->path, TRUE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (saving->path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "<!DOCTYPE html>"));
  g_assert_true (g_str_has_suffix (text, "</html>\n"));
  g_assert_cmpuint (count_files (saving->folder), ==, 1);
  g_assert_cmpint (g_stat (saving->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0640);
}

/* A report that was there stays whole when the new one is not finished. */
static void
test_cancelled (Saving *saving, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_file_set_contents (saving->path, "old", -1, NULL);
  g_cancellable_cancel (cancellable);
  g_assert_false (
    rungs_report_save (&saving->report, NULL, saving->path, TRUE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_file_get_contents (saving->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "old");
  g_assert_cmpuint (count_files (saving->folder), ==, 1);
}

/* What is there is only replaced when that was asked for. */
static void
test_exists (Saving *saving, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_file_set_contents (saving->path, "old", -1, NULL);
  g_assert_false (rungs_report_check_path (saving->trace, saving->path, FALSE, &error));
  g_assert_error (error, RUNGS_ERROR, RUNGS_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (rungs_report_save (&saving->report, NULL, saving->path, FALSE, NULL, &error));
  g_assert_error (error, RUNGS_ERROR, RUNGS_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (saving->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "old");
  g_unlink (saving->path);
  g_assert_true (rungs_report_save (&saving->report, NULL, saving->path, FALSE, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (saving->folder), ==, 1);
}

/* The trace's own file, by its name and through links, also when it was renamed meanwhile. */
static void
test_input (Saving *saving, gconstpointer data)
{
  g_autofree char *log = g_build_filename (saving->folder, "log.md", NULL);
  g_autofree char *away = g_build_filename (saving->folder, "log.1", NULL);
  g_autofree char *source =
    g_test_build_filename (G_TEST_DIST, "report", "data", "contoso-sbc01.txt", NULL);
  g_autofree char *bytes = NULL;
  g_autofree char *after = NULL;
  g_autoptr (RungsTrace) trace = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (source, &bytes, NULL, NULL));
  g_assert_true (g_file_set_contents (log, bytes, -1, NULL));
  trace = rungs_trace_load ((const char *[]){ log, NULL }, NULL, TRUE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  saving->report.trace = trace;
  g_assert_false (rungs_report_save (&saving->report, NULL, log, TRUE, NULL, &error));
  g_assert_error (error, RUNGS_ERROR, RUNGS_ERROR_IS_INPUT);
  g_clear_error (&error);
  g_assert_cmpint (symlink ("log.md", saving->path), ==, 0);
  g_assert_false (rungs_report_save (&saving->report, NULL, saving->path, TRUE, NULL, &error));
  g_assert_error (error, RUNGS_ERROR, RUNGS_ERROR_IS_INPUT);
  g_clear_error (&error);
  g_unlink (saving->path);
  g_assert_cmpint (link (log, saving->path), ==, 0);
  g_assert_false (rungs_report_check_path (trace, saving->path, TRUE, &error));
  g_assert_error (error, RUNGS_ERROR, RUNGS_ERROR_IS_INPUT);
  g_clear_error (&error);
  /* The log is rotated: the new one has its name, the old one its bytes. */
  g_assert_cmpint (g_rename (log, away), ==, 0);
  g_assert_true (g_file_set_contents (log, "a new day", -1, NULL));
  g_assert_false (rungs_report_check_path (trace, log, TRUE, NULL));
  g_assert_false (rungs_report_check_path (trace, away, TRUE, NULL));
  g_assert_true (g_file_get_contents (away, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, bytes);
  g_unlink (log);
  g_unlink (away);
}

/* What a process that died has left is removed, what a living one holds is not. */
static void
test_stale (Saving *saving, gconstpointer data)
{
  g_autofree char *dead = g_build_filename (saving->folder, ".rungs-aB3xYz", NULL);
  g_autofree char *held = g_build_filename (saving->folder, ".rungs-QQQQQQ", NULL);
  g_autofree char *other = g_build_filename (saving->folder, ".rungs-keep", NULL);
  g_autoptr (GError) error = NULL;
  int fd;

  g_file_set_contents (dead, "half", -1, NULL);
  g_file_set_contents (held, "half", -1, NULL);
  g_file_set_contents (other, "of the user", -1, NULL);
  fd = g_open (held, O_RDWR | O_CLOEXEC, 0);
  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  rungs_report_save (&saving->report, NULL, saving->path, TRUE, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (dead, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (held, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
  close (fd);
  rungs_report_save (&saving->report, NULL, saving->path, TRUE, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (held, G_FILE_TEST_EXISTS));
  g_unlink (other);
}

/* Another kind than the name says: a name that was granted is written as it is. */
static void
test_kind (Saving *saving, gconstpointer data)
{
  g_autofree char *plain = g_build_filename (saving->folder, "nosuffix", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  rungs_report_save (&saving->report, rungs_report_kind_for (".html"), plain, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (plain, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "<!DOCTYPE html>"));
  g_unlink (plain);
}

static void
test_mode (Saving *saving, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  mode_t mask = umask (027);
  struct stat info;

  rungs_report_save (&saving->report, NULL, saving->path, FALSE, NULL, &error);
  umask (mask);
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (saving->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0640);
}

static void
test_link (Saving *saving, gconstpointer data)
{
  g_autofree char *target = g_build_filename (saving->folder, "target.html", NULL);
  g_autoptr (GError) error = NULL;
  struct stat info;

  g_file_set_contents (target, "old", -1, NULL);
  g_assert_cmpint (symlink ("target.html", saving->path), ==, 0);
  rungs_report_save (&saving->report, NULL, saving->path, TRUE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_lstat (saving->path, &info), ==, 0);
  g_assert_true (S_ISLNK (info.st_mode));
  g_assert_cmpint (g_stat (target, &info), ==, 0);
  g_assert_cmpint (info.st_size, >, 3);
}

static void
test_refusals (Saving *saving, gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename (saving->folder, "no", "such.html", NULL);
  g_autofree char *suffix = g_build_filename (saving->folder, "call.pdf", NULL);
  g_autofree char *picture = g_build_filename (saving->folder, "call.svg", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (rungs_report_save (&saving->report, NULL, nowhere, TRUE, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (rungs_report_save (&saving->report, NULL, suffix, TRUE, NULL, &error));
  g_assert_error (error, RUNGS_ERROR, RUNGS_ERROR_USAGE);
  g_clear_error (&error);
  saving->report.n_calls = 0;
  g_assert_false (rungs_report_save (&saving->report, NULL, picture, TRUE, NULL, &error));
  g_assert_error (error, RUNGS_ERROR, RUNGS_ERROR_USAGE);
  g_assert_cmpuint (count_files (saving->folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < rungs_n_report_kinds; i++)
    {
      g_autofree char *name =
        g_strconcat ("/report/golden/", rungs_report_kinds[i].suffix + 1, NULL);
      g_test_add_data_func (name, &rungs_report_kinds[i], test_golden);
    }
  g_test_add_func ("/report/formulas", test_formulas);
  g_test_add_func ("/report/kinds", test_kinds);
  g_test_add ("/report/save/whole", Saving, NULL, set_up, test_save, tear_down);
  g_test_add ("/report/save/cancelled", Saving, NULL, set_up, test_cancelled, tear_down);
  g_test_add ("/report/save/exists", Saving, NULL, set_up, test_exists, tear_down);
  g_test_add ("/report/save/input", Saving, NULL, set_up, test_input, tear_down);
  g_test_add ("/report/save/stale", Saving, NULL, set_up, test_stale, tear_down);
  g_test_add ("/report/save/kind", Saving, NULL, set_up, test_kind, tear_down);
  g_test_add ("/report/save/mode", Saving, NULL, set_up, test_mode, tear_down);
  g_test_add ("/report/save/link", Saving, NULL, set_up, test_link, tear_down);
  g_test_add ("/report/save/refusals", Saving, NULL, set_up, test_refusals, tear_down);
  return g_test_run ();
}
