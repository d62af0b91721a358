/* What leaves the program: one file per output kind behind one table. */
#pragma once

#include "diagnosis/verdict.h"
#include "ladder/ladder.h"
#include "memory/notes.h"

G_BEGIN_DECLS

typedef struct
{
  RungsTrace *trace;
  const RungsKnowledge *knowledge;
  RungsNotes *notes;    /* may be NULL */
  const guint32 *calls; /* indices */
  guint n_calls;
  gboolean redact;      /* numbers, names, hosts and addresses become consistent pseudonyms */
  gboolean only_failed; /* @calls are those of the trace that failed */
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
/* The same with an error that names the suffixes. */
const RungsReportKind *rungs_report_find_kind (const char *path, GError **error);

/* ".html, .md or .csv": all kinds, translated. (transfer full) */
char *rungs_report_suffixes (void) G_GNUC_WARN_UNUSED_RESULT;

/* Why a report has no call. (transfer none) */
const char *rungs_report_empty_sentence (gboolean only_failed);

/* Whether a report from @trace may be written to @path. RUNGS_ERROR_IS_INPUT: never, it is an input
 * by this or another name, or the archive of one. RUNGS_ERROR_EXISTS: another file is there and
 * must not be replaced (without @replace). */
gboolean rungs_report_check_path (RungsTrace *trace,
                                  const char *path,
                                  gboolean replace,
                                  GError **error);

/* Writes the whole file or nothing: FALSE leaves what was there, and rungs_report_check_path() is
 * asked first. @kind is NULL for that of the suffix of @path. */
gboolean rungs_report_save (const RungsReport *report,
                            const RungsReportKind *kind,
                            const char *path,
                            gboolean replace,
                            GCancellable *cancellable,
                            GError **error);

G_END_DECLS
