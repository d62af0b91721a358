/* Ribbon SBC Core (5000, 7000, SWe; formerly Sonus): call trace files (.TRC), debug files (.DBG),
 * and the same by syslog.
 *
 *   242 11222026 101502.120456:1.02.00.38938.Info   .SIPSG:CALL:FILTER=f1 GCID=0x00000DDB: TraceCallLogger invoked
 *   1787 11222026 101502.120612:1.01.00.38939.MAJOR .SIPSG:FILTER=f1 GCID=0x00000DDB: EXTRA INFO: Ingress: received msg for
 *     CallId:a84b4c@192.0.2.1 gcid:0xDDB from IP/port:192.0.2.1/5060, Local IP/port:198.51.100.2/5060
 *   RAW PDU:
 *   INVITE sip:+15550100002@example.com SIP/2.0
 *   ...
 *   339 11222026 101502.570846:1.01.00.38344.Info   .SIPCM: SipFeSocketRecvMsg - msg = SIP/2.0 180 Ringing
 *   ...
 *   , msgLen = 239.
 *
 * An entry begins with its length, month-day-year, the time of the day and four numbers, the last
 * of which counts entries. One longer than 1800 bytes goes on in a second entry of the same stamp
 * and number, cut at any byte. What TCP brings in two pieces is two entries of "msg =". GCID is one
 * call on all its legs.
 *
 * Source: SBC-FORMATS section 2b (two excerpts of real logs, the vendor's manual, a converter for
 * the form by syslog). What the length in front counts is not known to the byte: it says only
 * whether an entry is full. */
#include "config.h"

#include "formats/vendors/ribbon.h"

#include "base/limits.h"
#include "base/scan.h"
#include "formats/stamps.h"
#include "formats/lines.h"
#include "formats/assembler.h"
#include "formats/head-line.h"
#include "formats/sip-line.h"

#include <glib/gi18n-lib.h>

#define MAX_PROBE_LINES 2000

typedef struct
{
  guint64 len; /* as written in front */
  guint64 seq;
  RungsTime time;
  RungsSpan all;  /* from the subsystem's name on */
  RungsSpan text; /* behind it */
} Entry;

typedef enum
{
  INSIDE_OTHER, /* an entry that is no message */
  INSIDE_HEAD,  /* the message comes behind "RAW PDU:" */
  INSIDE_PDU,
  INSIDE_SOCKET, /* "msg = ", until ", msgLen = " */
} Inside;

typedef struct
{
  RungsSink *sink;
  RungsStamps stamps;
  RungsAssembler assembler;
  Inside inside;
  guint n_head_lines;

  /* The entry that is being read, when it is no message. */
  RungsTime event_time;
  GString *event_session;

  /* The message that is being put together. */
  gboolean is_open;
  gboolean is_socket;    /* from "msg = " */
  gboolean may_continue; /* its entry is full: a second one may follow */
  guint n_waited;        /* entries since then */
  GString *raw;          /* LF line ends */
  gssize doubtful;       /* where parts were joined and a line end may be missing; -1 */
  GString *unescaped;
  GString *intro; /* what the entry says in front of the message */
  Entry entry;    /* its numbers; the spans are gone */
  guint64 end;
  guint32 line;
} Parser;

/* ---- Entries ---- */

static gboolean
take_uint (RungsSpan *s, guint64 max, gsize digits, guint64 *value)
{
  gsize n = rungs_span_take_uint (*s, max, value);

  if (n == 0 || (digits > 0 && n != digits))
    return FALSE;
  *s = rungs_span_skip (*s, n);
  return TRUE;
}

/* "11222026 101502.120612" */
static gboolean
take_stamp (RungsSpan *s, RungsTime *stamp)
{
  guint64 date, time, usec = 0;

  if (!take_uint (s, 99999999, 8, &date) || !rungs_take_char (s, ' ')
      || !take_uint (s, 999999, 6, &time) || !rungs_take_char (s, '.')
      || !take_uint (s, 999999, 6, &usec))
    return FALSE;
  *stamp = rungs_time (rungs_stamp_civil (
    (int) (date % 10000), (int) (date / 1000000), (int) (date / 10000 % 100), (int) (time / 10000),
    (int) (time / 100 % 100), (int) (time % 100), (int) usec));
  return stamp->at != RUNGS_STAMP_NONE;
}

