#include "config.h"

#include "small.h"

static const char good[] =
  "{ \"id\": \"dr-488-srtp\", \"title\": \"A title\", \"sip\": 488, \"microsoft_code\": 531000, "
  "\"q850\": null, "
  "\"aadsts\": null, \"domain\": \"direct-routing\", \"phrase\": null, "
  "\"match\": { \"any\": [\"SrtpEncryptionRequired\"], \"all\": [] }, \"direction\": \"to-teams\", "
  "\"produced_by\": \"microsoft\", \"meaning\": \"A meaning.\", \"evidence\": [], \"steps\": [\"A "
  "step.\"], "
  "\"who_acts\": \"sbc-admin\", \"retry_helps\": false, \"source_basis\": \"documented\", "
  "\"sources\": [{ \"title\": \"A page\", \"url\": \"https://example.com/\" }], "
  "\"samples\": { \"match\": [{ \"sip\": 488, \"text\": \"SrtpEncryptionRequired\" }], "
  "\"no_match\": [{ \"sip\": 486 }] } }";

char *
small_entry (const char *old, const char *new_text)
{
  g_autoptr (GString) text = g_string_new (good);

  if (old != NULL)
    g_assert_cmpuint (g_string_replace (text, old, new_text, 0), >, 0);
  return g_strdup (text->str);
}

char *
small_file (const char *entry, ...)
{
  GString *text = g_string_new ("{ \"schema\": \"rungs.knowledge/1\", \"entries\": [");
  va_list args;

  va_start (args, entry);
  for (guint i = 0; entry != NULL; i++, entry = va_arg (args, const char *))
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", entry);
  va_end (args);
  g_string_append (text, "] }");
  return g_string_free (text, FALSE);
}

typedef struct
{
  const char *id;
  int sip, code, q850;
  const char *domain, *phrase, *any, *all, *direction;
} Row;

static const Row rows[] = {
  { "dr-488-codec", 488, 531000, -1, "direct-routing", "CannotSupportAnyMedia",
    "CannotSupportAnyMedia", NULL, "to-teams" },
  { "dr-488-srtp", 488, 531000, -1, "direct-routing", "SrtpEncryptionRequired",
    "SrtpEncryptionRequired", NULL, "to-teams" },
  { "dr-488-ice", 488, 531027, -1, "direct-routing", NULL, "no ICE candidates", NULL, "to-teams" },
  { "dr-488-sbc", 488, 560488, -1, "direct-routing", NULL, NULL, NULL, "from-teams" },
  { "sip-488", 488, -1, -1, "sip", "Not Acceptable Here", NULL, NULL, NULL },
  { "dr-400-proxy", 400, 540400, -1, "direct-routing", "Bad Request", "Bad Request", NULL,
    "to-teams" },
  { "dr-415-proxy", 415, 540415, -1, "direct-routing", "Unsupported Media Type", NULL, NULL,
    "to-teams" },
  { "sip-400", 400, -1, -1, "sip", "Bad Request", NULL, NULL, NULL },
  { "sip-415", 415, -1, -1, "sip", "Unsupported Media Type", NULL, NULL, NULL },
  { "dr-404-sbc", 404, 560404, -1, "direct-routing", NULL, NULL, NULL, "from-teams" },
  { "dr-404-number", 404, 511404, -1, "direct-routing", NULL, "Getting user info by number", NULL,
    "to-teams" },
  { "conf-404", 404, -1, -1, "conference", "Not Found", NULL, NULL, NULL },
  { "sip-404", 404, -1, -1, "sip", "Not Found", NULL, NULL, NULL },
  { "dr-402-sbc", 402, 560402, -1, "direct-routing", "Payment required", NULL, NULL, "from-teams" },
  { "sip-402", 402, -1, -1, "sip", "Payment Required", NULL, NULL, NULL },
  { "voice-600", 600, -1, -1, "voice", "Busy Everywhere", NULL, NULL, NULL },
  { "sip-600", 600, -1, -1, "sip", "Busy Everywhere", NULL, NULL, NULL },
  { "dr-504-refused", 504, 569002, -1, "direct-routing", NULL, "actively refused", NULL,
    "from-teams" },
  { "dr-504-ack", 504, 569002, -1, "direct-routing", NULL, NULL,
    "Unable to deliver ACK\", \"actively refused", "from-teams" },
  { "sip-504", 504, -1, -1, "sip", "Server Time-out", NULL, NULL, NULL },
  { "dr-bye", -1, -1, -1, "direct-routing", NULL, "BackToBackSessionDeleted", NULL, NULL },
  { "q850-17", -1, -1, 17, "q850", "User busy", NULL, NULL, NULL },
};

