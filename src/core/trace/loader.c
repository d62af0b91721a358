/* Files to a trace: open, recognise, parse into one builder, assemble. The same job runs here and
 * in a thread of its own (load-task.c). */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/error.h"
#include "base/limits.h"
#include "formats/hopeless.h"
#include "formats/text/text.h"
#include "trace/load-job.h"
#include "trace/relay.h"

/* From this size on a second thread for the parse is noticed. */
#define WORTH_A_THREAD (4 * 1024 * 1024)

void
rungs_load_job_init (RungsLoadJob *self, const RungsLoadOptions *options, GCancellable *cancellable)
{
  *self = (RungsLoadJob){ .cancellable = cancellable };
  if (options != NULL)
    self->options = *options;
  self->builder = rungs_builder_new (options);
  self->inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_input_unref);
  self->skipped = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_skipped_free);
}

void
rungs_load_job_clear (RungsLoadJob *self)
{
  g_clear_pointer (&self->builder, rungs_builder_unref);
  g_clear_pointer (&self->inputs, g_ptr_array_unref);
  g_clear_pointer (&self->skipped, g_ptr_array_unref);
  g_clear_error (&self->first_error);
}

static gboolean
progress_cb (guint64 offset, gpointer user_data)
{
  RungsLoadJob *self = user_data;
  guint64 done = self->bytes_before + offset;

  self->offset = offset;
  if (g_cancellable_is_cancelled (self->cancellable))
    return FALSE;
  if (g_cancellable_is_cancelled (self->options.stop))
    {
      self->is_stopped = TRUE;
      return FALSE;
    }
  if (self->progress != NULL)
    self->progress (self, self->bytes > 0 ? CLAMP ((double) done / (double) self->bytes, 0, 1) : 0);
  return TRUE;
}

/* What the file is, or why it cannot be used. */
static const RungsFormat *
recognise (RungsLoadJob *self, RungsInput *input, GError **error)
{
  g_autofree char *head = NULL;
  const RungsFormat *format;
  const char *hopeless;
  gssize n;

  if (self->options.format_id != NULL)
    {
      format = rungs_format_by_id (self->options.format_id);
      if (format == NULL)
        g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_USAGE, _ ("There is no input format “%s”."),
                     self->options.format_id);
      else
        (void) rungs_format_probe (input); /* what was done to a pasted text */
      return format;
    }

  head = g_malloc (RUNGS_PROBE_BYTES);
  n = rungs_input_read (input, rungs_input_get_begin (input), head, RUNGS_PROBE_BYTES, error);
  if (n < 0)
    return NULL;
  hopeless = rungs_format_hopeless (rungs_span (head, (gsize) n));
  if (hopeless != NULL)
    {
      g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_UNSUPPORTED, "%s: %s",
                   rungs_input_get_name (input), hopeless);
      return NULL;
    }
  format = rungs_format_probe (input);
  if (format == NULL && n == 0)
    g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_UNRECOGNISED, _ ("%s is empty."),
                 rungs_input_get_name (input));
  else if (format == NULL && rungs_format_hopeless_name (rungs_input_get_basename (input)) != NULL)
    g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_UNSUPPORTED, "%s: %s",
                 rungs_input_get_name (input),
                 rungs_format_hopeless_name (rungs_input_get_basename (input)));
  else if (format == NULL)
    g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_UNRECOGNISED,
                 _ ("Nothing in %s looks like SIP. Rungs reads SBC logs, captures and SIP text."),
                 rungs_input_get_name (input));
  return format;
}

static guint
n_found (RungsLoadJob *self)
{
  return self->builder->rows.n + self->builder->records->len;
}

/* A log may have the heads of a format in a form that is not known yet: its messages are worth
 * having without them. */
static gboolean
parse_as_text (RungsLoadJob *self, RungsInput *input, const RungsFormat *format, GError **error)
{
  RungsTraceInput *entry =
    &g_array_index (self->builder->inputs, RungsTraceInput, self->builder->inputs->len - 1);
  g_autoptr (RungsReader) reader = NULL;
  guint before = n_found (self);

  if (format->utc || format->frames || format == &rungs_text_any.format)
    return TRUE;
  reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);
  entry->format = &rungs_text_any.format;
  if (!rungs_text_any.format.parse (&rungs_text_any.format, reader, &self->builder->sink,
                                    self->cancellable, error))
    return FALSE;
  if (n_found (self) == before)
    entry->format = format;
  return TRUE;
}

