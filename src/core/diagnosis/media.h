/* The audio of the SDP in a message, for the families that speak of media. Private to
 * diagnosis/. */
#pragma once

#include "case.h"

G_BEGIN_DECLS

/* The only SRTP suite that Teams takes (RFC 4568 6.2). */
#define RUNGS_TEAMS_SUITE "AES_CM_128_HMAC_SHA1_80"

/* Answers that an offer may be refused with. */
gboolean rungs_media_is_code (guint code);

/* Does the answer itself say that it refuses the media: by its code, Q.850 cause, Warning or words?
 * 400 and 500 do not. */
gboolean rungs_media_is_reason (const RungsExhibit *answer);

/* The first audio block, or NULL. @exhibit may be NULL. */
const RungsSdpMedia *rungs_media_audio (const RungsExhibit *exhibit);
/* The m= line is what the finding rests on. */
void rungs_media_at (RungsFinding *finding,
                     RungsCase *self,
                     const RungsExhibit *exhibit,
                     const RungsSdpMedia *media);

/* Walks the lines of the SDP that hold for the audio: the session's and its own block's. */
typedef struct
{
  const RungsExhibit *exhibit;
  RungsSpan body, rest;
  gsize base, audio; /* of the body in the message, of the m= line in the body */
  gboolean in_session, in_audio;
} RungsMediaLines;

void rungs_media_lines_init (RungsMediaLines *self, const RungsExhibit *exhibit);
/* *@line without its end; *@offset in the message. FALSE at the end. */
gboolean rungs_media_lines_next (RungsMediaLines *self, RungsSpan *line, gsize *offset);
/* The first of those lines that begins with @prefix, and what stands behind it. *@offset may be
 * NULL. */
gboolean rungs_media_line (const RungsExhibit *exhibit,
                           RungsSpan prefix,
                           RungsSpan *rest,
                           gsize *offset);

/* What was offered for a leg of the call, and what was answered. */
typedef struct
{
  const RungsExhibit *offer, *answer;
  gboolean to_teams;   /* the SBC offered to Teams */
  gboolean from_teams; /* Teams offered */
} RungsMediaPair;

/* The first INVITE of a leg and its 2xx, of all legs that were answered: RungsMediaPair. (transfer
 * full) */
GArray *rungs_media_pairs (RungsCase *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
