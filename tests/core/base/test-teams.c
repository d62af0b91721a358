/* Which addresses are Microsoft's: the edges of each range, written down here and not taken from
 * the table. */
#include "base/teams.h"

static const struct
{
  const char *host;
  gboolean is_teams;
} hosts[] = {
  { "52.111.255.255", FALSE },
  { "52.112.0.0", TRUE },
  { "52.114.75.24:5061", TRUE },
  { "52.115.255.255", TRUE },
  { "52.116.0.0", FALSE },
  { "52.119.255.255", FALSE },
  { "52.120.0.0", TRUE },
  { "52.122.0.1", TRUE },
  { "52.123.255.255", TRUE },
  { "52.124.0.0", FALSE },
  /* Most of 52.127.0.0/16 is anybody's. */
  { "52.127.0.1", FALSE },
  { "52.127.63.255", FALSE },
  { "52.127.64.0", TRUE },
  { "52.127.71.255", TRUE },
  { "52.127.72.0", FALSE },
  { "52.127.87.255", FALSE },
  { "52.127.88.0", TRUE },
  { "52.127.95.255:5061", TRUE },
  { "52.127.96.0", FALSE },
  /* Media only: no SIP proxy. */
  { "13.107.64.1", FALSE },
  { "2603:1062:ffff::1", FALSE },
  { "2603:1063::1", TRUE },
  { "[2603:1063:3ff:ffff::1]:5061", TRUE },
  { "2603:1063:400::1", FALSE },
  { "::ffff:52.112.0.1", TRUE },
  { "::ffff:52.127.0.1", FALSE },
  { "52.112.0", FALSE },
  { "52.112.0.1.example.com", FALSE },
  { "sip.pstnhub.microsoft.com", FALSE },
  { "[52.112.0.1", FALSE },
  { "", FALSE },
};

static void
test_addresses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    if (rungs_teams_is_address (rungs_span_of (hosts[i].host)) != hosts[i].is_teams)
      g_error ("%s is %sTeams", hosts[i].host, hosts[i].is_teams ? "not " : "");
}

/* For a report media counts as well. */
static void
test_public (void)
{
  static const guint8 media[] = { 13, 107, 127, 255 }, after[] = { 13, 107, 128, 0 };
  static const guint8 sbc[] = { 52, 127, 1, 1 };

  g_assert_true (rungs_teams_is_public (media, sizeof media));
  g_assert_false (rungs_teams_is_signalling (media, sizeof media));
  g_assert_false (rungs_teams_is_public (after, sizeof after));
  g_assert_false (rungs_teams_is_public (sbc, sizeof sbc));
  g_assert_false (rungs_teams_is_public (media, 0));
}

static void
test_names (void)
{
  g_assert_true (rungs_teams_is_name (RUNGS_SPAN ("sip2.PSTNHUB.microsoft.com:5061")));
  g_assert_true (rungs_teams_is_name (RUNGS_SPAN ("sip.g1.pstnhub.microsoft.com")));
  g_assert_true (rungs_teams_is_name (RUNGS_SPAN ("pstnhub.microsoft.com")));
  g_assert_false (rungs_teams_is_name (RUNGS_SPAN ("notpstnhub.microsoft.com")));
  g_assert_false (rungs_teams_is_name (rungs_span ("x\0pstnhub.microsoft.com", 23)));
  g_assert_true (rungs_teams_is_agent (RUNGS_SPAN ("Microsoft.PSTNHub.SIPProxy v.2026")));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/teams/addresses", test_addresses);
  g_test_add_func ("/teams/public", test_public);
  g_test_add_func ("/teams/names", test_names);
  return g_test_run ();
}
