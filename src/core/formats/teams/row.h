/* Rows of the Teams side, whatever they were written in: which field a name means, and what a row
 * comes to. */
#pragma once

#include "formats/format.h"

G_BEGIN_DECLS

typedef enum
{
  RUNGS_TEAMS_NONE,
  RUNGS_TEAMS_CALLS,    /* Direct Routing: getDirectRoutingCalls, DirectRouting.calls.*.csv */
  RUNGS_TEAMS_PSTN,     /* calls through Microsoft's own trunks: getPstnCalls, PSTN.calls.*.csv */
  RUNGS_TEAMS_SIGN_INS, /* Microsoft Entra: auditLogs/signIns, the export of the portal */
} RungsTeamsKind;

typedef enum
{
  RUNGS_TEAMS_FIELD_NONE,
  RUNGS_TEAMS_CORRELATION,
  RUNGS_TEAMS_SHARED,
  RUNGS_TEAMS_USER,
  RUNGS_TEAMS_NAME,
  RUNGS_TEAMS_INVITE,
  RUNGS_TEAMS_START,
  RUNGS_TEAMS_FAILURE,
  RUNGS_TEAMS_END,
  RUNGS_TEAMS_DURATION,
  RUNGS_TEAMS_SUCCESS,
  RUNGS_TEAMS_CALLER,
  RUNGS_TEAMS_CALLEE,
  RUNGS_TEAMS_TYPE,
  RUNGS_TEAMS_CODE,
  RUNGS_TEAMS_SUBCODE,
  RUNGS_TEAMS_PHRASE,
  RUNGS_TEAMS_SBC,
  RUNGS_TEAMS_INVENTORY, /* what the number is used for */
  RUNGS_TEAMS_STATUS,    /* "Success", "Failure", "Interrupted" */
  RUNGS_TEAMS_ERROR,     /* the number of an AADSTS code; 0: none */
  RUNGS_TEAMS_REASON,
  RUNGS_TEAMS_DETAILS,
  RUNGS_TEAMS_APP,
  RUNGS_TEAMS_RESOURCE,
  RUNGS_TEAMS_ADDRESS,
  RUNGS_TEAMS_DEVICE,
  RUNGS_TEAMS_DEVICE_ID,
  RUNGS_TEAMS_SYSTEM,
  RUNGS_TEAMS_CONDITIONAL, /* what Conditional Access came to */
  RUNGS_TEAMS_POLICY,      /* the one that said no */
  RUNGS_TEAMS_N_FIELDS
} RungsTeamsField;

typedef struct
{
  RungsSpan values[RUNGS_TEAMS_N_FIELDS]; /* empty: the row does not have it */
} RungsTeamsRow;

/* "Final SIP code", "finalSipCode", " final sip code " are one; RUNGS_TEAMS_FIELD_NONE: nothing
 * that we read. */
RungsTeamsField rungs_teams_field (RungsTeamsKind kind, RungsSpan name);

/* What rows with these fields are (bit i: field i is there), for each kind in turn. */
gboolean rungs_teams_fields_suffice (RungsTeamsKind kind, guint64 fields);

/* Does JSON with these first bytes hold rows of @kind? No allocation. */
gboolean rungs_teams_is_named_in (RungsTeamsKind kind, RungsSpan json);

/* FALSE when the row is none: no time, or something else where times are. @record has everything
 * but its place in the input. */
gboolean rungs_teams_record (RungsTeamsKind kind,
                             const RungsTeamsRow *row,
                             RungsSinkRecord *record);

/* "2026-11-22T10:15:02.1200000Z", "2026-11-22 10:15:02", "11/22/2026 10:15 AM", "22.11.2026
 * 10:15:02" with an offset behind it or not: then *@is_local. RUNGS_STAMP_NONE: no time, or
 * Microsoft's year 1 for "never". */
RungsStamp rungs_teams_stamp (RungsSpan text, gboolean *is_local);

G_END_DECLS
