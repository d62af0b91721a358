#include "config.h"

#include "app/list/call-model.h"

#include <gio/gio.h>

#include "app/list/call-words.h"
#include "knowledge/knowledge.h"

/* From so many changed rows on, a change is announced as a removal and an insertion: GTK 4.8 takes
 * 510 ms for a million rows replaced at once, 88 ms in two steps. */
#define TWO_STEPS 1000

struct _RungsCallItem
{
  GObject parent_instance;
  RungsCallModel *model; /* (owned) */
  guint32 index;
};

G_DEFINE_FINAL_TYPE (RungsCallItem, rungs_call_item, G_TYPE_OBJECT)

struct _RungsCallModel
{
  GObject parent_instance;

  RungsTrace *trace;
  RungsCallQuery query;
  RungsCallColumn column;
  gboolean descending;
  guint32 *rows;
  guint n_rows;
  guint n_faults, n_folded, n_folded_faults;
  GHashTable *entries; /* (owned) of the calls, or NULL */
};

enum
{
  ENTRIES_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RungsCallModel,
                               rungs_call_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
rungs_call_item_dispose (GObject *object)
{
  g_clear_object (&RUNGS_CALL_ITEM (object)->model);
  G_OBJECT_CLASS (rungs_call_item_parent_class)->dispose (object);
}

static void
rungs_call_item_class_init (RungsCallItemClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rungs_call_item_dispose;
}

static void
rungs_call_item_init (RungsCallItem *self)
{
}

RungsTrace *
rungs_call_item_get_trace (RungsCallItem *self)
{
  g_return_val_if_fail (RUNGS_IS_CALL_ITEM (self), NULL);
  return self->model->trace;
}

const RungsCall *
rungs_call_item_peek_call (RungsCallItem *self)
{
  g_return_val_if_fail (RUNGS_IS_CALL_ITEM (self), NULL);
  return rungs_trace_get_call (self->model->trace, self->index);
}

static GType
get_item_type (GListModel *model)
{
  return RUNGS_TYPE_CALL_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return RUNGS_CALL_MODEL (model)->n_rows;
}

static gpointer
get_item (GListModel *model, guint position)
{
  RungsCallModel *self = RUNGS_CALL_MODEL (model);
  RungsCallItem *item;

  if (position >= self->n_rows)
    return NULL;
  item = g_object_new (RUNGS_TYPE_CALL_ITEM, NULL);
  item->model = g_object_ref (self);
  item->index = self->rows[position];
  return item;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

RungsCallModel *
rungs_call_item_get_model (RungsCallItem *self)
{
  g_return_val_if_fail (RUNGS_IS_CALL_ITEM (self), NULL);
  return self->model;
}

const char *
rungs_call_item_get_cause (RungsCallItem *self)
{
  const RungsEntry *entry = NULL;

  g_return_val_if_fail (RUNGS_IS_CALL_ITEM (self), NULL);

  if (self->model->entries != NULL)
    entry = g_hash_table_lookup (self->model->entries, GUINT_TO_POINTER (self->index));
  return entry != NULL ? entry->title : NULL;
}

/* TRUE when a row that shows @index of @old looks the same with @trace. */
static gboolean
looks_same (RungsTrace *old, RungsTrace *trace, guint32 index)
{
  const RungsCall *a, *b;

  if (old == trace)
    return TRUE;
  if (old == NULL || trace == NULL || index >= rungs_trace_get_n_calls (old)
      || index >= rungs_trace_get_n_calls (trace))
    return FALSE;
  a = rungs_trace_get_call (old, index);
  b = rungs_trace_get_call (trace, index);
  return a->start == b->start && a->duration == b->duration && a->state == b->state
         && a->kind == b->kind && a->n_messages == b->n_messages && a->n_legs == b->n_legs
         && a->final == b->final && a->direction == b->direction
         && strcmp (rungs_trace_string (old, a->from), rungs_trace_string (trace, b->from)) == 0
         && strcmp (rungs_trace_string (old, a->to), rungs_trace_string (trace, b->to)) == 0;
}

/* Announces what differs between the old rows and the new ones: all between the first and the last
 * difference. */
static void
announce (RungsCallModel *self, RungsTrace *old, guint32 *old_rows, guint n_old)
{
  GListModel *model = G_LIST_MODEL (self);
  guint32 *rows = self->rows;
  guint n = self->n_rows;
  guint head = 0, tail = 0;

  while (head < n && head < n_old && rows[head] == old_rows[head]
         && looks_same (old, self->trace, rows[head]))
    head++;
  while (tail < n - head && tail < n_old - head && rows[n - 1 - tail] == old_rows[n_old - 1 - tail]
         && looks_same (old, self->trace, rows[n - 1 - tail]))
    tail++;
  if (n == n_old && head == n)
    return;
  if (n_old - head - tail > 0 && n - head - tail > TWO_STEPS)
    {
      /* The model must be without these rows while it says so. */
      self->rows = g_memdup2 (rows, sizeof *rows * MAX (head + tail, 1));
      memcpy (self->rows + head, rows + n - tail, sizeof *rows * tail);
      self->n_rows = head + tail;
      g_list_model_items_changed (model, head, n_old - head - tail, 0);
      g_free (self->rows);
      self->rows = rows;
      self->n_rows = n;
      g_list_model_items_changed (model, head, 0, n - head - tail);
      return;
    }
  g_list_model_items_changed (model, head, n_old - head - tail, n - head - tail);
}

static void
update (RungsCallModel *self, RungsTrace *old)
{
  g_autofree guint32 *old_rows = g_steal_pointer (&self->rows);
  guint n_old = self->n_rows;
  guint n = self->trace != NULL ? rungs_trace_get_n_calls (self->trace) : 0;
  g_autoptr (RungsCallMatcher) matcher = rungs_call_matcher_new (self->trace, &self->query);

  self->rows = g_new (guint32, MAX (n, 1));
  self->n_rows = self->n_faults = self->n_folded = self->n_folded_faults = 0;
  for (guint32 i = 0; i < n; i++)
    {
      const RungsCall *call = rungs_trace_get_call (self->trace, i);
      gboolean folded;

      self->n_faults += rungs_call_is_fault (call);
      if (rungs_call_matcher_test (matcher, call, &folded))
        self->rows[self->n_rows++] = i;
      self->n_folded += folded;
      self->n_folded_faults += folded && rungs_call_is_fault (call);
    }
  if (self->trace != NULL)
    rungs_call_sort (self->trace, self->rows, self->n_rows, self->column, self->descending);
  announce (self, old, old_rows, n_old);
}

void
rungs_call_model_set_trace (RungsCallModel *self, RungsTrace *trace)
{
  g_autoptr (RungsTrace) old = NULL;

  g_return_if_fail (RUNGS_IS_CALL_MODEL (self));

  if (self->trace == trace)
    return;
  old = g_steal_pointer (&self->trace);
  g_clear_pointer (&self->entries, g_hash_table_unref);
  if (trace != NULL)
    self->trace = g_object_ref (trace);
  update (self, old);
}

void
rungs_call_model_set_entries (RungsCallModel *self, GHashTable *entries)
{
  g_return_if_fail (RUNGS_IS_CALL_MODEL (self));

  if (self->entries == entries)
    return;
  g_clear_pointer (&self->entries, g_hash_table_unref);
  if (entries != NULL)
    self->entries = g_hash_table_ref (entries);
  g_signal_emit (self, signals[ENTRIES_CHANGED], 0);
}

void
rungs_call_model_set_query (RungsCallModel *self, const RungsCallQuery *query)
{
  char *text;

  g_return_if_fail (RUNGS_IS_CALL_MODEL (self));
  g_return_if_fail (query != NULL);

  text = g_strdup (query->text);
  if (query->only != NULL)
    g_array_ref (query->only);
  g_clear_pointer (&self->query.only, g_array_unref);
  g_free (self->query.text);
  self->query = *query;
  self->query.text = text;
  update (self, self->trace);
}

void
rungs_call_model_set_sort (RungsCallModel *self, RungsCallColumn column, gboolean descending)
{
  g_return_if_fail (RUNGS_IS_CALL_MODEL (self));
  g_return_if_fail (column < RUNGS_N_COLUMNS);

  if (self->column == column && self->descending == descending)
    return;
  self->column = column;
  self->descending = descending;
  update (self, self->trace);
}

guint32
rungs_call_model_get_call (RungsCallModel *self, guint position)
{
  g_return_val_if_fail (RUNGS_IS_CALL_MODEL (self), RUNGS_NONE);
  return position < self->n_rows ? self->rows[position] : RUNGS_NONE;
}

guint
rungs_call_model_find (RungsCallModel *self, guint32 call)
{
  g_return_val_if_fail (RUNGS_IS_CALL_MODEL (self), RUNGS_NONE);
  for (guint i = 0; i < self->n_rows; i++)
    if (self->rows[i] == call)
      return i;
  return RUNGS_NONE;
}

guint
rungs_call_model_get_n_faults (RungsCallModel *self)
{
  g_return_val_if_fail (RUNGS_IS_CALL_MODEL (self), 0);
  return self->n_faults;
}

guint
rungs_call_model_get_n_folded (RungsCallModel *self)
{
  g_return_val_if_fail (RUNGS_IS_CALL_MODEL (self), 0);
  return self->n_folded;
}

guint
rungs_call_model_get_n_folded_faults (RungsCallModel *self)
{
  g_return_val_if_fail (RUNGS_IS_CALL_MODEL (self), 0);
  return self->n_folded_faults;
}

static void
rungs_call_model_finalize (GObject *object)
{
  RungsCallModel *self = RUNGS_CALL_MODEL (object);

  g_clear_object (&self->trace);
  g_clear_pointer (&self->entries, g_hash_table_unref);
  g_clear_pointer (&self->query.only, g_array_unref);
  g_free (self->query.text);
  g_free (self->rows);
  G_OBJECT_CLASS (rungs_call_model_parent_class)->finalize (object);
}

static void
rungs_call_model_class_init (RungsCallModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rungs_call_model_finalize;
  signals[ENTRIES_CHANGED] = g_signal_new ("entries-changed", G_TYPE_FROM_CLASS (klass),
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rungs_call_model_init (RungsCallModel *self)
{
  self->column = RUNGS_COLUMN_TIME;
  self->rows = g_new (guint32, 1);
}

RungsCallModel *
rungs_call_model_new (void)
{
  return g_object_new (RUNGS_TYPE_CALL_MODEL, NULL);
}
