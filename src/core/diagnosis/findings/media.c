/* What a record of a call says beyond its row: how well the media went and over which networks, why
 * the call failed, what is missing from the record, and where it and the log disagree. */
#include "config.h"

#include "media.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "diagnosis/find.h"
#include "diagnosis/findings/findings.h"
#include "formats/teams/call-details.h"

/* Streams, networks and failures that a sentence names: a meeting has hundreds. */
#define MAX_STREAMS 6
#define MAX_NETWORKS 3
#define MAX_FAILURES 5

/* A stream with what it is part of. */
typedef struct
{
  const RungsCallSession *session;
  const RungsCallMedia *media;
  const RungsCallStream *stream;
} Part;

static void
add_line (RungsFinding *finding, const RungsRecord *record)
{
  const RungsFindingLine line = { RUNGS_NONE, record->input, record->line, RUNGS_NONE };

  g_array_append_val (finding->lines, line);
}

static void
collect_parts (const RungsCallDetails *details, GArray *parts)
{
  for (guint s = 0; s < details->sessions->len; s++)
    {
      const RungsCallSession *session = g_ptr_array_index (details->sessions, s);

      for (guint g = 0; g < session->segments->len; g++)
        {
          const RungsCallSegment *segment = g_ptr_array_index (session->segments, g);

          for (guint m = 0; m < segment->media->len; m++)
            {
              const RungsCallMedia *media = g_ptr_array_index (segment->media, m);

              for (guint i = 0; i < media->streams->len; i++)
                {
                  Part part = { session, media,
                                &g_array_index (media->streams, RungsCallStream, i) };
                  g_array_append_val (parts, part);
                }
            }
        }
    }
}

/* ---- figures ---- */

static const char *
label_text (const char *label)
{
  if (g_str_equal (label, "main-audio"))
    return _ ("audio");
  if (g_str_equal (label, "main-video"))
    return _ ("video");
  if (strstr (label, "sharing") != NULL)
    return _ ("screen sharing");
  return *label != '\0' ? label : _ ("media");
}

static const char *
way_text (RungsStreamDirection direction)
{
  switch (direction)
    {
    case RUNGS_STREAM_TO_CALLEE:
      return _ (" caller → callee");
    case RUNGS_STREAM_TO_CALLER:
      return _ (" callee → caller");
    case RUNGS_STREAM_UNKNOWN:
    default:
      return "";
    }
}

/* Of the peaks and the lesser figures a sentence has what is out of bounds. */
static gboolean
is_shown (const RungsCallStream *stream, guint figure)
{
  return (stream->marked & (1u << figure)) != 0
         || (isfinite (stream->values[figure])
             && (figure == RUNGS_FIGURE_LOSS || figure == RUNGS_FIGURE_JITTER
                 || figure == RUNGS_FIGURE_ROUND_TRIP));
}

/* "audio caller → callee: loss 4.2 % (more than 1 %), jitter 12 ms" */
static void
append_stream (GString *text, const RungsCallDetails *details, const Part *part)
{
  const RungsCallStream *stream = part->stream;
  const char *who = rungs_call_end_text (&part->session->caller);
  gboolean any = FALSE;

  if (text->len > 0)
    g_string_append (text, "; ");
  if (details->sessions->len > 1 && *who != '\0')
    g_string_append_printf (text, "%s, ", who);
  g_string_append_printf (text, "%s%s: ", label_text (part->media->label),
                          way_text (stream->direction));
  for (guint i = 0; i < RUNGS_N_FIGURES; i++)
    {
      g_autofree char *value =
        is_shown (stream, i) ? rungs_figure_text (i, stream->values[i]) : NULL;
      g_autofree char *limit = rungs_figure_text (i, rungs_figures[i].limit);

      if (value == NULL)
        continue;
      g_string_append_printf (text, "%s%s %s", any ? ", " : "", _ (rungs_figures[i].title), value);
      if (stream->marked & (1u << i))
        g_string_append_printf (text, _ (" (more than %s)"), limit);
      any = TRUE;
    }
  if (!any)
    g_string_append (text, _ ("no figures"));
  else if (stream->values[RUNGS_FIGURE_PACKETS] <= RUNGS_MIN_JUDGED_PACKETS)
    g_string_append_printf (text, _ (" (not judged: %.0f packets)"),
                            stream->values[RUNGS_FIGURE_PACKETS]);
}

static gboolean
has_figures (const Part *part)
{
  for (guint i = 0; i < RUNGS_N_FIGURES; i++)
    if (is_shown (part->stream, i))
      return TRUE;
  return FALSE;
}

/* "The limits are those of …; …" for what was marked. */
static void
append_sources (GString *text, guint32 marked)
{
  const RungsLimitSource *last = NULL;

  for (guint i = 0; i < RUNGS_N_FIGURES; i++)
    {
      const RungsLimitSource *source = marked & (1u << i) ? rungs_figures[i].source : NULL;

      if (source == NULL || source == last)
        continue;
      g_string_append_printf (text, "%s%s", last != NULL ? "; " : "", source->title);
      last = source;
    }
}

