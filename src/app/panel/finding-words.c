#include "config.h"

#include "app/panel/finding-words.h"

#include <string.h>

#define MIN_QUOTED 2
#define MIN_WORD 3
#define MAX_RANGES 32

/* Every place of @word in @line that is not a part of a longer word. */
static void
add_places (GArray *ranges, const char *line, const char *word)
{
  gsize len = strlen (word);

  for (const char *at = strstr (line, word); at != NULL && ranges->len < MAX_RANGES;
       at = strstr (at + len, word))
    {
      RungsWordRange range;

      if ((at > line && g_ascii_isalnum (at[-1]) && g_ascii_isalnum (word[0]))
          || (g_ascii_isalnum (at[len]) && g_ascii_isalnum (word[len - 1])))
        continue;
      range.from = (guint) g_utf8_strlen (line, at - line);
      range.to = range.from + (guint) g_utf8_strlen (word, -1);
      g_array_append_val (ranges, range);
    }
}

static void
add_quoted (GArray *ranges, const char *sentence, const char *line)
{
  static const char *const quotes[][2] = {
    { "“", "”" }, { "„", "“" }, { "\"", "\"" }, { "«", "»" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (quotes); i++)
    for (const char *open = strstr (sentence, quotes[i][0]); open != NULL;
         open = strstr (open, quotes[i][0]))
      {
        const char *from = open + strlen (quotes[i][0]);
        const char *to = strstr (from, quotes[i][1]);
        g_autofree char *word = to != NULL ? g_strndup (from, (gsize) (to - from)) : NULL;

        if (word == NULL)
          break;
        if (strlen (word) >= MIN_QUOTED)
          add_places (ranges, line, word);
        open = to + strlen (quotes[i][1]);
      }
}

static gboolean
is_value (const char *word)
{
  gboolean has_figure = FALSE, has_small = FALSE, has_sign = FALSE;

  for (const char *p = word; *p != '\0'; p++)
    {
      has_figure |= g_ascii_isdigit (*p);
      has_small |= g_ascii_islower (*p) || (*p & 0x80) != 0;
      has_sign |= strchr ("_=/@-", *p) != NULL && p > word && p[1] != '\0';
    }
  return has_figure || has_sign || !has_small;
}

static void
add_values (GArray *ranges, const char *sentence, const char *line)
{
  g_auto (GStrv) words = g_strsplit_set (sentence, " \t\n,;()", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      gsize len;

      /* The end of a sentence is no part of an address. */
      for (len = strlen (words[i]); len > 0 && strchr (".:!?\"'", words[i][len - 1]) != NULL; len--)
        words[i][len - 1] = '\0';
      if (len >= MIN_WORD && is_value (words[i]))
        add_places (ranges, line, words[i]);
    }
}

GArray *
rungs_finding_words (const char *sentence, const char *line)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (RungsWordRange));

  g_return_val_if_fail (sentence != NULL && line != NULL, ranges);

  add_quoted (ranges, sentence, line);
  if (ranges->len == 0)
    add_values (ranges, sentence, line);
  return ranges;
}
