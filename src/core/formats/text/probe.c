/* Which definition a text fits: most start lines have its head line before them. */
#include "config.h"

#include "formats/hex.h"
#include "formats/text/private.h"

#define KIND(kind) (1u << RUNGS_TEXT_##kind)

typedef struct
{
  RungsTextTable table;
  RungsSpan before[RUNGS_TEXT_HEAD_SEARCH]; /* a ring of lines that are no start lines */
  guint n_before;
  GString *plain; /* a line without colours; NULL until there is one */
} Probe;

static gboolean
matches (Probe *self, guint kinds, RungsSpan line)
{
  RungsTextFields fields;

  if (rungs_span_find_char (line, '\x1b') >= 0)
    {
      if (self->plain == NULL)
        self->plain = g_string_new (NULL);
      line = rungs_text_plain (line, self->plain);
    }
  return rungs_text_table_match (&self->table, kinds, line, &fields) != NULL;
}

/* The nearest lines first. */
static gboolean
has_head (Probe *self, RungsSpan line, RungsSpan prefix)
{
  guint n = MIN (self->n_before, RUNGS_TEXT_HEAD_SEARCH);

  if (prefix.len > 0
      && (matches (self, KIND (HEAD), line) || matches (self, KIND (BEFORE), prefix)))
    return TRUE;
  for (guint back = 1; back <= n; back++)
    {
      if (matches (self, KIND (HEAD),
                   self->before[(self->n_before - back) % RUNGS_TEXT_HEAD_SEARCH]))
        return TRUE;
    }
  return FALSE;
}

RungsProbe
rungs_text_probe (const RungsFormat *format, RungsSpan head, const char *basename)
{
  const RungsTextDefinition *definition = (const RungsTextDefinition *) format;
  Probe self = { .n_before = 0 };
  guint n_starts = 0, n_heads = 0;
  RungsSpan line;

  rungs_text_table_init (&self.table, definition);
  while (rungs_span_take_line (&head, &line))
    {
      RungsTextStart start;

      start.prefix = RUNGS_SPAN_NONE;
      if (!(definition->has_hex && rungs_hex_is_message (line))
          && !rungs_text_find_start (line, &start))
        {
          if (line.len > 0)
            self.before[self.n_before++ % RUNGS_TEXT_HEAD_SEARCH] = line;
          continue;
        }
      if (matches (&self, KIND (SKIP), line))
        continue;
      n_starts++;
      n_heads += has_head (&self, line, start.prefix);
      self.n_before = 0;
    }
  rungs_text_table_clear (&self.table);
  if (self.plain != NULL)
    g_string_free (self.plain, TRUE);
  return n_heads > 0 && n_heads * 2 >= n_starts ? RUNGS_PROBE_YES : RUNGS_PROBE_NO;
}
