/* Which legs are one call, and why; and which are not, however alike they look. */
#include "config.h"

#include "script.h"

typedef struct
{
  const char *name, *script;
  /* calls by "|", their legs by ",", each with the first letter of its reason */
  const char *expected;
} Case;

static const Case cases[] = {
  { "session/both-sides", "0 T IN INVITE A 1 own sid=x:1:1\n.01 S C INVITE B 1 own sid=x:1:1\n",
    "A+first,B+session" },
  { "session/other-key",
    "0 T Teams INVITE A 1 own sid=x:1:1\n.01 PSTN C INVITE B 1 own sid=x:1:2\n",
    "A+first|B+first" },
  { "session/same-key-other-device",
    "0 T Teams INVITE A 1 own sid=1 dev=one\n.01 PSTN C INVITE B 1 own sid=1 dev=two to=999999\n",
    "A+first|B+first" },
  { "session/forks",
    "0 T Teams INVITE A 1 own sid=x:1:1\n.01 PSTN C INVITE B 1 own sid=x:1:1\n9 PSTN D INVITE E 1 "
    "own sid=x:1:1\n",
    "A+first,B+session,E+session" },
  { "session/later-message-has-it",
    "0 T Teams INVITE A 1 own\n.01 PSTN C INVITE B 1 own sid=x:1:1 to=3\n.02 Teams T 100 A 1 own "
    "sid=x:1:1\n",
    "A+first,B+session" },
  { "session/options-keep-apart",
    "0 T Teams OPTIONS A 1 own sid=x:1:1\n.01 PSTN C OPTIONS B 1 own sid=x:1:1\n",
    "A+first|B+first" },

  { "header/session-id",
    "0 P S INVITE A 1 to=1 "
    "h=Session-ID:0123456789abcdef0123456789abcdef;remote=00000000000000000000000000000000\n"
    ".1 S2 C INVITE B 1 to=2 "
    "h=Session-ID:0123456789abcdef0123456789abcdef;remote=00000000000000000000000000000000\n",
    "A+first,B+header" },
  { "header/session-id-remote",
    "0 P S INVITE A 1 to=1 "
    "h=Session-ID:0123456789abcdef0123456789abcdef;remote=00000000000000000000000000000000\n"
    ".1 S2 C INVITE B 1 to=2 "
    "h=Session-ID:aaaa456789abcdef0123456789abcdef;remote=0123456789abcdef0123456789abcdef\n",
    "A+first,B+header" },
  { "header/session-id-null",
    "0 P S INVITE A 1 to=1 h=Session-ID:00000000000000000000000000000000\n.1 S2 C INVITE B 1 to=2 "
    "h=Session-ID:00000000000000000000000000000000\n",
    "A+first|B+first" },
  { "header/x-cid",
    "0 P S INVITE A 1 to=1 h=X-CID:Abc123@192.0.2.1\n.1 S2 C INVITE B 1 to=2 "
    "h=X-CID:Abc123@192.0.2.1\n",
    "A+first,B+header" },
  { "header/cisco-guid",
    "0 P S INVITE A 1 to=1 h=Cisco-Guid:1234567890-0123456789-1122334455-0001\n.1 S2 C INVITE B 1 "
    "to=2 h=Cisco-Guid:1234567890-0123456789-1122334455-0001\n",
    "A+first,B+header" },
  { "header/charging",
    "0 P S INVITE A 1 to=1 h=P-Charging-Vector:icid-value=abcdef-0001\n.1 S2 C INVITE B 1 to=2 "
    "h=P-Charging-Vector:icid-value=abcdef-0001\n",
    "A+first,B+header" },
  { "header/constant-value",
    "0 P S INVITE A 1 to=1 h=X-CID:trunk-0001\n900 P S INVITE B 1 to=2 h=X-CID:trunk-0001\n",
    "A+first|B+first" },
  { "header/replaces",
    "0 P S INVITE A 1 to=1\n20 Q S INVITE B 1 to=2 h=Replaces:A;to-tag=1;from-tag=2\n",
    "A+first,B+call-id" },
  { "header/replaces-unknown",
    "0 P S INVITE A 1 to=1\n20 Q S INVITE B 1 to=2 h=Replaces:Z;to-tag=1;from-tag=2\n",
    "A+first|B+first" },
  { "header/refer-replaces",
    "0 P S INVITE A 1 to=1\n10 S2 Q INVITE B 1 to=2\n20 P S REFER A 2 dlg "
    "h=Refer-To:_<sip:2@example.net?Replaces=B%3Bto-tag%3D1>\n",
    "A+first,B+call-id" },
  { "header/refer-target",
    "0 P S INVITE A 1 to=1\n20 P S REFER A 2 dlg h=Refer-To:_<sip:77@example.net>\n20.5 S Q INVITE "
    "B 1 uri=sip:77@example.net\n",
    "A+first,B+header" },
  { "header/refer-target-rewritten",
    "0 P S INVITE A 1 to=1\n20 P S REFER A 2 dlg "
    "h=Refer-To:_<sip:+15550177@example.net;user=phone>\n20.5 S Q INVITE B 1 to=+15550177 "
    "uri=sip:+15550177@192.0.2.9:5060\n",
    "A+first,B+header" },
  { "header/refer-target-of-another",
    "0 P S INVITE A 1 to=1\n20 P S REFER A 2 dlg "
    "h=Refer-To:_<sip:+15550177@example.net;user=phone>\n20.5 S2 Q INVITE B 1 to=+15550177 "
    "uri=sip:+15550177@192.0.2.9:5060\n",
    "A+first|B+first" },
  { "header/refer-target-of-another-session",
    "0 P S INVITE A 1 to=1 sid=a\n20 P S REFER A 2 dlg sid=a "
    "h=Refer-To:_<sip:+15550177@example.net;user=phone>\n20.5 S Q INVITE B 1 to=+15550177 sid=b "
    "uri=sip:+15550177@192.0.2.9:5060\n",
    "A+first|B+first" },
  { "header/redirect-rewritten",
    "0 P S INVITE A 1 to=1\n.02 S C INVITE B 1 to=1\n.2 C S 302 B 1 "
    "contact=<sip:+15550177@192.0.2.9>\n.3 S Q INVITE D 1 to=+15550177 "
    "uri=sip:+15550177@192.0.2.9:5060;user=phone\n",
    "A+first,B+numbers,D+header" },
  { "header/refer-target-long-ago",
    "0 P S INVITE A 1 to=1\n20 P S REFER A 2 dlg h=Refer-To:_<sip:77@example.net>\n80 S Q INVITE B "
    "1 to=77 uri=sip:77@example.net\n",
    "A+first|B+first" },

  { "header/guid-in-capitals",
    "0 P S INVITE A 1 to=1 h=Session-ID:0123456789abcdef0123456789abcdef\n.1 S2 C INVITE B 1 to=2 "
    "h=Session-ID:0123456789ABCDEF0123456789ABCDEF;remote=0\n",
    "A+first,B+header" },
  { "header/global-session",
    "0 P S INVITE A 1 to=1 h=Av-Global-Session-ID:0a1b2c3d-0001\n.1 S2 C INVITE B 1 to=2 "
    "h=AV-GLOBAL-SESSION-ID:0a1b2c3d-0001\n",
    "A+first,B+header" },
  { "header/genesys",
    "0 P S INVITE A 1 to=1 h=X-Genesys-CallUUID:0A1B2C3D4E5F0001\n.1 S2 C INVITE B 1 to=2 "
    "h=X-Genesys-CallUUID:0A1B2C3D4E5F0001\n",
    "A+first,B+header" },
  { "header/charging-quoted-and-second",
    "0 P S INVITE A 1 to=1 h=P-Charging-Vector:icid-value=\"abcdef-0001\";orig-ioi=x\n.1 S2 C "
    "INVITE B 1 to=2 h=P-Charging-Vector:orig-ioi=y;icid-value=abcdef-0001\n",
    "A+first,B+header" },
  { "header/charging-other-parameter",
    "0 P S INVITE A 1 to=1 h=P-Charging-Vector:icid-value=abcdef-0001;orig-ioi=example.com\n.1 S2 "
    "C INVITE B 1 to=2 h=P-Charging-Vector:icid-value=abcdef-0002;orig-ioi=example.com\n",
    "A+first|B+first" },
  { "header/other-header-same-value",
    "0 P S INVITE A 1 to=1 h=Cisco-Guid:0a1b2c3d-0001\n.1 S2 C INVITE B 1 to=2 "
    "h=X-CID:0a1b2c3d-0001\n",
    "A+first,B+header" },
  { "header/unknown-header",
    "0 P S INVITE A 1 to=1 h=X-Trunk:0a1b2c3d-0001\n.1 S2 C INVITE B 1 to=2 "
    "h=X-Trunk:0a1b2c3d-0001\n",
    "A+first|B+first" },
  { "header/teams-call-in-the-answer",
    "0 S T INVITE A 1 to=1\n.1 T S 183 A 1 "
    "contact=sip:api.example.com;x-i=0a1b2c3d-0000-0001;x-c=ffff/s/1\n.5 T S REFER A 2 dlg\n.6 S "
    "T2 "
    "INVITE B 1 to=2 from=9 h=Referred-By:_<sip:a@example.com;x-ti=0A1B2C3D-0000-0001;x-t=1>\n",
    "A+first,B+header" },
  { "header/teams-other-call",
    "0 S T INVITE A 1 to=1\n.1 T S 183 A 1 "
    "contact=sip:api.example.com;x-i=0a1b2c3d-0000-0001;x-c=ffff/s/1\n.6 S T2 "
    "INVITE B 1 to=2 from=9 h=Referred-By:_<sip:a@example.com;x-ti=0a1b2c3d-0000-0002;x-t=1>\n",
    "A+first|B+first" },
  { "header/x-c",
    "0 T S INVITE A 1 to=1 contact=sip:api.example.com;x-i=0a1b-0001;x-c=0123456789abcdef/d/8\n"
    ".1 T2 S2 INVITE B 1 to=2 contact=sip:api.example.com;x-i=0a1b-0002;x-c=0123456789abcdef/s/1\n",
    "A+first,B+header" },
  { "header/all-of-them-count",
    "0 P S INVITE A 1 to=1 h=X-CID:aaaaaaaa-0001 h=Cisco-Guid:bbbbbbbb-0001\n"
    ".1 S S2 INVITE B 1 to=2 h=Cisco-Guid:bbbbbbbb-0001 h=Session-ID:cccccccc-0001\n"
    ".2 S2 IN INVITE D 1 to=3 h=Session-ID:cccccccc-0001 "
    "h=P-Charging-Vector:icid-value=dddddddd-1\n"
    ".3 IN C INVITE E 1 to=4 h=P-Charging-Vector:icid-value=dddddddd-1\n",
    "A+first,B+header,D+header,E+header" },
  { "header/chain-with-a-hole",
    "0 P S INVITE A 1 to=1 h=Cisco-Guid:bbbbbbbb-0001\n"
    ".1 S S2 INVITE B 1 to=2 h=Cisco-Guid:bbbbbbbb-0001\n"
    ".2 S2 IN INVITE D 1 to=3\n"
    ".3 IN C INVITE E 1 to=4\n",
    "A+first,B+header|D+first|E+first" },
  { "header/other-people",
    "0 P S INVITE A 1 from=+15550100 to=+15550123 h=X-CID:trunk-0001\n.1 S C INVITE B 1 "
    "from=+15550100 to=+15550123 h=X-CID:trunk-0001\n1 P S INVITE X 1 from=+15550177 to=+15550188 "
    "h=X-CID:trunk-0001\n1.1 S C INVITE Y 1 from=+15550177 to=+15550188 h=X-CID:trunk-0001\n",
    "A+first,B+header|X+first,Y+header" },
  { "header/other-people-but-a-standard-says-so",
    "0 P S INVITE A 1 from=+15550100 to=+15550123 h=Session-ID:cccccccc-0001\n1 S C INVITE X 1 "
    "from=+15550177 to=+15550188 h=Session-ID:cccccccc-0001\n",
    "A+first,X+header" },

  { "call-id/named", "0 P S INVITE A 1 to=1\n.1 S2 C INVITE B 1 to=2 from=9 h=X-CID:A\n",
    "A+first,B+call-id" },
  { "call-id/named-before-it-is-seen",
    "0 P S INVITE A 1 to=1 h=X-Call-ID:call-0002@192.0.2.1\n.1 S2 C INVITE call-0002@192.0.2.1 1 "
    "to=2 from=9\n",
    "A+first,call-0002@192.0.2.1+call-id" },
  { "call-id/named-over-three-hops",
    "0 P S INVITE A 1 to=1\n.1 S S2 INVITE B 1 to=2 from=9 h=X-CID:A\n.2 S2 C INVITE D 1 to=3 "
    "from=8 h=X-CID:B\n",
    "A+first,B+call-id,D+call-id" },
  { "call-id/named-is-unknown", "0 P S INVITE A 1 to=1\n.1 S2 C INVITE B 1 to=2 from=9 h=X-CID:Z\n",
    "A+first|B+first" },
  { "call-id/names-itself",
    "0 P S INVITE A 1 to=1 h=X-CID:A\n.1 S2 C INVITE B 1 to=2 from=9 h=X-CID:B\n",
    "A+first|B+first" },

  { "numbers/one-hop", "0 P S INVITE A 1\n.02 S C INVITE B 1\n", "A+first,B+numbers" },
  { "numbers/three-hops", "0 P S INVITE A 1\n.02 S S2 INVITE B 1\n.04 S2 C INVITE D 1\n",
    "A+first,B+numbers,D+numbers" },
  { "numbers/spellings",
    "0 P S INVITE A 1 from=+4930555010 to=+4989555123\n.02 S C INVITE B 1 from=030555010 "
    "to=004989555123\n",
    "A+first,B+numbers" },
  { "numbers/escaped-plus",
    "0 P S INVITE A 1 to=%2B15550123\n.02 S C INVITE B 1 to=+15550123;phone-context=x\n",
    "A+first,B+numbers" },
  { "numbers/anonymous-caller",
    "0 P S INVITE A 1 from=anonymous\n.02 S C INVITE B 1 from=+15550177\n", "A+first,B+numbers" },
  { "numbers/other-caller", "0 P S INVITE A 1 from=+15550100\n.02 S C INVITE B 1 from=+15559999\n",
    "A+first|B+first" },
  { "numbers/other-callee", "0 P S INVITE A 1 to=+15550123\n.02 S C INVITE B 1 to=+15550124\n",
    "A+first|B+first" },
  { "numbers/names", "0 P S INVITE A 1 from=alice to=Bob\n.02 S C INVITE B 1 from=alice to=bob\n",
    "A+first,B+numbers" },
  { "numbers/short-numbers", "0 P S INVITE A 1 from=11 to=22\n.02 S C INVITE B 1 from=11 to=22\n",
    "A+first,B+numbers" },
  { "numbers/too-late", "0 P S INVITE A 1\n10.5 S C INVITE B 1\n", "A+first|B+first" },
  { "numbers/before", "0 S C INVITE A 1\n.5 P S INVITE B 1\n", "A+first|B+first" },
  { "numbers/elsewhere", "0 P S INVITE A 1\n3 S2 C INVITE B 1\n", "A+first|B+first" },
  { "numbers/incoming-was-over", "0 P S INVITE A 1\n.1 S P 503 A 1\n2 S C INVITE B 1\n",
    "A+first|B+first" },
  { "numbers/two-sides-of-an-sbc", "0 T S INVITE A 1\n.02 IN C INVITE B 1\n", "A+first,B+numbers" },
  { "numbers/two-sides-but-slow", "0 T S INVITE A 1\n.9 IN C INVITE B 1\n", "A+first|B+first" },

  { "numbers/caller-is-an-extension",
    "0 P S INVITE A 1 from=2001 to=015550123\n.02 S C INVITE B 1 from=+15550102001 to=+15550123\n",
    "A+first,B+numbers" },
  { "numbers/callee-is-an-extension",
    "0 C S INVITE A 1 from=+15550123 to=+15550102002\n.02 S P INVITE B 1 from=0015550123 to=2002\n",
    "A+first,B+numbers" },
  { "numbers/both-are-extensions",
    "0 C S INVITE A 1 from=+15550102001 to=+15550102002\n.02 S P INVITE B 1 from=2001 to=2002\n",
    "A+first|B+first" },
  { "numbers/two-digits-are-none",
    "0 C S INVITE A 1 from=+15550123 to=+15550102002\n.02 S P INVITE B 1 from=+15550123 to=02\n",
    "A+first|B+first" },
  { "numbers/no-stamps",
    "- P S INVITE A 1\n- S P 100 A 1\n- S C INVITE B 1\n- C S 404 B 1\n- S P 404 A 1\n",
    "A+first,B+numbers" },
  { "numbers/no-stamps-it-was-over", "- P S INVITE A 1\n- S P 404 A 1\n- S C INVITE B 1\n",
    "A+first|B+first" },
  { "own/interfaces-without-session", "0 T Teams INVITE A 1 own\n.9 PSTN C INVITE B 1 own\n",
    "A+first,B+numbers" },
  { "sides/next-route",
    "0 P S INVITE A 1\n.006 IN C INVITE B 1\n.04 C IN 503 B 1\n.05 IN D INVITE E 1\n",
    "A+first,B+numbers,E+numbers" },
  { "sides/they-talk-to-each-other", "0 P S INVITE A 1\n.006 IN C INVITE B 1\n1 S IN OPTIONS O 1\n",
    "A+first|B+first|O+first" },
  { "sides/two-that-fit", "0 P S INVITE A 1\n.001 P S2 INVITE X 1\n.006 IN C INVITE B 1\n",
    "A+first|X+first|B+first" },
  { "sides/learned-once",
    "0 P S INVITE A 1\n.006 IN C INVITE B 1\n9 P S INVITE X 1 to=+15550188\n14 IN C INVITE Y 1 "
    "to=+15550188\n",
    "A+first,B+numbers|X+first,Y+numbers" },
  { "loop/ports-are-parties",
    "0 127.0.0.1:5061 127.0.0.1:5060 INVITE A 1\n.1 127.0.0.1:5060 127.0.0.1:5070 INVITE B 1\n",
    "A+first,B+numbers" },
  { "loop/other-ports",
    "0 127.0.0.1:5061 127.0.0.1:5060 INVITE A 1\n.9 127.0.0.1:5062 127.0.0.1:5070 INVITE B 1\n",
    "A+first|B+first" },
  { "loop/port-of-the-moment",
    "0 127.0.0.1:40001 127.0.0.1:5060 INVITE A 1 via=127.0.0.1:5061\n.9 127.0.0.1:40002 "
    "127.0.0.1:5070 INVITE B 1 via=127.0.0.1:5060\n",
    "A+first,B+numbers" },

  { "routes/next-after-failure",
    "0 P S INVITE A 1\n.02 S C INVITE B 1\n.5 C S 503 B 1\n.6 S D INVITE E 1\n",
    "A+first,B+numbers,E+numbers" },
  { "routes/next-much-later-in-the-call",
    "0 P S INVITE A 1\n.02 S C INVITE B 1\n.1 C S 180 B 1\n40 C S 480 B 1\n40.2 S D INVITE E 1\n",
    "A+first,B+numbers,E+numbers" },
  { "routes/parallel", "0 P S INVITE A 1\n.02 S C INVITE B 1\n.03 S D INVITE E 1\n",
    "A+first,B+numbers,E+numbers" },
  { "routes/same-place-while-pending", "0 P S INVITE A 1\n.02 S C INVITE B 1\n.5 S C INVITE E 1\n",
    "A+first,B+numbers|E+first" },

  { "alike/one-after-the-other",
    "0 P S INVITE A 1\n.02 S C INVITE B 1\n5 P S INVITE X 1\n5.02 S C INVITE Y 1\n",
    "A+first,B+numbers|X+first,Y+numbers" },
  { "alike/at-the-same-time",
    "0 P S INVITE A 1\n.001 P S INVITE X 1\n.02 S C INVITE B 1\n.021 S C INVITE Y 1\n",
    "A+first|X+first|B+first|Y+first" },
  { "alike/offer-decides",
    "0 P S INVITE A 1 sdp=71111\n.001 P S INVITE X 1 sdp=72222\n.02 S C INVITE B 1 sdp=72222\n.021 "
    "S C INVITE Y 1 sdp=71111\n",
    "A+first,Y+sdp|X+first,B+sdp" },
  { "alike/one-refused-at-the-door",
    "0 P S INVITE A 1\n.1 S P 403 A 1\n5 P S INVITE X 1\n5.02 S C INVITE Y 1\n",
    "A+first|X+first,Y+numbers" },

  { "call-id/two-hops-of-a-proxy", "0 P S INVITE A 1 br=p\n.01 S C INVITE A 1 br=s\n", "A+first" },
};

