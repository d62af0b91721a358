#include "config.h"

#include "base/json-depth.h"

gboolean
rungs_json_is_deeper (RungsSpan text, guint max)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < text.len; i++)
    {
      char c = text.str[i];

      if (in_string)
        {
          i += c == '\\';
          in_string = c != '"';
        }
      else if (c == '"')
        in_string = TRUE;
      else if (c == '{' || c == '[')
        depth++;
      else if ((c == '}' || c == ']') && depth > 0)
        depth--;
      if (depth > max)
        return TRUE;
    }
  return FALSE;
}
