/* What a trace rests on: bytes, messages, what was passed over and what is not readable. Counted by
 * the formats and the loader, never read out of their sentences. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "trace/assembly.h"

/* Kinds that a sentence names, and reasons. */
#define MAX_NAMED_KINDS 6
#define MAX_REASONS 3

void
rungs_builder_diagnose_run (RungsBuilder *self, RungsDiagnosticKind kind, const char *text)
{
  RungsDiagnostic *diagnostic = g_new (RungsDiagnostic, 1);

  *diagnostic = (RungsDiagnostic){ RUNGS_NONE, 0, kind, g_strdup (text) };
  g_ptr_array_add (self->diagnostics, diagnostic);
}

void
rungs_builder_cover_run (RungsBuilder *self, RungsCoverKind kind, guint64 count)
{
  const RungsInputCover cover = { RUNGS_NONE, { kind, 0, count } };

  g_array_append_val (self->covers, cover);
}

void
rungs_builder_end_coverage (RungsBuilder *self)
{
  for (guint i = 0; i < self->coverage.n; i++)
    {
      const RungsInputCover cover = { self->inputs->len - 1, self->coverage.items[i] };

      g_array_append_val (self->covers, cover);
    }
  self->coverage = (RungsCoverage){ 0 };
}

guint64
rungs_trace_get_n_bytes (RungsTrace *self)
{
  guint64 n = 0;

  g_return_val_if_fail (RUNGS_IS_TRACE (self), 0);

  for (guint i = 0; i < self->inputs->len; i++)
    n += g_array_index (self->inputs, RungsTraceInput, i).n_read;
  return n;
}

void
rungs_trace_get_coverage (RungsTrace *self, guint32 input, RungsCoverage *coverage)
{
  g_return_if_fail (RUNGS_IS_TRACE (self) && coverage != NULL);

  *coverage = (RungsCoverage){ 0 };
  for (guint i = 0; i < self->covers->len; i++)
    {
      const RungsInputCover *one = &g_array_index (self->covers, RungsInputCover, i);

      if (input == RUNGS_NONE || one->input == input)
        rungs_coverage_add (coverage, one->cover.kind, one->cover.number, one->cover.count);
    }
  rungs_coverage_sort (coverage);
}

gboolean
rungs_trace_is_partial (RungsTrace *self)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self), FALSE);

  for (guint i = 0; i < self->diagnostics->len; i++)
    if (((const RungsDiagnostic *) self->diagnostics->pdata[i])->kind == RUNGS_DIAGNOSTIC_PARTIAL)
      return TRUE;
  return self->is_snapshot;
}

/* "1.1 GB", with a blank that every terminal has. */
static char *
describe_bytes (guint64 n)
{
  g_autofree char *size = g_format_size (n);
  g_auto (GStrv) parts = g_strsplit (size, "\302\240", -1);

  return g_strjoinv (" ", parts);
}

char *
rungs_trace_describe_coverage (RungsTrace *self)
{
  RungsCoverage coverage;
  g_autofree char *size = NULL;
  g_autofree char *passed = NULL;
  g_autofree char *unreadable = NULL;
  GString *text;
  guint n;

  g_return_val_if_fail (RUNGS_IS_TRACE (self), NULL);

  rungs_trace_get_coverage (self, RUNGS_NONE, &coverage);
  size = describe_bytes (rungs_trace_get_n_bytes (self));
  passed = rungs_coverage_text (&coverage, FALSE, FALSE, MAX_NAMED_KINDS);
  unreadable = rungs_coverage_text (&coverage, TRUE, FALSE, MAX_NAMED_KINDS);
  text = g_string_new (size);
  n = self->rows.n;
  /* Translators: numbers with their separators: "216,727 messages" */
  g_string_append_printf (text, ngettext (", %'u message", ", %'u messages", n), n);
  n = self->records->len;
  if (n > 0)
    g_string_append_printf (text, ngettext (", %'u record", ", %'u records", n), n);
  if (passed != NULL)
    g_string_append_printf (text, _ ("; skipped: %s"), passed);
  if (unreadable != NULL)
    g_string_append_printf (text, _ ("; not readable: %s"), unreadable);
  return g_string_free (text, FALSE);
}

/* The sentences of diagnostics of the kinds in @kinds (a bit each), the first few; NULL: none. */
static char *
describe (RungsTrace *self, guint kinds)
{
  GString *text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < self->diagnostics->len; i++)
    {
      const RungsDiagnostic *diagnostic = self->diagnostics->pdata[i];
      gboolean is_named = diagnostic->input < self->inputs->len && self->inputs->len > 1;

      if ((kinds & 1u << diagnostic->kind) == 0 || n++ >= MAX_REASONS)
        continue;
      g_string_append (text, text->len > 0 ? " " : "");
      if (is_named)
        g_string_append_printf (
          text, "%s: ",
          rungs_input_get_basename (
            g_array_index (self->inputs, RungsTraceInput, diagnostic->input).input));
      g_string_append (text, diagnostic->text);
    }
  if (n > MAX_REASONS)
    g_string_append_printf (
      text, ngettext (" (and %u more reason)", " (and %u more reasons)", n - MAX_REASONS),
      n - MAX_REASONS);
  return g_string_free (text, n == 0);
}

char *
rungs_trace_describe_partial (RungsTrace *self)
{
  g_return_val_if_fail (RUNGS_IS_TRACE (self), NULL);

  return describe (self, 1u << RUNGS_DIAGNOSTIC_PARTIAL);
}

char *
rungs_trace_describe_empty (RungsTrace *self)
{
  char *why;

  g_return_val_if_fail (RUNGS_IS_TRACE (self), NULL);

  if (self->calls->len > 0)
    return NULL;
  why = describe (self, 1u << RUNGS_DIAGNOSTIC_ENCRYPTED | 1u << RUNGS_DIAGNOSTIC_UNREADABLE
                          | 1u << RUNGS_DIAGNOSTIC_NOTE | 1u << RUNGS_DIAGNOSTIC_PARTIAL
                          | 1u << RUNGS_DIAGNOSTIC_MALFORMED | 1u << RUNGS_DIAGNOSTIC_LIMIT);
  return why != NULL ? why : g_strdup (_ ("There is no SIP message and no call record in it."));
}
