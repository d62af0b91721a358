/* Sign-in errors in the lines of any log: see teams-sign-in-text.c. */
#pragma once

#include "formats/format.h"

G_BEGIN_DECLS

/* The time that @line says, if it does. "Z" behind it tells UTC. */
void rungs_sign_ins_line_time (RungsSpan line, RungsStamp *time, gboolean *is_local);

typedef struct _RungsSignIns RungsSignIns;

RungsSignIns *rungs_sign_ins_new (RungsSink *sink) G_GNUC_WARN_UNUSED_RESULT;
void rungs_sign_ins_free (RungsSignIns *sign_ins);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsSignIns, rungs_sign_ins_free)

/* A line without its end; [@offset, @end) is its place. */
void rungs_sign_ins_take_line (RungsSignIns *sign_ins,
                               RungsSpan line,
                               guint64 offset,
                               guint64 end,
                               guint32 number);
/* When the lines from here on were written, in UTC, for those who know it better than their
 * text. */
void rungs_sign_ins_set_time (RungsSignIns *sign_ins, RungsStamp time);
/* Whose log it is, for errors that do not say it. */
void rungs_sign_ins_set_user (RungsSignIns *sign_ins, RungsSpan user);
/* There are no more lines: hands out the error that may still have gone on. */
void rungs_sign_ins_finish (RungsSignIns *sign_ins);

G_END_DECLS
