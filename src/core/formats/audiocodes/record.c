/* Lines into records. A record is one syslog packet: a head ("[S=1718460] [SID=...]  ") and what
 * follows it up to the next head, over several lines when the saver kept the line ends, on one with
 * escapes otherwise. Nearly all lines of a log belong to records without SIP; for those nothing is
 * copied but the head. */
#include "config.h"

#include "formats/audiocodes/private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/limits.h"
#include "sip/index.h"

/* Devices that are told apart in one log; the lines of more are read without a look at their
 * counters. */
#define MAX_DEVICES 256

/* Devices that a line is compared with before its prefix is taken apart. */
#define MAX_ASKED 8

/* Of a part of a log that begins inside a record: what is looked through for the session that it
 * belongs to. */
#define MAX_HEADLESS (512 * 1024)

/* Blanks at the front of a line that are a saver's padding rather than a folded header. */
#define MIN_PADDING 8

typedef enum
{
  KIND_NONE,  /* before the first record, or behind the end of one */
  KIND_QUIET, /* a record without SIP, that nobody wants */
  KIND_LIVE,  /* a record that the streams are reading */
  KIND_HELD,  /* a record that waits for its turn */
  KIND_AGAIN, /* a record that was here before */
} Kind;

struct _RungsAcRecords
{
  RungsSink *sink;
  RungsAcStreams *streams;
  RungsAcLayout layout;
  RungsAcEscape escape;
  gboolean is_raw; /* "<133>[S=": datagrams may stand on one line */
  GPtrArray *devices;
  RungsAcDevice *last_device;
  /* The record being read. */
  Kind kind;
  RungsAcHeld *held; /* KIND_HELD: belongs to its device */
  RungsAcDevice *device;
  RungsAcRecord record; /* its spans are in head_text */
  RungsAcBuffer head_text;
  gsize padding; /* of its further lines; 0: not known yet */
  gboolean is_padding_known;
  guint64 end;
  GByteArray *body_text;
  GArray *places;
  /* A part of a log that begins inside a record is first gathered. */
  gboolean may_be_headless;
  RungsAcHeld *gathered;
};

RungsAcRecords *
rungs_ac_records_new (RungsReader *reader, RungsSink *sink)
{
  RungsAcRecords *self = g_new0 (RungsAcRecords, 1);

  self->sink = sink;
  self->streams = rungs_ac_streams_new (reader, sink);
  self->layout = (RungsAcLayout) RUNGS_AC_LAYOUT_INIT;
  self->devices = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_ac_device_free);
  rungs_ac_buffer_grow (&self->head_text, 0);
  self->body_text = g_byte_array_new ();
  self->places = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->may_be_headless = rungs_reader_is_part (reader);
  return self;
}

void
rungs_ac_records_free (RungsAcRecords *self)
{
  rungs_ac_streams_free (self->streams);
  g_ptr_array_unref (self->devices);
  g_free (self->head_text.data);
  g_byte_array_unref (self->body_text);
  g_array_unref (self->places);
  g_clear_pointer (&self->gathered, rungs_ac_held_free);
  g_free (self);
}

/* --------------------------------------------------------------------- devices */

static RungsAcDevice *
device_at (RungsAcRecords *self, guint i)
{
  return g_ptr_array_index (self->devices, i);
}

/* Where the device was named in an earlier line, it is named in this one. */
static gboolean
is_device (RungsAcDevice *device, const RungsAcHead *head)
{
  RungsSpan name = rungs_span (device->name, device->name_len);
  RungsSpan rest;

  if (device->is_mac)
    return rungs_span_equal (head->mac, name);
  rest = rungs_span_skip (head->prefix, device->place);
  if (!rungs_span_starts (rest, name))
    return FALSE;
  if (device->place > 0 && g_ascii_isalnum (head->prefix.str[device->place - 1]))
    return FALSE;
  return rest.len == name.len || rest.str[name.len] == ' ' || rest.str[name.len] == '\t'
         || rest.str[name.len] == ':' || rest.str[name.len] == ']' || rest.str[name.len] == ','
         || rest.str[name.len] == '"';
}

static RungsAcDevice *
add_device (RungsAcRecords *self, RungsSpan name, gsize place, gboolean is_mac)
{
  RungsAcDevice *device;

  for (guint i = 0; i < self->devices->len; i++)
    {
      device = device_at (self, i);
      if (device->is_mac == is_mac
          && rungs_span_equal (rungs_span (device->name, device->name_len), name))
        {
          device->place = place;
          return device;
        }
    }
  if (self->devices->len >= MAX_DEVICES)
    return NULL;
  device = rungs_ac_device_new (self->devices->len, name, place, is_mac);
  g_ptr_array_add (self->devices, device);
  return device;
}

