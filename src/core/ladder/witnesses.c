#include "config.h"

#include "ladder/witnesses.h"

#include <glib/gi18n-lib.h>

#include "base/limits.h"
#include "ladder/plain.h"

/* Of a name on an arrow. */
#define MAX_BADGE_NAME 12
#define MAX_NAME 200

static void
witness_free (gpointer data)
{
  RungsWitness *witness = data;

  g_free (witness->name);
  g_free (witness);
}

/* What tells two witnesses of one file apart: the device that wrote it, else the way it took
 * there. */
static char *
name_in_file (RungsTrace *trace, const RungsMessage *message)
{
  g_autofree char *way = NULL;

  if (message->flags & (RUNGS_MESSAGE_SRC_OWN | RUNGS_MESSAGE_DST_OWN))
    {
      guint32 own = message->flags & RUNGS_MESSAGE_SRC_OWN ? message->src : message->dst;
      const RungsDevice *device =
        rungs_trace_get_device (trace, rungs_trace_get_endpoint (trace, own)->device);

      return rungs_plain_line (rungs_span_of (rungs_trace_string (trace, device->name)), MAX_NAME);
    }
  way = g_strdup_printf ("%s → %s", rungs_trace_endpoint_text (trace, message->src),
                         rungs_trace_endpoint_text (trace, message->dst));
  return rungs_plain_line (rungs_span_of (way), MAX_NAME);
}

static RungsWitness *
append (RungsTrace *trace, GPtrArray *witnesses, guint32 number)
{
  const RungsMessage *message = rungs_trace_get_message (trace, number);
  const RungsTraceInput *input = rungs_trace_get_input (trace, message->input);
  RungsWitness *witness = g_new0 (RungsWitness, 1);

  witness->message = number;
  witness->input = message->input;
  witness->line = message->line;
  witness->time = message->time;
  witness->is_file = TRUE;
  witness->name =
    rungs_plain_line (rungs_span_of (rungs_input_get_basename (input->input)), MAX_NAME);
  g_ptr_array_add (witnesses, witness);
  return witness;
}

static void
name_by_place (RungsTrace *trace, RungsWitness *witness)
{
  if (!witness->is_file)
    return;
  g_free (witness->name);
  witness->name = name_in_file (trace, rungs_trace_get_message (trace, witness->message));
  witness->is_file = FALSE;
}

void
rungs_witnesses_add (RungsTrace *trace, RungsRow *row, guint32 message)
{
  RungsWitness *added;

  if (row->witnesses == NULL)
    {
      row->witnesses = g_ptr_array_new_with_free_func (witness_free);
      append (trace, row->witnesses, row->message);
    }
  if (row->witnesses->len >= RUNGS_MAX_WITNESSES)
    return;
  added = append (trace, row->witnesses, message);
  for (guint i = 0; i + 1 < row->witnesses->len; i++)
    {
      RungsWitness *other = g_ptr_array_index (row->witnesses, i);

      if (other->input != added->input)
        continue;
      name_by_place (trace, other);
      name_by_place (trace, added);
    }
}

/* A file without its suffix: there is not much room on an arrow. NULL for what is no file. */
static char *
short_name (const RungsRow *row, guint i)
{
  const RungsWitness *witness = g_ptr_array_index (row->witnesses, i);
  const char *dot = strrchr (witness->name, '.');
  g_autofree char *stem = dot != NULL && dot != witness->name
                            ? g_strndup (witness->name, (gsize) (dot - witness->name))
                            : g_strdup (witness->name);

  return witness->is_file ? rungs_plain_ellipsize (stem, MAX_BADGE_NAME) : NULL;
}

char *
rungs_witnesses_badge (const RungsRow *row)
{
  gboolean has_names = row->witnesses != NULL && row->witnesses->len > 1;
  g_autofree char *first = has_names ? short_name (row, 0) : NULL;
  g_autofree char *second = has_names ? short_name (row, 1) : NULL;

  if (first == NULL || second == NULL)
    return row->copies == 2 ? g_strdup (_ ("seen twice"))
                            : g_strdup_printf (_ ("seen %u times"), row->copies);
  if (row->copies > 2)
    return g_strdup_printf ("%s + %u", first, row->copies - 1);
  return g_strdup_printf ("%s + %s", first, second);
}

char *
rungs_witnesses_speak (const RungsRow *row)
{
  g_autoptr (GString) names = g_string_new (NULL);

  if (row->witnesses == NULL || row->witnesses->len < 2)
    return rungs_witnesses_badge (row);
  for (guint i = 0; i < row->witnesses->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            ((const RungsWitness *) g_ptr_array_index (row->witnesses, i))->name);
  /* Translators: names of files */
  return g_strdup_printf (_ ("seen by %s"), names->str);
}
