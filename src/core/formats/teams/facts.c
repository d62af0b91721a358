/* The one rule for ends of calls: an object with two whole numbers, one under a name of the code
 * and one under a name of the subcode. The rest is states, times and parties around it. Sources:
 * TEAMS-ARTEFACTS 2.4, 3.3, 3.4 and 3.7. */
#include "config.h"

#include "formats/teams/facts.h"

#include "base/limits.h"
#include "formats/teams/row.h"

#define GUID_LEN 36
#define MAX_ID 128
/* SIP codes; HTTP's lie within. */
#define MAX_CODE 699
/* 100 ns since 1970 and microseconds. */
#define TICKS_PER_USEC 10

/* What an end is worth, by the name of its object. */
enum
{
  RANK_NONE,
  RANK_REPORT,      /* the reason of a report about it */
  RANK_TERMINATED,  /* the client's own number */
  RANK_PARTICIPANT, /* one participant's, or the conversation's around the call */
  RANK_CODES,
  RANK_CALL,
};

void
rungs_teams_facts_init (RungsTeamsFacts *facts)
{
  *facts = (RungsTeamsFacts){ .duration = -1, .code = -1, .subcode = -1, .terminated = -1 };
  for (guint i = 0; i < RUNGS_N_MARKS; i++)
    facts->times[i] = RUNGS_STAMP_NONE;
}

void
rungs_teams_facts_clear (RungsTeamsFacts *facts)
{
  for (guint i = 0; i < RUNGS_N_FACTS; i++)
    g_free (facts->texts[i]);
  rungs_teams_facts_init (facts);
}

gboolean
rungs_teams_facts_is_empty (const RungsTeamsFacts *facts)
{
  if (facts->marks != 0 || facts->rank != RANK_NONE || facts->direction != RUNGS_TEAMS_CALL_UNKNOWN
      || facts->duration >= 0)
    return FALSE;
  for (guint i = 0; i < RUNGS_N_FACTS; i++)
    if (facts->texts[i] != NULL)
      return FALSE;
  return TRUE;
}

static void
set_text (RungsTeamsFacts *facts, RungsFact fact, RungsSpan text)
{
  text = rungs_span_trim (text);
  if (text.len > 0 && facts->texts[fact] == NULL)
    facts->texts[fact] = rungs_span_dup_utf8 (text);
}

void
rungs_teams_facts_mark (RungsTeamsFacts *facts, RungsMark mark, RungsStamp time)
{
  RungsStamp *known = &facts->times[mark];

  facts->marks |= 1u << mark;
  if (time == RUNGS_STAMP_NONE)
    return;
  if (*known == RUNGS_STAMP_NONE)
    *known = time;
  else
    *known = MIN (*known, time);
}

void
rungs_teams_facts_date (RungsTeamsFacts *facts, RungsStamp time)
{
  for (guint i = 0; i < RUNGS_N_MARKS; i++)
    if ((facts->marks & (1u << i)) != 0 && facts->times[i] == RUNGS_STAMP_NONE)
      facts->times[i] = time;
}

static void
merge_end (RungsTeamsFacts *facts, RungsTeamsFacts *from)
{
  static const RungsFact of_end[] = { RUNGS_FACT_PHRASE, RUNGS_FACT_CATEGORY };

  if (from->rank > facts->rank)
    {
      facts->rank = from->rank;
      facts->code = from->code;
      facts->subcode = from->subcode;
      facts->end_line = from->end_line;
      for (guint i = 0; i < G_N_ELEMENTS (of_end); i++)
        {
          char **text = &facts->texts[of_end[i]];

          g_free (*text);
          *text = g_steal_pointer (&from->texts[of_end[i]]);
        }
    }
  if (facts->terminated < 0)
    facts->terminated = from->terminated;
}

