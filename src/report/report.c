/* The table of report kinds, and saving one without ever leaving half of it. */
#include "config.h"

#include "report/report.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

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

static gboolean
fail (GError **error, const char *path)
{
  int saved = errno;
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved), _ ("“%s” cannot be written: %s."),
               shown, g_strerror (saved));
  return FALSE;
}

/* Everything to @fd, and onto the disk: a report that was renamed but not written would be empty after a crash. */
static gboolean
write_to_fd (const RungsReport *report,
             const RungsReportKind *kind,
             int fd,
             gboolean sync,
             const char *path,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GOutputStream) out = g_unix_output_stream_new (fd, FALSE);

  if (!kind->write (report, out, cancellable, error))
    return FALSE;
  if (!g_output_stream_close (out, cancellable, error))
    return FALSE;
  if (sync && fsync (fd) != 0)
    return fail (error, path);
  return TRUE;
}

/* g_file_replace() falls back to writing in place where it cannot keep owner or links, and that leaves half a
 * report when the disk is full. So: a file beside it, then rename. */
static gboolean
save_beside (const RungsReport *report,
             const RungsReportKind *kind,
             const char *path,
             const struct stat *before,
             GCancellable *cancellable,
             GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *temporary = g_build_filename (folder, ".rungs-XXXXXX", NULL);
  int fd = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0666); /* less the umask */
  gboolean ok;

  if (fd < 0)
    return fail (error, path);
  ok = write_to_fd (report, kind, fd, TRUE, path, cancellable, error);
  if (ok && before != NULL && fchmod (fd, before->st_mode & 07777) != 0)
    ok = fail (error, path);
  close (fd);
  if (ok && g_rename (temporary, path) != 0)
    ok = fail (error, path);
  if (!ok)
    g_unlink (temporary);
  return ok;
}

gboolean
rungs_report_save (const RungsReport *report,
                   const char *path,
                   GCancellable *cancellable,
                   GError **error)
{
  const RungsReportKind *kind = rungs_report_kind_for (path);
  g_autofree char *target = NULL;
  struct stat info;

  g_return_val_if_fail (report != NULL && path != NULL, FALSE);

  if (kind == NULL)
    {
      g_autofree char *shown = g_filename_display_name (path);
      g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_USAGE,
                   _ ("“%s” ends in no suffix of a report: .html, .md, .svg, .json or .csv."),
                   shown);
      return FALSE;
    }
  /* A link stays a link: what it leads to is replaced. */
  target = realpath (path, NULL);
  if (target == NULL || stat (target, &info) != 0)
    return save_beside (report, kind, path, NULL, cancellable, error);
  if (S_ISREG (info.st_mode))
    return save_beside (report, kind, target, &info, cancellable, error);
  {
    /* A pipe or a device has no half and cannot be renamed over. */
    int fd = g_open (target, O_WRONLY | O_CLOEXEC, 0);
    gboolean ok;

    if (fd < 0)
      return fail (error, path);
    ok = write_to_fd (report, kind, fd, FALSE, path, cancellable, error);
    close (fd);
    return ok;
  }
}
