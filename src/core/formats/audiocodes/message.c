/* One SIP message being put together from pieces of records. The device sends at most some 1,200
 * bytes of it in a record and cuts at any byte. Firmware up to 7.2 writes CR as a blank, the Syslog
 * Viewer then takes that blank off most lines, and other savers lose CRs: so a line is kept without
 * CRs and without one blank at its end, together with what stood there. In the end Content-Length
 * tells which reading is right. */
#include "config.h"

#include "formats/audiocodes/private.h"

#include <string.h>

#include "base/limits.h"
#include "sip/index.h"

/* A marker that goes on in the next record: what is taken from that. */
#define MAX_MARKER_PIECE 1024

enum
{
  MARK_CR = 1 << 0,    /* a CR stood before the LF */
  MARK_BLANK = 1 << 1, /* a blank stood before that */
};

/* How the ends of lines are understood. */
typedef struct
{
  gboolean plain_blank;  /* blanks without a CR behind are text, not a CR */
  gboolean cr_blank;     /* blanks before a CR are text */
  gboolean bare_lf;      /* where nothing stood before the LF, there never was a CR */
  gboolean no_tail;      /* the last line has no end */
  gboolean session_name; /* "s=" was "s= ", as RFC 8866 5.3 wants */
} Reading;

void
rungs_ac_buffer_grow (RungsAcBuffer *buffer, gsize more)
{
  buffer->size = MAX (buffer->size * 2, buffer->len + MAX (more, 256));
  buffer->data = g_realloc (buffer->data, buffer->size);
}

RungsAcMessage *
rungs_ac_message_new (void)
{
  RungsAcMessage *self = g_new0 (RungsAcMessage, 1);

  rungs_ac_buffer_grow (&self->session, 0);
  rungs_ac_buffer_grow (&self->marker, 0);
  rungs_ac_buffer_grow (&self->text, 0);
  rungs_ac_buffer_grow (&self->marks, 0);
  self->link.data = self;
  rungs_ac_message_reset (self);
  return self;
}

void
rungs_ac_message_free (RungsAcMessage *self)
{
  g_free (self->session.data);
  g_free (self->marker.data);
  g_free (self->text.data);
  g_free (self->marks.data);
  g_free (self);
}

void
rungs_ac_message_reset (RungsAcMessage *self)
{
  self->state = RUNGS_AC_STATE_WAIT;
  self->device = NULL;
  self->session.len = 0;
  self->marker.len = 0;
  self->text.len = 0;
  self->marks.len = 0;
  self->line_start = self->head_len = 0;
  self->head_lines = 0;
  self->content_length = -1;
  self->offset = self->end = self->order = 0;
  self->line = 0;
  self->time = RUNGS_TIME_NONE;
  self->gaps = 0;
  self->too_long = self->grew = self->is_guessed = FALSE;
}

static RungsSpan
last_line (RungsAcMessage *self)
{
  return rungs_span (self->text.data + self->line_start, self->text.len - self->line_start);
}

static void
append (RungsAcMessage *self, const char *bytes, gsize len)
{
  rungs_ac_buffer_append (&self->text, bytes, len);
}

void
rungs_ac_message_add (RungsAcMessage *self, RungsSpan text, guint32 number)
{
  if (self->state == RUNGS_AC_STATE_DEAD || text.len == 0)
    return;
  if (self->state == RUNGS_AC_STATE_MARKER)
    {
      rungs_ac_buffer_append (&self->marker, text.str, MIN (text.len, MAX_MARKER_PIECE));
      return;
    }
  if (self->text.len + text.len > RUNGS_MAX_SIP)
    {
      self->too_long = TRUE;
      return;
    }
  if (self->state == RUNGS_AC_STATE_WAIT && self->text.len == 0)
    self->line = number;
  append (self, text.str, text.len);
}

static void
end_start_line (RungsAcMessage *self, RungsSpan line)
{
  gsize blanks = 0;

  while (blanks < line.len && line.str[blanks] == ' ')
    blanks++;
  if (blanks == line.len)
    {
      self->text.len = 0;
      return;
    }
  if (blanks > 0)
    {
      self->text.len -= blanks;
      memmove (self->text.data, self->text.data + blanks, self->text.len);
    }
  if (!rungs_sip_is_start_line (last_line (self)))
    {
      self->state = RUNGS_AC_STATE_DEAD;
      return;
    }
  self->state = RUNGS_AC_STATE_HEAD;
}