/* Neither address nor session: the device whose counter it continues, else the last one. */
static RungsAcDevice *
guess_device (RungsAcRecords *self, const RungsAcHead *head)
{
  for (guint i = 0; i < self->devices->len && head->has_seq; i++)
    {
      if (device_at (self, i)->next == head->seq)
        return device_at (self, i);
    }
  return self->last_device != NULL ? self->last_device
                                   : add_device (self, RUNGS_SPAN_NONE, 0, TRUE);
}

static RungsAcDevice *
find_device (RungsAcRecords *self, const RungsAcHead *head)
{
  RungsSpan name;

  if (self->last_device != NULL && self->last_device->name_len > 0
      && is_device (self->last_device, head))
    return self->last_device;
  for (guint i = 0; i < MIN (self->devices->len, MAX_ASKED); i++)
    {
      if (device_at (self, i)->name_len > 0 && is_device (device_at (self, i), head))
        return device_at (self, i);
    }
  name = rungs_ac_prefix_device (head->prefix);
  if (name.len > 0)
    return add_device (self, name, (gsize) (name.str - head->prefix.str), FALSE);
  if (head->mac.len > 0)
    return add_device (self, head->mac, 0, TRUE);
  return guess_device (self, head);
}

/* ------------------------------------------------------------------ one record */

/* Cheap tests first: this is asked of every head line. */
static gboolean
is_wanted (RungsAcRecords *self, const RungsAcHead *head, RungsSpan line)
{
  RungsSpan body = rungs_span_skip (line, head->body);

  if (self->sink->event != NULL)
    return TRUE;
  if (rungs_ac_streams_expect (self->streams, self->device, head->session))
    return TRUE;
  if (rungs_ac_has_marker (body))
    return TRUE;
  /* The rest of a message, or a message whose marker was lost. */
  return body.len > 0 && g_ascii_isupper (body.str[0])
         && rungs_span_find (body, RUNGS_SPAN ("SIP/2.0")) >= 0;
}

/* Keeps the head, so that a marker further down finds the session and the stamp. */
static void
keep_head (RungsAcRecords *self, const RungsAcHead *head, RungsSpan line, guint64 offset)
{
  RungsSpan body = rungs_span_skip (line, head->body);
  const char *kept;

  self->head_text.len = 0;
  rungs_ac_buffer_append (&self->head_text, line.str, MIN (head->body, line.len));
  kept = self->head_text.data;
  self->record.device = self->device;
  self->record.prefix = rungs_span (kept, head->prefix.len);
  self->record.session = head->session;
  if (head->session.len > 0)
    self->record.session.str = kept + (head->session.str - line.str);
  self->record.offset = offset;
  self->record.clean = body.len > 1 && body.str[0] == '('
                       && (body.str[1] == 'N' || body.str[1] == ' ' || body.str[1] == 'l');
  self->padding = head->body;
  self->is_padding_known = FALSE;
}

static void
begin_live (RungsAcRecords *self)
{
  rungs_ac_streams_begin (self->streams, &self->record);
  self->kind = KIND_LIVE;
}

/* The part of a record that stands on one line, with what its saver made of line ends. Returns TRUE
 * when the record ends in it. */
static gboolean
read_escaped (RungsAcRecords *self,
              RungsSpan body,
              gboolean is_first,
              guint64 offset,
              guint32 number)
{
  RungsSpan rest;
  gboolean is_over = FALSE, first = is_first;
  guint n = 0;

  g_byte_array_set_size (self->body_text, 0);
  g_array_set_size (self->places, 0);
  rungs_ac_unescape (body, self->escape, self->body_text, self->places);
  rest = rungs_span ((const char *) self->body_text->data, self->body_text->len);
  for (;;)
    {
      gssize end = rungs_span_find_char (rest, '\n');
      RungsSpan line = rungs_span_head (rest, end < 0 ? rest.len : (gsize) end);
      guint64 place = n == 0 ? 0 : g_array_index (self->places, guint32, n - 1);

      is_over |= rungs_ac_streams_line (self->streams, line, first, offset + place, number);
      first = FALSE;
      if (end < 0 || n >= self->places->len)
        break;
      n++;
      rest = rungs_span_skip (rest, end + 1);
    }
  return is_over || self->places->len > 0;
}