static void
diagnose_holes (RungsLoadJob *self, RungsHoles holes)
{
  g_autofree char *bytes = g_strdup_printf ("%" G_GUINT64_FORMAT, holes.bytes);
  g_autofree char *text = NULL;

  if (holes.n == 0)
    return;
  text = holes.n == 1 ? g_strdup_printf (_ ("%s NUL bytes before this line were skipped. Log "
                                            "rotation by copy and truncate leaves such holes."),
                                         bytes)
                      : g_strdup_printf (
                        _ ("%u holes with %s NUL bytes in total were skipped, the first one before "
                           "this line. Log rotation by copy and truncate leaves such holes."),
                        holes.n, bytes);
  rungs_builder_diagnose (self->builder, holes.line, RUNGS_DIAGNOSTIC_NOTE, text);
}

/* SIP text in a file of another program: what is beside it is no stamp and no address. */
static void
check_binary (RungsLoadJob *self, RungsInput *input, const RungsFormat *format)
{
  g_autofree char *head = g_malloc (RUNGS_PROBE_BYTES);
  gssize n = rungs_input_read (input, rungs_input_get_begin (input), head, RUNGS_PROBE_BYTES, NULL);

  self->builder->is_binary =
    !format->frames && n > 0 && rungs_format_is_binary (rungs_span (head, (gsize) n));
}

static void
tell_binary (RungsLoadJob *self)
{
  rungs_builder_diagnose (self->builder, 0, RUNGS_DIAGNOSTIC_NOTE,
                          _ ("SIP text was found in a binary file. Its times and addresses are not "
                             "known; those shown are from the messages themselves."));
}

/* Nothing was read: why, when a diagnostic of @input says so. (transfer full) */
static char *
why_empty (RungsLoadJob *self, RungsInput *input)
{
  guint number = self->builder->inputs->len - 1;

  for (guint i = 0; i < self->builder->diagnostics->len; i++)
    {
      const RungsDiagnostic *diagnostic = self->builder->diagnostics->pdata[i];

      if (diagnostic->input == number && diagnostic->kind == RUNGS_DIAGNOSTIC_CUT_MESSAGE)
        return g_strdup_printf (_ ("No SIP message in %s could be read. Line %u: %s"),
                                rungs_input_get_name (input), diagnostic->line, diagnostic->text);
    }
  return g_strdup_printf (_ ("There is no SIP message in %s."), rungs_input_get_name (input));
}

static gboolean
parse (RungsLoadJob *self, RungsInput *input, const RungsFormat *format, GError **error)
{
  g_autoptr (RungsReader) reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);
  guint before = n_found (self);
  gboolean ok;

  check_binary (self, input, format);
  ok = rungs_input_get_size (input) < WORTH_A_THREAD
         ? format->parse (format, reader, &self->builder->sink, self->cancellable, error)
         : rungs_relay_parse (format, reader, &self->builder->sink, self->cancellable, error);

  if (!ok)
    return FALSE;
  diagnose_holes (self, rungs_reader_get_holes (reader));
  if (self->is_stopped)
    return TRUE;
  if (rungs_reader_get_error (reader) != NULL)
    {
      g_propagate_error (error, g_error_copy (rungs_reader_get_error (reader)));
      return FALSE;
    }
  if (n_found (self) == before && self->options.format_id == NULL
      && !parse_as_text (self, input, format, error))
    return FALSE;
  if (self->builder->is_binary && n_found (self) > before)
    tell_binary (self);
  if (n_found (self) == before && self->options.format_id == NULL)
    {
      g_autofree char *head = g_malloc (RUNGS_PROBE_BYTES);
      gssize n =
        rungs_input_read (input, rungs_input_get_begin (input), head, RUNGS_PROBE_BYTES, NULL);

      /* A guess that found nothing was none. */
      if (n >= 0
          && format->probe (format, rungs_span (head, (gsize) n), rungs_input_get_basename (input))
               != RUNGS_PROBE_YES)
        {
          g_autofree char *text = why_empty (self, input);

          g_set_error_literal (error, RUNGS_ERROR, RUNGS_ERROR_UNRECOGNISED, text);
          return FALSE;
        }
    }
  return TRUE;
}

/* "Reading was stopped at 40 %, at 10:15:02.120: …" */
static char *
describe_stop (RungsLoadJob *self)
{
  RungsBuilder *builder = self->builder;
  RungsStamp last =
    g_array_index (builder->input_notes, RungsInputNote, builder->input_notes->len - 1).last;
  g_autofree char *clock = last != RUNGS_STAMP_NONE ? rungs_stamp_to_clock (last) : NULL;
  guint percent =
    self->bytes > 0 ? (guint) ((self->bytes_before + self->offset) * 100 / self->bytes) : 0;

  if (clock == NULL)
    return g_strdup_printf (_ ("Reading was stopped at %u %%: messages after that are missing."),
                            MIN (percent, 100));
  return g_strdup_printf (_ ("Reading was stopped at %u %%: messages after %s are missing."),
                          MIN (percent, 100), clock);
}

