/* Any bytes as a log, and every kind of report of what is found in it, open and redacted. */
#include "config.h"

#include "report/json.h"
#include "report/report.h"
#include "trace/loader.h"

/* Calls of one input that are reported: more show no more, and take their time. */
#define MAX_CALLS 3

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef gboolean (*Write) (const RungsReport *, GOutputStream *, GCancellable *, GError **);

static gboolean
write_calls (const RungsReport *report, GOutputStream *out, GCancellable *cancel, GError **error)
{
  return rungs_json_write_calls (report, TRUE, out, cancel, error);
}

/* What goes out is text that can be shown anywhere. */
static void
check_kind (const RungsReport *report, Write write)
{
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  const char *text;
  gsize len;

  write (report, out, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (out, NULL, &error);
  g_assert_no_error (error);
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
  text = g_bytes_get_data (bytes, &len);
  /* No NUL either: it is no character that this function takes. */
  g_assert_true (len == 0 || g_utf8_validate (text, (gssize) len, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (RungsInput) input = rungs_input_new_bytes ("fuzz.log", bytes);
  g_autoptr (GPtrArray) inputs = g_ptr_array_new ();
  g_autoptr (RungsTrace) trace = NULL;
  guint32 calls[MAX_CALLS] = { 0, 1, 2 };
  RungsReport report = { .knowledge = rungs_knowledge_get (), .calls = calls };
  guint n;

  g_ptr_array_add (inputs, input);
  report.trace = trace = rungs_trace_load_inputs (inputs, NULL, NULL, NULL);
  if (trace == NULL)
    return 0;
  n = MIN (rungs_trace_get_n_calls (trace), MAX_CALLS);
  for (guint redact = 0; redact < 2; redact++)
    {
      report.redact = redact == 1;
      report.n_calls = n;
      check_kind (&report, write_calls);
      check_kind (&report, rungs_json_write_messages);
      for (guint i = 0; i < rungs_n_report_kinds; i++)
        {
          gboolean is_picture = g_str_equal (rungs_report_kinds[i].suffix, ".svg");

          report.n_calls = is_picture ? MIN (n, 1) : n;
          if (!is_picture || n > 0)
            check_kind (&report, rungs_report_kinds[i].write);
        }
    }
  return 0;
}
