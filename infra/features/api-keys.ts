import { feature } from '../constructs/feature.ts'

/** API keys: what programs call with instead of signing in. */
export const apiKeys = feature('api-keys', ({ reacts, serves }) => {
  serves('index', { lost: 'No API key can be made, rotated or revoked; those that exist work on.' })

  reacts('follow-makers', {
    to: [
      'access.ended',
      'default-role.cleared',
      'default-role.set',
      'permission-group.changed',
      'permission-group.member-removed',
      'permission-group.membership-changed',
      'permission-group.removed',
      'permission-groups.replaced',
      'profile.ceased-to-be-user',
      'profile.deactivated',
      'profile.removed',
      'role.changed',
      'role.removed',
    ],
    needs: ['table:read', 'table:write'],
    lost: 'Nobody hears of API keys whose maker could not make them any more; the keys work on.',
  })
  reacts('tell-orphaned-keys', {
    to: ['api-key.orphaned'],
    needs: ['table:read', 'table:write', 'email:send'],
    lost: 'Administrators get no mail about API keys whose maker could not make them any more; the list of keys says it.',
  })
})
