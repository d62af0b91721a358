/* Notes: found again, saved for good, never damaged. */
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "script.h"

#include "trace/notes.h"

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
  g_unlink (self->path);
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
    { "/notes/two-writers", test_two_writers },
    { "/notes/unwritable", test_unwritable },
    { "/notes/duplicate-shares", test_duplicate_shares },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
