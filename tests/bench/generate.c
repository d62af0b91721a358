/* Writes the inputs of tests/bench/run: the same bytes on every machine.
 *
 *   bench-generate log BYTES FILE      an AudioCodes log, 84 % of it other lines
 *   bench-generate dense BYTES FILE    the same with few other lines
 *   bench-generate text BYTES FILE     messages one below the other, as sngrep saves them
 *   bench-generate pcap MESSAGES FILE  a capture without RTP
 *
 * Calls are written side by side, as a busy SBC has them: two legs of a good call, refused calls,
 * pings. The numbers of what was written are printed as JSON. */
#include <glib.h>
#include <stdio.h>
#include <string.h>

#define N_ACTIVE 160
#define RECORD_BYTES 1220
#define SEED G_GUINT64_CONSTANT (0x2545f4914f6cdd1d)

typedef enum
{
  CALL_GOOD,
  CALL_REFUSED,
  CALL_PING,
} CallKind;

typedef struct
{
  CallKind kind;
  guint id;
  guint step;
  guint code; /* of a refused call */
} Call;

/* One message of the script: @leg 0 is the side of Teams, 1 of the carrier. */
typedef struct
{
  guint8 leg;
  gboolean incoming;
  guint code; /* 0: the request */
  const char *method;
  guint cseq;
  gboolean sdp;
} Step;

static const Step good_steps[] = {
  { 0, TRUE, 0, "INVITE", 1, TRUE },    { 0, FALSE, 100, "INVITE", 1, FALSE },
  { 1, FALSE, 0, "INVITE", 1, TRUE },   { 1, TRUE, 100, "INVITE", 1, FALSE },
  { 1, TRUE, 183, "INVITE", 1, TRUE },  { 0, FALSE, 183, "INVITE", 1, TRUE },
  { 1, TRUE, 180, "INVITE", 1, FALSE }, { 0, FALSE, 180, "INVITE", 1, FALSE },
  { 1, TRUE, 200, "INVITE", 1, TRUE },  { 0, FALSE, 200, "INVITE", 1, TRUE },
  { 0, TRUE, 0, "ACK", 1, FALSE },      { 1, FALSE, 0, "ACK", 1, FALSE },
  { 0, TRUE, 0, "BYE", 2, FALSE },      { 0, FALSE, 200, "BYE", 2, FALSE },
  { 1, FALSE, 0, "BYE", 2, FALSE },     { 1, TRUE, 200, "BYE", 2, FALSE },
};

/* Code 1 stands for the call's own. */
static const Step refused_steps[] = {
  { 0, TRUE, 0, "INVITE", 1, TRUE },   { 0, FALSE, 100, "INVITE", 1, FALSE },
  { 1, FALSE, 0, "INVITE", 1, TRUE },  { 1, TRUE, 100, "INVITE", 1, FALSE },
  { 1, TRUE, 1, "INVITE", 1, FALSE },  { 1, FALSE, 0, "ACK", 1, FALSE },
  { 0, FALSE, 1, "INVITE", 1, FALSE }, { 0, TRUE, 0, "ACK", 1, FALSE },
};

static const Step ping_steps[] = {
  { 0, FALSE, 0, "OPTIONS", 1, FALSE },
  { 0, TRUE, 200, "OPTIONS", 1, FALSE },
};

static const struct
{
  const Step *steps;
  guint n;
} scripts[] = {
  { good_steps, G_N_ELEMENTS (good_steps) },
  { refused_steps, G_N_ELEMENTS (refused_steps) },
  { ping_steps, G_N_ELEMENTS (ping_steps) },
};

static const struct
{
  guint code;
  const char *phrase;
  const char *reason;
} refusals[] = {
  { 404, "Not Found", "Q.850;cause=1;text=\"Unallocated number\"" },
  { 486, "Busy Here", "Q.850;cause=17;text=\"User busy\"" },
  { 488, "Not Acceptable Here",
    "Q.850;cause=79;text=\"5e197200-4d5e-4f60-8a7b-9c2b00000000;CannotSupportAnyMedia\"" },
  { 503, "Service Unavailable", "Q.850;cause=41;text=\"Temporary failure\"" },
  { 480, "Temporarily Unavailable",
    "Q.850;cause=31;text=\"5e197200-4d5e-4f60-8a7b-9c2b00000000;No callee endpoints were "
    "found.\"" },
};

