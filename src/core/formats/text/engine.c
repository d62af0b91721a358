/* Lines into messages, for every definition. */
#include "config.h"

#include "formats/lines.h"
#include "formats/text/private.h"

#define KIND(kind) (1u << RUNGS_TEXT_##kind)

/* ---- Lines ---- */

static void take_idle_line (RungsTextParser *self, RungsSpan line);
static void take_partial (RungsTextParser *self);

static RungsSpan
trim_end (RungsSpan line)
{
  while (line.len > 0
         && (line.str[line.len - 1] == '\r' || line.str[line.len - 1] == ' '
             || line.str[line.len - 1] == '\t'))
    line.len--;
  return line;
}

/* Takes the mark for CR off, if every line has one. *@had_mark is FALSE where it is missing. */
static RungsSpan
without_mark (RungsTextParser *self, RungsSpan line, gboolean *had_mark)
{
  RungsSpan mark = rungs_span_of (self->mark);
  RungsSpan trimmed = trim_end (line);

  if (self->maybe_dots && rungs_text_is_header (trimmed))
    {
      self->maybe_dots = FALSE;
      if (trimmed.str[trimmed.len - 1] == '.')
        {
          memcpy (self->mark, ".", 2);
          mark = rungs_span_of (self->mark);
          /* The dot of the start line is in front of its CRLF. */
          g_string_erase (self->bytes, (gssize) self->bytes->len - 3, 1);
        }
    }
  *had_mark = mark.len > 0 && trimmed.len >= mark.len
              && memcmp (trimmed.str + trimmed.len - mark.len, mark.str, mark.len) == 0;
  if (*had_mark)
    return rungs_span_head (trimmed, trimmed.len - mark.len);
  while (line.len > 0 && line.str[line.len - 1] == '\r')
    line.len--;
  return line;
}

/* "TX " of "10:15:02 app: TX " stands on the start line alone. */
static gboolean
without_last_word (RungsSpan prefix, RungsSpan *shorter)
{
  RungsSpan s = trim_end (prefix);

  while (s.len > 0 && s.str[s.len - 1] != ' ' && s.str[s.len - 1] != '\t')
    s.len--;
  *shorter = s;
  return s.len > 0 && s.len < prefix.len;
}

static gboolean
fits_behind (RungsSpan line, RungsSpan prefix, RungsSpan *rest)
{
  return rungs_text_match_prefix (line, prefix, rest)
         && (rungs_text_is_header (*rest) || trim_end (*rest).len == 0);
}

static void
decide_prefix (RungsTextParser *self, RungsSpan line)
{
  RungsSpan prefix = rungs_span (self->prefix_text->str, self->prefix_text->len), shorter, rest;

  if (fits_behind (line, prefix, &rest))
    self->prefix = RUNGS_TEXT_PREFIX_ALL;
  else if (rungs_text_is_header (line))
    self->prefix = RUNGS_TEXT_PREFIX_FIRST;
  else if (without_last_word (prefix, &shorter) && fits_behind (line, shorter, &rest))
    {
      self->prefix = RUNGS_TEXT_PREFIX_ALL;
      g_string_truncate (self->prefix_text, shorter.len);
    }
}

/* What follows the prefix; FALSE when the line is not the message's. */
static gboolean
strip_prefix (RungsTextParser *self, RungsSpan line, RungsSpan *rest)
{
  *rest = line;
  if (self->prefix == RUNGS_TEXT_PREFIX_UNDECIDED)
    decide_prefix (self, line);
  if (self->prefix == RUNGS_TEXT_PREFIX_NONE || self->prefix == RUNGS_TEXT_PREFIX_FIRST)
    return TRUE;
  return self->prefix == RUNGS_TEXT_PREFIX_ALL
         && rungs_text_match_prefix (
           line, rungs_span (self->prefix_text->str, self->prefix_text->len), rest);
}

/* A start line that ends the message before it: alone in its line, behind the prefix of the
 * message, or anywhere once the head is finished. */
