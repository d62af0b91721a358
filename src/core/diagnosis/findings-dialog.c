/* Dialogs that are gone, requests that met, answers that were made into others. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "case.h"

static const char *
method_of (const RungsCase *self, guint32 message)
{
  return rungs_trace_string (self->trace, rungs_case_row (self, message)->method);
}

static void
check_dialog (RungsCase *self)
{
  const RungsMessage *answer =
    self->answer != RUNGS_NONE ? rungs_case_row (self, self->answer) : NULL;
  g_autofree char *who = NULL;
  RungsFinding *finding;

  if (answer == NULL || answer->code != 481 || self->request == RUNGS_NONE
      || !(rungs_case_row (self, self->request)->flags & RUNGS_MESSAGE_TO_TAG))
    return;
  who = rungs_party_call_name (self, answer->src, TRUE);
  finding = rungs_case_find (self, "dialog-gone",
                             g_strdup_printf (_ ("%s does not know the dialog of the %s any more."),
                                              who, method_of (self, self->request)));
  rungs_finding_at (finding, self, self->request);
  rungs_finding_at (finding, self, self->answer);
}

/* RFC 3261 14.2: an INVITE of the other side was under way. */
static void
check_glare (RungsCase *self)
{
  guint32 root = rungs_case_root (self), request = rungs_case_root_request (self);
  RungsFinding *finding;

  if (root == RUNGS_NONE || request == RUNGS_NONE || rungs_case_row (self, root)->code != 491)
    return;
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_trace_get_row (self->trace, self->call, i);
      const RungsMessage *row = rungs_case_row (self, message),
                         *refused = rungs_case_row (self, request);
      RungsExchange exchange;

      if (message == root)
        return;
      if (row->code != 0 || row->leg != refused->leg || row->method != refused->method
          || row->src == refused->src
          || (row->flags & (RUNGS_MESSAGE_RETRANSMISSION | RUNGS_MESSAGE_DUPLICATE)))
        continue;
      rungs_case_exchange (self, message, &exchange);
      if (exchange.first_final != RUNGS_NONE
          && rungs_case_between (self, request, exchange.first_final) < 0)
        continue;
      finding = rungs_case_find (
        self, "glare", g_strdup (_ ("Both sides sent an INVITE before the other's was answered.")));
      rungs_finding_at (finding, self, message);
      rungs_finding_at (finding, self, request);
      return;
    }
}

static void
check_translated (RungsCase *self)
{
  g_autofree char *who = NULL;
  g_autofree char *middle = NULL;
  RungsFinding *finding;

  if (self->cause == RUNGS_NONE)
    return;
  who = rungs_party_call_name (self, rungs_case_row (self, self->cause)->src, TRUE);
  middle = rungs_party_call_name (self, rungs_case_row (self, self->answer)->src, FALSE);
  finding =
    rungs_case_find (self, "answer-translated",
                     g_strdup_printf (_ ("%s answered %u; %s made %u of it."), who,
                                      (guint) rungs_case_row (self, self->cause)->code, middle,
                                      (guint) rungs_case_row (self, self->answer)->code));
  rungs_finding_at (finding, self, self->cause);
  rungs_finding_at (finding, self, self->answer);
}

void
rungs_findings_dialog (RungsCase *self)
{
  check_dialog (self);
  check_glare (self);
  check_translated (self);
}
