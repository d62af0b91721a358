/* What an object of a Teams client or service says about one call. */
#pragma once

#include "base/stamp.h"
#include "formats/format.h"
#include "formats/teams/walk.h"

G_BEGIN_DECLS

typedef enum
{
  RUNGS_MARK_START,
  RUNGS_MARK_RING,
  RUNGS_MARK_ANSWER,
  RUNGS_MARK_END,
  RUNGS_N_MARKS
} RungsMark;

typedef enum
{
  RUNGS_FACT_ID, /* the call's, where no better one comes */
  RUNGS_FACT_PHRASE,
  RUNGS_FACT_CATEGORY,
  RUNGS_FACT_REMOTE, /* the other party: a number */
  RUNGS_FACT_FROM,
  RUNGS_FACT_TO,
  RUNGS_FACT_TYPE,
  RUNGS_N_FACTS
} RungsFact;

typedef enum
{
  RUNGS_TEAMS_CALL_UNKNOWN,
  RUNGS_TEAMS_CALL_INCOMING,
  RUNGS_TEAMS_CALL_OUTGOING
} RungsTeamsDirection;

typedef struct
{
  guint marks; /* bit i: mark i was seen, perhaps at a time that is not known */
  RungsStamp times[RUNGS_N_MARKS];
  gint64 duration;            /* milliseconds, -1 */
  int code, subcode;          /* -1: none */
  int terminated;             /* the client's own number of a reason, -1: none */
  guint8 rank;                /* how much the end is worth: the best one counts; 0: there is none */
  guint8 direction;           /* RungsTeamsDirection */
  char *texts[RUNGS_N_FACTS]; /* owned; NULL: not known */
  guint64 offset, end;        /* where all of it stands; nothing: offset == end */
  guint32 line, end_line;     /* its first one; of what ended the call, 0: nothing did */
} RungsTeamsFacts;

void rungs_teams_facts_init (RungsTeamsFacts *facts);
void rungs_teams_facts_clear (RungsTeamsFacts *facts);
gboolean rungs_teams_facts_is_empty (const RungsTeamsFacts *facts);

/* Adds what @object says itself; what its inner objects say must be in @facts already. */
void rungs_teams_facts_read (RungsTeamsFacts *facts, const RungsWalkObject *object);
void rungs_teams_facts_mark (RungsTeamsFacts *facts, RungsMark mark, RungsStamp time);
/* Ended, by the number of a client's report about it; unknown ones are left out. */
void rungs_teams_facts_report (RungsTeamsFacts *facts, int reason, guint32 line);
/* What has no time yet, happened then. */
void rungs_teams_facts_date (RungsTeamsFacts *facts, RungsStamp time);
/* Moves what @from knows to @facts; @from is empty then. */
void rungs_teams_facts_merge (RungsTeamsFacts *facts, RungsTeamsFacts *from);

/* "7", "Disconnected", "terminated". FALSE: no state that we know. */
gboolean rungs_teams_mark_of_state (RungsSpan state, RungsMark *mark);

/* The id at the front of @text: a GUID, or a word without blanks. Empty: none, or one of zeros. */
RungsSpan rungs_teams_id (RungsSpan text);
gboolean rungs_teams_is_guid (RungsSpan text); /* the first 36 bytes */

/* ISO 8601, or milliseconds since 1970. RUNGS_STAMP_NONE: neither. */
RungsStamp rungs_teams_time (RungsSpan text);

/* How it ended, by the client's own number; NULL for a number that we do not know. */
const char *rungs_teams_terminated_name (int terminated, gboolean *is_good);
RungsRecordOutcome rungs_teams_facts_outcome (const RungsTeamsFacts *facts);

G_END_DECLS
