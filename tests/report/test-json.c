/* The JSON writer, and that every field of the contract is there. */
#include "config.h"

#include <json-glib/json-glib.h>

#include "fakes.h"

#include "report/json-writer.h"
#include "report/json.h"

static JsonNode *
parse (const char *text)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);
  return json_parser_steal_root (parser);
}

static void
test_strings (void)
{
  static const char *const cases[][2] = {
    { "plain", "plain" },
    { "q\"b\\s/\n\r\t", "q\"b\\s/\n\r\t" },
    { "\x01\x1f\x7f", "\x01\x1f\x7f" },
    { "caf\xe9!", "café!" },
    { "\xed\xa0\x80", "í\u00A0€" }, /* no UTF-8: a lone surrogate */
    { "\xe2\x80\xa8", "\u2028" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
      g_autoptr (RungsJson) json = rungs_json_new (out, NULL);
      g_autoptr (JsonNode) root = NULL;
      g_autofree char *text = NULL;

      rungs_json_begin_array (json);
      rungs_json_string (json, cases[i][0]);
      rungs_json_null (json);
      rungs_json_int (json, G_MININT64);
      rungs_json_end_array (json);
      g_assert_true (rungs_json_finish (json, NULL));
      text = g_strndup (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (out)),
                        g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (out)));
      g_assert_true (g_utf8_validate (text, -1, NULL));
      root = parse (text);
      g_assert_cmpstr (json_array_get_string_element (json_node_get_array (root), 0), ==,
                       cases[i][1]);
      g_assert_true (json_array_get_null_element (json_node_get_array (root), 1));
    }
}

static void
test_shape (void)
{
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (RungsJson) json = rungs_json_new (out, NULL);
  g_autofree char *text = NULL;

  rungs_json_begin_object (json);
  rungs_json_key_string (json, "a", "b");
  rungs_json_key (json, "list");
  rungs_json_begin_array (json);
  rungs_json_break (json);
  rungs_json_int (json, 1);
  rungs_json_break (json);
  rungs_json_begin_object (json);
  rungs_json_end_object (json);
  rungs_json_break (json);
  rungs_json_end_array (json);
  rungs_json_key_text (json, "nothing", "");
  rungs_json_key_int_or_null (json, "none", 5, FALSE);
  rungs_json_end_object (json);
  g_assert_true (rungs_json_finish (json, NULL));
  text = g_strndup (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (out)),
                    g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (out)));
  g_assert_cmpstr (text, ==,
                   "{\"a\": \"b\", \"list\": [\n1,\n{}\n], \"nothing\": null, \"none\": null}\n");
}

static void
test_cancelled (void)
{
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (RungsJson) json = rungs_json_new (out, cancellable);
  g_autoptr (GError) error = NULL;

  rungs_json_begin_array (json);
  rungs_json_end_array (json);
  g_assert_false (rungs_json_has_failed (json));
  g_cancellable_cancel (cancellable);
  g_assert_true (rungs_json_has_failed (json));
  g_assert_false (rungs_json_finish (json, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
assert_members (JsonObject *object, const char *names)
{
  g_auto (GStrv) words = g_strsplit (names, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (!json_object_has_member (object, words[i]))
      g_error ("the field \"%s\" is missing", words[i]);
}

static JsonObject *
nth_object (JsonObject *parent, const char *member, guint i)
{
  return json_array_get_object_element (json_object_get_array_member (parent, member), i);
}

static gboolean
write_calls (const RungsReport *report,
             GOutputStream *out,
             GCancellable *cancellable,
             GError **error)
{
  return rungs_json_write_calls (report, TRUE, out, cancellable, error);
}

typedef struct
{
  RungsTrace *trace;
  guint32 *calls;
  RungsReport report;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "report", "data", data, NULL);

  fixture->trace = fake_load (path, data);
  fixture->calls = fake_all_calls (fixture->trace, &fixture->report.n_calls);
  fixture->report.trace = fixture->trace;
  fixture->report.calls = fixture->calls;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->trace);
  g_free (fixture->calls);
}

static void
test_calls (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = fake_write (&fixture->report, write_calls);
  g_autoptr (JsonNode) root = parse (text);
  JsonObject *object = json_node_get_object (root), *call;

  g_assert_cmpstr (json_object_get_string_member (object, "schema"), ==, "rungs.calls/1");
  assert_members (object, "schema inputs calls diagnostics");
  assert_members (nth_object (object, "inputs", 0), "name format bytes messages");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "calls")), ==, 1);
  call = nth_object (object, "calls", 0);
  assert_members (
    call,
    "id kind start zone duration_ms from to direction state legs messages retransmissions final "
    "failing verdict notes");
  assert_members (nth_object (call, "legs", 0), "call_id messages peers");
  assert_members (json_object_get_object_member (call, "final"),
                  "code phrase q850 text microsoft_code microsoft_code_from");
  assert_members (json_object_get_object_member (call, "failing"),
                  "method cseq call_id request_line response_line input");
  assert_members (json_object_get_object_member (call, "verdict"),
                  "entry title basis produced_by findings");
  assert_members (nth_object (json_object_get_object_member (call, "verdict"), "findings", 0),
                  "id text lines");
  g_assert_cmpstr (json_object_get_string_member (call, "state"), ==, "failed");
  g_assert_cmpstr (json_object_get_string_member (call, "start"), ==, "2026-11-22T10:15:02.120");
  g_assert_cmpstr (json_object_get_string_member (call, "zone"), ==, "local");
  g_assert_cmpint (
    json_object_get_int_member (json_object_get_object_member (call, "failing"), "request_line"),
    ==, 2);
}

