#include "config.h"

#include "app/files/clock-offer.h"

#include <glib/gi18n.h>

#include "app/bidi.h"
#include "app/labels.h"
#include "clocks/clocks.h"

struct _RungsClockOffer
{
  GtkWidget parent_instance;

  RungsSession *session;
  char *dismissed; /* the sentence that the user closed; NULL: none */

  GtkRevealer *revealer;
  GtkLabel *words;
};

G_DEFINE_FINAL_TYPE (RungsClockOffer, rungs_clock_offer, GTK_TYPE_WIDGET)

enum
{
  ALIGNED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
name_of (RungsTrace *trace, guint32 input)
{
  return rungs_input_get_basename (rungs_trace_get_input (trace, input)->input);
}

/* NULL when there is nothing to offer. */
static char *
sentence (RungsTrace *trace)
{
  const RungsClock *first = NULL;
  g_autofree char *text = NULL;
  guint n = 0;

  for (guint i = 0; i < rungs_trace_get_n_clocks (trace); i++)
    {
      const RungsClock *clock = rungs_trace_get_clock (trace, i);

      if (!rungs_clock_differs (clock) || !clock->is_steady || clock->is_applied)
        continue;
      if (first == NULL)
        first = clock;
      n++;
    }
  if (first == NULL)
    return NULL;
  text =
    rungs_clock_describe (first, name_of (trace, first->input), name_of (trace, first->reference));
  if (n == 1)
    return g_steal_pointer (&text);
  return g_strdup_printf (ngettext ("%s %u more file differs.", "%s %u more files differ.", n - 1),
                          text, n - 1);
}

static void
refresh (RungsClockOffer *self)
{
  RungsTrace *trace = rungs_session_get_trace (self->session);
  g_autofree char *text =
    trace != NULL && !rungs_trace_is_snapshot (trace) && !rungs_session_get_align (self->session)
      ? sentence (trace)
      : NULL;

  if (text != NULL)
    {
      rungs_bidi_set (self->words, "label", text);
      rungs_bidi_set (self->words, "tooltip-text", text);
    }
  gtk_revealer_set_reveal_child (self->revealer,
                                 text != NULL && g_strcmp0 (text, self->dismissed) != 0);
}

static void
align_cb (RungsClockOffer *self)
{
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  rungs_session_set_align (self->session, TRUE);
  g_signal_emit (self, signals[ALIGNED], 0);
}

static void
close_cb (RungsClockOffer *self)
{
  g_free (self->dismissed);
  self->dismissed = g_strdup (gtk_label_get_label (self->words));
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

void
rungs_clock_offer_set_session (RungsClockOffer *self, RungsSession *session)
{
  g_return_if_fail (RUNGS_IS_CLOCK_OFFER (self));
  g_return_if_fail (RUNGS_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::trace", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
}

static void
rungs_clock_offer_dispose (GObject *object)
{
  RungsClockOffer *self = RUNGS_CLOCK_OFFER (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->session);
  g_clear_pointer (&self->dismissed, g_free);

  G_OBJECT_CLASS (rungs_clock_offer_parent_class)->dispose (object);
}

static void
rungs_clock_offer_class_init (RungsClockOfferClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rungs_clock_offer_dispose;

  signals[ALIGNED] = g_signal_new ("aligned", RUNGS_TYPE_CLOCK_OFFER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rungs/Rungs/clock-offer.ui");
  gtk_widget_class_bind_template_child (widget_class, RungsClockOffer, revealer);
  gtk_widget_class_bind_template_child (widget_class, RungsClockOffer, words);
  gtk_widget_class_bind_template_callback (widget_class, align_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
}

static void
rungs_clock_offer_init (RungsClockOffer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  rungs_label_wrap (self->words);
}
