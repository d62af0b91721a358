/* What became of calls, both ways of each rule. */
#include "config.h"

#include "script.h"

typedef struct
{
  const char *name, *script, *expected;
} Case;

#define A_INVITE "0.000 T S INVITE A 1 sdp\n0.010 S T 100 A 1\n"
#define A_RINGS A_INVITE "1.000 S T 180 A 1\n"
#define A_UP A_RINGS "4.000 S T 200 A 1 sdp\n4.050 T S ACK A 1\n"
/* Something much later, so that the log goes on. */
#define LATER(t) t " P Q OPTIONS zzz 1\n" t " Q P 200 zzz 1 m=OPTIONS\n"
#define LATER_ROW "\noptions completed final=200 legs=zzz"

static const Case cases[] = {
  /* no end yet */
  { "setup/trying", A_INVITE, "setup legs=A" },
  { "setup/ringing", A_RINGS, "setup legs=A" },
  { "setup/ringing-log-goes-on", A_RINGS LATER ("100"), "setup legs=A" LATER_ROW },
  { "setup/invite-only", "0 T S INVITE A 1\n", "setup legs=A" },
  { "setup/six-sendings-and-trying",
    "0 T S INVITE A 1\n.5 T S INVITE A 1\n1.5 T S INVITE A 1\n3.5 T S INVITE A 1\n"
    "7.5 T S INVITE A 1\n15.5 T S INVITE A 1\n16 S T 100 A 1\n20 T S INVITE A 1\n",
    "setup legs=A" },
  /* no attempt of its own: of the other leg only a 100 and an ACK are left, and the log says they
   * went to the caller */
  { "failed/cut-other-leg",
    "0 T S INVITE A 1 sid=s sdp\n.1 S T 100 B 1 sid=s\n.2 T S ACK B 1 sid=s nak\n.3 S T 488 A 1 "
    "sid=s\n"
    ".4 T S ACK A 1 sid=s nak\n",
    "failed final=488 failing=A:INVITE/488 legs=A,B" },
  { "established/plain", A_UP, "established final=200 legs=A" },
  { "established/no-ack-seen", A_RINGS "4 S T 200 A 1\n", "established final=200 legs=A" },
  { "established/reinvite", A_UP "9 S T INVITE A 7 dlg\n9.1 T S 200 A 7\n9.2 S T ACK A 7\n",
    "established final=200 legs=A" },

  /* good ends */
  { "completed/caller-hangs-up", A_UP "9 T S BYE A 2\n9.1 S T 200 A 2 m=BYE\n",
    "completed final=200 legs=A" },
  { "completed/callee-hangs-up", A_UP "9 S T BYE A 7\n9.1 T S 200 A 7 m=BYE\n",
    "completed final=200 legs=A" },
  { "completed/normal-cause",
    A_UP "9 T S BYE A 2 reason=Q.850;cause=16;text=\"Normal_call_clearing\"\n",
    "completed final=200 legs=A" },
  { "completed/busy-cause", A_UP "9 T S BYE A 2 reason=Q.850;cause=17\n",
    "completed final=200 legs=A" },
  { "completed/unspecified-cause", A_UP "9 T S BYE A 2 reason=Q.850;cause=31\n",
    "completed final=200 legs=A" },
  { "completed/teams-session-deleted",
    A_UP "9 T S BYE A 2 "
         "reason=Q.850;cause=22;text=\"7dbc8050-0000-4000-8000-123456789abc;"
         "BackToBackSessionDeleted\"\n",
    "completed final=200 legs=A" },
  { "completed/sip-reason-good", A_UP "9 T S BYE A 2 reason=SIP;cause=200;text=\"OK\"\n",
    "completed final=200 legs=A" },
  { "completed/crossed-byes",
    A_UP "9 T S BYE A 2\n9.001 S T BYE A 7\n9.1 S T 481 A 2 m=BYE\n9.1 T S 481 A 7 m=BYE\n",
    "completed final=200 legs=A" },
  { "completed/hold-refused-call-goes-on",
    A_UP "9 S T INVITE A 7 dlg sdp\n9.1 T S 488 A 7\n9.2 S T ACK A 7 nak\n60 T S BYE A 2\n60.1 S T "
         "200 A 2 m=BYE\n",
    "completed final=200 legs=A" },
  { "completed/reinvite-491-tried-again",
    A_UP "9 S T INVITE A 7 dlg\n9.1 T S 491 A 7\n9.2 S T ACK A 7 nak\n10 T S BYE A 2\n10.1 S T 200 "
         "A 2 m=BYE\n",
    "completed final=200 legs=A" },
  { "completed/one-200-again-then-ack",
    A_RINGS "4 S T 200 A 1\n4.5 S T 200 A 1\n4.6 T S ACK A 1\n9 T S BYE A 2\n",
    "completed final=200 legs=A" },

  /* challenges, and tries that went on */
  { "challenge/answered",
    "0 P S INVITE A 1\n.1 S P 401 A 1\n.2 P S ACK A 1 nak\n.3 P S INVITE A 2 auth\n.5 S P 200 A "
    "2\n.6 P S ACK A 2\n",
    "established final=200 legs=A" },
  { "challenge/proxy-answered-then-busy",
    "0 P S INVITE A 1\n.1 S P 407 A 1\n.2 P S ACK A 1 nak\n.3 P S INVITE A 2 auth\n.5 S P 486 A "
    "2\n.6 P S ACK A 2 nak\n",
    "failed final=486 failing=A:INVITE/486 legs=A" },
  { "challenge/not-answered", "0 P S INVITE A 1\n.1 S P 407 A 1\n.2 P S ACK A 1 nak\n",
    "failed final=407 failing=A:INVITE/407 legs=A" },
  { "challenge/refused-again",
    "0 P S INVITE A 1\n.1 S P 401 A 1\n.2 P S ACK A 1 nak\n.3 P S INVITE A 2 auth\n.5 S P 401 A "
    "2\n.6 P S ACK A 2 nak\n",
    "failed final=401 failing=A:INVITE/401 legs=A" },
  { "session-timer/422-tried-again",
    "0 P S INVITE A 1\n.1 S P 422 A 1\n.2 P S ACK A 1 nak\n.3 P S INVITE A 2\n.5 S P 200 A 2\n.6 P "
    "S ACK A 2\n",
    "established final=200 legs=A" },
  { "session-timer/422-given-up", "0 P S INVITE A 1\n.1 S P 422 A 1\n.2 P S ACK A 1 nak\n",
    "failed final=422 failing=A:INVITE/422 legs=A" },
  { "glare/491-tried-again",
    "0 P S INVITE A 1\n.1 S P 491 A 1\n.2 P S ACK A 1 nak\n.9 P S INVITE A 2\n1 S P 200 A 2\n",
    "established final=200 legs=A" },
  { "redirect/followed-same-call-id",
    "0 P S INVITE A 1\n.1 S P 302 A 1 contact=sip:+15550199@198.51.100.7\n.2 P S ACK A 1 nak\n.3 P "
    "C INVITE A 2 to=+15550199\n.9 C P 200 A 2\n1 P C ACK A 2\n",
    "established final=200 legs=A" },
  { "redirect/followed-new-call-id",
    "0 P S INVITE A 1\n.1 S P 302 A 1 contact=sip:+15550199@198.51.100.7\n.2 P S ACK A 1 nak\n"
    ".3 P C INVITE B 1 to=+15550199 uri=sip:+15550199@198.51.100.7\n.9 C P 486 B 1\n1 P C ACK B 1 "
    "nak\n",
    "failed final=486 failing=B:INVITE/486 legs=A,B" },
  { "redirect/not-followed",
    "0 P S INVITE A 1\n.1 S P 302 A 1 contact=sip:+15550199@198.51.100.7\n.2 P S ACK A 1 nak\n",
    "failed final=302 failing=A:INVITE/302 legs=A" },
  { "next-address/same-call-id",
    "0 P S INVITE A 1 br=x1\n.1 S P 503 A 1 br=x1\n.2 P S ACK A 1 br=x1\n.3 P S2 INVITE A 1 "
    "br=x2\n.9 S2 P 200 A 1 br=x2\n",
    "established final=200 legs=A" },

  /* caller gave up */
  { "cancelled/487",
    A_RINGS "3 T S CANCEL A 1\n3.01 S T 200 A 1 m=CANCEL br=A1INVITE\n3.02 S T 487 A 1\n3.03 T S "
            "ACK A 1 nak\n",
    "cancelled final=487 legs=A" },
  { "cancelled/log-ends", A_RINGS "3 T S CANCEL A 1\n", "cancelled legs=A" },
  { "cancelled/487-alone", A_RINGS "3 S T 487 A 1\n3.1 T S ACK A 1 nak\n",
    "cancelled final=487 legs=A" },
  { "cancelled/other-answer-crossed",
    A_RINGS "3 T S CANCEL A 1\n3.02 S T 480 A 1\n3.03 T S ACK A 1 nak\n",
    "cancelled final=480 legs=A" },
  { "cancelled/too-late",
    A_RINGS
    "3 T S CANCEL A 1\n3.0 S T 200 A 1\n3.1 T S ACK A 1\n3.2 T S BYE A 2\n3.3 S T 200 A 2 m=BYE\n",
    "completed final=200 legs=A" },

  /* failed */
  { "failed/404", A_INVITE "0.5 S T 404 A 1\n0.55 T S ACK A 1 nak\n",
    "failed final=404 failing=A:INVITE/404 legs=A" },
  { "failed/603", A_RINGS "5 S T 603 A 1\n5.1 T S ACK A 1 nak\n",
    "failed final=603 failing=A:INVITE/603 legs=A" },
  { "failed/408", A_INVITE "32 S T 408 A 1\n", "failed final=408 failing=A:INVITE/408 legs=A" },
  { "failed/no-answer-log-goes-on", "0 T S INVITE A 1\n" LATER ("40"),
    "failed failing=A:INVITE legs=A" LATER_ROW },
  { "failed/only-trying-log-goes-on", A_INVITE LATER ("40"),
    "failed failing=A:INVITE legs=A" LATER_ROW },
  { "setup/no-answer-log-ends-before", "0 T S INVITE A 1\n" LATER ("20"),
    "setup legs=A" LATER_ROW },
  { "failed/rang-for-ever", A_RINGS LATER ("300"), "failed failing=A:INVITE legs=A" LATER_ROW },
  { "failed/seven-sendings",
    "0 T S INVITE A 1\n.5 T S INVITE A 1\n1.5 T S INVITE A 1\n3.5 T S INVITE A 1\n7.5 T S INVITE A "
    "1\n15.5 T S INVITE A 1\n31.5 T S INVITE A 1\n",
    "failed failing=A:INVITE legs=A" },

  /* dropped */
  { "dropped/cause", A_UP "9 T S BYE A 2 reason=Q.850;cause=41\n9.1 S T 200 A 2 m=BYE\n",
    "dropped final=200 failing=A:BYE/BYE legs=A" },
  { "dropped/teams-media",
    A_UP "9 T S BYE A 2 "
         "reason=Q.850;cause=16;text=\"7dbc8050-0000-4000-8000-123456789abc;"
         "MediaConnectivityFailure\"\n",
    "dropped final=200 failing=A:BYE/BYE legs=A" },
  { "dropped/sip-cause", A_UP "9 S T BYE A 7 reason=SIP;cause=503;text=\"x\"\n",
    "dropped final=200 failing=A:BYE/BYE legs=A" },
  { "dropped/second-reason", A_UP "9 S T BYE A 7 reason=Q.850;cause=16 reason=SIP;cause=408\n",
    "dropped final=200 failing=A:BYE/BYE legs=A" },
  { "dropped/session-timer", A_UP "1800 S T BYE A 7 reason=SIP;text=\"Session_timer_expired\"\n",
    "dropped final=200 failing=A:BYE/BYE legs=A" },
  { "dropped/bye-unknown-dialog", A_UP "9 T S BYE A 2\n9.1 S T 481 A 2 m=BYE\n",
    "dropped final=200 failing=A:BYE/BYE legs=A" },
  { "dropped/reinvite-refused-then-bye",
    A_UP "9 S T INVITE A 7 dlg sdp\n9.1 T S 488 A 7\n9.2 S T ACK A 7 nak\n9.5 S T BYE A 8\n9.6 T S "
         "200 A 8 m=BYE\n",
    "dropped final=200 failing=A:INVITE/BYE legs=A" },
  { "dropped/no-stamps",
    "- T S INVITE A 1\n- S T 200 A 1\n- T S ACK A 1\n- S T INVITE A 7 dlg\n- T S 488 A 7\n- S T "
    "ACK A 7 nak\n- S T BYE A 8\n",
    "dropped final=200 failing=A:INVITE/BYE legs=A" },
  { "completed/no-stamps-hold-refused-before",
    "- T S INVITE A 1\n- S T 200 A 1\n- T S ACK A 1\n- S T INVITE A 7 dlg\n- T S 488 A 7\n- S T "
    "ACK A 7 nak\n- S T INVITE A 8 dlg\n"
    "- T S 200 A 8\n- S T ACK A 8\n- S T INFO A 9 dlg\n- T S 200 A 9 m=INFO\n- S T BYE A 10\n",
    "completed final=200 legs=A" },
  { "dropped/update-refused-then-bye",
    A_UP "9 S T UPDATE A 7 dlg\n9.1 T S 500 A 7 m=UPDATE\n9.5 S T BYE A 8\n",
    "dropped final=200 failing=A:UPDATE/BYE legs=A" },
  { "dropped/refresh-finds-no-dialog", A_UP "900 S T UPDATE A 7 dlg\n900.1 T S 481 A 7 m=UPDATE\n",
    "dropped final=200 failing=A:UPDATE/481 legs=A" },
  { "dropped/ack-missing",
    A_RINGS "4 S T 200 A 1\n4.5 S T 200 A 1\n5.5 S T 200 A 1\n7.5 S T 200 A 1\n36 S T BYE A "
            "7\n36.1 T S 200 A 7 m=BYE\n",
    "dropped final=200 failing=A:INVITE/BYE legs=A" },

  /* the log begins in the middle */
  { "middle/bye", "0 T S BYE A 2\n.1 S T 200 A 2 m=BYE\n", "completed legs=A" },
  { "middle/bye-fault", "0 T S BYE A 2 reason=Q.850;cause=38\n.1 S T 200 A 2 m=BYE\n",
    "dropped failing=A:BYE/BYE legs=A" },
  { "middle/answer", "0 S T 200 A 1\n.1 T S ACK A 1\n", "established final=200 legs=A" },
  { "middle/failure", "0 S T 503 A 1\n.1 T S ACK A 1 nak\n",
    "failed final=503 failing=/503 legs=A" },
  { "middle/ringing", "0 S T 180 A 1\n", "setup legs=A" },
  { "middle/ack", "0 T S ACK A 1\n", "established legs=A" },
  { "middle/reinvite", "0 T S INVITE A 5 dlg\n.1 S T 200 A 5\n.2 T S ACK A 5\n",
    "established legs=A" },
  { "middle/info", "0 T S INFO A 5 dlg\n.1 S T 200 A 5 m=INFO\n", "established legs=A" },
  { "lost/200", A_RINGS "4.050 T S ACK A 1\n9 T S BYE A 2\n", "completed legs=A" },
  { "lost/failure", A_INVITE ".5 T S ACK A 1 nak\n", "failed failing=A:INVITE legs=A" },

  /* no calls */
  { "register/ok",
    "0 P S REGISTER R 1\n.1 S P 401 R 1 m=REGISTER\n.2 P S REGISTER R 2 auth\n.3 S P 200 R 2 "
    "m=REGISTER\n",
    "register completed final=200 legs=R" },
  { "register/not-answered", "0 P S REGISTER R 1\n.1 S P 401 R 1 m=REGISTER\n",
    "register failed final=401 failing=R:REGISTER/401 legs=R" },
  { "register/interval",
    "0 P S REGISTER R 1\n.1 S P 423 R 1 m=REGISTER\n.2 P S REGISTER R 2\n.3 S P 200 R 2 "
    "m=REGISTER\n",
    "register completed final=200 legs=R" },
  { "register/setup", "0 P S REGISTER R 1\n", "register setup legs=R" },
  { "options/ok", "0 T S OPTIONS o1 1\n.1 S T 200 o1 1 m=OPTIONS\n",
    "options completed final=200 legs=o1" },
  { "options/last-word",
    "0 T S OPTIONS o1 1\n.1 S T 503 o1 1 m=OPTIONS\n60 T S OPTIONS o2 1\n60.1 S T 200 o2 1 "
    "m=OPTIONS\n",
    "options completed final=200 legs=o1" },
  { "options/pending-last", "0 T S OPTIONS o1 1\n.1 S T 200 o1 1 m=OPTIONS\n60 T S OPTIONS o2 1\n",
    "options completed final=200 legs=o1" },
  { "options/other-side-silent",
    "0 S T OPTIONS o1 1\n60 S T OPTIONS o2 1\n120 T S OPTIONS o3 1\n120.1 S T 200 o3 1 m=OPTIONS\n",
    "options failed failing=o2:OPTIONS legs=o1" },
  { "options/refused", "0 S T OPTIONS o1 1\n.1 T S 403 o1 1 m=OPTIONS\n",
    "options failed final=403 failing=o1:OPTIONS/403 legs=o1" },
  { "subscribe/ok",
    "0 P S SUBSCRIBE N 1\n.1 S P 202 N 1 m=SUBSCRIBE\n.2 S P NOTIFY N 1\n.3 P S 481 N 1 m=NOTIFY\n",
    "subscribe completed final=202 legs=N" },
  { "subscribe/refused", "0 P S SUBSCRIBE N 1\n.1 S P 489 N 1 m=SUBSCRIBE\n",
    "subscribe failed final=489 failing=N:SUBSCRIBE/489 legs=N" },
  { "message/ok", "0 P S MESSAGE M 1\n.1 S P 200 M 1 m=MESSAGE\n",
    "message completed final=200 legs=M" },
  { "other/publish", "0 P S PUBLISH U 1\n.1 S P 412 U 1 m=PUBLISH\n",
    "other failed final=412 failing=U:PUBLISH/412 legs=U" },

/* through the SBC */
#define B_INVITE ".020 S C INVITE B 1 sdp\n.030 C S 100 B 1\n"
  { "two-legs/carrier-refuses",
    A_INVITE B_INVITE ".3 C S 404 B 1\n.31 S C ACK B 1 nak\n.32 S T 404 A 1\n.35 T S ACK A 1 nak\n",
    "failed final=404 failing=B:INVITE/404 legs=A,B" },
  { "two-legs/sbc-answers-otherwise",
    A_INVITE B_INVITE ".3 C S 503 B 1\n.31 S C ACK B 1 nak\n.32 S T 480 A 1\n.35 T S ACK A 1 nak\n",
    "failed final=480 failing=A:INVITE/480 legs=A,B" },
  { "two-legs/next-route-answers",
    A_INVITE B_INVITE ".3 C S 503 B 1\n.31 S C ACK B 1 nak\n.32 S D INVITE E 1 sdp\n1 D S 200 E "
                      "1\n1.01 S D ACK E 1\n1.02 S T 200 A 1\n1.1 T S ACK A 1\n",
    "established final=200 legs=A,B,E" },
  { "two-legs/both-routes-fail",
    A_INVITE B_INVITE ".3 C S 503 B 1\n.31 S C ACK B 1 nak\n.32 S D INVITE E 1 sdp\n1 D S 486 E "
                      "1\n1.01 S D ACK E 1 nak\n1.02 S T 486 A 1\n1.1 T S ACK A 1 nak\n",
    "failed final=486 failing=E:INVITE/486 legs=A,B,E" },
  { "two-legs/first-route-decides",
    A_INVITE B_INVITE ".3 C S 404 B 1\n.31 S C ACK B 1 nak\n.32 S D INVITE E 1 sdp\n1 D S 503 E "
                      "1\n1.01 S D ACK E 1 nak\n1.02 S T 404 A 1\n1.1 T S ACK A 1 nak\n",
    "failed final=404 failing=B:INVITE/404 legs=A,B,E" },
  { "two-legs/carrier-silent", A_INVITE B_INVITE LATER ("50"),
    "failed failing=B:INVITE legs=A,B" LATER_ROW },
  { "two-legs/cancelled",
    A_INVITE B_INVITE "3 T S CANCEL A 1\n3.01 S C CANCEL B 1\n3.1 C S 487 B 1\n3.2 S T 487 A 1\n",
    "cancelled final=487 legs=A,B" },
  { "two-legs/sbc-gives-up",
    A_INVITE B_INVITE "3 S C CANCEL B 1\n3.1 C S 487 B 1\n3.2 S T 408 A 1\n",
    "failed final=408 failing=A:INVITE/408 legs=A,B" },
  { "two-legs/caller-missing-routes",
    "0 S C INVITE B 1 sid=s\n.3 C S 503 B 1 sid=s\n.31 S C ACK B 1 nak sid=s\n.32 S D INVITE E 1 "
    "sid=s\n1 D S 200 E 1 sid=s\n1.01 S D ACK E 1 sid=s\n",
    "established final=200 legs=B,E" },
#define B_UP                                                                                       \
  A_INVITE B_INVITE "1 C S 200 B 1\n1.01 S C ACK B 1\n1.02 S T 200 A 1\n1.05 T S ACK A 1\n"
  { "two-legs/carrier-hangs-up",
    B_UP "9 C S BYE B 5\n9.01 S T BYE A 5\n9.1 T S 200 A 5 m=BYE\n9.11 S C 200 B 5 m=BYE\n",
    "completed final=200 legs=A,B" },
  { "two-legs/carrier-drops",
    B_UP "9 C S BYE B 5 reason=Q.850;cause=27\n9.01 S T BYE A 5 reason=Q.850;cause=27\n9.1 T S 200 "
         "A 5 m=BYE\n",
    "dropped final=200 failing=B:BYE/BYE legs=A,B" },
  { "two-legs/caller-answer-lost",
    A_INVITE B_INVITE "1 C S 200 B 1\n1.01 S C ACK B 1\n1.05 T S ACK A 1\n",
    "established final=200 legs=A,B" },
  { "two-legs/transfer-goes-on",
    B_UP "5 T S REFER A 2 dlg h=Refer-To:_<sip:sip.pstnhub.microsoft.com:5061;x-m=8:orgid:1>\n5.1 "
         "S T 202 A 2 m=REFER\n"
         "5.2 S T INVITE F 1 uri=sip:sip.pstnhub.microsoft.com:5061;x-m=8:orgid:1\n6 T S 200 F "
         "1\n6.1 S T ACK F 1\n6.5 T S BYE A 3\n6.6 S T 200 A 3 m=BYE\n",
    "established final=200 legs=A,B,F" },
  { "fork/loser-hung-up",
    A_INVITE B_INVITE
    ".1 S D INVITE E 1 sdp\n1 C S 200 B 1\n1.01 S C ACK B 1\n1.02 S T 200 A 1\n1.05 T S ACK A 1\n"
    "1.06 D S 200 E 1\n1.07 S D ACK E 1\n1.08 S D BYE E 2\n1.1 D S 200 E 2 m=BYE\n30 T S INFO A 2 "
    "dlg\n30.1 S T 200 A 2 m=INFO\n",
    "established final=200 legs=A,B,E" },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (RungsTrace) trace = script_trace (&script_format, c->script, NULL);
  g_autofree char *summary = script_summary (trace);

  g_assert_cmpstr (summary, ==, c->expected);
}

