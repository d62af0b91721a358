/* Who produced an answer: the side it entered the SBC from, and what it says of itself. */
#include "config.h"

#include "party-private.h"

#include <glib/gi18n-lib.h>

/* Both BYEs of an SBC that hangs up of its own accord. */
#define AT_ONCE (RUNGS_STAMP_SECOND / 2)

const char *
rungs_party_name (RungsParty party)
{
  static const char *const names[] = { "unknown", "microsoft", "sbc", "carrier", "client" };

  g_return_val_if_fail (party < G_N_ELEMENTS (names), names[0]);
  return names[party];
}

RungsParty
rungs_party_by_name (const char *name)
{
  for (int party = RUNGS_PARTY_UNKNOWN; party <= RUNGS_PARTY_CLIENT; party++)
    if (g_str_equal (name, rungs_party_name (party)))
      return party;
  return RUNGS_PARTY_UNKNOWN;
}

const char *
rungs_party_title (RungsParty party)
{
  switch (party)
    {
    case RUNGS_PARTY_MICROSOFT:
      return _ ("Microsoft");
    case RUNGS_PARTY_SBC:
      return _ ("the SBC");
    case RUNGS_PARTY_CARRIER:
      return _ ("the carrier");
    case RUNGS_PARTY_CLIENT:
      return _ ("the user’s app or phone");
    case RUNGS_PARTY_UNKNOWN:
      break;
    }
  return _ ("an unknown party");
}

const char *
rungs_party_short_name (const RungsCase *self, guint32 endpoint)
{
  return rungs_case_is_teams (self, endpoint) ? "Teams"
                                              : rungs_trace_device_name (self->trace, endpoint);
}

char *
rungs_party_call_name (const RungsCase *self, guint32 endpoint, gboolean begins)
{
  const char *name = rungs_trace_device_name (self->trace, endpoint);

  switch (rungs_case_kind (self, endpoint))
    {
    case RUNGS_DEVICE_TEAMS:
      return g_strdup (_ ("Teams"));
    case RUNGS_DEVICE_SBC:
      return g_strdup (begins ? _ ("The SBC") : _ ("the SBC"));
    case RUNGS_DEVICE_CARRIER:
      return g_strdup_printf (begins ? _ ("The carrier side (%s)") : _ ("the carrier side (%s)"),
                              name);
    case RUNGS_DEVICE_PBX:
    case RUNGS_DEVICE_PHONE:
    case RUNGS_DEVICE_RECORD:
    case RUNGS_DEVICE_UNKNOWN:
      break;
    }
  if (endpoint == RUNGS_NONE || *rungs_trace_endpoint_text (self->trace, endpoint) == '\0')
    return g_strdup (begins ? _ ("The other side") : _ ("the other side"));
  return g_strdup (name);
}

/* Ends that are no known kind: the log's writer is an SBC, and what is no Teams behind it is its
 * carrier side. */
static RungsParty
party_of_ends (const RungsCase *self, const RungsMessage *row)
{
  switch (rungs_case_kind (self, row->src))
    {
    case RUNGS_DEVICE_TEAMS:
      return RUNGS_PARTY_MICROSOFT;
    case RUNGS_DEVICE_SBC:
      return RUNGS_PARTY_SBC;
    case RUNGS_DEVICE_CARRIER:
    case RUNGS_DEVICE_PBX:
      return RUNGS_PARTY_CARRIER;
    case RUNGS_DEVICE_PHONE:
      return RUNGS_PARTY_CLIENT;
    case RUNGS_DEVICE_RECORD:
    case RUNGS_DEVICE_UNKNOWN:
      break;
    }
  if (row->flags & RUNGS_MESSAGE_SRC_OWN)
    return RUNGS_PARTY_SBC;
  if ((row->flags & RUNGS_MESSAGE_DST_OWN) || rungs_case_kind (self, row->dst) == RUNGS_DEVICE_SBC)
    return RUNGS_PARTY_CARRIER;
  return RUNGS_PARTY_UNKNOWN;
}

/* What programs call themselves in Server and User-Agent. Asked only where the side is not
 * known. */
