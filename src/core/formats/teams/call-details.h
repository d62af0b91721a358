/* What Graph's callRecord says of one call: its sessions and their segments, who took part with
 * what, why it failed, over which networks the media went, and how well. A row of a trace has the
 * beginning of this; the whole is read from the record's bytes when somebody looks at it.
 *
 * Everything here belongs to the RungsCallDetails. Texts are "" when the record does not say; they
 * have no control characters. */
#pragma once

#include <json-glib/json-glib.h>

#include "formats/format.h"

G_BEGIN_DECLS

/* Streams of one record of a call that are read: a meeting of Teams has at most a thousand
 * participants with a few each. */
#define RUNGS_MAX_CALL_STREAMS 20000

typedef enum
{
  RUNGS_FIGURE_LOSS,
  RUNGS_FIGURE_LOSS_MAX,
  RUNGS_FIGURE_LOSS_REPAIRED, /* what forward error correction left of it */
  RUNGS_FIGURE_JITTER,
  RUNGS_FIGURE_JITTER_MAX,
  RUNGS_FIGURE_NETWORK_JITTER,
  RUNGS_FIGURE_NETWORK_JITTER_MAX,
  RUNGS_FIGURE_ROUND_TRIP,
  RUNGS_FIGURE_ROUND_TRIP_MAX,
  RUNGS_FIGURE_CONCEALED,
  RUNGS_FIGURE_CONCEALED_MAX,
  RUNGS_FIGURE_DEGRADATION,
  RUNGS_FIGURE_FREEZE,
  RUNGS_FIGURE_FRAME_LOSS,
  RUNGS_FIGURE_FRAME_RATE,
  RUNGS_FIGURE_BANDWIDTH,
  RUNGS_FIGURE_PACKETS,
  RUNGS_N_FIGURES
} RungsFigure;

typedef enum
{
  RUNGS_UNIT_PERCENT,
  RUNGS_UNIT_MS,
  RUNGS_UNIT_NUMBER, /* none: a degree, frames each second, packets */
  RUNGS_UNIT_KBIT,   /* 1,000 bits each second */
} RungsUnit;

/* Where a limit comes from. */
typedef struct
{
  const char *title, *url;
} RungsLimitSource;

typedef struct
{
  const char *member; /* of a mediaStream: "averagePacketLossRate" */
  const char *key;    /* in our JSON: "loss_percent" */
  const char *title;  /* to be translated: "loss" */
  RungsUnit unit;
  double limit;                   /* in @unit; more than this is out of bounds; 0: there is none */
  const RungsLimitSource *source; /* of the limit; NULL: there is none */
} RungsFigureKind;

/* THE table of figures and of their limits. */
extern const RungsFigureKind rungs_figures[RUNGS_N_FIGURES];

/* Streams of fewer packets are not judged: that is Microsoft's rule for its own classification. */
#define RUNGS_MIN_JUDGED_PACKETS 500

typedef enum
{
  RUNGS_STREAM_UNKNOWN,
  RUNGS_STREAM_TO_CALLEE,
  RUNGS_STREAM_TO_CALLER
} RungsStreamDirection;

typedef enum
{
  RUNGS_SAID_NOT,
  RUNGS_SAID_NO,
  RUNGS_SAID_YES
} RungsSaid;

typedef struct
{
  const char *id, *codec;
  RungsStreamDirection direction;
  RungsSaid is_bypassed; /* the media went past Microsoft's processors */
  RungsStamp start, end;
  double values[RUNGS_N_FIGURES]; /* in the unit of the figure; NAN: not in the record */
  guint32 marked;                 /* bit i: figure i is out of bounds */
} RungsCallStream;

typedef struct
{
  const char *address, *reflexive, *relay, *subnet, *mac, *dns_suffix, *bssid;
  const char *connection, *transport; /* "wifi", "udp" */
  const char *wifi_band, *wifi_radio;
  gint64 port, relay_port, wifi_channel, wifi_signal, link_speed; /* percent; bit/s; -1: not said */
} RungsCallNetwork;

typedef struct
{
  const char *label; /* "main-audio" */
  RungsCallNetwork caller, callee;
  const char *caller_capture, *caller_render, *callee_capture, *callee_render; /* devices */
  GArray *streams;                                                             /* RungsCallStream */
} RungsCallMedia;

/* One end of a session or segment. */
typedef struct
{
  const char *name, *user, *number, *id; /* of whom: displayName, userPrincipalName, E.164, GUID */
  const char *role;                      /* of a service: "mediationServer" */
  const char *platform, *product;        /* "windows", "teams" */
  const char *agent, *version;           /* as the program names itself */
  const char *machine, *processor;
  const char *rating, *feedback; /* what the user answered when asked how it was */
} RungsCallEnd;

typedef struct
{
  RungsFailureStage stage; /* RUNGS_STAGE_NONE: it did not fail */
  const char *reason;
} RungsCallFailure;

typedef struct
{
  const char *id;
  RungsCallEnd caller, callee;
  RungsCallFailure failure;
  RungsStamp start, end;
  GPtrArray *media; /* RungsCallMedia* */
} RungsCallSegment;

typedef struct
{
  const char *id, *modalities;
  RungsCallEnd caller, callee;
  RungsCallFailure failure;
  RungsStamp start, end;
  gboolean is_test;
  /* there are more on a page that is not here, or they were not asked for */
  gboolean lacks_segments;
  GPtrArray *segments; /* RungsCallSegment* */
} RungsCallSession;

typedef struct
{
  const char *id, *type, *modalities; /* "peerToPeer", "audio, video" */
  guint32 version;
  RungsStamp start, end;
  RungsCallEnd organizer;
  GArray *participants;    /* RungsCallEnd */
  gboolean lacks_sessions; /* as lacks_segments */
  gboolean lacks_participants;
  /* more than RUNGS_MAX_CALL_STREAMS streams or as many sessions: the rest is left out */
  gboolean is_truncated;
  GPtrArray *sessions; /* RungsCallSession* */
  GStringChunk *texts;
  guint n_streams;
} RungsCallDetails;

/* Names are taken as Graph writes them, or with a capital letter in front as PowerShell does.
 * (transfer full) */
RungsCallDetails *rungs_call_details_new (JsonObject *record) G_GNUC_WARN_UNUSED_RESULT;
/* The same of the record's bytes. NULL when they are no JSON object. (transfer full) */
RungsCallDetails *rungs_call_details_read (RungsSpan record) G_GNUC_WARN_UNUSED_RESULT;
void rungs_call_details_free (RungsCallDetails *details);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsCallDetails, rungs_call_details_free)

/* Streams with a figure out of bounds. */
guint rungs_call_details_n_marked (const RungsCallDetails *self);

/* What one would call this end: number, account, name, role, program, and "" when nothing is
 * known. */
const char *rungs_call_end_text (const RungsCallEnd *end);

/* "4.2 %", "35 ms", "64 kbit/s". (transfer full) */
char *rungs_figure_text (RungsFigure figure, double value) G_GNUC_WARN_UNUSED_RESULT;

/* "PT0.035S", "00:00:00.035": milliseconds; NAN for anything else. */
double rungs_duration_ms (RungsSpan text);

G_END_DECLS
