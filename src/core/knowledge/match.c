/* From what a call shows to the entries that fit. Every entry is ranked by the strongest thing that
 * speaks for it; what is weaker than the best is dropped, except the SIP code's own entry, which is
 * true in any case. */
#include "config.h"

#include "knowledge-private.h"

/* A match of all fragments beats one of any: more than a fragment can be long. */
#define ALL_BONUS 10000

typedef enum
{
  RANK_NONE,
  RANK_KIND,     /* the kind of the request */
  RANK_CAUSE,    /* the Q.850 cause */
  RANK_GENERIC,  /* the SIP code */
  RANK_POSSIBLE, /* the SIP code, and Microsoft gives this meaning to it on this side */
  RANK_RULE,     /* 560000 + SIP code */
  RANK_LOOSE,    /* the text, without a SIP code to hold it against */
  RANK_TEXT,     /* SIP code and text */
  RANK_SIGN_IN,  /* the AADSTS code */
  RANK_PAIR,     /* SIP code and Microsoft code */
  RANK_PAIR_TEXT,
} Rank;

typedef struct
{
  const RungsEntry *entry;
  Rank rank;
  gsize weight; /* bytes of text that fit */
  gboolean same_sip;
  gboolean against; /* the entry is about calls in the other direction */
  guint place;      /* in the files */
} Fit;

static gboolean
contains (RungsSpan text, const char *fragment)
{
  return rungs_span_find_ci (text, rungs_span_of (fragment)) >= 0;
}

gboolean
rungs_sip_same_ending (int a, int b)
{
  return a == b || (a == 0 && b == 200) || (a == 200 && b == 0);
}

gboolean
rungs_text_names_aadsts (RungsSpan text, const char *label)
{
  RungsSpan needle = rungs_span_of (label);

  for (;;)
    {
      gssize at = rungs_span_find_ci (text, needle);

      if (at < 0)
        return FALSE;
      text = rungs_span_skip (text, (gsize) at + needle.len);
      if (text.len == 0 || !g_ascii_isdigit (text.str[0]))
        return TRUE;
    }
}

/* Microsoft's phrase is sometimes no more than the RFC's: "Bad Request". Any device says that, so
 * it counts only when the answer came from the side that the entry is about. */
static gboolean
is_plain (const RungsKnowledge *knowledge, const RungsEntry *entry, const char *fragment)
{
  const RungsEntry *generic = rungs_knowledge_generic (knowledge, entry->sip, 0);

  return generic != NULL && generic->phrase != NULL
         && g_ascii_strcasecmp (generic->phrase, fragment) == 0;
}

static gboolean
is_560 (const RungsEntry *entry)
{
  return entry->microsoft_code >= RUNGS_RULE_560
         && entry->microsoft_code <= RUNGS_RULE_560 + RUNGS_MAX_SIP_CODE;
}

/* Made by Microsoft's proxy about what the SBC sent. */
static gboolean
is_540 (const RungsEntry *entry)
{
  return entry->microsoft_code >= RUNGS_RULE_540
         && entry->microsoft_code <= RUNGS_RULE_540 + RUNGS_MAX_SIP_CODE;
}

static gboolean
side_fits (const RungsEntry *entry, const RungsQuery *query)
{
  return is_560 (entry) ? query->to_microsoft : query->from_microsoft;
}

/* The status line says just the entry's label, and comes from the side whose family of codes has
 * it. */
static gboolean
says_label (const RungsEntry *entry, const RungsQuery *query)
{
  return entry->phrase != NULL && (is_540 (entry) || is_560 (entry)) && side_fits (entry, query)
         && rungs_span_equal_ci (rungs_span_of (entry->phrase), query->phrase);
}

static gsize
text_weight (const RungsKnowledge *knowledge, const RungsEntry *entry, const RungsQuery *query)
{
  gsize weight = 0, all = 0;

  for (guint i = 0; entry->match_all[i] != NULL; i++)
    {
      if (!contains (query->phrase, entry->match_all[i])
          && !contains (query->text, entry->match_all[i]))
        {
          all = 0;
          break;
        }
      all += strlen (entry->match_all[i]);
    }
  if (all > 0)
    return ALL_BONUS + all;

  for (guint i = 0; entry->match_any[i] != NULL; i++)
    {
      const char *fragment = entry->match_any[i];
      gsize len = strlen (fragment);

      if (len > weight && (contains (query->phrase, fragment) || contains (query->text, fragment))
          && (side_fits (entry, query) || !is_plain (knowledge, entry, fragment)))
        weight = len;
    }
  if (weight == 0 && says_label (entry, query))
    return query->phrase.len;
  /* One label may hold another's fragment: who is said in full wins. */
  if (weight > 0 && entry->phrase != NULL
      && (contains (query->phrase, entry->phrase) || contains (query->text, entry->phrase)))
    weight = MAX (weight, strlen (entry->phrase));
  return weight;
}

/* Other domains speak of other programs that use the same numbers: they must be asked for. */
static gboolean
is_on_trunk (const RungsEntry *entry)
{
  static const char *const domains[] = { "direct-routing", "voice", "transfer", NULL };

  return g_strv_contains (domains, entry->domain);
}

