#include "config.h"

#include "calls/device-keys.h"

#include "calls/endpoints.h"

static gboolean
is_private_v4 (const guint8 *a)
{
  return a[0] == 10 || a[0] == 127 || (a[0] == 172 && (a[1] & 0xf0) == 16)
         || (a[0] == 192 && a[1] == 168) || (a[0] == 169 && a[1] == 254)
         || (a[0] == 100 && (a[1] & 0xc0) == 64);
}

static gboolean
is_private_address (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    return is_private_v4 (bytes);
  /* Unique local: RFC 4193. */
  return (bytes[0] & 0xfe) == 0xfc || g_inet_address_get_is_link_local (address)
         || g_inet_address_get_is_loopback (address);
}

static gboolean
is_private_name (const char *name)
{
  static const char *const nobodys[] = { ".local", ".lan", ".internal", ".home.arpa",
                                         ".localdomain" };

  for (guint i = 0; i < G_N_ELEMENTS (nobodys); i++)
    if (g_str_has_suffix (name, nobodys[i]))
      return TRUE;
  return strchr (name, '.') == NULL;
}

gboolean
rungs_host_is_private (RungsSpan host)
{
  g_autoptr (GInetAddress) address = NULL;
  g_autofree char *text = NULL;
  RungsSpan name;
  guint16 port;

  rungs_endpoints_split (host, &name, &port);
  text = g_ascii_strdown (name.len > 0 ? name.str : "", (gssize) name.len);
  address = g_inet_address_new_from_string (text);
  return address != NULL ? is_private_address (address) : is_private_name (text);
}

/* Rows of an input follow one another. */
static RungsString
place_of_rows (RungsTrace *trace, guint32 first, guint32 n)
{
  for (guint32 i = first; i < MIN (first + n, trace->rows.n); i++)
    {
      RungsString call_id = rungs_rows_at (&trace->rows, i)->call_id;
      g_autofree char *place = NULL;

      if (call_id == 0)
        continue;
      place = g_strdup_printf ("call-%016" G_GINT64_MODIFIER "x",
                               rungs_span_hash (rungs_strings_span (trace->strings, call_id)));
      return rungs_strings_intern (trace->strings, rungs_span_of (place));
    }
  return 0;
}

RungsString *
rungs_input_places (RungsAssembly *self)
{
  RungsTrace *trace = self->trace;
  RungsString *places = g_new0 (RungsString, trace->inputs->len + 1);
  guint32 first = 0;

  for (guint i = 0; i < trace->inputs->len; i++)
    {
      const RungsInputNote *note = &g_array_index (self->builder->input_notes, RungsInputNote, i);
      guint32 n = g_array_index (trace->inputs, RungsTraceInput, i).n_messages;

      places[i] = note->mac != 0 ? note->mac : place_of_rows (trace, first, n);
      first += n;
    }
  return places;
}