/* The whole transaction is marked, on each leg that it crossed. */
static void
test_marks (void)
{
  g_autoptr (RungsTrace) trace =
    script_trace (&script_format,
                  A_INVITE B_INVITE ".3 C S 404 B 1\n.31 S C ACK B 1 nak\n.32 S T 404 A 1\n"
                                    ".4 S T 404 A 1\n.45 T S ACK A 1 nak\n",
                  NULL);
  g_autofree char *ladder = script_ladder (trace, 0);

  g_assert_cmpstr (ladder, ==,
                   "A:INVITE! A:100! B:INVITE! B:100! B:404!* B:ACK! A:404! A:404!~ A:ACK!");
}

/* A proxy keeps the Call-ID: the answer is followed from hop to hop by the branches. */
static void
test_marks_proxy (void)
{
  g_autoptr (RungsTrace) trace = script_trace (
    &script_format,
    "0 P S INVITE A 1 br=p\n.01 S C INVITE A 1 br=s\n.2 C S 486 A 1 br=s\n.21 S C ACK A 1 br=s\n"
    ".22 S P 486 A 1 br=p\n.23 P S ACK A 1 br=p\n",
    NULL);
  g_autofree char *ladder = script_ladder (trace, 0);

  g_assert_cmpstr (ladder, ==, "A:INVITE! A:INVITE! A:486!* A:ACK! A:486! A:ACK!");
}

