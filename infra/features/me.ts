import { feature } from '../constructs/feature.ts'

/** Me: what concerns whoever calls, and how they sign in. */
export const me = feature('me', ({ house, reacts, repeats, serves }) => {
  serves('index', { lost: 'Nobody sees who they are and where they are a user.' })

  serves('address', {
    lost: 'People cannot confirm a new sign-in address: the page behind their link fails.',
    atMostAtOnce: house.stage.publicConcurrency,
  })
  const links = ['table:write', 'email:send', 'link-token:derive'] as const
  reacts('send-address-link', {
    to: ['sign-in-address.change-requested'],
    needs: ['table:read-items', ...links],
    lost: 'People who change their sign-in address get no mail, so no link.',
  })
  repeats('send-deferred-address-links', {
    needs: ['table:read', ...links],
    lost: 'Whoever asked for an address that had ten mails in a day never gets a link there.',
  })
  reacts('follow-address-change', {
    to: ['sign-in-address.changed'],
    needs: ['table:read', 'table:write', 'email:send', 'directory:change-address'],
    lost: 'People who have confirmed a new address still sign in with the old one, and nobody tells that address.',
  })

  // It stands beside the user pool, which calls it; the alarms stand here.
  house.data.endOlderSessions.ringAt(house.alarms)
  reacts('follow-password-reset', {
    to: ['password.reset'],
    needs: ['table:read', 'table:write', 'email:send'],
    lost: 'Nobody is told that a new password was chosen in place of theirs.',
  })
})
