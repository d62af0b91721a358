/* What the pages of this folder share; nobody else includes it. */
#pragma once

#include "input/input.h"
#include "input/spool.h"

G_BEGIN_DECLS

/* Takes @fd. The input is the first @size bytes behind it. */
RungsInput *rungs_input_new_fd (const char *name,
                                const char *basename,
                                const char *path,
                                int fd,
                                guint64 size,
                                RungsStamp mtime) G_GNUC_WARN_UNUSED_RESULT;

/* Before anybody else has the input. */
void rungs_input_set_file_id (RungsInput *input, const RungsFileId *id);
/* Before anybody else has the input. Takes @sentence. */
void rungs_input_take_cut (RungsInput *input, char *sentence);

/* UTF-16 is only believed with its byte order mark: a capture may hold any two bytes a text could
 * begin with. */
gboolean rungs_encoding_is_utf16 (RungsSpan head);
RungsInput *rungs_encoding_to_utf8 (RungsInput *utf16,
                                    GCancellable *cancellable,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* By magic bytes alone: a suffix lies. */
gboolean rungs_archive_is_packed (RungsSpan head);

/* How much one file that the user gave may unpack to, archives in archives included. */
typedef struct
{
  guint64 allowed;
  guint64 used;
} RungsBudget;

typedef gboolean (*RungsMemberFunc) (RungsInput *member, gpointer user_data, GError **error);

/* Gives each member of @packed to @func, which stops by FALSE. Trouble with a member is a line in
 * @skipped; what could be unpacked of it is given all the same, and says that it is cut. FALSE with
 * @error when nothing at all can be unpacked, cancelled or stopped. */
gboolean rungs_archive_unpack (RungsInput *packed,
                               RungsBudget *budget,
                               RungsMemberFunc func,
                               gpointer user_data,
                               GPtrArray *skipped,
                               GCancellable *cancellable,
                               GError **error);

G_END_DECLS
