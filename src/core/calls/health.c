#include "config.h"

#include <glib/gi18n-lib.h>

#include "calls/health-private.h"
#include "clocks/clocks.h"

/* So many messages of one direction are no chance. */
#define MIN_DIRECTION_MESSAGES 4

/* Different sentences about what cannot be used. */
#define MAX_REASONS 3
/* Kinds of packets that were passed over. */
#define MAX_PASSED_OVER 4

void
rungs_health_free (RungsHealth *health)
{
  if (health == NULL)
    return;
  g_free (health->text);
  g_array_unref (health->lines);
  g_free (health);
}

const char *
rungs_health_name (RungsHealthKind kind)
{
  static const char *const names[] = {
    [RUNGS_HEALTH_PARTIAL] = "partial",           [RUNGS_HEALTH_LOST_RECORDS] = "lost-records",
    [RUNGS_HEALTH_CUT] = "cut-messages",          [RUNGS_HEALTH_LENGTH] = "length-mismatch",
    [RUNGS_HEALTH_HEADERS] = "missing-headers",   [RUNGS_HEALTH_REFUSED] = "refused",
    [RUNGS_HEALTH_MALFORMED] = "malformed",       [RUNGS_HEALTH_CLOCK_JUMP] = "clock-jump",
    [RUNGS_HEALTH_CLOCKS] = "clocks-differ",      [RUNGS_HEALTH_BEGINS_OUTSIDE] = "begins-outside",
    [RUNGS_HEALTH_ENDS_OUTSIDE] = "ends-outside", [RUNGS_HEALTH_ONE_DIRECTION] = "one-direction",
    [RUNGS_HEALTH_PASSED_OVER] = "passed-over",   [RUNGS_HEALTH_UNREADABLE] = "unreadable",
  };

  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (names), "");
  return names[kind];
}

gboolean
rungs_health_weakens (RungsHealthKind kind)
{
  return kind == RUNGS_HEALTH_LOST_RECORDS || kind == RUNGS_HEALTH_CUT
         || kind == RUNGS_HEALTH_BEGINS_OUTSIDE || kind == RUNGS_HEALTH_ENDS_OUTSIDE
         || kind == RUNGS_HEALTH_ONE_DIRECTION;
}

RungsHealth *
rungs_health_get (GPtrArray *list, RungsHealthKind kind)
{
  RungsHealth *health;

  for (guint i = 0; i < list->len; i++)
    if (((RungsHealth *) list->pdata[i])->kind == kind)
      return list->pdata[i];
  health = g_new0 (RungsHealth, 1);
  health->kind = kind;
  health->lines = g_array_new (FALSE, FALSE, sizeof (RungsHealthLine));
  g_ptr_array_add (list, health);
  return health;
}

void
rungs_health_add (GPtrArray *list, RungsHealthKind kind, guint input, guint32 line, guint32 message)
{
  RungsHealth *health = rungs_health_get (list, kind);
  RungsHealthLine entry = { input, line, message };

  health->n++;
  if (line > 0 && health->lines->len < RUNGS_MAX_HEALTH_LINES)
    g_array_append_val (health->lines, entry);
}

void
rungs_health_add_message (RungsTrace *trace, GPtrArray *list, RungsHealthKind kind, guint32 message)
{
  const RungsMessage *row = rungs_trace_get_message (trace, message);

  rungs_health_add (list, kind, row->input, row->line, message);
}

/* ---- words ---- */

