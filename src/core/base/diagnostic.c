/* The names of what may be wrong with an input. */
#include "config.h"

#include "base/diagnostic.h"

const char *
rungs_diagnostic_kind_name (RungsDiagnosticKind kind)
{
  static const char *const names[] = {
    [RUNGS_DIAGNOSTIC_LOST_RECORDS] = "lost-records",
    [RUNGS_DIAGNOSTIC_CUT_MESSAGE] = "cut-message",
    [RUNGS_DIAGNOSTIC_LENGTH_MISMATCH] = "length-mismatch",
    [RUNGS_DIAGNOSTIC_MALFORMED] = "malformed",
    [RUNGS_DIAGNOSTIC_LIMIT] = "limit",
    [RUNGS_DIAGNOSTIC_ENCRYPTED] = "encrypted",
    [RUNGS_DIAGNOSTIC_CLOCK_JUMP] = "clock-jump",
    [RUNGS_DIAGNOSTIC_UNREADABLE] = "unreadable",
    [RUNGS_DIAGNOSTIC_LINE_ENDS] = "line-ends",
    [RUNGS_DIAGNOSTIC_NOTE] = "note",
    [RUNGS_DIAGNOSTIC_PARTIAL] = "partial",
  };

  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (names), "note");
  return names[kind];
}
