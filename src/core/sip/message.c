/* One message through libosip2. The only page that includes its headers.
 *
 * What the library is given is a copy: the lines of the head as they stand, without lines that are
 * no headers (another log line that was cut in) and without Content-Type, which would make it
 * refuse a message whose body is short; a blank line; and some NULs. The SDP is a copy of its own.
 * Everything is counted first, see guard.c. */
#include "config.h"

#include "sip/message.h"

#include "base/limits.h"
#include "sip/guard.h"
#include "sip/scan.h"
#include "sip/sdp.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include <osipparser2/osip_message.h>
#include <osipparser2/osip_parser.h>
#include <osipparser2/sdp_message.h>

/* The library looks a few bytes ahead of where it is. */
#define PADDING 8

static void
trace_cb (const char *file, int line, osip_trace_level_t level, const char *format, va_list args)
{
}

/* By default the library prints to standard output, and it sets that up when it first has something
 * to say, in whichever thread. */
void
rungs_sip_init (void)
{
  static gsize once;

  if (!g_once_init_enter (&once))
    return;
  parser_init ();
  osip_trace_initialize_func (TRACE_LEVEL0, trace_cb);
  g_once_init_leave (&once, 1);
}

const char *
rungs_sip_library (void)
{
  return "libosip2 " RUNGS_OSIP_VERSION;
}

static void
append_terminated (GString *copy)
{
  static const char nuls[PADDING] = { 0 };

  g_string_append (copy, "\r\n");
  g_string_append_len (copy, nuls, PADDING);
}

/* The head as the library may see it, and its length in @len. */
static GString *
copy_head (RungsSpan bytes, gsize *len, GPtrArray *remarks)
{
  GString *copy = g_string_sized_new (MIN (bytes.len, 4096) + PADDING);
  gboolean is_foreign = FALSE;
  RungsScan scan;
  RungsSpan name, value, start_line;
  const char *expected;

  rungs_scan_init (&scan, bytes);
  start_line = rungs_span_trim (rungs_scan_line (&scan));
  g_string_append_len (copy, start_line.str, start_line.len);
  g_string_append (copy, "\r\n");
  for (expected = scan.pos; rungs_scan_header (&scan, &name, &value); expected = scan.pos)
    {
      if (name.str != expected)
        is_foreign = TRUE;
      if (rungs_span_equal_ci (name, RUNGS_SPAN ("Content-Type"))
          || rungs_span_equal_ci (name, RUNGS_SPAN ("c")))
        continue;
      /* As it stands; the end of an empty value is behind the CR, which would make the next line
       * the body. */
      if (value.len > 0)
        g_string_append_len (copy, name.str, value.str + value.len - name.str);
      else
        g_string_append_printf (copy, "%.*s:", (int) name.len, name.str);
      g_string_append (copy, "\r\n");
    }
  if (is_foreign || rungs_span_trim (rungs_span (expected, scan.pos - expected)).len > 0)
    g_ptr_array_add (remarks, g_strdup (_ ("A line in the head is no header.")));
  *len = copy->len + strlen ("\r\n");
  append_terminated (copy);
  return copy;
}

static char *
text_of (const char *text)
{
  return rungs_span_dup_utf8 (rungs_span_of (text));
}

static char *
tag_of (osip_from_t *address)
{
  osip_generic_param_t *tag = NULL;

  if (address != NULL && osip_from_param_get_byname (address, (char *) "tag", &tag) == OSIP_SUCCESS
      && tag != NULL)
    return text_of (tag->gvalue);
  return g_strdup ("");
}

static char *
user_of (const osip_from_t *address)
{
  const osip_uri_t *uri = address != NULL ? address->url : NULL;

  /* Of schemes that it does not know the library keeps the rest as one string. */
  if (uri == NULL)
    return g_strdup ("");
  return text_of (uri->username);
}

static char *
branch_of (osip_message_t *sip)
{
  osip_via_t *via = osip_list_get (&sip->vias, 0);
  osip_generic_param_t *branch = NULL;

  if (via != NULL && osip_via_param_get_byname (via, (char *) "branch", &branch) == OSIP_SUCCESS
      && branch != NULL)
    return text_of (branch->gvalue);
  return g_strdup ("");
}

static guint
count_headers (const osip_message_t *sip)
{
  const osip_list_t *const lists[] = {
    &sip->accepts,
    &sip->accept_encodings,
    &sip->accept_languages,
    &sip->alert_infos,
    &sip->allows,
    &sip->authentication_infos,
    &sip->authorizations,
    &sip->call_infos,
    &sip->contacts,
    &sip->content_encodings,
    &sip->error_infos,
    &sip->proxy_authenticates,
    &sip->proxy_authentication_infos,
    &sip->proxy_authorizations,
    &sip->record_routes,
    &sip->routes,
    &sip->vias,
    &sip->www_authenticates,
    &sip->headers,
  };
  guint n = (sip->call_id != NULL) + (sip->content_length != NULL) + (sip->cseq != NULL)
            + (sip->from != NULL) + (sip->to != NULL) + (sip->mime_version != NULL);

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    n += MAX (0, osip_list_size (lists[i]));
  return n;
}

/* "Call-ID" as one text: the library splits it at '@'. */
static char *
call_id_of (const osip_message_t *sip)
{
  g_autofree char *joined = NULL;

  if (sip->call_id == NULL || sip->call_id->number == NULL)
    return g_strdup ("");
  joined = sip->call_id->host != NULL
             ? g_strdup_printf ("%s@%s", sip->call_id->number, sip->call_id->host)
             : g_strdup (sip->call_id->number);
  return text_of (joined);
}

