#include "config.h"

#include "app/window/sample.h"

#define SAMPLE "samples/audiocodes-teams.log"

char *
rungs_sample_path (void)
{
  const char *folders[] = { g_getenv ("RUNGS_DATADIR"), RUNGS_PKGDATADIR };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path =
        folders[i] != NULL ? g_build_filename (folders[i], SAMPLE, NULL) : NULL;

      if (path != NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);
    }
  return NULL;
}
