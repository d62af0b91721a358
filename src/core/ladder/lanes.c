/* Devices to lanes. */
#include "config.h"

#include "ladder/lanes.h"

#include <glib/gi18n-lib.h>

#include "ladder/plain.h"

/* Ports of one host that are written out; a TCP client with a port per connection is not a wall of
 * numbers. */
#define MAX_PORTS 3
/* Hosts of one device that are told apart: a head of more lines helps nobody. */
#define MAX_HOSTS 32

typedef struct
{
  RungsString host;
  GArray *ports; /* guint16, in order of appearance, no doubles */
  guint n_ports; /* also those that are not kept */
} HostPorts;

typedef struct
{
  RungsLane *lane;
  GPtrArray *hosts; /* HostPorts */
  gboolean meets_teams, meets_trunk;
} Entry;

struct _RungsLanes
{
  RungsTrace *trace;
  GArray *entries;       /* Entry, in order of appearance */
  GHashTable *by_device; /* device + 1 -> entry index + 1 */
  GHashTable *seen;      /* endpoints whose address is noted */
  guint32 last_src, last_dst;
  guint last_from, last_to;
  gboolean has_last;
};

/* No device: both ends of a message are unknown. */
#define NO_DEVICE (RUNGS_NONE - 1)

static void
host_ports_free (gpointer data)
{
  HostPorts *host = data;

  g_array_unref (host->ports);
  g_free (host);
}

static void
lane_free (gpointer data)
{
  RungsLane *lane = data;

  g_free (lane->name);
  g_ptr_array_unref (lane->addresses);
  g_free (lane);
}

RungsLanes *
rungs_lanes_new (RungsTrace *trace)
{
  RungsLanes *lanes = g_new0 (RungsLanes, 1);

  lanes->trace = trace;
  lanes->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  lanes->by_device = g_hash_table_new (NULL, NULL);
  lanes->seen = g_hash_table_new (NULL, NULL);
  return lanes;
}

void
rungs_lanes_free (RungsLanes *lanes)
{
  for (guint i = 0; i < lanes->entries->len; i++)
    {
      Entry *entry = &g_array_index (lanes->entries, Entry, i);

      g_clear_pointer (&entry->lane, lane_free);
      g_ptr_array_unref (entry->hosts);
    }
  g_array_unref (lanes->entries);
  g_hash_table_unref (lanes->by_device);
  g_hash_table_unref (lanes->seen);
  g_free (lanes);
}

static guint
lane_of_device (RungsLanes *lanes, guint32 device)
{
  gpointer key = GUINT_TO_POINTER (device + 1);
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (lanes->by_device, key));
  Entry entry = { 0 };

  if (found > 0)
    return found - 1;

  entry.lane = g_new0 (RungsLane, 1);
  entry.lane->device = device == NO_DEVICE ? RUNGS_NONE : device;
  entry.lane->addresses = g_ptr_array_new_with_free_func (g_free);
  entry.hosts = g_ptr_array_new_with_free_func (host_ports_free);
  if (device == NO_DEVICE)
    entry.lane->name = g_strdup (_ ("unknown"));
  else
    {
      const RungsDevice *row = rungs_trace_get_device (lanes->trace, device);

      entry.lane->name =
        rungs_plain_line (rungs_span_of (rungs_trace_string (lanes->trace, row->name)), 64);
      entry.lane->kind = row->kind;
    }
  g_array_append_val (lanes->entries, entry);
  g_hash_table_insert (lanes->by_device, key, GUINT_TO_POINTER (lanes->entries->len));
  return lanes->entries->len - 1;
}

static void
note_port (HostPorts *host, guint16 port)
{
  if (port == 0)
    return;
  for (guint i = 0; i < host->ports->len; i++)
    if (g_array_index (host->ports, guint16, i) == port)
      return;
  host->n_ports++;
  if (host->ports->len < MAX_PORTS)
    g_array_append_val (host->ports, port);
}

