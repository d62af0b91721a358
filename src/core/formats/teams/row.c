/* Names of fields, and what the values say. Columns come in any order and under several names:
 * those of the admin center's export, of its screen, and of Graph. A name is compared by its
 * letters and digits alone. */
#include "config.h"

#include "formats/teams/row.h"

/* Letters and digits of the longest name that is compared. */
#define MAX_NAME 40

#define MAX_CODE 699

typedef struct
{
  const char *name; /* lower case, letters and digits */
  RungsTeamsField field;
} Name;

static const Name call_names[] = {
  { "correlationid", RUNGS_TEAMS_CORRELATION },
  { "sharedcorrelationid", RUNGS_TEAMS_SHARED },
  { "transferorcorrelationid", RUNGS_TEAMS_SHARED },
  { "upn", RUNGS_TEAMS_USER },
  { "sipaddress", RUNGS_TEAMS_USER },
  { "userprincipalname", RUNGS_TEAMS_USER },
  { "displayname", RUNGS_TEAMS_NAME },
  { "userdisplayname", RUNGS_TEAMS_NAME },
  { "invitetime", RUNGS_TEAMS_INVITE },
  { "invitetimeutc", RUNGS_TEAMS_INVITE },
  { "invitedatetime", RUNGS_TEAMS_INVITE },
  { "starttime", RUNGS_TEAMS_START },
  { "starttimeutc", RUNGS_TEAMS_START },
  { "startdatetime", RUNGS_TEAMS_START },
  { "failuretime", RUNGS_TEAMS_FAILURE },
  { "failuretimeutc", RUNGS_TEAMS_FAILURE },
  { "failuredatetime", RUNGS_TEAMS_FAILURE },
  { "endtime", RUNGS_TEAMS_END },
  { "endtimeutc", RUNGS_TEAMS_END },
  { "enddatetime", RUNGS_TEAMS_END },
  { "durationseconds", RUNGS_TEAMS_DURATION },
  { "duration", RUNGS_TEAMS_DURATION },
  { "success", RUNGS_TEAMS_SUCCESS },
  { "successfulcall", RUNGS_TEAMS_SUCCESS },
  { "eventtype", RUNGS_TEAMS_SUCCESS },
  { "callernumber", RUNGS_TEAMS_CALLER },
  { "calleenumber", RUNGS_TEAMS_CALLEE },
  { "calltype", RUNGS_TEAMS_TYPE },
  { "finalsipcode", RUNGS_TEAMS_CODE },
  { "finalmicrosoftsubcode", RUNGS_TEAMS_SUBCODE },
  { "callendsubreason", RUNGS_TEAMS_SUBCODE },
  { "finalsipphrase", RUNGS_TEAMS_PHRASE },
  { "finalsipcodephrase", RUNGS_TEAMS_PHRASE },
  { "sbcfqdn", RUNGS_TEAMS_SBC },
  { "trunkfullyqualifieddomainname", RUNGS_TEAMS_SBC },
};

static const Name pstn_names[] = {
  { "callid", RUNGS_TEAMS_CORRELATION },
  { "upn", RUNGS_TEAMS_USER },
  { "userprincipalname", RUNGS_TEAMS_USER },
  { "userdisplayname", RUNGS_TEAMS_NAME },
  { "callerid", RUNGS_TEAMS_CALLER },
  { "callernumber", RUNGS_TEAMS_CALLER },
  { "destinationnumber", RUNGS_TEAMS_CALLEE },
  { "calleenumber", RUNGS_TEAMS_CALLEE },
  { "calltype", RUNGS_TEAMS_TYPE },
  { "numbertype", RUNGS_TEAMS_INVENTORY },
  { "inventorytype", RUNGS_TEAMS_INVENTORY },
  { "starttime", RUNGS_TEAMS_START },
  { "startdatetime", RUNGS_TEAMS_START },
  { "endtime", RUNGS_TEAMS_END },
  { "enddatetime", RUNGS_TEAMS_END },
  { "durationseconds", RUNGS_TEAMS_DURATION },
  { "duration", RUNGS_TEAMS_DURATION },
};

