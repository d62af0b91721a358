/* Numbers that are not as Teams wants them, and what the SBC made of them. */
#include "config.h"

#include "findings.h"

#include <glib/gi18n-lib.h>

#include "calls/number.h"
#include "diagnosis/find.h"

/* E.164 6.1 */
#define MAX_DIGITS 15
/* Fewer digits are an extension, not a number of the world (E.164 numbers have 7 and more). */
#define MIN_DIGITS 7

static gboolean
is_number_code (guint code)
{
  static const guint codes[] = { 400, 403, 404, 410, 416, 484, 485, 604 };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i] == code)
      return TRUE;
  return FALSE;
}

typedef struct
{
  guint n_digits;
  gboolean has_plus, has_others;
} Shape;

/* Visual separators (RFC 3966 5.1.1) are neither digits nor letters. */
static Shape
shape_of (RungsSpan user)
{
  Shape shape = { 0, user.len > 0 && user.str[0] == '+', FALSE };

  for (gsize i = shape.has_plus ? 1 : 0; i < user.len; i++)
    {
      if (g_ascii_isdigit (user.str[i]))
        shape.n_digits++;
      else if (strchr ("-.()", user.str[i]) == NULL)
        shape.has_others = TRUE;
    }
  return shape;
}

static RungsSpan
called_user (const RungsExhibit *request, char buffer[RUNGS_MAX_USER])
{
  RungsSpan user, host, port;

  rungs_sip_uri (request->sip.request_uri, &user, &host, &port);
  return user.len > 0 ? rungs_number_text (user, RUNGS_SPAN_NONE, buffer) : RUNGS_SPAN_NONE;
}

static void
check_called (RungsCase *self, const RungsExhibit *request)
{
  char buffer[RUNGS_MAX_USER];
  RungsSpan user = called_user (request, buffer);
  g_autofree char *number = rungs_span_dup_utf8 (user);
  Shape shape = shape_of (user);
  RungsFinding *finding;

  if (user.len == 0)
    finding =
      rungs_case_find (self, RUNGS_FINDING_NUMBER_MISSING,
                       g_strdup (_ ("The Request-URI of the call to Teams has no number.")));
  else if (shape.has_others)
    finding = rungs_case_find (
      self, RUNGS_FINDING_NUMBER_LETTERS,
      g_strdup_printf (
        _ ("The called number %s is not made of digits; Teams wants + and digits (E.164)."),
        number));
  else if (!shape.has_plus && shape.n_digits < MIN_DIGITS)
    finding = rungs_case_find (
      self, RUNGS_FINDING_NUMBER_SHORT,
      g_strdup_printf (
        _ ("The called number %s is a short extension; Teams wants + and all digits (E.164)."),
        number));
  else if (!shape.has_plus && rungs_span_starts (user, RUNGS_SPAN ("00")))
    finding = rungs_case_find (
      self, RUNGS_FINDING_NUMBER_00,
      g_strdup_printf (
        _ ("The called number %s goes to Teams with 00 where E.164 wants +: let the SBC "
           "replace the 00 by +."),
        number));
  else if (!shape.has_plus)
    finding = rungs_case_find (
      self, RUNGS_FINDING_NUMBER_NO_PLUS,
      g_strdup_printf (
        _ ("The called number %s goes to Teams without the leading + that E.164 wants."), number));
  else if (user.len > 1 && user.str[1] == '0')
    finding = rungs_case_find (
      self, RUNGS_FINDING_NUMBER_PLUS_ZERO,
      g_strdup_printf (
        _ ("The called number %s has a 0 after the +, and no country code starts with 0: the SBC "
           "put the + before a national number; it must put + and the country code there."),
        number));
  else if (shape.n_digits > MAX_DIGITS)
    finding = rungs_case_find (
      self, RUNGS_FINDING_NUMBER_TOO_LONG,
      g_strdup_printf (
        _ ("The called number %s has %u digits; E.164 has 15 at most. Look for a prefix that was "
           "added twice."),
        number, shape.n_digits));
  else
    return;
  rungs_finding_value (finding, RUNGS_VALUE_NUMBER, number);
  rungs_finding_at (finding, self, request->message);
}

