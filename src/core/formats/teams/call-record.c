/* Records of calls from Graph: communications/callRecords/{id}?$expand=sessions($expand=segments).
 *
 *   { "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#communications/callRecords(sessions(segments()))/$entity",
 *     "version": 2, "type": "peerToPeer", "modalities": ["audio"], "id": "5f0c7a1e-…",
 *     "startDateTime": "2026-11-22T10:15:02.12Z", "endDateTime": "2026-11-22T10:17:44Z",
 *     "sessions": [ { "caller": { "@odata.type": "#microsoft.graph.callRecords.participantEndpoint", … }, "failureInfo": null,
 *         "segments": [ { "media": [ { "label": "main-audio", "callerNetwork": { … },
 *             "streams": [ { "averagePacketLossRate": 0.042, "averageJitter": "PT0.035S", … } ] } ] } ] } ] }
 *
 * Also as { "value": [ … ] }, an array, or any number behind each other. The same id comes again
 * with a higher version when more is known of the call; which of them counts, the trace decides:
 * they may be in several files.
 *
 * Source: TEAMS-ARTEFACTS 2.3: Microsoft's documentation. No published record has its failureInfo
 * filled. */
#include "config.h"

#include "formats/teams/teams.h"

#include <glib/gi18n-lib.h>

#include "formats/teams/call-details.h"
#include "formats/teams/json.h"

static RungsProbe
probe (const RungsFormat *format, RungsSpan head, const char *basename)
{
  static const struct
  {
    RungsSpan one, other; /* other: empty: one is enough */
  } marks[] = {
    { { "$metadata#communications/callRecords", 36 }, { NULL, 0 } },
    { { "callRecords.participantEndpoint", 31 }, { NULL, 0 } },
    { { "callRecords.clientUserAgent", 27 }, { NULL, 0 } },
    { { "\"modalities\"", 12 }, { "\"joinWebUrl\"", 12 } },
    { { "\"modalities\"", 12 }, { "\"sessions\"", 10 } },
    { { "\"modalities\"", 12 }, { "\"participants_v2\"", 17 } },
  };

  if (!rungs_json_is_likely (rungs_span_head (head, 64)))
    return RUNGS_PROBE_NO;
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (rungs_span_find_ci (head, marks[i].one) >= 0
        && (marks[i].other.len == 0 || rungs_span_find_ci (head, marks[i].other) >= 0))
      return RUNGS_PROBE_YES;
  return RUNGS_PROBE_NO;
}

/* ---- the row ---- */

/* The far end of a trunk, or what stands for it inside of Microsoft. */
static gboolean
is_trunk (const RungsCallEnd *end)
{
  return *end->number != '\0' || g_ascii_strcasecmp (end->role, "gateway") == 0
         || g_ascii_strcasecmp (end->role, "mediationServer") == 0;
}

/* A session with a trunk may name the service alone; its segments, or the participants, have the
 * number. */
static const RungsCallEnd *
better_end (const RungsCallDetails *details,
            const RungsCallSession *session,
            const RungsCallEnd *end,
            gboolean is_callee)
{
  if (*end->number != '\0' || *end->user != '\0' || *end->name != '\0')
    return end;
  for (guint i = 0; i < session->segments->len; i++)
    {
      const RungsCallSegment *segment = g_ptr_array_index (session->segments, i);
      const RungsCallEnd *other = is_callee ? &segment->callee : &segment->caller;

      if (*other->number != '\0')
        return other;
    }
  for (guint i = 0; is_trunk (end) && i < details->participants->len; i++)
    {
      const RungsCallEnd *other = &g_array_index (details->participants, RungsCallEnd, i);

      if (*other->number != '\0')
        return other;
    }
  return end;
}

static gboolean
is_group (const RungsCallDetails *details)
{
  return g_ascii_strcasecmp (details->type, "groupCall") == 0;
}

/* A conversation of two failed when a session of it did; one of many only when nobody got in. */
static void
judge (const RungsCallDetails *details, RungsSinkRecord *record)
{
  guint n_failed = 0;

  for (guint i = 0; i < details->sessions->len; i++)
    {
      const RungsCallFailure *failure =
        &((const RungsCallSession *) g_ptr_array_index (details->sessions, i))->failure;

      if (failure->stage == RUNGS_STAGE_NONE)
        continue;
      if (n_failed++ > 0)
        continue;
      record->stage = failure->stage;
      record->texts[RUNGS_RECORD_TEXT_PHRASE] = rungs_span_of (failure->reason);
    }
  if (n_failed > 0 && (!is_group (details) || n_failed == details->sessions->len))
    record->outcome = RUNGS_OUTCOME_BAD;
  else
    {
      record->stage = RUNGS_STAGE_NONE;
      record->texts[RUNGS_RECORD_TEXT_PHRASE] = RUNGS_SPAN_NONE;
      /* Without sessions nobody knows. */
      record->outcome = details->sessions->len > 0 ? RUNGS_OUTCOME_GOOD : RUNGS_OUTCOME_UNKNOWN;
    }
}

static void
set_text (RungsSinkRecord *record, RungsRecordText text, const char *value)
{
  record->texts[text] = rungs_span_of (value);
}

/* The Teams user of the two, for the columns of the list. */
static void
set_user (RungsSinkRecord *record, const RungsCallEnd *end)
{
  set_text (record, RUNGS_RECORD_TEXT_USER, end->user);
  set_text (record, RUNGS_RECORD_TEXT_NAME, end->name);
  set_text (record, RUNGS_RECORD_TEXT_APP, *end->agent != '\0' ? end->agent : end->product);
  set_text (record, RUNGS_RECORD_TEXT_DEVICE, end->machine);
  set_text (record, RUNGS_RECORD_TEXT_SYSTEM, end->platform);
}

