/* Parts that the sections of the side panel are made of. */
#pragma once

#include <adwaita.h>

#include "app/session/session.h"

G_BEGIN_DECLS

/* A wrapped text that can be selected. @markup: of rungs_step_markup() or escaped. */
GtkWidget *rungs_part_text (const char *markup);
void rungs_part_add_dim (GtkBox *box, const char *text);

/* A heading in @details, with room for a button at its end (NULL: none); returns the box for what
 * stands below. */
GtkBox *rungs_part_section (GtkBox *details, const char *title, GtkWidget *button);
/* A flat button with a picture for the end of a heading. */
GtkWidget *rungs_part_button (const char *icon, const char *name, const char *action);

/* A boxed list in @box. */
GtkWidget *rungs_part_list (GtkBox *box);
/* A row for each line of a finding: a press shows it. Lines of other calls select their call
 * first. */
void rungs_part_add_finding (GtkWidget *list, RungsSession *session, const RungsFinding *finding);

/* "What the SBC Changed" and "Compared With a Good Call"; nothing when there is nothing to say. */
void rungs_part_add_changes (GtkBox *details, RungsSession *session);
void rungs_part_add_comparison (GtkBox *details, RungsSession *session);

G_END_DECLS
