/* The index scan: tables of nasty messages. What is expected is written as "name=value" of the
 * fields that are not empty. */
#include "sip/index.h"

#define CRLF "\r\n"

static void
append (GString *text, const char *name, RungsSpan value)
{
  if (value.len > 0)
    g_string_append_printf (text, "%s=%.*s|", name, (int) value.len, value.str);
}

static char *
describe (const RungsSipIndex *index)
{
  GString *text = g_string_new (index->is_request ? "request|" : "response|");

  append (text, "method", index->method);
  if (!index->is_request)
    g_string_append_printf (text, "code=%u|", index->code);
  append (text, "phrase", index->phrase);
  append (text, "ruri", index->request_uri);
  append (text, "call-id", index->call_id);
  if (index->cseq != 0)
    g_string_append_printf (text, "cseq=%u|", index->cseq);
  append (text, "cseq-method", index->cseq_method);
  append (text, "from", index->from_uri);
  append (text, "from-user", index->from_user);
  append (text, "from-host", index->from_host);
  append (text, "from-tag", index->from_tag);
  append (text, "from-name", index->from_name);
  append (text, "to", index->to_uri);
  append (text, "to-user", index->to_user);
  append (text, "to-host", index->to_host);
  append (text, "to-tag", index->to_tag);
  append (text, "via", index->via_host);
  append (text, "transport", index->via_transport);
  append (text, "branch", index->branch);
  append (text, "contact", index->contact_uri);
  append (text, "asserted", index->asserted_user);
  append (text, "reason", index->reason);
  for (guint i = 1; i < RUNGS_MAX_INDEX_REASONS; i++)
    append (text, "another", index->reasons[i]);
  append (text, "refer-to", index->refer_to);
  append (text, "referred-by", index->referred_by);
  append (text, "agent", index->agent);
  append (text, "rack", index->rack);
  append (text, "replaces", index->replaces);
  if (index->content_length >= 0)
    g_string_append_printf (text, "length=%d|", index->content_length);
  g_string_append (text, index->has_sdp ? "sdp|" : "");
  g_string_append (text, index->has_authorization ? "auth|" : "");
  append (text, "body", index->body);
  g_string_append_printf (text, "headers=%u vias=%u", index->n_headers, index->n_vias);
  return g_string_free (text, FALSE);
}

