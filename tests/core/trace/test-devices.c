/* Lanes of the ladder, and which way a call went. */
#include "config.h"

#include "calls/endpoints.h"

#include "script.h"

typedef struct
{
  const char *name, *script;
  /* direction, then the devices: "from-teams Teams proxy(1) SBC(2) 198.51.100.7(3)" */
  const char *expected;
} Case;

#define TEAMS_AGENT "h=User-Agent:_Microsoft.PSTNHub.SIPProxy_v.2022.2.21.3_i.USWE2.0"

static const Case cases[] = {
  { "own/interfaces-are-one-sbc",
    "0 T Teams INVITE A 1 own sid=b9:1:1\n.1 PSTN C INVITE B 1 own sid=b9:1:1\n",
    "from-teams Teams proxy(1) SBC(2) 198.51.100.7(3)" },
  { "own/to-teams", "0 C PSTN INVITE A 1 own sid=b9:1:1\n.1 Teams T INVITE B 1 own sid=b9:1:1\n",
    "to-teams 198.51.100.7(3) SBC(2) Teams proxy(1)" },
  { "own/neither", "0 C PSTN INVITE A 1 own sid=b9:1:1\n.1 PSTN D INVITE B 1 own sid=b9:1:1\n",
    "unknown 198.51.100.7(3) SBC(2) 198.51.100.8(3)" },
  { "own/two-devices",
    "0 T Teams INVITE A 1 own dev=192.0.2.10\n.1 T2 Teams INVITE B 1 own dev=192.0.2.20 to=1\n",
    "from-teams Teams proxy(1) SBC 192.0.2.10(2) SBC 192.0.2.20(2)" },
  { "own/teams-by-interface-only",
    "0 203.0.113.9:5061 Teams INVITE A 1 own sid=b9:1:1\n.1 PSTN C INVITE B 1 own sid=b9:1:1\n",
    "from-teams Teams proxy(1) SBC(2) 198.51.100.7(3)" },
  { "own/teams-interface-but-real-one-known",
    "0 T Teams INVITE A 1 own sid=b9:1:1\n.1 Teams 203.0.113.9:5061 INVITE B 1 own sid=b9:1:1\n",
    "from-teams Teams proxy(1) SBC(2) 203.0.113.9(3)" },
  /* The same address in two networks. */
  { "realms/two", "0 C LAN1 INVITE A 1 own sid=b9:1:1\n.1 LAN2 C INVITE B 1 own sid=b9:1:1\n",
    "unknown 198.51.100.7 (LAN1)(3) SBC(2) 198.51.100.7 (LAN2)(3)" },
  { "realms/ports-are-one",
    "0 C 192.0.2.10:5060 INVITE A 1 own sid=b9:1:1\n.1 192.0.2.10:5060 198.51.100.7:49152 200 A 1 "
    "own "
    "sid=b9:1:1\n",
    "unknown 198.51.100.7(3) SBC(2)" },
  { "realms/one-each", "0 C LAN1 INVITE A 1 own sid=b9:1:1\n.1 LAN2 D INVITE B 1 own sid=b9:1:1\n",
    "unknown 198.51.100.7(3) SBC(2) 198.51.100.8(3)" },
  { "realms/of-two-devices",
    "0 C LAN1 INVITE A 1 own dev=192.0.2.10\n.1 LAN2 C INVITE B 1 own dev=192.0.2.20\n",
    "unknown 198.51.100.7(3) SBC 192.0.2.10(2) SBC 192.0.2.20(2)" },
  { "realms/teams-is-everywhere",
    "0 T Teams1 INVITE A 1 own sid=b9:1:1\n.1 T Teams2 INVITE B 1 own sid=b9:1:1\n",
    "from-teams Teams proxy(1) SBC(2)" },
  { "capture/from-teams", "0 T S INVITE A 1\n.1 S C INVITE B 1\n",
    "from-teams Teams proxy(1) SBC(2) 198.51.100.7(3)" },
  { "capture/to-teams", "0 C S INVITE A 1\n.1 S T INVITE B 1\n",
    "to-teams 198.51.100.7(3) SBC(2) Teams proxy(1)" },
  { "capture/ports-are-one", "0 T S INVITE A 1\n.1 192.0.2.10:49152 T2 200 A 1\n",
    "from-teams Teams proxy(1) SBC(2)" },
  { "capture/two-sides", "0 T S INVITE A 1\n.02 IN C INVITE B 1\n",
    "from-teams Teams proxy(1) SBC(2) 198.51.100.7(3)" },
  { "capture/middle-without-teams", "0 P S INVITE A 1\n.1 S C INVITE B 1\n",
    "unknown 203.0.113.5(3) SBC(2) 198.51.100.7(3)" },
  { "capture/no-middle", "0 P Q INVITE A 1\n", "unknown 203.0.113.5(0) 203.0.113.6(0)" },
  { "capture/phone", "0 P Q REGISTER A 1\n", "unknown 203.0.113.5(5) 203.0.113.6(0)" },
  { "loop/ports-are-parties",
    "0 127.0.0.1:5061 127.0.0.1:5060 INVITE A 1\n.1 127.0.0.1:5060 127.0.0.1:5070 INVITE B 1\n",
    "unknown 127.0.0.1:5061(3) SBC(2) 127.0.0.1:5070(3)" },
  { "loop/port-of-the-moment",
    "0 127.0.0.1:40001 127.0.0.1:5060 INVITE A 1 via=127.0.0.1:5061\n.1 127.0.0.1:40002 "
    "127.0.0.1:5070 INVITE B 1 via=127.0.0.1:5060\n",
    "unknown 127.0.0.1:5061(3) SBC(2) 127.0.0.1:5070(3)" },
  { "teams/by-via", "0 P S INVITE A 1 via=api-du-a-euno.pstnhub.microsoft.com:443\n",
    "from-teams Teams proxy(1) SBC(2)" },
  { "teams/by-agent", "0 P S INVITE A 1 " TEAMS_AGENT "\n", "from-teams Teams proxy(1) SBC(2)" },
  { "teams/by-contact",
    "0 P S INVITE A 1 contact=sip:api-du-a-euno.pstnhub.microsoft.com:443;x-i=1\n",
    "from-teams Teams proxy(1) SBC(2)" },
  { "teams/by-uri", "0 S P INVITE A 1 uri=sip:+15550123@sip.pstnhub.microsoft.com:5061\n",
    "to-teams SBC(2) Teams proxy(1)" },
  { "teams/by-from", "0 P S INVITE A 1 fhost=sip.pstnhub.microsoft.com\n",
    "from-teams Teams proxy(1) SBC(2)" },
  { "teams/agent-passed-through",
    "0 T S INVITE A 1 " TEAMS_AGENT "\n.1 S C INVITE B 1 " TEAMS_AGENT "\n",
    "from-teams Teams proxy(1) SBC(2) 198.51.100.7(3)" },
  { "teams/lookalike-name", "0 P S INVITE A 1 via=evilpstnhub.microsoft.com.example.net\n",
    "unknown 203.0.113.5(0) 192.0.2.10(0)" },
  { "teams/edges-of-the-ranges", "0 52.111.255.255:5061 52.116.0.0:5061 INVITE A 1\n",
    "unknown 52.111.255.255(0) 52.116.0.0(0)" },
  { "teams/first-and-last",
    "0 52.112.0.0:5061 S INVITE A 1\n.1 52.115.255.255:5061 S INVITE B 1\n.2 52.123.255.255:5061 S "
    "INVITE D 1\n",
    "from-teams Teams proxy(1) SBC(2)" },
  { "teams/gcc-high", "0 52.127.88.9:5061 S INVITE A 1\n", "from-teams Teams proxy(1) SBC(2)" },
  { "middle-of-the-log/bye", "0 T S BYE A 2\n", "unknown Teams proxy(1) SBC(2)" },
  { "middle-of-the-log/other-leg", "0 C S 180 B 1 sid=s\n.1 S T 180 A 1 sid=s\n",
    "from-teams 198.51.100.7(3) SBC(2) Teams proxy(1)" },
  { "middle-of-the-log/answer", "0 S T 200 A 2\n", "from-teams SBC(2) Teams proxy(1)" },
  { "nameless/via-names-the-sender",
    "0 - - INVITE A 1 via=192.0.2.7:5060 uri=sip:1@198.51.100.9:5070\n.1 - - 200 A 1 "
    "via=192.0.2.7:5060\n",
    "unknown 192.0.2.7(0) 198.51.100.9(0)" },
};

