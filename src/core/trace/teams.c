/* Signalling ranges and names from Microsoft's "Plan Direct Routing" and "Direct Routing for government" pages. */
#include "config.h"

#include "trace/teams.h"

static const struct
{
  guint8 address[4];
  guint bits;
} ranges[] = {
  { { 52, 112, 0, 0 }, 14 },  /* commercial and GCC */
  { { 52, 120, 0, 0 }, 14 },  /* the same, older pages; today's 52.122.0.0/15 lies within */
  { { 52, 127, 64, 0 }, 21 }, /* DoD */
  { { 52, 127, 88, 0 }, 21 }, /* GCC High */
};

static const char *const domains[] = {
  "pstnhub.microsoft.com",
  "pstnhub.gov.teams.microsoft.us",
  "pstnhub.dod.teams.microsoft.us",
};

static const char *const agents[] = { "Microsoft.PSTNHub", "Microsoft.Teams.SIPSBA" };

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

gboolean
rungs_teams_is_address (RungsSpan host)
{
  guint32 address;

  if (host.len < 7 || host.str[0] != '5' || !parse_ipv4 (host, &address))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      const guint8 *a = ranges[i].address;
      guint32 base = (guint32) a[0] << 24 | (guint32) a[1] << 16 | (guint32) a[2] << 8 | a[3];

      if ((address ^ base) >> (32 - ranges[i].bits) == 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
rungs_teams_is_name (RungsSpan host)
{
  gssize colon = rungs_span_find_char (host, ':');

  if (colon >= 0)
    host = rungs_span_head (host, (gsize) colon);
  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    {
      RungsSpan domain = rungs_span_of (domains[i]);

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
  for (guint i = 0; i < G_N_ELEMENTS (agents); i++)
    if (rungs_span_starts_ci (agent, rungs_span_of (agents[i])))
      return TRUE;
  return FALSE;
}
