/* The words for what a call is, where it goes and how it ended. */
#include "config.h"

#include "calls/words.h"

#include <glib/gi18n-lib.h>

const char *
rungs_call_state_word (const RungsCall *call)
{
  static const char *const words[] = {
    [RUNGS_STATE_SETUP] = NC_ ("state of a call", "no final answer"),
    [RUNGS_STATE_ESTABLISHED] = NC_ ("state of a call", "answered"),
    [RUNGS_STATE_COMPLETED] = NC_ ("state of a call", "completed"),
    [RUNGS_STATE_CANCELLED] = NC_ ("state of a call", "cancelled"),
    [RUNGS_STATE_FAILED] = NC_ ("state of a call", "failed"),
    [RUNGS_STATE_DROPPED] = NC_ ("state of a call", "dropped"),
  };

  g_return_val_if_fail (call->state < G_N_ELEMENTS (words), "");
  return g_dpgettext2 (GETTEXT_PACKAGE, "state of a call", words[call->state]);
}

const char *
rungs_call_state_title (const RungsCall *call)
{
  static const char *const titles[] = {
    [RUNGS_STATE_SETUP] = N_ ("No final answer in this log"),
    [RUNGS_STATE_ESTABLISHED] = N_ ("Answered"),
    [RUNGS_STATE_COMPLETED] = N_ ("Completed"),
    [RUNGS_STATE_CANCELLED] = N_ ("Cancelled"),
    [RUNGS_STATE_FAILED] = N_ ("Failed"),
    [RUNGS_STATE_DROPPED] = N_ ("Dropped"),
  };

  g_return_val_if_fail (call->state < G_N_ELEMENTS (titles), "");
  return _ (titles[call->state]);
}

const char *
rungs_call_kind_word (const RungsCall *call)
{
  static const char *const words[] = {
    [RUNGS_KIND_INVITE] = N_ ("call"),          [RUNGS_KIND_REGISTER] = N_ ("registration"),
    [RUNGS_KIND_OPTIONS] = N_ ("keepalive"),    [RUNGS_KIND_SUBSCRIBE] = N_ ("subscription"),
    [RUNGS_KIND_MESSAGE] = N_ ("text message"), [RUNGS_KIND_OTHER] = N_ ("other"),
    [RUNGS_KIND_RECORD] = N_ ("Teams record"),  [RUNGS_KIND_SIGN_IN] = N_ ("sign-in"),
  };

  g_return_val_if_fail (call->kind < G_N_ELEMENTS (words), "");
  return call->is_number ? _ ("number management") : _ (words[call->kind]);
}

const char *
rungs_call_direction_word (const RungsCall *call)
{
  if (call->direction == RUNGS_DIRECTION_UNKNOWN)
    return "";
  return call->direction == RUNGS_DIRECTION_TO_TEAMS ? _ ("to Teams") : _ ("from Teams");
}

const char *
rungs_call_direction_title (const RungsCall *call)
{
  if (call->direction == RUNGS_DIRECTION_UNKNOWN)
    return "";
  return call->direction == RUNGS_DIRECTION_TO_TEAMS ? _ ("To Teams") : _ ("From Teams");
}

gboolean
rungs_call_is_routine (const RungsCall *call)
{
  return call->kind == RUNGS_KIND_OPTIONS || call->kind == RUNGS_KIND_REGISTER;
}