/* What was read of @input counts, but it is not all. @error: what the parse ended with, or NULL. */
static void
diagnose_partial (RungsLoadJob *self, RungsInput *input, const GError *error)
{
  const RungsTraceInput *entry =
    &g_array_index (self->builder->inputs, RungsTraceInput, self->builder->inputs->len - 1);
  g_autofree char *text = NULL;

  if (self->is_stopped)
    text = describe_stop (self);
  else if (error != NULL)
    text = g_strdup_printf (_ ("%s Everything before that was read."), error->message);
  else if (rungs_input_get_cut (input) != NULL)
    text = g_strdup (rungs_input_get_cut (input));
  else if (rungs_input_has_shrunk (input) && !entry->is_partial)
    text = g_strdup (_ ("The file became shorter while it was read: its end is missing."));
  if (text != NULL)
    rungs_builder_diagnose (self->builder, 0, RUNGS_DIAGNOSTIC_PARTIAL, text);
}

/* Bytes that were looked at. */
static guint64
bytes_read (RungsLoadJob *self, RungsInput *input, gboolean is_whole)
{
  guint64 size = rungs_input_get_size (input);

  return is_whole && !rungs_input_has_shrunk (input) ? size : MIN (self->offset, size);
}

/* FALSE when the input could not be used; that is a diagnostic, and the load goes on. */
static gboolean
load_input (RungsLoadJob *self, RungsInput *input)
{
  g_autoptr (GError) error = NULL;
  const RungsFormat *format = recognise (self, input, &error);
  guint before = n_found (self);
  gboolean ok, is_whole;

  rungs_builder_add_input (self->builder, input, format);
  self->builder->progress = progress_cb;
  self->builder->progress_data = self;
  self->offset = 0;
  is_whole = format != NULL && parse (self, input, format, &error) && !self->is_stopped;
  ok = is_whole || self->is_stopped || n_found (self) > before
       || g_cancellable_is_cancelled (self->cancellable);
  if (ok)
    diagnose_partial (self, input, error);
  rungs_builder_end_input (self->builder, bytes_read (self, input, is_whole));
  self->bytes_before += rungs_input_get_size (input);
  if (ok)
    return TRUE;

  if (error == NULL)
    g_set_error (&error, RUNGS_ERROR, RUNGS_ERROR_READ, _ ("%s cannot be read."),
                 rungs_input_get_name (input));
  rungs_builder_diagnose (self->builder, 0, RUNGS_DIAGNOSTIC_UNREADABLE, error->message);
  rungs_builder_cover_run (self->builder, RUNGS_COVER_UNREADABLE_FILE, 1);
  if (self->first_error == NULL)
    self->first_error = g_steal_pointer (&error);
  return FALSE;
}

/* An input whose turn did not come. */
static void
add_unread (RungsLoadJob *self, RungsInput *input)
{
  rungs_builder_add_input (self->builder, input, NULL);
  rungs_builder_diagnose (self->builder, 0, RUNGS_DIAGNOSTIC_PARTIAL,
                          _ ("Reading was stopped before this file."));
  rungs_builder_end_input (self->builder, 0);
}

static gboolean
set_cancelled (RungsLoadJob *self, GError **error)
{
  return g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

/* Inputs [@from, @to) came from one name on the command line: with @strict one of them must be
 * usable. */
static gboolean
load_range (RungsLoadJob *self, guint from, guint to, gboolean strict, GError **error)
{
  gboolean any = FALSE;

  /* Rows name their input by 16 bits; more files than that are no session that somebody looks
   * at. */
  if (to > G_MAXUINT16)
    {
      g_autofree char *text =
        g_strdup_printf (_ ("Only the first %u files are read."), G_MAXUINT16);

      rungs_builder_diagnose_run (self->builder, RUNGS_DIAGNOSTIC_PARTIAL, text);
      to = G_MAXUINT16;
    }
  for (guint i = from; i < to; i++)
    {
      if (self->is_stopped)
        add_unread (self, self->inputs->pdata[i]);
      else
        any |= load_input (self, self->inputs->pdata[i]);
      if (set_cancelled (self, error))
        return FALSE;
    }
  self->any_usable |= any;
  if (any || !strict)
    return TRUE;
  g_propagate_error (error, self->first_error != NULL
                              ? g_error_copy (self->first_error)
                              : g_error_new (RUNGS_ERROR, RUNGS_ERROR_UNRECOGNISED,
                                             _ ("There is no file to read.")));
  return FALSE;
}

static void
diagnose_skipped (RungsLoadJob *self)
{
  for (guint i = 0; i < self->skipped->len; i++)
    {
      const RungsSkipped *skipped = self->skipped->pdata[i];

      rungs_builder_diagnose_run (self->builder,
                                  skipped->is_partial ? RUNGS_DIAGNOSTIC_PARTIAL
                                  : skipped->cover == RUNGS_COVER_UNREADABLE_FILE
                                    ? RUNGS_DIAGNOSTIC_UNREADABLE
                                    : RUNGS_DIAGNOSTIC_NOTE,
                                  skipped->text);
      rungs_builder_cover_run (self->builder, skipped->cover, skipped->n);
    }
}

static RungsTrace *
finish (RungsLoadJob *self, GError **error)
{
  if (!self->any_usable)
    {
      if (self->first_error != NULL)
        g_propagate_error (error, g_steal_pointer (&self->first_error));
      else
        g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_UNRECOGNISED, _ ("There is no file to read."));
      return NULL;
    }
  if (self->is_stopped && n_found (self) == 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _ ("Reading was stopped."));
      return NULL;
    }
  diagnose_skipped (self);
  if (set_cancelled (self, error))
    return NULL;
  return rungs_builder_finish (self->builder);
}