static char *
describe (RungsTrace *trace)
{
  GString *out = g_string_new (rungs_direction_name (rungs_trace_get_call (trace, 0)->direction));

  for (guint i = 0; i < rungs_trace_get_n_devices (trace); i++)
    {
      const RungsDevice *device = rungs_trace_get_device (trace, i);

      g_string_append_printf (out, " %s(%u)", rungs_trace_string (trace, device->name),
                              device->kind);
    }
  return g_string_free (out, FALSE);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (RungsTrace) trace = script_trace (&script_format, c->script, NULL);
  g_autofree char *text = describe (trace);

  g_assert_cmpstr (text, ==, c->expected);
}

/* A log and a capture of the same call: the address in the capture is the device that wrote the
 * log. */
static void
test_log_and_capture (void)
{
  g_autoptr (RungsTrace) trace = script_trace (
    &script_format, "0 T Teams INVITE A 1 own sid=b9:1:1\n.1 Teams T 100 A 1 own sid=b9:1:1\n",
    "0.001 T S INVITE A 1\n.101 S T 100 A 1\n2 S C INVITE Z 1 to=1\n", NULL);
  g_autofree char *text = describe (trace);

  g_assert_cmpstr (text, ==, "from-teams Teams proxy(1) SBC(2) 198.51.100.7(3)");
}

