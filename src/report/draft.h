/* A file that is written whole before anybody sees it under its name. Private to report/. */
#pragma once

#include <gio/gio.h>
#include <sys/stat.h>

G_BEGIN_DECLS

typedef struct
{
  int fd;           /* to write to */
  char *name;       /* where it is meanwhile; NULL: it has no name */
  gboolean is_away; /* in the folder for temporary files: what is written has to be copied */
} RungsDraft;

/* A draft of @target, in its folder where that is allowed. What processes that died left of theirs
 * there is removed. */
gboolean rungs_draft_open (RungsDraft *self, const char *target, GError **error);

/* The draft becomes @target, onto the disk: one that has its name but no bytes would be empty after
 * a crash. @before is what @target is now, NULL when there is none: its mode is kept. Without
 * @replace a file that came meanwhile stays. */
gboolean rungs_draft_commit (RungsDraft *self,
                             const char *target,
                             const struct stat *before,
                             gboolean replace,
                             GError **error);

/* Leaves nothing of a draft that was not committed. */
void rungs_draft_clear (RungsDraft *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RungsDraft, rungs_draft_clear)

/* “@path” cannot be written, with the reason in errno. FALSE. */
gboolean rungs_draft_fail (GError **error, const char *path);

G_END_DECLS
