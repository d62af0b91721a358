/* Files to the trace of the session: opened, added to, read again without some, grouped anew. */
#include "config.h"

#include "app/session/find.h"
#include "app/session/private.h"
#include "trace/loader.h"

/* What a load's callbacks know: they may come after another load has begun. */
typedef struct
{
  RungsSession *session; /* (owned) */
  GCancellable *load;    /* (owned) */
  /* The session's once something of it is shown; NULL from then on. */
  char **paths, **left_out, **headers;
  gboolean is_reload;
} Load;

/* @left_out: may be NULL. */
static RungsLoadOptions *
make_options (RungsSession *self, char **left_out)
{
  g_autoptr (RungsChoiceSet) set = rungs_choices_get_set (self->choices);
  const RungsLoadOptions options = {
    .choices = set,
    .align = self->align,
    .leave_out = (const char *const *) left_out,
  };

  return rungs_load_options_copy (&options);
}

static char **
join_headers (RungsSession *self)
{
  g_autoptr (RungsChoiceSet) set = rungs_choices_get_set (self->choices);

  return rungs_choice_set_dup_join_headers (set);
}

typedef struct
{
  RungsTrace *trace; /* (owned) */
  RungsLoadOptions *options;
} Grouping;

static void
grouping_free (gpointer data)
{
  Grouping *grouping = data;

  g_object_unref (grouping->trace);
  rungs_load_options_free (grouping->options);
  g_free (grouping);
}

static void
grouping_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  const Grouping *grouping = task_data;

  g_task_return_pointer (task, rungs_trace_regroup (grouping->trace, grouping->options),
                         g_object_unref);
}

static void
grouping_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RungsSession *self = RUNGS_SESSION (source);
  g_autoptr (RungsTrace) trace = g_task_propagate_pointer (G_TASK (result), NULL);

  self->n_working--;
  /* Cancelled: something else was decided or opened meanwhile. */
  if (trace == NULL)
    return;
  g_clear_object (&self->grouping);
  self->is_other_grouping = TRUE;
  rungs_session_set_trace (self, trace);
  self->is_other_grouping = FALSE;
  g_object_notify (G_OBJECT (self), "grouping");
}

static void
stop_grouping (RungsSession *self)
{
  if (self->grouping == NULL)
    return;
  g_cancellable_cancel (self->grouping);
  g_clear_object (&self->grouping);
  g_object_notify (G_OBJECT (self), "grouping");
}

/* While a load is under way its end will do it. */
static void
regroup (RungsSession *self)
{
  g_autoptr (GTask) task = NULL;
  Grouping *grouping;

  stop_grouping (self);
  self->is_choosing = self->loading;
  if (self->trace == NULL || self->loading || rungs_trace_is_snapshot (self->trace))
    return;

  grouping = g_new0 (Grouping, 1);
  grouping->trace = g_object_ref (self->trace);
  grouping->options = make_options (self, NULL);
  self->grouping = g_cancellable_new ();
  task = g_task_new (self, self->grouping, grouping_cb, NULL);
  g_task_set_source_tag (task, regroup);
  g_task_set_task_data (task, grouping, grouping_free);
  self->n_working++;
  g_task_run_in_thread (task, grouping_thread);
  g_object_notify (G_OBJECT (self), "grouping");
}

gboolean
rungs_session_get_align (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), FALSE);
  return self->align;
}

void
rungs_session_set_align (RungsSession *self, gboolean align)
{
  g_return_if_fail (RUNGS_IS_SESSION (self));

  if (self->align == align)
    return;
  self->align = align;
  regroup (self);
}

static void
load_free (Load *load)
{
  g_object_unref (load->session);
  g_object_unref (load->load);
  g_strfreev (load->paths);
  g_strfreev (load->left_out);
  g_strfreev (load->headers);
  g_free (load);
}

static void
replace (char ***mine, char ***theirs)
{
  g_strfreev (*mine);
  *mine = g_steal_pointer (theirs);
}

/* Something of the load is shown from now on. */
static void
take_files (RungsSession *self, Load *load)
{
  if (load->paths == NULL)
    return;
  replace (&self->paths, &load->paths);
  replace (&self->left_out, &load->left_out);
  replace (&self->headers, &load->headers);
}

static void
progress_cb (double fraction, RungsTrace *snapshot, gpointer user_data)
{
  Load *load = user_data;
  RungsSession *self = load->session;

  if (self->load != load->load || g_cancellable_is_cancelled (load->load))
    return;
  /* The same files once more: what is shown stays until the whole is there. */
  if (snapshot != NULL && !load->is_reload)
    {
      take_files (self, load);
      self->has_snapshot = TRUE;
      rungs_session_set_trace (self, snapshot);
    }
  self->fraction = CLAMP (fraction, 0, 1);
  g_object_notify (G_OBJECT (self), "fraction");
}

static void
end_load (RungsSession *self)
{
  g_clear_object (&self->load);
  g_clear_pointer (&self->loading_paths, g_strfreev);
  g_clear_object (&self->stop);
  self->loading = FALSE;
  g_object_notify (G_OBJECT (self), "loading");
}

static void
load_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Load *load = user_data;
  RungsSession *self = load->session;
  g_autoptr (GError) error = NULL;
  g_autoptr (RungsTrace) trace = rungs_trace_load_finish (result, &error);

  /* Another load began, or the user stopped this one. */
  if (self->load == load->load)
    {
      gboolean has_new_choices = self->is_choosing;

      if (trace != NULL)
        {
          take_files (self, load);
          self->is_other_grouping = load->is_reload;
          rungs_session_set_trace (self, trace);
          self->is_other_grouping = FALSE;
        }
      end_load (self);
      if (trace != NULL && has_new_choices)
        rungs_session_choices_changed (self);
      if (trace == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        rungs_session_tell_failure (self, error);
    }
  load_free (load);
}

