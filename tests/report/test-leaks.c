/* Every sample of every format, in every kind of report: what the report without redaction says of
 * people and machines, and what looks like it in their messages, is in no redacted one. Verdicts
 * are the real ones. */
#include "config.h"

#include <json-glib/json-glib.h>

#include "base/teams.h"
#include "report/json.h"
#include "report/redact-private.h"
#include "trace/loader.h"

/* Calls of a sample whose pictures are made. */
#define MAX_PICTURES 3

typedef gboolean (*Write) (const RungsReport *, GOutputStream *, GCancellable *, GError **);

/* What may be in a redacted report although a log says it. */
static const struct
{
  const char *pattern, *why;
} allowed[] = {
  { "(^|[.@])(microsoft|microsoftonline|skype|office)\\.(com|us)(:[0-9]+)?$",
    "Microsoft's names identify no customer" },
  { "^(0\\.0\\.0\\.0|127\\.0\\.0\\.1|255\\.255\\.255\\.255)(:[0-9]+)?$", "addresses of nobody" },
  { "^sip_trunk$", "says what it is, not whose" },
  { "\\.invalid$", "the pseudonyms of hosts" },
  { "^(198\\.18|10\\.255)\\.", "the pseudonyms of addresses" },
  { "^00000000-0000-0000-0000-0", "the pseudonyms of ids" },
};

/* What identifies somebody wherever it stands. */
static const char *const shapes[] = {
  "(?<![0-9.])[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}(?![0-9.])",
  "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
  "[a-z0-9._+-]+@[a-z0-9-]+(\\.[a-z0-9-]+)+",
  "[a-z0-9-]+(\\.[a-z0-9-]+)*\\.(com|net|org|local|example|test)(?![a-z0-9-])",
  "(?<![0-9.])1?555010[0-9]{3,4}(?![0-9])",
};

static GRegex *finders[G_N_ELEMENTS (shapes)];
static GRegex *exceptions[G_N_ELEMENTS (allowed)];

static char *
write_text (const RungsReport *report, Write write)
{
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;
  char *text;

  write (report, out, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (out, "", 1, NULL, NULL, &error);
  g_output_stream_close (out, NULL, &error);
  g_assert_no_error (error);
  text = g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (out));
  for (char *p = text; *p != '\0'; p++)
    *p = g_ascii_tolower (*p);
  return text;
}

static gboolean
write_calls (const RungsReport *report, GOutputStream *out, GCancellable *cancel, GError **error)
{
  return rungs_json_write_calls (report, TRUE, out, cancel, error);
}

/* ---- what a report says ---- */

typedef void (*Found) (gpointer user_data, const char *word);

static void
each_shape (const char *text, Found found, gpointer user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GMatchInfo) match = NULL;

      g_regex_match (finders[i], text, 0, &match);
      while (g_match_info_matches (match))
        {
          g_autofree char *word = g_match_info_fetch (match, 0);

          found (user_data, word);
          g_match_info_next (match, NULL);
        }
    }
}

/* By the table that redaction reads. What is in it is checked in tests/core/base/test-teams.c, and
 * below. */
static gboolean
is_microsofts (const char *word)
{
  g_autofree char *host = g_strndup (word, strcspn (word, ":"));
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL
         && rungs_teams_is_public (g_inet_address_to_bytes (address),
                                   g_inet_address_get_native_size (address));
}

static gboolean
is_allowed (const char *word)
{
  if (is_microsofts (word))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (allowed); i++)
    if (g_regex_match (exceptions[i], word, 0, NULL))
      return TRUE;
  return FALSE;
}

static void
add_word (gpointer words, const char *word)
{
  if (!is_allowed (word))
    g_hash_table_add (words, g_strdup (word));
}

/* What knowledge says of nobody: the samples in its steps. */
static GHashTable *
words_of_knowledge (void)
{
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const RungsKnowledge *knowledge = rungs_knowledge_get ();

  for (guint i = 0; i < rungs_knowledge_n_entries (knowledge); i++)
    {
      const RungsEntry *entry = rungs_knowledge_nth (knowledge, i);
      g_autofree char *steps = g_strjoinv (" ", entry->steps);
      g_autofree char *evidence = g_strjoinv (" ", entry->evidence);
      g_autofree char *all = g_strjoin (" ", entry->title, entry->meaning, steps, evidence, NULL);
      g_autofree char *lower = g_ascii_strdown (all, -1);

      each_shape (lower, add_word, words);
      for (guint k = 0; k < entry->sources->len; k++)
        {
          const RungsSource *source = g_ptr_array_index (entry->sources, k);
          g_autofree char *url = g_ascii_strdown (source->url, -1);

          each_shape (url, add_word, words);
        }
    }
  return words;
}

