/* The error domain. */
#include "config.h"

#include "base/error.h"

G_DEFINE_QUARK (rungs - error - quark, rungs_error)
