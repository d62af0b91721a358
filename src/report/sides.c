#include "config.h"

#include "report/sides.h"

static char **
lines_of (RungsTrace *trace, RungsRedact *redact, guint32 message)
{
  g_autoptr (GBytes) bytes = rungs_trace_read_message (trace, message, NULL);
  g_autofree char *shown = NULL;
  gsize len = 0;
  const char *str;

  if (bytes == NULL)
    return g_new0 (char *, 1);
  str = g_bytes_get_data (bytes, &len);
  shown = rungs_redact_message (redact, rungs_span (str, len));
  return g_strsplit (shown, "\n", -1);
}

void
rungs_shown_sides_init (RungsShownSides *self,
                        RungsTrace *trace,
                        RungsRedact *redact,
                        const RungsSidesPair *pair)
{
  self->left = lines_of (trace, redact, pair->left);
  self->right = lines_of (trace, redact, pair->right);
}

void
rungs_shown_sides_clear (RungsShownSides *self)
{
  g_clear_pointer (&self->left, g_strfreev);
  g_clear_pointer (&self->right, g_strfreev);
}

char *
rungs_shown_sides_text (char *const *lines, const RungsSideLine *side)
{
  g_autoptr (GString) text = NULL;
  guint n = g_strv_length ((char **) lines);

  if (side->text == NULL)
    return NULL;
  text = g_string_new (NULL);
  for (guint i = side->line; i < side->line + side->n_lines && i < n; i++)
    {
      g_autofree char *line = g_strstrip (g_strdup (lines[i]));

      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", line);
    }
  return g_strdup (text->str);
}