void
rungs_teams_facts_report (RungsTeamsFacts *facts, int reason, guint32 line)
{
  static const struct
  {
    const char *name, *category;
  } reasons[] = { { NULL, NULL },
                  { "Failed", "Error" },
                  { "RemoteEnded", "Success" },
                  { "Unanswered", "Success" },
                  { "AnsweredElsewhere", "Success" },
                  { "DeclinedElsewhere", "Success" } };
  RungsTeamsFacts end;

  if (reason < 1 || (guint) reason >= G_N_ELEMENTS (reasons))
    return;
  rungs_teams_facts_init (&end);
  end.rank = RANK_REPORT;
  end.end_line = line;
  end.texts[RUNGS_FACT_PHRASE] = g_strdup (reasons[reason].name);
  end.texts[RUNGS_FACT_CATEGORY] = g_strdup (reasons[reason].category);
  rungs_teams_facts_mark (&end, RUNGS_MARK_END, RUNGS_STAMP_NONE);
  rungs_teams_facts_merge (facts, &end);
}

void
rungs_teams_facts_merge (RungsTeamsFacts *facts, RungsTeamsFacts *from)
{
  for (guint i = 0; i < RUNGS_N_MARKS; i++)
    if (from->marks & (1u << i))
      rungs_teams_facts_mark (facts, i, from->times[i]);
  merge_end (facts, from);
  for (guint i = 0; i < RUNGS_N_FACTS; i++)
    if (facts->texts[i] == NULL)
      facts->texts[i] = g_steal_pointer (&from->texts[i]);
  if (facts->duration < 0)
    facts->duration = from->duration;
  if (facts->direction == RUNGS_TEAMS_CALL_UNKNOWN)
    facts->direction = from->direction;
  if (from->end > from->offset)
    {
      gboolean is_first = facts->end == facts->offset;

      facts->line = is_first || from->offset < facts->offset ? from->line : facts->line;
      facts->offset = is_first ? from->offset : MIN (facts->offset, from->offset);
      facts->end = MAX (facts->end, from->end);
    }
  rungs_teams_facts_clear (from);
}

/* ---- values ---- */

gboolean
rungs_teams_is_guid (RungsSpan text)
{
  if (text.len < GUID_LEN)
    return FALSE;
  for (gsize i = 0; i < GUID_LEN; i++)
    {
      gboolean is_dash = i == 8 || i == 13 || i == 18 || i == 23;

      if (is_dash ? text.str[i] != '-' : !g_ascii_isxdigit (text.str[i]))
        return FALSE;
    }
  return TRUE;
}

RungsSpan
rungs_teams_id (RungsSpan text)
{
  gsize n = 0;
  gboolean says_something = FALSE;

  if (rungs_teams_is_guid (text))
    text = rungs_span_head (text, GUID_LEN);
  for (; n < text.len && (guchar) text.str[n] > ' '; n++)
    says_something |= text.str[n] != '0' && text.str[n] != '-';
  text = rungs_span_head (text, n);
  /* "null", "none", "undefined", or some counter: none is unique. */
  if (!says_something || n < 8 || n > MAX_ID || rungs_span_equal (text, RUNGS_SPAN ("undefined")))
    return RUNGS_SPAN_NONE;
  return text;
}

RungsStamp
rungs_teams_time (RungsSpan text)
{
  guint64 number;
  gboolean is_local = FALSE;

  text = rungs_span_trim (text);
  if (rungs_span_to_uint (text, G_MAXINT64 / 1000, &number))
    return text.len == 13 ? (RungsStamp) number * 1000 : RUNGS_STAMP_NONE;
  return rungs_teams_stamp (text, &is_local);
}

/* -1: no whole number. */
static int
int_value (RungsSpan text)
{
  guint64 number;

  return rungs_span_to_uint (rungs_span_trim (text), G_MAXINT32, &number) ? (int) number : -1;
}

static gint64
ticks_value (RungsSpan text)
{
  guint64 number;

  return rungs_span_to_uint (rungs_span_trim (text), G_MAXINT64, &number)
           ? (gint64) number / TICKS_PER_USEC
           : -1;
}

static gboolean
has_ci (RungsSpan text, const char *part)
{
  return rungs_span_find_ci (text, rungs_span_of (part)) >= 0;
}