static void
test_messages (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = fake_write (&fixture->report, rungs_json_write_messages);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  g_assert_cmpstr (lines[4], ==, "");
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (JsonNode) root = parse (lines[i]);
      JsonObject *object = json_node_get_object (root);

      assert_members (object,
                      "call index time input line from to from_device to_device transport method "
                      "code phrase cseq "
                      "call_id branch bytes sdp retransmission duplicate_of intact remarks");
      g_assert_cmpint (json_object_get_int_member (object, "index"), ==, i);
      g_assert_cmpstr (json_object_get_string_member (object, "method"), ==,
                       i == 3 ? "ACK" : "INVITE");
      g_assert_cmpint (json_object_get_null_member (object, "code"), ==, i == 0 || i == 3);
      g_assert_true (json_object_get_boolean_member (object, "intact"));
      g_assert_cmpstr (json_object_get_string_member (object, "branch"), ==,
                       "z9hG4bK-198.51.100.7-1");
    }
}

static void
test_ladder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = fake_write (&fixture->report, rungs_json_write_ladder);
  g_autoptr (JsonNode) root = parse (text);
  JsonObject *object = json_node_get_object (root);

  assert_members (object, "schema call lanes arrows events notes");
  assert_members (nth_object (object, "lanes", 0), "name addresses");
  assert_members (nth_object (object, "arrows", 2),
                  "from to time label message failing retransmission");
  g_assert_cmpstr (json_object_get_string_member (nth_object (object, "arrows", 2), "label"), ==,
                   "404");
  g_assert_true (json_object_get_boolean_member (nth_object (object, "arrows", 2), "deciding"));
}

static gboolean
explain_known (const RungsReport *report,
               GOutputStream *out,
               GCancellable *cancellable,
               GError **error)
{
  return rungs_json_write_explain (NULL, "404/510404", NULL, out, cancellable, error);
}

static gboolean
explain_unknown (const RungsReport *report,
                 GOutputStream *out,
                 GCancellable *cancellable,
                 GError **error)
{
  return rungs_json_write_explain (NULL, "\"</script>", NULL, out, cancellable, error);
}

static void
test_explain (void)
{
  g_autofree char *text = fake_write (NULL, explain_known);
  g_autofree char *unknown_text = fake_write (NULL, explain_unknown);
  g_autoptr (JsonNode) root = parse (text);
  g_autoptr (JsonNode) unknown = parse (unknown_text);
  JsonObject *entry = nth_object (json_node_get_object (root), "entries", 0);

  assert_members (
    entry,
    "id title sip microsoft_code phrase meaning evidence steps who_acts produced_by retry_helps "
    "source_basis sources");
  g_assert_false (json_object_get_boolean_member (entry, "retry_helps"));
  g_assert_true (json_object_get_null_member (
    nth_object (json_node_get_object (root), "entries", 1), "retry_helps"));
  g_assert_true (json_object_get_boolean_member (json_node_get_object (root), "known"));
  g_assert_false (json_object_get_boolean_member (json_node_get_object (unknown), "known"));
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (unknown), "query"), ==,
                   "\"</script>");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/json/strings", test_strings);
  g_test_add_func ("/report/json/shape", test_shape);
  g_test_add_func ("/report/json/cancelled", test_cancelled);
  g_test_add ("/report/json/calls", Fixture, "contoso-sbc01.txt", set_up, test_calls, tear_down);
  g_test_add ("/report/json/messages", Fixture, "contoso-sbc01.txt", set_up, test_messages,
              tear_down);
  g_test_add ("/report/json/ladder", Fixture, "contoso-sbc01.txt", set_up, test_ladder, tear_down);
  g_test_add_func ("/report/json/explain", test_explain);
  return g_test_run ();
}
