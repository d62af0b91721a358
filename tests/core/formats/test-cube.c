/* Cisco: samples, and what IOS writes in front of lines. */
#include "dump.h"
#include "formats/vendors/cube-line.h"
#include "formats/vendors/cube.h"

static void
test_prefixes (void)
{
  static const struct
  {
    const char *line;
    gboolean is_served;
    const char *rest; /* NULL: none */
    const char *iso;
    const char *device;
  } cases[] = {
    { "007592: *Apr  7 07:28:56.046: //-1/x", FALSE, "//-1/x", "1972-04-07T07:28:56.046", "" },
    { "*Apr 17 07:28:56: text", FALSE, "text", "1972-04-17T07:28:56.000", "" },
    { ".Apr 17 07:28:56.1 CET:text", FALSE, "text", "1972-04-17T07:28:56.100", "" },
    { "Apr 17 2026 07:28:56.046 CEST: text", FALSE, "text", "2026-04-17T07:28:56.046", "" },
    { "0: *Aug 30 21:21:45.583: //1/1CE915CE8002/CUBE_VT/x", FALSE, "//1/1CE915CE8002/CUBE_VT/x",
      "1972-08-30T21:21:45.583", "" },
    { "<191>12345: 12346: *Aug 30 21:21:45.583: Via: x", FALSE, "Via: x", "1972-08-30T21:21:45.583",
      "" },
    { "Aug 30 19:21:46 192.0.2.5 12345: *Aug 30 21:21:45.583: Via: x", TRUE, "Via: x",
      "1972-08-30T21:21:45.583", "192.0.2.5" },
    { "2026-08-30 19:21:46\tLocal7.Debug\tgw1\t12345: Aug 30 21:21:45.583: ", TRUE, "",
      "1972-08-30T21:21:45.583", "gw1" },
    { "Aug 30 19:21:46 gw1 12345: *Aug 30 21:21:45.583: //89/286BC7C68020/SIP/x:", FALSE,
      "//89/286BC7C68020/SIP/x:", "1972-08-30T21:21:45.583", "gw1" },
    { "Aug 30 19:21:46 gw1 12345: *Aug 30 21:21:45.583: Via: x", FALSE, NULL, NULL, NULL },
    { "00:12:34: text", FALSE, "text", "1970-01-01T00:12:34.000", "" },
    { "1w2d: text", FALSE, "text", "1970-01-10T00:00:00.000", "" },
    { "1d03h: text", FALSE, "text", "1970-01-02T03:00:00.000", "" },
    { "1w: text", FALSE, NULL, NULL, NULL },
    { "Date: Sun, 22 Nov 2026 10:15:02 GMT", TRUE, NULL, NULL, NULL },
    { "Apr 17 07:28:56.046 text", FALSE, NULL, NULL, NULL },
    { "Apr 31 07:28:56.046: text", FALSE, NULL, NULL, NULL },
    { "Via: SIP/2.0/UDP 192.0.2.1", TRUE, NULL, NULL, NULL },
    { "", TRUE, NULL, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsCubePrefix prefix;
      gboolean found =
        rungs_cube_read_prefix (rungs_span_of (cases[i].line), cases[i].is_served, &prefix);
      g_autofree char *iso = NULL;

      g_test_message ("%s", cases[i].line);
      g_assert_cmpint (found, ==, cases[i].rest != NULL);
      if (!found)
        continue;
      iso = rungs_stamp_to_iso (prefix.written.time.at, FALSE);
      g_assert_cmpstr (iso, ==, cases[i].iso);
      g_assert_cmpmem (prefix.rest.str, prefix.rest.len, cases[i].rest, strlen (cases[i].rest));
      g_assert_cmpmem (prefix.device.str, prefix.device.len, cases[i].device,
                       strlen (cases[i].device));
    }
}

static void
test_debugs (void)
{
  static const struct
  {
    const char *rest, *guid, *name, *text; /* NULL: none */
  } cases[] = {
    { "//89/286BC7C68020/SIP/Msg/ccsipDisplayMsg:", "286BC7C68020", "SIP/Msg/ccsipDisplayMsg", "" },
    { "//-1/xxxxxxxxxxxx/SIP/Msg/ccsipDisplayMsg: Sent:", "", "SIP/Msg/ccsipDisplayMsg", "Sent:" },
    { "//1/1CE915CE8002/CUBE_VT/SIP/MISC/x", "1CE915CE8002", "CUBE_VT/SIP/MISC/x", "" },
    { "//1/short/SIP/x:", NULL, NULL, NULL },
    { "//", NULL, NULL, NULL },
    { "/1/1CE915CE8002/x", NULL, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsCubeDebug debug;
      gboolean found = rungs_cube_read_debug (rungs_span_of (cases[i].rest), &debug);

      g_test_message ("%s", cases[i].rest);
      g_assert_cmpint (found, ==, cases[i].name != NULL);
      if (!found)
        continue;
      g_assert_cmpmem (debug.guid.str, debug.guid.len, cases[i].guid, strlen (cases[i].guid));
      g_assert_cmpmem (debug.name.str, debug.name.len, cases[i].name, strlen (cases[i].name));
      g_assert_cmpmem (debug.text.str, debug.text.len, cases[i].text, strlen (cases[i].text));
    }
}

static void
test_console (void)
{
  static const struct
  {
    const char *line, *left; /* NULL: nothing */
  } cases[] = {
    { "Via: x", "Via: x" },
    { " --More-- ", NULL },
    { " --More-- \b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\bVia: x", "Via: x" },
    { " --More-- \r         \rVia: x", "Via: x" },
    { " --More-- Via: x", "Via: x" },
    { " --More--", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsSpan line = rungs_span_of (cases[i].line);
      gboolean left = rungs_cube_without_more (&line);

      g_test_message ("%s", cases[i].line);
      g_assert_cmpint (left, ==, cases[i].left != NULL);
      if (left)
        g_assert_cmpmem (line.str, line.len, cases[i].left, strlen (cases[i].left));
    }
  g_assert_true (rungs_cube_is_prompt (RUNGS_SPAN ("gw1#")));
  g_assert_true (rungs_cube_is_prompt (RUNGS_SPAN ("gw1(config-if)#no shut")));
  g_assert_true (rungs_cube_is_prompt (RUNGS_SPAN ("gw1>en")));
  g_assert_false (rungs_cube_is_prompt (RUNGS_SPAN ("Via: SIP/2.0/UDP 192.0.2.1#")));
  g_assert_false (rungs_cube_is_prompt (RUNGS_SPAN ("a=fmtp:101 0-15")));
  g_assert_false (rungs_cube_is_prompt (RUNGS_SPAN ("#")));
  g_assert_false (rungs_cube_is_prompt (RUNGS_SPAN ("")));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cisco-cube/prefixes", test_prefixes);
  g_test_add_func ("/cisco-cube/debugs", test_debugs);
  g_test_add_func ("/cisco-cube/console", test_console);
  dump_add_samples (&rungs_format_cube, "cisco-cube");
  return g_test_run ();
}
