#include "config.h"

#include "app/files/join-headers-group.h"

#include <glib/gi18n.h>

#include "base/limits.h"
#include "calls/join-headers.h"
#include "ladder/plain.h"
#include "memory/choices.h"

#define EXAMPLE_CHARS 40

struct _RungsJoinHeadersGroup
{
  AdwPreferencesGroup parent_instance;

  AdwEntryRow *entry;
  GPtrArray *rows; /* GtkWidget*: what was added below the entry */
  char **names;
};

G_DEFINE_FINAL_TYPE (RungsJoinHeadersGroup, rungs_join_headers_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  HEADER_CHOSEN,
  REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
refuse (RungsJoinHeadersGroup *self, const char *sentence)
{
  gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  g_signal_emit (self, signals[REFUSED], 0, sentence);
}

static void
changed_cb (GtkWidget *row)
{
  gtk_widget_remove_css_class (row, "error");
}

static gboolean
has_name (RungsJoinHeadersGroup *self, const char *name)
{
  for (guint i = 0; self->names != NULL && self->names[i] != NULL; i++)
    if (g_ascii_strcasecmp (self->names[i], name) == 0)
      return TRUE;
  return FALSE;
}

static void
apply_cb (RungsJoinHeadersGroup *self)
{
  g_autofree char *name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  g_autofree char *sentence = NULL;

  g_strstrip (name);
  /* As it is copied from a message. */
  if (g_str_has_suffix (name, ":"))
    name[strlen (name) - 1] = '\0';
  if (!rungs_choices_is_header_name (name))
    {
      sentence =
        g_strdup_printf (_ ("“%s” is not a valid header name; write it as X-Customer-Call"), name);
      refuse (self, sentence);
      return;
    }
  if (has_name (self, name))
    {
      sentence = g_strdup_printf (_ ("%s is in the list already"), name);
      refuse (self, sentence);
      return;
    }
  if (self->names != NULL && g_strv_length (self->names) >= RUNGS_MAX_JOIN_HEADERS)
    {
      refuse (self, _ ("No more headers can be added; remove one first"));
      return;
    }
  adw_entry_row_set_show_apply_button (self->entry, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  adw_entry_row_set_show_apply_button (self->entry, TRUE);
  g_signal_emit (self, signals[HEADER_CHOSEN], 0, name, TRUE);
}

static void
row_clicked_cb (GtkButton *button, RungsJoinHeadersGroup *self)
{
  g_autofree char *name = g_strdup (g_object_get_data (G_OBJECT (button), "name"));

  g_signal_emit (self, signals[HEADER_CHOSEN], 0, name,
                 g_object_get_data (G_OBJECT (button), "add") != NULL);
}

static void
add_row (RungsJoinHeadersGroup *self, const char *name, const char *subtitle, gboolean is_offer)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = is_offer ? gtk_button_new_with_label (_ ("Use"))
                               : gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *label = is_offer ? g_strdup_printf (_ ("Join legs by %s"), name)
                                    : g_strdup_printf (_ ("Join legs by %s no more"), name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  if (!is_offer)
    gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "name", g_strdup (name), g_free);
  if (is_offer)
    g_object_set_data (G_OBJECT (button), "add", button);
  g_signal_connect_object (button, "clicked", G_CALLBACK (row_clicked_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static char *
offer_text (const RungsJoinSuggestion *suggestion)
{
  g_autofree char *example = rungs_plain_line (rungs_span_of (suggestion->example), EXAMPLE_CHARS);

  /* Translators: of a header; %s is one of its values */
  return g_strdup_printf (ngettext ("%u value stands on both sides, such as %s",
                                    "%u values stand on both sides, such as %s",
                                    suggestion->n_values),
                          suggestion->n_values, example);
}

void
rungs_join_headers_group_show (RungsJoinHeadersGroup *self,
                               const char *const *names,
                               const GPtrArray *suggestions)
{
  g_return_if_fail (RUNGS_IS_JOIN_HEADERS_GROUP (self));

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  g_strfreev (self->names);
  self->names = g_strdupv ((char **) names);
  for (guint i = 0; names[i] != NULL; i++)
    add_row (self, names[i], _ ("Legs are joined by it"), FALSE);
  for (guint i = 0; suggestions != NULL && i < suggestions->len; i++)
    {
      const RungsJoinSuggestion *suggestion = suggestions->pdata[i];
      g_autofree char *text = offer_text (suggestion);

      if (!has_name (self, suggestion->name))
        add_row (self, suggestion->name, text, TRUE);
    }
}

static void
rungs_join_headers_group_finalize (GObject *object)
{
  RungsJoinHeadersGroup *self = RUNGS_JOIN_HEADERS_GROUP (object);

  g_ptr_array_unref (self->rows);
  g_strfreev (self->names);
  G_OBJECT_CLASS (rungs_join_headers_group_parent_class)->finalize (object);
}

static void
rungs_join_headers_group_class_init (RungsJoinHeadersGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rungs_join_headers_group_finalize;

  signals[HEADER_CHOSEN] =
    g_signal_new ("header-chosen", RUNGS_TYPE_JOIN_HEADERS_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[REFUSED] = g_signal_new ("refused", RUNGS_TYPE_JOIN_HEADERS_GROUP, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
rungs_join_headers_group_init (RungsJoinHeadersGroup *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);

  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (group, _ ("Join Headers"));
  adw_preferences_group_set_description (
    group, _ ("Legs whose first INVITE has the same value in such a header are one call. The "
              "headers that SBCs are known to use need not be named."));
  self->entry = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->entry),
                                 _ ("Name of a header, such as X-Customer-Call"));
  adw_entry_row_set_show_apply_button (self->entry, TRUE);
  g_signal_connect_object (self->entry, "apply", G_CALLBACK (apply_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self->entry, "changed", G_CALLBACK (changed_cb), NULL);
  adw_preferences_group_add (group, GTK_WIDGET (self->entry));
}

GtkWidget *
rungs_join_headers_group_new (void)
{
  return g_object_new (RUNGS_TYPE_JOIN_HEADERS_GROUP, NULL);
}
