#include "config.h"

#include "base/coverage.h"

#include <glib/gi18n-lib.h>

#include "base/limits.h"

/* Tables end in two places for what finds no room, one for each side. */
#define MAX_NAMED (RUNGS_MAX_COVERS - 2)

static RungsCover *
find (RungsCoverage *self, RungsCoverKind kind, guint32 number)
{
  for (guint i = 0; i < self->n; i++)
    if (self->items[i].kind == kind && self->items[i].number == number)
      {
        self->last = i;
        return &self->items[i];
      }
  return NULL;
}

void
rungs_coverage_add (RungsCoverage *self, RungsCoverKind kind, guint32 number, guint64 count)
{
  const RungsCover probe = { kind, number, 0 };
  RungsCover *found = &self->items[self->last];

  g_return_if_fail (self != NULL && (guint) kind < RUNGS_COVER_N_KINDS);

  if (count == 0)
    return;
  if (self->n == 0 || found->kind != kind || found->number != number)
    found = find (self, kind, number);
  if (found == NULL && self->n >= MAX_NAMED && kind < RUNGS_COVER_MORE_PASSED_OVER)
    {
      rungs_coverage_add (self,
                          rungs_cover_is_unreadable (&probe) ? RUNGS_COVER_MORE_UNREADABLE
                                                             : RUNGS_COVER_MORE_PASSED_OVER,
                          0, count);
      return;
    }
  if (found == NULL)
    {
      self->last = self->n++;
      found = &self->items[self->last];
      *found = probe;
    }
  found->count += count;
}

void
rungs_coverage_drop (RungsCoverage *self, RungsCoverKind kind)
{
  guint n = 0;

  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->n; i++)
    if (self->items[i].kind != kind)
      self->items[n++] = self->items[i];
  self->n = n;
  self->last = 0;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const RungsCover *left = a, *right = b;
  gboolean hides = rungs_cover_may_hide_sip (left);

  if (hides != rungs_cover_may_hide_sip (right))
    return hides ? -1 : 1;
  if (left->kind != right->kind)
    return left->kind < right->kind ? -1 : 1;
  return left->number < right->number ? -1 : left->number > right->number;
}

void
rungs_coverage_sort (RungsCoverage *self)
{
  g_return_if_fail (self != NULL);

  qsort (self->items, self->n, sizeof *self->items, compare);
  self->last = 0;
}

gboolean
rungs_cover_is_unreadable (const RungsCover *self)
{
  return self->kind >= RUNGS_COVER_TLS && self->kind != RUNGS_COVER_MORE_PASSED_OVER;
}

