/* Lines of Teams' own logs on a computer: the heads of all of them, and what the native and the
 * classic ones tell of calls. See teams-native.c. */
#pragma once

#include "formats/teams/calls.h"

G_BEGIN_DECLS

typedef enum
{
  RUNGS_TEAMS_LOG_WEB,     /* diagnostics-logs.txt */
  RUNGS_TEAMS_LOG_NATIVE,  /* MSTeams_*.log */
  RUNGS_TEAMS_LOG_CLASSIC, /* logs.txt */
} RungsTeamsLog;

/* The time and the rest in front of a line's message: its length, 0: it is something else. *@time
 * is UTC. */
gsize rungs_teams_take_head (RungsSpan line, RungsTeamsLog *log, RungsStamp *time);

/* A line of a native log with its id: what it says goes to @facts. */
void rungs_teams_native_line (RungsTeamsFacts *facts, RungsSpan message);

/* Calls of a classic log have no ids: one is busy from here to there. */
typedef struct
{
  gboolean is_open;
  RungsTeamsFacts facts;
  RungsStamp start;
} RungsTeamsBusy;

void rungs_teams_busy_init (RungsTeamsBusy *busy);
/* Drops a call that was not handed over. */
void rungs_teams_busy_clear (RungsTeamsBusy *busy);
/* [@offset, @end) is the whole line. A call that is over goes to @calls. TRUE: the line is about a
 * call. */
gboolean rungs_teams_busy_line (RungsTeamsBusy *busy,
                                RungsTeamsCalls *calls,
                                RungsSpan message,
                                guint64 offset,
                                guint64 end,
                                guint32 line,
                                RungsStamp time);
/* The log is at its end, the call perhaps not. */
void rungs_teams_busy_finish (RungsTeamsBusy *busy, RungsTeamsCalls *calls);

G_END_DECLS
