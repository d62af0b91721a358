/* Logs of Teams clients: samples, and the pieces that find settings and objects in any text. */
#include "base/limits.h"
#include "dump.h"
#include "formats/teams/calling.h"
#include "formats/teams/client.h"
#include "formats/teams/facts.h"
#include "formats/teams/native.h"
#include "formats/teams/walk.h"

#define ID_A "5f0c7a1e-3b52-4d0e-9c41-7a6f2d9b0a01"
#define ID_B "5f0c7a1e-3b52-4d0e-9c41-7a6f2d9b0a02"

/* ---- the walk ---- */

static void
closed_cb (gpointer user_data, const RungsWalkObject *object)
{
  static const struct
  {
    RungsWalkField field;
    const char *name;
  } fields[] = { { RUNGS_WALK_ID, "id" },
                 { RUNGS_WALK_CODE, "code" },
                 { RUNGS_WALK_SUBCODE, "sub" },
                 { RUNGS_WALK_PHRASE, "phrase" },
                 { RUNGS_WALK_CATEGORY, "category" },
                 { RUNGS_WALK_STATE, "state" },
                 { RUNGS_WALK_PARTY, "party" },
                 { RUNGS_WALK_NAME, "name" },
                 { RUNGS_WALK_TERMINATED, "terminated" } };
  GString *text = user_data;

  g_string_append_printf (text, "%u", object->depth);
  if (object->name.len > 0)
    g_string_append_printf (text, ":%.*s", (int) object->name.len, object->name.str);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      RungsSpan value = object->values[fields[i].field];

      if (value.str != NULL)
        g_string_append_printf (text, " %s=%.*s", fields[i].name, (int) value.len, value.str);
    }
  g_string_append_c (text, '|');
}

/* @step: bytes handed over at a time. */
static char *
walk (const char *bytes, gsize step)
{
  GString *text = g_string_new (NULL);
  g_autoptr (RungsWalk) self = rungs_walk_new (closed_cb, text);
  RungsSpan rest = rungs_span_of (bytes), line;
  guint64 offset = 0;
  guint32 number = 0;

  while (rungs_span_take_line (&rest, &line))
    {
      number++;
      for (gsize at = 0; at < line.len; at += step)
        rungs_walk_feed (self, rungs_span_head (rungs_span_skip (line, at), step), offset + at,
                         number);
      rungs_walk_end_line (self);
      offset += line.len + 1;
    }
  rungs_walk_end (self, offset);
  return g_string_free (text, FALSE);
}