/* The files of inputs from @from on. */
static void
note_files (RungsLoadJob *self, guint from)
{
  for (guint i = from; i < self->inputs->len; i++)
    {
      const RungsFileId *id = rungs_input_get_file_id (self->inputs->pdata[i]);

      if (id != NULL)
        g_array_append_vals (self->builder->files, id, 1);
    }
}

/* What the user does not want to see any more. */
static void
drop_left_out (RungsLoadJob *self)
{
  for (guint i = self->inputs->len; self->options.leave_out != NULL && i-- > 0;)
    if (g_strv_contains (self->options.leave_out, rungs_input_get_name (self->inputs->pdata[i])))
      g_ptr_array_remove_index (self->inputs, i);
}

RungsTrace *
rungs_load_job_run (RungsLoadJob *self, const char *const *paths, gboolean strict, GError **error)
{
  guint n = g_strv_length ((char **) paths);
  g_autofree guint *ends = g_new0 (guint, n + 1);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) local = NULL;

      if (!rungs_input_open (paths[i], self->inputs, self->skipped, self->cancellable, &local))
        {
          if (strict || g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
            {
              g_propagate_error (error, g_steal_pointer (&local));
              return NULL;
            }
          rungs_skipped_add (self->skipped, RUNGS_COVER_UNREADABLE_FILE, 1, FALSE,
                             g_strdup (local->message));
          if (self->first_error == NULL)
            self->first_error = g_steal_pointer (&local);
        }
      note_files (self, i > 0 ? ends[i - 1] : 0);
      drop_left_out (self);
      ends[i] = self->inputs->len;
    }
  for (guint i = 0; i < self->inputs->len; i++)
    self->bytes += rungs_input_get_size (self->inputs->pdata[i]);

  for (guint i = 0; i < n; i++)
    if (!load_range (self, i > 0 ? ends[i - 1] : 0, ends[i], strict, error))
      return NULL;
  return finish (self, error);
}

static void
report_progress (RungsLoadJob *job, double fraction)
{
  job->user_progress (fraction, NULL, job->user_data);
}

RungsTrace *
rungs_trace_load (const char *const *paths,
                  const RungsLoadOptions *options,
                  gboolean strict,
                  RungsLoadProgress progress,
                  gpointer user_data,
                  GCancellable *cancellable,
                  GError **error)
{
  RungsLoadJob job;
  RungsTrace *trace;

  g_return_val_if_fail (paths != NULL, NULL);

  rungs_load_job_init (&job, options, cancellable);
  if (progress != NULL)
    {
      job.progress = report_progress;
      job.user_progress = progress;
      job.user_data = user_data;
    }
  trace = rungs_load_job_run (&job, paths, strict, error);
  rungs_load_job_clear (&job);
  return trace;
}

RungsTrace *
rungs_trace_load_inputs (GPtrArray *inputs,
                         const RungsLoadOptions *options,
                         GCancellable *cancellable,
                         GError **error)
{
  RungsLoadJob job;
  RungsTrace *trace = NULL;

  g_return_val_if_fail (inputs != NULL, NULL);

  rungs_load_job_init (&job, options, cancellable);
  for (guint i = 0; i < inputs->len; i++)
    {
      g_ptr_array_add (job.inputs, rungs_input_ref (inputs->pdata[i]));
      job.bytes += rungs_input_get_size (inputs->pdata[i]);
    }
  note_files (&job, 0);
  if (load_range (&job, 0, job.inputs->len, FALSE, error))
    trace = finish (&job, error);
  rungs_load_job_clear (&job);
  return trace;
}
