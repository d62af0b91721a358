#include "config.h"

#include "script.h"

#include "trace/assembly.h"

typedef struct
{
  const char *name, *address;
} Name;

static const Name names[] = {
  { "T", "52.114.75.24:5061" },
  { "T2", "52.114.132.46:5061" },
  { "S", "192.0.2.10:5060" },
  { "C", "198.51.100.7:5060" },
  { "D", "198.51.100.8:5060" },
  { "P", "203.0.113.5:5060" },
  { "P2", "203.0.113.5:49152" },
  { "Q", "203.0.113.6:5060" },
  { "S2", "192.0.2.20:5060" },
  { "IN", "192.0.2.130:5060" },
  { "-", "" },
};

static const char *
address_of (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].name, name))
      return names[i].address;
  return name;
}

static const char *
word_value (char **words, const char *name, const char *fallback)
{
  for (guint i = 6; words[i] != NULL; i++)
    if (g_str_has_prefix (words[i], name) && words[i][strlen (name)] == '=')
      return words[i] + strlen (name) + 1;
  return fallback;
}

static gboolean
has_word (char **words, const char *name)
{
  for (guint i = 6; words[i] != NULL; i++)
    if (g_str_equal (words[i], name)
        || (g_str_has_prefix (words[i], name) && words[i][strlen (name)] == '='))
      return TRUE;
  return FALSE;
}

static char *
blanks (const char *value)
{
  return g_strdelimit (g_strdup (value), "_", ' ');
}

static void
render_head (GString *out, char **words)
{
  g_string_append_printf (out, "@ %s %s %s sid=%s dev=%s %s %s\n", words[0],
                          *address_of (words[1]) != '\0' ? address_of (words[1]) : "-",
                          *address_of (words[2]) != '\0' ? address_of (words[2]) : "-",
                          word_value (words, "sid", ""), word_value (words, "dev", ""),
                          has_word (words, "own") ? "own" : "",
                          has_word (words, "damaged") ? "damaged" : "");
}

static void
render_headers (GString *out, char **words, gboolean is_request, const char *method)
{
  const char *call = words[4], *cseq = words[5];
  const char *from = word_value (words, "from", "+15550100"),
             *to = word_value (words, "to", "+15550123");
  gboolean same_branch =
    g_str_equal (method, "CANCEL") || (g_str_equal (method, "ACK") && has_word (words, "nak"));
  gboolean in_dialog = has_word (words, "dlg") || g_str_equal (method, "BYE")
                       || (is_request && g_str_equal (method, "ACK"));
  g_autofree char *branch = g_strdup_printf ("%s%s%s", call, cseq, same_branch ? "INVITE" : method);
  g_autofree char *tag = g_strdup_printf ("t%s", call);
  const char *to_tag =
    word_value (words, "tt", in_dialog || (!is_request && strcmp (words[3], "100") > 0) ? tag : "");

  g_string_append_printf (out, "Via: SIP/2.0/UDP %s;branch=z9hG4bK%s\r\n",
                          word_value (words, "via", address_of (is_request ? words[1] : words[2])),
                          word_value (words, "br", branch));
  g_string_append_printf (out, "From: <sip:%s@%s>;tag=f%s\r\n", from,
                          word_value (words, "fhost", "example.com"), call);
  g_string_append_printf (out, "To: <sip:%s@example.net>%s%s\r\n", to,
                          *to_tag != '\0' ? ";tag=" : "", to_tag);
  g_string_append_printf (out, "Call-ID: %s\r\nCSeq: %s %s\r\n", call, cseq, method);
  if (has_word (words, "contact"))
    g_string_append_printf (out, "Contact: <%s>\r\n", word_value (words, "contact", ""));
  if (has_word (words, "auth"))
    g_string_append (out, "Authorization: Digest username=\"x\"\r\n");
  for (guint i = 6; words[i] != NULL; i++)
    if (g_str_has_prefix (words[i], "h=") || g_str_has_prefix (words[i], "reason="))
      {
        g_autofree char *value = blanks (strchr (words[i], '=') + 1);
        g_string_append_printf (out, "%s%s\r\n", words[i][0] == 'r' ? "Reason: " : "", value);
      }
}

static void
render_line (GString *out, const char *line)
{
  g_auto (GStrv) words = g_strsplit_set (line, " ", -1);
  g_autoptr (GString) body = g_string_new (NULL);
  gboolean is_request;
  guint n = 0;

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      words[n++] = words[i];
    else
      g_free (words[i]);
  words[n] = NULL;
  if (n == 0)
    return;
  g_assert_cmpuint (n, >=, 6);

  is_request = !g_ascii_isdigit (words[3][0]);
  render_head (out, words);
  if (is_request)
    {
      g_autofree char *uri =
        g_strdup_printf ("sip:%s@%s", word_value (words, "to", "+15550123"), address_of (words[2]));
      g_string_append_printf (out, "%s %s SIP/2.0\r\n", words[3], word_value (words, "uri", uri));
    }
  else
    g_string_append_printf (out, "SIP/2.0 %s Phrase %s\r\n", words[3], words[3]);
  render_headers (out, words, is_request,
                  is_request ? words[3] : word_value (words, "m", "INVITE"));

  if (has_word (words, "sdp"))
    g_string_append_printf (body,
                            "v=0\r\no=- %s 1 IN IP4 192.0.2.99\r\ns=-\r\nc=IN IP4 "
                            "192.0.2.%u\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n",
                            word_value (words, "sdp", "700001"),
                            (guint) strlen (words[4]) + 50 + (guchar) words[4][0]);
  g_string_append_printf (out, "Content-Length: %u\r\n\r\n%s", (guint) body->len, body->str);
}

