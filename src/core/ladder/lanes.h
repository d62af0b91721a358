/* The lanes of a ladder while it is built: which devices occur, under which addresses, in which
 * order. */
#pragma once

#include "ladder/ladder.h"

G_BEGIN_DECLS

typedef struct _RungsLanes RungsLanes;

RungsLanes *rungs_lanes_new (RungsTrace *trace) G_GNUC_WARN_UNUSED_RESULT;
void rungs_lanes_free (RungsLanes *lanes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsLanes, rungs_lanes_free)

/* Notes both ends of a message and gives their lanes in order of appearance. An end that the log
 * does not name is the lane of the other end. */
void rungs_lanes_add (RungsLanes *lanes, const RungsMessage *message, guint *from, guint *to);

/* A lane for a device that sends no message. */
void rungs_lanes_add_device (RungsLanes *lanes, guint32 device);

/* The lane of a device in order of appearance; of one that sent no message: the SBC's, else the
 * first. */
guint rungs_lanes_find (RungsLanes *lanes, guint32 device);

/* Puts the lanes in their final order and hands them over. @place[i] is where the i-th to appear
 * stands now. (transfer full) RungsLane* */
GPtrArray *rungs_lanes_finish (RungsLanes *lanes, guint **place) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
