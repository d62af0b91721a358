/* Notes: found again, saved for good, never damaged. */
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "script.h"

#include "memory/notes.h"

typedef struct
{
  char *parent, *folder, *path;
  RungsTrace *trace;
  const RungsCall *call;
} Fixture;

static const char script[] =
  "0 T S INVITE A 1\n.5 T S INVITE A 1\n.6 S T 404 A 1\n.7 T S ACK A 1 nak\n";

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->parent = g_dir_make_tmp ("rungs-XXXXXX", &error);
  g_assert_no_error (error);
  self->folder = g_build_filename (self->parent, "rungs", NULL);
  self->path = g_build_filename (self->folder, "notes.ndjson", NULL);
  self->trace = script_trace (&script_format, script, NULL);
  self->call = rungs_trace_get_call (self->trace, 0);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);
      g_remove (path);
    }
  g_rmdir (self->folder);
  g_rmdir (self->parent);
  g_object_unref (self->trace);
  g_free (self->parent);
  g_free (self->folder);
  g_free (self->path);
}

static void
set (Fixture *self, RungsNotes *notes, guint32 message, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (rungs_notes_set (notes, self->trace, self->call, message, text, &error));
  g_assert_no_error (error);
}

static void
count_cb (RungsNotes *notes, gpointer data)
{
  (*(guint *) data)++;
}