char *
script_render (const char *script)
{
  g_auto (GStrv) lines = g_strsplit (script, "\n", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    render_line (out, lines[i]);
  return g_string_free (out, FALSE);
}

RungsInput *
script_input (const char *name, const char *script)
{
  char *text = script_render (script);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  return rungs_input_new_bytes (name, bytes);
}

/* --- the format: "@ 0.120 src dst sid= dev= flags", the message, until the next "@" --- */

typedef struct
{
  RungsSink *sink;
  GString *text;
  char **head; /* words of the "@" line */
  RungsSinkMessage message;
  gboolean is_capture;
  guint64 body_offset;
} Parser;

static void
flush (Parser *self, guint64 end)
{
  RungsSinkMessage *message = &self->message;
  RungsPiece piece = { self->body_offset, (guint32) self->text->len, 0 };

  if (self->head == NULL)
    return;
  message->bytes = rungs_span (self->text->str, self->text->len);
  message->span = end - message->offset;
  message->time = g_str_equal (self->head[1], "-")
                    ? RUNGS_TIME_NONE
                    : rungs_time ((RungsStamp) (g_ascii_strtod (self->head[1], NULL) * 1e6 + 0.5));
  message->src = rungs_span_of (g_str_equal (self->head[2], "-") ? "" : self->head[2]);
  message->dst = rungs_span_of (g_str_equal (self->head[3], "-") ? "" : self->head[3]);
  message->session = rungs_span_of (self->head[4] + strlen ("sid="));
  message->device = rungs_span_of (self->head[5] + strlen ("dev="));
  message->damaged = g_strv_contains ((const char *const *) self->head, "damaged");
  if (g_strv_contains ((const char *const *) self->head, "own"))
    {
      message->src_is_own = strchr (self->head[2], ':') == NULL || g_str_equal (self->head[2], S);
      message->dst_is_own = !message->src_is_own;
    }
  if (self->is_capture)
    {
      message->pieces = &piece;
      message->n_pieces = 1;
    }
  self->sink->message (self->sink, message);
  g_clear_pointer (&self->head, g_strfreev);
  g_string_truncate (self->text, 0);
}

static gboolean
parse (RungsReader *reader,
       RungsSink *sink,
       GCancellable *cancellable,
       GError **error,
       gboolean is_capture)
{
  Parser self = { .sink = sink, .text = g_string_new (NULL), .is_capture = is_capture };
  RungsSpan line;
  guint64 offset;
  guint32 number;
  gboolean go_on = TRUE;

  while (go_on && rungs_reader_next_line (reader, &line, &offset, &number))
    {
      if (rungs_span_starts (line, RUNGS_SPAN ("@ ")))
        {
          g_autofree char *head = rungs_span_dup (line);

          flush (&self, offset);
          self.head = g_strsplit (head, " ", -1);
          /* A file that was cut within the head. */
          if (g_strv_length (self.head) < 6)
            g_clear_pointer (&self.head, g_strfreev);
          self.message = (RungsSinkMessage){ .offset = offset,
                                             .line = number + 1,
                                             .transport = RUNGS_TRANSPORT_UDP };
          self.body_offset = rungs_reader_get_offset (reader);
        }
      else if (rungs_span_starts (line, RUNGS_SPAN ("# ")) && sink->event != NULL)
        {
          RungsSinkEvent event = { .offset = offset,
                                   .line = number,
                                   .time = RUNGS_TIME_NONE,
                                   .text = rungs_span_skip (line, 2) };

          sink->event (sink, &event);
        }
      else if (self.head != NULL && !rungs_span_starts (line, RUNGS_SPAN ("# ")))
        {
          g_string_append_len (self.text, line.str, (gssize) line.len);
          g_string_append_c (self.text, '\n');
        }
      if (number % 64 == 0 && sink->progress != NULL)
        go_on = sink->progress (sink, offset);
    }
  if (go_on)
    flush (&self, rungs_reader_get_offset (reader));
  g_strfreev (self.head);
  g_string_free (self.text, TRUE);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static gboolean
parse_text (const RungsFormat *format,
            RungsReader *reader,
            RungsSink *sink,
            GCancellable *cancellable,
            GError **error)
{
  return parse (reader, sink, cancellable, error, FALSE);
}

static gboolean
parse_capture (const RungsFormat *format,
               RungsReader *reader,
               RungsSink *sink,
               GCancellable *cancellable,
               GError **error)
{
  return parse (reader, sink, cancellable, error, TRUE);
}

static RungsProbe
probe (const RungsFormat *format, RungsSpan head, const char *basename)
{
  return rungs_span_starts (head, RUNGS_SPAN ("@ ")) ? RUNGS_PROBE_YES : RUNGS_PROBE_NO;
}

const RungsFormat script_format = { .id = "script",
                                    .title = "Script",
                                    .probe = probe,
                                    .parse = parse_text };
const RungsFormat script_capture = {
  .id = "script-capture",
  .title = "Script as capture",
  .frames = TRUE,
  .utc = TRUE,
  .probe = probe,
  .parse = parse_capture,
};

static RungsTrace *
make_trace (const RungsLoadOptions *options,
            const RungsFormat *format,
            const char *script,
            va_list scripts)
{
  g_autoptr (RungsBuilder) builder = rungs_builder_new (options);
  guint n = 0;

  for (; script != NULL; script = va_arg (scripts, const char *))
    {
      g_autofree char *name = g_strdup_printf ("script-%u", n++);
      g_autoptr (RungsInput) input = script_input (name, script);
      g_autoptr (RungsReader) reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);
      g_autoptr (GError) error = NULL;

      rungs_builder_add_input (builder, input, format);
      format->parse (format, reader, &builder->sink, NULL, &error);
      g_assert_no_error (error);
      rungs_builder_end_input (builder, 0);
    }
  return rungs_builder_finish (builder);
}

RungsTrace *
script_trace (const RungsFormat *format, const char *script, ...)
{
  RungsTrace *trace;
  va_list scripts;

  va_start (scripts, script);
  trace = make_trace (NULL, format, script, scripts);
  va_end (scripts);
  return trace;
}

RungsTrace *
script_trace_with (const RungsLoadOptions *options,
                   const RungsFormat *format,
                   const char *script,
                   ...)
{
  RungsTrace *trace;
  va_list scripts;

  va_start (scripts, script);
  trace = make_trace (options, format, script, scripts);
  va_end (scripts);
  return trace;
}

static const char *
string (RungsTrace *trace, RungsString s)
{
  return rungs_trace_string (trace, s);
}

static void
append_failing (GString *out, RungsTrace *trace, const RungsCall *call)
{
  const RungsMessage *request, *response;

  if (call->failing_request == RUNGS_NONE && call->failing_response == RUNGS_NONE)
    return;
  g_string_append (out, " failing=");
  if (call->failing_request != RUNGS_NONE)
    {
      request = rungs_trace_get_message (trace, call->failing_request);
      g_string_append_printf (out, "%s:%s", string (trace, request->call_id),
                              string (trace, request->method));
    }
  if (call->failing_response == RUNGS_NONE)
    return;
  response = rungs_trace_get_message (trace, call->failing_response);
  if (response->code != 0)
    g_string_append_printf (out, "/%u", response->code);
  else
    g_string_append_printf (out, "/%s", string (trace, response->method));
}

char *
script_summary (RungsTrace *trace)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < rungs_trace_get_n_calls (trace); i++)
    {
      const RungsCall *call = rungs_trace_get_call (trace, i);

      if (i > 0)
        g_string_append_c (out, '\n');
      if (call->kind != RUNGS_KIND_INVITE)
        g_string_append_printf (out, "%s ", rungs_kind_name (call->kind));
      g_string_append (out, rungs_state_name (call->state));
      if (call->final != RUNGS_NONE)
        g_string_append_printf (out, " final=%u",
                                rungs_trace_get_message (trace, call->final)->code);
      append_failing (out, trace, call);
      g_string_append (out, " legs=");
      for (guint k = 0; k < call->n_legs; k++)
        g_string_append_printf (out, "%s%s", k > 0 ? "," : "",
                                string (trace, rungs_trace_get_leg (trace, call, k)->call_id));
    }
  return g_string_free (out, FALSE);
}

char *
script_ladder (RungsTrace *trace, guint i)
{
  const RungsCall *call = rungs_trace_get_call (trace, i);
  GString *out = g_string_new (NULL);

  for (guint k = 0; k < call->n_rows; k++)
    {
      const RungsMessage *row =
        rungs_trace_get_message (trace, rungs_trace_get_row (trace, call, k));

      g_string_append_printf (out, "%s%s:", k > 0 ? " " : "", string (trace, row->call_id));
      if (row->code != 0)
        g_string_append_printf (out, "%u", row->code);
      else
        g_string_append (out, string (trace, row->method));
      g_string_append_printf (out, "%s%s%s%s", row->flags & RUNGS_MESSAGE_FAILING ? "!" : "",
                              row->flags & RUNGS_MESSAGE_DECIDING ? "*" : "",
                              row->flags & RUNGS_MESSAGE_RETRANSMISSION ? "~" : "",
                              row->flags & RUNGS_MESSAGE_DUPLICATE ? "=" : "");
    }
  return g_string_free (out, FALSE);
}
