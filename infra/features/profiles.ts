import { feature } from '../constructs/feature.ts'

/** Profiles: everyone an organization knows, and the sign-ins behind them. */
export const profiles = feature('profiles', ({ deployerRuns, reacts, serves }) => {
  serves('index', { lost: 'People can be neither added nor found.' })
  reacts('keep-directory', {
    to: [
      'invitation.created',
      'invitation.sent-again',
      'invitation.accepted',
      'invitation.revoked',
      'invitation.declined',
      'profile.confirmed',
      'profile.became-user',
      'profile.ceased-to-be-user',
      'profile.address-replaced',
      'profile.deactivated',
      'profile.reactivated',
      'profile.removed',
      'profile.erased',
    ],
    needs: ['table:read', 'table:write', 'directory:enable', 'directory:remove'],
    lost: 'Whoever was deactivated or removed everywhere can still sign in, to nothing; whoever came back cannot.',
  })
  reacts('follow-factor-reset', {
    to: ['factor.reset'],
    needs: ['table:read', 'table:write', 'email:send', 'link-token:derive', 'directory:remove'],
    lost: 'Whoever has lost the phone and had their sign-in reset gets no mail, so no link; the old sign-in may still work.',
  })
  deployerRuns('follow-recovery', {
    needs: ['table:read', 'table:write', 'directory:align'],
    lost: 'After a recovery from a backup, links and sign-ins of before still work.',
    alarm: {
      name: 'recovery-followed',
      event: 'recovery.followed',
      lost: 'Somebody had everyone signed out, and had mailed links end.',
      look: 'Ask who deploys this whether they recover it from a backup; if not, look in CloudTrail for who invoked it.',
    },
  })
})
