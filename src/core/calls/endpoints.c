/* The ends of arrows, and what each has shown of being Microsoft's. */
#include "config.h"

#include "calls/endpoints.h"

#include "base/teams.h"
#include "trace/builder.h"

void
rungs_endpoints_split (RungsSpan text, RungsSpan *host, guint16 *port)
{
  gssize end;
  guint64 value;

  *port = 0;
  *host = text;
  if (text.len > 0 && text.str[0] == '[')
    {
      end = rungs_span_find_char (text, ']');
      if (end < 0)
        return;
      *host = rungs_span (text.str + 1, (gsize) end - 1);
      text = rungs_span_skip (text, (gsize) end + 1);
    }
  else
    {
      end = rungs_span_find_char (text, ':');
      /* Two colons: an IPv6 address without brackets, and no port. */
      if (end < 0 || rungs_span_find_char (rungs_span_skip (text, (gsize) end + 1), ':') >= 0)
        return;
      *host = rungs_span_head (text, (gsize) end);
      text = rungs_span_skip (text, (gsize) end);
    }
  if (text.len > 1 && text.str[0] == ':'
      && rungs_span_to_uint (rungs_span_skip (text, 1), G_MAXUINT16, &value))
    *port = (guint16) value;
}

static gboolean
mentions_teams (RungsSpan name)
{
  return rungs_span_find_ci (name, RUNGS_SPAN ("teams")) >= 0;
}

guint32
rungs_endpoints_intern (RungsBuilder *self,
                        RungsSpan text,
                        gboolean is_own,
                        RungsSpan logger,
                        RungsSpan realm)
{
  guint16 input = (guint16) (self->inputs->len - 1);
  guint64 key = rungs_mix (rungs_hash (text), (guint64) input << 1 | (is_own ? 1u : 0u));
  RungsEndpoint endpoint = { 0 };
  RungsEndpointNote note = { 0 };
  RungsSpan host;
  guint32 *slot;

  if (logger.len > 0)
    key = rungs_mix (key, rungs_hash (logger));
  if (realm.len > 0)
    key = rungs_mix (key, rungs_hash (realm) + 1);
  slot = rungs_table_slot (&self->endpoint_by_text, key);
  if (*slot != RUNGS_TABLE_NONE)
    return *slot;

  rungs_endpoints_split (text, &host, &endpoint.port);
  endpoint.text = rungs_builder_intern (self, text);
  endpoint.host = rungs_builder_intern (self, host);
  endpoint.input = input;
  endpoint.is_own = is_own;
  endpoint.realm = rungs_builder_intern (self, realm);
  endpoint.device = RUNGS_NONE;
  note.logger = rungs_builder_intern (self, logger);
  if (!is_own && (rungs_teams_is_address (host) || rungs_teams_is_name (host)))
    note.evidence = RUNGS_EVIDENCE_STRONG;
  if (is_own && mentions_teams (text))
    note.evidence = RUNGS_EVIDENCE_INTERFACE;

  *slot = self->endpoints->len;
  g_array_append_val (self->endpoints, endpoint);
  g_array_append_val (self->endpoint_notes, note);
  return self->endpoints->len - 1;
}

static gboolean
uri_names_teams (RungsSpan uri)
{
  RungsSpan user, host, port;

  rungs_sip_uri (uri, &user, &host, &port);
  return rungs_teams_is_name (host);
}

/* Do two ports of one machine talk? A test set-up, or a proxy beside its SBC. */
static gboolean
is_loop (RungsBuilder *self, const RungsMessage *row)
{
  const RungsEndpoint *src = &g_array_index (self->endpoints, RungsEndpoint, row->src);
  const RungsEndpoint *dst = &g_array_index (self->endpoints, RungsEndpoint, row->dst);

  return src->host == dst->host && row->src != row->dst && src->port != 0 && dst->port != 0;
}

RungsString
rungs_endpoints_sent_by (RungsBuilder *self, const RungsMessage *row, const RungsSipIndex *index)
{
  /* The Via of an answer names who asked. */
  guint32 sender = index->is_request ? row->src : row->dst;
  const RungsEndpoint *endpoint = &g_array_index (self->endpoints, RungsEndpoint, sender);
  RungsSpan host;
  guint16 port;

  if (!is_loop (self, row))
    return 0;
  rungs_endpoints_split (rungs_span_trim (index->via_host), &host, &port);
  if (port == 0 || !rungs_span_equal (host, rungs_strings_span (self->strings, endpoint->host)))
    return endpoint->text;
  return rungs_builder_intern (self, rungs_span_trim (index->via_host));
}

/* What a URI or a Via tells is the same in each message of an end: a few are enough, and the rest
 * cost nothing. */
#define MAX_LOOKS 200

static void
look_closer (RungsBuilder *self,
             RungsEndpointNote *src,
             RungsEndpointNote *dst,
             const RungsSipIndex *index)
{
  if (rungs_teams_is_agent (index->agent))
    src->evidence |= RUNGS_EVIDENCE_AGENT;
  if (!index->is_request)
    return;
  if (rungs_teams_is_name (index->via_host))
    src->evidence |= RUNGS_EVIDENCE_STRONG;
  else if (!(src->evidence & RUNGS_EVIDENCE_URI)
           && (rungs_teams_is_name (index->from_host) || uri_names_teams (index->contact_uri)))
    src->evidence |= RUNGS_EVIDENCE_URI;
  if (!(dst->evidence & RUNGS_EVIDENCE_URI) && uri_names_teams (index->request_uri))
    dst->evidence |= RUNGS_EVIDENCE_URI;
}

void
rungs_endpoints_note (RungsBuilder *self, const RungsMessage *row, const RungsSipIndex *index)
{
  RungsEndpointNote *notes = (RungsEndpointNote *) self->endpoint_notes->data;
  RungsEndpointNote *src = &notes[row->src], *dst = &notes[row->dst];

  if (src->evidence & RUNGS_EVIDENCE_INTERFACE && !(row->flags & RUNGS_MESSAGE_DST_OWN))
    dst->evidence |= RUNGS_EVIDENCE_INTERFACE;
  if (dst->evidence & RUNGS_EVIDENCE_INTERFACE && !(row->flags & RUNGS_MESSAGE_SRC_OWN))
    src->evidence |= RUNGS_EVIDENCE_INTERFACE;

  if (is_loop (self, row))
    {
      src->evidence |= RUNGS_EVIDENCE_LOOP;
      dst->evidence |= RUNGS_EVIDENCE_LOOP;
      if (index->is_request)
        src->sent_by = rungs_endpoints_sent_by (self, row, index);
    }
  if (src->n_looks < MAX_LOOKS || dst->n_looks < MAX_LOOKS)
    {
      src->n_looks += src->n_looks < MAX_LOOKS;
      dst->n_looks += dst->n_looks < MAX_LOOKS;
      look_closer (self, src, dst, index);
    }
  if (index->is_request && row->method == self->methods[RUNGS_METHOD_REGISTER])
    src->evidence |= RUNGS_EVIDENCE_REGISTERS;
}