typedef struct
{
  const char *name;
  RungsMark mark;
} StateName;

static const StateName state_names[] = {
  { "1", RUNGS_MARK_RING }, /* the client's own numbers */
  { "2", RUNGS_MARK_START },
  { "3", RUNGS_MARK_ANSWER },
  { "7", RUNGS_MARK_END },
  { "9", RUNGS_MARK_RING },
  { "notified", RUNGS_MARK_RING },
  { "ringing", RUNGS_MARK_RING },
  { "earlymedia", RUNGS_MARK_RING },
  { "incoming", RUNGS_MARK_RING },
  { "connecting", RUNGS_MARK_START },
  { "establishing", RUNGS_MARK_START },
  { "connected", RUNGS_MARK_ANSWER },
  { "established", RUNGS_MARK_ANSWER },
  { "disconnected", RUNGS_MARK_END },
  { "terminated", RUNGS_MARK_END },
};

gboolean
rungs_teams_mark_of_state (RungsSpan state, RungsMark *mark)
{
  state = rungs_span_trim (state);
  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++)
    if (rungs_span_equal_ci (state, rungs_span_of (state_names[i].name)))
      {
        *mark = state_names[i].mark;
        return TRUE;
      }
  return FALSE;
}

static gboolean
is_success (int code)
{
  return code == 0 || (code >= 200 && code < 300);
}

/* Pairs that are no failures though their code looks like one. */
static gboolean
is_good_pair (int code, int subcode)
{
  static const int pairs[][2] = { { 487, 0 },      { 487, 10003 },  { 487, 10024 }, { 487, 540200 },
                                  { 487, 540487 }, { 486, 560486 }, { 603, 0 } };

  if (is_success (code))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (code == pairs[i][0] && subcode == pairs[i][1])
      return TRUE;
  return FALSE;
}

/* ---- what an object says ---- */

static guint8
rank_of (const RungsWalkObject *object)
{
  static const char *const calls[] = { "callEnd", "callTransactionEnd",
                                       "callControllerTransactionEnd", "diagnosticsCode",
                                       "TerminationReason" };

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    if (has_ci (object->name, calls[i]))
      return RANK_CALL;
  return has_ci (object->name, "conversation") || has_ci (object->name, "participant")
           ? RANK_PARTICIPANT
           : RANK_CODES;
}

/* "DiagCode: 480#10076" within a message: what happened further in. */
static void
read_inner_codes (RungsTeamsFacts *facts)
{
  RungsSpan text = rungs_span_of (facts->texts[RUNGS_FACT_PHRASE]);
  gssize at = rungs_span_find (text, RUNGS_SPAN ("DiagCode: "));
  guint64 code, subcode;
  gsize n;

  if (at < 0)
    return;
  text = rungs_span_skip (text, (gsize) at + 10);
  n = rungs_span_take_uint (text, MAX_CODE, &code);
  if (n == 0 || n >= text.len || text.str[n] != '#'
      || rungs_span_take_uint (rungs_span_skip (text, n + 1), G_MAXINT32, &subcode) == 0)
    return;
  facts->code = (int) code;
  facts->subcode = (int) subcode;
}

/* "resultInfo" within a call that its "state" says to be alive. */
static void
forget_end (RungsTeamsFacts *facts)
{
  static const RungsFact of_end[] = { RUNGS_FACT_PHRASE, RUNGS_FACT_CATEGORY };

  if (facts->rank != RANK_CODES || !is_success (facts->code))
    return;
  facts->rank = RANK_NONE;
  facts->code = facts->subcode = -1;
  facts->marks &= ~(1u << RUNGS_MARK_END);
  facts->times[RUNGS_MARK_END] = RUNGS_STAMP_NONE;
  for (guint i = 0; i < G_N_ELEMENTS (of_end); i++)
    g_clear_pointer (&facts->texts[of_end[i]], g_free);
}

