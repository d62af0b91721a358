/* Avaya Session Manager: samples. */
#include "dump.h"
#include "formats/vendors/avaya.h"

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dump_add_samples (&rungs_format_avaya_sm, "avaya-sm");
  return g_test_run ();
}
