import { feature } from '../constructs/feature.ts'

/** Invitations: the offer to become a user, the pages behind its link, and the mails about it. */
export const invitations = feature('invitations', ({ house, reacts, repeats, serves }) => {
  serves('index', { lost: 'Nobody can be invited.', timeoutSeconds: 29 })
  serves('import', { lost: 'Nobody can import people from a CSV.', timeoutSeconds: 29 })
  const activation = serves('activation', {
    lost: 'Invited people cannot activate: the page behind their link fails.',
    timeoutSeconds: 20,
    atMostAtOnce: house.stage.publicConcurrency,
  })
  house.alarms.watchLog('factor-not-demanded', activation.logGroup, 'directory.factor-not-demanded', {
    lost: 'Cognito gave out tokens for a password alone: the second factor is not required of people who activate.',
    look: 'See that the user pool still has MFA required; nobody can activate until it has.',
  })

  const links = ['table:write', 'email:send', 'link-token:derive'] as const
  reacts('send-invitation', {
    to: [
      'invitation.created',
      'invitation.sent-again',
      'profile.confirmed',
      'profile.became-user',
      'profile.address-replaced',
    ],
    needs: ['table:read-items', ...links],
    lost: 'Invited people get no mail, so no link.',
  })
  repeats('send-deferred-mails', { needs: ['table:read', ...links], lost: 'Invitations that were put off never go.' })
  reacts('tell-acceptance', {
    to: ['invitation.accepted'],
    needs: ['table:read-items', 'table:write', 'email:send'],
    lost: 'Nobody hears that they have accepted.',
  })
  reacts('tell-administrators', {
    to: ['invitation.asked-for', 'invitation.revoked', 'invitation.created'],
    needs: ['table:read', 'table:write', 'email:send'],
    lost: 'Nobody is told of a wish for a new link, of an inviter who lost access, or of an owner whom the provider invited.',
  })
})