static const Name sign_in_names[] = {
  { "createddatetime", RUNGS_TEAMS_START },
  { "dateutc", RUNGS_TEAMS_START },
  { "date", RUNGS_TEAMS_START },
  { "correlationid", RUNGS_TEAMS_CORRELATION },
  { "userprincipalname", RUNGS_TEAMS_USER },
  { "username", RUNGS_TEAMS_USER },
  { "userdisplayname", RUNGS_TEAMS_NAME },
  { "user", RUNGS_TEAMS_NAME },
  { "status", RUNGS_TEAMS_STATUS },
  { "signinerrorcode", RUNGS_TEAMS_ERROR },
  { "statuserrorcode", RUNGS_TEAMS_ERROR },
  { "errorcode", RUNGS_TEAMS_ERROR },
  { "failurereason", RUNGS_TEAMS_REASON },
  { "statusfailurereason", RUNGS_TEAMS_REASON },
  { "statusadditionaldetails", RUNGS_TEAMS_DETAILS },
  { "appdisplayname", RUNGS_TEAMS_APP },
  { "application", RUNGS_TEAMS_APP },
  { "resourcedisplayname", RUNGS_TEAMS_RESOURCE },
  { "resource", RUNGS_TEAMS_RESOURCE },
  { "ipaddress", RUNGS_TEAMS_ADDRESS },
  { "devicedetaildisplayname", RUNGS_TEAMS_DEVICE },
  { "devicename", RUNGS_TEAMS_DEVICE },
  { "devicedetaildeviceid", RUNGS_TEAMS_DEVICE_ID },
  { "deviceid", RUNGS_TEAMS_DEVICE_ID },
  { "devicedetailoperatingsystem", RUNGS_TEAMS_SYSTEM },
  { "operatingsystem", RUNGS_TEAMS_SYSTEM },
  { "conditionalaccessstatus", RUNGS_TEAMS_CONDITIONAL },
  { "conditionalaccess", RUNGS_TEAMS_CONDITIONAL },
};

/* Bytes written, 0 for names that are too long. */
static gsize
plain_name (RungsSpan name, char plain[MAX_NAME])
{
  gsize n = 0;

  for (gsize i = 0; i < name.len; i++)
    {
      char c = g_ascii_tolower (name.str[i]);

      if (!g_ascii_isalnum (c))
        continue;
      if (n == MAX_NAME)
        return 0;
      plain[n++] = c;
    }
  return n;
}

static const Name *
names_of (RungsTeamsKind kind, guint *n)
{
  switch (kind)
    {
    case RUNGS_TEAMS_CALLS:
      *n = G_N_ELEMENTS (call_names);
      return call_names;
    case RUNGS_TEAMS_PSTN:
      *n = G_N_ELEMENTS (pstn_names);
      return pstn_names;
    case RUNGS_TEAMS_SIGN_INS:
      *n = G_N_ELEMENTS (sign_in_names);
      return sign_in_names;
    case RUNGS_TEAMS_NONE:
    default:
      *n = 0;
      return NULL;
    }
}

RungsTeamsField
rungs_teams_field (RungsTeamsKind kind, RungsSpan name)
{
  char buffer[MAX_NAME];
  RungsSpan plain = rungs_span (buffer, plain_name (name, buffer));
  guint n;
  const Name *names = names_of (kind, &n);

  for (guint i = 0; i < n; i++)
    if (rungs_span_equal (plain, rungs_span_of (names[i].name)))
      return names[i].field;
  return RUNGS_TEAMS_FIELD_NONE;
}

#define BIT(field) (G_GUINT64_CONSTANT (1) << (field))

