/* Who sent a message to whom, by what the message says itself. */
#pragma once

#include "formats/head-line.h"
#include "sip/index.h"

G_BEGIN_DECLS

typedef struct _RungsTextPeers RungsTextPeers;

RungsTextPeers *rungs_text_peers_new (void) G_GNUC_WARN_UNUSED_RESULT;
void rungs_text_peers_free (RungsTextPeers *peers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RungsTextPeers, rungs_text_peers_free)

/* Fills what @head does not know of src, dst and transport, and remembers where a request went
 * until its answers come. The spans are valid until the next call. */
void rungs_text_peers_guess (RungsTextPeers *peers,
                             const RungsSipIndex *index,
                             RungsTextHead *head);

G_END_DECLS