/* A proxy tries two places at once; the caller gets the answer of one of them. */
static void
test_marks_proxy_forks (void)
{
  g_autoptr (RungsTrace) trace = script_trace (
    &script_format,
    "0 P S INVITE A 1 br=p\n.01 S C INVITE A 1 br=s\n.02 S D INVITE A 1 br=t\n.2 C S 486 A 1 "
    "br=s\n.21 S C ACK A 1 br=s\n"
    ".3 D S 404 A 1 br=t\n.31 S D ACK A 1 br=t\n.32 S P 486 A 1 br=p\n.33 P S ACK A 1 br=p\n",
    NULL);
  g_autofree char *ladder = script_ladder (trace, 0);

  g_assert_cmpstr (ladder, ==,
                   "A:INVITE! A:INVITE! A:INVITE A:486!* A:ACK! A:404 A:ACK A:486! A:ACK!");
}

static void
test_marks_translated (void)
{
  g_autoptr (RungsTrace) trace = script_trace (
    &script_format,
    A_INVITE B_INVITE ".3 C S 503 B 1\n.31 S C ACK B 1 nak\n.32 S T 480 A 1\n.45 T S ACK A 1 nak\n",
    NULL);
  g_autofree char *ladder = script_ladder (trace, 0);

  g_assert_cmpstr (ladder, ==, "A:INVITE! A:100! B:INVITE! B:100! B:503! B:ACK! A:480!* A:ACK!");
}

