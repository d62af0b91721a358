/* The side an answer came from says more than what it says of itself: a Server header is only asked where the side is not
 * known. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/party.h"

static const char *const names[] = { "unknown", "microsoft", "sbc", "carrier", "client" };

const char *
rungs_party_name (RungsParty party)
{
  g_return_val_if_fail (party < G_N_ELEMENTS (names), names[0]);
  return names[party];
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
      return _ ("the user’s client");
    case RUNGS_PARTY_UNKNOWN:
    default:
      return _ ("an unknown party");
    }
}

RungsParty
rungs_party_of_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (name, names[i]) == 0)
      return (RungsParty) i;
  return RUNGS_PARTY_UNKNOWN;
}

/* What programs call themselves in Server and User-Agent. */
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

static RungsParty
party_of_agent (RungsSpan agent)
{
  for (guint i = 0; i < G_N_ELEMENTS (agents); i++)
    if (rungs_span_find_ci (agent, rungs_span_of (agents[i].fragment)) >= 0)
      return agents[i].party;
  return RUNGS_PARTY_UNKNOWN;
}

/* Whether a leg leads on from @sender to somebody else, so that what it answered can be compared with what it was told. */
static gboolean
has_leg_behind (RungsTrace *trace, const RungsCall *call, const RungsMessage *message)
{
  guint32 device = rungs_trace_get_endpoint (trace, message->src)->device;

  for (guint i = 0; i < call->n_legs; i++)
    {
      const RungsLeg *leg = rungs_trace_get_leg (trace, call, i);

      if (leg->src != RUNGS_NONE && rungs_trace_get_endpoint (trace, leg->src)->device == device)
        return TRUE;
    }
  return FALSE;
}

static RungsParty
party_of_sbc (RungsTrace *trace, const RungsCall *call, const RungsMessage *message, char **why)
{
  if (has_leg_behind (trace, call, message))
    *why = g_strdup (_ ("The SBC sent it, and no leg behind the SBC brought the same answer."));
  else if (message->flags & RUNGS_MESSAGE_SRC_OWN)
    *why = g_strdup (_ ("The SBC sent it, and the log shows no leg behind the SBC."));
  else
    *why = g_strdup (
      _ ("The SBC sent it; whether somebody behind it said so first is not visible in this log."));
  return RUNGS_PARTY_SBC;
}

RungsParty
rungs_party_of_message (RungsTrace *trace,
                        const RungsCall *call,
                        guint32 number,
                        const RungsSipIndex *index,
                        char **why)
{
  const RungsMessage *message = rungs_trace_get_message (trace, number);
  const RungsEndpoint *source;
  const RungsDevice *device;
  RungsParty party;

  if (message->src != RUNGS_NONE)
    {
      source = rungs_trace_get_endpoint (trace, message->src);
      device = rungs_trace_get_device (trace, source->device);
      if (device->kind == RUNGS_DEVICE_TEAMS)
        {
          *why = g_strdup_printf (_ ("It came from Teams (%s)."),
                                  rungs_trace_endpoint_text (trace, message->src));
          return RUNGS_PARTY_MICROSOFT;
        }
      if (source->is_own || device->kind == RUNGS_DEVICE_SBC)
        return party_of_sbc (trace, call, message, why);
      if (device->kind == RUNGS_DEVICE_CARRIER)
        {
          *why = g_strdup_printf (_ ("It entered the SBC from the trunk (%s)."),
                                  rungs_trace_endpoint_text (trace, message->src));
          return RUNGS_PARTY_CARRIER;
        }
      if (device->kind == RUNGS_DEVICE_PHONE)
        {
          *why = g_strdup_printf (_ ("It came from the phone (%s)."),
                                  rungs_trace_endpoint_text (trace, message->src));
          return RUNGS_PARTY_CLIENT;
        }
    }
  party = index != NULL ? party_of_agent (index->agent) : RUNGS_PARTY_UNKNOWN;
  if (party != RUNGS_PARTY_UNKNOWN)
    {
      g_autofree char *agent = rungs_span_dup_utf8 (index->agent);
      *why = g_strdup_printf (_ ("Its sender calls itself “%s”."), agent);
    }
  else
    *why = g_strdup (_ ("Who produced it is not visible in this log."));
  return party;
}
