/* Errors of number management in any text: a PowerShell window that was copied, a transcript, a
 * console's log, an answer of Graph. They are about an administrator's request, and no SIP answers,
 * though the service calls one of them 409.
 *
 *   PS C:\> Set-CsPhoneNumberAssignment -Identity anna@example.com -PhoneNumber +15550100011 -PhoneNumberType DirectRouting
 *   Code       Message
 *   ----       -------
 *   BadRequest Telephone Number '+15550100011' has already been assigned to another user
 *
 *   HTTP/1.1 409 Conflict
 *   { "error": { "code": "Conflict", "message": "…" } }
 *
 * A window folds its lines where it ends, so words are looked for in the lines of a paragraph as if
 * they were one. Some texts say enough by themselves; "Access Denied" counts only behind a command
 * that changes numbers, up to the next prompt.
 *
 * Source: issues of MicrosoftDocs/office-docs-powershell 8875, 8905, 8989, 8992, 9165, 9281, 9347,
 * 9432 and 9961, and of OfficeDocs-Support 925, which have the real texts; of Graph's answers the
 * grammar alone is documented. */
#include "config.h"

#include "formats/teams/numbers.h"

#include <glib/gi18n-lib.h>

#include "formats/lines.h"
#include "formats/teams/numbers-text.h"
#include "formats/teams/sign-ins.h"
#include "formats/teams/teams.h"

/* Lines of a paragraph that are read together, and bytes of them. */
#define MAX_WINDOW_LINES 8
#define MAX_WINDOW 1024
/* Bytes of a line that are read: a transcript's are short. */
#define MAX_LINE 2048
/* Lines behind a command that its error may stand in; lines of one error. */
#define MAX_COMMAND_LINES 60
#define MAX_ERROR_LINES 24
#define MAX_PHRASE 512
/* A line's stamp ends before this. */
#define MAX_STAMP 32
/* Blanks that a folded line begins with. */
#define FOLD 8
/* A shorter text says less than the one that comes with it. */
#define SHORT_PHRASE 24

typedef struct
{
  gboolean is_open;
  RungsNumbersError what;
  guint64 offset, end;
  guint32 line, last_line;
  RungsStamp time;
  gboolean is_local;
  GString *texts[RUNGS_RECORD_N_TEXTS];
} Error;

struct _RungsNumbers
{
  RungsSink *sink;
  Error error;
  /* The last command, while it may still be answered. */
  GString *command, *user, *number;
  gboolean is_route; /* @user is the name of one */
  guint32 command_line;
  RungsStamp time; /* of the lines so far */
  gboolean is_local;
  /* The lines of this paragraph. */
  GString *window;
  struct
  {
    gsize at;
    guint64 offset;
    guint32 line;
  } lines[MAX_WINDOW_LINES];
  guint n_lines;
};

/* ---- errors ---- */

static void
keep (GString *text, RungsSpan value)
{
  value = rungs_span_trim (value);
  if (text->len == 0 && value.len > 0)
    g_string_append_len (text, value.str, (gssize) value.len);
}

/* The words that the entry is found by, where only a status says them. */
static void
add_status (Error *error)
{
  GString *phrase = error->texts[RUNGS_RECORD_TEXT_PHRASE];
  const char *status = rungs_numbers_status (error->what);
  gsize at;

  if (status != NULL
      && rungs_numbers_error_in (rungs_span (phrase->str, phrase->len), TRUE, &at) != error->what)
    g_string_append_printf (phrase, "%s%s", phrase->len > 0 ? " – " : "", status);
}

static void
close_error (RungsNumbers *self)
{
  Error *error = &self->error;
  RungsSinkRecord record =
    rungs_sink_record (RUNGS_RECORD_NUMBER, error->offset, error->end - error->offset, error->line);

  if (!error->is_open)
    return;
  error->is_open = FALSE;
  record.start = error->time;
  record.is_local = error->is_local;
  record.outcome = RUNGS_OUTCOME_BAD;
  add_status (error);
  for (guint i = 0; i < RUNGS_RECORD_N_TEXTS; i++)
    record.texts[i] = rungs_span (error->texts[i]->str, error->texts[i]->len);
  if (self->sink->record != NULL)
    self->sink->record (self->sink, &record);
}

/* Where the byte @at of the window stands. */
static guint
line_of (const RungsNumbers *self, gsize at)
{
  guint i = self->n_lines;

  while (i > 1 && self->lines[i - 1].at > at)
    i--;
  return i > 0 ? i - 1 : 0;
}

