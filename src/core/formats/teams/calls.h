/* Calls out of what Teams clients and services write about them, piece by piece and in any order:
 * put together by the id. */
#pragma once

#include "formats/format.h"
#include "formats/teams/facts.h"

G_BEGIN_DECLS

typedef struct _RungsTeamsCalls RungsTeamsCalls;

/* @is_log: objects belong to the lines that they stand in. Else every outermost object is by
 * itself. */
RungsTeamsCalls *rungs_teams_calls_new (RungsSink *sink, gboolean is_log) G_GNUC_WARN_UNUSED_RESULT;
void rungs_teams_calls_free (RungsTeamsCalls *calls);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsTeamsCalls, rungs_teams_calls_free)

/* What it turned out to be, before anything is fed. */
void rungs_teams_calls_set_log (RungsTeamsCalls *calls, gboolean is_log);
/* Times do not say their zone. */
void rungs_teams_calls_set_local (RungsTeamsCalls *calls);

/* A piece of the input: a line without its end, or a part of one. */
void rungs_teams_calls_feed (RungsTeamsCalls *calls, RungsSpan text, guint64 offset, guint32 line);
void rungs_teams_calls_end_line (RungsTeamsCalls *calls);
/* An object is open. */
gboolean rungs_teams_calls_is_within (RungsTeamsCalls *calls);

/* What the entry at hand says besides. Cleared when the entry ends. */
RungsTeamsFacts *rungs_teams_calls_get_entry (RungsTeamsCalls *calls);
/* An entry begins, written at @time: for logs that say it in front, so that objects which are
 * closed within it have it too. */
void rungs_teams_calls_begin_entry (RungsTeamsCalls *calls, RungsStamp time);
/* The entry ends at @end; it was written at @time. */
void rungs_teams_calls_end_entry (RungsTeamsCalls *calls, guint64 end, RungsStamp time);
/* The call that the last entry was about; empty: none. Valid until the next entry. */
RungsSpan rungs_teams_calls_last_id (RungsTeamsCalls *calls);

/* Whose log it is, as far as it says so; empty: not yet. */
RungsSpan rungs_teams_calls_get_user (RungsTeamsCalls *calls);

/* Facts from elsewhere, with their marks and their place; @facts is empty afterwards. @id: empty
 * for a call of its own. */
void rungs_teams_calls_add (RungsTeamsCalls *calls,
                            RungsSpan id,
                            RungsTeamsFacts *facts,
                            RungsStamp time);

/* Hands all calls to the sink, in the order of their times. */
void rungs_teams_calls_emit (RungsTeamsCalls *calls);

G_END_DECLS
