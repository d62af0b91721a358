/* Runs a fuzz target without libFuzzer: over each file given (or each file of a folder given), and
 * over cuts and changes of it made by a fixed generator. So every build, with every compiler, has
 * the smoke run. */
#include <glib.h>
#include <stdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#define CHANGES_PER_FILE 200
#define MAX_SEED_BYTES (64 * 1024)

static guint64 state;

static guint32
next_random (void)
{
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (guint32) (state >> 16);
}

/* A copy of its own size, so that a sanitizer sees a read past its end. */
static void
run_once (const char *bytes, gsize len)
{
  g_autofree guint8 *copy = g_memdup2 (bytes, len);
  LLVMFuzzerTestOneInput (copy, len);
}

static void
run_changes (const char *bytes, gsize len)
{
#define TOKEN(text)                                                                                \
  {                                                                                                \
    text, sizeof (text) - 1                                                                        \
  }
  static const struct
  {
    const char *text;
    gsize len;
  } tokens[] = {
    TOKEN ("\r\n"),
    TOKEN ("\n"),
    TOKEN ("\r"),
    TOKEN ("[S=1] "),
    TOKEN ("[Time:01-01@"),
    TOKEN ("SIP/2.0 "),
    TOKEN ("Content-Length: 99999\r\n"),
    TOKEN ("---- "),
    TOKEN ("#015#012"),
    TOKEN ("\""),
    TOKEN ("\0"),
    TOKEN ("\0\0\0\0"),
    TOKEN ("=0\r\n"),
  };

  for (guint i = 0; i < CHANGES_PER_FILE && len > 0; i++)
    {
      g_autoptr (GByteArray) changed = g_byte_array_new ();
      guint n = 1 + next_random () % 4;

      g_byte_array_append (changed, (const guint8 *) bytes, len);
      while (n-- > 0 && changed->len > 0)
        {
          guint at = next_random () % changed->len, cut;
          guint token = next_random () % G_N_ELEMENTS (tokens);

          switch (next_random () % 4)
            {
            case 0:
              changed->data[at] = (guint8) next_random ();
              break;
            case 1:
              g_byte_array_set_size (changed, at);
              break;
            case 2:
              cut = 1 + next_random () % 64; /* MIN() takes its arguments twice */
              g_byte_array_remove_range (changed, at, MIN (changed->len - at, cut));
              break;
            default:
              memcpy (changed->data + at, tokens[token].text,
                      MIN (tokens[token].len, changed->len - at));
              break;
            }
        }
      run_once ((const char *) changed->data, changed->len);
    }
}

static void
run_path (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize len = 0;

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);
          run_path (child);
        }
      return;
    }

  if (!g_file_get_contents (path, &bytes, &len, NULL))
    g_error ("cannot read %s", path);
  state = 0x9e3779b97f4a7c15u ^ len;
  run_once (bytes, len);
  run_changes (bytes, MIN (len, MAX_SEED_BYTES));
}

int
main (int argc, char **argv)
{
  run_once ("", 0);
  for (int i = 1; i < argc; i++)
    run_path (argv[i]);
  printf ("%d inputs replayed\n", argc - 1);
  return 0;
}