static char *
input_text (const RungsHealth *health, gboolean is_partial)
{
  guint n = health->n;

  switch (health->kind)
    {
    case RUNGS_HEALTH_LOST_RECORDS:
      return g_strdup_printf (ngettext ("Records are missing from the log at %u place.",
                                        "Records are missing from the log at %u places.", n),
                              n);
    case RUNGS_HEALTH_CUT:
      return g_strdup_printf (ngettext ("%u message is cut.", "%u messages are cut.", n), n);
    case RUNGS_HEALTH_LENGTH:
      return g_strdup_printf (
        ngettext ("The body of %u message is not as long as its Content-Length says.",
                  "The bodies of %u messages are not as long as their Content-Length says.", n),
        n);
    case RUNGS_HEALTH_HEADERS:
      return g_strdup_printf (
        ngettext ("%u message lacks a header that every SIP message must have.",
                  "%u messages lack a header that every SIP message must have.", n),
        n);
    case RUNGS_HEALTH_REFUSED:
      return g_strdup_printf (
        ngettext ("The SIP parser refuses %u message.", "The SIP parser refuses %u messages.", n),
        n);
    case RUNGS_HEALTH_MALFORMED:
      return g_strdup_printf (
        ngettext ("%u record cannot be read.", "%u records cannot be read.", n), n);
    case RUNGS_HEALTH_CLOCK_JUMP:
      return g_strdup_printf (
        ngettext ("The clock goes back %u time.", "The clock goes back %u times.", n), n);
    case RUNGS_HEALTH_BEGINS_OUTSIDE:
      return g_strdup_printf (
        ngettext ("%u call begins before the log does.", "%u calls begin before the log does.", n),
        n);
    case RUNGS_HEALTH_ENDS_OUTSIDE:
      if (is_partial)
        return g_strdup_printf (ngettext ("%u call has no end in what was read.",
                                          "%u calls have no end in what was read.", n),
                                n);
      return g_strdup_printf (
        ngettext ("%u call has no end in the log.", "%u calls have no end in the log.", n), n);
    /* These bring their words. */
    case RUNGS_HEALTH_PARTIAL:
    case RUNGS_HEALTH_PASSED_OVER:
    case RUNGS_HEALTH_UNREADABLE:
    case RUNGS_HEALTH_ONE_DIRECTION:
    case RUNGS_HEALTH_CLOCKS:
    default:
      g_return_val_if_reached (g_strdup (""));
    }
}

static char *
call_text (const RungsHealth *health, gboolean is_partial)
{
  guint n = health->n;

  switch (health->kind)
    {
    case RUNGS_HEALTH_LOST_RECORDS:
      return g_strdup_printf (
        ngettext ("Records are missing from the log at %u place while it lasted.",
                  "Records are missing from the log at %u places while it lasted.", n),
        n);
    case RUNGS_HEALTH_CUT:
      return g_strdup_printf (
        ngettext ("%u of its messages is cut.", "%u of its messages are cut.", n), n);
    case RUNGS_HEALTH_CLOCK_JUMP:
      return g_strdup_printf (ngettext ("The log’s clock goes back %u time while it lasts.",
                                        "The log’s clock goes back %u times while it lasts.", n),
                              n);
    case RUNGS_HEALTH_BEGINS_OUTSIDE:
      return g_strdup (_ ("Its beginning is not in the log."));
    case RUNGS_HEALTH_ENDS_OUTSIDE:
      return g_strdup (is_partial ? _ ("Its end is not in what was read.")
                                  : _ ("Its end is not in the log."));
    case RUNGS_HEALTH_ONE_DIRECTION:
      return g_strdup (_ ("One leg is logged in one direction only."));
    case RUNGS_HEALTH_LENGTH:
    case RUNGS_HEALTH_HEADERS:
    case RUNGS_HEALTH_REFUSED:
    case RUNGS_HEALTH_MALFORMED:
    case RUNGS_HEALTH_CLOCKS:
    case RUNGS_HEALTH_PARTIAL:
    case RUNGS_HEALTH_PASSED_OVER:
    case RUNGS_HEALTH_UNREADABLE:
    default:
      return input_text (health, is_partial);
    }
}

static gint
compare_kinds (gconstpointer a, gconstpointer b)
{
  const RungsHealth *x = *(RungsHealth *const *) a, *y = *(RungsHealth *const *) b;

  return (int) x->kind - (int) y->kind;
}

void
rungs_health_finish (GPtrArray *list, gboolean of_call, gboolean is_partial)
{
  g_ptr_array_sort (list, compare_kinds);
  for (guint i = 0; i < list->len; i++)
    {
      RungsHealth *health = list->pdata[i];

      if (health->text == NULL)
        health->text = of_call ? call_text (health, is_partial) : input_text (health, is_partial);
    }
}

/* ---- an input ---- */

/* What it is says more than how often. */
static void
add_sentence (GPtrArray *list, RungsHealthKind kind, const RungsDiagnostic *diagnostic)
{
  RungsHealth *health = rungs_health_get (list, kind);
  g_autofree char *before = NULL;

  rungs_health_add (list, kind, diagnostic->input, diagnostic->line, RUNGS_NONE);
  if (health->n > MAX_REASONS)
    return;
  before = g_steal_pointer (&health->text);
  health->text = before == NULL ? g_strdup (diagnostic->text)
                                : g_strdup_printf ("%s %s", before, diagnostic->text);
}

