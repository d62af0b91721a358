/* The words of the errors, as administrators have published them (the entries of
 * data/knowledge/number-management.json name the places). */
#include "config.h"

#include "formats/teams/numbers-text.h"

/* Digits that make a number. */
#define MIN_DIGITS 5
#define MAX_NUMBER 32
#define MAX_USER 128

static gssize
find (RungsSpan text, const char *part)
{
  return rungs_span_find_ci (text, rungs_span_of (part));
}

/* @part with no letter or digit on either side; -1: it is not there. */
static gssize
find_word (RungsSpan text, const char *part)
{
  gsize at = 0, len = strlen (part);

  for (;;)
    {
      gssize found = find (rungs_span_skip (text, at), part);

      if (found < 0)
        return -1;
      at += (gsize) found;
      if ((at == 0 || !g_ascii_isalnum (text.str[at - 1]))
          && (at + len >= text.len || !g_ascii_isalnum (text.str[at + len])))
        return (gssize) at;
      at += len;
    }
}

/* Words that are enough by themselves. */
static const struct
{
  RungsNumbersError error;
  const char *first, *second; /* the one behind the other; NULL: one is enough */
} sure[] = {
  { RUNGS_NUMBERS_ON_PREMISES, "phone number", "set in the on-premises Active Directory" },
  { RUNGS_NUMBERS_NOT_IN_TENANT, "phone number", "is not found from tenant" },
  { RUNGS_NUMBERS_CONFLICT, "phone number", "already been assigned" },
  { RUNGS_NUMBERS_CONFLICT, "phone number", "already assigned" },
  { RUNGS_NUMBERS_CONFLICT, "phone number conflict", NULL },
  { RUNGS_NUMBERS_LICENSE, "lacks appropriate licenses to assign", NULL },
  { RUNGS_NUMBERS_GATEWAY, "Cannot find specified Gateway", NULL },
};

/* Words that count behind a command. */
static const struct
{
  RungsNumbersError error;
  const char *word;
} within[] = {
  { RUNGS_NUMBERS_CONFLICT, "409 Conflict" },
  { RUNGS_NUMBERS_CONFLICT, "\"Conflict\"" },
  { RUNGS_NUMBERS_CONFLICT, "(Conflict)" },
  { RUNGS_NUMBERS_CONFLICT, "Status: Conflict" },
  { RUNGS_NUMBERS_CONFLICT, "Code : Conflict" },
  { RUNGS_NUMBERS_CONFLICT, "------- Conflict" },
  { RUNGS_NUMBERS_CONFLICT, "Conflict,Microsoft" },
  { RUNGS_NUMBERS_CONFLICT, "HTTP/1.1 409" },
  { RUNGS_NUMBERS_CONFLICT, "HTTP/2 409" },
  { RUNGS_NUMBERS_CONFLICT, "(409)" },
  { RUNGS_NUMBERS_NOT_FOUND, "Status: NotFound" },
  { RUNGS_NUMBERS_NOT_FOUND, "NotFound,Microsoft" },
  { RUNGS_NUMBERS_DENIED, "Access Denied" },
  { RUNGS_NUMBERS_DENIED, "Status: Forbidden" },
  { RUNGS_NUMBERS_DENIED, "Forbidden,Microsoft" },
  { RUNGS_NUMBERS_DENIED, "Unauthorized,Microsoft" },
  { RUNGS_NUMBERS_DENIED, "Invalid credential" },
  { RUNGS_NUMBERS_UNAVAILABLE, "Service is unavailable" },
  { RUNGS_NUMBERS_OTHER, "Cmdlets.internal\\Set-CsPhoneNumberAssignment :" },
  { RUNGS_NUMBERS_OTHER, "Cmdlets.internal\\Remove-CsPhoneNumberAssignment :" },
};

RungsNumbersError
rungs_numbers_error_in (RungsSpan text, gboolean is_within, gsize *at)
{
  for (guint i = 0; i < G_N_ELEMENTS (sure); i++)
    {
      gssize first = find (text, sure[i].first);

      if (first < 0
          || (sure[i].second != NULL
              && find (rungs_span_skip (text, (gsize) first), sure[i].second) < 0))
        continue;
      *at = (gsize) first;
      return sure[i].error;
    }
  for (guint i = 0; is_within && i < G_N_ELEMENTS (within); i++)
    {
      gssize found = find_word (text, within[i].word);

      if (found < 0)
        continue;
      *at = (gsize) found;
      /* Its words come behind. */
      if (within[i].error == RUNGS_NUMBERS_OTHER)
        *at += strlen (within[i].word);
      return within[i].error;
    }
  return RUNGS_NUMBERS_NONE;
}

