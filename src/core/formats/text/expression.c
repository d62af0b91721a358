/* Expressions of definitions. PCRE2 does the matching; stamps and addresses have too many forms for
 * an expression, so (?&STAMP) and (?&ADDRESS) ask our own readers by callouts. An expression that
 * tries too much gives up: it has not matched. */
#include "config.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "formats/text/expression.h"

#include "base/error.h"
#include "base/limits.h"
#include "formats/text/address.h"

enum
{
  CALLOUT_STAMP = 101,
  CALLOUT_ADDRESS,
  CALLOUT_END,
};

/* The groups that say something. The addresses come first, three for each side. */
enum
{
  ADDRESS,
  ADDRESS_HOST,
  ADDRESS_PORT,
  N_ADDRESS_PARTS,
  GROUP_TIME = RUNGS_TEXT_N_SIDES * N_ADDRESS_PARTS,
  GROUP_DIRECTION,
  GROUP_TRANSPORT,
  GROUP_BYTES,
  GROUP_SESSION,
  GROUP_DEVICE,
  GROUP_REST,
  N_GROUPS,
};

static const char *const group_names[N_GROUPS] = {
  "src",       "src_host",  "src_port", "dst",      "dst_host", "dst_port", "peer",
  "peer_host", "peer_port", "own",      "own_host", "own_port", "time",     "direction",
  "transport", "bytes",     "session",  "device",   "rest",
};

/* What an expression may call by name, and what is put there. The readers' callouts take one length
 * and no other: it is tried first where most end, then everywhere. */
static const struct
{
  const char *call, *text;
} library[] = {
  { "(?&STAMP)", "(?>(?C101)(?:(?>(?:\\S+\\s+){0,3}?(?>[\\w.,:/+-]*\\w)(?C103))|.+?(?C103)))" },
  { "(?&ADDRESS)", "(?>(?C102)(?:(?>\\[?[\\w.%:-]*[\\w\\]](?:[:/]\\d+)?)(?C103)|.+?(?C103)))" },
  { "(?&TRANSPORT)", "(?i:udp|tcp|tls|sctp|wss|ws)(?![A-Za-z0-9])" },
};

struct _RungsTextExpression
{
  char *text;
  /* What the line begins with; NUL: anything. */
  char first;
  /* A text that each match contains, and the position in it of the byte that is rarest in SIP. */
  GString *literal;
  guint rare;
  /* The other such texts; spans of @text. */
  RungsSpan others[RUNGS_TEXT_MAX_LITERALS];
  guint n_others;
  /* Set once, when @code, @is_jit, @error and @groups are. */
  gsize compiled;
  pcre2_code *code;
  gboolean is_jit;
  GError *error;
  guint8 groups[N_GROUPS]; /* numbers; 0: it does not have it */
};

/* ---- The text that each match contains ---- */

/* What lines of SIP rarely have: signs, then capitals, then digits. */
static guint
rarity (char c)
{
  if (g_ascii_islower (c))
    return strchr ("jkqvwxzgb", c) != NULL ? 2 : 1;
  if (g_ascii_isupper (c))
    return 3;
  return g_ascii_isdigit (c) || strchr (":;=-.,<>@/", c) != NULL ? 1 : 4;
}

typedef struct
{
  const char *at;
  guint depth; /* of groups */
  GString *run, *best;
  RungsTextExpression *expression;
  gboolean is_given_up;
} LiteralScan;

/* @self->run is over. One that has no escapes is the same in the expression. */
static void
end_run (LiteralScan *self)
{
  RungsTextExpression *expression = self->expression;
  const char *begin =
    self->run->len > 0
      ? g_strrstr_len (expression->text, self->at - expression->text, self->run->str)
      : NULL;

  if (begin != NULL && expression->n_others < RUNGS_TEXT_MAX_LITERALS)
    expression->others[expression->n_others++] = rungs_span (begin, self->run->len);
  if (self->run->len > self->best->len)
    g_string_assign (self->best, self->run->str);
  g_string_truncate (self->run, 0);
}

static void
add_literal (LiteralScan *self, char c)
{
  if (self->depth == 0)
    g_string_append_c (self->run, c);
}

