/* How the parameters of the entries' steps are called on the SBC of the log:
 * data/vendors/vendors.json, compiled in. */
#pragma once

#include <gio/gio.h>

#include "base/span.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;       /* "oracle" */
  char *title;    /* "Oracle SBC" */
  char **formats; /* ids of the logs that it writes */
  char **agents;  /* fragments of Server and User-Agent */
} RungsVendor;

typedef struct
{
  /* "`session-agent` with `ping-method OPTIONS`": what stands between backticks is code */
  char *text;
  gboolean verified; /* held against the vendor's manual or a device */
} RungsVendorTerm;

/* NULL: not known. */
const RungsVendor *rungs_vendor_by_id (const char *id);
const RungsVendor *rungs_vendor_of_format (const char *format_id);
/* What an SBC says of itself. */
const RungsVendor *rungs_vendor_of_agent (RungsSpan agent);

/* What @step speaks of (the steps name AudioCodes' parameters), in the words of @vendor:
 * RungsVendorTerm*, in the order of the data; none for AudioCodes itself, for NULL, and where the
 * data has nothing. (transfer container) */
GPtrArray *rungs_vendor_terms (const RungsVendor *vendor,
                               const char *step) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