static RungsParty
party_of_agent (RungsSpan agent)
{
  static const struct
  {
    const char *fragment;
    RungsParty party;
  } agents[] = {
    { "Microsoft.PSTNHub", RUNGS_PARTY_MICROSOFT },
    { "Microsoft.Teams.SIPSBA", RUNGS_PARTY_MICROSOFT },
    { "AudioCodes", RUNGS_PARTY_SBC },
    { "Mediant", RUNGS_PARTY_SBC },
    { "Sonus", RUNGS_PARTY_SBC },
    { "Ribbon", RUNGS_PARTY_SBC },
    { "Oracle", RUNGS_PARTY_SBC },
    { "Acme Packet", RUNGS_PARTY_SBC },
    { "Cisco-SIPGateway", RUNGS_PARTY_SBC },
    { "anynode", RUNGS_PARTY_SBC },
  };

  for (guint i = 0; i < G_N_ELEMENTS (agents); i++)
    if (rungs_span_find_ci (agent, rungs_span_of (agents[i].fragment)) >= 0)
      return agents[i].party;
  return RUNGS_PARTY_UNKNOWN;
}

static char *
why_sbc (const RungsCase *self, const RungsMessage *row)
{
  if (row->code == 0)
    return g_strdup (_ ("The SBC sent it."));
  if (self->waiting != RUNGS_NONE)
    return g_strdup_printf (
      _ ("The SBC sent it after %s had not answered."),
      rungs_trace_device_name (self->trace, rungs_case_row (self, self->waiting)->dst));
  if (self->call->n_legs < 2)
    return g_strdup (_ (
      "The SBC sent it, and this log shows no leg beyond the SBC that it could have come from."));
  return g_strdup (_ ("The SBC sent it, and no leg beyond the SBC brought the same answer."));
}

/* A BYE on another leg than the one that came first. */
static guint32
find_other_bye (const RungsCase *self)
{
  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      guint32 message = rungs_case_nth (self, i);
      const RungsMessage *row = rungs_case_row (self, message);

      if (row->code == 0 && row->leg != rungs_case_row (self, self->bye)->leg
          && rungs_case_is (self, message, "BYE")
          && rungs_case_between (self, self->bye, message) >= 0)
        return message;
    }
  return RUNGS_NONE;
}

/* Who let go of a call that was up: what the order of the BYEs adds. NULL: nothing. (transfer
 * full) */
static char *
why_released (const RungsCase *self)
{
  guint32 other = self->bye != RUNGS_NONE ? find_other_bye (self) : RUNGS_NONE;
  g_autofree char *later = NULL;

  if (other == RUNGS_NONE)
    return NULL;
  later = rungs_case_time (self, self->bye, other);
  if (rungs_case_kind (self, rungs_case_row (self, self->bye)->src) != RUNGS_DEVICE_SBC)
    return g_strdup_printf (
      _ ("It hung up first; the SBC passed that on to the other side %s later."), later);
  if (rungs_case_kind (self, rungs_case_row (self, other)->src) != RUNGS_DEVICE_SBC
      || rungs_case_between (self, self->bye, other) > AT_ONCE)
    return NULL;
  return g_strdup_printf (_ ("It hung up on both sides on its own, %s apart, and had received no "
                             "BYE: its own lines at that moment say why."),
                          later);
}

static RungsParty
party_of (RungsCase *self, guint32 message, char **why)
{
  const RungsMessage *row = rungs_case_row (self, message);
  const RungsExhibit *exhibit = rungs_case_read (self, message);
  RungsSpan agent = exhibit != NULL ? exhibit->sip.agent : RUNGS_SPAN_NONE;
  RungsParty party = party_of_ends (self, row);
  const char *from = rungs_trace_endpoint_text (self->trace, row->src);
  g_autofree char *said = rungs_span_dup_utf8 (agent);

  if ((party == RUNGS_PARTY_UNKNOWN || *from == '\0')
      && party_of_agent (agent) != RUNGS_PARTY_UNKNOWN)
    {
      *why = g_strdup_printf (_ ("Its sender calls itself “%s”."), said);
      return party_of_agent (agent);
    }
  if (party == RUNGS_PARTY_SBC)
    *why = why_sbc (self, row);
  else if (party == RUNGS_PARTY_UNKNOWN)
    *why = g_strdup (_ ("Which side it came from is not visible in this log."));
  else if (agent.len > 0)
    *why = g_strdup_printf (_ ("It came in from %s, which calls itself “%s”."), from, said);
  else
    *why = g_strdup_printf (_ ("It came in from %s."), from);
  return party;
}

RungsParty
rungs_party_of (RungsCase *self, guint32 message, char **why)
{
  RungsParty party = party_of (self, message, why);
  g_autofree char *released = message == self->bye ? why_released (self) : NULL;
  g_autofree char *first = NULL;

  if (released == NULL || party == RUNGS_PARTY_UNKNOWN)
    return party;
  first = g_steal_pointer (why);
  *why = g_strdup_printf ("%s %s", first, released);
  return party;
}