static const struct
{
  const char *name, *bytes, *expected;
} messages[] = {
  { "refer",
    "REFER sip:a@example.net SIP/2.0" CRLF "Refer-To: <sip:b@example.net?Replaces=1>" CRLF
    "Referred-By: <sip:c@example.net;x-ti=1>" CRLF CRLF,
    "request|method=REFER|ruri=sip:a@example.net|refer-to=<sip:b@example.net?Replaces=1>|"
    "referred-by=<sip:c@example.net;x-ti=1>|headers=2 vias=0" },
  { "refer-compact",
    "REFER sip:a@example.net SIP/2.0" CRLF "r: sip:b@example.net" CRLF
    "b: sip:c@example.net" CRLF CRLF,
    "request|method=REFER|ruri=sip:a@example.net|refer-to=sip:b@example.net|"
    "referred-by=sip:c@example.net|headers=2 vias=0" },
  { "reasons",
    "BYE sip:a@example.net SIP/2.0" CRLF "Reason: Q.850;cause=16" CRLF "Reason: SIP;" CRLF
    " cause=503" CRLF "Reason: c" CRLF "Reason: d" CRLF "Reason: fifth" CRLF CRLF,
    "request|method=BYE|ruri=sip:a@example.net|reason=Q.850;cause=16|another=SIP;" CRLF
    " cause=503|another=c|another=d|headers=5 vias=0" },
  { "plain",
    "INVITE sip:+15550100002@example.net SIP/2.0" CRLF
    "Via: SIP/2.0/TLS 192.0.2.1:5061;branch=z9hG4bK1;rport" CRLF
    "From: \"Alice\" <sip:+15550100001@example.com;user=phone>;tag=a1" CRLF
    "To: <sip:+15550100002@example.net>" CRLF "Call-ID: c1@192.0.2.1" CRLF "CSeq: 7 INVITE" CRLF
    "Contact: <sip:192.0.2.1:5061;transport=tls>" CRLF "Content-Type: application/sdp" CRLF
    "Content-Length: 5" CRLF CRLF "v=0" CRLF,
    "request|method=INVITE|ruri=sip:+15550100002@example.net|call-id=c1@192.0.2.1|cseq=7|cseq-"
    "method=INVITE|"
    "from=sip:+15550100001@example.com;user=phone|from-user=+15550100001|from-host=example.com|"
    "from-tag=a1|"
    "from-name=Alice|to=sip:+15550100002@example.net|to-user=+15550100002|to-host=example.net|"
    "via=192.0.2.1:5061|transport=TLS|branch=z9hG4bK1|contact=sip:192.0.2.1:5061;transport=tls|"
    "length=5|sdp|"
    "body=v=0\r\n|headers=8 vias=1" },
  { "upper case, compact, no blanks, blanks before the colon, LF only",
    "SIP/2.0 486 Busy Here  \n"
    "VIA:SIP/2.0/UDP a.example.com;branch=b1,SIP/2.0/UDP b.example.com\n"
    "V : SIP/2.0/UDP c.example.com\n"
    "f:<sip:a@b>;tag=1\nT\t:<sip:c@d>;TAG=2\ni:x\nCSEQ:4294967295\tINVITE\nl:0\n\n",
    "response|method=INVITE|code=486|phrase=Busy Here|call-id=x|cseq=4294967295|cseq-method=INVITE|"
    "from=sip:a@b|from-user=a|from-host=b|from-tag=1|to=sip:c@d|to-user=c|to-host=d|to-tag=2|"
    "via=a.example.com|transport=UDP|branch=b1|length=0|headers=7 vias=3" },
  { "folds, CR CR LF",
    "SIP/2.0 200 OK\r\r\nFrom: \"A\"\r\r\n  <sip:a@b>\r\r\n\t;tag=1\r\r\nCall-ID:\r\r\n x@y\r\r\n"
    "Reason: SIP;cause=486\r\r\n ;text=\"x\"\r\r\n\r\r\nrest",
    "response|code=200|phrase=OK|call-id=x@y|from=sip:a@b|from-user=a|from-host=b|from-tag=1|from-"
    "name=A|"
    "reason=SIP;cause=486|body=rest|headers=3 vias=0" },
  { "garbage in the head, no blank line before the body",
    "BYE sip:a@b SIP/2.0" CRLF "sbc#show clock" CRLF "10:15:02 a line of the log" CRLF
    "Call-ID: x" CRLF "@#$%" CRLF ": no name" CRLF "v=0" CRLF "o=-" CRLF,
    "request|method=BYE|ruri=sip:a@b|call-id=x|sdp|body=v=0\r\no=-\r\n|headers=1 vias=0" },
  { "without <>: parameters are the header's",
    "ACK sip:a@b SIP/2.0" CRLF "From: sip:a@b;tag=1" CRLF "To: tel:+15550100002;tag=2" CRLF
    "m: *" CRLF CRLF,
    "request|method=ACK|ruri=sip:a@b|from=sip:a@b|from-user=a|from-host=b|from-tag=1|to=tel:+"
    "15550100002|"
    "to-user=+15550100002|to-tag=2|contact=*|headers=3 vias=0" },
  { "quotes that hide",
    "ACK sip:a@b SIP/2.0" CRLF
    "From: \"a <b>; \\\" ,c\" <sip:a@[2001:db8::1]:5060>;x=\"1;tag=no\";tag=yes" CRLF
    "To: \"never closed <sip:c@d>;tag=2" CRLF CRLF,
    "request|method=ACK|ruri=sip:a@b|from=sip:a@[2001:db8::1]:5060|from-user=a|from-host=[2001:db8:"
    ":1]|from-tag=yes|"
    "from-name=a <b>; \\\" ,c|to=\"never closed <sip:c@d>;tag=2|to-user=c|to-host=d|headers=2 "
    "vias=0" },
  { "users: password and parameters are cut",
    "ACK sip:a@b SIP/2.0" CRLF "f: <sip:+15550100001;npdi:secret@b:5060;x@y>" CRLF
    "P-Asserted-Identity: <tel:+15550100009;cpc=x>" CRLF CRLF,
    "request|method=ACK|ruri=sip:a@b|from=sip:+15550100001;npdi:secret@b:5060;x@y|from-user=+"
    "15550100001|"
    "from-host=b|asserted=+15550100009|headers=2 vias=0" },
  { "Via with blanks everywhere",
    "ACK sip:a@b SIP/2.0" CRLF
    "Via: SIP / 2.0 / UDP  a.example.com : 5060 ; ttl = 1 ; branch = z9" CRLF CRLF,
    "request|method=ACK|ruri=sip:a@b|via=a.example.com : 5060|transport=UDP|branch=z9|headers=1 "
    "vias=1" },
  { "numbers out of range",
    "ACK sip:a@b SIP/2.0" CRLF "CSeq: 99999999999999999999 ACK" CRLF "l: 99999999999999" CRLF CRLF
    "xx",
    "request|method=ACK|ruri=sip:a@b|cseq-method=ACK|length=2147483647|body=xx|headers=2 vias=0" },
  { "numbers that are none",
    "ACK sip:a@b SIP/2.0" CRLF "CSeq: ACK" CRLF "Content-Length: -5" CRLF CRLF,
    "request|method=ACK|ruri=sip:a@b|cseq-method=ACK|headers=2 vias=0" },
  { "what joins calls",
    "REFER sip:a@b SIP/2.0" CRLF "Session-ID: 0123abcd;remote=00" CRLF "X-CID: cid1" CRLF
    "Cisco-Guid: 1-2-3-4" CRLF "Replaces: x;to-tag=1;from-tag=2" CRLF "RAck: 1 2 INVITE" CRLF
    "User-Agent: ua 1.0" CRLF "Server: later" CRLF "Proxy-Authorization: Digest x" CRLF CRLF,
    "request|method=REFER|ruri=sip:a@b|agent=ua 1.0|rack=1 2 "
    "INVITE|"
    "replaces=x;to-tag=1;from-tag=2|auth|headers=8 vias=0" },
  { "names that look alike",
    "ACK sip:a@b SIP/2.0" CRLF "Fron: x" CRLF "Call-IDs: x" CRLF "CallxID: x" CRLF
    "Viz: x" CRLF CRLF,
    "request|method=ACK|ruri=sip:a@b|headers=4 vias=0" },
  { "the start line alone", "SIP/2.0 100", "response|code=100|headers=0 vias=0" },
  { "empty values",
    "ACK sip:a@b SIP/2.0" CRLF "Via:" CRLF "From:" CRLF "To: <" CRLF "Call-ID: " CRLF
    "CSeq:" CRLF CRLF,
    "request|method=ACK|ruri=sip:a@b|headers=5 vias=1" },
};

