/* Whole files or none, on every kind of file system: with files that have no name yet, without, and
 * where only the file itself may be written. The last two are played by failing calls. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "report/draft.h"

typedef enum
{
  NAMELESS,
  NAMED,
  AWAY
} Kind;

static Kind kind;
static char *denied; /* the folder in which no other file can be made */

int __real_open64 (const char *path, int flags, ...);
int __wrap_open64 (const char *path, int flags, ...);
int __real_g_mkstemp_full (char *name, int flags, int mode);
int __wrap_g_mkstemp_full (char *name, int flags, int mode);

int
__wrap_open64 (const char *path, int flags, ...)
{
  int mode = 0;

  if (flags & (O_CREAT | O_TMPFILE))
    {
      va_list args;

      va_start (args, flags);
      mode = va_arg (args, int);
      va_end (args);
    }
  if (kind != NAMELESS && (flags & O_TMPFILE) == O_TMPFILE && g_str_equal (path, denied))
    {
      errno = EOPNOTSUPP;
      return -1;
    }
  return __real_open64 (path, flags, mode);
}

int
__wrap_g_mkstemp_full (char *name, int flags, int mode)
{
  if (kind == AWAY && g_str_has_prefix (name, denied))
    {
      errno = EACCES;
      return -1;
    }
  return __real_g_mkstemp_full (name, flags, mode);
}

typedef struct
{
  char *folder, *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  kind = GPOINTER_TO_INT (data);
  self->folder = denied = g_dir_make_tmp ("rungs-draft-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "out.html", NULL);
}

/* Only the file itself is in the folder, if anything. */
static void
assert_alone (Fixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_cmpstr (name, ==, "out.html");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  assert_alone (self);
  g_unlink (self->path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->path);
}

static void
assert_text (Fixture *self, const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (self->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static void
open_draft (Fixture *self, RungsDraft *draft, const char *text)
{
  g_autoptr (GError) error = NULL;

  rungs_draft_open (draft, self->path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (draft->is_away, ==, kind == AWAY);
  g_assert_cmpint (draft->name != NULL, ==, kind == NAMED);
  g_assert_cmpint (write (draft->fd, text, strlen (text)), ==, (gssize) strlen (text));
}

static void
test_new (Fixture *self, gconstpointer data)
{
  g_auto (RungsDraft) draft = { .fd = -1 };
  g_autoptr (GError) error = NULL;

  open_draft (self, &draft, "new");
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
  g_assert_true (rungs_draft_commit (&draft, self->path, NULL, FALSE, &error));
  g_assert_no_error (error);
  assert_text (self, "new");
}

static void
test_replace (Fixture *self, gconstpointer data)
{
  g_auto (RungsDraft) draft = { .fd = -1 };
  g_autoptr (GError) error = NULL;
  struct stat before, after;

  g_file_set_contents (self->path, "an older and longer one", -1, NULL);
  g_chmod (self->path, 0604);
  g_assert_cmpint (stat (self->path, &before), ==, 0);
  open_draft (self, &draft, "new");
  assert_text (self, "an older and longer one");
  g_assert_true (rungs_draft_commit (&draft, self->path, &before, TRUE, &error));
  g_assert_no_error (error);
  assert_text (self, "new");
  g_assert_cmpint (stat (self->path, &after), ==, 0);
  g_assert_cmpuint (after.st_mode, ==, before.st_mode);
}

/* Somebody made the file meanwhile. */
static void
test_raced (Fixture *self, gconstpointer data)
{
  g_auto (RungsDraft) draft = { .fd = -1 };
  g_autoptr (GError) error = NULL;

  open_draft (self, &draft, "new");
  g_file_set_contents (self->path, "of somebody else", -1, NULL);
  g_assert_false (rungs_draft_commit (&draft, self->path, NULL, FALSE, &error));
  g_assert_error (error, RUNGS_ERROR, RUNGS_ERROR_EXISTS);
  assert_text (self, "of somebody else");
}

static void
test_given_up (Fixture *self, gconstpointer data)
{
  RungsDraft draft = { .fd = -1 };

  g_file_set_contents (self->path, "older", -1, NULL);
  open_draft (self, &draft, "half");
  rungs_draft_clear (&draft);
  assert_text (self, "older");
}

/* A process that a signal ends takes its draft with it. */
static void
test_signal (Fixture *self, gconstpointer data)
{
  static const int signals[] = { SIGTERM, SIGINT, SIGHUP, SIGXFSZ };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      pid_t child = fork ();
      int status;

      if (child == 0)
        {
          RungsDraft draft = { .fd = -1 };

          open_draft (self, &draft, "half");
          raise (signals[i]);
          _exit (0);
        }
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_true (WIFSIGNALED (status));
      g_assert_cmpint (WTERMSIG (status), ==, signals[i]);
      assert_alone (self);
    }
}

/* One that is killed leaves it to the next. */
static void
test_killed (Fixture *self, gconstpointer data)
{
  pid_t child = fork ();
  RungsDraft draft = { .fd = -1 };
  int status;

  if (child == 0)
    {
      open_draft (self, &draft, "half");
      raise (SIGKILL);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  open_draft (self, &draft, "new");
  {
    g_auto (RungsDraft) other = { .fd = -1 };

    /* It does not take away the one that is being written. */
    open_draft (self, &other, "other");
    g_assert_true (draft.name == NULL || g_file_test (draft.name, G_FILE_TEST_EXISTS));
  }
  g_assert_true (rungs_draft_commit (&draft, self->path, NULL, TRUE, NULL));
  rungs_draft_clear (&draft);
  assert_text (self, "new");
}

int
main (int argc, char **argv)
{
  static const char *const names[] = { "nameless", "named", "away" };
  static const struct
  {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "new", test_new },           { "replace", test_replace }, { "raced", test_raced },
    { "given-up", test_given_up }, { "signal", test_signal },   { "killed", test_killed },
  };

  /* Where the tests run hanging up may be ignored, and what is ignored stays so. */
  signal (SIGHUP, SIG_DFL);
  g_test_init (&argc, &argv, NULL);
  for (int k = NAMELESS; k <= AWAY; k++)
    for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
      {
        g_autofree char *name = g_strdup_printf ("/report/draft/%s/%s", names[k], tests[i].name);

        g_test_add (name, Fixture, GINT_TO_POINTER (k), set_up, tests[i].test, tear_down);
      }
  return g_test_run ();
}