static gboolean
read_entry (RungsSpan line, Entry *entry)
{
  RungsSpan s = line;
  guint64 ignored;
  gssize colon;

  if (!take_uint (&s, 99999, 0, &entry->len) || !rungs_take_char (&s, ' ')
      || !take_stamp (&s, &entry->time) || !rungs_take_char (&s, ':'))
    return FALSE;
  for (guint i = 0; i < 3; i++)
    if (!take_uint (&s, G_MAXUINT32, 0, &ignored) || !rungs_take_char (&s, '.'))
      return FALSE;
  if (!take_uint (&s, G_MAXUINT64, 0, &entry->seq) || !rungs_take_char (&s, '.'))
    return FALSE;
  /* "Info   .SIPSG:" */
  while (s.len > 0 && g_ascii_isalpha (s.str[0]))
    s = rungs_span_skip (s, 1);
  while (s.len > 0 && s.str[0] == ' ')
    s = rungs_span_skip (s, 1);
  if (!rungs_take_char (&s, '.'))
    return FALSE;
  colon = rungs_span_find_char (s, ':');
  entry->all = s;
  entry->text = colon >= 0 ? rungs_span_skip (s, (gsize) colon + 1) : RUNGS_SPAN_NONE;
  return TRUE;
}

static gboolean
is_hex (char c)
{
  return g_ascii_isxdigit (c);
}

/* "GCID=0x00000DDB", "gcid:0xDDB" as "0xDDB"; empty when there is none, or it is not known yet. */
static void
set_gcid (GString *session, RungsSpan text)
{
  gssize at;

  g_string_truncate (session, 0);
  while ((at = rungs_span_find_ci (text, RUNGS_SPAN ("gcid"))) >= 0)
    {
      RungsSpan value;
      gsize n = 0;

      text = rungs_span_skip (text, (gsize) at + 4);
      if (text.len < 4 || (text.str[0] != '=' && text.str[0] != ':') || text.str[1] != '0'
          || (text.str[2] | 0x20) != 'x')
        continue;
      value = rungs_span_skip (text, 3);
      while (value.len > 0 && value.str[0] == '0')
        value = rungs_span_skip (value, 1);
      while (n < value.len && is_hex (value.str[n]))
        n++;
      if (n == 0 || n > 16 || (n == 8 && rungs_span_starts_ci (value, RUNGS_SPAN ("ffffffff"))))
        continue;
      rungs_assembler_set (session, rungs_span_head (value, n));
      g_string_ascii_up (session);
      g_string_prepend (session, "0x");
      return;
    }
}

/* "from IP/port:192.0.2.1/5060," as "192.0.2.1:5060". */
static gboolean
read_address (RungsSpan text, RungsSpan name, GString *address)
{
  gssize at = rungs_span_find (text, name), slash;
  gsize n = 0;

  g_string_truncate (address, 0);
  if (at < 0)
    return FALSE;
  text = rungs_span_skip (text, (gsize) at + name.len);
  while (n < text.len && (is_hex (text.str[n]) || rungs_char_is_in (text.str[n], ".:/[]"))
         && text.str[n] != '\0')
    n++;
  text = rungs_span_head (text, n);
  slash = rungs_span_find_char (text, '/');
  if (slash <= 0)
    return FALSE;
  rungs_assembler_address (address, rungs_span_head (text, (gsize) slash),
                           rungs_span_skip (text, (gsize) slash + 1));
  return TRUE;
}

/* ---- The message ---- */

static void
collect_raw (Parser *self)
{
  RungsSpan rest = rungs_span (self->raw->str, self->raw->len), line;
  guint32 number = self->line;

  rungs_collect_begin (&self->assembler.collect);
  while (rungs_span_take_line (&rest, &line))
    rungs_assembler_add_line (&self->assembler, line, self->end, number++);
}

/* Two bytes too few, and the parts may have been joined where a line ended: so it was. */
static void
mend_join (Parser *self)
{
  RungsCollect *collect = &self->assembler.collect;
  gsize body_len = collect->bytes->len - collect->body_start;

  if (self->doubtful < 0 || collect->state != RUNGS_COLLECT_BODY || collect->content_length < 0
      || body_len + 2 != (gsize) collect->content_length)
    return;
  g_string_insert_c (self->raw, self->doubtful, '\n');
  self->doubtful = -1;
  collect_raw (self);
}

static void
emit (Parser *self)
{
  self->is_open = FALSE;
  self->assembler.time = self->entry.time;
  rungs_assembler_finish (&self->assembler);
}

