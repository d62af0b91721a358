/* What the lines before a start line say of time and peers: the head lines of the definition, or,
 * where there are none, whatever the nearest lines hold. */
#include "config.h"

#include "formats/text/private.h"

/* ---- The definition's lines ---- */

void
rungs_text_table_init (RungsTextTable *table, const RungsTextDefinition *definition)
{
  *table = (RungsTextTable){ .definition = definition, .matcher.dates = definition->dates };
}

void
rungs_text_table_clear (RungsTextTable *table)
{
  rungs_text_matcher_clear (&table->matcher);
}

const RungsTextLine *
rungs_text_table_match (RungsTextTable *table, guint kinds, RungsSpan line, RungsTextFields *fields)
{
  const char *begin = line.str;

  line = rungs_text_trim (line);
  for (guint i = 0; i < table->definition->n_lines; i++)
    {
      const RungsTextLine *row = &table->definition->lines[i];

      if ((kinds & 1u << row->kind) == 0
          || !rungs_text_matcher_match (&table->matcher, row->expression, line, fields))
        continue;
      if (row->direction != RUNGS_TEXT_BETWEEN)
        fields->direction = row->direction;
      if (fields->transport == RUNGS_TRANSPORT_UNKNOWN)
        fields->transport = row->transport;
      if (fields->rest.str != NULL)
        fields->rest = rungs_span (begin, (gsize) (fields->rest.str - begin) + fields->rest.len);
      return row;
    }
  return NULL;
}

/* ---- Lines that are no SIP ---- */

static void
tell_event (RungsTextParser *self, const RungsTextHeadLine *line)
{
  RungsSpan text = rungs_span_trim (rungs_span (line->text->str, line->text->len));
  RungsWritten written;
  RungsSinkEvent event = { .offset = line->offset, .line = line->number, .text = text };

  /* What a device wrote has a time; what somebody wrote about it has none. */
  switch (rungs_stamp_find (text, self->table.matcher.dates, &written))
    {
    case RUNGS_WRITTEN_FULL:
      event.time = written.time;
      break;
    case RUNGS_WRITTEN_YEARLESS:
      if (self->table.definition->n_lines == 0)
        return;
      event.time = rungs_stamps_yearless (&self->stamps, written.time);
      break;
    case RUNGS_WRITTEN_CLOCK:
    case RUNGS_WRITTEN_NONE:
    default:
      return;
    }
  self->sink->event (self->sink, &event);
}

void
rungs_text_parser_push_head_line (RungsTextParser *self, RungsSpan text)
{
  RungsTextHeadLine *line = &self->head_lines[self->next_head_line];

  if (self->is_one_line || rungs_span_trim (text).len == 0)
    return;
  if (self->n_head_lines == RUNGS_TEXT_HEAD_LINES)
    {
      if (self->sink->event != NULL)
        tell_event (self, line);
    }
  else
    self->n_head_lines++;
  text = rungs_span_head (text, RUNGS_TEXT_HEAD_BYTES);
  g_string_truncate (line->text, 0);
  g_string_append_len (line->text, text.str, text.len);
  line->offset = self->offset;
  line->number = self->number;
  self->next_head_line = (self->next_head_line + 1) % RUNGS_TEXT_HEAD_LINES;
}

/* The line @back before the one that is being read, from 1. */
static RungsTextHeadLine *
head_line (RungsTextParser *self, guint back)
{
  return &self->head_lines[(self->next_head_line + RUNGS_TEXT_HEAD_LINES - back)
                           % RUNGS_TEXT_HEAD_LINES];
}

void
rungs_text_parser_forget_head_lines (RungsTextParser *self)
{
  self->n_head_lines = 0;
}

void
rungs_text_parser_flush_head_lines (RungsTextParser *self)
{
  if (self->sink->event != NULL)
    {
      for (guint back = self->n_head_lines; back > 0; back--)
        tell_event (self, head_line (self, back));
    }
  self->n_head_lines = 0;
}

/* ---- Time ---- */

