/* Files into the window, from its own commands, from a drop and from another start of the program:
 * one path for all. */
#pragma once

#include "app/window/window.h"

G_BEGIN_DECLS

typedef enum
{
  /* the user said so: Open…, a recent file, the sample. Notes and choices are saved as they are
   * made */
  RUNGS_OPEN_INSTEAD,
  RUNGS_OPEN_ADD, /* the user said so: Add Files… */
  RUNGS_OPEN_ASK, /* a drop, another start: nobody said what becomes of the trace that is open */
} RungsOpening;

/* Opens files, folders and archives. What is not on a local disk is said in a toast. */
void rungs_open_files (RungsWindow *window, GFile *const *files, guint n_files, RungsOpening how);

/* Asks for files to add to those that are open, in a dialog over @parent. */
void rungs_opening_choose_more (RungsWindow *window, GtkWindow *parent);

/* For the window: its commands, the list of recent files, and drops. */
void rungs_opening_install_actions (GtkWidgetClass *widget_class);
void rungs_opening_connect (RungsWindow *window);

G_END_DECLS
