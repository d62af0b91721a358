/* What the SBC changed: the messages of a call as they came into it and as they went out of it. */
#pragma once

#include "diagnosis/sides.h"
#include "diagnosis/verdict.h"

G_BEGIN_DECLS

typedef struct
{
  /* RungsSidesPair*: the INVITE, then its answers, as they came into the SBC and as they went out
   * of it; none when the call has one leg in the log. */
  GPtrArray *pairs;
  /* RungsFinding*: the changes in words ("change-called-number" …), with the lines of both
   * messages. Those that explain the failing answer come first. */
  GPtrArray *points;
} RungsChanges;

/* Reads the messages from the files. Never NULL. (transfer full) */
RungsChanges *rungs_changes_new (RungsTrace *trace,
                                 const RungsCall *call) G_GNUC_WARN_UNUSED_RESULT;
void rungs_changes_free (RungsChanges *changes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsChanges, rungs_changes_free)

G_END_DECLS
