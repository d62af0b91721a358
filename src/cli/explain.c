/* `rungs-cli explain`: the knowledge without a log. */
#include "config.h"

#include <glib/gi18n.h>

#include "cli.h"
#include "report/json.h"
#include "report/summary.h"

static void
print_steps (const RungsEntry *entry, const RungsVendor *vendor)
{
  g_print ("\n%s\n", _ ("Do this"));
  for (guint i = 0; entry->steps[i] != NULL; i++)
    {
      g_autofree char *terms = rungs_summary_vendor_terms (vendor, entry->steps[i]);

      g_print ("  %u. %s\n", i + 1, entry->steps[i]);
      if (terms != NULL)
        g_print ("     %s\n", terms);
    }
}

static void
print_evidence (const RungsEntry *entry)
{
  if (entry->evidence[0] != NULL)
    g_print ("\n%s\n", _ ("Look for"));
  for (guint i = 0; entry->evidence[i] != NULL; i++)
    g_print ("  - %s\n", entry->evidence[i]);
}

static void
print_entry (const RungsEntry *entry, const RungsVendor *vendor)
{
  g_print ("%s\n", entry->title);
  if (entry->aadsts != NULL)
    g_print ("%s", entry->aadsts);
  else if (entry->q850 >= 0)
    g_print ("Q.850 %d", entry->q850);
  else if (entry->sip >= 0)
    g_print ("SIP %d", entry->sip);
  if (entry->microsoft_code >= 0)
    g_print (_ (", Microsoft %d"), entry->microsoft_code);
  if (entry->phrase != NULL)
    g_print (", “%s”", entry->phrase);
  if (entry->file != NULL)
    {
      g_autofree char *yours = rungs_summary_yours (entry);
      g_print ("\n%s", yours);
    }
  g_print ("\n\n%s\n", entry->meaning);
  print_steps (entry, vendor);
  print_evidence (entry);
  g_print ("\n");
  g_print (_ ("Produced by: %s. To act: %s. Source: %s."), entry->produced_by, entry->who_acts,
           entry->source_basis);
  g_print ("\n");
  for (guint i = 0; i < entry->sources->len; i++)
    {
      const RungsSource *source = g_ptr_array_index (entry->sources, i);
      g_print ("  %s <%s>\n", source->title, source->url);
    }
}

static void
print_entries (const char *query, GPtrArray *entries, const RungsVendor *vendor, gboolean known)
{
  if (!known)
    {
      g_print (_ ("%s is not known."), query);
      g_print ("\n%s\n", _ ("Collect the message with that code, its Reason header and the row of "
                            "the Teams admin center, and ask the party that sent it."));
      if (entries->len > 0)
        g_print ("\n%s\n\n", _ ("What comes nearest:"));
    }
  for (guint i = 0; i < entries->len; i++)
    {
      if (i > 0)
        g_print ("\n----\n\n");
      print_entry (g_ptr_array_index (entries, i), vendor);
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
  print_entries (query, entries, vendor, known);
  return RUNGS_CLI_DONE;
}
