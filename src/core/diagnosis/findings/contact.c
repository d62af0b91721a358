/* Teams finds the trunk by the SBC's name in Contact (and sends what follows to the name in
 * Record-Route): an address there is refused. */
#include "config.h"

#include "findings.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/find.h"

/* Answers that a call to a trunk which was not found may get; a busy user is no matter of
 * Contact. */
static gboolean
is_trunk_code (guint code)
{
  return code == 400 || code == 403 || code == 404 || code == 408 || code == 500 || code == 503
         || code == 504;
}

static gboolean
is_address (RungsSpan host)
{
  guint n_dots = 0;

  if (host.len > 0 && (host.str[0] == '[' || rungs_span_find_char (host, ':') >= 0))
    return TRUE;
  for (gsize i = 0; i < host.len; i++)
    {
      if (host.str[i] == '.')
        n_dots++;
      else if (!g_ascii_isdigit (host.str[i]))
        return FALSE;
    }
  return n_dots == 3;
}

static void
check_header (RungsCase *self, const RungsExhibit *request, RungsSpan name, RungsFindingId id)
{
  RungsSpan value = rungs_sip_header (request->text, name, 0, NULL), user, host, port;
  g_autofree char *address = NULL;
  RungsFinding *finding;

  if (value.len == 0)
    return;
  rungs_sip_uri (value, &user, &host, &port);
  if (!is_address (host))
    return;
  address = rungs_span_dup_utf8 (host);
  finding = rungs_case_find (self, id,
                             g_strdup_printf (_ ("%.*s has the address %s; Teams expects the SBC’s "
                                                 "name (FQDN) as registered in the tenant."),
                                              (int) name.len, name.str, address));
  rungs_finding_value (finding, RUNGS_VALUE_HOST, address);
  rungs_finding_at_header (finding, self, request, name);
}

void
rungs_findings_contact (RungsCase *self)
{
  guint32 root = rungs_case_root (self), message = rungs_case_root_request (self);
  const RungsExhibit *request;

  if (message == RUNGS_NONE || !rungs_case_is_teams (self, rungs_case_row (self, message)->dst)
      || (rungs_case_row (self, message)->flags & RUNGS_MESSAGE_TO_TAG)
      || (root != RUNGS_NONE && !is_trunk_code (rungs_case_row (self, root)->code)))
    return;
  request = rungs_case_read (self, message);
  if (request == NULL || request->sip.method.len == 0 || !request->sip.is_request)
    return;
  check_header (self, request, RUNGS_SPAN ("Contact"), RUNGS_FINDING_CONTACT_ADDRESS);
  check_header (self, request, RUNGS_SPAN ("Record-Route"), RUNGS_FINDING_RECORD_ROUTE_ADDRESS);
}
