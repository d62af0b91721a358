/* Signalling ranges and names from Microsoft's pages: data/devices/teams.json, compiled in. */
#include "config.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "trace/teams.h"

#define PATH "/io/github/rungs/Rungs/devices/teams.json"

typedef struct
{
  guint32 base;
  guint bits;
} Range;

typedef struct
{
  GArray *ranges; /* Range */
  GStrv names;
  GStrv agents;
} Preset;

static gboolean
parse_ipv4 (RungsSpan host, guint32 *address)
{
  guint32 value = 0;

  for (guint i = 0; i < 4; i++)
    {
      guint64 part;
      gsize n = rungs_span_take_uint (host, 255, &part);

      if (n == 0)
        return FALSE;
      value = value << 8 | (guint32) part;
      host = rungs_span_skip (host, n);
      if (i < 3)
        {
          if (host.len == 0 || host.str[0] != '.')
            return FALSE;
          host = rungs_span_skip (host, 1);
        }
    }
  *address = value;
  return host.len == 0 || host.str[0] == ':';
}

/* "52.112.0.0/14" */
static gboolean
parse_range (const char *text, Range *range)
{
  RungsSpan rest = rungs_span_of (text), host;
  guint64 bits;

  if (!rungs_span_take_until (&rest, '/', &host) || !parse_ipv4 (host, &range->base)
      || !rungs_span_to_uint (rest, 32, &bits) || bits == 0)
    return FALSE;
  range->bits = (guint) bits;
  return TRUE;
}

static GStrv
parse_strings (JsonObject *object, const char *name)
{
  JsonArray *array = json_object_get_array_member (object, name);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_strv_builder_add (builder, json_array_get_string_element (array, i));
  return g_strv_builder_end (builder);
}

/* Our own file: what is wrong with it is a mistake in the program, which a test finds. */
static Preset *
load_preset (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GBytes) bytes = g_resources_lookup_data (PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  Preset *preset = g_new0 (Preset, 1);
  JsonObject *object;
  JsonArray *addresses;
  gsize len;
  const char *text = g_bytes_get_data (bytes, &len);

  if (!json_parser_load_from_data (parser, text, (gssize) len, NULL))
    g_error ("%s is broken", PATH);
  object = json_node_get_object (json_parser_get_root (parser));
  preset->ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  preset->names = parse_strings (object, "names");
  preset->agents = parse_strings (object, "agents");
  addresses = json_object_get_array_member (object, "addresses");
  for (guint i = 0; i < json_array_get_length (addresses); i++)
    {
      const char *range_text =
        json_object_get_string_member (json_array_get_object_element (addresses, i), "range");
      Range range;

      if (!parse_range (range_text, &range))
        g_error ("%s: %s is no range", PATH, range_text);
      g_array_append_val (preset->ranges, range);
    }
  return preset;
}

static const Preset *
get_preset (void)
{
  static Preset *preset;

  if (g_once_init_enter (&preset))
    g_once_init_leave (&preset, load_preset ());
  return preset;
}

gboolean
rungs_teams_is_address (RungsSpan host)
{
  const GArray *ranges = get_preset ()->ranges;
  guint32 address;

  if (host.len < 7 || !parse_ipv4 (host, &address))
    return FALSE;

  for (guint i = 0; i < ranges->len; i++)
    {
      const Range *range = &g_array_index (ranges, Range, i);

      if ((address ^ range->base) >> (32 - range->bits) == 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
rungs_teams_is_name (RungsSpan host)
{
  gssize colon = rungs_span_find_char (host, ':');
  GStrv names = get_preset ()->names;

  if (colon >= 0)
    host = rungs_span_head (host, (gsize) colon);
  for (guint i = 0; names[i] != NULL; i++)
    {
      RungsSpan domain = rungs_span_of (names[i]);

      if (host.len >= domain.len
          && rungs_span_equal_ci (rungs_span_skip (host, host.len - domain.len), domain)
          && (host.len == domain.len || strchr (".-", host.str[host.len - domain.len - 1]) != NULL))
        return TRUE;
    }
  return FALSE;
}

gboolean
rungs_teams_is_agent (RungsSpan agent)
{
  GStrv agents = get_preset ()->agents;

  for (guint i = 0; agents[i] != NULL; i++)
    if (rungs_span_starts_ci (agent, rungs_span_of (agents[i])))
      return TRUE;
  return FALSE;
}
