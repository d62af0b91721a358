/* What somebody types or pastes, to entries. */
#include "config.h"

#include "knowledge-private.h"

/* A shorter piece of a phrase would fit half of the entries. */
#define MIN_PHRASE 4
/* A number that stands in a phrase is an error of Windows ("590615"); shorter ones stand in
 * others. */
#define MIN_NUMBER_PHRASE 5
/* Shorter codes of Microsoft mean many things. */
#define MIN_OWN_CODE 1000

typedef struct
{
  const RungsKnowledge *knowledge;
  GPtrArray *found;
} Search;

static void
add (Search *search, const RungsEntry *entry)
{
  if (entry != NULL && !g_ptr_array_find (search->found, entry, NULL))
    g_ptr_array_add (search->found, (gpointer) entry);
}

static const RungsEntry *
nth (const Search *search, guint i)
{
  return g_ptr_array_index (search->knowledge->entries, i);
}

static gboolean
take_prefix (RungsSpan *text, RungsSpan prefix)
{
  if (!rungs_span_starts_ci (*text, prefix))
    return FALSE;
  *text = rungs_span_skip (*text, prefix.len);
  return TRUE;
}

static void
skip_separators (RungsSpan *text)
{
  while (text->len > 0 && strchr (" \t:;=/#,.-", text->str[0]) != NULL)
    *text = rungs_span_skip (*text, 1);
}

/* "AADSTS50076", "aadsts 50076: …" */
static gboolean
explain_sign_in (Search *search, RungsSpan query)
{
  guint64 code;
  gssize at = rungs_span_find_ci (query, RUNGS_SPAN ("AADSTS"));
  g_autofree char *label = NULL;

  if (at < 0)
    return FALSE;
  query = rungs_span_skip (query, (gsize) at + strlen ("AADSTS"));
  skip_separators (&query);
  if (rungs_span_take_uint (query, G_MAXINT, &code) == 0)
    return FALSE;
  label = g_strdup_printf ("AADSTS%" G_GUINT64_FORMAT, code);
  for (guint i = 0; i < search->knowledge->entries->len; i++)
    if (g_strcmp0 (nth (search, i)->aadsts, label) == 0)
      add (search, nth (search, i));
  return TRUE;
}

/* "Q.850:17", "q850 17", "Q.850;cause=17", "cause 17" */
static gboolean
explain_cause (Search *search, RungsSpan query)
{
  guint64 cause;
  gboolean named =
    take_prefix (&query, RUNGS_SPAN ("Q.850")) || take_prefix (&query, RUNGS_SPAN ("Q850"));

  skip_separators (&query);
  named = take_prefix (&query, RUNGS_SPAN ("cause")) || named;
  skip_separators (&query);
  if (!named || rungs_span_take_uint (query, G_MAXINT, &cause) == 0)
    return FALSE;
  for (guint i = 0; i < search->knowledge->entries->len; i++)
    if (nth (search, i)->q850 == (int) cause && nth (search, i)->sip < 0)
      add (search, nth (search, i));
  return TRUE;
}

/* @sip -1: any. The pair itself, then what ends a call in the same way, then what the code means
 * under any SIP code. */
static gboolean
add_pair (Search *search, int sip, int code)
{
  for (guint pass = 0; pass < 3; pass++)
    {
      for (guint i = 0; i < search->knowledge->entries->len; i++)
        {
          const RungsEntry *entry = nth (search, i);
          gboolean fits = sip < 0 || entry->sip == sip;

          fits = pass == 1 ? rungs_sip_same_ending (entry->sip, sip) : fits;
          fits = pass == 2 ? entry->sip < 0 : fits;
          if (entry->microsoft_code == code && fits)
            add (search, entry);
        }
      if (search->found->len > 0)
        return TRUE;
    }
  return FALSE;
}

/* Codes of four digits and more belong to one cause, whatever SIP code a table puts beside them; it
 * is a hint, no answer. */
static void
add_code_alone (Search *search, int code)
{
  for (guint i = 0; code >= MIN_OWN_CODE && i < search->knowledge->entries->len; i++)
    if (nth (search, i)->microsoft_code == code)
      add (search, nth (search, i));
}

/* RFC 3261 8.1.3.2: a code that is not known is to be treated as the x00 of its class. */
static void
add_nearest (Search *search, int sip)
{
  const RungsEntry *own = rungs_knowledge_generic (search->knowledge, sip, 0);

  add (search, own != NULL ? own : rungs_knowledge_generic (search->knowledge, sip / 100 * 100, 0));
}

