/* Does a definition understand its own samples? */
#pragma once

#include "formats/text/definition.h"

G_BEGIN_DECLS

/* The host of both ends in the message that a sample without one gets: what the sample itself does
 * not say. */
#define RUNGS_TEXT_SAMPLE_HOST "unknown.invalid"

typedef struct
{
  /* From 1, among those of its kind. */
  guint number;
  /* One that must match; else it must not. */
  gboolean must_match;
  gboolean is_claimed;
  /* The first message in it, as the sink got it; NULL: none. */
  const RungsSinkMessage *message;
} RungsTextSample;

typedef void (*RungsTextSampleFunc) (gpointer data, const RungsTextSample *sample);

/* A sample without a message gets one, one that ends in a start line gets the headers. @func (may
 * be NULL) is told about each. FALSE with @error: an expression is wrong, or the first sample that
 * is not as it must be. */
gboolean rungs_text_definition_check (const RungsTextDefinition *self,
                                      const char *file,
                                      RungsTextSampleFunc func,
                                      gpointer data,
                                      GError **error);

/* Is a sample with a @message as it must be? */
gboolean rungs_text_sample_is_right (const RungsTextSample *self);

G_END_DECLS
