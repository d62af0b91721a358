/* Logs that were pasted somewhere: what was done to the lines is taken off, whatever the format;
 * and logs that begin with pages of something else. Every sample must read as it does untouched. */
#include "base/limits.h"
#include "formats/format.h"
#include "formats/paste.h"

static const char *folder;

static const char *const samples[] = {
  "audiocodes-syslog/same-rsyslog-7.40.log",
  "audiocodes-syslog/same-viewer-7.20.log",
  "ribbon-core/busy.trc",
  "ribbon-edge/busy.log",
  "oracle-sipmsg/codec.log",
  "cisco-cube/debug.log",
  "cisco-cube/voip-trace.log",
  "cucm-sdl/busy.txt",
  "avaya-sbce/busy.log",
  "avaya-sm/codec.log",
  "avaya-ipoffice/busy.txt",
  "asterisk/asterisk-full.log",
  "freeswitch/freeswitch-console.log",
  "sngrep/call.txt",
  "ngrep/call.txt",
  "pjsua/pjsua.log",
};

typedef struct
{
  RungsSink sink;
  GString *text;
} Reading;

static void
message_cb (RungsSink *sink, const RungsSinkMessage *message)
{
  Reading *self = (Reading *) sink;

  g_string_append_printf (self->text, "%.*s > %.*s %d %" G_GINT64_FORMAT "\n",
                          (int) message->src.len, message->src.str, (int) message->dst.len,
                          message->dst.str, message->transport, message->time.at);
  g_string_append_len (self->text, message->bytes.str, (gssize) message->bytes.len);
}

static void
diagnostic_cb (RungsSink *sink, guint32 line, RungsDiagnosticKind kind, const char *text)
{
}

/* The messages of @text as text. (transfer full) */
static char *
read_all (const char *name, const char *text, gsize len, const char **format_id)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, len);
  g_autoptr (RungsInput) input = rungs_input_new_bytes (name, bytes);
  const RungsFormat *format = rungs_format_probe (input);
  g_autoptr (RungsReader) reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);
  Reading reading = { .sink = { .message = message_cb, .diagnostic = diagnostic_cb } };

  *format_id = format != NULL ? format->id : "none";
  reading.text = g_string_new (NULL);
  if (format != NULL)
    g_assert_true (format->parse (format, reader, &reading.sink, NULL, NULL));
  return g_string_free (reading.text, FALSE);
}

static char *
replaced (const char *text, const char *what, const char *by)
{
  g_auto (GStrv) parts = g_strsplit (text, what, -1);

  return g_strjoinv (by, parts);
}

static char *
with_prefix (const char *text, const char *prefix)
{
  g_autofree char *inner = g_strconcat ("\n", prefix, NULL);
  g_autofree char *rest = replaced (text, "\n", inner);

  return g_strconcat (prefix, rest, NULL);
}

static char *
quoted (const char *text)
{
  return with_prefix (text, "> ");
}

static char *
quoted_twice (const char *text)
{
  return with_prefix (text, "> > ");
}

static char *
indented (const char *text)
{
  return with_prefix (text, "    ");
}

static char *
double_spaced (const char *text)
{
  return replaced (text, "\n", "\n\n");
}

static char *
with_breaks (const char *text)
{
  return replaced (text, "\n", "<br />\n");
}

static char *
with_carets (const char *text)
{
  return replaced (text, "\n", "^M\n");
}

static char *
escaped (const char *text)
{
  g_autofree char *a = replaced (text, "&", "&amp;");
  g_autofree char *b = replaced (a, "<", "&lt;");

  return replaced (b, ">", "&gt;");
}

static char *
in_a_mail (const char *text)
{
  return g_strconcat ("Hi all,\n\nwe see this since yesterday:\n\n```\n", text,
                      "```\n\nThanks\nBob\n", NULL);
}

static char *
indented_in_a_mail (const char *text)
{
  g_autofree char *inner = with_prefix (text, "  ");

  return g_strconcat ("Hi all,\n\nwe see this since yesterday:\n\n", inner, "\n\nThanks\nBob\n",
                      NULL);
}

static char *
late (const char *text)
{
  g_autoptr (GString) all = g_string_new (NULL);

  while (all->len < RUNGS_PROBE_BYTES * 2)
    g_string_append (all, "the service starts up and has nothing to say that is of interest\n");
  g_string_append (all, text);
  return g_string_free (g_steal_pointer (&all), FALSE);
}

typedef char *(*Change) (const char *text);