/* The entry is at its end. The message is told now, unless more of it may come. */
static void
end_entry (Parser *self, gboolean is_last)
{
  if (!self->is_open)
    return;
  if (self->inside == INSIDE_HEAD)
    {
      self->is_open = FALSE;
      return;
    }
  collect_raw (self);
  mend_join (self);
  if (!is_last && self->assembler.collect.state != RUNGS_COLLECT_WHOLE
      && (self->may_continue || self->is_socket) && self->n_waited++ < RUNGS_RIBBON_WAIT_ENTRIES)
    return;
  emit (self);
}

static void
append_raw (Parser *self, RungsSpan line, guint64 end)
{
  if (self->raw->len > RUNGS_MAX_SIP)
    return;
  g_string_append_len (self->raw, line.str, (gssize) line.len);
  g_string_append_c (self->raw, '\n');
  self->end = end;
}

/* Text of the message in the line of its entry's head; what is escaped becomes lines. */
static void
take_inline (Parser *self, RungsSpan text, guint64 end)
{
  RungsTextStart start;

  if (rungs_text_find_start (text, &start) && start.rest.len > 0)
    {
      RungsSpan rest, line;

      append_raw (self, start.line, end);
      g_string_truncate (self->unescaped, 0);
      rungs_text_unescape (start.rest, start.escape, FALSE, self->unescaped);
      rest = rungs_span (self->unescaped->str, self->unescaped->len);
      while (rungs_span_take_line (&rest, &line))
        append_raw (self, line, end);
    }
  else if (rungs_span_trim (text).len > 0)
    append_raw (self, text, end);
}

/* ", msgLen = 239." behind the message: taken off. */
static gboolean
take_msg_len (RungsSpan *line)
{
  gssize at = rungs_span_find (*line, RUNGS_SPAN (", msgLen = "));

  if (at < 0)
    return FALSE;
  *line = rungs_span_head (*line, (gsize) at);
  return TRUE;
}

static void
take_socket_line (Parser *self, RungsSpan line, guint64 end)
{
  gboolean is_end = take_msg_len (&line);

  if (!is_end || line.len > 0)
    append_raw (self, line, end);
  self->end = end;
  if (is_end)
    self->inside = INSIDE_OTHER;
}

static void
begin (Parser *self, const Entry *entry, guint64 offset, guint64 end, guint32 number)
{
  end_entry (self, TRUE);
  rungs_assembler_begin (&self->assembler, offset);
  self->is_open = TRUE;
  self->may_continue = entry->len >= RUNGS_RIBBON_FULL_BYTES;
  self->n_waited = self->n_head_lines = 0;
  self->doubtful = -1;
  self->entry = *entry;
  self->end = end;
  self->line = number;
  g_string_truncate (self->raw, 0);
  g_string_truncate (self->intro, 0);
}

/* "…: Ingress: received msg for CallId:… gcid:0xDDB from IP/port:…, Local IP/port:…" and, here or
 * in the lines that follow, "RAW PDU:". */
static void
begin_pdu (Parser *self, const Entry *entry, guint64 offset, guint64 end, guint32 number)
{
  static const RungsSpan local = { ", Local IP/port:", 16 };
  RungsSpan text = entry->text, raw = RUNGS_SPAN ("RAW PDU:");
  RungsAssembler *assembler = &self->assembler;
  gssize at = rungs_span_find (text, raw);
  RungsSpan head = rungs_span_head (text, at >= 0 ? (gsize) at : text.len);

  begin (self, entry, offset, end, number);
  self->is_socket = FALSE;
  assembler->is_received = rungs_span_find (head, RUNGS_SPAN ("received msg for CallId:")) >= 0;
  assembler->is_sent = !assembler->is_received;
  set_gcid (assembler->session, head);
  read_address (
    head, assembler->is_received ? RUNGS_SPAN (" from IP/port:") : RUNGS_SPAN (" to IP/port:"),
    assembler->is_received ? assembler->src : assembler->dst);
  read_address (head, local, assembler->is_received ? assembler->dst : assembler->src);
  g_string_append_len (self->intro, head.str, (gssize) head.len);
  self->inside = at >= 0 ? INSIDE_PDU : INSIDE_HEAD;
  if (at >= 0)
    take_inline (self, rungs_span_skip (text, (gsize) at + raw.len), end);
}

