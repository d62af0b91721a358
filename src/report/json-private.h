/* Shared by the pages of the JSON: json.c has the documents and the calls, json-inputs.c the files
 * and their clocks, json-message.c messages and ladders. */
#pragma once

#include "diagnosis/sides.h"
#include "report/json-writer.h"
#include "report/redact.h"

G_BEGIN_DECLS

typedef struct
{
  const RungsReport *report;
  RungsTrace *trace;
  RungsRedact *redact;
  RungsJson *json;
  GCancellable *cancellable;
  guint n_deep; /* calls whose messages were all read */
} RungsJsonWriter;

/* A document: what is written between the two goes to @out. FALSE with the first error of the
 * stream. */
RungsJsonWriter rungs_json_writer_begin (const RungsReport *report,
                                         GOutputStream *out,
                                         GCancellable *cancellable);
gboolean rungs_json_writer_finish (RungsJsonWriter *writer, GError **error);

typedef char *(*RungsJsonFilter) (RungsRedact *redact, const char *text);

/* Text of the log behind the filter of the report; "" is null. */
void rungs_json_key_filtered (RungsJsonWriter *writer,
                              const char *key,
                              RungsJsonFilter filter,
                              const char *text);
void rungs_json_key_shown (RungsJsonWriter *writer, const char *key, const char *text);
void rungs_json_key_time (RungsJsonWriter *writer, const char *key, RungsStamp time, gboolean utc);
const char *rungs_json_string_of (RungsJsonWriter *writer, RungsString string);

/* json-inputs.c: the keys "inputs" and "clocks" with their arrays. */
void rungs_json_append_inputs (RungsJsonWriter *writer);
void rungs_json_append_clocks (RungsJsonWriter *writer);
/* The keys "partial" and "coverage" of a document. */
void rungs_json_append_coverage (RungsJsonWriter *writer);
/* The key "health" with what is missing of @call, or of input @input when @call is NULL. */
void rungs_json_append_health (RungsJsonWriter *writer, guint input, const RungsCall *call);

/* One object each. */
void rungs_json_append_message (RungsJsonWriter *writer,
                                const RungsCall *call,
                                guint index,
                                gboolean utc);
/* The key "records", when there are some. */
void rungs_json_append_records (RungsJsonWriter *writer, const RungsCall *call);
/* Of a record of RUNGS_RECORD_MEDIA, inside an object of the caller: its sessions and what it has
 * of them. */
void rungs_json_append_sessions (RungsJsonWriter *writer, guint32 record);
/* @is_document: it is all that is written, and says what it rests on. */
void rungs_json_append_ladder (RungsJsonWriter *writer,
                               const RungsCall *call,
                               gboolean is_document);

/* The fields of a finding, inside an object of the caller. */
void rungs_json_append_finding (RungsJsonWriter *writer,
                                const RungsCall *call,
                                const RungsFinding *finding);
/* An object: the two messages by row, and "rows". */
void rungs_json_append_pair (RungsJsonWriter *writer,
                             const RungsSidesPair *pair,
                             const char *left_key,
                             const char *right_key);
/* "vendor_steps" of an entry. */
void rungs_json_append_vendor_steps (RungsJson *json,
                                     const RungsVendor *vendor,
                                     const RungsEntry *entry);
/* "changes": what the SBC changed. @whole: with the messages side by side, else in words only. */
void rungs_json_append_changes (RungsJsonWriter *writer, const RungsCall *call, gboolean whole);

G_END_DECLS
