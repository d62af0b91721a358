/* What differs between a call and a good one, leg by leg. */
#include "config.h"

#include "compare.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/case.h"
#include "diagnosis/compare-private.h"
#include "diagnosis/find.h"
#include "diagnosis/offer.h"
#include "diagnosis/party-private.h"

/* Legs of a call that are compared: one with more is a conference or a loop. */
#define MAX_LEGS 16

typedef struct
{
  RungsComparison *self;
  RungsCase here, there;
  const RungsExhibit *a, *b; /* the requests being compared */
} Look;

void
rungs_comparison_free (RungsComparison *comparison)
{
  if (comparison == NULL)
    return;
  g_clear_pointer (&comparison->points, g_ptr_array_unref);
  g_clear_pointer (&comparison->pairs, g_ptr_array_unref);
  g_free (comparison->why);
  g_free (comparison);
}

/* ---- points ---- */

/* NULL when the same was said of another leg. @text: (transfer full) */
static RungsFinding *
add_point (Look *look, RungsFindingId id, char *text)
{
  for (guint i = 0; i < look->self->points->len; i++)
    {
      const RungsFinding *known = g_ptr_array_index (look->self->points, i);

      if (known->id != id || !g_str_equal (known->text, text))
        continue;
      g_free (text);
      return NULL;
    }
  return rungs_case_find (&look->here, id, text);
}

static void
add_at_header (Look *look,
               RungsFindingId id,
               char *text,
               const char *value,
               const char *value_there,
               RungsSpan name)
{
  RungsFinding *finding = add_point (look, id, text);

  if (finding == NULL)
    return;
  rungs_finding_list (finding, RUNGS_VALUE_TEXT, value);
  rungs_finding_list (finding, RUNGS_VALUE_TEXT, value_there);
  rungs_finding_at_header (finding, &look->here, look->a, name);
  rungs_finding_at_header (finding, &look->there, look->b, name);
}

static void
add_at_media (Look *look,
              RungsFindingId id,
              char *text,
              const char *value,
              const char *value_there,
              const RungsSdpMedia *here,
              const RungsSdpMedia *there)
{
  RungsFinding *finding = add_point (look, id, text);

  if (finding == NULL)
    return;
  rungs_finding_list (finding, RUNGS_VALUE_TEXT, value);
  rungs_finding_list (finding, RUNGS_VALUE_TEXT, value_there);
  rungs_finding_at_media (finding, &look->here, look->a, here);
  rungs_finding_at_media (finding, &look->there, look->b, there);
}

/* Is there a row that says these lines differ in more than their numbers? */
static gboolean
differs (const GPtrArray *rows, const char *key)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const RungsSidesRow *row = g_ptr_array_index (rows, i);

      if (row->kind >= RUNGS_SIDES_CHANGED && g_str_equal (row->key, key))
        return TRUE;
    }
  return FALSE;
}

static void
look_at_numbers (Look *look, const GPtrArray *rows)
{
  g_autofree char *called = rungs_quote_user (look->a->sip.request_uri);
  g_autofree char *called_there = rungs_quote_user (look->b->sip.request_uri);
  g_autofree char *caller = rungs_quote_user (look->a->sip.from_uri);
  g_autofree char *caller_there = rungs_quote_user (look->b->sip.from_uri);

  if (differs (rows, ""))
    {
      RungsFinding *finding = add_point (
        look, RUNGS_FINDING_COMPARE_CALLED_NUMBER,
        g_strdup_printf (_ ("The called number is written %s here and %s in the good call."),
                         called, called_there));

      if (finding != NULL)
        {
          rungs_finding_value (finding, RUNGS_VALUE_NUMBER, called);
          rungs_finding_value (finding, RUNGS_VALUE_NUMBER, called_there);
          rungs_finding_at (finding, &look->here, look->a->message);
          rungs_finding_at (finding, &look->there, look->b->message);
        }
    }
  if (differs (rows, "from"))
    add_at_header (
      look, RUNGS_FINDING_COMPARE_CALLING_NUMBER,
      g_strdup_printf (_ ("The calling number is written %s here and %s in the good call."), caller,
                       caller_there),
      caller, caller_there, RUNGS_SPAN ("From"));
}

static void
look_at_header (Look *look, const GPtrArray *rows, const char *name)
{
  RungsSpan span = rungs_span_of (name);
  RungsSpan here = rungs_sip_header (look->a->text, span, 0, NULL);
  RungsSpan there = rungs_sip_header (look->b->text, span, 0, NULL);
  g_autofree char *value = rungs_quote_header (name, here);
  g_autofree char *value_there = rungs_quote_header (name, there);
  g_autofree char *key = g_ascii_strdown (name, -1);
  char *text;

  if (!differs (rows, key))
    return;
  if (there.len == 0)
    /* Translators: the name of a header and its value. */
    text = g_strdup_printf (_ ("Only this call has %s (%s)."), name, value);
  else if (here.len == 0)
    text = g_strdup_printf (_ ("Only the good call has %s (%s)."), name, value_there);
  else
    text = g_strdup_printf (_ ("%s is %s here and %s in the good call."), name, value, value_there);
  add_at_header (look, RUNGS_FINDING_COMPARE_HEADER, text, value, value_there, span);
}

