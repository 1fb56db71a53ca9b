import { feature } from '../constructs/feature.ts'

/** Invitations: the offer to become a user, the pages behind its link, and the mails about it. */
export const invitations = feature('invitations', ({ house, reacts, repeats, serves }) => {
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

  const mails = ['table:read', 'table:write', 'email:send'] as const
  const links = [...mails, 'link-token:derive'] as const
  reacts('send-invitation', {
    to: [
      'invitation.created',
      'invitation.sent-again',
      'profile.confirmed',
      'profile.became-user',
      'profile.address-replaced',
    ],
    needs: links,
    lost: 'Invited people get no mail, so no link.',
  })
  repeats('send-deferred-mails', { needs: links, lost: 'Whoever had ten invitations in a day never gets the others.' })
  reacts('tell-acceptance', {
    to: ['invitation.accepted'],
    needs: mails,
    lost: 'Nobody hears that they have accepted.',
  })
  reacts('tell-administrators', {
    to: ['invitation.asked-for', 'invitation.revoked', 'invitation.created'],
    needs: mails,
    lost: 'Nobody is told of a wish for a new link, of an inviter who lost access, or of an owner whom the provider invited.',
  })
})