static void
read_body (RungsAcRecords *self, RungsSpan body, gboolean is_first, guint64 offset, guint32 number)
{
  gboolean is_over;

  self->escape = rungs_ac_escape_of (body, self->escape);
  if (self->escape == RUNGS_AC_ESCAPE_NONE)
    is_over = rungs_ac_streams_line (self->streams, body, is_first, offset, number);
  else
    is_over = read_escaped (self, body, is_first, offset, number);
  /* Lines behind the end belong to other programs. */
  if (is_over)
    {
      rungs_ac_streams_end (self->streams, self->end);
      self->kind = KIND_NONE;
    }
}

static void
deliver_head (RungsAcRecords *self,
              const RungsAcHead *head,
              RungsSpan line,
              guint64 offset,
              guint32 number)
{
  keep_head (self, head, line, offset);
  if (!is_wanted (self, head, line))
    {
      self->kind = KIND_QUIET;
      return;
    }
  begin_live (self);
  read_body (self, rungs_span_skip (line, head->body), TRUE, offset + head->body, number);
}

/* The saver's padding, or its prefix repeated on every line, off the front of @line. */
static RungsSpan
strip_line (RungsAcRecords *self, RungsSpan line)
{
  RungsSpan prefix = self->record.prefix;
  gsize blanks = 0, same = 0;

  while (blanks < line.len && blanks < self->padding && line.str[blanks] == ' ')
    blanks++;
  if (blanks == self->padding || (blanks == line.len && blanks >= MIN_PADDING))
    return rungs_span_skip (line, blanks);
  if (blanks >= MIN_PADDING)
    {
      /* Not the width of the head: that of the first such line, then. */
      if (!self->is_padding_known)
        self->padding = blanks;
      self->is_padding_known = TRUE;
      return rungs_span_skip (line, blanks);
    }
  if (prefix.len < MIN_PADDING || line.len < prefix.len)
    return line;
  while (same < prefix.len
         && (line.str[same] == prefix.str[same]
             || (g_ascii_isdigit (line.str[same]) && g_ascii_isdigit (prefix.str[same]))))
    same++;
  return same == prefix.len ? rungs_span_skip (line, same) : line;
}

/* A marker on a line of its own ends in dashes, or in the stamp of its record. */
static gboolean
ends_like_marker (RungsSpan line)
{
  gsize len = line.len;

  while (len > 0 && (line.str[len - 1] == ' ' || line.str[len - 1] == '\r'))
    len--;
  return len > 0 && (line.str[len - 1] == '-' || line.str[len - 1] == ']')
         && rungs_ac_has_marker (line);
}

/* A marker before any record: the middle of a log. */
static void
begin_headless (RungsAcRecords *self, RungsSpan line, RungsSpan session, guint64 offset)
{
  gsize blanks = 0;

  while (blanks < line.len && line.str[blanks] == ' ')
    blanks++;
  self->record =
    (RungsAcRecord){ .device = self->device, .session = session, .offset = offset, .clean = TRUE };
  self->padding = blanks >= MIN_PADDING ? blanks : 0;
  self->is_padding_known = TRUE;
  begin_live (self);
}

static void
read_further (RungsAcRecords *self, RungsSpan line, guint64 offset, guint32 number)
{
  if (self->kind == KIND_HELD)
    {
      rungs_ac_held_add (self->held, line, offset, self->end, number);
      return;
    }
  if (self->kind == KIND_AGAIN)
    return;
  if (self->kind != KIND_LIVE)
    {
      if (!ends_like_marker (line))
        return;
      if (self->kind == KIND_QUIET)
        begin_live (self);
      else
        begin_headless (self, line, RUNGS_SPAN_NONE, offset);
    }
  line = strip_line (self, line);
  if (rungs_ac_streams_line (self->streams, line, FALSE, offset, number))
    {
      rungs_ac_streams_end (self->streams, self->end);
      self->kind = KIND_NONE;
    }
}

/* ----------------------------------------------------------------------- order */