static void
test_walk (void)
{
  static const struct
  {
    const char *text, *objects;
  } cases[] = {
    { "", "0|" },
    { "{}", "1|0|" },
    { "{\"code\":403,\"subCode\":10105}", "1 code=403 sub=10105|0|" },
    { "{\"code\" : \"403\" , \"subCode\" : \"10105\"}", "1 code=403 sub=10105|0|" },
    { "{\n  \"code\":\n   403,\n  \"subCode\": 1\n}", "1 code=403 sub=1|0|" },
    { "{\"callEnd\":{\"code\":603,\"subCode\":0}}", "2:callEnd code=603 sub=0|1|0|" },
    { "{\"a\":[{\"code\":1},{\"code\":2}],\"code\":3}", "2:a code=1|2 code=2|1 code=3|0|" },
    /* The first value of a name, and of a list. */
    { "{\"code\":1,\"code\":2,\"resultCategories\":[\"A\",\"B\"]}", "1 code=1 category=A|0|" },
    { "{\"resultCategories\":[],\"code\":5}", "1 code=5|0|" },
    { "{\"resultCategories\":\"[\\\"Success\\\"]\",\"code\":5}", "1 code=5 category=Success|0|" },
    /* What a console prints. */
    { "callEndReason: { code: 487, subCode: 0, resultCategories: [ 'Success' ], phrase: 'It''s' }",
      "1:callEndReason code=487 sub=0 phrase=It category=Success|0|" },
    { "end {_code=487, _subCode=10003, callControllerCode=5}", "1 code=487 sub=10003|0|" },
    { "don't say {code: 1} isn't it", "1 code=1|0|" },
    /* Settings of a line. */
    { "Service: [callId=a-b] state = Connected, previous = None,", "0 id=a-b state=Connected|" },
    { "CallId: 5f0c state: 7", "0 id=5f0c state=7|" },
    { "_onCallIdChanged 5f0c, [callControllerCode=403] [callControllerSubCode=1]",
      "0 id=5f0c code=403 sub=1|" },
    { "[toastCallerDisplayName=Adler, Anna] [callId=x]", "0 id=x name=Adler, Anna|" },
    { "[initCall[callId=x] [callId=\"y\"]", "0 id=x|" },
    { "[callId=\"y\", state=3]", "0 id=y state=3|" },
    { "mri: 8:orgid:5f0c callId: a5f0: rest", "0 id=a5f0 party=8:orgid:5f0c|" },
    { "ResponseCode=400, SubCode=8541, ResponseText=Callee \"only\", had",
      "0 code=400 sub=8541 phrase=Callee \"only\", had|" },
    { "at 10:15:02 https://example.com/callId/x?code=5 say \"code\"", "0 code=5|" },
    { "success=changed to 7, terminatedReason: 12", "0 terminated=12|" },
    /* JSON in a string, and in a string of that. */
    { "{\"body\":\"{\\\"callEnd\\\":{\\\"code\\\":603}}\",\"code\":1}",
      "3:callEnd code=603|2:body|1 code=1|0|" },
    { "{\"a\":\"{\\\"b\\\":\\\"{\\\\\\\"code\\\\\\\":603}\\\",\\\"code\\\":2}\",\"code\":1}",
      "3:b code=603|2:a code=2|1 code=1|0|" },
    { "push {\\\"callEnd\\\":{\\\"code\\\":603}} x", "2:callEnd code=603|1|0|" },
    /* A string that only begins like JSON ends all the same. */
    { "{\"a\":\"{0} is not \\\"code\\\": 5 here\",\"code\":1}", "2:a|1 code=1|0|" },
    { "{\"a\":\"{ {open\",\"code\":1}", "3|2:a|1 code=1|0|" },
    { "{\"phrase\":\"a\\\"b\\\\c\\u00e4\\n\\ud83d\",\"code\":1}",
      "1 code=1 phrase=a\"b\\c\xc3\xa4  |0|" },
    /* What is not closed, and what is closed too often. */
    { "{\"callEnd\":{\"code\":603", "2:callEnd code=603|1|0|" },
    { "}}]{\"code\":1}}", "1 code=1|0|" },
    { "{\"phrase\":\"open\n\"code\":1}", "1 code=1 phrase=open|0|" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize len = strlen (cases[i].text);

      g_test_message ("%s", cases[i].text);
      for (gsize step = 1; step <= len + 1; step++)
        {
          g_autofree char *objects = walk (cases[i].text, step);

          g_assert_cmpstr (objects, ==, cases[i].objects);
        }
    }
}

static void
test_deep (void)
{
  g_autoptr (GString) bytes = g_string_new (NULL);
  g_autofree char *objects = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (bytes, "{\"code\":5,\"a\":");
  g_string_append (bytes, "{\"code\":6}");
  for (guint i = 0; i < 1000; i++)
    g_string_append_c (bytes, '}');
  g_string_append (bytes, "{\"code\":7}");
  objects = walk (bytes->str, 100);
  g_assert_true (g_str_has_suffix (objects, "2:a code=5|1 code=5|1 code=7|0|"));
  g_assert_null (strstr (objects, "code=6"));
}

static void
test_long (void)
{
  g_autoptr (GString) bytes = g_string_new ("{\"phrase\":\"");
  g_autofree char *objects = NULL;

  for (guint i = 0; i < 10000; i++)
    g_string_append (bytes, "0123456789");
  g_string_append (bytes, "\",\"code\":1}");
  objects = walk (bytes->str, 4096);
  g_assert_cmpuint (strlen (objects), ==, strlen ("1 code=1 phrase=|0|") + RUNGS_MAX_WALK_VALUE);
}

/* ---- values ---- */

static void
test_ids (void)
{
  static const struct
  {
    const char *text, *id;
  } cases[] = {
    { "5f0c7a1e-3b52-4d0e-9c41-7a6f2d9b0a01", "5f0c7a1e-3b52-4d0e-9c41-7a6f2d9b0a01" },
    { "5f0c7a1e-3b52-4d0e-9c41-7a6f2d9b0a01causeId", "5f0c7a1e-3b52-4d0e-9c41-7a6f2d9b0a01" },
    { "aHR0cHM6Ly9jb252", "aHR0cHM6Ly9jb252" },
    { "00000000-0000-0000-0000-000000000000", NULL },
    { "undefined", NULL },
    { "null", NULL },
    { "12", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsSpan id = rungs_teams_id (rungs_span_of (cases[i].text));

      g_test_message ("%s", cases[i].text);
      g_assert_true (rungs_span_equal (id, rungs_span_of (cases[i].id)));
    }
}

static void
test_times (void)
{
  static const struct
  {
    const char *text, *iso;
  } cases[] = {
    { "1795342502180", "2026-11-22T10:15:02.180" },
    { "2026-11-22T10:15:02.1234567Z", "2026-11-22T10:15:02.123456" },
    { "2026-11-22T11:15:02+01:00", "2026-11-22T10:15:02.000" },
    { "1795342502", NULL },
    { "soon", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *iso =
        rungs_stamp_to_iso (rungs_teams_time (rungs_span_of (cases[i].text)), FALSE);

      g_assert_cmpstr (iso, ==, cases[i].iso);
    }
}

static void
test_outcomes (void)
{
  static const struct
  {
    int code, subcode, terminated;
    const char *category;
    RungsRecordOutcome outcome;
  } cases[] = {
    { 0, 0, -1, NULL, RUNGS_OUTCOME_GOOD },
    { 200, 5002, -1, NULL, RUNGS_OUTCOME_GOOD },
    { 487, 0, -1, NULL, RUNGS_OUTCOME_GOOD },
    { 487, 10004, -1, NULL, RUNGS_OUTCOME_BAD },
    { 603, 0, -1, NULL, RUNGS_OUTCOME_GOOD },
    { 486, 560486, -1, NULL, RUNGS_OUTCOME_GOOD },
    { 403, 10105, -1, NULL, RUNGS_OUTCOME_BAD },
    /* Microsoft says it itself. */
    { 486, 10321, -1, "Success", RUNGS_OUTCOME_GOOD },
    { 0, 4521, -1, "ExpectedError", RUNGS_OUTCOME_BAD },
    { 0, 0, -1, "UnxpectedClientError", RUNGS_OUTCOME_BAD },
    /* The client's own number counts where there is no code. */
    { -1, -1, 1, NULL, RUNGS_OUTCOME_GOOD },
    { -1, -1, 3, NULL, RUNGS_OUTCOME_BAD },
    { -1, -1, 99, NULL, RUNGS_OUTCOME_UNKNOWN },
    { 0, 0, 3, NULL, RUNGS_OUTCOME_GOOD },
    { -1, -1, -1, NULL, RUNGS_OUTCOME_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsTeamsFacts facts;

      rungs_teams_facts_init (&facts);
      facts.code = cases[i].code;
      facts.subcode = cases[i].subcode;
      facts.terminated = cases[i].terminated;
      facts.texts[RUNGS_FACT_CATEGORY] = g_strdup (cases[i].category);
      g_test_message ("%d/%d %d %s", cases[i].code, cases[i].subcode, cases[i].terminated,
                      cases[i].category);
      g_assert_cmpint (rungs_teams_facts_outcome (&facts), ==, cases[i].outcome);
      rungs_teams_facts_clear (&facts);
    }
}

static void
test_browser_times (void)
{
  static const struct
  {
    const char *text, *iso;
  } cases[] = {
    { "18/05/2021, 9:8:51:217 x", "2021-05-18T09:08:51.217" },
    { "5/18/2021, 9:08:51 AM", "2021-05-18T09:08:51.000" },
    { "5/6/2021, 12:08:51 PM", "2021-05-06T12:08:51.000" },
    { "5/6/2021, 12:08:51 AM", "2021-05-06T00:08:51.000" },
    { "5/6/2021, 9:08:51", "2021-06-05T09:08:51.000" },
    { "18.5.2021, 9:8:51:7", "2021-05-18T09:08:51.007" },
    { "18/18/2021, 9:8:51:7", NULL },
    { "18/05/2021", NULL },
    { "192.0.2021", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *iso =
        rungs_stamp_to_iso (rungs_teams_browser_time (rungs_span_of (cases[i].text)), FALSE);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (iso, ==, cases[i].iso);
    }
}

/* ---- objects ---- */

/* Whose is the end? The record's part of the dump of JSON or text. */
static void
test_objects (void)
{
  static const struct
  {
    const char *text, *dump;
  } cases[] = {
    /* The id may stand beside, around or within. */
    { "{\"callId\":\"" ID_A "\",\"callEnd\":{\"code\":403,\"subCode\":1}}",
      "outcome=bad direction=? code=403 microsoft=1\n  correlation: " ID_A },
    { "{\"callEnd\":{\"code\":403,\"subCode\":1},\"callId\":\"" ID_A "\"}",
      "outcome=bad direction=? code=403 microsoft=1\n  correlation: " ID_A },
    { "{\"callEnd\":{\"code\":403,\"subCode\":1},\"call\":{\"callId\":\"" ID_A "\"}}",
      "outcome=bad direction=? code=403 microsoft=1\n  correlation: " ID_A },
    /* The call's own end counts more than the conversation's, in any order. */
    { "{\"conversationTransactionEnd\":{\"code\":0,\"subCode\":5002},"
      "\"callTransactionEnd\":{\"code\":403,\"subCode\":1}}",
      "outcome=bad direction=? code=403 microsoft=1\n" },
    { "{\"callTransactionEnd\":{\"code\":403,\"subCode\":1},"
      "\"conversationTransactionEnd\":{\"code\":0,\"subCode\":5002}}",
      "outcome=bad direction=? code=403 microsoft=1\n" },
    /* A call that lives is not ended by the answer to something else. */
    { "{\"callId\":\"" ID_A
      "\",\"state\":\"established\",\"resultInfo\":{\"code\":200,\"subcode\":0}}",
      "outcome=? direction=?\n  correlation: " ID_A },
    { "{\"type\":\"Microsoft.Communication.CallConnected\",\"time\":\"2026-11-22T10:15:02Z\","
      "\"data\":"
      "{\"callConnectionId\":\"" ID_A "\",\"resultInformation\":{\"code\":200,\"subCode\":0}}}",
      "start=2026-11-22T10:15:02.000Z answer=2026-11-22T10:15:02.000Z outcome=? direction=?\n"
      "  type: Microsoft.Communication.CallConnected\n  correlation: " ID_A },
    /* No subcode, no number: no end. */
    { "{\"callEnd\":{\"code\":403,\"phrase\":\"x\"}}", NULL },
    { "{\"callEnd\":{\"code\":\"Forbidden\",\"subCode\":1}}", NULL },
    { "{\"callEnd\":{\"code\":99999,\"subCode\":1}}", NULL },
    /* Microsoft's spelling. */
    { "{\"callEnd\":{\"code\":0,\"subCode\":1,\"resultCategories\":\"UnxpectedClientError\"}}",
      "outcome=bad direction=? code=0 microsoft=1\n" },
    /* Lines of text: the second end is not the first call's. */
    { "callId=" ID_A " { code: 403, subCode: 1 }\n{ code: 404, subCode: 2 }\n",
      "outcome=bad direction=? code=404 microsoft=2\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text =
        dump_bytes (&rungs_format_teams_calling, "x.json", rungs_span_of (cases[i].text), FALSE);

      g_test_message ("%s", cases[i].text);
      if (cases[i].dump == NULL)
        g_assert_cmpstr (text, ==, "");
      else if (strstr (text, cases[i].dump) == NULL)
        g_assert_cmpstr (text, ==, cases[i].dump);
    }
}

/* ---- logs ---- */

static char *
dump (const char *text)
{
  return dump_bytes (&rungs_format_teams_client_log, "diagnostics-logs.txt", rungs_span_of (text),
                     FALSE);
}

/* Whose is an end without an id? The nearest line's. */
static void
test_nearest (void)
{
  g_autofree char *nearer =
    dump ("2026-11-22T10:15:09.000Z Inf  x: [_createCall] callId=" ID_B "\n"
          "2026-11-22T10:15:08.500Z Err  x: callControllerCode=403, callControllerSubCode=10105\n"
          "2026-11-22T10:15:08.400Z Inf  x: [_createCall] callId=" ID_A "\n");
  g_autofree char *far =
    dump ("2026-11-22T10:15:09.000Z Inf  x: [_createCall] callId=" ID_B "\n"
          "2026-11-22T10:15:05.000Z Err  x: callControllerCode=403, callControllerSubCode=10105\n"
          "2026-11-22T10:15:01.000Z Inf  x: [_createCall] callId=" ID_A "\n");

  g_assert_nonnull (strstr (nearer, "code=403 microsoft=10105\n  correlation: " ID_A));
  /* None of both: a row of its own. */
  g_assert_nonnull (strstr (far, "code=403 microsoft=10105\n"));
  g_assert_null (strstr (far, "code=403 microsoft=10105\n  correlation"));
}

/* Both orders of lines give the same call. */
static void
test_orders (void)
{
  static const char *const lines[] = {
    "2026-11-22T10:15:02.000Z Inf  x: [_createCall] callId=" ID_A "\n",
    "2026-11-22T10:15:05.000Z Inf  x: callId=" ID_A " state = Connected,\n",
    "2026-11-22T10:15:09.000Z Inf  x: [callId=" ID_A "] [setCallState] success=changed to 7, "
    "terminatedReason: 3\n",
  };
  g_autofree char *forth = g_strconcat (lines[0], lines[1], lines[2], NULL);
  g_autofree char *back = g_strconcat (lines[2], lines[1], lines[0], NULL);
  g_autofree char *forth_dump = dump (forth), *back_dump = dump (back);
  const char *times = "start=2026-11-22T10:15:02.000Z answer=2026-11-22T10:15:05.000Z "
                      "end=2026-11-22T10:15:09.000Z outcome=bad";

  g_assert_nonnull (strstr (forth_dump, times));
  g_assert_nonnull (strstr (back_dump, times));
}

/* Heads of the native and of the classic log, and what is nearly one. */
static void
test_heads (void)
{
  static const struct
  {
    const char *line;
    const char *message; /* NULL: no head */
    const char *time;
  } cases[] = {
    { "2026-11-22T11:15:02.120417+01:00 0x00006de8 <INFO> a: b", "a: b",
      "2026-11-22T10:15:02.120417Z" },
    { "2026-11-22T05:45:02.000000-04:30 0x1 <WARN> a: b", "a: b", "2026-11-22T10:15:02.000Z" },
    { "2026-11-22T11:15:02.120417+01:00 0x00006de8 INFO a: b", NULL, NULL },
    { "2026-11-22T11:15:02.120417+01:00 6de8 <INFO> a: b", NULL, NULL },
    { "2026-11-22T11:15:02.120417+01:00 0x00006de8 <INFO", NULL, NULL },
    { "Sun Nov 22 2026 11:15:06 GMT+0100 (CET) <4711> -- info -- a", "a",
      "2026-11-22T10:15:06.000Z" },
    { "Sun Nov 22 2026 11:15:06 GMT+0100 (CET) <4711> -- info", NULL, NULL },
    { "Sun Nvo 22 2026 11:15:06 GMT+0100 (CET) <4711> -- info -- a", NULL, NULL },
    { "Sun Nov 32 2026 11:15:06 GMT+0100 (CET) <4711> -- info -- a", NULL, NULL },
    { "12 2026-11-22T10:15:02.120Z Inf\ta", "a", "2026-11-22T10:15:02.120Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RungsSpan line = rungs_span_of (cases[i].line);
      RungsTeamsLog log;
      RungsStamp time;
      gsize n = rungs_teams_take_head (line, &log, &time);
      g_autofree char *message = n > 0 ? rungs_span_dup (rungs_span_skip (line, n)) : NULL;
      g_autofree char *iso = n > 0 ? rungs_stamp_to_iso (time, TRUE) : NULL;

      g_test_message ("%s", cases[i].line);
      g_assert_cmpstr (message, ==, cases[i].message);
      g_assert_cmpstr (iso, ==, cases[i].time);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/teams-client/walk", test_walk);
  g_test_add_func ("/teams-client/walk/deep", test_deep);
  g_test_add_func ("/teams-client/walk/long", test_long);
  g_test_add_func ("/teams-client/ids", test_ids);
  g_test_add_func ("/teams-client/times", test_times);
  g_test_add_func ("/teams-client/outcomes", test_outcomes);
  g_test_add_func ("/teams-client/browser-times", test_browser_times);
  g_test_add_func ("/teams-client/objects", test_objects);
  g_test_add_func ("/teams-client/nearest", test_nearest);
  g_test_add_func ("/teams-client/orders", test_orders);
  g_test_add_func ("/teams-client/heads", test_heads);
  dump_add_samples (&rungs_format_teams_client_log, "teams-client-log");
  dump_add_samples (&rungs_format_teams_calling, "teams-calling-json");
  return g_test_run ();
}