static void
begin_body (RungsAcMessage *self)
{
  self->state = RUNGS_AC_STATE_BODY;
  self->head_len = self->text.len;
  self->head_lines = self->marks.len;
}

static void
read_content_length (RungsAcMessage *self, RungsSpan line)
{
  gsize n = strlen ("Content-Length");
  guint64 value;

  if (line.len < 3 || ((line.str[0] | 0x20) != 'c' && (line.str[0] | 0x20) != 'l'))
    return;
  if (line.len > n && (line.str[8] | 0x20) == 'l'
      && rungs_span_equal_ci (rungs_span_head (line, n), RUNGS_SPAN ("Content-Length")))
    line = rungs_span_skip (line, n);
  else if ((line.str[0] | 0x20) == 'l')
    line = rungs_span_skip (line, 1);
  else
    return;
  while (line.len > 0 && (line.str[0] == ' ' || line.str[0] == '\t'))
    line = rungs_span_skip (line, 1);
  if (line.len > 0 && line.str[0] == ':'
      && rungs_span_to_uint (rungs_span_trim (rungs_span_skip (line, 1)), G_MAXINT32, &value))
    self->content_length = (gint64) value;
}

/* TRUE when the line was the last of the head. */
static void
end_head_line (RungsAcMessage *self, guint8 mark)
{
  RungsSpan line = last_line (self);

  /* Web pages and viewers lose the empty line. */
  if (rungs_span_equal (line, RUNGS_SPAN ("v=0")))
    {
      self->text.len = self->line_start;
      append (self, "\r\n", 2);
      rungs_ac_buffer_append_c (&self->marks, 0);
      begin_body (self);
      append (self, "v=0\r\n", 5);
      rungs_ac_buffer_append_c (&self->marks, (char) mark);
      return;
    }
  read_content_length (self, line);
  append (self, "\r\n", 2);
  rungs_ac_buffer_append_c (&self->marks, (char) mark);
  if (line.len == 0)
    begin_body (self);
}

void
rungs_ac_message_break (RungsAcMessage *self)
{
  RungsSpan line = last_line (self);
  guint8 mark = 0;

  if (self->state == RUNGS_AC_STATE_DEAD)
    return;
  if (self->state == RUNGS_AC_STATE_MARKER)
    {
      self->state = RUNGS_AC_STATE_WAIT;
      return;
    }
  while (line.len > 0 && line.str[line.len - 1] == '\r')
    {
      line.len--;
      mark |= MARK_CR;
    }
  if (line.len > 0 && line.str[line.len - 1] == ' ')
    {
      line.len--;
      mark |= MARK_BLANK;
    }
  self->text.len = self->line_start + line.len;

  if (self->state == RUNGS_AC_STATE_WAIT)
    {
      end_start_line (self, line);
      if (self->state != RUNGS_AC_STATE_HEAD)
        return;
      append (self, "\r\n", 2);
      rungs_ac_buffer_append_c (&self->marks, (char) mark);
    }
  else if (self->state == RUNGS_AC_STATE_HEAD)
    end_head_line (self, mark);
  else
    {
      append (self, "\r\n", 2);
      rungs_ac_buffer_append_c (&self->marks, (char) mark);
    }
  self->line_start = self->text.len;
}

/* ------------------------------------------------------------------- readings */

/* What the body's lines allow for. */
typedef struct
{
  gsize base; /* bytes with every blank taken off and CRLF everywhere */
  gsize n_plain_blank, n_cr_blank, n_bare;
  gboolean has_empty_session_name;
  guint8 last_mark;
  gboolean is_open; /* the last line has no end yet */
} BodyFacts;

static BodyFacts
body_facts (RungsAcMessage *self)
{
  BodyFacts facts = { .base = self->text.len - self->head_len };
  RungsSpan body = rungs_span_skip (rungs_ac_buffer_span (&self->text), self->head_len);

  for (gsize i = self->head_lines; i < self->marks.len; i++)
    {
      guint8 mark = (guint8) self->marks.data[i];

      facts.n_plain_blank += mark == MARK_BLANK;
      facts.n_cr_blank += mark == (MARK_BLANK | MARK_CR);
      facts.n_bare += mark == 0;
      facts.last_mark = mark;
    }
  facts.has_empty_session_name = rungs_span_find (body, RUNGS_SPAN ("\r\ns=\r\n")) >= 0;
  facts.is_open = self->text.len > self->line_start;
  return facts;
}