/* Names that have no shape: of people, rooms and accounts, as the records have them. */
static void
add_names (JsonNode *node, GHashTable *names, const char *key)
{
  static const char *const of_rungs[] = { "inputs", "verdict", "lanes", "ladder", "devices", NULL };
  static const char *const of_somebody[] = { "user", "name", "device", "from", "to", "sbc", NULL };

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *member;
      JsonNode *child;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, &member, &child))
        if (!g_strv_contains (of_rungs, member))
          add_names (child, names, member);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      add_names (json_array_get_element (json_node_get_array (node), i), names, key);
  else if (g_strv_contains (of_somebody, key) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      const char *name = json_node_get_string (node);
      RungsSpan span = rungs_span_of (name);

      if (span.len >= 5 && rungs_redact_word (span) > 0
          && !rungs_redact_is_common (rungs_span_head (span, rungs_redact_word (span))))
        g_hash_table_add (names, g_ascii_strdown (name, -1));
    }
}

/* "Anna Adler" <sip:…, as it stands in the JSON of messages. */
static void
add_display_names (const char *text, GHashTable *names)
{
  g_autoptr (GRegex) display =
    g_regex_new ("\\\\\"([a-z][a-z .,]{4,40})\\\\\" ?<sip", G_REGEX_OPTIMIZE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_regex_match (display, text, 0, &match);
  while (g_match_info_matches (match))
    {
      g_autofree char *name = g_match_info_fetch (match, 1);
      RungsSpan span = rungs_span_of (name);

      if (!rungs_redact_is_common (rungs_span_head (span, rungs_redact_word (span))))
        g_hash_table_add (names, g_steal_pointer (&name));
      g_match_info_next (match, NULL);
    }
}

/* ---- the check ---- */

typedef struct
{
  const char *sample, *kind;
  GHashTable *words, *known;
  guint n_leaks;
} Check;

static void
check_word (gpointer user_data, const char *word)
{
  Check *self = user_data;

  if (!g_hash_table_contains (self->words, word) || g_hash_table_contains (self->known, word))
    return;
  g_test_message ("%s: the %s report holds “%s”", self->sample, self->kind, word);
  self->n_leaks++;
}

static void
check_names (Check *self, GHashTable *names, const char *text)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    for (const char *at = text; (at = strstr (at, name)) != NULL; at++)
      if (!g_ascii_isalnum (at[strlen (name)]) && (at == text || !g_ascii_isalnum (at[-1]))
          && !g_hash_table_contains (self->known, name) && !is_allowed (name))
        {
          g_test_message ("%s: the %s report holds the name “%s”: %.*s", self->sample, self->kind,
                          (char *) name, 60, MAX (text, at - 30));
          self->n_leaks++;
          break;
        }
}

static void
check_kind (Check *self, RungsReport *report, const char *kind, Write write, GHashTable *names)
{
  g_autofree char *text = write_text (report, write);

  self->kind = kind;
  each_shape (text, check_word, self);
  check_names (self, names, text);
}

static guint n_words;

static guint
check_trace (RungsTrace *trace, const char *sample, GHashTable *known)
{
  g_autofree guint32 *calls = g_new0 (guint32, rungs_trace_get_n_calls (trace) + 1);
  g_autoptr (GHashTable) words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  RungsReport report = { .trace = trace,
                         .knowledge = rungs_knowledge_get (),
                         .calls = calls,
                         .n_calls = rungs_trace_get_n_calls (trace) };
  Check check = { sample, NULL, words, known, 0 };
  g_autofree char *plain = NULL, *page = NULL;
  g_autoptr (JsonNode) root = NULL;

  for (guint32 i = 0; i < report.n_calls; i++)
    calls[i] = i;
  plain = write_text (&report, rungs_report_kind_for (".json")->write);
  each_shape (plain, add_word, words);
  page = write_text (&report, rungs_report_kind_for (".html")->write);
  each_shape (page, add_word, words);
  root = json_from_string (plain, NULL);
  g_assert_nonnull (root);
  add_names (root, names, "");
  add_display_names (plain, names);
  n_words += g_hash_table_size (words) + g_hash_table_size (names);
  report.redact = TRUE;
  check_kind (&check, &report, "calls", write_calls, names);
  check_kind (&check, &report, "messages", rungs_json_write_messages, names);
  for (guint i = 0; i < rungs_n_report_kinds; i++)
    if (!g_str_equal (rungs_report_kinds[i].suffix, ".svg"))
      check_kind (&check, &report, rungs_report_kinds[i].suffix, rungs_report_kinds[i].write,
                  names);
  /* Pictures show one call. */
  for (guint i = 0, n = MIN (report.n_calls, MAX_PICTURES); i < n; i++)
    {
      report.calls = &calls[i];
      report.n_calls = 1;
      check_kind (&check, &report, "ladder", rungs_json_write_ladder, names);
      check_kind (&check, &report, ".svg", rungs_report_kind_for (".svg")->write, names);
    }
  return check.n_leaks;
}

