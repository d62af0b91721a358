/* A definition out of its JSON. What is wrong is said with file and field; the sentences are for
 * people who write definitions. */
#include "config.h"

#include "formats/text/definition.h"

#include "base/error.h"

typedef struct
{
  RungsTextDefinition *self;
  const char *file;
  GError **error;
} Loading;

static gboolean
refuse (const Loading *loading, const char *field, const char *what)
{
  g_set_error (loading->error, RUNGS_ERROR, RUNGS_ERROR_DATA, "%s: field “%s” %s", loading->file,
               field, what);
  return FALSE;
}

void
rungs_text_definition_free (RungsTextDefinition *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_lines; i++)
    rungs_text_expression_free (self->lines[i].expression);
  g_free (self->lines);
  g_free ((char *) self->format.id);
  g_free ((char *) self->format.title);
  g_free ((char *) self->format.how);
  g_free ((char *) self->format.confidence);
  g_free ((char *) self->body);
  g_free (self->file);
  g_strfreev (self->matches);
  g_strfreev (self->others);
  g_free (self);
}

/* ---- Values ---- */

/* NULL when @node is not a text, or an empty one. */
static const char *
node_text (JsonNode *node)
{
  const char *text;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  text = json_node_get_string (node);
  return *text != '\0' ? text : NULL;
}

/* The place of @node's text in @words, which ends in NULL; -1. */
static int
node_word (JsonNode *node, const char *const *words)
{
  const char *text = node_text (node);

  for (int i = 0; text != NULL && words[i] != NULL; i++)
    {
      if (g_str_equal (text, words[i]))
        return i;
    }
  return -1;
}

/* (transfer full) NULL when @node is not a list of texts, or an empty one. */
static char **
node_texts (JsonNode *node)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array =
    node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n; i++)
    {
      const char *text = node_text (json_array_get_element (array, i));

      if (text == NULL)
        return NULL;
      g_strv_builder_add (builder, text);
    }
  return n > 0 ? g_strv_builder_end (builder) : NULL;
}

/* A member of @object that is not among @names, which ends in NULL. */
static const char *
find_stranger (JsonObject *object, const char *const *names)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next)
    {
      if (!g_strv_contains (names, l->data))
        return l->data;
    }
  return NULL;
}

/* ---- Lines ---- */

static gboolean
read_line (const Loading *loading, JsonObject *object, const char *place, RungsTextLine *line)
{
  static const char *const fields[] = { "kind", "match", "direction", "transport", NULL };
  static const char *const kinds[] = { "head", "before", "more", "end", "skip", NULL };
  static const char *const directions[] = { "", "received", "sent", NULL };
  const char *stranger = find_stranger (object, fields);
  const char *expression = node_text (json_object_get_member (object, "match"));
  JsonNode *transport = json_object_get_member (object, "transport");
  int kind = node_word (json_object_get_member (object, "kind"), kinds);
  int direction = json_object_has_member (object, "direction")
                    ? node_word (json_object_get_member (object, "direction"), directions)
                    : RUNGS_TEXT_BETWEEN;

  if (stranger != NULL)
    {
      g_autofree char *what = g_strdup_printf ("has “%s”, which is not known", stranger);

      return refuse (loading, place, what);
    }
  if (kind < 0)
    return refuse (loading, place, "must have the “kind” head, before, more, end or skip");
  if (direction < 0)
    return refuse (loading, place, "must have the “direction” received or sent, or none");
  if (expression == NULL)
    return refuse (loading, place, "must have a “match”, a PCRE2 expression");
  line->kind = (RungsTextLineKind) kind;
  line->direction = (RungsTextDirection) direction;
  line->expression = rungs_text_expression_new (expression);
  line->transport = rungs_transport_of (rungs_span_of (node_text (transport)));
  if (transport != NULL && line->transport == RUNGS_TRANSPORT_UNKNOWN)
    return refuse (loading, place,
                   "must have the “transport” UDP, TCP, TLS, SCTP, WS or WSS, or none");
  return TRUE;
}

static gboolean
read_lines (const Loading *loading, JsonNode *node)
{
  RungsTextDefinition *self = loading->self;
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0, n_heads = 0;

  if (n == 0 || n > RUNGS_TEXT_LINES)
    return refuse (loading, "lines",
                   "must be a list of 1 to " G_STRINGIFY (RUNGS_TEXT_LINES) " objects");
  self->lines = g_new0 (RungsTextLine, n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *place = g_strdup_printf ("lines[%u]", i + 1);
      JsonNode *element = json_array_get_element (array, i);

      self->n_lines = i + 1;
      if (!JSON_NODE_HOLDS_OBJECT (element))
        return refuse (loading, place, "must be an object");
      if (!read_line (loading, json_node_get_object (element), place, &self->lines[i]))
        return FALSE;
      n_heads += self->lines[i].kind == RUNGS_TEXT_HEAD || self->lines[i].kind == RUNGS_TEXT_BEFORE;
    }
  return n_heads > 0
         || refuse (loading, "lines",
                    "must have one of the kind head or before: a log is recognised by it");
}

/* ---- Fields ---- */

static gboolean
read_samples (const Loading *loading, JsonNode *node)
{
  static const char *const fields[] = { "match", "no_match", NULL };
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  if (object == NULL || find_stranger (object, fields) != NULL)
    return refuse (loading, "samples", "must be an object of “match” and “no_match”");
  loading->self->matches = node_texts (json_object_get_member (object, "match"));
  loading->self->others = node_texts (json_object_get_member (object, "no_match"));
  return (loading->self->matches != NULL && loading->self->others != NULL)
         || refuse (loading, "samples",
                    "must have at least one text each in “match” and “no_match”");
}

