/* Wireshark's packet details: samples. */
#include "dump.h"
#include "formats/vendors/wireshark.h"

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dump_add_samples (&rungs_format_wireshark, "wireshark-text");
  return g_test_run ();
}
