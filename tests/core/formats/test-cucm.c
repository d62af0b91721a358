/* Cisco CUCM: samples. */
#include "dump.h"
#include "formats/vendors/cucm.h"

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dump_add_samples (&rungs_format_cucm, "cucm-sdl");
  return g_test_run ();
}