static gboolean
begins_next (RungsTextParser *self, RungsSpan line, gboolean is_own)
{
  RungsTextStart start;

  if (self->is_one_line || !rungs_text_find_start (line, &start))
    return FALSE;
  if (self->is_joining)
    return start.prefix.len == 0;
  if (self->state == RUNGS_TEXT_IN_BODY && self->is_sipfrag && is_own
      && self->bytes->len - self->body_start + line.len <= (gsize) MAX (self->content_length, 0))
    return FALSE;
  return self->state == RUNGS_TEXT_IN_BODY || self->n_headers == 0 || start.prefix.len == 0
         || (self->prefix != RUNGS_TEXT_PREFIX_NONE
             && rungs_text_match_prefix (
               line, rungs_span (self->prefix_text->str, self->prefix_text->len), &start.rest));
}

/* The message is over, with what waited for its end. */
static void
finish (RungsTextParser *self)
{
  take_partial (self);
  if (self->state != RUNGS_TEXT_IDLE)
    rungs_text_parser_finish_message (self);
}

/* The message is over. @rest stood before the sign for it in the same line. */
static void
finish_with (RungsTextParser *self, RungsSpan rest)
{
  if (rest.len > 0 && strip_prefix (self, rest, &rest))
    rungs_text_parser_append_end (self, rest);
  finish (self);
  self->record.is_set = FALSE;
}

/* A line that says that the message is over, behind the prefix of the message or not. */
static gboolean
ends_message (RungsTextParser *self, RungsSpan line)
{
  RungsTextFields fields;

  if (rungs_text_table_match (&self->table, KIND (END), line, &fields) == NULL)
    return FALSE;
  finish_with (self, fields.rest);
  return TRUE;
}

static gboolean
is_kept (const GString *kept, RungsSpan text)
{
  return rungs_span_equal (rungs_span (kept->str, kept->len), text);
}

/* A new head line between the same peers, while the message is not whole: the next segment of a TCP
 * connection. Not of a second message behind one head: it is found again by its own line, without
 * that head. */
static gboolean
may_go_on (RungsTextParser *self, const RungsTextFields *fields)
{
  const RungsTextRecord *record = &self->record;
  gboolean is_whole = self->state == RUNGS_TEXT_IN_BODY && self->body != RUNGS_COLLECT_COUNTED;

  if (!self->table.definition->joins || !self->has_record || self->is_repeated || is_whole
      || fields->direction != record->direction)
    return FALSE;
  for (guint i = 0; i < RUNGS_TEXT_N_SIDES; i++)
    {
      if (!is_kept (record->host[i], fields->host[i])
          || !is_kept (record->port[i], fields->port[i]))
        return FALSE;
    }
  return TRUE;
}

/* A line of the definition in a message: TRUE when it is done with. */
static gboolean
ends_record (RungsTextParser *self, RungsSpan line)
{
  RungsTextFields fields;
  const RungsTextLine *row;

  if (self->is_one_line || self->table.definition->n_lines == 0)
    return FALSE;
  row =
    rungs_text_table_match (&self->table, KIND (HEAD) | KIND (END) | KIND (SKIP), line, &fields);
  if (row == NULL)
    return FALSE;
  if (row->kind == RUNGS_TEXT_HEAD)
    {
      self->is_joining = may_go_on (self, &fields);
      if (!self->is_joining)
        finish (self);
      rungs_text_parser_begin_record (self, line, &fields);
    }
  else if (row->kind == RUNGS_TEXT_END)
    finish_with (self, fields.rest);
  return TRUE;
}

/* A line of the message's, without what stands before it; @line is the whole. */
static void
take_own_line (RungsTextParser *self, RungsSpan rest, RungsSpan line)
{
  if (self->state == RUNGS_TEXT_IN_HEAD)
    rungs_text_parser_take_head_line (self, rest);
  else if (!rungs_text_parser_take_body_line (self, rest))
    {
      if (!self->is_one_line)
        take_idle_line (self, line);
      return;
    }
  if (self->state != RUNGS_TEXT_IDLE && self->bytes->len > RUNGS_MAX_SIP)
    {
      rungs_collect_tell_too_long (self->sink, self->line);
      rungs_text_parser_finish_message (self);
    }
}

