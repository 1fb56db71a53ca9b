import { feature } from '../constructs/feature.ts'

/** Invitations: the offer to become a user, the pages behind its link, and the mails about it. */
export const invitations = feature('invitations', ({ house, reacts, serves }) => {
  serves('index', { lost: 'Nobody can be invited.' })

  const activation = serves('activation', {
    lost: 'Invited people cannot activate: the page behind their link fails.',
    timeoutSeconds: 20,
    atMostAtOnce: house.stage.publicConcurrency,
  })
  house.alarms.watchLog('factor-not-demanded', activation.logGroup, 'directory.factor-not-demanded', {
    lost: 'Cognito gave out tokens for a password alone: the second factor is not required of people who activate.',
    look: 'See that the user pool still has MFA required; nobody can activate until it has.',
  })

  reacts('send-invitation', {
    to: [
      'invitation.created',
      'invitation.sent-again',
      'profile.confirmed',
      'profile.became-user',
      'profile.address-replaced',
    ],
    needs: ['table:read', 'table:write', 'email:send', 'link-token:derive'],
    lost: 'Invited people get no mail, so no link.',
  })
  reacts('tell-acceptance', {
    to: ['invitation.accepted'],
    needs: ['table:read', 'table:write', 'email:send'],
    lost: 'People are not told that an account was activated for their address.',
  })
  reacts('tell-administrators', {
    to: ['invitation.asked-for', 'invitation.revoked', 'invitation.created'],
    needs: ['table:read', 'table:write', 'email:send'],
    lost: 'Nobody is told that a new link is asked for, that an inviter lost access, or that the provider invited an owner.',
  })
})
