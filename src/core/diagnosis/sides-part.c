/* What a line of a message is (its key), what of it means something (its essence), and whether it
 * means anything. */
#include "config.h"

#include "sides-private.h"

#include "base/limits.h"
#include "calls/number.h"
#include "sip/sdp.h"

/* Digits and letters a-f in a row that are a key or a counter, not a word. */
#define MIN_KEY_CHARS 6

typedef struct
{
  GPtrArray *parts;
  RungsSpan message;
  RungsSidesMode mode;
  gsize counted; /* bytes of the message up to which lines are counted */
  guint line;
} Reader;

static void
part_free (gpointer data)
{
  RungsPart *part = data;

  g_free (part->key);
  g_free (part->essence);
  g_free (part);
}

static gboolean
is_one_of (RungsSpan name, const char *const *names)
{
  for (; *names != NULL; names++)
    if (rungs_span_equal_ci (name, rungs_span_of (*names)))
      return TRUE;
  return FALSE;
}

static gboolean
is_noise_header (RungsSpan name)
{
  static const char *const names[] = {
    "Via",
    "Call-ID",
    "Max-Forwards",
    "CSeq",
    "Content-Length",
    "Record-Route",
    "Route",
    "User-Agent",
    "Server",
    "Date",
    "Timestamp",
    "Session-ID",
    "X-CID",
    "Cisco-Guid",
    "P-Charging-Vector",
    "Authorization",
    "Proxy-Authorization",
    "MIME-Version",
    NULL,
  };

  return is_one_of (name, names) || rungs_span_starts_ci (name, RUNGS_SPAN ("X-MS-"))
         || rungs_span_starts_ci (name, RUNGS_SPAN ("MS-"));
}

static gboolean
is_address_header (RungsSpan name)
{
  static const char *const names[] = {
    "From",
    "To",
    "Contact",
    "P-Asserted-Identity",
    "P-Preferred-Identity",
    "Diversion",
    "History-Info",
    "Referred-By",
    "Refer-To",
    "Remote-Party-ID",
    NULL,
  };

  return is_one_of (name, names);
}

static gboolean
is_list_header (RungsSpan name)
{
  static const char *const names[] = {
    "Allow",           "Supported", "Require",      "Proxy-Require", "Accept", "Accept-Encoding",
    "Accept-Language", "Privacy",   "Allow-Events", "Unsupported",   NULL,
  };

  return is_one_of (name, names);
}

/* ---- essences ---- */

/* Small letters, blanks and folds as one blank. Of two calls keys and counters differ: they become
 * "#". (transfer full) */
static char *
plain_essence (RungsSpan value, RungsSidesMode mode)
{
  GString *text = g_string_sized_new (value.len);

  for (gsize i = 0; i < value.len; i++)
    {
      char c = value.str[i];
      gsize run = 0;

      while (mode == RUNGS_SIDES_OTHER && i + run < value.len
             && (g_ascii_isxdigit (value.str[i + run]) || value.str[i + run] == '-'))
        run++;
      if (run >= MIN_KEY_CHARS)
        {
          g_string_append_c (text, '#');
          i += run - 1;
        }
      else if (g_ascii_isspace (c))
        {
          if (text->len > 0 && text->str[text->len - 1] != ' ')
            g_string_append_c (text, ' ');
        }
      else
        g_string_append_c (text, g_ascii_tolower (c));
    }
  return g_string_free (text, FALSE);
}

/* The number; of two calls its shape: "+9" for an international one, "9" for other digits. */
static void
append_user (GString *text, RungsSpan user, RungsSidesMode mode)
{
  char buffer[RUNGS_MAX_USER];
  RungsSpan number = user.len > 0 ? rungs_number_text (user, RUNGS_SPAN_NONE, buffer) : user;
  gboolean all_digits = TRUE;

  if (mode == RUNGS_SIDES_COPY)
    {
      g_string_append_len (text, number.str, (gssize) number.len);
      return;
    }
  for (gsize i = number.len > 0 && number.str[0] == '+' ? 1 : 0; i < number.len; i++)
    all_digits = all_digits && g_ascii_isdigit (number.str[i]);
  if (number.len > 0 && number.str[0] == '+')
    g_string_append_c (text, '+');
  g_string_append (text, number.len == 0 ? "" : all_digits ? "9" : "a");
}

static char *
address_essence (RungsSpan name, RungsSpan value, RungsSidesMode mode)
{
  GString *text = g_string_new (NULL);
  gssize angle = rungs_span_find_char (value, '<');
  RungsSpan user, host, port, reason;

  rungs_sip_uri (value, &user, &host, &port);
  append_user (text, user, mode);
  if (mode == RUNGS_SIDES_COPY && angle > 0 && !rungs_span_equal_ci (name, RUNGS_SPAN ("Contact")))
    {
      RungsSpan display = rungs_span_trim (rungs_span_head (value, (gsize) angle));

      g_string_append_c (text, ' ');
      g_string_append_len (text, display.str, (gssize) display.len);
    }
  if (rungs_span_equal_ci (name, RUNGS_SPAN ("Diversion"))
      && rungs_sip_param (value, RUNGS_SPAN ("reason"), &reason))
    g_string_append_len (text, reason.str, (gssize) reason.len);
  return g_string_free (text, FALSE);
}