static void
note_address (RungsLanes *lanes, guint index, guint32 endpoint)
{
  Entry *entry = &g_array_index (lanes->entries, Entry, index);
  const RungsEndpoint *end = rungs_trace_get_endpoint (lanes->trace, endpoint);
  RungsString key = end->host != 0 ? end->host : end->text;
  HostPorts *host;

  if (key == 0 || !g_hash_table_add (lanes->seen, GUINT_TO_POINTER (endpoint + 1)))
    return;
  for (guint i = 0; i < entry->hosts->len; i++)
    {
      host = g_ptr_array_index (entry->hosts, i);
      if (host->host == key)
        {
          note_port (host, end->port);
          return;
        }
    }
  if (entry->hosts->len == MAX_HOSTS)
    return;
  host = g_new0 (HostPorts, 1);
  host->host = key;
  host->ports = g_array_new (FALSE, FALSE, sizeof (guint16));
  note_port (host, end->port);
  g_ptr_array_add (entry->hosts, host);
}

/* An end without a name is none, unless the log says that it is its own device. */
static gboolean
is_known (RungsLanes *lanes, guint32 endpoint)
{
  const RungsEndpoint *end;

  if (endpoint == RUNGS_NONE)
    return FALSE;
  end = rungs_trace_get_endpoint (lanes->trace, endpoint);
  if (end->device == RUNGS_NONE)
    return FALSE;
  return end->text != 0 || end->is_own;
}

static guint
lane_of_endpoint (RungsLanes *lanes, guint32 endpoint)
{
  guint lane = lane_of_device (lanes, rungs_trace_get_endpoint (lanes->trace, endpoint)->device);

  note_address (lanes, lane, endpoint);
  return lane;
}

static gboolean
is_trunk (RungsDeviceKind kind)
{
  return kind == RUNGS_DEVICE_CARRIER || kind == RUNGS_DEVICE_PBX;
}

static void
note_meeting (RungsLanes *lanes, guint a, guint b)
{
  Entry *one = &g_array_index (lanes->entries, Entry, a);
  RungsDeviceKind kind = g_array_index (lanes->entries, Entry, b).lane->kind;

  one->meets_teams |= kind == RUNGS_DEVICE_TEAMS;
  one->meets_trunk |= is_trunk (kind);
}

void
rungs_lanes_add (RungsLanes *lanes, const RungsMessage *message, guint *from, guint *to)
{
  gboolean src_known, dst_known;

  /* Most messages go between the same two ends as the one before. */
  if (lanes->has_last && lanes->last_src == message->src && lanes->last_dst == message->dst)
    {
      *from = lanes->last_from;
      *to = lanes->last_to;
      return;
    }

  src_known = is_known (lanes, message->src);
  dst_known = is_known (lanes, message->dst);
  if (src_known)
    *from = lane_of_endpoint (lanes, message->src);
  if (dst_known)
    *to = lane_of_endpoint (lanes, message->dst);
  if (!src_known)
    *from = dst_known ? *to : lane_of_device (lanes, NO_DEVICE);
  if (!dst_known)
    *to = *from;
  if (src_known && dst_known)
    {
      note_meeting (lanes, *from, *to);
      note_meeting (lanes, *to, *from);
    }
  lanes->has_last = TRUE;
  lanes->last_src = message->src;
  lanes->last_dst = message->dst;
  lanes->last_from = *from;
  lanes->last_to = *to;
}

void
rungs_lanes_add_device (RungsLanes *lanes, guint32 device)
{
  lane_of_device (lanes, device);
}

guint
rungs_lanes_find (RungsLanes *lanes, guint32 device)
{
  guint found =
    GPOINTER_TO_UINT (g_hash_table_lookup (lanes->by_device, GUINT_TO_POINTER (device + 1)));

  if (found > 0)
    return found - 1;
  for (guint i = 0; i < lanes->entries->len; i++)
    if (g_array_index (lanes->entries, Entry, i).lane->kind == RUNGS_DEVICE_SBC)
      return i;
  return lanes->entries->len > 0 ? 0 : lane_of_device (lanes, NO_DEVICE);
}

static gboolean
has_kind (RungsLanes *lanes, RungsDeviceKind kind)
{
  for (guint i = 0; i < lanes->entries->len; i++)
    if (g_array_index (lanes->entries, Entry, i).lane->kind == kind)
      return TRUE;
  return FALSE;
}