static gint64
length_as_read (const BodyFacts *facts, const Reading *reading)
{
  gint64 len = (gint64) facts->base;

  len += reading->plain_blank ? facts->n_plain_blank : 0;
  len += reading->cr_blank ? facts->n_cr_blank : 0;
  len -= reading->bare_lf ? facts->n_bare : 0;
  len += reading->session_name ? 1 : 0;
  if (reading->no_tail)
    len -= reading->bare_lf && facts->last_mark == 0 ? 1 : 2;
  return len;
}

/* The start line's end tells how this log writes CRs; a log with CRs and blanks before them was
 * converted. */
static Reading
usual_reading (RungsAcMessage *self)
{
  gboolean blank = self->marks.len > 0 && (self->marks.data[0] & MARK_BLANK) != 0;

  return (Reading){ .cr_blank = !blank };
}

/* Nearly every message: nothing to choose between. */
static gboolean
fits_usual_reading (RungsAcMessage *self)
{
  Reading usual = usual_reading (self);
  gint64 len = (gint64) (self->text.len - self->head_len);

  for (gsize i = self->head_lines; i < self->marks.len && usual.cr_blank; i++)
    len += self->marks.data[i] == (MARK_BLANK | MARK_CR);
  return len == self->content_length;
}

/* The plainest reading under which the body has its length. */
static gboolean
find_reading (RungsAcMessage *self, const BodyFacts *facts, Reading *reading)
{
  Reading usual = usual_reading (self);

  for (guint i = 0; i < 32; i++)
    {
      Reading r = usual;

      r.session_name = (i & 1) != 0;
      r.plain_blank ^= (i & 2) != 0;
      r.cr_blank ^= (i & 4) != 0;
      r.bare_lf = (i & 8) != 0;
      r.no_tail = (i & 16) != 0;
      if (r.session_name && !facts->has_empty_session_name)
        continue;
      if (r.no_tail && (facts->base == 0 || facts->is_open))
        continue;
      if (length_as_read (facts, &r) == self->content_length)
        {
          *reading = r;
          return TRUE;
        }
    }
  *reading = usual;
  return FALSE;
}

/* One line of the message written once more: @len bytes without its end. In the head blanks at the
 * end mean nothing, and Content-Length says nothing about them: there the usual reading holds. */
static void
append_as_read (RungsAcMessage *self,
                const char *line,
                gsize len,
                guint8 mark,
                gboolean in_body,
                const Reading *usual,
                const Reading *reading)
{
  const Reading *r = in_body ? reading : usual;

  append (self, line, len);
  if ((mark == MARK_BLANK && r->plain_blank) || (mark == (MARK_BLANK | MARK_CR) && r->cr_blank)
      || (in_body && r->session_name && len == 2 && memcmp (line, "s=", 2) == 0))
    append (self, " ", 1);
  if (in_body && r->bare_lf && mark == 0)
    append (self, "\n", 1);
  else
    append (self, "\r\n", 2);
}

static void
rewrite (RungsAcMessage *self, const Reading *reading)
{
  Reading usual = usual_reading (self);
  RungsAcBuffer old = self->text;
  gsize pos = 0, head_len = 0;

  self->text = (RungsAcBuffer){ 0 };
  rungs_ac_buffer_grow (&self->text, old.len + self->marks.len);
  for (guint i = 0; i < self->marks.len; i++)
    {
      RungsSpan rest = rungs_span (old.data + pos, old.len - pos);
      gssize end = rungs_span_find (rest, RUNGS_SPAN ("\r\n"));

      if (end < 0)
        break;
      if (i == self->head_lines)
        head_len = self->text.len;
      append_as_read (self, rest.str, (gsize) end, self->marks.data[i], i >= self->head_lines,
                      &usual, reading);
      pos += end + 2;
    }
  self->head_len = head_len > 0 ? head_len : self->text.len;
  self->line_start = self->text.len;
  g_free (old.data);
}