/* "\[" is a bracket, "\d" any digit; what takes more than its letter is not read here. */
static void
scan_escape (LiteralScan *self)
{
  char c = *++self->at;

  if (c == '\0' || (g_ascii_isalnum (c) && strchr ("dDsSwWhHvVbBAzZnrtef", c) == NULL))
    self->is_given_up = TRUE;
  else if (g_ascii_isalnum (c))
    end_run (self);
  else
    add_literal (self, c);
}

/* "[^]a-z]": goes to its end. */
static void
scan_class (LiteralScan *self)
{
  end_run (self);
  self->at += self->at[1] == '^' ? 2 : 1;
  for (gboolean is_first = TRUE; *self->at != '\0' && (is_first || *self->at != ']'); self->at++)
    {
      is_first = FALSE;
      /* "[:alpha:]" has brackets of its own. */
      if (*self->at == '[' || (*self->at == '\\' && *++self->at == '\0'))
        {
          self->is_given_up = TRUE;
          return;
        }
    }
  self->is_given_up |= *self->at == '\0';
}

/* Options change how all the rest is read, comments may hold anything. */
static void
scan_open (LiteralScan *self)
{
  const char *what = self->at[1] == '?' ? self->at + 2 : "";

  end_run (self);
  self->depth++;
  if (self->at[1] == '*' || *what == '#'
      || (g_ascii_isalpha (*what) && *what != 'C' && *what != 'P') || *what == '^' || *what == '-')
    self->is_given_up = *what != 'i' || what[1] != ':';
}

/* "{3,}": at least one. */
static gboolean
is_needed (const char *quantifier)
{
  return quantifier[0] == '{' && quantifier[1] >= '1' && quantifier[1] <= '9';
}

/* "a?", "a*", "a{0,3}": the last character need not be there. */
static void
scan_optional (LiteralScan *self)
{
  const char *close = *self->at == '{' ? strchr (self->at, '}') : self->at;

  if (self->run->len > 0 && !is_needed (self->at))
    g_string_truncate (self->run, self->run->len - 1);
  end_run (self);
  if (close == NULL)
    self->is_given_up = TRUE;
  else
    self->at = close;
}

static void
scan_character (LiteralScan *self)
{
  switch (*self->at)
    {
    case '\\':
      scan_escape (self);
      break;
    case '[':
      scan_class (self);
      break;
    case '(':
      scan_open (self);
      break;
    case ')':
      self->depth -= self->depth > 0 ? 1 : 0;
      break;
    case '|':
      self->is_given_up |= self->depth == 0;
      break;
    case '?':
    case '*':
    case '{':
      scan_optional (self);
      break;
    case '+':
    case '.':
    case '^':
    case '$':
      end_run (self);
      break;
    default:
      add_literal (self, *self->at);
    }
}

/* "^Sent": 'S'. */
static char
first_of (const char *text)
{
  gboolean is_plain = text[0] == '^' && text[1] != '\0' && strchr ("\\[(|?*{+.^$", text[1]) == NULL;

  return is_plain && (text[2] == '\0' || strchr ("?*{", text[2]) == NULL || is_needed (text + 2))
           ? text[1]
           : '\0';
}

static void
find_literal (RungsTextExpression *self)
{
  LiteralScan scan = {
    .at = self->text, .run = g_string_new (NULL), .best = self->literal, .expression = self
  };

  while (*scan.at != '\0' && !scan.is_given_up)
    {
      scan_character (&scan);
      scan.at += *scan.at != '\0' ? 1 : 0;
    }
  end_run (&scan);
  g_string_free (scan.run, TRUE);
  self->first = scan.is_given_up ? '\0' : first_of (self->text);
  if (scan.is_given_up)
    {
      g_string_truncate (self->literal, 0);
      self->n_others = 0;
    }
  for (guint i = 0; i < self->n_others; i++)
    {
      if (rungs_span_equal (self->others[i], rungs_span (self->literal->str, self->literal->len)))
        self->others[i] = self->others[--self->n_others];
    }
  for (guint i = 1; i < self->literal->len; i++)
    {
      if (rarity (self->literal->str[i]) > rarity (self->literal->str[self->rare]))
        self->rare = i;
    }
}

const char *
rungs_text_expression_literal (const RungsTextExpression *self)
{
  g_return_val_if_fail (self != NULL, "");
  return self->literal->str;
}

static gboolean
has_others (const RungsTextExpression *self, RungsSpan line)
{
  for (guint i = 0; i < self->n_others; i++)
    {
      if (rungs_span_find (line, self->others[i]) < 0)
        return FALSE;
    }
  return TRUE;
}