/* The day that puts @time_of_day nearest to @known. */
static RungsStamp
nearest_day (RungsStamp known, RungsStamp time_of_day)
{
  RungsStamp stamp = known - known % RUNGS_STAMP_DAY + time_of_day;

  if (stamp > known + RUNGS_STAMP_DAY / 2)
    return stamp - RUNGS_STAMP_DAY;
  return stamp < known - RUNGS_STAMP_DAY / 2 ? stamp + RUNGS_STAMP_DAY : stamp;
}

RungsTime
rungs_text_parser_time (RungsTextParser *self)
{
  rungs_stamps_read_date_header (&self->stamps, rungs_span (self->bytes->str, self->bytes->len));
  return rungs_stamps_complete (&self->stamps, &self->head.written);
}

/* ---- The record ---- */

/* A stamp anywhere in @line, else in the line before it. */
static void
find_time (RungsTextParser *self, RungsSpan line)
{
  RungsTextRecord *record = &self->record;

  if (rungs_stamp_find (line, self->table.matcher.dates, &record->written) == RUNGS_WRITTEN_NONE
      && self->n_head_lines > 0)
    {
      RungsTextHeadLine *before = head_line (self, 1);

      rungs_stamp_find (rungs_span (before->text->str, before->text->len),
                        self->table.matcher.dates, &record->written);
    }
}

/* A stamp of the day and year in @line, or RUNGS_TIME_NONE. */
static RungsTime
dated (RungsTextParser *self, RungsSpan line)
{
  RungsWritten written;

  switch (rungs_stamp_find (line, self->table.matcher.dates, &written))
    {
    case RUNGS_WRITTEN_FULL:
      return written.time;
    case RUNGS_WRITTEN_YEARLESS:
      return rungs_stamps_yearless (&self->stamps, written.time);
    case RUNGS_WRITTEN_CLOCK:
    case RUNGS_WRITTEN_NONE:
    default:
      return RUNGS_TIME_NONE;
    }
}

/* A time of the day gets its date from what stands further left, or in the lines before. */
static void
find_date (RungsTextParser *self, RungsSpan line)
{
  RungsWritten *written = &self->record.written;
  RungsTime known = dated (self, line);

  for (guint back = 1; known.at == RUNGS_STAMP_NONE && back <= self->n_head_lines; back++)
    {
      RungsTextHeadLine *before = head_line (self, back);

      known = dated (self, rungs_span (before->text->str, before->text->len));
    }
  if (known.at == RUNGS_STAMP_NONE)
    return;
  written->time.at = nearest_day (known.at, written->time.at);
  written->time.facts |= known.facts & (RUNGS_TIME_YEAR_GUESSED | RUNGS_TIME_ORDER_GUESSED);
  written->kind = RUNGS_WRITTEN_FULL;
}

static void
keep (GString *place, RungsSpan text)
{
  if (text.len == 0)
    return;
  g_string_truncate (place, 0);
  g_string_append_len (place, text.str, text.len);
}

void
rungs_text_parser_add_record (RungsTextParser *self, const RungsTextFields *fields)
{
  RungsTextRecord *record = &self->record;

  for (guint i = 0; i < RUNGS_TEXT_N_SIDES; i++)
    {
      keep (record->host[i], fields->host[i]);
      keep (record->port[i], fields->port[i]);
    }
  keep (record->session, fields->session);
  keep (record->device, fields->device);
  if (fields->direction != RUNGS_TEXT_BETWEEN)
    record->direction = fields->direction;
  if (fields->transport != RUNGS_TRANSPORT_UNKNOWN)
    record->transport = fields->transport;
  if (fields->n_bytes > 0)
    record->n_bytes = fields->n_bytes;
  if (fields->written.kind != RUNGS_WRITTEN_NONE)
    record->written = fields->written;
  record->n_foreign = 0;
}