const char *
rungs_numbers_status (RungsNumbersError error)
{
  switch (error)
    {
    case RUNGS_NUMBERS_CONFLICT:
      return "Conflict";
    case RUNGS_NUMBERS_NOT_FOUND:
      return "NotFound";
    case RUNGS_NUMBERS_DENIED:
      return "Access Denied";
    case RUNGS_NUMBERS_UNAVAILABLE:
      return "Service is unavailable";
    case RUNGS_NUMBERS_NONE:
    case RUNGS_NUMBERS_OTHER:
    case RUNGS_NUMBERS_LICENSE:
    case RUNGS_NUMBERS_ON_PREMISES:
    case RUNGS_NUMBERS_NOT_IN_TENANT:
    case RUNGS_NUMBERS_GATEWAY:
    default:
      return NULL;
    }
}

/* ---- commands ---- */

RungsSpan
rungs_numbers_command (RungsSpan line)
{
  static const char *const commands[] = {
    "Set-CsPhoneNumberAssignment",     "Remove-CsPhoneNumberAssignment",
    "Set-CsOnlineVoiceUser",           "Set-CsOnlineVoiceRoute",
    "New-CsOnlineVoiceRoute",          "Set-CsOnlineVoiceApplicationInstance",
    "Set-CsOnlineApplicationInstance", "Set-CsUser",
    "numberAssignments/assignNumber",  "numberAssignments/unassignNumber",
    "numberAssignments/updateNumber",
  };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      gssize at = find_word (line, commands[i]);

      if (at >= 0)
        return rungs_span (line.str + at, strlen (commands[i]));
    }
  return RUNGS_SPAN_NONE;
}

RungsSpan
rungs_numbers_option (RungsSpan line, const char *option)
{
  gssize at = find_word (line, option);
  gsize n = 0;
  char end = ' ';

  if (at < 0)
    return RUNGS_SPAN_NONE;
  line = rungs_span_trim (rungs_span_skip (line, (gsize) at + strlen (option)));
  if (line.len > 0 && (line.str[0] == '"' || line.str[0] == '\''))
    {
      end = line.str[0];
      line = rungs_span_skip (line, 1);
    }
  while (n < line.len && n < MAX_USER && line.str[n] != end && line.str[n] != '\t')
    n++;
  if (n == 0 || line.str[0] == '$' || line.str[0] == '-')
    return RUNGS_SPAN_NONE;
  return rungs_span_head (line, n);
}

/* ---- values ---- */

RungsSpan
rungs_numbers_number_in (RungsSpan text)
{
  for (gssize plus; (plus = rungs_span_find_char (text, '+')) >= 0;)
    {
      gsize n = 1, digits = 0;

      text = rungs_span_skip (text, (gsize) plus);
      while (n < text.len && n < MAX_NUMBER
             && (g_ascii_isdigit (text.str[n]) || text.str[n] == '*' || text.str[n] == 'x'
                 || text.str[n] == 'X'))
        digits += text.str[n++] != '\0';
      if (digits >= MIN_DIGITS)
        return rungs_span_head (text, n);
      text = rungs_span_skip (text, 1);
    }
  return RUNGS_SPAN_NONE;
}

RungsSpan
rungs_numbers_user_in (RungsSpan text)
{
  gssize at = find_word (text, "user");
  gssize end;

  if (at < 0)
    return RUNGS_SPAN_NONE;
  text = rungs_span_trim (rungs_span_skip (text, (gsize) at + 4));
  if (text.len == 0 || text.str[0] != '\'')
    return RUNGS_SPAN_NONE;
  text = rungs_span_skip (text, 1);
  end = rungs_span_find_char (rungs_span_head (text, MAX_USER), '\'');
  return end > 0 ? rungs_span_head (text, (gsize) end) : RUNGS_SPAN_NONE;
}

RungsSpan
rungs_numbers_message (RungsSpan text, gsize at)
{
  static const char *const fronts[] = { "\"message\":", "\"code\":", "Message :", "BadRequest",
                                        "Assignment :", "Route :",   "WARNING:",  "ERROR:" };
  gsize from = 0;
  gssize end;

  for (guint i = 0; i < G_N_ELEMENTS (fronts); i++)
    for (gsize k = 0; k < at;)
      {
        gssize found = find (rungs_span (text.str + k, at - k), fronts[i]);

        if (found < 0)
          break;
        k += (gsize) found + strlen (fronts[i]);
        from = MAX (from, k);
      }
  text = rungs_span_skip (text, from);
  while (text.len > 0 && strchr (" \"'-:|", text.str[0]) != NULL && text.str[0] != '\0')
    text = rungs_span_skip (text, 1);
  end = rungs_span_find_char (text, '"');
  /* The name of a gateway stands in quotes too. */
  if (end > 0 && text.str[end - 1] != ' ')
    text = rungs_span_head (text, (gsize) end);
  return rungs_span_trim (text);
}

gboolean
rungs_numbers_are_likely (RungsSpan head)
{
  static const char *const hints[] = { "CsPhoneNumberAssignment", "numberAssignments",
                                       "CsOnlineVoice", "CsOnlineApplicationInstance" };
  gsize at;

  for (guint i = 0; i < G_N_ELEMENTS (hints); i++)
    if (find (head, hints[i]) >= 0)
      return TRUE;
  return rungs_numbers_error_in (head, FALSE, &at) != RUNGS_NUMBERS_NONE;
}
