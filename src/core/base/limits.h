/* The limits that several files share, each with its reason. One that a single file has is defined
 * there, or in the header that promises it. */
#pragma once

/* What a format may look at to recognise a file: the first block of it. */
#define RUNGS_PROBE_BYTES (64 * 1024)

/* So many NULs in a row are a hole in a log; fewer may be bytes of a message. */
#define RUNGS_HOLE_BYTES 512

/* A line longer than this is handed over in parts: a file without newlines must not be held in
 * memory whole. The longest honest line is a whole SIP message escaped by rsyslog (8 KiB by
 * default). */
#define RUNGS_MAX_LINE (1024 * 1024)

/* A SIP message longer than this is cut and marked. RFC 3261 18.1.1 leaves UDP at 65,535; NOTIFY
 * bodies over TCP have been seen at 200 KiB. */
#define RUNGS_MAX_SIP (1024 * 1024)

/* Guards in front of libosip2, which takes quadratic time in each of these (PERFORMANCE: 64,000 of
 * any take 4-5 s). Real messages have fewer than 60 headers. */
#define RUNGS_MAX_HEADERS 256
#define RUNGS_MAX_HEADER_BYTES (16 * 1024)
#define RUNGS_MAX_HEADER_ITEMS 64 /* commas, semicolons and ampersands of one header */
#define RUNGS_MAX_SDP_LINES 512

/* SIP messages of one log that are being put together at a time (AudioCodes SIDs, TCP streams). The
 * oldest is finished as it is when one more begins: a capture of a port scan must not fill the
 * memory. */
#define RUNGS_MAX_OPEN_STREAMS 65536

/* Bytes held back for a TCP stream with a hole. */
#define RUNGS_MAX_STREAM_BYTES (2 * RUNGS_MAX_SIP)

/* Diagnostics kept per input; the rest are counted in one closing line. A log with a gap at every
 * record must not cost more memory than its messages. */
#define RUNGS_MAX_DIAGNOSTICS 1000

/* What a file is known again by, from its start and from its end. */
#define RUNGS_FINGERPRINT_BYTES (64 * 1024)

/* Files taken from one folder or archive, and depth of folders: somebody drops "/". */
#define RUNGS_MAX_FILES 2000
#define RUNGS_MAX_DEPTH 16

/* What any compressed file may unpack to, however small it is: a few kilobytes of blanks are no
 * bomb. */
#define RUNGS_RATIO_FREE ((guint64) 64 * 1024 * 1024)
/* Archives in archives: a log bundle holds rotated .gz files; ten levels are an attack. */
#define RUNGS_MAX_ARCHIVE_DEPTH 4

/* A start line longer than this is none: RFC 3261 gives no limit, request URIs with all their
 * parameters stay below 1 KiB, and what waits for its end must not be scanned again and again. */
#define RUNGS_MAX_START_LINE (8 * 1024)

/* Bytes held back for all TCP streams of a capture together; then the oldest are finished as
 * they are. */
#define RUNGS_MAX_HELD_BYTES (64 * 1024 * 1024)

/* Pieces of one message: a row counts them in 16 bits, and one more segment may bring a thousand
 * (the fragments of one datagram). */
#define RUNGS_MAX_PIECES 60000

/* What a compressed message may unpack to, for its size and in any case: SIP shrinks to a third. */
#define RUNGS_MAX_MESSAGE_RATIO 64
#define RUNGS_MESSAGE_RATIO_FREE (16 * 1024)

/* Tunnels and tags around an IP packet. */
#define RUNGS_MAX_TUNNELS 4

/* Pasted SIP text: lines before a start line that may say when and between whom; the text before a
 * start line that may be learned as a prefix; lines in a row that are no SIP before a message is
 * given up. */
#define RUNGS_TEXT_HEAD_LINES 3
#define RUNGS_TEXT_HEAD_BYTES 512
#define RUNGS_TEXT_PREFIX_BYTES 256
#define RUNGS_TEXT_FOREIGN_LINES 12

