/* Shared by the files of this folder. */
#pragma once

#include <json-glib/json-glib.h>

#include "knowledge/knowledge.h"

G_BEGIN_DECLS

#define RUNGS_KNOWLEDGE_SCHEMA "rungs.knowledge/1"

/* SIP codes that can have an entry of their own: 0 is Microsoft's "no SIP code: a normal end". */
#define RUNGS_MAX_SIP_CODE 699

/* Microsoft's rule for final answers made by the SBC: this much plus the SIP code. */
#define RUNGS_RULE_560 560000
/* And for those of its proxy about what the SBC sent. */
#define RUNGS_RULE_540 540000

/* Kinds of rows that are SIP: RUNGS_KIND_INVITE … RUNGS_KIND_OTHER. */
#define RUNGS_N_SIP_KINDS (RUNGS_KIND_OTHER + 1)

struct _RungsKnowledge
{
  GPtrArray *entries;     /* RungsEntry*, in file order */
  GHashTable *by_id;      /* id -> RungsEntry* */
  GHashTable *by_finding; /* id of a finding -> RungsEntry* */
  /* Domain "sip", by the kind of the request; the last row: where it is not known. */
  const RungsEntry *generic[RUNGS_N_SIP_KINDS + 1][RUNGS_MAX_SIP_CODE + 1];
  const RungsEntry *of_kind[RUNGS_N_SIP_KINDS]; /* what any refusal of such a request means */
  GPtrArray *problems;                          /* char*, of the user's files */
};

/* The list of a file's root object, which must say its schema and have nothing else. (transfer
 * none); NULL with @error */
JsonArray *rungs_knowledge_root_entries (JsonNode *root, const char *file, GError **error);

/* Puts the entries of the user's files in @folder before those that are there. What is wrong goes
 * to the problems. */
void rungs_knowledge_add_folder (RungsKnowledge *self, const char *folder);
/* The same of one text. */
void rungs_knowledge_add_yours (RungsKnowledge *self,
                                GPtrArray *yours,
                                const char *text,
                                gsize len,
                                const char *file);

/* Files @entry under all that leads to it without a search. @replaces: what is there already gives
 * way. */
void rungs_knowledge_index (RungsKnowledge *self, RungsEntry *entry, gboolean replaces);

/* One entry from JSON, checked field by field. (transfer full); NULL with @error naming @file,
 * entry and field. */
RungsEntry *rungs_entry_new (JsonNode *node,
                             const char *file,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rungs_entry_free (RungsEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsEntry, rungs_entry_free)

/* No text, number or finding leads to it: it is for all rows of its kinds. */
gboolean rungs_entry_is_of_kind (const RungsEntry *entry);

/* Microsoft's tables give the same ending of a call with 0 in one place and with 200 in another:
 * both are "no error". */
gboolean rungs_sip_same_ending (int a, int b);

/* TRUE when @text names the sign-in code @label ("AADSTS50076") and not a longer one. */
gboolean rungs_text_names_aadsts (RungsSpan text, const char *label);

G_END_DECLS
