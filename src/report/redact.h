/* What a report may say of the people and machines in a log.
 *
 * Always, asked for or not: secrets leave no report. Authorization values, passwords in URIs, the
 * keys of a=crypto and k=, and ICE passwords are replaced by "(removed)".
 *
 * With redaction: the same number, user, name, host or address gets the same pseudonym everywhere
 * in one report, so that one can still follow a call. First every message of the report is read and
 * what identifies somebody is learnt from the places where SIP and SDP keep it; then all text of
 * the log goes through one filter that replaces what was learnt, and whatever looks like a number,
 * an address, a host name, a UUID or a MAC. Header fields that nobody knows, and bodies other than
 * SDP, are left out. Microsoft's public names and ranges stay: they identify no customer. */
#pragma once

#include "report/report.h"

G_BEGIN_DECLS

typedef struct _RungsRedact RungsRedact;

/* Reads the messages of the report's calls when it is to be redacted. */
RungsRedact *rungs_redact_new (const RungsReport *report) G_GNUC_WARN_UNUSED_RESULT;
void rungs_redact_free (RungsRedact *redact);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsRedact, rungs_redact_free)

gboolean rungs_redact_is_active (const RungsRedact *redact);

/* Any text that comes from a log. NULL gives NULL. (transfer full) */
char *rungs_redact_text (RungsRedact *redact, const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* A number or user name as it stands in the call list. (transfer full) */
char *rungs_redact_user (RungsRedact *redact, const char *user) G_GNUC_WARN_UNUSED_RESULT;

/* The name of a device, an interface or an endpoint "192.0.2.1:5060". (transfer full) */
char *rungs_redact_name (RungsRedact *redact, const char *name) G_GNUC_WARN_UNUSED_RESULT;

char *rungs_redact_call_id (RungsRedact *redact, const char *call_id) G_GNUC_WARN_UNUSED_RESULT;

/* The name of an input: "input-1.log". (transfer full) */
char *rungs_redact_file (RungsRedact *redact, const char *name) G_GNUC_WARN_UNUSED_RESULT;

/* A whole SIP message: valid UTF-8, LF line ends, as many lines as it had. (transfer full) */
char *rungs_redact_message (RungsRedact *redact, RungsSpan message) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
