#include "config.h"

#include "trace/loader.h"

RungsLoadOptions *
rungs_load_options_copy (const RungsLoadOptions *options)
{
  RungsLoadOptions *copy;

  g_return_val_if_fail (options != NULL, NULL);

  copy = g_memdup2 (options, sizeof *options);
  copy->format_id = g_strdup (options->format_id);
  copy->join_headers = (const char *const *) g_strdupv ((char **) options->join_headers);
  copy->leave_out = (const char *const *) g_strdupv ((char **) options->leave_out);
  copy->stop = options->stop != NULL ? g_object_ref (options->stop) : NULL;
  copy->choices = options->choices != NULL ? rungs_choice_set_ref (options->choices) : NULL;
  copy->clocks = g_memdup2 (options->clocks, options->n_clocks * sizeof *options->clocks);
  return copy;
}

void
rungs_load_options_free (RungsLoadOptions *options)
{
  if (options == NULL)
    return;
  g_free ((char *) options->format_id);
  g_strfreev ((char **) options->join_headers);
  g_strfreev ((char **) options->leave_out);
  rungs_choice_set_unref ((RungsChoiceSet *) options->choices);
  g_clear_object (&options->stop);
  g_free ((RungsInputClock *) options->clocks);
  g_free (options);
}