/* Left to right. An SBC that meets Teams stands before one that meets the trunk: two SBCs in a row
 * do not cross their arrows. */
static int
rank_of (const Entry *entry, gboolean is_left)
{
  switch (entry->lane->kind)
    {
    case RUNGS_DEVICE_RECORD:
      return -1;
    case RUNGS_DEVICE_TEAMS:
      return 0;
    case RUNGS_DEVICE_SBC:
      return entry->meets_teams ? 2 : entry->meets_trunk ? 4 : 3;
    case RUNGS_DEVICE_CARRIER:
    case RUNGS_DEVICE_PBX:
      return is_left ? 1 : 6;
    case RUNGS_DEVICE_PHONE:
    case RUNGS_DEVICE_UNKNOWN:
    default:
      return is_left ? 1 : 5;
    }
}

/* Who stands left of the SBC when no Teams is there: of several others the first to speak, the
 * caller's side. */
static guint
left_without_teams (RungsLanes *lanes)
{
  guint n_others = 0, first = RUNGS_NONE;

  if (has_kind (lanes, RUNGS_DEVICE_TEAMS) || !has_kind (lanes, RUNGS_DEVICE_SBC))
    return RUNGS_NONE;
  for (guint i = 0; i < lanes->entries->len; i++)
    if (g_array_index (lanes->entries, Entry, i).lane->kind != RUNGS_DEVICE_SBC
        && g_array_index (lanes->entries, Entry, i).lane->kind != RUNGS_DEVICE_RECORD)
      {
        n_others++;
        if (first == RUNGS_NONE)
          first = i;
      }
  return n_others > 1 ? first : RUNGS_NONE;
}

static char *
address_text (RungsLanes *lanes, const HostPorts *host)
{
  g_autofree char *name =
    rungs_plain_line (rungs_span_of (rungs_trace_string (lanes->trace, host->host)), 80);
  gboolean bare_ipv6 = strchr (name, ':') != NULL && name[0] != '[';
  GString *text;

  if (host->n_ports == 0)
    return g_steal_pointer (&name);
  text = g_string_new (NULL);
  g_string_append_printf (text, bare_ipv6 ? "[%s]" : "%s", name);
  if (host->n_ports > MAX_PORTS)
    {
      g_string_append_c (text, ' ');
      g_string_append (text, _ ("(many ports)"));
    }
  else
    for (guint i = 0; i < host->ports->len; i++)
      g_string_append_printf (text, i == 0 ? ":%u" : ", %u",
                              g_array_index (host->ports, guint16, i));
  return g_string_free (text, FALSE);
}

typedef struct
{
  int rank;
  guint index;
} Order;

static int
compare_order (gconstpointer a, gconstpointer b)
{
  const Order *x = a, *y = b;

  if (x->rank != y->rank)
    return x->rank < y->rank ? -1 : 1;
  return x->index < y->index ? -1 : x->index > y->index;
}

GPtrArray *
rungs_lanes_finish (RungsLanes *lanes, guint **place)
{
  guint n = lanes->entries->len, left = left_without_teams (lanes);
  gboolean has_sides = has_kind (lanes, RUNGS_DEVICE_TEAMS) || has_kind (lanes, RUNGS_DEVICE_SBC);
  GPtrArray *result = g_ptr_array_new_full (n, lane_free);
  g_autofree Order *order = g_new (Order, MAX (n, 1));

  *place = g_new0 (guint, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    {
      order[i].index = i;
      order[i].rank =
        has_sides ? rank_of (&g_array_index (lanes->entries, Entry, i), i == left) : 0;
    }
  qsort (order, n, sizeof (Order), compare_order);
  for (guint i = 0; i < n; i++)
    {
      Entry *entry = &g_array_index (lanes->entries, Entry, order[i].index);

      (*place)[order[i].index] = i;
      for (guint h = 0; h < entry->hosts->len; h++)
        g_ptr_array_add (entry->lane->addresses,
                         address_text (lanes, g_ptr_array_index (entry->hosts, h)));
      g_ptr_array_add (result, g_steal_pointer (&entry->lane));
    }
  return result;
}