static void
test_round (Fixture *self, gconstpointer data)
{
  g_autoptr (RungsNotes) notes = rungs_notes_new (self->folder);
  g_autoptr (RungsNotes) again = NULL;
  guint n_changes = 0;
  GStatBuf st;

  g_signal_connect (notes, "changed", G_CALLBACK (count_cb), &n_changes);
  g_assert_null (rungs_notes_get (notes, self->trace, self->call, RUNGS_NONE));
  g_assert_false (g_file_test (self->folder, G_FILE_TEST_EXISTS));

  set (self, notes, RUNGS_NONE, "Ticket 4711\nüber \"zwei\" Zeilen");
  set (self, notes, 2, "here");
  set (self, notes, 1, "again");
  g_assert_cmpuint (n_changes, ==, 3);
  g_assert_cmpuint (rungs_notes_count (notes, self->trace, self->call), ==, 3);

  again = rungs_notes_new (self->folder);
  g_assert_cmpstr (rungs_notes_get (again, self->trace, self->call, RUNGS_NONE), ==,
                   "Ticket 4711\nüber \"zwei\" Zeilen");
  g_assert_cmpstr (rungs_notes_get (again, self->trace, self->call, 2), ==, "here");
  g_assert_cmpstr (rungs_notes_get (again, self->trace, self->call, 1), ==, "again");
  g_assert_null (rungs_notes_get (again, self->trace, self->call, 0));
  g_assert_cmpuint (rungs_notes_count (again, self->trace, self->call), ==, 3);

  g_assert_cmpint (g_stat (self->folder, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 0777, ==, 0700);
}

static void
test_change_and_remove (Fixture *self, gconstpointer data)
{
  g_autoptr (RungsNotes) notes = rungs_notes_new (self->folder);
  g_autoptr (RungsNotes) again = NULL;

  set (self, notes, 2, "one");
  set (self, notes, 2, "two");
  set (self, notes, RUNGS_NONE, "call");
  set (self, notes, RUNGS_NONE, NULL);
  again = rungs_notes_new (self->folder);
  g_assert_cmpstr (rungs_notes_get (again, self->trace, self->call, 2), ==, "two");
  g_assert_null (rungs_notes_get (again, self->trace, self->call, RUNGS_NONE));
  set (self, again, 2, "");
  g_assert_cmpuint (rungs_notes_count (again, self->trace, self->call), ==, 0);
}

/* The same call in another export: other offsets, another file, more around it. */
static void
test_other_export (Fixture *self, gconstpointer data)
{
  g_autoptr (RungsNotes) notes = rungs_notes_new (self->folder);
  g_autoptr (RungsTrace) other = script_trace (
    &script_capture,
    "0 P Q INVITE X 1 to=1\n50 T S INVITE A 1\n50.5 T S INVITE A 1\n50.6 S T 404 A 1\n", NULL);
  const RungsCall *call = rungs_trace_get_call (other, 1);

  set (self, notes, 1, "again");
  set (self, notes, RUNGS_NONE, "call");
  g_assert_cmpstr (rungs_notes_get (notes, other, call, 2), ==, "again");
  g_assert_null (rungs_notes_get (notes, other, call, 1));
  g_assert_cmpstr (rungs_notes_get (notes, other, call, RUNGS_NONE), ==, "call");
  g_assert_null (rungs_notes_get (notes, other, rungs_trace_get_call (other, 0), RUNGS_NONE));
}

/* Only one side was in the log before; now the call begins with another leg. */
static void
test_other_first_leg (Fixture *self, gconstpointer data)
{
  g_autoptr (RungsNotes) notes = rungs_notes_new (self->folder);
  g_autoptr (RungsTrace) other =
    script_trace (&script_format, "0 C T INVITE Z 1 sid=1\n.1 T S INVITE A 1 sid=1\n", NULL);

  set (self, notes, RUNGS_NONE, "call");
  g_assert_cmpstr (rungs_notes_get (notes, other, rungs_trace_get_call (other, 0), RUNGS_NONE), ==,
                   "call");
  g_assert_cmpuint (rungs_notes_count (notes, other, rungs_trace_get_call (other, 0)), ==, 1);
  g_assert_true (
    rungs_notes_set (notes, other, rungs_trace_get_call (other, 0), RUNGS_NONE, "", NULL));
  g_assert_null (rungs_notes_get (notes, self->trace, self->call, RUNGS_NONE));
}

/* A crash at any byte of the last line costs that line only, and the next note is whole. */
static void
test_cut (Fixture *self, gconstpointer data)
{
  g_autofree char *whole = NULL;
  gsize len, second;

  {
    g_autoptr (RungsNotes) notes = rungs_notes_new (self->folder);

    set (self, notes, 0, "first");
    set (self, notes, 2, "second");
  }
  g_assert_true (g_file_get_contents (self->path, &whole, &len, NULL));
  second = (gsize) (strchr (whole, '\n') - whole) + 1;

  for (gsize cut = second; cut <= len; cut++)
    {
      g_autoptr (RungsNotes) notes = NULL;
      g_autoptr (RungsNotes) again = NULL;

      g_assert_true (g_file_set_contents (self->path, whole, (gssize) cut, NULL));
      notes = rungs_notes_new (self->folder);
      g_assert_cmpstr (rungs_notes_get (notes, self->trace, self->call, 0), ==, "first");
      g_assert_cmpstr (rungs_notes_get (notes, self->trace, self->call, 2), ==,
                       cut == len ? "second" : NULL);
      set (self, notes, 3, "third");
      again = rungs_notes_new (self->folder);
      g_assert_cmpstr (rungs_notes_get (again, self->trace, self->call, 0), ==, "first");
      g_assert_cmpstr (rungs_notes_get (again, self->trace, self->call, 3), ==, "third");
    }
}

static void
test_nonsense (Fixture *self, gconstpointer data)
{
  static const char nonsense[] =
    "\n\n{}\n[1,2]\nnull\n\"x\"\n{\"call\":1,\"key\":[],\"text\":{}}\n{\"call\":\"A\"}\n\xff\xfe\n{"
    "\"call\":\"A\",\"key\":\"\",\"text\":\"good\"}\n"
    "{\"call\":\"A\",\"key\":\"\",\"text\":\"cut\n\0\0\0\n";
  g_autoptr (RungsNotes) notes = NULL;

  g_assert_cmpint (g_mkdir (self->folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (self->path, nonsense, sizeof nonsense - 1, NULL));
  notes = rungs_notes_new (self->folder);
  g_assert_cmpstr (rungs_notes_get (notes, self->trace, self->call, RUNGS_NONE), ==, "good");
}

/* What cannot be read stays as it is and is said, and new notes are found again. */
static void
check_beside (Fixture *self, const char *said, const char *old)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *problem = NULL;
  g_autofree char *later = NULL;
  g_autofree char *beside = g_build_filename (self->folder, "notes-2.ndjson", NULL);
  gsize n_before = 0, n_after = 0;
  gboolean is_file = g_file_test (self->path, G_FILE_TEST_IS_REGULAR);
  g_autoptr (RungsNotes) notes = NULL;
  g_autoptr (RungsNotes) again = NULL;

  if (is_file)
    g_assert_true (g_file_get_contents (self->path, &before, &n_before, NULL));
  notes = rungs_notes_new (self->folder);
  problem = rungs_notes_dup_problem (notes);
  g_assert_nonnull (problem);
  g_assert_nonnull (strstr (problem, said));
  g_assert_nonnull (strstr (problem, "notes.ndjson"));
  g_assert_nonnull (strstr (problem, "notes-2.ndjson"));
  g_assert_cmpstr (rungs_notes_get (notes, self->trace, self->call, RUNGS_NONE), ==, old);
  set (self, notes, RUNGS_NONE, "new");
  set (self, notes, 2, "here");
  if (is_file)
    {
      g_assert_true (g_file_get_contents (self->path, &after, &n_after, NULL));
      g_assert_cmpmem (before, n_before, after, n_after);
    }
  g_assert_true (g_file_test (beside, G_FILE_TEST_IS_REGULAR));
  again = rungs_notes_new (self->folder);
  g_assert_cmpstr (rungs_notes_get (again, self->trace, self->call, RUNGS_NONE), ==, "new");
  g_assert_cmpstr (rungs_notes_get (again, self->trace, self->call, 2), ==, "here");
  later = rungs_notes_dup_problem (again);
  g_assert_cmpstr (later, ==, problem);
}

static void
write_file (Fixture *self, const char *text, gssize len)
{
  g_mkdir (self->folder, 0700);
  g_assert_true (g_file_set_contents (self->path, text, len, NULL));
}

#define GOOD_LINE "{\"call\":\"A\",\"key\":\"\",\"text\":\"old\"}\n"

static void
test_damaged (Fixture *self, gconstpointer data)
{
  static const char *const bad[] = {
    "not JSON\n",
    "[1,2]\n",
    "\xff\xfe\n",
    "{\"call\":\"A\",\"key\":\"\",\"text\":\"cut\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *text = g_strconcat (GOOD_LINE, bad[i], NULL);
      g_autofree char *beside = g_build_filename (self->folder, "notes-2.ndjson", NULL);

      write_file (self, text, -1);
      check_beside (self, "damaged", "old");
      g_unlink (beside);
    }
}

static void
test_well (Fixture *self, gconstpointer data)
{
  g_autoptr (RungsNotes) none = rungs_notes_new (self->folder);
  g_autoptr (RungsNotes) notes = NULL;

  g_assert_null (rungs_notes_dup_problem (none));
  write_file (self, GOOD_LINE "\n" GOOD_LINE "{\"call\":\"A", -1);
  notes = rungs_notes_new (self->folder);
  g_assert_null (rungs_notes_dup_problem (notes));
}

static void
test_future (Fixture *self, gconstpointer data)
{
  static const char *const lines[] = {
    "{\"version\":2,\"call\":\"A\",\"key\":\"\",\"text\":\"other\"}\n",
    "{\"version\":\"x\",\"call\":\"A\",\"key\":\"\",\"text\":\"other\"}\n",
    "{\"schema\":\"rungs.notes/2\"}\n",
    "{\"leg\":\"A\",\"words\":\"other\"}\n",
  };
  g_autoptr (RungsNotes) now = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *text = g_strconcat (GOOD_LINE, lines[i], NULL);
      g_autofree char *beside = g_build_filename (self->folder, "notes-2.ndjson", NULL);

      write_file (self, text, -1);
      check_beside (self, "another version", "old");
      g_unlink (beside);
    }
  write_file (self, "{\"version\":1,\"call\":\"A\",\"key\":\"\",\"text\":\"known\"}\n", -1);
  now = rungs_notes_new (self->folder);
  g_assert_null (rungs_notes_dup_problem (now));
  g_assert_cmpstr (rungs_notes_get (now, self->trace, self->call, RUNGS_NONE), ==, "known");
}

