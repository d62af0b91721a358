/* Every limit that input meets, with its reason. Nothing else in the core holds a bare number for one. */
#pragma once

/* What a format may look at to recognise a file: the first block of it. */
#define RUNGS_PROBE_BYTES (64 * 1024)

/* A log may begin with pages of something else, a day of it in the worst case: how far the first SIP is looked for, what is
 * looked at before it, and how often a place that was none is passed over. */
#define RUNGS_PROBE_SEARCH_BYTES ((guint64) 512 * 1024 * 1024)
#define RUNGS_PROBE_BEFORE_BYTES (4 * 1024)
#define RUNGS_PROBE_PLACES 16

/* So many NULs in a row are a hole in a log; fewer may be bytes of a message. */
#define RUNGS_HOLE_BYTES 512

/* A line longer than this is handed over in parts: a file without newlines must not be held in memory
 * whole. The longest honest line is a whole SIP message escaped by rsyslog (8 KiB by default). */
#define RUNGS_MAX_LINE (1024 * 1024)

/* A SIP message longer than this is cut and marked. RFC 3261 18.1.1 leaves UDP at 65,535; NOTIFY bodies
 * over TCP have been seen at 200 KiB. */
#define RUNGS_MAX_SIP (1024 * 1024)

/* Guards in front of libosip2, which takes quadratic time in each of these (PERFORMANCE: 64,000 of any
 * take 4-5 s). Real messages have fewer than 60 headers. */
#define RUNGS_MAX_HEADERS 256
#define RUNGS_MAX_HEADER_BYTES (16 * 1024)
#define RUNGS_MAX_HEADER_ITEMS 64    /* commas, semicolons and ampersands of one header */
#define RUNGS_MAX_HEADER_ESCAPES 256 /* "%20" of one header */
#define RUNGS_MAX_MESSAGE_ITEMS 1024 /* items of all headers: lists go on from header to header */
#define RUNGS_MAX_SDP_LINES 512
#define RUNGS_MAX_SDP_PAYLOADS 64

/* SIP messages of one log that are being put together at a time (AudioCodes SIDs, TCP streams). The oldest
 * is finished as it is when one more begins: a capture of a port scan must not fill the memory. */
#define RUNGS_MAX_OPEN_STREAMS 65536

/* Bytes held back for a TCP stream with a hole, and for one fragmented IP datagram. */
#define RUNGS_MAX_STREAM_BYTES (2 * RUNGS_MAX_SIP)
#define RUNGS_MAX_DATAGRAM_BYTES 65535

/* Diagnostics kept per input; the rest are counted in one closing line. A log with a gap at every record
 * must not cost more memory than its messages. */
#define RUNGS_MAX_DIAGNOSTICS 1000

/* What a file is known again by, from its start and from its end. */
#define RUNGS_FINGERPRINT_BYTES (64 * 1024)

/* Files taken from one folder or archive, and depth of folders: somebody drops "/". */
#define RUNGS_MAX_FILES 2000
#define RUNGS_MAX_DEPTH 16

/* How long a named pipe may have no writer: who starts one has started the other by then. */
#define RUNGS_PIPE_WAIT_SECONDS 10

/* Bytes a compressed file may unpack to, and how many times its size (a zip bomb is over 1,000). */
#define RUNGS_MAX_UNPACKED ((guint64) 16 * 1024 * 1024 * 1024)
#define RUNGS_MAX_RATIO 400
/* What any compressed file may unpack to, however small it is: a few kilobytes of blanks are no bomb. */
#define RUNGS_RATIO_FREE ((guint64) 64 * 1024 * 1024)
/* Archives in archives: a log bundle holds rotated .gz files; ten levels are an attack. */
#define RUNGS_MAX_ARCHIVE_DEPTH 4

/* The log's own lines shown in one ladder. */
#define RUNGS_MAX_EVENTS 20000

/* Seconds of a Retry-After that later calls are held to: nobody closes a trunk for longer. */
#define RUNGS_MAX_RETRY_AFTER (24 * 3600)

/* The part of a file that a verdict reads again for the SBC's own lines: verdicts are made for every failed call of a list,
 * and half a megabyte takes about a millisecond. */
#define RUNGS_MAX_VERDICT_BYTES (512 * 1024)

/* The log's own text shown around one message. */
#define RUNGS_MAX_CONTEXT_BYTES (256 * 1024)

