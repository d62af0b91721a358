/* `rungs-cli explain`: the knowledge without a log. */
#include "config.h"

#include <glib/gi18n.h>

#include "cli.h"
#include "report/json.h"
#include "report/summary.h"

static void
print_list (const char *title, char **items, gboolean numbered)
{
  if (items == NULL || items[0] == NULL)
    return;
  g_print ("\n%s\n", title);
  for (guint i = 0; items[i] != NULL; i++)
    {
      if (numbered)
        g_print ("  %u. %s\n", i + 1, items[i]);
      else
        g_print ("  - %s\n", items[i]);
    }
}

static void
print_entry (const RungsEntry *entry)
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
  print_list (_ ("Do this"), entry->steps, TRUE);
  print_list (_ ("Look for"), entry->evidence, FALSE);
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
print_entries (const char *query, GPtrArray *entries, gboolean known)
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
      print_entry (g_ptr_array_index (entries, i));
    }
}

int
rungs_cli_explain (int argc, char **argv)
{
  gboolean json = FALSE, known = FALSE;
  g_auto (GStrv) words = NULL;
  g_autofree char *query = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON"), NULL },
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
  rungs_cli_tell_problems ();
  query = g_strjoinv (" ", words);
  if (json)
    {
      g_autoptr (GOutputStream) out = rungs_cli_stdout ();
      gboolean written =
        rungs_json_write_explain (rungs_knowledge_get (), query, out, NULL, &error);
      return rungs_cli_close (out, written, error);
    }
  entries = rungs_knowledge_explain (rungs_knowledge_get (), query, &known);
  print_entries (query, entries, known);
  return RUNGS_CLI_DONE;
}
