/* THE table of input formats, and choosing one. */
#include "config.h"

#include "formats/format.h"

#include "base/limits.h"
#include "base/stamp-read.h"
#include "formats/audiocodes/audiocodes.h"
#include "formats/capture/capture.h"
#include "formats/flat.h"
#include "formats/paste.h"
#include "formats/teams/calling.h"
#include "formats/teams/client.h"
#include "formats/teams/teams.h"
#include "formats/text/text.h"
#include "formats/text/yours.h"
#include "formats/vendors/avaya.h"
#include "formats/vendors/cube.h"
#include "formats/vendors/cucm.h"
#include "formats/vendors/oracle.h"
#include "formats/vendors/ribbon.h"
#include "formats/vendors/wireshark.h"

#include <glib/gi18n-lib.h>

/* A log may begin with pages of something else, a day of it in the worst case: how far the first
 * SIP is looked for, what is looked at before it, and how often a place that was none is passed
 * over. */
#define PROBE_SEARCH_BYTES ((guint64) 512 * 1024 * 1024)
#define PROBE_BEFORE_BYTES (4 * 1024)
#define PROBE_PLACES 16

/* Magic numbers first, then strict recognisers, then loose ones: the first YES wins, else the first
 * MAYBE. */
static const RungsFormat *const strict[] = {
  &rungs_format_pcap,           &rungs_format_teams_direct_routing,
  &rungs_format_teams_pstn,     &rungs_format_teams_call_record,
  &rungs_format_teams_sign_in,  &rungs_format_teams_client_log,
  &rungs_format_teams_calling,  &rungs_format_audiocodes,
  &rungs_format_ribbon_core,    &rungs_format_oracle,
  &rungs_format_cube,           &rungs_format_cucm,
  &rungs_format_avaya_sbce,     &rungs_format_avaya_sm,
  &rungs_format_avaya_ipoffice, &rungs_format_avaya_phone,
  &rungs_format_wireshark,
};
/* The definitions come between the two. */
static const RungsFormat *const loose[] = {
  &rungs_text_any.format,
  &rungs_format_teams_numbers,
  &rungs_format_teams_sign_in_text,
};

typedef struct
{
  GPtrArray *formats, *problems;
} Table;

static const RungsFormat *
find_id (const Table *table, const char *id)
{
  for (guint i = 0; i < table->formats->len; i++)
    {
      const RungsFormat *format = g_ptr_array_index (table->formats, i);

      if (g_str_equal (format->id, id))
        return format;
    }
  return NULL;
}

/* Theirs first: who describes a log wants it read so. An id is of one format. */
static void
add_yours (Table *table)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "rungs", "formats", NULL);
  g_autoptr (GPtrArray) yours = rungs_text_definitions_of_folder (folder, table->problems);

  while (yours->len > 0)
    {
      g_autoptr (RungsTextDefinition) definition = g_ptr_array_steal_index (yours, yours->len - 1);
      g_autofree char *what = NULL;

      if (find_id (table, definition->format.id) == NULL)
        {
          g_ptr_array_insert (table->formats, 0, g_steal_pointer (&definition));
          continue;
        }
      what = g_strdup_printf ("%s: field “id” is that of another format, “%s”", definition->file,
                              definition->format.id);
      g_ptr_array_add (table->problems, rungs_text_definition_problem (what));
    }
}

static gpointer
make_table (gpointer data)
{
  const GPtrArray *definitions = rungs_text_definitions ();
  Table *table = g_new0 (Table, 1);

  table->formats = g_ptr_array_new ();
  table->problems = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < G_N_ELEMENTS (strict); i++)
    g_ptr_array_add (table->formats, (gpointer) strict[i]);
  for (guint i = 0; i < definitions->len; i++)
    g_ptr_array_add (table->formats, g_ptr_array_index (definitions, i));
  for (guint i = 0; i < G_N_ELEMENTS (loose); i++)
    g_ptr_array_add (table->formats, (gpointer) loose[i]);
  add_yours (table);
  return table;
}

static const Table *
get_table (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, make_table, NULL);
}

const RungsFormat *
rungs_format_nth (guint i)
{
  const GPtrArray *formats = get_table ()->formats;

  return i < formats->len ? g_ptr_array_index (formats, i) : NULL;
}

const GPtrArray *
rungs_text_problems (void)
{
  return get_table ()->problems;
}

const RungsFormat *
rungs_format_by_id (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);
  return find_id (get_table (), id);
}

static const RungsFormat *
choose_of (RungsSpan head, const char *basename)
{
  const RungsFormat *format, *maybe = NULL;

  for (guint i = 0; (format = rungs_format_nth (i)) != NULL; i++)
    {
      RungsProbe answer = format->probe (format, head, basename);

      if (answer == RUNGS_PROBE_YES)
        return format;
      if (answer == RUNGS_PROBE_MAYBE && maybe == NULL)
        maybe = format;
    }
  return maybe;
}

