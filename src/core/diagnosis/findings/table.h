/* THE table of findings. A new one is a row here and the check that finds it; its order is the
 * order in which findings that name one meaning of several are believed. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* X (id, its name in files and reports, family, severity, role, the label of Microsoft's that it
 * proves or NULL) */
#define RUNGS_FINDINGS(X)                                                                          \
  X (NO_ANSWER, "no-answer", TIMER, FAULT, PLAIN, NULL)                                            \
  X (NO_FINAL_ANSWER, "no-final-answer", TIMER, FAULT, PLAIN, NULL)                                \
  X (ACK_MISSING, "ack-missing", TIMER, FAULT, EXPLAINS, NULL)                                     \
  X (ACK_LOST, "ack-lost", TIMER, FAULT, EXPLAINS, NULL)                                           \
  X (DIALOG_GONE, "dialog-gone", DIALOG, FAULT, PLAIN, NULL)                                       \
  X (DIALOG_TAGS, "dialog-tags", DIALOG, FAULT, PLAIN, NULL)                                       \
  X (GLARE, "glare", DIALOG, WARNING, EXPLAINS, NULL)                                              \
  X (GLARE_RETRY, "glare-retry", DIALOG, WARNING, PLAIN, NULL)                                     \
  X (ANSWER_TRANSLATED, "answer-translated", DIALOG, WARNING, PLAIN, NULL)                         \
  X (SESSION_INTERVAL_SHORT, "session-interval-short", REFUSAL, FAULT, PLAIN, NULL)                \
  X (EXPIRES_SHORT, "expires-short", REFUSAL, FAULT, PLAIN, NULL)                                  \
  X (REQUIRE_UNSUPPORTED, "require-unsupported", REFUSAL, FAULT, PLAIN, NULL)                      \
  X (METHOD_NOT_ALLOWED, "method-not-allowed", REFUSAL, FAULT, PLAIN, NULL)                        \
  X (CHALLENGE_NOT_ANSWERED, "challenge-not-answered", REFUSAL, FAULT, PLAIN, NULL)                \
  X (CREDENTIALS_REFUSED, "credentials-refused", REFUSAL, FAULT, PLAIN, NULL)                      \
  X (REDIRECT_NOT_FOLLOWED, "redirect-not-followed", REFUSAL, FAULT, PLAIN, NULL)                  \
  X (MAX_FORWARDS_LOW, "max-forwards-low", REFUSAL, FAULT, PLAIN, NULL)                            \
  X (LOOP_AGAIN, "loop-again", REFUSAL, FAULT, PLAIN, NULL)                                        \
  X (LOOP_VIA, "loop-via", REFUSAL, FAULT, PLAIN, NULL)                                            \
  X (RETRY_AFTER, "retry-after", REFUSAL, WARNING, PLAIN, NULL)                                    \
  X (RETRY_AFTER_CALLS, "retry-after-calls", REFUSAL, WARNING, PLAIN, NULL)                        \
  X (MAX_FORWARDS_FALLING, "max-forwards-falling", LOOP, FAULT, PLAIN, NULL)                       \
  X (LOOP_NUMBER, "loop-number", LOOP, FAULT, PLAIN, NULL)                                         \
  X (LOOP_VIA_TWICE, "loop-via-twice", LOOP, FAULT, PLAIN, NULL)                                   \
  X (PRACK_MISSING, "prack-missing", EXTENSION, FAULT, PLAIN, NULL)                                \
  X (PRACK_REFUSED, "prack-refused", EXTENSION, FAULT, PLAIN, NULL)                                \
  X (EXTENSION_REQUIRED, "extension-required", EXTENSION, FAULT, PLAIN, NULL)                      \
  X (METHOD_NOT_OFFERED, "method-not-offered", EXTENSION, FAULT, PLAIN, NULL)                      \
  X (SESSION_INTERVAL_INVALID, "session-interval-invalid", SESSION, FAULT, PLAIN, NULL)            \
  X (SESSION_REFRESH_MISSING, "session-refresh-missing", SESSION, FAULT, EXPLAINS, NULL)           \
  X (REFER_REFUSED, "refer-refused", TRANSFER, FAULT, PLAIN, NULL)                                 \
  X (REFER_FAILED, "refer-failed", TRANSFER, FAULT, PLAIN, NULL)                                   \
  X (REFER_UNANSWERED, "refer-unanswered", TRANSFER, FAULT, PLAIN, NULL)                           \
  X (REFER_NO_NOTIFY, "refer-no-notify", TRANSFER, WARNING, PLAIN, NULL)                           \
  X (REFER_NO_INVITE, "refer-no-invite", TRANSFER, FAULT, PLAIN, NULL)                             \
  X (REFER_NO_RESULT, "refer-no-result", TRANSFER, WARNING, PLAIN, NULL)                           \
  X (REFER_EARLY_BYE, "refer-early-bye", TRANSFER, FAULT, PLAIN, NULL)                             \
  X (REFER_TARGET_CHANGED, "refer-target-changed", TRANSFER, FAULT, PLAIN, NULL)                   \
  X (REFER_NO_REFERRED_BY, "refer-no-referred-by", TRANSFER, FAULT, PLAIN, NULL)                   \
  X (REPLACES_TO_TEAMS, "replaces-to-teams", TRANSFER, FAULT, PLAIN, NULL)                         \
  X (REPLACES_UNKNOWN, "replaces-unknown", TRANSFER, FAULT, PLAIN, NULL)                           \
  X (SDP_SRTP_MISSING, "sdp-srtp-missing", SDP, FAULT, EXPLAINS, "SrtpEncryptionRequired")         \
  X (SDP_CRYPTO_MISSING, "sdp-crypto-missing", SDP, FAULT, EXPLAINS, "SrtpEncryptionRequired")     \
  X (SDP_CRYPTO_SUITE, "sdp-crypto-suite", SDP, FAULT, EXPLAINS, "SrtpEncryptionRequired")         \
  X (SDP_BLACKHOLE, "sdp-blackhole", SDP, FAULT, EXPLAINS, "blackhole media")                      \
  X (SDP_ICE_MISSING, "sdp-ice-missing", SDP, FAULT, EXPLAINS, "no ICE candidates")                \
  X (SDP_NO_COMMON_CODEC, "sdp-no-common-codec", SDP, FAULT, EXPLAINS, "CannotSupportAnyMedia")    \
  X (SDP_PORT_ZERO, "sdp-port-zero", SDP, FAULT, EXPLAINS, NULL)                                   \
  X (SDP_CONTENT_TYPE, "sdp-content-type", SDP, FAULT, EXPLAINS, NULL)                             \
  X (SDP_OFFER_MISSING, "sdp-offer-missing", SDP, FAULT, EXPLAINS, NULL)                           \
  X (SDP_ANSWER_MISSING, "sdp-answer-missing", OFFER, FAULT, EXPLAINS, NULL)                       \
  X (SDP_ANSWER_PROFILE, "sdp-answer-profile", OFFER, FAULT, EXPLAINS, NULL)                       \
  X (SDP_ANSWER_SUITE, "sdp-answer-suite", OFFER, FAULT, EXPLAINS, NULL)                           \
  X (SDP_SRTP_REFUSED, "sdp-srtp-refused", OFFER, FAULT, EXPLAINS, NULL)                           \
  X (SDP_CRYPTO_KEY, "sdp-crypto-key", OFFER, FAULT, EXPLAINS, NULL)                               \
  X (SDP_CRYPTO_MKI, "sdp-crypto-mki", OFFER, FAULT, EXPLAINS, NULL)                               \
  X (SDP_PAYLOAD_COLLISION, "sdp-payload-collision", OFFER, FAULT, EXPLAINS, NULL)                 \
  X (SDP_ICE_BROKEN, "sdp-ice-broken", OFFER, FAULT, EXPLAINS, NULL)                               \
  X (SDP_ICE_CANDIDATES, "sdp-ice-candidates", OFFER, FAULT, EXPLAINS, NULL)                       \
  X (SDP_ICE_CHANGED, "sdp-ice-changed", OFFER, FAULT, EXPLAINS, NULL)                             \
  X (SDP_PRIVATE_ADDRESS, "sdp-private-address", OFFER, FAULT, EXPLAINS, NULL)                     \
  X (CONTACT_ADDRESS, "contact-address", CONTACT, FAULT, PLAIN, "No trunk config was found")       \
  X (RECORD_ROUTE_ADDRESS, "record-route-address", CONTACT, FAULT, PLAIN, NULL)                    \
  X (NUMBER_NO_PLUS, "number-no-plus", NUMBER, FAULT, PLAIN, "Getting user info by number")        \
  X (NUMBER_SHORT, "number-short", NUMBER, FAULT, PLAIN, "Getting user info by number")            \
  X (NUMBER_00, "number-00", NUMBER, FAULT, PLAIN, "Getting user info by number")                  \
  X (NUMBER_PLUS_ZERO, "number-plus-zero", NUMBER, FAULT, PLAIN, "Getting user info by number")    \
  X (NUMBER_TOO_LONG, "number-too-long", NUMBER, FAULT, PLAIN, "Getting user info by number")      \
  X (NUMBER_LETTERS, "number-letters", NUMBER, FAULT, PLAIN, "Getting user info by number")        \
  X (NUMBER_MISSING, "number-missing", NUMBER, FAULT, PLAIN, NULL)                                 \
  X (NUMBER_FROM_LETTERS, "number-from-letters", NUMBER, WARNING, PLAIN, NULL)                     \
  X (NUMBER_FROM_NO_PLUS, "number-from-no-plus", NUMBER, WARNING, PLAIN, NULL)                     \
  X (NUMBER_REWRITTEN, "number-rewritten", NUMBER, WARNING, PLAIN, NULL)                           \
  X (NUMBER_FROM_REWRITTEN, "number-from-rewritten", NUMBER, WARNING, PLAIN, NULL)                 \
  X (TRUNK_OPTIONS_SILENT, "trunk-options-silent", TRUNK, FAULT, PLAIN, NULL)                      \
  X (TRUNK_OPTIONS_REFUSED, "trunk-options-refused", TRUNK, FAULT, PLAIN, NULL)                    \
  X (TRUNK_OPTIONS_ALIVE, "trunk-options-alive", TRUNK, WARNING, PLAIN, NULL)                      \
  X (TLS_CERTIFICATE_EXPIRED, "tls-certificate-expired", EVENTS, FAULT, EXPLAINS, NULL)            \
  X (TLS_ROOT_UNKNOWN, "tls-root-unknown", EVENTS, FAULT, EXPLAINS, NULL)                          \
  X (TLS_NAME_MISMATCH, "tls-name-mismatch", EVENTS, FAULT, EXPLAINS, NULL)                        \
  X (TLS_PURPOSE, "tls-purpose", EVENTS, FAULT, EXPLAINS, NULL)                                    \
  X (TLS_VERSION, "tls-version", EVENTS, FAULT, EXPLAINS, NULL)                                    \
  X (TLS_HANDSHAKE, "tls-handshake", EVENTS, FAULT, EXPLAINS, NULL)                                \
  X (NAME_NOT_RESOLVED, "name-not-resolved", EVENTS, FAULT, PLAIN, NULL)                           \
  X (CONNECTION_REFUSED, "connection-refused", EVENTS, FAULT, PLAIN, NULL)                         \
  X (CONNECTION_TIMEOUT, "connection-timeout", EVENTS, FAULT, PLAIN, NULL)                         \
  X (TRUNK_DOWN, "trunk-down", EVENTS, FAULT, PLAIN, NULL)                                         \
  X (SBC_NO_ROUTE, "sbc-no-route", EVENTS, FAULT, EXPLAINS, NULL)                                  \
  X (SBC_CLASSIFICATION, "sbc-classification", EVENTS, FAULT, EXPLAINS, NULL)                      \
  X (SBC_LIMIT, "sbc-limit", EVENTS, FAULT, EXPLAINS, NULL)                                        \
  X (SBC_NO_MEDIA, "sbc-no-media", EVENTS, FAULT, EXPLAINS, NULL)                                  \
  X (CONFLICT_SRTP, "conflict-srtp", CONFLICT, WARNING, CONFLICT, NULL)                            \
  X (CONFLICT_ICE, "conflict-ice", CONFLICT, WARNING, CONFLICT, NULL)                              \
  X (CONFLICT_ACK, "conflict-ack", CONFLICT, WARNING, CONFLICT, NULL)                              \
  X (CONFLICT_CAUSE, "conflict-cause", CONFLICT, WARNING, CONFLICT, NULL)                          \
  X (CONFLICT_REACHABLE, "conflict-reachable", CONFLICT, WARNING, CONFLICT, NULL)                  \
  X (CONFLICT_END, "conflict-end", CONFLICT, WARNING, CONFLICT, NULL)                              \
  X (CODEC_NOT_THE_CAUSE, "codec-not-the-cause", CONFLICT, WARNING, PLAIN, NULL)                   \
  X (VIA_TRANSPORT, "via-transport", CONFLICT, WARNING, PLAIN, NULL)                               \
  X (CAUSE_LOCATION, "cause-location", DROP, WARNING, PLAIN, NULL)                                 \
  X (SETUP_CAUSE_AFTER_ANSWER, "setup-cause-after-answer", DROP, WARNING, PLAIN, NULL)             \
  X (DROP_4_SECONDS, "drop-4-seconds", DROP, WARNING, GUESS, NULL)                                 \
  X (DROP_NO_MEDIA, "drop-no-media", DROP, WARNING, GUESS, NULL)                                   \
  X (DROP_32_SECONDS, "drop-32-seconds", DROP, WARNING, GUESS, NULL)                               \
  X (DROP_MINUTES, "drop-minutes", DROP, WARNING, GUESS, NULL)                                     \
  X (RECORD, "record", RECORD, NOTE, PLAIN, NULL)                                                  \
  X (RECORD_DISAGREES, "record-disagrees", RECORD, WARNING, CONFLICT, NULL)                        \
  X (RECORD_FAILURE, "record-failure", RECORD, NOTE, PLAIN, NULL)                                  \
  X (RECORD_INCOMPLETE, "record-incomplete", RECORD, NOTE, PLAIN, NULL)                            \
  X (NO_RECORD, "no-record", RECORD, NOTE, PLAIN, NULL)                                            \
  X (MEDIA_OUT_OF_BOUNDS, "media-out-of-bounds", RECORD, WARNING, PLAIN, NULL)                     \
  X (MEDIA_FIGURES, "media-figures", RECORD, NOTE, PLAIN, NULL)                                    \
  X (MEDIA_NETWORK, "media-network", RECORD, NOTE, PLAIN, NULL)                                    \
  X (NO_TRACE, "no-trace", UNTRACED, NOTE, PLAIN, NULL)                                            \
  X (ANSWERED_ELSEWHERE, "answered-elsewhere", FORK, NOTE, PLAIN, NULL)                            \
  X (FORK_TWO_ANSWERS, "fork-two-answers", FORK, FAULT, PLAIN, NULL)                               \
  X (SDP_ONE_WAY, "sdp-one-way", SIGNS, FAULT, PLAIN, NULL)                                        \
  X (BYE_EARLY, "bye-early", EARLY, FAULT, PLAIN, NULL)                                            \
  X (CANCEL_BY_TIMER, "cancel-by-timer", EARLY, WARNING, PLAIN, NULL)                              \
  X (CALL_TRIED_AGAIN, "call-tried-again", EARLY, WARNING, PLAIN, NULL)                            \
  X (RETRY_AFTER_IGNORED, "retry-after-ignored", RETRY, WARNING, PLAIN, NULL)                      \
  X (RELEASED_CALLER, "released-caller", END, NOTE, PLAIN, NULL)                                   \
  X (RELEASED_CALLED, "released-called", END, NOTE, PLAIN, NULL)                                   \
  X (RELEASED_NETWORK, "released-network", END, NOTE, PLAIN, NULL)                                 \
  X (RELEASED_FAULT, "released-fault", END, NOTE, PLAIN, NULL)                                     \
  X (RELEASED_SBC, "released-sbc", END, WARNING, PLAIN, NULL)                                      \
  X (RELEASED_AT_ONCE, "released-at-once", END, WARNING, PLAIN, NULL)                              \
  X (BYE_LATE, "bye-late", END, FAULT, PLAIN, NULL)                                                \
  X (BYE_NOT_PASSED, "bye-not-passed", END, FAULT, PLAIN, NULL)                                    \
  X (BYE_UNANSWERED, "bye-unanswered", END, WARNING, PLAIN, NULL)                                  \
  X (CANCEL_CROSSED, "cancel-crossed", END, NOTE, PLAIN, NULL)                                     \
  X (CANCEL_LEFT_OPEN, "cancel-left-open", END, FAULT, PLAIN, NULL)                                \
  X (CHANGE_CALLED_NUMBER, "change-called-number", CHANGES, WARNING, PLAIN, NULL)                  \
  X (CHANGE_CALLING_NUMBER, "change-calling-number", CHANGES, WARNING, PLAIN, NULL)                \
  X (CHANGE_IDENTITY, "change-identity", CHANGES, WARNING, PLAIN, NULL)                            \
  X (CHANGE_PRIVACY, "change-privacy", CHANGES, WARNING, PLAIN, NULL)                              \
  X (CHANGE_DIVERSION, "change-diversion", CHANGES, WARNING, PLAIN, NULL)                          \
  X (CHANGE_CODECS_REMOVED, "change-codecs-removed", CHANGES, WARNING, PLAIN, NULL)                \
  X (CHANGE_CODECS_ADDED, "change-codecs-added", CHANGES, WARNING, PLAIN, NULL)                    \
  X (CHANGE_TRANSPORT, "change-transport", CHANGES, WARNING, PLAIN, NULL)                          \
  X (CHANGE_ICE, "change-ice", CHANGES, WARNING, PLAIN, NULL)                                      \
  X (CHANGE_DIRECTION, "change-direction", CHANGES, WARNING, PLAIN, NULL)                          \
  X (CHANGE_OFFER, "change-offer", CHANGES, WARNING, PLAIN, NULL)                                  \
  X (CHANGE_REQUIRE, "change-require", CHANGES, WARNING, PLAIN, NULL)                              \
  X (CHANGE_SESSION_TIMER, "change-session-timer", CHANGES, WARNING, PLAIN, NULL)                  \
  X (CHANGE_ANSWER, "change-answer", CHANGES, WARNING, PLAIN, NULL)                                \
  X (CHANGE_REASON, "change-reason", CHANGES, WARNING, PLAIN, NULL)                                \
  X (CHANGE_CUT, "change-cut", CHANGES, WARNING, PLAIN, NULL)                                      \
  X (COMPARE_CALLED_NUMBER, "compare-called-number", COMPARISON, WARNING, PLAIN, NULL)             \
  X (COMPARE_CALLING_NUMBER, "compare-calling-number", COMPARISON, WARNING, PLAIN, NULL)           \
  X (COMPARE_HEADER, "compare-header", COMPARISON, WARNING, PLAIN, NULL)                           \
  X (COMPARE_CODECS, "compare-codecs", COMPARISON, WARNING, PLAIN, NULL)                           \
  X (COMPARE_MEDIA, "compare-media", COMPARISON, WARNING, PLAIN, NULL)                             \
  X (COMPARE_OFFER, "compare-offer", COMPARISON, WARNING, PLAIN, NULL)                             \
  X (COMPARE_ICE, "compare-ice", COMPARISON, WARNING, PLAIN, NULL)                                 \
  X (COMPARE_PEER, "compare-peer", COMPARISON, WARNING, PLAIN, NULL)                               \
  X (COMPARE_LEG, "compare-leg", COMPARISON, WARNING, PLAIN, NULL)                                 \
  X (COMPARE_CUT, "compare-cut", COMPARISON, WARNING, PLAIN, NULL)

