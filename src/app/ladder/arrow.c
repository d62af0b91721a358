#include "config.h"

#include "app/ladder/arrow.h"

struct _RungsLadderArrow
{
  GtkWidget parent_instance;
  guint row;
};

G_DEFINE_FINAL_TYPE (RungsLadderArrow, rungs_ladder_arrow, GTK_TYPE_WIDGET)

enum
{
  ACTIVATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
activate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[ACTIVATE], 0);
}

static void
rungs_ladder_arrow_class_init (RungsLadderArrowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[ACTIVATE] = g_signal_new ("activate", RUNGS_TYPE_LADDER_ARROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "arrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  /* Class actions are what AT-SPI offers. */
  gtk_widget_class_install_action (widget_class, "arrow.activate", NULL, activate_action);
}

static void
rungs_ladder_arrow_init (RungsLadderArrow *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  self->row = G_MAXUINT;
}

GtkWidget *
rungs_ladder_arrow_new (void)
{
  return g_object_new (RUNGS_TYPE_LADDER_ARROW, NULL);
}

void
rungs_ladder_arrow_bind (RungsLadderArrow *self, const RungsLadder *ladder, guint row)
{
  g_autofree char *speech = NULL;

  g_return_if_fail (RUNGS_IS_LADDER_ARROW (self));
  g_return_if_fail (ladder != NULL && row < ladder->rows->len);

  self->row = row;
  speech = rungs_ladder_speak (ladder, g_ptr_array_index (ladder->rows, row));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, speech, -1);
  rungs_ladder_arrow_set_selected (self, FALSE);
}

guint
rungs_ladder_arrow_get_row (RungsLadderArrow *self)
{
  g_return_val_if_fail (RUNGS_IS_LADDER_ARROW (self), G_MAXUINT);
  return self->row;
}

void
rungs_ladder_arrow_set_selected (RungsLadderArrow *self, gboolean selected)
{
  g_return_if_fail (RUNGS_IS_LADDER_ARROW (self));

  if (selected)
    gtk_widget_set_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
}
