/* Which good call a failed one is set beside, and what is said to differ. */
#include "config.h"

#include "diagnosis/compare.h"
#include "script.h"

/* A call through the SBC at @second. @extra: words of both INVITEs. @code: 200 or what refuses
 * it. */
static void
add_call (GString *s,
          const char *name,
          guint second,
          gboolean from_teams,
          const char *peer,
          const char *to,
          guint code,
          const char *extra)
{
  const char *a = from_teams ? "T" : peer, *b = from_teams ? peer : "T";

  g_string_append_printf (s, "%u.1 %s S INVITE %sa 1 sid=%s to=%s %s\n", second, a, name, name, to,
                          extra);
  g_string_append_printf (s, "%u.2 S %s INVITE %sb 1 sid=%s to=%s %s\n", second, b, name, name, to,
                          extra);
  g_string_append_printf (s, "%u.3 %s S %u %sb 1 sid=%s to=%s\n", second, b, code, name, name, to);
  g_string_append_printf (s, "%u.4 S %s ACK %sb 1 sid=%s %s to=%s\n", second, b, name, name,
                          code >= 300 ? "nak" : "", to);
  g_string_append_printf (s, "%u.5 S %s %u %sa 1 sid=%s to=%s\n", second, a, code, name, name, to);
  g_string_append_printf (s, "%u.6 %s S ACK %sa 1 sid=%s %s to=%s\n", second, a, name, name,
                          code >= 300 ? "nak" : "", to);
}

static guint32
call_at (RungsTrace *trace, const char *name)
{
  g_autofree char *id = g_strconcat (name, "a", NULL);

  for (guint32 i = 0; i < rungs_trace_get_n_calls (trace); i++)
    if (g_str_equal (
          rungs_trace_string (
            trace, rungs_trace_get_leg (trace, rungs_trace_get_call (trace, i), 0)->call_id),
          id))
      return i;
  g_assert_not_reached ();
}

/* The points, one a line, "file: text". (transfer full) */
static char *
points_of (RungsTrace *trace, const char *name, const char *with)
{
  g_autoptr (RungsComparison) comparison =
    rungs_comparison_new (trace, rungs_trace_get_call (trace, call_at (trace, name)),
                          with != NULL ? call_at (trace, with) : RUNGS_NONE);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < comparison->points->len; i++)
    {
      const RungsFinding *finding = g_ptr_array_index (comparison->points, i);

      g_assert_cmpuint (finding->lines->len, >, 0);
      g_string_append_printf (text, "%s\n", finding->text);
    }
  return g_string_free (text, FALSE);
}

static void
check_good (RungsTrace *trace, const char *name, const char *expected)
{
  guint32 found = rungs_good_call_find (trace, rungs_trace_get_call (trace, call_at (trace, name)));

  if (expected == NULL)
    g_assert_cmpuint (found, ==, RUNGS_NONE);
  else
    g_assert_cmpuint (found, ==, call_at (trace, expected));
}

static void
test_choice (void)
{
  g_autoptr (GString) s = g_string_new (NULL);
  g_autoptr (RungsTrace) trace = NULL;
  g_autoptr (RungsComparison) comparison = NULL;

  add_call (s, "far", 100, TRUE, "P", "+34915550001", 200, "");
  add_call (s, "other-country", 290, TRUE, "P", "+4930555001", 200, "");
  add_call (s, "near", 250, TRUE, "P", "+34915550002", 200, "");
  add_call (s, "other-trunk", 299, TRUE, "Q", "+34915550003", 200, "");
  add_call (s, "other-way", 299, FALSE, "P", "+34915550004", 200, "");
  add_call (s, "extension", 298, TRUE, "P", "2001", 200, "");
  add_call (s, "bad", 300, TRUE, "P", "+34915550005", 403, "");
  add_call (s, "bad-extension", 300, TRUE, "P", "2002", 404, "");
  add_call (s, "bad-way", 400, FALSE, "P", "+34915550006", 404, "");
  add_call (s, "bad-trunk", 401, TRUE, "P2", "+4930555002", 404, "");
  trace = script_trace (&script_format, s->str, NULL);
  check_good (trace, "bad", "near");
  check_good (trace, "bad-extension", "extension");
  check_good (trace, "bad-way", "other-way");
  check_good (trace, "bad-trunk", "other-country");
  check_good (trace, "near", "far");
  comparison =
    rungs_comparison_new (trace, rungs_trace_get_call (trace, call_at (trace, "bad")), RUNGS_NONE);
  g_assert_cmpstr (comparison->why, ==,
                   "same direction, same trunk (203.0.113.5), called number of the same shape, "
                   "50 s earlier");
  g_assert_cmpuint (comparison->pairs->len, ==, 2);
}

