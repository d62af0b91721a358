/* Records of the Teams side.
 *
 * Direct Routing, from the Teams admin center (Analytics & reports > PSTN usage > export: a ZIP
 * with DirectRouting.calls.*.csv):
 *
 *   CorrelationId,UPN,Display Name,Invite time,Start time,Failure time,End time,Duration (seconds),Success,Caller Number,…
 *   5f0c7a1e-…,anna@example.com,Anna,2026-11-22T10:15:02Z,,2026-11-22T10:15:08Z,,0,false,+1555010***,+1555010***,dr_in,…
 *
 * Columns are found by their names, in any order, separated by commas, semicolons or tabs. From
 * Graph the same rows come as { "value": [ { "correlationId": "5f0c7a1e-…", "finalSipCode": 488,
 * "callEndSubReason": 531000, … } ] }.
 *
 * Source: TEAMS-ARTEFACTS sections 1, 2.1 and 2.5: Microsoft's documentation. No real row was seen,
 * so a row that lacks what we expect is read as far as it goes. */
#include "config.h"

#include "formats/teams/teams.h"

#include <glib/gi18n-lib.h>

#include "formats/teams/read.h"

/* ---- Direct Routing ---- */

static RungsProbe
probe_calls (const RungsFormat *format, RungsSpan head, const char *basename)
{
  return rungs_teams_probe (RUNGS_TEAMS_CALLS, head);
}

static gboolean
parse_calls (const RungsFormat *format,
             RungsReader *reader,
             RungsSink *sink,
             GCancellable *cancellable,
             GError **error)
{
  return rungs_teams_parse (RUNGS_TEAMS_CALLS, reader, sink, cancellable, error);
}

static char *
show_call (RungsInput *input, guint64 offset, RungsSpan bytes)
{
  return rungs_teams_show (RUNGS_TEAMS_CALLS, input, bytes);
}

const RungsFormat rungs_format_teams_direct_routing = {
  .id = "teams-direct-routing",
  .title = N_ ("Teams Direct Routing calls"),
  .how =
    N_ ("JSON with finalSipCode and callEndSubReason: Graph’s getDirectRoutingCalls. Or a table "
        "with the columns “Final SIP code” and “Final Microsoft subcode”: "
        "DirectRouting.calls.*.csv of the Teams admin center."),
  .confidence = N_ ("By Microsoft’s documentation; no real row was seen."),
  .utc = TRUE,
  .is_export = TRUE,
  .probe = probe_calls,
  .parse = parse_calls,
  .show_record = show_call,
};

/* ---- calls through Microsoft's own trunks ---- */

static RungsProbe
probe_pstn (const RungsFormat *format, RungsSpan head, const char *basename)
{
  return rungs_teams_probe (RUNGS_TEAMS_PSTN, head);
}

static gboolean
parse_pstn (const RungsFormat *format,
            RungsReader *reader,
            RungsSink *sink,
            GCancellable *cancellable,
            GError **error)
{
  return rungs_teams_parse (RUNGS_TEAMS_PSTN, reader, sink, cancellable, error);
}

static char *
show_pstn (RungsInput *input, guint64 offset, RungsSpan bytes)
{
  return rungs_teams_show (RUNGS_TEAMS_PSTN, input, bytes);
}

const RungsFormat rungs_format_teams_pstn = {
  .id = "teams-pstn",
  .title = N_ ("Teams PSTN calls"),
  .how =
    N_ ("JSON with inventoryType and licenseCapability: Graph’s getPstnCalls. Or a table with the "
        "columns “Number Type” and “Duration Seconds”: PSTN.calls.*.csv of the Teams admin "
        "center."),
  .confidence =
    N_ ("By Microsoft’s documentation; these rows have no end code, so no call is called failed."),
  .utc = TRUE,
  .is_export = TRUE,
  .probe = probe_pstn,
  .parse = parse_pstn,
  .show_record = show_pstn,
};

/* ---- sign-ins ---- */

static RungsProbe
probe_sign_ins (const RungsFormat *format, RungsSpan head, const char *basename)
{
  return rungs_teams_probe (RUNGS_TEAMS_SIGN_INS, head);
}

static gboolean
parse_sign_ins (const RungsFormat *format,
                RungsReader *reader,
                RungsSink *sink,
                GCancellable *cancellable,
                GError **error)
{
  return rungs_teams_parse (RUNGS_TEAMS_SIGN_INS, reader, sink, cancellable, error);
}

static char *
show_sign_in (RungsInput *input, guint64 offset, RungsSpan bytes)
{
  return rungs_teams_show (RUNGS_TEAMS_SIGN_INS, input, bytes);
}

const RungsFormat rungs_format_teams_sign_in = {
  .id = "teams-sign-in",
  .title = N_ ("Microsoft Entra sign-ins"),
  .how =
    N_ ("JSON with conditionalAccessStatus and errorCode: Graph’s auditLogs/signIns. Or a table "
        "with the column “Sign-in error code” or “Conditional Access”: the export of the Entra "
        "admin center."),
  .confidence = N_ ("By Microsoft’s documentation, and by the first line of real exports."),
  .utc = TRUE,
  .is_export = TRUE,
  .probe = probe_sign_ins,
  .parse = parse_sign_ins,
  .show_record = show_sign_in,
};