static void
test_marks_challenge (void)
{
  g_autoptr (RungsTrace) trace =
    script_trace (&script_format,
                  "0 P S INVITE A 1\n.1 S P 401 A 1\n.2 P S ACK A 1 nak\n.3 P S INVITE A 2 "
                  "auth\n.4 S P 403 A 2\n.5 P S ACK A 2 nak\n",
                  NULL);
  g_autofree char *ladder = script_ladder (trace, 0);

  g_assert_cmpstr (ladder, ==, "A:INVITE A:401 A:ACK A:INVITE! A:403!* A:ACK!");
}

static void
test_marks_dropped (void)
{
  g_autoptr (RungsTrace) trace =
    script_trace (&script_format,
                  A_UP "9 S T INVITE A 7 dlg sdp\n9.1 T S 488 A 7\n9.2 S T ACK A 7 nak\n9.5 S T "
                       "BYE A 8\n9.6 T S 200 A 8 m=BYE\n",
                  NULL);
  g_autofree char *ladder = script_ladder (trace, 0);

  g_assert_cmpstr (ladder, ==,
                   "A:INVITE A:100 A:180 A:200 A:ACK A:INVITE! A:488! A:ACK! A:BYE!* A:200!");
}

static void
test_no_marks_on_good_calls (void)
{
  g_autoptr (RungsTrace) trace =
    script_trace (&script_format, A_UP "9 T S BYE A 2\n9.1 S T 200 A 2 m=BYE\n", NULL);

  for (guint i = 0; i < rungs_trace_get_n_messages (trace); i++)
    g_assert_cmpuint (rungs_trace_get_message (trace, i)->flags
                        & (RUNGS_MESSAGE_FAILING | RUNGS_MESSAGE_DECIDING),
                      ==, 0);
}

