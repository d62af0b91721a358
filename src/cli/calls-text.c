/* `rungs-cli calls --text`: one line a call, columns as wide as they need to be. Verdicts are read
 * only with --failed: they look into the messages, and a list of 100,000 calls must not. */
#include "config.h"

#include <glib/gi18n.h>

#include "calls-text.h"
#include "cli.h"

#include "base/limits.h"
#include "calls/fault.h"
#include "calls/health.h"
#include "calls/words.h"
#include "diagnosis/verdicts.h"
#include "ladder/plain.h"
#include "report/pattern.h"

/* A party is cut at this width; longer ones are SIP URIs that push everything off the screen. */
#define MAX_PARTY 32
/* "no final answer", the longest of the states. */
#define STATE_WIDTH 15
/* What the number service said, cut: the report has all of it. */
#define NUMBER_TEXT_WIDTH 60

/* The columns of a text of printable ASCII, as nearly all are; -1 when it has something else. */
static glong
plain_width (const char *text)
{
  const char *p = text;

  while (g_ascii_isprint (*p))
    p++;
  return *p == '\0' ? p - text : -1;
}

static glong
width_of (const char *text)
{
  g_autofree char *plain = NULL;
  glong width = plain_width (text);

  if (width >= 0)
    return width;
  plain = rungs_plain_line (rungs_span_of (text), 0);
  return (glong) rungs_plain_columns (plain);
}

static void
append_blanks (GString *line, glong n)
{
  static const char blanks[] = "                                ";

  for (; n > 0; n -= (glong) strlen (blanks))
    g_string_append_len (line, blanks, MIN (n, (glong) strlen (blanks)));
}

/* Appends @text cut or padded to @width columns. */
static void
append_cell (GString *line, const char *text, glong width)
{
  g_autofree char *valid = NULL;
  glong used = plain_width (text);

  if (used >= 0 && used <= width)
    {
      g_string_append_len (line, text, used);
      append_blanks (line, width - used);
      return;
    }
  valid = rungs_plain_line (rungs_span_of (text), 0);
  used = 0;
  for (char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (used >= width - 1 && *g_utf8_next_char (p) != '\0')
        {
          g_string_append (line, "…");
          used++;
          break;
        }
      g_string_append_unichar (line, c);
      used += g_unichar_iswide (c) ? 2 : 1;
    }
  append_blanks (line, width - used);
}

static const char *
state_mark (const RungsCall *call)
{
  switch ((RungsState) call->state)
    {
    case RUNGS_STATE_FAILED:
      return "✖";
    case RUNGS_STATE_DROPPED:
      return "✂";
    case RUNGS_STATE_CANCELLED:
      return "⦸";
    case RUNGS_STATE_COMPLETED:
      return "✔";
    case RUNGS_STATE_ESTABLISHED:
      return "●";
    case RUNGS_STATE_SETUP:
    default:
      return "…";
    }
}

static void
append_call (GString *text,
             RungsTrace *trace,
             const RungsCall *call,
             glong from_width,
             glong to_width)
{
  g_autofree char *start = rungs_stamp_to_text (call->start, rungs_trace_call_facts (trace, call));
  const char *zone = rungs_trace_call_is_utc (trace, call) ? "Z" : "";
  g_autofree char *took = call->duration >= 0 ? rungs_stamp_duration (call->duration) : NULL;
  guint code = rungs_trace_call_code (trace, call);
  g_autofree char *zoned = start != NULL ? g_strconcat (start, zone, NULL) : NULL;

  g_string_append_printf (text, "%5u  %-24s  ", call->id, zoned != NULL ? zoned : "—");
  append_cell (text, rungs_trace_string (trace, call->from), from_width);
  g_string_append (text, " → ");
  append_cell (text, rungs_trace_string (trace, call->to), to_width);
  g_string_append_printf (text, "  %s ", state_mark (call));
  append_cell (text, rungs_call_state_word (call), STATE_WIDTH);
  if (call->kind != RUNGS_KIND_INVITE)
    g_string_append_printf (text, " %s", rungs_kind_name (call->kind));
  if (code >= 300)
    {
      g_autofree char *phrase =
        rungs_plain_line (rungs_span_of (rungs_trace_call_phrase (trace, call)), 0);
      g_string_append_printf (text, " %u %s", code, phrase);
    }
  if (call->kind == RUNGS_KIND_SIGN_IN && call->n_records > 0)
    {
      guint32 aadsts =
        rungs_trace_get_record (trace, rungs_trace_get_call_record (trace, call, 0))->aadsts;

      if (aadsts != 0)
        g_string_append_printf (text, " AADSTS%u", aadsts);
    }
  if (call->is_number)
    {
      g_string_append_c (text, ' ');
      append_cell (text, rungs_trace_call_phrase (trace, call), NUMBER_TEXT_WIDTH);
    }
  if (call->n_messages == 0)
    {
      g_string_append_printf (text, "%s%s\n", took != NULL ? "  " : "", took != NULL ? took : "");
      return;
    }
  g_string_append_printf (text, "  %s%s%u %s\n", took != NULL ? took : "", took != NULL ? ", " : "",
                          call->n_messages,
                          g_dngettext (GETTEXT_PACKAGE, "message", "messages", call->n_messages));
}

