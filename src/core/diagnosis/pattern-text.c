/* A pattern in one sentence, with its numbers. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "patterns.h"

/* "10:00", "2026-11-22 10:00" (transfer full) */
static char *
hour_text (RungsStamp stamp, gboolean with_date)
{
  int year, month, day, hour, minute, second, usec;

  rungs_stamp_to_civil (stamp, &year, &month, &day, &hour, &minute, &second, &usec);
  if (with_date)
    return g_strdup_printf ("%04d-%02d-%02d %02d:%02d", year, month, day, hour, minute);
  return g_strdup_printf ("%02d:%02d", hour, minute);
}

/* "+34", "+34915550…" (transfer full) */
static char *
number_text (const RungsPattern *pattern, const char *number)
{
  if (number != NULL)
    return g_strdup (number);
  if (pattern->whole_number || strlen (pattern->number) == pattern->country_len)
    return g_strdup (pattern->number);
  return g_strconcat (pattern->number, "…", NULL);
}

/* "41 of 43 calls to +34" (transfer full) */
static char *
subject_text (const RungsPattern *pattern, const char *given, const char *device)
{
  g_autofree char *number = pattern->number != NULL ? number_text (pattern, given) : NULL;
  g_autofree char *from = NULL;
  g_autofree char *until = NULL;
  guint n = pattern->calls->len, of = pattern->of;

  device = device != NULL ? device : pattern->device;
  switch (pattern->by)
    {
    case RUNGS_PATTERN_NUMBER:
      return g_strdup_printf (_ ("%u of %u calls to %s"), n, of, number);
    case RUNGS_PATTERN_PEER:
      return g_strdup_printf (_ ("%u of %u calls through %s"), n, of, device);
    case RUNGS_PATTERN_NUMBER_PEER:
      return g_strdup_printf (_ ("%u of %u calls to %s through %s"), n, of, number, device);
    case RUNGS_PATTERN_SBC:
      /* Translators: the device is an SBC, "SBC 192.0.2.20". */
      return g_strdup_printf (_ ("%u of %u calls on %s"), n, of, device);
    case RUNGS_PATTERN_DIRECTION:
      if (pattern->direction == RUNGS_DIRECTION_TO_TEAMS)
        return g_strdup_printf (_ ("%u of %u calls to Teams"), n, of);
      return g_strdup_printf (_ ("%u of %u calls from Teams"), n, of);
    case RUNGS_PATTERN_HOUR:
      from = hour_text (pattern->from, pattern->with_date);
      until = hour_text (pattern->until, pattern->with_date);
      return g_strdup_printf (_ ("%u of %u calls begun between %s and %s"), n, of, from, until);
    case RUNGS_PATTERN_CAUSE:
      return g_strdup_printf (_ ("%u of %u failed calls"), n, of);
    case RUNGS_PATTERN_LOG:
      break;
    }
  return g_strdup_printf (_ ("%u of %u calls in this log"), n, of);
}

/* "41 of 43 calls to +34 fail with 403/560403 at carrier.example" (transfer full) */
static char *
predicate_text (const RungsPattern *pattern,
                const char *subject,
                const char *device,
                const char *at)
{
  /* "through 203.0.113.5 … at 203.0.113.5" says it twice. */
  gboolean tells_at = pattern->at != NULL && g_strcmp0 (pattern->at, pattern->device) != 0;

  at = at != NULL ? at : pattern->at;
  if (pattern->is_any)
    /* Translators: the subject, such as "41 of 43 calls to +34". */
    return g_strdup_printf (_ ("%s fail, with various answers"), subject);
  if (pattern->is_dropped)
    return g_strdup_printf (_ ("%s are answered and then dropped"), subject);
  if (pattern->code == NULL)
    return g_strdup_printf (_ ("%s fail without any answer"), subject);
  if (!tells_at)
    /* Translators: the subject and a code, "403/560403". */
    return g_strdup_printf (_ ("%s fail with %s"), subject, pattern->code);
  /* Translators: the subject, a code and the device that gave it. */
  return g_strdup_printf (_ ("%s fail with %s at %s"), subject, pattern->code, at);
}

char *
rungs_pattern_text (const RungsPattern *pattern,
                    const char *number,
                    const char *device,
                    const char *at)
{
  g_autofree char *subject = NULL;
  g_autofree char *predicate = NULL;

  g_return_val_if_fail (pattern != NULL, NULL);

  subject = subject_text (pattern, number, device);
  predicate = predicate_text (pattern, subject, device, at);
  if (pattern->by == RUNGS_PATTERN_CAUSE || pattern->others == 0)
    return g_strdup_printf ("%s.", predicate);
  if (pattern->others_failed == 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s; the %u other call does not.",
                                         "%s; none of the %u other calls does.", pattern->others),
                            predicate, pattern->others);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s; %u of %u other call does.",
                                       "%s; %u of %u other calls do.", pattern->others_failed),
                          predicate, pattern->others_failed, pattern->others);
}
