/* What the pages of the session share. */
#pragma once

#include "app/session/session.h"

G_BEGIN_DECLS

struct _RungsSession
{
  GObject parent_instance;

  RungsTrace *trace;
  RungsNotes *notes;
  RungsChoices *choices;
  gboolean align;
  gboolean is_choosing; /* something was decided while a load was under way */
  /* the trace to come has the same messages, and other calls or names */
  gboolean is_other_grouping;
  gboolean keeps_call; /* the trace is another, the selected call is not */
  guint32 call;
  guint32 message;
  guint32 record;              /* shown while there is no message */
  const RungsFinding *finding; /* see rungs_session_get_shown_finding() */
  guint finding_line;
  RungsLadder *ladder;
  RungsAnswers *answers;   /* of the selected call, without the ladder; NULL: the worker is at it */
  RungsOverview *overview; /* of the whole trace; NULL: not known yet */
  gboolean show_events;

  /* session-load.c */
  char **paths;    /* what was opened; NULL: nothing */
  char **left_out; /* names of inputs that the user does not want to see; NULL: none */
  char **headers;  /* join headers that the user chose, as the last load heeded them */
  gboolean loading;
  char **loading_paths; /* of the load under way; NULL: there is none */
  double fraction;
  GCancellable *load;     /* of the load under way */
  GCancellable *stop;     /* of the same: ends it, and what was read stays */
  gboolean has_snapshot;  /* something of the load under way is shown */
  GCancellable *question; /* of the workers for the selected call */
  GCancellable *grouping; /* of the worker that groups anew */
  GCancellable *search;   /* of the worker that looks for patterns */
  guint n_working;
};

/* session-load.c */
/* Of the choices: groups anew, and reads anew where grouping cannot heed what was decided. */
void rungs_session_choices_changed (RungsSession *self);
void rungs_session_clear_load (RungsSession *self);
/* session.c: for "load-failed". */
void rungs_session_tell_failure (RungsSession *self, const GError *error);

G_END_DECLS
