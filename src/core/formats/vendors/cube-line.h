/* What IOS writes in front of a line. Used by formats/cube.c alone. */
#pragma once

#include "base/span.h"
#include "formats/stamps.h"

G_BEGIN_DECLS

typedef struct
{
  RungsWritten written; /* RUNGS_WRITTEN_NONE: its time is since the start of the device */
  gboolean is_served;   /* something else stands in front of it */
  RungsSpan device;     /* as a syslog server wrote it; else empty */
  RungsSpan rest;       /* behind the stamp */
} RungsCubePrefix;

/* "007592: *Apr  7 07:28:56.046 CET: rest". With @is_served, or where a debug head follows,
 * something else may stand in front of it: "<191>", what a syslog server writes. */
gboolean rungs_cube_read_prefix (RungsSpan line, gboolean is_served, RungsCubePrefix *prefix);

/* "//89/286BC7C68020/SIP/Msg/ccsipDisplayMsg: text" */
typedef struct
{
  RungsSpan guid; /* empty while there is none: "xxxxxxxxxxxx" */
  RungsSpan name; /* "SIP/Msg/ccsipDisplayMsg" */
  RungsSpan text; /* behind the colon */
  RungsSpan all;  /* from the name on */
} RungsCubeDebug;

gboolean rungs_cube_read_debug (RungsSpan rest, RungsCubeDebug *debug);

/* "gw1#show clock", "gw1(config)#" */
gboolean rungs_cube_is_prompt (RungsSpan line);

/* Without " --More-- " and what wipes it out. FALSE when nothing of the line is left. */
gboolean rungs_cube_without_more (RungsSpan *line);

G_END_DECLS
