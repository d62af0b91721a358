/* Private to trace/. */
#pragma once

#include "trace/choices.h"

G_BEGIN_DECLS

struct _RungsChoiceSet
{
  gatomicrefcount refs;
  GHashTable *alone;   /* char*: Call-IDs */
  GHashTable *joins;   /* char* key -> RungsChoicePair* */
  GHashTable *names;   /* char* device key -> char* */
  GHashTable *same_as; /* char* device key -> char* device key */
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

/* The key of the device that @device was merged into, else @device itself. */
const char *rungs_choice_set_resolve (const RungsChoiceSet *set, const char *device);

G_END_DECLS
