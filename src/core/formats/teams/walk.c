/* One byte after the other, with no more memory than what is open: a word or a string is a key when
 * ":" or "=" follows it, else the value of the key before it.
 *
 *   2026-11-22T10:15:02.120Z Inf  calling: [setCallState] callId=5f0c… diagnosticsCode: {\"callControllerCode\":403,…}
 *
 * A string of JSON may hold JSON, and a string of that again: on each level a quote has 1, 3, 7 …
 * backslashes before it. So a quote with fewer of them than its surroundings ends what is within
 * them. */
#include "config.h"

#include "formats/teams/walk.h"

#include "base/limits.h"

/* Backslashes before a quote of the deepest level of strings in strings: 2^5 - 1. */
#define MAX_LEVEL 5

typedef enum
{
  OUTSIDE,
  WORD,
  AFTER_WORD,
  STRING,
  AFTER_STRING,
  IN_BRACKETS, /* "[key=a value with blanks]" */
  IN_REST,     /* a text that goes on to the end of the line */
} State;

typedef struct
{
  guint32 at, len; /* in the arena */
} Value;

typedef struct
{
  Value name;
  Value values[RUNGS_WALK_N_FIELDS];
  guint64 offset;
  guint32 line;
  gsize arena;   /* what was in it before this object's values */
  guint8 level;  /* of strings in strings that it stands in */
  guint32 known; /* bit i: it has a value of field i */
} Frame;

struct _RungsWalk
{
  RungsWalkFunc func;
  gpointer user_data;
  Frame frames[RUNGS_MAX_WALK_DEPTH + 1];
  guint depth;
  guint n_too_deep;
  GString *arena;
  GString *token; /* of the word or string that is being read */
  GString *key;
  gboolean has_key; /* a value is expected */
  RungsWalkField field;
  guint8 key_level;
  State state;
  guint8 level;        /* of strings in strings that we are in */
  guint8 string_level; /* of the string that is being read */
  gboolean is_single;  /* it is in apostrophes */
  gboolean is_first;   /* nothing of it was read yet */
  gboolean may_quote;  /* an apostrophe would begin a string here */
  gboolean in_bracket; /* the word follows a "[" */
  guint n_slashes;
  guint n_hex, hex; /* digits of \uXXXX to come, and those that came */
  guint64 offset;   /* of the byte at hand */
  guint32 line;
};

RungsWalk *
rungs_walk_new (RungsWalkFunc func, gpointer user_data)
{
  RungsWalk *self = g_new0 (RungsWalk, 1);

  self->func = func;
  self->user_data = user_data;
  self->arena = g_string_new (NULL);
  self->token = g_string_new (NULL);
  self->key = g_string_new (NULL);
  return self;
}

void
rungs_walk_free (RungsWalk *walk)
{
  g_string_free (walk->arena, TRUE);
  g_string_free (walk->token, TRUE);
  g_string_free (walk->key, TRUE);
  g_free (walk);
}

guint
rungs_walk_get_depth (RungsWalk *walk)
{
  return walk->depth + walk->n_too_deep;
}

/* ---- values ---- */

static Value
keep (RungsWalk *self, const GString *text)
{
  Value value = { (guint32) self->arena->len, (guint32) text->len };

  g_string_append_len (self->arena, text->str, (gssize) text->len);
  return value;
}

static RungsSpan
span_of (const RungsWalk *self, Value value)
{
  return rungs_span (self->arena->str + value.at, value.len);
}

RungsSpan
rungs_walk_value (RungsWalk *walk, RungsWalkField field)
{
  for (guint i = walk->depth; i > 0; i--)
    if (walk->frames[i].known & (1u << field))
      return span_of (walk, walk->frames[i].values[field]);
  return RUNGS_SPAN_NONE;
}

static void
clear_key (RungsWalk *self)
{
  self->has_key = FALSE;
  self->field = RUNGS_WALK_NONE;
  g_string_truncate (self->key, 0);
}