/* What is asked about messages without line ends has them again. */
static const RungsFormat *
choose (RungsSpan head, const char *basename)
{
  g_autoptr (GString) split = rungs_flat_split (head);

  if (split != NULL)
    head = rungs_span (split->str, split->len);
  return choose_of (head, basename);
}

static const RungsFormat *
probe_block (RungsInput *input, RungsSpan head)
{
  const char *basename = rungs_input_get_basename (input);
  const RungsFormat *format;
  RungsPaste paste;
  GString *clean;

  if (!rungs_paste_look (head, &paste))
    return choose (head, basename);
  clean = rungs_paste_clean_all (&paste, head);
  format = choose (rungs_span (clean->str, clean->len), basename);
  g_string_free (clean, TRUE);
  rungs_input_set_paste (input, &paste);
  return format;
}

/* Where "SIP/2.0" stands first from @from on. */
static gboolean
find_sip (RungsInput *input, guint64 from, char *block, guint64 *found)
{
  static const RungsSpan version = { "SIP/2.0", 7 };
  gssize n, at;

  for (const guint64 end = from + PROBE_SEARCH_BYTES; from < end;
       from += (guint64) n - (version.len - 1))
    {
      n = rungs_input_read (input, from, block, RUNGS_PROBE_BYTES, NULL);
      if (n < (gssize) version.len)
        return FALSE;
      at = rungs_span_find (rungs_span (block, (gsize) n), version);
      *found = from + (guint64) MAX (at, 0);
      if (at >= 0)
        return TRUE;
    }
  return FALSE;
}

/* The lines from a little before @at on. */
static RungsSpan
read_around (RungsInput *input, guint64 at, char *block)
{
  guint64 start = at > PROBE_BEFORE_BYTES ? at - PROBE_BEFORE_BYTES : 0;
  gssize n = rungs_input_read (input, start, block, RUNGS_PROBE_BYTES, NULL);
  RungsSpan head = rungs_span (block, (gsize) MAX (n, 0));
  gssize lf = rungs_span_find_char (rungs_span_head (head, (gsize) (at - start)), '\n');

  return start > 0 ? rungs_span_skip (head, (gsize) (lf + 1)) : head;
}

/* A reader leaves the UTF-8 mark out, too. */
static RungsSpan
without_mark (RungsSpan head)
{
  static const RungsSpan mark = { "\xef\xbb\xbf", 3 };

  return rungs_span_starts (head, mark) ? rungs_span_skip (head, mark.len) : head;
}

/* How the log writes dates, by its begin and its end: a log that goes past the twelfth of a month
 * shows it in one of them. */
static void
survey_dates (RungsInput *input, RungsSpan head)
{
  g_autofree char *block = NULL;
  guint64 size = rungs_input_get_size (input);
  RungsDateSurvey survey = { 0 };

  rungs_stamp_survey (&survey, head);
  if (size > RUNGS_PROBE_BYTES)
    {
      gssize n;

      block = g_malloc (RUNGS_PROBE_BYTES);
      n = rungs_input_read (input, size - RUNGS_PROBE_BYTES, block, RUNGS_PROBE_BYTES, NULL);
      if (n > 0)
        rungs_stamp_survey (&survey, rungs_span (block, (gsize) n));
    }
  rungs_input_set_dates (input, rungs_stamp_survey_end (&survey));
}

const RungsFormat *
rungs_format_probe (RungsInput *input)
{
  g_autofree char *block = g_malloc (RUNGS_PROBE_BYTES);
  const RungsFormat *format;
  guint64 from;
  gssize n;

  g_return_val_if_fail (input != NULL, NULL);
  from = rungs_input_get_begin (input);
  n = rungs_input_read (input, from, block, RUNGS_PROBE_BYTES, NULL);
  if (n <= 0)
    return NULL;
  survey_dates (input, rungs_span (block, (gsize) n));
  format = probe_block (input, without_mark (rungs_span (block, (gsize) n)));
  /* What SIP is in a file that is no text is an accident. */
  if (memchr (block, '\0', (gsize) n) != NULL)
    return format;
  for (guint i = 0; format == NULL && i < PROBE_PLACES; i++)
    {
      if (!find_sip (input, from, block, &from))
        break;
      format = probe_block (input, read_around (input, from, block));
      from += RUNGS_PROBE_BYTES - PROBE_BEFORE_BYTES;
    }
  return format;
}

/* Of a thousand bytes, those that are no text in a binary file; and how many there must be at all.
 * NULs are in logs, too: as holes, as ends of strings. */
#define MAX_CONTROLS 10
#define MIN_CONTROLS 24

static gboolean
is_control (char c)
{
  return (guint8) c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v'
         && c != '\b' && c != '\x1b';
}

gboolean
rungs_format_is_binary (RungsSpan head)
{
  gsize n_controls = 0, n_nuls = 0;

  for (gsize i = 0; i < head.len; i++)
    {
      n_nuls += head.str[i] == '\0';
      n_controls += head.str[i] != '\0' && is_control (head.str[i]);
    }
  return n_controls >= MIN_CONTROLS && n_controls * 1000 > (head.len - n_nuls) * MAX_CONTROLS;
}
