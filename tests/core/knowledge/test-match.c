/* Which entries fit what a call shows, in which order, and how sure that is. */
#include "config.h"

#include "small.h"

typedef struct
{
  int sip, code;
  const char *phrase, *text, *direction;
  char side; /* 'm' from Microsoft, 't' to Microsoft, '-' neither */
  guint q850;
  const char *expected;
} Case;

#define GUID "5f0c7a1e-3b52-4d0e-9c41-7a6f2d9be310;"

static const Case cases[] = {
  /* The pair and the text, the pair, the text. */
  { 488, 531000, "", "SrtpEncryptionRequired", "", 'm', 0, "dr-488-srtp sip-488 = exact" },
  { 488, 531000, "", "", "", 'm', 0, "dr-488-codec dr-488-srtp sip-488 = likely" },
  { 488, 531027, "", "", "", '-', 0, "dr-488-ice sip-488 = exact" },
  { 488, -1, "Not Acceptable Here", GUID "srtpencryptionrequired", "to-teams", 'm', 0,
    "dr-488-srtp sip-488 = exact" },
  { 488, -1, "CannotSupportAnyMedia", "", "", '-', 0, "dr-488-codec sip-488 = exact" },
  { 486, -1, "Busy Here", GUID "SrtpEncryptionRequired", "", 'm', 0, "= unknown" },
  /* Only the code: what Microsoft may have meant, the code itself last; a carrier's answer is
   * nothing of Microsoft's. */
  { 488, -1, "Not Acceptable Here", "", "to-teams", 'm', 0,
    "dr-488-codec dr-488-srtp dr-488-ice sip-488 = generic" },
  { 488, -1, "Not Acceptable Here", "", "from-teams", '-', 0, "sip-488 = generic" },
  { 488, 999999, "", "", "", 'm', 0, "sip-488 = generic" },
  /* The RFC's phrase is evidence on the right side only. */
  { 400, -1, "Bad Request", "", "to-teams", 'm', 0, "dr-400-proxy sip-400 = exact" },
  { 400, -1, "Bad Request", "", "to-teams", '-', 0, "sip-400 = generic" },
  { 400, -1, "Bad Request", "", "from-teams", 't', 0, "sip-400 = generic" },
  { 415, -1, "unsupported media type", "", "to-teams", 'm', 0, "dr-415-proxy sip-415 = exact" },
  { 415, -1, "Unsupported Media Type", "", "to-teams", '-', 0, "sip-415 = generic" },
  { 402, -1, "Payment Required", "", "from-teams", 't', 0, "dr-402-sbc sip-402 = exact" },
  { 402, -1, "Payment Required", "", "from-teams", '-', 0, "sip-402 = generic" },
  { 404, -1, "Not Found", "", "to-teams", 'm', 0, "dr-404-number sip-404 = generic" },
  /* The 560 rule; a direction that does not fit. */
  { 404, -1, "Not Found", "", "from-teams", 't', 0, "dr-404-sbc sip-404 = likely" },
  { 404, -1, "Not Found", "", "to-teams", 't', 0, "sip-404 = generic" },
  { 404, 560404, "", "", "", '-', 0, "dr-404-sbc sip-404 = exact" },
  { 404, -1, "Getting user info by number failed", "", "from-teams", 'm', 0,
    "dr-404-number sip-404 = exact" },
  /* All fragments beat any fragment. */
  { 504, 569002, "", "Unable to deliver ACK: actively refused", "", '-', 0,
    "dr-504-ack dr-504-refused sip-504 = exact" },
  { 504, 569002, "", "Unable to deliver INVITE: actively refused", "", '-', 0,
    "dr-504-refused sip-504 = exact" },
  { 504, -1, "Server Time-out", "", "from-teams", 'm', 0, "sip-504 = generic" },
  /* The same code in another domain. */
  { 600, -1, "Busy Everywhere", "", "", '-', 0, "voice-600 sip-600 = generic" },
  { 499, -1, "", "", "", '-', 0, "= unknown" },
  /* Without a SIP code. */
  { -1, -1, "", GUID "BackToBackSessionDeleted", "", 'm', 0, "dr-bye = likely" },
  { -1, -1, "", "AADSTS50076: more is needed", "", '-', 0, "rooms-50076 = exact" },
  { -1, -1, "", "AADSTS500761: something else", "", '-', 0, "= unknown" },
  { -1, -1, "", "", "", '-', 17, "q850-17 = likely" },
  { -1, -1, "", "", "", 'm', 17, "= unknown" },
  { 404, -1, "Not Found", "", "", '-', 17, "sip-404 q850-17 = generic" },
};

static void
test_table (void)
{
  g_autoptr (RungsKnowledge) knowledge = small_knowledge ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      RungsQuery query = { .sip = c->sip,
                           .microsoft_code = c->code,
                           .phrase = rungs_span_of (c->phrase),
                           .text = rungs_span_of (c->text),
                           .q850 = c->q850,
                           .direction = rungs_span_of (c->direction),
                           .from_microsoft = c->side == 'm',
                           .to_microsoft = c->side == 't' };
      g_autofree char *found = small_match (knowledge, &query);

      g_test_message ("%d/%d “%s” “%s” %s %c", c->sip, c->code, c->phrase, c->text, c->direction,
                      c->side);
      g_assert_cmpstr (found, ==, c->expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/match/table", test_table);
  return g_test_run ();
}