static void
add_diagnostics (RungsTrace *self, guint input, GPtrArray *list)
{
  for (guint i = 0; i < self->diagnostics->len; i++)
    {
      const RungsDiagnostic *diagnostic = self->diagnostics->pdata[i];

      if (diagnostic->input != input)
        continue;
      switch (diagnostic->kind)
        {
        case RUNGS_DIAGNOSTIC_LOST_RECORDS:
          rungs_health_add (list, RUNGS_HEALTH_LOST_RECORDS, input, diagnostic->line, RUNGS_NONE);
          break;
        case RUNGS_DIAGNOSTIC_MALFORMED:
          rungs_health_add (list, RUNGS_HEALTH_MALFORMED, input, diagnostic->line, RUNGS_NONE);
          break;
        case RUNGS_DIAGNOSTIC_CLOCK_JUMP:
          rungs_health_add (list, RUNGS_HEALTH_CLOCK_JUMP, input, diagnostic->line, RUNGS_NONE);
          break;
        case RUNGS_DIAGNOSTIC_LIMIT:
        case RUNGS_DIAGNOSTIC_ENCRYPTED:
        case RUNGS_DIAGNOSTIC_UNREADABLE:
          add_sentence (list, RUNGS_HEALTH_UNREADABLE, diagnostic);
          break;
        case RUNGS_DIAGNOSTIC_PARTIAL:
          add_sentence (list, RUNGS_HEALTH_PARTIAL, diagnostic);
          break;
        /* Counted by the messages themselves. */
        case RUNGS_DIAGNOSTIC_CUT_MESSAGE:
        case RUNGS_DIAGNOSTIC_LENGTH_MISMATCH:
        case RUNGS_DIAGNOSTIC_NOTE:
        default:
          break;
        }
    }
}

typedef struct
{
  guint32 n, requests, responses, sent, received, own;
} Count;

