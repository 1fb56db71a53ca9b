import { feature } from '../constructs/feature.ts'

/** Roles: named sets of permissions, and the one that somebody has by default. */
export const roles = feature('roles', ({ reacts, serves }) => {
  serves('index', { lost: 'Nobody can be given another default role, and no custom role can be made or changed.' })

  reacts('tell-ownership', {
    to: ['default-role.set', 'default-role.cleared', 'invitation.accepted', 'profile.reactivated'],
    needs: ['table:read-items', 'table:write', 'email:send'],
    lost: 'Nobody is told that they are an owner now or no more, nor owners that there is another.',
  })
  reacts('move-holders', {
    to: ['role.removed'],
    needs: ['table:read', 'table:write'],
    lost: 'Holders of a replaced role are still written down under the old one; they may do what the new one says all the same.',
    timeoutSeconds: 30,
  })
})