static void
test_messages (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      gsize len = strlen (messages[i].bytes);
      g_autofree char *exact = g_memdup2 (messages[i].bytes, len);
      g_autofree char *text = NULL;
      RungsSipIndex index;

      g_test_message ("%s", messages[i].name);
      g_assert_true (rungs_sip_index (rungs_span (exact, len), &index));
      text = describe (&index);
      g_assert_cmpstr (text, ==, messages[i].expected);
      g_assert_cmpuint (index.head_len + index.body.len, ==, len);
    }
}

/* Cut anywhere, what is said lies inside what is there. */
static void
test_cuts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      for (gsize len = 0; len < strlen (messages[i].bytes); len++)
        {
          g_autofree char *exact = g_memdup2 (messages[i].bytes, len);
          RungsSipIndex index;

          if (!rungs_sip_index (rungs_span (exact, len), &index))
            continue;
          g_assert_cmpuint (index.head_len + index.body.len, ==, len);
          g_assert_true (index.branch.len == 0
                         || (index.branch.str >= exact && index.branch.str < exact + len));
        }
    }
}

static void
test_start_lines (void)
{
  static const struct
  {
    const char *line;
    gboolean is_one;
  } lines[] = {
    { "INVITE sip:a@b SIP/2.0", TRUE },
    { "INVITE  sip:a@b  SIP/2.0 \t\r\r", TRUE },
    { "X-NEW!%*_+`'~.1 urn:service:sos SIP/2.0", TRUE },
    { "INVITE <sip:a@b> SIP/2.0", TRUE },
    { "INVITE sip:a b@c;x SIP/2.0", TRUE },
    { "SIP/2.0 100", TRUE },
    { "SIP/2.0 699 Odd", TRUE },
    { "SIP/2.0 180 ", TRUE },
    { "SIP/2.0 700 No", FALSE },
    { "SIP/2.0 099 No", FALSE },
    { "SIP/2.0 1800 No", FALSE },
    { "SIP/2.0 18", FALSE },
    { "SIP/2.0", FALSE },
    { "SIP/3.0 200 OK", FALSE },
    { "invite sip:a@b SIP/2.0", FALSE },
    { "INVITE sip:a@b SIP/2.0x", FALSE },
    { "INVITE sip:a@bSIP/2.0", FALSE },
    { "INVITE SIP/2.0", FALSE },
    { "INVITE  SIP/2.0", FALSE },
    { "THE SENTENCE SPEAKS OF SIP/2.0", FALSE },
    { " INVITE sip:a@b SIP/2.0", FALSE },
    { "AVERYLONGMETHODNAMETHATNOBODYEVERREGISTERED sip:a@b SIP/2.0", FALSE },
    { "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      gsize len = strlen (lines[i].line);
      g_autofree char *exact = g_memdup2 (lines[i].line, len);

      g_test_message ("%s", lines[i].line);
      g_assert_cmpint (rungs_sip_is_start_line (rungs_span (exact, len)), ==, lines[i].is_one);
    }
}

static void
test_frame (void)
{
  static const struct
  {
    const char *bytes;
    gboolean stream;
    gsize len;
    gboolean complete;
  } cases[] = {
    { "ACK sip:a@b SIP/2.0\r\nl:3\r\n\r\nabcNEXT", TRUE, 31, TRUE },
    { "ACK sip:a@b SIP/2.0\r\nl:3\r\n\r\nab", TRUE, 31, FALSE },
    { "ACK sip:a@b SIP/2.0\r\nContent-Length: 0\r\n\r\nNEXT", TRUE, 42, TRUE },
    { "ACK sip:a@b SIP/2.0\r\nTo: x\r\n\r\nNEXT", TRUE, 30, TRUE },
    { "ACK sip:a@b SIP/2.0\r\nTo: x\r\n\r\nbody", FALSE, 34, TRUE },
    { "ACK sip:a@b SIP/2.0\r\nTo: x\r\n", TRUE, 0, FALSE },
    { "ACK sip:a@b SIP/2.0\r\nTo: x\r\n\r", TRUE, 0, FALSE },
    { "", TRUE, 0, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean complete = FALSE;

      g_test_message ("%s", cases[i].bytes);
      g_assert_cmpuint (
        rungs_sip_frame (rungs_span_of (cases[i].bytes), cases[i].stream, &complete), ==,
        cases[i].len);
      g_assert_cmpint (complete, ==, cases[i].complete);
    }
}

static void
test_headers (void)
{
  RungsSpan bytes = RUNGS_SPAN (
    "ACK sip:a@b SIP/2.0\r\nVia: 1\r\nrubbish\r\nv: 2\r\n more\r\nr: <sip:c@d>\r\n\r\nVia: 3\r\n");
  gsize pos = 0, offset = 0;
  RungsSpan name, value;
  guint n = 0;

  while (rungs_sip_next_header (bytes, &pos, &name, &value, &offset))
    {
      g_assert_true (bytes.str + offset == name.str);
      n++;
    }
  g_assert_cmpuint (n, ==, 3);
  value = rungs_sip_header (bytes, RUNGS_SPAN ("via"), 1, &offset);
  g_assert_cmpmem (value.str, value.len, "2\r\n more", 8);
  g_assert_cmpuint (offset, ==, 38);
  g_assert_cmpuint (rungs_sip_header (bytes, RUNGS_SPAN ("Via"), 2, NULL).len, ==, 0);
  value = rungs_sip_header (bytes, RUNGS_SPAN ("Refer-To"), 0, NULL);
  g_assert_cmpmem (value.str, value.len, "<sip:c@d>", 9);
}

static void
test_params (void)
{
  static const struct
  {
    const char *value, *name, *expected; /* NULL: not there */
  } cases[] = {
    { "<sip:a@b;x=1>;tag=2", "tag", "2" },
    { "<sip:a@b;x=1>;tag=2", "x", "1" },
    { "<sip:a@b;x=1>;x=2", "X", "2" },
    { "a;b;c=3", "b", "" },
    { "a;b=\"1;c=2\";c=3", "c", "3" },
    { "a;b = \"q\\\"r\" ;c", "b", "q\\\"r" },
    { "a;b=1,c;d=2", "d", NULL },
    { "tag=1", "tag", NULL },
    { "a;tagged=1", "tag", NULL },
    { "", "a", NULL },
    { ";;;=;a=", "a", "" },
    { "Q.850;cause=16;text=\"a, b\"", "text", "a, b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsSpan out;
      gboolean found =
        rungs_sip_param (rungs_span_of (cases[i].value), rungs_span_of (cases[i].name), &out);

      g_test_message ("%s", cases[i].value);
      g_assert_cmpint (found, ==, cases[i].expected != NULL);
      if (found)
        g_assert_cmpmem (out.str, out.len, cases[i].expected, strlen (cases[i].expected));
    }
}

static void
test_reason (void)
{
  static const struct
  {
    const char *value;
    guint q850;
    const char *text;
  } cases[] = {
    { "Q.850;cause=16;text=\"Terminated\"", 16, "Terminated" },
    { "Q.850 ;cause=34", 34, "" },
    { "SIP;cause=486;text=\"Busy\"", 0, "Busy" },
    { "SIP;cause=486;text=\"Busy\", Q.850;cause=17;text=\"User busy\"", 17, "User busy" },
    { "q.850;cause=999999", 0, "" },
    { "", 0, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint q850 = 1;
      RungsSpan text;

      rungs_sip_reason (rungs_span_of (cases[i].value), &q850, &text);
      g_assert_cmpuint (q850, ==, cases[i].q850);
      g_assert_cmpmem (text.str, text.len, cases[i].text, strlen (cases[i].text));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/index/messages", test_messages);
  g_test_add_func ("/index/cuts", test_cuts);
  g_test_add_func ("/index/start-lines", test_start_lines);
  g_test_add_func ("/index/frame", test_frame);
  g_test_add_func ("/index/headers", test_headers);
  g_test_add_func ("/index/params", test_params);
  g_test_add_func ("/index/reason", test_reason);
  return g_test_run ();
}
