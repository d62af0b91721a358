/* Sign-in errors in any text: the log of a Teams room or phone, an event that was copied, a
 * transcript, a mail.
 *
 *   2026-11-22 10:15:02.120 E AuthHost: AADSTS50076: Due to a configuration change made by your administrator, … Trace ID:
 *   5f0c7a1e-… Correlation ID: 7b1d4c2f-… Timestamp: 2026-11-22 10:15:02Z
 *
 *   {"Description":"Network status : Healthy. Exchange status : Unhealthy. Signin status: AADSTS50126. …","Alias":"room1@example.com",
 *    "DisplayName":"Room 1","IPv4Address":"192.0.2.7", …}
 *
 * Any part behind the code may be missing, or stand on lines of its own. The second shape is the
 * heartbeat of Teams Rooms on Windows. Errors without a code of Entra's are read too: a heartbeat
 * whose sign-in is not healthy, what Android's broker says (BROKER_BIND_SERVICE_FAILED), and the
 * codes 0xCAA… of Windows. An error that a log repeats for each part of the program that sees it is
 * one record.
 *
 * Source: TEAMS-ARTEFACTS 4.1, 4.3 and 4.4: documentation; of Android devices no line with a code
 * was seen. */
#include "config.h"

#include "formats/teams/teams.h"

#include <glib/gi18n-lib.h>

#include "base/limits.h"
#include "formats/lines.h"
#include "formats/teams/sign-ins.h"
#include "formats/head-line.h"

#define CODE "AADSTS"
#define MIN_DIGITS 4
#define MAX_DIGITS 7
#define GUID_CHARS 36
/* Text behind a code that belongs to it, and text before it that is shown with it. */
#define MAX_BEHIND 2048
#define MAX_BEFORE 512
/* Text of an error without a code, and what of it tells it from others. */
#define MAX_OTHER 256
#define MAX_NAME 24
/* Lines behind a code that may hold its ids and its time. */
#define MAX_TAIL_LINES 4
/* Errors that are told from their repetitions. */
#define MAX_KNOWN 65536

/* What is known of an error until its last line is read. Texts are copies: lines do not stay. */
typedef struct
{
  gboolean is_open;
  guint64 offset, end;
  guint32 line, n_tail;
  guint32 code;
  RungsStamp time;
  gboolean is_local;
  gboolean has_stamp; /* its own, which tells UTC */
  GString *texts[RUNGS_RECORD_N_TEXTS];
} Error;

struct _RungsSignIns
{
  RungsSink *sink;
  Error error;
  RungsStamp last_time; /* of the lines so far */
  gboolean last_is_local;
  gboolean is_told_time; /* and does not have to look for it */
  GHashTable *known;     /* guint64: errors that were handed out */
  GString *user;         /* of the whole log */
};

static gboolean
is_guid (RungsSpan s)
{
  if (s.len < GUID_CHARS)
    return FALSE;
  for (gsize i = 0; i < GUID_CHARS; i++)
    if (i == 8 || i == 13 || i == 18 || i == 23 ? s.str[i] != '-' : !g_ascii_isxdigit (s.str[i]))
      return FALSE;
  return TRUE;
}

/* The GUID behind the first @label. */
static RungsSpan
guid_behind (RungsSpan text, RungsSpan label)
{
  gssize at = rungs_span_find_ci (text, label);

  if (at < 0)
    return RUNGS_SPAN_NONE;
  text = rungs_span_trim (rungs_span_skip (text, (gsize) at + label.len));
  return is_guid (text) ? rungs_span_head (text, GUID_CHARS) : RUNGS_SPAN_NONE;
}

/* The first GUID of a line: "[2026-11-22 10:15:02 - 5f0c7a1e-…]" in the logs of Microsoft's Android
 * apps. */
static RungsSpan
any_guid (RungsSpan text)
{
  for (gssize dash; (dash = rungs_span_find_char (text, '-')) >= 0;)
    {
      if (dash >= 8 && is_guid (rungs_span_skip (text, (gsize) dash - 8)))
        return rungs_span (text.str + dash - 8, GUID_CHARS);
      text = rungs_span_skip (text, (gsize) dash + 1);
    }
  return RUNGS_SPAN_NONE;
}