/* A start line longer than this is none: RFC 3261 gives no limit, request URIs with all their
 * parameters stay below 1 KiB, and what waits for its end must not be scanned again and again. */
#define RUNGS_MAX_START_LINE (8 * 1024)

/* TCP segments that wait for one that is missing: a window of 1 MiB is 700 full segments. */
#define RUNGS_MAX_STREAM_SEGMENTS 1024

/* Seconds of the capture's time after which a missing segment is taken for lost: when the other
 * side has acknowledged it, only the capture lacks it (the delay allows for packets captured out
 * of order); else it may be sent again (RFC 6298: doubling from 1 s). */
#define RUNGS_STREAM_ACKED_SECONDS 1
#define RUNGS_STREAM_HOLE_SECONDS 60

/* Bytes of a TCP connection in which a first start line is looked for, when the capture began in
 * the middle of it. */
#define RUNGS_MAX_STREAM_LOOK (64 * 1024)

/* Bytes held back for all TCP streams of a capture together; then the oldest are finished as
 * they are. */
#define RUNGS_MAX_HELD_BYTES (64 * 1024 * 1024)

/* Pieces of one message: a row counts them in 16 bits, and one more segment may bring a thousand
 * (RUNGS_MAX_DATAGRAM_FRAGMENTS). */
#define RUNGS_MAX_PIECES 60000

/* What a compressed message may unpack to, for its size and in any case: SIP shrinks to a third. */
#define RUNGS_MAX_MESSAGE_RATIO 64
#define RUNGS_MESSAGE_RATIO_FREE (16 * 1024)

/* Fragmented IP packets put together at a time, fragments of one (64 KiB in pieces of 64 bytes),
 * and how long they wait for each other (RFC 8200 4.5: 60 s). */
#define RUNGS_MAX_DATAGRAMS 512
#define RUNGS_MAX_DATAGRAM_FRAGMENTS 1024
#define RUNGS_DATAGRAM_SECONDS 60

/* Tunnels and tags around an IP packet, and IPv6 extension headers in front of its payload. */
#define RUNGS_MAX_TUNNELS 4
#define RUNGS_MAX_IPV6_HEADERS 16

/* Pasted SIP text: lines before a start line that may say when and between whom; the text before a start line that may be
 * learned as a prefix; lines in a row that are no SIP before a message is given up; requests whose way is
 * remembered until the answer comes. */
#define RUNGS_TEXT_HEAD_LINES 3
#define RUNGS_TEXT_HEAD_BYTES 512
#define RUNGS_TEXT_PREFIX_BYTES 256
#define RUNGS_TEXT_FOREIGN_LINES 12
#define RUNGS_TEXT_OPEN_REQUESTS 64

/* Logs of SIP text with head lines: lines that a program may be described with, characters of its id, groups of one
 * expression, and texts in it that are looked for before it is tried; bytes of a line that is matched with them (a message in one line is longer, and no head); steps, steps back that
 * wait, and memory of one match: an honest line takes a few hundred steps; lines of something else between a head line and its
 * start line, and lines that are looked back for one when a file is recognised; bytes by which a message may be shorter than the
 * log counts (blanks and a line end at its end). */
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

/* Ribbon SBC Core writes at most 1800 bytes in an entry (the vendor's manual): one of this length or more may go on in a
 * second one. Entries that may stand between the two. */
#define RUNGS_RIBBON_FULL_BYTES 1600
#define RUNGS_RIBBON_WAIT_ENTRIES 64

/* Blanks in front of every line of a message in the Monitor of Avaya IP Office; what is more is a folded header. */
#define RUNGS_IPOFFICE_INDENT 20

/* Sights of messages that two clocks are compared by (more say no more), and inputs that one message is looked for in. */
#define RUNGS_MAX_CLOCK_SIGHTS (256 * 1024)
#define RUNGS_MAX_WITNESSES 64

/* The user's own knowledge: files read from the folder, bytes of one (ours have 100 KiB), braces and brackets within each other (an entry
 * has five; json-glib goes as deep as its stack), and entries of all. */
#define RUNGS_MAX_KNOWLEDGE_FILES 200
#define RUNGS_MAX_KNOWLEDGE_BYTES (4 * 1024 * 1024)
#define RUNGS_MAX_KNOWLEDGE_DEPTH 16
#define RUNGS_MAX_KNOWLEDGE_ENTRIES 5000