gboolean
rungs_teams_fields_suffice (RungsTeamsKind kind, guint64 fields)
{
  static const guint64 calls = BIT (RUNGS_TEAMS_CODE) | BIT (RUNGS_TEAMS_SUBCODE);
  static const guint64 times = BIT (RUNGS_TEAMS_INVITE) | BIT (RUNGS_TEAMS_START);
  static const guint64 accounts = BIT (RUNGS_TEAMS_USER) | BIT (RUNGS_TEAMS_NAME);
  static const guint64 answers = BIT (RUNGS_TEAMS_ERROR) | BIT (RUNGS_TEAMS_CONDITIONAL);

  switch (kind)
    {
    case RUNGS_TEAMS_CALLS:
      return (fields & calls) == calls && (fields & times) != 0;
    case RUNGS_TEAMS_PSTN:
      return (fields & BIT (RUNGS_TEAMS_START)) != 0 && (fields & BIT (RUNGS_TEAMS_INVENTORY)) != 0
             && (fields & BIT (RUNGS_TEAMS_DURATION)) != 0;
    case RUNGS_TEAMS_SIGN_INS:
      return (fields & BIT (RUNGS_TEAMS_START)) != 0 && (fields & accounts) != 0
             && (fields & answers) != 0;
    case RUNGS_TEAMS_NONE:
    default:
      return FALSE;
    }
}