/* The token is the key of what follows. */
static void
take_key (RungsWalk *self)
{
  g_string_assign (self->key, self->token->str);
  self->field = rungs_walk_field (rungs_span (self->token->str, self->token->len));
  self->key_level = self->level;
  self->has_key = TRUE;
  self->may_quote = TRUE;
  self->state = OUTSIDE;
  g_string_truncate (self->token, 0);
}

/* The token is a value. The first one of a name counts. A name that stands in a string, but in no
 * object there, is not the object's that has the string. */
static void
take_value (RungsWalk *self)
{
  Frame *frame = &self->frames[self->depth];
  gboolean is_frames = self->depth == 0 || frame->level >= self->key_level;

  if (self->has_key && self->field != RUNGS_WALK_NONE && self->n_too_deep == 0 && is_frames
      && (frame->known & (1u << self->field)) == 0)
    {
      frame->values[self->field] = keep (self, self->token);
      frame->known |= 1u << self->field;
    }
  clear_key (self);
  self->state = OUTSIDE;
  g_string_truncate (self->token, 0);
}

/* A word or string is over, and no ":" or "=" came. */
static void
finish (RungsWalk *self)
{
  static const RungsSpan without_sign = { "_onCallIdChanged", 16 };

  if (self->state == OUTSIDE)
    return;
  if (!self->has_key
      && rungs_span_equal (rungs_span (self->token->str, self->token->len), without_sign))
    take_key (self);
  else
    take_value (self);
  self->in_bracket = FALSE;
}

static void
append (RungsWalk *self, char c)
{
  if (self->token->len < RUNGS_MAX_WALK_VALUE)
    g_string_append_c (self->token, c);
}

/* ---- objects ---- */

static void
open_object (RungsWalk *self)
{
  Frame *frame;

  if (self->depth == RUNGS_MAX_WALK_DEPTH)
    {
      self->n_too_deep++;
      clear_key (self);
      return;
    }
  frame = &self->frames[++self->depth];
  frame->arena = self->arena->len;
  frame->name = keep (self, self->key);
  frame->known = 0;
  frame->offset = self->offset;
  frame->line = self->line;
  frame->level = self->level;
  clear_key (self);
  self->in_bracket = FALSE;
}

/* The innermost object, or the text around all. */
static void
close_object (RungsWalk *self, guint64 end)
{
  Frame *frame = &self->frames[self->depth];
  RungsWalkObject object = { .name = span_of (self, frame->name),
                             .offset = frame->offset,
                             .end = end,
                             .line = frame->line,
                             .depth = self->depth };

  for (guint i = 0; i < RUNGS_WALK_N_FIELDS; i++)
    if (frame->known & (1u << i))
      object.values[i] = span_of (self, frame->values[i]);
  self->func (self->user_data, &object);
  g_string_truncate (self->arena, frame->arena);
  self->n_too_deep = 0;
  if (self->depth > 0)
    self->depth--;
}

/* A string that we are within is at its end, and so is all in it. */
static void
leave_level (RungsWalk *self, guint8 level)
{
  while (self->depth > 0 && self->frames[self->depth].level > level)
    close_object (self, self->offset);
  self->level = level;
  clear_key (self);
  self->state = OUTSIDE;
}

/* ---- bytes ---- */

/* The level of a quote behind @n backslashes: 0, 1 for one, 2 for three; -1: it is a part of a
 * string. */
static int
level_of (guint n)
{
  for (int level = 0; level <= MAX_LEVEL; level++)
    if (n == (1u << level) - 1)
      return level;
  return -1;
}

static void
begin_string (RungsWalk *self, guint8 level, gboolean is_single)
{
  finish (self);
  if (level > self->level && self->depth > 0)
    {
      self->level = level;
      self->frames[self->depth].level = level;
    }
  self->string_level = level;
  self->is_single = is_single;
  self->is_first = TRUE;
  self->n_hex = 0;
  self->state = STRING;
}