/* The value of "name":"value" in a piece of JSON, escapes left as they are. */
static RungsSpan
json_value (RungsSpan text, RungsSpan name)
{
  gssize at = rungs_span_find (text, name), end;

  if (at < 0)
    return RUNGS_SPAN_NONE;
  text = rungs_span_trim (rungs_span_skip (text, (gsize) at + name.len));
  if (text.len == 0 || text.str[0] != ':')
    return RUNGS_SPAN_NONE;
  text = rungs_span_trim (rungs_span_skip (text, 1));
  if (text.len == 0 || text.str[0] != '"')
    return RUNGS_SPAN_NONE;
  text = rungs_span_skip (text, 1);
  end = rungs_span_find_char (text, '"');
  return end > 0 ? rungs_span_head (text, (gsize) end) : RUNGS_SPAN_NONE;
}

static gboolean
is_account_char (char c)
{
  return g_ascii_isalnum (c) || rungs_char_is_in (c, "._-+#");
}

/* The first "name@example.com" of a line. */
static RungsSpan
account_in (RungsSpan text)
{
  for (gsize i = 1; i + 1 < text.len; i++)
    {
      gsize from = i, to = i + 1;

      if (text.str[i] != '@')
        continue;
      while (from > 0 && is_account_char (text.str[from - 1]))
        from--;
      while (to < text.len && is_account_char (text.str[to]))
        to++;
      while (to > i + 1 && text.str[to - 1] == '.')
        to--;
      if (from < i && rungs_span_find_char (rungs_span (text.str + i, to - i), '.') > 1)
        return rungs_span (text.str + from, to - from);
    }
  return RUNGS_SPAN_NONE;
}

static void
keep (Error *error, RungsRecordText which, RungsSpan value)
{
  value = rungs_span_trim (value);
  if (error->texts[which]->len == 0 && value.len > 0)
    g_string_append_len (error->texts[which], value.str, (gssize) value.len);
}

/* "Timestamp: 2026-11-22 10:15:02Z" is UTC and the error's own. */
static void
take_tail (Error *error, RungsSpan text)
{
  gssize at = rungs_span_find_ci (text, RUNGS_SPAN ("Timestamp:"));
  RungsSpan guid = guid_behind (text, RUNGS_SPAN ("Correlation ID:"));
  RungsWritten written;

  keep (error, RUNGS_RECORD_TEXT_CORRELATION, guid);
  if (at < 0 || error->has_stamp)
    return;
  text = rungs_span_head (rungs_span_skip (text, (gsize) at + strlen ("Timestamp:")), 40);
  if (rungs_stamp_find (text, RUNGS_DATES_PLAIN, &written) != RUNGS_WRITTEN_FULL)
    return;
  error->time = rungs_time_utc (written.time);
  error->is_local = FALSE;
  error->has_stamp = TRUE;
}

static guint64
key_of (const Error *error)
{
  const GString *id = error->texts[RUNGS_RECORD_TEXT_CORRELATION];
  const GString *phrase = error->texts[RUNGS_RECORD_TEXT_PHRASE];
  guint64 key = rungs_span_hash (rungs_span (id->str, id->len)) ^ error->code;

  if (error->code == 0)
    key ^= rungs_span_hash (rungs_span (phrase->str, MIN (phrase->len, MAX_NAME)));

  /* Without an id the same code at the same second is the same error. */
  if (id->len == 0 && error->time != RUNGS_STAMP_NONE)
    key ^= (guint64) (error->time / RUNGS_STAMP_SECOND) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  else if (id->len == 0)
    key ^= error->offset * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return key;
}

static void
close_error (RungsSignIns *self)
{
  Error *error = &self->error;
  RungsSinkRecord record = rungs_sink_record (RUNGS_RECORD_SIGN_IN, error->offset,
                                              error->end - error->offset, error->line);
  guint64 key;

  if (!error->is_open)
    return;
  error->is_open = FALSE;
  record.start = error->time;
  record.is_local = error->is_local;
  record.outcome = RUNGS_OUTCOME_BAD;
  record.aadsts = error->code;
  key = key_of (error);
  if (g_hash_table_contains (self->known, &key))
    return;
  if (g_hash_table_size (self->known) < MAX_KNOWN)
    g_hash_table_add (self->known, g_memdup2 (&key, sizeof key));
  keep (error, RUNGS_RECORD_TEXT_USER, rungs_span (self->user->str, self->user->len));
  for (guint i = 0; i < RUNGS_RECORD_N_TEXTS; i++)
    record.texts[i] = rungs_span (error->texts[i]->str, error->texts[i]->len);
  if (self->sink->record != NULL)
    self->sink->record (self->sink, &record);
}

