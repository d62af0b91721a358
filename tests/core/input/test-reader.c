/* Lines: at block ends, without a last line end, too long, in a part of a file. */
#include "base/limits.h"
#include "input/reader.h"

static RungsInput *
input_of (const char *bytes, gsize len)
{
  g_autoptr (GBytes) copy = g_bytes_new (bytes, len);

  return rungs_input_new_bytes ("x.log", copy);
}

/* "offset:number:line|" for each line. */
static char *
read_part (RungsInput *input, guint64 start, guint64 end)
{
  g_autoptr (RungsReader) reader = rungs_reader_new (input, start, end, 1);
  GString *all = g_string_new (NULL);
  RungsSpan line;
  guint64 offset;
  guint32 number;

  while (rungs_reader_next_line (reader, &line, &offset, &number))
    {
      g_string_append_printf (all, "%" G_GUINT64_FORMAT ":%u:", offset, number);
      g_string_append_len (all, line.str, line.len);
      g_string_append_c (all, '|');
    }
  g_assert_null (rungs_reader_get_error (reader));
  return g_string_free (all, FALSE);
}

static void
check (const char *bytes, guint64 start, guint64 end, const char *expected)
{
  g_autoptr (RungsInput) input = input_of (bytes, strlen (bytes));
  g_autofree char *lines = read_part (input, start, end);

  g_assert_cmpstr (lines, ==, expected);
}

static void
test_lines (void)
{
  check ("", 0, G_MAXUINT64, "");
  check ("\n", 0, G_MAXUINT64, "0:1:|");
  check ("a\n\nb", 0, G_MAXUINT64, "0:1:a|2:2:|3:3:b|");
  check ("a\r\nb\r\n", 0, G_MAXUINT64, "0:1:a\r|3:2:b\r|");
}

static void
test_parts (void)
{
  check ("a\nbb\nccc\n", 2, 5, "2:1:bb|");
  check ("a\nbb\nccc\n", 2, 4, "2:1:bb|");
  check ("a\nbb\nccc\n", 5, G_MAXUINT64, "5:1:ccc|");
  check ("a\n", 2, 2, "");
  check ("a\n", 7, 9, "");
  check ("a\n", 1, 0, "");
}

static void
test_mark (void)
{
  check ("\xef\xbb\xbf"
         "a\nb",
         0, G_MAXUINT64, "3:1:a|5:2:b|");
  check ("\xef\xbb\xbf", 0, G_MAXUINT64, "");
  check ("a\n\xef\xbb\xbf"
         "b",
         0, G_MAXUINT64,
         "0:1:a|2:2:\xef\xbb\xbf"
         "b|");
}

/* @n NULs between @before and @after. */
static char *
read_hole (const char *before, gsize n, const char *after, RungsHoles *holes)
{
  GString *bytes = g_string_new (before);
  g_autoptr (RungsInput) input = NULL;
  g_autoptr (RungsReader) reader = NULL;
  GString *all = g_string_new (NULL);
  RungsSpan line;
  guint64 offset;
  guint32 number;

  g_string_set_size (bytes, bytes->len + n);
  memset (bytes->str + strlen (before), 0, n);
  g_string_append (bytes, after);
  input = input_of (bytes->str, bytes->len);
  reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);
  while (rungs_reader_next_line (reader, &line, &offset, &number))
    {
      /* What is handed out is where it says. */
      g_assert_cmpmem (line.str, line.len, bytes->str + offset, line.len);
      g_string_append_printf (all, "%u:%.*s|", number, (int) line.len, line.str);
    }
  *holes = rungs_reader_get_holes (reader);
  g_string_free (bytes, TRUE);
  return g_string_free (all, FALSE);
}