static void
look_at_headers (Look *look, const GPtrArray *rows)
{
  static const char *const names[] = {
    "P-Asserted-Identity",
    "P-Preferred-Identity",
    "Privacy",
    "Diversion",
    "History-Info",
    "Identity",
    "Require",
    "Supported",
    "Allow",
    "Session-Expires",
    "Min-SE",
    "Content-Type",
    "Replaces",
    "Contact",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    look_at_header (look, rows, names[i]);
}

static void
look_at_codecs (Look *look, const RungsSdpMedia *here, const RungsSdpMedia *there)
{
  g_autofree char *only_here = rungs_offer_codecs_without (here, there);
  g_autofree char *only_there = rungs_offer_codecs_without (there, here);

  if (only_here != NULL)
    add_at_media (look, RUNGS_FINDING_COMPARE_CODECS,
                  g_strdup_printf (_ ("Only this call offers %s."), only_here), only_here, NULL,
                  here, there);
  if (only_there != NULL)
    add_at_media (look, RUNGS_FINDING_COMPARE_CODECS,
                  g_strdup_printf (_ ("Only the good call offers %s."), only_there), NULL,
                  only_there, here, there);
}

static void
look_at_media (Look *look,
               RungsSpan value,
               RungsSpan value_there,
               const RungsSdpMedia *here,
               const RungsSdpMedia *there)
{
  g_autofree char *a = rungs_span_dup_utf8 (value);
  g_autofree char *b = rungs_span_dup_utf8 (value_there);

  if (!rungs_span_equal_ci (value, value_there))
    add_at_media (
      look, RUNGS_FINDING_COMPARE_MEDIA,
      g_strdup_printf (_ ("The offered media is %s here and %s in the good call."), a, b), a, b,
      here, there);
}

static void
look_at_offer (Look *look)
{
  const RungsSdpMedia *here = rungs_offer_audio (look->a), *there = rungs_offer_audio (look->b);
  RungsFinding *finding;

  if (look->a->has_sdp != look->b->has_sdp)
    {
      finding =
        add_point (look, RUNGS_FINDING_COMPARE_OFFER,
                   g_strdup (look->a->has_sdp ? _ ("Only this call’s INVITE has an offer.")
                                              : _ ("Only the good call’s INVITE has an offer.")));
      if (finding != NULL)
        {
          rungs_finding_at (finding, &look->here, look->a->message);
          rungs_finding_at (finding, &look->there, look->b->message);
        }
    }
  if (here == NULL || there == NULL)
    return;
  look_at_codecs (look, here, there);
  look_at_media (look, here->protocol, there->protocol, here, there);
  look_at_media (look, rungs_offer_direction (here), rungs_offer_direction (there), here, there);
  look_at_media (look, here->crypto, there->crypto, here, there);
  if (here->has_ice != there->has_ice)
    add_at_media (look, RUNGS_FINDING_COMPARE_ICE,
                  g_strdup (here->has_ice ? _ ("Only this call’s offer has ICE attributes.")
                                          : _ ("Only the good call’s offer has ICE attributes.")),
                  NULL, NULL, here, there);
}

static void
look_at_peer (Look *look, guint32 endpoint, guint32 endpoint_there)
{
  const char *here, *there;
  RungsFinding *finding;

  if (endpoint == RUNGS_NONE || endpoint_there == RUNGS_NONE)
    return;
  here = rungs_trace_device_name (look->here.trace, endpoint);
  there = rungs_trace_device_name (look->here.trace, endpoint_there);
  if (g_str_equal (here, there))
    return;
  finding = add_point (
    look, RUNGS_FINDING_COMPARE_PEER,
    g_strdup_printf (_ ("This call goes through %s, the good one through %s."), here, there));
  if (finding == NULL)
    return;
  rungs_finding_at (finding, &look->here, look->a->message);
  rungs_finding_at (finding, &look->there, look->b->message);
}

/* ---- legs ---- */

static guint32
invite_of_leg (const RungsCase *c, guint leg)
{
  for (guint32 i = 0; i < c->call->n_rows; i++)
    {
      guint32 message = rungs_trace_get_row (c->trace, c->call, i);
      const RungsMessage *row = rungs_case_row (c, message);

      if (row->code == 0 && row->leg == c->call->first_leg + leg
          && !(row->flags & (RUNGS_MESSAGE_TO_TAG | RUNGS_MESSAGE_DUPLICATE))
          && g_str_equal (rungs_trace_string (c->trace, row->method), "INVITE"))
        return message;
    }
  return RUNGS_NONE;
}

static gboolean
same_ends (const Look *look, guint32 here, guint32 there)
{
  const RungsMessage *a = rungs_case_row (&look->here, here);
  const RungsMessage *b = rungs_case_row (&look->there, there);

  return rungs_case_kind (&look->here, a->src) == rungs_case_kind (&look->there, b->src)
         && rungs_case_kind (&look->here, a->dst) == rungs_case_kind (&look->there, b->dst);
}

/* What a cut INVITE lacks may have been sent. */
static void
look_at_cut (Look *look)
{
  RungsFinding *finding = add_point (
    look, RUNGS_FINDING_COMPARE_CUT,
    g_strdup (_ ("An INVITE is cut in the log, so headers, numbers and offer are not compared.")));

  if (finding == NULL)
    return;
  rungs_finding_at (finding, &look->here, look->a->message);
  rungs_finding_at (finding, &look->there, look->b->message);
}

static void
compare_leg (Look *look, guint32 here, guint32 there)
{
  GPtrArray *rows;

  look->a = rungs_case_read (&look->here, here);
  look->b = rungs_case_read (&look->there, there);
  if (look->a == NULL || look->b == NULL)
    return;
  rows = rungs_sides_new (look->a->text, look->b->text, RUNGS_SIDES_OTHER);
  rungs_sides_pair_add (look->self->pairs, here, there, rows);
  look_at_peer (look, look->a->row->src, look->b->row->src);
  look_at_peer (look, look->a->row->dst, look->b->row->dst);
  if (!look->a->is_whole || !look->b->is_whole)
    {
      look_at_cut (look);
      return;
    }
  look_at_numbers (look, rows);
  look_at_offer (look);
  look_at_headers (look, rows);
}

/* A leg that only the good call has: that is where this one ended. */
static void
miss_leg (Look *look, guint32 there)
{
  const RungsMessage *row = rungs_case_row (&look->there, there);
  g_autofree char *from = rungs_party_call_name (&look->there, row->src, FALSE);
  g_autofree char *to = rungs_party_call_name (&look->there, row->dst, FALSE);
  RungsFinding *finding = add_point (
    look, RUNGS_FINDING_COMPARE_LEG,
    g_strdup_printf (_ ("In the good call %s sent an INVITE on to %s; in this call it did not."),
                     from, to));

  if (finding != NULL)
    rungs_finding_at (finding, &look->there, there);
}

static void
compare_legs (Look *look)
{
  guint n_here = MIN (look->here.call->n_legs, MAX_LEGS);
  guint n_there = MIN (look->there.call->n_legs, MAX_LEGS);
  g_autofree gboolean *is_used = g_new0 (gboolean, n_there + 1);

  for (guint i = 0; i < n_here; i++)
    {
      guint32 here = invite_of_leg (&look->here, i);

      for (guint k = 0; here != RUNGS_NONE && k < n_there; k++)
        {
          guint32 there = is_used[k] ? RUNGS_NONE : invite_of_leg (&look->there, k);

          if (there == RUNGS_NONE || !same_ends (look, here, there))
            continue;
          is_used[k] = TRUE;
          compare_leg (look, here, there);
          break;
        }
    }
  for (guint k = 0; k < n_there; k++)
    {
      guint32 there = is_used[k] ? RUNGS_NONE : invite_of_leg (&look->there, k);

      if (there != RUNGS_NONE
          && rungs_case_kind (&look->there, rungs_case_row (&look->there, there)->src)
               == RUNGS_DEVICE_SBC)
        miss_leg (look, there);
    }
}

RungsComparison *
rungs_comparison_new (RungsTrace *trace, const RungsCall *call, guint32 with)
{
  RungsComparison *self = g_new0 (RungsComparison, 1);
  g_autoptr (GPtrArray) unused = g_ptr_array_new ();
  Look look = { .self = self };
  const RungsCall *other;

  self->points = g_ptr_array_new_with_free_func ((GDestroyNotify) rungs_finding_unref);
  self->pairs = g_ptr_array_new_with_free_func (rungs_sides_pair_free);
  self->with = with != RUNGS_NONE ? with : rungs_good_call_find (trace, call);
  if (self->with == RUNGS_NONE)
    {
      self->why = g_strdup ("");
      return self;
    }
  other = rungs_trace_get_call (trace, self->with);
  self->why = rungs_good_call_why (trace, call, other);
  rungs_case_init (&look.here, trace, call, self->points);
  rungs_case_init (&look.there, trace, other, unused);
  compare_legs (&look);
  rungs_case_clear (&look.here);
  rungs_case_clear (&look.there);
  return self;
}
