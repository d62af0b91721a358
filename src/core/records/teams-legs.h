/* The legs between an SBC and Teams that logs show, to be found by time and number. Private to
 * records/. */
#pragma once

#include "trace/assembly.h"

G_BEGIN_DECLS

/* How far the clock of a log is ahead of Microsoft's, and what time it covers. */
typedef struct
{
  gboolean is_known;
  gint64 ahead; /* microseconds */
  /* UTC, of the INVITEs from and to Teams; RUNGS_STAMP_NONE: there are none */
  RungsStamp first, last;
} RungsRecordClock;

/* A leg between an SBC and Teams, as a log shows it. */
typedef struct
{
  guint32 leg, call;
  RungsStamp time; /* of its INVITE, by the log's clock; RUNGS_STAMP_NONE: no stamp */
  RungsString sbc; /* the SBC's name; 0: not said */
  guint16 code;    /* of the last answer to the INVITE that is final; 0: there is none */
  guint16 input;
  guint8 direction; /* RungsDirection */
  guint8 taken;     /* bit 0: a row of Direct Routing is of it; bit 1: a record of a call */
} RungsTeamsLeg;

/* A side under the digits of a number, see rungs_masked_key(). */
typedef struct
{
  guint64 key;
  RungsStamp time;
  guint32 teams_leg;
} RungsTeamsLegEntry;

typedef struct
{
  RungsTrace *trace;
  GArray *all;                   /* RungsTeamsLeg */
  RungsRecordClock *clocks;      /* of each input */
  GArray *by_callee, *by_caller; /* RungsTeamsLegEntry, sorted */
} RungsTeamsLegs;

void rungs_teams_legs_init (RungsTeamsLegs *self, RungsAssembly *assembly);
void rungs_teams_legs_clear (RungsTeamsLegs *self);
/* Sorts anew, by Microsoft's time where that is known. */
void rungs_teams_legs_index (RungsTeamsLegs *self);
/* Entries of the numbers of @record, of whichever it has fewer, within @window of its start (by the
 * time that the entries have): the first one, and how many. */
const RungsTeamsLegEntry *rungs_teams_legs_near (const RungsTeamsLegs *self,
                                                 const RungsRecord *record,
                                                 gint64 window,
                                                 guint *n);
/* What record and side have in common (RungsRecordMatch), 0 when something speaks against it. */
guint16 rungs_teams_legs_compare (const RungsTeamsLegs *self,
                                  const RungsRecord *record,
                                  const RungsTeamsLeg *teams_leg);

G_END_DECLS
