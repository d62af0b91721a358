/* What the codes mean: the JSON files of data/knowledge, compiled in as a resource, and those that
 * the user wrote, loaded once. */
#pragma once

#include <gio/gio.h>

#include "trace/trace.h"

G_BEGIN_DECLS

typedef struct
{
  char *title, *url;
} RungsSource;

typedef struct
{
  char *id;           /* "dr-488-531000-codec" */
  char *title;        /* one line: what happened */
  int sip;            /* -1: none */
  int microsoft_code; /* -1: none given by this entry */
  int q850;           /* -1: none */
  char *aadsts;       /* "AADSTS50076", NULL */
  /* "direct-routing", "sip", "voice", "conference", "transfer", "number-management", "teams-rooms",
   * "q850", "call-api" */
  char *domain;
  char *phrase;     /* Microsoft's or the RFC's label; NULL */
  char **match_any; /* fragments, any case: one is enough; NULL-terminated, may be empty */
  char **match_all; /* all of them must be there */
  /* ids of diagnosis/, "drop-no-media": one is enough; NULL-terminated, may be empty */
  char **findings;
  guint kinds;       /* 1 << RungsKind of the rows that it holds for; 0: any */
  char *direction;   /* "to-teams", "from-teams", NULL: either */
  char *produced_by; /* "microsoft", "sbc", "carrier", "client", "unknown" */
  char *meaning;
  char **evidence, **steps;
  char *who_acts;     /* "sbc-admin", "tenant-admin", "carrier", "network", "user", "developer" */
  int retry_helps;    /* 0 no, 1 yes, -1 it depends */
  char *source_basis; /* "documented", "derived", "observed", "rfc", "community" */
  GPtrArray *sources; /* RungsSource */
  char *file;         /* of the user's own entries: the file's name; NULL: one of ours */
  gboolean is_old;    /* it names findings in the old form, as fragments “finding:ID” */
} RungsEntry;

typedef struct _RungsKnowledge RungsKnowledge;

typedef enum
{
  RUNGS_BASIS_UNKNOWN,
  RUNGS_BASIS_GENERIC,
  RUNGS_BASIS_LIKELY,
  RUNGS_BASIS_EXACT
} RungsBasis;
const char *rungs_basis_name (RungsBasis basis); /* "exact" … */

typedef struct
{
  int sip;            /* -1: not known */
  int microsoft_code; /* -1: not known (no record says it) */
  RungsSpan phrase;   /* of the status line */
  RungsSpan text;     /* of Reason and Warning headers; AADSTS codes are looked for here too */
  guint kinds;        /* 1 << RungsKind of the row; 0: not known */
  /* of a Reason header; 0: none. Not asked when Microsoft sent it: its values mislead */
  guint q850;
  RungsSpan direction;     /* "to-teams" …; empty: unknown */
  gboolean from_microsoft; /* the answer entered the SBC from the Teams side */
  /* an error of number management: only entries of that domain, which nothing else leads to */
  gboolean of_numbers;
  gboolean to_microsoft; /* the answer was sent to Teams by the SBC (the 560 rule) */
} RungsQuery;

/* The one of this process: ours, and before them the user's in $XDG_DATA_HOME/rungs/knowledge.
 * Aborts only when our own resource is broken (a test sees to that). */
const RungsKnowledge *rungs_knowledge_get (void);
/* The same with the user's files of @folder (for tests; it need not exist). */
RungsKnowledge *rungs_knowledge_new_with (const char *folder) G_GNUC_WARN_UNUSED_RESULT;
/* From JSON texts (for tests); refuses entries without samples, with doubled ids, unknown fields or
 * values: @error names entry and field. */
RungsKnowledge *rungs_knowledge_new (const char *const *texts,
                                     const char *const *names,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rungs_knowledge_free (RungsKnowledge *knowledge);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsKnowledge, rungs_knowledge_free)

/* What of the user's files cannot be used: file, place and reason, char* sentences; may be
 * empty. */
const GPtrArray *rungs_knowledge_problems (const RungsKnowledge *knowledge);

guint rungs_knowledge_n_entries (const RungsKnowledge *knowledge);
const RungsEntry *rungs_knowledge_nth (const RungsKnowledge *knowledge, guint i);
const RungsEntry *rungs_knowledge_by_id (const RungsKnowledge *knowledge, const char *id);
/* What the RFCs say about a SIP code in answer to a request of @kinds (1 << RungsKind; 0: not
 * known), else what any refusal of such a request means; NULL when no entry does. */
const RungsEntry *rungs_knowledge_generic (const RungsKnowledge *knowledge, int sip, guint kinds);
/* The entry that a finding leads to: by its id and nothing else, so that no log can name it. NULL
 * when none does. */
const RungsEntry *rungs_knowledge_of_finding (const RungsKnowledge *knowledge, const char *finding);
/* FALSE: it was written for other requests than those of @kinds. */
gboolean rungs_entry_holds_for (const RungsEntry *entry, guint kinds);

/* Entries that fit, best first: RungsEntry*, (transfer container). Order: pair and text; pair; text
 * alone (with the same SIP code); 560 rule; SIP code. *@basis says how the best one was found:
 * exact when SIP code and Microsoft code or phrase fit one entry; likely when the text of a message
 * without a SIP code, a Q.850 cause or the 560 rule led to it, or when several meanings fit equally
 * well; generic for the SIP code alone: then all meanings that Microsoft may have had come first
 * and the code's own entry last; unknown when empty. Entries for other kinds of rows are left
 * out. */
GPtrArray *rungs_knowledge_match (const RungsKnowledge *knowledge,
                                  const RungsQuery *query,
                                  RungsBasis *basis) G_GNUC_WARN_UNUSED_RESULT;

/* "488", "488/531000", "531000", "AADSTS50076", "Q.850:17", "SrtpEncryptionRequired", "SIP/2.0 488
 * Not Acceptable Here". *@known FALSE when nothing fits exactly; then the generic entry of the SIP
 * code or its class (RFC 3261 8.1.3.2) may still be in the result. A SIP code alone gives its own
 * entry first. (transfer container) */
GPtrArray *rungs_knowledge_explain (const RungsKnowledge *knowledge,
                                    const char *query,
                                    gboolean *known) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
