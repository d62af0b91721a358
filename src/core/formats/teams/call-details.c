/* A callRecord's tree to what we know of the call. Any member may be missing, null, or of another
 * type; any word of an enumeration may be new. Nothing is refused for that. */
#include "config.h"

#include "formats/teams/call-details.h"

#include <math.h>

#include "formats/teams/json.h"
#include "formats/teams/row.h"

/* Sessions and segments of one record, and bytes of one of its texts, that are read. */
#define MAX_CALL_SESSIONS 5000
#define MAX_CALL_TEXT 512

/* Letters of the longest name of a member. */
#define MAX_NAME 64

/* ---- values ---- */

/* As Graph names it, else as PowerShell does: "Sessions". */
static JsonNode *
member (JsonObject *object, const char *name)
{
  char capital[MAX_NAME];
  JsonNode *node;

  if (object == NULL)
    return NULL;
  node = json_object_get_member (object, name);
  if (node != NULL)
    return node;
  g_strlcpy (capital, name, sizeof capital);
  capital[0] = g_ascii_toupper (capital[0]);
  return json_object_get_member (object, capital);
}

static JsonObject *
object_of (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonObject *
object_in (JsonObject *object, const char *name)
{
  return object_of (member (object, name));
}

static JsonArray *
array_in (JsonObject *object, const char *name)
{
  JsonNode *node = member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static guint
length_of (JsonArray *array)
{
  return array != NULL ? json_array_get_length (array) : 0;
}

static RungsSpan
string_of (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
             && json_node_get_value_type (node) == G_TYPE_STRING
           ? rungs_span_trim (rungs_span_of (json_node_get_string (node)))
           : RUNGS_SPAN_NONE;
}

/* Kept with the details; a control character becomes a blank. */
static const char *
keep (RungsCallDetails *self, RungsSpan text)
{
  char *kept;
  gsize len = MIN (text.len, MAX_CALL_TEXT);

  if (text.len == 0)
    return "";
  /* Not within a character. */
  while (len < text.len && len > 0 && ((guchar) text.str[len] & 0xc0) == 0x80)
    len--;
  kept = g_string_chunk_insert_len (self->texts, text.str, (gssize) len);
  for (char *c = kept; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  return kept;
}

static const char *
text_in (RungsCallDetails *self, JsonObject *object, const char *name)
{
  return keep (self, string_of (member (object, name)));
}

/* Numbers, and numbers in quotes. */
static double
number_in (JsonObject *object, const char *name)
{
  JsonNode *node = member (object, name);
  GType type =
    node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
  double value = NAN;

  if (type == G_TYPE_INT64)
    value = (double) json_node_get_int (node);
  else if (type == G_TYPE_DOUBLE)
    value = json_node_get_double (node);
  else if (type == G_TYPE_STRING && g_ascii_isdigit (json_node_get_string (node)[0]))
    value = g_ascii_strtod (json_node_get_string (node), NULL);
  return isfinite (value) && value >= 0 ? value : NAN;
}

static gint64
integer_in (JsonObject *object, const char *name)
{
  double value = number_in (object, name);

  return value <= G_MAXINT32 * 1024.0 ? (gint64) value : -1;
}

static RungsSaid
boolean_in (JsonObject *object, const char *name)
{
  JsonNode *node = member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return RUNGS_SAID_NOT;
  return json_node_get_boolean (node) ? RUNGS_SAID_YES : RUNGS_SAID_NO;
}

static RungsStamp
stamp_in (JsonObject *object, const char *name)
{
  gboolean is_local = FALSE;

  return rungs_teams_stamp (string_of (member (object, name)), &is_local);
}

/* "audio, video" */
static const char *
list_in (RungsCallDetails *self, JsonObject *object, const char *name)
{
  JsonArray *array = array_in (object, name);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < length_of (array) && text->len < MAX_CALL_TEXT; i++)
    {
      RungsSpan word = string_of (json_array_get_element (array, i));

      if (word.len > 0)
        g_string_append_printf (text, "%s%.*s", text->len > 0 ? ", " : "",
                                (int) MIN (word.len, MAX_CALL_TEXT), word.str);
    }
  return keep (self, rungs_span (text->str, text->len));
}

/* Is there more of @list on another page, or was it not asked for? "sessions@odata.nextLink" */
static gboolean
lacks (JsonObject *object, const char *list)
{
  char link[MAX_NAME];

  g_snprintf (link, sizeof link, "%s@odata.nextLink", list);
  return array_in (object, list) == NULL || string_of (member (object, link)).len > 0;
}

/* ---- ends ---- */

/* Who it is: a set { "user": { … }, "phone": { … } }, or one of its values by itself. */
static void
read_identity (RungsCallDetails *self, JsonObject *identity, RungsCallEnd *end)
{
  static const char *const kinds[] = { "user",        "phone",
                                       "guest",       "applicationInstance",
                                       "application", "azureCommunicationServicesUser",
                                       "encrypted",   "onPremises",
                                       "endpointUser" };
  RungsSpan type = string_of (member (identity, "@odata.type"));
  RungsSpan id = string_of (member (identity, "id"));
  gboolean is_phone = rungs_span_find_ci (type, RUNGS_SPAN ("phone")) >= 0;

  if (identity == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      JsonObject *one = object_in (identity, kinds[i]);
      RungsSpan its = string_of (member (one, "id"));

      if (one == NULL)
        continue;
      if (*end->name == '\0')
        end->name = text_in (self, one, "displayName");
      if (*end->user == '\0')
        end->user = text_in (self, one, "userPrincipalName");
      if (g_str_equal (kinds[i], "phone") || (its.len > 0 && its.str[0] == '+'))
        end->number = keep (self, its);
      else if (*end->id == '\0')
        end->id = keep (self, its);
    }
  if (*end->name == '\0')
    end->name = text_in (self, identity, "displayName");
  if (*end->user == '\0')
    end->user = text_in (self, identity, "userPrincipalName");
  if (id.len > 0 && (is_phone || id.str[0] == '+') && *end->number == '\0')
    end->number = keep (self, id);
  else if (*end->id == '\0')
    end->id = keep (self, id);
}

static void
clear_end (RungsCallEnd *end)
{
  *end = (RungsCallEnd){ .name = "",
                         .user = "",
                         .number = "",
                         .id = "",
                         .role = "",
                         .platform = "",
                         .product = "",
                         .agent = "",
                         .version = "",
                         .machine = "",
                         .processor = "",
                         .rating = "",
                         .feedback = "" };
}

static void
read_end (RungsCallDetails *self, JsonObject *object, RungsCallEnd *end)
{
  JsonObject *more = object_in (object, "additionalProperties"); /* of PowerShell */
  JsonObject *agent = object_in (object, "userAgent");
  JsonObject *feedback = object_in (object, "feedback");

  clear_end (end);
  if (object == NULL)
    return;
  if (agent == NULL)
    agent = object_in (more, "userAgent");
  if (feedback == NULL)
    feedback = object_in (more, "feedback");
  read_identity (self, object_in (object, "associatedIdentity"), end);
  read_identity (self, object_in (more, "associatedIdentity"), end);
  read_identity (self, object_in (object, "identity"), end);
  read_identity (self, object_in (more, "identity"), end);
  end->role = text_in (self, agent, "role");
  if (*end->role == '\0')
    end->role = text_in (self, object, "role");
  end->platform = text_in (self, agent, "platform");
  end->product = text_in (self, agent, "productFamily");
  end->agent = text_in (self, agent, "headerValue");
  end->version = text_in (self, agent, "applicationVersion");
  end->machine = text_in (self, object, "name");
  end->processor = text_in (self, object, "cpuName");
  end->rating = text_in (self, feedback, "rating");
  end->feedback = text_in (self, feedback, "text");
}

const char *
rungs_call_end_text (const RungsCallEnd *end)
{
  const char *const texts[] = { end->number, end->user,  end->name,
                                end->role,   end->agent, end->machine };

  g_return_val_if_fail (end != NULL, "");

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (*texts[i] != '\0')
      return texts[i];
  return "";
}

/* ---- media ---- */

static void
read_network (RungsCallDetails *self, JsonObject *object, RungsCallNetwork *network)
{
  network->address = text_in (self, object, "ipAddress");
  network->port = integer_in (object, "port");
  network->reflexive = text_in (self, object, "reflexiveIPAddress");
  network->relay = text_in (self, object, "relayIPAddress");
  network->relay_port = integer_in (object, "relayPort");
  network->subnet = text_in (self, object, "subnet");
  network->mac = text_in (self, object, "macAddress");
  network->dns_suffix = text_in (self, object, "dnsSuffix");
  network->bssid = text_in (self, object, "basicServiceSetIdentifier");
  network->connection = text_in (self, object, "connectionType");
  network->transport = text_in (self, object, "networkTransportProtocol");
  network->wifi_band = text_in (self, object, "wifiBand");
  network->wifi_radio = text_in (self, object, "wifiRadioType");
  network->wifi_channel = integer_in (object, "wifiChannel");
  network->wifi_signal = integer_in (object, "wifiSignalStrength");
  network->link_speed = integer_in (object, "linkSpeed");
}

static double
figure_in (JsonObject *object, RungsFigure figure)
{
  const char *name = rungs_figures[figure].member;
  double value = number_in (object, name);

  switch (rungs_figures[figure].unit)
    {
    case RUNGS_UNIT_MS:
      return rungs_duration_ms (string_of (member (object, name)));
    case RUNGS_UNIT_PERCENT:
      if (figure != RUNGS_FIGURE_FRAME_LOSS)
        value *= 100;
      return value <= 100 ? value : NAN;
    case RUNGS_UNIT_KBIT:
      return value / 1000;
    case RUNGS_UNIT_NUMBER:
    default:
      return value;
    }
}

static void
read_stream (RungsCallDetails *self, JsonObject *object, GArray *streams)
{
  RungsSpan direction = string_of (member (object, "streamDirection"));
  RungsCallStream stream = {
    .id = text_in (self, object, "streamId"),
    .codec = text_in (self, object, "audioCodec"),
    .direction =
      rungs_span_equal_ci (direction, RUNGS_SPAN ("callerToCallee"))   ? RUNGS_STREAM_TO_CALLEE
      : rungs_span_equal_ci (direction, RUNGS_SPAN ("calleeToCaller")) ? RUNGS_STREAM_TO_CALLER
                                                                       : RUNGS_STREAM_UNKNOWN,
    .is_bypassed = boolean_in (object, "wasMediaBypassed"),
    .start = stamp_in (object, "startDateTime"),
    .end = stamp_in (object, "endDateTime"),
  };

  if (*stream.codec == '\0' || g_ascii_strcasecmp (stream.codec, "unknown") == 0)
    stream.codec = text_in (self, object, "videoCodec");
  for (guint i = 0; i < RUNGS_N_FIGURES; i++)
    stream.values[i] = figure_in (object, i);
  /* Of a few packets no average says anything. */
  for (guint i = 0;
       i < RUNGS_N_FIGURES && !(stream.values[RUNGS_FIGURE_PACKETS] <= RUNGS_MIN_JUDGED_PACKETS);
       i++)
    if (rungs_figures[i].limit > 0 && stream.values[i] > rungs_figures[i].limit)
      stream.marked |= 1u << i;
  g_array_append_val (streams, stream);
}

static void
media_free (gpointer data)
{
  RungsCallMedia *media = data;

  g_array_unref (media->streams);
  g_free (media);
}

static RungsCallMedia *
read_media (RungsCallDetails *self, JsonObject *object)
{
  RungsCallMedia *media = g_new0 (RungsCallMedia, 1);
  JsonArray *streams = array_in (object, "streams");
  JsonObject *caller = object_in (object, "callerDevice");
  JsonObject *callee = object_in (object, "calleeDevice");

  media->label = text_in (self, object, "label");
  media->streams = g_array_new (FALSE, TRUE, sizeof (RungsCallStream));
  read_network (self, object_in (object, "callerNetwork"), &media->caller);
  read_network (self, object_in (object, "calleeNetwork"), &media->callee);
  media->caller_capture = text_in (self, caller, "captureDeviceName");
  media->caller_render = text_in (self, caller, "renderDeviceName");
  media->callee_capture = text_in (self, callee, "captureDeviceName");
  media->callee_render = text_in (self, callee, "renderDeviceName");
  for (guint i = 0; i < length_of (streams); i++)
    {
      JsonObject *stream = object_of (json_array_get_element (streams, i));

      if (stream == NULL)
        continue;
      if (self->n_streams == RUNGS_MAX_CALL_STREAMS)
        {
          self->is_truncated = TRUE;
          break;
        }
      self->n_streams++;
      read_stream (self, stream, media->streams);
    }
  return media;
}

/* ---- sessions ---- */

/* An object that says nothing is no failure. */
static void
read_failure (RungsCallDetails *self, JsonObject *object, RungsCallFailure *failure)
{
  JsonObject *info = object_in (object, "failureInfo");
  RungsSpan stage = string_of (member (info, "stage"));

  failure->reason = text_in (self, info, "reason");
  if (rungs_span_equal_ci (stage, RUNGS_SPAN ("callSetup")))
    failure->stage = RUNGS_STAGE_SETUP;
  else if (rungs_span_equal_ci (stage, RUNGS_SPAN ("midcall")))
    failure->stage = RUNGS_STAGE_MIDCALL;
  else if (stage.len > 0 || *failure->reason != '\0')
    failure->stage = RUNGS_STAGE_UNKNOWN;
}

static void
segment_free (gpointer data)
{
  RungsCallSegment *segment = data;

  g_ptr_array_unref (segment->media);
  g_free (segment);
}

static RungsCallSegment *
read_segment (RungsCallDetails *self, JsonObject *object)
{
  RungsCallSegment *segment = g_new0 (RungsCallSegment, 1);
  JsonArray *media = array_in (object, "media");

  segment->id = text_in (self, object, "id");
  read_end (self, object_in (object, "caller"), &segment->caller);
  read_end (self, object_in (object, "callee"), &segment->callee);
  read_failure (self, object, &segment->failure);
  segment->start = stamp_in (object, "startDateTime");
  segment->end = stamp_in (object, "endDateTime");
  segment->media = g_ptr_array_new_with_free_func (media_free);
  for (guint i = 0; i < length_of (media) && !self->is_truncated; i++)
    {
      JsonObject *one = object_of (json_array_get_element (media, i));

      if (one != NULL)
        g_ptr_array_add (segment->media, read_media (self, one));
    }
  return segment;
}

static void
session_free (gpointer data)
{
  RungsCallSession *session = data;

  g_ptr_array_unref (session->segments);
  g_free (session);
}

static RungsCallSession *
read_session (RungsCallDetails *self, JsonObject *object, guint *n_parts)
{
  RungsCallSession *session = g_new0 (RungsCallSession, 1);
  JsonArray *segments = array_in (object, "segments");

  session->id = text_in (self, object, "id");
  session->modalities = list_in (self, object, "modalities");
  read_end (self, object_in (object, "caller"), &session->caller);
  read_end (self, object_in (object, "callee"), &session->callee);
  read_failure (self, object, &session->failure);
  session->start = stamp_in (object, "startDateTime");
  session->end = stamp_in (object, "endDateTime");
  session->is_test = boolean_in (object, "isTest") == RUNGS_SAID_YES;
  session->lacks_segments = lacks (object, "segments");
  session->segments = g_ptr_array_new_with_free_func (segment_free);
  for (guint i = 0; i < length_of (segments) && !self->is_truncated; i++)
    {
      JsonObject *segment = object_of (json_array_get_element (segments, i));

      if (segment == NULL)
        continue;
      if (++*n_parts > MAX_CALL_SESSIONS)
        self->is_truncated = TRUE;
      else
        g_ptr_array_add (session->segments, read_segment (self, segment));
    }
  return session;
}

static void
read_participants (RungsCallDetails *self, JsonObject *record)
{
  const char *const names[] = { "participants_v2", "participants" };
  JsonArray *array = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names) && length_of (array) == 0; i++)
    {
      array = array_in (record, names[i]);
      self->lacks_participants = array != NULL && lacks (record, names[i]);
    }
  for (guint i = 0; i < length_of (array) && i < MAX_CALL_SESSIONS; i++)
    {
      JsonObject *object = object_of (json_array_get_element (array, i));
      JsonObject *identity = object_in (object, "identity");
      RungsCallEnd end;

      if (object == NULL)
        continue;
      clear_end (&end);
      read_identity (self, identity != NULL ? identity : object, &end);
      g_array_append_val (self->participants, end);
    }
}

