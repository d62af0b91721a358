/* `rungs-cli formats`: what can be opened, and how sure we are of each grammar; and whether a
 * definition of the user's own understands its samples. */
#include "config.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

#include "cli.h"
#include "formats/text/check.h"
#include "formats/text/yours.h"

/* The user's file that @format is from; NULL: it is ours. */
static const char *
file_of (const RungsFormat *format)
{
  return format->probe == rungs_text_probe ? ((const RungsTextDefinition *) format)->file : NULL;
}

/* ---- The list ---- */

static void
tell_problems (void)
{
  const GPtrArray *problems = rungs_text_problems ();

  for (guint i = 0; i < problems->len; i++)
    rungs_cli_complain ("%s", (const char *) g_ptr_array_index (problems, i));
}

static RungsCliStatus
print_list (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const RungsFormat *format;

  for (guint i = 0; (format = rungs_format_nth (i)) != NULL; i++)
    {
      g_string_append_printf (text, "%s\t%s\t%s\n\t%s\n", format->id, format->title, format->how,
                              format->confidence);
      if (file_of (format) == NULL)
        continue;
      g_string_append_c (text, '\t');
      /* Translators: %s is the name of a file that the user wrote. */
      g_string_append_printf (text, _ ("Yours, from %s."), file_of (format));
      g_string_append_c (text, '\n');
    }
  return rungs_cli_print_all (text->str);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
add_format (JsonBuilder *builder, const RungsFormat *format)
{
  json_builder_begin_object (builder);
  add_text (builder, "id", format->id);
  add_text (builder, "title", format->title);
  add_text (builder, "how", format->how);
  add_text (builder, "confidence", format->confidence);
  json_builder_set_member_name (builder, "yours");
  json_builder_add_boolean_value (builder, file_of (format) != NULL);
  add_text (builder, "file", file_of (format));
  json_builder_set_member_name (builder, "definition");
  json_builder_add_boolean_value (builder, format->probe == rungs_text_probe);
  json_builder_end_object (builder);
}

static RungsCliStatus
print_json (void)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL, *line = NULL;
  const RungsFormat *format;

  json_builder_begin_object (builder);
  add_text (builder, "schema", "rungs.formats/1");
  json_builder_set_member_name (builder, "formats");
  json_builder_begin_array (builder);
  for (guint i = 0; (format = rungs_format_nth (i)) != NULL; i++)
    add_format (builder, format);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  line = g_strconcat (text, "\n", NULL);
  return rungs_cli_print_all (line);
}

/* ---- One definition ---- */

static void
append_end (GString *out, RungsSpan address, gboolean is_own)
{
  gboolean is_said =
    address.len > 0 && !rungs_span_starts (address, RUNGS_SPAN (RUNGS_TEXT_SAMPLE_HOST));
  g_autofree char *text = rungs_span_dup_utf8 (address);

  g_string_append (out, is_said ? text : is_own ? _ ("the device") : _ ("unknown"));
}

/* A date that the sample does not have is not shown. */
static void
append_time (GString *out, RungsTime time)
{
  g_autofree char *text = time.at == RUNGS_STAMP_NONE ? NULL : rungs_stamp_to_iso (time.at, FALSE);
  const char *clock = text != NULL ? strchr (text, 'T') : NULL;

  if (text == NULL)
    g_string_append (out, _ ("no time"));
  else if ((time.facts & RUNGS_TIME_DATE_GUESSED) != 0 && clock != NULL)
    g_string_append (out, clock + 1);
  else
    g_string_append (out, text);
}

static void
append_message (GString *out, const RungsSinkMessage *message)
{
  RungsSpan rest = message->bytes, line = RUNGS_SPAN_NONE;
  g_autofree char *start = NULL;

  rungs_span_take_line (&rest, &line);
  start = rungs_span_dup_utf8 (line);
  g_string_append (out, "  ");
  append_time (out, message->time);
  g_string_append (out, ", ");
  append_end (out, message->src, message->src_is_own);
  g_string_append (out, " -> ");
  append_end (out, message->dst, message->dst_is_own);
  if (message->transport != RUNGS_TRANSPORT_UNKNOWN)
    g_string_append_printf (out, ", %s", rungs_transport_name (message->transport));
  if (message->src_is_own || message->dst_is_own)
    g_string_append_printf (out, ", %s", message->src_is_own ? _ ("sent") : _ ("received"));
  g_string_append_printf (out, "\n  %s\n", start);
}

static void
sample_cb (gpointer data, const RungsTextSample *sample)
{
  GString *out = data;

  g_string_append_printf (out, "%s %u: ", sample->must_match ? "match" : "no_match",
                          sample->number);
  g_string_append_printf (out, "%s\n",
                          sample->is_claimed ? _ ("recognised") : _ ("not recognised"));
  if (sample->must_match && sample->message != NULL)
    append_message (out, sample->message);
}

static RungsCliStatus
check_definition (const char *path)
{
  g_autofree char *shown = g_filename_display_basename (path);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (RungsTextDefinition) definition = rungs_text_definition_read (path, shown, &error);
  RungsCliStatus status;
  gboolean is_right;

  if (definition == NULL)
    {
      rungs_cli_complain ("%s", error->message);
      return RUNGS_CLI_UNREADABLE;
    }
  is_right = rungs_text_definition_check (definition, shown, sample_cb, text, &error);
  status = rungs_cli_print_all (text->str);
  if (!is_right)
    rungs_cli_complain ("%s", error->message);
  return is_right ? status : RUNGS_CLI_UNREADABLE;
}

int
rungs_cli_formats (int argc, char **argv)
{
  gboolean json = FALSE;
  g_autofree char *check = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON"), NULL },
    { "check", 0, 0, G_OPTION_ARG_FILENAME, &check,
      N_ ("Load this definition of a text format and say what it understands of its samples"),
      N_ ("FILE") },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, options, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      rungs_cli_complain ("%s", error->message);
      return RUNGS_CLI_USAGE;
    }
  if (argc > 1 || (json && check != NULL))
    {
      rungs_cli_complain ("%s", _ ("formats takes --json or --check=FILE and nothing else"));
      return RUNGS_CLI_USAGE;
    }
  if (check != NULL)
    return check_definition (check);
  tell_problems ();
  return json ? print_json () : print_list ();
}
