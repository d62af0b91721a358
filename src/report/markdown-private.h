/* Shared by the pages of the Markdown. */
#pragma once

#include "report/markdown.h"
#include "report/summary.h"

G_BEGIN_DECLS

/* A finding as an item of a list. */
void rungs_markdown_append_finding (const RungsSummary *summary,
                                    const RungsFinding *finding,
                                    GString *out);
/* Text of any kind in a fence that it cannot end; @text ends with a line end. */
void rungs_markdown_append_block (GString *out, const char *language, const char *text);
/* What the SBC changed; nothing when there is nothing to say. */
void rungs_markdown_append_changes (const RungsSummary *summary,
                                    const RungsCall *call,
                                    GString *out);

G_END_DECLS
