#include "config.h"

#include "app/panel/verdict-words.h"

#include <glib/gi18n.h>

#include "ladder/plain.h"

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
