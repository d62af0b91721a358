/* Names of the settings that are looked at. One thing has many names: Microsoft's SDKs, services
 * and clients each have their own (TEAMS-ARTEFACTS 3.3, 3.4 and 3.7). They are compared in lower
 * case, by letters and digits, without the "metrics_" of telemetry. */
#include "config.h"

#include "formats/teams/walk.h"

/* Letters and digits of the longest one. */
#define MAX_NAME (sizeof "terminationreasonresultcategories" - 1)

typedef struct
{
  const char *name;
  RungsWalkField field;
} Name;

/* In the order of strcmp(). */
static const Name names[] = {
  { "appversion", RUNGS_WALK_APP },
  { "callconnectionid", RUNGS_WALK_ID },
  { "callcontrollercode", RUNGS_WALK_CODE },
  { "callcontrollersubcode", RUNGS_WALK_SUBCODE },
  { "calldirection", RUNGS_WALK_DIRECTION },
  { "callduration", RUNGS_WALK_DURATION },
  { "callendreasoncode", RUNGS_WALK_CODE },
  { "callendreasonsubcode", RUNGS_WALK_SUBCODE },
  { "callid", RUNGS_WALK_ID },
  { "callstate", RUNGS_WALK_STATE },
  { "calltype", RUNGS_WALK_TYPE },
  { "code", RUNGS_WALK_CODE },
  { "correlationid", RUNGS_WALK_WEAK_ID },
  { "createddatetime", RUNGS_WALK_TIME },
  { "creationtime", RUNGS_WALK_CREATED },
  { "direction", RUNGS_WALK_DIRECTION },
  { "displayname", RUNGS_WALK_NAME },
  { "eventtime", RUNGS_WALK_TIME },
  { "eventtype", RUNGS_WALK_TYPE },
  { "id", RUNGS_WALK_WEAK_ID },
  { "ipaddr", RUNGS_WALK_ADDRESS },
  { "message", RUNGS_WALK_PHRASE },
  { "mri", RUNGS_WALK_PARTY },
  { "newcallid", RUNGS_WALK_ID },
  { "oncallidchanged", RUNGS_WALK_ID },
  { "osversion", RUNGS_WALK_SYSTEM },
  { "participantendreason", RUNGS_WALK_CODE },
  { "participantendsubcode", RUNGS_WALK_SUBCODE },
  { "phonenumber", RUNGS_WALK_PARTY },
  { "phrase", RUNGS_WALK_PHRASE },
  { "primaryscenario", RUNGS_WALK_TYPE },
  { "rawid", RUNGS_WALK_PARTY },
  { "reason", RUNGS_WALK_REASON },
  { "resource", RUNGS_WALK_RESOURCE },
  { "resourceurl", RUNGS_WALK_RESOURCE },
  { "responsecode", RUNGS_WALK_CODE },
  { "responsetext", RUNGS_WALK_PHRASE },
  { "resultcategories", RUNGS_WALK_CATEGORY },
  { "resultcategory", RUNGS_WALK_CATEGORY },
  { "starteddatetime", RUNGS_WALK_TIME },
  { "state", RUNGS_WALK_STATE },
  { "subcode", RUNGS_WALK_SUBCODE },
  { "terminatedreason", RUNGS_WALK_TERMINATED },
  { "terminationreason", RUNGS_WALK_REASON },
  { "terminationreasoncode", RUNGS_WALK_CODE },
  { "terminationreasonphrase", RUNGS_WALK_PHRASE },
  { "terminationreasonresultcategories", RUNGS_WALK_CATEGORY },
  { "terminationreasonsubcode", RUNGS_WALK_SUBCODE },
  { "terminationtime", RUNGS_WALK_FINISHED },
  { "time", RUNGS_WALK_TIME },
  { "timestamp", RUNGS_WALK_TIME },
  { "toastcallerdisplayname", RUNGS_WALK_NAME },
  { "type", RUNGS_WALK_TYPE },
  { "upn", RUNGS_WALK_USER },
};

RungsWalkField
rungs_walk_field (RungsSpan name)
{
  char plain[MAX_NAME + 1];
  gsize n = 0;
  guint low = 0, high = G_N_ELEMENTS (names);

  if (rungs_span_starts_ci (name, RUNGS_SPAN ("metrics_")))
    name = rungs_span_skip (name, 8);
  for (gsize i = 0; i < name.len; i++)
    {
      if (name.str[i] == '_')
        continue;
      if (!g_ascii_isalnum (name.str[i]) || n >= MAX_NAME)
        return RUNGS_WALK_NONE;
      plain[n++] = g_ascii_tolower (name.str[i]);
    }
  plain[n] = '\0';
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      int order = strcmp (plain, names[middle].name);

      if (order == 0)
        return names[middle].field;
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  return RUNGS_WALK_NONE;
}