RungsCallDetails *
rungs_call_details_new (JsonObject *record)
{
  RungsCallDetails *self = g_new0 (RungsCallDetails, 1);
  JsonArray *sessions = array_in (record, "sessions");
  JsonObject *organizer = object_in (record, "organizer_v2");
  JsonObject *identity;
  double version = number_in (record, "version");
  guint n_parts = 0;

  self->texts = g_string_chunk_new (1024);
  self->participants = g_array_new (FALSE, TRUE, sizeof (RungsCallEnd));
  self->sessions = g_ptr_array_new_with_free_func (session_free);
  self->id = text_in (self, record, "id");
  self->type = text_in (self, record, "type");
  self->modalities = list_in (self, record, "modalities");
  self->version = version <= G_MAXUINT32 ? (guint32) version : 0;
  self->start = stamp_in (record, "startDateTime");
  self->end = stamp_in (record, "endDateTime");
  if (organizer == NULL)
    organizer = object_in (record, "organizer");
  identity = object_in (organizer, "identity");
  clear_end (&self->organizer);
  read_identity (self, identity != NULL ? identity : organizer, &self->organizer);
  read_participants (self, record);
  self->lacks_sessions = lacks (record, "sessions");
  for (guint i = 0; i < length_of (sessions) && !self->is_truncated; i++)
    {
      JsonObject *session = object_of (json_array_get_element (sessions, i));

      if (session == NULL)
        continue;
      if (++n_parts > MAX_CALL_SESSIONS)
        self->is_truncated = TRUE;
      else
        g_ptr_array_add (self->sessions, read_session (self, session, &n_parts));
    }
  return self;
}

RungsCallDetails *
rungs_call_details_read (RungsSpan record)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *object = rungs_json_parse (parser, record);

  return object != NULL ? rungs_call_details_new (object) : NULL;
}

void
rungs_call_details_free (RungsCallDetails *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->participants);
  g_ptr_array_unref (self->sessions);
  g_string_chunk_free (self->texts);
  g_free (self);
}

guint
rungs_call_details_n_marked (const RungsCallDetails *self)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint s = 0; s < self->sessions->len; s++)
    {
      const RungsCallSession *session = g_ptr_array_index (self->sessions, s);

      for (guint g = 0; g < session->segments->len; g++)
        {
          const RungsCallSegment *segment = g_ptr_array_index (session->segments, g);

          for (guint m = 0; m < segment->media->len; m++)
            {
              const GArray *streams =
                ((const RungsCallMedia *) g_ptr_array_index (segment->media, m))->streams;

              for (guint i = 0; i < streams->len; i++)
                n += g_array_index (streams, RungsCallStream, i).marked != 0;
            }
        }
    }
  return n;
}
