import { everyActivity } from '../../shared/domain/every-activity.ts'
import { feature } from '../constructs/feature.ts'

/** Webhooks: programs that are told of what happens, and what became of every delivery. */
export const webhooks = feature('webhooks', ({ reacts, repeats, serves }) => {
  serves('index', { lost: 'Nobody can have a program told of changes, nor see what was delivered.' })

  reacts('make-deliveries', {
    to: everyActivity,
    needs: ['table:read', 'table:write'],
    lost: 'What happens is not delivered to webhooks; programs can still ask for activities.',
  })
  repeats('deliver-webhooks', {
    needs: ['table:read', 'table:write', 'webhook-secret:open'],
    lost: 'Nothing is delivered to webhooks until it works again; what waited for more than a day is not delivered by itself.',
    // Where a run is late, the next one can begin beside it, and no third: it calls addresses that anybody may have named.
    atMostAtOnce: 2,
  })
  reacts('tell-webhook-disabled', {
    to: ['webhook.disabled'],
    needs: ['table:read', 'table:write', 'email:send'],
    lost: 'Webhooks that fail for days are switched off, and nobody is told.',
  })
})
