/* What leaves the program: one file per output kind behind one table. */
#pragma once

#include "diagnosis/verdict.h"
#include "ladder/ladder.h"
#include "trace/notes.h"

G_BEGIN_DECLS

typedef struct
{
  RungsTrace *trace;
  const RungsKnowledge *knowledge;
  RungsNotes *notes;    /* may be NULL */
  const guint32 *calls; /* indices */
  guint n_calls;
  gboolean redact; /* numbers, names, hosts and addresses become consistent pseudonyms */
} RungsReport;

typedef struct
{
  const char *suffix; /* ".html" */
  const char *title;  /* translated by the caller: "Web page" */
  gboolean (*write) (const RungsReport *report,
                     GOutputStream *out,
                     GCancellable *cancellable,
                     GError **error);
} RungsReportKind;

extern const RungsReportKind rungs_report_kinds[];
extern const guint rungs_n_report_kinds;

/* By the suffix of @path (or a bare ".html"), any case; NULL when no kind has it. */
const RungsReportKind *rungs_report_kind_for (const char *path);

/* Writes the whole file or nothing (a temporary file beside it, renamed). */
gboolean rungs_report_save (const RungsReport *report,
                            const char *path,
                            GCancellable *cancellable,
                            GError **error);

G_END_DECLS
