/* The program; what it does is in main.c, which the tests call too. */
#include "cli.h"

int
main (int argc, char **argv)
{
  return rungs_cli_main (argc, argv);
}