/* Streams that are out of bounds, or those that are not. */
static void
find_figures (RungsCase *c,
              const RungsRecord *record,
              const RungsCallDetails *details,
              const GArray *parts,
              gboolean is_marked)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) sources = g_string_new (NULL);
  guint32 marked = 0;
  guint n = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      const Part *part = &g_array_index (parts, Part, i);

      if ((part->stream->marked != 0) != is_marked || !has_figures (part) || ++n > MAX_STREAMS)
        continue;
      append_stream (text, details, part);
      marked |= part->stream->marked;
    }
  if (n == 0)
    return;
  if (n > MAX_STREAMS)
    {
      guint rest = n - MAX_STREAMS;

      g_string_append_printf (
        text, g_dngettext (GETTEXT_PACKAGE, "; %u more stream", "; %u more streams", rest), rest);
    }
  append_sources (sources, marked);
  add_line (rungs_case_find (
              c, is_marked ? RUNGS_FINDING_MEDIA_OUT_OF_BOUNDS : RUNGS_FINDING_MEDIA_FIGURES,
              is_marked
                ? g_strdup_printf (_ ("Media out of bounds: %s. The limits are Microsoft’s: %s."),
                                   text->str, sources->str)
                : g_strdup_printf (_ ("Media: %s."), text->str)),
            record);
}

/* ---- networks ---- */

static void
append_value (GString *text, const char *format, const char *value)
{
  if (*value == '\0' || g_ascii_strcasecmp (value, "unknown") == 0)
    return;
  if (text->len > 0)
    g_string_append (text, ", ");
  g_string_append_printf (text, "%s", format);
  g_string_append_printf (text, "%s%s", *format != '\0' ? " " : "", value);
}

/* "wifi, 192.0.2.41, subnet 192.0.2.0, public 198.51.100.17, relay 203.0.113.9, udp" (transfer
 * full) */
static char *
network_text (const RungsCallNetwork *network)
{
  GString *text = g_string_new (NULL);
  g_autofree char *signal = network->wifi_signal >= 0
                              ? g_strdup_printf ("%" G_GINT64_FORMAT " %%", network->wifi_signal)
                              : g_strdup ("");

  append_value (text, "", network->connection);
  append_value (text, _ ("signal"), signal);
  append_value (text, "", network->address);
  append_value (text, _ ("subnet"), network->subnet);
  append_value (text, _ ("public"), network->reflexive);
  append_value (text, _ ("relay"), network->relay);
  append_value (text, "", network->transport);
  return g_string_free (text, FALSE);
}

static void
find_networks (RungsCase *c,
               const RungsRecord *record,
               const RungsCallDetails *details,
               const GArray *parts)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const RungsCallMedia *last = NULL;
  const RungsCallSession *session = NULL;
  guint n = 0;

  for (guint i = 0; i < parts->len && n < MAX_NETWORKS; i++)
    {
      const Part *part = &g_array_index (parts, Part, i);
      g_autofree char *caller = NULL;
      g_autofree char *callee = NULL;

      /* Sound and pictures of one session go the same way. */
      if (part->media == last
          || (part->session == session && !g_str_equal (part->media->label, "main-audio")))
        continue;
      last = part->media;
      session = part->session;
      caller = network_text (&part->media->caller);
      callee = network_text (&part->media->callee);
      if (*caller == '\0' && *callee == '\0')
        continue;
      g_string_append_printf (text, "%s%s: ", text->len > 0 ? "; " : "",
                              label_text (part->media->label));
      if (details->sessions->len > 1)
        g_string_append_printf (text, "%s, ", rungs_call_end_text (&part->session->caller));
      g_string_append_printf (text, _ ("caller: %s; callee: %s"),
                              *caller != '\0' ? caller : _ ("not said"),
                              *callee != '\0' ? callee : _ ("not said"));
      n++;
    }
  if (n > 0)
    add_line (rungs_case_find (c, RUNGS_FINDING_MEDIA_NETWORK,
                               g_strdup_printf (_ ("Networks of the media: %s."), text->str)),
              record);
}

/* ---- failures ---- */

static const char *
stage_text (RungsFailureStage stage)
{
  switch (stage)
    {
    case RUNGS_STAGE_SETUP:
      return _ ("failed while it was set up");
    case RUNGS_STAGE_MIDCALL:
      return _ ("broke off after it was set up");
    case RUNGS_STAGE_UNKNOWN:
      return _ ("failed at a time that is not said");
    case RUNGS_STAGE_NONE:
    default:
      return _ ("did not fail");
    }
}