static gboolean
explain_sip (Search *search, int sip)
{
  add (search, rungs_knowledge_generic (search->knowledge, sip, 0));
  for (guint i = 0; i < search->knowledge->entries->len; i++)
    if (nth (search, i)->sip == sip)
      add (search, nth (search, i));
  if (search->found->len > 0)
    return TRUE;
  add_nearest (search, sip);
  return FALSE;
}

/* A whole fragment of an entry in the query, or the query in an entry's fragment or phrase. */
static gboolean
phrase_fits (const RungsEntry *entry, RungsSpan query)
{
  gboolean all = entry->match_all[0] != NULL;

  for (guint i = 0; entry->match_all[i] != NULL; i++)
    all = all && rungs_span_find_ci (query, rungs_span_of (entry->match_all[i])) >= 0;
  if (all)
    return TRUE;
  for (guint i = 0; entry->match_any[i] != NULL; i++)
    {
      RungsSpan fragment = rungs_span_of (entry->match_any[i]);

      if (rungs_span_find_ci (query, fragment) >= 0 || rungs_span_find_ci (fragment, query) >= 0)
        return TRUE;
    }
  return entry->phrase != NULL
         && (rungs_span_find_ci (rungs_span_of (entry->phrase), query) >= 0
             || (strlen (entry->phrase) >= MIN_PHRASE
                 && rungs_span_equal_ci (rungs_span_of (entry->phrase), query)));
}

/* @sip -1: any. Entries whose phrase is just this come first, then by how much of the query they
 * account for: the order of the files, which are written from the special to the general. */
static gboolean
explain_phrase (Search *search, int sip, RungsSpan query)
{
  if (query.len < MIN_PHRASE)
    return FALSE;
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < search->knowledge->entries->len; i++)
      {
        const RungsEntry *entry = nth (search, i);
        gboolean same =
          entry->phrase != NULL && rungs_span_equal_ci (rungs_span_of (entry->phrase), query);

        if ((sip < 0 || entry->sip == sip) && (pass == 0 ? same : phrase_fits (entry, query)))
          add (search, entry);
      }
  return search->found->len > 0;
}

/* A number, and what may follow it: "488", "488/531000", "531000", "488 Not Acceptable Here". */
static gboolean
explain_number (Search *search, int number, gsize digits, RungsSpan rest)
{
  RungsSpan whole = rungs_span (rest.str - digits, digits);
  guint64 code;
  gsize taken;

  skip_separators (&rest);
  if (rest.len == 0)
    {
      if (number <= RUNGS_MAX_SIP_CODE && digits <= 3)
        return explain_sip (search, number);
      if (add_pair (search, -1, number)
          || (digits >= MIN_NUMBER_PHRASE && explain_phrase (search, -1, whole)))
        return TRUE;
      if (number >= RUNGS_RULE_560 && number <= RUNGS_RULE_560 + RUNGS_MAX_SIP_CODE)
        add_nearest (search, number - RUNGS_RULE_560);
      return FALSE;
    }
  taken = rungs_span_take_uint (rest, G_MAXINT, &code);
  if (taken > 0 && taken == rest.len)
    {
      if (add_pair (search, number, (int) code)
          || (rest.len >= MIN_NUMBER_PHRASE && explain_phrase (search, number, rest)))
        return TRUE;
      add_code_alone (search, (int) code);
      add_nearest (search, number);
      return FALSE;
    }
  return explain_phrase (search, number, rest) || explain_sip (search, number);
}

static gboolean
explain (Search *search, RungsSpan query)
{
  guint64 number;
  gsize digits;

  query = rungs_span_trim (query);
  if (explain_sign_in (search, query) || explain_cause (search, query))
    return search->found->len > 0;
  (void) (take_prefix (&query, RUNGS_SPAN ("SIP/2.0 "))
          || take_prefix (&query, RUNGS_SPAN ("SIP ")));
  query = rungs_span_trim (query);
  digits = rungs_span_take_uint (query, G_MAXINT, &number);
  if (digits > 0)
    {
      RungsSpan rest = rungs_span_skip (query, digits);

      if (rest.len == 0 || !g_ascii_isalnum (rest.str[0]))
        return explain_number (search, (int) number, digits, rest);
    }
  return explain_phrase (search, -1, query);
}

GPtrArray *
rungs_knowledge_explain (const RungsKnowledge *knowledge, const char *query, gboolean *known)
{
  Search search = { knowledge, g_ptr_array_new () };

  g_return_val_if_fail (knowledge != NULL && query != NULL && known != NULL, search.found);
  *known = explain (&search, rungs_span_of (query));
  return search.found;
}