/* Holes of any size are passed over, wherever they are; a few NULs are bytes like others. */
static void
test_holes (void)
{
  static const gsize sizes[] = { RUNGS_HOLE_BYTES,       70000,
                                 RUNGS_MAX_LINE - 2,     RUNGS_MAX_LINE,
                                 3 * RUNGS_MAX_LINE + 5, 17 * 1024 * 1024 };
  static const struct
  {
    const char *before, *after, *lines;
    guint32 line;
  } cases[] = {
    { "", "a\nb\n", "1:a|2:b|", 1 },
    { "x\n", "a\nb\n", "1:x|2:a|3:b|", 2 },
    { "x\nhalf", "a\nb\n", "1:x|2:half|2:a|3:b|", 2 },
    { "x\n", "", "1:x|", 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
      {
        RungsHoles holes;
        g_autofree char *lines = read_hole (cases[i].before, sizes[k], cases[i].after, &holes);

        g_assert_cmpstr (lines, ==, cases[i].lines);
        g_assert_cmpuint (holes.n, ==, 1);
        g_assert_cmpuint (holes.bytes, ==, sizes[k]);
        g_assert_cmpuint (holes.line, ==, cases[i].line);
      }
  {
    RungsHoles holes;
    g_autofree char *lines = read_hole ("x\n", RUNGS_HOLE_BYTES - 1, "a\n", &holes);

    /* One byte less is no hole: the line keeps its NULs. */
    g_assert_true (g_str_has_prefix (lines, "1:x|2:"));
    g_assert_cmpuint (holes.n, ==, 0);
  }
}

/* Lines of every length around the block's, so that each place of a line end meets the end of a
 * block. */
static void
test_block_ends (void)
{
  for (int around = -2; around <= 2; around++)
    {
      gsize first = RUNGS_MAX_LINE + around;
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (RungsInput) input = NULL;
      g_autoptr (RungsReader) reader = NULL;
      gsize total = 0;
      guint32 last = 0;
      RungsSpan line;
      guint64 offset;
      guint32 number;

      for (gsize i = 0; i < first; i++)
        g_string_append_c (text, 'a' + i % 26);
      g_string_append (text, "\nsecond\n");
      for (guint i = 0; i < 300000; i++)
        g_string_append_printf (text, "%u\n", i);
      input = input_of (text->str, text->len);
      reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);
      while (rungs_reader_next_line (reader, &line, &offset, &number))
        {
          g_assert_cmpmem (line.str, line.len, text->str + offset, line.len);
          g_assert_cmpuint (line.len, <=, RUNGS_MAX_LINE);
          total += line.len;
          last = number;
        }
      /* Two lines, then the numbers; what is missing are the line ends. */
      g_assert_cmpuint (last, ==, 300002);
      g_assert_cmpuint (total, ==, text->len - 300002);
      g_assert_cmpuint (rungs_reader_get_offset (reader), ==, text->len);
    }
}

static void
test_long_line (void)
{
  gsize len = RUNGS_MAX_LINE * 3 + 5;
  g_autofree char *text = g_strnfill (len, 'x');
  g_autoptr (RungsInput) input = input_of (text, len);
  g_autoptr (RungsReader) reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);
  RungsSpan line;
  guint64 offset;
  guint32 number;
  guint n = 0;

  while (rungs_reader_next_line (reader, &line, &offset, &number))
    {
      g_assert_cmpuint (offset, ==, (guint64) RUNGS_MAX_LINE * n++);
      g_assert_cmpuint (number, ==, 1);
    }
  g_assert_cmpuint (n, ==, 4);
}

/* So large that a thread reads ahead: every line stands where it should, whatever block it ends
 * in. */
static void
test_large (void)
{
  const gsize size = 21 * 1024 * 1024 + 7, long_at = 5 * 1024 * 1024;
  const gsize long_len = 2 * RUNGS_MAX_LINE + 17;
  g_autofree char *bytes = g_malloc (size);
  g_autoptr (RungsInput) input = NULL;
  g_autoptr (RungsReader) reader = NULL;
  guint32 state = 1, expected_number = 1, number;
  guint64 expected_offset = 0, offset;
  RungsSpan line;

  for (gsize i = 0; i < size; i++)
    {
      state = state * 1664525u + 1013904223u;
      bytes[i] = (state >> 24) % 97 == 0 ? '\n' : (char) ('a' + (state >> 16) % 26);
    }
  memset (bytes + long_at, 'x', long_len);
  bytes[long_at - 1] = bytes[long_at + long_len] = '\n';

  input = input_of (bytes, size);
  reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);
  while (rungs_reader_next_line (reader, &line, &offset, &number))
    {
      gboolean is_ended;

      g_assert_cmpuint (offset, ==, expected_offset);
      g_assert_cmpuint (number, ==, expected_number);
      g_assert_cmpuint (line.len, <=, RUNGS_MAX_LINE);
      g_assert_true (memcmp (line.str, bytes + offset, line.len) == 0);
      g_assert_null (memchr (line.str, '\n', line.len));
      is_ended =
        offset + line.len < size && bytes[offset + line.len] == '\n' && line.len < RUNGS_MAX_LINE;
      expected_offset += line.len + (is_ended ? 1 : 0);
      expected_number += is_ended ? 1 : 0;
    }
  g_assert_cmpuint (expected_offset, ==, size);
  g_assert_null (rungs_reader_get_error (reader));
}

/* Put away before it was read to the end. */
static void
test_large_left (void)
{
  const gsize size = 32 * 1024 * 1024;
  g_autofree char *bytes = g_malloc0 (size);
  g_autoptr (RungsInput) input = NULL;
  g_autoptr (RungsReader) reader = NULL;
  guint64 offset;
  guint32 number;
  RungsSpan line;

  bytes[3] = '\n';
  input = input_of (bytes, size);
  reader = rungs_reader_new (input, 0, G_MAXUINT64, 1);
  g_assert_true (rungs_reader_next_line (reader, &line, &offset, &number));
  g_assert_cmpuint (line.len, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reader/lines", test_lines);
  g_test_add_func ("/reader/parts", test_parts);
  g_test_add_func ("/reader/mark", test_mark);
  g_test_add_func ("/reader/holes", test_holes);
  g_test_add_func ("/reader/block-ends", test_block_ends);
  g_test_add_func ("/reader/long-line", test_long_line);
  g_test_add_func ("/reader/large", test_large);
  g_test_add_func ("/reader/large-left", test_large_left);
  return g_test_run ();
}