/* Calls of a list up to which those that ended well are read too, for what is worth knowing of them (a tenth of a millisecond each). */
#define RUNGS_MAX_GOOD_VERDICTS 2000

/* Patterns: failed calls of which the messages are read (a tenth of a millisecond each; of more the code alone tells the cause),
 * and as many, and calls at all, for a list that must be there at once; patterns shown; digits of a number (E.164 has 15). */
#define RUNGS_MAX_PATTERN_VERDICTS 20000
#define RUNGS_MAX_PATTERN_VERDICTS_QUICK 500
#define RUNGS_MAX_PATTERN_CALLS_QUICK 20000
#define RUNGS_MAX_PATTERNS 12
#define RUNGS_MAX_PATTERN_NUMBER 24

/* Bytes and lines of one row of a table: a cell may hold line ends, and a quote that nobody closed must not swallow the file.
 * Rows of Microsoft's exports have some 600 bytes in one line. */
#define RUNGS_MAX_ROW_BYTES (256 * 1024)
#define RUNGS_MAX_ROW_LINES 64

/* Objects within each other that Teams clients and services write (10 have been seen), and bytes of one of their values that are
 * kept. */
#define RUNGS_MAX_WALK_DEPTH 32
#define RUNGS_MAX_WALK_VALUE 512

/* Calls of one log of a Teams client, which holds some hours of one person's. */
#define RUNGS_MAX_CLIENT_CALLS 20000

/* Legs of one call that show the same identity: more of them, and the value is a constant of the trunk. Bytes of a value
 * that are compared. */
#define RUNGS_MAX_IDENTITY_LEGS 32
#define RUNGS_MAX_IDENTITY_BYTES 256

/* Headers that the user names to join legs by. */
#define RUNGS_MAX_JOIN_HEADERS 32
/* What is looked at to suggest such headers: legs, different values, values shown. A value that more legs carry than those of
 * one call is no identity. */
#define RUNGS_MAX_SUGGESTING_LEGS 2000
#define RUNGS_MAX_SUGGESTING_VALUES 100000
#define RUNGS_MAX_JOIN_SUGGESTIONS 5
#define RUNGS_MAX_LEGS_OF_VALUE 6
/* Characters of such a name. */
#define RUNGS_MAX_JOIN_HEADER_NAME 64

/* Characters of a name that the user gives a device; devices merged into one another in a row. */
#define RUNGS_MAX_DEVICE_NAME 80
/* Bytes of a header's value in a sentence about why legs are one call: what is longer tells nobody anything. */
#define RUNGS_MAX_JOIN_VALUE 80
/* Legs of one call, and records of it, that the side panel lists: a call that rang at hundreds of phones is read in the ladder. */
#define RUNGS_MAX_SHOWN_LEGS 40
/* Calls offered to be joined with one: who looks further types a part of it. */
#define RUNGS_MAX_LIKELY_CALLS 50
#define RUNGS_MAX_MERGES 64

/* Bytes and depth of one JSON object that becomes a tree: a record of a meeting with a thousand sessions has some megabytes.
 * A tree can take thirty times the text, and json-glib calls itself for each level. */
#define RUNGS_MAX_JSON_BYTES (8 * 1024 * 1024)
#define RUNGS_MAX_JSON_DEPTH 64

/* A clock that goes back by more than this was set: less is the order in which a device writes. */
#define RUNGS_CLOCK_JUMP (2 * G_GINT64_CONSTANT (1000000))

/* Lines that stand for a fault of a log; messages of one call that are parsed in full to look for faults; so many messages
 * of one direction are no chance. */
#define RUNGS_MAX_HEALTH_LINES 20
#define RUNGS_MAX_DEEP_MESSAGES 500
#define RUNGS_MAX_DEEP_CALLS 1000
#define RUNGS_MIN_DIRECTION_MESSAGES 4

/* Of one record of a call: sessions and segments, streams, and participants that are read. A meeting of Teams has at most a
 * thousand participants with a few streams each. Bytes of one of its texts. */
#define RUNGS_MAX_CALL_SESSIONS 5000
#define RUNGS_MAX_CALL_STREAMS 20000
#define RUNGS_MAX_CALL_TEXT 512
