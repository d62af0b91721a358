/* The figures of a media stream, their units, and where "too much" begins. */
#include "config.h"

#include "formats/teams/call-details.h"

#include <math.h>

#include <glib/gi18n-lib.h>

/* "Packet loss <1 % and inter-arrival jitter <30 ms during any 15 s interval". */
static const RungsLimitSource network = {
  "Prepare your organization's network for Microsoft Teams",
  "https://learn.microsoft.com/microsoftteams/prepare-network"
};

/* The conditions by which Microsoft's dashboard calls a stream poor. The page no longer has all of
 * those that it once had. */
#define DASHBOARD                                                                                  \
  "https://learn.microsoft.com/microsoftteams/stream-classification-in-call-quality-dashboard"
static const RungsLimitSource dashboard = { "Stream classification in Call Quality Dashboard",
                                            DASHBOARD };
static const RungsLimitSource dashboard_once = {
  "Stream classification in Call Quality Dashboard, as it once was", DASHBOARD
};

/* Averages have limits. A peak has none: one bad second is no bad call. */
const RungsFigureKind rungs_figures[RUNGS_N_FIGURES] = {
  [RUNGS_FIGURE_LOSS] = { "averagePacketLossRate", "loss_percent", N_ ("loss"), RUNGS_UNIT_PERCENT,
                          1, &network },
  [RUNGS_FIGURE_LOSS_MAX] = { "maxPacketLossRate", "loss_max_percent", N_ ("highest loss"),
                              RUNGS_UNIT_PERCENT, 0, NULL },
  [RUNGS_FIGURE_LOSS_REPAIRED] = { "postForwardErrorCorrectionPacketLossRate",
                                   "loss_after_fec_percent", N_ ("loss after correction"),
                                   RUNGS_UNIT_PERCENT, 0, NULL },
  [RUNGS_FIGURE_JITTER] = { "averageJitter", "jitter_ms", N_ ("jitter"), RUNGS_UNIT_MS, 30,
                            &network },
  [RUNGS_FIGURE_JITTER_MAX] = { "maxJitter", "jitter_max_ms", N_ ("highest jitter"), RUNGS_UNIT_MS,
                                0, NULL },
  [RUNGS_FIGURE_NETWORK_JITTER] = { "averageAudioNetworkJitter", "network_jitter_ms",
                                    N_ ("network jitter"), RUNGS_UNIT_MS, 0, NULL },
  [RUNGS_FIGURE_NETWORK_JITTER_MAX] = { "maxAudioNetworkJitter", "network_jitter_max_ms",
                                        N_ ("highest network jitter"), RUNGS_UNIT_MS, 0, NULL },
  [RUNGS_FIGURE_ROUND_TRIP] = { "averageRoundTripTime", "round_trip_ms", N_ ("round trip"),
                                RUNGS_UNIT_MS, 500, &dashboard },
  [RUNGS_FIGURE_ROUND_TRIP_MAX] = { "maxRoundTripTime", "round_trip_max_ms",
                                    N_ ("longest round trip"), RUNGS_UNIT_MS, 0, NULL },
  [RUNGS_FIGURE_CONCEALED] = { "averageRatioOfConcealedSamples", "concealed_percent",
                               N_ ("concealed samples"), RUNGS_UNIT_PERCENT, 7, &dashboard_once },
  [RUNGS_FIGURE_CONCEALED_MAX] = { "maxRatioOfConcealedSamples", "concealed_max_percent",
                                   N_ ("most concealed samples"), RUNGS_UNIT_PERCENT, 0, NULL },
  [RUNGS_FIGURE_DEGRADATION] = { "averageAudioDegradation", "degradation_mos",
                                 N_ ("degradation of MOS"), RUNGS_UNIT_NUMBER, 1, &dashboard_once },
  [RUNGS_FIGURE_FREEZE] = { "averageFreezeDuration", "freeze_ms", N_ ("frozen pictures"),
                            RUNGS_UNIT_MS, 0, NULL },
  [RUNGS_FIGURE_FRAME_LOSS] = { "averageVideoFrameLossPercentage", "frame_loss_percent",
                                N_ ("lost frames"), RUNGS_UNIT_PERCENT, 50, &dashboard_once },
  [RUNGS_FIGURE_FRAME_RATE] = { "averageVideoFrameRate", "frame_rate", N_ ("frames per second"),
                                RUNGS_UNIT_NUMBER, 0, NULL },
  [RUNGS_FIGURE_BANDWIDTH] = { "averageBandwidthEstimate", "bandwidth_kbit", N_ ("bandwidth"),
                               RUNGS_UNIT_KBIT, 0, NULL },
  [RUNGS_FIGURE_PACKETS] = { "packetUtilization", "packets", N_ ("packets"), RUNGS_UNIT_NUMBER, 0,
                             NULL },
};