/* What all the failed calls have in common; of a log too long to be read at once when --failed asks
 * for it. */
static gboolean
wants_patterns (const RungsReport *report, gboolean verdicts)
{
  return verdicts || rungs_trace_get_n_calls (report->trace) <= RUNGS_MAX_PATTERN_CALLS_QUICK;
}

static void
append_patterns (GString *text, const RungsReport *report, RungsPatternFinder *finder)
{
  /* Nothing is hidden on a terminal: no calls to learn names from. */
  const RungsReport open = { .trace = report->trace };
  g_autoptr (RungsRedact) redact = rungs_redact_new (&open);
  g_autoptr (GPtrArray) patterns =
    rungs_report_patterns (report, finder, RUNGS_MAX_PATTERN_VERDICTS_QUICK, NULL);

  if (patterns->len > 0)
    g_string_append_printf (text, "\n%s\n", _ ("Patterns"));
  for (guint i = 0; i < patterns->len; i++)
    {
      const RungsPattern *pattern = g_ptr_array_index (patterns, i);
      g_autofree char *sentence = rungs_report_pattern_text (redact, pattern);

      g_string_append_printf (text, "  - %s\n", sentence);
      if (pattern->entry != NULL)
        g_string_append_printf (text, "    %s\n", pattern->entry->title);
    }
}

/* What each input is missing; of clocks it has been told, and of the end that is missing it is told
 * on standard error. */
static void
append_health (GString *text, RungsTrace *trace)
{
  for (guint i = 0; i < rungs_trace_get_n_inputs (trace); i++)
    {
      g_autoptr (GPtrArray) list = rungs_trace_input_health (trace, i);
      g_autofree char *name = rungs_plain_line (
        rungs_span_of (rungs_input_get_basename (rungs_trace_get_input (trace, i)->input)), 0);

      for (guint k = 0; k < list->len; k++)
        {
          const RungsHealth *health = list->pdata[k];

          if (health->kind == RUNGS_HEALTH_CLOCKS || health->kind == RUNGS_HEALTH_PARTIAL)
            continue;
          g_string_append_printf (text, "%s: %s", name, health->text);
          if (health->lines->len > 0)
            g_string_append_printf (text, " (%u%s)",
                                    g_array_index (health->lines, RungsHealthLine, 0).line,
                                    health->n > 1 ? ", …" : "");
          g_string_append_c (text, '\n');
        }
    }
}

char *
rungs_cli_calls_text (const RungsReport *report, gboolean all_kinds, gboolean verdicts)
{
  RungsTrace *trace = report->trace;
  GString *text = g_string_sized_new (128 * (gsize) report->n_calls + 256);
  g_autofree char *clocks = rungs_cli_clock_lines (trace);
  glong from_width = 4, to_width = 4;
  g_autoptr (RungsPatternFinder) finder =
    wants_patterns (report, verdicts) ? rungs_pattern_finder_new (trace) : NULL;
  guint n_folded = 0, n_faults = 0;

  for (guint i = 0; i < report->n_calls; i++)
    {
      const RungsCall *call = rungs_trace_get_call (trace, report->calls[i]);

      from_width = MAX (from_width, width_of (rungs_trace_string (trace, call->from)));
      to_width = MAX (to_width, width_of (rungs_trace_string (trace, call->to)));
      n_faults += rungs_call_is_fault (call);
    }
  from_width = MIN (from_width, MAX_PARTY);
  to_width = MIN (to_width, MAX_PARTY);

  for (guint i = 0; i < report->n_calls; i++)
    {
      const RungsCall *call = rungs_trace_get_call (trace, report->calls[i]);

      /* Told in one line at the end unless somebody asked for that kind. */
      if (!all_kinds && rungs_call_is_routine (call) && !rungs_call_is_fault (call))
        {
          n_folded++;
          continue;
        }
      append_call (text, trace, call, from_width, to_width);
      if (verdicts)
        {
          g_autoptr (RungsVerdict) verdict =
            rungs_verdicts_get (trace, report->knowledge, call, NULL);

          rungs_pattern_finder_note (finder, call, verdict);
          g_string_append_printf (text, "       %s\n", verdict->sentence);
        }
    }
  g_string_append_printf (
    text,
    ngettext ("%u row, %u failed or dropped", "%u rows, %u failed or dropped", report->n_calls),
    report->n_calls, n_faults);
  if (n_folded > 0)
    g_string_append_printf (
      text,
      ngettext (
        "; %u OPTIONS and REGISTER row without faults left out (--kind=options shows it)",
        "; %u OPTIONS and REGISTER rows without faults left out (--kind=options shows them)",
        n_folded),
      n_folded);
  g_string_append_c (text, '\n');
  g_string_append (text, clocks);
  append_health (text, trace);
  if (finder != NULL)
    append_patterns (text, report, finder);
  return g_string_free (text, FALSE);
}
