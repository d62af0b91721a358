/* The full parse: torture messages in the manner of RFC 4475, and the guards in front of
 * libosip2. */
#include "base/limits.h"
#include "sip/message.h"

#include <stdio.h>
#include <unistd.h>

#define HEAD                                                                                       \
  "INVITE sip:+15550100002@example.net SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"  \
  "From: <sip:+15550100001@example.com>;tag=1\r\nTo: <sip:+15550100002@example.net>\r\nCall-ID: "  \
  "c1\r\nCSeq: 1 INVITE\r\n"
#define SDP "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"

static gboolean
has_remark (const RungsSipMessage *message, const char *part)
{
  for (guint i = 0; i < message->remarks->len; i++)
    {
      if (strstr (g_ptr_array_index (message->remarks, i), part) != NULL)
        return TRUE;
    }
  return FALSE;
}

static RungsSipMessage *
parse (const char *bytes)
{
  gsize len = strlen (bytes);
  g_autofree char *exact = g_memdup2 (bytes, len);

  return rungs_sip_message_new (rungs_span (exact, len));
}

static void
test_plain (void)
{
  g_autoptr (RungsSipMessage) message =
    parse (HEAD "Content-Type: application/sdp\r\nContent-Length: 87\r\n\r\n" SDP
                "m=audio 6000 RTP/AVP 8\r\n");

  g_assert_true (message->accepted);
  g_assert_true (message->sdp_accepted);
  g_assert_cmpuint (message->n_media, ==, 1);
  g_assert_cmpstr (message->method, ==, "INVITE");
  g_assert_cmpstr (message->call_id, ==, "c1");
  g_assert_cmpstr (message->branch, ==, "z9hG4bK1");
  g_assert_cmpstr (message->from_user, ==, "+15550100001");
  g_assert_cmpuint (message->cseq, ==, 1);
  g_assert_cmpuint (message->remarks->len, ==, 0);
  g_assert_true (g_str_has_prefix (rungs_sip_library (), "libosip2 5."));
}