/* What the error says of itself: up to its ids, its end in JSON, or the end of the line. */
static RungsSpan
reason_of (RungsSpan text)
{
  static const char *const ends[] = { "Trace ID:", "Correlation ID:", "Timestamp:", "\"", "\\r",
                                      "\\n" };

  /* A code in the middle of a sentence has no text of its own. */
  if (text.len == 0 || text.str[0] != ':')
    return RUNGS_SPAN_NONE;
  text = rungs_span_skip (text, 1);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      gssize at = rungs_span_find_ci (text, rungs_span_of (ends[i]));

      if (at >= 0)
        text = rungs_span_head (text, (gsize) at);
    }
  return rungs_span_trim (text);
}

/* @text: what belongs to the code, from behind its digits on. @line: all of its line. */
static void
open_error (RungsSignIns *self, guint32 code, RungsSpan text, RungsSpan line)
{
  Error *error = &self->error;
  RungsSpan account = json_value (line, RUNGS_SPAN ("\"Alias\""));

  for (guint i = 0; i < RUNGS_RECORD_N_TEXTS; i++)
    g_string_truncate (error->texts[i], 0);
  error->is_open = TRUE;
  error->code = code;
  error->n_tail = 0;
  error->has_stamp = FALSE;
  error->time = self->last_time;
  error->is_local = self->last_is_local;
  take_tail (error, text);
  keep (error, RUNGS_RECORD_TEXT_PHRASE, reason_of (text));
  keep (error, RUNGS_RECORD_TEXT_USER, account.len > 0 ? account : account_in (line));
  keep (error, RUNGS_RECORD_TEXT_DEVICE, json_value (line, RUNGS_SPAN ("\"DisplayName\"")));
  keep (error, RUNGS_RECORD_TEXT_ADDRESS, json_value (line, RUNGS_SPAN ("\"IPv4Address\"")));
}

/* The number behind the next code of @text, and where it stands; -1: there is none. */
static gssize
find_code (RungsSpan text, guint64 *code, gsize *digits)
{
  gsize at = 0;

  for (;;)
    {
      gssize found = rungs_span_find (rungs_span_skip (text, at), RUNGS_SPAN (CODE));

      if (found < 0)
        return -1;
      at += (gsize) found + strlen (CODE);
      *digits = rungs_span_take_uint (rungs_span_skip (text, at), 99999999, code);
      if (*digits >= MIN_DIGITS && *digits <= MAX_DIGITS)
        return (gssize) (at - strlen (CODE));
    }
}

void
rungs_sign_ins_line_time (RungsSpan line, RungsStamp *time, gboolean *is_local)
{
  RungsSpan head = rungs_span_head (line, MAX_BEFORE);
  gssize bracket = rungs_span_find_char (head, '[');
  RungsWritten written;

  if (rungs_stamp_find (head, RUNGS_DATES_PLAIN, &written) != RUNGS_WRITTEN_FULL
      && (bracket < 0
          || rungs_stamp_find (rungs_span_skip (head, (gsize) bracket), RUNGS_DATES_PLAIN, &written)
               != RUNGS_WRITTEN_FULL))
    return;
  *time = rungs_time_utc (written.time);
  *is_local = (written.time.facts & RUNGS_TIME_ZONED) == 0;
}

/* The time of a line counts for those behind it that have none. */
static void
note_time (RungsSignIns *self, RungsSpan line)
{
  if (!self->is_told_time)
    rungs_sign_ins_line_time (line, &self->last_time, &self->last_is_local);
}

static gboolean
is_tail (RungsSpan line)
{
  line = rungs_span_trim (line);
  return rungs_span_starts_ci (line, RUNGS_SPAN ("Trace ID:"))
         || rungs_span_starts_ci (line, RUNGS_SPAN ("Correlation ID:"))
         || rungs_span_starts_ci (line, RUNGS_SPAN ("Timestamp:"));
}