/* Numbers that are met in captures of telephony and of the networks around it. */
static const struct
{
  RungsCoverKind kind;
  guint32 number;
  const char *name;
  gboolean holds_no_sip;
} known[] = {
  { RUNGS_COVER_ETHERTYPE, 0x0806, "ARP", TRUE },
  { RUNGS_COVER_ETHERTYPE, 0x8035, "RARP", TRUE },
  { RUNGS_COVER_ETHERTYPE, 0x8808, "flow control", TRUE },
  { RUNGS_COVER_ETHERTYPE, 0x8809, "LACP", TRUE },
  { RUNGS_COVER_ETHERTYPE, 0x8863, "PPPoE discovery", TRUE },
  { RUNGS_COVER_ETHERTYPE, 0x888e, "802.1X", TRUE },
  { RUNGS_COVER_ETHERTYPE, 0x88a2, "ATA over Ethernet", TRUE },
  { RUNGS_COVER_ETHERTYPE, 0x88cc, "LLDP", TRUE },
  { RUNGS_COVER_ETHERTYPE, 0x88e1, "HomePlug", TRUE },
  { RUNGS_COVER_ETHERTYPE, 0x88e5, "MACsec", FALSE },
  { RUNGS_COVER_ETHERTYPE, 0x88f7, "PTP", TRUE },
  { RUNGS_COVER_ETHERTYPE, 0x8902, "CFM", TRUE },
  { RUNGS_COVER_ETHERTYPE, 0x8909, "Cisco security group tag", FALSE },
  { RUNGS_COVER_ETHERTYPE, 0x9000, "loopback test", TRUE },
  { RUNGS_COVER_PPP, 0x8021, "IPCP", TRUE },
  { RUNGS_COVER_PPP, 0x8057, "IPV6CP", TRUE },
  { RUNGS_COVER_PPP, 0xc021, "LCP", TRUE },
  { RUNGS_COVER_PPP, 0xc023, "PAP", TRUE },
  { RUNGS_COVER_PPP, 0xc223, "CHAP", TRUE },
  { RUNGS_COVER_IP_PROTOCOL, 1, "ICMP", TRUE },
  { RUNGS_COVER_IP_PROTOCOL, 2, "IGMP", TRUE },
  { RUNGS_COVER_IP_PROTOCOL, 33, "DCCP", FALSE },
  { RUNGS_COVER_IP_PROTOCOL, 46, "RSVP", TRUE },
  { RUNGS_COVER_IP_PROTOCOL, 47, "GRE", FALSE },
  { RUNGS_COVER_IP_PROTOCOL, 51, "AH", FALSE },
  { RUNGS_COVER_IP_PROTOCOL, 55, "IP mobility", FALSE },
  { RUNGS_COVER_IP_PROTOCOL, 58, "ICMPv6", TRUE },
  { RUNGS_COVER_IP_PROTOCOL, 59, "no next header", TRUE },
  { RUNGS_COVER_IP_PROTOCOL, 88, "EIGRP", TRUE },
  { RUNGS_COVER_IP_PROTOCOL, 89, "OSPF", TRUE },
  { RUNGS_COVER_IP_PROTOCOL, 97, "EtherIP", FALSE },
  { RUNGS_COVER_IP_PROTOCOL, 103, "PIM", TRUE },
  { RUNGS_COVER_IP_PROTOCOL, 108, "IPComp", FALSE },
  { RUNGS_COVER_IP_PROTOCOL, 112, "VRRP", TRUE },
  { RUNGS_COVER_IP_PROTOCOL, 115, "L2TPv3", FALSE },
  { RUNGS_COVER_IP_PROTOCOL, 132, "SCTP", FALSE },
  { RUNGS_COVER_IP_PROTOCOL, 136, "UDP-Lite", FALSE },
  { RUNGS_COVER_UDP_PORT, 1701, "L2TP", FALSE },
  { RUNGS_COVER_UDP_PORT, 2152, "GTP", TRUE },
  { RUNGS_COVER_UDP_PORT, 3544, "Teredo", FALSE },
  { RUNGS_COVER_UDP_PORT, 4789, "VXLAN", FALSE },
  { RUNGS_COVER_UDP_PORT, 6081, "Geneve", FALSE },
};

const char *
rungs_cover_name (const RungsCover *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (known[i].kind == self->kind && known[i].number == self->number)
      return known[i].name;
  return NULL;
}

gboolean
rungs_cover_may_hide_sip (const RungsCover *self)
{
  switch (self->kind)
    {
    case RUNGS_COVER_LLC:  /* spanning tree and the like */
    case RUNGS_COVER_DTLS: /* keys of media, and data channels */
    case RUNGS_COVER_QUIC:
      return FALSE;
    default:
      for (guint i = 0; i < G_N_ELEMENTS (known); i++)
        if (known[i].kind == self->kind && known[i].number == self->number)
          return !known[i].holds_no_sip;
      return TRUE;
    }
}

