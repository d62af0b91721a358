/* Clocks on the command line: --utc-offset=+02:00, --utc-offset=1:-05:00, --shift=1:+1.250s. Inputs
 * are counted from 0, as in the output. */
#include "config.h"

#include <glib/gi18n.h>

#include "cli.h"
#include "clocks/clocks.h"

#define ALL_INPUTS G_MAXUINT

/* "1:" before the rest. FALSE when there is no such number. */
static gboolean
take_input (RungsSpan *text, guint *input)
{
  guint64 number;
  gsize n = rungs_span_take_uint (*text, G_MAXUINT16, &number);

  if (n == 0 || n >= text->len || text->str[n] != ':')
    return FALSE;
  *input = (guint) number;
  *text = rungs_span_skip (*text, n + 1);
  return TRUE;
}

static gboolean
parse_offsets (RungsCliFiles *files)
{
  for (guint i = 0; files->utc_offsets != NULL && files->utc_offsets[i] != NULL; i++)
    {
      RungsInputClock clock = { .input = ALL_INPUTS, .has_utc_offset = TRUE };
      RungsSpan text = rungs_span_of (files->utc_offsets[i]);

      take_input (&text, &clock.input);
      if (!rungs_clock_parse_utc_offset (text, &clock.utc_offset))
        {
          rungs_cli_complain (_ ("“%s” is not a valid UTC offset; use +02:00 or -05:00"),
                              files->utc_offsets[i]);
          return FALSE;
        }
      g_array_append_val (files->clocks, clock);
    }
  return TRUE;
}

gboolean
rungs_cli_clock_parse (RungsCliFiles *files)
{
  files->clocks = g_array_new (FALSE, FALSE, sizeof (RungsInputClock));
  if (!parse_offsets (files))
    return FALSE;
  for (guint i = 0; files->shifts != NULL && files->shifts[i] != NULL; i++)
    {
      RungsInputClock clock = { 0 };
      RungsSpan text = rungs_span_of (files->shifts[i]);

      if (!take_input (&text, &clock.input) || !rungs_clock_parse_shift (text, &clock.shift))
        {
          rungs_cli_complain (_ ("“%s” is no shift; write it as 1:+1.250s (input 1, counted from "
                                 "0; units h, min, s, ms)"),
                              files->shifts[i]);
          return FALSE;
        }
      g_array_append_val (files->clocks, clock);
    }
  return TRUE;
}

void
rungs_cli_clock_options (const RungsCliFiles *files, RungsLoadOptions *options)
{
  options->clocks = (const RungsInputClock *) (const void *) files->clocks->data;
  options->n_clocks = files->clocks->len;
  for (guint i = 0; i < files->clocks->len; i++)
    if (options->clocks[i].input == ALL_INPUTS)
      {
        options->has_utc_offset = TRUE;
        options->utc_offset = options->clocks[i].utc_offset;
      }
}

gboolean
rungs_cli_clock_check (const RungsCliFiles *files, RungsTrace *trace)
{
  guint n = rungs_trace_get_n_inputs (trace);

  for (guint i = 0; i < files->clocks->len; i++)
    {
      guint input = g_array_index (files->clocks, RungsInputClock, i).input;

      if (input == ALL_INPUTS || input < n)
        continue;
      rungs_cli_complain (_ ("there is no input %u; they are counted from 0, and there are %u"),
                          input, n);
      return FALSE;
    }
  return TRUE;
}

static const char *
name_of (RungsTrace *trace, guint32 input)
{
  return rungs_input_get_basename (rungs_trace_get_input (trace, input)->input);
}

char *
rungs_cli_clock_lines (RungsTrace *trace)
{
  GString *text = g_string_new (NULL);
  gboolean is_offered = FALSE;

  for (guint i = 0; i < rungs_trace_get_n_inputs (trace); i++)
    {
      const RungsTraceInput *input = rungs_trace_get_input (trace, i);

      if (input->moved != 0)
        g_string_append_printf (text, _ ("Times in %s are shifted by %+.3f s.\n"),
                                name_of (trace, i), (double) input->moved / RUNGS_STAMP_SECOND);
    }
  for (guint i = 0; i < rungs_trace_get_n_clocks (trace); i++)
    {
      const RungsClock *clock = rungs_trace_get_clock (trace, i);
      g_autofree char *line = NULL;

      if (!rungs_clock_differs (clock))
        continue;
      line = rungs_clock_describe (clock, name_of (trace, clock->input),
                                   name_of (trace, clock->reference));
      g_string_append_printf (text, "%s\n", line);
      is_offered |= clock->is_steady && !clock->is_applied;
    }
  if (is_offered)
    g_string_append_printf (text, "%s\n", _ ("--align shows them on one clock."));
  return g_string_free (text, FALSE);
}