char *
rungs_figure_text (RungsFigure figure, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_return_val_if_fail (figure < RUNGS_N_FIGURES, NULL);

  g_ascii_formatd (number, sizeof number, value < 100 && value != floor (value) ? "%.1f" : "%.0f",
                   value);
  if (g_str_has_suffix (number, ".0"))
    number[strlen (number) - 2] = '\0';
  switch (rungs_figures[figure].unit)
    {
    case RUNGS_UNIT_PERCENT:
      return g_strdup_printf ("%s %%", number);
    case RUNGS_UNIT_MS:
      return g_strdup_printf ("%s ms", number);
    case RUNGS_UNIT_KBIT:
      return g_strdup_printf ("%s kbit/s", number);
    case RUNGS_UNIT_NUMBER:
    default:
      return g_strdup (number);
    }
}

/* A number without sign, with a fraction behind a point or comma or not. 0: there is none. */
static gsize
take_number (RungsSpan text, double *value)
{
  gsize n = 0;
  double scale = 1;
  gboolean is_fraction = FALSE;

  *value = 0;
  for (; n < text.len; n++)
    {
      char c = text.str[n];

      if (g_ascii_isdigit (c))
        {
          *value = *value * 10 + (c - '0');
          scale *= is_fraction ? 10 : 1;
        }
      else if ((c == '.' || c == ',') && n > 0 && !is_fraction)
        is_fraction = TRUE;
      else
        break;
    }
  *value /= scale;
  return n;
}

/* "P1DT2H3M4.5S" */
static double
iso_duration (RungsSpan text)
{
  static const struct
  {
    char letter;
    gboolean is_time;
    double seconds;
  } units[] = { { 'D', FALSE, 86400 }, { 'H', TRUE, 3600 }, { 'M', TRUE, 60 }, { 'S', TRUE, 1 } };
  gboolean is_time = FALSE, any = FALSE;
  double seconds = 0;

  for (text = rungs_span_skip (text, 1); text.len > 0;)
    {
      double value;
      gsize n;
      guint i;

      if (text.str[0] == 'T' && !is_time)
        {
          is_time = TRUE;
          text = rungs_span_skip (text, 1);
          continue;
        }
      n = take_number (text, &value);
      if (n == 0 || n == text.len)
        return NAN;
      for (i = 0; i < G_N_ELEMENTS (units); i++)
        if (units[i].letter == text.str[n] && units[i].is_time == is_time)
          break;
      if (i == G_N_ELEMENTS (units))
        return NAN;
      seconds += value * units[i].seconds;
      any = TRUE;
      text = rungs_span_skip (text, n + 1);
    }
  return any ? seconds * 1000 : NAN;
}

/* "00:00:00.0350000" */
static double
clock_duration (RungsSpan text)
{
  double seconds = 0;

  for (guint i = 0; i < 3; i++)
    {
      double value;
      gsize n = take_number (text, &value);

      if (n == 0 || (i < 2 && (n == text.len || text.str[n] != ':')) || (i == 2 && n < text.len))
        return NAN;
      seconds = seconds * 60 + value;
      text = rungs_span_skip (text, n + 1);
    }
  return seconds * 1000;
}

double
rungs_duration_ms (RungsSpan text)
{
  double value;

  text = rungs_span_trim (text);
  if (text.len == 0 || text.len > 32)
    return NAN;
  value = text.str[0] == 'P' ? iso_duration (text) : clock_duration (text);
  return isfinite (value) ? value : NAN;
}
