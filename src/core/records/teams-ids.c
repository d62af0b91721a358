/* What Microsoft's side leaves in SIP to be known again by: the GUID of a call, which its records
 * may have as correlation id, and the name of the SBC that it goes by.
 *
 *   Contact: <sip:api-du-a-euwe.pstnhub.microsoft.com:443;x-i=5f0c7a1e-3b52-4d0e-9c41-7a6f2d9be310;x-c=…>
 *   Reason: Q.850;cause=31;text="5f0c7a1e-3b52-4d0e-9c41-7a6f2d9be310;No callee endpoints were found."
 *   Referred-By: <sip:…>;x-ti=5f0c7a1e-3b52-4d0e-9c41-7a6f2d9be310
 *
 * The three are one GUID where a message shows two of them. Source: TEAMS-ARTEFACTS 5.1 and 5.2,
 * read from real traces. */
#include "config.h"

#include "records/teams-ids.h"

#include "records/records.h"

#define GUID_CHARS 36

static gboolean
is_guid (RungsSpan s)
{
  if (s.len < GUID_CHARS)
    return FALSE;
  for (gsize i = 0; i < GUID_CHARS; i++)
    if (i == 8 || i == 13 || i == 18 || i == 23 ? s.str[i] != '-' : !g_ascii_isxdigit (s.str[i]))
      return FALSE;
  return TRUE;
}

guint64
rungs_records_guid (RungsSpan text)
{
  char lower[GUID_CHARS];

  if (!is_guid (text))
    return 0;
  for (gsize i = 0; i < GUID_CHARS; i++)
    lower[i] = g_ascii_tolower (text.str[i]);
  return rungs_hash (rungs_span (lower, GUID_CHARS)) | 1;
}

static void
add (RungsBuilder *self, guint32 seed, RungsSpan text)
{
  RungsTeamsId id = { rungs_records_guid (text), seed };

  if (id.guid == 0)
    return;
  /* The same Contact stands in every message of a dialog. */
  for (guint i = self->teams_ids->len; i > 0 && i + 4 > self->teams_ids->len; i--)
    {
      const RungsTeamsId *known = &g_array_index (self->teams_ids, RungsTeamsId, i - 1);

      if (known->guid == id.guid && known->seed == seed)
        return;
    }
  g_array_append_val (self->teams_ids, id);
}

static void
add_behind (RungsBuilder *self, guint32 seed, RungsSpan text, RungsSpan label)
{
  gssize at = rungs_span_find_ci (text, label);

  if (at >= 0)
    add (self, seed, rungs_span_skip (text, (gsize) at + label.len));
}

/* 0 for an address: the records have names. */
static RungsString
name_of (RungsBuilder *self, RungsSpan host)
{
  gboolean is_name = FALSE;

  for (gsize i = 0; i < host.len && !is_name; i++)
    is_name = g_ascii_isalpha (host.str[i]) && rungs_span_find_char (host, ':') < 0;
  return is_name ? rungs_builder_intern (self, host) : 0;
}

void
rungs_teams_ids_collect (RungsBuilder *self,
                         guint32 seed_index,
                         const RungsMessage *row,
                         guint32 row_index,
                         const RungsSipIndex *index)
{
  RungsSeed *seed = &g_array_index (self->seeds, RungsSeed, seed_index);
  gboolean is_invite = row->method == self->methods[RUNGS_METHOD_INVITE];
  RungsSpan user, host, port, text;
  guint q850;

  if (is_invite && seed->invite == row_index)
    {
      rungs_sip_uri (index->request_uri, &user, &host, &port);
      seed->uri_host = name_of (self, host);
      rungs_sip_uri (index->contact_uri, &user, &host, &port);
      seed->contact_host = name_of (self, host);
    }
  if (is_invite && index->contact_uri.len > GUID_CHARS)
    add_behind (self, seed_index, index->contact_uri, RUNGS_SPAN (";x-i="));
  if (index->reason.len > GUID_CHARS)
    {
      rungs_sip_reason (index->reason, &q850, &text);
      add (self, seed_index, text);
    }
  if (index->is_request && row->method == self->methods[RUNGS_METHOD_REFER])
    add_behind (self, seed_index, index->referred_by, RUNGS_SPAN ("x-ti="));
}
