import { feature } from '../constructs/feature.ts'

/** Access: who is calling, and what they may do. */
export const access = feature('access', ({ house, reacts, repeats, runs, serves }) => {
  const authorizer = runs('authorizer', {
    needs: ['tokens:verify'],
    lost: 'Nobody who is signed in gets through to anything.',
    timeoutSeconds: 5,
  })
  house.gateway.authorizeWith(authorizer)

  serves('index', { lost: 'Nobody can see what people may do, nor why.' })
  serves('decisions', { lost: 'Connected applications get no decision about access, so they let nobody do anything.' })
  serves('configuration', {
    lost: 'Programs cannot find out where access decisions are asked for; those that know go on.',
    atMostAtOnce: house.stage.publicConcurrency,
    timeoutSeconds: 5,
  })

  repeats('follow-access-dates', {
    needs: ['table:read', 'table:write'],
    lost: 'Connected applications and coverage do not follow access that begins or ends by date; whoever asks is told right all the same.',
  })
  reacts('announce-access-changes', {
    to: [
      'permission-group.changed',
      'service.activated',
      'service.deactivated',
      'organization.suspended',
      'organization.resumed',
      'organization.removed',
      'organization.restored',
    ],
    needs: ['table:read', 'events:publish'],
    lost: 'Connected applications do not hear of access that changed for many people at once.',
    timeoutSeconds: 30,
  })
})
