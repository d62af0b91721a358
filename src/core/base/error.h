#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Messages are whole sentences for people and name the file. A cancelled job gives
 * G_IO_ERROR_CANCELLED. */
typedef enum
{
  RUNGS_ERROR_READ,         /* the file cannot be read */
  RUNGS_ERROR_UNRECOGNISED, /* nothing in it looks like SIP */
  /* known, but cannot be read here; the sentence says what to export instead */
  RUNGS_ERROR_UNSUPPORTED,
  RUNGS_ERROR_USAGE,
  RUNGS_ERROR_IS_INPUT, /* what would be written over is an input */
  RUNGS_ERROR_EXISTS,   /* what would be written over was not meant to be replaced */
  RUNGS_ERROR_DATA,     /* one of our own data files is wrong */
  RUNGS_ERROR_MISSING,  /* there is no such file */
} RungsError;

#define RUNGS_ERROR (rungs_error_quark ())
GQuark rungs_error_quark (void);

G_END_DECLS
