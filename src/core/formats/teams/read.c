/* Tables and JSON. Which of the two a file is, its first byte tells. */
#include "config.h"

#include "formats/teams/read.h"

#include <glib/gi18n-lib.h>

#include "base/limits.h"
#include "formats/teams/csv.h"
#include "formats/teams/json.h"

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
probe_table (RungsTeamsKind kind, RungsSpan head)
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

/* ---- JSON ---- */

/* Members of objects in a row that are looked into: "status": { "errorCode": … } is the field
 * "status.errorCode". */
#define MAX_NAME 96
/* Conditional Access policies of one sign-in that are looked at. */
#define MAX_POLICIES 64

typedef struct
{
  RungsTeamsKind kind;
  RungsSink *sink;
  char numbers[RUNGS_TEAMS_N_FIELDS][G_ASCII_DTOSTR_BUF_SIZE];
  GString *policies;
  guint64 offset, span;
  guint32 line;
} Objects;

static RungsSpan
string_of (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
             && json_node_get_value_type (node) == G_TYPE_STRING
           ? rungs_span_of (json_node_get_string (node))
           : RUNGS_SPAN_NONE;
}

static RungsSpan
member (JsonObject *object, const char *name)
{
  return object != NULL ? string_of (json_object_get_member (object, name)) : RUNGS_SPAN_NONE;
}

/* A number becomes text in @buffer. */
static RungsSpan
value_of (JsonNode *node, char buffer[G_ASCII_DTOSTR_BUF_SIZE])
{
  if (!JSON_NODE_HOLDS_VALUE (node))
    return RUNGS_SPAN_NONE;
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return rungs_span_of (json_node_get_string (node));
    case G_TYPE_BOOLEAN:
      return json_node_get_boolean (node) ? RUNGS_SPAN ("true") : RUNGS_SPAN ("false");
    case G_TYPE_INT64:
      g_snprintf (buffer, G_ASCII_DTOSTR_BUF_SIZE, "%" G_GINT64_FORMAT, json_node_get_int (node));
      return rungs_span_of (buffer);
    case G_TYPE_DOUBLE:
      return rungs_span_of (
        g_ascii_formatd (buffer, G_ASCII_DTOSTR_BUF_SIZE, "%.3f", json_node_get_double (node)));
    default:
      return RUNGS_SPAN_NONE;
    }
}

/* Names of the Conditional Access policies that said no, with what they asked for: "Rooms
 * (mfa)". */
static void
read_policies (Objects *self, JsonArray *policies, RungsTeamsRow *row)
{
  g_string_truncate (self->policies, 0);
  for (guint i = 0; i < MIN (json_array_get_length (policies), MAX_POLICIES); i++)
    {
      JsonNode *node = json_array_get_element (policies, i);
      JsonObject *policy = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      RungsSpan name = member (policy, "displayName"), result = member (policy, "result");
      JsonNode *controls =
        policy != NULL ? json_object_get_member (policy, "enforcedGrantControls") : NULL;

      if (name.len == 0 || !rungs_span_equal_ci (result, RUNGS_SPAN ("failure")))
        continue;
      g_string_append_printf (self->policies, "%s%.*s", self->policies->len > 0 ? ", " : "",
                              (int) MIN (name.len, 200), name.str);
      if (controls != NULL && JSON_NODE_HOLDS_ARRAY (controls)
          && json_array_get_length (json_node_get_array (controls)) > 0)
        {
          RungsSpan control =
            string_of (json_array_get_element (json_node_get_array (controls), 0));
          g_string_append_printf (self->policies, " (%.*s)", (int) MIN (control.len, 60),
                                  control.str != NULL ? control.str : "");
        }
    }
  row->values[RUNGS_TEAMS_POLICY] = rungs_span (self->policies->str, self->policies->len);
}

static void
read_members (Objects *self, JsonObject *object, const char *prefix, RungsTeamsRow *row)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    {
      char whole[MAX_NAME];
      RungsTeamsField field;

      if ((gsize) g_snprintf (whole, sizeof whole, "%s%s", prefix, name) >= sizeof whole)
        continue;
      if (JSON_NODE_HOLDS_OBJECT (node) && *prefix == '\0')
        {
          g_strlcat (whole, ".", sizeof whole);
          read_members (self, json_node_get_object (node), whole, row);
          continue;
        }
      if (JSON_NODE_HOLDS_ARRAY (node) && g_str_equal (name, "appliedConditionalAccessPolicies"))
        {
          read_policies (self, json_node_get_array (node), row);
          continue;
        }
      field = rungs_teams_field (self->kind, rungs_span_of (whole));
      if (field != RUNGS_TEAMS_FIELD_NONE && row->values[field].len == 0)
        row->values[field] = value_of (node, self->numbers[field]);
    }
}

static void
object_cb (gpointer user_data, JsonObject *object, guint64 offset, guint64 span, guint32 line)
{
  Objects *self = user_data;
  RungsTeamsRow row = { 0 };
  RungsSinkRecord record;

  read_members (self, object, "", &row);
  if (!rungs_teams_record (self->kind, &row, &record))
    {
      self->sink->diagnostic (self->sink, line, RUNGS_DIAGNOSTIC_MALFORMED,
                              _ ("This object is no row of this kind, or has no time."));
      return;
    }
  record.offset = offset;
  record.span = span;
  record.line = line;
  if (self->sink->record != NULL)
    self->sink->record (self->sink, &record);
}

static gboolean
parse_json (RungsTeamsKind kind,
            RungsReader *reader,
            RungsSink *sink,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GString) policies = g_string_new (NULL);
  Objects objects = { .kind = kind, .sink = sink, .policies = policies };

  return rungs_json_each_row (reader, sink, object_cb, &objects, cancellable, error);
}

/* ---- both ---- */

static gboolean
is_json (RungsInput *input, guint64 offset)
{
  char head[64];
  gssize n = rungs_input_read (input, offset, head, sizeof head, NULL);

  return n > 0 && rungs_json_is_likely (rungs_span (head, (gsize) n));
}

RungsProbe
rungs_teams_probe (RungsTeamsKind kind, RungsSpan head)
{
  if (rungs_json_is_likely (rungs_span_head (head, 64)))
    return rungs_teams_is_named_in (kind, head) ? RUNGS_PROBE_YES : RUNGS_PROBE_NO;
  return probe_table (kind, head);
}

gboolean
rungs_teams_parse (RungsTeamsKind kind,
                   RungsReader *reader,
                   RungsSink *sink,
                   GCancellable *cancellable,
                   GError **error)
{
  if (is_json (rungs_reader_get_input (reader), rungs_reader_get_offset (reader)))
    return parse_json (kind, reader, sink, cancellable, error);
  return parse_table (kind, reader, sink, cancellable, error);
}

char *
rungs_teams_show (RungsTeamsKind kind, RungsInput *input, RungsSpan bytes)
{
  return is_json (input, 0) ? rungs_json_show (bytes) : show_row (kind, input, bytes);
}
