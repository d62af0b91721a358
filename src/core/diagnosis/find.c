#include "config.h"

#include "find.h"

/* Lines of the log that are searched behind a message for one of its headers: its own ones and what other calls put between. */
#define MAX_LINES_BEHIND 64

RungsFinding *
rungs_case_find (RungsCase *self, RungsFindingId id, char *text)
{
  RungsFinding *finding = g_new0 (RungsFinding, 1);

  finding->id = id;
  finding->text = text;
  finding->lines = g_array_new (FALSE, FALSE, sizeof (RungsFindingLine));
  g_ptr_array_add (self->findings, finding);
  return finding;
}

gboolean
rungs_case_has_finding (const RungsCase *self, RungsFindingId id)
{
  for (guint i = 0; i < self->findings->len; i++)
    if (((const RungsFinding *) g_ptr_array_index (self->findings, i))->id == id)
      return TRUE;
  return FALSE;
}

static void
add_line (RungsFinding *finding, RungsCase *self, guint32 message, guint32 number)
{
  RungsFindingLine line = { message, rungs_case_row (self, message)->input, number };

  for (guint i = 0; i < finding->lines->len; i++)
    {
      const RungsFindingLine *known = &g_array_index (finding->lines, RungsFindingLine, i);

      if (known->input == line.input && known->line == line.line)
        return;
    }
  g_array_append_val (finding->lines, line);
}

void
rungs_finding_at (RungsFinding *finding, RungsCase *self, guint32 message)
{
  add_line (finding, self, message, rungs_case_row (self, message)->line);
}

/* Logs put stamps before lines, records of other calls between them, or a whole message in one line: so the line is not
 * counted but found again by its text, from the message's start line on. What is not found so stays with the start line. */
static guint32
find_line (RungsCase *self, const RungsExhibit *exhibit, RungsSpan needle)
{
  guint32 start = exhibit->row->line, first = 0;
  g_autofree char *context =
    rungs_trace_read_context (self->trace, exhibit->message, 0, MAX_LINES_BEHIND, &first, NULL);
  RungsSpan rest = rungs_span_of (context), line;

  for (guint32 number = first; needle.len > 0 && rungs_span_take_line (&rest, &line); number++)
    if (number >= start && rungs_span_find (line, needle) >= 0)
      return number;
  return start;
}

void
rungs_finding_at_offset (RungsFinding *finding,
                         RungsCase *self,
                         const RungsExhibit *exhibit,
                         gsize offset)
{
  RungsSpan rest = rungs_span_skip (exhibit->text, offset), line = RUNGS_SPAN_NONE;

  rungs_span_take_line (&rest, &line);
  add_line (finding, self, exhibit->message, find_line (self, exhibit, rungs_span_trim (line)));
}

void
rungs_finding_at_header (RungsFinding *finding,
                         RungsCase *self,
                         const RungsExhibit *exhibit,
                         RungsSpan name)
{
  gsize offset = 0;

  if (rungs_sip_header (exhibit->text, name, 0, &offset).len > 0)
    rungs_finding_at_offset (finding, self, exhibit, offset);
  else
    rungs_finding_at (finding, self, exhibit->message);
}