static char *
describe (RungsTrace *trace)
{
  static const char *const reasons[] = {
    "first", "session", "call-id", "header", "sdp", "numbers"
  };
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < rungs_trace_get_n_calls (trace); i++)
    {
      const RungsCall *call = rungs_trace_get_call (trace, i);

      for (guint k = 0; k < call->n_legs; k++)
        {
          const RungsLeg *leg = rungs_trace_get_leg (trace, call, k);

          g_string_append_printf (out, "%s%s+%s",
                                  k > 0   ? ","
                                  : i > 0 ? "|"
                                          : "",
                                  rungs_trace_string (trace, leg->call_id), reasons[leg->join]);
        }
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

static void
test_two_files (void)
{
  g_autoptr (RungsTrace) trace =
    script_trace (&script_format, "0 T S INVITE A 1 own sid=x:1:1\n",
                  "0 S C INVITE B 1 own sid=x:1:1 to=5\n1 T S BYE A 2 own sid=x:1:1\n", NULL);
  g_autofree char *text = describe (trace);

  /* A rotated log: the Call-ID links the parts, the key the legs. */
  g_assert_cmpstr (text, ==, "A+first,B+session");
}

static void
test_rows (void)
{
  g_autoptr (RungsTrace) trace =
    script_trace (&script_format,
                  "0 T S OPTIONS o1 1\n.1 S T 200 o1 1 m=OPTIONS\n60 S T2 OPTIONS o2 1\n60 T2 S "
                  "200 o2 1 m=OPTIONS\n"
                  "61 S T OPTIONS o3 1\n61 T S 200 o3 1 m=OPTIONS\n62 P S REGISTER r1 1 to=100\n63 "
                  "P2 S REGISTER r2 1 to=100\n"
                  "64 P S REGISTER r3 1 to=101\n65 P S MESSAGE m1 1\n66 P S MESSAGE m2 1\n67 T S "
                  "INVITE A 1\n68 T S OPTIONS A 2 dlg\n",
                  NULL);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < rungs_trace_get_n_calls (trace); i++)
    {
      const RungsCall *call = rungs_trace_get_call (trace, i);

      g_string_append_printf (out, "%s:%u:%u ", rungs_kind_name (call->kind), call->n_legs,
                              call->n_messages);
    }
  g_assert_cmpstr (
    out->str, ==,
    "options:1:4 options:1:2 register:1:2 register:1:1 message:1:1 message:1:1 invite:1:2 ");
  g_string_free (out, TRUE);
}

