/* What somebody may type, and what is answered. */
#include "config.h"

#include "small.h"

typedef struct
{
  const char *query, *expected;
} Case;

static const Case cases[] = {
  { "488/531000", "dr-488-codec dr-488-srtp known" },
  { " 488 / 531027 ", "dr-488-ice known" },
  { "488#531027", "dr-488-ice known" },
  { "488/7", "sip-488 unknown" },
  { "488", "sip-488 dr-488-codec dr-488-srtp dr-488-ice dr-488-sbc known" },
  { "488 Not Acceptable Here", "sip-488 known" },
  { "SIP/2.0 488 SrtpEncryptionRequired", "dr-488-srtp known" },
  { "SIP 488 something of its own",
    "sip-488 dr-488-codec dr-488-srtp dr-488-ice dr-488-sbc known" },
  { "531027", "dr-488-ice known" },
  { "560404", "dr-404-sbc known" },
  { "560415", "sip-415 unknown" },
  { "569999", "unknown" },
  { "499", "sip-400 unknown" },
  { "499/1", "sip-400 unknown" },
  { "AADSTS50076", "rooms-50076 known" },
  { "aadsts50076: Due to a change", "rooms-50076 known" },
  { "aadsts 50076", "rooms-50076 known" },
  { "AADSTS50077", "unknown" },
  { "AADSTS", "unknown" },
  { "Q.850:17", "q850-17 known" },
  { "q850 17", "q850-17 known" },
  { "Q.850;cause=17;text=\"x\"", "q850-17 known" },
  { "cause 17", "q850-17 known" },
  { "Q.850:99", "unknown" },
  { "SrtpEncryptionRequired", "dr-488-srtp known" },
  { "srtpencryption", "dr-488-srtp known" },
  { "5f0c7a1e-3b52-4d0e-9c41-7a6f2d9be310;no ICE candidates at all", "dr-488-ice known" },
  { "Unable to deliver ACK - actively refused", "dr-504-refused dr-504-ack known" },
  { "Bad Request", "dr-400-proxy sip-400 known" },
  { "a", "unknown" },
  { "", "unknown" },
  { "99999999999999999999", "unknown" },
  { "-1", "unknown" },
};

static void
test_table (void)
{
  g_autoptr (RungsKnowledge) knowledge = small_knowledge ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean known = 2;
      g_autoptr (GPtrArray) found = rungs_knowledge_explain (knowledge, cases[i].query, &known);
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint j = 0; j < found->len; j++)
        g_string_append_printf (text, "%s ",
                                ((const RungsEntry *) g_ptr_array_index (found, j))->id);
      g_string_append (text, known ? "known" : "unknown");
      g_test_message ("“%s”", cases[i].query);
      g_assert_cmpstr (text->str, ==, cases[i].expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/explain/table", test_table);
  return g_test_run ();
}
