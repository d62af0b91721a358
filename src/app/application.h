/* The program: one window, files handed over by a second start, the command line. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RUNGS_TYPE_APPLICATION (rungs_application_get_type ())
G_DECLARE_FINAL_TYPE (RungsApplication, rungs_application, RUNGS, APPLICATION, AdwApplication)

RungsApplication *rungs_application_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* "Rungs 0.1.0" and the libraries it runs on, a line each. (transfer full) */
char *rungs_application_versions (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