/* Messages stand in the order of the inputs. */
static guint32
first_row (RungsTrace *self, guint input)
{
  guint32 low = 0, high = self->rows.n;

  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;

      if (rungs_rows_at (&self->rows, middle)->input < input)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
add_messages (RungsTrace *self, guint input, GPtrArray *list, Count *count)
{
  guint32 end = first_row (self, input + 1);

  for (guint32 i = first_row (self, input); i < end; i++)
    {
      const RungsMessage *row = rungs_rows_at (&self->rows, i);

      count->n++;
      count->requests += row->code == 0;
      count->responses += row->code != 0;
      count->sent += (row->flags & RUNGS_MESSAGE_SRC_OWN) != 0;
      count->received += (row->flags & RUNGS_MESSAGE_DST_OWN) != 0;
      if (row->marks & RUNGS_MARK_CUT)
        rungs_health_add_message (self, list, RUNGS_HEALTH_CUT, i);
      else if (row->marks & RUNGS_MARK_LENGTH)
        rungs_health_add_message (self, list, RUNGS_HEALTH_LENGTH, i);
      else if (row->marks & RUNGS_MARK_HEADERS)
        rungs_health_add_message (self, list, RUNGS_HEALTH_HEADERS, i);
    }
}

static void
add_passed_over (RungsTrace *self, guint input, GPtrArray *list)
{
  g_autofree char *passed = NULL;
  RungsCoverage coverage;
  RungsHealth *health;

  rungs_trace_get_coverage (self, input, &coverage);
  /* Of these a diagnostic speaks. */
  rungs_coverage_drop (&coverage, RUNGS_COVER_LINK_TYPE);
  rungs_coverage_drop (&coverage, RUNGS_COVER_TUNNELS);
  passed = rungs_coverage_text (&coverage, FALSE, TRUE, MAX_PASSED_OVER);
  if (passed == NULL)
    return;
  rungs_health_add (list, RUNGS_HEALTH_PASSED_OVER, input, 0, RUNGS_NONE);
  health = rungs_health_get (list, RUNGS_HEALTH_PASSED_OVER);
  health->text = g_strdup_printf (_ ("Not read, but it may contain signalling: %s."), passed);
}

/* Fewer messages may well go one way. */
static void
add_direction (GPtrArray *list, guint input, const Count *count)
{
  RungsHealth *health;
  const char *text = NULL;

  if (count->n < MIN_DIRECTION_MESSAGES)
    return;
  if (count->sent == count->n)
    text = _ ("The log holds only what the device sent, nothing that it received.");
  else if (count->received == count->n)
    text = _ ("The log holds only what the device received, nothing that it sent.");
  else if (count->responses == 0)
    text = _ ("The log holds only requests, no answers.");
  else if (count->requests == 0)
    text = _ ("The log holds only answers, no requests.");
  if (text == NULL)
    return;
  rungs_health_add (list, RUNGS_HEALTH_ONE_DIRECTION, input, 0, RUNGS_NONE);
  health = rungs_health_get (list, RUNGS_HEALTH_ONE_DIRECTION);
  health->text = g_strdup (text);
}

static void
add_calls (RungsTrace *self, guint input, GPtrArray *list)
{
  for (guint32 i = 0; i < self->calls->len; i++)
    {
      const RungsCall *call = &g_array_index (self->calls, RungsCall, i);
      guint32 first, last;

      if (call->n_rows == 0 || !call->is_incomplete)
        continue;
      first = self->order[call->first_row];
      last = self->order[call->first_row + call->n_rows - 1];
      if (call->lacks_begin && rungs_rows_at (&self->rows, first)->input == input)
        rungs_health_add_message (self, list, RUNGS_HEALTH_BEGINS_OUTSIDE, first);
      if (call->lacks_end && rungs_rows_at (&self->rows, last)->input == input)
        rungs_health_add_message (self, list, RUNGS_HEALTH_ENDS_OUTSIDE, last);
    }
}

static void
add_clock (RungsTrace *self, guint input, GPtrArray *list)
{
  for (guint i = 0; i < self->clocks->len; i++)
    {
      const RungsClock *clock = &g_array_index (self->clocks, RungsClock, i);
      RungsHealth *health;

      if (clock->input != input || !rungs_clock_differs (clock) || clock->is_applied)
        continue;
      rungs_health_add (list, RUNGS_HEALTH_CLOCKS, input, 0, RUNGS_NONE);
      health = rungs_health_get (list, RUNGS_HEALTH_CLOCKS);
      health->text = rungs_clock_describe (
        clock, rungs_input_get_basename (rungs_trace_get_input (self, input)->input),
        rungs_input_get_basename (rungs_trace_get_input (self, clock->reference)->input));
    }
}

GPtrArray *
rungs_trace_input_health (RungsTrace *self, guint input)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_health_free);
  Count count = { 0 };
  gboolean is_partial;

  g_return_val_if_fail (RUNGS_IS_TRACE (self) && input < self->inputs->len, list);

  is_partial = rungs_trace_get_input (self, input)->is_partial;
  add_diagnostics (self, input, list);
  add_messages (self, input, list, &count);
  /* Of what was not read nobody knows which way it went. */
  if (!is_partial)
    add_direction (list, input, &count);
  add_calls (self, input, list);
  add_clock (self, input, list);
  add_passed_over (self, input, list);
  rungs_health_finish (list, FALSE, is_partial);
  return list;
}

GPtrArray *
rungs_trace_run_health (RungsTrace *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_health_free);

  g_return_val_if_fail (RUNGS_IS_TRACE (self), list);

  add_diagnostics (self, RUNGS_NONE, list);
  rungs_health_finish (list, FALSE, rungs_trace_is_partial (self));
  return list;
}

guint32
rungs_trace_find_line (RungsTrace *self, guint input, guint32 line)
{
  guint32 first, end, found = RUNGS_NONE;

  g_return_val_if_fail (RUNGS_IS_TRACE (self) && input < self->inputs->len, RUNGS_NONE);

  first = first_row (self, input);
  end = first_row (self, input + 1);
  for (guint32 i = first; i < end; i++)
    {
      guint32 at = rungs_rows_at (&self->rows, i)->line;

      if (at <= line && (found == RUNGS_NONE || at >= rungs_rows_at (&self->rows, found)->line))
        found = i;
    }
  return found != RUNGS_NONE || first == end ? found : first;
}