/* FALSE when @line, which is not empty, cannot match. */
static inline gboolean
may_match (const RungsTextExpression *self, RungsSpan line)
{
  const char *literal = self->literal->str;
  gsize len = self->literal->len, from = 0;

  if (self->first != '\0' && self->first != line.str[0])
    return FALSE;
  while (line.len - from >= len && len > 0)
    {
      const char *rare =
        memchr (line.str + from + self->rare, literal[self->rare], line.len - from - len + 1);

      if (rare == NULL)
        return FALSE;
      from = (gsize) (rare - line.str) - self->rare;
      if (memcmp (line.str + from, literal, len) == 0)
        return has_others (self, line);
      from++;
    }
  return len == 0;
}

/* ---- Compiling ---- */

RungsTextExpression *
rungs_text_expression_new (const char *text)
{
  RungsTextExpression *self = g_new0 (RungsTextExpression, 1);

  g_return_val_if_fail (text != NULL, NULL);
  self->text = g_strdup (text);
  self->literal = g_string_new (NULL);
  find_literal (self);
  return self;
}

void
rungs_text_expression_free (RungsTextExpression *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_string_free (self->literal, TRUE);
  g_clear_pointer (&self->code, pcre2_code_free);
  g_clear_error (&self->error);
  g_free (self);
}