static gboolean
read_dates (const Loading *loading, JsonNode *node)
{
  static const char *const words[] = { "month-first", "short-year", NULL };
  static const RungsDates dates[] = { RUNGS_DATES_MONTH_FIRST, RUNGS_DATES_SHORT_YEAR };
  g_auto (GStrv) texts = node_texts (node);

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      guint word = 0;

      while (words[word] != NULL && !g_str_equal (texts[i], words[word]))
        word++;
      if (words[word] == NULL)
        return refuse (loading, "dates", "may have “month-first” and “short-year”");
      loading->self->dates |= dates[word];
    }
  return texts != NULL || refuse (loading, "dates", "must be a list of texts");
}

static gboolean
read_id (const Loading *loading, JsonNode *node)
{
  const char *text = node_text (node);
  gsize len = text != NULL ? strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-") : 0;

  if (len == 0 || text[len] != '\0' || len > RUNGS_TEXT_MAX_ID)
    return refuse (loading, "id", "must be small letters, digits and “-”");
  loading->self->format.id = g_strdup (text);
  return TRUE;
}

static gboolean
read_schema (const Loading *loading, JsonNode *node)
{
  return g_strcmp0 (node_text (node), RUNGS_TEXT_SCHEMA) == 0
         || refuse (loading, "schema", "must be “" RUNGS_TEXT_SCHEMA "”");
}

static gboolean
read_notes (const Loading *loading, JsonNode *node)
{
  g_auto (GStrv) texts = node_texts (node);

  return texts != NULL || refuse (loading, "notes", "must be a list of texts");
}

static gboolean
read_source (const Loading *loading, JsonNode *node)
{
  return node_text (node) != NULL || refuse (loading, "source", "must be a text that is not empty");
}

/* What a definition may have: one of the three says where it goes. */
typedef struct
{
  const char *name;
  gboolean is_needed;
  gboolean (*read) (const Loading *loading, JsonNode *node);
  /* Offsets in a RungsTextDefinition; 0: none. */
  gsize text, flag;
} Field;

static const Field known_fields[] = {
  { "schema", TRUE, read_schema, 0, 0 },
  { "id", TRUE, read_id, 0, 0 },
  { "title", TRUE, NULL, G_STRUCT_OFFSET (RungsTextDefinition, format.title), 0 },
  { "how", TRUE, NULL, G_STRUCT_OFFSET (RungsTextDefinition, format.how), 0 },
  { "confidence", TRUE, NULL, G_STRUCT_OFFSET (RungsTextDefinition, format.confidence), 0 },
  { "source", TRUE, read_source, 0, 0 },
  { "lines", TRUE, read_lines, 0, 0 },
  { "samples", TRUE, read_samples, 0, 0 },
  { "notes", FALSE, read_notes, 0, 0 },
  { "dates", FALSE, read_dates, 0, 0 },
  { "body", FALSE, NULL, G_STRUCT_OFFSET (RungsTextDefinition, body), 0 },
  { "utc", FALSE, NULL, 0, G_STRUCT_OFFSET (RungsTextDefinition, format.utc) },
  { "joins", FALSE, NULL, 0, G_STRUCT_OFFSET (RungsTextDefinition, joins) },
  { "shows_twice", FALSE, NULL, 0, G_STRUCT_OFFSET (RungsTextDefinition, shows_twice) },
  { "glued", FALSE, NULL, 0, G_STRUCT_OFFSET (RungsTextDefinition, is_glued) },
  { "hex", FALSE, NULL, 0, G_STRUCT_OFFSET (RungsTextDefinition, has_hex) },
};

static gboolean
read_field (const Loading *loading, const Field *field, JsonNode *node)
{
  const char *text;

  if (node == NULL)
    return !field->is_needed || refuse (loading, field->name, "is missing");
  if (field->read != NULL)
    return field->read (loading, node);
  if (field->flag != 0)
    {
      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
        return refuse (loading, field->name, "must be true or false");
      G_STRUCT_MEMBER (gboolean, loading->self, field->flag) = json_node_get_boolean (node);
      return TRUE;
    }
  text = node_text (node);
  if (text == NULL)
    return refuse (loading, field->name, "must be a text that is not empty");
  G_STRUCT_MEMBER (char *, loading->self, field->text) = g_strdup (text);
  return TRUE;
}

static gboolean
has_only_known (const Loading *loading, JsonObject *object)
{
  const char *names[G_N_ELEMENTS (known_fields) + 1] = { NULL };
  const char *stranger;

  for (guint i = 0; i < G_N_ELEMENTS (known_fields); i++)
    names[i] = known_fields[i].name;
  stranger = find_stranger (object, names);
  return stranger == NULL || refuse (loading, stranger, "is not known");
}

RungsTextDefinition *
rungs_text_definition_new (JsonNode *root, const char *file, GError **error)
{
  g_autoptr (RungsTextDefinition) self = g_new0 (RungsTextDefinition, 1);
  Loading loading = { self, file, error };
  JsonObject *object;

  g_return_val_if_fail (file != NULL, NULL);
  self->format.probe = rungs_text_probe;
  self->format.parse = rungs_text_parse;
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error, RUNGS_ERROR, RUNGS_ERROR_DATA, "%s: must be an object", file);
      return NULL;
    }
  object = json_node_get_object (root);
  for (guint i = 0; i < G_N_ELEMENTS (known_fields); i++)
    {
      if (!read_field (&loading, &known_fields[i],
                       json_object_get_member (object, known_fields[i].name)))
        return NULL;
    }
  return has_only_known (&loading, object) ? g_steal_pointer (&self) : NULL;
}
