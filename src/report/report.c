/* The table of report kinds. */
#include "config.h"

#include "report/report.h"

#include <glib/gi18n-lib.h>

#include "base/error.h"
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

char *
rungs_report_suffixes (void)
{
  g_autoptr (GString) list = g_string_new (rungs_report_kinds[0].suffix);

  for (guint i = 1; i + 1 < rungs_n_report_kinds; i++)
    g_string_append_printf (list, ", %s", rungs_report_kinds[i].suffix);
  /* Translators: suffixes of files: ".html, .md, .json", and the last one ".csv" */
  return g_strdup_printf (_ ("%s or %s"), list->str,
                          rungs_report_kinds[rungs_n_report_kinds - 1].suffix);
}

const RungsReportKind *
rungs_report_find_kind (const char *path, GError **error)
{
  const RungsReportKind *kind = rungs_report_kind_for (path);
  g_autofree char *shown = NULL, *suffixes = NULL;

  if (kind != NULL)
    return kind;
  shown = g_filename_display_name (path);
  suffixes = rungs_report_suffixes ();
  g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_USAGE, _ ("“%s” has no known suffix; use %s"), shown,
               suffixes);
  return NULL;
}

const char *
rungs_report_empty_sentence (gboolean only_failed)
{
  return only_failed ? _ ("No call failed.") : _ ("There is no call in the input.");
}
