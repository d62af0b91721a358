/* Records of the Teams side: how they find the calls that logs know. Private to trace/; what others may ask is in trace.h. */
#pragma once

#include "trace/assembly.h"

G_BEGIN_DECLS

/* A GUID at the front of @text in any case, hashed; 0: there is none. */
guint64 rungs_records_guid (RungsSpan text);

/* How far the clock of a log is ahead of Microsoft's, and what time it covers. */
typedef struct
{
  gboolean is_known;
  gint64 ahead; /* microseconds */
  RungsStamp first,
    last; /* UTC, of the INVITEs from and to Teams; RUNGS_STAMP_NONE: there are none */
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
} RungsSide;

/* A side under the digits of a number, see rungs_masked_key(). */
typedef struct
{
  guint64 key;
  RungsStamp time;
  guint32 side;
} RungsSideEntry;

typedef struct
{
  RungsTrace *trace;
  GArray *sides;                 /* RungsSide */
  RungsRecordClock *clocks;      /* of each input */
  GArray *by_callee, *by_caller; /* RungsSideEntry, sorted */
} RungsSides;

/* record-sides.c */
void rungs_sides_init (RungsSides *self, RungsAssembly *assembly);
void rungs_sides_clear (RungsSides *self);
/* Sorts anew, by Microsoft's time where that is known. */
void rungs_sides_index (RungsSides *self);
/* Entries of the numbers of @record, of whichever it has fewer, within @window of its start (by the time that the entries have):
 * the first one, and how many. */
const RungsSideEntry *rungs_sides_near (const RungsSides *self,
                                        const RungsRecord *record,
                                        gint64 window,
                                        guint *n);
/* What record and side have in common (RungsRecordMatch), 0 when something speaks against it. */
guint16 rungs_sides_compare (const RungsSides *self,
                             const RungsRecord *record,
                             const RungsSide *side);

/* record-clocks.c: how far the clocks of the logs are ahead, by the calls that fit best. */
void rungs_record_clocks_measure (RungsSides *self);

/* records-match.c: sets leg, ahead, why and strength of the records that are of a call in a log, and the trace's record_clocks. */
void rungs_records_match (RungsAssembly *self);

/* masked.c: does a number whose digits are masked ("+1555010***", "+1555xxxxx") fit one that is not, or less? */
typedef enum
{
  RUNGS_FIT_NO,
  RUNGS_FIT_UNKNOWN, /* one of them is hidden, empty or no number */
  RUNGS_FIT_YES
} RungsFit;
RungsFit rungs_masked_fits (RungsSpan masked, RungsSpan number);
/* Equal for all that fit, by five digits in front of the last three; 0: they are not known. */
guint64 rungs_masked_key (RungsSpan number);

G_END_DECLS
