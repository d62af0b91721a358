/* Seeds to groups: one leg per Call-ID, and the keepalives and registrations of one pair of peers
 * in one. A day of OPTIONS every minute is one row of the call list. */
#include "config.h"

#include "calls/legs.h"

#include "trace/assembly.h"

static guint64
pair_key (const RungsSeed *seed)
{
  RungsString a = MIN (seed->src_host, seed->dst_host);
  RungsString b = MAX (seed->src_host, seed->dst_host);

  return rungs_mix (rungs_mix (a, (guint64) b << 32), seed->kind);
}

void
rungs_legs_group (RungsAssembly *self)
{
  RungsTable pairs = RUNGS_TABLE_INIT;

  for (guint32 i = 0; i < self->n_seeds; i++)
    {
      const RungsSeed *seed = rungs_assembly_seed (self, i);
      guint64 key = pair_key (seed);
      guint32 *slot;

      if (seed->kind == RUNGS_KIND_REGISTER)
        key = rungs_mix (key, seed->address_of_record);
      else if (seed->kind != RUNGS_KIND_OPTIONS)
        continue;

      slot = rungs_table_slot (&pairs, key);
      if (*slot == RUNGS_TABLE_NONE)
        *slot = i;
      else
        self->group[i] = *slot;
    }
  rungs_table_clear (&pairs);
}
