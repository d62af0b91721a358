/* `rungs-cli explain`: the knowledge without a log. */
#include "config.h"

#include <glib/gi18n.h>

#include "cli.h"
#include "diagnosis/verdict.h"
#include "knowledge/words.h"
#include "report/json.h"

static void
append_steps (GString *out, const RungsEntry *entry, const RungsVendor *vendor)
{
  g_string_append_printf (out, "\n%s\n", _ ("Do this"));
  for (guint i = 0; entry->steps[i] != NULL; i++)
    {
      g_autofree char *terms = rungs_vendor_sentence (vendor, entry->steps[i]);

      g_string_append_printf (out, "  %u. %s\n", i + 1, entry->steps[i]);
      if (terms != NULL)
        g_string_append_printf (out, "     %s\n", terms);
    }
}

static void
append_evidence (GString *out, const RungsEntry *entry)
{
  if (entry->evidence[0] != NULL)
    g_string_append_printf (out, "\n%s\n", _ ("Look for"));
  for (guint i = 0; entry->evidence[i] != NULL; i++)
    g_string_append_printf (out, "  - %s\n", entry->evidence[i]);
}

static void
append_entry (GString *out, const RungsEntry *entry, const RungsVendor *vendor)
{
  g_string_append_printf (out, "%s\n", entry->title);
  if (entry->aadsts != NULL)
    g_string_append_printf (out, "%s", entry->aadsts);
  else if (entry->q850 >= 0)
    g_string_append_printf (out, "Q.850 %d", entry->q850);
  else if (entry->sip >= 0)
    g_string_append_printf (out, "SIP %d", entry->sip);
  if (entry->microsoft_code >= 0)
    g_string_append_printf (out, _ (", Microsoft %d"), entry->microsoft_code);
  if (entry->phrase != NULL)
    g_string_append_printf (out, ", “%s”", entry->phrase);
  if (entry->file != NULL)
    {
      g_autofree char *yours = rungs_entry_yours (entry);
      g_string_append_printf (out, "\n%s", yours);
    }
  g_string_append_printf (out, "\n\n%s\n", entry->meaning);
  append_steps (out, entry, vendor);
  append_evidence (out, entry);
  g_string_append_printf (out, "\n");
  g_string_append_printf (out, _ ("Produced by: %s. To act: %s. Source: %s."),
                          rungs_party_title (rungs_party_by_name (entry->produced_by)),
                          rungs_entry_who_acts (entry), entry->source_basis);
  g_string_append_printf (out, "\n");
  for (guint i = 0; i < entry->sources->len; i++)
    {
      const RungsSource *source = g_ptr_array_index (entry->sources, i);
      g_string_append_printf (out, "  %s <%s>\n", source->title, source->url);
    }
}

static void
append_entries (GString *out,
                const char *query,
                GPtrArray *entries,
                const RungsVendor *vendor,
                gboolean known)
{
  if (!known)
    {
      g_string_append_printf (out, _ ("%s is not known."), query);
      g_string_append_printf (
        out, "\n%s\n",
        _ ("Collect the message with that code, its Reason header and the row of "
           "the Teams admin center, and ask the party that sent it."));
      if (entries->len > 0)
        g_string_append_printf (out, "\n%s\n\n", _ ("Closest match:"));
    }
  for (guint i = 0; i < entries->len; i++)
    {
      if (i > 0)
        g_string_append_printf (out, "\n----\n\n");
      append_entry (out, g_ptr_array_index (entries, i), vendor);
    }
}

int
rungs_cli_explain (int argc, char **argv)
{
  gboolean json = FALSE, known = FALSE;
  g_auto (GStrv) words = NULL;
  g_autofree char *query = NULL;
  g_autofree char *vendor_id = NULL;
  const RungsVendor *vendor;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GString) text = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON"), NULL },
    { "vendor", 0, 0, G_OPTION_ARG_STRING, &vendor_id,
      N_ ("With the words of this SBC: audiocodes, ribbon, oracle or cisco"), N_ ("VENDOR") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &words, NULL, N_ ("CODE…") },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, options, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      rungs_cli_complain ("%s", error->message);
      return RUNGS_CLI_USAGE;
    }
  if (words == NULL)
    {
      rungs_cli_complain (
        "%s",
        _ ("explain needs a code, such as 488, 488/531000, AADSTS50076, Q.850:17, or a phrase"));
      return RUNGS_CLI_USAGE;
    }
  vendor = rungs_vendor_by_id (vendor_id);
  if (vendor_id != NULL && vendor == NULL)
    {
      rungs_cli_complain (_ ("there is no vendor “%s”; use audiocodes, ribbon, oracle or cisco"),
                          vendor_id);
      return RUNGS_CLI_USAGE;
    }
  rungs_cli_tell_problems ();
  query = g_strjoinv (" ", words);
  if (json)
    {
      g_autoptr (GOutputStream) out = rungs_cli_stdout ();
      gboolean written =
        rungs_json_write_explain (rungs_knowledge_get (), query, vendor, out, NULL, &error);
      return rungs_cli_close (out, written, error);
    }
  entries = rungs_knowledge_explain (rungs_knowledge_get (), query, &known);
  text = g_string_new (NULL);
  append_entries (text, query, entries, vendor, known);
  return rungs_cli_print_all (text->str);
}
