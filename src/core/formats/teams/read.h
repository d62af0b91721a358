/* Files of rows, whatever they are written in, to records: what the formats of teams.c are made
 * of. */
#pragma once

#include "formats/teams/row.h"

G_BEGIN_DECLS

/* As in RungsFormat, for rows of @kind. */
RungsProbe rungs_teams_probe (RungsTeamsKind kind, RungsSpan head);
gboolean rungs_teams_parse (RungsTeamsKind kind,
                            RungsReader *reader,
                            RungsSink *sink,
                            GCancellable *cancellable,
                            GError **error);
char *rungs_teams_show (RungsTeamsKind kind, RungsInput *input, RungsSpan bytes);

G_END_DECLS