/* FALSE when it has one in lower case that is not among ours. */
static gboolean
read_groups (RungsTextExpression *self)
{
  guint32 n = 0, size = 0;
  PCRE2_SPTR entry = NULL;

  pcre2_pattern_info (self->code, PCRE2_INFO_NAMECOUNT, &n);
  pcre2_pattern_info (self->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
  pcre2_pattern_info (self->code, PCRE2_INFO_NAMETABLE, &entry);
  for (; n > 0; n--, entry += size)
    {
      const char *name = (const char *) entry + 2;
      guint group = 0;

      while (group < N_GROUPS && !g_str_equal (name, group_names[group]))
        group++;
      if (group < N_GROUPS)
        self->groups[group] = entry[1];
      else if (!g_ascii_isupper (*name))
        {
          self->error = g_error_new (RUNGS_ERROR, RUNGS_ERROR_DATA,
                                     "has the group “%s”, which is not known", name);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
has_few_groups (RungsTextExpression *self)
{
  guint32 n = 0;

  pcre2_pattern_info (self->code, PCRE2_INFO_CAPTURECOUNT, &n);
  if (n >= RUNGS_TEXT_MAX_GROUPS)
    self->error = g_error_new (RUNGS_ERROR, RUNGS_ERROR_DATA, "has more than %u groups",
                               RUNGS_TEXT_MAX_GROUPS - 1);
  return n < RUNGS_TEXT_MAX_GROUPS;
}

/* The place in the expression, from 1, of one in what it was made into. */
static gsize
place_of (const char *text, gsize made)
{
  const char *at = text;

  while (*at != '\0' && made > 0)
    {
      gsize len = 1, put = 1;

      for (guint i = 0; i < G_N_ELEMENTS (library); i++)
        {
          if (!g_str_has_prefix (at, library[i].call))
            continue;
          len = strlen (library[i].call);
          put = strlen (library[i].text);
        }
      made -= MIN (made, put);
      at += len;
    }
  return (gsize) (at - text) + 1;
}

static void
compile (RungsTextExpression *self)
{
  g_autoptr (GString) text = g_string_new (self->text);
  PCRE2_UCHAR reason[160];
  PCRE2_SIZE place;
  int code;

  for (guint i = 0; i < G_N_ELEMENTS (library); i++)
    g_string_replace (text, library[i].call, library[i].text, 0);
  self->code =
    pcre2_compile ((PCRE2_SPTR) text->str, text->len,
                   PCRE2_NEVER_UTF | PCRE2_NEVER_UCP | PCRE2_DOTALL, &code, &place, NULL);
  if (self->code == NULL)
    {
      pcre2_get_error_message (code, reason, sizeof reason);
      self->error = g_error_new (RUNGS_ERROR, RUNGS_ERROR_DATA, "character %" G_GSIZE_FORMAT ": %s",
                                 place_of (self->text, place), (const char *) reason);
    }
  else if (!has_few_groups (self) || !read_groups (self))
    g_clear_pointer (&self->code, pcre2_code_free);
  else
    /* Where there is no JIT the interpreter does it. */
    self->is_jit = pcre2_jit_compile (self->code, PCRE2_JIT_COMPLETE) == 0;
}

static gboolean
is_compiled (RungsTextExpression *self)
{
  if (g_once_init_enter (&self->compiled))
    {
      compile (self);
      g_once_init_leave (&self->compiled, 1);
    }
  return self->code != NULL;
}

gboolean
rungs_text_expression_check (RungsTextExpression *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  if (is_compiled (self))
    return TRUE;
  g_propagate_error (error, g_error_copy (self->error));
  return FALSE;
}

/* ---- Matching ---- */

/* Not 0: no match this way. What was read last is kept: it is mostly what the expression wanted. */
static int
callout_cb (pcre2_callout_block *block, void *data)
{
  RungsTextMatcher *self = data;
  RungsSpan rest = rungs_span_skip (self->line, block->current_position);
  gsize n;

  if (block->callout_number == CALLOUT_END)
    return block->current_position != self->token_end;
  if (block->callout_number == CALLOUT_STAMP)
    {
      n = rungs_stamp_read (rest, self->dates, &self->written);
      self->stamp = rungs_span_head (rest, n);
    }
  else if (block->callout_number == CALLOUT_ADDRESS)
    {
      n = rungs_text_take_address (rest, &self->host, &self->port);
      self->address = rungs_span_head (rest, n);
    }
  else
    return 0;
  self->token_end = block->current_position + n;
  return n == 0;
}

static void
prepare (RungsTextMatcher *self)
{
  self->data = pcre2_match_data_create (RUNGS_TEXT_MAX_GROUPS, NULL);
  self->context = pcre2_match_context_create (NULL);
  pcre2_set_match_limit (self->context, RUNGS_TEXT_MATCH_STEPS);
  pcre2_set_depth_limit (self->context, RUNGS_TEXT_MATCH_DEPTH);
  pcre2_set_heap_limit (self->context, RUNGS_TEXT_MATCH_KIB);
  pcre2_set_callout (self->context, callout_cb, self);
}

void
rungs_text_matcher_clear (RungsTextMatcher *self)
{
  g_clear_pointer (&self->data, pcre2_match_data_free);
  g_clear_pointer (&self->context, pcre2_match_context_free);
}

static RungsSpan
group_text (RungsTextMatcher *self, const RungsTextExpression *expression, guint group)
{
  const PCRE2_SIZE *places = pcre2_get_ovector_pointer (self->data);
  guint number = expression->groups[group];

  if (number == 0 || places[2 * number] == PCRE2_UNSET
      || places[2 * number] > places[2 * number + 1])
    return RUNGS_SPAN_NONE;
  return rungs_span (self->line.str + places[2 * number],
                     places[2 * number + 1] - places[2 * number]);
}

/* The very same bytes, which were read already. */
static inline gboolean
is_same (RungsSpan text, RungsSpan last)
{
  return text.len > 0 && text.str == last.str && text.len == last.len;
}

/* FALSE when what must be an address is none. */
static gboolean
read_side (RungsTextMatcher *self,
           const RungsTextExpression *expression,
           RungsTextSide side,
           RungsTextFields *fields)
{
  guint first = side * N_ADDRESS_PARTS;
  RungsSpan address = group_text (self, expression, first + ADDRESS);
  RungsSpan host = group_text (self, expression, first + ADDRESS_HOST);
  RungsSpan port = group_text (self, expression, first + ADDRESS_PORT);

  if (is_same (address, self->address))
    {
      fields->host[side] = self->host;
      fields->port[side] = self->port;
    }
  else if (address.len > 0
           && rungs_text_take_address (address, &fields->host[side], &fields->port[side])
                != address.len)
    return FALSE;
  if (host.len > 0)
    fields->host[side] = host;
  if (port.len > 0)
    fields->port[side] = rungs_text_port_of (port);
  return TRUE;
}

/* Any text of an expression that is not (?&STAMP) may end inside a stamp: then its reader sees no
 * more. */
static gboolean
read_time (RungsTextMatcher *self, RungsSpan text, RungsTextFields *fields)
{
  if (!is_same (text, self->stamp))
    return rungs_stamp_read (text, self->dates, &fields->written) > 0;
  fields->written = self->written;
  return TRUE;
}

static gboolean
read_direction (RungsSpan text, RungsTextFields *fields)
{
  static const struct
  {
    RungsSpan word;
    RungsTextDirection direction;
  } words[] = {
    { { "received", 8 }, RUNGS_TEXT_RECEIVED },  { { "sent", 4 }, RUNGS_TEXT_SENT },
    { { "receiving", 9 }, RUNGS_TEXT_RECEIVED }, { { "sending", 7 }, RUNGS_TEXT_SENT },
    { { "incoming", 8 }, RUNGS_TEXT_RECEIVED },  { { "outgoing", 8 }, RUNGS_TEXT_SENT },
    { { "inbound", 7 }, RUNGS_TEXT_RECEIVED },   { { "outbound", 8 }, RUNGS_TEXT_SENT },
    { { "in", 2 }, RUNGS_TEXT_RECEIVED },        { { "out", 3 }, RUNGS_TEXT_SENT },
    { { "rx", 2 }, RUNGS_TEXT_RECEIVED },        { { "tx", 2 }, RUNGS_TEXT_SENT },
    { { "recv", 4 }, RUNGS_TEXT_RECEIVED },      { { "send", 4 }, RUNGS_TEXT_SENT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (!rungs_span_equal_ci (text, words[i].word))
        continue;
      fields->direction = words[i].direction;
      return TRUE;
    }
  return FALSE;
}

/* FALSE when a group holds what it cannot. */
static gboolean
read_fields (RungsTextMatcher *self, const RungsTextExpression *expression, RungsTextFields *fields)
{
  RungsSpan time = group_text (self, expression, GROUP_TIME);
  RungsSpan direction = group_text (self, expression, GROUP_DIRECTION);
  RungsSpan transport = group_text (self, expression, GROUP_TRANSPORT);
  RungsSpan bytes = group_text (self, expression, GROUP_BYTES);

  *fields = (RungsTextFields){ .written.time = RUNGS_TIME_NONE,
                               .transport = rungs_transport_of (transport),
                               .session = group_text (self, expression, GROUP_SESSION),
                               .device = group_text (self, expression, GROUP_DEVICE),
                               .rest = group_text (self, expression, GROUP_REST) };
  for (guint side = 0; side < RUNGS_TEXT_N_SIDES; side++)
    {
      if (!read_side (self, expression, side, fields))
        return FALSE;
    }
  return (time.len == 0 || read_time (self, time, fields))
         && (direction.len == 0 || read_direction (direction, fields))
         && (transport.len == 0 || fields->transport != RUNGS_TRANSPORT_UNKNOWN)
         && (bytes.len == 0 || rungs_span_to_uint (bytes, RUNGS_MAX_SIP, &fields->n_bytes));
}

/* More than the limits is no match. */
static gboolean
search (RungsTextMatcher *self, const RungsTextExpression *expression)
{
  PCRE2_SPTR text = (PCRE2_SPTR) self->line.str;

  return (expression->is_jit
            ? pcre2_jit_match (expression->code, text, self->line.len, 0, 0, self->data,
                               self->context)
            : pcre2_match (expression->code, text, self->line.len, 0, 0, self->data, self->context))
         > 0;
}

gboolean
rungs_text_matcher_match (RungsTextMatcher *self,
                          RungsTextExpression *expression,
                          RungsSpan line,
                          RungsTextFields *fields)
{
  if (line.len == 0 || line.len > RUNGS_TEXT_PATTERN_BYTES || !may_match (expression, line)
      || !is_compiled (expression))
    return FALSE;
  if (self->data == NULL)
    prepare (self);
  self->line = line;
  self->stamp = self->address = RUNGS_SPAN_NONE;
  return search (self, expression) && read_fields (self, expression, fields);
}

gboolean
rungs_text_fields_say (const RungsTextFields *fields)
{
  for (guint i = 0; i < RUNGS_TEXT_N_SIDES; i++)
    {
      if (fields->host[i].len > 0)
        return TRUE;
    }
  return fields->session.len > 0 || fields->device.len > 0 || fields->n_bytes > 0
         || fields->transport != RUNGS_TRANSPORT_UNKNOWN
         || fields->written.kind != RUNGS_WRITTEN_NONE;
}