/* Notifications that an SBC writes all the time. */
static const char *const notes[] = {
  "(#)SBCRoutesIterator::FindRoute - Route found (@), Route by IPGroup, IP Group 2 -> 1 (Carrier), "
  "cost 0, group policy none",
  "(#)Classification Succeeded - Source IP Group # (Teams), Source SRD 0 (DefaultSRD), profile "
  "Teams-Profile, realm Edge",
  "(#)SIPCallSession::HandleEvent - event EV_SESSION_TIMER_TICK state @ timers 3 pending 0 dialog "
  "usage INVITE refresh 900",
  "(#)MediaEngine: channel @ opened, codec G711Alaw64k, ptime 20, RTP 6210 to 198.51.100.7:24110, "
  "SRTP off, DTMF RFC2833",
  "(#)AcSIPDialog::TransitTo - new state @, remote tag known, route set of 2, CSeq local 1 remote "
  "1, reliable provisional off",
  "(#)Message manipulation set @ applied: header.contact.url.host modified to sbc.example.com, "
  "action Modify, rule 4",
};

typedef struct
{
  FILE *file;
  guint64 state;
  Call calls[N_ACTIVE];
  guint next_id;
  guint64 written, seq, n, usec;
  guint64 messages, finished[3], lost;
  guint others; /* per cent of the bytes */
  guint64 sip_bytes;
  gboolean is_pcap, is_text;
  GString *text, *record, *note;
} Writer;

static guint32
next_random (Writer *self)
{
  self->state ^= self->state << 13;
  self->state ^= self->state >> 7;
  self->state ^= self->state << 17;
  return (guint32) (self->state >> 20);
}

static void
begin_call (Writer *self, Call *call)
{
  guint dice = next_random (self) % 100;

  call->id = self->next_id++;
  call->step = 0;
  call->kind = dice < 25 ? CALL_GOOD : dice < 60 ? CALL_REFUSED : CALL_PING;
  call->code = next_random (self) % G_N_ELEMENTS (refusals);
}

/* ------------------------------------------------------------------- messages */

static void
append_sdp (GString *text, guint id, guint leg)
{
  g_string_append_printf (
    text,
    "v=0\r\no=- %u 0 IN IP4 %s\r\ns=session\r\nc=IN IP4 %s\r\nt=0 0\r\nm=audio %u RTP/%s 8 0 18 "
    "101\r\n"
    "a=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:18 G729/8000\r\na=fmtp:18 "
    "annexb=no\r\n"
    "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=ptime:20\r\na=sendrecv\r\n",
    id, leg == 0 ? "52.112.130.40" : "198.51.100.7", leg == 0 ? "52.112.130.40" : "198.51.100.7",
    6000 + id % 20000 * 2, leg == 0 ? "SAVP" : "AVP");
  if (leg == 0)
    g_string_append (text, "a=crypto:2 AES_CM_128_HMAC_SHA1_80 "
                           "inline:bm90QVJlYWxLZXlKdXN0VGVzdERhdGFGb3JSdW5n|2^31\r\n");
}

static const char *
phrase_of (guint code)
{
  return code == 100 ? "Trying" : code == 180 ? "Ringing" : code == 183 ? "Session Progress" : "OK";
}