typedef enum
{
#define RUNGS_FINDING_ID(id, name, family, severity, role, label) RUNGS_FINDING_##id,
  RUNGS_FINDINGS (RUNGS_FINDING_ID)
#undef RUNGS_FINDING_ID
    RUNGS_N_FINDINGS
} RungsFindingId;

/* Who finds it: a file of its own in this folder, or changes.c and compare.c. */
typedef enum
{
  RUNGS_FAMILY_TIMER,
  RUNGS_FAMILY_DIALOG,
  RUNGS_FAMILY_REFUSAL,
  RUNGS_FAMILY_LOOP,
  RUNGS_FAMILY_EXTENSION,
  RUNGS_FAMILY_SESSION,
  RUNGS_FAMILY_TRANSFER,
  RUNGS_FAMILY_SDP,
  RUNGS_FAMILY_OFFER,
  RUNGS_FAMILY_NUMBER,
  RUNGS_FAMILY_CONTACT,
  RUNGS_FAMILY_TRUNK,
  RUNGS_FAMILY_EVENTS,
  RUNGS_FAMILY_CONFLICT,
  RUNGS_FAMILY_DROP,
  RUNGS_FAMILY_RECORD,
  RUNGS_FAMILY_UNTRACED,
  RUNGS_FAMILY_FORK,
  RUNGS_FAMILY_SIGNS,
  RUNGS_FAMILY_EARLY,
  RUNGS_FAMILY_RETRY,
  RUNGS_FAMILY_END,
  RUNGS_FAMILY_CHANGES,
  RUNGS_FAMILY_COMPARISON
} RungsFamily;

typedef enum
{
  RUNGS_SEVERITY_NOTE,    /* only says how a call went: who hung up, what Microsoft noted */
  RUNGS_SEVERITY_WARNING, /* worth a look, and no proof of anything by itself */
  RUNGS_SEVERITY_FAULT    /* somebody has to repair it */
} RungsSeverity;

/* What a finding does to the verdict, beside the entry that data/knowledge may name for it. */
typedef enum
{
  RUNGS_ROLE_PLAIN,
  /* why an answered call ended: how long it lasted need not be read as a sign */
  RUNGS_ROLE_EXPLAINS,
  RUNGS_ROLE_GUESS,   /* read from how long a call lasted: a cause that somebody gave says more */
  RUNGS_ROLE_CONFLICT /* the evidence does not fit together, and the verdict's sentence says so */
} RungsRole;

typedef struct
{
  const char *name; /* "sdp-no-common-codec" */
  RungsFamily family;
  RungsSeverity severity;
  RungsRole role;
  const char *label; /* of several meanings of an answer it picks the one with this label; NULL */
} RungsFindingKind;

const RungsFindingKind *rungs_finding_kind (RungsFindingId id);

G_END_DECLS