static void
begin_socket (Parser *self,
              const Entry *entry,
              RungsSpan text,
              guint64 offset,
              guint64 end,
              guint32 number)
{
  RungsAssembler *assembler = &self->assembler;

  begin (self, entry, offset, end, number);
  self->is_socket = TRUE;
  self->inside = INSIDE_SOCKET;
  assembler->is_received = rungs_span_find (entry->text, RUNGS_SPAN ("Recv")) >= 0;
  assembler->is_sent =
    !assembler->is_received && rungs_span_find (entry->text, RUNGS_SPAN ("Send")) >= 0;
  set_gcid (assembler->session, entry->text);
  take_socket_line (self, text, end);
}

/* Its last line. */
static RungsSpan
last_line (RungsSpan text)
{
  const char *newline = text.len > 0 ? memrchr (text.str, '\n', text.len) : NULL;

  return newline != NULL ? rungs_span_skip (text, (gsize) (newline + 1 - text.str)) : text;
}

/* Does a line end between @before and @text though the file has no line end for it? In SDP only the
 * length tells. */
static gboolean
is_new_header (RungsSpan before, RungsSpan text)
{
  return text.len > 0 && !rungs_text_is_sdp_line (before)
         && rungs_collect_is_new_line (before, text);
}

/* The second entry of a long one. Its head may say again what the first said in front. */
static void
continue_entry (Parser *self, RungsSpan text, guint64 end)
{
  RungsSpan intro = rungs_span (self->intro->str, self->intro->len);
  gssize colon = rungs_span_find (intro, RUNGS_SPAN (": "));
  GString *raw = self->raw;

  if (colon > 0 && rungs_span_starts (text, rungs_span_head (intro, (gsize) colon + 2)))
    text = rungs_span_skip (text, (gsize) colon + 2);
  self->may_continue = FALSE;
  self->inside = self->is_socket ? INSIDE_SOCKET : INSIDE_PDU;
  /* The cut is where the entry ends, in the middle of a line or not: the line end of the entry is
   * none of the message. */
  if (raw->len > 0 && !is_new_header (last_line (rungs_span (raw->str, raw->len - 1)), text))
    {
      g_string_truncate (raw, raw->len - 1);
      self->doubtful = (gssize) raw->len;
    }
  if (self->is_socket)
    take_socket_line (self, text, end);
  else
    append_raw (self, text, end);
}

/* ---- Lines ---- */

static void
tell_event (Parser *self, RungsSpan text, guint64 offset, guint32 number)
{
  RungsSinkEvent event = { .offset = offset, .line = number, .time = self->event_time };

  event.text = rungs_span_trim (text);
  event.session = rungs_span (self->event_session->str, self->event_session->len);
  if (event.text.len > 0)
    self->sink->event (self->sink, &event);
}

static gboolean
is_pdu_head (RungsSpan text)
{
  return rungs_span_find (text, RUNGS_SPAN ("received msg for CallId:")) >= 0
         || rungs_span_find (text, RUNGS_SPAN ("sent msg for CallId:")) >= 0;
}

static void
take_entry (Parser *self, const Entry *entry, guint64 offset, guint64 end, guint32 number)
{
  static const RungsSpan msg = { " - msg = ", 9 };
  gssize at = rungs_span_find (entry->text, msg);
  RungsSpan text = at >= 0 ? rungs_span_skip (entry->text, (gsize) at + msg.len) : entry->text;

  if (self->is_open && self->inside != INSIDE_HEAD && entry->seq == self->entry.seq
      && entry->time.at == self->entry.time.at)
    {
      continue_entry (self, entry->text, end);
      return;
    }
  end_entry (self, FALSE);
  if (entry->time.at != RUNGS_STAMP_NONE)
    rungs_stamps_full (&self->stamps, entry->time);
  if (is_pdu_head (entry->text))
    begin_pdu (self, entry, offset, end, number);
  else if (at >= 0 && rungs_sip_is_start_line (rungs_span_trim (text)))
    begin_socket (self, entry, text, offset, end, number);
  else if (at >= 0 && self->is_open && self->is_socket)
    {
      /* The body, which TCP brought later than the head. */
      self->inside = INSIDE_SOCKET;
      take_socket_line (self, text, end);
    }
  else
    {
      self->inside = INSIDE_OTHER;
      if (self->sink->event == NULL)
        return;
      self->event_time = entry->time;
      set_gcid (self->event_session, entry->text);
      tell_event (self, entry->all, offset, number);
    }
}

/* The whole entry in a line of syslog, whose head is the server's and not quite known: its stamp is
 * in front. */
