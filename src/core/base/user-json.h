/* JSON files that the user wrote, in a folder of the user's data: knowledge, formats. Nothing in
 * them stops the program: what cannot be used is said, and the rest is used. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct
{
  /* What a folder, a file and its brackets may have. */
  guint max_files, max_depth;
  gsize max_bytes;
  /* A file's root; NULL: it is empty. */
  void (*take) (gpointer data, const char *file, JsonNode *root);
  /* @reason: a clause without a full stop. */
  void (*complain) (gpointer data, const char *file, const char *reason);
  gpointer data;
} RungsUserJson;

/* All *.json of @folder by their names, but schema.json. A folder that is not there is an empty
 * one. */
void rungs_user_json_read_folder (const RungsUserJson *self, const char *folder);
/* One file. @shown: its name in what is said. */
void rungs_user_json_read_file (const RungsUserJson *self, const char *path, const char *shown);
/* One text. */
void rungs_user_json_read_text (const RungsUserJson *self,
                                const char *text,
                                gsize len,
                                const char *file);

G_END_DECLS
