/* Dialogs that are gone, requests that met, answers that were made into others. */
#include "config.h"

#include "findings.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/find.h"
#include "diagnosis/party-private.h"

/* What the owner of the Call-ID waits at least. */
#define OWNER_WAITS (2100 * RUNGS_STAMP_SECOND / 1000)
/* A call that is dropped so soon after a 491 may be dropped for it. */
#define SHORTLY_AFTER (10 * RUNGS_STAMP_SECOND)

/* A dialog is its Call-ID and both tags (RFC 3261 12): those of the answers that made it. TRUE also
 * when the log has none. */
static gboolean
has_known_tags (const RungsCase *self, guint32 request)
{
  const RungsMessage *late = rungs_case_row (self, request);
  gboolean any = FALSE;

  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);

      if (row->leg != late->leg || row->code <= 100 || row->code >= 300
          || !rungs_case_is (self, message, "INVITE"))
        continue;
      any = TRUE;
      if ((row->from_tag == late->from_tag && row->to_tag == late->to_tag)
          || (row->from_tag == late->to_tag && row->to_tag == late->from_tag))
        return TRUE;
    }
  return !any;
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
  finding = rungs_case_find (self, RUNGS_FINDING_DIALOG_GONE,
                             g_strdup_printf (_ ("%s does not know the dialog of the %s any more."),
                                              who, rungs_case_method (self, self->request)));
  rungs_finding_at (finding, self, self->request);
  rungs_finding_at (finding, self, self->answer);
  if (!has_known_tags (self, self->request))
    {
      finding = rungs_case_find (
        self, RUNGS_FINDING_DIALOG_TAGS,
        g_strdup_printf (
          _ ("The tags in From and To of the %s are not those of the answer that set the "
             "call up, so it belongs to no dialog: who sent it must keep both tags."),
          rungs_case_method (self, self->request)));
      rungs_finding_at_header (finding, self, rungs_case_read (self, self->request),
                               RUNGS_SPAN ("From"));
      rungs_finding_at_header (finding, self, rungs_case_read (self, self->request),
                               RUNGS_SPAN ("To"));
    }
}

/* ---- glare ---- */

static gboolean
is_new_request (const RungsMessage *row)
{
  return row->code == 0 && !(row->flags & (RUNGS_MESSAGE_RETRANSMISSION | RUNGS_MESSAGE_DUPLICATE));
}

/* The request that @answer answers, on its leg. */
static guint32
request_of (RungsCase *self, guint32 answer)
{
  const RungsMessage *said = rungs_case_row (self, answer);

  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      const RungsMessage *row = rungs_case_row (self, rungs_case_nth (self, i));

      if (is_new_request (row) && row->leg == said->leg && row->method == said->method
          && row->cseq == said->cseq
          && !rungs_case_same_sender (self, rungs_case_nth (self, i), answer))
        return rungs_case_nth (self, i);
    }
  return RUNGS_NONE;
}

/* RFC 3261 14.1: who made the Call-ID waits for 2.1 s and more, the other one for less than 2 s, so
 * that they do not meet again. */
static void
check_retry (RungsCase *self, guint32 request, guint32 refusal)
{
  const RungsMessage *refused = rungs_case_row (self, request);
  gboolean reached = FALSE;

  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);
      gint64 waited = reached ? rungs_case_between (self, refusal, message) : -1;
      g_autofree char *who = NULL;
      g_autofree char *time = NULL;
      RungsFinding *finding;

      reached = reached || message == refusal;
      if (waited < 0 || !is_new_request (row) || row->leg != refused->leg
          || row->method != refused->method || !rungs_case_same_sender (self, message, request))
        continue;
      /* The leg's caller made its Call-ID. */
      if (rungs_case_sender (self, message) != RUNGS_SENDER_CALLER || waited >= OWNER_WAITS)
        return;
      who = rungs_party_call_name (self, row->src, TRUE);
      time = rungs_case_time (self, refusal, message);
      finding = rungs_case_find (
        self, RUNGS_FINDING_GLARE_RETRY,
        g_strdup_printf (
          _ ("%s made the Call-ID of this leg, so after a 491 it has to wait 2.1 to 4 s "
             "before it tries again (RFC 3261 14.1); it waited %s, and they may meet "
             "again."),
          who, time));
      rungs_finding_at (finding, self, refusal);
      rungs_finding_at (finding, self, message);
      return;
    }
}

/* RFC 3261 14.2: an INVITE of the other side was under way. */
static gboolean
check_met (RungsCase *self, guint32 request, guint32 refusal)
{
  const RungsMessage *refused = rungs_case_row (self, request);

  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);
      RungsExchange exchange;
      RungsFinding *finding;

      if (message == refusal)
        return FALSE;
      if (!is_new_request (row) || row->leg != refused->leg || row->method != refused->method
          || rungs_case_same_sender (self, message, request))
        continue;
      rungs_case_exchange (self, message, &exchange);
      if (exchange.first_final != RUNGS_NONE
          && rungs_case_between (self, request, exchange.first_final) < 0)
        continue;
      finding = rungs_case_find (
        self, RUNGS_FINDING_GLARE,
        g_strdup (_ ("Each side sent an INVITE before the other’s was answered.")));
      rungs_finding_at (finding, self, message);
      rungs_finding_at (finding, self, request);
      check_retry (self, request, refusal);
      return TRUE;
    }
  return FALSE;
}

/* The 491 that decided, or one of a call that was dropped shortly after. */
static void
check_glare (RungsCase *self)
{
  guint32 root = rungs_case_root (self);
  guint32 end = self->bye != RUNGS_NONE ? self->bye : self->answer;

  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i), request;
      gint64 gap = rungs_case_between (self, message, end);

      if (rungs_case_row (self, message)->code != 491 || !rungs_case_is (self, message, "INVITE")
          || (message != root
              && (self->call->state != RUNGS_STATE_DROPPED || gap < 0 || gap > SHORTLY_AFTER)))
        continue;
      request = request_of (self, message);
      if (request != RUNGS_NONE && check_met (self, request, message))
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
    rungs_case_find (self, RUNGS_FINDING_ANSWER_TRANSLATED,
                     g_strdup_printf (_ ("%s answered %u; %s turned it into %u."), who,
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
