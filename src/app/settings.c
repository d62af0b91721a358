#include "config.h"

#include "app/settings.h"

GSettings *
rungs_settings (void)
{
  static GSettings *settings;

  if (settings == NULL)
    settings = g_settings_new (RUNGS_APP_ID);
  return settings;
}
