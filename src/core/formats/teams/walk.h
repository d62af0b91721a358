/* Settings and objects in any text: JSON, pretty or not, whole or in the middle of a line; JSON
 * within a string of JSON; what a browser's console prints; "[key=value]", "key = value", "key:
 * value". Nothing is refused: what cannot be understood is passed over. It is fed piece by piece,
 * and keeps no more than the values it knows by name. */
#pragma once

#include "base/span.h"

G_BEGIN_DECLS

typedef enum
{
  RUNGS_WALK_NONE,
  RUNGS_WALK_ID,       /* of a call: "callId" */
  RUNGS_WALK_WEAK_ID,  /* of something, perhaps a call: "id", "correlationId" */
  RUNGS_WALK_RESOURCE, /* an address that ends in a call's id */
  RUNGS_WALK_CODE,
  RUNGS_WALK_SUBCODE,
  RUNGS_WALK_PHRASE,
  RUNGS_WALK_CATEGORY, /* the first one */
  RUNGS_WALK_REASON,
  RUNGS_WALK_TERMINATED, /* a number of the client's own */
  RUNGS_WALK_STATE,
  RUNGS_WALK_TIME,
  RUNGS_WALK_CREATED,  /* 100 ns since 1970 */
  RUNGS_WALK_FINISHED, /* 100 ns since 1970 */
  RUNGS_WALK_DURATION, /* 100 ns */
  RUNGS_WALK_PARTY,    /* "4:+15550100", "8:orgid:…" */
  RUNGS_WALK_NAME,     /* of a person */
  RUNGS_WALK_TYPE,     /* of a call, or of an event about one */
  RUNGS_WALK_DIRECTION,
  RUNGS_WALK_USER, /* whose log it is, from here on */
  RUNGS_WALK_ADDRESS,
  RUNGS_WALK_APP,
  RUNGS_WALK_SYSTEM,
  RUNGS_WALK_N_FIELDS
} RungsWalkField;

/* RUNGS_WALK_NONE: no name that we know. */
RungsWalkField rungs_walk_field (RungsSpan name);

typedef struct
{
  RungsSpan name; /* the key that it is the value of; empty: none */
  RungsSpan values[RUNGS_WALK_N_FIELDS];
  guint64 offset, end;
  guint32 line;
  guint depth; /* 0: the text around all objects */
} RungsWalkObject;

/* An object is closed, its inner ones before it. Spans are valid during the call. */
typedef void (*RungsWalkFunc) (gpointer user_data, const RungsWalkObject *object);

typedef struct _RungsWalk RungsWalk;

RungsWalk *rungs_walk_new (RungsWalkFunc func, gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void rungs_walk_free (RungsWalk *walk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsWalk, rungs_walk_free)

/* A piece of a line; @offset is its place in the input. */
void rungs_walk_feed (RungsWalk *walk, RungsSpan text, guint64 offset, guint32 line);
/* The line is at its end: no string or value goes on in the next one. */
void rungs_walk_end_line (RungsWalk *walk);
/* The text is at its end: what is still open is closed, the text around it too. Then another text
 * may begin. */
void rungs_walk_end (RungsWalk *walk, guint64 offset);
/* Objects that are open. */
guint rungs_walk_get_depth (RungsWalk *walk);
/* The innermost of them that has a value of @field so far: that value, valid until the next piece;
 * else empty. */
RungsSpan rungs_walk_value (RungsWalk *walk, RungsWalkField field);

G_END_DECLS
