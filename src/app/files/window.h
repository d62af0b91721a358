/* The open files: what each is, its zone, its clock against the others, what is left out, and the
 * headers that join legs. All of it holds at once and can be taken back. */
#pragma once

#include <adwaita.h>

#include "app/session/session.h"

G_BEGIN_DECLS

#define RUNGS_TYPE_FILES_WINDOW (rungs_files_window_get_type ())
G_DECLARE_FINAL_TYPE (RungsFilesWindow,
                      rungs_files_window,
                      RUNGS,
                      FILES_WINDOW,
                      AdwPreferencesWindow)

/* Over @parent. Signal "add-files": the user wants to choose some. */
GtkWidget *rungs_files_window_new (GtkWindow *parent,
                                   RungsSession *session) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
