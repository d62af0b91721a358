/* Telling what happened to a log that was pasted into a mail, a ticket or a web page
 * (input/paste.h). */
#pragma once

#include "input/paste.h"

G_BEGIN_DECLS

/* Looks at the SIP in @head, a block of whole lines. FALSE when nothing happened to it. */
gboolean rungs_paste_look (RungsSpan head, RungsPaste *paste);

/* @head without it. (transfer full) */
GString *rungs_paste_clean_all (const RungsPaste *paste, RungsSpan head);

G_END_DECLS
