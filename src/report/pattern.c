#include "config.h"

#include "report/pattern.h"

#include "calls/fault.h"

static gboolean
concerns (const RungsReport *report, const RungsPattern *pattern)
{
  for (guint i = 0; i < report->n_calls; i++)
    if (rungs_pattern_has_call (pattern, report->calls[i]))
      return TRUE;
  return FALSE;
}

GPtrArray *
rungs_report_patterns (const RungsReport *report,
                       RungsPatternFinder *finder,
                       guint max_verdicts,
                       GCancellable *cancellable)
{
  gboolean any_fault = FALSE;
  GPtrArray *patterns;

  for (guint i = 0; i < report->n_calls; i++)
    {
      const RungsCall *call = rungs_trace_get_call (report->trace, report->calls[i]);

      any_fault |= rungs_call_is_fault (call);
    }
  if (report->n_calls < 2 || !any_fault)
    return g_ptr_array_new ();
  patterns = rungs_pattern_finder_find (finder, report->knowledge, max_verdicts, cancellable);
  for (guint i = patterns->len; i-- > 0;)
    if (!concerns (report, g_ptr_array_index (patterns, i)))
      g_ptr_array_remove_index (patterns, i);
  return patterns;
}

char *
rungs_report_pattern_text (RungsRedact *redact, const RungsPattern *pattern)
{
  g_autofree char *number = NULL;
  g_autofree char *device = NULL;
  g_autofree char *at = NULL;

  if (!rungs_redact_is_active (redact))
    return rungs_pattern_text (pattern, NULL, NULL, NULL);
  if (pattern->number != NULL && strlen (pattern->number) > pattern->country_len)
    {
      g_autofree char *country = g_strndup (pattern->number, pattern->country_len);

      number = pattern->whole_number ? rungs_redact_user (redact, pattern->number)
                                     : g_strconcat (country, "…", NULL);
    }
  device = pattern->device != NULL ? rungs_redact_name (redact, pattern->device) : NULL;
  at = pattern->at != NULL ? rungs_redact_name (redact, pattern->at) : NULL;
  return rungs_pattern_text (pattern, number, device, at);
}
