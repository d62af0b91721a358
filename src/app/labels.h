/* Labels of several lines. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Wraps its text between words, or where a word is too long inside of it; and without a hyphen
 * there, which would read as a part of a parameter's name. */
void rungs_label_wrap (GtkLabel *label);

G_END_DECLS
