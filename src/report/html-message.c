/* One message on the page: its bytes, with the numbers that its lines have in the log. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "report/html.h"
#include "report/markup.h"

/* How far behind a line of the message the next one may stand in the log: other records lie
 * between. */
#define MAX_APART (16 * 1024)

/* Lines of the file behind the message that are read to find its own among them. */
#define LINES_MORE 100

/* For each line of the message its number in the file: found by its text, because records of a
 * syslog cut a message anywhere and others stand between. 0 where that fails. NULL for captures.
 * @text is UTF-8, as the context is. */
static guint32 *
line_numbers (const RungsSummary *summary, guint32 message, RungsSpan text, guint n)
{
  guint32 number = 0;
  g_autofree char *context =
    rungs_trace_read_context (summary->trace, message, 0, 2 * n + LINES_MORE, &number, NULL);
  guint32 *numbers;
  RungsSpan rest, line;

  if (context == NULL)
    return NULL;
  numbers = g_new0 (guint32, MAX (n, 1));
  rest = rungs_span_of (context);
  for (guint i = 0; i < n && rungs_span_take_line (&text, &line); i++)
    {
      gssize at = line.len > 0 ? rungs_span_find (rungs_span_head (rest, MAX_APART), line) : -1;

      if (at < 0)
        continue;
      for (gssize c = 0; c < at; c++)
        number += rest.str[c] == '\n';
      numbers[i] = number;
      rest = rungs_span_skip (rest, (gsize) at + line.len);
    }
  return numbers;
}

static gboolean
is_seen (const RungsVerdict *verdict, const RungsRow *row, guint32 line)
{
  for (guint i = 0; line > 0 && i < verdict->findings->len; i++)
    {
      const RungsFinding *finding = g_ptr_array_index (verdict->findings, i);

      for (guint l = 0; l < finding->lines->len; l++)
        {
          const RungsFindingLine *seen = &g_array_index (finding->lines, RungsFindingLine, l);

          if (seen->message == row->message && seen->line == line)
            return TRUE;
        }
    }
  return FALSE;
}

/* A header's name stands out; the rest is as it was. */
static void
append_line (GString *out, const char *line, gboolean first, gboolean body)
{
  const char *colon = body ? NULL : strchr (line, ':');

  if (first || colon == NULL || colon == line || line[0] == ' ')
    rungs_markup_append_block (out, line);
  else
    {
      g_autofree char *name = g_strndup (line, (gsize) (colon - line));
      rungs_markup_printf (out, "<span class=\"h\">%s</span>", name);
      rungs_markup_append_block (out, colon);
    }
}

static void
append_text (const RungsSummary *summary,
             const RungsVerdict *verdict,
             const RungsRow *row,
             RungsSpan bytes,
             GString *out)
{
  g_autofree char *shown = rungs_redact_message (summary->redact, bytes);
  g_auto (GStrv) lines = g_strsplit (shown, "\n", -1);
  guint n = g_strv_length (lines);
  g_autofree char *whole = rungs_span_dup_utf8 (bytes);
  g_autofree guint32 *numbers = line_numbers (summary, row->message, rungs_span_of (whole), n);
  gboolean body = FALSE;

  /* What is after the last line end, and the blank line that ends a message without a body. */
  while (n > 1 && lines[n - 1][0] == '\0')
    n--;
  g_string_append (out, "<pre class=\"sip\">");
  for (guint i = 0; i < n; i++)
    {
      guint32 number = numbers != NULL ? numbers[i] : 0;

      rungs_markup_printf (out, "<span class=\"l%s%s\"", i == 0 ? " start" : "",
                           is_seen (verdict, row, number) ? " seen" : "");
      if (number > 0)
        rungs_markup_printf (out, " data-n=\"%u\"", number);
      g_string_append_c (out, '>');
      append_line (out, lines[i], i == 0, body);
      g_string_append (out, "</span>");
      body |= lines[i][0] == '\0';
    }
  g_string_append (out, "</pre>\n");
}

static void
append_tags (const RungsRow *row, GString *out)
{
  if (row->deciding)
    rungs_markup_printf (out, " <span class=\"tag\">✖ %s</span>", _ ("decided the call"));
  else if (row->failing)
    rungs_markup_printf (out, " <span class=\"tag\">%s</span>", _ ("failing transaction"));
  if (row->retransmission)
    rungs_markup_printf (out, " <span class=\"tag quiet\">%s</span>", _ ("sent again"));
  if (row->damaged)
    rungs_markup_printf (out, " <span class=\"tag quiet\">%s</span>", _ ("incomplete in the log"));
}

static void
append_summary (const RungsSummary *summary,
                const RungsLadder *ladder,
                const RungsRow *row,
                GString *out)
{
  const RungsLane *from = g_ptr_array_index (ladder->lanes, row->from);
  const RungsLane *to = g_ptr_array_index (ladder->lanes, row->to);
  g_autofree char *clock = rungs_stamp_to_clock_as (row->time, row->facts);
  g_autofree char *place = rungs_summary_place (summary, row->input, row->line);

  rungs_markup_printf (out, "<summary><span class=\"when\">%s</span> <b>%s %s</b> ",
                       clock != NULL ? clock : "", row->label, row->detail);
  if (row->from != row->to)
    rungs_markup_printf (out, "<span>%s → %s</span>", from->name, to->name);
  append_tags (row, out);
  rungs_markup_printf (out, " <span class=\"place\">%s</span></summary>\n", place);
}

gboolean
rungs_html_has_finding (const RungsVerdict *verdict, const RungsRow *row)
{
  for (guint i = 0; i < verdict->findings->len; i++)
    {
      const RungsFinding *finding = g_ptr_array_index (verdict->findings, i);

      for (guint l = 0; l < finding->lines->len; l++)
        if (g_array_index (finding->lines, RungsFindingLine, l).message == row->message)
          return TRUE;
    }
  return FALSE;
}

/* Open from the start: the deciding answer, offers of the transaction, and what a finding rests
 * on. */
static gboolean
is_open (const RungsVerdict *verdict, const RungsRow *row)
{
  return row->deciding || (row->failing && row->has_sdp && g_ascii_isalpha (row->label[0]))
         || rungs_html_has_finding (verdict, row);
}

void
rungs_html_append_message (const RungsSummary *summary,
                           const RungsCall *call,
                           const RungsVerdict *verdict,
                           const RungsLadder *ladder,
                           const RungsRow *row,
                           GString *out)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = rungs_trace_read_message (summary->trace, row->message, &error);
  g_autofree char *note = rungs_summary_note (summary, call, row->message);

  rungs_markup_printf (out, "<details class=\"message%s\" id=\"c%um%u\"%s>",
                       row->failing ? " failing" : "", call->id, row->index,
                       is_open (verdict, row) || note != NULL ? " open" : "");
  append_summary (summary, ladder, row, out);
  if (note != NULL)
    {
      rungs_markup_printf (out, "<p class=\"note\"><b>%s</b>", _ ("Note"));
      rungs_markup_append_block (out, note);
      g_string_append (out, "</p>\n");
    }
  if (bytes != NULL)
    {
      gsize len;
      const char *data = g_bytes_get_data (bytes, &len);

      append_text (summary, verdict, row, rungs_span (data, len), out);
    }
  else
    {
      g_autofree char *why = rungs_redact_text (summary->redact, error->message);
      rungs_markup_printf (out, "<p class=\"remark\">%s</p>\n", why);
    }
  g_string_append (out, "</details>\n");
}