/* The message of @step, into self->text. */
static void
write_message (Writer *self, const Call *call, const Step *step)
{
  g_autoptr (GString) body = g_string_new (NULL);
  GString *text = self->text;
  gboolean is_ping = call->kind == CALL_PING;
  guint code = step->code == 1 ? refusals[call->code].code : step->code;
  const char *host = step->leg == 0 ? "sip.pstnhub.microsoft.com" : "198.51.100.7";
  guint callee = is_ping ? 0 : 10000 + call->id * 7 % 90000;

  if (step->sdp)
    append_sdp (body, call->id, step->leg);
  g_string_truncate (text, 0);
  if (code == 0)
    g_string_append_printf (text, "%s sip:+155501%05u@%s:5060;user=phone SIP/2.0\r\n", step->method,
                            callee, step->incoming ? "sbc.example.com" : host);
  else
    g_string_append_printf (text, "SIP/2.0 %u %s\r\n", code,
                            step->code == 1 ? refusals[call->code].phrase : phrase_of (code));
  g_string_append_printf (
    text,
    "Via: SIP/2.0/UDP %s:5060;branch=z9hG4bK%s%x%u\r\nMax-Forwards: 70\r\n"
    "From: <sip:+155501%05u@%s>;tag=c0%xf%u\r\nTo: <sip:+155501%05u@sbc.example.com>",
    (code == 0) == step->incoming ? host : "192.0.2.10", step->method[0] == 'A' ? "ack" : "inv",
    call->id, step->cseq, call->id % 1000, host, call->id, step->leg, callee);
  if (code > 100 || step->cseq > 1 || step->method[0] == 'A')
    g_string_append_printf (text, ";tag=fa%xd%u", call->id, step->leg);
  g_string_append_printf (text,
                          "\r\nCall-ID: %08xb1218600%08x%u@%s\r\nCSeq: %u %s\r\n"
                          "Contact: <sip:+155501%05u@sbc.example.com:5060;transport=udp>\r\n"
                          "Allow: INVITE,ACK,CANCEL,BYE,INFO,NOTIFY,PRACK,UPDATE,OPTIONS\r\n%s: "
                          "Mediant SW/v.7.40A.501.017\r\n",
                          call->id * 2654435761u, call->id, step->leg, host, step->cseq,
                          step->method, call->id % 1000, code == 0 ? "User-Agent" : "Server");
  if (step->code == 1)
    g_string_append_printf (text, "Reason: %s\r\n", refusals[call->code].reason);
  if (step->sdp)
    g_string_append (text, "Content-Type: application/sdp\r\nSession-Expires: 3600\r\n"
                           "P-Asserted-Identity: <sip:+15550100200@sbc.example.com>\r\n");
  g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s", body->len,
                          body->str);
}

/* ------------------------------------------------------------------------ log */

static void
put (Writer *self, const char *bytes, gsize len)
{
  if (fwrite (bytes, 1, len, self->file) != len)
    g_error ("cannot write");
  self->written += len;
}

/* One record of @len bytes of text, with its head and stamp. */
static void
put_record (Writer *self, guint id, const char *text, gsize len)
{
  guint64 second = self->usec / 1000000;
  guint hour = second / 3600 % 24, minute = second / 60 % 60;

  g_string_printf (self->record,
                   "Nov %02u %02u:%02u:%02u 192.0.2.10 [S=%" G_GUINT64_FORMAT
                   "] [SID=b9027c:24:%u]  ",
                   (guint) (second / 86400 % 28 + 1), hour, minute, (guint) (second % 60),
                   self->seq++, 100000 + id);
  g_string_append_len (self->record, text, len);
  g_string_append_printf (self->record, " [Time:%02u-11@%02u:%02u:%02u.%03u]\n",
                          (guint) (second / 86400 % 28 + 1), hour, minute, (guint) (second % 60),
                          (guint) (self->usec / 1000 % 1000));
  put (self, self->record->str, self->record->len);
}

/* A line of another call than @not: a device does not cut a message by a line of its own call. */
static void
put_other (Writer *self, guint not )
{
  guint at = next_random (self) % N_ACTIVE;
  guint id = self->calls[self->calls[at].id == not ? (at + 1) % N_ACTIVE : at].id;
  guint r = next_random (self);
  const char *note = notes[r % G_N_ELEMENTS (notes)];

  g_string_printf (self->note, "(N %8" G_GUINT64_FORMAT ") ", self->n++ % 100000000);
  /* '#' stands for the object, '@' for a number. */
  for (; *note != '\0'; note++)
    {
      if (*note == '#')
        g_string_append_printf (self->note, "#%u", r % 4096);
      else if (*note == '@')
        g_string_append_printf (self->note, "%u", r % 7 + 1);
      else
        g_string_append_c (self->note, *note);
    }
  put_record (self, id, self->note->str, self->note->len);
}