static gint
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* In order: "100rel,timer" is "timer, 100rel". */
static char *
list_essence (RungsSpan value)
{
  g_autofree char *plain = plain_essence (value, RUNGS_SIDES_COPY);
  g_auto (GStrv) words = g_strsplit_set (plain, ",; ", RUNGS_MAX_HEADER_ITEMS);

  qsort (words, g_strv_length (words), sizeof (char *), compare_words);
  {
    g_autofree char *joined = g_strjoinv (",", words);
    const char *text = joined;

    /* Empty words come first. */
    while (*text == ',')
      text++;
    return g_strdup (text);
  }
}

static char *
header_essence (RungsSpan name, RungsSpan value, RungsSidesMode mode)
{
  if (is_address_header (name))
    return address_essence (name, value, mode);
  if (is_list_header (name))
    return list_essence (value);
  return plain_essence (value, mode);
}

/* ---- lines ---- */

static RungsPart *
add_part (Reader *self, guint section, RungsSpan text, char *key)
{
  RungsPart *part = g_new0 (RungsPart, 1);
  gsize offset = (gsize) (text.str - self->message.str);

  for (; self->counted < offset; self->counted++)
    self->line += self->message.str[self->counted] == '\n';
  part->section = section;
  part->text = text;
  part->line = self->line;
  part->n_lines = 1;
  for (gsize i = 0; i < text.len; i++)
    part->n_lines += text.str[i] == '\n';
  part->key = key;
  g_ptr_array_add (self->parts, part);
  return part;
}

static void
add_start_line (Reader *self, const RungsSipIndex *index)
{
  RungsSpan rest = self->message, line = RUNGS_SPAN_NONE, user, host, port;
  GString *essence = g_string_new (NULL);
  RungsPart *part;

  rungs_span_take_line (&rest, &line);
  part = add_part (self, RUNGS_SECTION_START, line, g_strdup (""));
  part->value = line;
  if (index->is_request)
    {
      rungs_sip_uri (index->request_uri, &user, &host, &port);
      g_string_append_len (essence, index->method.str, (gssize) index->method.len);
      g_string_append_c (essence, ' ');
      append_user (essence, user, self->mode);
    }
  else
    g_string_append_printf (essence, "%u %.*s", index->code, (int) MIN (index->phrase.len, 200),
                            index->phrase.str != NULL ? index->phrase.str : "");
  part->essence = g_string_free (essence, FALSE);
}

/* An answer gives back the From and To of its request (RFC 3261 8.2.6.2). */
static gboolean
is_echo (RungsSpan name)
{
  return rungs_span_equal_ci (name, RUNGS_SPAN ("From"))
         || rungs_span_equal_ci (name, RUNGS_SPAN ("To"));
}

static void
add_headers (Reader *self, gboolean is_request)
{
  gsize pos = 0, offset = 0;
  RungsSpan name, value;

  while (self->parts->len <= RUNGS_MAX_HEADERS
         && rungs_sip_next_header (self->message, &pos, &name, &value, &offset))
    {
      RungsSpan long_name = rungs_sip_long_name (name), text;
      g_autofree char *shown = rungs_span_dup_utf8 (long_name);
      RungsPart *part;

      text.str = self->message.str + offset;
      text.len = value.len > 0 ? (gsize) (value.str + value.len - text.str) : name.len + 1;
      text.len = MIN (text.len, self->message.len - offset);
      part =
        add_part (self, RUNGS_SECTION_HEADERS, rungs_span_trim (text), g_ascii_strdown (shown, -1));
      part->value = value;
      part->is_noise = is_noise_header (long_name) || (!is_request && is_echo (long_name));
      part->essence =
        part->is_noise ? g_strdup ("") : header_essence (long_name, value, self->mode);
    }
}

/* ---- SDP ---- */

/* "pcma/8000" for a payload number of this media; else the number. */
static void
append_codec (GString *text, const RungsSdpMedia *media, RungsSpan format)
{
  guint64 number;

  for (guint i = 0;
       media != NULL && rungs_span_to_uint (format, 127, &number) && i < media->n_codecs; i++)
    if (media->codecs[i].payload == number && media->codecs[i].name.len > 0)
      {
        g_autofree char *name = rungs_span_dup_utf8 (media->codecs[i].name);
        g_autofree char *small = g_ascii_strdown (name, -1);

        g_string_append_printf (text, "%s/%u", small, media->codecs[i].clock);
        return;
      }
  g_string_append_len (text, format.str, (gssize) format.len);
}

static RungsSpan
take_word (RungsSpan *rest)
{
  RungsSpan word = RUNGS_SPAN_NONE;

  while (word.len == 0 && rungs_span_take_until (rest, ' ', &word))
    ;
  return word;
}