/* Logs of SIP text with head lines: lines that a program may be described with, characters of its
 * id, groups of one expression, and texts in it that are looked for before it is tried; bytes of a
 * line that is matched with them (a message in one line is longer, and no head); steps, steps back
 * that wait, and memory of one match: an honest line takes a few hundred steps; lines of something
 * else between a head line and its start line, and lines that are looked back for one when a file
 * is recognised; bytes by which a message may be shorter than the log counts (blanks and a line end
 * at its end). */
#define RUNGS_TEXT_LINES 32
#define RUNGS_TEXT_MAX_ID 48
#define RUNGS_TEXT_MAX_GROUPS 64
#define RUNGS_TEXT_MAX_LITERALS 8
#define RUNGS_TEXT_PATTERN_BYTES 4096
#define RUNGS_TEXT_MATCH_STEPS 20000
#define RUNGS_TEXT_MATCH_DEPTH 2000
#define RUNGS_TEXT_MATCH_KIB 1024
#define RUNGS_TEXT_HEAD_GAP 6
#define RUNGS_TEXT_HEAD_SEARCH 16
#define RUNGS_TEXT_COUNT_SLACK 4

/* Ribbon SBC Core writes at most 1800 bytes in an entry (the vendor's manual): one of this length
 * or more may go on in a second one. Entries that may stand between the two. */
#define RUNGS_RIBBON_FULL_BYTES 1600
#define RUNGS_RIBBON_WAIT_ENTRIES 64

/* Blanks in front of every line of a message in the Monitor of Avaya IP Office; what is more is a
 * folded header. */
#define RUNGS_IPOFFICE_INDENT 20

/* Sights of messages that two clocks are compared by (more say no more), and inputs that one
 * message is looked for in. */
#define RUNGS_MAX_CLOCK_SIGHTS (256 * 1024)
#define RUNGS_MAX_WITNESSES 64

/* The user's own knowledge: files read from the folder, bytes of one (ours have 100 KiB), braces
 * and brackets within each other (an entry has five; json-glib goes as deep as its stack), and
 * entries of all. */
#define RUNGS_MAX_KNOWLEDGE_FILES 200
#define RUNGS_MAX_KNOWLEDGE_BYTES (4 * 1024 * 1024)
#define RUNGS_MAX_KNOWLEDGE_DEPTH 16
#define RUNGS_MAX_KNOWLEDGE_ENTRIES 5000

/* The part of a file that a verdict reads again for the SBC's own lines: verdicts are made for
 * every failed call of a list, and half a megabyte takes about a millisecond. */
#define RUNGS_MAX_VERDICT_BYTES (512 * 1024)

/* Calls of a list up to which those that ended well are read too, for what is worth knowing of them
 * (a tenth of a millisecond each). */
#define RUNGS_MAX_GOOD_VERDICTS 2000

/* Patterns: failed calls of which the messages are read (a tenth of a millisecond each; of more the
 * code alone tells the cause), and as many, and calls at all, for a list that must be there at
 * once; patterns shown. */
#define RUNGS_MAX_PATTERN_VERDICTS 20000
#define RUNGS_MAX_PATTERN_VERDICTS_QUICK 500
#define RUNGS_MAX_PATTERN_CALLS_QUICK 20000
#define RUNGS_MAX_PATTERNS 12

/* Calls of a report whose messages are parsed in full to look for faults. */
#define RUNGS_MAX_DEEP_CALLS 1000

/* Objects within each other that Teams clients and services write (10 have been seen), and bytes of
 * one of their values that are kept. */
#define RUNGS_MAX_WALK_DEPTH 32
#define RUNGS_MAX_WALK_VALUE 512

/* Headers that the user names to join legs by. */
#define RUNGS_MAX_JOIN_HEADERS 32
/* Characters of such a name. */
#define RUNGS_MAX_JOIN_HEADER_NAME 64

/* Characters of a name that the user gives a device. */
#define RUNGS_MAX_DEVICE_NAME 80
/* Bytes of a header's value in a sentence about why legs are one call: what is longer tells nobody
 * anything. */
#define RUNGS_MAX_JOIN_VALUE 80
/* Legs of one call, and records of it, that the side panel lists: a call that rang at hundreds of
 * phones is read in the ladder. */
#define RUNGS_MAX_SHOWN_LEGS 40