static void
test_none (void)
{
  g_autoptr (GString) s = g_string_new (NULL);
  g_autoptr (RungsTrace) trace = NULL;
  g_autofree char *points = NULL;

  add_call (s, "way", 10, FALSE, "P", "+34915550001", 200, "");
  add_call (s, "bad", 20, TRUE, "P", "+34915550001", 403, "");
  add_call (s, "worse", 30, TRUE, "P", "+34915550001", 403, "");
  trace = script_trace (&script_format, s->str, NULL);
  check_good (trace, "bad", NULL);
  points = points_of (trace, "bad", NULL);
  g_assert_cmpstr (points, ==, "");
}

static void
test_points (void)
{
  g_autoptr (GString) s = g_string_new (NULL);
  g_autoptr (RungsTrace) trace = NULL;
  g_autofree char *points = NULL;
  g_autofree char *same = NULL;

  add_call (s, "good", 10, TRUE, "P", "+34915550001", 200,
            "sdp=7 h=P-Asserted-Identity:<sip:+15550100@example.com> h=Session-Expires:1800");
  add_call (s, "like", 11, TRUE, "P", "+34915550009", 200,
            "sdp=9 h=P-Asserted-Identity:<sip:+15550177@example.com> h=Session-Expires:1800");
  add_call (s, "bad", 20, TRUE, "Q", "0034915550002", 403, "h=Session-Expires:90 h=Privacy:id");
  trace = script_trace (&script_format, s->str, NULL);
  points = points_of (trace, "bad", "good");
  g_assert_cmpstr (
    points, ==,
    "The called number is written 0034915550002 here and +34915550001 in the good call.\n"
    "Only the good call’s INVITE has an offer.\n"
    "Only the good call has P-Asserted-Identity (<sip:+15550100@example.com>).\n"
    "Only this call has Privacy (id).\n"
    "Session-Expires is 90 here and 1800 in the good call.\n"
    "This call goes through 203.0.113.6, the good one through 203.0.113.5.\n");
  same = points_of (trace, "good", "like");
  g_assert_cmpstr (same, ==, "");
}

/* The SBC refused it itself: that is what differs. */
static void
test_leg (void)
{
  g_autoptr (GString) s = g_string_new (NULL);
  g_autoptr (RungsTrace) trace = NULL;
  g_autofree char *points = NULL;

  add_call (s, "good", 10, TRUE, "P", "+34915550001", 200, "");
  g_string_append (s, "20.1 T S INVITE bada 1 sid=bad to=+34915550002\n"
                      "20.2 S T 403 bada 1 sid=bad to=+34915550002\n"
                      "20.3 T S ACK bada 1 sid=bad nak to=+34915550002\n");
  trace = script_trace (&script_format, s->str, NULL);
  points = points_of (trace, "bad", NULL);
  g_assert_cmpstr (points, ==,
                   "In the good call the SBC sent an INVITE on to the carrier side (203.0.113.5); "
                   "in this call it did not.\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagnosis/compare/choice", test_choice);
  g_test_add_func ("/diagnosis/compare/none", test_none);
  g_test_add_func ("/diagnosis/compare/points", test_points);
  g_test_add_func ("/diagnosis/compare/leg", test_leg);
  return g_test_run ();
}