/* A message as records: the marker, sometimes alone, then the text, cut where the record is
 * full. */
static void
put_log_message (Writer *self, const Call *call, const Step *step)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *place = step->leg == 0 ? "SIPInterface #2 (Teams) TLS TO(#138) SocketID(204)"
                                     : "SIPInterface #1 (SIP_Trunk) UDP TO(#101)";
  const char *peer = step->leg == 0 ? "52.114.75.24:5061" : "198.51.100.7:5060";
  gsize pos = 0;

  g_string_printf (text, "(N %8" G_GUINT64_FORMAT ") ---- %s SIP Message %s %s %s %s ---- \n",
                   self->n++ % 100000000, step->incoming ? "Incoming" : "Outgoing",
                   step->incoming ? "from" : "to", peer, step->incoming ? "to" : "from", place);
  if (next_random (self) % 10 == 0)
    {
      put_record (self, call->id, text->str, text->len);
      g_string_truncate (text, 0);
      put_other (self, call->id);
    }
  g_string_append_len (text, self->text->str, self->text->len);
  g_string_append (text, "\r\n");
  self->sip_bytes += text->len;
  while (pos < text->len)
    {
      gsize len = MIN (RECORD_BYTES, text->len - pos);

      put_record (self, call->id, text->str + pos, len);
      pos += len;
      if (pos < text->len && next_random (self) % 3 == 0)
        put_other (self, call->id);
    }
}

/* ----------------------------------------------------------------------- pcap */

static void
append_le32 (GString *s, guint32 v)
{
  v = GUINT32_TO_LE (v);
  g_string_append_len (s, (const char *) &v, 4);
}

static void
append_be16 (GString *s, guint16 v)
{
  v = GUINT16_TO_BE (v);
  g_string_append_len (s, (const char *) &v, 2);
}

static void
put_pcap_head (Writer *self)
{
  GString *s = g_string_truncate (self->record, 0);

  append_le32 (s, 0xa1b2c3d4);
  append_le32 (s, 4u << 16 | 2);
  append_le32 (s, 0);
  append_le32 (s, 0);
  append_le32 (s, 262144);
  append_le32 (s, 1);
  put (self, s->str, s->len);
}

static void
append_ip_head (GString *s, gsize payload, gboolean incoming, guint leg)
{
  static const guint8 own[] = { 192, 0, 2, 10 };
  static const guint8 peers[][4] = { { 52, 114, 75, 24 }, { 198, 51, 100, 7 } };
  gsize start = s->len;
  guint32 sum = 0;

  g_string_append_len (s, "\x45\x00", 2);
  append_be16 (s, (guint16) (payload + 28));
  g_string_append_len (s, "\0\0\x40\0\x40\x11\0\0", 8);
  g_string_append_len (s, (const char *) (incoming ? peers[leg] : own), 4);
  g_string_append_len (s, (const char *) (incoming ? own : peers[leg]), 4);
  for (gsize i = 0; i < 20; i += 2)
    sum += (guint8) s->str[start + i] << 8 | (guint8) s->str[start + i + 1];
  sum = (sum & 0xffff) + (sum >> 16);
  sum = ~((sum & 0xffff) + (sum >> 16));
  s->str[start + 10] = (char) (sum >> 8);
  s->str[start + 11] = (char) sum;
}

static void
put_packet (Writer *self, const Step *step)
{
  GString *s = g_string_truncate (self->record, 0);
  gsize len = self->text->len;

  append_le32 (s, (guint32) (1795000000 + self->usec / 1000000));
  append_le32 (s, (guint32) (self->usec % 1000000));
  append_le32 (s, (guint32) len + 42);
  append_le32 (s, (guint32) len + 42);
  g_string_append_len (s, "\2\0\0\0\0\1\2\0\0\0\0\2\x08\0", 14);
  append_ip_head (s, len, step->incoming, step->leg);
  append_be16 (s, 5060);
  append_be16 (s, 5060);
  append_be16 (s, (guint16) (len + 8));
  append_be16 (s, 0);
  g_string_append_len (s, self->text->str, len);
  put (self, s->str, s->len);
}