static gboolean
read_syslog (Parser *self, RungsSpan line, Entry *entry)
{
  RungsWritten written;
  RungsSpan head;
  gssize at;

  if (rungs_span_find (line, RUNGS_SPAN ("msg for CallId:")) < 0 || !is_pdu_head (line))
    return FALSE;
  at = rungs_span_find (line, RUNGS_SPAN ("usec"));
  head = rungs_span_head (line, at >= 0 ? (gsize) at : RUNGS_TEXT_HEAD_BYTES);
  *entry = (Entry){ .time = RUNGS_TIME_NONE, .all = line, .text = line };
  rungs_stamp_find (head, self->stamps.dates, &written);
  entry->time = rungs_stamps_complete (&self->stamps, &written);
  return TRUE;
}

/* A line of the entry behind its first. */
static void
take_text (Parser *self, RungsSpan line, guint64 offset, guint64 end, guint32 number)
{
  switch (self->inside)
    {
    case INSIDE_HEAD:
      if (rungs_span_starts (line, RUNGS_SPAN ("RAW PDU:")))
        {
          self->inside = INSIDE_PDU;
          self->line = number + 1;
          take_inline (self, rungs_span_skip (line, 8), end);
        }
      else if (rungs_sip_is_start_line (line))
        {
          self->inside = INSIDE_PDU;
          self->line = number;
          append_raw (self, line, end);
        }
      else if (++self->n_head_lines > RUNGS_TEXT_FOREIGN_LINES)
        {
          self->inside = INSIDE_OTHER;
          self->is_open = FALSE;
        }
      break;
    case INSIDE_PDU:
      append_raw (self, line, end);
      break;
    case INSIDE_SOCKET:
      take_socket_line (self, line, end);
      break;
    case INSIDE_OTHER:
    default:
      if (self->sink->event != NULL && self->event_time.at != RUNGS_STAMP_NONE)
        tell_event (self, line, offset, number);
    }
}

static void
take_line (gpointer data, RungsSpan line, guint64 offset, guint64 end, guint32 number)
{
  Parser *self = data;
  Entry entry;

  if (read_entry (line, &entry))
    take_entry (self, &entry, offset, end, number);
  else if (read_syslog (self, line, &entry))
    begin_pdu (self, &entry, offset, end, number);
  else
    take_text (self, line, offset, end, number);
}

/* ---- The format ---- */

static void
init (Parser *self, RungsReader *reader, RungsSink *sink)
{
  *self = (Parser){ .sink = sink, .event_time = RUNGS_TIME_NONE };
  self->stamps = rungs_stamps_new (reader, sink);
  rungs_assembler_init (&self->assembler, sink);
  self->event_session = g_string_new (NULL);
  self->raw = g_string_new (NULL);
  self->unescaped = g_string_new (NULL);
  self->intro = g_string_new (NULL);
}

static void
clear (Parser *self)
{
  rungs_assembler_clear (&self->assembler);
  g_string_free (self->event_session, TRUE);
  g_string_free (self->raw, TRUE);
  g_string_free (self->unescaped, TRUE);
  g_string_free (self->intro, TRUE);
}

static gboolean
parse (const RungsFormat *format,
       RungsReader *reader,
       RungsSink *sink,
       GCancellable *cancellable,
       GError **error)
{
  Parser self;
  RungsLines result;

  init (&self, reader, sink);
  result = rungs_lines_read (reader, sink, cancellable, error, &self.stamps, take_line, &self);
  if (result == RUNGS_LINES_DONE)
    end_entry (&self, TRUE);
  clear (&self);
  return result != RUNGS_LINES_FAILED;
}

static RungsProbe
probe (const RungsFormat *format, RungsSpan head, const char *basename)
{
  RungsSpan line;
  Entry entry;

  for (guint i = 0; i < MAX_PROBE_LINES && rungs_span_take_line (&head, &line); i++)
    if (read_entry (line, &entry)
        || (is_pdu_head (line) && rungs_span_find (line, RUNGS_SPAN ("Local IP/port:")) >= 0))
      return RUNGS_PROBE_YES;
  return RUNGS_PROBE_NO;
}

const RungsFormat rungs_format_ribbon_core = {
  .id = "ribbon-core",
  .title = "Ribbon SBC Core TRC and DBG",
  .how = N_ ("Entries that begin with their length, a date and time without separators and four "
             "numbers with dots; SIP behind \"RAW PDU:\" or \"msg =\"."),
  .confidence = N_ ("Medium: read from two excerpts of real logs and the vendor’s manual. The "
                    "syslog form is known only from a converter."),
  .probe = probe,
  .parse = parse,
};
