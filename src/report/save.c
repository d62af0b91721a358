/* Saving a report: never half of one, and never over what it was made from. */
#include "config.h"

#include "report/report.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "report/draft.h"

gboolean
rungs_report_check_path (RungsTrace *trace, const char *path, gboolean replace, GError **error)
{
  g_autofree char *shown = NULL;
  struct stat info;

  g_return_val_if_fail (RUNGS_IS_TRACE (trace) && path != NULL, FALSE);

  shown = g_filename_display_name (path);
  if (g_stat (path, &info) == 0 && rungs_trace_is_made_from (trace, &info))
    g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_IS_INPUT,
                 _ ("“%s” is one of the inputs. A report cannot replace its own input."), shown);
  else if (!replace && g_lstat (path, &info) == 0
           && (g_stat (path, &info) != 0 || S_ISREG (info.st_mode)))
    g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_EXISTS, _ ("“%s” already exists."), shown);
  else
    return TRUE;
  return FALSE;
}

static gboolean
write_to_fd (const RungsReport *report,
             const RungsReportKind *kind,
             int fd,
             const char *path,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GOutputStream) out = g_unix_output_stream_new (fd, FALSE);
  g_autoptr (GError) local = NULL;
  g_autofree char *shown = NULL;

  if (kind->write (report, out, cancellable, &local)
      && g_output_stream_close (out, cancellable, &local))
    return TRUE;
  if (local->domain != G_IO_ERROR || local->code == G_IO_ERROR_CANCELLED)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  /* GIO does not know which file it is. */
  shown = g_filename_display_name (path);
  g_set_error (error, G_IO_ERROR, local->code, _ ("“%s” cannot be written: %s."), shown,
               local->message);
  return FALSE;
}

/* A pipe or a device has no half and cannot be renamed over. */
static gboolean
save_into (const RungsReport *report,
           const RungsReportKind *kind,
           const char *path,
           GCancellable *cancellable,
           GError **error)
{
  int fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);
  gboolean ok;

  if (fd < 0)
    return rungs_draft_fail (error, path);
  ok = write_to_fd (report, kind, fd, path, cancellable, error);
  close (fd);
  return ok;
}

gboolean
rungs_report_save (const RungsReport *report,
                   const RungsReportKind *kind,
                   const char *path,
                   gboolean replace,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autofree char *resolved = NULL;
  g_auto (RungsDraft) draft = { .fd = -1 };
  const char *target;
  struct stat info;
  gboolean is_there;

  g_return_val_if_fail (report != NULL && path != NULL, FALSE);

  if (kind == NULL)
    kind = rungs_report_find_kind (path, error);
  if (kind == NULL || !rungs_report_check_path (report->trace, path, replace, error))
    return FALSE;
  /* A link stays a link: what it leads to is replaced. */
  resolved = realpath (path, NULL);
  target = resolved != NULL ? resolved : path;
  is_there = g_stat (target, &info) == 0;
  if (is_there && !S_ISREG (info.st_mode))
    return save_into (report, kind, path, cancellable, error);
  return rungs_draft_open (&draft, target, error)
         && write_to_fd (report, kind, draft.fd, path, cancellable, error)
         && rungs_draft_commit (&draft, target, is_there ? &info : NULL, replace, error);
}