/* All codes of a line; each owns the text up to the next one. */
static void
take_codes (RungsSignIns *self, RungsSpan line, guint64 offset, guint64 end, guint32 number)
{
  guint64 code;
  gsize digits, at = 0;
  gssize found = find_code (line, &code, &digits);

  RungsSpan before = rungs_span_head (line, (gsize) MAX (found, 0));

  note_time (self, before);
  for (gboolean is_first = TRUE; found >= 0; is_first = FALSE)
    {
      guint32 this_code = (guint32) code;
      gsize start = at + (gsize) found, behind = start + strlen (CODE) + digits;
      RungsSpan text = rungs_span_head (rungs_span_skip (line, behind), MAX_BEHIND);

      found = find_code (text, &code, &digits);
      close_error (self);
      self->error.offset = offset + (is_first && start <= MAX_BEFORE ? 0 : start);
      self->error.line = number;
      if (found >= 0)
        text = rungs_span_head (text, (gsize) found);
      open_error (self, this_code, text, line);
      keep (&self->error, RUNGS_RECORD_TEXT_CORRELATION,
            any_guid (rungs_span_head (before, MAX_BEFORE)));
      self->error.end = behind + text.len == line.len ? end : offset + behind + text.len;
      at = behind;
      /* Behind a long text the next one may stand further off. */
      if (found < 0)
        {
          at += text.len;
          found = find_code (rungs_span_skip (line, at), &code, &digits);
        }
    }
}

/* What a room's heartbeat says when it cannot sign in: its description. Empty: it can, or @line is
 * something else. */
static RungsSpan
heartbeat_in (RungsSpan line)
{
  RungsSpan description, rest;
  gssize at;

  if (!rungs_span_equal_ci (json_value (line, RUNGS_SPAN ("\"OperationResult\"")),
                            RUNGS_SPAN ("Fail")))
    return RUNGS_SPAN_NONE;
  description = json_value (line, RUNGS_SPAN ("\"Description\""));
  rest = description;
  while ((at = rungs_span_find_ci (rest, RUNGS_SPAN ("Signin status"))) >= 0)
    {
      rest = rungs_span_skip (rest, (gsize) at + strlen ("Signin status"));
      while (rest.len > 0 && (rest.str[0] == ' ' || rest.str[0] == ':'))
        rest = rungs_span_skip (rest, 1);
      if (rest.len > 0 && !rungs_span_starts_ci (rest, RUNGS_SPAN ("Healthy")))
        return description;
    }
  return RUNGS_SPAN_NONE;
}

/* "0xCAA82EE7" */
static RungsSpan
windows_code_in (RungsSpan line)
{
  gssize at;

  while ((at = rungs_span_find_ci (line, RUNGS_SPAN ("0xCAA"))) >= 0)
    {
      gsize n = 2;

      line = rungs_span_skip (line, (gsize) at);
      while (n < line.len && g_ascii_isxdigit (line.str[n]))
        n++;
      if (n == 10)
        return line;
      line = rungs_span_skip (line, n);
    }
  return RUNGS_SPAN_NONE;
}

/* The error of a line that has no code of Entra's. Empty: there is none. */
static RungsSpan
other_error_in (RungsSpan line)
{
  static const char *const names[] = { "BROKER_BIND_SERVICE_FAILED",
                                       "BROKER_AUTHENTICATOR_NOT_RESPONDING" };
  RungsSpan error = heartbeat_in (line);

  for (guint i = 0; i < G_N_ELEMENTS (names) && error.len == 0; i++)
    {
      gssize at = rungs_span_find (line, rungs_span_of (names[i]));

      if (at >= 0)
        error = rungs_span_skip (line, (gsize) at);
    }
  return rungs_span_head (error.len > 0 ? error : windows_code_in (line), MAX_OTHER);
}

static void
take_other (RungsSignIns *self,
            RungsSpan error,
            RungsSpan line,
            guint64 offset,
            guint64 end,
            guint32 number)
{
  close_error (self);
  note_time (self, line);
  open_error (self, 0, RUNGS_SPAN_NONE, line);
  self->error.offset = offset;
  self->error.end = end;
  self->error.line = number;
  keep (&self->error, RUNGS_RECORD_TEXT_PHRASE, error);
  keep (&self->error, RUNGS_RECORD_TEXT_CORRELATION, any_guid (rungs_span_head (line, MAX_BEFORE)));
}

