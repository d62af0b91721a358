/* What the window does with the trace for others: going to a line, and what the user decides about
 * legs. */
#include "config.h"

#include <glib/gi18n.h>

#include "app/window/window.h"
#include "calls/health.h"

void
rungs_window_show_line (RungsWindow *self, guint input, guint line, guint message)
{
  RungsSession *session = rungs_host_get_session (RUNGS_HOST (self));
  RungsTrace *trace = rungs_session_get_trace (session);
  const RungsTraceInput *entry = rungs_trace_get_input (trace, input);

  g_return_if_fail (RUNGS_IS_WINDOW (self));

  if (message == RUNGS_NONE)
    message = rungs_trace_find_line (trace, input, line);
  if (message == RUNGS_NONE)
    {
      rungs_host_say (RUNGS_HOST (self), _ ("There is no message near this line"));
      return;
    }
  rungs_session_set_call (session, rungs_trace_call_of_message (trace, message));
  rungs_window_show_detail (self);
  /* What is missing stands between the messages. */
  if (line != rungs_trace_get_message (trace, message)->line && !entry->format->frames)
    g_object_set (self, "log-around", TRUE, NULL);
  rungs_session_show_line (session, message, line);
}