/* The same error said in other words: the answer's status line and its body, a message and its
 * FullyQualifiedErrorId. */
static gboolean
continues (const RungsNumbers *self, RungsNumbersError what, RungsSpan number, guint32 line)
{
  const Error *error = &self->error;
  const GString *known = error->texts[RUNGS_RECORD_TEXT_TO];

  return error->is_open && line - error->last_line <= MAX_ERROR_LINES
         && (what == error->what || what == RUNGS_NUMBERS_OTHER
             || error->what == RUNGS_NUMBERS_OTHER)
         && (number.len == 0 || known->len == 0
             || rungs_span_equal (number, rungs_span (known->str, known->len)))
         && self->command_line <= error->line;
}

static void
open_error (RungsNumbers *self, RungsNumbersError what, guint first)
{
  Error *error = &self->error;

  close_error (self);
  for (guint i = 0; i < RUNGS_RECORD_N_TEXTS; i++)
    g_string_truncate (error->texts[i], 0);
  error->is_open = TRUE;
  error->what = what;
  error->offset = self->lines[first].offset;
  error->line = self->lines[first].line;
  error->time = self->time;
  error->is_local = self->is_local;
}

static void
take_error (RungsNumbers *self,
            RungsNumbersError what,
            gsize at,
            guint64 end,
            guint32 number_of_line)
{
  Error *error = &self->error;
  RungsSpan text = rungs_span (self->window->str, self->window->len);
  RungsSpan message = rungs_span_head (rungs_numbers_message (text, at), MAX_PHRASE);
  RungsSpan number = rungs_numbers_number_in (message);
  GString *phrase = error->texts[RUNGS_RECORD_TEXT_PHRASE];

  if (!continues (self, what, number, number_of_line))
    open_error (self, what, line_of (self, (gsize) (message.str - text.str)));
  else if (what != RUNGS_NUMBERS_OTHER)
    error->what = what;
  if (phrase->len < SHORT_PHRASE && message.len > phrase->len)
    g_string_truncate (phrase, 0);
  keep (phrase, message);
  keep (error->texts[RUNGS_RECORD_TEXT_TO], number);
  keep (error->texts[RUNGS_RECORD_TEXT_TO], rungs_span (self->number->str, self->number->len));
  keep (error->texts[self->is_route ? RUNGS_RECORD_TEXT_NAME : RUNGS_RECORD_TEXT_USER],
        rungs_span (self->user->str, self->user->len));
  keep (error->texts[RUNGS_RECORD_TEXT_USER], rungs_numbers_user_in (message));
  keep (error->texts[RUNGS_RECORD_TEXT_TYPE], rungs_span (self->command->str, self->command->len));
  error->end = end;
  error->last_line = number_of_line;
}

/* ---- lines ---- */

static void
clear_window (RungsNumbers *self)
{
  g_string_truncate (self->window, 0);
  self->n_lines = 0;
}

static void
add_to_window (RungsNumbers *self, RungsSpan line, guint64 offset, guint32 number)
{
  if (self->n_lines == MAX_WINDOW_LINES || self->window->len + line.len > MAX_WINDOW)
    clear_window (self);
  if (self->window->len > 0)
    g_string_append_c (self->window, ' ');
  self->lines[self->n_lines].at = self->window->len;
  self->lines[self->n_lines].offset = offset;
  self->lines[self->n_lines++].line = number;
  for (gsize i = 0; i < line.len; i++)
    {
      gboolean is_blank = line.str[i] == ' ' || line.str[i] == '\t' || line.str[i] == '\0';

      if (!is_blank)
        g_string_append_c (self->window, line.str[i]);
      else if (self->window->len > 0 && self->window->str[self->window->len - 1] != ' ')
        g_string_append_c (self->window, ' ');
    }
}

/* Lines of a log that begin with their time are no folded ones. */
static gboolean
is_dated (RungsSpan line)
{
  RungsStamp time = RUNGS_STAMP_NONE;
  gboolean is_local;

  if (line.len == 0 || (!g_ascii_isdigit (line.str[0]) && line.str[0] != '['))
    return FALSE;
  rungs_sign_ins_line_time (rungs_span_head (line, MAX_STAMP), &time, &is_local);
  return time != RUNGS_STAMP_NONE;
}

