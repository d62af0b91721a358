/* test-icons SOURCE-ROOT [--without-svg]: every icon that the program names is drawn, and is not
 * the sign for a missing one. The names are collected from ui/, from src/app/ and from the
 * program's resources. With --without-svg gdk-pixbuf has no loader for SVG: then this must be
 * noticed. 77: that cannot be tried here. */
#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>

#include "app/application.h"

#define SIZE 16
#define ICONS "/io/github/rungs/Rungs/icons"

typedef struct
{
  GtkIconTheme *theme;
  GskRenderer *renderer;
  GPtrArray *missing; /* GBytes: the ways in which GTK says that an icon is missing */
} Drawer;

static void
add_matches (GHashTable *names, const char *text, const char *pattern)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    g_hash_table_add (names, g_match_info_fetch (match, 1));
}

/* @folder's files whose names end in @suffix. */
static void
add_from_files (GHashTable *names,
                const char *root,
                const char *folder,
                const char *suffix,
                const char *pattern)
{
  g_autofree char *path = g_build_filename (root, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_autofree char *text = NULL;

      if (g_str_has_suffix (name, suffix) && g_file_get_contents (file, &text, NULL, NULL))
        add_matches (names, text, pattern);
    }
}

static void
add_from_resources (GHashTable *names, const char *folder)
{
  g_auto (GStrv) children = g_resources_enumerate_children (folder, 0, NULL);

  for (guint i = 0; children != NULL && children[i] != NULL; i++)
    {
      g_autofree char *path = g_build_path ("/", folder, children[i], NULL);

      if (g_str_has_suffix (children[i], "/"))
        add_from_resources (names, path);
      else if (g_str_has_suffix (children[i], ".svg"))
        g_hash_table_add (names, g_strndup (children[i], strlen (children[i]) - 4));
    }
}

static GHashTable *
collect_names (const char *root)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  add_from_files (names, root, "ui", ".ui", "icon-name\"[^>]*>([^<]+)<");
  add_from_files (names, root, "src/app", ".c", "\"([a-z0-9][a-z0-9.-]*-symbolic)\"");
  add_from_files (names, root, "src/app", ".c",
                  "icon(?:_name)? \\([^;]*?\"([a-z0-9][a-z0-9.-]+)\"");
  add_from_resources (names, ICONS);
  return names;
}

/* Its pixels. */
static GBytes *
draw (Drawer *self, GtkIconPaintable *icon)
{
  const GdkRGBA black = { 0, 0, 0, 1 };
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  gsize size = (gsize) SIZE * SIZE * 4;
  guint8 *pixels = g_malloc0 (size);

  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, SIZE, SIZE,
                                            &black, 1);
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  if (node != NULL)
    {
      texture =
        gsk_renderer_render_texture (self->renderer, node, &GRAPHENE_RECT_INIT (0, 0, SIZE, SIZE));
      gdk_texture_download (texture, pixels, (gsize) SIZE * 4);
    }
  return g_bytes_new_take (pixels, size);
}

static GBytes *
draw_name (Drawer *self, const char *name)
{
  g_autoptr (GtkIconPaintable) icon =
    gtk_icon_theme_lookup_icon (self->theme, name, NULL, SIZE, 1, GTK_TEXT_DIR_LTR, 0);

  return draw (self, icon);
}

/* An icon that the theme does not have, and files of both kinds that cannot be read. */
static void
draw_missing (Drawer *self)
{
  const char *const broken[] = { "broken.svg", "broken-symbolic.svg" };
  g_autofree char *folder = g_dir_make_tmp ("rungs-icons-XXXXXX", NULL);

  g_ptr_array_add (self->missing, draw_name (self, "rungs-there-is-no-such-icon"));
  g_ptr_array_add (self->missing, draw_name (self, "rungs-there-is-no-such-icon-symbolic"));
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *path = g_build_filename (folder, broken[i], NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);
      g_autoptr (GtkIconPaintable) icon = NULL;

      g_assert_true (g_file_set_contents (path, "<svg", -1, NULL));
      icon = gtk_icon_paintable_new_for_file (file, SIZE, 1);
      g_ptr_array_add (self->missing, draw (self, icon));
      g_remove (path);
    }
  g_rmdir (folder);
}

static gboolean
is_empty (GBytes *pixels)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (pixels, &size);

  for (gsize i = 0; i < size; i++)
    if (data[i] != 0)
      return FALSE;
  return TRUE;
}

/* NULL: it is there. */
static const char *
trouble_with (Drawer *self, const char *name)
{
  g_autoptr (GBytes) pixels = NULL;

  if (!gtk_icon_theme_has_icon (self->theme, name))
    return "is not in the theme";
  pixels = draw_name (self, name);
  if (is_empty (pixels))
    return "is drawn as nothing";
  for (guint i = 0; i < self->missing->len; i++)
    if (g_bytes_equal (pixels, g_ptr_array_index (self->missing, i)))
      return "is drawn as a missing image";
  return NULL;
}

/* The theme as a user has it: the program's own icons, and Adwaita. */
static void
drawer_init (Drawer *self, RungsApplication *application)
{
  GError *error = NULL;

  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, &error));
  g_assert_no_error (error);
  self->theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());
  g_object_set (gtk_settings_get_default (), "gtk-icon-theme-name", "Adwaita", NULL);
  self->renderer = gsk_cairo_renderer_new ();
  g_assert_true (gsk_renderer_realize (self->renderer, NULL, &error));
  g_assert_no_error (error);
  self->missing = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  draw_missing (self);
}

static void
drawer_clear (Drawer *self)
{
  gsk_renderer_unrealize (self->renderer);
  g_clear_object (&self->renderer);
  g_clear_pointer (&self->missing, g_ptr_array_unref);
}

int
main (int argc, char **argv)
{
  gboolean without_svg = argc > 2 && g_str_equal (argv[2], "--without-svg");
  g_autoptr (RungsApplication) application = NULL;
  g_autoptr (GHashTable) names = NULL;
  Drawer drawer = { 0 };
  GHashTableIter iter;
  const char *name;
  guint n = 0, n_own = 0, n_own_missing = 0, n_missing = 0;

  g_return_val_if_fail (argc > 1, 2);
  /* Later versions of GTK draw SVG themselves. */
  if (without_svg && gtk_check_version (4, 19, 0) == NULL)
    return 77;
  application = rungs_application_new ();
  drawer_init (&drawer, application);
  names = collect_names (argv[1]);
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, (gpointer *) &name, NULL))
    {
      const char *trouble = trouble_with (&drawer, name);
      gboolean is_own = strstr (name, "rungs") != NULL;

      n++;
      n_own += is_own ? 1 : 0;
      n_missing += trouble != NULL ? 1 : 0;
      n_own_missing += is_own && trouble != NULL ? 1 : 0;
      if (trouble != NULL && !without_svg)
        g_printerr ("%s %s\n", name, trouble);
    }
  drawer_clear (&drawer);
  g_print ("%u icons, %u of them ours; %u are missing, %u of them ours\n", n, n_own, n_missing,
           n_own_missing);
  if (n < 30 || n_own < 15)
    return 2; /* the names were not found */
  return without_svg ? n_own_missing != n_own : n_missing != 0;
}
