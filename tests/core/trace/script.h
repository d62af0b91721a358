/* Message sequences for tests, a line a message:
 *
 *   0.120 T S INVITE A 1 from=+15550100 to=+15550123 sdp
 *   0.130 S T 100 A 1
 *
 * seconds (or "-"), sender, receiver, method or code, Call-ID, CSeq, and what is special about it.
 * Letters stand for addresses (below); other words are names of their own. Words:
 *   m=BYE      method of a response's CSeq (INVITE)       dlg         the request is in a dialog
 *   from= to=  user parts                                   br=         branch (one per Call-ID, CSeq and method)
 *   sid=       the log's session key                        own         S is the logging device itself
 *   sdp[=n]    an offer, of session n                       reason=     value of a Reason header, "_" for blanks
 *   h=Name:v   any header, "_" for blanks                   uri=        Request-URI, contact= Contact
 *   damaged    a part is lost                               dev=        which device wrote it
 *   tt=        To tag                                       nak         an ACK with the INVITE's branch
 * */
#pragma once

#include "trace/builder.h"

#define T "52.114.75.24:5061"
#define S "192.0.2.10:5060"

/* A format of the tests' own, so that they need no other. @frames: it behaves as a capture. */
extern const RungsFormat script_format, script_capture;

/* The text as script_format reads it, UTF-8, and as an input. */
char *script_render (const char *script);
RungsInput *script_input (const char *name, const char *script);

/* One input per script, NULL ends them. (transfer full) */
RungsTrace *script_trace (const RungsFormat *format,
                          const char *script,
                          ...) G_GNUC_NULL_TERMINATED;

RungsTrace *script_trace_with (const RungsLoadOptions *options,
                               const RungsFormat *format,
                               const char *script,
                               ...) G_GNUC_NULL_TERMINATED;

/* "failed final=404 failing=B:INVITE/404 from-teams legs=AB": one line per call. */
char *script_summary (RungsTrace *trace);

/* The call's rows, each with its flags: "INVITE 100 404! ACK~": ! failing, * deciding, ~
 * retransmission, = duplicate. */
char *script_ladder (RungsTrace *trace, guint call);