static gboolean
is_prompt (RungsSpan line)
{
  return rungs_span_starts (line, RUNGS_SPAN ("PS "))
         || rungs_span_starts (line, RUNGS_SPAN ("PS>"))
         || rungs_span_starts (line, RUNGS_SPAN (">>"));
}

/* Whether @line gives a command, and no error that names one: "…\Set-CsPhoneNumberAssignment :
 * Access Denied". */
static gboolean
is_command (RungsSpan line, RungsSpan command)
{
  RungsSpan rest = rungs_span_skip (line, (gsize) (command.str - line.str) + command.len);

  if (line.str[0] == '+' || line.str[0] == '|' || rungs_span_starts (line, RUNGS_SPAN ("At "))
      || (command.str > line.str && command.str[-1] == '\\'))
    return FALSE;
  rest = rungs_span_trim (rest);
  return rest.len == 0 || rest.str[0] == '-' || rest.str[0] == '$' || rest.str[0] == '"'
         || rungs_span_find_char (command, '/') >= 0;
}

static void
set (GString *text, RungsSpan value)
{
  g_string_truncate (text, 0);
  keep (text, value);
}

static void
take_command (RungsNumbers *self, RungsSpan line, RungsSpan command, guint32 number)
{
  RungsSpan phone = rungs_numbers_option (line, "-PhoneNumber");

  close_error (self);
  clear_window (self);
  set (self->command, command);
  self->is_route = rungs_span_find (command, RUNGS_SPAN ("VoiceRoute")) >= 0;
  set (self->user, rungs_numbers_option (line, "-Identity"));
  set (self->number, phone.len > 0 ? phone : rungs_numbers_option (line, "-TelephoneNumber"));
  self->command_line = number;
}

/* "Start time: 20261122111502" at the head of a transcript. */
static void
take_start_time (RungsNumbers *self, RungsSpan line)
{
  int parts[] = { 0, 0, 0, 0, 0, 0 }; /* year, month, day, hour, minute, second */
  RungsSpan digits;

  if (!rungs_span_starts (line, RUNGS_SPAN ("Start time: ")))
    return;
  digits = rungs_span_trim (rungs_span_skip (line, 12));
  if (digits.len != 14)
    return;
  for (guint i = 0; i < 14; i++)
    {
      int *part = &parts[i < 4 ? 0 : i / 2 - 1];

      if (!g_ascii_isdigit (digits.str[i]))
        return;
      *part = *part * 10 + digits.str[i] - '0';
    }
  self->time = rungs_stamp_civil (parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], 0);
  self->is_local = TRUE;
}

/* An answer of Graph has its time behind its words. */
static void
date_error (RungsNumbers *self, guint32 number)
{
  Error *error = &self->error;

  if (!error->is_open || error->time != RUNGS_STAMP_NONE
      || number - error->last_line > MAX_WINDOW_LINES)
    return;
  error->time = self->time;
  error->is_local = self->is_local;
}

static gboolean
is_within (const RungsNumbers *self, guint32 line)
{
  return self->command_line > 0 && line - self->command_line <= MAX_COMMAND_LINES;
}

/* Lines that say more of the error above them. */
static gboolean
is_more (const RungsNumbers *self, RungsSpan raw, RungsSpan line, guint32 number)
{
  gsize blanks = 0;

  if (!self->error.is_open || number - self->error.last_line > 1)
    return FALSE;
  while (blanks < raw.len && raw.str[blanks] == ' ')
    blanks++;
  return blanks >= FOLD || line.str[0] == '+' || rungs_span_starts (line, RUNGS_SPAN ("At "));
}

static void
take_more (RungsNumbers *self, RungsSpan line, guint64 end, guint32 number)
{
  Error *error = &self->error;
  GString *phrase = error->texts[RUNGS_RECORD_TEXT_PHRASE];
  gsize at;
  RungsNumbersError what = rungs_numbers_error_in (line, TRUE, &at);

  if (error->what == RUNGS_NUMBERS_OTHER && what != RUNGS_NUMBERS_NONE)
    error->what = what;
  if (line.str[0] != '+' && !rungs_span_starts (line, RUNGS_SPAN ("At "))
      && phrase->len + line.len < MAX_PHRASE)
    {
      g_string_append_c (phrase, ' ');
      g_string_append_len (phrase, line.str, (gssize) line.len);
    }
  error->end = end;
  error->last_line = number;
}

