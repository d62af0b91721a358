/* Private to trace/. */
#pragma once

#include "memory/choices.h"

G_BEGIN_DECLS

struct _RungsChoiceSet
{
  gatomicrefcount refs;
  GHashTable *alone;   /* char*: Call-IDs */
  GHashTable *joins;   /* char* key -> RungsChoicePair* */
  GHashTable *names;   /* char* device key -> char* */
  GHashTable *same_as; /* char* device key -> char* device key */
  GHashTable *zones;   /* char* fingerprint of a file -> char* "+02:00" */
  GHashTable *shifts;  /* char* fingerprint of a file -> char* "+1.250 s" */
  GHashTable *headers; /* char* name of a join header -> char* "yes" */
};

typedef struct
{
  char *a, *b; /* Call-IDs */
} RungsChoicePair;

RungsChoiceSet *rungs_choice_set_new (void);
/* An own copy that nobody else has seen, to be changed. */
RungsChoiceSet *rungs_choice_set_copy (const RungsChoiceSet *set);

void rungs_choice_set_alone (RungsChoiceSet *set, const char *call_id, gboolean is_alone);
void rungs_choice_set_join (RungsChoiceSet *set, const char *a, const char *b, gboolean is_joined);
/* "" takes it away. */
void rungs_choice_set_name (RungsChoiceSet *set, const char *device, const char *name);
void rungs_choice_set_same_as (RungsChoiceSet *set, const char *device, const char *other);

void rungs_choice_set_zone (RungsChoiceSet *set, const char *file, const char *zone);
void rungs_choice_set_shift (RungsChoiceSet *set, const char *file, const char *shift);
void rungs_choice_set_header (RungsChoiceSet *set, const char *name, const char *yes);

/* What was decided about the clock of @input: FALSE when nothing was. @shift 0 and *@has_zone FALSE
 * for what was not. */
gboolean rungs_choice_set_get_clock (const RungsChoiceSet *set,
                                     RungsInput *input,
                                     gboolean *has_zone,
                                     int *utc_offset,
                                     gint64 *shift);

/* The key of the device that @device was merged into, else @device itself. */
const char *rungs_choice_set_resolve (const RungsChoiceSet *set, const char *device);

G_END_DECLS
