/* Records of the Teams side.
 *
 * Direct Routing, from the Teams admin center (Analytics & reports > PSTN usage > export: a ZIP with DirectRouting.calls.*.csv):
 *
 *   CorrelationId,UPN,Display Name,Invite time,Start time,Failure time,End time,Duration (seconds),Success,Caller Number,…
 *   5f0c7a1e-…,anna@example.com,Anna,2026-11-22T10:15:02Z,,2026-11-22T10:15:08Z,,0,false,+1555010***,+1555010***,dr_in,…
 *
 * Columns are found by their names, in any order, separated by commas, semicolons or tabs.
 *
 * Source: TEAMS-ARTEFACTS sections 1, 2.1 and 2.5: Microsoft's documentation. No real row was seen, so a row that lacks
 * what we expect is read as far as it goes. */
#include "config.h"

#include "formats/teams.h"

#include <glib/gi18n-lib.h>

#include "base/limits.h"
#include "formats/teams-csv.h"
#include "formats/teams-row.h"

/* Columns of a table that are looked at: Entra's export has 57. */
#define MAX_COLUMNS 128
/* Lines before the header: Excel's "sep=;", an empty one. */
#define MAX_LINES_BEFORE 3

typedef struct
{
  RungsTeamsField fields[MAX_COLUMNS];
  guint n_columns;
  guint64 found; /* bit i: there is a column of field i */
  char separator;
} Header;

static guint
count_bits (guint64 bits)
{
  guint n = 0;

  for (; bits != 0; bits &= bits - 1)
    n++;
  return n;
}

static void
read_header_with (RungsTeamsKind kind, RungsSpan row, char separator, Header *header)
{
  RungsSpan cell;

  *header = (Header){ .separator = separator };
  while (header->n_columns < MAX_COLUMNS && rungs_csv_take_cell (&row, separator, &cell))
    {
      RungsTeamsField field = rungs_teams_field (kind, cell);

      /* The first column of a name counts. */
      if (header->found & (G_GUINT64_CONSTANT (1) << field))
        field = RUNGS_TEAMS_FIELD_NONE;
      header->fields[header->n_columns++] = field;
      if (field != RUNGS_TEAMS_FIELD_NONE)
        header->found |= G_GUINT64_CONSTANT (1) << field;
    }
}

/* The separator that gives the most columns that we know. FALSE: this is no header of @kind. */
static gboolean
read_header (RungsTeamsKind kind, RungsSpan row, Header *header)
{
  static const char separators[] = { ',', ';', '\t' };

  *header = (Header){ .separator = ',' };
  for (guint i = 0; i < G_N_ELEMENTS (separators); i++)
    {
      Header candidate;

      read_header_with (kind, row, separators[i], &candidate);
      if (count_bits (candidate.found) > count_bits (header->found))
        *header = candidate;
    }
  return rungs_teams_fields_suffice (kind, header->found);
}

/* Off the front of @head, the file's first bytes: the header's line. */
static gboolean
take_header (RungsTeamsKind kind, RungsSpan *head, RungsSpan *line, Header *header)
{
  for (guint i = 0; i <= MAX_LINES_BEFORE && rungs_span_take_line (head, line); i++)
    if (read_header (kind, *line, header))
      return TRUE;
  return FALSE;
}

static RungsProbe
probe (RungsTeamsKind kind, RungsSpan head)
{
  RungsSpan line;
  Header header;

  if (rungs_span_starts (head, RUNGS_SPAN ("\xef\xbb\xbf")))
    head = rungs_span_skip (head, 3);
  return take_header (kind, &head, &line, &header) ? RUNGS_PROBE_YES : RUNGS_PROBE_NO;
}

typedef struct
{
  RungsTeamsKind kind;
  RungsSink *sink;
  Header header;
  GString *buffers[RUNGS_TEAMS_N_FIELDS]; /* cells whose quotes had to be undone */
} Table;

/* The number of cells. */
static guint
read_row (Table *self, RungsSpan text, RungsTeamsRow *row)
{
  RungsSpan cell;
  guint n = 0;

  *row = (RungsTeamsRow){ 0 };
  for (; n < self->header.n_columns && rungs_csv_take_cell (&text, self->header.separator, &cell);
       n++)
    {
      RungsTeamsField field = self->header.fields[n];

      if (field != RUNGS_TEAMS_FIELD_NONE)
        row->values[field] = rungs_csv_unquote (cell, self->buffers[field]);
    }
  return n;
}

