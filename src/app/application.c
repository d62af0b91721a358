#include "config.h"

#include "app/application.h"

#include <archive.h>
#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>
#include <pcap/pcap.h>

#include "app/settings.h"
#include "app/shot.h"
#include "app/window/help-overlay.h"
#include "app/window/opening.h"
#include "app/window/window.h"
#include "formats/text/yours.h"
#include "ladder/plain.h"
#include "sip/message.h"

/* The picture is taken when nothing has been under way for so many looks, so long apart. */
#define SHOT_PERIOD 100
#define SHOT_CALM 6
#define SHOT_PATIENCE 300
/* Problems of the user's knowledge that are said, in one toast. */
#define MAX_TOLD 3

struct _RungsApplication
{
  AdwApplication parent_instance;

  char *shot_path;
  guint shot_calm, shot_looks;
  guint shot_id;
};

G_DEFINE_FINAL_TYPE (RungsApplication, rungs_application, ADW_TYPE_APPLICATION)

static const struct
{
  const char *action;
  const char *keys[3];
} accels[] = {
  { "app.quit", { "<Control>q" } },
  { "window.close", { "<Control>w" } },
  { "win.open", { "<Control>o" } },
  { "win.open-folder", { "<Control><Shift>o" } },
  { "win.open-sample", { "<Control><Shift>s" } },
  { "win.files", { "<Control>i" } },
  { "win.add-files", { "<Control><Shift>i" } },
  { "win.compare", { "<Control>g" } },
  { "win.show-changes", { "<Control><Shift>g" } },
  { "win.export", { "<Control>e" } },
  { "win.export-failed", { "<Control><Shift>e" } },
  { "win.search", { "<Control>f" } },
  { "win.only-faults", { "<Control><Shift>f" } },
  { "win.show-routine", { "<Control>k" } },
  { "win.show-verdict", { "F9" } },
  { "win.back", { "<Alt>Left" } },
  { "win.zoom-in", { "<Control>plus", "<Control>equal" } },
  { "win.zoom-out", { "<Control>minus" } },
  { "win.zoom-reset", { "<Control>0" } },
  { "win.dense", { "<Control>d" } },
  { "win.show-events", { "<Control>b" } },
  { "win.copy-message", { "<Control><Shift>c" } },
  { "win.copy-steps", { "<Control><Shift>t" } },
  { "win.log-around", { "<Control>l" } },
  { "win.note", { "<Control>m" } },
  { "win.call-note", { "<Control><Shift>m" } },
};

char *
rungs_application_versions (void)
{
  g_auto (GStrv) pcap = g_strsplit (pcap_lib_version (), " (", 2);

  return g_strdup_printf (
    "Rungs %s\nGTK %u.%u.%u\nlibadwaita %u.%u.%u\nGtkSourceView %u.%u.%u\n"
    "GLib %u.%u.%u\n%s\n%s\n%s\n",
    RUNGS_VERSION, gtk_get_major_version (), gtk_get_minor_version (), gtk_get_micro_version (),
    adw_get_major_version (), adw_get_minor_version (), adw_get_micro_version (),
    gtk_source_get_major_version (), gtk_source_get_minor_version (),
    gtk_source_get_micro_version (), glib_major_version, glib_minor_version, glib_micro_version,
    rungs_sip_library (), pcap[0], archive_version_string ());
}

/* What of the user's own knowledge and formats cannot be used. A worker has read them by the time
 * the patterns are known. */
static void
tell_problems_cb (RungsWindow *window)
{
  static gboolean told;
  const GPtrArray *problems[2];
  g_autoptr (GString) sentences = g_string_new (NULL);
  guint n = 0;

  if (told || rungs_session_get_patterns (rungs_host_get_session (RUNGS_HOST (window))) == NULL)
    return;
  told = TRUE;
  problems[0] = rungs_knowledge_problems (rungs_knowledge_get ());
  problems[1] = rungs_text_problems ();
  for (guint list = 0; list < G_N_ELEMENTS (problems); list++)
    for (guint i = 0; i < problems[list]->len && n < MAX_TOLD; i++, n++)
      g_string_append_printf (sentences, "%s%s", n > 0 ? " " : "",
                              (const char *) g_ptr_array_index (problems[list], i));
  if (n > 0)
    rungs_host_say (RUNGS_HOST (window), sentences->str);
}

/* What of the user's own notes and decisions could not be read, and where new ones go. Whoever
 * misses a note has to know why. */