static void
check_caller (RungsCase *self, const RungsExhibit *request)
{
  char buffer[RUNGS_MAX_USER];
  RungsSpan user = rungs_number_text (request->sip.from_user, RUNGS_SPAN_NONE, buffer);
  g_autofree char *number = rungs_span_dup_utf8 (user);
  Shape shape = shape_of (user);
  RungsFinding *finding;

  if (user.len == 0 || rungs_number_is_hidden (user))
    return;
  if (shape.has_others)
    {
      finding = rungs_case_find (
        self, RUNGS_FINDING_NUMBER_FROM_LETTERS,
        g_strdup_printf (
          _ ("From says %s, which is no number: Teams wants the caller as + and digits (E.164)."),
          number));
      rungs_finding_value (finding, RUNGS_VALUE_NUMBER, number);
      rungs_finding_at_header (finding, self, request, RUNGS_SPAN ("From"));
      return;
    }
  if (shape.has_plus)
    return;
  finding = rungs_case_find (
    self, RUNGS_FINDING_NUMBER_FROM_NO_PLUS,
    g_strdup_printf (_ ("The calling number %s in From goes to Teams without the leading +."),
                     number));
  rungs_finding_value (finding, RUNGS_VALUE_NUMBER, number);
  rungs_finding_at_header (finding, self, request, RUNGS_SPAN ("From"));
}

/* A number of both legs, when they are different texts. */
static void
report_rewritten (RungsCase *self,
                  RungsFindingId id,
                  const RungsExhibit *other,
                  const RungsExhibit *request,
                  RungsSpan before,
                  RungsSpan after)
{
  g_autofree char *now = rungs_span_dup_utf8 (after);
  g_autofree char *then = rungs_span_dup_utf8 (before);
  RungsFinding *finding;

  if (before.len == 0 || after.len == 0 || rungs_span_equal (before, after))
    return;
  finding = rungs_case_find (
    self, id,
    id == RUNGS_FINDING_NUMBER_REWRITTEN
      ? g_strdup_printf (_ ("The SBC made %s of the called number %s before it sent the call on."),
                         now, then)
      : g_strdup_printf (_ ("The SBC made %s of the calling number %s before it sent the call on."),
                         now, then));
  rungs_finding_value (finding, RUNGS_VALUE_NUMBER, then);
  rungs_finding_value (finding, RUNGS_VALUE_NUMBER, now);
  if (id == RUNGS_FINDING_NUMBER_REWRITTEN)
    {
      rungs_finding_at (finding, self, other->message);
      rungs_finding_at (finding, self, request->message);
      return;
    }
  rungs_finding_at_header (finding, self, other, RUNGS_SPAN ("From"));
  rungs_finding_at_header (finding, self, request, RUNGS_SPAN ("From"));
}

/* The numbers that came in on the other leg. */
static void
check_rewritten (RungsCase *self, const RungsExhibit *request)
{
  const RungsExhibit *other =
    rungs_case_read (self, rungs_case_other_request (self, request->message));
  char buffer[RUNGS_MAX_USER], other_buffer[RUNGS_MAX_USER];
  RungsSpan before, after;

  if (other == NULL)
    return;
  after = called_user (request, buffer);
  before = called_user (other, other_buffer);
  report_rewritten (self, RUNGS_FINDING_NUMBER_REWRITTEN, other, request, before, after);
  if (rungs_case_row (self, rungs_case_root (self))->code != 403)
    return;
  after = rungs_number_text (request->sip.from_user, RUNGS_SPAN_NONE, buffer);
  before = rungs_number_text (other->sip.from_user, RUNGS_SPAN_NONE, other_buffer);
  report_rewritten (self, RUNGS_FINDING_NUMBER_FROM_REWRITTEN, other, request, before, after);
}

void
rungs_findings_number (RungsCase *self)
{
  guint32 root = rungs_case_root (self), message = rungs_case_root_request (self);
  const RungsExhibit *request;

  if (root == RUNGS_NONE || message == RUNGS_NONE
      || !is_number_code (rungs_case_row (self, root)->code)
      || (rungs_case_row (self, message)->flags & RUNGS_MESSAGE_TO_TAG))
    return;
  request = rungs_case_read (self, message);
  if (request == NULL || !rungs_span_equal (request->sip.method, RUNGS_SPAN ("INVITE")))
    return;
  if (rungs_case_is_teams (self, request->row->dst))
    {
      check_called (self, request);
      check_caller (self, request);
    }
  if (rungs_case_row (self, message)->src != RUNGS_NONE
      && rungs_case_kind (self, rungs_case_row (self, message)->src) == RUNGS_DEVICE_SBC)
    check_rewritten (self, request);
}