static void
append_texts (GString *text, const char *name, const char *items)
{
  g_string_append_printf (text, "\"%s\": [", name);
  if (items != NULL)
    g_string_append_printf (text, "\"%s\"", items);
  g_string_append (text, "]");
}

static void
append_text (GString *text, const char *name, const char *value)
{
  g_string_append_printf (text, "\"%s\": ", name);
  g_string_append_printf (text, value != NULL ? "\"%s\", " : "null, ", value);
}

static void
append_number (GString *text, const char *name, int value)
{
  g_string_append_printf (text, "\"%s\": ", name);
  if (value >= 0)
    g_string_append_printf (text, "%d, ", value);
  else
    g_string_append (text, "null, ");
}

static void
append_row (GString *text, const Row *row)
{
  g_string_append (text, "{ ");
  append_text (text, "id", row->id);
  append_number (text, "sip", row->sip);
  append_number (text, "microsoft_code", row->code);
  append_number (text, "q850", row->q850);
  append_text (text, "domain", row->domain);
  append_text (text, "phrase", row->phrase);
  append_text (text, "direction", row->direction);
  g_string_append (text, "\"match\": { ");
  append_texts (text, "any", row->any);
  g_string_append (text, ", ");
  append_texts (text, "all", row->all);
  g_string_append (
    text,
    " }, \"title\": \"A title\", \"aadsts\": null, \"produced_by\": \"unknown\", \"meaning\": "
    "\"M.\", "
    "\"evidence\": [], \"steps\": [\"S.\"], \"who_acts\": \"network\", \"retry_helps\": null, "
    "\"source_basis\": \"rfc\", \"sources\": [{ \"title\": \"A page\", \"url\": "
    "\"https://example.com/\" }], "
    "\"samples\": { \"match\": [{ \"sip\": 1 }], \"no_match\": [{ \"sip\": 2 }] } }");
}

RungsKnowledge *
small_knowledge (void)
{
  g_autoptr (GString) text = g_string_new ("{ \"schema\": \"rungs.knowledge/1\", \"entries\": [");
  g_autofree char *sign_in = small_entry ("\"aadsts\": null", "\"aadsts\": \"AADSTS50076\"");
  g_autoptr (GString) rooms = g_string_new (sign_in);
  g_autoptr (GError) error = NULL;
  RungsKnowledge *knowledge;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      append_row (text, &rows[i]);
      g_string_append (text, ", ");
    }
  g_string_replace (rooms, "dr-488-srtp", "rooms-50076", 0);
  g_string_replace (rooms, "\"sip\": 488, \"microsoft_code\": 531000",
                    "\"sip\": null, \"microsoft_code\": null", 1);
  g_string_replace (rooms, "[\"SrtpEncryptionRequired\"]", "[]", 1);
  g_string_append_printf (text, "%s] }", rooms->str);
  knowledge = rungs_knowledge_new ((const char *[]){ text->str, NULL },
                                   (const char *[]){ "small.json", NULL }, &error);
  g_assert_no_error (error);
  return knowledge;
}

char *
small_match (const RungsKnowledge *knowledge, const RungsQuery *query)
{
  RungsBasis basis = RUNGS_BASIS_UNKNOWN;
  g_autoptr (GPtrArray) found = rungs_knowledge_match (knowledge, query, &basis);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (text, "%s ", ((const RungsEntry *) g_ptr_array_index (found, i))->id);
  g_string_append_printf (text, "= %s", rungs_basis_name (basis));
  return g_string_free (text, FALSE);
}
