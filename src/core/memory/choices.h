/* What the user decided about a trace: clocks of files, headers that join legs, legs that are one
 * call although nothing says so, legs that stand alone although something says otherwise, names of
 * devices, and addresses that are one device. Kept beside the notes and known again by what the
 * messages say: Call-IDs, and what a device is known by in the log (RungsDevice.key); files by
 * their fingerprint. A trace heeds them when it is loaded or regrouped with
 * RungsLoadOptions.choices. */
#pragma once

#include "trace/trace.h"

G_BEGIN_DECLS

/* The decisions at one time: immutable, for any thread. */
typedef struct _RungsChoiceSet RungsChoiceSet;
RungsChoiceSet *rungs_choice_set_ref (const RungsChoiceSet *set);
void rungs_choice_set_unref (RungsChoiceSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsChoiceSet, rungs_choice_set_unref)

#define RUNGS_TYPE_CHOICES (rungs_choices_get_type ())
G_DECLARE_FINAL_TYPE (RungsChoices, rungs_choices, RUNGS, CHOICES, GObject)

/* @folder: see rungs_notes_new(). */
RungsChoices *rungs_choices_new (const char *folder) G_GNUC_WARN_UNUSED_RESULT;
/* See rungs_notes_dup_problem(). */
char *rungs_choices_dup_problem (RungsChoices *self);
RungsChoiceSet *rungs_choices_get_set (RungsChoices *self) G_GNUC_WARN_UNUSED_RESULT;

/* Each of these changes what later loads and regroupings do, and emits "changed". FALSE: not saved,
 * @error says why; it holds until the program ends. */

/* The legs are one call. */
gboolean rungs_choices_join (RungsChoices *self,
                             RungsTrace *trace,
                             const RungsLeg *leg,
                             const RungsLeg *with,
                             GError **error);
/* The leg is a call of its own. */
gboolean rungs_choices_separate (RungsChoices *self,
                                 RungsTrace *trace,
                                 const RungsLeg *leg,
                                 GError **error);
/* Nothing is decided about the leg any more. */
gboolean rungs_choices_forget_leg (RungsChoices *self,
                                   RungsTrace *trace,
                                   const RungsLeg *leg,
                                   GError **error);
gboolean rungs_choices_has_leg (RungsChoices *self, RungsTrace *trace, const RungsLeg *leg);

/* @name NULL or "": the one it has without being told. */
gboolean rungs_choices_rename (RungsChoices *self,
                               RungsTrace *trace,
                               guint32 device,
                               const char *name,
                               GError **error);
/* The addresses of @device belong to @into. */
gboolean rungs_choices_merge (RungsChoices *self,
                              RungsTrace *trace,
                              guint32 device,
                              guint32 into,
                              GError **error);
/* Takes back all merges into @device, and its own. */
gboolean rungs_choices_split (RungsChoices *self,
                              RungsTrace *trace,
                              guint32 device,
                              GError **error);
/* The stamps of the file, wherever it lies, are *@utc_offset minutes ahead of UTC; NULL: nothing is
 * known about them but what it says itself. */
gboolean rungs_choices_set_zone (RungsChoices *self,
                                 RungsInput *input,
                                 const int *utc_offset,
                                 GError **error);
/* Microseconds added to all stamps of the file; 0: none. */
gboolean rungs_choices_set_shift (RungsChoices *self,
                                  RungsInput *input,
                                  gint64 shift,
                                  GError **error);

/* Further headers whose value legs of one call share. They are heeded when files are read, not by
 * regrouping. */
gboolean rungs_choices_add_join_header (RungsChoices *self, const char *name, GError **error);
gboolean rungs_choices_remove_join_header (RungsChoices *self, const char *name, GError **error);
/* By name. (transfer full) */
char **rungs_choice_set_dup_join_headers (const RungsChoiceSet *set) G_GNUC_WARN_UNUSED_RESULT;
/* TRUE for what a header can be called, 1 to 64 characters. */
gboolean rungs_choices_is_header_name (const char *name);

/* What was decided between the two sets is as it was in @before; what was decided about anything
 * else stays. */
gboolean rungs_choices_take_back (RungsChoices *self,
                                  const RungsChoiceSet *before,
                                  const RungsChoiceSet *after,
                                  GError **error);
gboolean rungs_choices_is_merged (RungsChoices *self, RungsTrace *trace, guint32 device);

G_END_DECLS
