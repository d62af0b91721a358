#include "config.h"

#include "finding.h"

#include <string.h>

/* Of one line: a log may have a line of any length. */
#define MAX_MARKS 32

static void
value_clear (gpointer data)
{
  g_free (((RungsValue *) data)->text);
}

RungsFinding *
rungs_finding_new (RungsFindingId id, char *text)
{
  RungsFinding *self = g_atomic_rc_box_new0 (RungsFinding);

  self->id = id;
  self->text = text;
  self->lines = g_array_new (FALSE, FALSE, sizeof (RungsFindingLine));
  self->values = g_array_new (FALSE, FALSE, sizeof (RungsValue));
  g_array_set_clear_func (self->values, value_clear);
  return self;
}

RungsFinding *
rungs_finding_ref (const RungsFinding *finding)
{
  return g_atomic_rc_box_acquire ((gpointer) finding);
}

static void
clear (gpointer data)
{
  RungsFinding *self = data;

  g_free (self->text);
  g_array_unref (self->lines);
  g_array_unref (self->values);
}

void
rungs_finding_unref (RungsFinding *finding)
{
  if (finding != NULL)
    g_atomic_rc_box_release_full (finding, clear);
}

void
rungs_finding_value (RungsFinding *finding, RungsValueKind kind, const char *text)
{
  RungsValue value = { kind, NULL, -1 };

  if (text == NULL || *text == '\0')
    return;
  value.text = g_strdup (text);
  g_array_append_val (finding->values, value);
}

void
rungs_finding_number (RungsFinding *finding, RungsValueKind kind, guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);

  rungs_finding_value (finding, kind, text);
}

void
rungs_finding_list (RungsFinding *finding, RungsValueKind kind, const char *list)
{
  g_auto (GStrv) parts = g_strsplit (list != NULL ? list : "", ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    rungs_finding_value (finding, kind, g_strstrip (parts[i]));
}

/* Every place of @word in @text that is not a part of a longer word. */
static void
add_places (GArray *marks, const char *text, const char *word)
{
  gsize len = strlen (word);

  for (const char *at = strstr (text, word); at != NULL && marks->len < MAX_MARKS;
       at = strstr (at + len, word))
    {
      RungsFindingMark mark;

      if ((at > text && g_ascii_isalnum (at[-1]) && g_ascii_isalnum (word[0]))
          || (g_ascii_isalnum (at[len]) && g_ascii_isalnum (word[len - 1])))
        continue;
      mark.from = (guint) g_utf8_strlen (text, at - text);
      mark.to = mark.from + (guint) g_utf8_strlen (word, -1);
      g_array_append_val (marks, mark);
    }
}

GArray *
rungs_finding_marks (const RungsFinding *finding, guint nth, const char *text)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (RungsFindingMark));

  for (guint i = 0; i < finding->values->len; i++)
    {
      const RungsValue *value = &g_array_index (finding->values, RungsValue, i);

      if (value->line < 0 || (guint) value->line == nth)
        add_places (marks, text, value->text);
    }
  return marks;
}

gboolean
rungs_finding_is_warning (const RungsFinding *finding)
{
  return rungs_finding_kind (finding->id)->severity >= RUNGS_SEVERITY_WARNING;
}