/* The line that waits for its end has none. */
static void
take_partial (RungsTextParser *self)
{
  guint64 end_offset = self->end_offset;
  RungsSpan line = rungs_span (self->partial->str, self->partial->len);

  if (line.len == 0)
    return;
  self->end_offset = self->partial_end;
  if (self->state != RUNGS_TEXT_IDLE)
    take_own_line (self, line, line);
  g_string_truncate (self->partial, 0);
  self->end_offset = end_offset;
}

/* A line without the mark that all others have is the end of a TCP segment, or of the message. TRUE
 * when @line waits. */
static gboolean
is_partial (RungsTextParser *self, RungsSpan line, gboolean had_mark)
{
  if (!self->table.definition->joins || self->mark[0] != '.' || had_mark || self->is_one_line)
    return FALSE;
  if (rungs_span_trim (line).len > 0)
    {
      g_string_append_len (self->partial, line.str, line.len);
      self->partial_end = self->end_offset;
    }
  return TRUE;
}

static void
take_message_line (RungsTextParser *self, RungsSpan line)
{
  RungsSpan rest = line;
  gboolean is_own, had_mark;

  if (ends_record (self, line))
    return;
  is_own = strip_prefix (self, line, &rest);
  if (is_own && rest.str != line.str && ends_message (self, rest))
    return;
  if (begins_next (self, line, is_own))
    {
      finish (self);
      take_idle_line (self, line);
      return;
    }
  if (!is_own)
    {
      rungs_text_parser_push_head_line (self, line);
      if (++self->n_foreign > RUNGS_TEXT_FOREIGN_LINES)
        rungs_text_parser_finish_message (self);
      return;
    }
  rest = rungs_text_parser_without_indent (self, without_mark (self, rest, &had_mark));
  if (self->is_joining)
    {
      self->is_joining = FALSE;
      self->record.is_used = TRUE;
    }
  else if (had_mark)
    take_partial (self);
  if (is_partial (self, rest, had_mark))
    return;
  if (self->partial->len > 0)
    {
      g_string_append_len (self->partial, rest.str, rest.len);
      self->partial_end = self->end_offset;
      take_partial (self);
    }
  else if (self->state == RUNGS_TEXT_IDLE)
    take_idle_line (self, line);
  else
    take_own_line (self, rest, line);
}

/* A whole message in one line. What follows it in the line is not looked at: a message must be
 * found again by its line. */
static void
take_escaped (RungsTextParser *self, const RungsTextStart *start)
{
  gboolean quoted = start->prefix.len > 0 && start->prefix.str[start->prefix.len - 1] == '"';
  RungsSpan rest, line;

  g_string_truncate (self->decoded, 0);
  rungs_text_unescape (start->rest, start->escape, quoted, self->decoded);
  rest = rungs_span (self->decoded->str, self->decoded->len);
  self->is_one_line = TRUE;
  self->prefix = RUNGS_TEXT_PREFIX_FIRST;
  while (self->is_one_line && rungs_span_take_line (&rest, &line))
    take_message_line (self, line);
  if (self->is_one_line)
    rungs_text_parser_finish_message (self);
}

static void
begin_message (RungsTextParser *self, const RungsTextStart *start)
{
  RungsSpan prefix = start->prefix;

  RungsTextRecord *record = &self->record;

  self->state = RUNGS_TEXT_IN_HEAD;
  self->is_joining = FALSE;
  g_string_truncate (self->partial, 0);
  self->has_record = record->is_set;
  self->is_repeated = record->is_set && record->is_used;
  self->is_counted = FALSE;
  self->n_bytes = record->is_set && !record->is_used ? record->n_bytes : 0;
  self->start = record->is_set && !record->is_used ? record->offset : self->offset;
  record->is_used = TRUE;
  self->line = self->number;
  self->prefix = prefix.len == 0                        ? RUNGS_TEXT_PREFIX_NONE
                 : prefix.len > RUNGS_TEXT_PREFIX_BYTES ? RUNGS_TEXT_PREFIX_FIRST
                                                        : RUNGS_TEXT_PREFIX_UNDECIDED;
  g_string_truncate (self->prefix_text, 0);
  g_string_append_len (self->prefix_text, prefix.str, MIN (prefix.len, RUNGS_TEXT_HEAD_BYTES));
  self->maybe_dots = start->line.len > 0 && start->line.str[start->line.len - 1] == '.';
  self->is_double_spaced = self->was_blank = self->is_one_line = self->is_sipfrag = FALSE;
  self->n_headers = self->n_foreign = 0;
  self->indent = 0;
  self->content_length = -1;
  memset (self->mark, 0, sizeof self->mark);
  if (start->mark.len > 0)
    memcpy (self->mark, start->mark.str, MIN (start->mark.len, sizeof self->mark - 1));
  rungs_text_parser_read_heads (self, rungs_span_head (prefix, RUNGS_TEXT_HEAD_BYTES));
  rungs_text_parser_append_line (self, start->line);
  if (start->rest.len > 0)
    take_escaped (self, start);
}