static void
take_quote (RungsWalk *self, guint n_slashes)
{
  int level = level_of (n_slashes);

  if (self->state == STRING)
    {
      if (!self->is_single && level == self->string_level)
        self->state = AFTER_STRING;
      else if (level >= 0 && level < self->level)
        leave_level (self, (guint8) level);
      else
        append (self, '"');
      return;
    }
  if (level < 0)
    return;
  if (self->state == IN_REST && level >= self->level)
    {
      append (self, '"');
      return;
    }
  if (self->state == IN_BRACKETS && self->token->len == 0)
    self->state = OUTSIDE;
  finish (self);
  if (level < self->level)
    leave_level (self, (guint8) level);
  else
    begin_string (self, (guint8) level, FALSE);
}

static void
append_hex (RungsWalk *self, char c)
{
  self->hex = self->hex * 16 + (guint) g_ascii_xdigit_value (c);
  if (--self->n_hex > 0)
    return;
  if (self->hex >= 0x20 && (self->hex < 0xD800 || self->hex > 0xDFFF)
      && self->token->len < RUNGS_MAX_WALK_VALUE)
    g_string_append_unichar (self->token, self->hex);
  else
    append (self, ' ');
}

static void take_plain (RungsWalk *self, char c, guint n_slashes);

static void
take_in_string (RungsWalk *self, char c, guint n_slashes)
{
  gboolean is_first = self->is_first;

  self->is_first = FALSE;
  if (self->n_hex > 0 && n_slashes == 0 && g_ascii_isxdigit (c))
    append_hex (self, c);
  else if (self->is_single && c == '\'' && n_slashes == 0)
    self->state = AFTER_STRING;
  else if (is_first && !self->is_single && n_slashes == 0 && (c == '{' || c == '[')
           && self->string_level < MAX_LEVEL)
    {
      /* What is in it is read as if it stood there without quotes. */
      self->level = (guint8) (self->string_level + 1);
      self->state = OUTSIDE;
      take_plain (self, c, 0);
    }
  else if (n_slashes == 1u << self->string_level)
    {
      self->n_hex = c == 'u' ? 4 : 0;
      self->hex = 0;
      if (c != 'u')
        append (self, c == 'n' || c == 'r' || c == 't' ? ' ' : c);
    }
  else
    {
      self->n_hex = 0;
      if (n_slashes > 0)
        append (self, '\\');
      append (self, c);
    }
}

static gboolean
is_word_char (char c)
{
  return g_ascii_isalnum (c) || ((guchar) c & 0x80) != 0
         || (c != '\0' && strchr ("_$.+-@*#%", c) != NULL);
}

/* ":" or "=". */
static void
take_sign (RungsWalk *self, char c)
{
  /* "ResponseCode=400, SubCode=8541, ResponseText=Callee only had …" */
  static const RungsSpan rest_key = { "ResponseText", 12 };
  gboolean is_bracket = self->in_bracket && c == '=';

  self->may_quote = TRUE;
  if (self->state == OUTSIDE)
    return;
  take_key (self);
  self->in_bracket = FALSE;
  if (is_bracket)
    self->state = IN_BRACKETS;
  else if (c == '=' && rungs_span_equal (rungs_span (self->key->str, self->key->len), rest_key))
    self->state = IN_REST;
}

/* In a value it is a part of it ("8:orgid:…", "10:15:02"), or the end of it. */
static void
take_colon (RungsWalk *self)
{
  char first = self->state == WORD && self->has_key ? self->token->str[0] : '\0';

  if (g_ascii_isdigit (first) || first == '+')
    append (self, ':');
  else if (first != '\0' && self->field != RUNGS_WALK_NONE)
    finish (self);
  else
    take_sign (self, ':');
}

