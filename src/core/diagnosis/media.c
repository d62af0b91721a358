/* The audio of the SDP in a message. */
#include "config.h"

#include "media.h"

#include "diagnosis/find.h"

/* Legs whose offer and answer are read: a call with more is a conference of many forks. */
#define MAX_PAIRS 8

gboolean
rungs_media_is_code (guint code)
{
  static const guint codes[] = { 400, 410, 415, 488, 500, 606 };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i] == code)
      return TRUE;
  return FALSE;
}

/* Q.850: bearer capabilities that are not there, and an incompatible destination. */
static gboolean
is_media_cause (guint q850)
{
  return q850 == 57 || q850 == 58 || q850 == 65 || q850 == 70 || q850 == 79 || q850 == 88;
}

/* RFC 3261 20.43: 300 to 307 and 330, 370 are about the session description; the others are not. */
static gboolean
is_media_warning (RungsSpan warning)
{
  guint64 code;

  return rungs_span_take_uint (warning, 999, &code) == 3 && code >= 300 && code < 390;
}

static gboolean
speaks_of_media (RungsSpan text)
{
  static const char *const words[] = { "media", "codec", "sdp", "srtp", "session description" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (rungs_span_find_ci (text, rungs_span_of (words[i])) >= 0)
      return TRUE;
  return FALSE;
}

gboolean
rungs_media_is_reason (const RungsExhibit *answer)
{
  guint code = answer->row->code;

  if (code == 415 || code == 488 || code == 606 || speaks_of_media (answer->sip.phrase))
    return TRUE;
  for (guint i = 0; i < RUNGS_MAX_REASONS; i++)
    {
      RungsSpan reason = rungs_sip_header (answer->text, RUNGS_SPAN ("Reason"), i, NULL),
                warning = rungs_sip_header (answer->text, RUNGS_SPAN ("Warning"), i, NULL),
                text = RUNGS_SPAN_NONE;
      guint q850 = 0;

      rungs_sip_reason (reason, &q850, &text);
      if (is_media_cause (q850) || speaks_of_media (text) || is_media_warning (warning)
          || speaks_of_media (warning))
        return TRUE;
    }
  return FALSE;
}

const RungsSdpMedia *
rungs_media_audio (const RungsExhibit *exhibit)
{
  for (guint i = 0; exhibit != NULL && exhibit->has_sdp && i < exhibit->sdp.n_media; i++)
    if (rungs_span_equal_ci (exhibit->sdp.media[i].type, RUNGS_SPAN ("audio")))
      return &exhibit->sdp.media[i];
  return NULL;
}

static gsize
body_offset (const RungsExhibit *exhibit)
{
  return (gsize) (rungs_sdp_body (&exhibit->sip).str - exhibit->text.str);
}

void
rungs_media_at (RungsFinding *finding,
                RungsCase *self,
                const RungsExhibit *exhibit,
                const RungsSdpMedia *media)
{
  rungs_finding_at_offset (finding, self, exhibit, body_offset (exhibit) + media->line_offset);
}

void
rungs_media_lines_init (RungsMediaLines *self, const RungsExhibit *exhibit)
{
  const RungsSdpMedia *audio = rungs_media_audio (exhibit);

  *self = (RungsMediaLines){ .exhibit = exhibit, .in_session = TRUE };
  if (audio == NULL)
    return;
  self->body = self->rest = rungs_sdp_body (&exhibit->sip);
  self->base = body_offset (exhibit);
  self->audio = audio->line_offset;
}

gboolean
rungs_media_lines_next (RungsMediaLines *self, RungsSpan *line, gsize *offset)
{
  gsize at = self->body.len - self->rest.len;

  while (rungs_span_take_line (&self->rest, line))
    {
      if (rungs_span_starts (*line, RUNGS_SPAN ("m=")))
        {
          self->in_session = FALSE;
          self->in_audio = at == self->audio;
        }
      *offset = self->base + at;
      if (self->in_session || self->in_audio)
        return TRUE;
      at = self->body.len - self->rest.len;
    }
  return FALSE;
}

gboolean
rungs_media_line (const RungsExhibit *exhibit, RungsSpan prefix, RungsSpan *rest, gsize *offset)
{
  RungsMediaLines lines;
  RungsSpan line;
  gsize at;

  rungs_media_lines_init (&lines, exhibit);
  while (rungs_media_lines_next (&lines, &line, &at))
    if (rungs_span_starts (line, prefix))
      {
        *rest = rungs_span_trim (rungs_span_skip (line, prefix.len));
        if (offset != NULL)
          *offset = at;
        return TRUE;
      }
  return FALSE;
}

static gboolean
is_first_invite (const RungsCase *self, const RungsMessage *row)
{
  return row->code == 0
         && !(row->flags
              & (RUNGS_MESSAGE_TO_TAG | RUNGS_MESSAGE_RETRANSMISSION | RUNGS_MESSAGE_DUPLICATE))
         && g_str_equal (rungs_trace_string (self->trace, row->method), "INVITE");
}

GArray *
rungs_media_pairs (RungsCase *self)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (RungsMediaPair));

  for (guint32 i = 0; i < self->call->n_rows && pairs->len < MAX_PAIRS; i++)
    {
      guint32 message = rungs_trace_get_row (self->trace, self->call, i);
      const RungsMessage *row = rungs_case_row (self, message);
      RungsMediaPair pair = { 0 };
      RungsExchange exchange;

      if (!is_first_invite (self, row))
        continue;
      rungs_case_exchange (self, message, &exchange);
      if (exchange.first_final == RUNGS_NONE
          || rungs_case_row (self, exchange.first_final)->code >= 300)
        continue;
      pair.offer = rungs_case_read (self, message);
      pair.answer = rungs_case_read (self, exchange.first_final);
      pair.to_teams = rungs_case_is_teams (self, row->dst);
      pair.from_teams = rungs_case_is_teams (self, row->src);
      if (pair.offer != NULL && pair.answer != NULL)
        g_array_append_val (pairs, pair);
    }
  return pairs;
}
