/* Avaya phones: samples. */
#include "dump.h"
#include "formats/vendors/avaya.h"

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dump_add_samples (&rungs_format_avaya_phone, "avaya-phone");
  return g_test_run ();
}
