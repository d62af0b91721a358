/* The files that were opened with this program, as the desktop remembers them. A file that could
 * not be read is not among them. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  char *uri;
  char *name;          /* to show: the last part of its path */
  char *folder;        /* to show: where it is */
  GDateTime *opened;   /* (owned) */
  gboolean is_missing; /* it is not there any more, or not now */
} RungsRecent;

/* RungsRecent*: newest first, and those that are missing after all others. (transfer full) */
GPtrArray *rungs_recent_list (guint max) G_GNUC_WARN_UNUSED_RESULT;

/* Remembers @file for next time. */
void rungs_recent_add (GFile *file);
/* The desktop has one entry for all programs that opened a file: it goes for all of them. Entries
 * of other programs only stay. */
void rungs_recent_forget (GFile *file);
/* Puts the action "recent.clear" into @widget, which forgets all of them. */
void rungs_recent_add_action (GtkWidget *widget);

G_END_DECLS
