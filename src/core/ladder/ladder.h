/* The ladder of one call as values: lanes, rows. Screen, SVG and text draw the same ones. */
#pragma once

#include "trace/trace.h"

G_BEGIN_DECLS

typedef struct
{
  char *name; /* "Teams proxy" */
  RungsDeviceKind kind;
  GPtrArray *addresses; /* char*: "52.114.75.24:5061", interface names */
  guint32 device;
} RungsLane;

typedef enum
{
  RUNGS_ROW_ARROW,
  RUNGS_ROW_EVENT,
  RUNGS_ROW_GAP
} RungsRowKind;

/* One that saw a message. */
typedef struct
{
  guint32 message; /* index in the trace: what it wrote */
  guint input;
  guint32 line;
  RungsStamp time; /* by its clock */
  /* "trunk.pcap"; of several in one file what tells them apart: the device that wrote it, or the
   * way it took there */
  char *name;
  gboolean is_file; /* the name is that of the file */
} RungsWitness;

typedef struct
{
  RungsRowKind kind;
  /* Lanes; an event stands at @from. from == to: the device talks to itself or one end is
   * unknown. */
  guint from, to;
  guint32 message; /* index in the trace; RUNGS_NONE for events and gaps */
  guint index;     /* of the message in the call's rows, as in `messages --json` */
  RungsStamp time;
  guint8 facts;      /* RungsTimeFacts of it */
  guint8 step_facts; /* that the step has of both of its stamps */
  gint64 step;  /* microseconds since the arrow before; 0 for the first; of a gap: its length */
  char *label;  /* "INVITE", "488"; the text of an event */
  char *detail; /* "Not Acceptable Here", "" */
  gboolean has_sdp, failing, deciding, problem, retransmission, damaged;
  guint nth;            /* of a retransmission: 2 is the first repeat */
  guint copies;         /* witnesses that saw it: 1, 2 … */
  GPtrArray *witnesses; /* RungsWitness*, the one that is drawn first; NULL when there is but one */
  guint input;
  guint32 line;
} RungsRow;

typedef struct
{
  guint32 call;     /* index */
  const char *zone; /* of its times: "UTC", "local time", "mixed zones"; translated */
  GPtrArray *lanes; /* RungsLane* */
  GPtrArray *rows;  /* RungsRow* */
  gatomicrefcount refs;
} RungsLadder;

/* @events: RungsEvent* of the call, may be NULL. A silence of more than RUNGS_LADDER_GAP becomes a
 * gap row. Lanes are ordered so that the SBC stands between the sides: Teams left, carrier right,
 * others by first appearance. (transfer full) */
#define RUNGS_LADDER_GAP (5 * RUNGS_STAMP_SECOND)
RungsLadder *rungs_ladder_new (RungsTrace *trace,
                               const RungsCall *call,
                               GPtrArray *events) G_GNUC_WARN_UNUSED_RESULT;
/* When the call began, with its zone, what the log's own clock showed, and what of it is not in the
 * log: "2026-11-22 08:41:24.200 UTC (09:41:24.200 in the log)", "10:15:02 (local time; the date is
 * not in the log)". NULL: no time is known. Translated. */
char *rungs_call_start (RungsTrace *trace, const RungsCall *call) G_GNUC_WARN_UNUSED_RESULT;

/* "UTC", "local time", "mixed zones": of the times of a call. Translated. */
const char *rungs_ladder_zone_word (RungsTrace *trace, const RungsCall *call);
/* Whoever shows a ladder holds a reference: its maker may make another one at any time. (transfer
 * full) */
const RungsLadder *rungs_ladder_ref (const RungsLadder *ladder) G_GNUC_WARN_UNUSED_RESULT;
void rungs_ladder_unref (const RungsLadder *ladder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsLadder, rungs_ladder_unref)

/* What a screen reader says: "10:15:02.365, Teams proxy to SBC, 488 Not Acceptable Here, the answer
 * that decided the call". Translated. (transfer full) */
char *rungs_ladder_speak (const RungsLadder *ladder, const RungsRow *row) G_GNUC_WARN_UNUSED_RESULT;

/* For terminals: UTF-8 lines, at most @width columns (0: 100). (transfer full) */
char *rungs_ladder_to_text (const RungsLadder *ladder, guint width) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