void
rungs_sign_ins_take_line (RungsSignIns *sign_ins,
                          RungsSpan line,
                          guint64 offset,
                          guint64 end,
                          guint32 number)
{
  Error *error = &sign_ins->error;
  RungsSpan other;

  if (rungs_span_find (line, RUNGS_SPAN (CODE)) >= 0)
    {
      take_codes (sign_ins, line, offset, end, number);
      return;
    }
  other = other_error_in (line);
  if (other.len > 0)
    {
      take_other (sign_ins, other, line, offset, end, number);
      return;
    }
  if (error->is_open && is_tail (line) && error->n_tail++ < MAX_TAIL_LINES)
    {
      take_tail (error, line);
      error->end = end;
      return;
    }
  close_error (sign_ins);
  note_time (sign_ins, line);
}

RungsSignIns *
rungs_sign_ins_new (RungsSink *sink)
{
  RungsSignIns *self = g_new0 (RungsSignIns, 1);

  self->sink = sink;
  self->last_time = RUNGS_STAMP_NONE;
  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->user = g_string_new (NULL);
  for (guint i = 0; i < RUNGS_RECORD_N_TEXTS; i++)
    self->error.texts[i] = g_string_new (NULL);
  return self;
}

void
rungs_sign_ins_free (RungsSignIns *sign_ins)
{
  for (guint i = 0; i < RUNGS_RECORD_N_TEXTS; i++)
    g_string_free (sign_ins->error.texts[i], TRUE);
  g_string_free (sign_ins->user, TRUE);
  g_hash_table_unref (sign_ins->known);
  g_free (sign_ins);
}

void
rungs_sign_ins_set_time (RungsSignIns *sign_ins, RungsStamp time)
{
  sign_ins->last_time = time;
  sign_ins->last_is_local = FALSE;
  sign_ins->is_told_time = TRUE;
}

void
rungs_sign_ins_set_user (RungsSignIns *sign_ins, RungsSpan user)
{
  g_string_truncate (sign_ins->user, 0);
  if (user.len > 0)
    g_string_append_len (sign_ins->user, user.str, (gssize) user.len);
}

void
rungs_sign_ins_finish (RungsSignIns *sign_ins)
{
  close_error (sign_ins);
}

static void
line_cb (gpointer data, RungsSpan line, guint64 offset, guint64 end, guint32 number)
{
  rungs_sign_ins_take_line (data, line, offset, end, number);
}

static gboolean
parse (const RungsFormat *format,
       RungsReader *reader,
       RungsSink *sink,
       GCancellable *cancellable,
       GError **error)
{
  g_autoptr (RungsSignIns) self = rungs_sign_ins_new (sink);
  RungsLines read = rungs_lines_read (reader, sink, cancellable, error, NULL, line_cb, self);

  if (read == RUNGS_LINES_DONE)
    rungs_sign_ins_finish (self);
  return read != RUNGS_LINES_FAILED;
}

/* A code at once; or what the logs of rooms, phones and sign-ins say of themselves before the first
 * one. */
static RungsProbe
probe (const RungsFormat *format, RungsSpan head, const char *basename)
{
  static const char *const hints[] = { CODE,
                                       "Skype Room System",
                                       "com.microsoft.skype.teams",
                                       "com.microsoft.windowsintune",
                                       "Microsoft.AAD",
                                       "AADBroker",
                                       "com.azure.authenticator",
                                       "Teams Signin status",
                                       "BROKER_BIND_SERVICE_FAILED",
                                       "BROKER_AUTHENTICATOR_NOT_RESPONDING",
                                       "0xCAA" };

  if (rungs_span_find_char (head, '\0') >= 0)
    return RUNGS_PROBE_NO;
  for (guint i = 0; i < G_N_ELEMENTS (hints); i++)
    if (rungs_span_find (head, rungs_span_of (hints[i])) >= 0)
      return RUNGS_PROBE_MAYBE;
  return RUNGS_PROBE_NO;
}

const RungsFormat rungs_format_teams_sign_in_text = {
  .id = "teams-sign-in-text",
  .title = N_ ("Sign-in errors in a text"),
  .how =
    N_ ("AADSTS and a number anywhere in a text, when nothing else fits: logs of Teams Rooms and "
        "phones, copied events, transcripts."),
  .confidence =
    N_ ("The code is certain; account, device and time are found where the line has them."),
  .utc = TRUE,
  .probe = probe,
  .parse = parse,
};