static void
test_deep (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (GOOD_LINE);

  for (guint i = 0; i < 3000000; i++)
    g_string_append_c (text, '[');
  g_string_append_c (text, '\n');
  write_file (self, text->str, -1);
  check_beside (self, "damaged", "old");
}

/* One byte more than is read. The rest of the file is a hole. */
static void
test_large (Fixture *self, gconstpointer data)
{
  const off_t limit = 64 * 1024 * 1024;
  g_autoptr (RungsNotes) notes = NULL;

  write_file (self, GOOD_LINE, -1);
  g_assert_cmpint (truncate (self->path, limit), ==, 0);
  notes = rungs_notes_new (self->folder);
  g_assert_null (rungs_notes_dup_problem (notes));
  g_assert_cmpstr (rungs_notes_get (notes, self->trace, self->call, RUNGS_NONE), ==, "old");
  g_assert_cmpint (truncate (self->path, limit + 1), ==, 0);
  check_beside (self, "too large", "old");
}

/* Neither waits for a writer nor fails for good. */
static void
test_no_file (Fixture *self, gconstpointer data)
{
  g_autofree char *beside = g_build_filename (self->folder, "notes-2.ndjson", NULL);

  g_assert_cmpint (g_mkdir (self->folder, 0700), ==, 0);
  g_assert_cmpint (mkfifo (self->path, 0600), ==, 0);
  check_beside (self, "not a regular file", NULL);
  g_unlink (self->path);
  g_unlink (beside);
  g_assert_cmpint (g_mkdir (self->path, 0700), ==, 0);
  check_beside (self, "not a regular file", NULL);
}