static void
test_folder (gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", data, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (GHashTable) known = words_of_knowledge ();
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      const char *const paths[] = { file, NULL };
      g_autoptr (RungsTrace) trace = NULL;

      if (g_str_has_suffix (name, ".dump") || !g_file_test (file, G_FILE_TEST_IS_REGULAR))
        continue;
      trace = rungs_trace_load (paths, NULL, FALSE, NULL, NULL, NULL, NULL);
      if (trace != NULL && rungs_trace_get_n_calls (trace) > 0)
        n += check_trace (trace, name, known);
    }
  if (n > 0)
    g_test_fail ();
}

/* An SBC beside Microsoft's ranges is somebody's, an address of Teams is not; whatever the table
 * says. */
static void
test_edges (void)
{
  static const char log[] = "2026-11-22 10:15:02.120 %s:5061 -> %s:5061\n"
                            "INVITE sip:+15550102222@sip.pstnhub.microsoft.com SIP/2.0\n"
                            "Via: SIP/2.0/TLS %s:5061;branch=z9hG4bK1\n"
                            "From: <sip:+15550101111@%s>;tag=1\n"
                            "To: <sip:+15550102222@sip.pstnhub.microsoft.com>\n"
                            "Call-ID: one@%s\nCSeq: 1 INVITE\nX-MS-Via: %s\n"
                            "Record-Route: <sip:%s:5061;lr>\nContent-Length: 0\n\n";
  static const char *const sbcs[] = {
    "52.127.1.1",   "52.127.63.9", "52.127.72.9", "52.127.96.9",
    "52.119.255.9", "52.124.0.9",  "52.116.0.9",  "13.107.128.9"
  };
  static const char *const teams[] = { "52.127.64.9",  "52.127.71.9",  "52.127.88.9",
                                       "52.127.95.9",  "52.120.0.9",   "52.121.0.9",
                                       "52.123.255.9", "52.115.255.9", "13.107.64.9" };

  for (guint i = 0; i < MAX (G_N_ELEMENTS (sbcs), G_N_ELEMENTS (teams)); i++)
    {
      const char *sbc = sbcs[i % G_N_ELEMENTS (sbcs)], *proxy = teams[i % G_N_ELEMENTS (teams)];
      g_autofree char *text = g_strdup_printf (log, sbc, proxy, sbc, sbc, sbc, sbc, proxy);
      g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
      g_autoptr (RungsInput) input = rungs_input_new_bytes ("log", bytes);
      g_autoptr (GPtrArray) inputs = g_ptr_array_new ();
      g_autoptr (RungsTrace) trace = NULL;
      guint32 call = 0;
      RungsReport report = {
        .knowledge = rungs_knowledge_get (), .calls = &call, .n_calls = 1, .redact = TRUE
      };

      g_ptr_array_add (inputs, input);
      report.trace = trace = rungs_trace_load_inputs (inputs, NULL, NULL, NULL);
      g_assert_cmpuint (rungs_trace_get_n_calls (trace), ==, 1);
      for (guint k = 0; k < rungs_n_report_kinds; k++)
        {
          g_autofree char *out = write_text (&report, rungs_report_kinds[k].write);

          if (strstr (out, sbc) != NULL)
            g_error ("%s holds %s", rungs_report_kinds[k].suffix, sbc);
          if (strstr (out, proxy) == NULL)
            g_error ("%s has lost %s", rungs_report_kinds[k].suffix, proxy);
        }
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *path = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;
  int status;

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    finders[i] = g_regex_new (shapes[i], G_REGEX_OPTIMIZE, 0, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (allowed); i++)
    exceptions[i] = g_regex_new (allowed[i].pattern, G_REGEX_OPTIMIZE, 0, NULL);
  path = g_test_build_filename (G_TEST_DIST, "data", NULL);
  dir = g_dir_open (path, 0, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *test = g_strdup_printf ("/report/leaks/%s", name);

      g_test_add_data_func_full (test, g_strdup (name), test_folder, g_free);
    }
  g_test_add_func ("/report/leaks-edges", test_edges);
  status = g_test_run ();
  /* A test that finds nothing to look for finds no leak. */
  g_test_message ("%u words", n_words);
  g_assert_cmpuint (n_words, >, 2000);
  return status;
}
