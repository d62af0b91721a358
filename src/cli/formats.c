/* `rungs-cli formats`: what can be opened, and how sure we are of each grammar. */
#include "config.h"

#include <glib/gi18n.h>

#include "cli.h"

int
rungs_cli_formats (int argc, char **argv)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const RungsFormat *format;

  if (argc > 1)
    {
      rungs_cli_complain ("%s", _ ("formats takes no arguments"));
      return RUNGS_CLI_USAGE;
    }
  for (guint i = 0; (format = rungs_format_nth (i)) != NULL; i++)
    g_string_append_printf (text, "%s\t%s\t%s\n\t%s\n", format->id, format->title, format->how,
                            format->confidence);
  return rungs_cli_print_all (text->str);
}
