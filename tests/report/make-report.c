/* make-report INPUT OUTPUT [redact]: a report of all calls, for the checks of check-page.py. */
#include "config.h"

#include "fakes.h"

int
main (int argc, char **argv)
{
  g_autoptr (RungsTrace) trace = NULL;
  g_autofree guint32 *calls = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;
  RungsReport report = { 0 };

  if (argc < 3)
    return 2;
  name = g_path_get_basename (argv[1]);
  trace = fake_load (argv[1], name);
  calls = fake_all_calls (trace, &report.n_calls);
  report.trace = trace;
  report.calls = calls;
  report.redact = argc > 3;
  if (g_str_has_suffix (argv[2], ".svg"))
    report.n_calls = 1;
  if (!rungs_report_save (&report, NULL, argv[2], TRUE, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  return 0;
}
