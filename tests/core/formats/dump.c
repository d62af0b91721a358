#include "dump.h"

#include <glib/gstdio.h>

/* Bytes that the cuts of one sample may cost in all: a large sample is cut at fewer places. */
#define MAX_CUT_BYTES (64u * 1024 * 1024)

/* ---- The sink ---- */

typedef struct
{
  guint64 offset, span;
  guint32 line;
  GBytes *bytes;
  RungsPiece *pieces;
  guint n_pieces;
  gboolean are_deflated;
} Message;

typedef struct
{
  RungsSink sink; /* first: the callbacks cast */
  GString *text;  /* or NULL */
  GPtrArray *messages;
  guint n_records;
  guint64 end; /* of the records so far */
} Collector;

static void
message_free (gpointer data)
{
  Message *message = data;

  g_bytes_unref (message->bytes);
  g_free (message->pieces);
  g_free (message);
}

static void
append_bytes (GString *text, RungsSpan bytes)
{
  for (gsize i = 0; i < bytes.len; i++)
    {
      guchar c = bytes.str[i];

      if (c == '\\')
        g_string_append (text, "\\\\");
      else if (c < 0x20 || c >= 0x7f)
        g_string_append_printf (text, "\\x%02x", c);
      else
        g_string_append_c (text, c);
    }
}

/* The bytes line by line. CRLF is what a line should end in, so it is not shown. */
static void
append_body (GString *text, RungsSpan bytes)
{
  while (bytes.len > 0)
    {
      gssize end = rungs_span_find_char (bytes, '\n');
      RungsSpan line = rungs_span_head (bytes, end < 0 ? bytes.len : (gsize) end);
      gboolean has_cr = line.len > 0 && line.str[line.len - 1] == '\r';

      bytes = rungs_span_skip (bytes, end < 0 ? bytes.len : (gsize) end + 1);
      g_string_append (text, "  | ");
      append_bytes (text, end >= 0 && has_cr ? rungs_span_head (line, line.len - 1) : line);
      g_string_append (text, end < 0 ? "⌁\n" : has_cr ? "\n" : "¶\n");
    }
}

static void
append_field (GString *text, const char *name, RungsSpan value)
{
  if (value.len == 0)
    return;
  g_string_append_printf (text, " %s=", name);
  append_bytes (text, value);
}

/* In UTC where the log states the zone. */
static char *
iso_of (RungsTime time)
{
  return rungs_stamp_to_iso (rungs_time_utc (time), (time.facts & RUNGS_TIME_ZONED) != 0);
}

static void
message_cb (RungsSink *sink, const RungsSinkMessage *message)
{
  Collector *self = (Collector *) sink;
  Message *kept = g_new0 (Message, 1);
  g_autofree char *time = iso_of (message->time);

  kept->offset = message->offset;
  kept->span = message->span;
  kept->line = message->line;
  kept->bytes = g_bytes_new (message->bytes.str, message->bytes.len);
  kept->pieces = g_memdup2 (message->pieces, message->n_pieces * sizeof *message->pieces);
  kept->n_pieces = message->n_pieces;
  kept->are_deflated = message->are_deflated;
  g_ptr_array_add (self->messages, kept);
  if (self->text == NULL)
    return;

  g_string_append_printf (self->text,
                          "message line=%u offset=%" G_GUINT64_FORMAT " span=%" G_GUINT64_FORMAT,
                          message->line, message->offset, message->span);
  append_field (self->text, "time", rungs_span_of (time));
  if (message->order != 0)
    g_string_append_printf (self->text, " order=%" G_GUINT64_FORMAT, message->order);
  append_field (self->text, message->src_is_own ? "own-src" : "src", message->src);
  append_field (self->text, message->dst_is_own ? "own-dst" : "dst", message->dst);
  append_field (self->text, "transport", rungs_span_of (rungs_transport_name (message->transport)));
  append_field (self->text, "device", message->device);
  append_field (self->text, "session", message->session);
  for (guint i = 0; i < message->n_pieces; i++)
    {
      guint32 mask = GUINT32_FROM_BE (message->pieces[i].mask);

      g_string_append_printf (self->text, " piece=%" G_GUINT64_FORMAT "+%u",
                              message->pieces[i].offset, message->pieces[i].len);
      if (mask != 0)
        g_string_append_printf (self->text, "^%08x", mask);
    }
  if (message->are_deflated)
    g_string_append (self->text, " deflated");
  g_string_append (self->text, message->damaged ? " damaged\n" : "\n");
  append_body (self->text, message->bytes);
}