char *
rungs_cover_what (const RungsCover *self)
{
  switch (self->kind)
    {
    case RUNGS_COVER_LINK_TYPE:
      return g_strdup_printf (_ ("link type %u"), self->number);
    case RUNGS_COVER_ETHERTYPE:
      return g_strdup_printf (_ ("EtherType 0x%04x"), self->number);
    case RUNGS_COVER_PPP:
      return g_strdup_printf (_ ("PPP protocol 0x%04x"), self->number);
    case RUNGS_COVER_IP_PROTOCOL:
      return g_strdup_printf (_ ("IP protocol %u"), self->number);
    case RUNGS_COVER_UDP_PORT:
      return g_strdup_printf (_ ("UDP port %u"), self->number);
    case RUNGS_COVER_TLS:
      return g_strdup_printf (_ ("TLS on port %u"), self->number);
    case RUNGS_COVER_LLC:
      return g_strdup (_ ("IEEE 802.3 (LLC)"));
    case RUNGS_COVER_MPLS:
      return g_strdup (_ ("MPLS that is not IP"));
    case RUNGS_COVER_BROKEN:
      return g_strdup (_ ("broken or cut headers"));
    case RUNGS_COVER_TUNNELS:
      return g_strdup_printf (_ ("more than %u tunnels"), RUNGS_MAX_TUNNELS);
    case RUNGS_COVER_SCTP_PARTS:
      return g_strdup (_ ("SCTP that continues a message"));
    case RUNGS_COVER_SPECIAL_FILE:
      return g_strdup (_ ("devices, pipes and sockets"));
    case RUNGS_COVER_OUTSIDE_LINK:
      return g_strdup (_ ("links out of the folder"));
    case RUNGS_COVER_FILE_LIMIT:
      return g_strdup (_ ("files beyond a limit"));
    case RUNGS_COVER_DTLS:
      return g_strdup (_ ("DTLS"));
    case RUNGS_COVER_QUIC:
      return g_strdup (_ ("QUIC"));
    case RUNGS_COVER_ESP:
      return g_strdup (_ ("IPsec (ESP)"));
    case RUNGS_COVER_MACSEC:
      return g_strdup (_ ("MACsec, encrypted"));
    case RUNGS_COVER_PACKED_WEBSOCKET:
      return g_strdup (_ ("compressed WebSocket"));
    case RUNGS_COVER_UNREADABLE_FILE:
      return g_strdup (_ ("files that cannot be used"));
    case RUNGS_COVER_MORE_PASSED_OVER:
    case RUNGS_COVER_MORE_UNREADABLE:
    case RUNGS_COVER_N_KINDS:
    default:
      return g_strdup (_ ("other kinds"));
    }
}

static gboolean
are_files (RungsCoverKind kind)
{
  return kind == RUNGS_COVER_SPECIAL_FILE || kind == RUNGS_COVER_OUTSIDE_LINK
         || kind == RUNGS_COVER_FILE_LIMIT || kind == RUNGS_COVER_UNREADABLE_FILE;
}

static gboolean
has_number (RungsCoverKind kind)
{
  return kind <= RUNGS_COVER_UDP_PORT;
}

char *
rungs_cover_text (const RungsCover *self)
{
  g_autofree char *what = rungs_cover_what (self);
  g_autofree char *named = NULL;
  g_autofree char *number = g_strdup_printf ("%'" G_GUINT64_FORMAT, self->count);
  const char *name = rungs_cover_name (self);
  gulong n = (gulong) MIN (self->count, G_MAXINT);

  if (are_files (self->kind))
    return g_strdup_printf ("%s (%s)", what, number);
  if (self->kind == RUNGS_COVER_TLS)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s (%s segment)", "%s (%s segments)", n),
                            what, number);
  if (!has_number (self->kind))
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s (%s packet)", "%s (%s packets)", n),
                            what, number);
  named = name != NULL ? g_strdup_printf ("%s (%s)", what, name) : g_strdup (what);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s packet of %s", "%s packets of %s", n),
                          number, named);
}

char *
rungs_coverage_text (const RungsCoverage *self,
                     gboolean unreadable,
                     gboolean only_hiding_sip,
                     guint max)
{
  GString *text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < self->n; i++)
    {
      const RungsCover *cover = &self->items[i];
      g_autofree char *one = NULL;

      if (rungs_cover_is_unreadable (cover) != unreadable
          || (only_hiding_sip && !rungs_cover_may_hide_sip (cover)))
        continue;
      if (n++ >= max)
        continue;
      one = rungs_cover_text (cover);
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", one);
    }
  if (n > max)
    g_string_append_printf (text, ngettext (", %u more kind", ", %u more kinds", n - max), n - max);
  if (n == 0)
    {
      g_string_free (text, TRUE);
      return NULL;
    }
  return g_string_free (text, FALSE);
}
