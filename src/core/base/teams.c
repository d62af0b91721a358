/* Signalling ranges and names from Microsoft's pages: data/devices/teams.json, compiled in. */
#include "config.h"

#include <arpa/inet.h>
#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "base/teams.h"

#define PATH "/io/github/rungs/Rungs/devices/teams.json"

#define IPV4_BYTES 4
#define IPV6_BYTES 16
/* The longest text of an address, "[", "]" and a port. */
#define MAX_HOST 64

typedef struct
{
  guint8 base[IPV6_BYTES];
  gsize n_bytes;
  guint bits;
  gboolean signalling; /* else only media */
} Range;

typedef struct
{
  GArray *ranges; /* Range */
  GStrv names;
  GStrv agents;
} Preset;

/* The bytes of an address written as @text: 4 or 16 of them in @address, 0 for anything else. */
static gsize
parse_address (const char *text, guint8 *address)
{
  if (inet_pton (AF_INET, text, address) == 1)
    return IPV4_BYTES;
  return inet_pton (AF_INET6, text, address) == 1 ? IPV6_BYTES : 0;
}

/* "52.112.0.0/14" */
static gboolean
parse_range (const char *text, Range *range)
{
  RungsSpan rest = rungs_span_of (text), host = RUNGS_SPAN_NONE;
  g_autofree char *address = NULL;
  guint64 bits;

  if (!rungs_span_take_until (&rest, '/', &host))
    return FALSE;
  address = rungs_span_dup (host);
  range->n_bytes = parse_address (address, range->base);
  if (range->n_bytes == 0 || !rungs_span_to_uint (rest, 8 * range->n_bytes, &bits) || bits == 0)
    return FALSE;
  range->bits = (guint) bits;
  return TRUE;
}

static gboolean
has_use (JsonObject *object, const char *use)
{
  JsonArray *uses = json_object_get_array_member (object, "use");

  for (guint i = 0; i < json_array_get_length (uses); i++)
    if (g_str_equal (json_array_get_string_element (uses, i), use))
      return TRUE;
  return FALSE;
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
      JsonObject *entry = json_array_get_object_element (addresses, i);
      const char *range_text = json_object_get_string_member (entry, "range");
      Range range = { .signalling = has_use (entry, "signalling") };

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

static gboolean
is_in (const Range *range, const guint8 *address, gsize n_bytes)
{
  guint whole = range->bits / 8, rest = range->bits % 8;

  return n_bytes == range->n_bytes && memcmp (address, range->base, whole) == 0
         && (rest == 0 || (address[whole] ^ range->base[whole]) >> (8 - rest) == 0);
}

static gboolean
is_known (const guint8 *address, gsize n_bytes, gboolean signalling)
{
  /* "::ffff:52.112.0.1" (RFC 4291 2.5.5.2) */
  static const guint8 mapped[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF };
  const GArray *ranges = get_preset ()->ranges;

  if (n_bytes == IPV6_BYTES && memcmp (address, mapped, sizeof mapped) == 0)
    {
      address += sizeof mapped;
      n_bytes = IPV4_BYTES;
    }
  for (guint i = 0; i < ranges->len; i++)
    {
      const Range *range = &g_array_index (ranges, Range, i);

      if ((range->signalling || !signalling) && is_in (range, address, n_bytes))
        return TRUE;
    }
  return FALSE;
}

gboolean
rungs_teams_is_signalling (const guint8 *address, gsize n_bytes)
{
  return is_known (address, n_bytes, TRUE);
}

gboolean
rungs_teams_is_public (const guint8 *address, gsize n_bytes)
{
  return is_known (address, n_bytes, FALSE);
}

/* "[2603:1063::1]:5061", "52.112.0.1:5061" or the address alone, without what is around it. */
static RungsSpan
bare_address (RungsSpan host)
{
  gssize first = rungs_span_find_char (host, ':');

  if (host.len > 0 && host.str[0] == '[')
    {
      gssize end = rungs_span_find_char (host, ']');

      return end > 0 ? rungs_span (host.str + 1, (gsize) end - 1) : host;
    }
  if (first > 0 && rungs_span_find_char (rungs_span_skip (host, (gsize) first + 1), ':') < 0)
    return rungs_span_head (host, (gsize) first);
  return host;
}

gboolean
rungs_teams_is_address (RungsSpan host)
{
  char text[MAX_HOST];
  guint8 address[IPV6_BYTES];
  gsize n_bytes;

  /* Most hosts are names, and this is asked of every message. */
  if (host.len < 7 || host.len >= sizeof text
      || (!g_ascii_isxdigit (host.str[0]) && host.str[0] != '[' && host.str[0] != ':'))
    return FALSE;
  host = bare_address (host);
  memcpy (text, host.str, host.len);
  text[host.len] = '\0';
  n_bytes = parse_address (text, address);
  return n_bytes > 0 && rungs_teams_is_signalling (address, n_bytes);
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
          && (host.len == domain.len
              || rungs_char_is_in (host.str[host.len - domain.len - 1], ".-")))
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
