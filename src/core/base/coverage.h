/* What of an input was not read, as counts: what nothing here reads, and what nobody can read. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  /* Passed over: packets, by a number that a header gives them. */
  RUNGS_COVER_LINK_TYPE,
  RUNGS_COVER_ETHERTYPE,
  RUNGS_COVER_PPP,
  RUNGS_COVER_IP_PROTOCOL,
  RUNGS_COVER_UDP_PORT, /* a tunnel's */
  /* Packets without such a number. */
  RUNGS_COVER_LLC,        /* IEEE 802.3 frames that are not IP */
  RUNGS_COVER_MPLS,       /* MPLS that is not IP */
  RUNGS_COVER_BROKEN,     /* a header is cut or makes no sense */
  RUNGS_COVER_TUNNELS,    /* deeper than RUNGS_MAX_TUNNELS */
  RUNGS_COVER_SCTP_PARTS, /* of a message that began in another packet */
  /* Files. */
  RUNGS_COVER_SPECIAL_FILE, /* devices, pipes and sockets of a folder */
  RUNGS_COVER_OUTSIDE_LINK, /* links that lead out of the folder */
  RUNGS_COVER_FILE_LIMIT,   /* beyond RUNGS_MAX_FILES or RUNGS_MAX_DEPTH */
  /* Not readable. */
  RUNGS_COVER_TLS, /* the server's port; segments */
  RUNGS_COVER_DTLS,
  RUNGS_COVER_QUIC,
  RUNGS_COVER_ESP,
  RUNGS_COVER_MACSEC,
  RUNGS_COVER_PACKED_WEBSOCKET, /* messages of it */
  RUNGS_COVER_UNREADABLE_FILE,
  /* Kinds for which the table had no room. */
  RUNGS_COVER_MORE_PASSED_OVER,
  RUNGS_COVER_MORE_UNREADABLE,
  RUNGS_COVER_N_KINDS
} RungsCoverKind;

typedef struct
{
  RungsCoverKind kind;
  guint32 number; /* 0 where the kind has none */
  guint64 count;
} RungsCover;

/* Kinds and numbers of one input: a capture of a large network has some twenty. */
#define RUNGS_MAX_COVERS 64

/* Counts, without memory of its own: all zero is empty. */
typedef struct
{
  guint n;
  guint last; /* the one counted last: the next packet is mostly like it */
  RungsCover items[RUNGS_MAX_COVERS];
} RungsCoverage;

void rungs_coverage_add (RungsCoverage *self, RungsCoverKind kind, guint32 number, guint64 count);
void rungs_coverage_drop (RungsCoverage *self, RungsCoverKind kind);
/* What may hold signalling first, then by kind and number. */
void rungs_coverage_sort (RungsCoverage *self);

gboolean rungs_cover_is_unreadable (const RungsCover *self);
/* FALSE for what never carries SIP: ARP, spanning tree, ICMP … */
gboolean rungs_cover_may_hide_sip (const RungsCover *self);
/* "EtherType 0x8909", "TLS on port 5061". Translated. (transfer full) */
char *rungs_cover_what (const RungsCover *self) G_GNUC_WARN_UNUSED_RESULT;
/* What the number stands for: "AH"; NULL where it has no name. */
const char *rungs_cover_name (const RungsCover *self);
/* "4 packets of EtherType 0x8909", "TLS on port 5061 (14 segments)", "QUIC (3 packets)".
 * Translated. (transfer full) */
char *rungs_cover_text (const RungsCover *self) G_GNUC_WARN_UNUSED_RESULT;
/* Those of one side, joined by commas; of many the first @max, and how many more. NULL: none.
 * (transfer full) */
char *rungs_coverage_text (const RungsCoverage *self,
                           gboolean unreadable,
                           gboolean only_hiding_sip,
                           guint max) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
