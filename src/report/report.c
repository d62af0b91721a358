/* The table of report kinds. */
#include "config.h"

#include "report/report.h"

#include <glib/gi18n-lib.h>

#include "report/csv.h"
#include "report/html.h"
#include "report/json.h"
#include "report/markdown.h"
#include "report/svg.h"

const RungsReportKind rungs_report_kinds[] = {
  { ".html", N_ ("Web page"), rungs_report_write_html },
  { ".md", N_ ("Ticket text (Markdown)"), rungs_report_write_markdown },
  { ".svg", N_ ("Ladder picture (SVG)"), rungs_report_write_svg },
  { ".json", N_ ("Data (JSON)"), rungs_report_write_json },
  { ".csv", N_ ("Call list (CSV)"), rungs_report_write_csv },
};
const guint rungs_n_report_kinds = G_N_ELEMENTS (rungs_report_kinds);

const RungsReportKind *
rungs_report_kind_for (const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  for (guint i = 0; i < rungs_n_report_kinds; i++)
    {
      gsize len = strlen (path), n = strlen (rungs_report_kinds[i].suffix);

      if (len >= n && g_ascii_strcasecmp (path + len - n, rungs_report_kinds[i].suffix) == 0)
        return &rungs_report_kinds[i];
    }
  return NULL;
}

const char *
rungs_report_empty_sentence (gboolean only_failed)
{
  return only_failed ? _ ("No call failed.") : _ ("There is no call in the input.");
}
