/* Text of a log inside HTML, SVG and XML. */
#include "config.h"

#include "report/markup.h"

#include "ladder/plain.h"
#include "report-resources.h"

#define FLUSH_BYTES (64 * 1024)

static void
append_escaped (GString *out, const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    switch (*p)
      {
      case '&':
        g_string_append (out, "&amp;");
        break;
      case '<':
        g_string_append (out, "&lt;");
        break;
      case '>':
        g_string_append (out, "&gt;");
        break;
      case '"':
        g_string_append (out, "&quot;");
        break;
      case '\'':
        g_string_append (out, "&#39;");
        break;
      default:
        g_string_append_c (out, *p);
      }
}

void
rungs_markup_append (GString *out, const char *tainted)
{
  g_autofree char *plain = rungs_plain_line (rungs_span_of (tainted), 0);

  append_escaped (out, plain);
}

void
rungs_markup_append_block (GString *out, const char *tainted)
{
  g_autofree char *plain = rungs_plain_block (rungs_span_of (tainted));

  append_escaped (out, plain);
}

void
rungs_markup_append_prose (GString *out, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "`", -1);
  guint n = g_strv_length (parts);

  for (guint i = 0; i < n; i++)
    {
      /* An odd number of backticks leaves the last one a backtick. */
      gboolean code = i % 2 == 1 && i + 1 < n;

      g_string_append (out, code ? "<code>" : i % 2 == 1 ? "`" : "");
      rungs_markup_append (out, parts[i]);
      g_string_append (out, code ? "</code>" : "");
    }
}

void
rungs_markup_printf (GString *out, const char *format, ...)
{
  va_list args;
  const char *p = format;

  va_start (args, format);
  while (*p != '\0')
    {
      if (*p != '%')
        {
          g_string_append_c (out, *p++);
          continue;
        }
      p++;
      if (*p == 's')
        rungs_markup_append (out, va_arg (args, const char *));
      else if (*p == 'u')
        g_string_append_printf (out, "%u", va_arg (args, guint));
      else if (*p == 'd')
        g_string_append_printf (out, "%d", va_arg (args, int));
      else if (*p == '%')
        g_string_append_c (out, '%');
      else if (g_str_has_prefix (p, ".1f"))
        {
          char number[G_ASCII_DTOSTR_BUF_SIZE];

          /* Coordinates have a point in every locale. */
          g_string_append (out,
                           g_ascii_formatd (number, sizeof number, "%.1f", va_arg (args, double)));
          p += 2;
        }
      else
        g_assert_not_reached ();
      p++;
    }
  va_end (args);
}

gboolean
rungs_markup_flush (GString *out,
                    gboolean now,
                    GOutputStream *stream,
                    GCancellable *cancellable,
                    GError **error)
{
  gboolean ok;

  if (!now && out->len < FLUSH_BYTES)
    return !g_cancellable_set_error_if_cancelled (cancellable, error);
  ok = g_output_stream_write_all (stream, out->str, out->len, NULL, cancellable, error);
  g_string_truncate (out, 0);
  return ok;
}

void
rungs_markup_append_style (GString *out, const char *name)
{
  g_autofree char *path = g_strconcat ("/io/github/rungs/report/", name, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (rungs_report_get_resource (), path, 0, NULL);
  gsize len;
  const char *data;

  g_assert (bytes != NULL); /* our own resource */
  data = g_bytes_get_data (bytes, &len);
  g_string_append_len (out, data, (gssize) len);
}
