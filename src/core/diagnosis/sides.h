/* Two messages side by side, line by line: what is the same, what differs, and what differs in
 * every copy and means nothing. */
#pragma once

#include "sip/index.h"

G_BEGIN_DECLS

typedef enum
{
  RUNGS_SIDES_SAME,  /* byte by byte, or written in another case */
  RUNGS_SIDES_NOISE, /* differs as it must: Via, branch, tags, addresses of the two ends, keys */
  RUNGS_SIDES_CHANGED,
  RUNGS_SIDES_REMOVED, /* only on the left */
  RUNGS_SIDES_ADDED    /* only on the right */
} RungsSidesKind;
const char *rungs_sides_kind_name (RungsSidesKind kind); /* "changed", for JSON */

typedef enum
{
  RUNGS_SIDES_COPY, /* the right one was made of the left one: numbers are to be the same */
  RUNGS_SIDES_OTHER /* of two calls: numbers are to be of one shape */
} RungsSidesMode;

typedef struct
{
  char *text;    /* without its end, folds kept; UTF-8; NULL: the other side has no such line */
  guint line;    /* in the message, from 0 */
  guint n_lines; /* with its folds */
} RungsSideLine;

typedef struct
{
  RungsSidesKind kind;
  /* "from", "m=", "a=rtpmap pcma/8000": the same for what belongs together; "" the start line */
  char *key;
  RungsSideLine left, right;
  guint point;       /* of changes: 1-based number of the point that this row shows; 0 none */
  gboolean explains; /* and that point explains the failing answer */
} RungsSidesRow;

/* Two messages and their lines side by side. */
typedef struct
{
  guint32 left, right; /* messages */
  GPtrArray *rows;     /* RungsSidesRow* */
} RungsSidesPair;

/* Takes @rows. For an array of RungsSidesPair*, whose free function frees them. */
void rungs_sides_pair_add (GPtrArray *pairs, guint32 left, guint32 right, GPtrArray *rows);
void rungs_sides_pair_free (gpointer pair);

/* Rows that are no noise and not the same. */
guint rungs_sides_pair_n_changed (const RungsSidesPair *pair);

/* RungsSidesRow*, in the order of the left message; what only the right one has stands at the end
 * of its part (headers, session, media). Bodies other than SDP are left out. (transfer full) */
GPtrArray *rungs_sides_new (RungsSpan left,
                            RungsSpan right,
                            RungsSidesMode mode) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