static Rank
rank_without_text (const RungsEntry *entry, const RungsQuery *query, gboolean against)
{
  gboolean same_sip = query->sip >= 0 && entry->sip == query->sip;

  if (same_sip && entry->microsoft_code < 0
      && (g_str_equal (entry->domain, "sip")
          || (g_str_equal (entry->domain, "voice") && entry->match_any[0] == NULL)))
    return RANK_GENERIC;
  if (same_sip && query->microsoft_code < 0 && !against && is_on_trunk (entry))
    {
      if (is_560 (entry))
        return query->to_microsoft ? RANK_RULE : RANK_NONE;
      /* 569xxx: Microsoft could not reach the SBC, so the SBC cannot have been told. */
      if (query->from_microsoft && entry->microsoft_code < 569000)
        return RANK_POSSIBLE;
    }
  if (query->kinds != 0 && query->sip >= 300 && rungs_entry_is_of_kind (entry))
    return RANK_KIND;
  if (entry->q850 >= 0 && query->q850 == (guint) entry->q850 && entry->sip < 0
      && !query->from_microsoft)
    return RANK_CAUSE;
  return RANK_NONE;
}

static Fit
fit_entry (const RungsKnowledge *knowledge, const RungsEntry *entry, const RungsQuery *query)
{
  Fit fit = { .entry = entry };
  gboolean has_code = query->microsoft_code >= 0;
  gboolean same_sip = query->sip >= 0 && entry->sip == query->sip;
  gboolean any_sip = query->sip < 0 || entry->sip < 0;
  gboolean pair = has_code && entry->microsoft_code == query->microsoft_code
                  && (any_sip || rungs_sip_same_ending (entry->sip, query->sip));

  if ((has_code && entry->microsoft_code >= 0 && !pair)
      || !rungs_entry_holds_for (entry, query->kinds))
    return fit;
  fit.same_sip = same_sip;
  fit.against = entry->direction != NULL && query->direction.len > 0
                && !rungs_span_equal (rungs_span_of (entry->direction), query->direction);
  if (same_sip || any_sip)
    fit.weight = text_weight (knowledge, entry, query);

  if (entry->aadsts != NULL && rungs_text_names_aadsts (query->text, entry->aadsts))
    fit.rank = RANK_SIGN_IN;
  else if (pair)
    fit.rank = fit.weight > 0 ? RANK_PAIR_TEXT : RANK_PAIR;
  else if (fit.weight > 0)
    fit.rank = same_sip || query->of_numbers ? RANK_TEXT : RANK_LOOSE;
  else
    fit.rank = rank_without_text (entry, query, fit.against);
  return fit;
}

static int
compare_fits (gconstpointer a, gconstpointer b)
{
  const Fit *x = a, *y = b;

  if (x->rank != y->rank)
    return x->rank > y->rank ? -1 : 1;
  if (x->against != y->against)
    return x->against ? 1 : -1;
  if (x->weight != y->weight)
    return x->weight > y->weight ? -1 : 1;
  if (x->same_sip != y->same_sip)
    return x->same_sip ? -1 : 1;
  /* Among what rests on the SIP code alone the RFC's own entry is the last word. */
  if (x->rank == RANK_GENERIC
      && g_str_equal (x->entry->domain, "sip") != g_str_equal (y->entry->domain, "sip"))
    return g_str_equal (x->entry->domain, "sip") ? 1 : -1;
  return x->place < y->place ? -1 : 1;
}

static gboolean
is_tied (const GArray *fits)
{
  const Fit *first = &g_array_index (fits, Fit, 0), *second;

  if (fits->len < 2)
    return FALSE;
  second = &g_array_index (fits, Fit, 1);
  return first->rank == second->rank && first->weight == second->weight
         && first->same_sip == second->same_sip && first->against == second->against;
}

static RungsBasis
basis_of (const GArray *fits)
{
  if (fits->len == 0)
    return RUNGS_BASIS_UNKNOWN;
  switch (g_array_index (fits, Fit, 0).rank)
    {
    case RANK_PAIR_TEXT:
    case RANK_PAIR:
    case RANK_TEXT:
    case RANK_SIGN_IN:
      return is_tied (fits) ? RUNGS_BASIS_LIKELY : RUNGS_BASIS_EXACT;
    case RANK_LOOSE:
    case RANK_RULE:
    case RANK_CAUSE:
      return RUNGS_BASIS_LIKELY;
    case RANK_POSSIBLE:
    case RANK_GENERIC:
    case RANK_KIND:
      return RUNGS_BASIS_GENERIC;
    case RANK_NONE:
      break;
    }
  return RUNGS_BASIS_UNKNOWN;
}

GPtrArray *
rungs_knowledge_match (const RungsKnowledge *knowledge, const RungsQuery *query, RungsBasis *basis)
{
  g_autoptr (GArray) fits = g_array_new (FALSE, FALSE, sizeof (Fit));
  GPtrArray *found = g_ptr_array_new ();
  Rank best = RANK_NONE;

  g_return_val_if_fail (knowledge != NULL && query != NULL && basis != NULL, found);

  for (guint i = 0; i < knowledge->entries->len; i++)
    {
      const RungsEntry *entry = g_ptr_array_index (knowledge->entries, i);
      Fit fit;

      /* The service that keeps the numbers says 409 too: not in SIP, and not about a call. */
      if (query->of_numbers != g_str_equal (entry->domain, "number-management"))
        continue;
      fit = fit_entry (knowledge, entry, query);
      fit.place = i;
      best = MAX (best, fit.rank);
      if (fit.rank != RANK_NONE)
        g_array_append_val (fits, fit);
    }
  g_array_sort (fits, compare_fits);
  for (guint i = 0; i < fits->len; i++)
    {
      const Fit *fit = &g_array_index (fits, Fit, i);

      if (fit->rank == best || fit->rank <= RANK_GENERIC)
        g_ptr_array_add (found, (gpointer) fit->entry);
    }
  *basis = basis_of (fits);
  return found;
}