static void
tell_unread (GtkWindow *window)
{
  RungsSession *session = rungs_host_get_session (RUNGS_HOST (window));
  g_autofree char *notes = rungs_notes_dup_problem (rungs_session_get_notes (session));
  g_autofree char *choices = rungs_choices_dup_problem (rungs_session_get_choices (session));
  g_autofree char *body =
    g_strjoin (notes != NULL && choices != NULL ? "\n\n" : "", notes != NULL ? notes : "",
               choices != NULL ? choices : "", NULL);
  g_autofree char *plain = rungs_plain_block (rungs_span_of (body));
  GtkWidget *dialog;

  if (notes == NULL && choices == NULL)
    return;
  dialog = adw_message_dialog_new (window, _ ("Some of Your Notes Could Not Be Read"), plain);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static RungsWindow *
ensure_window (RungsApplication *self)
{
  GtkWindow *window = NULL;
  gboolean is_new;

  /* The one that was used last comes first; others stand beside it. */
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (window == NULL && RUNGS_IS_WINDOW (l->data))
      window = l->data;
  is_new = window == NULL;
  if (is_new)
    {
      window = GTK_WINDOW (rungs_window_new (GTK_APPLICATION (self)));
      g_signal_connect_object (rungs_host_get_session (RUNGS_HOST (window)), "notify::patterns",
                               G_CALLBACK (tell_problems_cb), window, G_CONNECT_SWAPPED);
    }
  gtk_window_present (window);
  if (is_new)
    tell_unread (window);
  return RUNGS_WINDOW (window);
}

static gboolean
shot_cb (gpointer user_data)
{
  RungsApplication *self = user_data;
  RungsWindow *window = ensure_window (self);
  gboolean is_busy = rungs_session_is_busy (rungs_host_get_session (RUNGS_HOST (window)));

  self->shot_calm = is_busy ? 0 : self->shot_calm + 1;
  self->shot_looks++;
  if (self->shot_calm < SHOT_CALM && self->shot_looks < SHOT_PATIENCE)
    return G_SOURCE_CONTINUE;
  self->shot_id = 0;
  if (!rungs_shot_save (GTK_WIDGET (window), self->shot_path))
    g_printerr ("%s: cannot be written\n", self->shot_path);
  gtk_window_close (GTK_WINDOW (window));
  return G_SOURCE_REMOVE;
}

static void
start_shot (RungsApplication *self)
{
  if (self->shot_path != NULL && self->shot_id == 0)
    self->shot_id = g_timeout_add (SHOT_PERIOD, shot_cb, self);
}

static void
rungs_application_activate (GApplication *application)
{
  ensure_window (RUNGS_APPLICATION (application));
  start_shot (RUNGS_APPLICATION (application));
}

static void
rungs_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  rungs_open_files (ensure_window (RUNGS_APPLICATION (application)), files, (guint) n_files,
                    RUNGS_OPEN_ASK);
  start_shot (RUNGS_APPLICATION (application));
}

static int
rungs_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_autofree char *versions = rungs_application_versions ();
      g_print ("%s", versions);
      return 0;
    }
  g_variant_dict_lookup (options, "screenshot", "^ay", &RUNGS_APPLICATION (application)->shot_path);
  return -1;
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (user_data);
  g_autofree char *versions = rungs_application_versions ();

  adw_show_about_window (window, "application-name", _ ("Rungs"), "application-icon", RUNGS_APP_ID,
                         "version", RUNGS_VERSION, "developer-name", _ ("The Rungs developers"),
                         "license-type", GTK_LICENSE_GPL_3_0, "debug-info", versions,
                         "debug-info-filename", "rungs-versions.txt", "comments",
                         _ ("Find out why a call failed, from the SBC’s log"),
                         /* Translators: your names, a line each */
                         "translator-credits", _ ("translator-credits"), NULL);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows = g_list_copy (gtk_application_get_windows (user_data));

  /* Closing saves what a window has to save; the last one ends the program. */
  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
  g_list_free (windows);
}

static void
style_cb (GSettings *settings, const char *key, gpointer user_data)
{
  static const AdwColorScheme schemes[] = {
    ADW_COLOR_SCHEME_DEFAULT,
    ADW_COLOR_SCHEME_FORCE_LIGHT,
    ADW_COLOR_SCHEME_FORCE_DARK,
  };

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      schemes[g_settings_get_enum (settings, "style")]);
}

static void
rungs_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    { "about", about_cb, NULL, NULL, NULL },
    { "quit", quit_cb, NULL, NULL, NULL },
  };
  g_autoptr (GAction) style = NULL;

  G_APPLICATION_CLASS (rungs_application_parent_class)->startup (application);

  gtk_source_init ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/io/github/rungs/Rungs/icons");
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   application);
  style = g_settings_create_action (rungs_settings (), "style");
  g_action_map_add_action (G_ACTION_MAP (application), style);
  g_signal_connect_object (rungs_settings (), "changed::style", G_CALLBACK (style_cb), application,
                           0);
  style_cb (rungs_settings (), "style", application);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accels[i].action,
                                           accels[i].keys);
}

static void
rungs_application_window_added (GtkApplication *application, GtkWindow *window)
{
  GtkShortcutsWindow *overlay = NULL;

  GTK_APPLICATION_CLASS (rungs_application_parent_class)->window_added (application, window);
  if (GTK_IS_APPLICATION_WINDOW (window))
    overlay = gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (window));
  if (overlay != NULL)
    rungs_help_overlay_spell_keys (GTK_WIDGET (overlay));
}

static void
rungs_application_finalize (GObject *object)
{
  RungsApplication *self = RUNGS_APPLICATION (object);

  g_clear_handle_id (&self->shot_id, g_source_remove);
  g_free (self->shot_path);
  G_OBJECT_CLASS (rungs_application_parent_class)->finalize (object);
}

static void
rungs_application_class_init (RungsApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = rungs_application_finalize;
  GTK_APPLICATION_CLASS (klass)->window_added = rungs_application_window_added;
  application_class->startup = rungs_application_startup;
  application_class->activate = rungs_application_activate;
  application_class->open = rungs_application_open;
  application_class->handle_local_options = rungs_application_handle_local_options;
}

static void
rungs_application_init (RungsApplication *self)
{
  static const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the versions of Rungs and its libraries"),
      NULL },
    { "screenshot", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, NULL, NULL, NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[FILE…]"));
}

RungsApplication *
rungs_application_new (void)
{
  return g_object_new (RUNGS_TYPE_APPLICATION, "application-id", RUNGS_APP_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/io/github/rungs/Rungs",
                       NULL);
}