/* Two devices log the message between them, each with the other's address. */
static void
test_two_logs (void)
{
  g_autoptr (RungsTrace) trace = script_trace (&script_format,
                                               "0 PSTN 192.0.2.20:5060 INVITE A 1 own dev=one\n.3 "
                                               "192.0.2.30:5060 SIP INVITE A 1 own dev=two\n",
                                               NULL);
  g_autofree char *text = describe (trace);

  g_assert_cmpstr (text, ==, "unknown SBC one(2) SBC two(2)");
}

static void
test_nameless_answer (void)
{
  g_autoptr (RungsTrace) trace =
    script_trace (&script_format,
                  "0 - - INVITE A 1 via=192.0.2.7:5060 uri=sip:1@198.51.100.9:5070\n.1 - - 200 A 1 "
                  "via=192.0.2.7:5060\n",
                  NULL);
  const RungsMessage *answer = rungs_trace_get_message (trace, 1);

  g_assert_cmpstr (rungs_trace_endpoint_text (trace, answer->src), ==, "198.51.100.9:5070");
  g_assert_cmpstr (rungs_trace_endpoint_text (trace, answer->dst), ==, "192.0.2.7:5060");
}

static void
test_split (void)
{
  static const struct
  {
    const char *text, *host;
    guint port;
  } texts[] = {
    { "192.0.2.1:5060", "192.0.2.1", 5060 },
    { "192.0.2.1", "192.0.2.1", 0 },
    { "[2001:db8::1]:5061", "2001:db8::1", 5061 },
    { "[2001:db8::1]", "2001:db8::1", 0 },
    { "2001:db8::1", "2001:db8::1", 0 },
    { "Teams", "Teams", 0 },
    { "", "", 0 },
    { "[2001:db8::1", "[2001:db8::1", 0 },
    { "host:99999", "host", 0 },
    { ":", "", 0 },
    { "[]:1", "", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      RungsSpan host;
      guint16 port;

      rungs_endpoints_split (rungs_span_of (texts[i].text), &host, &port);
      g_assert_true (rungs_span_equal (host, rungs_span_of (texts[i].host)));
      g_assert_cmpuint (port, ==, texts[i].port);
    }
}

/* One saver writes the device's address, the other nothing but what the session keys begin with. */
static void
test_address_and_mac (void)
{
  static const char with_address[] =
    "0 T Teams INVITE A 1 own sid=b9:1:1 dev=192.0.2.10\n.1 PSTN C INVITE B 1 own sid=b9:1:1 "
    "dev=192.0.2.10\n";
  static const char with_mac[] = "0 T Teams INVITE A 1 own sid=b9:1:1 dev=b9\n";
  static const char of_another[] = "0 T Teams INVITE A 1 own sid=c7:1:1 dev=c7\n";
  g_autoptr (RungsTrace) same = script_trace (&script_format, with_address, with_mac, NULL);
  g_autoptr (RungsTrace) other = script_trace (&script_format, with_address, of_another, NULL);
  g_autofree char *text = describe (same);
  g_autofree char *other_text = describe (other);

  g_assert_cmpstr (text, ==, "from-teams Teams proxy(1) SBC(2) 198.51.100.7(3)");
  g_assert_nonnull (strstr (other_text, "SBC 192.0.2.10(2)"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/devices/", cases[i].name, NULL);
      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/devices/log-and-capture", test_log_and_capture);
  g_test_add_func ("/devices/two-logs", test_two_logs);
  g_test_add_func ("/devices/address-and-mac", test_address_and_mac);
  g_test_add_func ("/devices/nameless-answer", test_nameless_answer);
  g_test_add_func ("/devices/split", test_split);
  return g_test_run ();
}