static void
set_ends (const RungsCallDetails *details, RungsSinkRecord *record)
{
  const RungsCallSession *session =
    details->sessions->len > 0 ? g_ptr_array_index (details->sessions, 0) : NULL;
  const RungsCallEnd *caller, *callee;

  if (session == NULL || is_group (details))
    {
      set_user (record, &details->organizer);
      set_text (record, RUNGS_RECORD_TEXT_FROM, rungs_call_end_text (&details->organizer));
      for (guint i = 0; !is_group (details) && i < details->participants->len; i++)
        {
          const RungsCallEnd *other = &g_array_index (details->participants, RungsCallEnd, i);

          if (!g_str_equal (rungs_call_end_text (other), rungs_call_end_text (&details->organizer)))
            set_text (record, RUNGS_RECORD_TEXT_TO, rungs_call_end_text (other));
        }
      return;
    }
  caller = better_end (details, session, &session->caller, FALSE);
  callee = better_end (details, session, &session->callee, TRUE);
  set_text (record, RUNGS_RECORD_TEXT_FROM, rungs_call_end_text (caller));
  set_text (record, RUNGS_RECORD_TEXT_TO, rungs_call_end_text (callee));
  if (is_trunk (caller) != is_trunk (callee))
    record->direction = is_trunk (caller) ? RUNGS_DIRECTION_TO_TEAMS : RUNGS_DIRECTION_FROM_TEAMS;
  set_user (record, is_trunk (caller) ? callee : caller);
}

static gboolean
lacks_segments (const RungsCallDetails *details)
{
  for (guint i = 0; i < details->sessions->len; i++)
    if (((const RungsCallSession *) g_ptr_array_index (details->sessions, i))->lacks_segments)
      return TRUE;
  return FALSE;
}

/* ---- reading ---- */

typedef struct
{
  RungsSink *sink;
} Reading;

static void
diagnose (Reading *self, guint32 line, RungsDiagnosticKind kind, const char *text)
{
  self->sink->diagnostic (self->sink, line, kind, text);
}

static void
diagnose_pages (Reading *self, guint32 line, const RungsCallDetails *details)
{
  if (details->lacks_sessions && details->sessions->len > 0)
    diagnose (self, line, RUNGS_DIAGNOSTIC_LOST_RECORDS,
              _ ("This record has more sessions on a page that is not here: follow "
                 "sessions@odata.nextLink."));
  else if (details->lacks_sessions)
    diagnose (self, line, RUNGS_DIAGNOSTIC_LOST_RECORDS,
              _ ("This record came without its sessions: ask for it with "
                 "$expand=sessions($expand=segments)."));
  if (lacks_segments (details))
    diagnose (self, line, RUNGS_DIAGNOSTIC_LOST_RECORDS,
              _ ("A session of this record lacks segments, which have the media: ask for it with "
                 "$expand=sessions($expand=segments), and follow segments@odata.nextLink."));
  if (details->lacks_participants)
    diagnose (self, line, RUNGS_DIAGNOSTIC_LOST_RECORDS,
              _ ("This record has more participants on a page that is not here."));
  if (details->is_truncated)
    diagnose (self, line, RUNGS_DIAGNOSTIC_LIMIT,
              _ ("This record has more sessions or streams than are read."));
}

static void
row_cb (gpointer user_data, JsonObject *object, guint64 offset, guint64 span, guint32 line)
{
  Reading *self = user_data;
  g_autoptr (RungsCallDetails) details = rungs_call_details_new (object);
  RungsSinkRecord record = rungs_sink_record (RUNGS_RECORD_MEDIA, offset, span, line);

  record.start = details->start;
  record.end = details->end;
  record.version = details->version;
  record.n_marked = (guint16) MIN (rungs_call_details_n_marked (details), G_MAXUINT16);
  record.is_incomplete =
    details->lacks_sessions || lacks_segments (details) || details->is_truncated;
  if (details->start == RUNGS_STAMP_NONE || *details->id == '\0')
    {
      diagnose (self, line, RUNGS_DIAGNOSTIC_MALFORMED,
                _ ("This object is no record of a call, or has no id or no time."));
      return;
    }
  if (*details->type == '\0' && details->version == 0 && details->sessions->len == 0)
    {
      diagnose (self, line, RUNGS_DIAGNOSTIC_MALFORMED,
                _ ("This is a session without its record: a further page, whose first one has the "
                   "record."));
      return;
    }
  set_text (&record, RUNGS_RECORD_TEXT_CORRELATION, details->id);
  set_text (&record, RUNGS_RECORD_TEXT_TYPE, details->type);
  judge (details, &record);
  set_ends (details, &record);
  diagnose_pages (self, line, details);
  if (self->sink->record != NULL)
    self->sink->record (self->sink, &record);
}

static gboolean
parse (const RungsFormat *format,
       RungsReader *reader,
       RungsSink *sink,
       GCancellable *cancellable,
       GError **error)
{
  Reading self = { sink };

  return rungs_json_each_row (reader, sink, row_cb, &self, cancellable, error);
}

static char *
show (RungsInput *input, guint64 offset, RungsSpan bytes)
{
  return rungs_json_show (bytes);
}

const RungsFormat rungs_format_teams_call_record = {
  .id = "teams-call-record",
  .title = N_ ("Teams call records"),
  .how = N_ ("JSON with sessions, modalities and participants: Graph’s callRecord, best with "
             "$expand=sessions($expand=segments)."),
  .confidence =
    N_ ("By Microsoft’s documentation; no record of a failed call was seen. The ids are "
        "compared with those of Direct Routing rows and of messages, which Microsoft "
        "does not promise to be the same."),
  .utc = TRUE,
  .is_export = TRUE,
  .probe = probe,
  .parse = parse,
  .show_record = show,
};
