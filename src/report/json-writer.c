/* JSON straight to a stream. */
#include "config.h"

#include "report/json-writer.h"

#include "ladder/plain.h"

#define BUFFER_BYTES (64 * 1024)

struct _RungsJson
{
  GOutputStream *out;
  GCancellable *cancellable;
  GString *buffer;
  GError *error;
  guint depth;
  gboolean needs_comma; /* a value stands before the next one at this depth */
  gboolean after_key;
  gboolean wants_break;
};

RungsJson *
rungs_json_new (GOutputStream *out, GCancellable *cancellable)
{
  RungsJson *json = g_new0 (RungsJson, 1);

  json->out = out;
  json->cancellable = cancellable;
  json->buffer = g_string_sized_new (BUFFER_BYTES + 4096);
  return json;
}

void
rungs_json_free (RungsJson *json)
{
  g_string_free (json->buffer, TRUE);
  g_clear_error (&json->error);
  g_free (json);
}

static void
flush (RungsJson *json)
{
  if (json->error == NULL)
    g_output_stream_write_all (json->out, json->buffer->str, json->buffer->len, NULL,
                               json->cancellable, &json->error);
  g_string_truncate (json->buffer, 0);
}

/* What stands between the value before and this one. */
static void
begin_value (RungsJson *json)
{
  if (json->after_key)
    {
      json->after_key = FALSE;
      return;
    }
  if (json->needs_comma && json->depth > 0)
    g_string_append_c (json->buffer, ',');
  if (json->wants_break && (json->needs_comma || json->depth > 0))
    g_string_append_c (json->buffer, '\n');
  else if (json->needs_comma && json->depth > 0)
    g_string_append_c (json->buffer, ' ');
  json->wants_break = FALSE;
  if (json->buffer->len >= BUFFER_BYTES)
    flush (json);
}

static void
begin_group (RungsJson *json, char open)
{
  begin_value (json);
  g_string_append_c (json->buffer, open);
  json->depth++;
  json->needs_comma = FALSE;
}

static void
end_group (RungsJson *json, char close)
{
  g_return_if_fail (json->depth > 0);

  if (json->wants_break)
    g_string_append_c (json->buffer, '\n');
  json->wants_break = FALSE;
  g_string_append_c (json->buffer, close);
  json->depth--;
  json->needs_comma = TRUE;
}

void
rungs_json_begin_object (RungsJson *json)
{
  begin_group (json, '{');
}

void
rungs_json_end_object (RungsJson *json)
{
  end_group (json, '}');
}

void
rungs_json_begin_array (RungsJson *json)
{
  begin_group (json, '[');
}

void
rungs_json_end_array (RungsJson *json)
{
  end_group (json, ']');
}

void
rungs_json_key (RungsJson *json, const char *key)
{
  begin_value (json);
  g_string_append_printf (json->buffer, "\"%s\": ", key);
  json->after_key = TRUE;
}

static void
append_escaped (GString *out, gunichar c)
{
  switch (c)
    {
    case '"':
      g_string_append (out, "\\\"");
      break;
    case '\\':
      g_string_append (out, "\\\\");
      break;
    case '\n':
      g_string_append (out, "\\n");
      break;
    case '\r':
      g_string_append (out, "\\r");
      break;
    case '\t':
      g_string_append (out, "\\t");
      break;
    default:
      /* Legal JSON, but terminals and old JavaScript act on them. */
      if (c <= 0xFFFF && rungs_plain_is_unsafe (c))
        g_string_append_printf (out, "\\u%04x", c);
      else
        g_string_append_unichar (out, c);
    }
}

void
rungs_json_string (RungsJson *json, const char *value)
{
  RungsSpan rest = rungs_span_of (value);

  if (value == NULL)
    {
      rungs_json_null (json);
      return;
    }
  begin_value (json);
  g_string_append_c (json->buffer, '"');
  while (rest.len > 0)
    {
      gsize len;

      append_escaped (json->buffer, rungs_span_char (rest, &len));
      rest = rungs_span_skip (rest, len);
    }
  g_string_append_c (json->buffer, '"');
  json->needs_comma = TRUE;
}

void
rungs_json_int (RungsJson *json, gint64 value)
{
  begin_value (json);
  g_string_append_printf (json->buffer, "%" G_GINT64_FORMAT, value);
  json->needs_comma = TRUE;
}

void
rungs_json_number (RungsJson *json, const char *value)
{
  begin_value (json);
  g_string_append (json->buffer, value);
  json->needs_comma = TRUE;
}

void
rungs_json_bool (RungsJson *json, gboolean value)
{
  begin_value (json);
  g_string_append (json->buffer, value ? "true" : "false");
  json->needs_comma = TRUE;
}

void
rungs_json_null (RungsJson *json)
{
  begin_value (json);
  g_string_append (json->buffer, "null");
  json->needs_comma = TRUE;
}

void
rungs_json_key_string (RungsJson *json, const char *key, const char *value)
{
  rungs_json_key (json, key);
  rungs_json_string (json, value);
}

void
rungs_json_key_text (RungsJson *json, const char *key, const char *value)
{
  rungs_json_key_string (json, key, value != NULL && value[0] != '\0' ? value : NULL);
}

void
rungs_json_key_int (RungsJson *json, const char *key, gint64 value)
{
  rungs_json_key (json, key);
  rungs_json_int (json, value);
}

void
rungs_json_key_int_or_null (RungsJson *json, const char *key, gint64 value, gboolean is_there)
{
  rungs_json_key (json, key);
  if (is_there)
    rungs_json_int (json, value);
  else
    rungs_json_null (json);
}

void
rungs_json_key_bool (RungsJson *json, const char *key, gboolean value)
{
  rungs_json_key (json, key);
  rungs_json_bool (json, value);
}

void
rungs_json_key_null (RungsJson *json, const char *key)
{
  rungs_json_key (json, key);
  rungs_json_null (json);
}

void
rungs_json_break (RungsJson *json)
{
  json->wants_break = TRUE;
}

gboolean
rungs_json_has_failed (RungsJson *json)
{
  return json->error != NULL || g_cancellable_is_cancelled (json->cancellable);
}

gboolean
rungs_json_finish (RungsJson *json, GError **error)
{
  g_return_val_if_fail (json->depth == 0, FALSE);

  if (json->needs_comma) /* something was written */
    g_string_append_c (json->buffer, '\n');
  flush (json);
  if (json->error == NULL)
    g_cancellable_set_error_if_cancelled (json->cancellable, &json->error);
  if (json->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&json->error));
  return FALSE;
}
