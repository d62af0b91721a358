/* Runs commands of rungs-cli for the tests without starting a program for each: what is loaded once
 * is forked for every command, so that each still has a process, and an exit status, of its own.
 *
 * A command on standard input: the number of strings, then the folder to be in, the files for
 * standard input, output and error, and the arguments; each string ends with a NUL. The answer on
 * standard output: the exit status, or the signal that ended it as a negative number, on a line. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"

enum
{
  FOLDER,
  STDIN,
  STDOUT,
  STDERR,
  N_PLACES
};

static char *
read_string (void)
{
  g_autofree char *string = NULL;
  char *line = NULL;
  size_t size = 0;

  if (getdelim (&line, &size, '\0', stdin) >= 0)
    string = g_strdup (line);
  free (line);
  return g_steal_pointer (&string);
}

static void
replace (int fd, const char *path, int flags)
{
  int file = open (path, flags | O_CLOEXEC, 0600);

  if (file < 0 || dup2 (file, fd) < 0)
    g_error ("%s: %s", path, g_strerror (errno));
  close (file);
}

/* Global, so that nothing of it counts as lost in the child. */
static GPtrArray *strings;

static G_NORETURN void
run (void)
{
  /* The program takes its options out of the arguments; a leak checker is to find them here. */
  static char **arguments;
  char **places = (char **) strings->pdata;
  int argc = (int) strings->len - N_PLACES;

  arguments = g_new0 (char *, (gsize) argc + 1);
  memcpy (arguments, places + N_PLACES, (gsize) argc * sizeof *arguments);
  if (chdir (places[FOLDER]) != 0)
    g_error ("%s: %s", places[FOLDER], g_strerror (errno));
  replace (STDIN_FILENO, places[STDIN], O_RDONLY);
  replace (STDOUT_FILENO, places[STDOUT], O_WRONLY | O_TRUNC);
  replace (STDERR_FILENO, places[STDERR], O_WRONLY | O_TRUNC);
  exit (rungs_cli_main (argc, arguments));
}

int
main (void)
{
  for (;;)
    {
      g_autofree char *count = read_string ();
      int status = 0;
      pid_t child;

      g_clear_pointer (&strings, g_ptr_array_unref);
      strings = g_ptr_array_new_with_free_func (g_free);
      if (count == NULL)
        return 0;
      for (guint64 left = g_ascii_strtoull (count, NULL, 10); left > 0; left--)
        g_ptr_array_add (strings, read_string ());
      g_assert_cmpuint (strings->len, >, N_PLACES);

      child = fork ();
      if (child == 0)
        run ();
      if (child < 0 || waitpid (child, &status, 0) < 0)
        g_error ("fork: %s", g_strerror (errno));
      printf ("%d\n", WIFSIGNALED (status) ? -WTERMSIG (status) : WEXITSTATUS (status));
      fflush (stdout);
    }
}
