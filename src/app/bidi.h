/* Numbers, addresses and times in a window that runs from right to left. Without care "+15550100411
 * → +15550100811" is drawn as "15550100811+ → 15550100411+", which swaps caller and callee, and
 * "+0.020" as "0.020+". */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @text for display: from right to left its values, or all of a text without a letter of a
 * right-to-left script, are isolated (U+2066 … U+2069). May be markup. (transfer full) */
char *rungs_bidi_text (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* "@from → @to" so that the arrow goes from the left name to the right one whatever their script
 * is. (transfer full) */
char *rungs_bidi_arrow (const char *from, const char *to) G_GNUC_WARN_UNUSED_RESULT;

/* Sets a property ("label", "title", "subtitle", "tooltip-text") to rungs_bidi_text() of @text,
 * which may be NULL. What is copied from a label has no isolates. */
void rungs_bidi_set (gpointer object, const char *property, const char *text);
/* NULL: none. */
void rungs_bidi_set_tip (GtkTooltip *tooltip, const char *text);
/* A label that is @text. */
GtkWidget *rungs_bidi_label_new (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