/* The type that Graph names, or members that nothing else has. */
gboolean
rungs_teams_is_named_in (RungsTeamsKind kind, RungsSpan json)
{
  static const struct
  {
    RungsTeamsKind kind;
    RungsSpan one, other; /* other: empty: one is enough */
  } marks[] = {
    { RUNGS_TEAMS_CALLS, { "directRoutingLogRow", 19 }, { NULL, 0 } },
    { RUNGS_TEAMS_PSTN, { "pstnCallLogRow", 14 }, { NULL, 0 } },
    { RUNGS_TEAMS_PSTN, { "\"inventoryType\"", 15 }, { "\"licenseCapability\"", 19 } },
    { RUNGS_TEAMS_SIGN_INS, { "auditLogs/signIns", 17 }, { NULL, 0 } },
    { RUNGS_TEAMS_SIGN_INS, { "\"conditionalAccessStatus\"", 25 }, { "\"errorCode\"", 11 } },
    { RUNGS_TEAMS_CALLS, { "\"finalSipCode\"", 14 }, { "\"callEndSubReason\"", 18 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (marks[i].kind == kind && rungs_span_find (json, marks[i].one) >= 0
        && (marks[i].other.len == 0 || rungs_span_find (json, marks[i].other) >= 0))
      return TRUE;
  return FALSE;
}

/* ---- values ---- */

/* -1 for anything that is no number. Excel writes "488.0" for some. */
static int
int_value (RungsSpan value)
{
  guint64 number;
  gsize n;

  value = rungs_span_trim (value);
  n = rungs_span_take_uint (value, G_MAXINT32, &number);
  if (n == 0 || (n < value.len && value.str[n] != '.'))
    return -1;
  return (int) number;
}

/* Seconds, or "H:MM:SS"; milliseconds, -1 for anything else. */
static gint64
duration_value (RungsSpan value)
{
  RungsStamp time;
  int seconds;

  value = rungs_span_trim (value);
  if (rungs_span_find_char (value, ':') >= 0)
    return rungs_stamp_take_time (value, &time) == value.len ? time / 1000 : -1;
  seconds = int_value (value);
  return seconds >= 0 ? (gint64) seconds * 1000 : -1;
}

static RungsRecordOutcome
outcome_value (RungsSpan value)
{
  static const char *const good[] = { "true", "yes", "success", "succeeded", "1" };
  static const char *const bad[] = { "false", "no", "attempt", "failure", "failed", "0" };

  value = rungs_span_trim (value);
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    if (rungs_span_equal_ci (value, rungs_span_of (good[i])))
      return RUNGS_OUTCOME_GOOD;
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    if (rungs_span_equal_ci (value, rungs_span_of (bad[i])))
      return RUNGS_OUTCOME_BAD;
  return RUNGS_OUTCOME_UNKNOWN;
}

/* Next word of "ByotOutUserForwarding", "dr_in_ucap", "DR_OUT". */
static gboolean
take_word (RungsSpan *rest, RungsSpan *word)
{
  gboolean is_capital;
  gsize n = 1;

  while (rest->len > 0 && !g_ascii_isalpha (rest->str[0]))
    *rest = rungs_span_skip (*rest, 1);
  if (rest->len == 0)
    return FALSE;
  is_capital = rest->len > 1 && g_ascii_isupper (rest->str[0]) && g_ascii_isupper (rest->str[1]);
  while (n < rest->len && g_ascii_isalpha (rest->str[n])
         && is_capital == (gboolean) g_ascii_isupper (rest->str[n]))
    n++;
  *word = rungs_span_head (*rest, n);
  *rest = rungs_span_skip (*rest, n);
  return TRUE;
}

static RungsDirection
direction_value (RungsSpan type)
{
  RungsSpan word;

  while (take_word (&type, &word))
    {
      if (rungs_span_equal_ci (word, RUNGS_SPAN ("in")))
        return RUNGS_DIRECTION_TO_TEAMS;
      if (rungs_span_equal_ci (word, RUNGS_SPAN ("out")))
        return RUNGS_DIRECTION_FROM_TEAMS;
    }
  return RUNGS_DIRECTION_UNKNOWN;
}

/* An empty id is written as one of zeros. */
static RungsSpan
id_value (RungsSpan value)
{
  value = rungs_span_trim (value);
  for (gsize i = 0; i < value.len; i++)
    if (value.str[i] != '0' && value.str[i] != '-')
      return value;
  return RUNGS_SPAN_NONE;
}

static RungsStamp
stamp_value (const RungsTeamsRow *row, RungsTeamsField field, RungsSinkRecord *record)
{
  return rungs_teams_stamp (row->values[field], &record->is_local);
}

static void
copy_texts (const RungsTeamsRow *row, RungsSinkRecord *record)
{
  static const struct
  {
    RungsTeamsField field;
    RungsRecordText text;
  } pairs[] = {
    { RUNGS_TEAMS_USER, RUNGS_RECORD_TEXT_USER },
    { RUNGS_TEAMS_NAME, RUNGS_RECORD_TEXT_NAME },
    { RUNGS_TEAMS_CALLER, RUNGS_RECORD_TEXT_FROM },
    { RUNGS_TEAMS_CALLEE, RUNGS_RECORD_TEXT_TO },
    { RUNGS_TEAMS_TYPE, RUNGS_RECORD_TEXT_TYPE },
    { RUNGS_TEAMS_SBC, RUNGS_RECORD_TEXT_SBC },
    { RUNGS_TEAMS_PHRASE, RUNGS_RECORD_TEXT_PHRASE },
    { RUNGS_TEAMS_APP, RUNGS_RECORD_TEXT_APP },
    { RUNGS_TEAMS_RESOURCE, RUNGS_RECORD_TEXT_RESOURCE },
    { RUNGS_TEAMS_ADDRESS, RUNGS_RECORD_TEXT_ADDRESS },
    { RUNGS_TEAMS_SYSTEM, RUNGS_RECORD_TEXT_SYSTEM },
    { RUNGS_TEAMS_POLICY, RUNGS_RECORD_TEXT_POLICY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    record->texts[pairs[i].text] = rungs_span_trim (row->values[pairs[i].field]);
  record->texts[RUNGS_RECORD_TEXT_CORRELATION] = id_value (row->values[RUNGS_TEAMS_CORRELATION]);
  record->texts[RUNGS_RECORD_TEXT_SHARED] = id_value (row->values[RUNGS_TEAMS_SHARED]);
}

/* A row with a cell too many has something else in the columns of times and codes. */
static gboolean
is_number_or_empty (RungsSpan value)
{
  value = rungs_span_trim (value);
  return value.len == 0 || g_ascii_isdigit (value.str[0]);
}

static gboolean
call_record (const RungsTeamsRow *row, RungsSinkRecord *record)
{
  RungsStamp failure = stamp_value (row, RUNGS_TEAMS_FAILURE, record);

  record->kind = RUNGS_RECORD_CALL;
  if (!is_number_or_empty (row->values[RUNGS_TEAMS_INVITE])
      || !is_number_or_empty (row->values[RUNGS_TEAMS_START])
      || !is_number_or_empty (row->values[RUNGS_TEAMS_CODE]))
    return FALSE;
  record->code = int_value (row->values[RUNGS_TEAMS_CODE]);
  if (record->code > MAX_CODE)
    record->code = -1;
  record->microsoft_code = int_value (row->values[RUNGS_TEAMS_SUBCODE]);
  record->start = stamp_value (row, RUNGS_TEAMS_INVITE, record);
  record->answer = stamp_value (row, RUNGS_TEAMS_START, record);
  record->end = stamp_value (row, RUNGS_TEAMS_END, record);
  record->outcome = outcome_value (row->values[RUNGS_TEAMS_SUCCESS]);
  /* The start of a call that was never answered may be that of its INVITE or its end. */
  if (record->outcome == RUNGS_OUTCOME_BAD
      || (record->code >= 300 && (failure != RUNGS_STAMP_NONE || record->answer == record->start)))
    record->answer = RUNGS_STAMP_NONE;
  if (record->start == RUNGS_STAMP_NONE)
    record->start = stamp_value (row, RUNGS_TEAMS_START, record);
  if (record->start == RUNGS_STAMP_NONE)
    record->start = failure;
  if (record->end == RUNGS_STAMP_NONE)
    record->end = failure;
  record->duration = duration_value (row->values[RUNGS_TEAMS_DURATION]);
  record->direction = direction_value (row->values[RUNGS_TEAMS_TYPE]);
  /* Microsoft documents UTC for all of them, also where a spreadsheet lost the "Z". */
  record->is_local = FALSE;
  return record->start != RUNGS_STAMP_NONE;
}

static gboolean
pstn_record (const RungsTeamsRow *row, RungsSinkRecord *record)
{
  record->kind = RUNGS_RECORD_PSTN;
  if (!is_number_or_empty (row->values[RUNGS_TEAMS_START])
      || !is_number_or_empty (row->values[RUNGS_TEAMS_DURATION]))
    return FALSE;
  record->start = stamp_value (row, RUNGS_TEAMS_START, record);
  record->end = stamp_value (row, RUNGS_TEAMS_END, record);
  record->duration = duration_value (row->values[RUNGS_TEAMS_DURATION]);
  record->direction = direction_value (row->values[RUNGS_TEAMS_TYPE]);
  record->is_local = FALSE;
  return record->start != RUNGS_STAMP_NONE;
}

/* The first of two fields that says something. */
static RungsSpan
either (const RungsTeamsRow *row, RungsTeamsField one, RungsTeamsField other)
{
  RungsSpan value = rungs_span_trim (row->values[one]);

  return value.len > 0 ? value : rungs_span_trim (row->values[other]);
}

static gboolean
sign_in_record (const RungsTeamsRow *row, RungsSinkRecord *record)
{
  int error = int_value (row->values[RUNGS_TEAMS_ERROR]);
  RungsRecordOutcome status = outcome_value (row->values[RUNGS_TEAMS_STATUS]);

  record->kind = RUNGS_RECORD_SIGN_IN;
  record->start = stamp_value (row, RUNGS_TEAMS_START, record);
  record->outcome = error > 0 ? RUNGS_OUTCOME_BAD : error == 0 ? RUNGS_OUTCOME_GOOD : status;
  record->aadsts = error > 0 ? (guint32) error : 0;
  record->texts[RUNGS_RECORD_TEXT_DEVICE] = either (row, RUNGS_TEAMS_DEVICE, RUNGS_TEAMS_DEVICE_ID);
  if (record->outcome == RUNGS_OUTCOME_BAD)
    record->texts[RUNGS_RECORD_TEXT_PHRASE] = either (row, RUNGS_TEAMS_REASON, RUNGS_TEAMS_DETAILS);
  return record->start != RUNGS_STAMP_NONE
         && (error >= 0 || status != RUNGS_OUTCOME_UNKNOWN
             || row->values[RUNGS_TEAMS_CONDITIONAL].len > 0);
}

gboolean
rungs_teams_record (RungsTeamsKind kind, const RungsTeamsRow *row, RungsSinkRecord *record)
{
  *record = rungs_sink_record (RUNGS_RECORD_CALL, 0, 0, 0);
  copy_texts (row, record);
  switch (kind)
    {
    case RUNGS_TEAMS_CALLS:
      return call_record (row, record);
    case RUNGS_TEAMS_PSTN:
      return pstn_record (row, record);
    case RUNGS_TEAMS_SIGN_INS:
      return sign_in_record (row, record);
    case RUNGS_TEAMS_NONE:
    default:
      return FALSE;
    }
}
