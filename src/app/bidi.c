#include "config.h"

#include "app/bidi.h"

#define LRI "\u2066" /* left to right until PDI */
#define FSI "\u2068" /* as its first letter runs */
#define PDI "\u2069"
#define PDI_CHAR 0x2069
#define ARROW "→"

static gboolean
is_isolate (gunichar c)
{
  return c >= 0x2066 && c <= 0x2069;
}

static gboolean
runs_to_left (gunichar c)
{
  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_ARABIC:
    case G_UNICODE_SCRIPT_HEBREW:
    case G_UNICODE_SCRIPT_SYRIAC:
    case G_UNICODE_SCRIPT_THAANA:
    case G_UNICODE_SCRIPT_NKO:
    case G_UNICODE_SCRIPT_ADLAM:
      return g_unichar_isalpha (c);
    default:
      return FALSE;
    }
}

/* Whether a letter runs to the left, of the part that is shown. */
static gboolean
has_letter_to_left (const char *text, gsize len)
{
  gboolean in_tag = FALSE;

  for (const char *p = text; p < text + len; p = g_utf8_next_char (p))
    {
      if (*p == '<' || *p == '>')
        in_tag = *p == '<';
      if (!in_tag && runs_to_left (g_utf8_get_char (p)))
        return TRUE;
    }
  return FALSE;
}

/* "+15550100411", "192.0.2.1:5060", "09:41:24.454", "sbc.example.com", "488": not a plain word. */
static gboolean
is_value (const char *word, gsize len)
{
  gboolean has_sign = FALSE, has_digit = FALSE, has_letter = FALSE;

  for (gsize i = 0; i < len; i++)
    {
      has_digit |= g_ascii_isdigit (word[i]);
      has_letter |= g_ascii_isalpha (word[i]);
      has_sign |= strchr ("@:._/+-", word[i]) != NULL;
    }
  return (has_digit || (has_letter && has_sign)) && !has_letter_to_left (word, len);
}

/* The length of the word at @p, up to a blank or a tag. */
static gsize
word_length (const char *p)
{
  return strcspn (p, " \n\t<");
}

/* Of a word without the brackets and stops around it: where it begins, and how long it is. */
static gsize
trim_word (const char **word, gsize len)
{
  while (len > 0 && strchr ("([{\"'", **word) != NULL)
    {
      ++*word;
      len--;
    }
  while (len > 0 && strchr (".,;:!?)]}\"'", (*word)[len - 1]) != NULL)
    len--;
  return len;
}

/* How much of @p is one value or a sequence of them: "2026-11-22 09:41:24", "a → b". 0: it does not
 * begin with one. */
static gsize
sequence_length (const char *p)
{
  const char *word = p;
  gsize len = trim_word (&word, word_length (p)), total;

  if (word != p || !is_value (p, len))
    return 0;
  total = len;
  while (p[total] == ' ')
    {
      gsize gap = g_str_has_prefix (p + total, " " ARROW " ") ? strlen (" " ARROW " ") : 1;
      const char *next = p + total + gap;

      word = next;
      len = trim_word (&word, word_length (next));
      if (word != next || !is_value (next, len)
          || (gap == 1 && !(g_ascii_isdigit (*p) && g_ascii_isdigit (*next))))
        break;
      total += gap + len;
    }
  return total;
}

/* The length of what is taken as it is: a tag, or what is isolated already. 0: it begins with
 * neither. */
static gsize
opaque_length (const char *text)
{
  const char *p = text;
  guint depth = 0;

  if (*p == '<')
    return strcspn (p, ">");
  do
    {
      gunichar c = g_utf8_get_char (p);

      depth += is_isolate (c) && c != PDI_CHAR ? 1 : 0;
      if (depth == 0)
        return 0;
      depth -= c == PDI_CHAR ? 1 : 0;
      p = g_utf8_next_char (p);
    }
  while (depth > 0 && *p != '\0');
  return (gsize) (p - text);
}

static char *
isolate_values (const char *text)
{
  GString *out = g_string_new (NULL);
  gboolean at_start = TRUE; /* of a word */

  for (const char *p = text; *p != '\0';)
    {
      gsize opaque = opaque_length (p);
      gsize value = opaque == 0 && at_start ? sequence_length (p) : 0;
      gsize n = opaque + value > 0 ? opaque + value : (gsize) (g_utf8_next_char (p) - p);

      at_start = opaque > 0 || (value == 0 && !g_unichar_isalnum (g_utf8_get_char (p)));
      g_string_append (out, value > 0 ? LRI : "");
      g_string_append_len (out, p, (gssize) n);
      g_string_append (out, value > 0 ? PDI : "");
      p += n;
    }
  return g_string_free (out, FALSE);
}

static gboolean
is_window_to_left (void)
{
  return gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;
}

char *
rungs_bidi_text (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  if (!is_window_to_left () || *text == '\0')
    return g_strdup (text);
  if (!has_letter_to_left (text, strlen (text)))
    return g_strconcat (LRI, text, PDI, NULL);
  return isolate_values (text);
}

char *
rungs_bidi_arrow (const char *from, const char *to)
{
  g_return_val_if_fail (from != NULL && to != NULL, NULL);

  if (!is_window_to_left ())
    return g_strconcat (from, " " ARROW " ", to, NULL);
  return g_strconcat (LRI FSI, from, PDI " " ARROW " " FSI, to, PDI PDI, NULL);
}

/* ---- Labels ---- */

static char *
strip (const char *text, gsize len)
{
  GString *out = g_string_sized_new (len);

  for (const char *p = text; p < text + len; p = g_utf8_next_char (p))
    if (!is_isolate (g_utf8_get_char (p)))
      g_string_append_unichar (out, g_utf8_get_char (p));
  return g_string_free (out, FALSE);
}

static void
copy_cb (GtkLabel *label, gpointer data)
{
  const char *text = gtk_label_get_text (label);
  g_autofree char *plain = NULL;
  int start, end;

  if (!gtk_label_get_selection_bounds (label, &start, &end))
    return;
  g_signal_stop_emission_by_name (label, "copy-clipboard");
  text = g_utf8_offset_to_pointer (text, start);
  plain = strip (text, (gsize) (g_utf8_offset_to_pointer (text, end - start) - text));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (label)), plain);
}

static void
watch_copy (GtkLabel *label)
{
  if (is_window_to_left ()
      && g_signal_handler_find (label, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, copy_cb, NULL) == 0)
    g_signal_connect (label, "copy-clipboard", G_CALLBACK (copy_cb), NULL);
}

void
rungs_bidi_set (gpointer object, const char *property, const char *text)
{
  g_autofree char *shown = text != NULL ? rungs_bidi_text (text) : NULL;

  g_return_if_fail (G_IS_OBJECT (object));

  if (GTK_IS_LABEL (object))
    watch_copy (object);
  g_object_set (object, property, shown, NULL);
}

void
rungs_bidi_set_tip (GtkTooltip *tooltip, const char *text)
{
  g_autofree char *shown = text != NULL ? rungs_bidi_text (text) : NULL;

  gtk_tooltip_set_text (tooltip, shown);
}

GtkWidget *
rungs_bidi_label_new (const char *text)
{
  GtkWidget *label = gtk_label_new (NULL);

  rungs_bidi_set (label, "label", text);
  return label;
}
