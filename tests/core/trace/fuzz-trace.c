/* Any bytes as an input of the loader, and then everything that may be asked of the trace: what
 * holds for good traces holds for all. */
#include "config.h"

#include "base/error.h"
#include "trace/loader.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* A call with Teams and Microsoft's record of it: whatever comes beside them meets both. */
static const char some_log[] = "2026-11-22 10:15:02.120 192.0.2.10:5061 -> 52.114.75.24:5061\n"
                               "INVITE sip:+15550102222@sip.pstnhub.microsoft.com SIP/2.0\n"
                               "Via: SIP/2.0/TLS 192.0.2.10:5061;branch=z9hG4bK1\n"
                               "From: <sip:+15550101111@sbc1.example.com>;tag=1\n"
                               "To: <sip:+15550102222@sip.pstnhub.microsoft.com>\n"
                               "Call-ID: one@example.com\n"
                               "CSeq: 1 INVITE\n"
                               "Contact: <sip:+15550101111@sbc1.example.com:5061>\n"
                               "Content-Length: 0\n\n";
static const char some_table[] =
  "Correlation ID,Invite time,Start time,Failure time,Caller Number,Callee Number,Call type,"
  "Final SIP code,Final Microsoft subcode,SBC FQDN\n"
  "5f0c7a1e-3b52-4d0e-9c41-7a6f2d9b0001,2026-11-22T10:15:02Z,,2026-11-22T10:15:03Z,"
  "+15550101***,+15550102***,dr_in,480,10037,sbc1.example.com\n";

static void
check_call (RungsTrace *trace, const RungsCall *call, guint32 *n_rows)
{
  guint32 n_messages = 0;

  g_assert_cmpuint (call->n_legs, >, 0);
  for (guint32 i = 0; i < call->n_rows; i++)
    {
      guint32 message = rungs_trace_get_row (trace, call, i);
      const RungsMessage *row = rungs_trace_get_message (trace, message);
      gboolean is_duplicate = (row->flags & RUNGS_MESSAGE_DUPLICATE) != 0;

      g_assert_cmpuint (rungs_trace_call_of_message (trace, message), ==, call->id - 1);
      g_assert_cmpuint (is_duplicate, ==, row->duplicate_of != RUNGS_NONE);
      g_assert_true (!is_duplicate || !(row->flags & RUNGS_MESSAGE_RETRANSMISSION));
      g_assert_nonnull (rungs_trace_device_name (trace, row->src));
      g_assert_nonnull (rungs_trace_device_name (trace, row->dst));
      n_messages += !is_duplicate;
    }
  g_assert_cmpuint (n_messages, ==, call->n_messages);
  g_assert_true (call->n_rows > 0 || call->n_records > 0);
  g_assert_true (call->state != RUNGS_STATE_FAILED || call->n_rows == 0
                 || call->failing_request != RUNGS_NONE || call->failing_response != RUNGS_NONE
                 || call->is_incomplete);
  *n_rows += call->n_rows;
}

static void
read_records (RungsTrace *trace, const RungsCall *call)
{
  for (guint i = 0; i < call->n_records; i++)
    {
      guint32 record = rungs_trace_get_call_record (trace, call, i);
      g_autoptr (GError) error = NULL;
      g_autofree char *text = rungs_trace_read_record (trace, record, &error);

      g_assert_no_error (error);
      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_cmpuint (rungs_trace_get_record (trace, record)->call, ==, call->id - 1);
    }
}

static void
read_call (RungsTrace *trace, const RungsCall *call)
{
  guint32 message = rungs_trace_get_row (trace, call, call->n_rows / 2), line;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) other_error = NULL;
  g_autoptr (GBytes) bytes = rungs_trace_read_message (trace, message, &error);
  g_autofree char *context = rungs_trace_read_context (trace, message, 5, 5, &line, &other_error);
  g_autoptr (GPtrArray) events = rungs_trace_read_events (trace, call, NULL, NULL);

  /* Good logs are always read again the same (test-samples); in a log of any bytes a sentence may
   * say that it is not possible. */
  g_assert_true ((bytes != NULL) == (error == NULL));
  g_assert_true (error == NULL || g_error_matches (error, RUNGS_ERROR, RUNGS_ERROR_READ));
  g_assert_true (other_error == NULL
                 || g_error_matches (other_error, RUNGS_ERROR, RUNGS_ERROR_READ));
  g_assert_nonnull (events);
  g_assert_true (context == NULL || g_utf8_validate (context, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (RungsInput) input = rungs_input_new_bytes ("fuzz", bytes);
  g_autoptr (GBytes) log_bytes = g_bytes_new_static (some_log, strlen (some_log));
  g_autoptr (GBytes) table_bytes = g_bytes_new_static (some_table, strlen (some_table));
  g_autoptr (RungsInput) log = rungs_input_new_bytes ("log", log_bytes);
  g_autoptr (RungsInput) table = rungs_input_new_bytes ("table", table_bytes);
  g_autoptr (GPtrArray) inputs = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (RungsTrace) trace = NULL;
  guint32 n_rows = 0;

  g_ptr_array_add (inputs, input);
  g_ptr_array_add (inputs, input);
  g_ptr_array_add (inputs, log);
  g_ptr_array_add (inputs, table);
  trace = rungs_trace_load_inputs (inputs, NULL, NULL, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < rungs_trace_get_n_calls (trace); i++)
    check_call (trace, rungs_trace_get_call (trace, i), &n_rows);
  g_assert_cmpuint (n_rows, ==, rungs_trace_get_n_messages (trace));
  for (guint i = 0; i < MIN (rungs_trace_get_n_calls (trace), 3); i++)
    {
      const RungsCall *call = rungs_trace_get_call (trace, i);

      read_records (trace, call);
      if (call->n_rows > 0)
        read_call (trace, call);
    }
  return 0;
}