/* Legal, and odd: all of these are accepted. */
static void
test_tortuous (void)
{
  static const char *const legal[] = {
    "OPTIONS sip:+15550100002@gw.example.net;odd SIP/2.0\r\n"
    "vIa:SIP /2.0/ \r\n\tUDP 192.0.2.7 ;maddr=192.0.2.9; branch = z9hG4bKodd\r\n"
    "T:\r\n  \"Night \\\\ \\\"desk\\\"\" <sip:+15550100002@gw.example.net>  ;\r\n tag =t-1\r\n"
    "fROM :\r\n sip:+15550100001@example.com ; tag\t=\r\n f-1\r\n"
    "i   :  odd.1@192.0.2.7\r\ncSeQ:\r\n  0042\r\n  OPTIONS\r\nmAX-fORWARDS: 007\r\nl :0\r\n"
    "S:\r\nMade-Up: one\r\n two\r\n\tthree\r\n\r\n",
    "x-small'method sip:+15550100002@example.net SIP/2.0\r\n\r\n",

    HEAD "Contact: <sip:a@b>, \"x, y\" <sip:c@d;transport=tcp>;q=0.1\r\nContent-Length: 0\r\n\r\n",
    HEAD "Unknown-Header: \xe2\x98\x83\r\nRoute: "
         "<sip:services.example.com;lr;unknownwith=value;unknown-no-value>\r\n\r\n",
    "SIP/2.0 200 \r\n"
    "Via: SIP/2.0/TLS [2001:db8::9:1];branch=z9hG4bKas3\r\nFrom: "
    "<sip:a@[2001:db8::1]>;tag=1\r\nTo: sip:b@c;tag=2\r\n"
    "Call-ID: x\r\nCSeq: 35 INVITE\r\nWarning: 399 example.com \"a \\\" b\"\r\nContent-Length: "
    "0\r\n\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (legal); i++)
    {
      g_autoptr (RungsSipMessage) message = parse (legal[i]);

      g_test_message ("%u: %s", i,
                      message->remarks->len > 0 ? (char *) message->remarks->pdata[0] : "");
      /* The second one has small letters in its method, which the grammar allows: no log has shown
       * such a line, and believing it would make sentences requests. */
      g_assert_cmpint (message->accepted, ==, i != 1);
    }
}

/* Not legal: shown with a remark, whatever the library says. */
static void
test_illegal (void)
{
  static const struct
  {
    const char *bytes, *remark;
  } illegal[] = {
    { "", "start line" },
    { "HELLO", "start line" },
    { "INVITE sip:a@b SIP/2.0", "Call-ID is missing" },
    { "INVITE sip:a@b SIP/2.0\r\n\r\n", "Via is missing" },
    { HEAD "Content-Length: 9999\r\n\r\nshort", "Content-Length" },
    { HEAD "Content-Length: 1\r\n\r\nlonger", "Content-Length" },
    { HEAD "foreign line\r\n\r\n", "no header" },
    { HEAD "CSeq: 2 BYE\r\n", "" },
    { "BYE sip:a@b SIP/2.0\r\nCSeq: 1 INVITE\r\n\r\n", "another one" },
    { HEAD "\r\n" SDP "m=audio 1\r", "m= line" },
    { HEAD "\r\n" SDP "m=audio 1 RTP/AVP\n", "m= line" },
    { HEAD "\r\n" SDP "m=audio 1 RTP/AVP \r\r", "m= line" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (illegal); i++)
    {
      g_autoptr (RungsSipMessage) message = parse (illegal[i].bytes);

      g_test_message ("%u", i);
      g_assert_true (illegal[i].remark[0] == '\0' || has_remark (message, illegal[i].remark));
      g_assert_nonnull (message->method);
      g_assert_nonnull (message->to_tag);
    }
}

typedef struct
{
  const char *name;
  const char *before, *piece, *after;
  guint n;
  const char *remark;
} Flood;

/* Each takes the library seconds for one message; the guards refuse it before it sees a byte. */
static const Flood floods[] = {
  { "headers", HEAD, "X: y\r\n", "\r\n", 64000, "headers" },
  { "vias", HEAD, "Via: SIP/2.0/UDP a\r\n", "\r\n", 40000, "headers" },
  { "comma-values", HEAD "Allow: A", ",B", "\r\n\r\n", 8000, "values" },
  { "contacts", HEAD "Contact: <sip:a>", ",<sip:a>", "\r\n\r\n", 1500, "values" },
  { "header-parameters", HEAD "Contact: <sip:a>", ";a", "\r\n\r\n", 8000, "values" },
  { "uri-parameters", "INVITE sip:a@b", ";a", " SIP/2.0\r\n\r\n", 8000, "values" },
  { "uri-headers", HEAD "Contact: <sip:a@b?x=y", "&x=y", ">\r\n\r\n", 3000, "values" },
  { "escapes", HEAD "Contact: <sip:", "%20", "@b>\r\n\r\n", 5000, "escaped" },
  { "long-header", HEAD "Subject: ", "aaaaaaaa", "\r\n\r\n", 8000, "longer" },
  { "all-lists", HEAD,
    "Contact: <sip:a>,<sip:a>,<sip:a>,<sip:a>,<sip:a>,<sip:a>,<sip:a>,<sip:a>,<sip:a>\r\n", "\r\n",
    200, "values" },
  { "nuls", HEAD "Subject: ", "\1", "\r\n\r\n", 1, "NUL" },
  { "sdp-lines", HEAD "\r\n" SDP, "a=x\r\n", "", 64000, "SDP has more" },
  { "sdp-payloads", HEAD "\r\n" SDP "m=audio 1 RTP/AVP", " 0", "\r\n", 8000, "payload" },
  { "sdp-carriage-returns", HEAD "\r\n" SDP, "a=x\r", "\r\n", 1000, "CR" },
  { "large", HEAD "\r\n", "0123456789abcdef", "", 70000, "longer" },
};

static void
test_flood (gconstpointer data)
{
  const Flood *flood = data;
  g_autoptr (GString) bytes = g_string_new (flood->before);
  g_autoptr (RungsSipMessage) message = NULL;

  for (guint i = 0; i < flood->n; i++)
    g_string_append (bytes, flood->piece);
  g_string_append (bytes, flood->after);
  for (gsize i = 0; i < bytes->len; i++)
    bytes->str[i] = bytes->str[i] == '\1' ? '\0' : bytes->str[i];
  message = rungs_sip_message_new (rungs_span (bytes->str, bytes->len));
  g_assert_true (has_remark (message, flood->remark));
  g_assert_true (!message->accepted || !message->sdp_accepted);
}

/* Multipart bodies are not the library's business: it is never given one. */
static void
test_multipart (void)
{
  g_autoptr (GString) bytes =
    g_string_new (HEAD "Content-Type: multipart/mixed;boundary=x\r\n\r\n");
  g_autoptr (RungsSipMessage) message = NULL;

  for (guint i = 0; i < 30000; i++)
    g_string_append (bytes, "--x\r\nContent-Type: text/plain\r\n\r\n");
  g_string_append (bytes, "--x\r\n\r\n" SDP "m=audio 6000 RTP/AVP 8\r\n--x--\r\n");
  message = rungs_sip_message_new (rungs_span (bytes->str, bytes->len));
  g_assert_true (message->accepted);
  g_assert_cmpuint (message->n_media, ==, 1);
}

/* The library prints what it does not like, by default to the standard output of whoever uses
 * it. */
static void
test_silence (void)
{
  g_autofree char *path = NULL;
  int file = g_file_open_tmp ("rungs-XXXXXX", &path, NULL), out, err;

  g_assert_cmpint (file, >=, 0);
  fflush (stdout);
  out = dup (STDOUT_FILENO);
  err = dup (STDERR_FILENO);
  dup2 (file, STDOUT_FILENO);
  dup2 (file, STDERR_FILENO);
  for (guint i = 0; i < 3; i++)
    {
      static const char *const odd[] = {
        "INVITE sip:a@b SIP/2.0\r\nVia: x\r\nCSeq: \r\nFrom: <\r\n\r\n",
        HEAD "From: <sip:x>;tag=2\r\n\r\n", HEAD "\r\nv=0\r\nx\r\nm=a b c d\r\n"
      };
      g_autoptr (RungsSipMessage) message = parse (odd[i]);

      g_assert_cmpuint (message->remarks->len, >, 0);
    }
  fflush (stdout);
  dup2 (out, STDOUT_FILENO);
  dup2 (err, STDERR_FILENO);
  g_assert_cmpint (lseek (file, 0, SEEK_END), ==, 0);
  close (file);
  close (out);
  close (err);
  g_assert_cmpint (unlink (path), ==, 0);
}

static gpointer
parse_often (gpointer unused)
{
  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (RungsSipMessage) message = parse (HEAD "Content-Length: 0\r\n\r\n");

      g_assert_true (message->accepted);
    }
  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("parse", parse_often, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message/plain", test_plain);
  g_test_add_func ("/message/tortuous", test_tortuous);
  g_test_add_func ("/message/illegal", test_illegal);
  g_test_add_func ("/message/multipart", test_multipart);
  g_test_add_func ("/message/silence", test_silence);
  g_test_add_func ("/message/threads", test_threads);
  for (guint i = 0; i < G_N_ELEMENTS (floods); i++)
    {
      g_autofree char *path = g_strconcat ("/message/flood/", floods[i].name, NULL);

      g_test_add_data_func (path, &floods[i], test_flood);
    }
  return g_test_run ();
}