static void
deliver_held (RungsAcRecords *self, RungsAcDevice *device, RungsAcHeld *held)
{
  for (guint i = 0; i < held->lines->len; i++)
    {
      const RungsAcHeldLine *entry = &g_array_index (held->lines, RungsAcHeldLine, i);
      RungsSpan line = rungs_span ((const char *) held->bytes->data + entry->start, entry->len);
      RungsAcHead head;

      self->end = entry->end;
      if (i > 0)
        {
          read_further (self, line, entry->offset, entry->number);
          continue;
        }
      self->device = device;
      if (!rungs_ac_read_head (&self->layout, line, &head))
        return;
      deliver_head (self, &head, line, entry->offset, entry->number);
    }
  if (self->kind == KIND_LIVE)
    rungs_ac_streams_end (self->streams, self->end);
  self->kind = KIND_NONE;
}

static void
report_loss (RungsAcRecords *self, const RungsAcHeld *held, guint64 lost)
{
  g_autofree char *text = NULL;
  const RungsAcHeldLine *first = &g_array_index (held->lines, RungsAcHeldLine, 0);

  if (self->sink->diagnostic == NULL || held->lines->len == 0)
    return;
  text =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u syslog record missing before this line.",
                                  "%u syslog records missing before this line.", (gulong) lost),
                     (guint) MIN (lost, G_MAXUINT));
  self->sink->diagnostic (self->sink, first->number, RUNGS_DIAGNOSTIC_LOST_RECORDS, text);
}

static void
release_held (RungsAcRecords *self, RungsAcDevice *device, gboolean force)
{
  for (;;)
    {
      guint64 lost;
      g_autoptr (RungsAcHeld) held = rungs_ac_device_release (device, force, &lost);

      if (held == NULL)
        return;
      if (lost > 0)
        report_loss (self, held, lost);
      deliver_held (self, device, held);
    }
}

/* No more lines for the record being read. */
static void
end_record (RungsAcRecords *self)
{
  if (self->kind == KIND_LIVE)
    rungs_ac_streams_end (self->streams, self->end);
  self->kind = KIND_NONE;
  self->held = NULL;
  if (self->device != NULL && self->device->held->len > 0)
    release_held (self, self->device, FALSE);
}

static void
begin_record (RungsAcRecords *self,
              const RungsAcHead *head,
              RungsSpan line,
              guint64 offset,
              guint64 end,
              guint32 number)
{
  RungsAcDevice *device;
  RungsAcTurn turn = RUNGS_AC_DELIVER;

  end_record (self);
  if (head->is_cdr)
    {
      self->device = NULL;
      return;
    }
  device = find_device (self, head);
  if (device != NULL)
    {
      self->last_device = device;
      if (head->has_seq)
        turn = rungs_ac_device_turn (device, head->seq, line.len - head->prefix.len);
      if (turn == RUNGS_AC_FLUSH)
        {
          release_held (self, device, TRUE);
          turn = rungs_ac_device_turn (device, head->seq, line.len - head->prefix.len);
        }
      if (turn == RUNGS_AC_REPEAT)
        {
          self->device = NULL;
          self->kind = KIND_AGAIN;
          return;
        }
    }
  self->device = device;
  self->end = end;
  if (turn == RUNGS_AC_DELIVER)
    {
      deliver_head (self, head, line, offset, number);
      return;
    }
  self->kind = KIND_HELD;
  self->held = rungs_ac_device_hold (device, head->seq);
  rungs_ac_held_add (self->held, line, offset, end, number);
}

/* ----------------------------------------------------------------------- lines */

/* The usual line, where a log of millions spends its time: the next record of the same device, with
 * a notification and no SIP, that nobody waits for. TRUE when it was one and is done with; anything
 * else takes the long way. */
static gboolean
read_quiet_line (RungsAcRecords *self, RungsSpan line, guint64 offset, guint64 end)
{
  RungsAcDevice *device = self->last_device;
  RungsAcHead head;

  if (device == NULL || !device->started || device->held->len > 0 || self->kind == KIND_LIVE
      || self->kind == KIND_HELD || self->sink->event != NULL || self->is_raw
      || !rungs_ac_read_usual_head (&self->layout, line, &head))
    return FALSE;
  if (device->is_mac)
    head.mac = rungs_span_head (head.session, MAX (rungs_span_find_char (head.session, ':'), 0));
  if (head.seq != device->next || device->name_len == 0 || !is_device (device, &head)
      || rungs_ac_streams_expect (self->streams, device, head.session)
      || rungs_ac_has_marker (rungs_span_skip (line, head.body)))
    return FALSE;
  device->next++;
  device->arrivals++;
  rungs_ac_device_see (device, head.seq, line.len - head.prefix.len);
  self->device = device;
  self->kind = KIND_QUIET;
  self->end = end;
  keep_head (self, &head, line, offset);
  return TRUE;
}