/* TRUE when @line says something about a message and is none. */
static gboolean
take_defined_line (RungsTextParser *self, RungsSpan line)
{
  guint kinds = KIND (HEAD) | KIND (END) | KIND (SKIP) | (self->record.is_set ? KIND (MORE) : 0);
  RungsTextFields fields;
  const RungsTextLine *row = rungs_text_table_match (&self->table, kinds, line, &fields);

  if (row == NULL)
    return FALSE;
  if (row->kind == RUNGS_TEXT_HEAD)
    rungs_text_parser_begin_record (self, line, &fields);
  else if (row->kind == RUNGS_TEXT_MORE)
    rungs_text_parser_add_record (self, &fields);
  else if (row->kind == RUNGS_TEXT_END && self->record.is_used)
    self->record.is_set = FALSE;
  return TRUE;
}

/* What stands before a start line in its own line. */
static void
take_defined_prefix (RungsTextParser *self, RungsSpan prefix)
{
  RungsTextFields fields;

  if (rungs_text_table_match (&self->table, KIND (BEFORE), prefix, &fields) != NULL
      && rungs_text_fields_say (&fields))
    rungs_text_parser_begin_record (self, prefix, &fields);
}

/* Lines that are neither head nor start line: @line is one more of them. */
static void
take_foreign_line (RungsTextParser *self, RungsSpan line)
{
  RungsTextRecord *record = &self->record;

  if (rungs_span_trim (line).len == 0)
    return;
  if (record->is_used || ++record->n_foreign > RUNGS_TEXT_HEAD_GAP)
    record->is_set = FALSE;
  rungs_text_parser_push_head_line (self, line);
}

/* A whole message in self->decoded, with its own line ends. */
static void
take_packet (RungsTextParser *self)
{
  RungsSpan rest = rungs_span (self->decoded->str, self->decoded->len), line;
  guint64 end_offset = self->end_offset;
  RungsTextStart start;

  if (!rungs_span_take_line (&rest, &line) || !rungs_text_find_start (line, &start)
      || start.prefix.len > 0)
    return;
  start.rest = RUNGS_SPAN_NONE;
  self->end_offset = self->digits_end;
  begin_message (self, &start);
  self->line = self->digits_line;
  if (!self->has_record || self->is_repeated)
    self->start = self->digits_offset;
  self->is_one_line = TRUE;
  while (self->is_one_line && rungs_span_take_line (&rest, &line))
    take_message_line (self, line);
  if (self->is_one_line)
    finish (self);
  self->end_offset = end_offset;
}

/* TRUE when @line is a part of a message in hexadecimal digits. */
static gboolean
take_hex_line (RungsTextParser *self, RungsSpan line)
{
  RungsTextHex found;

  if (!self->table.definition->has_hex)
    return FALSE;
  found = rungs_text_parser_take_hex (self, line);
  if (found == RUNGS_TEXT_HEX_WHOLE || found == RUNGS_TEXT_HEX_BROKEN)
    take_packet (self);
  return found == RUNGS_TEXT_HEX_WHOLE || found == RUNGS_TEXT_HEX_OPEN;
}

static void
take_idle_line (RungsTextParser *self, RungsSpan line)
{
  RungsTextStart start;
  gboolean found;

  if (take_hex_line (self, line) || take_defined_line (self, line))
    return;
  found = self->table.definition->is_glued && self->record.is_set && !self->record.is_used
            ? rungs_text_find_glued_start (line, &start)
            : rungs_text_find_start (line, &start);
  if (found && start.prefix.len > 0)
    take_defined_prefix (self, start.prefix);
  if (found)
    begin_message (self, &start);
  /* "Sending INVITE … SIP/2.0 to 192.0.2.1" may be a sentence about the message that follows. */
  if (!found)
    take_foreign_line (self, line);
  else if (self->state == RUNGS_TEXT_IN_HEAD && !self->has_record)
    rungs_text_parser_push_head_line (self, line);
}

