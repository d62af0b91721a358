/* Where things stand: a pure function of (ladder, options, text measure). Lengths in px; fonts are
 * the caller's. */
#pragma once

#include "ladder/ladder.h"

G_BEGIN_DECLS

/* Lines with addresses in the head of a lane; the rest is in its tooltip. */
#define RUNGS_HEAD_ADDRESSES 2

typedef enum
{
  RUNGS_TEXT_LABEL,
  RUNGS_TEXT_DETAIL,
  RUNGS_TEXT_LANE,
  RUNGS_TEXT_ADDRESS,
  RUNGS_TEXT_TIME
} RungsTextStyle;
typedef double (*RungsTextMeasure) (const char *text, RungsTextStyle style, gpointer user_data);

typedef struct
{
  double width;      /* to fill; wider when the lanes need it */
  double row_height; /* 28 roomy, 20 dense */
  double zoom;       /* 1.0 */
  gboolean absolute_times;
} RungsLayoutOptions;

typedef struct
{
  double width, head_height, row_height;
  double gutter; /* width of the time columns */
  guint n_lanes;
  double *lane_x;  /* (owned) centre of each lane */
  double lane_gap; /* between two lanes */
} RungsLayout;

RungsLayout *rungs_layout_new (const RungsLadder *ladder,
                               const RungsLayoutOptions *options,
                               RungsTextMeasure measure,
                               gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void rungs_layout_free (RungsLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsLayout, rungs_layout_free)

G_END_DECLS