static void
read_end (RungsTeamsFacts *facts, const RungsWalkObject *object)
{
  const RungsSpan *values = object->values;
  RungsTeamsFacts end;
  int code = int_value (values[RUNGS_WALK_CODE]), subcode = int_value (values[RUNGS_WALK_SUBCODE]);

  if (code < 0 || code > MAX_CODE || subcode < 0)
    return;
  rungs_teams_facts_init (&end);
  end.code = code;
  end.subcode = subcode;
  end.rank = rank_of (object);
  end.end_line = object->line;
  set_text (&end, RUNGS_FACT_PHRASE, values[RUNGS_WALK_PHRASE]);
  set_text (&end, RUNGS_FACT_CATEGORY, values[RUNGS_WALK_CATEGORY]);
  read_inner_codes (&end);
  rungs_teams_facts_mark (&end, RUNGS_MARK_END, RUNGS_STAMP_NONE);
  rungs_teams_facts_merge (facts, &end);
}

static void
read_terminated (RungsTeamsFacts *facts, const RungsWalkObject *object)
{
  RungsTeamsFacts end;
  int terminated = int_value (object->values[RUNGS_WALK_TERMINATED]);

  if (terminated <= 0)
    return;
  rungs_teams_facts_init (&end);
  end.terminated = terminated;
  end.rank = RANK_TERMINATED;
  end.end_line = object->line;
  rungs_teams_facts_mark (&end, RUNGS_MARK_END, RUNGS_STAMP_NONE);
  rungs_teams_facts_merge (facts, &end);
}

/* The states of Call Automation are kinds of events: "Microsoft.Communication.CallDisconnected". */
static void
read_type (RungsTeamsFacts *facts, RungsSpan type)
{
  if (has_ci (type, "CallDisconnected"))
    rungs_teams_facts_mark (facts, RUNGS_MARK_END, RUNGS_STAMP_NONE);
  else if (has_ci (type, "CallConnected") || has_ci (type, "Succeeded")
           || has_ci (type, "Completed"))
    {
      /* The answer is that to an action within the call. */
      forget_end (facts);
      if (has_ci (type, "CallConnected"))
        rungs_teams_facts_mark (facts, RUNGS_MARK_ANSWER, RUNGS_STAMP_NONE);
    }
  else if (has_ci (type, "IncomingCall"))
    rungs_teams_facts_mark (facts, RUNGS_MARK_RING, RUNGS_STAMP_NONE);

  if (has_ci (type, "call_accept") || has_ci (type, "IncomingCall"))
    facts->direction = RUNGS_TEAMS_CALL_INCOMING;
  else if (has_ci (type, "one_to_one_call"))
    facts->direction = RUNGS_TEAMS_CALL_OUTGOING;
  if (has_ci (type, "call") || has_ci (type, "pstn") || has_ci (type, "meetup"))
    set_text (facts, RUNGS_FACT_TYPE, type);
}

static void
read_state (RungsTeamsFacts *facts, RungsSpan state)
{
  RungsMark mark;

  if (!rungs_teams_mark_of_state (state, &mark))
    return;
  if (mark != RUNGS_MARK_END)
    forget_end (facts);
  rungs_teams_facts_mark (facts, mark, RUNGS_STAMP_NONE);
}

static void
read_parties (RungsTeamsFacts *facts, const RungsWalkObject *object)
{
  RungsSpan party = object->values[RUNGS_WALK_PARTY], name = object->values[RUNGS_WALK_NAME];
  RungsSpan id = object->values[RUNGS_WALK_WEAK_ID];

  if (rungs_span_starts (party, RUNGS_SPAN ("4:")))
    party = rungs_span_skip (party, 2);
  /* Graph: "phone": {"id": "+15550100"}. */
  if (party.len == 0 && rungs_span_equal_ci (object->name, RUNGS_SPAN ("phone")))
    party = id;
  if (party.len > 0 && party.str[0] == '+')
    set_text (facts, RUNGS_FACT_REMOTE, party);
  else if (name.len > 0)
    set_text (facts, RUNGS_FACT_FROM, name);
}

