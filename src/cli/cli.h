/* rungs-cli: what the subcommands share. The contract is the command line itself: `rungs-cli
 * --help`. */
#pragma once

#include <gio/gio.h>

#include "knowledge/knowledge.h"
#include "report/report.h"
#include "trace/loader.h"

G_BEGIN_DECLS

typedef enum
{
  RUNGS_CLI_DONE = 0,
  RUNGS_CLI_UNREADABLE = 1,
  RUNGS_CLI_USAGE = 2,
  RUNGS_CLI_PARTIAL = 4, /* done, but an input was not read to its end */
} RungsCliStatus;

typedef struct
{
  const char *name;
  const char *arguments; /* for --help */
  const char *summary;
  int (*run) (int argc, char **argv);
} RungsCliCommand;

/* The program without its main(): its commands may be run in another one. */
int rungs_cli_main (int argc, char **argv);

int rungs_cli_calls (int argc, char **argv);
int rungs_cli_messages (int argc, char **argv);
int rungs_cli_ladder (int argc, char **argv);
int rungs_cli_compare (int argc, char **argv);
int rungs_cli_report (int argc, char **argv);
int rungs_cli_explain (int argc, char **argv);
int rungs_cli_formats (int argc, char **argv);

/* Options that every subcommand with files has. */
typedef struct
{
  char *format;
  char **utc_offsets;
  char **shifts;
  char **join_headers;
  gboolean align;
  gboolean as_found;
  GArray *clocks; /* RungsInputClock, from the two above; that of all inputs has number G_MAXUINT */
  char **paths;
} RungsCliFiles;

/* Reads the options in @entries and those of RungsCliFiles; what is left are the paths.
 * RUNGS_CLI_USAGE after a sentence on standard error. @name is the subcommand. */
RungsCliStatus rungs_cli_parse (const char *name,
                                const GOptionEntry *entries,
                                RungsCliFiles *files,
                                int argc,
                                char **argv);
void rungs_cli_files_clear (RungsCliFiles *files);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RungsCliFiles, rungs_cli_files_clear)

/* clock-options.c: what "--utc-offset" and "--shift" say. FALSE after a sentence on standard
 * error. */
gboolean rungs_cli_clock_parse (RungsCliFiles *files);
void rungs_cli_clock_options (const RungsCliFiles *files, RungsLoadOptions *options);
/* FALSE after a sentence on standard error: they name an input that @trace does not have. */
gboolean rungs_cli_clock_check (const RungsCliFiles *files, RungsTrace *trace);
/* Sentences for people about clocks that differ and times that were moved, a line each; "" when
 * there is nothing to say. (transfer full) */
char *rungs_cli_clock_lines (RungsTrace *trace);

/* Loads the files. NULL when nothing can be shown. *@status is RUNGS_CLI_UNREADABLE when one of
 * several files is missing from the trace; a sentence about it is on standard error. (transfer
 * full) */
RungsTrace *rungs_cli_load (const RungsCliFiles *files, RungsCliStatus *status);

/* The index of the call "--call=ID" names; without @id the first failed call, else the first one.
 * FALSE when there is none: *@status is what to end with, and a sentence is on standard error. */
gboolean rungs_cli_pick_call (RungsTrace *trace,
                              const char *id,
                              guint32 *call,
                              RungsCliStatus *status);

/* outcome.c: the end of every subcommand that reads files. @loaded: what rungs_cli_load() said;
 * @written: how the output went. On standard error: why nothing was found, why an input was not
 * read to its end, and, with @tells, what the result rests on. What to end with: nothing found is
 * RUNGS_CLI_UNREADABLE, but for a recognised export without a row, which is an answer. */
RungsCliStatus rungs_cli_conclude (RungsTrace *trace,
                                   RungsCliStatus loaded,
                                   RungsCliStatus written,
                                   gboolean tells);

/* Standard output, buffered. (transfer full) Close it with rungs_cli_close(), which tells of a full
 * disk. */
GOutputStream *rungs_cli_stdout (void) G_GNUC_WARN_UNUSED_RESULT;
RungsCliStatus rungs_cli_close (GOutputStream *out, gboolean written, const GError *error);
/* Text for a terminal: all text goes through here, and nothing in it acts on the terminal
 * (rungs_plain_block()). */
gboolean rungs_cli_print (GOutputStream *out, const char *text, GError **error);
/* All that a subcommand prints, at once. */
RungsCliStatus rungs_cli_print_all (const char *text);

/* A report over @calls (guint32), which must outlive it; @notes may be NULL. */
RungsReport rungs_cli_report_of (RungsTrace *trace, RungsNotes *notes, const GArray *calls);

/* What of the user's own knowledge cannot be used, on standard error. */
void rungs_cli_tell_problems (void);

/* One sentence on standard error, with the program's name before it. */
void rungs_cli_complain (const char *format, ...) G_GNUC_PRINTF (1, 2);

G_END_DECLS