static void
event_cb (RungsSink *sink, const RungsSinkEvent *event)
{
  Collector *self = (Collector *) sink;
  g_autofree char *time = iso_of (event->time);

  if (self->text == NULL)
    return;
  g_string_append_printf (self->text, "event line=%u offset=%" G_GUINT64_FORMAT, event->line,
                          event->offset);
  append_field (self->text, "time", rungs_span_of (time));
  append_field (self->text, "session", event->session);
  append_field (self->text, "device", event->device);
  g_string_append (self->text, ": ");
  append_bytes (self->text, event->text);
  g_string_append_c (self->text, '\n');
}

static void
diagnostic_cb (RungsSink *sink, guint32 line, RungsDiagnosticKind kind, const char *text)
{
  Collector *self = (Collector *) sink;

  g_assert_cmpstr (text, !=, "");
  if (self->text != NULL)
    g_string_append_printf (self->text, "diagnostic line=%u %s: %s\n", line,
                            rungs_diagnostic_kind_name (kind), text);
}

static void
append_stamp (GString *text, const char *name, RungsStamp stamp)
{
  g_autofree char *time = rungs_stamp_to_iso (stamp, TRUE);

  append_field (text, name, rungs_span_of (time));
}

static void
record_cb (RungsSink *sink, const RungsSinkRecord *record)
{
  static const char *const kinds[] = { "call", "pstn", "sign-in", "client", "media", "number" };
  static const char *const outcomes[] = { "?", "good", "bad" };
  static const char *const directions[] = { "?", "to-teams", "from-teams" };
  static const char *const names[RUNGS_RECORD_N_TEXTS] = {
    "from",   "to",  "user",     "name",   "sbc",    "type",   "phrase", "correlation",
    "shared", "app", "resource", "device", "system", "policy", "address"
  };
  Collector *self = (Collector *) sink;

  self->n_records++;
  g_assert_cmpuint (record->span, >, 0);
  self->end = MAX (self->end, record->offset + record->span);
  if (self->text == NULL)
    return;
  g_string_append_printf (self->text,
                          "record %s line=%u offset=%" G_GUINT64_FORMAT " span=%" G_GUINT64_FORMAT,
                          kinds[record->kind], record->line, record->offset, record->span);
  append_stamp (self->text, "start", record->start);
  if (record->kind == RUNGS_RECORD_CLIENT)
    append_stamp (self->text, "ring", record->ring);
  append_stamp (self->text, "answer", record->answer);
  append_stamp (self->text, "end", record->end);
  if (record->duration >= 0)
    g_string_append_printf (self->text, " duration=%" G_GINT64_FORMAT, record->duration);
  g_string_append_printf (self->text, "%s outcome=%s direction=%s",
                          record->is_local ? " local" : "", outcomes[record->outcome],
                          directions[record->direction]);
  if (record->code >= 0)
    g_string_append_printf (self->text, " code=%d", record->code);
  if (record->microsoft_code >= 0)
    g_string_append_printf (self->text, " microsoft=%d", record->microsoft_code);
  if (record->aadsts != 0)
    g_string_append_printf (self->text, " aadsts=%u", record->aadsts);
  if (record->kind == RUNGS_RECORD_MEDIA)
    g_string_append_printf (self->text, " version=%u marked=%u stage=%d%s", record->version,
                            record->n_marked, record->stage,
                            record->is_incomplete ? " incomplete" : "");
  g_string_append_c (self->text, '\n');
  for (guint i = 0; i < RUNGS_RECORD_N_TEXTS; i++)
    if (record->texts[i].len > 0)
      {
        g_string_append_printf (self->text, "  %s: ", names[i]);
        append_bytes (self->text, record->texts[i]);
        g_string_append_c (self->text, '\n');
      }
}

