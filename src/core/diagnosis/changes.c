/* The two requests and the answers that are one message on both legs; what the SBC made of them, in
 * words. */
#include "config.h"

#include "changes.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/case.h"
#include "diagnosis/find.h"
#include "diagnosis/offer.h"
#include "diagnosis/party-private.h"

typedef struct
{
  RungsChanges *self;
  RungsCase *c;
  const RungsExhibit *before, *after;
  GPtrArray *rows;
  guint answer; /* the failing answer to @after; RUNGS_NONE */
  guint code;
} Look;

/* ---- life ---- */

void
rungs_changes_free (RungsChanges *changes)
{
  if (changes == NULL)
    return;
  g_clear_pointer (&changes->pairs, g_ptr_array_unref);
  g_clear_pointer (&changes->points, g_ptr_array_unref);
  g_free (changes);
}

/* ---- points ---- */

/* Answers that complain about what a change of this kind may have broken. */
static gboolean
complains (RungsFindingId id, guint code)
{
  static const struct
  {
    RungsFindingId id;
    guint codes[10];
  } kinds[] = {
    { RUNGS_FINDING_CHANGE_CALLED_NUMBER, { 400, 403, 404, 410, 416, 484, 485, 604, 0 } },
    { RUNGS_FINDING_CHANGE_CALLING_NUMBER, { 403, 433, 603, 607, 0 } },
    { RUNGS_FINDING_CHANGE_IDENTITY, { 403, 428, 433, 603, 607, 0 } },
    { RUNGS_FINDING_CHANGE_PRIVACY, { 403, 433, 0 } },
    { RUNGS_FINDING_CHANGE_DIVERSION, { 403, 0 } },
    { RUNGS_FINDING_CHANGE_CODECS_REMOVED, { 415, 488, 606, 0 } },
    { RUNGS_FINDING_CHANGE_TRANSPORT, { 415, 488, 606, 0 } },
    { RUNGS_FINDING_CHANGE_ICE, { 488, 606, 0 } },
    { RUNGS_FINDING_CHANGE_DIRECTION, { 488, 606, 0 } },
    { RUNGS_FINDING_CHANGE_OFFER, { 400, 415, 488, 606, 0 } },
    { RUNGS_FINDING_CHANGE_REQUIRE, { 420, 421, 0 } },
    { RUNGS_FINDING_CHANGE_SESSION_TIMER, { 422, 0 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint k = 0; kinds[i].id == id && kinds[i].codes[k] > 0; k++)
      if (kinds[i].codes[k] == code)
        return TRUE;
  return FALSE;
}

/* @text: (transfer full). @suspect: this change, not only its kind, may be what the answer
 * complains about. */
static RungsFinding *
add_point (Look *look, RungsFindingId id, gboolean suspect, char *text)
{
  gboolean explains = suspect && look->answer != RUNGS_NONE && complains (id, look->code);
  RungsFinding *finding;

  if (explains)
    {
      g_autofree char *said = text;
      g_autofree char *who =
        rungs_party_call_name (look->c, rungs_case_row (look->c, look->answer)->src, TRUE);

      /* Translators: what the SBC changed, as a whole sentence; then who refused it, with which
       * code. */
      text =
        g_strdup_printf (_ ("%s %s refused the changed request with %u."), said, who, look->code);
    }
  finding = rungs_case_find (look->c, id, text);
  finding->explains = explains;
  return finding;
}

/* The rows of these keys show the point that was added last. */
static void
mark (Look *look, const char *key)
{
  for (guint i = 0; i < look->rows->len; i++)
    {
      RungsSidesRow *row = g_ptr_array_index (look->rows, i);

      if (row->kind >= RUNGS_SIDES_CHANGED && row->point == 0 && g_str_has_prefix (row->key, key)
          && (*key != '\0' || *row->key == '\0'))
        row->point = look->self->points->len;
    }
}

/* ---- numbers ---- */

static void
look_at_numbers (Look *look)
{
  g_autofree char *called = rungs_quote_user (look->before->sip.request_uri);
  g_autofree char *called_after = rungs_quote_user (look->after->sip.request_uri);
  g_autofree char *caller = rungs_quote_user (look->before->sip.from_uri);
  g_autofree char *caller_after = rungs_quote_user (look->after->sip.from_uri);
  RungsFinding *finding;

  if (*called != '\0' && *called_after != '\0' && !g_str_equal (called, called_after))
    {
      finding = add_point (
        look, RUNGS_FINDING_CHANGE_CALLED_NUMBER, TRUE,
        g_strdup_printf (_ ("The SBC made %s of the called number %s before it sent the call on."),
                         called_after, called));
      rungs_finding_value (finding, RUNGS_VALUE_NUMBER, called);
      rungs_finding_value (finding, RUNGS_VALUE_NUMBER, called_after);
      rungs_finding_at (finding, look->c, look->before->message);
      rungs_finding_at (finding, look->c, look->after->message);
      mark (look, "");
      mark (look, "to");
    }
  if (*caller != '\0' && *caller_after != '\0' && !g_str_equal (caller, caller_after))
    {
      finding = add_point (look, RUNGS_FINDING_CHANGE_CALLING_NUMBER, TRUE,
                           g_strdup_printf (_ ("The SBC made %s of the calling number %s in From."),
                                            caller_after, caller));
      rungs_finding_value (finding, RUNGS_VALUE_NUMBER, caller);
      rungs_finding_value (finding, RUNGS_VALUE_NUMBER, caller_after);
      rungs_finding_at_header (finding, look->c, look->before, RUNGS_SPAN ("From"));
      rungs_finding_at_header (finding, look->c, look->after, RUNGS_SPAN ("From"));
      mark (look, "from");
    }
}

/* ---- headers ---- */

/* Taken out or put in. What is in both messages with another value has its own row. */
static void
look_at_header (Look *look, RungsFindingId id, const char *name)
{
  RungsSpan span = rungs_span_of (name);
  RungsSpan before = rungs_sip_header (look->before->text, span, 0, NULL);
  RungsSpan after = rungs_sip_header (look->after->text, span, 0, NULL);
  g_autofree char *value = rungs_quote_header (name, before.len > 0 ? before : after);
  g_autofree char *key = g_ascii_strdown (name, -1);
  RungsFinding *finding;

  if ((before.len > 0) == (after.len > 0))
    return;
  if (before.len > 0)
    /* Translators: the name of a header and its value. */
    finding = add_point (look, id, TRUE,
                         g_strdup_printf (_ ("The SBC did not pass on %s (%s)."), name, value));
  else
    finding =
      add_point (look, id, TRUE, g_strdup_printf (_ ("The SBC added %s (%s)."), name, value));
  rungs_finding_at_header (finding, look->c, before.len > 0 ? look->before : look->after, span);
  mark (look, key);
}

static void
look_at_value (Look *look, RungsFindingId id, const char *name)
{
  RungsSpan span = rungs_span_of (name);
  RungsSpan before = rungs_sip_header (look->before->text, span, 0, NULL);
  RungsSpan after = rungs_sip_header (look->after->text, span, 0, NULL);
  g_autofree char *was = rungs_quote_header (name, before);
  g_autofree char *is = rungs_quote_header (name, after);
  g_autofree char *key = g_ascii_strdown (name, -1);
  RungsFinding *finding;

  if (before.len == 0 || after.len == 0 || rungs_span_equal_ci (before, after))
    {
      look_at_header (look, id, name);
      return;
    }
  finding = add_point (look, id, TRUE,
                       g_strdup_printf (_ ("The SBC changed %s from %s to %s."), name, was, is));
  rungs_finding_value (finding, RUNGS_VALUE_TEXT, was);
  rungs_finding_value (finding, RUNGS_VALUE_TEXT, is);
  rungs_finding_at_header (finding, look->c, look->before, span);
  rungs_finding_at_header (finding, look->c, look->after, span);
  mark (look, key);
}

/* ---- the offer ---- */

static void
look_at_codecs (Look *look, const RungsSdpMedia *before, const RungsSdpMedia *after)
{
  g_autofree char *removed = rungs_offer_codecs_without (before, after);
  g_autofree char *added = rungs_offer_codecs_without (after, before);
  RungsFinding *finding;

  if (removed != NULL)
    {
      finding = add_point (
        look, RUNGS_FINDING_CHANGE_CODECS_REMOVED, TRUE,
        g_strdup_printf (_ ("The SBC took these codecs out of the offer: %s."), removed));
      rungs_finding_list (finding, RUNGS_VALUE_CODEC, removed);
      rungs_finding_at_media (finding, look->c, look->before, before);
      rungs_finding_at_media (finding, look->c, look->after, after);
      mark (look, "m=");
      mark (look, "a=rtpmap");
      mark (look, "a=fmtp");
    }
  if (added != NULL)
    {
      finding =
        add_point (look, RUNGS_FINDING_CHANGE_CODECS_ADDED, FALSE,
                   g_strdup_printf (_ ("The SBC added these codecs to the offer: %s."), added));
      rungs_finding_list (finding, RUNGS_VALUE_CODEC, added);
      rungs_finding_at_media (finding, look->c, look->after, after);
      mark (look, "m=");
      mark (look, "a=rtpmap");
    }
}

/* Teams wants SRTP and ICE, carriers as a rule neither: changed that way round it explains
 * nothing. */
static void
look_at_transport (Look *look, const RungsSdpMedia *before, const RungsSdpMedia *after)
{
  gboolean to_teams = rungs_case_is_teams (look->c, look->after->row->dst);
  g_autofree char *was = rungs_span_dup_utf8 (before->protocol);
  g_autofree char *is = rungs_span_dup_utf8 (after->protocol);
  RungsFinding *finding;

  if (!rungs_span_equal_ci (before->protocol, after->protocol))
    {
      finding =
        add_point (look, RUNGS_FINDING_CHANGE_TRANSPORT, rungs_offer_is_secure (after) != to_teams,
                   g_strdup_printf (_ ("The media came in as %s and went on as %s."), was, is));
      rungs_finding_value (finding, RUNGS_VALUE_TOKEN, was);
      rungs_finding_value (finding, RUNGS_VALUE_TOKEN, is);
      rungs_finding_at_media (finding, look->c, look->before, before);
      rungs_finding_at_media (finding, look->c, look->after, after);
      mark (look, "m=");
      mark (look, "a=crypto");
    }
  if (before->has_ice != after->has_ice)
    {
      finding = add_point (look, RUNGS_FINDING_CHANGE_ICE, to_teams && before->has_ice,
                           g_strdup (before->has_ice
                                       ? _ ("The SBC took the ICE attributes out of the offer.")
                                       : _ ("The SBC put ICE attributes into the offer.")));
      rungs_finding_at_media (finding, look->c, before->has_ice ? look->before : look->after,
                              before->has_ice ? before : after);
      mark (look, "a=ice");
    }
}

static void
look_at_direction (Look *look, const RungsSdpMedia *before, const RungsSdpMedia *after)
{
  RungsSpan first = rungs_offer_direction (before), second = rungs_offer_direction (after);
  g_autofree char *was = rungs_span_dup_utf8 (first);
  g_autofree char *is = rungs_span_dup_utf8 (second);
  RungsFinding *finding;

  if (rungs_span_equal (first, second))
    return;
  finding = add_point (look, RUNGS_FINDING_CHANGE_DIRECTION, TRUE,
                       g_strdup_printf (_ ("The media came in as %s and went on as %s."), was, is));
  rungs_finding_value (finding, RUNGS_VALUE_TOKEN, was);
  rungs_finding_value (finding, RUNGS_VALUE_TOKEN, is);
  rungs_finding_at_media (finding, look->c, look->before, before);
  rungs_finding_at_media (finding, look->c, look->after, after);
  mark (look, "a=sendrecv");
  mark (look, "a=sendonly");
  mark (look, "a=recvonly");
  mark (look, "a=inactive");
}

static void
look_at_offer (Look *look)
{
  const RungsSdpMedia *before = rungs_offer_audio (look->before),
                      *after = rungs_offer_audio (look->after);
  RungsFinding *finding;

  if (look->before->has_sdp != look->after->has_sdp)
    {
      finding = add_point (
        look, RUNGS_FINDING_CHANGE_OFFER, TRUE,
        g_strdup (look->before->has_sdp
                    ? _ ("The SBC took the offer out of the INVITE.")
                    : _ ("The INVITE came in without an offer; the SBC put one into it.")));
      rungs_finding_at (finding, look->c, look->before->message);
      rungs_finding_at (finding, look->c, look->after->message);
      mark (look, "content-type");
      mark (look, "m=");
    }
  if (before == NULL || after == NULL)
    return;
  look_at_codecs (look, before, after);
  look_at_transport (look, before, after);
  look_at_direction (look, before, after);
}

/* ---- answers ---- */

static void
look_at_answer (Look *look)
{
  const RungsMessage *before = look->before->row, *after = look->after->row;
  g_autofree char *who = rungs_party_call_name (look->c, before->src, TRUE);
  RungsFinding *finding;

  if (before->code != after->code)
    {
      finding =
        add_point (look, RUNGS_FINDING_CHANGE_ANSWER, FALSE,
                   /* Translators: who answered, with which code, and which one came of it. */
                   g_strdup_printf (_ ("%s answered with %u, and the SBC passed on %u."), who,
                                    (guint) before->code, (guint) after->code));
      rungs_finding_at (finding, look->c, look->before->message);
      rungs_finding_at (finding, look->c, look->after->message);
      mark (look, "");
    }
  if (before->code >= 300)
    look_at_value (look, RUNGS_FINDING_CHANGE_REASON, "Reason");
}

/* ---- which messages ---- */

/* What a cut copy lacks was not removed. */
static void
look_at_cut (Look *look)
{
  RungsFinding *finding =
    add_point (look, RUNGS_FINDING_CHANGE_CUT, FALSE,
               g_strdup (_ ("One of the two copies is cut in the log, so what the SBC changed in "
                            "this message is not known.")));

  rungs_finding_at (finding, look->c, look->before->message);
  rungs_finding_at (finding, look->c, look->after->message);
}

static void
add_pair (Look *look, guint32 before, guint32 after)
{
  look->before = rungs_case_read (look->c, before);
  look->after = rungs_case_read (look->c, after);
  if (look->before == NULL || look->after == NULL)
    return;
  look->rows = rungs_sides_new (look->before->text, look->after->text, RUNGS_SIDES_COPY);
  rungs_sides_pair_add (look->self->pairs, before, after, look->rows);
  if (!look->before->is_whole || !look->after->is_whole)
    {
      look_at_cut (look);
      return;
    }
  if (look->before->row->code > 0)
    {
      look_at_answer (look);
      return;
    }
  look_at_numbers (look);
  look_at_offer (look);
  look_at_header (look, RUNGS_FINDING_CHANGE_IDENTITY, "P-Asserted-Identity");
  look_at_header (look, RUNGS_FINDING_CHANGE_IDENTITY, "P-Preferred-Identity");
  look_at_header (look, RUNGS_FINDING_CHANGE_IDENTITY, "Identity");
  look_at_header (look, RUNGS_FINDING_CHANGE_PRIVACY, "Privacy");
  look_at_header (look, RUNGS_FINDING_CHANGE_DIVERSION, "Diversion");
  look_at_header (look, RUNGS_FINDING_CHANGE_DIVERSION, "History-Info");
  look_at_value (look, RUNGS_FINDING_CHANGE_REQUIRE, "Require");
  look_at_value (look, RUNGS_FINDING_CHANGE_SESSION_TIMER, "Session-Expires");
  look_at_value (look, RUNGS_FINDING_CHANGE_SESSION_TIMER, "Min-SE");
}

static guint32
first_invite (const RungsCase *c)
{
  for (guint32 i = 0; i < c->call->n_rows; i++)
    {
      guint32 message = rungs_trace_get_row (c->trace, c->call, i);
      const RungsMessage *row = rungs_case_row (c, message);

      if (row->code == 0 && !(row->flags & (RUNGS_MESSAGE_TO_TAG | RUNGS_MESSAGE_DUPLICATE))
          && g_str_equal (rungs_trace_string (c->trace, row->method), "INVITE"))
        return message;
    }
  return RUNGS_NONE;
}

static gboolean
is_invite (const RungsCase *c, guint32 message)
{
  const RungsMessage *row = rungs_case_row (c, message);

  return row->code == 0 && !(row->flags & RUNGS_MESSAGE_TO_TAG)
         && g_str_equal (rungs_trace_string (c->trace, row->method), "INVITE");
}

/* The INVITE into the SBC and the one out of it: those of the transaction that decided the call,
 * else the first ones. */
static gboolean
find_requests (const RungsCase *c, guint32 *before, guint32 *after)
{
  guint32 request = rungs_case_root_request (c), other;

  if (request == RUNGS_NONE || !is_invite (c, request))
    request = first_invite (c);
  other = request != RUNGS_NONE ? rungs_case_other_request (c, request) : RUNGS_NONE;
  if (other == RUNGS_NONE)
    return FALSE;
  *before = request;
  *after = other;
  /* It went out where an SBC sent it; where neither end is known as one, the earlier one came
   * first. */
  if (rungs_case_kind (c, rungs_case_row (c, request)->src) == RUNGS_DEVICE_SBC
      || (rungs_case_kind (c, rungs_case_row (c, request)->dst) != RUNGS_DEVICE_SBC
          && rungs_trace_row_of_message (c->trace, c->call, other)
               < rungs_trace_row_of_message (c->trace, c->call, request)))
    {
      *before = other;
      *after = request;
    }
  return TRUE;
}

static void
find_failing_answer (Look *look, guint32 after)
{
  guint32 root = rungs_case_root (look->c), request = rungs_case_root_request (look->c);

  if (root == RUNGS_NONE || request == RUNGS_NONE
      || rungs_case_row (look->c, request)->leg != rungs_case_row (look->c, after)->leg
      || rungs_case_row (look->c, root)->code < 300)
    return;
  look->answer = root;
  look->code = rungs_case_row (look->c, root)->code;
}

static gboolean
follows (const RungsCase *c, guint32 first, guint32 second)
{
  return first != RUNGS_NONE && second != RUNGS_NONE
         && rungs_trace_row_of_message (c->trace, c->call, first)
              < rungs_trace_row_of_message (c->trace, c->call, second);
}

static gint
compare_points (gconstpointer a, gconstpointer b)
{
  const RungsFinding *first = *(const RungsFinding *const *) a;
  const RungsFinding *second = *(const RungsFinding *const *) b;

  return second->explains - first->explains;
}

/* The points are sorted after the rows were marked with their places. */
static void
sort_points (RungsChanges *self)
{
  g_autoptr (GPtrArray) before = g_ptr_array_copy (self->points, NULL, NULL);

  g_ptr_array_set_free_func (before, NULL);
  g_ptr_array_sort (self->points, compare_points);
  for (guint p = 0; p < self->pairs->len; p++)
    {
      RungsSidesPair *pair = g_ptr_array_index (self->pairs, p);

      for (guint i = 0; i < pair->rows->len; i++)
        {
          RungsSidesRow *row = g_ptr_array_index (pair->rows, i);
          guint place = 0;

          if (row->point > 0
              && g_ptr_array_find (self->points, g_ptr_array_index (before, row->point - 1),
                                   &place))
            {
              row->point = place + 1;
              row->explains =
                ((const RungsFinding *) g_ptr_array_index (self->points, place))->explains;
            }
        }
    }
}

RungsChanges *
rungs_changes_new (RungsTrace *trace, const RungsCall *call)
{
  RungsChanges *self = g_new0 (RungsChanges, 1);
  guint32 before, after;
  RungsExchange in, out;
  RungsCase c;
  Look look = { .self = self, .c = &c, .answer = RUNGS_NONE };

  self->pairs = g_ptr_array_new_with_free_func (rungs_sides_pair_free);
  self->points = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_finding_unref);
  if (call->kind != RUNGS_KIND_INVITE || call->n_legs < 2)
    return self;
  rungs_case_init (&c, trace, call, self->points);
  if (find_requests (&c, &before, &after))
    {
      find_failing_answer (&look, after);
      add_pair (&look, before, after);
      rungs_case_exchange (&c, before, &in);
      rungs_case_exchange (&c, after, &out);
      if (follows (&c, out.ringing, in.ringing))
        add_pair (&look, out.ringing, in.ringing);
      if (follows (&c, out.first_final, in.first_final))
        add_pair (&look, out.first_final, in.first_final);
      sort_points (self);
    }
  rungs_case_clear (&c);
  return self;
}
