#include "config.h"

#include "app/window/loading-page.h"

#include <glib/gi18n.h>

/* Between two steps of a bar that does not know yet how far it is: a pipe or an archive is unpacked
 * first. */
#define PULSE_PERIOD 100

struct _RungsLoadingPage
{
  GtkWidget parent_instance;

  RungsSession *session;
  GCancellable *asking; /* for the sizes of the files; NULL: not under way */
  guint n_asked;        /* files whose size has not come yet */
  guint64 size;         /* of those whose size has come */
  guint pulse_id;

  AdwStatusPage *page;
  GtkProgressBar *bar;
};

G_DEFINE_FINAL_TYPE (RungsLoadingPage, rungs_loading_page, GTK_TYPE_WIDGET)

/* @size 0: not known. */
static void
show_title (RungsLoadingPage *self, guint64 size)
{
  g_autofree char *name = rungs_session_dup_loading_title (self->session);
  g_autofree char *amount = g_format_size (size);
  g_autofree char *title = NULL;

  if (name == NULL)
    return;
  if (size > 0)
    /* Translators: a file's name and its size */
    title = g_strdup_printf (_ ("Reading %s, %s"), name, amount);
  else
    title = g_strdup_printf (_ ("Reading %s"), name);
  adw_status_page_set_title (self->page, title);
}

static void
stop_asking (RungsLoadingPage *self)
{
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

static void
size_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RungsLoadingPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* What a folder or a pipe holds is not known beforehand. */
  if (info == NULL || g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      stop_asking (self);
      return;
    }
  self->size += (guint64) g_file_info_get_size (info);
  if (--self->n_asked == 0)
    show_title (self, self->size);
}

static void
ask_sizes (RungsLoadingPage *self)
{
  const char *const *paths = rungs_session_get_loading_paths (self->session);

  stop_asking (self);
  self->asking = g_cancellable_new ();
  self->size = 0;
  self->n_asked = g_strv_length ((char **) paths);
  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (paths[i]);

      g_file_query_info_async (
        file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
        G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, self->asking, size_cb, g_object_ref (self));
    }
}

static gboolean
pulse_cb (gpointer user_data)
{
  RungsLoadingPage *self = user_data;

  gtk_progress_bar_pulse (self->bar);
  return G_SOURCE_CONTINUE;
}

static void
fraction_cb (RungsLoadingPage *self)
{
  double fraction = rungs_session_get_fraction (self->session);
  gboolean is_lost = rungs_session_get_loading (self->session) && fraction <= 0;

  if (is_lost && self->pulse_id == 0)
    self->pulse_id = g_timeout_add (PULSE_PERIOD, pulse_cb, self);
  else if (!is_lost)
    {
      g_clear_handle_id (&self->pulse_id, g_source_remove);
      gtk_progress_bar_set_fraction (self->bar, fraction);
    }
}

static void
loading_cb (RungsLoadingPage *self)
{
  if (rungs_session_get_loading (self->session))
    {
      show_title (self, 0);
      ask_sizes (self);
    }
  else
    stop_asking (self);
  fraction_cb (self);
}

void
rungs_loading_page_set_session (RungsLoadingPage *self, RungsSession *session)
{
  g_return_if_fail (RUNGS_IS_LOADING_PAGE (self) && self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::loading", G_CALLBACK (loading_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::fraction", G_CALLBACK (fraction_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
rungs_loading_page_dispose (GObject *object)
{
  RungsLoadingPage *self = RUNGS_LOADING_PAGE (object);
  GtkWidget *child;

  stop_asking (self);
  g_clear_handle_id (&self->pulse_id, g_source_remove);
  g_clear_object (&self->session);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (rungs_loading_page_parent_class)->dispose (object);
}

static void
rungs_loading_page_class_init (RungsLoadingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rungs_loading_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rungs/Rungs/loading-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RungsLoadingPage, page);
  gtk_widget_class_bind_template_child (widget_class, RungsLoadingPage, bar);
}

static void
rungs_loading_page_init (RungsLoadingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