static void
cover_cb (RungsSink *sink, const RungsCover *cover)
{
  Collector *self = (Collector *) sink;
  g_autofree char *text = rungs_cover_text (cover);

  if (self->text != NULL)
    g_string_append_printf (self->text, "%s: %s\n",
                            rungs_cover_is_unreadable (cover) ? "not readable" : "passed over",
                            text);
}

/* ---- Runs ---- */

static void
collect (const RungsFormat *format,
         RungsInput *input,
         guint64 start,
         guint64 end,
         guint32 line,
         gboolean with_events,
         Collector *collector)
{
  g_autoptr (RungsReader) reader = rungs_reader_new (input, start, end, line);
  g_autoptr (GError) error = NULL;
  gboolean done;

  collector->sink = (RungsSink){ .message = message_cb,
                                 .event = with_events ? event_cb : NULL,
                                 .diagnostic = diagnostic_cb,
                                 .record = record_cb,
                                 .cover = cover_cb };
  collector->messages = g_ptr_array_new_with_free_func (message_free);
  done = format->parse (format, reader, &collector->sink, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (done);
}

/* Its own copy, of exactly its size, so that a sanitizer sees a read past the end. */
static RungsInput *
input_of (const char *name, RungsSpan bytes)
{
  g_autoptr (GBytes) copy = g_bytes_new (bytes.str, bytes.len);

  return rungs_input_new_bytes (name, copy);
}

char *
dump_bytes (const RungsFormat *format, const char *name, RungsSpan bytes, gboolean with_events)
{
  g_autoptr (RungsInput) input = input_of (name, bytes);
  Collector collector = { .text = g_string_new (NULL) };

  collect (format, input, 0, G_MAXUINT64, 1, with_events, &collector);
  g_ptr_array_unref (collector.messages);
  return g_string_free (collector.text, FALSE);
}

char *
dump_path (const RungsFormat *format, const char *path)
{
  g_autoptr (GPtrArray) inputs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_input_unref);
  g_autoptr (GError) error = NULL;
  Collector collector = { .text = g_string_new (NULL) };

  rungs_input_open (path, inputs, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (inputs->len, ==, 1);
  collect (format, g_ptr_array_index (inputs, 0), 0, G_MAXUINT64, 1, FALSE, &collector);
  g_ptr_array_unref (collector.messages);
  return g_string_free (collector.text, FALSE);
}

GPtrArray *
dump_messages (const RungsFormat *format, const char *name, RungsSpan bytes)
{
  g_autoptr (RungsInput) input = input_of (name, bytes);
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  Collector collector = { 0 };

  collect (format, input, 0, G_MAXUINT64, 1, FALSE, &collector);
  for (guint i = 0; i < collector.messages->len; i++)
    g_ptr_array_add (all,
                     g_bytes_ref (((Message *) g_ptr_array_index (collector.messages, i))->bytes));
  g_ptr_array_unref (collector.messages);
  return all;
}

/* ---- The checks ---- */

typedef struct
{
  const RungsFormat *format;
  char *path;
  char *name;
} Sample;

static void
sample_free (gpointer data)
{
  Sample *sample = data;

  g_free (sample->path);
  g_free (sample->name);
  g_free (sample);
}

static char *
load (const Sample *sample, gsize *len)
{
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;

  g_file_get_contents (sample->path, &bytes, len, &error);
  g_assert_no_error (error);
  return bytes;
}

static void
test_golden (gconstpointer data)
{
  const Sample *sample = data;
  gsize len;
  g_autofree char *bytes = load (sample, &len);
  g_autoptr (RungsInput) input = input_of (sample->name, rungs_span (bytes, len));
  const RungsFormat *chosen = rungs_format_probe (input);
  g_autofree char *dump = dump_bytes (sample->format, sample->name, rungs_span (bytes, len), TRUE);
  g_autofree char *golden_path = g_strconcat (sample->path, ".dump", NULL);
  g_autofree char *golden = NULL;

  g_assert_nonnull (chosen);
  g_assert_cmpstr (chosen->id, ==, sample->format->id);
  if (g_getenv ("RUNGS_UPDATE_GOLDEN") != NULL)
    g_assert_true (g_file_set_contents (golden_path, dump, -1, NULL));
  g_assert_true (g_file_get_contents (golden_path, &golden, NULL, NULL));
  g_assert_cmpstr (dump, ==, golden);
}

/* A log that ends anywhere has no message that the whole log does not begin. */
static void
test_cut (gconstpointer data)
{
  const Sample *sample = data;
  gsize len;
  g_autofree char *bytes = load (sample, &len);
  g_autoptr (GPtrArray) whole =
    dump_messages (sample->format, sample->name, rungs_span (bytes, len));
  gsize step = MAX (1, len / MAX (1, MAX_CUT_BYTES / MAX (1, len)));

  for (gsize cut = 0; cut < len; cut += step)
    {
      g_autoptr (RungsInput) input = input_of (sample->name, rungs_span (bytes, cut));
      Collector collector = { 0 };

      collect (sample->format, input, 0, G_MAXUINT64, 1, FALSE, &collector);
      g_assert_cmpuint (collector.messages->len, <=, whole->len);
      for (guint i = 0; i < collector.messages->len; i++)
        {
          const Message *message = g_ptr_array_index (collector.messages, i);

          g_assert_cmpuint (message->offset + message->span, <=, cut);
          g_assert_cmpuint (message->line, >=, 1);
        }
      g_assert_cmpuint (collector.end, <=, cut);
      g_ptr_array_unref (collector.messages);
    }
}

static GBytes *
read_pieces (RungsInput *input, const Message *message)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes =
    rungs_pieces_read (input, message->pieces, message->n_pieces, message->are_deflated, &error);

  g_assert_no_error (error);
  g_assert_nonnull (bytes);
  return bytes;
}

