/* rungs-cli: the core without a display. */
#include "config.h"

#include <archive.h>
#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <locale.h>
#include <pcap/pcap.h>

#include "cli.h"
#include "report/report.h"
#include "sip/message.h"

static const RungsCliCommand commands[] = {
  { "calls", N_ ("[--json | --csv | --text] [--failed] [--kind=KIND] FILE…"),
    N_ ("list the calls and how each ended"), rungs_cli_calls },
  { "messages", N_ ("[--call=ID] FILE…"), N_ ("one JSON object a line for each SIP message"),
    rungs_cli_messages },
  { "ladder", N_ ("[--call=ID] [--text | --svg | --json] FILE…"), N_ ("draw the ladder of a call"),
    rungs_cli_ladder },
  { "compare", N_ ("[--call=ID] [--with=ID] [--json] FILE…"),
    N_ ("set a call beside one that succeeded and say what differs"), rungs_cli_compare },
  { "report", N_ ("[--call=ID]… [--failed] [--redact] [--force] --output=PATH FILE…"),
    N_ ("write a report; the suffix of PATH says of which kind"), rungs_cli_report },
  { "explain", N_ ("CODE | CODE/SUBCODE | AADSTSnnnnn | Q.850:N | PHRASE"),
    N_ ("what an error code means and what to do"), rungs_cli_explain },
  { "formats", N_ ("[--json | --check=FILE]"), N_ ("the input formats and how each is recognised"),
    rungs_cli_formats },
};

static void
print_help (void)
{
  g_print ("%s\n", _ ("Usage: rungs-cli COMMAND [OPTION…] FILE…"));
  g_print ("%s\n\n", _ ("Reads SIP from logs and captures, and says why calls failed."));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-9s %s\n            %s\n", commands[i].name, _ (commands[i].summary),
             _ (commands[i].arguments));
  g_print ("\n%s\n", _ ("Kinds of reports:"));
  for (guint i = 0; i < rungs_n_report_kinds; i++)
    g_print ("  %-9s %s\n", rungs_report_kinds[i].suffix, _ (rungs_report_kinds[i].title));
  g_print ("\n%s\n%s\n%s\n",
           _ ("FILE is a log, a capture, an archive, a folder, or - for standard input."),
           _ ("With files: --format=ID takes the format as given; --utc-offset=+HH:MM says how far "
              "the log’s clock is ahead of UTC; --shift=N:+1.250s moves the times of input N, and "
              "--align puts several inputs on one clock."),
           _ ("Exit status: 0 done; 1 an input could not be read, or nothing in it was recognised; "
              "2 wrong usage; 4 done, but an input could not be read to its end."));
}

static void
print_version (void)
{
  g_print ("rungs-cli %s\n", RUNGS_VERSION);
  g_print ("GLib %u.%u.%u, json-glib %s, %s, %s, %s\n", glib_major_version, glib_minor_version,
           glib_micro_version, JSON_VERSION_S, rungs_sip_library (), pcap_lib_version (),
           archive_version_string ());
}

int
rungs_cli_main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, RUNGS_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("rungs-cli");
  rungs_sip_init ();

  if (argc > 1 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")))
    {
      print_help ();
      return RUNGS_CLI_DONE;
    }
  if (argc > 1 && g_str_equal (argv[1], "--version"))
    {
      print_version ();
      return RUNGS_CLI_DONE;
    }
  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argv[1], commands[i].name))
      return commands[i].run (argc - 1, argv + 1);

  if (argc > 1)
    rungs_cli_complain (_ ("there is no command “%s”; try rungs-cli --help"), argv[1]);
  else
    rungs_cli_complain ("%s", _ ("no command given; try rungs-cli --help"));
  return RUNGS_CLI_USAGE;
}
