/* What the SBC changed: the messages of a call as they came into it and as they went out of it. */
#pragma once

#include "diagnosis/sides.h"
#include "diagnosis/verdict.h"

G_BEGIN_DECLS

/* One message on both legs. */
typedef struct
{
  guint32 before, after; /* messages: into the SBC, out of it */
  GPtrArray *rows;       /* RungsSidesRow* */
} RungsChangePair;

/* A change in words. */
typedef struct
{
  RungsFinding *finding; /* "change-called-number" …, with the lines of both messages */
  gboolean
    explains; /* it is of the kind that the failing answer complains about, and that answer is to the changed message */
} RungsChange;

typedef struct
{
  GPtrArray *
    pairs; /* RungsChangePair*: the INVITE, then its answers; none when the call has one leg in the log */
  GPtrArray *points; /* RungsChange*: those that explain the failing answer first */
} RungsChanges;

/* Reads the messages from the files. Never NULL. (transfer full) */
RungsChanges *rungs_changes_new (RungsTrace *trace,
                                 const RungsCall *call) G_GNUC_WARN_UNUSED_RESULT;
void rungs_changes_free (RungsChanges *changes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsChanges, rungs_changes_free)

/* Rows that are no noise and not the same. */
guint rungs_change_pair_n_changed (const RungsChangePair *pair);

G_END_DECLS
