#include "config.h"

#include "shared.h"

struct _RungsShared
{
  GPtrArray *options;    /* by device: GArray of guint32, or NULL */
  GHashTable *invites;   /* device and host -> GArray of RungsSharedInvite */
  RungsStamp *last_time; /* by input */
  guint64 work;
};

static void
shared_free (gpointer data)
{
  RungsShared *self = data;

  g_clear_pointer (&self->options, g_ptr_array_unref);
  g_clear_pointer (&self->invites, g_hash_table_unref);
  g_free (self->last_time);
  g_free (self);
}

static void
unref_array (gpointer array)
{
  if (array != NULL)
    g_array_unref (array);
}

static guint32
device_of (RungsTrace *trace, guint32 endpoint)
{
  return endpoint != RUNGS_NONE ? rungs_trace_get_endpoint (trace, endpoint)->device : RUNGS_NONE;
}

static void
add_options (RungsShared *self, guint32 device, guint32 call)
{
  GArray *calls;

  if (device == RUNGS_NONE)
    return;
  calls = g_ptr_array_index (self->options, device);
  if (calls == NULL)
    self->options->pdata[device] = calls = g_array_new (FALSE, FALSE, sizeof (guint32));
  if (calls->len == 0 || g_array_index (calls, guint32, calls->len - 1) != call)
    g_array_append_val (calls, call);
}

static gint64
key_of (guint32 device, RungsString host)
{
  return (gint64) (((guint64) device << 32) | host);
}

static void
note_invite (RungsShared *self, guint32 device, RungsString host, const RungsSharedInvite *invite)
{
  g_autofree gint64 *key = g_new (gint64, 1);
  GArray *list;

  *key = key_of (device, host);
  list = g_hash_table_lookup (self->invites, key);
  if (list == NULL)
    {
      list = g_array_new (FALSE, FALSE, sizeof (RungsSharedInvite));
      g_hash_table_insert (self->invites, g_steal_pointer (&key), list);
    }
  if (list->len == 0 || host == RUNGS_NONE
      || g_array_index (list, RungsSharedInvite, list->len - 1).call != invite->call)
    g_array_append_val (list, *invite);
}

static void
add_invite (RungsShared *self, RungsTrace *trace, guint32 message, guint32 call)
{
  const RungsMessage *row = rungs_trace_get_message (trace, message);
  RungsSharedInvite invite = { row->time, message, call };
  guint32 device = device_of (trace, row->src);

  if (row->code != 0 || row->time == RUNGS_STAMP_NONE || device == RUNGS_NONE
      || row->dst == RUNGS_NONE || !g_str_equal (rungs_trace_string (trace, row->method), "INVITE"))
    return;
  note_invite (self, device, RUNGS_NONE, &invite);
  if (rungs_trace_get_endpoint (trace, row->dst)->host != 0)
    note_invite (self, device, rungs_trace_get_endpoint (trace, row->dst)->host, &invite);
}

static void
add_call (RungsShared *self, RungsTrace *trace, guint32 index)
{
  const RungsCall *call = rungs_trace_get_call (trace, index);
  const RungsMessage *first;

  self->work++;
  if (call->n_rows == 0)
    return;
  if (call->kind == RUNGS_KIND_OPTIONS)
    {
      first = rungs_trace_get_message (trace, rungs_trace_get_row (trace, call, 0));
      add_options (self, device_of (trace, first->src), index);
      add_options (self, device_of (trace, first->dst), index);
    }
  for (guint i = 0; call->kind == RUNGS_KIND_INVITE && i < call->n_legs; i++)
    {
      const RungsLeg *leg = rungs_trace_get_leg (trace, call, i);

      self->work++;
      if (leg->first != RUNGS_NONE)
        add_invite (self, trace, leg->first, index);
    }
}

static int
compare_invites (gconstpointer a, gconstpointer b)
{
  const RungsSharedInvite *x = a, *y = b;

  if (x->time != y->time)
    return x->time < y->time ? -1 : 1;
  return x->message < y->message ? -1 : x->message > y->message;
}

static RungsShared *
shared_new (RungsTrace *trace)
{
  RungsShared *self = g_new0 (RungsShared, 1);
  guint n_inputs = rungs_trace_get_n_inputs (trace);
  g_autofree RungsStamp *times = rungs_trace_dup_times (trace);
  GHashTableIter iter;
  gpointer list;

  self->options = g_ptr_array_new_with_free_func (unref_array);
  g_ptr_array_set_size (self->options, (gint) rungs_trace_get_n_devices (trace));
  self->invites =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_array_unref);
  self->last_time = g_new (RungsStamp, MAX (n_inputs, 1));
  for (guint i = 0; i < n_inputs; i++)
    self->last_time[i] = times[2 * i + 1];
  for (guint32 i = 0; i < rungs_trace_get_n_calls (trace); i++)
    add_call (self, trace, i);
  g_hash_table_iter_init (&iter, self->invites);
  while (g_hash_table_iter_next (&iter, NULL, &list))
    g_array_sort (list, compare_invites);
  return self;
}

const RungsShared *
rungs_shared_of (RungsTrace *trace)
{
  static GMutex mutex;
  RungsShared *shared;

  g_return_val_if_fail (RUNGS_IS_TRACE (trace), NULL);

  g_mutex_lock (&mutex);
  shared = g_object_get_data (G_OBJECT (trace), "rungs-shared");
  if (shared == NULL)
    {
      shared = shared_new (trace);
      g_object_set_data_full (G_OBJECT (trace), "rungs-shared", shared, shared_free);
    }
  g_mutex_unlock (&mutex);
  return shared;
}

const GArray *
rungs_shared_options (const RungsShared *self, guint32 device)
{
  return device < self->options->len ? g_ptr_array_index (self->options, device) : NULL;
}

const GArray *
rungs_shared_invites (const RungsShared *self, guint32 device, RungsString host)
{
  gint64 key = key_of (device, host);

  return g_hash_table_lookup (self->invites, &key);
}

guint
rungs_shared_later (const GArray *invites, RungsStamp time)
{
  guint from = 0, to = invites->len;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (g_array_index (invites, RungsSharedInvite, middle).time <= time)
        from = middle + 1;
      else
        to = middle;
    }
  return from;
}

RungsStamp
rungs_shared_last_time (const RungsShared *self, guint input)
{
  return self->last_time[input];
}

guint64
rungs_shared_work (const RungsShared *self)
{
  return self->work;
}
