/* The rows of the call list: the calls of a trace, filtered and sorted by the model itself as an
 * array of call numbers, so that a million calls cost four bytes each. Items are made when a row
 * asks for one and may be made anew: compare their numbers, never their pointers. */
#pragma once

#include "app/list/call-query.h"
#include "trace/trace.h"

G_BEGIN_DECLS

#define RUNGS_TYPE_CALL_ITEM (rungs_call_item_get_type ())
G_DECLARE_FINAL_TYPE (RungsCallItem, rungs_call_item, RUNGS, CALL_ITEM, GObject)

#define RUNGS_TYPE_CALL_MODEL (rungs_call_model_get_type ())
G_DECLARE_FINAL_TYPE (RungsCallModel, rungs_call_model, RUNGS, CALL_MODEL, GObject)

RungsCallModel *rungs_call_model_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* NULL empties it. Rows that did not change are not announced as changed. */
void rungs_call_model_set_trace (RungsCallModel *self, RungsTrace *trace);

/* What the failed calls failed for: guint32 index -> RungsEntry, or NULL. Another trace forgets it.
 * Signal "entries-changed". */
void rungs_call_model_set_entries (RungsCallModel *self, GHashTable *entries);

/* What is shown, and in which order. The model keeps copies. */
void rungs_call_model_set_query (RungsCallModel *self, const RungsCallQuery *query);
void rungs_call_model_set_sort (RungsCallModel *self, RungsCallColumn column, gboolean descending);

/* Number of the call in a row, and the row of a call (RUNGS_NONE: not shown). */
guint32 rungs_call_model_get_call (RungsCallModel *self, guint position);
guint rungs_call_model_find (RungsCallModel *self, guint32 call);

/* Rows of the trace with a fault, keepalives and registrations too. */
guint rungs_call_model_get_n_faults (RungsCallModel *self);
/* Rows that would be shown if routine traffic were not folded away, and those of them with a
 * fault. */
guint rungs_call_model_get_n_folded (RungsCallModel *self);
guint rungs_call_model_get_n_folded_faults (RungsCallModel *self);

/* Of the model's trace as it is now. */
RungsTrace *rungs_call_item_get_trace (RungsCallItem *self);
const RungsCall *rungs_call_item_peek_call (RungsCallItem *self);
RungsCallModel *rungs_call_item_get_model (RungsCallItem *self);
/* The entry's title; NULL when nothing is known of the call, or not yet. */
const char *rungs_call_item_get_cause (RungsCallItem *self);

G_END_DECLS