static GBytes *
read_span (const RungsFormat *format, RungsInput *input, const Message *message)
{
  Collector collector = { 0 };
  GBytes *first = NULL;

  collect (format, input, message->offset, message->offset + message->span, message->line, FALSE,
           &collector);
  /* As trace/fetch.c reads it: other sessions' messages may lie inside the range and be whole
   * earlier. */
  for (guint i = 0; i < collector.messages->len && first == NULL; i++)
    {
      const Message *again = g_ptr_array_index (collector.messages, i);

      if (again->offset == message->offset)
        first = g_bytes_ref (again->bytes);
    }
  g_assert_nonnull (first);
  g_ptr_array_unref (collector.messages);
  return first;
}

static void
test_again (gconstpointer data)
{
  const Sample *sample = data;
  gsize len;
  g_autofree char *bytes = load (sample, &len);
  g_autoptr (RungsInput) input = input_of (sample->name, rungs_span (bytes, len));
  Collector collector = { 0 };

  collect (sample->format, input, 0, G_MAXUINT64, 1, FALSE, &collector);
  for (guint i = 0; i < collector.messages->len; i++)
    {
      const Message *message = g_ptr_array_index (collector.messages, i);
      g_autoptr (GBytes) again = message->n_pieces > 0 ? read_pieces (input, message)
                                                       : read_span (sample->format, input, message);

      g_assert_cmpmem (g_bytes_get_data (again, NULL), g_bytes_get_size (again),
                       g_bytes_get_data (message->bytes, NULL), g_bytes_get_size (message->bytes));
    }
  g_ptr_array_unref (collector.messages);
}

static void
add_test (const Sample *sample, const char *check, GTestDataFunc func)
{
  g_autofree char *path = g_strdup_printf ("/%s/%s/%s", sample->format->id, sample->name, check);
  Sample *copy = g_memdup2 (sample, sizeof *sample);

  copy->path = g_strdup (sample->path);
  copy->name = g_strdup (sample->name);
  g_test_add_data_func_full (path, copy, func, sample_free);
}

void
dump_add_samples (const RungsFormat *format, const char *folder)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", folder, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (path, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      Sample sample = { format, child, (char *) name };

      if (g_str_has_suffix (name, ".dump") || !g_file_test (child, G_FILE_TEST_IS_REGULAR))
        continue;
      add_test (&sample, "golden", test_golden);
      add_test (&sample, "cut", test_cut);
      add_test (&sample, "again", test_again);
    }
}