/* "audio RTP/SAVP pcma/8000 telephone-event/8000": without the port, unless that is 0. */
static char *
media_essence (RungsSpan value, const RungsSdpMedia *media)
{
  GString *text = g_string_new (NULL);
  RungsSpan type = take_word (&value), port = take_word (&value), protocol = take_word (&value);
  RungsSpan format;

  g_string_append_len (text, type.str, (gssize) type.len);
  g_string_append (text, rungs_span_equal (port, RUNGS_SPAN ("0")) ? " 0 " : " ");
  g_string_append_len (text, protocol.str, (gssize) protocol.len);
  while ((format = take_word (&value)).len > 0)
    {
      g_string_append_c (text, ' ');
      append_codec (text, media, format);
    }
  return g_string_free (text, FALSE);
}

static gboolean
is_noise_attribute (RungsSpan name)
{
  static const char *const names[] = {
    "candidate", "remote-candidates", "ssrc",  "ssrc-group", "rtcp",         "label", "mid",
    "msid",      "msid-semantic",     "cname", "group",      "x-ssrc-range", NULL,
  };

  return is_one_of (name, names) || rungs_span_starts_ci (name, RUNGS_SPAN ("x-"));
}

/* Its presence says something, its value does not. */
static gboolean
is_key_attribute (RungsSpan name)
{
  static const char *const names[] = { "ice-ufrag", "ice-pwd", "fingerprint", NULL };

  return is_one_of (name, names);
}

static void
fill_attribute (RungsPart *part, RungsSpan value, const RungsSdpMedia *media, RungsSidesMode mode)
{
  RungsSpan name = RUNGS_SPAN_NONE, payload;
  g_autoptr (GString) key = g_string_new ("a=");

  rungs_span_take_until (&value, ':', &name);
  name = rungs_span_trim (name);
  g_string_append_len (key, name.str, (gssize) name.len);
  if (rungs_span_equal (name, RUNGS_SPAN ("rtpmap")) || rungs_span_equal (name, RUNGS_SPAN ("fmtp"))
      || rungs_span_equal (name, RUNGS_SPAN ("rtcp-fb")))
    {
      payload = take_word (&value);
      g_string_append_c (key, ' ');
      append_codec (key, media, payload);
      if (rungs_span_equal (name, RUNGS_SPAN ("rtpmap")))
        value = payload;
    }
  else if (rungs_span_equal (name, RUNGS_SPAN ("crypto")))
    {
      take_word (&value);
      value = take_word (&value);
    }
  else if (is_key_attribute (name))
    value = RUNGS_SPAN_NONE;
  part->is_noise = is_noise_attribute (name);
  part->key = rungs_span_dup_utf8 (rungs_span (key->str, key->len));
  part->essence = part->is_noise ? g_strdup ("") : plain_essence (value, mode);
}

static void
add_sdp_line (Reader *self, guint section, RungsSpan line, const RungsSdpMedia *media)
{
  RungsSpan value = rungs_span_trim (rungs_span_skip (line, 2));
  RungsPart *part = add_part (self, section, line, NULL);

  part->value = line;
  if (line.str[0] == 'a')
    {
      fill_attribute (part, value, media, self->mode);
      return;
    }
  part->key = g_strdup_printf ("%c=", line.str[0]);
  part->is_noise = strchr ("ostiuepkv", line.str[0]) != NULL;
  if (line.str[0] == 'm')
    part->essence = media_essence (value, media);
  else if (line.str[0] == 'c')
    part->essence =
      g_strdup (rungs_span_find (value, RUNGS_SPAN ("0.0.0.0")) >= 0 ? "0.0.0.0" : "");
  else
    part->essence = part->is_noise ? g_strdup ("") : plain_essence (value, self->mode);
}

static void
add_sdp (Reader *self, const RungsSipIndex *index)
{
  RungsSpan rest = rungs_sdp_body (index), line;
  RungsSdp sdp;
  guint section = RUNGS_SECTION_SESSION;

  if (rest.len == 0 || !rungs_sdp_parse (rest, &sdp))
    return;
  for (guint n = 0; n < RUNGS_MAX_SDP_LINES && rungs_span_take_line (&rest, &line); n++)
    {
      guint media;

      if (line.len < 2 || line.str[1] != '=' || !g_ascii_isalpha (line.str[0]))
        continue;
      if (line.str[0] == 'm')
        section++;
      media = section - RUNGS_SECTION_MEDIA;
      add_sdp_line (self, section, line,
                    section >= RUNGS_SECTION_MEDIA && media < sdp.n_media ? &sdp.media[media]
                                                                          : NULL);
    }
}

GPtrArray *
rungs_parts_new (RungsSpan message, RungsSidesMode mode)
{
  Reader reader = { g_ptr_array_new_with_free_func (part_free), message, mode, 0, 0 };
  RungsSipIndex index;

  if (!rungs_sip_index (message, &index))
    return reader.parts;
  add_start_line (&reader, &index);
  add_headers (&reader, index.is_request);
  add_sdp (&reader, &index);
  return reader.parts;
}