/* What stands within "source" is the caller, whoever it is. */
static void
place_parties (RungsTeamsFacts *facts, const RungsWalkObject *object)
{
  char **remote = &facts->texts[RUNGS_FACT_REMOTE], **from = &facts->texts[RUNGS_FACT_FROM];
  char **to = &facts->texts[RUNGS_FACT_TO];

  if (rungs_span_equal_ci (object->name, RUNGS_SPAN ("source"))
      || rungs_span_equal_ci (object->name, RUNGS_SPAN ("from")))
    {
      if (*remote != NULL)
        {
          g_free (*from);
          *from = g_steal_pointer (remote);
        }
    }
  else if (rungs_span_equal_ci (object->name, RUNGS_SPAN ("target"))
           || rungs_span_equal_ci (object->name, RUNGS_SPAN ("targets"))
           || rungs_span_equal_ci (object->name, RUNGS_SPAN ("to")))
    {
      if (*to == NULL)
        {
          char **party = *remote != NULL ? remote : from;

          *to = g_steal_pointer (party);
        }
      g_clear_pointer (remote, g_free);
      g_clear_pointer (from, g_free);
    }
}

static void
read_ticks (RungsTeamsFacts *facts, const RungsWalkObject *object)
{
  gint64 created = ticks_value (object->values[RUNGS_WALK_CREATED]);
  gint64 finished = ticks_value (object->values[RUNGS_WALK_FINISHED]);
  gint64 duration = ticks_value (object->values[RUNGS_WALK_DURATION]);

  if (created > 0)
    rungs_teams_facts_mark (facts, RUNGS_MARK_START, created);
  if (finished > 0)
    rungs_teams_facts_mark (facts, RUNGS_MARK_END, finished);
  /* Others count seconds under this name. */
  if (duration > RUNGS_STAMP_SECOND / 10 && facts->duration < 0)
    facts->duration = duration / 1000;
}

static void
set_place (RungsTeamsFacts *facts, const RungsWalkObject *object)
{
  if (rungs_teams_facts_is_empty (facts))
    return;
  facts->offset = object->offset;
  facts->end = MAX (facts->end, object->end);
  facts->line = object->line;
}

void
rungs_teams_facts_read (RungsTeamsFacts *facts, const RungsWalkObject *object)
{
  const RungsSpan *values = object->values;

  read_end (facts, object);
  read_terminated (facts, object);
  read_state (facts, values[RUNGS_WALK_STATE]);
  if (values[RUNGS_WALK_TYPE].len > 0)
    read_type (facts, values[RUNGS_WALK_TYPE]);
  if (has_ci (values[RUNGS_WALK_DIRECTION], "incoming"))
    facts->direction = RUNGS_TEAMS_CALL_INCOMING;
  else if (has_ci (values[RUNGS_WALK_DIRECTION], "outgoing"))
    facts->direction = RUNGS_TEAMS_CALL_OUTGOING;
  read_parties (facts, object);
  place_parties (facts, object);
  read_ticks (facts, object);
  if (values[RUNGS_WALK_TIME].len > 0)
    rungs_teams_facts_date (facts, rungs_teams_time (values[RUNGS_WALK_TIME]));
  set_place (facts, object);
}

/* ---- how it ended ---- */