static void
take_line (RungsTextParser *self, RungsSpan line)
{
  line = rungs_text_plain (line, self->scratch);
  if (self->state == RUNGS_TEXT_IDLE)
    take_idle_line (self, line);
  else
    take_message_line (self, line);
}

/* ---- The format ---- */

static void
init (RungsTextParser *self,
      const RungsTextDefinition *definition,
      RungsReader *reader,
      RungsSink *sink)
{
  *self = (RungsTextParser){ .sink = sink };
  rungs_text_table_init (&self->table, definition);
  self->peers = rungs_text_peers_new ();
  self->stamps = rungs_stamps_new (reader, sink);
  self->table.matcher.dates |= self->stamps.dates;
  if ((self->stamps.dates & RUNGS_DATES_DAY_FIRST) != 0)
    self->table.matcher.dates &= (RungsDates) ~RUNGS_DATES_MONTH_FIRST;
  self->stamps.dates = self->table.matcher.dates;
  self->scratch = g_string_new (NULL);
  self->decoded = g_string_new (NULL);
  self->digits = g_string_new (NULL);
  self->partial = g_string_new (NULL);
  self->last = g_string_new (NULL);
  self->bytes = g_string_new (NULL);
  self->prefix_text = g_string_new (NULL);
  self->src = g_string_new (NULL);
  self->dst = g_string_new (NULL);
  for (guint i = 0; i < RUNGS_TEXT_HEAD_LINES; i++)
    self->head_lines[i].text = g_string_new (NULL);
  for (guint i = 0; i < RUNGS_TEXT_N_SIDES; i++)
    {
      self->record.host[i] = g_string_new (NULL);
      self->record.port[i] = g_string_new (NULL);
    }
  self->record.session = g_string_new (NULL);
  self->record.device = g_string_new (NULL);
}

static void
clear (RungsTextParser *self)
{
  rungs_text_table_clear (&self->table);
  rungs_text_peers_free (self->peers);
  g_string_free (self->scratch, TRUE);
  g_string_free (self->decoded, TRUE);
  g_string_free (self->digits, TRUE);
  g_string_free (self->partial, TRUE);
  g_string_free (self->last, TRUE);
  g_string_free (self->bytes, TRUE);
  g_string_free (self->prefix_text, TRUE);
  g_string_free (self->src, TRUE);
  g_string_free (self->dst, TRUE);
  for (guint i = 0; i < RUNGS_TEXT_HEAD_LINES; i++)
    g_string_free (self->head_lines[i].text, TRUE);
  for (guint i = 0; i < RUNGS_TEXT_N_SIDES; i++)
    {
      g_string_free (self->record.host[i], TRUE);
      g_string_free (self->record.port[i], TRUE);
    }
  g_string_free (self->record.session, TRUE);
  g_string_free (self->record.device, TRUE);
}

/* What waits for its end, when there is no more. */
static void
finish_all (RungsTextParser *self)
{
  if (self->digits->len > 0 && rungs_text_parser_end_hex (self))
    take_packet (self);
  finish (self);
  rungs_text_parser_flush_head_lines (self);
}

static void
take_line_cb (gpointer data, RungsSpan line, guint64 offset, guint64 end, guint32 number)
{
  RungsTextParser *self = data;

  self->offset = offset;
  self->end_offset = end;
  self->number = number;
  take_line (self, line);
}

gboolean
rungs_text_parse (const RungsFormat *format,
                  RungsReader *reader,
                  RungsSink *sink,
                  GCancellable *cancellable,
                  GError **error)
{
  RungsTextParser self;
  RungsLines result;

  init (&self, (const RungsTextDefinition *) format, reader, sink);
  result = rungs_lines_read (reader, sink, cancellable, error, &self.stamps, take_line_cb, &self);
  if (result == RUNGS_LINES_DONE)
    finish_all (&self);
  clear (&self);
  return result != RUNGS_LINES_FAILED;
}