static void
test_from_to (void)
{
  static const char *const scripts[][3] = {
    { "0 P S INVITE A 1 from=+15550100 to=+15550123\n", "+15550100", "+15550123" },
    { "0 P S INVITE A 1 from=%2B15550100;phone-context=example.com to=+15550123;npdi\n",
      "+15550100", "+15550123" },
    { "0 P S INVITE A 1 from=anonymous h=P-Asserted-Identity:<sip:+15550177@example.com>\n",
      "anonymous", "+15550123" },
    { "0 P S INVITE A 1 uri=sip:sbc.example.com to=+15550123\n", "+15550100", "+15550123" },
    { "0 P S INVITE A 1 uri=sip:+15550144@192.0.2.10 to=+15550123\n", "+15550100", "+15550144" },
    { "0 S P 200 A 1\n", "+15550100", "+15550123" },
    { "0 P S INVITE A 1 from=alice to=bob\n", "alice", "bob" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autoptr (RungsTrace) trace = script_trace (&script_format, scripts[i][0], NULL);

      g_assert_cmpstr (rungs_trace_string (trace, rungs_trace_get_call (trace, 0)->from), ==,
                       scripts[i][1]);
      g_assert_cmpstr (rungs_trace_string (trace, rungs_trace_get_call (trace, 0)->to), ==,
                       scripts[i][2]);
    }
}

static void
test_order (void)
{
  /* The second file is earlier; equal stamps keep the order of the file; those without one stay
   * where they stand. */
  g_autoptr (RungsTrace) trace = script_trace (
    &script_format, "10 P S INVITE B 1\n- S P 100 B 1\n10 S P 180 B 1\n9 S P 183 B 1\n",
    "5 P S INVITE A 1 to=7\n", NULL);
  g_autofree char *first = script_ladder (trace, 0);
  g_autofree char *second = script_ladder (trace, 1);

  g_assert_cmpstr (first, ==, "A:INVITE");
  g_assert_cmpstr (second, ==, "B:183 B:INVITE B:100 B:180");
}

static const char *const custom[] = {
  "0 P S INVITE A 1 to=1 h=X-Trunk:0a1b2c3d-0001\n.1 S2 C INVITE B 1 to=2 "
  "h=X-TRUNK:0a1b2c3d-0001\n"
  ".2 Q S INVITE D 1 from=7 to=3 h=X-Trunk:0a1b2c3d-0001\n.3 S C INVITE E 1 from=8 to=4 "
  "h=X-Other:0a1b2c3d-0009\n",
};

/* Headers that the user names join, others do not; the leg says which it was. */
static void
test_user_headers (void)
{
  const char *const names[] = { "X-Nothing", "x-trunk", NULL };
  const RungsLoadOptions options = { .join_headers = names };
  g_autoptr (RungsTrace) trace = script_trace_with (&options, &script_format, custom[0], NULL);
  g_autofree char *text = describe (trace);
  const RungsLeg *leg = rungs_trace_get_leg (trace, rungs_trace_get_call (trace, 0), 1);
  g_autofree char *why = rungs_trace_describe_join (trace, leg);

  g_assert_cmpstr (text, ==, "A+first,B+header|D+first|E+first");
  g_assert_cmpstr (why, ==, "same x-trunk");
  g_assert_cmpstr (rungs_join_strength (leg->join), ==, "strong");
}

static void
test_words (void)
{
  static const struct
  {
    const char *script, *words;
  } all[] = {
    { "0 T IN INVITE A 1 own sid=x:1:1\n.01 S C INVITE B 1 own sid=x:1:1\n", "same SBC session" },
    { "0 P S INVITE A 1 to=1\n.1 S2 C INVITE B 1 to=2 h=X-CID:A\n", "X-CID names the Call-ID" },
    { "0 P S INVITE A 1 to=1 h=Cisco-Guid:0a1b2c3d\n.1 S2 C INVITE B 1 to=2 "
      "h=cisco-guid:0a1b2c3d\n",
      "same Cisco-Guid" },
    { "0 P S INVITE A 1\n.02 S C INVITE B 1\n", "same numbers and time" },
    { "0 P S INVITE A 1 to=1\n20 P S REFER A 2 dlg h=Refer-To:_<sip:77@example.net>\n20.5 S Q "
      "INVITE B 1 uri=sip:77@example.net\n",
      "follows a transfer or redirect" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autoptr (RungsTrace) trace = script_trace (&script_format, all[i].script, NULL);
      const RungsCall *call = rungs_trace_get_call (trace, 0);
      g_autofree char *words = NULL;

      g_assert_cmpuint (call->n_legs, ==, 2);
      words = rungs_trace_describe_join (trace, rungs_trace_get_leg (trace, call, 1));
      g_assert_cmpstr (words, ==, all[i].words);
    }
}

/* Two calls, each joined by itself, become one: each leg but the first has the reason that it was
 * joined for. */
static void
test_reasons_of_two_calls (void)
{
  g_autoptr (RungsTrace) trace = script_trace (
    &script_format,
    "0 P S INVITE A 1 to=1 sid=x:1:1\n.1 S2 C INVITE B 1 to=2 sid=x:1:1 h=Cisco-Guid:0a1b2c3d-01\n"
    ".2 Q S INVITE D 1 to=3 sid=x:1:2\n.3 S2 C INVITE E 1 to=4 sid=x:1:2 "
    "h=Cisco-Guid:0a1b2c3d-01\n",
    NULL);
  g_autofree char *text = describe (trace);

  g_assert_cmpstr (text, ==, "A+first,B+session,D+header,E+session");
}

/* A value that every call of a trunk has is none: not one call of a thousand legs. */
static void
test_constant (void)
{
  GString *script = g_string_new (NULL);
  g_autoptr (RungsTrace) trace = NULL;
  const guint n = 200;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (
      script, "%u.000 P S INVITE A%u 1 to=%u from=7 h=Session-ID:cccccccc-0001\n", i, i, i);
  trace = script_trace (&script_format, script->str, NULL);
  g_assert_cmpuint (rungs_trace_get_n_calls (trace), ==, n);
  g_string_free (script, TRUE);
}

/* The third file of a rotated log: no Call-ID in common, but the SBC's own key. */
static void
test_rotated (void)
{
  g_autoptr (RungsTrace) trace = script_trace (
    &script_format, "0 T S INVITE A 1 own sid=aa01:7:1\n",
    "5 S C INVITE B 1 own sid=aa01:7:1 to=5\n", "6 S D INVITE E 1 own sid=aa02:7:1 to=6\n", NULL);
  g_autoptr (RungsTrace) counters = script_trace (&script_format, "0 T S INVITE A 1 own sid=17\n",
                                                  "5 S C INVITE B 1 own sid=17 to=5\n", NULL);
  g_autofree char *text = describe (trace);
  g_autofree char *other = describe (counters);

  g_assert_cmpstr (text, ==, "A+first,B+session|E+first");
  g_assert_cmpstr (other, ==, "A+first|B+first");
}

/* One hop a file, each device with a header of its own, the last file first. */
static void
test_hops_in_files (void)
{
  g_autoptr (RungsTrace) trace = script_trace (
    &script_format, "900.3 IN C INVITE E 1 to=4 from=6 h=P-Charging-Vector:icid-value=dddddddd-1\n",
    "50.2 S2 IN INVITE D 1 to=3 from=7 h=X-CID:call-000B "
    "h=P-Charging-Vector:icid-value=dddddddd-1\n",
    "0 P S INVITE A 1 to=1 h=Cisco-Guid:bbbbbbbb-0001\n",
    "7 S S2 INVITE call-000B 1 to=2 from=8 h=Cisco-Guid:bbbbbbbb-0001\n", NULL);

  g_assert_cmpuint (rungs_trace_get_n_calls (trace), ==, 1);
  g_assert_cmpuint (rungs_trace_get_call (trace, 0)->n_legs, ==, 4);
}

/* A load test: the same two numbers again and again must stay one call each, and quick. */
static void
test_many_alike (void)
{
  GString *script = g_string_new (NULL);
  g_autoptr (RungsTrace) trace = NULL;
  const guint n = 3000;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (
      script,
      "%u.000 P S INVITE A%u 1\n%u.010 S C INVITE B%u 1\n%u.5 C S 200 B%u 1\n%u.6 S P 200 A%u 1\n",
      i, i, i, i, i, i, i, i);
  trace = script_trace (&script_format, script->str, NULL);
  g_assert_cmpuint (rungs_trace_get_n_calls (trace), ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (rungs_trace_get_call (trace, i)->n_legs, ==, 2);
  g_string_free (script, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/join/", cases[i].name, NULL);
      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/join/two-files", test_two_files);
  g_test_add_func ("/join/rows-that-are-no-calls", test_rows);
  g_test_add_func ("/join/from-to", test_from_to);
  g_test_add_func ("/join/order", test_order);
  g_test_add_func ("/join/user-headers", test_user_headers);
  g_test_add_func ("/join/words", test_words);
  g_test_add_func ("/join/reasons-of-two-calls", test_reasons_of_two_calls);
  g_test_add_func ("/join/constant", test_constant);
  g_test_add_func ("/join/rotated", test_rotated);
  g_test_add_func ("/join/hops-in-files", test_hops_in_files);
  g_test_add_func ("/join/many-alike", test_many_alike);
  return g_test_run ();
}