static const struct
{
  const char *name;
  Change change;
} changes[] = {
  { "quoted", quoted },
  { "quoted-twice", quoted_twice },
  { "indented", indented },
  { "double-spaced", double_spaced },
  { "breaks", with_breaks },
  { "carets", with_carets },
  { "escaped", escaped },
  { "in-a-mail", in_a_mail },
  { "indented-in-a-mail", indented_in_a_mail },
  { "late", late },
};

static void
test_change (gconstpointer data)
{
  Change change = (Change) data;

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *path = g_build_filename (folder, "data", samples[i], NULL);
      g_autofree char *name = g_path_get_basename (samples[i]);
      g_autofree char *text = NULL, *changed = NULL, *before = NULL, *after = NULL;
      const char *id, *changed_id;

      g_test_message ("%s", samples[i]);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      changed = change (text);
      before = read_all (name, text, strlen (text), &id);
      after = read_all (name, changed, strlen (changed), &changed_id);
      g_assert_cmpstr (changed_id, ==, id);
      /* The date of a log without one is that of the first Date header in the first block. */
      if (change == late && g_str_equal (id, "cucm-sdl"))
        continue;
      if (change == late && g_str_has_prefix (id, "avaya"))
        g_assert_cmpuint (strlen (after), ==, strlen (before));
      else
        g_assert_cmpstr (after, ==, before);
    }
}

static void
test_untouched (void)
{
  static const char *const texts[] = {
    "INVITE sip:a@b SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1\n\nx\n",
    "\n\n\n",
    "no SIP\n\n> at all\n\n",
    /* One quoted line is no quoted text. */
    "a\nb\nc\nd\n> INVITE sip:a@b SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1\n",
    "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      RungsPaste paste;

      g_test_message ("%u", i);
      g_assert_false (rungs_paste_look (rungs_span_of (texts[i]), &paste));
    }
}

static void
test_clean (void)
{
  static const struct
  {
    RungsPaste paste;
    const char *line, *clean;
  } cases[] = {
    { { .is_quoted = TRUE }, "> Via: x", "Via: x" },
    { { .is_quoted = TRUE }, ">  folded", " folded" },
    { { .is_quoted = TRUE }, ">", "" },
    { { .is_quoted = TRUE }, "Hi,", "Hi," },
    { { .is_quoted = TRUE, .has_entities = TRUE }, "&gt; To: &lt;sip:a@b&gt;", "To: <sip:a@b>" },
    { { .indent = 2 }, "   x", " x" },
    { { .indent = 2 }, " x", "x" },
    { { .has_carets = TRUE }, "Via: x^M^M", "Via: x" },
    { { .has_breaks = TRUE }, "Via: x<BR>", "Via: x" },
    { { .has_hard_blanks = TRUE }, "a\xc2\xa0\xc2\xa0z", "a  z" },
    { { .has_hard_blanks = TRUE }, "\xc2", "\xc2" },
    { { .has_entities = TRUE }, "a & b &l", "a & b &l" },
    { { .has_entities = TRUE }, "&amp;lt;", "&lt;" },
  };
  g_autoptr (GString) scratch = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsSpan clean = rungs_paste_clean (&cases[i].paste, rungs_span_of (cases[i].line), scratch);

      g_test_message ("%u", i);
      g_assert_cmpmem (clean.str, clean.len, cases[i].clean, strlen (cases[i].clean));
    }
}

/* SIP that a binary file holds by accident is none, and none at all ends the search. */
static void
test_late_nothing (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *read = NULL;
  const char *id;

  while (text->len < RUNGS_PROBE_BYTES * 3)
    g_string_append (text, "Via: SIP/2.0/UDP is spoken of, and that is all\n");
  read = read_all ("x.log", text->str, text->len, &id);
  g_assert_cmpstr (id, ==, "none");
  g_string_append (text, "INVITE sip:a@b SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1\nCall-ID: x\n");
  text->str[10] = '\0';
  g_free (read);
  read = read_all ("x.log", text->str, text->len, &id);
  g_assert_cmpstr (id, ==, "none");
  text->str[10] = 'x';
  g_free (read);
  read = read_all ("x.log", text->str, text->len, &id);
  g_assert_cmpstr (id, ==, "sip-text");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_test_get_dir (G_TEST_DIST);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *path = g_strconcat ("/paste/", changes[i].name, NULL);

      g_test_add_data_func (path, (gconstpointer) changes[i].change, test_change);
    }
  g_test_add_func ("/paste/untouched", test_untouched);
  g_test_add_func ("/paste/clean", test_clean);
  g_test_add_func ("/paste/late-nothing", test_late_nothing);
  return g_test_run ();
}
