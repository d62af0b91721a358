/* JSON straight to a stream. json-glib builds a tree before it prints: of a trace with 130,000
 * calls that tree is gigabytes, and the first byte comes after the last call. This writer holds one
 * buffer. Strings may be any bytes: what is not UTF-8 is read as Windows-1252, so the output is
 * always valid JSON. */
#pragma once

#include <gio/gio.h>

#include "base/span.h"

G_BEGIN_DECLS

typedef struct _RungsJson RungsJson;

/* @out and @cancellable must outlive the writer. */
RungsJson *rungs_json_new (GOutputStream *out, GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
void rungs_json_free (RungsJson *json);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsJson, rungs_json_free)

void rungs_json_begin_object (RungsJson *json);
void rungs_json_end_object (RungsJson *json);
void rungs_json_begin_array (RungsJson *json);
void rungs_json_end_array (RungsJson *json);

/* The name of the next value; a literal of ours, written as it is. */
void rungs_json_key (RungsJson *json, const char *key);
void rungs_json_string (RungsJson *json, const char *value); /* NULL is null */
void rungs_json_int (RungsJson *json, gint64 value);
/* A number as it is to stand there: valid JSON is the caller's business. */
void rungs_json_number (RungsJson *json, const char *value);
void rungs_json_bool (RungsJson *json, gboolean value);
void rungs_json_null (RungsJson *json);

/* Key and value in one. */
void rungs_json_key_string (RungsJson *json, const char *key, const char *value);
void rungs_json_key_text (RungsJson *json, const char *key, const char *value); /* "" is null too */
void rungs_json_key_int (RungsJson *json, const char *key, gint64 value);
void rungs_json_key_int_or_null (RungsJson *json, const char *key, gint64 value, gboolean is_there);
void rungs_json_key_bool (RungsJson *json, const char *key, gboolean value);
void rungs_json_key_null (RungsJson *json, const char *key);

/* A line break before the next value: one call a line can be read and searched. Ends a line of
 * NDJSON too. */
void rungs_json_break (RungsJson *json);

/* Ends the last line and writes what is left. FALSE with the first error that any of the calls
 * met. */
gboolean rungs_json_finish (RungsJson *json, GError **error);

/* TRUE when writing failed or was cancelled: then there is no sense in going on. */
gboolean rungs_json_has_failed (RungsJson *json);

G_END_DECLS
