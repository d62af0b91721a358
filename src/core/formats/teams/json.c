#include "config.h"

#include "formats/teams/json.h"

#include <glib/gi18n-lib.h>

/* Bytes and depth of one JSON object that becomes a tree: a record of a meeting with a thousand
 * sessions has some megabytes. A tree can take thirty times the text, and json-glib calls itself
 * for each level. */
#define MAX_JSON_BYTES (8 * 1024 * 1024)
#define MAX_JSON_DEPTH 64

/* Bytes between two reports of progress. */
#define PROGRESS_BYTES (1024 * 1024)

/* Arrays of a page that hold its rows: of Graph, of Azure Monitor. */
static const char *const row_arrays[] = { "\"value\"", "\"records\"" };

/* Where we are in the text. Outside of a row only what can hold rows is entered; everything else is
 * passed over. */
typedef enum
{
  PLACE_BETWEEN, /* at the top, or in an array that holds rows */
  PLACE_ROW,     /* in an object that is a row, unless it turns out to be a page */
  PLACE_PAGE,    /* in a page, beside the array with its rows */
  /* in a row that was too long or too deep, or in something in a page that holds no rows */
  PLACE_SKIPPED,
} Place;

typedef struct
{
  RungsSink *sink;
  RungsJsonRow func;
  gpointer user_data;
  JsonParser *parser;
  GString *row; /* its bytes so far */
  guint64 offset;
  guint32 line;
  Place place;
  Place before;   /* what PLACE_SKIPPED goes back to */
  guint depth;    /* of braces and brackets, since the row or what is skipped began */
  guint n_pages;  /* pages that are open around us */
  guint n_arrays; /* arrays that are open in the innermost one */
  gboolean in_string, is_escaped;
  char last; /* the byte before, without blanks, outside of strings */
} Scanner;

static void
diagnose (Scanner *self, RungsDiagnosticKind kind, const char *text)
{
  self->sink->diagnostic (self->sink, self->line, kind, text);
}

/* json-glib refuses a comma before the end of a list; Microsoft's own examples have some. Outside
 * of strings they become blanks. */
static void
blank_last_commas (GString *row)
{
  gsize comma = G_MAXSIZE;
  gboolean in_string = FALSE;

  for (gsize i = 0; i < row->len; i++)
    {
      char c = row->str[i];

      if (in_string && c == '\\')
        i++;
      else if (c == '"')
        {
          in_string = !in_string;
          comma = G_MAXSIZE;
        }
      else if (in_string || g_ascii_isspace (c))
        continue;
      else if (c == ',')
        comma = i;
      else
        {
          if ((c == '}' || c == ']') && comma != G_MAXSIZE)
            row->str[comma] = ' ';
          comma = G_MAXSIZE;
        }
    }
}

static JsonObject *
parse (JsonParser *parser, GString *row)
{
  JsonNode *root;

  if (!g_utf8_validate_len (row->str, row->len, NULL))
    {
      g_autofree char *valid = rungs_span_dup_utf8 (rungs_span (row->str, row->len));
      g_string_assign (row, valid);
    }
  if (!json_parser_load_from_data (parser, row->str, (gssize) row->len, NULL))
    {
      blank_last_commas (row);
      if (!json_parser_load_from_data (parser, row->str, (gssize) row->len, NULL))
        return NULL;
    }
  root = json_parser_get_root (parser);
  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
}

static void
hand_out (Scanner *self)
{
  /* Before a wrong byte makes the text longer. */
  guint64 span = self->row->len;
  JsonObject *object = parse (self->parser, self->row);

  if (object != NULL)
    self->func (self->user_data, object, self->offset, span, self->line);
  else
    diagnose (self, RUNGS_DIAGNOSTIC_MALFORMED, _ ("This object is no JSON."));
}

/* The row in @row goes no further; what is left of it is passed over. */
static void
skip_row (Scanner *self, const char *why)
{
  diagnose (self, RUNGS_DIAGNOSTIC_LIMIT, why);
  g_string_truncate (self->row, 0);
  self->place = PLACE_SKIPPED;
  self->before = PLACE_BETWEEN;
}

