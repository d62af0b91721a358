/* A whole message through libosip2, for those that somebody looks at. The only page that includes
 * osip headers is its .c file. The library is given checked bytes only (limits.h); what it refuses
 * is said in `remarks` and shown all the same. The library rewrites what it prints, so the original
 * bytes are what is shown and exported. */
#pragma once

#include "sip/index.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean accepted;  /* libosip2 parsed it */
  GPtrArray *remarks; /* (element-type char*) sentences: what is odd, which limit was reached */
  /* As libosip2 understood them; empty strings when not accepted. */
  char *method, *call_id, *cseq_method, *from_tag, *to_tag, *branch, *from_user, *to_user;
  guint code, cseq;
  int content_length; /* -1 when missing */
  guint n_headers;
  gboolean sdp_accepted;
  guint n_media;
} RungsSipMessage;

/* Once per process, before any thread parses. */
void rungs_sip_init (void);
RungsSipMessage *rungs_sip_message_new (RungsSpan tainted) G_GNUC_WARN_UNUSED_RESULT;
void rungs_sip_message_free (RungsSipMessage *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsSipMessage, rungs_sip_message_free)

/* Name and version of the library we run on: "libosip2 5.3.0". */
const char *rungs_sip_library (void);

G_END_DECLS
