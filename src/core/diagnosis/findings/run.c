#include "config.h"

#include "run.h"

#include "findings.h"

#define IN(state) (1u << RUNGS_STATE_##state)
#define FAULTS (IN (FAILED) | IN (DROPPED))
#define OTHERS (IN (SETUP) | IN (CANCELLED) | IN (ESTABLISHED) | IN (COMPLETED))

typedef enum
{
  NEEDS_MESSAGES, /* of a call, a registration, keepalives … */
  NEEDS_CALL,     /* messages of a call: it begins with an INVITE */
  NEEDS_RECORD    /* what only records know: no log shows it */
} Needs;

typedef struct
{
  RungsFamily family;
  RungsMoment moment;
  guint states; /* bits of RungsState */
  Needs needs;
  void (*run) (RungsCase *self);
} Family;

static const Family families[] = {
  { RUNGS_FAMILY_TIMER, RUNGS_MOMENT_DECIDING, FAULTS, NEEDS_MESSAGES, rungs_findings_timer },
  { RUNGS_FAMILY_DIALOG, RUNGS_MOMENT_DECIDING, FAULTS, NEEDS_MESSAGES, rungs_findings_dialog },
  { RUNGS_FAMILY_REFUSAL, RUNGS_MOMENT_DECIDING, FAULTS, NEEDS_MESSAGES, rungs_findings_refusal },
  { RUNGS_FAMILY_LOOP, RUNGS_MOMENT_DECIDING, IN (FAILED), NEEDS_CALL, rungs_findings_loop },
  { RUNGS_FAMILY_EXTENSION, RUNGS_MOMENT_DECIDING, FAULTS, NEEDS_MESSAGES,
    rungs_findings_extension },
  { RUNGS_FAMILY_SESSION, RUNGS_MOMENT_DECIDING, FAULTS, NEEDS_CALL, rungs_findings_session },
  { RUNGS_FAMILY_TRANSFER, RUNGS_MOMENT_DECIDING, FAULTS, NEEDS_MESSAGES, rungs_findings_transfer },
  { RUNGS_FAMILY_SDP, RUNGS_MOMENT_DECIDING, FAULTS, NEEDS_MESSAGES, rungs_findings_sdp },
  { RUNGS_FAMILY_OFFER, RUNGS_MOMENT_DECIDING, FAULTS, NEEDS_MESSAGES, rungs_findings_offer },
  { RUNGS_FAMILY_NUMBER, RUNGS_MOMENT_DECIDING, FAULTS, NEEDS_MESSAGES, rungs_findings_number },
  { RUNGS_FAMILY_CONTACT, RUNGS_MOMENT_DECIDING, FAULTS, NEEDS_MESSAGES, rungs_findings_contact },
  /* Looks at what the timers found: */
  { RUNGS_FAMILY_TRUNK, RUNGS_MOMENT_DECIDING, IN (FAILED), NEEDS_CALL, rungs_findings_trunk },
  { RUNGS_FAMILY_EVENTS, RUNGS_MOMENT_DECIDING, FAULTS, NEEDS_MESSAGES, rungs_findings_events },
  /* Look at what all before them found: */
  { RUNGS_FAMILY_CONFLICT, RUNGS_MOMENT_DECIDING, FAULTS, NEEDS_MESSAGES, rungs_findings_conflict },
  { RUNGS_FAMILY_DROP, RUNGS_MOMENT_DECIDING, FAULTS, NEEDS_CALL, rungs_findings_drop },
  { RUNGS_FAMILY_UNTRACED, RUNGS_MOMENT_DECIDED, FAULTS | OTHERS, NEEDS_RECORD,
    rungs_findings_untraced },
  { RUNGS_FAMILY_RECORD, RUNGS_MOMENT_DECIDED, FAULTS | OTHERS, NEEDS_MESSAGES,
    rungs_findings_record },
  { RUNGS_FAMILY_SESSION, RUNGS_MOMENT_DECIDED, IN (COMPLETED), NEEDS_CALL,
    rungs_findings_session },
  { RUNGS_FAMILY_TRANSFER, RUNGS_MOMENT_DECIDED, OTHERS, NEEDS_MESSAGES, rungs_findings_transfer },
  { RUNGS_FAMILY_FORK, RUNGS_MOMENT_DECIDED, OTHERS & ~IN (ESTABLISHED), NEEDS_CALL,
    rungs_findings_fork },
  { RUNGS_FAMILY_SIGNS, RUNGS_MOMENT_DECIDED, IN (COMPLETED), NEEDS_CALL, rungs_findings_signs },
  { RUNGS_FAMILY_EARLY, RUNGS_MOMENT_DECIDED, FAULTS | OTHERS, NEEDS_CALL, rungs_findings_early },
  { RUNGS_FAMILY_RETRY, RUNGS_MOMENT_DECIDED, FAULTS | OTHERS, NEEDS_CALL, rungs_findings_retry },
  { RUNGS_FAMILY_END, RUNGS_MOMENT_DECIDED, (IN (DROPPED) | OTHERS) & ~IN (SETUP), NEEDS_CALL,
    rungs_findings_end },
};

static gboolean
has (const RungsCase *self, Needs needs)
{
  switch (needs)
    {
    case NEEDS_MESSAGES:
      return self->call->n_rows > 0;
    case NEEDS_CALL:
      return self->call->n_rows > 0 && self->call->kind == RUNGS_KIND_INVITE;
    case NEEDS_RECORD:
    default:
      return self->call->n_rows == 0 && self->call->n_records > 0;
    }
}

void
rungs_findings_run (RungsCase *self, RungsMoment moment)
{
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    if (families[i].moment == moment && !g_cancellable_is_cancelled (self->cancellable)
        && (families[i].states & (1u << self->call->state)) && has (self, families[i].needs))
      families[i].run (self);
}

gboolean
rungs_findings_has_family (RungsFamily family)
{
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    if (families[i].family == family)
      return TRUE;
  return FALSE;
}