/* Most messages need not be touched. */
static void
apply_reading (RungsAcMessage *self, const Reading *reading)
{
  gboolean changes = reading->bare_lf || reading->session_name || reading->plain_blank;

  for (guint i = 0; i < self->marks.len && !changes && reading->cr_blank; i++)
    changes = self->marks.data[i] == (MARK_BLANK | MARK_CR);
  if (changes)
    rewrite (self, reading);
  if (reading->no_tail && self->text.len > self->head_len)
    {
      gsize len = self->text.len - 1;

      if (len > self->head_len && self->text.data[len - 1] == '\r')
        len--;
      self->text.len = len;
    }
}

/* Takes empty lines off the end, as long as the body stays at least @least bytes. */
static void
drop_empty_lines (RungsAcMessage *self, gsize least)
{
  while (self->text.len >= self->head_len + least + 2 && self->marks.len > self->head_lines)
    {
      gsize len = self->text.len - 2;
      gboolean is_empty =
        len == self->head_len || (self->text.data[len - 1] == '\n' && self->text.data[len] == '\r');

      if (!is_empty)
        break;
      self->text.len = len;
      self->marks.len = self->marks.len - 1;
    }
  self->line_start = self->text.len;
}

/* Other readings wait for the end: in the middle of a body one of them may fit by chance. */
gboolean
rungs_ac_message_fits (RungsAcMessage *self)
{
  if (self->state != RUNGS_AC_STATE_BODY || self->content_length < 0)
    return FALSE;
  if (self->text.len == self->line_start)
    drop_empty_lines (self, (gsize) self->content_length);
  return fits_usual_reading (self);
}

/* Looks like a line of SDP: then a body that is longer than it should be is not followed by a log's
 * own text. */
static gboolean
is_sdp_line (RungsSpan s)
{
  return s.len > 2 && g_ascii_islower (s.str[0]) && s.str[1] == '=';
}

/* More than Content-Length says: what follows the body on lines of its own is the log's. */
static RungsAcVerdict
finish_long (RungsAcMessage *self)
{
  gsize end = self->head_len + (gsize) self->content_length;
  RungsSpan rest = rungs_span (self->text.data + end, self->text.len - end);

  if (self->text.data[end - 1] != '\n' || is_sdp_line (rest))
    return RUNGS_AC_LONG;
  self->text.len = end;
  return RUNGS_AC_WHOLE;
}

static RungsAcVerdict
finish_body (RungsAcMessage *self)
{
  BodyFacts facts;
  Reading reading;
  gboolean fits;

  if (self->content_length < 0)
    {
      drop_empty_lines (self, 0);
      reading = usual_reading (self);
      apply_reading (self, &reading);
      return self->too_long ? RUNGS_AC_SHORT : RUNGS_AC_UNKNOWN;
    }
  drop_empty_lines (self, (gsize) self->content_length);
  if (fits_usual_reading (self))
    {
      reading = usual_reading (self);
      apply_reading (self, &reading);
      return RUNGS_AC_WHOLE;
    }
  facts = body_facts (self);
  fits = find_reading (self, &facts, &reading);
  apply_reading (self, &reading);
  if (fits)
    return RUNGS_AC_WHOLE;
  if (self->text.len - self->head_len < (gsize) self->content_length)
    return RUNGS_AC_SHORT;
  return finish_long (self);
}

RungsAcVerdict
rungs_ac_message_finish (RungsAcMessage *self)
{
  Reading usual;

  if (self->text.len > self->line_start)
    rungs_ac_message_break (self);
  if (self->state == RUNGS_AC_STATE_BODY)
    return finish_body (self);
  if (self->state != RUNGS_AC_STATE_HEAD)
    return RUNGS_AC_ABSENT;

  /* The empty line is missing. Savers lose it at the end of a record, so behind "Content-Length: 0"
   * it is no damage. */
  append (self, "\r\n", 2);
  rungs_ac_buffer_append_c (&self->marks, 0);
  begin_body (self);
  self->line_start = self->text.len;
  if (self->content_length == 0 && !self->too_long)
    return finish_body (self);
  usual = usual_reading (self);
  apply_reading (self, &usual);
  return RUNGS_AC_SHORT;
}
