#include "config.h"

#include "app/panel/verdict-words.h"

#include <glib/gi18n.h>

#include "ladder/plain.h"

const char *
rungs_basis_title (RungsBasis basis)
{
  switch (basis)
    {
    case RUNGS_BASIS_EXACT:
      return _ ("Exact match");
    case RUNGS_BASIS_LIKELY:
      return _ ("Likely match");
    case RUNGS_BASIS_GENERIC:
      return _ ("By SIP code only");
    case RUNGS_BASIS_UNKNOWN:
    default:
      return _ ("Not known");
    }
}

const char *
rungs_basis_reason (RungsBasis basis)
{
  switch (basis)
    {
    case RUNGS_BASIS_EXACT:
      return _ ("The SIP code and Microsoft’s code or phrase both fit one entry.");
    case RUNGS_BASIS_LIKELY:
      return _ ("Something in this trace singled this entry out of several.");
    case RUNGS_BASIS_GENERIC:
      return _ ("This is based on the SIP code alone: it is what the code usually means.");
    case RUNGS_BASIS_UNKNOWN:
    default:
      return _ ("No entry fits. Nothing is guessed.");
    }
}

const char *
rungs_who_acts_title (const char *who_acts)
{
  static const struct
  {
    const char *id, *title;
  } titles[] = {
    { "sbc-admin", N_ ("the administrator of the SBC") },
    { "tenant-admin", N_ ("the administrator of the Microsoft 365 tenant") },
    { "carrier", N_ ("the carrier") },
    { "network", N_ ("the network team") },
    { "user", N_ ("the user") },
    { "developer", N_ ("the developer of the application") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_strcmp0 (titles[i].id, who_acts) == 0)
      return _ (titles[i].title);
  return NULL;
}

const char *
rungs_retry_sentence (int retry_helps)
{
  if (retry_helps < 0)
    return NULL;
  return retry_helps > 0 ? _ ("Trying again can help.") : _ ("Trying again does not help.");
}

char *
rungs_step_markup (const char *text)
{
  g_autoptr (GString) markup = g_string_new (NULL);
  g_auto (GStrv) parts = g_strsplit (text, "`", -1);
  guint n = g_strv_length (parts);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *escaped = g_markup_escape_text (parts[i], -1);
      /* A last backtick without a partner is a plain character. */
      gboolean is_code = i % 2 == 1 && i + 1 < n;

      g_string_append_printf (markup, is_code ? "<tt>%s</tt>" : "%s", escaped);
    }
  return g_string_free (g_steal_pointer (&markup), FALSE);
}

char *
rungs_step_plain (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "`", -1);

  return g_strjoinv ("", parts);
}

char *
rungs_verdict_codes (const RungsVerdict *verdict)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (verdict->code > 0)
    {
      g_autofree char *phrase =
        rungs_plain_line (rungs_span_of (verdict->phrase != NULL ? verdict->phrase : ""), 100);
      g_string_append_printf (text, phrase[0] != '\0' ? "%d %s" : "%d", verdict->code, phrase);
    }
  if (verdict->microsoft_code >= 0)
    g_string_append_printf (text, _ ("%sMicrosoft %d"), text->len > 0 ? " · " : "",
                            verdict->microsoft_code);
  if (verdict->q850 > 0)
    g_string_append_printf (text, "%sQ.850 %u", text->len > 0 ? " · " : "", verdict->q850);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
