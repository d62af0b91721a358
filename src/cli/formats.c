/* `rungs-cli formats`: what can be opened, and how sure we are of each grammar. */
#include "config.h"

#include <glib/gi18n.h>

#include "cli.h"

int
rungs_cli_formats (int argc, char **argv)
{
  if (argc > 1)
    {
      rungs_cli_complain ("%s", _ ("formats takes no arguments"));
      return RUNGS_CLI_USAGE;
    }
  for (guint i = 0; i < rungs_n_formats; i++)
    {
      const RungsFormat *format = rungs_formats[i];

      g_print ("%s\t%s\t%s\n", format->id, format->title, format->how);
      g_print ("\t%s\n", format->confidence);
    }
  return RUNGS_CLI_DONE;
}
