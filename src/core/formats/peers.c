/* A request comes from where its top Via says and goes to its request URI; an answer goes to the
 * top Via and comes from where the request with the same branch went (RFC 3261 18.2.2). */
#include "config.h"

#include "formats/peers.h"

/* Requests whose ends are remembered until the answer comes. */
#define TEXT_OPEN_REQUESTS 64

typedef struct
{
  guint64 key;    /* of branch and CSeq method; 0: free, or it had no branch */
  guint64 dialog; /* of Call-ID and CSeq: an answer that lost its branch has still these */
  char *src;      /* (owned) */
  char *dst;      /* (owned) */
} Way;

struct _RungsTextPeers
{
  Way ways[TEXT_OPEN_REQUESTS];
  guint next;
  GString *via;
  GString *uri;
};

RungsTextPeers *
rungs_text_peers_new (void)
{
  RungsTextPeers *self = g_new0 (RungsTextPeers, 1);

  self->via = g_string_new (NULL);
  self->uri = g_string_new (NULL);
  return self;
}

void
rungs_text_peers_free (RungsTextPeers *self)
{
  g_return_if_fail (self != NULL);
  for (guint i = 0; i < G_N_ELEMENTS (self->ways); i++)
    {
      g_free (self->ways[i].src);
      g_free (self->ways[i].dst);
    }
  g_string_free (self->via, TRUE);
  g_string_free (self->uri, TRUE);
  g_free (self);
}

static guint64
key_of (const RungsSipIndex *index)
{
  if (index->branch.len == 0)
    return 0;
  return (rungs_span_hash (index->branch) ^ rungs_span_hash (index->cseq_method)) | 1;
}

/* The address that the answer goes to, "received" and "rport" before sent-by (RFC 3581). */
static RungsSpan
via_address (RungsTextPeers *self, const RungsSipIndex *index)
{
  RungsSpan received, rport, host = index->via_host, sent_port = RUNGS_SPAN_NONE;
  gssize colon = -1;

  for (gsize i = 0; i < host.len && host.str[i] != ']'; i++)
    colon = host.str[i] == ':' && host.str[0] != '[' ? (gssize) i : colon;
  if (host.len > 0 && host.str[0] == '[')
    {
      gssize close = rungs_span_find_char (host, ']');

      colon = close >= 0 && (gsize) close + 1 < host.len ? close + 1 : -1;
    }
  if (colon >= 0)
    {
      sent_port = rungs_span_trim (rungs_span_skip (host, colon + 1));
      host = rungs_span_trim (rungs_span_head (host, colon));
    }
  g_string_truncate (self->via, 0);
  if (rungs_sip_param (index->via_params, RUNGS_SPAN ("received"), &received) && received.len > 0)
    host = received;
  if (rungs_sip_param (index->via_params, RUNGS_SPAN ("rport"), &rport) && rport.len > 0)
    sent_port = rport;
  g_string_append_len (self->via, host.str, host.len);
  if (host.len > 0 && sent_port.len > 0)
    {
      g_string_append_c (self->via, ':');
      g_string_append_len (self->via, sent_port.str, sent_port.len);
    }
  return rungs_span (self->via->str, self->via->len);
}

static RungsSpan
uri_address (RungsTextPeers *self, RungsSpan uri)
{
  RungsSpan user, host, port;

  rungs_sip_uri (uri, &user, &host, &port);
  g_string_truncate (self->uri, 0);
  g_string_append_len (self->uri, host.str, host.len);
  if (host.len > 0 && port.len > 0)
    {
      g_string_append_c (self->uri, ':');
      g_string_append_len (self->uri, port.str, port.len);
    }
  return rungs_span (self->uri->str, self->uri->len);
}

static guint64
dialog_of (const RungsSipIndex *index)
{
  if (index->call_id.len == 0)
    return 0;
  return (rungs_span_hash (index->call_id) ^ rungs_span_hash (index->cseq_method) ^ index->cseq)
         | 1;
}

static void
remember (RungsTextPeers *self, guint64 key, guint64 dialog, const RungsTextHead *head)
{
  Way *way = &self->ways[self->next];

  self->next = (self->next + 1) % G_N_ELEMENTS (self->ways);
  g_free (way->src);
  g_free (way->dst);
  *way = (Way){ key, dialog, rungs_span_dup (head->src), rungs_span_dup (head->dst) };
}

static const Way *
find_way (const RungsTextPeers *self, guint64 key, guint64 dialog)
{
  const Way *by_dialog = NULL;
  gboolean is_only = TRUE; /* a proxy's two sides have the same Call-ID */

  for (guint i = 0; i < G_N_ELEMENTS (self->ways); i++)
    {
      const Way *way = &self->ways[i];

      if (key != 0 && way->key == key)
        return way;
      if (dialog == 0 || way->dialog != dialog)
        continue;
      is_only &= by_dialog == NULL || g_strcmp0 (by_dialog->dst, way->dst) == 0;
      by_dialog = way;
    }
  return is_only ? by_dialog : NULL;
}

static void
fill (RungsSpan *known, RungsSpan guess)
{
  if (known->len == 0)
    *known = guess;
}

void
rungs_text_peers_guess (RungsTextPeers *self, const RungsSipIndex *index, RungsTextHead *head)
{
  guint64 key = key_of (index);

  g_return_if_fail (self != NULL);
  if (index->is_request)
    {
      fill (&head->src, via_address (self, index));
      fill (&head->dst, uri_address (self, index->request_uri));
      remember (self, key, dialog_of (index), head);
    }
  else
    {
      const Way *way = find_way (self, key, dialog_of (index));

      if (way != NULL)
        {
          fill (&head->src, rungs_span_of (way->dst));
          fill (&head->dst, rungs_span_of (way->src));
        }
      fill (&head->dst, via_address (self, index));
    }
  if (head->transport == RUNGS_TRANSPORT_UNKNOWN)
    head->transport = rungs_transport_of (index->via_transport);
}