static void
test_durations (void)
{
  g_autoptr (RungsTrace) good =
    script_trace (&script_format, A_UP "9.5 T S BYE A 2\n9.6 S T 200 A 2 m=BYE\n", NULL);
  g_autoptr (RungsTrace) failed =
    script_trace (&script_format, A_INVITE "0.5 S T 404 A 1\n0.55 T S ACK A 1 nak\n", NULL);
  g_autoptr (RungsTrace) unknown =
    script_trace (&script_format, "- T S INVITE A 1\n- S T 404 A 1\n", NULL);

  g_assert_cmpint (rungs_trace_get_call (good, 0)->duration, ==, 5500);
  g_assert_cmpint (rungs_trace_get_call (failed, 0)->duration, ==, 550);
  g_assert_cmpint (rungs_trace_get_call (unknown, 0)->duration, ==, -1);
}

static void
test_incomplete (void)
{
  g_autoptr (RungsTrace) whole =
    script_trace (&script_format, A_UP "9.5 T S BYE A 2\n9.6 S T 200 A 2 m=BYE\n", NULL);
  g_autoptr (RungsTrace) no_end = script_trace (&script_format, A_UP, NULL);
  g_autoptr (RungsTrace) no_begin =
    script_trace (&script_format, "0 T S BYE A 2\n.1 S T 200 A 2 m=BYE\n", NULL);
  g_autoptr (RungsTrace) damaged =
    script_trace (&script_format, A_UP "9.5 T S BYE A 2 damaged\n9.6 S T 200 A 2 m=BYE\n", NULL);

  g_assert_false (rungs_trace_get_call (whole, 0)->is_incomplete);
  g_assert_true (rungs_trace_get_call (no_end, 0)->is_incomplete);
  g_assert_true (rungs_trace_get_call (no_begin, 0)->is_incomplete);
  g_assert_true (rungs_trace_get_call (damaged, 0)->is_incomplete);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/state/", cases[i].name, NULL);
      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/state/marks/both-legs", test_marks);
  g_test_add_func ("/state/marks/proxy", test_marks_proxy);
  g_test_add_func ("/state/marks/proxy-forks", test_marks_proxy_forks);
  g_test_add_func ("/state/marks/translated", test_marks_translated);
  g_test_add_func ("/state/marks/challenge", test_marks_challenge);
  g_test_add_func ("/state/marks/dropped", test_marks_dropped);
  g_test_add_func ("/state/marks/none", test_no_marks_on_good_calls);
  g_test_add_func ("/state/durations", test_durations);
  g_test_add_func ("/state/incomplete", test_incomplete);
  return g_test_run ();
}