/* Nothing that was open is believed any more: rows that follow are found as at the top. */
static void
start_over (Scanner *self)
{
  diagnose (self, RUNGS_DIAGNOSTIC_MALFORMED,
            _ ("This object has no end; what follows is read without it."));
  g_string_truncate (self->row, 0);
  self->place = PLACE_BETWEEN;
  self->depth = self->n_pages = self->n_arrays = 0;
  self->in_string = self->is_escaped = FALSE;
}

/* Does what stands before a "[" in a row name the array with the rows of a page? */
static gboolean
is_page (const GString *row)
{
  RungsSpan text = rungs_span_trim (rungs_span (row->str, row->len));

  if (text.len == 0 || text.str[text.len - 1] != ':')
    return FALSE;
  text = rungs_span_trim (rungs_span_head (text, text.len - 1));
  for (guint i = 0; i < G_N_ELEMENTS (row_arrays); i++)
    {
      RungsSpan name = rungs_span_of (row_arrays[i]);

      if (text.len > name.len
          && rungs_span_equal (rungs_span_skip (text, text.len - name.len), name))
        return TRUE;
    }
  return FALSE;
}

static void
begin_row (Scanner *self, guint64 offset, guint32 line)
{
  g_string_truncate (self->row, 0);
  self->place = PLACE_ROW;
  self->offset = offset;
  self->line = line;
  self->depth = 0;
}

/* A "{" or "["; what stands before it in a row was put into it. */
static void
open_container (Scanner *self, char c, guint64 offset, guint32 line)
{
  switch (self->place)
    {
    case PLACE_BETWEEN:
      if (c == '{')
        {
          begin_row (self, offset, line);
          self->depth = 1;
        }
      else
        self->n_arrays++;
      break;
    case PLACE_ROW:
      if (c == '[' && self->depth == 1 && is_page (self->row))
        {
          g_string_truncate (self->row, 0);
          self->place = PLACE_BETWEEN;
          self->n_pages++;
          self->n_arrays = 0;
        }
      else if (++self->depth > MAX_JSON_DEPTH)
        skip_row (self, _ ("This object is nested too deep to be read."));
      break;
    case PLACE_PAGE:
      self->place = PLACE_SKIPPED;
      self->before = PLACE_PAGE;
      self->depth = 1;
      break;
    case PLACE_SKIPPED:
    default:
      self->depth++;
      break;
    }
}

static void
close_container (Scanner *self, char c)
{
  switch (self->place)
    {
    case PLACE_BETWEEN:
      if (c == ']' && self->n_arrays > 0)
        self->n_arrays--;
      else if (c == ']' && self->n_pages > 0)
        self->place = PLACE_PAGE;
      break;
    case PLACE_PAGE:
      if (c == '}')
        {
          self->n_pages--;
          self->place = PLACE_BETWEEN;
        }
      break;
    case PLACE_ROW:
      if (--self->depth == 0)
        {
          self->place = PLACE_BETWEEN;
          hand_out (self);
        }
      break;
    case PLACE_SKIPPED:
    default:
      if (--self->depth == 0)
        self->place = self->before;
      break;
    }
}

/* An object can only follow one of these in another one: else the one before it has no end. */
static gboolean
may_nest (char last)
{
  return last == ':' || last == '[' || last == ',';
}

/* Bytes of a string up to its end or that of @text. */
static gsize
pass_string (Scanner *self, RungsSpan text)
{
  gsize i = 0;

  if (self->is_escaped && text.len > 0)
    {
      self->is_escaped = FALSE;
      i = 1;
    }
  for (; i < text.len; i++)
    {
      if (text.str[i] == '"')
        {
          self->in_string = FALSE;
          return i + 1;
        }
      if (text.str[i] == '\\' && ++i == text.len)
        {
          self->is_escaped = TRUE;
          return text.len;
        }
    }
  return text.len;
}

