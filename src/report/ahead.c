#include "config.h"

#include "report/ahead.h"

#include "calls/fault.h"

RungsVerdictPool *
rungs_report_ahead (const RungsReport *report, gboolean of_good)
{
  g_autoptr (GArray) calls = g_array_sized_new (FALSE, FALSE, sizeof (guint32), report->n_calls);

  for (guint i = 0; i < report->n_calls; i++)
    {
      const RungsCall *call = rungs_trace_get_call (report->trace, report->calls[i]);

      if (of_good || rungs_call_is_fault (call))
        g_array_append_val (calls, report->calls[i]);
    }
  return rungs_verdict_pool_new (report->trace, report->knowledge,
                                 (const guint32 *) (gpointer) calls->data, calls->len);
}