static void
find_failures (RungsCase *c, const RungsRecord *record, const RungsCallDetails *details)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < details->sessions->len; i++)
    {
      const RungsCallSession *session = g_ptr_array_index (details->sessions, i);

      if (session->failure.stage == RUNGS_STAGE_NONE || ++n > MAX_FAILURES)
        continue;
      g_string_append_printf (
        text, "%s%s → %s %s (%s)", text->len > 0 ? "; " : "",
        rungs_call_end_text (&session->caller), rungs_call_end_text (&session->callee),
        stage_text (session->failure.stage),
        *session->failure.reason != '\0' ? session->failure.reason : _ ("no reason given"));
    }
  if (n > MAX_FAILURES)
    g_string_append_printf (
      text,
      g_dngettext (GETTEXT_PACKAGE, "; %u more session", "; %u more sessions", n - MAX_FAILURES),
      n - MAX_FAILURES);
  if (n > 0)
    add_line (rungs_case_find (c, RUNGS_FINDING_RECORD_FAILURE,
                               g_strdup_printf (_ ("By Microsoft’s call record: %s."), text->str)),
              record);
}

static gboolean
has_media (const GArray *parts)
{
  for (guint i = 0; i < parts->len; i++)
    if (g_array_index (parts, Part, i).stream->values[RUNGS_FIGURE_PACKETS] > 0)
      return TRUE;
  return FALSE;
}

/* The call as another witness has it, and the record. */
static void
find_disagreement (RungsCase *c, const RungsRecord *record, const GArray *parts)
{
  gboolean ended_well = c->call->state == RUNGS_STATE_COMPLETED;
  gboolean is_one_to_one = record->outcome == RUNGS_OUTCOME_BAD;
  RungsFinding *finding;
  char *text = NULL;

  if (c->call->n_rows == 0 && c->call->n_records < 2)
    return;
  if (ended_well && is_one_to_one)
    text =
      g_strdup_printf (_ ("The call ended normally by what else is known of it, and Microsoft’s "
                          "call record says that it %s: whoever heard nothing hung up, or the "
                          "record is of another call."),
                       stage_text (record->stage));
  else if (c->call->state == RUNGS_STATE_FAILED && record->outcome == RUNGS_OUTCOME_GOOD
           && has_media (parts))
    text = g_strdup (_ ("The call failed by what else is known of it, and Microsoft’s call record "
                        "has media that flowed in it: another attempt succeeded, or the record is "
                        "of another call."));
  if (text == NULL)
    return;
  finding = rungs_case_find (c, RUNGS_FINDING_RECORD_DISAGREES, text);
  if (c->answer != RUNGS_NONE)
    rungs_finding_at (finding, c, c->answer);
  add_line (finding, record);
}

void
rungs_findings_media (RungsCase *c, guint32 number)
{
  const RungsRecord *record = rungs_trace_get_record (c->trace, number);
  g_autoptr (RungsCallDetails) details = rungs_trace_read_call_details (c->trace, number, NULL);
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (Part));

  if (details == NULL)
    return;
  collect_parts (details, parts);
  find_failures (c, record, details);
  find_figures (c, record, details, parts, TRUE);
  find_figures (c, record, details, parts, FALSE);
  find_networks (c, record, details, parts);
  find_disagreement (c, record, parts);
  if (record->is_incomplete)
    add_line (
      rungs_case_find (c, RUNGS_FINDING_RECORD_INCOMPLETE,
                       g_strdup (_ ("Microsoft’s call record is not whole here: sessions or "
                                    "segments of it are on pages that were not saved, or "
                                    "were not asked for."))),
      record);
}

/* ---- in one sentence ---- */

char *
rungs_media_sentence (const RungsCase *c, const RungsRecord *record)
{
  const char *reason = rungs_trace_string (c->trace, record->texts[RUNGS_RECORD_TEXT_PHRASE]);
  g_autofree char *lasted =
    c->call->duration >= 0 ? rungs_stamp_duration (c->call->duration) : g_strdup ("?");
  GString *text = g_string_new (NULL);

  if (record->outcome == RUNGS_OUTCOME_BAD)
    {
      g_string_append_printf (text, _ ("By Microsoft’s call record the call %s"),
                              stage_text (record->stage));
      if (record->stage == RUNGS_STAGE_MIDCALL)
        g_string_append_printf (text, _ (", after %s"), lasted);
      if (*reason != '\0')
        g_string_append_printf (text, ": %s%s", reason, g_str_has_suffix (reason, ".") ? "" : ".");
      else
        g_string_append (text, _ ("; it gives no reason."));
    }
  else if (record->outcome == RUNGS_OUTCOME_GOOD)
    g_string_append_printf (
      text, _ ("The call lasted %s, and Microsoft’s call record notes no failure."), lasted);
  else
    g_string_append_printf (
      text,
      _ ("The call lasted %s. Microsoft’s call record came without its sessions, which would "
         "say how it ended."),
      lasted);
  if (record->n_marked > 0)
    {
      g_string_append_c (text, ' ');
      g_string_append (text, _ ("Its media were out of bounds."));
    }
  return g_string_free (text, FALSE);
}