static guint
number_of (const char *text)
{
  guint64 number = 0;

  rungs_span_take_uint (rungs_span_trim (rungs_span_of (text)), G_MAXUINT32, &number);
  return (guint) number;
}

static void
take_fields (RungsSipMessage *self, osip_message_t *sip)
{
  self->method = text_of (sip->sip_method);
  self->code = MSG_IS_RESPONSE (sip) ? (guint) sip->status_code : 0;
  self->call_id = call_id_of (sip);
  self->cseq = sip->cseq != NULL ? number_of (sip->cseq->number) : 0;
  self->cseq_method = text_of (sip->cseq != NULL ? sip->cseq->method : NULL);
  self->from_tag = tag_of (sip->from);
  self->to_tag = tag_of (sip->to);
  self->from_user = user_of (sip->from);
  self->to_user = user_of (sip->to);
  self->branch = branch_of (sip);
  self->n_headers = count_headers (sip);
}

/* The library gives a message without Content-Length one of 0. */
static void
take_content_length (RungsSipMessage *self, const osip_message_t *sip, RungsSpan tainted)
{
  if (sip->content_length == NULL || sip->content_length->value == NULL
      || rungs_sip_header (tainted, RUNGS_SPAN ("Content-Length"), 0, NULL).str == NULL)
    return;
  self->content_length = (int) MIN (number_of (sip->content_length->value), G_MAXINT32);
}

static void
parse_head (RungsSipMessage *self, RungsSpan tainted)
{
  osip_message_t *sip = NULL;
  GString *copy;
  gsize len = 0;

  if (!rungs_guard_head (tainted, self->remarks))
    return;
  copy = copy_head (tainted, &len, self->remarks);
  if (osip_message_init (&sip) == OSIP_SUCCESS)
    {
      self->accepted = osip_message_parse (sip, copy->str, len) == OSIP_SUCCESS;
      if (self->accepted)
        {
          take_fields (self, sip);
          take_content_length (self, sip, tainted);
        }
      else
        g_ptr_array_add (self->remarks, g_strdup (_ ("The SIP library refuses this message.")));
      osip_message_free (sip);
    }
  g_string_free (copy, TRUE);
}

static void
parse_sdp (RungsSipMessage *self, RungsSpan sdp)
{
  sdp_message_t *parsed = NULL;
  GString *copy;

  if (sdp.len == 0 || !rungs_guard_sdp (sdp, self->remarks))
    return;
  sdp = rungs_span_trim (sdp);
  copy = g_string_new_len (sdp.str, sdp.len);
  append_terminated (copy);
  if (sdp_message_init (&parsed) == OSIP_SUCCESS)
    {
      self->sdp_accepted = sdp_message_parse (parsed, copy->str) == OSIP_SUCCESS;
      if (self->sdp_accepted)
        self->n_media = MAX (0, osip_list_size (&parsed->m_medias));
      else
        g_ptr_array_add (self->remarks, g_strdup (_ ("The SIP library refuses the SDP.")));
      sdp_message_free (parsed);
    }
  g_string_free (copy, TRUE);
}

static void
remark_missing (RungsSipMessage *self, const RungsSipIndex *index)
{
  const struct
  {
    RungsSpan value;
    const char *name;
  } needed[] = {
    { index->call_id, "Call-ID" }, { index->cseq_method, "CSeq" }, { index->from_uri, "From" },
    { index->to_uri, "To" },       { index->via_host, "Via" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      if (needed[i].value.len == 0)
        g_ptr_array_add (self->remarks, g_strdup_printf (_ ("%s is missing."), needed[i].name));
    }
}

/* What the index scan sees; also said of messages that the library does not get. */
static void
remark_oddities (RungsSipMessage *self, const RungsSipIndex *index)
{
  remark_missing (self, index);
  if (index->is_request && index->cseq_method.len > 0
      && !rungs_span_equal (index->method, index->cseq_method))
    g_ptr_array_add (self->remarks, g_strdup (_ ("The method in CSeq is another one.")));
  if (index->content_length >= 0 && (gsize) index->content_length != index->body.len)
    g_ptr_array_add (self->remarks,
                     g_strdup_printf (_ ("Content-Length says %d bytes; the body has %" PRIu64 "."),
                                      index->content_length, (guint64) index->body.len));
}

/* Every string is set, whatever was refused. */
static void
fill_empty (RungsSipMessage *self)
{
  char **const fields[] = { &self->method, &self->call_id, &self->cseq_method, &self->from_tag,
                            &self->to_tag, &self->branch,  &self->from_user,   &self->to_user };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (*fields[i] == NULL)
        *fields[i] = g_strdup ("");
    }
}

RungsSipMessage *
rungs_sip_message_new (RungsSpan tainted)
{
  RungsSipMessage *self = g_new0 (RungsSipMessage, 1);
  RungsSipIndex index;

  rungs_sip_init ();
  self->remarks = g_ptr_array_new_with_free_func (g_free);
  self->content_length = -1;
  if (rungs_sip_index (tainted, &index))
    {
      remark_oddities (self, &index);
      parse_head (self, tainted);
      parse_sdp (self, rungs_sdp_body (&index));
    }
  else
    g_ptr_array_add (self->remarks, g_strdup (_ ("There is no SIP start line.")));
  fill_empty (self);
  return self;
}

void
rungs_sip_message_free (RungsSipMessage *self)
{
  g_return_if_fail (self != NULL);
  g_ptr_array_unref (self->remarks);
  g_free (self->method);
  g_free (self->call_id);
  g_free (self->cseq_method);
  g_free (self->from_tag);
  g_free (self->to_tag);
  g_free (self->branch);
  g_free (self->from_user);
  g_free (self->to_user);
  g_free (self);
}
