/* One line of JSON per change, the last one of a key counts:
 *   {"call":"b1218@192.0.2.1","key":"1 INVITE 0 9f3a 51c0 0 77aa 0","text":"Carrier ticket 4711"}
 * "call" is the Call-ID of the leg; "key" is empty for the note on the call, and an empty "text"
 * takes a note away. */
#include "config.h"

#include "memory/journal.h"
#include "memory/notes.h"
#include "trace/assembly.h"

#define FILE_NAME "notes.ndjson"

struct _RungsNotes
{
  GObject parent_instance;
  RungsJournal *journal;
  GHashTable *calls; /* char* Call-ID -> GHashTable of char* key -> char* text */
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RungsNotes, rungs_notes, G_TYPE_OBJECT)

static void
rungs_notes_finalize (GObject *object)
{
  RungsNotes *self = RUNGS_NOTES (object);

  g_clear_pointer (&self->journal, rungs_journal_free);
  g_clear_pointer (&self->calls, g_hash_table_unref);

  G_OBJECT_CLASS (rungs_notes_parent_class)->finalize (object);
}

static void
rungs_notes_class_init (RungsNotesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rungs_notes_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
rungs_notes_init (RungsNotes *self)
{
  self->calls =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
}

/* "" takes the note away. */
static void
keep (RungsNotes *self, const char *call_id, const char *key, const char *text)
{
  GHashTable *notes = g_hash_table_lookup (self->calls, call_id);

  if (notes == NULL && *text != '\0')
    {
      notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_hash_table_insert (self->calls, g_strdup (call_id), notes);
    }
  if (notes == NULL)
    return;
  if (*text != '\0')
    g_hash_table_insert (notes, g_strdup (key), g_strdup (text));
  else
    g_hash_table_remove (notes, key);
  if (g_hash_table_size (notes) == 0)
    g_hash_table_remove (self->calls, call_id);
}

static gboolean
take_line (JsonObject *line, gpointer data)
{
  const char *call_id = rungs_journal_string (line, "call");
  const char *key = rungs_journal_string (line, "key");
  const char *text = rungs_journal_string (line, "text");

  if (call_id == NULL || key == NULL || text == NULL)
    return FALSE;
  keep (data, call_id, key, text);
  return TRUE;
}

RungsNotes *
rungs_notes_new (const char *folder)
{
  RungsNotes *self = g_object_new (RUNGS_TYPE_NOTES, NULL);

  self->journal = rungs_journal_new (folder, FILE_NAME);
  rungs_journal_read (self->journal, take_line, self);
  return self;
}

char *
rungs_notes_dup_problem (RungsNotes *self)
{
  g_return_val_if_fail (RUNGS_IS_NOTES (self), NULL);

  return rungs_journal_dup_problem (self->journal);
}

/* Call-IDs are bytes of somebody else's; in JSON they must be UTF-8. */
static char *
leg_name (RungsTrace *trace, const RungsLeg *leg)
{
  return rungs_span_dup_utf8 (rungs_strings_span (trace->strings, leg->call_id));
}

static gboolean
says_the_same (const RungsMessage *a, const RungsMessage *b)
{
  return a->call_id == b->call_id && a->cseq == b->cseq && a->method == b->method
         && a->code == b->code && a->branch == b->branch && a->from_tag == b->from_tag
         && a->to_tag == b->to_tag;
}

/* What the message says, and which sending of it it is. */
static char *
message_key (RungsTrace *trace, const RungsCall *call, guint32 message)
{
  const RungsMessage *row = rungs_trace_get_message (trace, message);
  g_autofree char *method = NULL;
  guint nth = 0;

  if (row->duplicate_of != RUNGS_NONE)
    row = rungs_trace_get_message (trace, row->duplicate_of);
  for (guint32 i = 0; i < call->n_rows; i++)
    {
      const RungsMessage *other =
        rungs_trace_get_message (trace, rungs_trace_get_row (trace, call, i));

      if (other == row)
        break;
      nth += !(other->flags & RUNGS_MESSAGE_DUPLICATE) && says_the_same (other, row);
    }
  method = rungs_span_dup_utf8 (rungs_strings_span (trace->strings, row->method));
  return g_strdup_printf (
    "%u %s %u %x %x %x %x %u", row->cseq, method, row->code, row->branch, row->from_tag,
    row->to_tag, (guint) rungs_span_hash (rungs_strings_span (trace->strings, row->call_id)), nth);
}

/* The leg that a message belongs to; for the call itself the leg that has a note, else the
 * first. */
static const RungsLeg *
leg_of (RungsNotes *self, RungsTrace *trace, const RungsCall *call, guint32 message)
{
  if (message != RUNGS_NONE)
    return &g_array_index (trace->legs, RungsLeg, rungs_trace_get_message (trace, message)->leg);

  for (guint32 i = 0; i < call->n_legs; i++)
    {
      const RungsLeg *leg = rungs_trace_get_leg (trace, call, i);
      g_autofree char *name = leg_name (trace, leg);
      GHashTable *notes = g_hash_table_lookup (self->calls, name);

      if (notes != NULL && g_hash_table_contains (notes, ""))
        return leg;
    }
  return rungs_trace_get_leg (trace, call, 0);
}

const char *
rungs_notes_get (RungsNotes *self, RungsTrace *trace, const RungsCall *call, guint32 message)
{
  g_autofree char *name = NULL;
  g_autofree char *key = NULL;
  GHashTable *notes;

  g_return_val_if_fail (RUNGS_IS_NOTES (self) && RUNGS_IS_TRACE (trace) && call != NULL, NULL);

  name = leg_name (trace, leg_of (self, trace, call, message));
  notes = g_hash_table_lookup (self->calls, name);
  if (notes == NULL)
    return NULL;
  key = message != RUNGS_NONE ? message_key (trace, call, message) : g_strdup ("");
  return g_hash_table_lookup (notes, key);
}

gboolean
rungs_notes_set (RungsNotes *self,
                 RungsTrace *trace,
                 const RungsCall *call,
                 guint32 message,
                 const char *text,
                 GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *key = NULL;
  g_autofree char *valid = NULL;
  gboolean ok;

  g_return_val_if_fail (RUNGS_IS_NOTES (self) && RUNGS_IS_TRACE (trace) && call != NULL, FALSE);

  rungs_journal_read (self->journal, take_line, self);
  valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  name = leg_name (trace, leg_of (self, trace, call, message));
  key = message != RUNGS_NONE ? message_key (trace, call, message) : g_strdup ("");
  ok = rungs_journal_append (self->journal, error,
                             (const char *[]){ "call", name, "key", key, "text", valid, NULL });
  keep (self, name, key, valid);
  g_signal_emit (self, signals[CHANGED], 0);
  return ok;
}

guint
rungs_notes_count (RungsNotes *self, RungsTrace *trace, const RungsCall *call)
{
  guint n = 0;

  g_return_val_if_fail (RUNGS_IS_NOTES (self) && RUNGS_IS_TRACE (trace) && call != NULL, 0);

  if (g_hash_table_size (self->calls) == 0)
    return 0;
  for (guint32 i = 0; i < call->n_legs; i++)
    {
      g_autofree char *name = leg_name (trace, rungs_trace_get_leg (trace, call, i));
      GHashTable *notes = g_hash_table_lookup (self->calls, name);

      n += notes != NULL ? g_hash_table_size (notes) : 0;
    }
  return n;
}
