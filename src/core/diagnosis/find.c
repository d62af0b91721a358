#include "config.h"

#include "find.h"

/* Lines of the log that are searched behind a message for one of its headers: its own ones and what
 * other calls put between. */
#define MAX_LINES_BEHIND 64

RungsFinding *
rungs_case_find (RungsCase *self, RungsFindingId id, char *text)
{
  RungsFinding *finding = rungs_finding_new (id, text);

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

/* @word: what the line itself is about, of that kind; NULL: nothing is known. (transfer full) */
static void
add_line (RungsFinding *finding,
          RungsCase *self,
          guint32 message,
          guint32 number,
          gsize offset,
          RungsValueKind kind,
          char *word)
{
  RungsFindingLine line = { message, rungs_case_row (self, message)->input, number,
                            (guint32) offset };
  RungsValue value = { kind, word, (int) finding->lines->len };

  for (guint i = 0; i < finding->lines->len; i++)
    {
      const RungsFindingLine *known = &g_array_index (finding->lines, RungsFindingLine, i);

      if (known->input == line.input && known->line == line.line)
        {
          g_free (word);
          return;
        }
    }
  g_array_append_val (finding->lines, line);
  if (word != NULL)
    g_array_append_val (finding->values, value);
}

void
rungs_finding_at (RungsFinding *finding, RungsCase *self, guint32 message)
{
  const RungsMessage *row = rungs_case_row (self, message);

  if (row->code > 0)
    add_line (finding, self, message, row->line, 0, RUNGS_VALUE_CODE,
              g_strdup_printf ("%u", (guint) row->code));
  else
    add_line (finding, self, message, row->line, 0, RUNGS_VALUE_METHOD,
              g_strdup (rungs_case_method (self, message)));
}

/* Logs put stamps before lines, records of other calls between them, or a whole message in one
 * line: so the line is not counted but found again by its text, from the message's start line on.
 * What is not found so stays with the start line. */
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

static RungsSpan
line_at (const RungsExhibit *exhibit, gsize offset)
{
  RungsSpan rest = rungs_span_skip (exhibit->text, offset), line = RUNGS_SPAN_NONE;

  rungs_span_take_line (&rest, &line);
  return rungs_span_trim (line);
}

/* The name of a header, or of an attribute of SDP with its "a="; empty for other lines. */
static RungsSpan
name_of (RungsSpan line)
{
  gssize colon = rungs_span_find_char (line, ':');
  RungsSpan name = rungs_span_trim (rungs_span_head (line, (gsize) MAX (colon, 0)));

  return rungs_span_find_char (name, ' ') < 0 ? name : RUNGS_SPAN_NONE;
}

void
rungs_finding_at_offset (RungsFinding *finding,
                         RungsCase *self,
                         const RungsExhibit *exhibit,
                         gsize offset)
{
  RungsSpan line = line_at (exhibit, offset), name = name_of (line);
  RungsValueKind kind =
    rungs_span_starts (line, RUNGS_SPAN ("a=")) ? RUNGS_VALUE_TOKEN : RUNGS_VALUE_HEADER;

  add_line (finding, self, exhibit->message, find_line (self, exhibit, line), offset, kind,
            name.len > 0 ? rungs_span_dup_utf8 (name) : NULL);
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

void
rungs_finding_who (RungsFinding *finding, const RungsCase *self, guint32 endpoint)
{
  if (endpoint != RUNGS_NONE)
    rungs_finding_value (
      finding, RUNGS_VALUE_HOST,
      rungs_trace_string (self->trace, rungs_trace_get_endpoint (self->trace, endpoint)->host));
}