/* By the client's own number (TEAMS-ARTEFACTS: client_enums). */
static const struct
{
  const char *name;
  gboolean is_good;
} terminated_reasons[] = {
  { NULL, FALSE },
  { "Success", TRUE },
  { "NoNgcEndpoint", FALSE },
  { "NetworkError", FALSE },
  { "MediaDroppedError", FALSE },
  { "BadRequest", FALSE },
  { "CallEstablishmentTimeout", FALSE },
  { "CallSetupError", FALSE },
  { "NoPermission", FALSE },
  { "Missed", TRUE },
  { "Declined", TRUE },
  { "Busy", FALSE },
  { "Cancelled", TRUE },
  { "Dropped", FALSE },
  { "PstnInsufficientFunds", FALSE },
  { "PstnSkypeoutAccountBlocked", FALSE },
  { "PstnCouldNotConnectToSkypeProxy", FALSE },
  { "PstnBlockedByUs", FALSE },
  { "PstnBlockedRegulatoryIndia", FALSE },
  { "PstnInvalidNumber", FALSE },
  { "PstnNumberForbidden", FALSE },
  { "PstnCallTerminated", FALSE },
  { "PstnNumberUnavailable", FALSE },
  { "PstnEmergencyCallDenied", FALSE },
  { "CallNotFound", FALSE },
  { "LocalError", FALSE },
  { "NotAcceptableHere", FALSE },
  { "CallForwarded", TRUE },
  { "CallForwardedToVoicemail", TRUE },
  { "SkypeTokenError", FALSE },
  { "CallAccepted", TRUE },
  { "LocalHttpStackError", FALSE },
  { "UnknownError", FALSE },
  { "PstnNoSubscriptionCover", FALSE },
  { "SessionNotFound", FALSE },
  { "SessionTimedOut", FALSE },
  { "PstnCreditExpired", FALSE },
  { "PstnCreditExpiredButEnough", FALSE },
  { "RetargetNotSupported", FALSE },
  { "EnterprisePstnInternalError", FALSE },
  { "EnterprisePstnUnavailable", FALSE },
  { "EnterprisePstnForbidden", FALSE },
  { "EnterprisePstnInvalidNumber", FALSE },
  { "EnterprisePstnMiscError", FALSE },
  { "Kicked", FALSE },
  { "NetworkRequestTimeoutError", FALSE },
  { "CallDoesNotExist", FALSE },
  { "MediaSetupFailure", FALSE },
  { "ServiceUnavailable", FALSE },
  { "SignalingError", FALSE },
  { "ConversationEstablishmentFailed", FALSE },
  { "TemporarilyUnavailable", FALSE },
  { "CannotConnectToNetworkError", FALSE },
  { "MediaRelayWhiteListingIssue", FALSE },
  { "NoSignalingFromPeer", FALSE },
  { "DeniedInLobby", FALSE },
  { "TimedOutInLobby", FALSE },
  { "CallFailedConflict", FALSE },
  { "DevicePermissionDenied", FALSE },
  { "ConfParticipantCountLimitReached", FALSE },
  { "ActionNotAllowed", FALSE },
  { "Abandoned", FALSE },
  { "ForbiddenDueToPolicy", FALSE },
  { "InsufficientCapabilitiesForCallee", FALSE },
  { "UserBlocked", FALSE },
  { "AccessDenied", FALSE },
  { "AnonymousJoinDisabledByPolicy", FALSE },
  { "NoLobbyForBroadcastJoin", FALSE },
  { "NotAllowedDueToInformationBarrier", FALSE },
  { "BroadcastLimitReached", FALSE },
};

const char *
rungs_teams_terminated_name (int terminated, gboolean *is_good)
{
  *is_good = FALSE;
  if (terminated < 0 || (guint) terminated >= G_N_ELEMENTS (terminated_reasons))
    return NULL;
  *is_good = terminated_reasons[terminated].is_good;
  return terminated_reasons[terminated].name;
}

RungsRecordOutcome
rungs_teams_facts_outcome (const RungsTeamsFacts *facts)
{
  RungsSpan category = rungs_span_of (facts->texts[RUNGS_FACT_CATEGORY]);
  gboolean is_good;

  if (has_ci (category, "Success"))
    return RUNGS_OUTCOME_GOOD;
  /* "UnxpectedClientError" is Microsoft's own. */
  if (has_ci (category, "Error"))
    return RUNGS_OUTCOME_BAD;
  if (facts->code >= 0)
    return is_good_pair (facts->code, facts->subcode) ? RUNGS_OUTCOME_GOOD : RUNGS_OUTCOME_BAD;
  if (rungs_teams_terminated_name (facts->terminated, &is_good) != NULL)
    return is_good ? RUNGS_OUTCOME_GOOD : RUNGS_OUTCOME_BAD;
  return RUNGS_OUTCOME_UNKNOWN;
}