/* Takes @paths and @left_out. */
static void
start_load (RungsSession *self, char **paths, char **left_out, gboolean is_reload)
{
  g_autoptr (RungsLoadOptions) options = make_options (self, left_out);
  Load *load;

  rungs_session_cancel (self);
  stop_grouping (self);
  self->is_choosing = FALSE;
  self->load = g_cancellable_new ();
  self->stop = g_cancellable_new ();
  options->stop = g_object_ref (self->stop);
  self->has_snapshot = FALSE;
  self->loading = TRUE;
  self->loading_paths = g_strdupv (paths);
  self->fraction = 0;

  load = g_new0 (Load, 1);
  load->session = g_object_ref (self);
  load->load = g_object_ref (self->load);
  load->paths = paths;
  load->left_out = left_out;
  load->headers = join_headers (self);
  load->is_reload = is_reload;
  g_object_notify (G_OBJECT (self), "fraction");
  g_object_notify (G_OBJECT (self), "loading");
  rungs_trace_load_async ((const char *const *) paths, options, progress_cb, load, self->load,
                          load_cb, load);
}

void
rungs_session_open (RungsSession *self, const char *const *paths)
{
  g_return_if_fail (RUNGS_IS_SESSION (self));
  g_return_if_fail (paths != NULL && paths[0] != NULL);

  self->align = FALSE;
  start_load (self, g_strdupv ((char **) paths), NULL, FALSE);
}

/* The trace that is shown is of the files that were opened last. */
static gboolean
is_shown (RungsSession *self)
{
  return self->trace != NULL && self->paths != NULL
         && (self->loading_paths == NULL
             || g_strv_equal ((const char *const *) self->paths,
                              (const char *const *) self->loading_paths));
}

void
rungs_session_add (RungsSession *self, const char *const *paths)
{
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  char **before;

  g_return_if_fail (RUNGS_IS_SESSION (self));
  g_return_if_fail (paths != NULL && paths[0] != NULL);

  before = self->loading_paths != NULL ? self->loading_paths : self->paths;
  if (before == NULL)
    {
      rungs_session_open (self, paths);
      return;
    }
  g_strv_builder_addv (all, (const char **) before);
  for (guint i = 0; paths[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) before, paths[i]))
      g_strv_builder_add (all, paths[i]);
  start_load (self, g_strv_builder_end (all), is_shown (self) ? g_strdupv (self->left_out) : NULL,
              is_shown (self));
}

const char *const *
rungs_session_get_paths (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), NULL);
  return (const char *const *) self->paths;
}

const char *const *
rungs_session_get_loading_paths (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), NULL);
  return (const char *const *) self->loading_paths;
}

char *
rungs_session_dup_loading_title (RungsSession *self)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (RUNGS_IS_SESSION (self), NULL);
  if (self->loading_paths == NULL)
    return NULL;
  name = g_path_get_basename (self->loading_paths[0]);
  return rungs_session_name_several (name, g_strv_length (self->loading_paths));
}

void
rungs_session_leave_out (RungsSession *self, const char *name, gboolean is_left_out)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  g_return_if_fail (RUNGS_IS_SESSION (self));
  g_return_if_fail (name != NULL);

  if (self->paths == NULL)
    return;
  for (guint i = 0; self->left_out != NULL && self->left_out[i] != NULL; i++)
    if (strcmp (self->left_out[i], name) != 0)
      g_strv_builder_add (names, self->left_out[i]);
  if (is_left_out)
    g_strv_builder_add (names, name);
  start_load (self, g_strdupv (self->paths), g_strv_builder_end (names), TRUE);
}

const char *const *
rungs_session_get_left_out (RungsSession *self)
{
  g_return_val_if_fail (RUNGS_IS_SESSION (self), NULL);
  return (const char *const *) self->left_out;
}

void
rungs_session_choices_changed (RungsSession *self)
{
  g_auto (GStrv) headers = join_headers (self);

  /* Headers are read once, with the messages. */
  if (!self->loading && self->paths != NULL && self->headers != NULL
      && !g_strv_equal ((const char *const *) headers, (const char *const *) self->headers))
    start_load (self, g_strdupv (self->paths), g_strdupv (self->left_out), TRUE);
  else
    regroup (self);
}

void
rungs_session_cancel (RungsSession *self)
{
  g_return_if_fail (RUNGS_IS_SESSION (self));

  if (self->load == NULL)
    return;
  g_cancellable_cancel (self->load);
  end_load (self);
}

void
rungs_session_stop (RungsSession *self)
{
  g_return_if_fail (RUNGS_IS_SESSION (self));

  if (self->load != NULL && self->has_snapshot)
    g_cancellable_cancel (self->stop);
  else
    rungs_session_cancel (self);
}

void
rungs_session_clear_load (RungsSession *self)
{
  if (self->load != NULL)
    g_cancellable_cancel (self->load);
  g_clear_object (&self->load);
  g_clear_object (&self->stop);
  if (self->grouping != NULL)
    g_cancellable_cancel (self->grouping);
  g_clear_object (&self->grouping);
  g_clear_pointer (&self->loading_paths, g_strfreev);
  g_clear_pointer (&self->paths, g_strfreev);
  g_clear_pointer (&self->left_out, g_strfreev);
  g_clear_pointer (&self->headers, g_strfreev);
}
