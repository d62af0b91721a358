/* Shared by the pages of the redaction: redact.c keeps the pseudonyms, redact-text.c finds what to
 * replace in any text, redact-sip.c knows where SIP and SDP keep people and secrets. */
#pragma once

#include "report/redact.h"

G_BEGIN_DECLS

typedef enum
{
  RUNGS_SECRET_NUMBER, /* +00000000001: as many digits as the number had */
  RUNGS_SECRET_USER,   /* user-1 */
  RUNGS_SECRET_NAME,   /* name-1: a display name, or a word of one */
  RUNGS_SECRET_HOST,   /* host-1.invalid */
  RUNGS_SECRET_LABEL,  /* host-1-short: a host name without a dot */
  /* 198.18.0.1; 10.255.0.1 for a private one, which is a difference that matters */
  RUNGS_SECRET_IPV4,
  RUNGS_SECRET_IPV6,    /* 2001:db8:ffff::1 */
  RUNGS_SECRET_CALL_ID, /* call-id-1 */
  RUNGS_SECRET_UUID,
  RUNGS_SECRET_MAC,
  RUNGS_SECRET_PEER, /* interface-1 */
  RUNGS_SECRET_FILE, /* input-1.log */
  RUNGS_N_SECRETS,
} RungsSecretKind;

/* The pseudonym of @secret (any case), made when it is new. A pseudonym is its own pseudonym: text
 * that has gone through the filter may go through again. Valid as long as @redact. */
const char *rungs_redact_token (RungsRedact *redact, RungsSecretKind kind, RungsSpan secret);

/* From now on @secret is replaced wherever it stands as a word or phrase of its own. */
void rungs_redact_learn (RungsRedact *redact, RungsSpan secret, const char *token);

/* What was learnt and begins at @text with @word as its first word: its length, 0 when there is
 * none. */
gsize rungs_redact_find_learnt (RungsRedact *redact,
                                RungsSpan text,
                                RungsSpan word,
                                const char **token);

/* A word in the sense of rungs_redact_learn(): its bytes at the start of @text, 0 when none begins
 * there. */
gsize rungs_redact_word (RungsSpan text);

/* Appends @text with everything replaced that identifies somebody. */
void rungs_redact_append (RungsRedact *redact, GString *out, RungsSpan text);

/* The user part of an address, a telephone number, or a host, where its place says what it is. */
void rungs_redact_append_user (RungsRedact *redact, GString *out, RungsSpan user);
void rungs_redact_append_host (RungsRedact *redact, GString *out, RungsSpan host);
void rungs_redact_append_name (RungsRedact *redact, GString *out, RungsSpan name);

/* TRUE for words too common to be replaced wherever they stand. */
gboolean rungs_redact_is_common (RungsSpan word);

/* TRUE for "a password in a URI": finds it in @uri (behind the scheme, up to the '@'). */
gsize rungs_redact_uri_length (RungsSpan text, gsize *scheme_len);

void rungs_redact_append_message (RungsRedact *redact, GString *out, RungsSpan message);

G_END_DECLS
