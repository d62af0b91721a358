/* Calls that rang at several places: answered at another one, or at two. No fault of the call, and
 * the reason why somebody sees it as missed. */
#include "config.h"

#include "findings.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/find.h"
#include "diagnosis/party-private.h"

/* RFC 3326 3.1: "SIP;cause=200;text="Call completed elsewhere"" in the CANCEL. */
static void
check_elsewhere (RungsCase *self)
{
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsExhibit *cancel;
      RungsSpan reason, cause;
      g_autofree char *who = NULL;
      RungsFinding *finding;

      if (rungs_case_row (self, message)->code != 0 || !rungs_case_is (self, message, "CANCEL"))
        continue;
      cancel = rungs_case_read (self, message);
      if (cancel == NULL)
        continue;
      reason = rungs_sip_header (cancel->text, RUNGS_SPAN ("Reason"), 0, NULL);
      if (rungs_span_find_ci (reason, RUNGS_SPAN ("elsewhere")) < 0
          && !(rungs_span_starts_ci (reason, RUNGS_SPAN ("SIP"))
               && rungs_sip_param (reason, RUNGS_SPAN ("cause"), &cause)
               && rungs_span_equal (rungs_span_trim (cause), RUNGS_SPAN ("200"))))
        continue;
      who = rungs_party_call_name (self, cancel->row->src, TRUE);
      finding =
        rungs_case_find (self, RUNGS_FINDING_ANSWERED_ELSEWHERE,
                         g_strdup_printf (_ ("%s cancelled the call because it was answered on "
                                             "another phone or app: it is not a missed call."),
                                          who));
      rungs_finding_at_header (finding, self, cancel, RUNGS_SPAN ("Reason"));
      return;
    }
}

static gboolean
has_bye_with (const RungsCase *self, const RungsMessage *answer)
{
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);

      if (row->code == 0 && row->leg == answer->leg && rungs_case_is (self, message, "BYE")
          && (row->to_tag == answer->to_tag || row->from_tag == answer->to_tag))
        return TRUE;
    }
  return FALSE;
}

/* Two ends answered one INVITE: one of them must be hung up at once (RFC 3261 13.2.2.4). */
static void
check_two_answers (RungsCase *self)
{
  const RungsMessage *first = NULL;
  guint32 answer = RUNGS_NONE;

  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);
      RungsFinding *finding;

      if (row->code < 200 || row->code >= 300 || (row->flags & RUNGS_MESSAGE_DUPLICATE)
          || row->to_tag == 0 || !rungs_case_is (self, message, "INVITE"))
        continue;
      if (first == NULL)
        {
          first = row;
          answer = message;
        }
      if (row->leg != first->leg || row->cseq != first->cseq || row->to_tag == first->to_tag
          || (has_bye_with (self, row) && has_bye_with (self, first)))
        continue;
      finding = rungs_case_find (
        self, RUNGS_FINDING_FORK_TWO_ANSWERS,
        g_strdup (
          _ ("Two phones answered the same INVITE (two To tags), and one of them was never hung "
             "up: the SBC must send a BYE to the one that it does not keep.")));
      rungs_finding_at (finding, self, answer);
      rungs_finding_at (finding, self, message);
      return;
    }
}

void
rungs_findings_fork (RungsCase *self)
{
  if (self->call->state == RUNGS_STATE_CANCELLED)
    check_elsewhere (self);
  else
    check_two_answers (self);
}