static void
take_structure (RungsWalk *self, char c)
{
  finish (self);
  self->may_quote = TRUE;
  switch (c)
    {
    case '{':
      open_object (self);
      break;
    case '}':
      if (self->n_too_deep > 0)
        self->n_too_deep--;
      else if (self->depth > 0)
        close_object (self, self->offset + 1);
      clear_key (self);
      break;
    case '[':
      self->in_bracket = TRUE;
      break;
    case ']':
    case ',':
    case ';':
      clear_key (self);
      break;
    default:
      break;
    }
}

/* Anything but quotes and backslashes, outside of strings. */
static void
take_in_text (RungsWalk *self, char c)
{
  switch (c)
    {
    case '{':
    case '}':
    case '[':
    case ']':
    case ',':
    case ';':
      take_structure (self, c);
      return;
    case ' ':
    case '\t':
    case '\r':
    case '\n':
      if (self->state == WORD)
        self->state = AFTER_WORD;
      return;
    case ':':
      take_colon (self);
      return;
    case '=':
      take_sign (self, c);
      return;
    default:
      break;
    }
  if (!is_word_char (c))
    {
      finish (self);
      if (c == '\'' && self->may_quote)
        begin_string (self, self->level, TRUE);
      return;
    }
  if (self->state != WORD)
    {
      finish (self);
      self->state = WORD;
    }
  self->may_quote = FALSE;
  append (self, c);
}

static gboolean
may_have_blanks (RungsWalkField field)
{
  return field == RUNGS_WALK_NAME || field == RUNGS_WALK_PHRASE || field == RUNGS_WALK_REASON;
}

static void
take_in_brackets (RungsWalk *self, char c)
{
  gboolean is_end = c == ']' || c == '[' || c == '{'
                    || (strchr (", \t", c) != NULL && !may_have_blanks (self->field));

  if (!is_end)
    {
      append (self, c);
      return;
    }
  if (self->token->len > 0)
    take_value (self);
  else if (c != ' ')
    self->state = OUTSIDE;
  if (c != ' ')
    take_structure (self, c);
}

static void
take_plain (RungsWalk *self, char c, guint n_slashes)
{
  if (self->state == STRING)
    take_in_string (self, c, n_slashes);
  else if (n_slashes > 0)
    {
      /* "\n" between the lines of JSON in a string. */
      if (c == 'n' || c == 'r' || c == 't')
        take_in_text (self, ' ');
      else
        take_in_text (self, c);
    }
  else if (self->state == IN_BRACKETS)
    take_in_brackets (self, c);
  else if (self->state == IN_REST)
    append (self, c);
  else
    take_in_text (self, c);
}

void
rungs_walk_feed (RungsWalk *walk, RungsSpan text, guint64 offset, guint32 line)
{
  walk->line = line;
  if (walk->depth == 0 && walk->frames[0].line == 0)
    {
      walk->frames[0].line = line;
      walk->frames[0].offset = offset;
    }
  for (gsize i = 0; i < text.len; i++)
    {
      char c = text.str[i];
      guint n_slashes = walk->n_slashes;

      if (c == '\\')
        {
          walk->n_slashes++;
          continue;
        }
      walk->n_slashes = 0;
      walk->offset = offset + i;
      if (c == '"')
        take_quote (walk, n_slashes);
      else
        take_plain (walk, c, n_slashes);
    }
}

void
rungs_walk_end_line (RungsWalk *walk)
{
  walk->n_slashes = 0;
  walk->n_hex = 0;
  finish (walk);
  walk->in_bracket = FALSE;
  if (walk->depth == 0)
    {
      walk->level = 0;
      clear_key (walk);
    }
}

void
rungs_walk_end (RungsWalk *walk, guint64 offset)
{
  rungs_walk_end_line (walk);
  clear_key (walk);
  while (walk->depth > 0)
    close_object (walk, offset);
  close_object (walk, offset);
  walk->frames[0] = (Frame){ 0 };
  walk->level = 0;
  walk->may_quote = FALSE;
}
