/* Whose SBC it is. */
#include "config.h"

#include "vendor.h"

/* Messages of the SBC that are read for its name; most of them say it. */
#define MAX_READ 3

static const RungsVendor *
vendor_of_log (const RungsCase *self)
{
  guint input = G_MAXUINT;

  for (guint32 i = 0; i < self->call->n_rows; i++)
    {
      const RungsMessage *row =
        rungs_case_row (self, rungs_trace_get_row (self->trace, self->call, i));
      const RungsFormat *format;

      if (row->input == input)
        continue;
      input = row->input;
      format = rungs_trace_get_input (self->trace, input)->format;
      if (format != NULL && rungs_vendor_of_format (format->id) != NULL)
        return rungs_vendor_of_format (format->id);
    }
  return NULL;
}

const RungsVendor *
rungs_case_vendor (RungsCase *self)
{
  const RungsVendor *vendor = vendor_of_log (self);
  guint n_read = 0;

  for (guint32 i = 0; vendor == NULL && i < self->call->n_rows && n_read < MAX_READ; i++)
    {
      guint32 message = rungs_trace_get_row (self->trace, self->call, i);
      const RungsMessage *row = rungs_case_row (self, message);
      const RungsExhibit *exhibit;

      if (!(row->flags & RUNGS_MESSAGE_SRC_OWN)
          && rungs_case_kind (self, row->src) != RUNGS_DEVICE_SBC)
        continue;
      exhibit = rungs_case_read (self, message);
      n_read++;
      if (exhibit != NULL)
        vendor = rungs_vendor_of_agent (exhibit->sip.agent);
    }
  return vendor;
}