/* ----------------------------------------------------------------------- text */

static void
put_text (Writer *self, const Step *step)
{
  static const char *const peers[] = { "52.114.75.24:5061", "198.51.100.7:5060" };
  const char *peer = peers[step->leg], *own = "192.0.2.10:5060";
  guint64 second = self->usec / 1000000;

  g_string_printf (
    self->record, "2026/11/%02u %02u:%02u:%02u.%06u %s -> %s\n", (guint) (second / 86400 % 28 + 1),
    (guint) (second / 3600 % 24), (guint) (second / 60 % 60), (guint) (second % 60),
    (guint) (self->usec % 1000000), step->incoming ? peer : own, step->incoming ? own : peer);
  g_string_append_len (self->record, self->text->str, self->text->len);
  g_string_append (self->record, "\n\n");
  put (self, self->record->str, self->record->len);
}

/* ---------------------------------------------------------------------- script */

static void
advance (Writer *self)
{
  Call *call = &self->calls[next_random (self) % N_ACTIVE];
  const Step *step = &scripts[call->kind].steps[call->step];

  self->usec += 200 + next_random (self) % 1600;
  write_message (self, call, step);
  if (self->is_pcap)
    put_packet (self, step);
  else if (self->is_text)
    put_text (self, step);
  else
    put_log_message (self, call, step);
  self->messages++;
  call->step++;
  if (call->step == scripts[call->kind].n)
    {
      self->finished[call->kind]++;
      begin_call (self, call);
    }
}

static void
advance_others (Writer *self)
{
  while (self->written * (100 - self->others) < self->sip_bytes * 100)
    put_other (self, G_MAXUINT);
  /* A few records lost on the way. */
  if (next_random (self) % 4000 == 0)
    {
      self->seq += 3;
      self->lost++;
    }
}

int
main (int argc, char **argv)
{
  Writer self = {
    .state = SEED, .seq = 1718460, .n = 6891676, .usec = G_GUINT64_CONSTANT (36000000000)
  };
  guint64 amount;

  if (argc != 4 || !g_ascii_string_to_unsigned (argv[2], 10, 1, G_MAXINT64, &amount, NULL)
      || (!g_str_equal (argv[1], "log") && !g_str_equal (argv[1], "dense")
          && !g_str_equal (argv[1], "text") && !g_str_equal (argv[1], "pcap")))
    {
      g_printerr ("usage: bench-generate log|dense|text|pcap BYTES|MESSAGES FILE\n");
      return 2;
    }
  self.file = fopen (argv[3], "wb");
  if (self.file == NULL)
    {
      g_printerr ("cannot write %s\n", argv[3]);
      return 1;
    }
  self.is_pcap = g_str_equal (argv[1], "pcap");
  self.is_text = g_str_equal (argv[1], "text");
  self.others = g_str_equal (argv[1], "dense") ? 61 : 84;
  self.text = g_string_new (NULL);
  self.record = g_string_new (NULL);
  self.note = g_string_new (NULL);
  for (guint i = 0; i < N_ACTIVE; i++)
    begin_call (&self, &self.calls[i]);

  if (self.is_pcap)
    put_pcap_head (&self);
  while (self.is_pcap ? self.messages < amount : self.written < amount)
    {
      advance (&self);
      if (!self.is_pcap && !self.is_text)
        advance_others (&self);
    }
  if (fclose (self.file) != 0)
    return 1;
  g_print ("{ \"bytes\": %" G_GUINT64_FORMAT ", \"messages\": %" G_GUINT64_FORMAT
           ", \"good\": %" G_GUINT64_FORMAT ", \"refused\": %" G_GUINT64_FORMAT
           ", \"pings\": %" G_GUINT64_FORMAT ", \"gaps\": %" G_GUINT64_FORMAT " }\n",
           self.written, self.messages, self.finished[CALL_GOOD], self.finished[CALL_REFUSED],
           self.finished[CALL_PING], self.lost);
  g_string_free (self.text, TRUE);
  g_string_free (self.record, TRUE);
  g_string_free (self.note, TRUE);
  return 0;
}
