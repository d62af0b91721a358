#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "app/application.h"
#include "sip/message.h"

int
main (int argc, char **argv)
{
  g_autoptr (RungsApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, RUNGS_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  rungs_sip_init ();
  g_set_application_name ("Rungs");

  application = rungs_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