void
rungs_numbers_take_line (RungsNumbers *numbers,
                         RungsSpan raw,
                         guint64 offset,
                         guint64 end,
                         guint32 number)
{
  RungsSpan line = rungs_span_trim (rungs_span_head (raw, MAX_LINE));
  RungsSpan command = rungs_numbers_command (line);
  RungsNumbersError what;
  gsize at;

  rungs_sign_ins_line_time (line, &numbers->time, &numbers->is_local);
  take_start_time (numbers, line);
  date_error (numbers, number);
  if (line.len == 0 || is_dated (line))
    clear_window (numbers);
  if (line.len == 0)
    return;
  if (command.len > 0 && is_command (line, command))
    {
      take_command (numbers, line, command, number);
      return;
    }
  if (is_prompt (line))
    {
      close_error (numbers);
      clear_window (numbers);
      numbers->command_line = 0;
      return;
    }
  if (is_more (numbers, raw, line, number))
    {
      take_more (numbers, line, end, number);
      return;
    }
  if (command.len > 0 && numbers->command_line == 0)
    take_command (numbers, RUNGS_SPAN_NONE, command, number);
  add_to_window (numbers, line, offset, number);
  what = rungs_numbers_error_in (rungs_span (numbers->window->str, numbers->window->len),
                                 is_within (numbers, number), &at);
  if (what == RUNGS_NUMBERS_NONE)
    return;
  take_error (numbers, what, at, end, number);
  clear_window (numbers);
}

void
rungs_numbers_finish (RungsNumbers *numbers)
{
  close_error (numbers);
}

RungsNumbers *
rungs_numbers_new (RungsSink *sink)
{
  RungsNumbers *self = g_new0 (RungsNumbers, 1);

  self->sink = sink;
  self->time = RUNGS_STAMP_NONE;
  self->command = g_string_new (NULL);
  self->user = g_string_new (NULL);
  self->number = g_string_new (NULL);
  self->window = g_string_new (NULL);
  for (guint i = 0; i < RUNGS_RECORD_N_TEXTS; i++)
    self->error.texts[i] = g_string_new (NULL);
  return self;
}

void
rungs_numbers_free (RungsNumbers *numbers)
{
  for (guint i = 0; i < RUNGS_RECORD_N_TEXTS; i++)
    g_string_free (numbers->error.texts[i], TRUE);
  g_string_free (numbers->command, TRUE);
  g_string_free (numbers->user, TRUE);
  g_string_free (numbers->number, TRUE);
  g_string_free (numbers->window, TRUE);
  g_free (numbers);
}

/* ---- the format ---- */

typedef struct
{
  RungsNumbers *numbers;
  RungsSignIns *sign_ins;
} Text;

static void
line_cb (gpointer data, RungsSpan line, guint64 offset, guint64 end, guint32 number)
{
  Text *text = data;

  rungs_numbers_take_line (text->numbers, line, offset, end, number);
  rungs_sign_ins_take_line (text->sign_ins, line, offset, end, number);
}

static gboolean
parse (const RungsFormat *format,
       RungsReader *reader,
       RungsSink *sink,
       GCancellable *cancellable,
       GError **error)
{
  g_autoptr (RungsNumbers) numbers = rungs_numbers_new (sink);
  g_autoptr (RungsSignIns) sign_ins = rungs_sign_ins_new (sink);
  Text text = { numbers, sign_ins };
  RungsLines read = rungs_lines_read (reader, sink, cancellable, error, NULL, line_cb, &text);

  if (read != RUNGS_LINES_FAILED)
    {
      rungs_numbers_finish (numbers);
      rungs_sign_ins_finish (sign_ins);
    }
  return read != RUNGS_LINES_FAILED;
}

static RungsProbe
probe (const RungsFormat *format, RungsSpan head, const char *basename)
{
  return rungs_span_find_char (head, '\0') < 0 && rungs_numbers_are_likely (head)
           ? RUNGS_PROBE_MAYBE
           : RUNGS_PROBE_NO;
}

const RungsFormat rungs_format_teams_numbers = {
  .id = "teams-number-management",
  .title = N_ ("Number management errors in a text"),
  .how =
    N_ ("Set-CsPhoneNumberAssignment, New-CsOnlineVoiceRoute or Graph’s numberAssignments in a "
        "transcript, a console’s log or any text, or the words of their errors."),
  .confidence = N_ ("By texts that administrators have published; other errors of these commands "
                    "are shown without an explanation."),
  .utc = TRUE,
  .probe = probe,
  .parse = parse,
};
