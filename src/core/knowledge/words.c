/* The words around an entry: how sure, for whom, whose, and what it is called on another SBC. */
#include "config.h"

#include "knowledge/words.h"

#include <glib/gi18n-lib.h>

const char *
rungs_basis_title (RungsBasis basis)
{
  static const char *const titles[] = {
    [RUNGS_BASIS_UNKNOWN] = N_ ("Not known"),
    [RUNGS_BASIS_GENERIC] = N_ ("By SIP code only"),
    [RUNGS_BASIS_LIKELY] = N_ ("Likely match"),
    [RUNGS_BASIS_EXACT] = N_ ("Exact match"),
  };

  g_return_val_if_fail ((guint) basis < G_N_ELEMENTS (titles), "");
  return _ (titles[basis]);
}

const char *
rungs_basis_reason (RungsBasis basis)
{
  static const char *const reasons[] = {
    [RUNGS_BASIS_UNKNOWN] = N_ ("No entry fits. Nothing is guessed."),
    [RUNGS_BASIS_GENERIC] = N_ ("This is what the SIP code usually means."),
    [RUNGS_BASIS_LIKELY] =
      N_ ("The wording or a finding in the trace points to this entry among several."),
    [RUNGS_BASIS_EXACT] = N_ ("The SIP code and Microsoft’s code or phrase both fit one entry."),
  };

  g_return_val_if_fail ((guint) basis < G_N_ELEMENTS (reasons), "");
  return _ (reasons[basis]);
}

const char *
rungs_entry_who_acts (const RungsEntry *entry)
{
  static const struct
  {
    const char *id, *title;
  } who[] = {
    { "sbc-admin", N_ ("the administrator of the SBC") },
    { "tenant-admin", N_ ("the administrator of the Microsoft 365 tenant") },
    { "carrier", N_ ("the carrier") },
    { "network", N_ ("the network team") },
    { "user", N_ ("the user") },
    { "developer", N_ ("the developer of the application") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (who); i++)
    if (g_str_equal (who[i].id, entry->who_acts))
      return _ (who[i].title);
  g_return_val_if_reached ("");
}

const char *
rungs_entry_retry (const RungsEntry *entry)
{
  if (entry->retry_helps < 0)
    return NULL;
  return entry->retry_helps > 0 ? _ ("Trying again can help.") : _ ("Trying again does not help.");
}

char *
rungs_entry_yours (const RungsEntry *entry)
{
  return entry->file != NULL ? g_strdup_printf (_ ("Your own entry, %s"), entry->file) : NULL;
}

char *
rungs_vendor_sentence (const RungsVendor *vendor, const char *step)
{
  g_autoptr (GPtrArray) terms = rungs_vendor_terms (vendor, step);
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean verified = TRUE;

  for (guint i = 0; i < terms->len; i++)
    {
      const RungsVendorTerm *term = g_ptr_array_index (terms, i);

      g_string_append_printf (text, "%s%s", i > 0 ? "; " : "", term->text);
      verified = verified && term->verified;
    }
  if (terms->len == 0)
    return NULL;
  if (verified)
    /* Translators: the kind of the SBC, and how a setting is called on it */
    return g_strdup_printf (_ ("On %s: %s."), vendor->title, text->str);
  return g_strdup_printf (_ ("On %s: %s (not verified)."), vendor->title, text->str);
}