static void
row_cb (gpointer user_data,
        RungsSpan text,
        guint64 offset,
        guint64 span,
        guint32 line,
        gboolean is_whole)
{
  Table *self = user_data;
  RungsTeamsRow row;
  RungsSinkRecord record;
  guint n = read_row (self, text, &row);

  if (!is_whole && n < self->header.n_columns)
    {
      self->sink->diagnostic (self->sink, line, RUNGS_DIAGNOSTIC_CUT_MESSAGE,
                              _ ("The file ends within this row."));
      return;
    }
  if (!rungs_teams_record (self->kind, &row, &record))
    {
      self->sink->diagnostic (
        self->sink, line, RUNGS_DIAGNOSTIC_MALFORMED,
        _ ("This row has no time, or something else in the columns of times and codes."));
      return;
    }
  record.offset = offset;
  record.span = span;
  record.line = line;
  if (self->sink->record != NULL)
    self->sink->record (self->sink, &record);
}

static gboolean
parse_table (RungsTeamsKind kind,
             RungsReader *reader,
             RungsSink *sink,
             GCancellable *cancellable,
             GError **error)
{
  Table table = { .kind = kind, .sink = sink };
  gboolean found = FALSE, ok;
  guint64 offset;
  guint32 number = 1;
  RungsSpan line;

  for (guint i = 0;
       !found && i <= MAX_LINES_BEFORE && rungs_reader_next_line (reader, &line, &offset, &number);
       i++)
    found = read_header (kind, line, &table.header);
  if (!found)
    {
      sink->diagnostic (sink, number, RUNGS_DIAGNOSTIC_MALFORMED,
                        _ ("The first line does not name the columns."));
      return TRUE;
    }
  for (guint i = 0; i < RUNGS_TEAMS_N_FIELDS; i++)
    table.buffers[i] = g_string_new (NULL);
  ok =
    rungs_csv_each_row (reader, sink, table.header.separator, row_cb, &table, cancellable, error);
  for (guint i = 0; i < RUNGS_TEAMS_N_FIELDS; i++)
    g_string_free (table.buffers[i], TRUE);
  return ok;
}

static void
append_cell (GString *text, RungsSpan cell, GString *buffer)
{
  g_autofree char *value = rungs_span_dup_utf8 (rungs_csv_unquote (cell, buffer));

  g_string_append (text, value);
}

/* The row's cells below each other, each with its column's name. */
static char *
show_row (RungsTeamsKind kind, RungsInput *input, RungsSpan row)
{
  g_autofree char *bytes = g_malloc (RUNGS_PROBE_BYTES);
  gssize n = rungs_input_read (input, 0, bytes, RUNGS_PROBE_BYTES, NULL);
  g_autoptr (GString) buffer = g_string_new (NULL);
  RungsSpan head = rungs_span (bytes, (gsize) MAX (n, 0)), names, name, cell;
  Header header;
  GString *text;

  if (rungs_span_starts (head, RUNGS_SPAN ("\xef\xbb\xbf")))
    head = rungs_span_skip (head, 3);
  if (!take_header (kind, &head, &names, &header))
    return NULL;
  text = g_string_new (NULL);
  while (rungs_csv_take_cell (&names, header.separator, &name)
         && rungs_csv_take_cell (&row, header.separator, &cell))
    {
      if (rungs_span_trim (cell).len == 0)
        continue;
      append_cell (text, name, buffer);
      g_string_append (text, ": ");
      append_cell (text, cell, buffer);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

/* ---- Direct Routing ---- */

static RungsProbe
probe_calls (RungsSpan head, const char *basename)
{
  return probe (RUNGS_TEAMS_CALLS, head);
}

static gboolean
parse_calls (RungsReader *reader, RungsSink *sink, GCancellable *cancellable, GError **error)
{
  return parse_table (RUNGS_TEAMS_CALLS, reader, sink, cancellable, error);
}

static char *
show_call (RungsInput *input, guint64 offset, RungsSpan bytes)
{
  return show_row (RUNGS_TEAMS_CALLS, input, bytes);
}

const RungsFormat rungs_format_teams_direct_routing = {
  .id = "teams-direct-routing",
  .title = N_ ("Teams Direct Routing calls"),
  .how = N_ ("A table whose first line names the columns “Final SIP code” and “Final Microsoft "
             "subcode”: DirectRouting.calls.*.csv of the Teams admin center."),
  .confidence = N_ ("By Microsoft’s documentation; no real row was seen."),
  .utc = TRUE,
  .probe = probe_calls,
  .parse = parse_calls,
  .show_record = show_call,
};
