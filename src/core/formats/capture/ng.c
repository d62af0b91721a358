/* The stream that libpcap reads a pcapng file from (draft-ietf-opsawg-pcapng). It looks at the
 * blocks as they pass:
 *
 * - Where each packet's block and its data stand in the file: libpcap does not tell, and asking
 *   the stream for its position costs as much as reading the packet. Every packet block gives
 *   exactly one packet, so the places wait in a queue.
 * - Each interface's link type. libpcap refuses a file whose interfaces differ in link type or
 *   snapshot length, which is what merging two captures gives. So it is shown all interfaces
 *   alike, and the packet's own link type comes from here.
 *
 * A block whose length makes no sense ends the looking: libpcap stops there with its own words. */
#include "config.h"

#include "formats/capture/private.h"

enum
{
  BLOCK_INTERFACE = 1,
  BLOCK_OLD_PACKET = 2,
  BLOCK_SIMPLE_PACKET = 3,
  BLOCK_PACKET = 6,
  BLOCK_SECRETS = 10,
  BLOCK_SECTION = 0x0a0d0d0a,
};

#define SECRETS_TLS 0x544c534bu /* a TLS key log */
#define BYTE_ORDER_MAGIC 0x1a2b3c4du
#define BLOCK_HEAD 16 /* type, length, and two words that depend on the type */
#define BLOCK_MIN 12
#define BLOCK_DATA 28 /* of a packet block: after the head come time and both lengths */
#define BLOCK_SIMPLE_DATA 12

#define SHOWN_LINK 1         /* Ethernet */
#define SHOWN_SNAPLEN 262144 /* libpcap's own maximum for it */

/* Interfaces of a section: a capture on every interface of a large machine has some hundred. */
#define MAX_INTERFACES 65536

struct _CaptureNg
{
  RungsInput *input;
  guint64 at; /* of the stream */
  guint64 next_block;
  gboolean swapped; /* the section's byte order is not ours */
  GArray *links;    /* guint16: link types of the section's interfaces */
  guint32 snaplen;  /* of the section's first interface; 0: none */
  GArray *places;   /* CapturePlace: of packets that libpcap has not given yet, from @first on */
  guint first;
  GError *error;
  guint n_keys; /* blocks of TLS keys */
};

static guint32
word (const CaptureNg *self, const char *p)
{
  guint32 value;

  memcpy (&value, p, sizeof value);
  return self->swapped ? GUINT32_SWAP_LE_BE (value) : value;
}

static guint16
half (const CaptureNg *self, const char *p)
{
  guint16 value;

  memcpy (&value, p, sizeof value);
  return self->swapped ? GUINT16_SWAP_LE_BE (value) : value;
}

/* Notes the interface's link type and shows libpcap another. */
static void
take_interface (CaptureNg *self, char *head)
{
  guint16 real = half (self, head + 8);
  guint16 link = self->swapped ? GUINT16_SWAP_LE_BE (SHOWN_LINK) : SHOWN_LINK;
  guint32 snaplen = self->swapped ? GUINT32_SWAP_LE_BE (SHOWN_SNAPLEN) : SHOWN_SNAPLEN;

  if (self->links->len == 0)
    self->snaplen = word (self, head + 12);
  if (self->links->len < MAX_INTERFACES)
    g_array_append_val (self->links, real);
  memcpy (head + 8, &link, sizeof link);
  memcpy (head + 12, &snaplen, sizeof snaplen);
}

static void
take_packet (CaptureNg *self, guint32 interface, guint32 data, guint32 len)
{
  CapturePlace place = { self->next_block, self->next_block + data, self->next_block + len, -1 };

  if (interface < self->links->len)
    place.link = g_array_index (self->links, guint16, interface);
  if (self->first > 0 && self->first == self->places->len)
    {
      g_array_set_size (self->places, 0);
      self->first = 0;
    }
  g_array_append_val (self->places, place);
}

/* It says only how long the packet was; what was kept of it follows from the interface's
 * snapshot length, which libpcap was not shown. So it is shown the length that was kept. */
static void
take_simple_packet (CaptureNg *self, char *head, guint32 len)
{
  guint32 kept = word (self, head + 8);

  kept = MIN (kept, len - MIN (len, BLOCK_SIMPLE_DATA + sizeof (guint32)));
  if (self->snaplen > 0)
    kept = MIN (kept, self->snaplen);
  if (self->swapped)
    kept = GUINT32_SWAP_LE_BE (kept);
  memcpy (head + 8, &kept, sizeof kept);
  take_packet (self, 0, BLOCK_SIMPLE_DATA, len);
}

/* @head: the first BLOCK_HEAD bytes of the block at next_block. */
static void
take_block (CaptureNg *self, char *head)
{
  guint32 type, len;

  type = word (self, head);
  if (type == BLOCK_SECTION) /* the same in both orders */
    {
      self->swapped = FALSE;
      self->swapped = word (self, head + 8) != BYTE_ORDER_MAGIC;
      g_array_set_size (self->links, 0);
    }
  len = word (self, head + 4);
  if (type == BLOCK_INTERFACE)
    take_interface (self, head);
  else if (type == BLOCK_PACKET)
    take_packet (self, word (self, head + 8), BLOCK_DATA, len);
  else if (type == BLOCK_OLD_PACKET)
    take_packet (self, half (self, head + 8), BLOCK_DATA, len);
  else if (type == BLOCK_SIMPLE_PACKET)
    take_simple_packet (self, head, len);
  else if (type == BLOCK_SECRETS && word (self, head + 8) == SECRETS_TLS)
    self->n_keys++;

  self->next_block = len >= BLOCK_MIN ? self->next_block + len : G_MAXUINT64;
}

static ssize_t
read_stream (void *cookie, char *buffer, size_t size)
{
  CaptureNg *self = cookie;
  gssize n = rungs_input_read (self->input, self->at, buffer, size,
                               self->error == NULL ? &self->error : NULL);
  guint64 end;

  if (n <= 0)
    return n;
  end = self->at + (guint64) n;
  while (self->next_block < end)
    {
      if (end - self->next_block < BLOCK_HEAD)
        {
          /* Cut here, so that the next read begins with the block; unless it is the file's end. */
          if (self->next_block > self->at)
            end = self->next_block;
          break;
        }
      take_block (self, buffer + (self->next_block - self->at));
    }
  n = (gssize) (end - self->at);
  self->at = end;
  return n;
}

CaptureNg *
capture_ng_new (RungsInput *input)
{
  CaptureNg *self = g_new0 (CaptureNg, 1);

  self->input = rungs_input_ref (input);
  self->links = g_array_new (FALSE, FALSE, sizeof (guint16));
  self->places = g_array_new (FALSE, FALSE, sizeof (CapturePlace));
  return self;
}

void
capture_ng_free (CaptureNg *self)
{
  rungs_input_unref (self->input);
  g_array_unref (self->links);
  g_array_unref (self->places);
  g_clear_error (&self->error);
  g_free (self);
}

FILE *
capture_ng_open_stream (CaptureNg *self)
{
  return fopencookie (self, "r", (cookie_io_functions_t){ .read = read_stream });
}

gboolean
capture_ng_next (CaptureNg *self, CapturePlace *place)
{
  if (self->first >= self->places->len)
    return FALSE;
  *place = g_array_index (self->places, CapturePlace, self->first);
  self->first++;
  return TRUE;
}

guint
capture_ng_get_n_keys (CaptureNg *self)
{
  return self->n_keys;
}

const GError *
capture_ng_get_error (CaptureNg *self)
{
  return self->error;
}
