/* The bytes of one file, by offset. Read, never mapped: a log that is rotated while we read must
 * not be SIGBUS. Standard input, compressed files and archive members are unpacked into an unlinked
 * temporary file first, and UTF-16 into UTF-8, so that everything behind this page is plain bytes
 * that can be read again. */
#pragma once

#include <gio/gio.h>
#include <stdio.h>

#include "base/coverage.h"
#include "base/span.h"
#include "base/stamp.h"
#include "input/paste.h"

G_BEGIN_DECLS

typedef struct _RungsInput RungsInput;

/* The file on disk that bytes came from, by whatever name it is reached. */
typedef struct
{
  guint64 device, inode;
} RungsFileId;

/* What is not among the inputs, and why. */
typedef struct
{
  RungsCoverKind cover;
  guint n;             /* files */
  gboolean is_partial; /* it should have been: what was opened was not read to its end */
  char *text;          /* a sentence */
} RungsSkipped;
void rungs_skipped_free (RungsSkipped *skipped);
/* @skipped may be NULL. Takes @text. */
void rungs_skipped_add (GPtrArray *skipped,
                        RungsCoverKind cover,
                        guint n,
                        gboolean is_partial,
                        char *text);

/* Opens @path ("-" is standard input; a folder gives its files, sorted, recursively; an archive its
 * members). Adds RungsInput* to @inputs (free func rungs_input_unref). What cannot be opened inside
 * a folder or an archive is told by a RungsSkipped in @skipped (may be NULL) and does not fail.
 * Blocks; cancellable. */
gboolean rungs_input_open (const char *path,
                           GPtrArray *inputs,
                           GPtrArray *skipped,
                           GCancellable *cancellable,
                           GError **error);

/* Bytes in memory as an input, for tests, fuzzers and pasted text. Copies @bytes' reference.
 * (transfer full) */
RungsInput *rungs_input_new_bytes (const char *name, GBytes *bytes) G_GNUC_WARN_UNUSED_RESULT;

RungsInput *rungs_input_ref (RungsInput *input);
void rungs_input_unref (RungsInput *input);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsInput, rungs_input_unref)

/* As given by the user ("logs/sbc.log"), and "bundle.zip/sbc.log" for a member. UTF-8. */
const char *rungs_input_get_name (RungsInput *input);
const char *rungs_input_get_basename (RungsInput *input);
/* Where the file is, NULL for standard input, members and bytes. */
const char *rungs_input_get_path (RungsInput *input);
guint64 rungs_input_get_size (RungsInput *input);
/* The file that was opened for it: of a member its archive, of standard input what was redirected.
 * NULL: none. */
const RungsFileId *rungs_input_get_file_id (RungsInput *input);
/* Last change of the file as UTC; RUNGS_STAMP_NONE when there is none. */
RungsStamp rungs_input_get_mtime (RungsInput *input);

/* A sentence: why its bytes end before those of the file it came from. NULL: they do not. */
const char *rungs_input_get_cut (RungsInput *input);
/* TRUE when a read found the file shorter than it was when it was opened. Thread safe. */
gboolean rungs_input_has_shrunk (RungsInput *input);

/* Up to @len bytes at @offset: the number read, 0 at the end, -1 with @error. Thread safe. */
gssize rungs_input_read (RungsInput *input,
                         guint64 offset,
                         void *buffer,
                         gsize len,
                         GError **error);

/* What was done to the text where it was pasted: readers made from now on take it off. Before there
 * are any, once. */
void rungs_input_set_paste (RungsInput *input, const RungsPaste *paste);
const RungsPaste *rungs_input_get_paste (RungsInput *input); /* NULL: nothing */

/* A stdio stream of its own over the same bytes from the start, for libpcap. (transfer full):
 * fclose() it. */
FILE *rungs_input_open_stream (RungsInput *input, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* SHA-256 over size and the first and last 64 KiB: the same log is known again from another path.
 * (transfer full) */
char *rungs_input_fingerprint (RungsInput *input) G_GNUC_WARN_UNUSED_RESULT;

/* How its stamps are written, as was seen in it: RungsDates. */
void rungs_input_set_dates (RungsInput *input, guint dates);
guint rungs_input_get_dates (RungsInput *input);

/* The first byte from @offset on that is not NUL, or the size: what a sparse file has no blocks for
 * is not read. */
guint64 rungs_input_skip_nuls (RungsInput *input, guint64 offset);

/* Where the log begins: 0, or after the hole that a log rotation by copy and truncate leaves in
 * front of what a program writes on. */
guint64 rungs_input_get_begin (RungsInput *input);

G_END_DECLS