static void
test_unreadable (Fixture *self, gconstpointer data)
{
  write_file (self, GOOD_LINE, -1);
  g_chmod (self->path, 0);
  if (g_access (self->path, R_OK) == 0)
    g_test_skip ("root reads everything");
  else
    check_beside (self, "cannot be read", NULL);
  g_chmod (self->path, 0600);
}

/* Somebody mended the file while it was open: it is read from its start again. */
static void
test_mended (Fixture *self, gconstpointer data)
{
  g_autofree char *beside = g_build_filename (self->folder, "notes-2.ndjson", NULL);
  g_autoptr (RungsNotes) notes = NULL;

  write_file (self, "damaged, and a long line at that, longer than the good one is\n", -1);
  notes = rungs_notes_new (self->folder);
  write_file (self, GOOD_LINE, -1);
  set (self, notes, 2, "here");
  g_assert_null (rungs_notes_dup_problem (notes));
  g_assert_false (g_file_test (beside, G_FILE_TEST_EXISTS));
  g_assert_cmpstr (rungs_notes_get (notes, self->trace, self->call, RUNGS_NONE), ==, "old");
}

/* Two windows: each keeps what the other wrote. */
static void
test_two_writers (Fixture *self, gconstpointer data)
{
  g_autoptr (RungsNotes) one = rungs_notes_new (self->folder);
  g_autoptr (RungsNotes) two = rungs_notes_new (self->folder);
  g_autoptr (RungsNotes) again = NULL;

  for (guint i = 0; i < 10; i++)
    {
      set (self, one, 0, "from one");
      set (self, two, 2, "from two");
    }
  g_assert_cmpstr (rungs_notes_get (two, self->trace, self->call, 0), ==, "from one");
  again = rungs_notes_new (self->folder);
  g_assert_cmpuint (rungs_notes_count (again, self->trace, self->call), ==, 2);
}

static void
test_unwritable (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = NULL;
  g_autoptr (RungsNotes) notes = NULL;
  g_autoptr (GError) error = NULL;

  /* A file where the folder should be: refused for root as well. */
  g_assert_true (g_file_set_contents (self->folder, "", 0, NULL));
  folder = g_build_filename (self->folder, "below", NULL);
  notes = rungs_notes_new (folder);
  g_assert_false (rungs_notes_set (notes, self->trace, self->call, 2, "kept", &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (error->domain, ==, G_IO_ERROR);
  g_assert_nonnull (strstr (error->message, folder));
  g_assert_cmpstr (rungs_notes_get (notes, self->trace, self->call, 2), ==, "kept");
  g_unlink (self->folder);
}

static void
test_duplicate_shares (Fixture *self, gconstpointer data)
{
  g_autoptr (RungsNotes) notes = rungs_notes_new (self->folder);
  g_autoptr (RungsTrace) twice = script_trace (&script_format, script, script, NULL);

  set (self, notes, 2, "here");
  g_assert_cmpstr (rungs_notes_get (notes, twice, rungs_trace_get_call (twice, 0), 2), ==, "here");
  g_assert_cmpstr (rungs_notes_get (notes, twice, rungs_trace_get_call (twice, 0), 6), ==, "here");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/notes/round", test_round },
    { "/notes/change-and-remove", test_change_and_remove },
    { "/notes/other-export", test_other_export },
    { "/notes/other-first-leg", test_other_first_leg },
    { "/notes/cut-at-every-byte", test_cut },
    { "/notes/nonsense", test_nonsense },
    { "/notes/damaged", test_damaged },
    { "/notes/well", test_well },
    { "/notes/future", test_future },
    { "/notes/deep", test_deep },
    { "/notes/large", test_large },
    { "/notes/no-file", test_no_file },
    { "/notes/unreadable", test_unreadable },
    { "/notes/mended", test_mended },
    { "/notes/two-writers", test_two_writers },
    { "/notes/unwritable", test_unwritable },
    { "/notes/duplicate-shares", test_duplicate_shares },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