void
rungs_text_parser_begin_record (RungsTextParser *self,
                                RungsSpan line,
                                const RungsTextFields *fields)
{
  RungsTextRecord *record = &self->record;

  for (guint i = 0; i < RUNGS_TEXT_N_SIDES; i++)
    {
      g_string_truncate (record->host[i], 0);
      g_string_truncate (record->port[i], 0);
    }
  g_string_truncate (record->session, 0);
  g_string_truncate (record->device, 0);
  record->direction = RUNGS_TEXT_BETWEEN;
  record->transport = RUNGS_TRANSPORT_UNKNOWN;
  record->n_bytes = 0;
  record->written = (RungsWritten){ .time = RUNGS_TIME_NONE };
  record->is_set = TRUE;
  record->is_used = FALSE;
  record->offset = self->offset;
  rungs_text_parser_add_record (self, fields);
  if (record->written.kind == RUNGS_WRITTEN_NONE)
    find_time (self, line);
  if (record->written.kind == RUNGS_WRITTEN_CLOCK)
    find_date (self, line);
  rungs_text_parser_flush_head_lines (self);
}

/* ---- What they say ---- */

/* "0.0.0.0" and "::" are where a program listens, no address of a message. */
static gboolean
is_any_address (const GString *host)
{
  return strspn (host->str, "0.:") == host->len;
}

/* "192.0.2.1:5060", "[2001:db8::1]:5060". */
static RungsSpan
join_address (GString *place, const RungsTextRecord *record, RungsTextSide side)
{
  const GString *host = record->host[side], *port = record->port[side];
  gboolean is_ipv6 = memchr (host->str, ':', host->len) != NULL;

  g_string_truncate (place, 0);
  if (is_any_address (host))
    return RUNGS_SPAN_NONE;
  if (is_ipv6)
    g_string_append_c (place, '[');
  g_string_append_len (place, host->str, host->len);
  if (is_ipv6)
    g_string_append_c (place, ']');
  if (port->len > 0)
    {
      g_string_append_c (place, ':');
      g_string_append_len (place, port->str, port->len);
    }
  return rungs_span (place->str, place->len);
}

static RungsTextSide
side_or (const RungsTextRecord *record, RungsTextSide side, RungsTextSide other)
{
  return record->host[side]->len > 0 ? side : other;
}

static void
read_record (RungsTextParser *self)
{
  const RungsTextRecord *record = &self->record;
  gboolean is_sent = record->direction == RUNGS_TEXT_SENT;
  RungsTextSide src = side_or (record, RUNGS_TEXT_SRC, is_sent ? RUNGS_TEXT_OWN : RUNGS_TEXT_PEER);
  RungsTextSide dst = side_or (record, RUNGS_TEXT_DST, is_sent ? RUNGS_TEXT_PEER : RUNGS_TEXT_OWN);

  self->head = (RungsTextHead){ .written = record->written,
                                .src = join_address (self->src, record, src),
                                .dst = join_address (self->dst, record, dst),
                                .is_received = record->direction == RUNGS_TEXT_RECEIVED,
                                .is_sent = is_sent,
                                .transport = record->transport };
}

/* A copy. Some programs put every address in brackets; they belong to IPv6 alone. */
static RungsSpan
keep_address (GString *place, RungsSpan address)
{
  gssize close = rungs_span_find_char (address, ']');

  g_string_truncate (place, 0);
  if (address.len > 0 && address.str[0] == '[' && close > 0
      && rungs_span_find_char (rungs_span_head (address, close), ':') < 0)
    {
      g_string_append_len (place, address.str + 1, close - 1);
      address = rungs_span_skip (address, close + 1);
    }
  g_string_append_len (place, address.str, address.len);
  return rungs_span (place->str, place->len);
}

/* What the prefix and the lines before say, nearest first. */
static void
read_any (RungsTextParser *self, RungsSpan prefix)
{
  RungsTextHead head = { .written.time = RUNGS_TIME_NONE };

  rungs_text_read_head (prefix, self->table.matcher.dates, &head);
  for (guint back = 1; back <= self->n_head_lines; back++)
    {
      RungsTextHeadLine *line = head_line (self, back);

      rungs_text_read_head (rungs_span (line->text->str, line->text->len),
                            self->table.matcher.dates, &head);
    }
  head.src = keep_address (self->src, head.src);
  head.dst = keep_address (self->dst, head.dst);
  self->head = head;
}

void
rungs_text_parser_read_heads (RungsTextParser *self, RungsSpan prefix)
{
  if (self->record.is_set)
    read_record (self);
  else
    read_any (self, prefix);
}