/* One line or a part of one. */
static void
scan (Scanner *self, RungsSpan text, guint64 offset, guint32 line)
{
  gsize kept = 0; /* so far the bytes of the row are in it */
  gsize i = 0;

  while (i < text.len)
    {
      char c = text.str[i];

      if (self->in_string)
        {
          i += pass_string (self, rungs_span_skip (text, i));
          self->last = '"';
          continue;
        }
      if (c == '"')
        self->in_string = self->place != PLACE_BETWEEN;
      else if (c == '{' || c == '[')
        {
          if (self->place == PLACE_ROW && c == '{' && !may_nest (self->last))
            start_over (self);
          if (self->place == PLACE_ROW)
            g_string_append_len (self->row, text.str + kept, (gssize) (i - kept));
          kept = i;
          open_container (self, c, offset + i, line);
        }
      else if (c == '}' || c == ']')
        {
          if (self->place == PLACE_ROW)
            g_string_append_len (self->row, text.str + kept, (gssize) (i + 1 - kept));
          kept = i + 1;
          close_container (self, c);
        }
      if (c != ' ' && c != '\t' && c != '\r')
        self->last = c;
      i++;
    }
  if (self->place == PLACE_ROW)
    g_string_append_len (self->row, text.str + kept, (gssize) (text.len - kept));
}

static void
end_line (Scanner *self)
{
  /* JSON has no line end within a string. */
  if (self->in_string)
    start_over (self);
  if (self->place != PLACE_ROW)
    return;
  g_string_append_c (self->row, '\n');
  if (self->row->len > MAX_JSON_BYTES)
    skip_row (self, _ ("This object is too long to be read."));
}

gboolean
rungs_json_each_row (RungsReader *reader,
                     RungsSink *sink,
                     RungsJsonRow func,
                     gpointer user_data,
                     GCancellable *cancellable,
                     GError **error)
{
  Scanner self = { .sink = sink, .func = func, .user_data = user_data };
  guint64 offset, reported = 0;
  gboolean go_on = TRUE;
  guint32 number;
  RungsSpan line;

  self.parser = json_parser_new ();
  self.row = g_string_new (NULL);
  while (go_on && rungs_reader_next_line (reader, &line, &offset, &number))
    {
      guint64 end = rungs_reader_get_offset (reader);

      scan (&self, line, offset, number);
      if (end > offset + line.len)
        end_line (&self);
      else if (self.row->len > MAX_JSON_BYTES && self.place == PLACE_ROW)
        skip_row (&self, _ ("This object is too long to be read."));
      if (end - reported >= PROGRESS_BYTES)
        {
          reported = end;
          go_on = (sink->progress == NULL || sink->progress (sink, end))
                  && !g_cancellable_is_cancelled (cancellable);
        }
    }
  if (go_on && self.place == PLACE_ROW)
    diagnose (&self, RUNGS_DIAGNOSTIC_CUT_MESSAGE, _ ("The file ends within this object."));
  g_object_unref (self.parser);
  g_string_free (self.row, TRUE);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

gboolean
rungs_json_is_likely (RungsSpan text)
{
  if (rungs_span_starts (text, RUNGS_SPAN ("\xef\xbb\xbf")))
    text = rungs_span_skip (text, 3);
  text = rungs_span_trim (text);
  return text.len > 0 && (text.str[0] == '{' || text.str[0] == '[');
}

JsonObject *
rungs_json_parse (JsonParser *parser, RungsSpan row)
{
  g_autoptr (GString) text = g_string_new_len (row.str, (gssize) row.len);

  return parse (parser, text);
}

char *
rungs_json_show (RungsSpan row)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonGenerator) generator = NULL;

  if (rungs_json_parse (parser, row) == NULL)
    return NULL;
  generator = json_generator_new ();
  json_generator_set_root (generator, json_parser_get_root (parser));
  json_generator_set_pretty (generator, TRUE);
  json_generator_set_indent (generator, 2);
  return json_generator_to_data (generator, NULL);
}