static void
read_line (RungsAcRecords *self, RungsSpan line, guint64 offset, guint64 end, guint32 number)
{
  RungsAcHead head;

  if (!rungs_ac_read_head (&self->layout, line, &head))
    {
      self->end = end;
      read_further (self, line, offset, number);
      return;
    }
  self->is_raw = head.prefix.len > 0 && head.prefix.str[0] == '<';
  begin_record (self, &head, line, offset, end, number);
}

/* The other usual line: one of a message, where the saver kept line ends and added nothing. */
static gboolean
read_plain_line (RungsAcRecords *self, RungsSpan line, guint64 end)
{
  RungsSpan prefix = self->record.prefix;

  if (self->kind != KIND_LIVE || !self->layout.has_seq || line.len == 0
      || !g_ascii_isalpha (line.str[0]) || (prefix.len > 0 && line.str[0] == prefix.str[0])
      || memchr (line.str, '[', line.len) != NULL
      || !rungs_ac_streams_add_plain (self->streams, line))
    return FALSE;
  self->end = end;
  return TRUE;
}

static void
split_line (RungsAcRecords *self, RungsSpan line, guint64 offset, guint64 end, guint32 number)
{
  gsize pos = 0;

  while (self->is_raw || (line.len > 0 && line.str[0] == '<'))
    {
      gssize next = rungs_ac_find_glued_head (line, pos + 1);

      if (next < 0)
        break;
      read_line (self, rungs_span (line.str + pos, next - pos), offset + pos, offset + next,
                 number);
      pos = next;
    }
  read_line (self, rungs_span_skip (line, pos), offset + pos, end, number);
}

/* The record that a part of a log begins in belongs to the session of the part's last record: only
 * a message with its end in this other record needs to know. */
static void
replay_gathered (RungsAcRecords *self)
{
  g_autoptr (RungsAcHeld) gathered = g_steal_pointer (&self->gathered);
  RungsAcLayout layout = RUNGS_AC_LAYOUT_INIT;
  RungsAcHead head, last = { 0 };
  gboolean has_last = FALSE;

  for (guint i = 0; i < gathered->lines->len; i++)
    {
      const RungsAcHeldLine *entry = &g_array_index (gathered->lines, RungsAcHeldLine, i);

      if (rungs_ac_read_head (
            &layout, rungs_span ((const char *) gathered->bytes->data + entry->start, entry->len),
            &head)
          && !head.is_cdr)
        {
          last = head;
          has_last = TRUE;
        }
    }
  if (has_last)
    {
      self->device = find_device (self, &last);
      self->last_device = self->device;
    }
  for (guint i = 0; i < gathered->lines->len; i++)
    {
      const RungsAcHeldLine *entry = &g_array_index (gathered->lines, RungsAcHeldLine, i);
      RungsSpan line = rungs_span ((const char *) gathered->bytes->data + entry->start, entry->len);

      if (i > 0)
        {
          split_line (self, line, entry->offset, entry->end, entry->number);
          continue;
        }
      self->end = entry->end;
      begin_headless (self, line, last.session, entry->offset);
      read_body (self, strip_line (self, line), FALSE, entry->offset, entry->number);
    }
}

static gboolean
is_headless (RungsAcRecords *self, RungsSpan line)
{
  RungsAcHead head;
  RungsAcLayout layout = self->layout;

  return !rungs_ac_read_head (&layout, line, &head) && rungs_ac_has_marker (line);
}

void
rungs_ac_records_line (RungsAcRecords *self,
                       RungsSpan line,
                       guint64 offset,
                       guint64 end,
                       guint32 number)
{
  if (self->may_be_headless)
    {
      self->may_be_headless = FALSE;
      if (is_headless (self, line))
        self->gathered = rungs_ac_held_new (0);
    }
  if (self->gathered != NULL)
    {
      if (self->gathered->bytes->len + line.len <= MAX_HEADLESS)
        {
          rungs_ac_held_add (self->gathered, line, offset, end, number);
          return;
        }
      replay_gathered (self);
    }
  if (!read_plain_line (self, line, end) && !read_quiet_line (self, line, offset, end))
    split_line (self, line, offset, end, number);
}

void
rungs_ac_records_close (RungsAcRecords *self)
{
  if (self->gathered != NULL)
    replay_gathered (self);
  end_record (self);
  for (guint i = 0; i < self->devices->len; i++)
    release_held (self, device_at (self, i), TRUE);
  rungs_ac_streams_close (self->streams);
}
